//! Visits and who comes (4.7).

use super::remembered;
use crate::math;

/// What visits of one market have in common.
#[derive(Clone, Copy, Debug)]
pub struct Venue {
    /// Part of the fans that comes.
    pub attendance_rate: f64,
    /// Factor of attendance under the quarter's events.
    pub attendance: f64,
    /// Capacity, thousand, under the quarter's events.
    pub capacity: f64,
    /// Ticket price, M KRW for a thousand.
    pub price: f64,
    /// Factor of money from the market: the exchange rate.
    pub exchange: f64,
}

/// n = min(F_im share_a `attendance_rate`_m, `venue_capacity`_m) T_k, thousand: expected attendance.
///
/// `fans` of the act: thousand; `intensity` T: 0 where the work does not tour.
#[inline(always)]
pub fn expected_attendance(fans: f64, intensity: f64, venue: &Venue) -> f64 {
    (fans * venue.attendance_rate * venue.attendance).min(venue.capacity) * intensity
}

/// `touring_margin` - c `creator_concert_factor`: part of the receipts of a visit that is the label's, before the fixed cost.
///
/// `contract` c: contract share of creators, 0 where the work credits nobody.
#[inline(always)]
pub fn label_part(touring_margin: f64, contract: f64, creator_factor: f64) -> f64 {
    touring_margin - contract * creator_factor
}

/// n `ticket_price`_m * the label's part, M KRW: what a visit leaves it before the fixed cost.
#[inline(always)]
pub fn margin(attendance: f64, part: f64, venue: &Venue) -> f64 {
    attendance * venue.price * venue.exchange * part
}

/// A visit is made when margin + voucher >= fx. All in M KRW.
#[inline(always)]
pub fn pays(margin: f64, voucher: f64, fixed_cost: f64) -> bool {
    margin + voucher >= fixed_cost
}

/// exp(s z - s^2 / 2): factor of attendance, 1 in the mean.
///
/// `noise` s: `attendance_noise`; `z`: standard normal.
#[inline(always)]
pub fn attendance_factor(z: f64, noise: f64) -> f64 {
    math::exp(noise * z - noise * noise / 2.0)
}

/// attendance = min(n exp(s z - s^2 / 2), `venue_capacity`_m), thousand.
#[inline(always)]
pub fn attendance(expected: f64, factor: f64, venue: &Venue) -> f64 {
    (expected * factor).min(venue.capacity)
}

/// attendance `ticket_price`_m, M KRW: gross receipts of concerts and merchandise.
#[inline(always)]
pub fn receipts(attendance: f64, venue: &Venue) -> f64 {
    attendance * venue.price * venue.exchange
}

/// vs_i <- `visit_share_memory` vs_i + (1 - `visit_share_memory`) min(1, foreign fx / ref_x) / T_k: what a full tour abroad
/// costs against the work.
///
/// `fixed_cost`: of the work's foreign visits; `reference_cost` ref: M KRW; `intensity` T: above 0.
#[inline(always)]
pub fn visit_share(share: f64, fixed_cost: f64, reference_cost: f64, intensity: f64, memory: f64) -> f64 {
    remembered(share, (fixed_cost / reference_cost).min(1.0) / intensity, memory)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VENUE: Venue = Venue { attendance_rate: 0.25, attendance: 0.5, capacity: 6.0, price: 8.0, exchange: 1.5 };

    #[test]
    fn a_part_of_the_fans_comes_as_far_as_there_are_seats() {
        // 32 * 0.25 * 0.5 = 4, of intensity 0.75: 3; of 80 fans 10, but there are 6 seats: 4.5.
        assert_eq!(expected_attendance(32.0, 0.75, &VENUE), 3.0);
        assert_eq!(expected_attendance(80.0, 0.75, &VENUE), 4.5);
        assert_eq!(expected_attendance(80.0, 0.0, &VENUE), 0.0);
    }

    #[test]
    fn a_visit_is_made_when_margin_and_voucher_cover_its_cost() {
        // 3 * 8 * 1.5 = 36, a quarter of it is 9.
        assert_eq!(receipts(3.0, &VENUE), 36.0);
        assert_eq!(margin(3.0, 0.25, &VENUE), 9.0);
        assert!(pays(9.0, 0.0, 9.0));
        assert!(!pays(9.0, 0.0, 9.5));
        assert!(pays(9.0, 0.5, 9.5));
    }

    #[test]
    fn a_visit_pays_its_creators_too() {
        // 0.45 - 0.13 * 0.6 = 0.372: a visit of 400 at 260 a thousand breaks even at 400 / (260 * 0.372) = 4.136 thousand.
        let part = label_part(0.45, 0.13, 0.6);
        assert!((part - 0.372).abs() < 1e-15);
        let venue = Venue { price: 260.0, exchange: 1.0, ..VENUE };
        assert!(!pays(margin(4.135, part, &venue), 0.0, 400.0));
        assert!(pays(margin(4.136, part, &venue), 0.0, 400.0));
        // With nobody to pay 400 / (260 * 0.45) = 3.419.
        assert!(pays(margin(3.419, label_part(0.45, 0.0, 0.6), &venue), 0.0, 400.0));
    }

    #[test]
    fn luck_moves_attendance_around_its_mean_up_to_the_seats() {
        // s = 2: exp(2 z - 2), 1 at z = 1 and exp(-2) at z = 0.
        assert_eq!(attendance_factor(1.0, 2.0), 1.0);
        assert!((attendance_factor(0.0, 2.0) - (-2.0_f64).exp()).abs() < 1e-15);
        assert_eq!(attendance_factor(3.0, 0.0), 1.0);
        assert_eq!(attendance(3.0, 1.5, &VENUE), 4.5);
        assert_eq!(attendance(3.0, 4.0, &VENUE), 6.0);
    }

    #[test]
    fn the_share_of_visits_in_costs_moves_to_that_of_the_last_tour_abroad() {
        // 0.75 * 0.5 + 0.25 * (5 / 20) / 0.5 = 0.5; visits of more than the work count 1: 0.375 + 0.25 / 0.5.
        assert_eq!(visit_share(0.5, 5.0, 20.0, 0.5, 0.75), 0.5);
        assert_eq!(visit_share(0.5, 40.0, 20.0, 0.5, 0.75), 0.875);
    }

    #[test]
    fn who_plays_at_home_alone_forgets_what_tours_abroad_cost() {
        // 0.1 * 0.95^n
        let share = (0..10).fold(0.1, |share, _| visit_share(share, 0.0, 20.0, 1.0, 0.95));
        assert!((share - 0.1 * 0.95_f64.powi(10)).abs() < 1e-16);
    }
}
