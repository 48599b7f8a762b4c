//! Brokered partnerships: places that open platforms to labels without access, with durable terms.
//!
//! ```text
//! a label with a place:   threshold waived, coordination cost waived for partnership
//! d_ik        = coordination_cost (1 - Kp_i)                      announced, partnership only
//! term        = floor(partnership_term (1 + B_d))                 of a partnership founded with a place
//! break       = B_k times the probability if B_d > 0, else as ever
//! places      = min(floor(B_n), floor(budget of the year / cost_per_deal))       of a year
//! extra slots = floor(places / 4 + u) a quarter, for works in the programme, while money is left
//! ```
//!
//! | symbol | row of `policy.brokerage` | unit | source | grade |
//! | --- | --- | --- | --- | --- |
//! | B_n | `places` | labels a year | assumed; without a limit it runs away | C |
//! | | `budget` | M KRW a year | assumed | C |
//! | | `cost_per_deal` | M KRW a deal | assumed | C |
//! | B_d | `durable_factor` | - | assumed; repeated deals share more (F112, F113) | C |
//! | B_k | `break_factor` | factor on a probability | assumed | C |
//! | | `eligible`, `take_up` | 0 or 1, share by tier | assumed | C |
//! | | `admin_share` | share of outlay | Canada Music Fund 4.9 % (F194) | A |
//!
//! Who has a place, the extra slots and the price of each new partnership, paid to intermediaries,
//! belong to the government process.

use super::terms::{Budget, Schedule, TakeUp, Values};
use super::instrument::{Instrument, Seam};
use super::facts::LabelFacts;
use super::answers::{PlatformTerms, PlatformWide};
use crate::units::{KrwMillion, PerTier, Share, Strategy};

/// What takes all strength where it is 0: places and extra slots, or the money for deals.
pub const STRENGTH: &[&[&str]] = &[&["places"], &["budget"]];

/// Brokered partnerships.
#[derive(Clone, Debug)]
pub struct Brokerage {
    /// Labels in the programme a year.
    places: f64,
    /// Yearly budget, M KRW.
    budget: Schedule,
    /// Public cost of a new partnership.
    cost_per_deal: KrwMillion,
    /// Lengthening of the term, as part of it.
    durable_factor: f64,
    /// Factor on the probability that a durable partnership breaks.
    break_factor: Share,
    eligible: PerTier<bool>,
    take_up: TakeUp,
    admin_share: Share,
}

impl Brokerage {
    /// Reads the rule from values that were checked.
    pub fn read(values: &dyn Values) -> Self {
        let share = |key: &str| Share::new(values.number(key)).expect("checked when the scenario was read");
        Self {
            places: values.number("places"),
            budget: values.yearly("budget"),
            cost_per_deal: KrwMillion::new(values.number("cost_per_deal")).expect("checked when the scenario was read"),
            durable_factor: values.number("durable_factor"),
            break_factor: share("break_factor"),
            eligible: values.tiers("eligible"),
            take_up: TakeUp::read(values),
            admin_share: share("admin_share"),
        }
    }

    /// Whether the rule applies: it has places, and the label one of them.
    fn has_place(&self, label: &LabelFacts) -> bool { self.places > 0.0 && label.has_place }
}

impl Instrument for Brokerage {
    fn seams(&self) -> &'static [Seam] { &[Seam::Places, Seam::PlatformTerms] }
    fn has_strength(&self, year: usize) -> bool { self.places(year) > 0 && self.budget.of_year(year) > 0.0 }
    fn tiers(&self) -> PerTier<bool> { self.eligible }
    fn take_up(&self) -> Option<&TakeUp> { Some(&self.take_up) }
    fn budget(&self) -> Budget<'_> { Budget::Quarterly(&self.budget) }
    fn admin_share(&self) -> f64 { self.admin_share.get() }

    /// `coordination_cost (1 - Kp_i)` for the partnership of a label with a place: it has no such cost.
    fn announced_support(&self, label: &LabelFacts, strategy: Strategy, _grant_factor: f64, _counted: f64) -> f64 {
        if strategy != Strategy::Partnership || !self.has_place(label) { return 0.0; }
        label.industry.coordination_cost * (1.0 - label.platform_capability)
    }


