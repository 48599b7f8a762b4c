//! A mean with its interval: Student's, or inside 0..1 where it is a share.

use super::{Scale, mean, share_interval, share_interval_of, t_975, variance_about};

/// A mean with its spread and 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// Number of values.
    pub n: usize,
    /// Mean.
    pub mean: Option<f64>,
    /// Standard deviation, n - 1.
    pub sd: Option<f64>,
    /// Standard error of the mean.
    pub se: Option<f64>,
    /// Lower end of the interval of the mean.
    pub ci_low: Option<f64>,
    /// Upper end of the interval of the mean.
    pub ci_high: Option<f64>,
}

impl Estimate {
    /// Estimates from independent values.
    pub fn of(values: &[f64]) -> Self {
        let n = values.len();
        let mean = mean(values);
        let sd = mean.and_then(|mean| variance_about(mean, values)).map(f64::sqrt);
        let se = sd.map(|sd| sd / (n as f64).sqrt());
        let half = n.checked_sub(1).and_then(t_975).zip(se).map(|(t, se)| t * se);
        let end = |sign: f64| mean.zip(half).map(|(mean, half)| mean + sign * half);
        Self { n, mean, sd, se, ci_low: end(-1.0), ci_high: end(1.0) }
    }

    /// Estimates with the interval of a scale.
    pub fn on(scale: Scale, values: &[f64]) -> Self {
        let plain = Self::of(values);
        let interval = match scale {
            Scale::Class => share_interval(values.iter().filter(|v| **v == 1.0).count(), plain.n),
            Scale::Share => return plain.within_0_and_1(),
            Scale::Unbounded => return plain,
        };
        plain.with_interval(interval)
    }

    /// The same estimate of a mean or a ratio that is a share, with an interval inside 0..1 and never of width 0; as it is where
    /// it is no share after all.
    pub fn within_0_and_1(self) -> Self {
        match self.mean {
            Some(mean) if (0.0..=1.0).contains(&mean) => self.with_interval(share_interval_of(mean, self.se, self.n)),
            _ => self,
        }
    }

    /// The same estimate with another interval.
    pub(super) fn with_interval(self, interval: Option<(f64, f64)>) -> Self {
        Self { ci_low: interval.map(|i| i.0), ci_high: interval.map(|i| i.1), ..self }
    }

    /// Half the width of the interval.
    pub fn half_width(&self) -> Option<f64> {
        self.ci_high.zip(self.ci_low).map(|(high, low)| (high - low) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_of_five_numbers_is_the_textbook_one() {
        let e = Estimate::of(&[1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!((e.n, e.mean), (5, Some(3.0)));
        assert!((e.sd.unwrap() - 1.581_138_830_084_19).abs() < 1e-12);
        assert!((e.half_width().unwrap() - 2.776_445_105_2 * std::f64::consts::FRAC_1_SQRT_2).abs() < 1e-9);
    }

    #[test]
    fn values_that_do_not_vary_have_no_spread_to_the_last_bit() {
        let e = Estimate::of(&[0.1; 7]);
        assert_eq!((e.mean, e.sd, e.ci_low, e.ci_high), (Some(0.1), Some(0.0), Some(0.1), Some(0.1)));
    }

    #[test]
    fn a_share_near_one_has_an_interval_inside_0_and_1() {
        let class = Estimate::on(Scale::Class, &[1.0; 20]);
        assert!(class.ci_low.unwrap() > 0.8 && class.ci_high == Some(1.0) && class.half_width() > Some(0.0));
        let share = Estimate::on(Scale::Share, &[0.99, 1.0, 0.8, 1.0]);
        assert!(share.ci_low.unwrap() > 0.3 && share.ci_high.unwrap() <= 1.0 && share.ci_high > share.mean);
        let loss = Estimate::on(Scale::Share, &[-0.2, 0.1]);
        assert_eq!(loss, Estimate::of(&[-0.2, 0.1]));
    }
}
