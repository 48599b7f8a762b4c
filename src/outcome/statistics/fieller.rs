//! The ratio of two means with an interval that holds where the lower one may be near 0: Fieller (1954), *Some Problems in Interval
//! Estimation*.
//!
//! The values r that pairs (x, y) do not contradict: those at which the mean of y - r x is within Student's interval around 0,
//!
//! ```text
//! (y - r x)^2 <= t^2 (s_yy - 2 r s_xy + r^2 s_xx) / n
//! ```
//!
//! with means x and y and covariances s. Where the mean of x is not shown to differ from 0 these r have no end on one side or on
//! both, and there is no interval.

use super::{mean, t_975};

/// A ratio of two means with its 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ratio {
    /// Pairs.
    pub n: usize,
    /// Mean of y over mean of x; `None` where the mean of x is 0.
    pub value: Option<f64>,
    /// Ends of its interval; `None` where it has none.
    pub ends: Option<(f64, f64)>,
}

impl Ratio {
    /// From pairs (x, y).
    pub fn of(pairs: &[(f64, f64)]) -> Self {
        let n = pairs.len();
        let (xs, ys): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        let Some((x, y)) = mean(&xs).zip(mean(&ys)).filter(|(x, _)| *x != 0.0) else { return Self { n, ..Self::default() } };
        Self { n, value: Some(y / x), ends: ends(pairs, x, y) }
    }
}

fn ends(pairs: &[(f64, f64)], x: f64, y: f64) -> Option<(f64, f64)> {
    let n = pairs.len();
    let t = t_975(n.checked_sub(1)?)?;
    let covariance = |f: fn(f64, f64) -> f64| pairs.iter().map(|(a, b)| f(a - x, b - y)).sum::<f64>() / (n as f64 - 1.0);
    let (xx, xy, yy) = (covariance(|a, _| a * a), covariance(|a, b| a * b), covariance(|_, b| b * b));
    let k = t * t / n as f64;
    // a r^2 - 2 b r + c <= 0
    let (a, b, c) = (x * x - k * xx, x * y - k * xy, y * y - k * yy);
    let root = (b * b - a * c).max(0.0).sqrt();
    (a > 0.0).then(|| ((b - root) / a, (b + root) / a))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Philox, to_uniform};
    use crate::math::inverse_normal;
    use rand::{Rng, SeedableRng};

    #[test]
    fn a_constant_denominator_gives_students_interval() {
        // y = 1, 2, 3 over 2: mean 1, standard error of y 1 / sqrt 3, t of 2 degrees of freedom 4.302653.
        let ratio = Ratio::of(&[(2.0, 1.0), (2.0, 2.0), (2.0, 3.0)]);
        let (low, high) = ratio.ends.unwrap();
        let half = 4.302_652_729_9 / 3f64.sqrt() / 2.0;
        assert!(ratio.value == Some(1.0) && (low - 1.0 + half).abs() < 1e-8 && (high - 1.0 - half).abs() < 1e-8, "{low} {high}");
    }

    #[test]
    fn proportional_pairs_have_no_doubt() {
        let (low, high) = Ratio::of(&[(10.0, 30.0), (11.0, 33.0), (12.0, 36.0)]).ends.unwrap();
        assert!((low - 3.0).abs() < 1e-6 && (high - 3.0).abs() < 1e-6, "{low} {high}");
    }

    #[test]
    fn a_denominator_that_may_be_nothing_has_no_interval() {
        let ratio = Ratio::of(&[(-1.0, 3.0), (2.0, 4.0), (0.5, 5.0), (-0.5, 4.0)]);
        assert_eq!((ratio.value, ratio.ends), (Some(16.0), None));
        assert_eq!(Ratio::of(&[(0.0, 1.0), (0.0, 2.0)]).value, None);
    }

    #[test]
    fn the_interval_holds_the_true_ratio_in_95_of_100_problems() {
        // x is normal with mean 1, y with mean 3, both with standard deviation 1.5 and correlated: 40 pairs, 1,000 problems.
        let mut draws = Philox::seed_from_u64(7);
        let mut normal = || inverse_normal(to_uniform(draws.next_u32()));
        let held = (0..1000).filter(|_| {
            let pairs: Vec<(f64, f64)> =
                (0..40).map(|_| [normal(), normal()]).map(|[a, b]| (1.0 + 1.5 * a, 3.0 + 1.5 * (0.6 * a + 0.8 * b))).collect();
            Ratio::of(&pairs).ends.is_none_or(|(low, high)| low <= 3.0 && 3.0 <= high)
        });
        let held = held.count();
        assert!((935..=970).contains(&held), "{held}");
    }
}
