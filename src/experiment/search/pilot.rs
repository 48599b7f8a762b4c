//! What a search would cost, from a few runs.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use super::challenge::MOST_BLOCKS;
use super::evaluate::{Evaluator, SearchError};
use super::plan::SearchPlan;
use crate::scenario::search::Mix;

/// Mixes and blocks of the pilot.
const MIXES: usize = 12;
const BLOCKS: u32 = 4;
/// Blocks of a child of the refinement, about.
const OF_CHILD: u64 = 40;

/// What was found.
#[derive(Clone, Debug)]
pub struct SearchCost {
    /// Time of a run over all threads.
    pub per_run: Duration,
    /// Stages with about so many runs.
    pub stages: Vec<(&'static str, u64)>,
}

/// Runs a few mixes of the first look.
pub fn pilot(plan: &SearchPlan, threads: usize, stop: &AtomicBool) -> Result<SearchCost, SearchError> {
    let mut evaluator =
        Evaluator { plan, threads, tape: &mut (), watcher: &mut (), stop, shard: None, units: 0, runs: 0, failed: 0, first_failure: None };
    let all = &plan.first_look[0];
    let mixes: Vec<&Mix> = (0..MIXES.min(all.len())).map(|n| &all[n * all.len() / MIXES.min(all.len())]).collect();
    let began = Instant::now();
    evaluator.blocks(&mixes, 0..BLOCKS * threads as u32, 0)?;
    let per_run = began.elapsed().checked_div(evaluator.runs as u32).unwrap_or_default();
    let (effort, worlds) = (plan.file.effort, plan.file.worlds.len() as u64);
    let screen = plan.first_look.iter().map(|mixes| (16 * mixes.len() as u64 * worlds).max(effort.screen_runs)).sum();
    let budgets = plan.file.budgets.len() as u64;
    let mut stages = vec![
        ("screen", screen),
        ("refine", budgets * u64::from(effort.generations) * u64::from(effort.population) * OF_CHILD * worlds),
        ("certify", budgets * u64::from(effort.candidates) * u64::from(effort.blocks) * worlds),
        ("challenge", budgets * u64::from(effort.challenge) * u64::from(MOST_BLOCKS) * worlds),
    ];
    if budgets > 1 {
        // The best mix of each sum in each objective, and the baseline.
        let mixes = budgets * plan.wanted.len() as u64 + 1;
        stages.push(("curve", mixes * u64::from(effort.blocks) * worlds));
    }
    Ok(SearchCost { per_run, stages })
}
