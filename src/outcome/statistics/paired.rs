//! Paired differences of numbers: scenario minus baseline, replicate by replicate.

use super::{Discordant, Estimate, Scale, above_rounding_or_zero, binomial, mean, skewness, tango, two_sided, variance, varies};

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
    /// Two-sided probability of such a mean difference, or a larger one, by chance alone.
    pub p: Option<f64>,
}

impl Paired {
    /// Pairs values by position; a pair that lacks one of the two does not count.
    pub fn of(baseline: &[Option<f64>], scenario: &[Option<f64>]) -> Self {
        Self::on(Scale::Unbounded, baseline, scenario)
    }

    /// The same with the interval of a scale: Tango's of a class; Student's, cut at -1 and 1, of other shares.
    pub fn on(scale: Scale, baseline: &[Option<f64>], scenario: &[Option<f64>]) -> Self {
        let (a, b): (Vec<f64>, Vec<f64>) = baseline.iter().zip(scenario).filter_map(|(a, b)| a.zip(*b)).unzip();
        let difference = |(a, b): (&f64, &f64)| above_rounding_or_zero(b - a, a.abs().max(b.abs()));
        let differences: Vec<f64> = a.iter().zip(&b).map(difference).collect();
        let share = |test: fn(f64) -> bool| {
            let count = differences.iter().filter(|d| test(**d)).count();
            (!differences.is_empty()).then(|| count as f64 / differences.len() as f64)
        };
        Self {
            baseline_mean: mean(&a),
            scenario_mean: mean(&b),
            difference: estimate(scale, &differences),
            p: probability(scale, &differences),
            share_above: share(|d| d > 0.0),
            share_below: share(|d| d < 0.0),
            variance_reduction: variance_reduction(&a, &b, &differences),
        }
    }
}

/// Mean difference with its interval.
fn estimate(scale: Scale, differences: &[f64]) -> Estimate {
    let plain = Estimate::of(differences);
    match scale {
        Scale::Class => plain.with_interval(tango(Discordant::of(differences))),
        Scale::Share => plain.with_interval(plain.ci_low.zip(plain.ci_high).map(|(low, high)| (low.max(-1.0), high.min(1.0)))),
        Scale::Unbounded => plain,
    }
}

/// McNemar's exact test of a class; of numbers Student's, with skewness taken out (Hall 1992); of numbers that differ by the same in every pair, the test of their signs.
fn probability(scale: Scale, differences: &[f64]) -> Option<f64> {
    let n = differences.len();
    if n < 2 {
        return None;
    }
    let Discordant { gained, lost, .. } = Discordant::of(differences);
    if scale == Scale::Class || !varies(differences.iter().copied()) {
        return Some(binomial::even_split(gained, lost));
    }
    let Estimate { mean, se, .. } = Estimate::of(differences);
    two_sided(mean? / se?, skewness(differences), n)
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

    #[test]
    fn what_a_small_sample_cannot_say_does_not_exist() {
        assert_eq!(Estimate::of(&[]), Estimate::default());
        let one = Estimate::of(&[2.0]);
        assert_eq!((one.mean, one.sd, one.se, one.ci_low), (Some(2.0), None, None, None));
        assert_eq!(Paired::of(&[Some(1.0), None], &[None, Some(2.0)]), Paired::default());
    }

    #[test]
    fn what_does_not_differ_has_neither_spread_nor_gain() {
        let same = Paired::of(&[Some(0.1), Some(0.7)], &[Some(0.1), Some(0.7)]);
        assert_eq!((same.difference.mean, same.variance_reduction), (Some(0.0), None));
        assert_eq!((same.share_above, same.share_below, same.p), (Some(0.0), Some(0.0), Some(1.0)));
    }

    #[test]
    fn the_last_digits_of_two_sums_are_no_difference() {
        let paired = Paired::of(&[Some(0.1 + 0.2), Some(5.0)], &[Some(0.3), Some(5.0)]);
        assert_eq!((paired.difference.mean, paired.share_below), (Some(0.0), Some(0.0)));
    }

    #[test]
    fn a_class_has_tangos_interval_and_mcnemars_probability() {
        let baseline: Vec<Option<f64>> = (0..20).map(|r| Some(f64::from(u8::from(r < 5)))).collect();
        let scenario: Vec<Option<f64>> = (0..20).map(|r| Some(f64::from(u8::from(r < 11)))).collect();
        let paired = Paired::on(Scale::Class, &baseline, &scenario);
        let (low, high) = (paired.difference.ci_low.unwrap(), paired.difference.ci_high.unwrap());
        assert!(low > 0.08 && high < 0.55 && (paired.p.unwrap() - 0.03125).abs() < 1e-12, "{low} {high} {:?}", paired.p);
        let same = Paired::on(Scale::Class, &baseline, &baseline).difference;
        assert!(same.ci_low.unwrap() < 0.0 && same.ci_high.unwrap() > 0.0);
    }

    #[test]
    fn students_probability_of_a_difference_is_the_textbook_one() {
        // t = 3 / sqrt(2.5 / 5) = 4.243 at 4 degrees of freedom.
        let differences = [1.0, 2.0, 3.0, 4.0, 5.0].map(Some);
        let paired = Paired::of(&[Some(0.0); 5], &differences);
        assert!((paired.p.unwrap() - 0.013_2).abs() < 2e-4, "{:?}", paired.p);
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
