//! placeholder
use super::{Instrument, Values};
/// placeholder
#[derive(Clone, Debug)]
pub struct LoanGuarantee {}
impl LoanGuarantee {
    /// Reads.
    pub fn read(_values: &dyn Values) -> Self { Self {} }
}
impl Instrument for LoanGuarantee {}
