//! Why each started work has its strategy, where it is asked for.

use crate::model::equation::strategy::UtilityTerms;
use crate::units::{PerStrategy, Platform, Strategy, Tier};

/// Why a work has the strategy it has, and what was open to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// Utility terms by strategy.
    pub terms: PerStrategy<UtilityTerms>,
    /// Announced support by strategy, share of cost.
    pub announced: PerStrategy<f64>,
    /// Feasible strategies.
    pub feasible: PerStrategy<bool>,
    /// The draw, uniform in (0, 1); unused for works bound by a partnership.
    pub draw: f64,
    /// Whether a partnership bound the work.
    pub bound: bool,
    /// Strategies open to the label, money aside.
    pub open: PerStrategy<bool>,
    /// Announced support from which on the label could afford each strategy, share of cost; below 0 without any.
    pub affordable_from: PerStrategy<f64>,
    /// The strategy taken; `None` where none was feasible and the work was skipped.
    pub taken: Option<Strategy>,
}

/// One started work: why it has its strategy, and what became of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChoiceRow {
    /// Quarter of the run.
    pub quarter: u32,
    /// Slot of the label.
    pub slot: u32,
    /// Generation in the slot.
    pub generation: u32,
    /// Act of the label, from 0.
    pub act: u32,
    /// Tier of the label when it chose.
    pub tier: Tier,
    /// What was weighed.
    pub choice: Choice,
    /// Strategy of the work made, which a hit may change; `None` where it was skipped or dropped.
    pub made: Option<Strategy>,
    /// Platform that took it.
    pub platform: Option<Platform>,
}
