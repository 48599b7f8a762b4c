//! The space of mixes of a sum: its lattice, a part of it that fills it, and mixes anywhere in it.

use std::collections::HashSet;

use crate::experiment::design::sampling::{Stream, sobol};
use crate::math;
use crate::scenario::search::{Mix, SearchFile, units_of};

/// Draws of a mix before the limits are said to leave almost none.
const TRIES: u32 = 10_000;
/// Halvings of a bisection.
const HALVINGS: u32 = 60;
/// Amounts are whole M KRW, so that a limit may be missed by so much.
const ROUNDING: f64 = 1.0;

/// Mixes of one sum.
#[derive(Clone, Copy, Debug)]
pub struct Space<'a> {
    /// The search.
    pub file: &'a SearchFile,
    /// Position of the sum.
    pub budget: usize,
}

impl Space<'_> {
    /// The sum, M KRW a year.
    pub fn sum(&self) -> u64 {
        self.file.budgets[self.budget]
    }

    /// The mix without money: the baseline.
    pub fn nothing(&self) -> Mix {
        Mix { budget: self.budget, money: vec![0; self.file.parts.len()], variant: vec![0; self.file.parts.len()] }
    }

    /// Mixes of the first look, those that keep to all limits.
    pub fn first_look(&self) -> Vec<Mix> {
        match self.file.effort.points {
            None => self.lattice(),
            Some(points) => self.subset(points as usize),
        }
    }

    /// All mixes in equal units.
    fn lattice(&self) -> Vec<Mix> {
        let mut found = Vec::new();
        self.units_from(0, self.file.effort.units, &mut Vec::new(), &mut found);
        found
    }

    /// Gives the units that are left to the parts from one on.
    fn units_from(&self, part: usize, left: u32, units: &mut Vec<u32>, found: &mut Vec<Mix>) {
        let whole = self.file.effort.units;
        if part == self.file.parts.len() {
            if left == 0 {
                found.extend(self.variants(&self.of_units(units, whole)).into_iter().filter(|mix| self.allows(mix)));
            }
            return;
        }
        let (least, most) = units_of(&self.file.parts[part], self.sum(), whole);
        for taken in least as u32..=(most as u32).min(left) {
            units.push(taken);
            self.units_from(part + 1, left - taken, units, found);
            units.pop();
        }
    }

    /// A mix with every combination of choices of the parts that have money.
    fn variants(&self, mix: &Mix) -> Vec<Mix> {
        let mut all = vec![mix.clone()];
        for (place, part) in self.file.parts.iter().enumerate().filter(|(place, _)| mix.money[*place] > 0) {
            let with = |mix: &Mix| {
                let mix = mix.clone();
                (0..part.variants() as u32).map(move |variant| {
                    let mut mix = mix.clone();
                    mix.variant[place] = variant;
                    mix
                })
            };
            all = all.iter().flat_map(with).collect();
        }
        all
    }

    /// Some mixes of the lattice that fill the space: points of Sobol', moved to the limits and to whole units, each once.
    fn subset(&self, count: usize) -> Vec<Mix> {
        let parts = self.file.parts.len();
        let Some(points) = sobol(1 << 16, 2 * parts, self.file.seed) else { return Vec::new() };
        let (mut seen, mut found) = (HashSet::new(), Vec::new());
        for point in points {
            let shares = self.repaired(&of_cube(&point[..parts]));
            let mut mix = self.of_units(&in_units(&shares, self.file.effort.units), self.file.effort.units);
            self.choose(&mut mix, |part| point[parts + part]);
            if self.allows(&mix) && seen.insert(mix.clone()) {
                found.push(mix);
            }
            if found.len() == count {
                break;
            }
        }
        found
    }

    /// A mix anywhere in the space, each as likely as any other; `None` where the limits leave almost none.
    pub fn random(&self, stream: &mut Stream) -> Option<Mix> {
        let sum = self.sum() as f64;
        let least: Vec<f64> = self.file.parts.iter().map(|part| part.bounds.0.of(sum)).collect();
        let free = 1.0 - least.iter().sum::<f64>();
        for _ in 0..TRIES {
            let place: Vec<f64> = least.iter().map(|_| stream.uniform()).collect();
            let shares: Vec<f64> = of_cube(&place).iter().zip(&least).map(|(share, least)| least + free * share).collect();
            let mut mix = self.of_shares(&shares);
            self.choose(&mut mix, |_| stream.uniform());
            if self.allows(&mix) {
                return Some(mix);
            }
        }
        None
    }

    /// Sets the combinations of choices of the parts that have money by a place between 0 and 1 each.
    fn choose(&self, mix: &mut Mix, mut place: impl FnMut(usize) -> f64) {
        for (part, about) in self.file.parts.iter().enumerate().filter(|(_, about)| about.variants() > 1) {
            let variant = ((place(part) * about.variants() as f64) as u32).min(about.variants() as u32 - 1);
            mix.variant[part] = if mix.money[part] > 0 { variant } else { 0 };
        }
    }

    /// The mix of shares that add up to 1, in whole M KRW.
    fn of_shares(&self, shares: &[f64]) -> Mix {
        let (sum, mut before, mut total) = (self.sum() as f64, 0, 0.0);
        let mut money: Vec<u64> = Vec::with_capacity(shares.len());
        for share in shares {
            total += share;
            let upto = (total * sum).round().min(sum) as u64;
            money.push(upto.saturating_sub(before));
            before = before.max(upto);
        }
        // What rounding left over belongs to the largest part.
        if let Some(largest) = (0..money.len()).max_by_key(|part| (money[*part], usize::MAX - part)) {
            money[largest] += self.sum() - before;
        }
        Mix { budget: self.budget, variant: vec![0; money.len()], money }
    }

    /// The mix of whole units.
    pub fn of_units(&self, units: &[u32], whole: u32) -> Mix {
        let upto = |units: u64| (u128::from(units) * u128::from(self.sum()) / u128::from(whole)) as u64;
        let mut total = 0;
        let part = |units: &u32| {
            let before = total;
            total += u64::from(*units);
            upto(total) - upto(before)
        };
        let money: Vec<u64> = units.iter().map(part).collect();
        Mix { budget: self.budget, variant: vec![0; money.len()], money }
    }

    /// The nearest shares that keep to the limits of each part: all moved by the same, and cut.
    pub fn repaired(&self, shares: &[f64]) -> Vec<f64> {
        let sum = self.sum() as f64;
        let cut = |by: f64| -> Vec<f64> {
            let parts = self.file.parts.iter().zip(shares);
            parts.map(|(part, share)| (share + by).clamp(part.bounds.0.of(sum), part.bounds.1.of(sum).min(1.0))).collect()
        };
        let (mut low, mut high) = (-2.0, 2.0);
        for _ in 0..HALVINGS {
            let middle = (low + high) / 2.0;
            if cut(middle).iter().sum::<f64>() < 1.0 { low = middle } else { high = middle }
        }
        cut(high)
    }

    /// Whether a mix keeps to all limits.
    pub fn allows(&self, mix: &Mix) -> bool {
        let sum = self.sum() as f64;
        let within = |money: f64, least: f64, most: f64| money >= least * sum - ROUNDING && money <= most * sum + ROUNDING;
        let parts = self.file.parts.iter().zip(&mix.money).all(|(part, money)| within(*money as f64, part.bounds.0.of(sum), part.bounds.1.of(sum)));
        let group = |parts: &[usize]| parts.iter().map(|part| mix.money[*part]).sum::<u64>() as f64;
        parts && self.file.groups.iter().all(|bound| within(group(&bound.parts), *bound.share.start(), *bound.share.end()))
    }
}

/// A point of the simplex from one of the cube: exponential numbers over their sum, so that all points are as likely.
fn of_cube(place: &[f64]) -> Vec<f64> {
    let numbers: Vec<f64> = place.iter().map(|u| -math::ln((1.0 - u).max(1e-12))).collect();
    let sum: f64 = numbers.iter().sum();
    numbers.iter().map(|number| if sum > 0.0 { number / sum } else { 1.0 / place.len() as f64 }).collect()
}

/// Shares in whole units that add up to all of them: rounded down, what is left to the largest remainders.
pub fn in_units(shares: &[f64], whole: u32) -> Vec<u32> {
    let exact: Vec<f64> = shares.iter().map(|share| share * f64::from(whole)).collect();
    let mut units: Vec<u32> = exact.iter().map(|units| units.floor() as u32).collect();
    let mut order: Vec<usize> = (0..units.len()).collect();
    order.sort_by(|a, b| exact[*b].fract().total_cmp(&exact[*a].fract()).then(a.cmp(b)));
    let left = whole.saturating_sub(units.iter().sum());
    order.into_iter().cycle().take(left as usize).for_each(|part| units[part] += 1);
    units
}

#[cfg(test)]
#[path = "space_tests.rs"]
mod tests;
