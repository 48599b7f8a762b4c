//! Events (7): factors of the quarter's conditions; a strength of 0 leaves each as it is, bit for bit.

use crate::math;

/// factor (1 - s): reach, slots, pools, attendance and what else an event of strength s takes away.
#[inline(always)]
pub fn lessened(factor: f64, strength: f64) -> f64 {
    factor * (1.0 - strength)
}

/// F_im (1 - part share_0): fans that stay when a label's first act leaves and takes a part of its own along.
#[inline(always)]
pub fn left_behind(fans: f64, part: f64, act_share: f64) -> f64 {
    fans * (1.0 - part * act_share)
}

/// A_m <- memory A_m + (1 - memory) (s_m / s0_m - 1)+: what rivals have made of a Korean share above that of the start.
#[inline(always)]
pub fn answered(answer: f64, memory: f64, korean_share: f64, initial_share: f64) -> f64 {
    memory * answer + (1.0 - memory) * (korean_share / initial_share - 1.0).max(0.0)
}

/// factor (1 + s A_m): attention to others after the rivals' answer.
#[inline(always)]
pub fn contested(factor: f64, strength: f64, answer: f64) -> f64 {
    factor * (1.0 + strength * answer)
}

/// share = s min(1, (quarters since the start + 1) / ramp): part of paid streams that goes to works made by machines.
#[inline(always)]
pub fn flood(strength: f64, since: i32, ramp: f64) -> f64 {
    strength * (f64::from(since + 1) / ramp).min(1.0)
}

/// share (1 - f): part of streams that somebody hears, and that attention to others is less by.
#[inline(always)]
pub fn heard(share: f64, fraud_share: f64) -> f64 {
    share * (1.0 - fraud_share)
}

/// share f (1 - u): part of streams that nobody hears, and that a pool is less by as far as it is paid by streams.
///
/// `user_centric`: u, part of the pool that is paid by listener.
#[inline(always)]
pub fn unheard(share: f64, fraud_share: f64, user_centric: f64) -> f64 {
    share * fraud_share * (1.0 - user_centric)
}

/// factor (1 + e): money from a market after a change of the won by e, above 0 where the won is weaker.
#[inline(always)]
pub fn exchanged(factor: f64, change: f64) -> f64 {
    factor * (1.0 + change)
}

/// z = sqrt(c) z_0 + sqrt(1 - c) z_m: a shock of variance 1 of which all markets share the part c.
#[inline(always)]
pub fn shared(common: f64, own: f64, common_share: f64) -> f64 {
    common_share.sqrt() * common + (1.0 - common_share).sqrt() * own
}

/// x <- r x + e: what is left of where it was, and the quarter's shock; of its variance with r^2 and the shock's variance.
#[inline(always)]
pub fn wandered(was: f64, left: f64, shock: f64) -> f64 {
    left * was + shock
}

/// exp(x - v / 2), whose mean is 1 where x is normal with mean 0 and variance v.
#[inline(always)]
pub fn of_mean_one(log: f64, variance: f64) -> f64 {
    math::exp(log - variance / 2.0)
}

/// (1 + s (boost [after a hit] - cut [after a bad year]))+: what government makes of its budgets.
#[inline(always)]
pub fn reacting(strength: f64, (boost, after_hit): (f64, bool), (cut, after_bad_year): (f64, bool)) -> f64 {
    let part = |size: f64, applies: bool| if applies { size } else { 0.0 };
    (1.0 + strength * (part(boost, after_hit) - part(cut, after_bad_year))).max(0.0)
}

/// Whether a calendar year's revenue is lower than that of the year before by the part that makes a year bad, or more.
#[inline(always)]
pub fn is_bad(revenue: f64, before: f64, bad_year: f64) -> bool {
    revenue <= before * (1.0 - bad_year)
}

/// s = 1: an event that leaves nothing; partnerships end and no visit is made.
#[inline(always)]
pub fn in_full(strength: f64) -> bool {
    strength >= 1.0
}

