//! Exposure, attention and what becomes of it (4.6).

use crate::math;

/// What exposure in one market depends on besides the work.
#[derive(Clone, Copy, Debug)]
pub struct Exposure {
    /// Exposures per fan.
    pub per_fan: f64,
    /// Fans of a major's act at the start fref, thousand.
    pub reference_fans: f64,
    /// `recognition_exposure` times listeners, thousand.
    pub recognition: f64,
}

/// y / fref_m + 1e-9: fans of an act against the reference, above 0.
///
/// `fans` y = F_im share_a: thousand.
#[inline(always)]
pub fn relative_fans(fans: f64, terms: &Exposure) -> f64 {
    fans / terms.reference_fans + 1e-9
}

/// Exposure of a work by its act, thousand:
/// `exposures_per_fan` y (y / fref_m + 1e-9)^(`fan_concavity` - 1) + `recognition_exposure` `listeners`_m ln(1 + R_i) share_a.
///
/// `dilution`: the power of [`relative_fans`]; `ln_recognition`: ln(1 + R).
#[inline(always)]
pub fn act_exposure(fans: f64, dilution: f64, ln_recognition: f64, act_share: f64, terms: &Exposure) -> f64 {
    terms.per_fan * fans * dilution + terms.recognition * ln_recognition * act_share
}

/// Exposure of a work by its title, thousand: reach_jm `listeners`_m `title_exposure`_k Z_x.
///
/// `reached`: reach times listeners; `popularity`: Z.
#[inline(always)]
pub fn title_exposure(reached: f64, per_reached: f64, popularity: f64) -> f64 {
    reached * (per_reached * popularity)
}

/// Taste for identity and loss of attention by language in one market.
#[derive(Clone, Copy, Debug)]
pub struct Taste {
    /// `identity_taste_weight`.
    pub weight: f64,
    /// `identity_taste_linear` of the market.
    pub linear: f64,
    /// `identity_taste_quadratic` of the market.
    pub quadratic: f64,
    /// `language_loss` times `language_distance` of the market.
    pub language_loss: f64,
    /// `localisation_reach`: part of it that full localisation closes.
    pub reach: f64,
}

/// Log of the factor that a market's taste makes of exposure:
/// `identity_taste_weight` (`identity_taste_linear`_m h - `identity_taste_quadratic`_m h^2)
/// - `language_loss` `language_distance`_m (1 - `localisation_reach` level).
///
/// `identity` h: 0 to 1; `level`: effective level of localisation, 0 to 1.
#[inline(always)]
pub fn log_taste(identity: f64, level: f64, taste: &Taste) -> f64 {
    taste.weight * (taste.linear * identity - taste.quadratic * identity * identity) - taste.language_loss * (1.0 - taste.reach * level)
}

/// a0_xm = E_xm quality_x taste: attention before cumulative advantage.
#[inline(always)]
pub fn first_attention(exposure: f64, quality: f64, taste: f64) -> f64 {
    exposure * quality * taste
}

/// clip(a0_xm / (mean a0_.m + 1e-12), 1 / `advantage_clip`, `advantage_clip`).
///
/// `clip`: 1 or above.
#[inline(always)]
pub fn relative_attention(attention: f64, mean: f64, clip: f64) -> f64 {
    (attention / (mean + 1e-12)).max(1.0 / clip).min(clip)
}

/// O_m in the burn-in: attention outside that holds the Korean share at its initial value.
///
/// Where nothing Korean is heard it stays as it was, `before`; in the first quarter, when it was nothing, each of the `listeners`
/// hears one work.
#[inline(always)]
pub fn outside_attention(korean: f64, initial_share: f64, before: f64, listeners: f64) -> f64 {
    if korean > 0.0 {
        korean * (1.0 - initial_share) / initial_share
    } else if before > 0.0 {
        before
    } else {
        listeners.max(1.0)
    }
}

/// S = a / D: share of all attention in a market.
///
/// `all`: D, attention of works, catalogues and what is outside.
#[inline(always)]
pub fn share(attention: f64, all: f64) -> f64 {
    attention / all
}

