//! Numbers that depend on the strategy of a work and on whether a platform has placed it.

use super::works::Works;
use crate::scenario::Parameters;
use crate::units::{PerStrategy, Strategy};

/// A number by strategy that depends on whether the work is placed: those of works without a title, then with one.
#[derive(Clone, Copy, Debug)]
pub struct ByPlacement([f64; 2 * Strategy::COUNT]);

impl ByPlacement {
    /// The numbers of works without and with a title.
    pub fn new(unplaced: PerStrategy<f64>, placed: PerStrategy<f64>) -> Self {
        Self(std::array::from_fn(|row| if row < Strategy::COUNT { unplaced[row] } else { placed[row - Strategy::COUNT] }))
    }

    /// What follows from two such numbers.
    pub fn with(&self, other: &Self, of: impl Fn(f64, f64) -> f64) -> Self {
        Self(std::array::from_fn(|row| of(self.0[row], other.0[row])))
    }

    /// Row of a work of a strategy.
    pub fn row(strategy: Strategy, placed: bool) -> u8 {
        (strategy.index() + Strategy::COUNT * usize::from(placed)) as u8
    }

    /// The number of each work.
    pub fn gather(&self, works: &Works, column: &mut Vec<f64>) {
        column.clear();
        column.extend(works.placement.iter().map(|row| self.0[usize::from(*row) % (2 * Strategy::COUNT)]));
    }
}

/// Rights kept by the label: those of the strategy for placed works, all for others.
pub fn rights_kept(p: &Parameters) -> ByPlacement {
    ByPlacement::new(PerStrategy([1.0; Strategy::COUNT]), p.rights_kept)
}
