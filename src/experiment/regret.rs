//! Regret: what choosing a scenario costs in worlds where another would have been better.
//!
//! In world w with replicates r, the regret of scenario s is the mean outcome of the best scenario less its own. Two maxima are
//! taken of numbers with noise, and each would overstate regret:
//!
//! - over scenarios: the best is found on four fifths of the replicates and judged on the last fifth, five times over
//!   (cross-fitting, as in the double estimator of van Hasselt 2010), so that its luck is not counted as merit. Where all
//!   scenarios are alike, regret is 0 on average, not the luck of the luckiest;
//! - over worlds: the bias of a statistic t over worlds (mean, 90 % quantile, largest) is estimated by the bootstrap over
//!   replicates within each world (Efron and Tibshirani 1993, chapter 10): bias = mean t* - t; what is told is t - bias,
//!   and as interval the 2.5 % and 97.5 % quantiles of t* - 2 bias, none below 0.
//!
//! Worlds are not resampled: the interval is noise of the model in these very worlds, and what the worlds do to the answer
//! is the statistic itself. The two are never mixed.

use super::design::Stream;
use crate::outcome::Better;
use crate::outcome::statistics::{quantile, sorted};

/// Folds of cross-fitting, and fewest replicates of a world.
pub const FOLDS: usize = 5;
/// Resamples of the bootstrap.
const RESAMPLES: usize = 400;
/// Purpose of the bootstrap's random numbers.
const PURPOSE: u32 = 50;

/// A number with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The number.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
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
    pub mean: Interval,
    /// 90 % quantile over worlds.
    pub p90: Interval,
    /// Largest.
    pub max: Interval,
    /// Share of worlds in which the scenario is best.
    pub best: Interval,
    /// Share of worlds in which the target is met; `None` without one.
    pub target: Option<Interval>,
}

/// Values of one world: scenarios by replicate.
pub type World = Vec<Vec<f64>>;

/// Mean over worlds, 90 % quantile, largest, share best and share on target of a scenario.
type Statistics = [f64; 5];

/// Regret of each scenario. `worlds[w][s][r]`: every world has the same scenarios, and at least [`FOLDS`] replicates, the
/// same for all its scenarios.
pub fn regret(worlds: &[World], better: Better, target: Option<&Target>, seed: u64) -> Vec<Regret> {
    let sign = if better == Better::Lower { -1.0 } else { 1.0 };
    let scenarios = worlds.first().map_or(0, Vec::len);
    let found = statistics(worlds, sign, target, None);
    let mut resampled = vec![Vec::with_capacity(RESAMPLES); scenarios];
    for number in 0..RESAMPLES {
        let mut stream = Stream::new(seed, PURPOSE, number as u32);
        for (kept, new) in resampled.iter_mut().zip(statistics(worlds, sign, target, Some(&mut stream))) {
            kept.push(new);
        }
    }
    (0..scenarios).map(|s| told(&found[s], &resampled[s], target.is_some())).collect()
}

fn told(found: &Statistics, resampled: &[Statistics], with_target: bool) -> Regret {
    let of = |k: usize| sorted(&resampled.iter().map(|s| s[k]).collect::<Vec<_>>());
    let end = |values: &[f64], p: f64| quantile(values, p).unwrap_or_default();
    let corrected = |k: usize| {
        let values = of(k);
        let bias = values.iter().sum::<f64>() / values.len() as f64 - found[k];
        let [value, low, high] = [found[k] - bias, end(&values, 0.025) - 2.0 * bias, end(&values, 0.975) - 2.0 * bias].map(|v| v.max(0.0));
        Interval { value, low, high }
    };
    let share = |k: usize| Interval { value: found[k], low: end(&of(k), 0.025), high: end(&of(k), 0.975) };
    Regret { mean: corrected(0), p90: corrected(1), max: corrected(2), best: share(3), target: with_target.then(|| share(4)) }
}

/// Statistics of every scenario, from all replicates or from a resample of each world's.
fn statistics(worlds: &[World], sign: f64, target: Option<&Target>, mut stream: Option<&mut Stream>) -> Vec<Statistics> {
    let scenarios = worlds.first().map_or(0, Vec::len);
    let mut regrets = vec![Vec::with_capacity(worlds.len()); scenarios];
    let (mut best, mut met) = (vec![0.0; scenarios], vec![0.0; scenarios]);
    for world in worlds {
        let draws = draws(world[0].len(), stream.as_deref_mut());
        let means: Vec<f64> = world.iter().map(|values| draws.iter().flatten().map(|r| values[*r]).sum::<f64>() / values.len() as f64).collect();
        best[first_of_largest(means.iter().map(|m| sign * m))] += 1.0;
        for (s, regret) in regrets_of(world, &draws, sign).into_iter().enumerate() {
            regrets[s].push(regret);
            met[s] += f64::from(u8::from(target.is_some_and(|t| t.met(means[s]))));
        }
    }
    let n = worlds.len().max(1) as f64;
    let of = |s: usize| {
        let ordered = sorted(&regrets[s]);
        let at = |p: f64| quantile(&ordered, p).unwrap_or_default();
        [ordered.iter().sum::<f64>() / n, at(0.9), at(1.0), best[s] / n, met[s] / n]
    };
    (0..scenarios).map(of).collect()
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
fn regrets_of(world: &World, draws: &[Vec<usize>], sign: f64) -> Vec<f64> {
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

/// Position of the largest, the first when tied.
fn first_of_largest(values: impl Iterator<Item = f64>) -> usize {
    values.enumerate().fold((0, f64::NEG_INFINITY), |best, (n, v)| if v > best.1 { (n, v) } else { best }).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::inverse_normal;

    /// Worlds with true means and noise of a standard deviation.
    fn noisy(means: &[&[f64]], replicates: usize, sd: f64, problem: u32) -> Vec<World> {
        let mut stream = Stream::new(5, 901, problem);
        let mut values = |mean: f64| (0..replicates).map(|_| mean + sd * inverse_normal(stream.uniform())).collect();
        means.iter().map(|world| world.iter().map(|m| values(*m)).collect()).collect()
    }

    #[test]
    fn without_noise_regret_is_what_one_reckons_by_hand() {
        // World 1: 3, 1; world 2: 2, 4. Regrets of the first 0 and 2, of the second 2 and 0.
        let worlds = noisy(&[&[3.0, 1.0], &[2.0, 4.0]], 10, 0.0, 0);
        let target = Target { outcome: "x".into(), at_least: true, value: 2.0 };
        let found = regret(&worlds, Better::Higher, Some(&target), 1);
        assert_eq!((found[0].mean.value, found[0].max.value, found[0].best.value), (1.0, 2.0, 0.5));
        assert!((found[0].p90.value - 1.8).abs() < 1e-12);
        assert_eq!(found.iter().map(|r| r.target.unwrap().value).collect::<Vec<_>>(), [1.0, 0.5]);
        assert_eq!((found[1].mean.low, found[1].mean.high), (1.0, 1.0));
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
            told += statistics(&worlds, 1.0, None, None)[0][0] / 20.0;
            let mean = |values: &Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
            let of_world = |world: &World| world.iter().map(mean).fold(f64::MIN, f64::max) - mean(&world[0]);
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
        let held = |of: fn(&Regret) -> Interval, truth: f64| {
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
