//! Powers of many numbers.

use crate::math::{self, Cpu};
use crate::model::columns::each;

/// Numbers above 0 and their powers, as [`math::pow`] gives them: two short loops are faster than a long one.
#[derive(Clone, Debug, Default)]
pub struct Powers {
    /// Bases.
    pub base: Vec<f64>,
    /// Logs of the powers.
    log: Vec<f64>,
    /// Powers.
    pub power: Vec<f64>,
}

impl Powers {
    /// Allocates for so many numbers.
    pub fn allocate(rows: usize) -> Self {
        let column = || Vec::with_capacity(rows);
        Self { base: column(), log: column(), power: column() }
    }

    /// Takes all bases to the power of `exponent`.
    pub fn raise(&mut self, cpu: Cpu, exponent: f64) {
        let rows = self.base.len();
        self.log.resize(rows, 0.0);
        self.power.resize(rows, 0.0);
        each!(cpu, rows; read { base: self.base } write { log: self.log } { *log = exponent * math::ln(base) });
        each!(cpu, rows; read { log: self.log } write { power: self.power } { *power = math::exp(log) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_those_of_one_number_at_a_time() {
        let mut powers = Powers::allocate(40);
        for rows in [37, 5] {
            powers.base.clear();
            powers.base.extend((1..=rows).map(f64::from));
            powers.raise(Cpu::detect(), -0.25);
            assert_eq!(powers.power.len(), powers.base.len());
            for (base, power) in powers.base.iter().zip(&powers.power) {
                assert_eq!(power.to_bits(), math::pow(*base, -0.25).to_bits());
            }
        }
    }
}
