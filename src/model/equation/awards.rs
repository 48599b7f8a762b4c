//! Awards (4.9): the merit of a work before its draw, the field of rivals, and the openness of the institution.

use crate::math;

/// ln(1 + 1000 K S): exposure of a work by its share of attention in us; in thousandths, K is the scale of the economy.
#[inline(always)]
pub fn exposure(share: f64, thousandths: f64) -> f64 {
    math::ln(1.0 + thousandths * share)
}

/// What a tier of awards looks for: `award_intercept`, `award_exposure`, `award_quality`, `award_norm_fit`,
/// `norm_fit_network`, and the openness Omega of the institution.
#[derive(Clone, Copy, Debug)]
pub struct JuryTaste {
    pub intercept: f64,
    pub exposure: f64,
    pub quality: f64,
    pub norm_fit: f64,
    pub network: f64,
    pub openness: f64,
}

/// v0 + v_e exposure + v_q ln quality + v_f (effective level in us + v_fw network) + Omega: V without its draw and bonus.
#[inline(always)]
pub fn merit(taste: JuryTaste, exposure: f64, ln_quality: f64, level: f64, network: f64) -> f64 {
    taste.intercept + taste.exposure * exposure + taste.quality * ln_quality + taste.norm_fit * (level + taste.network * network) + taste.openness
}

/// best = -ln E1, fifth = -ln(E1 + ... + E5): V of a rival by rank, from the sum of exponentials up to that rank.
#[inline(always)]
pub fn rival(sum_of_exponentials: f64) -> f64 {
    -math::ln(sum_of_exponentials)
}

/// Bar that 1 - u must stay under, times exp(merit), where a work may be nominated.
///
/// V > fifth means -ln u < exp(merit + bonus) (E1 + ... + E5). As 1 - u is at most -ln u, a work with 1 - u above is surely
/// passed over; a little is added for rounding, and works that stay are compared as the model says.
#[inline(always)]
pub fn bar(sum_of_exponentials: f64, bonus: f64) -> f64 {
    sum_of_exponentials * math::exp(bonus) * (1.0 + 1e-9)
}

/// Whether a work may be nominated; see [`bar`].
#[inline(always)]
pub fn hopeful(u: f64, bar: f64, exp_merit: f64) -> bool {
    1.0 - u < bar * exp_merit
}

/// F <- F (1 + `award_lift`_T): fans abroad of a label that wins.
#[inline(always)]
pub fn lifted(fans: f64, lift: f64) -> f64 {
    fans * (1.0 + lift)
}

/// Omega <- (1 - `openness_fade`) Omega + `openness_gain` * sum of weights won.
#[inline(always)]
pub fn openness(old: f64, fade: f64, gain: f64, weight_won: f64) -> f64 {
    (1.0 - fade) * old + gain * weight_won
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exposure_counts_shares_in_thousandths() {
        // ln(1 + 1000 * 0.001) = ln 2; half the economy, twice the share of the same work
        assert!((exposure(0.001, 1000.0) - std::f64::consts::LN_2).abs() < 1e-15);
        assert_eq!(exposure(0.002, 500.0), exposure(0.001, 1000.0));
        assert_eq!(exposure(0.0, 1000.0), 0.0);
    }

    #[test]
    fn a_jury_adds_what_it_looks_for() {
        let taste = JuryTaste { intercept: -6.0, exposure: 0.5, quality: 2.0, norm_fit: 4.0, network: 0.25, openness: 1.5 };
        // -6 + 0.5 * 3 + 2 * 0.75 + 4 (0.5 + 0.25 * 2) + 1.5 = -6 + 1.5 + 1.5 + 4 + 1.5
        assert_eq!(merit(taste, 3.0, 0.75, 0.5, 2.0), 2.5);
        assert_eq!(merit(taste, 0.0, 0.0, 0.0, 0.0), -4.5);
    }

    #[test]
    fn the_fewer_exponentials_the_higher_the_rival() {
        // -ln 0.5 = ln 2; the fifth of rivals that are all 0.5 is -ln 2.5
        assert!((rival(0.5) - std::f64::consts::LN_2).abs() < 1e-15);
        assert!((rival(2.5) + 0.91629073).abs() < 1e-8);
    }

    #[test]
    fn no_work_is_passed_over_that_would_be_nominated() {
        // Merit 0 and no bonus: nominated where -ln u < 0.5, u > 0.60653; passed over where 1 - u >= 0.5.
        let bar_of = bar(0.5, 0.0);
        assert!((bar_of - 0.5).abs() < 1e-8 && bar_of > 0.5);
        assert!(hopeful(0.51, bar_of, 1.0) && !hopeful(0.49, bar_of, 1.0) && !hopeful(0.5, 0.5, 1.0));
        for n in 1..200 {
            let u = f64::from(n) / 200.0;
            let nominated = -math::ln(-math::ln(u)) > rival(0.5);
            assert!(!nominated || hopeful(u, bar_of, 1.0), "{u}");
        }
        // A bonus of ln 2 doubles the bar, and so does a merit of ln 2.
        assert!((bar(0.5, std::f64::consts::LN_2) - 1.0).abs() < 1e-8);
        assert!(hopeful(0.3, bar_of, 2.0) && !hopeful(0.3, bar_of, 1.0));
    }

    #[test]
    fn a_win_lifts_fans_and_opens_the_institution_which_closes_again() {
        assert_eq!(lifted(200.0, 0.25), 250.0);
        // (1 - 0.25) * 2 + 0.5 * 3
        assert_eq!(openness(2.0, 0.25, 0.5, 3.0), 3.0);
        assert_eq!(openness(2.0, 0.25, 0.5, 0.0), 1.5);
    }
}
