//! What is wanted, as statistics see it.

use std::ops::Range;

use crate::outcome::statistics::Scale;

/// An objective; its values are turned so that more is better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aim {
    /// Values that it can have.
    pub scale: Scale,
    /// Difference that does not matter.
    pub epsilon: f64,
}

/// Values of a point in one block: each objective, then the public cost where it is limited. `None` where a run of the block
/// failed or the outcome does not exist.
pub type Row = Vec<Option<f64>>;

/// Gives the rows of some points in some blocks.
pub type MoreRows<'a, E> = &'a mut dyn FnMut(&[usize], Range<u32>) -> Result<Vec<Vec<Row>>, E>;

/// A column of rows, block by block.
pub fn column(rows: &[Row], measure: usize) -> impl Iterator<Item = Option<f64>> {
    rows.iter().map(move |row| row[measure])
}

/// Mean of a column over the blocks that have it.
pub fn mean_of(rows: &[Row], measure: usize) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0_usize);
    for value in column(rows, measure).flatten() {
        (sum, n) = (sum + value, n + 1);
    }
    (n > 0).then(|| sum / n as f64)
}
