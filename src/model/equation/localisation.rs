//! Localisation of works, their identity and autonomy, and what labels learn of them (4.4).

use super::pulled;
use crate::units::Market;

/// c = `localisation_cost` * ref / (1 + Kl) * (`early_cost_factor` if early): full localisation for one market, M KRW.
#[inline(always)]
pub fn unit_cost(cost: f64, reference_cost: f64, capability: f64, early_factor: f64) -> f64 {
    cost * reference_cost / (1.0 + capability) * early_factor
}

/// vp `title_exposure` (`rights_kept` + `platform_value_rights`): what a title counts on of its platform's value, M KRW.
#[inline(always)]
pub fn title_value(platform_value: f64, exposure: f64, rights_kept: f64, value_rights: f64) -> f64 {
    platform_value * (exposure * (rights_kept + value_rights))
}

/// v = rev / expected works + title: streaming revenue of a work in a market that localisation can raise, M KRW.
#[inline(always)]
pub fn market_value(trailing_revenue: f64, expected_works: f64, title_value: f64) -> f64 {
    trailing_revenue / expected_works + title_value
}

/// What a level of localisation is planned from.
pub struct Plan {
    /// v: revenue that it can raise, M KRW.
    pub value: f64,
    /// `language_loss` * `language_distance` of the market.
    pub language_loss: f64,
    /// 1 + gain, where it is planned early, else 1.
    pub gain: f64,
    /// c: cost of full localisation, M KRW.
    pub unit_cost: f64,
    /// Rate of the voucher, 0 without.
    pub voucher_rate: f64,
}

/// l = clip(v loss gain / (2 c (1 - rate)), 0, 1), where the marginal gain meets the marginal cost.
///
/// A denominator of 0 gives 1 where the numerator is above 0, else 0.
#[inline(always)]
pub fn level(plan: &Plan) -> f64 {
    let level = plan.value * plan.language_loss * plan.gain / (2.0 * plan.unit_cost * (1.0 - plan.voucher_rate));
    // 0 / 0 is no number and gives 0.
    if level > 0.0 { level.min(1.0) } else { 0.0 }
}

/// c l^2: cost of a level, M KRW.
#[inline(always)]
pub fn cost(unit_cost: f64, level: f64) -> f64 {
    unit_cost * level * level
}

/// min(1, l (1 + gain [early])): level as the public meets it.
#[inline(always)]
pub fn effective_level(level: f64, gain: f64) -> f64 {
    (level * gain).min(1.0)
}

/// lbar from the sum of the levels over the foreign markets.
#[inline(always)]
pub fn mean_level(sum: f64) -> f64 {
    sum / Market::FOREIGN.len() as f64
}

/// What a work loses and gains of its label's identity.
pub struct Identity {
    /// lam: loss at full localisation.
    pub loss: f64,
    /// lbar: mean level.
    pub mean_level: f64,
    /// Loss by a collaborator from abroad, 0 without.
    pub loss_abroad: f64,
    /// Noise of a standard normal deviate.
    pub noise: f64,
}

/// h_x = clip(h_i - lam lbar - loss abroad + noise, 0, 1).
#[inline(always)]
pub fn identity_of_work(of_label: f64, work: &Identity) -> f64 {
    (of_label - work.loss * work.mean_level - work.loss_abroad + work.noise).clamp(0.0, 1.0)
}

/// o = max(floor, clip(usual + bargaining + noise, 0, 1)): autonomy of a title.
#[inline(always)]
pub fn autonomy(usual: f64, bargaining: f64, noise: f64, floor: f64) -> f64 {
    (usual + bargaining + noise).clamp(0.0, 1.0).max(floor)
}

/// Localisation cost / cost; not a number where there is no cost, of which nothing is learned.
#[inline(always)]
pub fn localisation_share(localisation_cost: f64, cost: f64) -> f64 {
    if cost > 0.0 { localisation_cost / cost } else { f64::NAN }
}

/// cost (1 - saving): cost of a work as it is paid, M KRW; only unplaced works save a part.
#[inline(always)]
pub fn paid_cost(cost: f64, saving: f64) -> f64 {
    cost * (1.0 - saving)
}

