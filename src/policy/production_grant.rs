//! Grants for works: government pays part of what a work costs, up to a cap.
//!
//! ```text
//! grant_x = min(g (1 + bonus) cost_x, g_cap)                                 works of the eligible strategies
//! d_ik    = counted * min(g (1 + bonus), g_cap / (RB_i strategy_cost_k))      announced support
//! ```
//!
//! | symbol | row of `policy.production_grant` | unit | source | grade |
//! | --- | --- | --- | --- | --- |
//! | g | `rate` | share of cost | assumed; matching grants, e.g. MEGS (F182) | C |
//! | g_cap | `cap` | M KRW a work | KOCCA 2024 call: 200 or 100 M KRW (F175) | A |
//! | | `budget` | M KRW a year | KOCCA 2024: 8.0 bn KRW for 48 projects (F175) | A |
//! | | `selection` | merit, lottery or first_come | assumed | C |
//! | | `strategy` | 0 or 1 by strategy | assumed | C |
//! | | `eligible`, `take_up` | 0 or 1, share by tier | assumed | C |
//! | | `admin_share` | share of outlay | Canada Music Fund 4.9 % (F194) | A |
//!
//! The bonus is that of an identity condition in force, `counted` the part of its claims that a label counts
//! on. When money is short the claims are served in the order of `selection`; the last
//! grant may be partial.

use super::terms::{Budget, Order, Schedule, TakeUp, Values};
use super::instrument::{Instrument, Seam};
use super::facts::LabelFacts;
use crate::units::{KrwMillion, PerStrategy, PerTier, Share, Strategy};

/// What takes all strength where it is 0: the part of a cost that is paid, the largest grant, or the money.
pub const STRENGTH: &[&[&str]] = &[&["rate"], &["cap"], &["budget"]];

/// Grants for works.
#[derive(Clone, Debug)]
pub struct ProductionGrant {
    /// Part of a work's cost that is paid.
    rate: Share,
    /// Largest grant for a work.
    cap: KrwMillion,
    /// Works of these strategies may have a grant.
    strategies: PerStrategy<bool>,
    /// Yearly budget, M KRW.
    budget: Schedule,
    selection: Order,
    eligible: PerTier<bool>,
    take_up: TakeUp,
    admin_share: Share,
}

impl ProductionGrant {
    /// Reads the rule from values that were checked.
    pub fn read(values: &dyn Values) -> Self {
        let share = |key: &str| Share::new(values.number(key)).expect("checked when the scenario was read");
        Self {
            rate: share("rate"),
            cap: KrwMillion::new(values.number("cap")).expect("checked when the scenario was read"),
            strategies: values.strategies("strategy"),
            budget: values.yearly("budget"),
            selection: match values.word("selection").as_str() {
                "merit" => Order::Merit,
                "lottery" => Order::Lottery,
                "first_come" => Order::FirstCome,
                other => unreachable!("selection `{other}` was checked when the scenario was read"),
            },
            eligible: values.tiers("eligible"),
            take_up: TakeUp::read(values),
            admin_share: share("admin_share"),
        }
    }
}

impl Instrument for ProductionGrant {
    fn seams(&self) -> &'static [Seam] { &[Seam::Grants] }
    fn has_strength(&self, year: usize) -> bool { self.rate.get() > 0.0 && self.cap.get() > 0.0 && self.budget.of_year(year) > 0.0 }
    fn tiers(&self) -> PerTier<bool> { self.eligible }
    fn take_up(&self) -> Option<&TakeUp> { Some(&self.take_up) }
    fn budget(&self) -> Budget<'_> { Budget::Quarterly(&self.budget) }
    fn order(&self) -> Order { self.selection }
    fn admin_share(&self) -> f64 { self.admin_share.get() }
    fn expects_service(&self) -> bool { true }

    /// `counted * min(g (1 + bonus), g_cap / (RB_i strategy_cost_k))`, 0 for strategies without grants.
    fn announced_support(&self, label: &LabelFacts, strategy: Strategy, grant_factor: f64, counted: f64) -> f64 {
        if !self.strategies[strategy.index()] { return 0.0; }
        counted * (self.rate.get() * grant_factor).min(self.cap.get() / label.usual_cost(strategy))
    }

