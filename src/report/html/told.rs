//! What may be told: every comparison on the page is looked at together with all others, so that a page about nothing says something
//! false in at most 5 of 100 cases.
//!
//! The page has so many families of comparisons: effects on the first screen, leads, the other chief outcomes, course over time,
//! groups, strategies, money, classes, classes that last, events. Each gets its part of 5 % (Bonferroni), and in each only what
//! Holm (1979) leaves is told. The test of experiments without effect counts what all of them say.

use crate::outcome::statistics::holm;
#[cfg(test)]
use crate::outcome::statistics::{t_975, t_above};

/// Families of comparisons on a page.
const FAMILIES: f64 = 10.0;
/// Probability of a false statement in a family.
pub const LEVEL: f64 = 0.05 / FAMILIES;

/// Which of a family's comparisons may be told, by their two-sided probabilities under no difference; what has none may not.
pub fn told(probabilities: &[Option<f64>]) -> Vec<bool> {
    holm(probabilities).into_iter().map(|p| p.is_some_and(|p| p <= LEVEL)).collect()
}

/// Those of a family that may be told.
pub fn those_told<T: Clone>(family: &[(T, Option<f64>)]) -> Vec<T> {
    let held = told(&family.iter().map(|(_, p)| *p).collect::<Vec<_>>());
    family.iter().zip(held).filter(|(_, held)| *held).map(|((of, _), _)| of.clone()).collect()
}

/// Student's two-sided probability of no difference behind a 95 % interval over so many replicates, for rows made by hand.
#[cfg(test)]
pub fn probability(mean: Option<f64>, ends: Option<(f64, f64)>, replicates: usize) -> Option<f64> {
    let (mean, (low, high)) = mean.zip(ends)?;
    let degrees = replicates.checked_sub(1).filter(|d| *d > 0)?;
    let half = (high - low) / 2.0;
    if half <= 0.0 {
        return (mean == 0.0).then_some(1.0);
    }
    t_above(mean.abs() / half * t_975(degrees)?, degrees).map(|p| (2.0 * p).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_that_just_leaves_out_0_has_a_probability_of_5_in_100() {
        let p = probability(Some(2.0), Some((0.0, 4.0)), 20).unwrap();
        assert!((p - 0.05).abs() < 1e-3, "{p}");
        assert_eq!(probability(Some(0.0), Some((0.0, 0.0)), 20), Some(1.0));
        assert_eq!((probability(Some(1.0), None, 20), probability(Some(1.0), Some((0.0, 2.0)), 1)), (None, None));
    }

    #[test]
    fn of_many_comparisons_only_those_that_hold_together_are_told() {
        assert_eq!(told(&[Some(0.002), Some(0.0001), None, Some(0.9)]), [true, true, false, false]);
        assert_eq!(told(&[Some(0.003), Some(0.9)]), [false, false]);
        assert_eq!(those_told(&[("a", Some(1e-9)), ("b", None)]), ["a"]);
    }
}
