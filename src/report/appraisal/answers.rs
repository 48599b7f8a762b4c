//! What a comparison was asked beyond differences, with the answers.

use crate::experiment::CostBasis;
use crate::experiment::appraisal::benefit::Benefit;
use crate::experiment::appraisal::decide::Decision;
use crate::experiment::appraisal::generality::{WorldEffect, WorldLead};
use crate::experiment::appraisal::robustness::{Flip, Regrets};
use crate::experiment::appraisal::spend::Spending;
use crate::experiment::appraisal::weightings::Weightings;
use crate::experiment::appraisal::what_if::WhatIf;

/// What a comparison was asked beyond differences, with the answers.
#[derive(Debug, Default)]
pub(crate) struct Appraisal {
    /// The decision.
    pub decision: Option<Decision>,
    /// Cost that is taken off money where scenarios are ranked.
    pub cost: CostBasis,
    /// What each scenario was made to spend, and the sum asked for, bn KRW a year.
    pub spent: Vec<Option<Spending>>,
    pub sum: Option<f64>,
    /// Whether public cost is compared.
    pub budget: bool,
    /// Effects over worlds.
    pub world_effects: Vec<WorldEffect>,
    /// Leads over worlds.
    pub world_leads: Vec<WorldLead>,
    /// Benefits and costs in present values.
    pub benefits: Vec<Benefit>,
    /// Share of an extra won of exports that counts in them.
    pub counted: f64,
    /// Weightings under which scenarios are best.
    pub weightings: Option<Weightings>,
    /// Scenarios where events happen.
    pub what_ifs: Vec<WhatIf>,
    /// Regret by outcome.
    pub regrets: Vec<Regrets>,
    /// Flips of rankings.
    pub flips: Vec<Flip>,
}
