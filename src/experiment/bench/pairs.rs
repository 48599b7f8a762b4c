//! Differences between two scenarios: how much pairing takes out of their variance, and what
//! processor time a settled difference costs.

use std::sync::atomic::AtomicBool;

use serde::Serialize;

use super::clock::spent;
use super::subject::SEED;
use crate::experiment::run;
use crate::experiment::{Comparison, Plan, Results};
use crate::outcome::statistics::Paired;
use crate::scenario::Scenario;

/// Outcomes whose differences are told.
const CHIEF: [&str; 5] = ["export_revenue", "small_label_exports", "creator_income_median", "startup_survival_3y", "works"];
/// A difference is settled when half of its 95 % interval is this share of the baseline's mean.
pub const SETTLED_SHARE: f64 = 0.005;
/// Quantile of the standard normal distribution at 0.975.
const Z_975: f64 = 1.959_963_984_540_054;

/// A paired comparison of two scenarios.
#[derive(Clone, Debug, Serialize)]
pub struct Pairs {
    /// Name of the scenario compared.
    pub scenario: String,
    /// Replicates of both scenarios.
    pub replicates: u32,
    /// Processor time of both runs of a pair with their outcomes, ms; they share a burn-in.
    pub milliseconds_per_pair: f64,
    /// The same of two runs with independent seeds, ms.
    pub milliseconds_independent: f64,
    /// Outcome by outcome.
    pub outcomes: Vec<Reduction>,
}

/// What pairing does to the difference of an outcome.
#[derive(Clone, Debug, Serialize)]
pub struct Reduction {
    /// Name of the outcome.
    pub outcome: &'static str,
    /// Variance of the difference with independent seeds over that of pairs; `None` where pairs do not vary.
    pub variance_reduction: Option<f64>,
    /// To a settled difference, with pairs.
    pub paired: Option<Settled>,
    /// The same with independent seeds.
    pub independent: Option<Settled>,
}

/// What a settled difference takes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Settled {
    /// Replicates of both scenarios.
    pub replicates: f64,
    /// Processor time, s.
    pub cpu_seconds: f64,
}

impl Settled {
    /// Replicates n at which z sd / sqrt(n) is [`SETTLED_SHARE`] of the mean, at least 2.
    fn of(sd: f64, mean: f64, pair_seconds: f64) -> Self {
        let replicates = (Z_975 * sd / (SETTLED_SHARE * mean)).powi(2).ceil().max(2.0);
        Self { replicates, cpu_seconds: replicates * pair_seconds }
    }
}

/// Compares two scenarios with so many replicates, in all threads.
pub fn measure(baseline: &Scenario, policy: &Scenario, replicates: u32) -> Pairs {
    let replicates = replicates.max(2);
    let (both, results) = experiment(vec![baseline, policy], replicates, SEED);
    let few = (replicates / 4).max(2);
    let alone = [(baseline, SEED), (policy, SEED + 1)].map(|(scenario, seed)| experiment(vec![scenario], few, seed).0);
    let (pair, independent) = (both, alone.iter().sum());
    let comparison = results.as_ref().and_then(Comparison::of);
    let paired = |outcome| comparison.as_ref()?.of_outcome(&policy.name, outcome).map(|contrast| contrast.paired);
    let rows = CHIEF.into_iter().filter_map(|outcome| Some(reduction(outcome, &paired(outcome)?, pair, independent)));
    Pairs {
        scenario: policy.name.clone(),
        replicates,
        milliseconds_per_pair: pair * 1000.0,
        milliseconds_independent: independent * 1000.0,
        outcomes: rows.collect(),
    }
}

/// Runs scenarios in all threads; processor time of a replicate of all, s, and the results.
fn experiment(scenarios: Vec<&Scenario>, replicates: u32, seed: u64) -> (f64, Option<Results>) {
    let plan = Plan { scenarios, baseline: Some(0), replicates, seed, threads: None, panel: false };
    let mut results = None;
    // With a sink that keeps nothing and a flag that nobody raises, nothing can fail.
    let spent = spent(|| results = run(&plan, &mut (), &AtomicBool::new(false)).ok());
    (spent.cpu / f64::from(replicates), results)
}

/// What a pair and two independent runs take is given in seconds.
fn reduction(outcome: &'static str, paired: &Paired, pair: f64, independent: f64) -> Reduction {
    let sd = |factor: f64| paired.difference.sd.map(|sd| sd * factor.sqrt());
    let settled = |factor, seconds| Some(Settled::of(sd(factor)?, paired.baseline_mean?, seconds));
    Reduction {
        outcome,
        variance_reduction: paired.variance_reduction,
        paired: settled(1.0, pair),
        independent: paired.variance_reduction.and_then(|factor| settled(factor, independent)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_settled_difference_has_the_interval_asked_for() {
        let settled = Settled::of(2.0, 10.0, 0.5);
        let half_width = Z_975 * 2.0 / settled.replicates.sqrt();
        assert!(half_width <= 0.05 && half_width > 0.0499, "{half_width}");
        assert_eq!(settled.cpu_seconds, settled.replicates * 0.5);
    }

    #[test]
    fn a_difference_without_spread_is_settled_by_two() {
        assert_eq!(Settled::of(0.0, 10.0, 0.5).replicates, 2.0);
    }
}