/// cost - grant + localisation cost - voucher: what the label pays of a work, M KRW.
#[inline(always)]
pub fn own_cost(cost: f64, grant: f64, localisation_cost: f64, voucher: f64) -> f64 {
    cost - grant + localisation_cost - voucher
}

/// K <- K + fade (K0 / 2 - K) above half the founding value K0.
#[inline(always)]
pub fn faded_capability(capability: f64, founding: f64, fade: f64) -> f64 {
    capability + if capability > founding / 2.0 { fade * (founding / 2.0 - capability) } else { 0.0 }
}

/// `localisation_learning` * mean effective foreign level: what a work teaches its label.
#[inline(always)]
pub fn localisation_lesson(foreign_levels: [f64; Market::FOREIGN.len()], learning: f64) -> f64 {
    learning * foreign_levels.iter().fold(0.0, |sum, level| sum + level) / Market::FOREIGN.len() as f64
}

/// Kl + lesson (1 - Kl / Kmax)+, Kmax = `localisation_ceiling`: localisation capability after a work.
#[inline(always)]
pub fn localisation_capability(old: f64, lesson: f64, ceiling: f64) -> f64 {
    old + lesson * (1.0 - old / ceiling).max(0.0)
}

/// Kp + `platform_learning` (1 - Kp) (`tie_in_learning` if tie_in, else 1): platform capability after a title.
#[inline(always)]
pub fn platform_capability(old: f64, learning: f64, strategy_factor: f64) -> f64 {
    old + learning * (1.0 - old) * strategy_factor
}

/// How identity changes: `identity_pull` and `identity_drift`.
pub struct Drift {
    pub pull: f64,
    pub drift: f64,
}

