//! placeholder
use super::{Instrument, Values};
/// placeholder
#[derive(Clone, Debug)]
pub struct EquityFund {}
impl EquityFund {
    /// Reads.
    pub fn read(_values: &dyn Values) -> Self { Self {} }
}
impl Instrument for EquityFund {}
