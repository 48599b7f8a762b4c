//! Labels: one column for each attribute, one row for each slot.

use crate::model::constants::{MOST_ACTS, RunConstants};
use crate::units::{PerMarket, PerPlatform, PerStrategy, Platform, Strategy, Tier};

/// Stands for "none" in columns of small numbers.
pub const NONE: u8 = u8::MAX;
/// Birth of the labels of the start, whose age is unknown.
pub const BEFORE_THE_RUN: i32 = -1_000_000;

/// Sums of the payoffs of a label's works of a quarter by strategy. They are read in any order of labels, so none
/// lies in two lines of the cache.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(align(32))]
pub struct Payoffs(pub PerStrategy<f64>);

/// Columns of the labels. Money in M KRW, people in thousand.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// Size class.
    pub tier: Vec<Tier>,
    /// Whether the slot holds a living label.
    pub alive: Vec<bool>,
    /// Number of the label in its slot.
    pub generation: Vec<u32>,
    /// Quarter in whose last call the label entered.
    pub born: Vec<i32>,
    /// Place among the entrants of the run; `u32::MAX` for labels of the start.
    pub entrant: Vec<u32>,
    /// Size Z: factor of fixed cost and reference budget.
    pub size: Vec<f64>,
    /// Cash.
    pub cash: Vec<f64>,
    /// Cash of the start, restored after each burn-in quarter.
    pub initial_cash: Vec<f64>,
    /// Bank debt.
    pub bank_debt: Vec<f64>,
    /// Guaranteed debt of all programmes.
    pub guaranteed_debt: Vec<f64>,
    /// Part of later payouts owed to private investors.
    pub private_claim: Vec<f64>,
    /// Part of later payouts owed to the public fund.
    pub public_claim: Vec<f64>,
    /// Losses carried forward for tax.
    pub losses: Vec<f64>,
    /// Buying fans F by market.
    pub fandom: PerMarket<Vec<f64>>,
    /// Attention of the catalogue C that the label owns, by market.
    pub catalogue: PerMarket<Vec<f64>>,
    /// Attention of the catalogue C' that platforms hold, by market.
    pub lost_catalogue: PerMarket<Vec<f64>>,
    /// Attraction A by strategy.
    pub attraction: PerStrategy<Vec<f64>>,
    /// Strategy of the last work made by each act, `NONE` before the first; `MOST_ACTS` a label.
    pub last_strategy: Vec<u8>,
    /// Platform capability Kp.
    pub platform_capability: Vec<f64>,
    /// Its value at founding.
    pub initial_platform_capability: Vec<f64>,
    /// Localisation capability Kl.
    pub localisation_capability: Vec<f64>,
    /// Its value at founding.
    pub initial_localisation_capability: Vec<f64>,
    /// Recognition R; the median major of the start is 1.
    pub recognition: Vec<f64>,
    /// ln(1 + R) at the start of the quarter.
    pub ln_recognition: Vec<f64>,
    /// Identity h.
    pub identity: Vec<f64>,
    /// Founding identity h0.
    pub founding_identity: Vec<f64>,
    /// Contract share of creators c.
    pub creator_share: Vec<f64>,
    /// Partner platform, `NONE` without.
    pub partner: Vec<u8>,
    /// Quarters left of the partnership.
    pub term: Vec<i32>,
    /// Performance p of the partnership.
    pub performance: Vec<f64>,
    /// Factor on the probability that the partnership breaks (1 unless durable).
    pub break_factor: Vec<f64>,
    /// Titles placed so far, by platform.
    pub deals: PerPlatform<Vec<f64>>,
    /// Trailing yearly revenue Rev.
    pub revenue_year: Vec<f64>,
    /// Trailing streaming revenue of works by market.
    pub streaming_trail: PerMarket<Vec<f64>>,
    /// Trailing share of localisation in the cost of a work.
    pub localisation_share: Vec<f64>,
    /// Trailing cost of a visit as share of the reference cost.
    pub visit_share: Vec<f64>,
    /// Trailing equity received a quarter.
    pub equity_trail: Vec<f64>,
    /// Trailing return on cost.
    pub trailing_return: Vec<f64>,
    /// Strategy mix that investors see.
    pub mix: PerStrategy<Vec<f64>>,
    /// Value of a non-refundable tax credit to the label.
    pub tax_factor: Vec<f64>,
    /// Payoffs of last quarter's works: what peers see.
    pub payoffs: Vec<Payoffs>,
    /// Number of these works by strategy.
    pub seen_works: Vec<PerStrategy<u8>>,
    /// Profit of the calendar year before tax.
    pub profit_year: Vec<f64>,

    /// Fixed cost FX of a quarter, with compliance cost.
    pub fixed_cost: Vec<f64>,
    /// Started works of this quarter.
    pub started: Vec<u32>,
    /// Works made this quarter.
    pub works: Vec<u32>,
    /// Revenue of this quarter.
    pub revenue: Vec<f64>,
    /// Exports of this quarter.
    pub exports: Vec<f64>,
    /// Net receipts of this quarter.
    pub net_receipts: Vec<f64>,
    /// Cost of works and localisation of this quarter, net of grants and vouchers.
    pub work_cost: Vec<f64>,
    /// Interest of this quarter.
    pub interest: Vec<f64>,
    /// Fixed cost paid this quarter.
    pub fixed_paid: Vec<f64>,
    /// Listeners of this quarter, thousand.
    pub listeners: Vec<f64>,
    /// Equity received this quarter.
    pub equity: Vec<f64>,
    /// Support of all instruments received this quarter.
    pub support: Vec<f64>,
    /// Money still sought in call 5.
    pub gap: Vec<f64>,
}

