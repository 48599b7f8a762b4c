//! Quality and popularity of works, and what creators learn of them (4.3).

use crate::math;

/// ln quality = eq + `quality_budget` ln(max(0.1, scale)) + `quality_noise` z.
#[inline(always)]
pub fn ln_quality(expected: f64, scale: f64, z: f64, budget_elasticity: f64, noise: f64) -> f64 {
    expected + budget_elasticity * math::ln(scale.max(0.1)) + noise * z
}

/// Z = min(`title_ceiling`, exp(`title_spread` z)): popularity of a title.
#[inline(always)]
pub fn popularity(z: f64, spread: f64, ceiling: f64) -> f64 {
    math::exp(spread * z).min(ceiling)
}

/// x + rate (1 - x / ceiling)+: skill or network of a creator after a credit.
#[inline(always)]
pub fn learned(x: f64, rate: f64, ceiling: f64) -> f64 {
    let left = 1.0 - x / ceiling;
    x + rate * if left > 0.0 { left } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quality_grows_with_the_budget_down_to_a_tenth_of_the_reference() {
        // ln 1 = 0: 0.5 + 0.25 * 2
        assert_eq!(ln_quality(0.5, 1.0, 2.0, 0.3, 0.25), 1.0);
        // 0.5 + 0.3 * ln 2
        assert!((ln_quality(0.5, 2.0, 0.0, 0.3, 0.25) - 0.707_944_154_167_983_6).abs() < 1e-14);
        assert_eq!(ln_quality(0.5, 0.01, 0.0, 0.3, 0.25), ln_quality(0.5, 0.1, 0.0, 0.3, 0.25));
        assert!(ln_quality(0.5, 0.1, 0.0, 0.3, 0.25) < 0.5);
    }

    #[test]
    fn popularity_is_one_at_the_median_and_has_a_ceiling() {
        assert_eq!(popularity(0.0, 1.5, 40.0), 1.0);
        // exp(1.5 * 2) = 20.0855
        assert!((popularity(2.0, 1.5, 40.0) - 20.085_536_923_187_668).abs() < 1e-12);
        assert_eq!(popularity(2.0, 1.5, 10.0), 10.0);
    }

    #[test]
    fn a_creator_learns_less_the_nearer_the_ceiling_and_nothing_above_it() {
        // 1 + 0.5 (1 - 1 / 4)
        assert_eq!(learned(1.0, 0.5, 4.0), 1.375);
        assert_eq!(learned(4.0, 0.5, 4.0), 4.0);
        assert_eq!(learned(6.0, 0.5, 4.0), 6.0);
        // Below zero there is more to learn: -2 + 0.5 (1 + 2 / 4)
        assert_eq!(learned(-2.0, 0.5, 4.0), -1.25);
    }
}
