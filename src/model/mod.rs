//! The model: one quarter as a timetable of calls.

mod history;

pub use history::{History, PanelRow};

use crate::scenario::Scenario;

/// Why a run was broken off: an invariant did not hold or a number was not finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// Quarter of the run, negative in the burn-in.
    pub quarter: i32,
    /// What was broken, with the number.
    pub reason: String,
}

/// What a run records beyond its history of totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Watch {
    /// One row per quarter and living label.
    pub panel: bool,
}

/// The state of one economy, reused from run to run; one for each thread.
#[derive(Debug)]
pub struct Simulation {
    history: History,
}

impl Simulation {
    /// Allocates for the scenario.
    pub fn new(_scenario: &Scenario) -> Self { Self { history: History::default() } }

    /// Simulates one replicate; a function of scenario, seed and replicate alone.
    pub fn run(&mut self, _scenario: &Scenario, _seed: u64, _replicate: u32, _watch: Watch) -> Result<&History, Broken> {
        Ok(&self.history)
    }
}
