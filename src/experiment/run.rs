//! Runs a plan. A unit of work is a replicate: all its scenarios, one after the other, in one thread.

use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use super::in_order::in_order;
use super::panics::caught;
use super::{CaseResults, Failure, Observed, Plan, Record, Results, observe};
use crate::model::{PanelRow, Simulation, Watch};
use crate::outcome::OUTCOMES;
use crate::scenario::Scenario;

/// One run as it is handed to the sink.
#[derive(Clone, Debug, PartialEq)]
pub struct RunResult {
    /// Position of the scenario in the plan.
    pub scenario: usize,
    /// Replicate, from 0.
    pub replicate: u32,
    /// One value for each outcome; empty where the run failed.
    pub outcomes: Vec<Option<f64>>,
    /// Quarter by quarter, one value for each outcome with a trajectory; empty where the run failed.
    pub trajectories: Vec<Option<f64>>,
    /// One row per quarter and living label, where asked for.
    pub panel: Vec<PanelRow>,
    /// Why the run failed.
    pub failure: Option<Failure>,
}

/// What a sink may answer when it cannot take more.
pub type SinkError = Box<dyn Error + Send + Sync>;

/// Where results flow, in the order of replicate, then scenario, whatever the number of threads.
pub trait Sink {
    /// Takes one run; an error ends the experiment.
    fn take(&mut self, run: &RunResult) -> Result<(), SinkError>;
}

/// The sink that keeps nothing.
impl Sink for () {
    fn take(&mut self, _run: &RunResult) -> Result<(), SinkError> {
        Ok(())
    }
}

/// The experiment was told to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted {
    /// Replicates finished.
    pub done: u32,
    /// Replicates planned.
    pub planned: u32,
}

/// Why an experiment has no results.
#[derive(Debug)]
pub enum Trouble {
    /// It was told to stop.
    Interrupted(Interrupted),
    /// The sink cannot take more.
    Sink(SinkError),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interrupted(Interrupted { done, planned }) => write!(f, "interrupted after {done} of {planned} replicates"),
            Self::Sink(error) => error.fmt(f),
        }
    }
}

impl Error for Trouble {}

/// Runs every replicate of every scenario; the results are the same for any number of threads.
///
/// A run that fails is recorded and the others go on. When `stop` becomes true, runs in hand are
/// finished and no other is begun.
pub fn run(plan: &Plan<'_>, sink: &mut dyn Sink, stop: &AtomicBool) -> Result<Results, Trouble> {
    let mut cases: Vec<CaseResults> =
        plan.cases().into_iter().map(|case| CaseResults { case, runs: Vec::with_capacity(plan.replicates as usize) }).collect();
    let worker = || {
        let mut simulations = Simulations::default();
        move |replicate| replicate_of(plan, &mut simulations, replicate, stop)
    };
    let done = in_order(plan.replicates, plan.threads(), worker, |runs: Vec<RunResult>| {
        for run in runs {
            sink.take(&run)?;
            cases[run.scenario].runs.push(Record { outcomes: run.outcomes, failure: run.failure });
        }
        Ok(())
    });
    match done {
        Err(error) => Err(Trouble::Sink(error)),
        Ok(done) if done < plan.replicates => Err(Trouble::Interrupted(Interrupted { done, planned: plan.replicates })),
        Ok(_) => Ok(Results { outcomes: &OUTCOMES[..], seed: plan.seed, baseline: plan.baseline, cases }),
    }
}

/// All scenarios of one replicate; `None` when told to stop.
fn replicate_of<'a>(plan: &Plan<'a>, simulations: &mut Simulations<'a>, replicate: u32, stop: &AtomicBool) -> Option<Vec<RunResult>> {
    let runs = plan
        .scenarios
        .iter()
        .enumerate()
        .map(|(position, scenario)| (!stop.load(Ordering::Relaxed)).then(|| one_run(plan, simulations, position, scenario, replicate)));
    runs.collect()
}

