//! Statistics over replicates: summaries, intervals and paired differences.
//!
//! Sources: Student's interval of the mean; quantiles of type 7 of Hyndman and Fan (1996), *Sample
//! Quantiles in Statistical Packages*, as in pandas, NumPy and R; quantiles of Student's t by the
//! Cornish-Fisher expansion of Abramowitz and Stegun (1964), formula 26.7.5.
//! Only +, -, x, / and square roots, in the order of replicates: the same bits on every machine.
//! What a sample is too small for does not exist (`None`), and is never NaN.

/// Quantile of the standard normal distribution at 0.975: intervals are 95 % intervals.
const Z_975: f64 = 1.959_963_984_540_054;

/// Quantiles of Student's t at 0.975 for 1 to 30 degrees of freedom, where the expansion is too
/// coarse (above 30 its error is below 1e-7).
const T_975: [f64; 30] = [
    12.706204736175,
    4.302652729749,
    3.182446305284,
    2.776445105198,
    2.570581835636,
    2.446911851145,
    2.364624251593,
    2.306004135204,
    2.262157162798,
    2.228138851986,
    2.200985160092,
    2.178812829667,
    2.160368656463,
    2.144786687918,
    2.131449545560,
    2.119905299221,
    2.109815577833,
    2.100922040241,
    2.093024054408,
    2.085963447266,
    2.079613844728,
    2.073873067904,
    2.068657610419,
    2.063898561628,
    2.059538552753,
    2.055529438643,
    2.051830516480,
    2.048407141795,
    2.045229642133,
    2.042272456301,
];

/// Quantile of Student's t at 0.975; `None` without a degree of freedom.
pub fn t_975(degrees: usize) -> Option<f64> {
    if degrees == 0 {
        return None;
    }
    if let Some(known) = T_975.get(degrees - 1) {
        return Some(*known);
    }
    let (n, z) = (degrees as f64, Z_975);
    let odd = |coefficients: &[f64]| coefficients.iter().rev().fold(0.0, |sum, c| sum * z * z + c) * z;
    let g1 = odd(&[1.0, 1.0]) / 4.0;
    let g2 = odd(&[3.0, 16.0, 5.0]) / 96.0;
    let g3 = odd(&[-15.0, 17.0, 19.0, 3.0]) / 384.0;
    let g4 = odd(&[-945.0, -1920.0, 1482.0, 776.0, 79.0]) / 92_160.0;
    Some(z + g1 / n + g2 / (n * n) + g3 / (n * n * n) + g4 / (n * n * n * n))
}

/// Mean; `None` of nothing. Equal values give exactly that value.
pub fn mean(values: &[f64]) -> Option<f64> {
    let first = *values.first()?;
    if values.iter().all(|v| *v == first) {
        return Some(first);
    }
    Some(values.iter().sum::<f64>() / values.len() as f64)
}

/// Variance with n - 1; `None` below two values.
pub fn variance(values: &[f64]) -> Option<f64> {
    variance_about(mean(values)?, values)
}

/// Variance with n - 1, of values with this mean.
fn variance_about(mean: f64, values: &[f64]) -> Option<f64> {
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (values.len() > 1).then(|| squares / (values.len() - 1) as f64)
}

/// Quantile of type 7 of values in ascending order; `None` of nothing.
pub fn quantile(sorted: &[f64], probability: f64) -> Option<f64> {
    between(sorted.len(), probability, |rank| sorted[rank])
}

/// Ranks, from 0, of the values between which a quantile of type 7 lies; none of nothing.
pub(super) fn ranks_of(count: usize, probability: f64) -> impl Iterator<Item = usize> {
    let ranks = |last: usize| {
        let below = ((probability * last as f64).floor() as usize).min(last);
        [below, (below + 1).min(last)]
    };
    count.checked_sub(1).map(ranks).into_iter().flatten()
}

/// Quantile of type 7 of so many values that are known by rank; `None` of nothing.
pub(super) fn between(count: usize, probability: f64, at: impl Fn(usize) -> f64) -> Option<f64> {
    let mut ranks = ranks_of(count, probability);
    let (below, above) = (ranks.next()?, ranks.next()?);
    let position = probability * (count - 1) as f64;
    Some(at(below) + (position - below as f64) * (at(above) - at(below)))
}

/// Values in ascending order.
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
}

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

    /// Half the width of the interval.
    pub fn half_width(&self) -> Option<f64> {
        self.ci_high.zip(self.ci_low).map(|(high, low)| (high - low) / 2.0)
    }
}

/// Scenario minus baseline, replicate by replicate with the same draws.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paired {
    /// Mean of the baseline over the pairs.
    pub baseline_mean: Option<f64>,
    /// Mean of the scenario over the pairs.
    pub scenario_mean: Option<f64>,
    /// Mean difference with its interval; `n` is the number of pairs.
    pub difference: Estimate,
    /// Share of pairs with a positive difference.
    pub share_above: Option<f64>,
    /// Share of pairs with a negative difference.
    pub share_below: Option<f64>,
    /// Variance of the difference with independent seeds over the paired one.
    pub variance_reduction: Option<f64>,
}

