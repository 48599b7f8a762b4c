//! Events that a scenario schedules (section 7 of the model): facts with dates and strength.

use crate::units::{Market, PerMarket, Platform, Tier};

/// Quarters in force, counted from the start of the run: from <= t < to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First quarter.
    pub from: i32,
    /// First quarter after it.
    pub to: i32,
}

impl Span {
    /// Whether a quarter of the run lies within.
    pub fn contains(self, quarter: i32) -> bool {
        self.from <= quarter && quarter < self.to
    }
}

/// One scheduled event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// A song that becomes a world hit on a platform.
    Hit {
        /// Quarter of the release, counted from the start of the run.
        quarter: i32,
        /// Tier of the label that has it.
        tier: Tier,
        /// Platform whose title carries it.
        platform: Platform,
        /// Popularity of the title (not truncated), x median title; 0: no event.
        popularity: f64,
        /// Quality is at least this, index.
        quality_floor: f64,
        /// Localisation level in all foreign markets before the gain of planning early.
        localisation: f64,
    },
    /// A platform loses reach and slots; at strength 1 it leaves.
    PlatformExit {
        /// The platform.
        platform: Platform,
        /// When.
        span: Span,
        /// Part lost.
        strength: f64,
    },
    /// A foreign market closes.
    MarketClosure {
        /// The market.
        market: Market,
        /// When.
        span: Span,
        /// Part lost.
        strength: f64,
    },
    /// Concerts stop in the given markets.
    TouringStop {
        /// The markets.
        markets: PerMarket<bool>,
        /// When.
        span: Span,
        /// Part of attendance and capacity lost.
        strength: f64,
    },
    /// The won value of money from the given markets changes.
    ExchangeRate {
        /// The markets.
        markets: PerMarket<bool>,
        /// When.
        span: Span,
        /// Relative change; positive: the won falls.
        strength: f64,
    },
    /// The most popular act of a tier is away.
    Absence {
        /// Tier of the label whose act it is.
        tier: Tier,
        /// When.
        span: Span,
        /// Part of its works that are not made.
        strength: f64,
        /// Part of its fans that leave the label with it.
        fans_lost: f64,
    },
    /// Rivals abroad answer to Korean success.
    RivalResponse {
        /// The markets.
        markets: PerMarket<bool>,
        /// When.
        span: Span,
        /// Growth of the attention to others for each unit by which the Korean share is above that of the start, relative.
        strength: f64,
        /// Memory of the rivals' answer, a quarter.
        memory: f64,
    },
    /// A flood of works made by machines.
    AiWorks {
        /// The markets.
        markets: PerMarket<bool>,
        /// When.
        span: Span,
        /// Share of paid streams that they take in the end.
        strength: f64,
        /// Part of these streams that nobody hears.
        fraud_share: f64,
        /// Quarters over which the flood rises.
        ramp: f64,
    },
    /// The won wanders.
    ExchangeVolatility {
        /// The markets.
        markets: PerMarket<bool>,
        /// When.
        span: Span,
        /// Standard deviation of a quarter's shock to the log of the won value of foreign money.
        strength: f64,
        /// Part of the log that is left after a quarter.
        persistence: f64,
        /// Part of the variance of shocks that all markets share.
        common_share: f64,
    },
    /// Government answers to a hit and to a bad year with the budgets of the programmes that it has.
    BudgetReaction {
        /// When.
        span: Span,
        /// Part of both answers.
        strength: f64,
        /// Rise of budgets after a hit, relative.
        boost: f64,
        /// Calendar years in which they are higher.
        boost_years: f64,
        /// Fall of budgets after a bad year, relative.
        cut: f64,
        /// Fall of the industry's revenue that makes a year bad, relative.
        bad_year: f64,
    },
}
