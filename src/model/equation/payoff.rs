//! Payoff of a work (4.2).

/// Net streaming receipts of a work still to come for each unit of what came and stays:
/// `tail_weight` kappa / (1 - kappa).
///
/// `retention`: kappa, part of a catalogue's attention that is left after a quarter, below 1.
#[inline(always)]
pub fn tail(weight: f64, retention: f64) -> f64 {
    weight * retention / (1.0 - retention)
}

/// Worth of a listener whom a work converts in a market, M KRW for a thousand:
/// `fan_value` cv_m openness_m `album_spending`_m.
#[inline(always)]
pub fn fan_worth(conversion: f64, openness: f64, spending: f64, weight: f64) -> f64 {
    conversion * openness * spending * weight
}

/// What a work brings, M KRW: net_x + tail keep_x netstream_x + value of new fans.
///
/// `keep`: part of its attention that stays in a catalogue.
#[inline(always)]
pub fn gain(net: f64, tail: f64, keep: f64, net_streaming: f64, fan_value: f64) -> f64 {
    net + tail * keep * net_streaming + fan_value
}

/// What a work costs, M KRW: cost_x + localisation cost, whoever pays. Support is no merit of the work: what is announced
/// of it enters the choice by itself (4.2).
#[inline(always)]
pub fn outlay(cost: f64, localisation_cost: f64) -> f64 {
    cost + localisation_cost
}

/// pi_x = clip((gain - outlay) / RB_i, -1, `payoff_ceiling`).
///
/// `reference_budget` RB: M KRW, above 0.
#[inline(always)]
pub fn payoff(gain: f64, outlay: f64, reference_budget: f64, ceiling: f64) -> f64 {
    ((gain - outlay) / reference_budget).clamp(-1.0, ceiling)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_what_a_catalogue_brings_after_the_quarter() {
        // 0.5 * 0.75 / 0.25 = 1.5.
        assert_eq!(tail(0.5, 0.75), 1.5);
        assert_eq!(tail(0.5, 0.0), 0.0);
    }

    #[test]
    fn a_closed_market_makes_fans_worth_nothing() {
        // 0.5 * 1 * 8 * 0.25 = 1.
        assert_eq!(fan_worth(0.5, 1.0, 8.0, 0.25), 1.0);
        assert_eq!(fan_worth(0.5, 0.0, 8.0, 0.25), 0.0);
    }

    #[test]
    fn a_work_brings_receipts_a_tail_of_what_is_kept_and_fans() {
        // 10 + 1.5 * 0.5 * 8 + 3 = 19; with nothing kept 13.
        assert_eq!(gain(10.0, 1.5, 0.5, 8.0, 3.0), 19.0);
        assert_eq!(gain(10.0, 1.5, 0.0, 8.0, 3.0), 13.0);
    }

    #[test]
    fn a_work_costs_what_it_costs_whoever_pays() {
        // 12 + 4 = 16.
        assert_eq!(outlay(12.0, 4.0), 16.0);
    }

    #[test]
    fn a_payoff_is_relative_to_the_reference_budget_and_has_limits() {
        // (19 - 16) / 12 = 0.25; -40 / 12 is below -1; 60 / 12 = 5 is above 3.
        assert_eq!(payoff(19.0, 16.0, 12.0, 3.0), 0.25);
        assert_eq!(payoff(0.0, 40.0, 12.0, 3.0), -1.0);
        assert_eq!(payoff(76.0, 16.0, 12.0, 3.0), 3.0);
    }
}
