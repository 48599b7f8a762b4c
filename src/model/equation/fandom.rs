//! Listeners, fandom and recognition (4.6).

use super::Real;

/// Listeners of a whole market's attention, thousand: `listeners`_m `listening_breadth`.
#[inline(always)]
pub fn audience(listeners: f64, breadth: f64) -> f64 {
    listeners * breadth
}

/// Listeners of a unit of catalogue attention, thousand: [`audience`] / D_m.
#[inline(always)]
pub fn catalogue_audience(audience: f64, attention: f64) -> f64 {
    audience / attention
}

/// cv = `conversion_scale` `fan_churn` sum F / sum n: the factor at which as many listeners become fans as churn, and some
/// more or less; 0 where nobody is converted.
///
/// `fans` F and `converted` n: thousand.
#[inline(always)]
pub fn conversion_factor(scale: f64, churn: f64, fans: f64, converted: f64) -> f64 {
    if converted > 0.0 { scale * churn * fans / converted } else { 0.0 }
}

/// How far a work wins fans by its identity: 1 + `fit_slope` (h_x - `fit_centre`).
#[inline(always)]
pub fn fit(identity: f64, slope: f64, centre: f64) -> f64 {
    1.0 + slope * (identity - centre)
}

/// n_xm = S_xm `listeners`_m `listening_breadth` conv_x (1 + `fit_slope` (h_x - `fit_centre`)), thousand: listeners that a
/// work converts in a market, before room for fandom.
///
/// `audience`: [`audience`]; `conversion`: conv_x times [`fit`].
#[inline(always)]
pub fn converted<R: Real>(share: R, audience: f64, conversion: R) -> R {
    share * audience * conversion
}

/// Identity that a work has lost against its label's at the founding: (h0_i - h_x)+.
#[inline(always)]
pub fn identity_lost(founding: f64, identity: f64) -> f64 {
    (founding - identity).max(0.0)
}

/// Mean over a label's works; 0 without works, where the sum is 0.
#[inline(always)]
pub fn mean_of_works(sum: f64, works: u32) -> f64 {
    sum / f64::from(works.max(1))
}

/// room_m = (1 - sum_i F_im / (n_F `initial_fandom`_m))+ n_F / (n_F - 1): 1 with the fandom of the start, 0 with n_F times
/// as much.
///
/// `fandom`, `initial`: thousand; `multiple`: n_F, above 1.
#[inline(always)]
pub fn room(fandom: f64, initial: f64, multiple: f64) -> f64 {
    (1.0 - fandom / (multiple * initial)).max(0.0) * multiple / (multiple - 1.0)
}

/// d_im = `fan_churn` (1 + `hybrid_churn` times the identity lost): part of the fans that leaves in a quarter.
///
/// `hybrid`: `hybrid_churn` in kr, jp, cn and sea, 0 elsewhere.
#[inline(always)]
pub fn leaving(churn: f64, hybrid: f64, identity_lost: f64) -> f64 {
    churn * (1.0 + hybrid * identity_lost)
}

/// Fans won in a market, thousand, before room: cv_m sum_x n_xm + `touring_fan_gain` attendance_im.
#[inline(always)]
pub fn won(converted: f64, conversion: f64, attendance: f64, touring_gain: f64) -> f64 {
    converted * conversion + touring_gain * attendance
}

/// F_im <- (1 - d_im) F_im + room_m openness_m won, thousand.
///
/// `room`: room times openness.
#[inline(always)]
pub fn fans(fans: f64, leaving: f64, room: f64, won: f64) -> f64 {
    (1.0 - leaving) * fans + room * won
}

/// R_i <- (1 - d) R_i + d listeners_i / L_ref, d = `recognition_updating`.
///
/// `listeners` and their `unit` L_ref: thousand.
#[inline(always)]
pub fn recognition(recognition: f64, listeners: f64, unit: f64, updating: f64) -> f64 {
    (1.0 - updating) * recognition + updating * listeners / unit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::F64x8;

    #[test]
    fn conversion_makes_up_for_churn() {
        // 1.5 * 0.25 * 80 / 60
        assert_eq!(conversion_factor(1.5, 0.25, 80.0, 60.0), 0.5);
        assert_eq!(conversion_factor(1.5, 0.25, 80.0, 0.0), 0.0);
    }

    #[test]
    fn listeners_follow_shares_of_attention() {
        // 400 * 2 = 800 for all attention, 800 / 1600 = 0.5 for a unit of it.
        assert_eq!(audience(400.0, 2.0), 800.0);
        assert_eq!(catalogue_audience(800.0, 1600.0), 0.5);
    }

    #[test]
    fn a_work_of_more_identity_than_the_centre_converts_more() {
        // 1 + 0.5 * (0.75 - 0.25) = 1.25 and 1 + 0.5 * (0.25 - 0.75) = 0.75; 0.125 * 800 * 1.25 = 125.
        assert_eq!(fit(0.75, 0.5, 0.25), 1.25);
        assert_eq!(fit(0.25, 0.5, 0.75), 0.75);
        assert_eq!(converted(0.125, 800.0, 1.25), 125.0);
        assert_eq!(converted(F64x8([0.125; 8]), 800.0, F64x8([1.25; 8])), F64x8([125.0; 8]));
    }

    #[test]
    fn identity_is_lost_downwards_alone_and_labels_without_works_lose_none() {
        assert_eq!(identity_lost(0.75, 0.5), 0.25);
        assert_eq!(identity_lost(0.5, 0.75), 0.0);
        assert_eq!(mean_of_works(0.75, 3), 0.25);
        assert_eq!(mean_of_works(0.0, 0), 0.0);
    }

    #[test]
    fn room_is_one_at_the_start_and_none_at_the_multiple() {
        // (1 - 100 / 400) * 4 / 3 = 1; (1 - 200 / 400) * 4 / 3 = 2 / 3.
        assert_eq!(room(100.0, 100.0, 4.0), 1.0);
        assert_eq!(room(200.0, 100.0, 4.0), 2.0 / 3.0);
        assert_eq!(room(400.0, 100.0, 4.0), 0.0);
        assert_eq!(room(500.0, 100.0, 4.0), 0.0);
    }

    #[test]
    fn fans_leave_faster_where_identity_was_lost() {
        // 0.25 * (1 + 2 * 0.5) = 0.5.
        assert_eq!(leaving(0.25, 2.0, 0.5), 0.5);
        assert_eq!(leaving(0.25, 0.0, 0.5), 0.25);
    }

    #[test]
    fn fans_are_those_who_stay_and_those_who_find_room() {
        // 8 * 0.5 + 0.25 * 16 = 8; (1 - 0.25) * 40 + 0.5 * 8 = 34.
        assert_eq!(won(8.0, 0.5, 16.0, 0.25), 8.0);
        assert_eq!(fans(40.0, 0.25, 0.5, 8.0), 34.0);
        assert_eq!(fans(40.0, 0.25, 0.0, 8.0), 30.0);
    }

    #[test]
    fn recognition_moves_to_listeners_in_units() {
        // 0.75 * 4 + 0.25 * 800 / 100 = 5; at 400 / 100 it stays 4.
        assert_eq!(recognition(4.0, 800.0, 100.0, 0.25), 5.0);
        assert_eq!(recognition(4.0, 400.0, 100.0, 0.25), 4.0);
    }
}
