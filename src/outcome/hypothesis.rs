//! Tests of hypotheses over replicates.
//!
//! Sources: Brown and Forsythe (1974), *Robust Tests for the Equality of Variances*, JASA 69
//! (Levene's test on medians); the tail of Student's t for even degrees of freedom from Abramowitz
//! and Stegun (1964), formula 26.7.4, which needs no function beyond the square root.

use super::statistics::{mean, quantile, sorted, variance};

/// Probability that Student's t exceeds `t`; an odd number of degrees of freedom counts as one less.
pub fn t_above(t: f64, degrees: usize) -> Option<f64> {
    let n = degrees - degrees % 2;
    if n == 0 || t.is_nan() {
        return None;
    }
    if t.is_infinite() {
        return Some(if t > 0.0 { 0.0 } else { 1.0 });
    }
    let whole = n as f64 + t * t;
    let (sin, cos2) = (t / whole.sqrt(), n as f64 / whole);
    let (mut term, mut sum) = (1.0, 0.0);
    for k in (0..n).step_by(2) {
        sum += term;
        term *= cos2 * (k + 1) as f64 / (k + 2) as f64;
    }
    Some((1.0 - sin * sum) / 2.0)
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
    fn the_tail_of_t_meets_published_quantiles() {
        for (t, degrees, p) in [(2.228_138_852, 10, 0.025), (1.644_854, 1_000_000, 0.05), (1.646_764, 798, 0.05), (-2.919_986, 2, 0.95)] {
            assert!((t_above(t, degrees).unwrap() - p).abs() < 2e-6, "{degrees}: {:?}", t_above(t, degrees));
        }
        assert_eq!((t_above(1.0, 1), t_above(f64::INFINITY, 4)), (None, Some(0.0)));
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