    fn platform_terms(&self, label: &LabelFacts) -> PlatformTerms {
        if !self.has_place(label) { return PlatformTerms::default(); }
        PlatformTerms {
            threshold_waived: true,
            coordination_waived: true,
            durable_factor: self.durable_factor,
            break_factor: if self.durable_factor > 0.0 { self.break_factor.get() } else { 1.0 },
            ..PlatformTerms::default()
        }
    }

    /// `min(floor(B_n), floor(budget of the year / cost_per_deal))`: a place is worth nothing without the price of its deal.
    fn places(&self, year: usize) -> u32 {
        let (offered, cost) = (self.places.floor(), self.cost_per_deal.get());
        let funded = if cost > 0.0 { ((self.budget.of_year(year) + 1e-9) / cost).floor() } else { offered };
        offered.min(funded) as u32
    }

    fn platform_wide(&self) -> PlatformWide {
        if self.places <= 0.0 { return PlatformWide::default(); }
        PlatformWide { cost_per_deal: self.cost_per_deal.get(), ..PlatformWide::default() }
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::example::{changes_nothing, given, small_label};
    use super::*;

    fn broker(places: f64, durable_factor: f64) -> Brokerage {
        Brokerage::read(&given(&[
            ("places", places),
            ("budget", 6000.0),
            ("cost_per_deal", 500.0),
            ("durable_factor", durable_factor),
            ("break_factor", 0.5),
            ("eligible.major", 0.0),
        ]))
    }

    #[test]
    fn a_programme_without_places_changes_nothing() { changes_nothing(&broker(0.0, 1.0)); }

    #[test]
    fn a_label_without_a_place_gets_nothing() {
        let outside = LabelFacts { has_place: false, ..small_label() };
        assert_eq!(broker(12.0, 1.0).platform_terms(&outside), PlatformTerms::default());
        assert_eq!(broker(12.0, 1.0).announced_support(&outside, Strategy::Partnership, 1.0, 1.0), 0.0);
    }

    #[test]
    fn a_place_waives_threshold_and_coordination_cost_and_makes_the_partnership_durable() {
        let terms = broker(12.0, 1.0).platform_terms(&small_label());
        assert!(terms.threshold_waived && terms.coordination_waived);
        assert_eq!((terms.durable_factor, terms.break_factor, terms.fee_cut), (1.0, 0.5, 0.0));
    }

    #[test]
    fn a_partnership_breaks_less_only_where_it_is_durable() {
        assert_eq!(broker(12.0, 0.0).platform_terms(&small_label()).break_factor, 1.0);
    }

    #[test]
    fn a_label_of_capability_a_fifth_saves_a_fifth_of_its_reference_budget_on_partnerships_alone() {
        let support = |k| broker(12.0, 1.0).announced_support(&small_label(), k, 1.0, 1.0);
        assert_eq!(support(Strategy::Partnership), 0.2, "0.25 * (1 - 0.2)");
        assert_eq!([Strategy::Touring, Strategy::TieIn, Strategy::Balanced].map(support), [0.0; 3]);
    }

    #[test]
    fn the_programme_has_twelve_places_a_price_and_no_place_for_majors() {
        let rule = broker(12.0, 1.0);
        assert_eq!((rule.places(0), rule.platform_wide()), (12, PlatformWide { cost_per_deal: 500.0, ..PlatformWide::default() }));
        assert_eq!(rule.tiers(), PerTier([false, true, true, true]));
    }

    #[test]
    fn there_are_no_more_places_than_deals_that_the_money_of_the_year_pays() {
        // 1700 pay three deals of 500; 499 none, and the programme is off.
        let rule = Brokerage { budget: Schedule::ByYear(vec![1700.0, 499.0, 500.0, 90_000.0]), ..broker(12.0, 1.0) };
        assert_eq!([0, 1, 2, 3, 4].map(|year| rule.places(year)), [3, 0, 1, 12, 0]);
        assert_eq!([0, 1, 2, 3, 4].map(|year| rule.has_strength(year)), [true, false, true, true, false]);
        let free = Brokerage { cost_per_deal: KrwMillion::default(), ..rule };
        assert_eq!((free.places(1), free.has_strength(1), free.has_strength(4)), (12, true, false));
    }
}
