//! Tax credit for production: part of the year's cost is credited against corporate tax.
//!
//! ```text
//! credit_i = min(x_tier * sum over eligible k of (works_ik + visits_ik), x_cap)       a year
//! d_ik     = counted * min(x_tier, x_cap / (works a year RB_i strategy_cost_k)) * (1 if refundable, else the label's tax factor)         announced, eligible k
//! ```
//!
//! | symbol | row of `policy.tax_credit` | unit | source | grade |
//! | --- | --- | --- | --- | --- |
//! | x | `rate` | share of eligible cost, by tier | webtoon credit 2026: 10 and 15 % (F152-F154) | A |
//! | ref | `refundable` | 0 or 1 | Korean credits are not, the French is (F154, F187) | B |
//! | x_cap | `cap` | M KRW a label and year | French cap 700,000 EUR a recording (F187) | C |
//! | x_b | `budget` | M KRW a year | Korean credits have none (F156) | A |
//! | | `strategy` | 0 or 1 by strategy | assumed | C |
//! | | `eligible` | 0 or 1 by tier | assumed | C |
//! | | `take_up` and its rise | share by tier, 1 a year | 12 % of video producers (F157, F158) | C |
//! | | `admin_share` | share of outlay | assumed | C |
//!
//! Works are production and localisation, visits their fixed cost abroad, both net of grants and
//! vouchers, so that no won is subsidised twice. What is not refundable and exceeds the tax is
//! carried; a year's use above the budget is cut pro rata. Both belong to the government process.

use super::terms::{Budget, Schedule, TakeUp, Values};
use super::instrument::{Instrument, Seam};
use super::facts::{LabelFacts, YearCost};
use super::answers::TaxRelief;
use crate::units::{KrwMillion, PerStrategy, PerTier, Share, Strategy, Tier};

/// What takes all strength where it is 0: the rates of all tiers, the largest credit, or the money set aside.
pub const STRENGTH: &[&[&str]] = &[&["rate"], &["cap"], &["budget"]];

/// Tax credit for production.
#[derive(Clone, Debug)]
pub struct TaxCredit {
    /// Share of eligible cost by tier.
    rate: PerTier<Share>,
    /// Whether the part above tax due is paid out.
    refundable: bool,
    /// Largest credit of a label in a year.
    cap: KrwMillion,
    /// Largest tax expenditure a year, M KRW.
    budget: Schedule,
    /// Cost of these strategies is eligible.
    strategies: PerStrategy<bool>,
    eligible: PerTier<bool>,
    take_up: TakeUp,
    admin_share: Share,
}

impl TaxCredit {
    /// Reads the rule from values that were checked.
    pub fn read(values: &dyn Values) -> Self {
        let share = |number: f64| Share::new(number).expect("checked when the scenario was read");
        Self {
            rate: PerTier(values.by_tier("rate").0.map(share)),
            refundable: values.flag("refundable"),
            cap: KrwMillion::new(values.number("cap")).expect("checked when the scenario was read"),
            budget: values.yearly("budget"),
            strategies: values.strategies("strategy"),
            eligible: values.tiers("eligible"),
            take_up: TakeUp::read(values),
            admin_share: share(values.number("admin_share")),
        }
    }
}

impl Instrument for TaxCredit {
    fn seams(&self) -> &'static [Seam] { &[Seam::TaxCredits] }
    fn has_strength(&self, year: usize) -> bool {
        let rated = Tier::ALL.into_iter().map(Tier::index).any(|t| self.eligible[t] && self.rate[t].get() > 0.0);
        rated && self.cap.get() > 0.0 && self.budget.of_year(year) > 0.0
    }
    fn tiers(&self) -> PerTier<bool> { self.eligible }
    fn take_up(&self) -> Option<&TakeUp> { Some(&self.take_up) }
    fn budget(&self) -> Budget<'_> { Budget::YearEnd(&self.budget) }
    fn admin_share(&self) -> f64 { self.admin_share.get() }
    fn expects_service(&self) -> bool { true }

    /// `counted * min(x_tier, x_cap / (works a year * RB_i strategy_cost_k)) * (1 if refundable, else tax factor)`, 0 for
    /// strategies without credit.
    fn announced_support(&self, label: &LabelFacts, strategy: Strategy, _grant_factor: f64, counted: f64) -> f64 {
        if !self.strategies[strategy.index()] { return 0.0; }
        let worth = if self.refundable { 1.0 } else { label.tax_factor };
        let capped = self.cap.get() / (label.works_a_year * label.usual_cost(strategy));
        counted * self.rate[label.tier.index()].get().min(capped) * worth
    }

