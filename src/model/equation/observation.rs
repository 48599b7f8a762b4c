//! Observation (6.1): concentration, the spread of identity, and means weighted by exports.

/// (revenue / total)^2, of which the sum is the HHI of revenue.
#[inline(always)]
pub fn squared_share(revenue: f64, total: f64) -> f64 {
    let share = revenue / total;
    share * share
}

/// (h - mean)^2, of which the mean over labels is the variance of identity.
#[inline(always)]
pub fn squared_distance(identity: f64, mean: f64) -> f64 {
    let distance = identity - mean;
    distance * distance
}

/// sqrt(sum of squares / n): standard deviation over all n, which are the population.
#[inline(always)]
pub fn deviation(squares: f64, n: f64) -> f64 {
    (squares / n).sqrt()
}

/// ceil(n / 100): how many labels are the top 1 %.
#[inline(always)]
pub fn top_hundredth(n: usize) -> usize {
    n.div_ceil(100)
}

/// sum / weight; `None` where nothing weighs.
#[inline(always)]
pub fn weighted_mean(sum: f64, weight: f64) -> Option<f64> {
    (weight > 0.0).then(|| sum / weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_of_revenue_adds_a_quarter_to_concentration() {
        assert_eq!(squared_share(30.0, 60.0), 0.25);
    }

    #[test]
    fn identities_on_both_sides_of_the_mean_spread() {
        assert_eq!([squared_distance(0.75, 0.25), squared_distance(0.25, 0.75)], [0.25, 0.25]);
        // sqrt(1 / 4)
        assert_eq!(deviation(1.0, 4.0), 0.5);
    }

    #[test]
    fn the_top_hundredth_has_at_least_one_label() {
        assert_eq!([0, 1, 100, 101, 400].map(top_hundredth), [0, 1, 1, 2, 4]);
    }

    #[test]
    fn a_mean_over_nothing_is_missing() {
        assert_eq!([weighted_mean(3.0, 4.0), weighted_mean(0.0, 0.0)], [Some(0.75), None]);
    }
}
