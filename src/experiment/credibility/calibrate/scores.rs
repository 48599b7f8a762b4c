//! Scores of points: mean and variance of each pattern, against their ranges.

use super::implausible::implausibility;
use crate::experiment::Sample;
use crate::outcome::pattern::{PATTERNS, Pattern};
use crate::outcome::statistics::{mean, variance};

/// Mean and variance over replicates of each pattern at a point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// Replicates whose run did not fail.
    pub n: usize,
    /// Means, in the order of the table of patterns; `None` where no run has one.
    pub means: Vec<Option<f64>>,
    /// Variances over replicates.
    pub variances: Vec<Option<f64>>,
}

/// Place of a pattern in the table.
fn column(pattern: &Pattern) -> usize {
    PATTERNS.iter().position(|p| p.id == pattern.id).expect("the pattern is in the table")
}

impl Scores {
    pub(super) fn of(sample: &Sample, patterns: usize) -> Self {
        let columns: Vec<Vec<f64>> = (0..patterns).map(|column| sample.present(column)).collect();
        Self {
            n: sample.runs.len() - sample.failed(),
            means: columns.iter().map(|c| mean(c)).collect(),
            variances: columns.iter().map(|c| variance(c)).collect(),
        }
    }

    /// Largest implausibility; infinite where a pattern has no value.
    pub fn implausibility(&self, patterns: &[&Pattern]) -> f64 {
        let of = |pattern: &&Pattern| match (self.mean(pattern), self.variances[column(pattern)]) {
            (Some(mean), Some(variance)) => implausibility(pattern, mean, variance / self.n as f64),
            _ => f64::INFINITY,
        };
        patterns.iter().map(of).fold(0.0, f64::max)
    }

    /// Whether every mean lies in its range.
    pub fn pass(&self, patterns: &[&Pattern]) -> bool {
        patterns.iter().all(|pattern| self.mean(pattern).is_some_and(|mean| pattern.holds(mean)))
    }

    /// Mean of a pattern.
    pub fn mean(&self, pattern: &Pattern) -> Option<f64> {
        self.means[column(pattern)]
    }
}