/// h <- h + pull (h0 - h), then, with works, h <- (1 - drift) h + drift * mean h of the works.
#[inline(always)]
pub fn identity_of_label(old: f64, founding: f64, sum_of_works: f64, works: u32, rates: &Drift) -> f64 {
    let home = pulled(old, founding, rates.pull);
    let drifted = (1.0 - rates.drift) * home + rates.drift * (sum_of_works / f64::from(works));
    if works > 0 { drifted } else { home }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: Plan = Plan { value: 8.0, language_loss: 0.25, gain: 1.5, unit_cost: 4.0, voucher_rate: 0.25 };

    #[test]
    fn localisation_costs_less_to_those_who_can_and_plan_early() {
        // 0.1 * 120 / (1 + 0.5) = 8
        assert!((unit_cost(0.1, 120.0, 0.5, 1.0) - 8.0).abs() < 1e-14);
        assert!((unit_cost(0.1, 120.0, 0.5, 0.75) - 6.0).abs() < 1e-14);
    }

    #[test]
    fn a_title_counts_on_its_part_of_the_platform_s_value() {
        // 40 * (0.5 (0.25 + 0.5)) = 40 * 0.375
        assert_eq!(title_value(40.0, 0.5, 0.25, 0.5), 15.0);
        // 12 / 4 + 15
        assert_eq!(market_value(12.0, 4.0, 15.0), 18.0);
    }

    #[test]
    fn the_level_is_where_marginal_gain_meets_marginal_cost() {
        // 8 * 0.25 * 1.5 / (2 * 4 * 0.75) = 3 / 6
        assert_eq!(level(&PLAN), 0.5);
        // Without voucher 3 / 8, not early 2 / 6
        assert_eq!(level(&Plan { voucher_rate: 0.0, ..PLAN }), 0.375);
        assert_eq!(level(&Plan { gain: 1.0, ..PLAN }), 2.0 / 6.0);
        // 30 / 6 is more than all
        assert_eq!(level(&Plan { value: 80.0, ..PLAN }), 1.0);
        assert_eq!(level(&Plan { value: -8.0, ..PLAN }), 0.0);
    }

    #[test]
    fn what_costs_nothing_is_done_in_full_where_it_gains_something() {
        assert_eq!(level(&Plan { voucher_rate: 1.0, ..PLAN }), 1.0);
        assert_eq!(level(&Plan { unit_cost: 0.0, ..PLAN }), 1.0);
        assert_eq!(level(&Plan { unit_cost: 0.0, value: 0.0, ..PLAN }), 0.0);
        assert_eq!(level(&Plan { unit_cost: 0.0, language_loss: 0.0, ..PLAN }), 0.0);
    }

    #[test]
    fn cost_is_of_the_level_planned_and_the_gain_comes_on_top() {
        // 4 * 0.5^2
        assert_eq!(cost(4.0, 0.5), 1.0);
        assert_eq!(effective_level(0.5, 1.5), 0.75);
        assert_eq!(effective_level(0.8, 1.5), 1.0);
        // Six foreign markets
        assert_eq!(mean_level(3.0), 0.5);
    }

    #[test]
    fn localisation_and_collaborators_take_identity_within_limits() {
        let work = Identity { loss: 0.5, mean_level: 0.25, loss_abroad: 0.125, noise: 0.0625 };
        // 0.75 - 0.125 - 0.125 + 0.0625
        assert_eq!(identity_of_work(0.75, &work), 0.5625);
        assert_eq!(identity_of_work(0.125, &work), 0.0);
        assert_eq!(identity_of_work(0.75, &Identity { noise: 2.0, ..work }), 1.0);
    }

    #[test]
    fn autonomy_is_negotiated_above_a_floor() {
        // 0.5 + 0.25 - 0.125
        assert_eq!(autonomy(0.5, 0.25, -0.125, 0.0), 0.625);
        assert_eq!(autonomy(0.5, 0.25, -0.125, 0.75), 0.75);
        assert_eq!(autonomy(0.5, 0.75, 0.0, 0.75), 1.0);
        assert_eq!(autonomy(0.5, -0.75, 0.0, 0.0), 0.0);
    }

    #[test]
    fn the_label_pays_what_support_leaves() {
        // 125 (1 - 0.25)
        assert_eq!(paid_cost(125.0, 0.25), 93.75);
        // 100 - 20 + 12 - 5
        assert_eq!(own_cost(100.0, 20.0, 12.0, 5.0), 87.0);
        assert_eq!(localisation_share(12.0, 96.0), 0.125);
        assert!(localisation_share(12.0, 0.0).is_nan());
    }

    #[test]
    fn capabilities_fade_to_half_their_founding_value_and_grow_with_works() {
        // 0.75 + 0.5 (0.8 / 2 - 0.75)
        assert!((faded_capability(0.75, 0.8, 0.5) - 0.575).abs() < 1e-15);
        // Below half of it nothing fades, and nothing grows.
        assert_eq!(faded_capability(0.25, 0.8, 0.5), 0.25);
        // 0.1 * 3 / 6
        assert!((localisation_lesson([1.0, 1.0, 0.5, 0.5, 0.0, 0.0], 0.1) - 0.05).abs() < 1e-15);
        // 0.5 + 0.25 (1 - 0.5) * 0.5
        // 0.8 + 0.03 * 0.5 * (1 - 0.8 / 2) = 0.8 + 0.015 * 0.6
        let lesson = localisation_lesson([0.5; 6], 0.03);
        assert!((localisation_capability(0.8, lesson, 2.0) - 0.809).abs() < 1e-15);
        // At the ceiling nothing is learnt, above it nothing is lost; far below it the lesson is learnt in full.
        assert_eq!((localisation_capability(2.0, lesson, 2.0), localisation_capability(3.0, lesson, 2.0)), (2.0, 3.0));
        assert!((localisation_capability(0.8, lesson, 1000.0) - 0.815).abs() < 1e-3 * lesson);
        assert_eq!(platform_capability(0.5, 0.25, 0.5), 0.5625);
        assert_eq!(platform_capability(1.0, 0.25, 0.5), 1.0);
    }

    #[test]
    fn identity_returns_to_its_founding_value_and_follows_the_works() {
        let rates = Drift { pull: 0.5, drift: 0.25 };
        // Without works 0.5 + 0.5 (1 - 0.5)
        assert_eq!(identity_of_label(0.5, 1.0, 0.0, 0, &rates), 0.75);
        // Two works of mean 0.25: 0.75 * 0.75 + 0.25 * 0.25
        assert_eq!(identity_of_label(0.5, 1.0, 0.5, 2, &rates), 0.625);
    }
}
