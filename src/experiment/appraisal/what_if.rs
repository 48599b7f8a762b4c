//! Policies once more under an event: does what a policy does hold when the world takes another course?
//!
//! All scenarios, the baseline among them, get the event and meet the same draws as before. Replicate by replicate, with b and p the
//! outcomes of the baseline and of a policy, and a prime where the event happens:
//!
//! ```text
//! effect under the event   p' - b'
//! change of the effect     (p' - b') - (p - b)
//! what the event does      b' - b
//! ```

use std::sync::atomic::AtomicBool;

use crate::experiment::{Measure, Plan, Results, RunError, run};
use crate::outcome::statistics::Paired;
use crate::scenario::{Draft, Problems, Scenario, instrument_or_event};

/// An event that may happen: what a scenario file says beyond policy and the run.
#[derive(Debug)]
pub struct Contingency {
    /// The scenario that has it.
    pub scenario: Scenario,
    /// Its settings.
    pub settings: Vec<(String, String)>,
}

impl Contingency {
    /// The events of a scenario, with the parameters of the world that its file sets; `None` where it has no event.
    pub fn of(scenario: Scenario) -> Option<Self> {
        let is_event = |path: &str| instrument_or_event(path).is_some_and(|section| section.starts_with("event."));
        let reaches = |path: &str| is_event(path) || (instrument_or_event(path).is_none() && !path.starts_with("run."));
        // Whether its file is a core says nothing of the event.
        let set = scenario.entries().iter().filter(|entry| entry.is_set() && !entry.is_of_core() && reaches(&entry.path));
        let settings: Vec<(String, String)> = set.map(|entry| (entry.path.clone(), entry.value.clone())).collect();
        settings.iter().any(|(path, _)| is_event(path)).then_some(Self { scenario, settings })
    }

    /// A scenario under the event; an event of the same kind that it has itself takes these values.
    pub fn reach(&self, draft: &Draft) -> Result<Scenario, Problems> {
        let mut draft = draft.clone();
        for (path, value) in &self.settings {
            draft.set_as(path, value, "--if")?;
        }
        draft.build()
    }
}

/// What an event makes of one outcome of one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// Position of the scenario; of the baseline, what the event itself does.
    pub scenario: usize,
    /// The outcome, or the class of it.
    pub measure: Measure,
    /// The scenario less the baseline, both under the event; of the baseline, with the event less without.
    pub effect: Paired,
    /// The same difference without the event, and how far that with it is from it; `None` of the baseline.
    pub change: Option<Paired>,
}

/// All shifts of one event.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// Name of the event's scenario.
    pub event: String,
    /// Its title.
    pub title: String,
    /// By scenario and outcome.
    pub shifts: Vec<Shift>,
    /// Runs, and those that failed.
    pub runs: usize,
    /// The failures among them.
    pub failed: usize,
}

/// Runs all scenarios of a plan under an event, with the plan's draws, and compares them with the results without it.
pub fn what_if(event: &Contingency, plan: &Plan<'_>, scenarios: &[Scenario], without: &Results, stop: &AtomicBool) -> Result<WhatIf, RunError> {
    let under = Plan { scenarios: scenarios.iter().collect(), panel: false, ..plan.clone() };
    let results = run(&under, &mut (), stop)?;
    let (name, title) = (event.scenario.name.clone(), event.scenario.title.clone());
    let failed = results.failures().count();
    Ok(WhatIf { event: name, title, shifts: shifts(&results, without), runs: results.runs(), failed })
}

/// Shifts by scenario and outcome; the baseline comes first.
fn shifts(under: &Results, without: &Results) -> Vec<Shift> {
    let Some(baseline) = without.baseline else { return Vec::new() };
    let measures = without.measures();
    let others = (0..without.cases.len()).filter(|case| *case != baseline);
    let all = std::iter::once(baseline).chain(others);
    let of = |scenario: usize| measures.iter().map(move |measure| shift(under, without, (scenario, baseline), measure));
    all.flat_map(of).collect()
}

fn shift(under: &Results, without: &Results, (scenario, baseline): (usize, usize), measure: &Measure) -> Shift {
    let (b, after) = (under.values(baseline, measure), under.values(scenario, measure));
    if scenario == baseline {
        let effect = Paired::on(measure.scale, &without.values(baseline, measure), &b);
        return Shift { scenario, measure: measure.clone(), effect, change: None };
    }
    let effect = Paired::on(measure.scale, &b, &after);
    let before = differences(&without.values(baseline, measure), &without.values(scenario, measure));
    // A difference of differences of a class lies in -2..2: it has the interval of a number.
    let change = Paired::of(&before, &differences(&b, &after));
    Shift { scenario, measure: measure.clone(), effect, change: Some(change) }
}

fn differences(a: &[Option<f64>], b: &[Option<f64>]) -> Vec<Option<f64>> {
    a.iter().zip(b).map(|(a, b)| a.zip(*b).map(|(a, b)| b - a)).collect()
}
