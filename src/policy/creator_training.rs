//! placeholder
use super::{Instrument, Values};
/// placeholder
#[derive(Clone, Debug)]
pub struct CreatorTraining {}
impl CreatorTraining {
    /// Reads.
    pub fn read(_values: &dyn Values) -> Self { Self {} }
}
impl Instrument for CreatorTraining {}
