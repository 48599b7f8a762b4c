//! Founding (2.2): the attributes of a new label and a new creator from standard normal draws z.

use crate::draw::{to_exponential, to_normal};
use crate::math;

/// f = exp(`fandom_spread`_tier z) * factor: the label's weight in fans, money and recognition.
#[inline(always)]
pub fn standing(spread: f64, z: f64, factor: f64) -> f64 {
    math::exp(spread * z) * factor
}

/// exp(-`fandom_spread`^2 / 2): the factor of entrants, so that their mean f is 1.
#[inline(always)]
pub fn entrant_factor(spread: f64) -> f64 {
    math::exp(-spread * spread / 2.0)
}

/// y_m = f exp(`fandom_market_spread` z_m): the label's weight in a market.
#[inline(always)]
pub fn market_standing(standing: f64, spread: f64, z: f64) -> f64 {
    standing * math::exp(spread * z)
}

/// F_m = fans of the tier in the market * y_m / sum of y_m over the tier.
#[inline(always)]
pub fn fans(of_tier: f64, market_standing: f64, total: f64) -> f64 {
    of_tier * market_standing / total
}

/// cash = `initial_cash`_tier sqrt(f) exp(`cash_spread` z), M KRW.
#[inline(always)]
pub fn cash(initial: f64, standing: f64, spread: f64, z: f64) -> f64 {
    initial * standing.sqrt() * math::exp(spread * z)
}

/// R = `initial_recognition`_tier f; 1 is the median major.
#[inline(always)]
pub fn recognition(initial: f64, standing: f64) -> f64 {
    initial * standing
}

/// Kp = clip(`initial_platform_capability`_tier + `platform_capability_spread` z, 0.02, 0.95).
#[inline(always)]
pub fn platform_capability(initial: f64, spread: f64, z: f64) -> f64 {
    (initial + spread * z).clamp(0.02, 0.95)
}

/// Kl = max(0.02, `initial_localisation_capability`_tier exp(`localisation_capability_spread` z)).
#[inline(always)]
pub fn localisation_capability(initial: f64, spread: f64, z: f64) -> f64 {
    (initial * math::exp(spread * z)).max(0.02)
}

/// h0 = clip(`initial_identity` + `identity_spread` z, 0.2, 1).
#[inline(always)]
pub fn identity(initial: f64, spread: f64, z: f64) -> f64 {
    (initial + spread * z).clamp(0.2, 1.0)
}

/// c = clip(`initial_creator_share`_tier exp(`creator_share_spread` z), 0.05, 0.4): the creators' share of receipts.
#[inline(always)]
pub fn creator_share(initial: f64, spread: f64, z: f64) -> f64 {
    (initial * math::exp(spread * z)).clamp(0.05, 0.4)
}

/// skill0 = z + `skill_premium`_tier, from the word of z.
#[inline(always)]
pub fn skill(word: u32, premium: f64) -> f64 {
    to_normal(word) + premium
}

/// network = mean * Exp, from the word of Exp.
#[inline(always)]
pub fn network(word: u32, mean: f64) -> f64 {
    mean * to_exponential(word)
}

/// r0 = fame * exp(`fame_spread` z), from the word of z; fame is R of the label.
#[inline(always)]
pub fn creator_recognition(word: u32, fame: f64, spread: f64) -> f64 {
    fame * math::exp(spread * to_normal(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::{LN_2, SQRT_2};

    /// Up to what the middle word is off u = 1/2: 2^-33.
    fn close(found: f64, by_hand: f64) {
        assert!((found - by_hand).abs() < 1e-8, "{found} instead of {by_hand}");
    }

    #[test]
    fn a_label_stands_as_high_as_its_draw() {
        // exp(ln 2 * 2) * 1.5 = 6;  exp(-(sqrt 2)^2 / 2) = 1 / e
        close(standing(LN_2, 2.0, 1.5), 6.0);
        close(standing(LN_2, -1.0, 1.0), 0.5);
        close(entrant_factor(SQRT_2), (-1_f64).exp());
        // 6 * exp(-ln 2) = 3, of which a tenth in a tier whose labels have 30: 100 * 3 / 30
        close(market_standing(6.0, LN_2, -1.0), 3.0);
        close(fans(100.0, 3.0, 30.0), 10.0);
    }

    #[test]
    fn cash_grows_with_the_root_of_standing_and_recognition_with_all_of_it() {
        // 50 * sqrt 4 * 2
        close(cash(50.0, 4.0, LN_2, 1.0), 200.0);
        close(recognition(0.1, 4.0), 0.4);
    }

    #[test]
    fn capabilities_identity_and_shares_stay_within_their_limits() {
        close(platform_capability(0.3, 0.1, 2.0), 0.5);
        assert_eq!(platform_capability(0.3, 0.1, 9.0), 0.95);
        assert_eq!(platform_capability(0.3, 0.1, -9.0), 0.02);
        close(localisation_capability(0.2, LN_2, 1.0), 0.4);
        close(localisation_capability(0.9, LN_2, 2.0), 3.6);
        assert_eq!(localisation_capability(0.2, LN_2, -9.0), 0.02);
        close(identity(0.6, 0.1, -1.0), 0.5);
        assert_eq!(identity(0.6, 0.1, 9.0), 1.0);
        assert_eq!(identity(0.6, 0.1, -9.0), 0.2);
        close(creator_share(0.1, LN_2, 1.0), 0.2);
        assert_eq!(creator_share(0.1, LN_2, 9.0), 0.4);
        assert_eq!(creator_share(0.1, LN_2, -9.0), 0.05);
    }

    #[test]
    fn a_creator_in_the_middle_has_its_premium_median_network_and_fame() {
        // The middle word is u = 1/2: z = 0, Exp = ln 2.
        let middle = 1 << 31;
        close(skill(middle, 0.4), 0.4);
        close(network(middle, 3.0), 3.0 * LN_2);
        close(creator_recognition(middle, 0.7, 2.0), 0.7);
    }

    #[test]
    fn a_higher_word_has_more_skill_and_fame_but_less_network() {
        // u = 1 - 1/4 and 1/4: z = +-0.6744897501960817 (the quartiles of the normal), Exp = ln(4/3) and ln 4
        let (high, low) = (3 << 30, 1 << 30);
        close(skill(high, 0.4), 1.074_489_750_196_081_7);
        close(skill(low, 0.4), -0.274_489_750_196_081_7);
        close(network(high, 3.0), 3.0 * crate::math::ln(4.0 / 3.0));
        close(network(low, 3.0), 6.0 * LN_2);
        close(creator_recognition(high, 0.7, 2.0), 0.7 * (2.0 * 0.674_489_750_196_081_7_f64).exp());
    }
}
