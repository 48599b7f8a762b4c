//! Firms (4.8): fixed cost, exit, entry, tiers and sizes. Money in M KRW.

use crate::math;
use crate::units::{PerTier, Tier};

/// `fixed_cost`_T Z: fixed cost of a quarter by tier and size Z.
#[inline(always)]
pub fn fixed_cost(of_tier: f64, size: f64) -> f64 {
    of_tier * size
}

/// FX (1 + compliance cost): what a law of contracts adds.
#[inline(always)]
pub fn with_compliance(fixed_cost: f64, compliance_cost: f64) -> f64 {
    fixed_cost * (1.0 + compliance_cost)
}

/// cash < -`credit_limit` FX: a label that owes its suppliers too much.
#[inline(always)]
pub fn insolvent(cash: f64, credit_limit: f64, fixed_cost: f64) -> bool {
    cash < -credit_limit * fixed_cost
}

/// Exit: insolvent, or closed for other reasons with probability `closure_hazard`_T, u in (0, 1); both are asked, for few
/// labels fail by either.
#[inline(always)]
pub fn fails(insolvent: bool, u: f64, closure_hazard: f64) -> bool {
    insolvent | (u < closure_hazard)
}

/// min(debt, (cash)+): what a label that closes repays of a debt.
#[inline(always)]
pub fn repaid_at_exit(debt: f64, cash: f64) -> f64 {
    debt.min(cash.max(0.0))
}

/// `owner_recourse` * missing: what owners pay of the debt that a label leaves; nothing where it is insolvent, for then they
/// have nothing either.
#[inline(always)]
pub fn recourse(missing: f64, part: f64, insolvent: bool) -> f64 {
    if insolvent { 0.0 } else { part * missing }
}

/// claims * residual: what private investors, the public fund and owners get of what a label leaves after its debts.
#[inline(always)]
pub fn shared_residual(residual: f64, private: f64, public: f64) -> [f64; 3] {
    let (to_investors, to_fund) = (private * residual, public * residual);
    [to_investors, to_fund, residual - to_investors - to_fund]
}

/// coverage * of_programme (1 - paid / debt): what government pays of the missing part of a guaranteed debt.
///
/// `paid`: by the label and its owners, of a `debt` above 0.
#[inline(always)]
pub fn guarantee_loss(coverage: f64, of_programme: f64, paid: f64, debt: f64) -> f64 {
    let missing = of_programme * (1.0 - paid / debt);
    coverage * missing
}

/// What draws startups in and what keeps them out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry {
    /// `entry_rate` `label_count.startup`: startups that enter a quarter at normal returns.
    pub usual: f64,
    /// `entry_sensitivity`
    pub sensitivity: f64,
    /// pi_start, what is held of startups, and its reference.
    pub view: f64,
    pub reference: f64,
    /// `entry_policy_sensitivity`
    pub policy_sensitivity: f64,
    /// support_share, what is announced for a representative startup.
    pub support: f64,
    /// Compliance cost of a startup, as share of fixed cost.
    pub compliance: f64,
}

/// usual exp(clip(sensitivity (pi_start - reference), -1, 1)) (1 + policy sensitivity support_share) (1 - 2 compliance): startups
/// that are founded in a quarter on average.
#[inline(always)]
pub fn births(of: Entry) -> f64 {
    let mood = (of.sensitivity * (of.view - of.reference)).clamp(-1.0, 1.0);
    let support = 1.0 + of.policy_sensitivity * of.support;
    of.usual * math::exp(mood) * support * (1.0 - 2.0 * of.compliance)
}

/// min(1, births / E): probability that one of E empty slots is entered, E above 0. Slots are room and not opportunities: how many
/// startups are founded does not depend on it.
#[inline(always)]
pub fn entry_probability(births: f64, empty: f64) -> f64 {
    (births / empty).min(1.0)
}

/// One tier up where Rev > threshold of the tier above, else one down where Rev < `tier_down_factor` * its own; startups stay.
#[inline(always)]
pub fn next_tier(tier: Tier, revenue_year: f64, threshold: &PerTier<f64>, down_factor: f64) -> Tier {
    let t = tier.index();
    if t > 0 && revenue_year > threshold[t - 1] {
        Tier::at(t - 1)
    } else if t + 1 < Tier::COUNT && revenue_year < down_factor * threshold[t] {
        Tier::at(t + 1)
    } else {
        tier
    }
}

/// (Rev)+ / Rev0_T, 1 where nothing is known of the tier: revenue relative to the mean of the tier at the start.
#[inline(always)]
pub fn relative_revenue(revenue_year: f64, reference: f64) -> f64 {
    if reference > 0.0 { revenue_year.max(0.0) / reference } else { 1.0 }
}

/// Z = clip(relative^`size_elasticity`, floor, ceiling): size within the tier.
#[inline(always)]
pub fn size(relative: f64, elasticity: f64, floor: f64, ceiling: f64) -> f64 {
    let power = math::pow(relative, elasticity);
    if relative > 0.0 { power.max(floor).min(ceiling) } else { floor }
}

/// Quarters that a label keeps its tier and size after entry: before, its trailing revenue is not yet a year's.
const PROBATION: i32 = 4;

