//! Regret: what choosing a scenario costs in worlds where another would have been better.
//!
//! In world w with replicates r, the regret of scenario s is the mean outcome of the best scenario less its own. Two maxima are
//! taken of numbers with noise, and each would overstate regret:
//!
//! - over scenarios: the best is found on four fifths of the replicates and judged on the last fifth, five times over
//!   (cross-fitting, as in the double estimator of van Hasselt 2010), so that its noise is not counted as merit. Where all
//!   scenarios are alike, regret is 0 on average, not what the largest of several noises would give;
//! - over worlds: noise adds to the spread of regrets, and so to their largest. The regrets are drawn together around their mean
//!   until they spread as the true ones do (Louis 1984, *Estimating a Population of Parameter Values Using Bayes and Empirical Bayes
//!   Methods*; Ghosh 1992), none below 0. Mean, quantile and maximum are those of the same regrets, so that none contradicts another.
//!
//! Intervals: replicates are resampled within each world and fold (bootstrap, Efron and Tibshirani 1993), which gives the noise s_w of
//! the regret r_w of each world, and the c that all |r_w* - r_w| / s_w keep below in 95 % of resamples. With that probability all
//! true regrets lie in r_w -+ c s_w together, so their 90 % quantile and their maximum lie between those of the lower and of the upper
//! ends (bands of Romano and Wolf 2005 and, for maxima, Chernozhukov, Lee and Rosen 2013). With v the variance of the r_w over worlds:
//!
//! ```text
//! told r_w = max(0, mean + sqrt(max(0, 1 - mean of s_w^2 / v)) (r_w - mean))
//! ```
//!
//! Deviations of resamples are scaled by sqrt(m / (m - 1)) for the m replicates of a fold. Intervals of regret are noise of the model in
//! these very worlds, which are not resampled: what the worlds do to the answer is the statistic itself.
//!
//! Scenarios whose means are the same, to rounding, share a world in which they are best. A share of worlds has the interval of a share
//! (worlds as a sample of plausible ones), widened to what resamples make of it.

use crate::experiment::design::sampling::Stream;
use crate::outcome::Better;
use crate::outcome::statistics::{above_rounding, quantile, share_interval, sorted, variance};

/// Folds of cross-fitting.
const FOLDS: usize = 5;
/// Fewest replicates of a world: two in each fold.
pub const FEWEST: usize = 2 * FOLDS;
/// Resamples of the bootstrap.
const RESAMPLES: u32 = 400;
/// Purpose of the bootstrap's random numbers.
const PURPOSE: u32 = 50;

/// A number with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RegretInterval {
    /// The number.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl RegretInterval {
    /// Widened to hold its value.
    fn around_value(self) -> Self {
        Self { low: self.low.min(self.value), high: self.high.max(self.value), ..self }
    }
}

/// A goal for an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Name of the outcome.
    pub outcome: String,
    /// Whether it is a floor, else a ceiling.
    pub at_least: bool,
    /// The number.
    pub value: f64,
}

impl Target {
    fn met(&self, mean: f64) -> bool {
        if self.at_least { mean >= self.value } else { mean <= self.value }
    }
}

/// Regret of one scenario over worlds.
#[derive(Clone, Debug, PartialEq)]
pub struct Regret {
    /// Mean over worlds.
    pub mean: RegretInterval,
    /// 90 % quantile over worlds.
    pub p90: RegretInterval,
    /// Largest.
    pub max: RegretInterval,
    /// Share of worlds in which the scenario is best; ties share a world.
    pub best: RegretInterval,
    /// Share of worlds in which the target is met; `None` without one.
    pub target: Option<RegretInterval>,
}

/// Values of one world: scenarios by replicate.
pub type WorldValues = Vec<Vec<f64>>;

/// A target, and the worlds in which it is asked: of the outcome itself, where regret is net of public cost.
#[derive(Clone, Copy, Debug)]
pub struct Goal<'a> {
    /// The target.
    pub target: &'a Target,
    /// Worlds with the same scenarios and replicates.
    pub worlds: &'a [WorldValues],
}

/// What is found in all replicates, or in a resample of them.
struct Sample {
    /// Regret by scenario and world.
    regrets: Vec<Vec<f64>>,
    /// Share of worlds in which each scenario is best.
    best: Vec<f64>,
    /// Share of worlds in which each meets the target.
    met: Vec<f64>,
}

