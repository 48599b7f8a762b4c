//! Means and ratios of numbers that come one after the other, without keeping them.
//!
//! Sums of squares are updated as in Welford (1962), *Note on a Method for Calculating Corrected Sums of Squares and
//! Products*. A ratio of two means has the variance of Cochran (1977), *Sampling Techniques*, formula 6.13:
//!
//! ```text
//! R = mean y / mean x,      var R = sum (y - R x)^2 / (n (n - 1) (mean x)^2)
//! ```

use super::statistics::{Estimate, t_975, two_sided};

/// Count, means and corrected sums of squares and products of pairs (x, y).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    n: usize,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
    yyy: f64,
}

impl Moments {
    /// Adds a pair.
    pub fn add(&mut self, x: f64, y: f64) {
        self.n += 1;
        let n = self.n as f64;
        let (dx, dy) = (x - self.x, y - self.y);
        // Third sum of y, from the second before it takes the pair (Pebay 2008, formula 2.6).
        self.yyy += dy * dy * dy * (n - 1.0) * (n - 2.0) / (n * n) - 3.0 * dy * self.yy / n;
        self.x += dx / n;
        self.y += dy / n;
        self.xx += dx * (x - self.x);
        self.xy += dx * (y - self.y);
        self.yy += dy * (y - self.y);
    }

    /// Mean of y with its 95 % interval.
    pub fn mean(&self) -> Estimate {
        self.estimate(self.y, self.yy, 1.0)
    }

    /// Two-sided probability of such a mean of y, or a larger one, where the true one is 0: Student's, skewness taken out.
    pub fn probability(&self) -> Option<f64> {
        let estimate = self.mean();
        let (mean, se) = estimate.mean.zip(estimate.se)?;
        if se <= 0.0 {
            return (mean == 0.0).then_some(1.0);
        }
        let n = self.n as f64;
        two_sided(mean / se, n.sqrt() * self.yyy / (self.yy * self.yy.sqrt()), self.n)
    }

    /// Mean of y over mean of x with its 95 % interval; nothing but `n` where the mean of x is 0.
    pub fn ratio(&self) -> Estimate {
        if self.n == 0 || self.x == 0.0 {
            return Estimate { n: self.n, ..Estimate::default() };
        }
        let ratio = self.y / self.x;
        let squares = self.yy - 2.0 * ratio * self.xy + ratio * ratio * self.xx;
        self.estimate(ratio, squares, self.x.abs())
    }

    /// An estimate from a sum of squared deviations, in units of `unit`.
    fn estimate(&self, value: f64, squares: f64, unit: f64) -> Estimate {
        let n = self.n as f64;
        let sd = (self.n > 1).then(|| (squares.max(0.0) / (n - 1.0)).sqrt() / unit);
        let se = sd.map(|sd| sd / n.sqrt());
        let half = self.n.checked_sub(1).and_then(t_975).zip(se).map(|(t, se)| t * se);
        let end = |sign: f64| half.map(|half| value + sign * half);
        Estimate { n: self.n, mean: (self.n > 0).then_some(value), sd, se, ci_low: end(-1.0), ci_high: end(1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::statistics::skewness;

    fn of(pairs: &[(f64, f64)]) -> Moments {
        let mut moments = Moments::default();
        pairs.iter().for_each(|(x, y)| moments.add(*x, *y));
        moments
    }

    #[test]
    fn the_probability_of_a_mean_is_that_of_all_numbers_at_once() {
        let skewed: Vec<f64> = (0..30).map(|i| f64::from(i * i) / 10.0 - 20.0).collect();
        for values in [&[3.5, -1.0, 4.25, 8.0, 0.5, 21.0][..], &skewed] {
            let estimate = Estimate::of(values);
            let at_once = two_sided(estimate.mean.unwrap() / estimate.se.unwrap(), skewness(values), values.len()).unwrap();
            let found = of(&values.iter().map(|y| (1.0, *y)).collect::<Vec<_>>()).probability().unwrap();
            assert!((found - at_once).abs() < 1e-12, "{values:?}");
        }
        assert_eq!((of(&[(1.0, 2.0); 3]).probability(), of(&[(1.0, 0.0); 3]).probability()), (None, Some(1.0)));
    }

    #[test]
    fn the_mean_is_that_of_all_numbers_at_once() {
        let values = [3.5, -1.0, 4.25, 8.0, 0.5];
        let one_by_one = of(&values.map(|y| (1.0, y))).mean();
        let at_once = Estimate::of(&values);
        for (a, b) in [(one_by_one.mean, at_once.mean), (one_by_one.se, at_once.se), (one_by_one.ci_high, at_once.ci_high)] {
            assert!((a.unwrap() - b.unwrap()).abs() < 1e-12);
        }
    }

    #[test]
    fn a_ratio_of_proportional_numbers_has_no_spread() {
        let ratio = of(&[(1.0, 2.0), (3.0, 6.0), (10.0, 20.0)]).ratio();
        assert!((ratio.mean.unwrap() - 2.0).abs() < 1e-12 && ratio.se.unwrap() < 1e-7, "{ratio:?}");
    }

    #[test]
    fn a_ratio_has_cochrans_variance() {
        // R = 2; y - R x is -1, 1, 0: squares 2; var = 2 / (3 * 2 * 2^2).
        let ratio = of(&[(1.0, 1.0), (2.0, 5.0), (3.0, 6.0)]).ratio();
        assert_eq!(ratio.mean, Some(2.0));
        assert!((ratio.se.unwrap() - (2.0f64 / 24.0).sqrt()).abs() < 1e-12, "{ratio:?}");
    }

    #[test]
    fn a_ratio_to_nothing_does_not_exist() {
        assert_eq!(of(&[(0.0, 1.0), (0.0, 2.0)]).ratio(), Estimate { n: 2, ..Estimate::default() });
        assert_eq!(of(&[]).mean(), Estimate::default());
        assert_eq!(of(&[(1.0, 4.0)]).mean().ci_low, None);
    }
}
