//! Common rules of policy (5.2): applications, releases, the order of claims, what labels expect. Money in M KRW.

use crate::math;

/// Money is spent while a claim is at most what is left plus this, M KRW.
pub const TOLERANCE: f64 = 1e-9;

/// floor((t - start) / 4): full years that a programme has run, below 0 before its start.
#[inline(always)]
pub fn full_years(quarter: i32, start: i32) -> i32 {
    (quarter - start).div_euclid(4)
}

/// An application is made with the probability of the tier, u in (0, 1).
#[inline(always)]
pub fn applies(u: f64, probability: f64) -> bool {
    u < probability
}

/// A quarter of the year's amount: what a running quarter releases.
#[inline(always)]
pub fn release(of_year: f64) -> f64 {
    of_year / 4.0
}

/// Whether a claim is paid in full: claim <= money left + 1e-9.
#[inline(always)]
pub fn affordable(claim: f64, money: f64) -> bool {
    claim <= money + TOLERANCE
}

/// min(claim, money left): what a claim gets that may be paid in part.
#[inline(always)]
pub fn partial(claim: f64, money: f64) -> f64 {
    claim.min(money)
}

/// Whether what was paid counts: above 1e-9.
#[inline(always)]
pub fn counts(paid: f64) -> bool {
    paid > TOLERANCE
}

/// served <- `served_memory` served + (1 - `served_memory`) paid / claimed: the part of its claims that a label counts on.
#[inline(always)]
pub fn expected_service(old: f64, paid: f64, claimed: f64, memory: f64) -> f64 {
    memory * old + (1.0 - memory) * paid / claimed
}

/// `act_count`_T `start_probability` claim_i: what a label could claim in a quarter, from its works a year and the largest
/// claim for a usual work.
#[inline(always)]
pub fn asked(works_a_year: f64, claim: f64) -> f64 {
    works_a_year / 4.0 * claim
}

/// cover = min(1, (budget of the year / 4) / asked), 1 where nothing is asked: the part of what applicants could claim that
/// the money covers.
#[inline(always)]
pub fn cover(of_year: f64, asked: f64) -> f64 {
    if asked > 0.0 { (release(of_year) / asked).min(1.0) } else { 1.0 }
}

/// d = clip(sum of terms, 0, `support_ceiling`): announced support as share of cost.
#[inline(always)]
pub fn announced(sum_of_terms: f64, ceiling: f64) -> f64 {
    sum_of_terms.clamp(0.0, ceiling)
}

/// eq + `merit_recognition` ln(1 + R) + `merit_noise` z: merit of a work to a jury.
#[inline(always)]
pub fn merit(expected_quality: f64, recognition_weight: f64, ln_recognition: f64, noise: f64, z: f64) -> f64 {
    expected_quality + recognition_weight * ln_recognition + noise * z
}

/// -`application_burden`_T exp(`burden_noise` z): the least burdened come first.
#[inline(always)]
pub fn first_come(burden: f64, noise: f64, z: f64) -> f64 {
    -burden * math::exp(noise * z)
}

/// Brokerage is for labels that have no partner or lack `partnership_threshold`.
#[inline(always)]
pub fn lacks_access(has_partner: bool, capability: f64, threshold: f64) -> bool {
    !has_partner || capability < threshold
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_full_after_four_quarters_also_before_the_run() {
        assert_eq!([3, 4, 7, 8].map(|t| full_years(t, 0)), [0, 1, 1, 2]);
        assert_eq!([-6, -3, -2, 2].map(|t| full_years(t, -6)), [0, 0, 1, 2]);
        assert_eq!(full_years(2, 3), -1);
    }

    #[test]
    fn a_draw_below_the_probability_applies() {
        assert!(applies(0.29, 0.3) && !applies(0.3, 0.3) && !applies(0.31, 0.3));
    }

    #[test]
    fn a_quarter_releases_a_quarter_of_the_year() {
        assert_eq!(release(160.0), 40.0);
    }

    #[test]
    fn money_is_spent_on_what_it_covers() {
        assert!(affordable(40.0, 50.0) && affordable(50.0, 50.0) && affordable(50.0 + 5e-10, 50.0));
        assert!(affordable(TOLERANCE, 0.0) && !affordable(50.1, 50.0));
        assert_eq!([partial(40.0, 50.0), partial(60.0, 50.0)], [40.0, 50.0]);
        assert!(counts(1e-8) && !counts(1e-9) && !counts(0.0));
    }

    #[test]
    fn labels_expect_what_they_saw() {
        // 0.75 * 0.8 + 0.25 * 2 / 5
        assert!((expected_service(0.8, 2.0, 5.0, 0.75) - 0.7).abs() < 1e-15);
    }

    #[test]
    fn a_budget_covers_a_part_of_what_applicants_could_claim() {
        // 6 works a year, 1.5 a quarter, of 40 each
        assert_eq!(asked(6.0, 40.0), 60.0);
        // 60 a year release 15 a quarter: a quarter of 60; 800 release more than enough
        assert_eq!([cover(60.0, 60.0), cover(800.0, 60.0), cover(0.0, 60.0), cover(0.0, 0.0)], [0.25, 1.0, 0.0, 1.0]);
    }

    #[test]
    fn announced_support_is_neither_below_nothing_nor_above_the_ceiling() {
        assert_eq!([-0.1, 0.3, 0.9].map(|sum| announced(sum, 0.6)), [0.0, 0.3, 0.6]);
    }

    #[test]
    fn a_jury_prefers_promise_and_names_and_errs() {
        // 0.5 + 2 * 0.25 + 0.5 * 3, and with bad luck
        assert_eq!(merit(0.5, 2.0, 0.25, 0.5, 3.0), 2.5);
        assert_eq!(merit(0.5, 2.0, 0.25, 0.5, -3.0), -0.5);
    }

    #[test]
    fn a_heavier_burden_comes_later() {
        // -0.5 e^(0.4 * 0.5) = -0.5 * 1.22140276
        assert!((first_come(0.5, 0.4, 0.5) + 0.61070138).abs() < 1e-8);
        assert_eq!(first_come(0.5, 0.4, 0.0), -0.5);
        assert!(first_come(0.2, 0.4, 0.0) > first_come(0.5, 0.4, 0.0));
        assert!(first_come(0.5, 0.4, -1.0) > first_come(0.5, 0.4, 1.0));
    }

    #[test]
    fn a_partner_and_capability_together_are_access() {
        assert!(lacks_access(false, 0.9, 0.5) && lacks_access(true, 0.4, 0.5) && lacks_access(false, 0.4, 0.5));
        assert!(!lacks_access(true, 0.5, 0.5) && !lacks_access(true, 0.9, 0.5));
    }
}
