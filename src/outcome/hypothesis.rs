//! Tests of hypotheses over replicates.
//!
//! Source, beside those named below: Brown and Forsythe (1974), *Robust Tests for the Equality of Variances*, JASA 69
//! (Levene's test on medians).

use super::statistics::{mean, quantile, sorted, t_above, variance};
use crate::math;

/// Probability that a standard normal variable exceeds `z`: Abramowitz and Stegun 7.1.26, error below 1e-7.
pub fn normal_above(z: f64) -> f64 {
    let x = z.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let series = [0.254_829_592, -0.284_496_736, 1.421_413_741, -1.453_152_027, 1.061_405_429];
    let tail = series.iter().rev().fold(0.0, |sum, c| (sum + c) * t) * math::exp(-x * x) / 2.0;
    if z >= 0.0 { tail } else { 1.0 - tail }
}

/// Largest distance of two empirical distributions, and the probability of such a distance or more were they
/// the same: Kolmogorov and Smirnov, with Stephens's correction for small samples.
pub fn kolmogorov_smirnov(a: &[f64], b: &[f64]) -> Option<(f64, f64)> {
    let (a, b) = (sorted(a), sorted(b));
    let (n, m) = (a.len() as f64, b.len() as f64);
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let below = |values: &[f64], x: f64| values.partition_point(|v| *v <= x) as f64 / values.len() as f64;
    let distance = a.iter().chain(&b).map(|x| (below(&a, *x) - below(&b, *x)).abs()).fold(0.0, f64::max);
    let root = (n * m / (n + m)).sqrt();
    let lambda = (root + 0.12 + 0.11 / root) * distance;
    let term = |k: i32| f64::from(1 - 2 * ((k + 1) % 2)) * math::exp(-2.0 * f64::from(k * k) * lambda * lambda);
    let p = if lambda < 0.2 { 1.0 } else { (2.0 * (1..=100).map(term).sum::<f64>()).clamp(0.0, 1.0) };
    Some((distance, p))
}

/// Probability of so few runs were all signs drawn alike: Wald and Wolfowitz (1940). Too few runs mean that
/// like stands by like.
pub fn few_runs(signs: &[bool]) -> Option<f64> {
    let (n, m) = (signs.iter().filter(|s| **s).count() as f64, signs.iter().filter(|s| !**s).count() as f64);
    let runs = 1 + signs.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let expected = 2.0 * n * m / (n + m) + 1.0;
    let spread = (expected - 1.0) * (expected - 2.0) / (n + m - 1.0);
    (n > 1.0 && m > 1.0 && spread > 0.0).then(|| normal_above((expected - runs as f64) / spread.sqrt()))
}

/// Probability of so few runs of one sample or the other, in the order of the values of both, were they drawn
/// from one distribution.
pub fn same_distribution(a: &[f64], b: &[f64]) -> Option<f64> {
    let marked = |values: &[f64], first: bool| {
        let n = values.len() as f64;
        values.iter().enumerate().map(move |(i, v)| (*v, i as f64 / n, first)).collect::<Vec<_>>()
    };
    let mut both = [marked(a, true), marked(b, false)].concat();
    // Values that are the same take turns.
    both.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.total_cmp(&y.1)));
    few_runs(&both.iter().map(|v| v.2).collect::<Vec<_>>())
}

/// A test of whether one sample spreads more than another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpreadTest {
    /// Standard deviation of the first over that of the second.
    pub ratio: f64,
    /// Probability of such a difference, or more, were the spreads the same.
    pub p: f64,
}

/// One-sided test of Brown and Forsythe: does `a` spread more than `b`? Student's t on the absolute
/// distances from the median, whose square is the F of the two-sided test.
pub fn spreads_more(a: &[f64], b: &[f64]) -> Option<SpreadTest> {
    let ratio = variance(a)?.sqrt() / variance(b)?.sqrt();
    let (a, b) = (distances(a)?, distances(b)?);
    let (n, m) = (a.len() as f64, b.len() as f64);
    let pooled = (variance(&a)? * (n - 1.0) + variance(&b)? * (m - 1.0)) / (n + m - 2.0);
    let t = (mean(&a)? - mean(&b)?) / (pooled * (1.0 / n + 1.0 / m)).sqrt();
    let p = t_above(t, a.len() + b.len() - 2)?;
    ratio.is_finite().then_some(SpreadTest { ratio, p })
}

/// Absolute distances from the median.
fn distances(values: &[f64]) -> Option<Vec<f64>> {
    let median = quantile(&sorted(values), 0.5)?;
    Some(values.iter().map(|v| (v - median).abs()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_tail_meets_published_values() {
        for (z, p) in [(0.0, 0.5), (1.644_853_6, 0.05), (1.959_964, 0.025), (-1.959_964, 0.975), (3.0, 0.001_349_898)] {
            assert!((normal_above(z) - p).abs() < 2e-7, "{z}");
        }
    }

    #[test]
    fn runs_of_signs_are_counted_by_hand() {
        // Three of each: 4 runs expected, variance 3 * 2 / 5 = 1.2; six runs and two.
        let (t, f) = (true, false);
        for (signs, p) in [([t, f, t, f, t, f], 0.966_055), ([t, t, t, f, f, f], 0.033_945)] {
            assert!((few_runs(&signs).unwrap() - p).abs() < 1e-5, "{signs:?}");
        }
        assert_eq!(few_runs(&[t, f, f]), None);
    }

    #[test]
    fn samples_of_one_distribution_are_told_from_those_of_two() {
        let grid: Vec<f64> = (0..60).map(f64::from).collect();
        let (even, odd): (Vec<f64>, Vec<f64>) = grid.iter().partition(|v| *v % 2.0 == 0.0);
        let (low, high) = grid.split_at(30);
        assert!(kolmogorov_smirnov(&even, &odd).unwrap().1 > 0.99 && same_distribution(&even, &odd).unwrap() > 0.99);
        assert!(kolmogorov_smirnov(low, high).unwrap().1 < 1e-6 && same_distribution(low, high).unwrap() < 1e-6);
        let (distance, p) = kolmogorov_smirnov(&grid[..40], &grid[10..50]).unwrap();
        assert!((distance - 0.25).abs() < 1e-12 && (p - 0.144).abs() < 0.01, "{p}");
    }

    #[test]
    fn runs_betray_a_trend() {
        assert!(few_runs(&[[true; 20], [false; 20]].concat()).unwrap() < 1e-6);
        assert!(few_runs(&[true, false].repeat(20)).unwrap() > 0.999);
        assert_eq!(few_runs(&[true; 9]), None);
    }

    #[test]
    fn a_wider_sample_spreads_more_and_not_less() {
        let narrow: Vec<f64> = (0..41).map(|i| f64::from(i) / 40.0).collect();
        let wide: Vec<f64> = narrow.iter().map(|v| 3.0 * v).collect();
        let more = spreads_more(&wide, &narrow).unwrap();
        assert!((more.ratio - 3.0).abs() < 1e-12 && more.p < 1e-6, "{more:?}");
        assert!(spreads_more(&narrow, &wide).unwrap().p > 0.999_999);
        assert!((spreads_more(&narrow, &narrow).unwrap().p - 0.5).abs() < 1e-12);
        assert_eq!(spreads_more(&[1.0; 5], &[1.0; 5]), None);
    }
}