impl Labels {
    /// Takes over all columns, in the room that there is.
    pub fn copy_from(&mut self, from: &Self) {
        self.tier.clone_from(&from.tier);
        self.alive.clone_from(&from.alive);
        self.generation.clone_from(&from.generation);
        self.born.clone_from(&from.born);
        self.entrant.clone_from(&from.entrant);
        self.size.clone_from(&from.size);
        self.cash.clone_from(&from.cash);
        self.initial_cash.clone_from(&from.initial_cash);
        self.bank_debt.clone_from(&from.bank_debt);
        self.guaranteed_debt.clone_from(&from.guaranteed_debt);
        self.private_claim.clone_from(&from.private_claim);
        self.public_claim.clone_from(&from.public_claim);
        self.losses.clone_from(&from.losses);
        self.fandom.iter_mut().zip(from.fandom.iter()).for_each(|(to, from)| to.clone_from(from));
        self.catalogue.iter_mut().zip(from.catalogue.iter()).for_each(|(to, from)| to.clone_from(from));
        self.lost_catalogue.iter_mut().zip(from.lost_catalogue.iter()).for_each(|(to, from)| to.clone_from(from));
        self.attraction.iter_mut().zip(from.attraction.iter()).for_each(|(to, from)| to.clone_from(from));
        self.last_strategy.clone_from(&from.last_strategy);
        self.platform_capability.clone_from(&from.platform_capability);
        self.initial_platform_capability.clone_from(&from.initial_platform_capability);
        self.localisation_capability.clone_from(&from.localisation_capability);
        self.initial_localisation_capability.clone_from(&from.initial_localisation_capability);
        self.recognition.clone_from(&from.recognition);
        self.ln_recognition.clone_from(&from.ln_recognition);
        self.identity.clone_from(&from.identity);
        self.founding_identity.clone_from(&from.founding_identity);
        self.creator_share.clone_from(&from.creator_share);
        self.partner.clone_from(&from.partner);
        self.term.clone_from(&from.term);
        self.performance.clone_from(&from.performance);
        self.break_factor.clone_from(&from.break_factor);
        self.deals.iter_mut().zip(from.deals.iter()).for_each(|(to, from)| to.clone_from(from));
        self.revenue_year.clone_from(&from.revenue_year);
        self.streaming_trail.iter_mut().zip(from.streaming_trail.iter()).for_each(|(to, from)| to.clone_from(from));
        self.localisation_share.clone_from(&from.localisation_share);
        self.visit_share.clone_from(&from.visit_share);
        self.equity_trail.clone_from(&from.equity_trail);
        self.trailing_return.clone_from(&from.trailing_return);
        self.mix.iter_mut().zip(from.mix.iter()).for_each(|(to, from)| to.clone_from(from));
        self.tax_factor.clone_from(&from.tax_factor);
        self.payoffs.clone_from(&from.payoffs);
        self.seen_works.clone_from(&from.seen_works);
        self.profit_year.clone_from(&from.profit_year);
        self.fixed_cost.clone_from(&from.fixed_cost);
        self.started.clone_from(&from.started);
        self.works.clone_from(&from.works);
        self.revenue.clone_from(&from.revenue);
        self.exports.clone_from(&from.exports);
        self.net_receipts.clone_from(&from.net_receipts);
        self.work_cost.clone_from(&from.work_cost);
        self.interest.clone_from(&from.interest);
        self.fixed_paid.clone_from(&from.fixed_paid);
        self.listeners.clone_from(&from.listeners);
        self.equity.clone_from(&from.equity);
        self.support.clone_from(&from.support);
        self.gap.clone_from(&from.gap);
    }

