//! What an instrument is read from, and how its money and its places are given out.

use crate::units::{Market, PerMarket, PerStrategy, PerTier, Tier};

/// Where an instrument reads its parameters from; keys are relative to the programme
/// (`rate.major`, `cap`). All values were checked before; reading cannot fail.
pub trait Values {
    /// A number.
    fn number(&self, key: &str) -> f64;
    /// A word from a closed list.
    fn word(&self, key: &str) -> String;
    /// One number for every year, or one number for each year from the programme's first.
    fn yearly(&self, key: &str) -> Schedule;

    /// A switch, written 0 or 1.
    fn flag(&self, key: &str) -> bool {
        self.number(key) != 0.0
    }
    /// Numbers by tier (`key.major` and so on).
    fn by_tier(&self, key: &str) -> PerTier<f64> {
        PerTier::build(|t| self.number(&format!("{key}.{t}")))
    }
    /// Switches by tier.
    fn tiers(&self, key: &str) -> PerTier<bool> {
        PerTier::build(|t| self.flag(&format!("{key}.{t}")))
    }
    /// Switches by strategy.
    fn strategies(&self, key: &str) -> PerStrategy<bool> {
        PerStrategy::build(|k| self.flag(&format!("{key}.{k}")))
    }
    /// Switches by market; Korea is never eligible.
    fn markets(&self, key: &str) -> PerMarket<bool> {
        PerMarket::build(|m| m != Market::Kr && self.flag(&format!("{key}.{m}")))
    }
}

/// A yearly amount: the same every year, or one for each calendar year from the programme's first.
#[derive(Clone, Debug, PartialEq)]
pub enum Schedule {
    /// The same every year.
    Constant(f64),
    /// One for each calendar year from the programme's first; 0 after the last.
    ByYear(Vec<f64>),
}

impl Schedule {
    /// Amount of a calendar year, counted from the programme's first.
    pub fn of_year(&self, year: usize) -> f64 {
        match self {
            Self::Constant(amount) => *amount,
            Self::ByYear(amounts) => amounts.get(year).copied().unwrap_or(0.0),
        }
    }
}

/// How an instrument's money is limited.
#[derive(Clone, Debug, PartialEq)]
pub enum Budget {
    /// No money of its own.
    None,
    /// Released by quarters, carried within the calendar year, lapsing at its end.
    Quarterly(Schedule),
    /// A limit on new debt, released like a budget.
    Volume(Schedule),
    /// The sum of the year's releases, settled at the year's end.
    YearEnd(Schedule),
}

/// A tax credit budget at or above this amount (M KRW a year) stands for none.
pub const UNLIMITED: f64 = 1_000_000.0;

impl Budget {
    /// Whether money that is not spent counts as unused.
    pub fn counts_as_unused(&self) -> bool {
        match self {
            Self::None | Self::Volume(_) => false,
            Self::Quarterly(_) => true,
            Self::YearEnd(Schedule::Constant(amount)) => *amount < UNLIMITED,
            Self::YearEnd(Schedule::ByYear(amounts)) => amounts.iter().all(|a| *a < UNLIMITED),
        }
    }
}

/// Order in which claims are served when money is short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Expected quality and recognition, with a jury's noise.
    Merit,
    /// A lottery.
    Lottery,
    /// Those with the least burden of application first.
    FirstCome,
}

/// Who applies: probability min(max(ceiling, first), first + rise * full years since the start).
#[derive(Clone, Debug, PartialEq)]
pub struct TakeUp {
    /// Probability of the first year by tier.
    pub first: PerTier<f64>,
    /// Rise a year.
    pub rise: f64,
    /// Ceiling of the rise.
    pub ceiling: f64,
}

impl TakeUp {
    /// Reads `take_up.*`, `take_up_rise` and `take_up_ceiling`.
    pub fn read(values: &dyn Values) -> Self {
        Self { first: values.by_tier("take_up"), rise: values.number("take_up_rise"), ceiling: values.number("take_up_ceiling") }
    }
    /// Probability that an eligible label applies, `years` full years after the start.
    pub fn probability(&self, tier: Tier, years: i32) -> f64 {
        let first = self.first[tier.index()];
        (first + self.rise * f64::from(years.max(0))).min(self.ceiling.max(first))
    }
}
