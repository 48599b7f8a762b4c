//! Sums, ratios and means over quarters and years of a run.
//!
//! Quarters bear no date: a yearly mean is a sum over quarters divided by the years they make, and that of a share a ratio of two sums.

use crate::math;
use crate::model::{History, QuarterTotals, YearTotals};

/// The last `n` quarters of the run, all in shorter runs.
pub fn last(h: &History, n: usize) -> &[QuarterTotals] {
    &h.quarters[h.quarters.len().saturating_sub(n)..]
}

/// The calendar year that ends with a quarter.
pub fn ending_at(h: &History, t: usize) -> Option<&[YearTotals]> {
    h.years.iter().position(|y| y.quarter == t).map(|n| &h.years[n..=n])
}

/// Sum over quarters / years, from M KRW to bn KRW a year.
pub fn yearly(q: &[QuarterTotals], f: impl Fn(&QuarterTotals) -> f64) -> Option<f64> {
    yearly_count(q, f).map(|sum| sum / 1000.0)
}

/// Sum over quarters / years.
pub fn yearly_count(q: &[QuarterTotals], f: impl Fn(&QuarterTotals) -> f64) -> Option<f64> {
    (!q.is_empty()).then(|| q.iter().map(f).sum::<f64>() / (q.len() as f64 / 4.0))
}

/// Ratio of two sums; none where the second is 0.
pub fn ratio(q: &[QuarterTotals], part: impl Fn(&QuarterTotals) -> f64, whole: impl Fn(&QuarterTotals) -> f64) -> Option<f64> {
    let total: f64 = q.iter().map(whole).sum();
    (total != 0.0).then(|| q.iter().map(part).sum::<f64>() / total)
}

/// Mean over the quarters that have a value.
pub fn mean(q: &[QuarterTotals], f: impl Fn(&QuarterTotals) -> Option<f64>) -> Option<f64> {
    mean_of(q.iter().filter_map(f))
}

/// Mean over the years that have a value.
pub fn mean_years(y: &[YearTotals], f: impl Fn(&YearTotals) -> Option<f64>) -> Option<f64> {
    mean_of(y.iter().filter_map(f))
}

/// Mean of values, if there are any.
pub fn mean_of(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0), |(sum, n), v| (sum + v, n + 1));
    (n > 0).then(|| sum / f64::from(n))
}

/// Sum over years.
pub fn sum_years(y: &[YearTotals], f: impl Fn(&YearTotals) -> f64) -> f64 {
    y.iter().map(f).sum()
}

/// Money of the quarters discounted to the start, bn KRW: sum of f (1 + discount rate)^(-t / 4).
pub fn present_value(h: &History, f: impl Fn(&QuarterTotals) -> f64) -> f64 {
    let discounted = |(t, q): (usize, &QuarterTotals)| f(q) * math::pow(1.0 + h.yardsticks.discount_rate, -(t as f64) / 4.0);
    h.quarters.iter().enumerate().map(discounted).sum::<f64>() / 1000.0
}
