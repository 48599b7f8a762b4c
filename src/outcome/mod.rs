//! The one table of outcomes.

pub mod allocation;
pub mod anytime;
pub mod choice;
pub mod hypothesis;
pub mod modes;
pub mod moments;
pub mod pattern;
pub mod ranks;
pub mod shapley;
pub mod statistics;

mod creators;
mod economy;
mod firms;
mod identity;
mod markets;
mod public_finance;
mod recognition;
mod strategy;
mod verdict;

use crate::model::{History, QuarterTotals, YearTotals};
use std::sync::LazyLock;

/// Which direction of an outcome is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither.
    Neither,
}

/// One outcome: its name, unit and meaning, and the function of a run's history that gives it.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// Name of the column.
    pub name: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Better direction.
    pub better: Better,
    /// Family, for grouping.
    pub family: &'static str,
    /// Meaning, a sentence.
    pub meaning: &'static str,
    /// Value of a run; `None` does not exist (an empty cell). For a class: the number of the class.
    pub value: fn(&History) -> Option<f64>,
    /// Value of one quarter of the run, where that makes sense.
    pub trajectory: Option<fn(&History, usize) -> Option<f64>>,
    /// Names of the classes where the outcome is a class, else empty.
    pub classes: &'static [&'static str],
}

/// Classes of the verdict (6.3).
pub const VERDICTS: &[&str] = &["none", "isolated", "platform_dependent", "recurrent", "autonomous"];

/// All outcomes, in the order of columns: family by family.
pub static OUTCOMES: LazyLock<Vec<Outcome>> = LazyLock::new(|| {
    [
        economy::OUTCOMES,
        markets::OUTCOMES,
        strategy::OUTCOMES,
        recognition::OUTCOMES,
        creators::OUTCOMES,
        identity::OUTCOMES,
        firms::OUTCOMES,
        public_finance::OUTCOMES,
        verdict::OUTCOMES,
    ]
    .concat()
});

/// The outcome of a name.
pub fn find(name: &str) -> Option<&'static Outcome> {
    OUTCOMES.iter().find(|o| o.name == name)
}

/// The last `n` quarters of the run, all in shorter runs.
fn last(h: &History, n: usize) -> &[QuarterTotals] {
    &h.quarters[h.quarters.len().saturating_sub(n)..]
}

/// The calendar year that ends with a quarter.
fn ending_at(h: &History, t: usize) -> Option<&[YearTotals]> {
    h.years.iter().position(|y| y.quarter == t).map(|n| &h.years[n..=n])
}

/// Sum over quarters / years, from M KRW to bn KRW a year.
fn yearly(q: &[QuarterTotals], f: impl Fn(&QuarterTotals) -> f64) -> Option<f64> {
    yearly_count(q, f).map(|sum| sum / 1000.0)
}

/// Sum over quarters / years.
fn yearly_count(q: &[QuarterTotals], f: impl Fn(&QuarterTotals) -> f64) -> Option<f64> {
    (!q.is_empty()).then(|| q.iter().map(f).sum::<f64>() / (q.len() as f64 / 4.0))
}

/// Ratio of two sums; none where the second is 0.
fn ratio(q: &[QuarterTotals], part: impl Fn(&QuarterTotals) -> f64, whole: impl Fn(&QuarterTotals) -> f64) -> Option<f64> {
    let total: f64 = q.iter().map(whole).sum();
    (total != 0.0).then(|| q.iter().map(part).sum::<f64>() / total)
}

/// Mean over the quarters that have a value.
fn mean(q: &[QuarterTotals], f: impl Fn(&QuarterTotals) -> Option<f64>) -> Option<f64> {
    mean_of(q.iter().filter_map(f))
}

/// Mean over the years that have a value.
fn mean_years(y: &[YearTotals], f: impl Fn(&YearTotals) -> Option<f64>) -> Option<f64> {
    mean_of(y.iter().filter_map(f))
}

fn mean_of(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0), |(sum, n), v| (sum + v, n + 1));
    (n > 0).then(|| sum / f64::from(n))
}

fn sum_years(y: &[YearTotals], f: impl Fn(&YearTotals) -> f64) -> f64 {
    y.iter().map(f).sum()
}
