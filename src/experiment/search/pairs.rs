//! Paired differences of two points over shared blocks.

use super::aims::{Row, column};
use crate::outcome::sequence;
use crate::outcome::statistics::Scale;

/// Differences of one measure over the blocks that both have, with the range of the values.
pub struct Pair {
    /// Differences, block by block.
    pub differences: Vec<f64>,
    /// Range of the values whose differences are taken.
    pub range: f64,
}

impl Pair {
    /// The first less the second.
    pub fn of(one: &[Row], other: &[Row], measure: usize) -> Self {
        let (mut differences, mut low, mut high) = (Vec::with_capacity(one.len()), f64::INFINITY, f64::NEG_INFINITY);
        for (a, b) in column(one, measure).zip(column(other, measure)).filter_map(|(a, b)| a.zip(b)) {
            differences.push(a - b);
            (low, high) = (low.min(a).min(b), high.max(a).max(b));
        }
        Self { differences, range: (high - low).max(0.0) }
    }

    /// Mean difference; 0 of nothing.
    pub fn mean(&self) -> f64 {
        self.differences.iter().sum::<f64>() / self.differences.len().max(1) as f64
    }

    /// The interval that holds at all numbers of blocks at once, with the rare look (`outcome::sequence`).
    pub fn interval(&self, scale: Scale, error: f64) -> Option<(f64, f64)> {
        sequence::interval(scale, &self.differences, self.range, error)
    }

    /// The same without the rare look, for what is no certificate: what happens in few blocks may be missed.
    pub fn early_interval(&self, scale: Scale, error: f64) -> Option<(f64, f64)> {
        sequence::early_interval(scale, &self.differences, error)
    }
}
