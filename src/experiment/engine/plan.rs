//! What is to be run.

use std::thread;

use crate::scenario::Scenario;
use crate::units::Quarter;

/// All runs of an experiment: every replicate of every scenario.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// Scenarios, in the order of all outputs.
    pub scenarios: Vec<&'a Scenario>,
    /// Position of the scenario with which the others are compared.
    pub baseline: Option<usize>,
    /// Replicates of each scenario.
    pub replicates: u32,
    /// Seed of all draws.
    pub seed: u64,
    /// Threads; `None`: as many as the machine has cores.
    pub threads: Option<usize>,
    /// Whether a row per quarter and living label is recorded.
    pub panel: bool,
}

impl Plan<'_> {
    /// Number of threads to use.
    pub fn threads(&self) -> usize {
        self.threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from))
    }

    /// Number of runs.
    pub fn runs(&self) -> u64 {
        u64::from(self.replicates) * self.scenarios.len() as u64
    }

    /// What outputs need to know of each scenario.
    pub fn cases(&self) -> Vec<Case> {
        self.scenarios.iter().map(|s| Case::of(s)).collect()
    }
}

/// What outputs need to know of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Name of the scenario.
    pub name: String,
    /// First quarter.
    pub start: Quarter,
    /// Number of quarters.
    pub quarters: usize,
}

impl Case {
    /// The case of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        Self { name: scenario.name.clone(), start: scenario.start, quarters: scenario.quarters }
    }
}
