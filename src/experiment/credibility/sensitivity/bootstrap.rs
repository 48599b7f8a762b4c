//! Bootstrap intervals: Efron (1979), percentile intervals over resampled blocks of a design.
//!
//! Blocks (rows of Saltelli's scheme, trajectories of Morris) are drawn again with replacement, as
//! Archer, Saltelli and Sobol' (1997) do for indices. Resample n of a seed is the same on every call.

use crate::experiment::design::sampling::{Stream, StreamPurpose};
use crate::outcome::statistics::{quantile, sorted};

/// How intervals are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resampling {
    /// Number of resamples.
    pub resamples: u32,
    /// Seed of the resamples.
    pub seed: u64,
    /// Probability that an interval is to hold, between 0 and 1.
    pub confidence: f64,
}

/// An estimate with its interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimated {
    /// The estimate; `None` where it does not exist.
    pub estimate: Option<f64>,
    /// Lower end of the interval.
    pub lower: Option<f64>,
    /// Upper end of the interval.
    pub upper: Option<f64>,
}

impl Estimated {
    /// Half the width of the interval.
    pub fn half_width(&self) -> Option<f64> {
        self.upper.zip(self.lower).map(|(upper, lower)| (upper - lower) / 2.0)
    }
}

/// Estimates from all `blocks` with intervals over resamples of them; `estimate` gives `width`
/// numbers from the positions of the blocks to use, or `None` where they do not exist.
pub fn bootstrap(blocks: usize, width: usize, how: &Resampling, estimate: impl Fn(&[usize]) -> Option<Vec<f64>>) -> Vec<Estimated> {
    let Some(whole) = estimate(&(0..blocks).collect::<Vec<_>>()) else { return vec![Estimated::default(); width] };
    let resample = |number: u32| {
        let mut stream = Stream::new(how.seed, StreamPurpose::Bootstrap as u32, number);
        (0..blocks).map(|_| stream.below(blocks)).collect::<Vec<_>>()
    };
    let found: Vec<Vec<f64>> = (0..how.resamples).filter_map(|number| estimate(&resample(number))).collect();
    // Where many resamples have no estimate, the others do not tell how it spreads.
    let enough = blocks > 1 && 2 * found.len() > how.resamples as usize;
    let tail = (1.0 - how.confidence) / 2.0;
    let interval = |(position, estimate): (usize, f64)| {
        let spread = sorted(&found.iter().map(|f| f[position]).collect::<Vec<_>>());
        let end = |probability| quantile(&spread, probability).filter(|_| enough);
        Estimated { estimate: Some(estimate), lower: end(tail), upper: end(1.0 - tail) }
    };
    whole.into_iter().enumerate().map(interval).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::statistics::{mean, variance};

    const HOW: Resampling = Resampling { resamples: 2000, seed: 1, confidence: 0.95 };

    fn means(values: &[f64]) -> impl Fn(&[usize]) -> Option<Vec<f64>> {
        |chosen| Some(vec![mean(&chosen.iter().map(|c| values[*c]).collect::<Vec<_>>())?])
    }

    #[test]
    fn the_interval_of_a_mean_is_that_of_its_standard_error() {
        let mut stream = Stream::new(4, 0, 0);
        let values: Vec<f64> = (0..400).map(|_| stream.uniform()).collect();
        let found = bootstrap(400, 1, &HOW, means(&values))[0];
        let se = (variance(&values).unwrap() / 400.0).sqrt();
        // The ends of 2000 resamples are known to about 5 % of the half-width.
        assert!((found.half_width().unwrap() / (1.96 * se) - 1.0).abs() < 0.1, "{found:?}, {se}");
        assert!(found.lower < found.estimate && found.estimate < found.upper);
    }

    #[test]
    fn a_seed_gives_the_same_interval_and_another_another() {
        let values: Vec<f64> = (0..50).map(f64::from).collect();
        let with = |seed| bootstrap(50, 1, &Resampling { seed, ..HOW }, means(&values))[0];
        assert_eq!(with(1), with(1));
        assert_ne!(with(1).lower, with(2).lower);
    }

    #[test]
    fn more_confidence_is_a_wider_interval() {
        let values: Vec<f64> = (0..50).map(f64::from).collect();
        let half = |confidence| bootstrap(50, 1, &Resampling { confidence, ..HOW }, means(&values))[0].half_width().unwrap();
        assert!(half(0.5) < half(0.9) && half(0.9) < half(0.99));
    }

    #[test]
    fn what_cannot_be_estimated_has_no_interval() {
        assert_eq!(bootstrap(9, 2, &HOW, |_| None), vec![Estimated::default(); 2]);
        let one = bootstrap(1, 1, &HOW, means(&[3.0]))[0];
        assert_eq!((one.estimate, one.lower, one.upper), (Some(3.0), None, None));
    }
}
