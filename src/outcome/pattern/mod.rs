//! The one table of patterns: what evidence says that the model must show, all at once. `table` has those by which values
//! of the baseline and worlds were chosen, `checks` those that are asked without that.
//!
//! A pattern of one run is a function of its history; its mean over replicates must lie in the
//! range. Two patterns compare variants of the scenario that differ in a few parameters, one compares years.
//! Patterns that can be seen in a year are asked of single years, too.

mod checks;
mod drift;
mod labels;
mod table;
mod years;

pub use checks::CHECKS;
pub use drift::{BOUNDS, DriftBound, farthest};
pub use table::PATTERNS;
pub use years::YEARS;

use crate::model::History;

/// A parameter and the value that a variant gives it.
pub type VariantSetting = (&'static str, &'static str);

/// One pattern: what it is, the range that evidence gives, where that comes from, how it is computed.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    /// Number, never reused.
    pub id: &'static str,
    /// Short name.
    pub name: &'static str,
    /// What is computed, a sentence.
    pub definition: &'static str,
    /// Unit of the number and its range.
    pub unit: &'static str,
    /// Lower end of the range of evidence.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Source.
    pub source: &'static str,
    /// Grade of the evidence, A (best) to C; `design` where there is none and the question needs it.
    pub grade: &'static str,
    /// How it is computed and when it passes.
    pub check: PatternTest,
    /// The same of a year of the run, counted from 1, for patterns that each year must show: its mean lies in the range.
    pub of_year: Option<fn(&History, usize) -> Option<f64>>,
}

/// How a pattern is computed and when it passes.
#[derive(Clone, Copy, Debug)]
pub enum PatternTest {
    /// Passes when the mean over replicates lies in the range.
    Mean(fn(&History) -> Option<f64>),
    /// The ratio of standard deviations over replicates with and without something; passes when it
    /// lies in the range and the spread is larger with it (one-sided Brown-Forsythe test, p < 0.05).
    SpreadRatio(Variants),
    /// The mean paired difference, with minus without; passes when it lies in the range and its
    /// 95 % interval lies above 0.
    Difference(Variants),
    /// The drift of the outcomes of [`BOUNDS`] from the first to the last year, relative to what evidence allows, from
    /// means over replicates: the largest of them. Passes when it lies in the range.
    Drift,
}

/// Two variants of a scenario that are compared.
#[derive(Clone, Copy, Debug)]
pub struct Variants {
    /// What is taken from each run.
    pub value: fn(&History) -> Option<f64>,
    /// Settings of both.
    pub both: &'static [VariantSetting],
    /// Settings of the variant with the mechanism.
    pub with: &'static [VariantSetting],
    /// Settings of the variant without it.
    pub without: &'static [VariantSetting],
    /// Fewest replicates of each.
    pub replicates: u32,
}

impl Pattern {
    /// All that evidence is asked of: patterns tuned to, then checks.
    pub fn all() -> impl Iterator<Item = &'static Pattern> {
        PATTERNS.iter().chain(CHECKS)
    }

    /// Whether values of the baseline and worlds were chosen so that it holds; else it is only checked.
    pub fn tuned(&self) -> bool {
        PATTERNS.iter().any(|pattern| pattern.id == self.id)
    }

    /// What it is used for, in a word.
    pub fn used(&self) -> &'static str {
        if self.tuned() { "tuned" } else { "checked" }
    }

    /// Whether a number lies in the range of evidence.
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// The function of a run, for patterns of one run.
    pub fn of_a_run(&self) -> Option<fn(&History) -> Option<f64>> {
        match self.check {
            PatternTest::Mean(value) => Some(value),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_has_a_range_a_source_and_a_grade() {
        for (letter, patterns) in [("P", PATTERNS), ("C", CHECKS)] {
            for (n, pattern) in patterns.iter().enumerate() {
                assert_eq!(pattern.id, format!("{letter}{:02}", n + 1));
                assert!(pattern.low < pattern.high && !pattern.source.is_empty(), "{}", pattern.id);
                assert!(["A", "B", "C", "design"].contains(&pattern.grade), "{}", pattern.id);
            }
        }
    }

    #[test]
    fn what_is_only_checked_rests_on_published_evidence() {
        assert!(CHECKS.len() >= 5 && CHECKS.iter().all(|check| !check.tuned() && check.used() == "checked" && check.grade != "design"));
        assert!(CHECKS.iter().all(|check| check.source.contains("(F") && check.of_a_run().is_some()));
        assert!(PATTERNS.iter().all(|pattern| pattern.tuned()));
    }
}