/// Regret of each scenario. `worlds[w][s][r]`: every world has the same scenarios, and at least [`FEWEST`] replicates, the
/// same for all its scenarios.
pub fn regret(worlds: &[WorldValues], better: Better, goal: Option<Goal<'_>>, seed: u64) -> Vec<Regret> {
    let sign = if better == Better::Lower { -1.0 } else { 1.0 };
    let scenarios = worlds.first().map_or(0, Vec::len);
    let found = sample(worlds, sign, goal, None);
    let resample = |number| sample(worlds, sign, goal, Some(&mut Stream::new(seed, PURPOSE, number)));
    let resamples: Vec<Sample> = (0..RESAMPLES).map(resample).collect();
    let fold = worlds.iter().map(|w| w[0].len() / FOLDS).min().unwrap_or(0).max(2) as f64;
    let scale = (fold / (fold - 1.0)).sqrt();
    (0..scenarios).map(|s| told(s, &found, &resamples, scale, goal.is_some())).collect()
}

fn told(s: usize, found: &Sample, resamples: &[Sample], scale: f64, with_target: bool) -> Regret {
    let regrets = &found.regrets[s];
    let noise: Vec<Vec<f64>> = (0..regrets.len()).map(|w| deviations(resamples.iter().map(|r| r.regrets[s][w]), scale)).collect();
    let sds: Vec<f64> = noise.iter().map(|n| (n.iter().map(|d| d * d).sum::<f64>() / n.len() as f64).sqrt()).collect();
    let largest = |b: usize| noise.iter().zip(&sds).filter(|(_, sd)| **sd > 0.0).map(|(n, sd)| n[b].abs() / sd).fold(0.0, f64::max);
    let c = end(&sorted(&(0..resamples.len()).map(largest).collect::<Vec<_>>()), 0.95);
    let ends = |sign: f64| sorted(&regrets.iter().zip(&sds).map(|(r, sd)| r + sign * c * sd).collect::<Vec<_>>());
    let (low, high) = (ends(-1.0), ends(1.0));
    let told = sorted(&drawn_together(regrets, &sds));
    let at = |p: f64| RegretInterval { value: end(&told, p), low: end(&low, p).max(0.0), high: end(&high, p).max(0.0) }.around_value();
    let share = |of: fn(&Sample) -> &Vec<f64>| {
        let values = sorted(&resamples.iter().map(|r| of(r)[s]).collect::<Vec<_>>());
        share_of_worlds(of(found)[s], regrets.len(), end(&values, 0.025), end(&values, 0.975))
    };
    let (low, high) = mean_interval(mean(regrets), resamples.iter().map(|r| mean(&r.regrets[s])), scale);
    let mean = RegretInterval { value: mean(&told), low, high }.around_value();
    Regret { mean, p90: at(0.9), max: at(1.0), best: share(|r| &r.best), target: with_target.then(|| share(|r| &r.met)) }
}

/// Regrets drawn together around their mean until they spread as without noise; none below 0.
fn drawn_together(regrets: &[f64], noise: &[f64]) -> Vec<f64> {
    let centre = mean(regrets);
    let spread = variance(regrets).unwrap_or(0.0);
    let of_noise = noise.iter().map(|sd| sd * sd).sum::<f64>() / noise.len().max(1) as f64;
    let keep = if spread > 0.0 { (1.0 - of_noise / spread).max(0.0).sqrt() } else { 0.0 };
    regrets.iter().map(|r| (centre + keep * (r - centre)).max(0.0)).collect()
}

/// A share of worlds, with the interval of a share and what resamples make of it. Worlds that are shared count for the lower end as lost
/// and for the upper one as won.
fn share_of_worlds(value: f64, worlds: usize, low: f64, high: f64) -> RegretInterval {
    let won = value * worlds as f64;
    let ends = |cases: f64| share_interval(cases as usize, worlds).unwrap_or((value, value));
    RegretInterval { value, low: low.min(ends(won.floor()).0), high: high.max(ends(won.ceil()).1) }.around_value()
}

/// The basic bootstrap interval of a mean over worlds: quantiles of the deviations, taken off.
fn mean_interval(value: f64, resampled: impl Iterator<Item = f64>, scale: f64) -> (f64, f64) {
    let deviations = sorted(&deviations(resampled, scale));
    ((value - end(&deviations, 0.975)).max(0.0), (value - end(&deviations, 0.025)).max(0.0))
}

/// Deviations from their mean, scaled.
fn deviations(values: impl Iterator<Item = f64>, scale: f64) -> Vec<f64> {
    let values: Vec<f64> = values.collect();
    let centre = mean(&values);
    values.iter().map(|v| scale * (v - centre)).collect()
}

fn mean(values: &[f64]) -> f64 {
    crate::outcome::statistics::mean(values).unwrap_or_default()
}

fn end(ordered: &[f64], p: f64) -> f64 {
    quantile(ordered, p).unwrap_or_default()
}

