//! How many points a design has, counted before any of them is made.
//!
//! Counts are multiplied without wrapping round: a product that did would pass every limit.

use std::fmt;

use super::{Axis, Design, Method};

/// Most numbers of a design, that is points times parameters. They are held in memory: 400 MB.
pub const MOST_NUMBERS: u128 = 50_000_000;

/// A design that is too large to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyPoints {
    /// Points of the design.
    pub points: u128,
    /// What varies.
    pub parameters: usize,
}

impl TooManyPoints {
    /// What is allowed.
    pub fn allowed(&self) -> String {
        let most = MOST_NUMBERS / self.parameters.max(1) as u128;
        format!("at most {most} points of {} (points times parameters up to {MOST_NUMBERS})", several(self.parameters, "parameter"))
    }

    /// What was asked for.
    pub fn found(&self) -> String {
        if self.points == u128::MAX { "more than 10^38 points".into() } else { format!("{} points", self.points) }
    }
}

impl fmt::Display for TooManyPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the design is too large; allowed: {}; found: {}", self.allowed(), self.found())
    }
}

fn several(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The product of counts, or the largest number where it is larger.
pub fn product(counts: impl IntoIterator<Item = u128>) -> u128 {
    counts.into_iter().fold(1, u128::saturating_mul)
}

impl Design {
    /// Number of points over these axes, where it is no more than can be made.
    pub fn count(&self, axes: &[Axis]) -> Result<u64, TooManyPoints> {
        let points = match self {
            Self::Joint(method) => method.points(axes.len(), &mut axes.iter()),
            Self::Crossed { levers, uncertainties } => {
                let part = |method: &Method, lever: bool| {
                    let count = axes.iter().filter(|axis| axis.lever == lever).count();
                    method.points(count, &mut axes.iter().filter(|axis| axis.lever == lever))
                };
                product([part(levers, true), part(uncertainties, false)])
            }
        };
        let fits = product([points, axes.len() as u128]) <= MOST_NUMBERS;
        u64::try_from(points).ok().filter(|_| fits).ok_or(TooManyPoints { points, parameters: axes.len() })
    }
}

impl Method {
    fn points(&self, count: usize, axes: &mut dyn Iterator<Item = &Axis>) -> u128 {
        match self {
            Self::Factorial => product(axes.map(|axis| axis.levels().len() as u128)),
            Self::List => axes.next().map_or(0, |axis| axis.levels().len() as u128),
            Self::Split { steps, .. } => splits(*steps as u128, count as u128),
            Self::LatinHypercube(size) | Self::Sobol(size) => size.points as u128,
            Self::Saltelli(size) => product([size.points as u128, count as u128 + 2]),
            Self::Morris(size) => product([size.points as u128, count as u128 + 1]),
            Self::Table(rows) => rows.len() as u128,
        }
    }
}

/// Ways to give `steps` steps to `parts` parts: (steps + parts - 1) over (parts - 1).
fn splits(steps: u128, parts: u128) -> u128 {
    let mut ways: u128 = 1;
    for part in 1..parts {
        // Each quotient is whole: it is the number of ways for one part more.
        let Some(more) = steps.checked_add(part).and_then(|n| ways.checked_mul(n)) else { return u128::MAX };
        ways = more / part;
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::super::{AxisEffect, AxisSpan, DesignSize, Level};
    use super::*;

    fn axis(lever: bool, levels: usize) -> Axis {
        let levels = (0..levels).map(|n| Level::number(n as f64)).collect();
        Axis { name: "a".into(), lever, paths: vec!["a".into()], effect: AxisEffect::Set, span: AxisSpan::Levels(levels) }
    }

    #[test]
    fn a_grid_whose_points_wrap_round_to_two_is_refused_with_their_number() {
        // The product is 2^64 * 17 + 2.
        let axes = [2, 79, 167, 6709, 10223, 12301, 14087].map(|levels| axis(false, levels));
        let refused = Design::Joint(Method::Factorial).count(&axes).unwrap_err();
        assert_eq!(refused.points, 313_594_649_253_062_377_474);
        assert_eq!(refused.found(), "313594649253062377474 points");
        assert!(refused.allowed().starts_with("at most 7142857 points of 7 parameters"), "{}", refused.allowed());
    }

    #[test]
    fn splits_are_counted_without_being_made() {
        let of = |steps, parts: usize| Design::Joint(Method::Split { total: 1.0, steps }).count(&vec![axis(true, 2); parts]);
        assert_eq!((of(2, 3), of(7, 1), of(10, 2)), (Ok(6), Ok(1), Ok(11)));
        assert_eq!(of(1000, 10).unwrap_err().points, 2_882_163_562_453_289_940_826);
        assert_eq!(of(1000, 240).unwrap_err().found(), "more than 10^38 points");
    }

    #[test]
    fn schemes_count_their_blocks_and_crossed_designs_their_product() {
        let size = |points| DesignSize { points, seed: 1 };
        let axes = [axis(true, 3), axis(false, 4), axis(false, 5)];
        assert_eq!(Design::Joint(Method::Saltelli(size(4))).count(&axes), Ok(20));
        assert_eq!(Design::Joint(Method::Morris(size(4))).count(&axes), Ok(16));
        let crossed = |points| Design::Crossed { levers: Method::Factorial, uncertainties: Method::LatinHypercube(size(points)) }.count(&axes);
        assert_eq!(crossed(100), Ok(300));
        assert_eq!(crossed(300_000_000).unwrap_err().points, 900_000_000);
        assert!(Design::Joint(Method::LatinHypercube(size(usize::MAX))).count(&axes).is_err());
    }
}
