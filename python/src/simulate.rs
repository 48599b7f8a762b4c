//! One scenario with settings, run for its outcomes alone: what optimisers and samplers ask for many times.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::prelude::*;
use topline::experiment::{self, Plan, RunError};
use topline::scenario::{Draft, Problems, Scenario, with_texts};

use crate::refusal::{of_problems, refused};
use crate::watch::watch;

/// Values of each outcome by replicate; `None` where a run failed or an outcome does not exist.
type Values = BTreeMap<&'static str, Vec<Option<f64>>>;
/// Values of outcomes, and why runs failed: replicate and reason.
type Simulated = (Values, Vec<(usize, String)>);

/// Runs a scenario with settings as `--set` gives them. Replicate n has the luck of replicate n of every command with the seed.
#[pyfunction]
#[pyo3(signature = (path, texts, settings, replicates, seed, threads))]
pub fn simulate(
    py: Python<'_>,
    path: PathBuf,
    texts: Vec<(PathBuf, String)>,
    settings: Vec<(String, String)>,
    replicates: u32,
    seed: u64,
    threads: Option<usize>,
) -> PyResult<Simulated> {
    let scenario = built(path, texts, &settings).map_err(|problems| refused(of_problems(problems)))?;
    let stop = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&stop);
    let work = move || {
        let plan = Plan { scenarios: vec![&scenario], baseline: None, replicates, seed, threads, panel: false };
        experiment::run(&plan, &mut (), &raised)
    };
    match watch(py, work, || stop.store(true, Ordering::Relaxed), || None, None)? {
        Ok(results) => Ok(taken(&results)),
        Err(trouble @ (RunError::Interrupted(_) | RunError::Sink(_))) => Err(refused((1, trouble.to_string(), Vec::new()))),
    }
}

fn built(path: PathBuf, texts: Vec<(PathBuf, String)>, settings: &[(String, String)]) -> Result<Scenario, Problems> {
    let mut draft = with_texts(texts, || Draft::load(path))?;
    settings.iter().try_for_each(|(parameter, value)| draft.set(parameter, value))?;
    draft.build()
}

fn taken(results: &experiment::Results) -> Simulated {
    let runs = &results.cases[0].runs;
    let column = |place: usize| runs.iter().map(|run| run.outcomes.get(place).copied().flatten()).collect();
    let values = results.outcomes.iter().enumerate().map(|(place, outcome)| (outcome.name, column(place))).collect();
    let failures = results.failures().map(|(_, replicate, failure)| (replicate, failure.reason.clone())).collect();
    (values, failures)
}
