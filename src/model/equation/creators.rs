//! Creators (4.3): who is credited, the expected quality of a work, and careers at the year's end.

use crate::draw::to_exponential;
use crate::math;

/// w = `fame_floor` + r: the weight of a creator among those that a work may credit.
#[inline(always)]
pub fn credit_weight(fame_floor: f64, recognition: f64) -> f64 {
    fame_floor + recognition
}

/// Exp / w: when a creator of weight w finishes the race for the credits of a work.
///
/// The n first are a weighted sample without replacement (Efraimidis and Spirakis 2006): the first is each creator with
/// probability w / sum of w, and so on among the rest.
#[inline(always)]
pub fn finish(word: u32, weight: f64) -> f64 {
    to_exponential(word) / weight
}

/// 1 / (1 + exp(-(`abroad_intercept` + `abroad_slope` * mean network))): that a collaborator from abroad joins a work.
#[inline(always)]
pub fn collaborator_probability(intercept: f64, slope: f64, mean_network: f64) -> f64 {
    math::logistic(intercept + slope * mean_network)
}

/// network_x = mean network of the credited + `collaborator_network` where a collaborator `joins` (1, else 0).
#[inline(always)]
pub fn network_of_work(mean_network: f64, collaborator_network: f64, joins: f64) -> f64 {
    mean_network + collaborator_network * joins
}

/// eq_x = `quality_skill` * mean skill + `quality_network` * network_x: expected ln quality.
#[inline(always)]
pub fn expected_quality(skill_effect: f64, mean_skill: f64, network_effect: f64, network: f64) -> f64 {
    skill_effect * mean_skill + network_effect * network
}

/// A creator whose slot has income y in the year (M KRW) leaves for good: y < n `subsistence_income` and
/// u < `quitting_probability`; n = `persons_per_creator` share the income.
#[inline(always)]
pub fn quits(income: f64, persons: f64, subsistence: f64, u: f64, probability: f64) -> bool {
    (income < persons * subsistence) & (u < probability)
}

/// `moving_rate` (1 - y / median of the quartile)+, 0 where the median is 0: that a creator with a label moves.
#[inline(always)]
pub fn moving_probability(rate: f64, income: f64, median: f64) -> f64 {
    let short = (1.0 - income / median).max(0.0);
    rate * if median > 0.0 { short } else { 0.0 }
}

/// max(`vacancy_floor`, `creator_count`_tier - creators present): places of a living label.
#[inline(always)]
pub fn places(vacancy_floor: f64, creator_count: f64, present: f64) -> f64 {
    (creator_count - present).max(vacancy_floor)
}

/// places * (1 + mean income of the creators present)^`moving_pay_exponent`: a label's weight as a destination.
#[inline(always)]
pub fn destination_weight(places: f64, mean_income: f64, exponent: f64) -> f64 {
    places * math::pow(1.0 + mean_income, exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, by_hand: f64) {
        assert!((found - by_hand).abs() < 1e-9, "{found} instead of {by_hand}");
    }

    #[test]
    fn twice_the_weight_finishes_in_half_the_time() {
        // The middle word is u = 1/2 + 2^-33, whose -ln u is ln 2 but for 2.4e-10.
        close(credit_weight(0.5, 1.5), 2.0);
        close(finish(1 << 31, 1.0), std::f64::consts::LN_2);
        close(finish(1 << 31, credit_weight(0.5, 1.5)), std::f64::consts::LN_2 / 2.0);
        assert!(finish(u32::MAX, 1.0) < finish(0, 1.0), "the largest u is first");
    }

    #[test]
    fn network_draws_a_collaborator_who_adds_to_it() {
        close(collaborator_probability(-2.0, 4.0, 0.5), 0.5);
        // -2 + 4 * 0.5 + ln 3 from a network larger by ln(3) / 4: odds of 3 to 1
        close(collaborator_probability(-2.0, 4.0, 0.5 + math::ln(3.0) / 4.0), 0.75);
        close(network_of_work(0.4, 0.3, 1.0), 0.7);
        assert_eq!(network_of_work(0.4, 0.3, 0.0), 0.4);
    }

    #[test]
    fn expected_quality_weighs_skill_and_network() {
        // 0.5 * 1.2 + 0.25 * 0.8 = 0.8;  0.5 * -1.2 + 0.2 = -0.4
        close(expected_quality(0.5, 1.2, 0.25, 0.8), 0.8);
        close(expected_quality(0.5, -1.2, 0.25, 0.8), -0.4);
    }

    #[test]
    fn only_the_poor_quit() {
        assert!(quits(9.0, 1.0, 10.0, 0.1, 0.2));
        assert!(!quits(10.0, 1.0, 10.0, 0.1, 0.2), "subsistence is enough");
        assert!(!quits(9.0, 1.0, 10.0, 0.2, 0.2), "strictly below the probability");
        // Five need 5 * 10 together.
        assert!(quits(49.0, 5.0, 10.0, 0.1, 0.2) && !quits(50.0, 5.0, 10.0, 0.1, 0.2));
    }

    #[test]
    fn who_earns_less_than_the_median_may_move() {
        // 0.4 * (1 - 5 / 20) = 0.3
        close(moving_probability(0.4, 5.0, 20.0), 0.3);
        assert_eq!(moving_probability(0.4, 20.0, 20.0), 0.0);
        assert_eq!(moving_probability(0.4, 30.0, 20.0), 0.0, "never less than 0");
        assert_eq!(moving_probability(0.4, 0.0, 0.0), 0.0, "nobody is short of nothing");
        assert_eq!(moving_probability(0.4, -1.0, 0.0), 0.0);
    }

    #[test]
    fn open_places_and_pay_attract() {
        assert_eq!(places(0.2, 12.0, 9.0), 3.0);
        assert_eq!(places(0.2, 12.0, 12.0), 0.2, "a full label keeps the floor");
        assert_eq!(places(0.2, 12.0, 15.0), 0.2);
        // 3 * (1 + 8)^0.5 = 9, and 3 where nobody earns
        close(destination_weight(3.0, 8.0, 0.5), 9.0);
        close(destination_weight(3.0, 0.0, 0.5), 3.0);
        assert_eq!(destination_weight(0.0, 8.0, 0.5), 0.0);
    }
}