impl Paired {
    /// Pairs values by position; a pair that lacks one of the two does not count.
    pub fn of(baseline: &[Option<f64>], scenario: &[Option<f64>]) -> Self {
        let (a, b): (Vec<f64>, Vec<f64>) = baseline.iter().zip(scenario).filter_map(|(a, b)| a.zip(*b)).unzip();
        let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| b - a).collect();
        let share = |test: fn(f64) -> bool| {
            let count = differences.iter().filter(|d| test(**d)).count();
            (!differences.is_empty()).then(|| count as f64 / differences.len() as f64)
        };
        Self {
            baseline_mean: mean(&a),
            scenario_mean: mean(&b),
            difference: Estimate::of(&differences),
            share_above: share(|d| d > 0.0),
            share_below: share(|d| d < 0.0),
            variance_reduction: variance_reduction(&a, &b, &differences),
        }
    }
}

/// (var a + var b) / var(b - a); `None` where the difference does not vary.
fn variance_reduction(a: &[f64], b: &[f64], differences: &[f64]) -> Option<f64> {
    let paired = variance(differences)?;
    let ratio = (variance(a)? + variance(b)?) / paired;
    (paired > 0.0 && ratio.is_finite()).then_some(ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Probability of |t| below `t`: Abramowitz and Stegun 26.7.3 (odd) and 26.7.4 (even), exact.
    fn two_sided(t: f64, degrees: usize) -> f64 {
        let theta = (t / (degrees as f64).sqrt()).atan();
        let (sin, cos2) = (theta.sin(), theta.cos().powi(2));
        let odd = degrees % 2 == 1;
        let (mut term, mut sum) = (if odd { theta.cos() } else { 1.0 }, 0.0);
        let mut k = if odd { 1 } else { 0 };
        while k < degrees.saturating_sub(1) {
            sum += term;
            k += 2;
            term *= cos2 * (k - 1) as f64 / k as f64;
        }
        if odd { 2.0 / std::f64::consts::PI * (theta + sin * sum) } else { sin * sum }
    }

    #[test]
    fn the_quantile_of_t_holds_95_percent_for_any_degrees_of_freedom() {
        for degrees in (1..60).chain([99, 199, 500, 1999]) {
            let held = two_sided(t_975(degrees).unwrap(), degrees);
            assert!((held - 0.95).abs() < 1e-8, "{degrees}: {held}");
        }
        assert_eq!(t_975(0), None);
    }

    #[test]
    fn the_quantile_of_t_meets_published_values() {
        for (degrees, published) in [(1, 12.7062), (11, 2.20099), (30, 2.04227), (199, 1.97196), (1_000_000, 1.95997)] {
            assert!((t_975(degrees).unwrap() - published).abs() < 1e-5, "{degrees}");
        }
    }

    #[test]
    fn quantiles_lie_between_values_as_in_pandas() {
        let values = sorted(&[4.0, 1.0, 3.0, 2.0]);
        assert_eq!(quantile(&values, 0.25), Some(1.75));
        assert_eq!(quantile(&values, 0.5), Some(2.5));
        assert_eq!((quantile(&values, 0.0), quantile(&values, 1.0)), (Some(1.0), Some(4.0)));
        assert_eq!((quantile(&[7.0], 0.95), quantile(&[], 0.5)), (Some(7.0), None));
    }

    #[test]
    fn an_estimate_of_five_numbers_is_the_textbook_one() {
        let e = Estimate::of(&[1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!((e.n, e.mean), (5, Some(3.0)));
        assert!((e.sd.unwrap() - 1.581_138_830_084_19).abs() < 1e-12);
        assert!((e.half_width().unwrap() - 2.776_445_105_2 * std::f64::consts::FRAC_1_SQRT_2).abs() < 1e-9);
    }

    #[test]
    fn what_a_small_sample_cannot_say_does_not_exist() {
        assert_eq!(Estimate::of(&[]), Estimate::default());
        let one = Estimate::of(&[2.0]);
        assert_eq!((one.mean, one.sd, one.se, one.ci_low), (Some(2.0), None, None, None));
        assert_eq!(Paired::of(&[Some(1.0), None], &[None, Some(2.0)]), Paired::default());
    }

    #[test]
    fn values_that_do_not_vary_have_no_spread_to_the_last_bit() {
        let e = Estimate::of(&[0.1; 7]);
        assert_eq!((e.mean, e.sd, e.ci_low, e.ci_high), (Some(0.1), Some(0.0), Some(0.1), Some(0.1)));
        let same = Paired::of(&[Some(0.1), Some(0.7)], &[Some(0.1), Some(0.7)]);
        assert_eq!((same.difference.mean, same.variance_reduction), (Some(0.0), None));
        assert_eq!((same.share_above, same.share_below), (Some(0.0), Some(0.0)));
    }

    #[test]
    fn pairing_removes_the_noise_that_both_share() {
        let a: Vec<Option<f64>> = [1.0, 5.0, 9.0, 2.0].map(Some).to_vec();
        let b: Vec<Option<f64>> = [2.0, 6.5, 10.0, 3.0].map(Some).to_vec();
        let paired = Paired::of(&a, &b);
        assert_eq!((paired.difference.n, paired.difference.mean), (4, Some(1.125)));
        assert_eq!(paired.share_above, Some(1.0));
        assert!(paired.variance_reduction.unwrap() > 100.0);
    }
}
