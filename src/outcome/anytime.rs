//! Intervals of a mean that hold at every number of replicates at once, so that one may look and stop at will.
//!
//! The t-mixture confidence sequence: Lai (1976), *On Confidence Sequences*; Wang and Ramdas (2025), *Anytime-Valid
//! t-Tests and Confidence Sequences for Gaussian Means with Unknown Variance*. Of n independent numbers from one
//! normal distribution, with mean m and variance s2 (over n), let t be a candidate for the true mean and d = m - t. The Bayes
//! factor against t, with the effect size normal with variance 1 / c2 and the scale by its Haar measure, is
//!
//! ```text
//! E_n(t) = sqrt(c2 / (n + c2)) * ((n + c2) (s2 + d^2) / ((n + c2) s2 + c2 d^2))^(n / 2)
//! ```
//!
//! At the true mean it is a martingale that starts at 1, so by Ville (1939) it ever reaches 1 / a with probability a at
//! most, whatever the variance. The interval holds every t that has not been ruled out:
//!
//! ```text
//! d^2 < s2 (n + c2) (T - 1) / (n + c2 - T c2),     T = ((n + c2) / (a^2 c2))^(1 / n);     all numbers where T c2 >= n + c2
//! ```
//!
//! Exact for normal numbers; for others it holds as n grows (the mean becomes normal), which a test measures on skewed
//! ones. The mixture is set to be narrowest near `NARROWEST_AT` replicates (Howard, Ramdas, McAuliffe and Sekhon 2021,
//! *Time-Uniform, Nonparametric, Nonasymptotic Confidence Sequences*, section 3.5):
//!
//! ```text
//! c2 = n / (2 ln(1 / a) + ln(1 + 2 ln(1 / a)))      at n = NARROWEST_AT
//! ```

use crate::math;

/// Replicates near which the interval is narrowest.
const NARROWEST_AT: f64 = 200.0;

/// Precision c2 of the mixture for an error probability.
fn precision(error: f64) -> f64 {
    let bits = -2.0 * math::ln(error);
    NARROWEST_AT / (bits + math::ln(1.0 + bits))
}

/// Half the width of the interval of a mean, in standard deviations (over n); `None` where it is not bounded yet.
pub fn half_width(n: usize, error: f64) -> Option<f64> {
    if n < 2 {
        return None;
    }
    let (n, c2) = (n as f64, precision(error));
    let threshold = math::exp((math::ln((n + c2) / c2) - 2.0 * math::ln(error)) / n);
    let room = n + c2 - threshold * c2;
    (room > 0.0).then(|| ((n + c2) * (threshold - 1.0) / room).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The Bayes factor by quadrature over effect size and scale, from numbers themselves.
    fn bayes_factor(values: &[f64], t: f64, c2: f64) -> f64 {
        let likelihood = |effect: f64, ln_scale: f64| {
            let scale = ln_scale.exp();
            let squares: f64 = values.iter().map(|x| ((x - t) / scale - effect).powi(2)).sum();
            (-squares / 2.0 - values.len() as f64 * ln_scale).exp()
        };
        let grid = |low: f64, high: f64| (0..400).map(move |k| low + (high - low) * (f64::from(k) + 0.5) / 400.0);
        let over_scale = |effect: f64| grid(-3.0, 6.0).map(|s| likelihood(effect, s)).sum::<f64>();
        let prior = |effect: f64| (-c2 * effect * effect / 2.0).exp() * (c2 / (2.0 * std::f64::consts::PI)).sqrt();
        let step = 12.0 / c2.sqrt() / 400.0;
        grid(-6.0 / c2.sqrt(), 6.0 / c2.sqrt()).map(|e| over_scale(e) * prior(e) * step).sum::<f64>() / over_scale(0.0)
    }

    #[test]
    fn the_interval_ends_where_the_bayes_factor_is_one_over_the_error() {
        let values: Vec<f64> = (0..30).map(|k| f64::from(k * 37 % 30) / 10.0 - 1.0).collect();
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let sd = (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
        for error in [0.05, 0.3] {
            let end = mean + sd * half_width(30, error).unwrap();
            let factor = bayes_factor(&values, end, precision(error));
            assert!((factor * error - 1.0).abs() < 1e-3, "{error}: {factor}");
        }
    }

    #[test]
    fn the_interval_is_wider_than_students_and_narrows_towards_zero() {
        let half = |n| half_width(n, 0.05).unwrap();
        for n in [50, 200, 2000] {
            assert!(half(n) > 1.96 / (n as f64).sqrt() && half(n) < 3.6 / (n as f64).sqrt(), "{n}: {}", half(n));
        }
        assert!((21..3000).all(|n| half(n) < half(n - 1)));
        assert_eq!((half_width(0, 0.05), half_width(1, 0.05)), (None, None));
    }

    #[test]
    fn too_few_replicates_for_a_small_error_rule_nothing_out() {
        assert_eq!(half_width(5, 1e-4), None);
        assert!(half_width(40, 1e-4).is_some());
    }
}