    /// Allocates the columns for all slots.
    pub fn allocate(slots: usize) -> Self {
        let zeros = || vec![0.0; slots];
        Self {
            tier: vec![Tier::Startup; slots],
            alive: vec![false; slots],
            generation: vec![0; slots],
            born: vec![BEFORE_THE_RUN; slots],
            entrant: vec![u32::MAX; slots],
            size: zeros(),
            cash: zeros(),
            initial_cash: zeros(),
            bank_debt: zeros(),
            guaranteed_debt: zeros(),
            private_claim: zeros(),
            public_claim: zeros(),
            losses: zeros(),
            fandom: PerMarket::build(|_| zeros()),
            catalogue: PerMarket::build(|_| zeros()),
            lost_catalogue: PerMarket::build(|_| zeros()),
            attraction: PerStrategy::build(|_| zeros()),
            last_strategy: vec![NONE; slots * MOST_ACTS],
            platform_capability: zeros(),
            initial_platform_capability: zeros(),
            localisation_capability: zeros(),
            initial_localisation_capability: zeros(),
            recognition: zeros(),
            ln_recognition: zeros(),
            identity: zeros(),
            founding_identity: zeros(),
            creator_share: zeros(),
            partner: vec![NONE; slots],
            term: vec![0; slots],
            performance: zeros(),
            break_factor: vec![1.0; slots],
            deals: PerPlatform::build(|_| zeros()),
            revenue_year: zeros(),
            streaming_trail: PerMarket::build(|_| zeros()),
            localisation_share: zeros(),
            visit_share: zeros(),
            equity_trail: zeros(),
            trailing_return: zeros(),
            mix: PerStrategy::build(|_| zeros()),
            tax_factor: zeros(),
            payoffs: vec![Payoffs::default(); slots],
            seen_works: vec![PerStrategy::default(); slots],
            profit_year: zeros(),
            fixed_cost: zeros(),
            started: vec![0; slots],
            works: vec![0; slots],
            revenue: zeros(),
            exports: zeros(),
            net_receipts: zeros(),
            work_cost: zeros(),
            interest: zeros(),
            fixed_paid: zeros(),
            listeners: zeros(),
            equity: zeros(),
            support: zeros(),
            gap: zeros(),
        }
    }

    /// Number of slots.
    pub fn slots(&self) -> usize {
        self.alive.len()
    }

    /// Platform with which the label has a partnership.
    pub fn partner(&self, i: usize) -> Option<Platform> {
        (self.partner[i] != NONE).then(|| Platform::at(usize::from(self.partner[i])))
    }

    /// Last strategy of an act; `None` before its first work.
    #[inline(always)]
    pub fn last_strategy(&self, i: usize, act: usize) -> Option<Strategy> {
        let k = self.last_strategy[i * MOST_ACTS + act];
        (k != NONE).then(|| Strategy::at(usize::from(k)))
    }

    /// Number of a label's works of a strategy in the quarter whose payoffs are known.
    pub fn works_of(&self, i: usize, strategy: Strategy) -> f64 {
        f64::from(self.seen_works[i][strategy.index()])
    }

    /// Ends the partnership of a label, without cost.
    pub fn end_partnership(&mut self, i: usize) {
        self.partner[i] = NONE;
        self.term[i] = 0;
        self.performance[i] = 0.0;
        self.break_factor[i] = 1.0;
    }

    /// Columns that remember what a label did, had or owed, and are 0 at its founding.
    pub fn memories(&mut self) -> impl Iterator<Item = &mut Vec<f64>> {
        let of_label = [
            &mut self.bank_debt,
            &mut self.guaranteed_debt,
            &mut self.private_claim,
            &mut self.public_claim,
            &mut self.losses,
            &mut self.revenue_year,
            &mut self.equity_trail,
            &mut self.trailing_return,
            &mut self.profit_year,
        ];
        let by_market = [&mut self.catalogue, &mut self.lost_catalogue, &mut self.streaming_trail];
        let by_strategy = self.mix.iter_mut().chain(self.deals.iter_mut());
        of_label.into_iter().chain(by_market.into_iter().flat_map(|columns| columns.iter_mut())).chain(by_strategy)
    }

    /// Investors' claims of both kinds.
    pub fn claim(&self, i: usize) -> f64 {
        self.private_claim[i] + self.public_claim[i]
    }

    /// Fans in all markets, thousand.
    pub fn fans(&self, i: usize) -> f64 {
        self.fandom.iter().map(|f| f[i]).sum()
    }

    /// Reference budget RB of a work, M KRW: `reference_budget` of the tier times size.
    pub fn reference_budget(&self, constants: &RunConstants, i: usize) -> f64 {
        constants.p.reference_budget[self.tier[i].index()] * self.size[i]
    }

    /// Clears the flows of the quarter.
    pub fn clear_flows(&mut self) {
        for column in [
            &mut self.revenue,
            &mut self.exports,
            &mut self.net_receipts,
            &mut self.work_cost,
            &mut self.interest,
            &mut self.fixed_paid,
            &mut self.listeners,
            &mut self.equity,
            &mut self.support,
            &mut self.gap,
        ] {
            column.fill(0.0);
        }
        self.started.fill(0);
        self.works.fill(0);
    }
}
