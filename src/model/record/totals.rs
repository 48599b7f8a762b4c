//! Totals of a quarter and of a calendar year.

use super::ledger::{Flow, Ledger, Sector};
use super::lines::Line;
use crate::policy::Kind;
use crate::units::{Market, PerAward, PerMarket, PerStrategy, PerTier, Strategy};

/// Totals of one quarter. Money in M KRW.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuarterTotals {
    /// Gross revenue of all labels by line of 4.7.
    pub revenue_by_line: [f64; Line::COUNT],
    /// Gross revenue by the market it is booked to.
    pub revenue_by_market: PerMarket<f64>,
    /// Gross revenue of the labels living at the end, by their tier then.
    pub revenue_by_tier: PerTier<f64>,
    /// Exports of the labels living at the end, by their tier then.
    pub exports_by_tier: PerTier<f64>,
    /// Album revenue by market.
    pub albums_by_market: PerMarket<f64>,
    /// Profit before tax and payouts.
    pub profit: f64,
    /// Paid to creators.
    pub paid_to_creators: f64,
    /// Works started.
    pub started: u32,
    /// Works skipped or dropped.
    pub skipped: u32,
    /// Works made by strategy.
    pub works: PerStrategy<u32>,
    /// Works placed on a platform.
    pub placed: u32,
    /// Free choices of acts with an earlier work.
    pub free_choices: u32,
    /// Those that changed the strategy.
    pub switches: u32,
    /// Mean over works of the rights kept; `None` without works.
    pub rights_kept: Option<f64>,
    /// Mean work identity, weighted by exports; `None` without exports.
    pub identity: Option<f64>,
    /// Mean work autonomy, weighted by exports.
    pub autonomy: Option<f64>,
    /// Herfindahl index of label revenue.
    pub hhi: f64,
    /// Share of the top 1 % of labels in trailing yearly revenue.
    pub top1: Option<f64>,
    /// Standard deviation of label identity over living labels.
    pub identity_sd: Option<f64>,
    /// Korean share of attention by market.
    pub korean_share: PerMarket<f64>,
    /// Fans by market, thousand.
    pub fandom: PerMarket<f64>,
    /// Mean payoff of works by strategy; `None` without works.
    pub payoff: PerStrategy<Option<f64>>,
    /// Chart entries in the United States.
    pub chart_entries: u32,
    /// Entrants.
    pub entries: u32,
    /// Exits.
    pub exits: u32,
    /// Living labels by tier at the end.
    pub living: PerTier<u32>,
    /// Titles, ordinary slots, brokered titles and brokered slots.
    pub slots: [u32; 4],
    /// Outlays by instrument, tax credits included.
    pub outlays: [f64; Kind::PLACES],
    /// Administrative cost.
    pub administration: f64,
    /// Guarantee losses.
    pub guarantee_losses: f64,
    /// Paid by owners on guaranteed debt at exit.
    pub guaranteed_recourse: f64,
    /// Guarantee fees.
    pub guarantee_fees: f64,
    /// New guaranteed loans.
    pub guaranteed_loans: f64,
    /// Payouts on public equity.
    pub equity_payouts: f64,
    /// Received for public stakes, sold or of labels that closed.
    pub stakes_returned: f64,
    /// What the public stakes would be sold for at the end.
    pub public_stake: f64,
    /// Tax credits used.
    pub tax_credits: f64,
    /// Tax after credits.
    pub tax_received: f64,
    /// Money released and lapsed.
    pub lapsed: f64,
    /// Flows and stocks of money.
    pub ledger: Ledger,
}

impl QuarterTotals {
    /// Gross revenue of all labels, M KRW.
    pub fn revenue(&self) -> f64 {
        self.revenue_by_line.iter().sum()
    }
    /// Export part of revenue, M KRW.
    pub fn exports(&self) -> f64 {
        self.revenue_by_market[1..].iter().sum()
    }
    /// Works made.
    pub fn works_made(&self) -> u32 {
        self.works.iter().sum()
    }
    /// Works of strategies that seek a title.
    pub fn platform_works(&self) -> u32 {
        self.works_made() - self.works[Strategy::Touring.index()]
    }
    /// Sales at home, M KRW: what is no export.
    pub fn domestic_sales(&self) -> f64 {
        self.revenue_by_market[Market::Kr.index()]
    }
    /// Net public cost, M KRW.
    pub fn public_cost(&self) -> f64 {
        self.outlays.iter().sum::<f64>() + self.administration + self.guarantee_losses
            - self.guarantee_fees
            - self.equity_payouts
            - self.stakes_returned
            - self.ledger.of(Flow::Levies)
    }
    /// Corporate tax before credits, income tax of creators and value-added tax, M KRW. Credits used are public cost.
    pub fn tax_revenue(&self) -> f64 {
        [Flow::Tax, Flow::IncomeTax, Flow::ValueAddedTax].iter().map(|flow| self.ledger.of(*flow)).sum()
    }
    /// Public cost less tax revenue, M KRW: below 0 where taxes are more than policy costs.
    pub fn net_fiscal_cost(&self) -> f64 {
        self.public_cost() - self.tax_revenue()
    }
    /// What labels, creators, investors, banks and owners receive less what they pay, M KRW. What they pay each other cancels out.
    pub fn private_income(&self) -> f64 {
        [Sector::Labels, Sector::Creators, Sector::Investors, Sector::Banks, Sector::Owners].iter().map(|sector| self.ledger.balance(*sector)).sum()
    }
}

/// Totals of one calendar year that ended in the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct YearTotals {
    /// Calendar year.
    pub year: i32,
    /// Its last quarter, counted from the start of the run.
    pub quarter: usize,
    /// Awards won by tier.
    pub wins: PerAward<u32>,
    /// Nominations of both tiers.
    pub nominations: u32,
    /// Weights of the awards won.
    pub win_weight: f64,
    /// Autonomy of the winning works times weight.
    pub win_autonomy: f64,
    /// Identity of the winning works times weight.
    pub win_identity: f64,
    /// Mean income of creators, M KRW a person.
    pub creator_mean: f64,
    /// Median income of creators, M KRW a person.
    pub creator_median: f64,
    /// Gini coefficient of the incomes.
    pub creator_gini: Option<f64>,
    /// Share of the best-paid 1 %.
    pub creator_top1: Option<f64>,
    /// Share of creators with an international credit.
    pub creators_international: f64,
    /// Creators who left for good, persons.
    pub creator_exits: f64,
}
