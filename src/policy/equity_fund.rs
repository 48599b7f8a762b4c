//! Public equity: a fund buys shares of labels that still need money after private investors.
//!
//! ```text
//! asked_i = gap_i
//! first round:  Q_r * money over covered small and startup labels; second round: the rest over all
//! each round pays min(1, money / sum of gaps) of each gap, within the claim ceiling
//! sold at each year's end: claim_i / Q_y at val_i (1 - Q_d)
//! ```
//!
//! | symbol | row of `policy.equity_fund` | unit | source | grade |
//! | --- | --- | --- | --- | --- |
//! | Q_b | `budget` | M KRW a year | assumed; no music account in the fund of funds (F172) | C |
//! | Q_r | `reserved_share` | share of the money at hand | assumed | C |
//! | Q_y | `holding_years` | years | assumed: funds live 7 to 8 years, of which 3 to 4 are of investing | C |
//! | Q_d | `exit_discount` | share of val_i | derived from the returns of content funds (F168, F171) | C |
//! | | `eligible`, `take_up` | 0 or 1, share by tier | assumed | C |
//! | | `admin_share` | share of outlay | assumed; usual management fee | C |
//!
//! The rounds, the price of a share and the payouts that come back to government belong to the
//! government process; the label asks for its whole gap.

use super::terms::{Budget, Schedule, TakeUp, Values};
use super::answers::{FinanceOffer, StakeTerms};
use super::instrument::{Instrument, Seam};
use super::facts::LabelFacts;
use crate::units::{PerTier, Share};

/// What takes all strength where it is 0: the money to buy shares with.
pub const STRENGTH: &[&[&str]] = &[&["budget"]];

/// Public equity.
#[derive(Clone, Debug)]
pub struct EquityFund {
    /// Public money for equity a year, M KRW.
    budget: Schedule,
    /// Part reserved for small and startup labels.
    reserved_share: Share,
    /// Years over which a stake is sold.
    holding_years: f64,
    /// Part of the valuation that is lost in a sale.
    exit_discount: Share,
    eligible: PerTier<bool>,
    take_up: TakeUp,
    admin_share: Share,
}

impl EquityFund {
    /// Reads the rule from values that were checked.
    pub fn read(values: &dyn Values) -> Self {
        let share = |key: &str| Share::new(values.number(key)).expect("checked when the scenario was read");
        Self {
            budget: values.yearly("budget"),
            reserved_share: share("reserved_share"),
            holding_years: values.number("holding_years"),
            exit_discount: share("exit_discount"),
            eligible: values.tiers("eligible"),
            take_up: TakeUp::read(values),
            admin_share: share("admin_share"),
        }
    }
}

impl Instrument for EquityFund {
    fn seams(&self) -> &'static [Seam] { &[Seam::Equity] }
    fn has_strength(&self, year: usize) -> bool { self.budget.of_year(year) > 0.0 }
    fn tiers(&self) -> PerTier<bool> { self.eligible }
    fn take_up(&self) -> Option<&TakeUp> { Some(&self.take_up) }
    fn budget(&self) -> Budget<'_> { Budget::Quarterly(&self.budget) }
    fn admin_share(&self) -> f64 { self.admin_share.get() }
    fn reserved_share(&self) -> f64 { self.reserved_share.get() }
    fn stake_terms(&self) -> Option<StakeTerms> {
        Some(StakeTerms { holding_years: self.holding_years, exit_discount: self.exit_discount.get() })
    }

    /// `asked_i = gap_i`.
    fn finance_offer(&self, _label: &LabelFacts, gap: f64) -> FinanceOffer {
        FinanceOffer { equity_asked: gap.max(0.0), ..FinanceOffer::default() }
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::example::{given, small_label};
    use super::*;

    fn fund() -> EquityFund { EquityFund::read(&given(&[("budget", 5000.0), ("reserved_share", 0.6), ("holding_years", 5.0), ("exit_discount", 0.11), ("eligible.major", 0.0)])) }

    #[test]
    fn a_fund_is_off_in_a_year_without_money() {
        let fund = EquityFund { budget: Schedule::ByYear(vec![0.0, 800.0]), ..fund() };
        assert_eq!([0, 1, 2].map(|year| fund.has_strength(year)), [false, true, false]);
    }

    #[test]
    fn a_label_asks_for_its_whole_gap_and_never_for_less_than_nothing() {
        assert_eq!(fund().finance_offer(&small_label(), 80.0), FinanceOffer { equity_asked: 80.0, ..FinanceOffer::default() });
        assert_eq!(fund().finance_offer(&small_label(), -5.0).equity_asked, 0.0);
    }

    #[test]
    fn three_fifths_are_reserved_for_small_labels_and_majors_may_not_apply() {
        assert_eq!(fund().reserved_share(), 0.6);
        assert_eq!(fund().tiers(), PerTier([false, true, true, true]));
    }

    #[test]
    fn equity_creates_no_guaranteed_debt() { assert_eq!(fund().guarantee_terms(), None); }

    #[test]
    fn stakes_are_sold_over_five_years_below_their_valuation() {
        assert_eq!(fund().stake_terms(), Some(StakeTerms { holding_years: 5.0, exit_discount: 0.11 }));
    }
}