    /// `min(g (1 + bonus) cost_x, g_cap)`, 0 for strategies without grants.
    fn work_grant(&self, _label: &LabelFacts, cost: f64, strategy: Strategy, grant_factor: f64) -> f64 {
        if !self.strategies[strategy.index()] { return 0.0; }
        (self.rate.get() * grant_factor * cost).min(self.cap.get())
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::example::{Given, changes_nothing, given, small_label};
    use super::*;
    use crate::units::Tier;

    fn kocca() -> Given { given(&[("rate", 0.5), ("cap", 200.0), ("budget", 8000.0), ("strategy", 1.0), ("eligible.major", 0.0)]) }

    #[test]
    fn a_grant_of_rate_zero_changes_nothing() {
        changes_nothing(&ProductionGrant::read(&given(&[("rate", 0.0), ("cap", 200.0), ("budget", 0.0), ("strategy", 1.0)])));
    }

    #[test]
    fn half_of_a_work_of_130_million_is_65_million() {
        let rule = ProductionGrant::read(&kocca());
        assert_eq!(rule.work_grant(&small_label(), 130.0, Strategy::Touring, 1.0), 65.0);
        assert_eq!(rule.announced_support(&small_label(), Strategy::Touring, 1.0, 0.8), 0.4, "80 % of claims are served");
    }

    #[test]
    fn the_cap_binds_for_an_expensive_work() {
        let rule = ProductionGrant::read(&kocca());
        let mid = LabelFacts { tier: Tier::Mid, reference_budget: 800.0, ..small_label() };
        assert_eq!(rule.work_grant(&mid, 800.0, Strategy::Touring, 1.0), 200.0);
        assert_eq!(rule.announced_support(&mid, Strategy::Touring, 1.0, 1.0), 0.25);
    }

    #[test]
    fn the_bonus_of_an_identity_condition_raises_the_rate_but_not_the_cap() {
        let rule = ProductionGrant::read(&kocca());
        assert_eq!(rule.work_grant(&small_label(), 100.0, Strategy::Touring, 1.2), 60.0);
        assert_eq!(rule.work_grant(&small_label(), 1000.0, Strategy::Touring, 1.2), 200.0);
    }

    #[test]
    fn a_label_could_claim_most_for_the_dearest_work_that_no_condition_refuses() {
        // Balanced works cost 1.1 * 130 = 143, touring 130; the second factor is a bonus of 0.2.
        let rule = ProductionGrant::read(&kocca());
        let claim = |factors| rule.largest_claim(&small_label(), &PerStrategy(factors));
        assert!((claim([Some(1.0); 4]) - 71.5).abs() < 1e-12);
        assert!((claim([Some(1.2), Some(1.2), Some(1.2), None]) - 78.0).abs() < 1e-12);
        assert_eq!(claim([None; 4]), 0.0);
    }

    #[test]
    fn a_strategy_that_is_not_eligible_gets_nothing() {
        let mut values = kocca();
        values.numbers.push(("strategy.tie_in", 0.0));
        let rule = ProductionGrant::read(&values);
        assert_eq!(rule.work_grant(&small_label(), 100.0, Strategy::TieIn, 1.0), 0.0);
        assert_eq!(rule.announced_support(&small_label(), Strategy::TieIn, 1.0, 1.0), 0.0);
        assert!(rule.work_grant(&small_label(), 100.0, Strategy::Balanced, 1.0) > 0.0);
    }

    #[test]
    fn majors_may_not_apply_where_the_call_leaves_them_out() {
        assert_eq!(ProductionGrant::read(&kocca()).tiers(), PerTier([false, true, true, true]));
    }

    #[test]
    fn the_call_says_in_which_order_claims_are_served() {
        for (word, order) in [("merit", Order::Merit), ("lottery", Order::Lottery), ("first_come", Order::FirstCome)] {
            let values = Given { words: vec![("selection", word)], ..kocca() };
            assert_eq!(ProductionGrant::read(&values).order(), order);
        }
    }
}
