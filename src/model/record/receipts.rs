//! What each work and each label's catalogue earned, line by line, where it is asked for.

use super::lines::Line;
use crate::units::{Platform, Strategy};

/// What earned: a work of the quarter, or the works before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Earner {
    /// A work of the quarter.
    Work {
        /// Act of the label, from 0.
        act: u32,
        /// Its strategy.
        strategy: Strategy,
        /// Platform that took it; `None` where none did.
        platform: Option<Platform>,
    },
    /// Works of earlier quarters and the label's fans: catalogue and licensing.
    Catalogue,
}

/// Gross receipts of a work, or of a label's catalogue, in one quarter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReceiptRow {
    /// Quarter of the run.
    pub quarter: u32,
    /// Slot of the label.
    pub slot: u32,
    /// Generation in the slot.
    pub generation: u32,
    /// What earned.
    pub earner: Earner,
    /// Gross receipts by line, M KRW.
    pub lines: [f64; Line::COUNT],
    /// Those from abroad, all lines, M KRW.
    pub exports: f64,
}

impl ReceiptRow {
    /// All lines, M KRW.
    pub fn gross(&self) -> f64 {
        self.lines.iter().sum()
    }
}
