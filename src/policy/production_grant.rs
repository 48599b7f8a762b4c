//! Grants for works: government pays part of what a work costs, up to a cap.
//!
//! ```text
//! grant_x = min(g (1 + bonus) cost_x, g_cap)                                 works of the eligible strategies
//! d_ik    = served * min(g (1 + bonus), g_cap / (RB_i strategy_cost_k))      announced support
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
//! The bonus is that of an identity condition in force, `served` the government's experience of
//! claims served. When money is short the claims are served in the order of `selection`; the last
//! grant may be partial.

use super::{Budget, Instrument, LabelFacts, Order, Schedule, TakeUp, Values};
use crate::units::{KrwMillion, PerStrategy, PerTier, Share, Strategy};

/// What is 0 at zero strength: no part of a cost is paid, and no money is released.
pub const STRENGTH: &[&str] = &["rate", "budget"];

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
    fn tiers(&self) -> PerTier<bool> { self.eligible }
    fn take_up(&self) -> Option<&TakeUp> { Some(&self.take_up) }
    fn budget(&self) -> Budget { Budget::Quarterly(self.budget.clone()) }
    fn order(&self) -> Order { self.selection }
    fn admin_share(&self) -> f64 { self.admin_share.get() }
    fn expects_service(&self) -> bool { true }

    /// `served * min(g (1 + bonus), g_cap / (RB_i strategy_cost_k))`, 0 for strategies without grants.
    fn announced_support(&self, label: &LabelFacts, strategy: Strategy, grant_factor: f64, served: f64) -> f64 {
        if !self.strategies[strategy.index()] { return 0.0; }
        let usual_cost = label.reference_budget * label.industry.strategy_cost[strategy.index()];
        served * (self.rate.get() * grant_factor).min(self.cap.get() / usual_cost)
    }

    /// `min(g (1 + bonus) cost_x, g_cap)`, 0 for strategies without grants.
    fn work_grant(&self, _label: &LabelFacts, cost: f64, strategy: Strategy, grant_factor: f64) -> f64 {
        if !self.strategies[strategy.index()] { return 0.0; }
        (self.rate.get() * grant_factor * cost).min(self.cap.get())
    }
}

/// What the tests of all instruments are told: values, a label, and how "nothing changes" is held.
#[cfg(test)]
pub(super) mod example {
    use super::super::*;

    /// Values as a test states them. A row of a table that is not stated takes the table's number
    /// (`rate.mid` that of `rate`); who may apply and who does is everybody unless stated.
    pub struct Given {
        pub numbers: Vec<(&'static str, f64)>,
        pub words: Vec<(&'static str, &'static str)>,
    }

    /// Values with these numbers.
    pub fn given(numbers: &[(&'static str, f64)]) -> Given { Given { numbers: numbers.to_vec(), words: vec![("selection", "merit")] } }

    const EVERYBODY: [(&str, f64); 5] =
        [("eligible", 1.0), ("take_up", 1.0), ("take_up_rise", 0.0), ("take_up_ceiling", 1.0), ("admin_share", 0.06)];

    impl Values for Given {
        fn number(&self, key: &str) -> f64 {
            let table = key.split_once('.').map_or(key, |(table, _)| table);
            let stated = |key: &str| self.numbers.iter().chain(&EVERYBODY).find(|(name, _)| *name == key).map(|(_, number)| *number);
            stated(key).or_else(|| stated(table)).unwrap_or_else(|| panic!("the test does not state `{key}`"))
        }
        fn word(&self, key: &str) -> String {
            self.words.iter().find(|(name, _)| *name == key).unwrap_or_else(|| panic!("the test does not state `{key}`")).1.to_owned()
        }
        fn yearly(&self, key: &str) -> Schedule { Schedule::Constant(self.number(key)) }
    }

    /// What all labels have in common.
    const INDUSTRY: Industry = Industry {
        identity_loss: PerStrategy([0.08, 0.3, 0.18, 0.13]),
        strategy_cost: PerStrategy([1.0, 0.6, 0.9, 1.1]),
        touring_intensity: PerStrategy([1.0, 0.0, 0.15, 0.8]),
        coordination_cost: 0.25,
    };

    /// A small label with works of 130 M KRW and 500 M KRW of revenue a year.
    pub fn small_label() -> LabelFacts<'static> {
        LabelFacts {
            industry: &INDUSTRY,
            tier: Tier::Small,
            identity: 0.7,
            reference_budget: 130.0,
            revenue_year: 500.0,
            guaranteed_debt: 0.0,
            platform_capability: 0.2,
            has_partner: false,
            has_place: true,
            localisation_share: 0.1,
            visit_share: 0.4,
            tax_factor: 0.1,
        }
    }

    /// A creator of skill 1 who started at 0, with network 0.5.
    pub fn creator() -> CreatorFacts {
        CreatorFacts { skill: 1.0, starting_skill: 0.0, network: 0.5, skill_ceiling: 4.0, network_ceiling: 3.0 }
    }

    /// A rule with every default: what nothing is.
    #[derive(Debug)]
    struct Nothing;
    impl Instrument for Nothing {}

    /// Holds a rule's nine seams to the defaults for labels of every tier. Left out are the terms
    /// of debt and the cost of places: they say the price of something that then nobody has.
    pub fn changes_nothing(rule: &dyn Instrument) {
        let year = YearCost { works: PerStrategy([90.0; 4]), visits: PerStrategy([40.0; 4]) };
        let stages = Market::FOREIGN.map(Stage::Visit).into_iter().chain([Stage::Localisation]);
        for tier in Tier::ALL {
            let label = LabelFacts { tier, ..small_label() };
            for k in Strategy::ALL {
                assert_eq!(rule.eligibility(&label, Claim::Work(k)), Nothing.eligibility(&label, Claim::Work(k)));
                assert_eq!(rule.announced_support(&label, k, 1.2, 0.9), Nothing.announced_support(&label, k, 1.2, 0.9));
                assert_eq!(rule.work_grant(&label, 100.0, k, 1.2), Nothing.work_grant(&label, 100.0, k, 1.2));
            }
            assert_eq!(rule.eligibility(&label, Claim::Label), Nothing.eligibility(&label, Claim::Label));
            assert_eq!(rule.finance_offer(&label, 80.0), Nothing.finance_offer(&label, 80.0));
            assert_eq!(rule.platform_terms(&label), Nothing.platform_terms(&label));
            for stage in stages.clone() {
                assert_eq!(rule.cost_voucher(&label, stage, 50.0), Nothing.cost_voucher(&label, stage, 50.0));
            }
            assert_eq!(rule.tax_relief(&label, &year), Nothing.tax_relief(&label, &year));
            assert_eq!(rule.creator_places(&label, &creator()), Nothing.creator_places(&label, &creator()));
            assert_eq!(rule.contract_terms(&label), Nothing.contract_terms(&label));
        }
        assert_eq!(rule.platform_wide(), Nothing.platform_wide());
    }
}

#[cfg(test)]
mod tests {
    use super::example::{Given, changes_nothing, given, small_label};
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