/// Regrets and shares from all replicates, or from a resample of each world's.
fn sample(worlds: &[WorldValues], sign: f64, goal: Option<Goal<'_>>, mut stream: Option<&mut Stream>) -> Sample {
    let scenarios = worlds.first().map_or(0, Vec::len);
    let mut found = Sample { regrets: vec![Vec::with_capacity(worlds.len()); scenarios], best: vec![0.0; scenarios], met: vec![0.0; scenarios] };
    let share = 1.0 / worlds.len().max(1) as f64;
    let (mut best, mut met) = (vec![0.0; scenarios], vec![0u32; scenarios]);
    for (w, world) in worlds.iter().enumerate() {
        let draws = draws(world[0].len(), stream.as_deref_mut());
        let means = means_of(world, &draws);
        let asked = goal.map(|goal| (goal.target, means_of(&goal.worlds[w], &draws)));
        let tied = tied_best(&means, sign);
        tied.iter().for_each(|s| best[*s] += 1.0 / tied.len() as f64);
        for (s, regret) in regrets_of(world, &draws, sign).into_iter().enumerate() {
            found.regrets[s].push(regret);
            met[s] += u32::from(asked.as_ref().is_some_and(|(target, means)| target.met(means[s])));
        }
    }
    found.best.iter_mut().zip(best).for_each(|(to, n)| *to = n * share);
    found.met.iter_mut().zip(met).for_each(|(to, n)| *to = f64::from(n) * share);
    found
}

/// Mean of each scenario over the replicates drawn.
fn means_of(world: &WorldValues, draws: &[Vec<usize>]) -> Vec<f64> {
    world.iter().map(|values| draws.iter().flatten().map(|r| values[*r]).sum::<f64>() / values.len() as f64).collect()
}

/// Replicates by fold: each once, or as many drawn with replacement within the fold.
fn draws(replicates: usize, stream: Option<&mut Stream>) -> Vec<Vec<usize>> {
    let fold = |f: usize| (f..replicates).step_by(FOLDS).collect::<Vec<_>>();
    let folds = (0..FOLDS.min(replicates)).map(fold);
    match stream {
        None => folds.collect(),
        Some(stream) => folds.map(|fold| (0..fold.len()).map(|_| fold[stream.below(fold.len())]).collect()).collect(),
    }
}

/// Regret of each scenario in a world: the best of the other folds, judged on each fold.
fn regrets_of(world: &WorldValues, draws: &[Vec<usize>], sign: f64) -> Vec<f64> {
    let sum = |s: usize, fold: &[usize]| fold.iter().map(|r| sign * world[s][*r]).sum::<f64>();
    let by_fold: Vec<Vec<f64>> = draws.iter().map(|fold| (0..world.len()).map(|s| sum(s, fold)).collect()).collect();
    let total: Vec<f64> = (0..world.len()).map(|s| by_fold.iter().map(|f| f[s]).sum()).collect();
    let replicates: usize = draws.iter().map(Vec::len).sum();
    let mut regrets = vec![0.0; world.len()];
    for sums in &by_fold {
        let best = first_of_largest(total.iter().zip(sums).map(|(all, own)| all - own));
        regrets.iter_mut().zip(sums).for_each(|(regret, own)| *regret += (sums[best] - own) / replicates as f64);
    }
    regrets
}

/// Positions of the best mean, several where they are the same to rounding.
fn tied_best(means: &[f64], sign: f64) -> Vec<usize> {
    let best = means.iter().map(|m| sign * m).fold(f64::NEG_INFINITY, f64::max);
    (0..means.len()).filter(|s| !above_rounding(best - sign * means[*s], best)).collect()
}

