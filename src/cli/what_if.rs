//! `compare --if EVENT`: all scenarios once more under an event.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::error::{CliError, end_of};
use super::find::{self, event_files, scenario_file};
use super::options::Options;
use super::source;
use crate::experiment::appraisal::what_if::{Contingency, WhatIf, what_if};
use crate::experiment::{Plan, Results, runs_of};
use crate::report::AskedEvent;
use crate::scenario::{Draft, Overrides, Scenario};

/// The events asked for.
#[derive(Default)]
pub struct Contingencies {
    events: Vec<Contingency>,
    files: Vec<PathBuf>,
    /// The scenarios under each.
    scenarios: Vec<Vec<Scenario>>,
}

impl Contingencies {
    /// Reads the events and builds all scenarios under each of them.
    pub fn of(given: &[String], drafts: &[Draft], options: &Options) -> Result<Self, CliError> {
        let mut found = Self::default();
        for name in given {
            let file = scenario_file(name)?;
            let event = contingency(name, &file, options)?;
            if found.events.iter().any(|other| other.scenario.name == event.scenario.name) {
                return Err(CliError::bad_input(format!("`--if {name}`: this event was given before; allowed: each event once")));
            }
            let under = drafts.iter().map(|draft| event.reach(draft).map_err(source::bad)).collect::<Result<_, _>>()?;
            found.events.push(event);
            found.files.push(file);
            found.scenarios.push(under);
        }
        let counts = [("events", found.events.len() as u64), ("scenarios", drafts.len() as u64), ("replicates", u64::from(options.replicates))];
        runs_of(&counts).map(drop).map_err(CliError::bad_input)?;
        Ok(found)
    }

    /// The same where scenarios have changed since.
    pub fn renew(&mut self, drafts: &[Draft]) -> Result<(), CliError> {
        for (event, scenarios) in self.events.iter().zip(&mut self.scenarios) {
            *scenarios = drafts.iter().map(|draft| event.reach(draft).map_err(source::bad)).collect::<Result<_, _>>()?;
        }
        Ok(())
    }

    /// Runs all scenarios under each event.
    pub fn look(&self, plan: &Plan<'_>, without: &Results, stop: &AtomicBool) -> Result<Vec<WhatIf>, CliError> {
        let both = self.events.iter().zip(&self.scenarios);
        both.map(|(event, scenarios)| what_if(event, plan, scenarios, without, stop).map_err(|trouble| end_of(&trouble))).collect()
    }

    /// The events for the manifest.
    pub fn asked(&self) -> Vec<AskedEvent> {
        let asked = |(event, given): (&Contingency, &PathBuf)| {
            let Scenario { name, title, title_ko, .. } = &event.scenario;
            AskedEvent {
                given: find::given(given),
                name: name.clone(),
                title: title.clone(),
                title_ko: title_ko.clone(),
                hash: event.scenario.hash(),
            }
        };
        self.events.iter().zip(&self.files).map(asked).collect()
    }
}

/// The event of a scenario file, over the quarters of the comparison.
fn contingency(name: &str, file: &Path, options: &Options) -> Result<Contingency, CliError> {
    let mut draft = Draft::load(file).map_err(source::bad)?;
    let calendar = Overrides { set: Vec::new(), quarters: options.change.quarters, scale: None };
    calendar.apply(&mut draft).map_err(source::bad)?;
    let scenario = draft.build().map_err(source::bad)?;
    let title = scenario.title.clone();
    Contingency::of(scenario).ok_or_else(|| {
        let files = event_files().join(", ");
        let shipped = if files.is_empty() { String::new() } else { format!(", such as {files}") };
        CliError::bad_input(format!("`--if {name}`: the scenario has no event; allowed: a scenario file with an event{shipped}; found: \"{title}\""))
    })
}
