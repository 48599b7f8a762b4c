//! placeholder
use super::{Instrument, Values};
/// placeholder
#[derive(Clone, Debug)]
pub struct TaxCredit {}
impl TaxCredit {
    /// Reads.
    pub fn read(_values: &dyn Values) -> Self { Self {} }
}
impl Instrument for TaxCredit {}