/// Position of the largest, the first when tied.
fn first_of_largest(values: impl Iterator<Item = f64>) -> usize {
    values.enumerate().fold((0, f64::NEG_INFINITY), |best, (n, v)| if v > best.1 { (n, v) } else { best }).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::inverse_normal;

    /// Worlds with true means and noise of a standard deviation.
    fn noisy(means: &[&[f64]], replicates: usize, sd: f64, problem: u32) -> Vec<WorldValues> {
        let mut stream = Stream::new(5, 901, problem);
        let mut values = |mean: f64| (0..replicates).map(|_| mean + sd * inverse_normal(stream.uniform())).collect();
        means.iter().map(|world| world.iter().map(|m| values(*m)).collect()).collect()
    }

    #[test]
    fn without_noise_regret_is_what_one_reckons_by_hand() {
        // World 1: 3, 1; world 2: 2, 4. Regrets of the first 0 and 2, of the second 2 and 0.
        let worlds = noisy(&[&[3.0, 1.0], &[2.0, 4.0]], 10, 0.0, 0);
        let target = Target { outcome: "x".into(), at_least: true, value: 2.0 };
        let found = regret(&worlds, Better::Higher, Some(Goal { target: &target, worlds: &worlds }), 1);
        assert_eq!((found[0].mean.value, found[0].max.value, found[0].best.value), (1.0, 2.0, 0.5));
        assert!((found[0].p90.value - 1.8).abs() < 1e-12);
        assert_eq!(found.iter().map(|r| r.target.unwrap().value).collect::<Vec<_>>(), [1.0, 0.5]);
        assert_eq!((found[1].mean.low, found[1].mean.high), (1.0, 1.0));
    }

    #[test]
    fn mean_quantile_and_maximum_do_not_contradict_one_another_and_lie_in_their_intervals() {
        for problem in 0..20 {
            let worlds = noisy(&[&[0.0, 0.3, 0.1][..]; 7], 10, 1.0, 300 + problem);
            for Regret { mean, p90, max, best, .. } in regret(&worlds, Better::Higher, None, 3) {
                assert!(mean.value <= max.value && p90.value <= max.value, "{mean:?} {p90:?} {max:?}");
                for interval in [mean, p90, max, best] {
                    assert!(interval.low <= interval.value && interval.value <= interval.high, "{interval:?}");
                }
                assert!(0.0 <= best.low && best.low < best.high && best.high <= 1.0, "{best:?}");
            }
        }
    }

    #[test]
    fn scenarios_that_are_the_same_share_the_worlds_in_which_they_are_best() {
        let same = noisy(&[&[1.0][..]; 6], 10, 1.0, 400).into_iter().map(|w| vec![w[0].clone(), w[0].clone()]).collect::<Vec<_>>();
        let found = regret(&same, Better::Higher, None, 1);
        assert_eq!((found[0].best.value, found[1].best.value), (0.5, 0.5));
        assert_eq!((found[0].max.value, found[1].max.high), (0.0, 0.0));
    }

    #[test]
    fn drawn_together_regrets_spread_as_the_true_ones() {
        // Spread 4, noise 3: half of each distance stays.
        let drawn = drawn_together(&[1.0, 3.0, 5.0], &[3f64.sqrt(); 3]);
        assert!(drawn.iter().zip([2.0, 3.0, 4.0]).all(|(found, known)| (found - known).abs() < 1e-12), "{drawn:?}");
        assert_eq!(drawn_together(&[-1.0, 0.5], &[5.0; 2]), [0.0, 0.0]);
    }

    #[test]
    fn where_less_is_better_the_smallest_has_no_regret() {
        let worlds = noisy(&[&[3.0, 1.0]], 10, 0.0, 0);
        let found = regret(&worlds, Better::Lower, None, 1);
        assert_eq!((found[0].max.value, found[1].max.value, found[0].target), (2.0, 0.0, None));
    }

    #[test]
    fn scenarios_that_are_alike_have_no_regret_where_the_plain_maximum_finds_some() {
        let means = [0.0; 6];
        let (mut told, mut plain) = (0.0, 0.0);
        for problem in 0..20 {
            let worlds = noisy(&[&means[..]; 12], 20, 1.0, problem);
            told += mean(&sample(&worlds, 1.0, None, None).regrets[0]) / 20.0;
            let of_world = |world: &WorldValues| world.iter().map(|v| mean(v)).fold(f64::MIN, f64::max) - mean(&world[0]);
            plain += worlds.iter().map(of_world).sum::<f64>() / 12.0 / 20.0;
        }
        assert!(told.abs() < 0.04, "{told}");
        assert!(plain > 0.2, "{plain}");
    }

    #[test]
    fn intervals_hold_the_true_regret_of_known_worlds() {
        let means: Vec<Vec<f64>> = (0..15).map(|w| vec![f64::from(w) / 5.0, 1.0]).collect();
        let means: Vec<&[f64]> = means.iter().map(Vec::as_slice).collect();
        let truth = |f: fn(f64, f64) -> f64, start: f64| means.iter().map(|m| (m[1] - m[0]).max(0.0)).fold(start, f);
        let (mean, max) = (truth(|a, b| a + b, 0.0) / 15.0, truth(f64::max, 0.0));
        let held = |of: fn(&Regret) -> RegretInterval, truth: f64| {
            let holds = |p: &u32| {
                let interval = of(&regret(&noisy(&means, 20, 1.0, 100 + *p), Better::Higher, None, 2)[0]);
                interval.low <= truth && truth <= interval.high
            };
            (0..60).filter(holds).count()
        };
        // Of 60 intervals at 95 %, fewer than 52 hold the truth with a probability below 1 %.
        assert!(held(|r| r.mean, mean) >= 52, "{}", held(|r| r.mean, mean));
        assert!(held(|r| r.max, max) >= 52, "{}", held(|r| r.max, max));
    }
}