/// Whether a label that entered in quarter `born` of the run may get another tier and size.
#[inline(always)]
pub fn old_enough(quarter: i32, born: i32) -> bool {
    quarter - born >= PROBATION
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_cost_goes_with_size_and_a_law_adds_to_it() {
        assert_eq!(fixed_cost(120.0, 1.5), 180.0);
        // 180 * 1.25
        assert_eq!(with_compliance(180.0, 0.25), 225.0);
    }

    #[test]
    fn a_label_fails_by_debts_beyond_its_credit_or_by_a_draw_below_the_hazard() {
        // The limit is -1.5 * 20 = -30.
        assert!(insolvent(-31.0, 1.5, 20.0));
        assert!(!insolvent(-30.0, 1.5, 20.0) && !insolvent(31.0, 1.5, 20.0));
        assert!(fails(true, 0.9, 0.05) && fails(false, 0.04, 0.05) && fails(true, 0.04, 0.05));
        assert!(!fails(false, 0.05, 0.05) && !fails(false, 0.9, 0.05));
    }

    #[test]
    fn cash_repays_as_far_as_it_goes_and_government_covers_its_part_of_the_rest() {
        assert_eq!(repaid_at_exit(100.0, 20.0), 20.0);
        assert_eq!(repaid_at_exit(100.0, 200.0), 100.0);
        assert_eq!(repaid_at_exit(100.0, -20.0), 0.0);
        // 60 of the 100 stand under the programme; 60 (1 - 25 / 100) = 45 are missing, 0.8 of them are paid.
        assert!((guarantee_loss(0.8, 60.0, 25.0, 100.0) - 36.0).abs() < 1e-12);
        assert_eq!(guarantee_loss(0.8, 60.0, 100.0, 100.0), 0.0);
    }

    #[test]
    fn owners_answer_for_a_label_that_closes_and_not_for_one_that_cannot_pay() {
        // Debt 100, cash 20: 80 are missing, owners pay 40, government 0.95 * 40 = 38, and 2 are the bank's.
        let repaid = repaid_at_exit(100.0, 20.0);
        let by_owners = recourse(100.0 - repaid, 0.5, false);
        assert_eq!(by_owners, 40.0);
        assert!((guarantee_loss(0.95, 100.0, repaid + by_owners, 100.0) - 38.0).abs() < 1e-12);
        // Insolvent: all of the missing debt is government's and the bank's.
        assert_eq!(recourse(100.0, 0.5, true), 0.0);
        assert!((guarantee_loss(0.95, 100.0, 0.0, 100.0) - 95.0).abs() < 1e-12);
    }

    #[test]
    fn what_a_closing_label_leaves_is_shared_by_claims() {
        assert_eq!(shared_residual(100.0, 0.125, 0.25), [12.5, 25.0, 62.5]);
        assert_eq!(shared_residual(100.0, 0.0, 0.0), [0.0, 0.0, 100.0]);
    }

    const ENTRY: Entry = Entry { usual: 0.4, sensitivity: 0.8, view: 0.5, reference: 0.25, policy_sensitivity: 0.5, support: 0.2, compliance: 0.04 };

    #[test]
    fn startups_enter_more_for_a_better_view_and_support_and_less_for_compliance() {
        // 0.4 e^(0.8 * 0.25) (1 + 0.5 * 0.2) (1 - 2 * 0.04) = 0.4 * 1.22140276 * 1.1 * 0.92
        assert!((births(ENTRY) - 0.49442384).abs() < 1e-7);
        let plain = Entry { view: 0.25, support: 0.0, compliance: 0.0, ..ENTRY };
        assert_eq!(births(plain), 0.4);
        // The mood counts within -1 and 1: 0.4 e and 0.4 / e.
        assert!((births(Entry { view: 9.0, ..plain }) - 1.08731273).abs() < 1e-7);
        assert!((births(Entry { view: -9.0, ..plain }) - 0.14715178).abs() < 1e-7);
    }

    #[test]
    fn as_many_startups_enter_however_many_slots_are_empty() {
        // 16 of 320 and of 640 slots; all of 8.
        assert_eq!([320.0, 640.0, 8.0].map(|empty| entry_probability(16.0, empty)), [0.05, 0.025, 1.0]);
        assert_eq!([320.0, 640.0].map(|empty| empty * entry_probability(16.0, empty)), [16.0, 16.0]);
    }

    #[test]
    fn a_label_moves_by_one_tier_above_the_next_threshold_or_well_below_its_own() {
        let next = |tier, revenue| next_tier(tier, revenue, &PerTier([1000.0, 100.0, 10.0, 1.0]), 0.5);
        // From mid: up above 1000, down below 0.5 * 100.
        assert_eq!([1001.0, 1000.0, 50.0, 49.0].map(|revenue| next(Tier::Mid, revenue)), [Tier::Major, Tier::Mid, Tier::Mid, Tier::Small]);
        // A major can only fall, a startup only rise; both by one tier.
        assert_eq!([5000.0, 499.0, 0.0].map(|revenue| next(Tier::Major, revenue)), [Tier::Major, Tier::Mid, Tier::Mid]);
        assert_eq!([0.0, 10.0, 11.0, 5000.0].map(|revenue| next(Tier::Startup, revenue)), [Tier::Startup, Tier::Startup, Tier::Small, Tier::Small]);
    }

    #[test]
    fn size_grows_with_revenue_relative_to_the_tier_within_limits() {
        assert_eq!(relative_revenue(400.0, 100.0), 4.0);
        assert_eq!(relative_revenue(-400.0, 100.0), 0.0);
        assert_eq!(relative_revenue(400.0, 0.0), 1.0, "nothing is known of the tier");
        // 4^0.5 = 2, 100^0.5 = 10 is above 3, 0.01^0.5 = 0.1 below 0.25
        assert!((size(4.0, 0.5, 0.25, 3.0) - 2.0).abs() < 1e-14);
        assert_eq!([100.0, 0.01, 0.0].map(|relative| size(relative, 0.5, 0.25, 3.0)), [3.0, 0.25, 0.25]);
    }

    #[test]
    fn a_label_keeps_its_tier_for_a_year_after_entry() {
        assert!(!old_enough(8, 5) && old_enough(9, 5) && old_enough(10, 5));
    }
}
