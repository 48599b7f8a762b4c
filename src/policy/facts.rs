//! What instruments are told: facts about labels, creators and the industry, and what a claim is for.

use crate::units::{Market, PerStrategy, Strategy, Tier};

/// What an instrument may know of the industry as a whole: parameters that are the same for all labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Industry {
    /// Identity lost per unit of foreign localisation, by strategy (`identity_loss`).
    pub identity_loss: PerStrategy<f64>,
    /// Cost of a strategy relative to the reference budget (`strategy_cost`).
    pub strategy_cost: PerStrategy<f64>,
    /// Touring intensity T by strategy.
    pub touring_intensity: PerStrategy<f64>,
    /// Coordination cost of a partnership as share of the reference budget (`coordination_cost`).
    pub coordination_cost: f64,
}

/// What an instrument may know of a label when its rule is applied.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelFacts<'a> {
    /// The industry that it belongs to.
    pub industry: &'a Industry,
    /// Size class.
    pub tier: Tier,
    /// Identity h of the label, 0..1.
    pub identity: f64,
    /// Reference budget RB of a work, M KRW.
    pub reference_budget: f64,
    /// Works that a label of its tier releases in a year on average.
    pub works_a_year: f64,
    /// Trailing yearly revenue Rev, M KRW.
    pub revenue_year: f64,
    /// Guaranteed debt outstanding, M KRW.
    pub guaranteed_debt: f64,
    /// Platform capability Kp, 0..1.
    pub platform_capability: f64,
    /// Whether the label has a partner platform.
    pub has_partner: bool,
    /// Whether the label holds a place of this programme (brokerage).
    pub has_place: bool,
    /// Trailing share of localisation in the cost of a work.
    pub localisation_share: f64,
    /// Trailing cost of a full tour abroad as share of the reference cost.
    pub visit_share: f64,
    /// Value of a non-refundable credit to the label: 1 with tax due last year, less without.
    pub tax_factor: f64,
}

impl LabelFacts<'_> {
    /// RB `strategy_cost`_k: what a work of a strategy usually costs, M KRW.
    pub fn usual_cost(&self, strategy: Strategy) -> f64 {
        self.reference_budget * self.industry.strategy_cost[strategy.index()]
    }
}

/// Facts about a creator, for training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CreatorFacts {
    /// Skill, sd.
    pub skill: f64,
    /// Skill towards which it fades, sd.
    pub starting_skill: f64,
    /// International network, index.
    pub network: f64,
    /// Skill at which learning stops (`skill_ceiling`).
    pub skill_ceiling: f64,
    /// Network at which learning stops (`network_ceiling`).
    pub network_ceiling: f64,
}

/// Cost of a year, M KRW, net of grants and vouchers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct YearCost {
    /// Production and localisation by strategy.
    pub works: PerStrategy<f64>,
    /// Fixed cost of foreign visits.
    pub visits: PerStrategy<f64>,
}

/// What kind of support a claim asks for; a condition may treat them differently.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Claim {
    /// A grant or announced support for a work of this strategy.
    Work(Strategy),
    /// Vouchers, credit, guarantee, equity, training and brokerage: judged on the label alone.
    Label,
}

/// What a voucher can pay for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Localisation of a work for all foreign markets.
    Localisation,
    /// A visit of one foreign market.
    Visit(Market),
}
