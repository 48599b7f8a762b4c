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
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Budget<'a> {
    /// No money of its own.
    None,
    /// Released by quarters, carried within the calendar year, lapsing at its end.
    Quarterly(&'a Schedule),
    /// A limit on new debt, released like a budget.
    Volume(&'a Schedule),
    /// The sum of the year's releases, settled at the year's end.
    YearEnd(&'a Schedule),
    /// What the programme's levy brought in the quarter before; it is kept until it is spent.
    Levied,
}

/// A tax credit budget at or above this amount (M KRW a year) stands for none.
pub const UNLIMITED: f64 = 1_000_000.0;

impl<'a> Budget<'a> {
    /// What is released of it; `None` without money that is set beforehand.
    pub fn schedule(self) -> Option<&'a Schedule> {
        match self {
            Self::None | Self::Levied => None,
            Self::Quarterly(schedule) | Self::Volume(schedule) | Self::YearEnd(schedule) => Some(schedule),
        }
    }

    /// Money of a calendar year, counted from the programme's first, M KRW; `None` where there is no limit or
    /// nothing is set beforehand.
    pub fn of_year(self, year: usize) -> Option<f64> {
        let limited = !matches!(self, Self::YearEnd(_)) || self.counts_as_unused();
        self.schedule().filter(|_| limited).map(|schedule| schedule.of_year(year))
    }

    /// Whether money that is not spent counts as unused.
    pub fn counts_as_unused(&self) -> bool {
        match self {
            Self::None | Self::Volume(_) | Self::Levied => false,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_counts_years_and_a_credit_of_a_million_has_no_limit() {
        let list = Schedule::ByYear(vec![100.0, 0.0, 300.0]);
        assert_eq!([0, 1, 2, 3].map(|year| Budget::Quarterly(&list).of_year(year)), [Some(100.0), Some(0.0), Some(300.0), Some(0.0)]);
        let [limited, unlimited] = [5000.0, UNLIMITED].map(Schedule::Constant);
        assert_eq!(Budget::YearEnd(&limited).of_year(7), Some(5000.0));
        assert_eq!([Budget::YearEnd(&unlimited).of_year(7), Budget::None.of_year(0)], [None, None]);
        assert_eq!(Budget::Volume(&unlimited).of_year(7), Some(UNLIMITED), "a volume is a number, however large");
    }
}
