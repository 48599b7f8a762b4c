//! Identity and autonomy of works, what they cost, and what labels learn of localising them (4.4); `localisation_plan` has the levels.

use super::pulled;
use crate::units::Market;

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

    #[test]
    fn the_mean_level_is_that_of_the_foreign_markets() {
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
