//! Labels: one column for each attribute, one row for each slot.

use crate::model::columns::columns;
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

columns! {
    /// Columns of the labels. Money in M KRW, people in thousand.
    Labels {
        kept {
            /// Size class.
            tier: Vec<Tier> = Tier::Startup,
            /// Whether the slot holds a living label.
            alive: Vec<bool> = false,
            /// Number of the label in its slot.
            generation: Vec<u32> = 0,
            /// Quarter in whose last call the label entered.
            born: Vec<i32> = BEFORE_THE_RUN,
            /// Place among the entrants of the run; `u32::MAX` for labels that lived before it.
            entrant: Vec<u32> = u32::MAX,
            /// Size Z: factor of fixed cost and reference budget.
            size: Vec<f64> = 0.0,
            /// Cash.
            cash: Vec<f64> = 0.0,
            /// Cash of the start, restored after each quarter of the calibration.
            initial_cash: Vec<f64> = 0.0,
            /// Buying fans F by market.
            fandom: PerMarket<Vec<f64>> = 0.0,
            /// Attraction A by strategy.
            attraction: PerStrategy<Vec<f64>> = 0.0,
            /// Platform capability Kp.
            platform_capability: Vec<f64> = 0.0,
            /// Its value at founding.
            initial_platform_capability: Vec<f64> = 0.0,
            /// Localisation capability Kl.
            localisation_capability: Vec<f64> = 0.0,
            /// Its value at founding.
            initial_localisation_capability: Vec<f64> = 0.0,
            /// Recognition R; the median major of the start is 1.
            recognition: Vec<f64> = 0.0,
            /// ln(1 + R) at the start of the quarter.
            ln_recognition: Vec<f64> = 0.0,
            /// Identity h.
            identity: Vec<f64> = 0.0,
            /// Founding identity h0.
            founding_identity: Vec<f64> = 0.0,
            /// Contract share of creators c.
            creator_share: Vec<f64> = 0.0,
            /// Trailing share of localisation in the cost of a work.
            localisation_share: Vec<f64> = 0.0,
            /// Trailing cost of a full tour abroad as share of the reference cost.
            visit_share: Vec<f64> = 0.0,
            /// Value of a non-refundable tax credit to the label.
            tax_factor: Vec<f64> = 0.0,
            /// Fixed cost FX of a quarter, with compliance cost.
            fixed_cost: Vec<f64> = 0.0,
            /// Attendance of this quarter's visits by market: call 9 counts it, call 11 wins fans of it.
            attendance: PerMarket<Vec<f64>> = 0.0,
        }
        /// Clears all that slots remember of what their labels did, had or owed.
        forget(slots) {
            /// Bank debt.
            bank_debt: Vec<f64> = 0.0,
            /// Guaranteed debt of all programmes.
            guaranteed_debt: Vec<f64> = 0.0,
            /// Part of later payouts owed to private investors.
            private_claim: Vec<f64> = 0.0,
            /// Part of later payouts owed to the public fund.
            public_claim: Vec<f64> = 0.0,
            /// Losses carried forward for tax.
            losses: Vec<f64> = 0.0,
            /// Attention of the catalogue C that the label owns, by market.
            catalogue: PerMarket<Vec<f64>> = 0.0,
            /// Attention of the catalogue C' that platforms hold, by market.
            lost_catalogue: PerMarket<Vec<f64>> = 0.0,
            /// Strategy of the last work made by each act, `NONE` before the first.
            last_strategy: Vec<[u8; MOST_ACTS]> = [NONE; MOST_ACTS],
            /// Partner platform, `NONE` without.
            partner: Vec<u8> = NONE,
            /// Quarters left of the partnership.
            term: Vec<i32> = 0,
            /// Performance p of the partnership.
            performance: Vec<f64> = 0.0,
            /// Factor on the probability that the partnership breaks (1 unless durable).
            break_factor: Vec<f64> = 1.0,
            /// Relation with each platform: titles placed there, which fade.
            relation: PerPlatform<Vec<f64>> = 0.0,
            /// Trailing yearly revenue Rev.
            revenue_year: Vec<f64> = 0.0,
            /// Trailing streaming revenue of works by market.
            streaming_trail: PerMarket<Vec<f64>> = 0.0,
            /// Trailing equity received a quarter.
            equity_trail: Vec<f64> = 0.0,
            /// Trailing return on cost.
            trailing_return: Vec<f64> = 0.0,
            /// Strategy mix that investors see.
            mix: PerStrategy<Vec<f64>> = 0.0,
            /// Payoffs of last quarter's works: what peers see.
            payoffs: Vec<Payoffs> = Payoffs::default(),
            /// Number of these works by strategy.
            seen_works: Vec<PerStrategy<u8>> = PerStrategy::default(),
            /// Profit of the calendar year before tax.
            profit_year: Vec<f64> = 0.0,
        }
        /// Clears the flows of the quarter.
        clear_flows() {
            /// By how much a law raises the creators' share of streaming above their contract share.
            streaming_rise: Vec<f64> = 0.0,
            /// Started works of this quarter.
            started: Vec<u32> = 0,
            /// Works made this quarter.
            works: Vec<u32> = 0,
            /// Revenue of this quarter.
            revenue: Vec<f64> = 0.0,
            /// Exports of this quarter.
            exports: Vec<f64> = 0.0,
            /// Net receipts of this quarter.
            net_receipts: Vec<f64> = 0.0,
            /// Cost of works and localisation of this quarter, net of grants and vouchers.
            work_cost: Vec<f64> = 0.0,
            /// Interest of this quarter.
            interest: Vec<f64> = 0.0,
            /// Fixed cost paid this quarter.
            fixed_paid: Vec<f64> = 0.0,
            /// Listeners of this quarter, thousand.
            listeners: Vec<f64> = 0.0,
            /// Equity received this quarter.
            equity: Vec<f64> = 0.0,
            /// Support of all instruments received this quarter.
            support: Vec<f64> = 0.0,
            /// Money still sought in call 5.
            gap: Vec<f64> = 0.0,
        }
    }
}

impl Labels {
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
        let k = self.last_strategy.as_flattened()[i * MOST_ACTS + act];
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

    /// Investors' claims of both kinds.
    pub fn claim(&self, i: usize) -> f64 {
        self.private_claim[i] + self.public_claim[i]
    }

    /// Profit of the quarter before tax, M KRW: net receipts less works, fixed cost and interest.
    pub fn profit(&self, i: usize) -> f64 {
        self.net_receipts[i] - (self.work_cost[i] + self.fixed_paid[i] + self.interest[i])
    }

    /// Fans in all markets, thousand.
    pub fn fans(&self, i: usize) -> f64 {
        self.fandom.iter().map(|f| f[i]).sum()
    }

    /// Reference budget RB of a work, M KRW: `reference_budget` of the tier times size.
    pub fn reference_budget(&self, constants: &RunConstants, i: usize) -> f64 {
        constants.p.reference_budget[self.tier[i].index()] * self.size[i]
    }
}