/// One run, with whatever goes wrong in it recorded.
fn one_run<'a>(plan: &Plan<'a>, simulations: &mut Simulations<'a>, position: usize, scenario: &'a Scenario, replicate: u32) -> RunResult {
    let simulated = recorded(position, replicate, || {
        let history = simulations.of(scenario).run(scenario, plan.seed, replicate, Watch { panel: plan.panel, ..Watch::default() })?;
        Ok((observe(&OUTCOMES[..], history, scenario.quarters)?, history.panel.clone()))
    });
    if simulated.failure.is_some() {
        // A state that was left in the middle of a step is not used again.
        *simulations = Simulations::default();
    }
    simulated
}

/// What a run gives, or why it failed; a panic is a failure.
fn recorded(scenario: usize, replicate: u32, simulate: impl FnOnce() -> Result<(Observed, Vec<PanelRow>), Failure>) -> RunResult {
    let (observed, panel, failure) = match caught(simulate).unwrap_or_else(|reason| Err(Failure::of_the_run(reason))) {
        Ok((observed, panel)) => (observed, panel, None),
        Err(failure) => (Observed::default(), Vec::new(), Some(failure)),
    };
    let Observed { outcomes, trajectories } = observed;
    RunResult { scenario, replicate, outcomes, trajectories, panel, failure }
}

/// The simulations of a thread: one for each world, reused from run to run.
#[derive(Default)]
struct Simulations<'a>(Vec<(&'a Scenario, Simulation)>);

impl<'a> Simulations<'a> {
    /// A simulation with room for the scenario: scenarios with the same world and length share one.
    fn of(&mut self, scenario: &'a Scenario) -> &mut Simulation {
        let same_room = |other: &Scenario| other.quarters == scenario.quarters && other.parameters == scenario.parameters;
        let position = self.0.iter().position(|(other, _)| same_room(other)).unwrap_or_else(|| {
            self.0.push((scenario, Simulation::new(scenario)));
            self.0.len() - 1
        });
        &mut self.0[position].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Broken;

    fn baseline() -> Scenario {
        Scenario::load("scenarios/baseline.toml").unwrap()
    }

    fn plan(scenario: &Scenario) -> Plan<'_> {
        Plan { scenarios: vec![scenario], baseline: None, replicates: 3, seed: 1, threads: Some(2), panel: false }
    }

    #[test]
    fn a_run_that_breaks_or_panics_is_recorded_with_its_reason() {
        let broken = Broken { quarter: 3, reason: "cash of label 7 is NaN".into() };
        let run = recorded(1, 5, || Err(broken.into()));
        assert_eq!((run.scenario, run.replicate, run.failure.unwrap().quarter), (1, 5, Some(3)));
        let run = recorded(0, 0, || panic!("index out of bounds"));
        assert!(run.failure.unwrap().reason.ends_with("index out of bounds"));
        let run = recorded(0, 0, || Ok((Observed { outcomes: vec![Some(1.0)], trajectories: vec![] }, vec![])));
        assert_eq!((run.outcomes, run.failure), (vec![Some(1.0)], None));
    }

    #[test]
    fn results_have_every_replicate_of_every_scenario_in_order() {
        let scenario = baseline();
        let results = run(&plan(&scenario), &mut (), &AtomicBool::new(false)).unwrap();
        assert_eq!((results.cases.len(), results.cases[0].runs.len()), (1, 3));
    }

    #[test]
    fn a_raised_flag_stops_before_the_next_run() {
        let scenario = baseline();
        let trouble = run(&plan(&scenario), &mut (), &AtomicBool::new(true)).unwrap_err();
        assert_eq!(trouble.to_string(), "interrupted after 0 of 3 replicates");
    }

    #[test]
    fn a_sink_that_cannot_take_more_ends_the_experiment() {
        struct Full;
        impl Sink for Full {
            fn take(&mut self, _: &RunResult) -> Result<(), SinkError> {
                Err("no space left".into())
            }
        }
        let scenario = baseline();
        let trouble = run(&plan(&scenario), &mut Full, &AtomicBool::new(false)).unwrap_err();
        assert_eq!(trouble.to_string(), "no space left");
    }
}
