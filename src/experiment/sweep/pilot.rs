//! A pilot: a few runs that tell what a sweep will cost and how narrow its intervals will be.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::{Portion, SweepPlan, SweepRun, SweepSink, work};
use crate::experiment::SinkError;
use crate::outcome::statistics::{t_975, variance};

/// Cases of a pilot.
const CASES: usize = 6;
/// Replicates of each.
const REPLICATES: u64 = 4;

/// What a pilot found.
#[derive(Clone, Debug, PartialEq)]
pub struct Pilot {
    /// Runs of the pilot.
    pub runs: u64,
    /// Of these, how many failed.
    pub failed: u64,
    /// Time of one run, over all threads.
    pub per_run: Duration,
    /// For each outcome of the plan: half the width of the 95 % interval of the mean of one case with all
    /// replicates; `None` where the outcome does not exist or is a class.
    pub half_widths: Vec<Option<f64>>,
}

impl SweepSink for Vec<SweepRun> {
    fn take(&mut self, _portion: usize, runs: &[SweepRun]) -> Result<(), SinkError> {
        self.extend_from_slice(runs);
        Ok(())
    }
}

/// Runs a few cases spread over the design.
pub fn pilot(plan: &SweepPlan, threads: usize, stop: &AtomicBool) -> Result<Pilot, SinkError> {
    let count = plan.grid.cases().min(CASES);
    let cases: Vec<u32> = (0..count).map(|n| (n * plan.grid.cases() / count) as u32).collect();
    let mut runs = Vec::new();
    let portion = Portion { cases: &cases, runs: 0..REPLICATES.min(u64::from(plan.file.replicates)) * count as u64 };
    let cost = work(plan, &[portion], threads, &mut runs, stop)?;
    let half_widths = (0..plan.outcomes.len()).map(|outcome| half_width(plan, &cases, &runs, outcome)).collect();
    let failed = runs.iter().filter(|run| run.outcomes.is_err()).count() as u64;
    Ok(Pilot { runs: cost.runs, failed, per_run: cost.elapsed.checked_div(cost.runs as u32).unwrap_or_default(), half_widths })
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
