//! placeholder
use super::{Instrument, Values};
/// placeholder
#[derive(Clone, Debug)]
pub struct Brokerage {}
impl Brokerage {
    /// Reads.
    pub fn read(_values: &dyn Values) -> Self { Self {} }
}
impl Instrument for Brokerage {}
