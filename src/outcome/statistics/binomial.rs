//! Exact bounds of a share from few cases.
//!
//! Source: Clopper and Pearson (1934), *The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial*. A bound is
//! the share at which so many cases or fewer (the upper bound), or so many or more (the lower one), have a probability of 2.5 %.

use crate::math;

/// Probability beyond each end of a 95 % interval.
const TAIL: f64 = 0.025;
/// Halvings of a bisection: a bound is exact to 1e-15.
const HALVINGS: usize = 50;

/// Probability of at most `cases` of `n` at a share strictly between 0 and 1.
fn at_most(cases: usize, n: usize, share: f64) -> f64 {
    let odds = share / (1.0 - share);
    let mut term = math::exp(n as f64 * math::ln(1.0 - share));
    let mut sum = term;
    for k in 0..cases {
        term *= odds * (n - k) as f64 / (k + 1) as f64;
        sum += term;
    }
    sum.min(1.0)
}

/// The larger share at which so many cases or fewer are no surprise; 1 where all are cases.
pub(super) fn upper(cases: usize, n: usize) -> f64 {
    if cases >= n {
        return 1.0;
    }
    boundary(|share| at_most(cases, n, share) > TAIL)
}

/// The smaller share at which so many cases or more are no surprise; 0 without a case.
pub(super) fn lower(cases: usize, n: usize) -> f64 {
    let Some(fewer) = cases.checked_sub(1) else { return 0.0 };
    boundary(|share| 1.0 - at_most(fewer, n, share) < TAIL)
}

/// Where a condition that holds at small shares ceases to hold.
fn boundary(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        if holds(middle) { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// Probability of so uneven a split of `a + b` fair coins, or a more uneven one, to either side: the exact test of McNemar (1947).
pub(super) fn even_split(a: usize, b: usize) -> f64 {
    let n = a + b;
    if n == 0 {
        return 1.0;
    }
    // In logarithms: 2^-n is no number beyond n = 1074.
    let mut ln_term = -(n as f64) * std::f64::consts::LN_2;
    let mut sum = math::exp(ln_term);
    for k in 0..a.min(b) {
        ln_term += math::ln((n - k) as f64 / (k + 1) as f64);
        sum += math::exp(ln_term);
    }
    (2.0 * sum).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_are_those_of_published_tables() {
        // Clopper and Pearson, n = 10: 0 of 10 to 0.308, 3 of 10 from 0.067 to 0.652.
        for (found, published) in [(upper(0, 10), 0.3085), (lower(3, 10), 0.0667), (upper(3, 10), 0.6525)] {
            assert!((found - published).abs() < 1e-4, "{found} against {published}");
        }
        assert_eq!((lower(0, 10), upper(10, 10)), (0.0, 1.0));
    }

    #[test]
    fn none_of_n_leaves_the_rule_of_three() {
        // At 97.5 % the upper bound of none in n is 1 - 0.025^(1/n), about 3.7 / n.
        assert!((upper(0, 300) - (1.0 - crate::math::pow(0.025, 1.0 / 300.0))).abs() < 1e-12);
    }

    #[test]
    fn an_even_split_is_the_sign_test() {
        assert!((even_split(0, 5) - 0.0625).abs() < 1e-12 && (even_split(1, 5) - 0.21875).abs() < 1e-12);
        assert_eq!((even_split(0, 0), even_split(3, 3)), (1.0, 1.0));
        assert!(even_split(900, 1100) < 1e-5 && even_split(900, 1100) > 1e-6);
    }
}