    /// `min(x_tier * eligible cost, x_cap)`.
    fn tax_relief(&self, label: &LabelFacts, cost: &YearCost) -> TaxRelief {
        let eligible_cost: f64 =
            Strategy::ALL.into_iter().map(Strategy::index).filter(|k| self.strategies[*k]).map(|k| cost.works[k] + cost.visits[k]).sum();
        let credit = (self.rate[label.tier.index()].get() * eligible_cost).min(self.cap.get());
        TaxRelief { credit, refundable: self.refundable }
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::terms::UNLIMITED;
    use crate::policy::example::{Given, changes_nothing, given, small_label};
    use super::*;

    fn debated() -> Given {
        given(&[
            ("rate", 0.10),
            ("rate.small", 0.15),
            ("rate.startup", 0.15),
            ("refundable", 0.0),
            ("cap", UNLIMITED),
            ("budget", UNLIMITED),
            ("strategy", 1.0),
        ])
    }

    fn with(values: Given, number: (&'static str, f64)) -> TaxCredit {
        let numbers = [number].into_iter().chain(values.numbers).collect();
        TaxCredit::read(&Given { numbers, ..values })
    }

    /// 1000 M KRW of works and 200 M KRW of visits, most of it for touring.
    fn year() -> YearCost { YearCost { works: PerStrategy([600.0, 100.0, 100.0, 200.0]), visits: PerStrategy([200.0, 0.0, 0.0, 0.0]) } }

    #[test]
    fn a_credit_of_rate_zero_changes_nothing() {
        changes_nothing(&TaxCredit::read(&given(&[("rate", 0.0), ("refundable", 0.0), ("cap", 0.0), ("budget", 0.0), ("strategy", 1.0)])));
    }

    #[test]
    fn fifteen_per_cent_of_a_small_labels_1200_million_are_180_million_and_a_mid_label_gets_120() {
        let rule = TaxCredit::read(&debated());
        assert_eq!(rule.tax_relief(&small_label(), &year()), TaxRelief { credit: 180.0, refundable: false });
        assert_eq!(rule.tax_relief(&LabelFacts { tier: Tier::Mid, ..small_label() }, &year()).credit, 120.0);
    }

    #[test]
    fn the_cap_binds() { assert_eq!(with(debated(), ("cap", 50.0)).tax_relief(&small_label(), &year()).credit, 50.0); }

    #[test]
    fn cost_of_a_strategy_that_is_not_eligible_earns_no_credit() {
        let rule = with(debated(), ("strategy.touring", 0.0));
        assert_eq!(rule.tax_relief(&small_label(), &year()).credit, 0.15 * 400.0);
        assert_eq!(rule.announced_support(&small_label(), Strategy::Touring, 1.0, 1.0), 0.0);
    }

    #[test]
    fn a_label_without_tax_counts_on_a_tenth_of_the_credit_unless_it_is_refundable() {
        let support = |rule: TaxCredit| rule.announced_support(&small_label(), Strategy::Balanced, 1.0, 0.5);
        assert_eq!(support(TaxCredit::read(&debated())), 0.5 * 0.15 * 0.1);
        assert_eq!(support(with(debated(), ("refundable", 1.0))), 0.5 * 0.15);
    }

    #[test]
    fn a_label_counts_on_no_more_than_the_cap_of_a_year_divided_by_its_works() {
        // Four balanced works of 1.1 * 130 cost 572 a year; 28.6 of it are 0.05, less than 0.15.
        let capped = Given { numbers: [("cap", 28.6), ("refundable", 1.0)].into_iter().chain(debated().numbers).collect(), ..debated() };
        let support = TaxCredit::read(&capped).announced_support(&small_label(), Strategy::Balanced, 1.0, 0.5);
        assert!((support - 0.025).abs() < 1e-15, "{support}");
    }

    #[test]
    fn a_tier_that_the_law_leaves_out_may_not_claim() {
        assert_eq!(with(debated(), ("eligible.major", 0.0)).tiers(), PerTier([false, true, true, true]));
    }

    #[test]
    fn a_credit_without_a_budget_leaves_none_unused() {
        assert!(!TaxCredit::read(&debated()).budget().counts_as_unused());
        assert!(with(debated(), ("budget", 9860.0)).budget().counts_as_unused());
    }
}
