//! Runs a plan. A unit of work is a replicate: all its scenarios, one after the other, in one thread.

use std::error::Error;
use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use super::in_order::in_order;
use super::observe::observe;
use super::panics::caught;
use super::sink::{RunResult, Sink, SinkError};
use super::twin;
use super::twin::{BaselineRun, Twin};
use crate::experiment::{Failure, Observed, Plan, Results};
use crate::model::{PanelRow, RecordOptions, Simulation};
use crate::outcome::OUTCOMES;
use crate::scenario::Scenario;

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
pub enum RunError {
    /// It was told to stop.
    Interrupted(Interrupted),
    /// The sink cannot take more.
    Sink(SinkError),
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interrupted(Interrupted { done, planned }) => write!(f, "interrupted after {done} of {planned} replicates"),
            Self::Sink(error) => error.fmt(f),
        }
    }
}

impl Error for RunError {}

/// Which runs of a plan are to be made.
#[derive(Clone, Debug)]
pub struct PlanPart {
    /// Replicates.
    pub replicates: Range<u32>,
    /// Whether each scenario is run.
    pub active: Vec<bool>,
    /// Whether runs are compared with their twins, the runs of the baseline.
    pub twins: bool,
}

impl PlanPart {
    /// All runs of a plan.
    pub fn all(plan: &Plan<'_>, twins: bool) -> Self {
        Self { replicates: 0..plan.replicates, active: vec![true; plan.scenarios.len()], twins }
    }
}

/// Runs every replicate of every scenario; the results are the same for any number of threads.
///
/// A run that fails is recorded and the others go on. When `stop` becomes true, runs in hand are
/// finished and no other is begun.
pub fn run(plan: &Plan<'_>, sink: &mut dyn Sink, stop: &AtomicBool) -> Result<Results, RunError> {
    let mut results = Results::empty(plan);
    run_part(plan, &PlanPart::all(plan, false), &mut results, sink, stop)?;
    Ok(results)
}

/// Makes some runs of a plan and adds them to the results.
pub fn run_part(plan: &Plan<'_>, part: &PlanPart, results: &mut Results, sink: &mut dyn Sink, stop: &AtomicBool) -> Result<(), RunError> {
    let worker = || {
        let mut worker = Worker { plan, part, simulations: Simulations::default(), kept: BaselineRun::default() };
        move |unit| worker.replicate(part.replicates.start + unit, stop)
    };
    let units = part.replicates.len() as u32;
    let done = in_order(units, plan.threads(), worker, |runs: Vec<RunResult>| {
        for run in runs {
            sink.take(&run)?;
            results.add(run);
        }
        Ok(())
    });
    match done {
        Err(error) => Err(RunError::Sink(error)),
        Ok(done) if done < units => Err(RunError::Interrupted(Interrupted { done: part.replicates.start + done, planned: part.replicates.end })),
        Ok(_) => Ok(()),
    }
}

/// One thread: the simulations it uses again, and the baseline's run that the others are compared with.
struct Worker<'a, 'b> {
    plan: &'b Plan<'a>,
    part: &'b PlanPart,
    simulations: Simulations<'a>,
    kept: BaselineRun,
}

impl Worker<'_, '_> {
    /// All scenarios of one replicate, the baseline first; `None` when told to stop.
    fn replicate(&mut self, replicate: u32, stop: &AtomicBool) -> Option<Vec<RunResult>> {
        let baseline = self.plan.baseline.filter(|_| self.part.twins);
        let others = (0..self.plan.scenarios.len()).filter(|position| Some(*position) != baseline);
        let mut twins = false;
        let mut runs = Vec::new();
        for position in baseline.into_iter().chain(others).filter(|position| self.part.active[*position]) {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let run = self.run(position, replicate, twins);
            twins |= Some(position) == baseline && run.failure.is_none();
            runs.push(run);
        }
        runs.sort_by_key(|run| run.scenario);
        Some(runs)
    }

    /// One run, with whatever goes wrong in it recorded; with twins, compared with what the baseline left.
    fn run(&mut self, position: usize, replicate: u32, twins: bool) -> RunResult {
        let (plan, part) = (self.plan, self.part);
        let scenario = plan.scenarios[position];
        let (simulations, kept) = (&mut self.simulations, &mut self.kept);
        let simulated = recorded(position, replicate, || {
            let watch = RecordOptions { panel: plan.panel, trace: part.twins, ..RecordOptions::default() };
            let history = simulations.of(scenario).run(scenario, plan.seed, replicate, watch)?;
            let twin = twins.then(|| Box::new(twin::compare(history, kept)));
            if part.twins && plan.baseline == Some(position) {
                kept.keep(history);
            }
            Ok((observe(&OUTCOMES[..], history, scenario.quarters)?, history.panel.clone(), twin))
        });
        if simulated.failure.is_some() {
            // A state that was left in the middle of a step is not used again.
            self.simulations = Simulations::default();
        }
        simulated
    }
}

/// What is kept of a run: outcomes, panel, and the comparison with its twin.
pub(crate) type Simulated = (Observed, Vec<PanelRow>, Option<Box<Twin>>);

/// What a run gives, or why it failed; a panic is a failure.
pub(crate) fn recorded(scenario: usize, replicate: u32, simulate: impl FnOnce() -> Result<Simulated, Failure>) -> RunResult {
    let ((observed, panel, twin), failure) = match caught(simulate).unwrap_or_else(|reason| Err(Failure::of_the_run(reason))) {
        Ok(simulated) => (simulated, None),
        Err(failure) => (Simulated::default(), Some(failure)),
    };
    let Observed { outcomes, trajectories } = observed;
    RunResult { scenario, replicate, outcomes, trajectories, panel, twin, failure }
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
    use crate::model::InvariantViolation;

    fn baseline() -> Scenario {
        Scenario::load("scenarios/baseline.toml").unwrap()
    }

    fn plan(scenario: &Scenario) -> Plan<'_> {
        Plan { scenarios: vec![scenario], baseline: None, replicates: 3, seed: 1, threads: Some(2), panel: false }
    }

    #[test]
    fn a_run_that_breaks_or_panics_is_recorded_with_its_reason() {
        let broken = InvariantViolation { quarter: 3, reason: "cash of label 7 is NaN".into() };
        let run = recorded(1, 5, || Err(broken.into()));
        assert_eq!((run.scenario, run.replicate, run.failure.unwrap().quarter), (1, 5, Some(3)));
        let run = recorded(0, 0, || panic!("index out of bounds"));
        assert!(run.failure.unwrap().reason.ends_with("index out of bounds"));
        let run = recorded(0, 0, || Ok((Observed { outcomes: vec![Some(1.0)], trajectories: vec![] }, vec![], None)));
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
