//! A pilot: a few runs that tell what a sweep will cost and how narrow its intervals will be.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::{Portion, SweepPlan, SweepRun, SweepSink, work};
use crate::experiment::SinkError;
use crate::outcome::statistics::{t_975, variance};

/// Fewest cases of a pilot, where the sweep has as many.
const CASES: usize = 6;
/// Fewest points at which each base scenario runs.
const POINTS: usize = 2;
/// Replicates of each case.
const REPLICATES: u64 = 4;

/// What a pilot found.
#[derive(Clone, Debug, PartialEq)]
pub struct Pilot {
    /// Its runs, in their order.
    pub runs: Vec<SweepRun>,
    /// Of these, how many failed.
    pub failed: u64,
    /// Time of one run, over all threads.
    pub per_run: Duration,
    /// For each base scenario, for each outcome of the plan: half the width of the 95 % interval of the mean of one
    /// case with all replicates; `None` where the outcome does not exist or is a class.
    pub half_widths: Vec<Vec<Option<f64>>>,
}

impl SweepSink for Vec<SweepRun> {
    fn take(&mut self, _portion: usize, runs: &[SweepRun]) -> Result<(), SinkError> {
        self.extend_from_slice(runs);
        Ok(())
    }
}

/// Runs every base scenario at a few points spread over the design and its worlds.
pub fn pilot(plan: &SweepPlan, threads: usize, stop: &AtomicBool) -> Result<Pilot, SinkError> {
    let cases = cases(plan);
    let mut runs = Vec::new();
    let portion = Portion { cases: &cases, runs: 0..REPLICATES.min(u64::from(plan.file.replicates)) * cases.len() as u64 };
    let cost = work(plan, &[portion], threads, &mut runs, stop)?;
    let widths = |base| (0..plan.outcomes.len()).map(|outcome| half_width(plan, &of_base(plan, &cases, base), &runs, outcome)).collect();
    let half_widths = (0..plan.bases.len()).map(widths).collect();
    let failed = runs.iter().filter(|run| run.outcomes.is_err()).count() as u64;
    Ok(Pilot { failed, per_run: cost.elapsed.checked_div(cost.runs as u32).unwrap_or_default(), half_widths, runs })
}

/// Cases of all base scenarios at the same worlds and points.
fn cases(plan: &SweepPlan) -> Vec<u32> {
    let (all, bases) = (plan.grid.cases(), plan.bases.len());
    let places = all / bases;
    let count = CASES.div_ceil(bases).max(POINTS).min(places);
    (0..count).flat_map(|n| (0..bases).map(move |base| (n * places / count * bases + base) as u32)).collect()
}

/// Those of one base scenario.
fn of_base(plan: &SweepPlan, cases: &[u32], base: usize) -> Vec<u32> {
    cases.iter().copied().filter(|case| plan.grid.cell(*case as usize).scenario == base).collect()
}

/// From the pooled variance within cases.
fn half_width(plan: &SweepPlan, cases: &[u32], runs: &[SweepRun], outcome: usize) -> Option<f64> {
    if !plan.outcomes[outcome].classes.is_empty() {
        return None;
    }
    let of_case = |case: &u32| {
        let values = runs.iter().filter(|run| run.case == *case as usize).filter_map(|run| run.outcomes.as_ref().ok()?[outcome]);
        variance(&values.collect::<Vec<_>>())
    };
    let variances: Vec<f64> = cases.iter().filter_map(of_case).collect();
    let mean = (!variances.is_empty()).then(|| variances.iter().sum::<f64>() / variances.len() as f64)?;
    let replicates = plan.file.replicates;
    Some(t_975(replicates as usize - 1)? * (mean / f64::from(replicates)).sqrt())
}