/// C <- kappa C: catalogue attention a quarter later; the quarter's works were added before.
#[inline(always)]
pub fn carried(attention: f64, retention: f64) -> f64 {
    attention * retention
}

/// sum C = a kappa / (1 - kappa): attention of the catalogue in its steady state.
///
/// `works`: attention of the quarter's works; `retention`: kappa, below 1.
#[inline(always)]
pub fn steady_catalogue(works: f64, retention: f64) -> f64 {
    works * retention / (1.0 - retention)
}

/// Cut-off of a chart entry: `chart_cutoff` exp(`chart_noise` z).
#[inline(always)]
pub fn chart_cutoff(cutoff: f64, noise: f64, z: f64) -> f64 {
    cutoff * math::exp(noise * z)
}

/// Part of a work's attention that its label's catalogue keeps: keep_x rt_x.
#[inline(always)]
pub fn left_to_label(keep: f64, rights: f64) -> f64 {
    keep * rights
}

/// Part of a work's attention that the platform's catalogue keeps: keep_x (1 - rt_x).
#[inline(always)]
pub fn left_to_platform(keep: f64, rights: f64) -> f64 {
    keep * (1.0 - rights)
}

/// C'_im `reversion_rate` / 4: catalogue that comes back from platforms in a quarter; the rate is a share a year.
#[inline(always)]
pub fn reverting(lost: f64, rate: f64) -> f64 {
    lost * rate / 4.0
}

