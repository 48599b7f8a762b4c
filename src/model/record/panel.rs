//! The panel: one row for each quarter and living label, where it is asked for.

use crate::units::{Strategy, Tier};

/// One living label in one quarter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PanelRow {
    /// Quarter of the run.
    pub quarter: u32,
    /// Slot of the label.
    pub slot: u32,
    /// Generation in the slot.
    pub generation: u32,
    /// Tier at the end of the quarter.
    pub tier: Tier,
    /// Strategy of most of its works; `None` without works.
    pub strategy: Option<Strategy>,
    /// Works made.
    pub works: u32,
    /// Revenue, M KRW.
    pub revenue: f64,
    /// Export revenue, M KRW.
    pub export_revenue: f64,
    /// Profit before tax, M KRW.
    pub profit: f64,
    /// Cash at the end, M KRW.
    pub cash: f64,
    /// Fans, sum over markets, thousand.
    pub fandom: f64,
    /// Support of all instruments, M KRW.
    pub support_received: f64,
}