/// A popularity above 0 makes a hit.
#[inline(always)]
pub fn strikes(popularity: f64) -> bool {
    popularity > 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shock_is_shared_by_its_variance() {
        // sqrt(1/4) 2 + sqrt(3/4) 3
        assert!((shared(2.0, 3.0, 0.25) - 3.598_076_211).abs() < 1e-9);
        assert_eq!([shared(2.0, 3.0, 1.0), shared(2.0, 3.0, 0.0)], [2.0, 3.0]);
    }

    #[test]
    fn events_multiply() {
        // 0.5 (1 - 0.25) = 0.375, then (1 - 0.5) of it
        assert_eq!(lessened(0.5, 0.25), 0.375);
        assert_eq!(lessened(lessened(0.5, 0.25), 0.5), 0.1875);
        assert_eq!(lessened(0.3, 0.0), 0.3);
        assert_eq!(lessened(0.3, 1.0), 0.0);
    }

    #[test]
    fn an_act_takes_along_its_own_fans_alone() {
        // An act with half of a label's 80 fans takes a quarter of its own: 80 (1 - 0.25 * 0.5) = 70.
        assert_eq!(left_behind(80.0, 0.25, 0.5), 70.0);
        // All fans of a label's only act, or none.
        assert_eq!(left_behind(80.0, 1.0, 1.0), 0.0);
        assert_eq!(left_behind(80.1, 0.0, 1.0), 80.1);
    }

    #[test]
    fn rivals_answer_slowly_to_a_share_above_that_of_the_start() {
        // 0.75 * 0.5 + 0.25 * (0.03 / 0.02 - 1) = 0.375 + 0.125.
        assert!((answered(0.5, 0.75, 0.03, 0.02) - 0.5).abs() < 1e-15);
        // Below the share of the start they forget: 0.75 * 0.5.
        assert_eq!(answered(0.5, 0.75, 0.01, 0.02), 0.375);
        // 1 + 0.5 * 0.25, twice; none without strength.
        assert_eq!(contested(contested(1.0, 0.5, 0.25), 0.5, 0.25), 1.265625);
        assert_eq!(contested(1.3, 0.0, 7.0), 1.3);
    }

    #[test]
    fn a_flood_rises_and_takes_attention_by_what_is_heard_and_money_by_what_is_not() {
        // 0.2 * 1 / 8 in the first quarter, 0.2 * 4 / 8 in the fourth, 0.2 from the eighth on.
        assert_eq!([0, 3, 7, 20].map(|since| flood(0.2, since, 8.0)), [0.025, 0.1, 0.2, 0.2]);
        assert_eq!((heard(0.2, 0.75), unheard(0.5, 0.75, 0.0)), (0.05, 0.375));
        assert_eq!((heard(0.0, 0.75), unheard(0.0, 0.75, 0.0)), (0.0, 0.0));
        // Where half is paid by listener, half of it is lost; where all is, nothing.
        assert_eq!((unheard(0.5, 0.75, 0.5), unheard(0.5, 0.75, 1.0)), (0.1875, 0.0));
    }

    #[test]
    fn a_weaker_won_brings_more_and_a_stronger_won_less() {
        assert_eq!(exchanged(1.0, 0.25), 1.25);
        assert_eq!(exchanged(1.0, -0.25), 0.75);
    }

    #[test]
    fn the_won_wanders_around_what_it_was() {
        // Half of 0.25 is left, and 0.5 comes: 0.625; of the variance a quarter.
        assert_eq!(wandered(0.25, 0.5, 0.5), 0.625);
        assert_eq!(wandered(1.0, 0.25, 0.5), 0.75);
        // sqrt(0.36) 2 + sqrt(0.64) (-1) = 1.2 - 0.8; all common, none.
        assert!((shared(2.0, -1.0, 0.36) - 0.4).abs() < 1e-15);
        assert_eq!((shared(2.0, -1.0, 1.0), shared(2.0, -1.0, 0.0)), (2.0, -1.0));
        assert_eq!(of_mean_one(0.0, 0.0), 1.0);
        // exp(0.5 - 0.25) at its variance of 0.5.
        assert!((of_mean_one(0.5, 0.5) - 1.2840254166877414).abs() < 1e-15);
    }

    #[test]
    fn budgets_rise_after_a_hit_and_fall_after_a_bad_year() {
        // 1 + 0.5 * 0.5; 1 - 0.5 * 0.25; both: 1 + 0.5 * 0.25; neither, or no strength.
        assert_eq!(reacting(0.5, (0.5, true), (0.25, false)), 1.25);
        assert_eq!(reacting(0.5, (0.5, false), (0.25, true)), 0.875);
        assert_eq!(reacting(0.5, (0.5, true), (0.25, true)), 1.125);
        assert_eq!((reacting(1.0, (0.5, false), (0.25, false)), reacting(0.0, (0.5, true), (0.25, true))), (1.0, 1.0));
        // A cut of more than all leaves nothing.
        assert_eq!(reacting(2.0, (0.5, false), (0.75, true)), 0.0);
        // 76 of 80 is a fall by a twentieth, 77 less than one.
        assert!(is_bad(76.0, 80.0, 0.05) && !is_bad(77.0, 80.0, 0.05) && is_bad(0.0, 0.0, 0.05));
    }

    #[test]
    fn only_a_strength_of_one_leaves_nothing() {
        assert!(in_full(1.0) && !in_full(0.999) && !in_full(0.0));
        assert!(strikes(0.5) && !strikes(0.0));
    }
}