/// pool(t) = `market_pool` (1 + `market_growth`)^(t/4): money of a market a year at quarter t, as at t = 0 in the burn-in.
#[inline(always)]
pub fn market_pool(at_start: f64, growth: f64, t: i32) -> f64 {
    let years = f64::from(t.max(0)) / 4.0;
    at_start * math::pow(1.0 + growth, years)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPOSURE: Exposure = Exposure { per_fan: 2.0, reference_fans: 16.0, recognition: 8.0 };
    const TASTE: Taste = Taste { weight: 0.5, linear: 3.0, quadratic: 2.0, language_loss: 0.25, reach: 0.5 };

    #[test]
    fn fans_are_measured_against_those_of_a_major_act() {
        // 8 / 16 = 0.5, and a little so that the power of no fans exists.
        assert_eq!(relative_fans(8.0, &EXPOSURE), 0.5 + 1e-9);
        assert_eq!(relative_fans(0.0, &EXPOSURE), 1e-9);
    }

    #[test]
    fn an_act_is_heard_by_fans_and_by_recognition_and_a_title_by_those_it_reaches() {
        // 2 * 8 * 1.5 = 24 by fans, 8 * 0.5 * 0.25 = 1 by recognition; 100 * (0.25 * 2) = 50 by a title.
        assert_eq!(act_exposure(8.0, 1.5, 0.5, 0.25, &EXPOSURE), 25.0);
        assert_eq!(act_exposure(0.0, 1.5, 0.5, 0.25, &EXPOSURE), 1.0);
        assert_eq!(act_exposure(8.0, 1.5, 0.0, 0.25, &EXPOSURE), 24.0);
        assert_eq!(title_exposure(100.0, 0.25, 2.0), 50.0);
    }

    #[test]
    fn identity_is_liked_up_to_a_point_and_a_strange_language_is_not() {
        // 0.5 * (3 * 0.5 - 2 * 0.25) - 0.25 * (1 - 0.5 * 0.5) = 0.5 - 0.1875.
        assert_eq!(log_taste(0.5, 0.5, &TASTE), 0.3125);
        // Localised as a whole: half of the loss is left. No identity: the loss alone.
        assert_eq!(log_taste(0.5, 1.0, &TASTE), 0.375);
        assert_eq!(log_taste(0.0, 0.0, &TASTE), -0.25);
        // 0.5 * (3 * 1 - 2 * 1) = 0.5, no more than at a half; most at 0.75: 0.5 * (2.25 - 1.125).
        assert_eq!(log_taste(1.0, 1.0, &TASTE), 0.375);
        assert_eq!(log_taste(0.75, 1.0, &TASTE), 0.4375);
        assert_eq!(first_attention(25.0, 2.0, 0.5), 25.0);
    }

    #[test]
    fn attention_against_the_mean_has_limits_both_ways() {
        // 6 / 4 and 2 / 4, but for the 1e-12; 40 / 4 and 0 / 4 are beyond 4 and 1 / 4.
        assert!((relative_attention(6.0, 4.0, 4.0) - 1.5).abs() < 1e-11);
        assert!((relative_attention(2.0, 4.0, 4.0) - 0.5).abs() < 1e-11);
        assert_eq!(relative_attention(40.0, 4.0, 4.0), 4.0);
        assert_eq!(relative_attention(0.0, 4.0, 4.0), 0.25);
        // Nobody is heard: no more than the limit, and no division by 0.
        assert_eq!(relative_attention(0.0, 0.0, 4.0), 0.25);
    }

    #[test]
    fn the_outside_leaves_the_korean_share() {
        // 30 * 0.75 / 0.25 = 90, so that 30 / (30 + 90) = 0.25.
        assert_eq!(outside_attention(30.0, 0.25, 7.0, 500.0), 90.0);
        assert_eq!(outside_attention(30.0, 1.0, 7.0, 500.0), 0.0);
        // Nothing is heard: as before, at first one work for each listener, so that no share is 0 / 0.
        assert_eq!(
            (outside_attention(0.0, 0.25, 7.0, 500.0), outside_attention(0.0, 0.25, 0.0, 500.0), outside_attention(0.0, 0.25, 0.0, 0.0)),
            (7.0, 500.0, 1.0)
        );
    }

    #[test]
    fn attention_is_shared_by_all_that_is_heard_and_fades() {
        // 3 of 3 + 5 + 4; 0.88 * 12.5
        assert_eq!(share(3.0, 3.0 + 5.0 + 4.0), 0.25);
        assert_eq!(carried(12.5, 0.88), 11.0);
    }

    #[test]
    fn a_steady_catalogue_loses_what_works_add() {
        // C = 8 * 0.75 / 0.25 = 24, and 0.75 * (24 + 8) = 24.
        assert_eq!(steady_catalogue(8.0, 0.75), 24.0);
        assert_eq!(steady_catalogue(8.0, 0.0), 0.0);
    }

    #[test]
    fn the_cut_off_of_charts_is_lower_on_a_lucky_day() {
        assert_eq!(chart_cutoff(0.5, 0.25, 0.0), 0.5);
        // 0.5 * exp(0.5 * 2) = e / 2, and its mirror image.
        assert!((chart_cutoff(0.5, 0.5, 2.0) - std::f64::consts::E / 2.0).abs() < 1e-15);
        assert!((chart_cutoff(0.5, 0.5, -2.0) - 0.5 / std::f64::consts::E).abs() < 1e-15);
    }

    #[test]
    fn what_is_kept_of_a_work_is_divided_by_rights_and_comes_back_year_by_year() {
        // 0.5 * 0.75 and 0.5 * 0.25.
        assert_eq!(left_to_label(0.5, 0.75), 0.375);
        assert_eq!(left_to_platform(0.5, 0.75), 0.125);
        // Half of 16 a year, a quarter of that a quarter.
        assert_eq!(reverting(16.0, 0.5), 2.0);
        assert_eq!(reverting(16.0, 0.0), 0.0);
    }

    #[test]
    fn a_market_grows_by_the_year_from_the_start_of_the_run() {
        // 100 * 1.21^(6/4) = 100 * 1.1^3
        assert!((market_pool(100.0, 0.21, 6) - 133.1).abs() < 1e-10);
        assert_eq!([market_pool(100.0, 0.21, 0), market_pool(100.0, 0.21, -6)], [100.0, 100.0]);
    }
}
