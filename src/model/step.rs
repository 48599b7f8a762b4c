//! The context of a step: when a process runs, on what constants, with which draws and vectors.

use crate::draw::{Draws, Purpose, Time, Who};
use crate::math::Cpu;
use crate::model::constants::RunConstants;

/// What a run records beyond its history of totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordOptions {
    /// One row per quarter and living label.
    pub panel: bool,
    /// The time of each process.
    pub time: bool,
    /// One row per started work: why it has its strategy.
    pub choices: bool,
    /// One row per work and label's catalogue: what each line brought.
    pub receipts: bool,
    /// Every work, and what each slot earned.
    pub trace: bool,
}

/// Where and when a process runs.
#[derive(Clone, Copy, Debug)]
pub struct StepContext<'a> {
    /// Constants of the run.
    pub constants: &'a RunConstants<'a>,
    /// Draws of the replicate.
    pub draws: Draws,
    /// Quarter of the run; negative in the burn-in.
    pub t: i32,
    /// The quarter as key of draws.
    pub time: Time,
    /// Vectors of the machine.
    pub cpu: Cpu,
    /// What is recorded; nothing in the burn-in.
    pub record: RecordOptions,
}

impl StepContext<'_> {
    /// Whether the quarter belongs to the burn-in: calibration, then settling.
    pub fn burn_in(&self) -> bool {
        self.t < 0
    }
    /// Whether the quarter belongs to the first part of the burn-in, which ends with the calibration.
    pub fn calibrating(&self) -> bool {
        self.t < self.constants.settling_starts()
    }
    /// Whether the quarter is the first of the burn-in.
    pub fn first_of_burn_in(&self) -> bool {
        self.t == self.constants.burn_in_starts()
    }
    /// The calendar year as key of draws.
    pub fn year(&self) -> Time {
        Time::year(self.constants.year(self.t))
    }
    /// A uniform draw of this quarter for a label or creator.
    pub fn uniform(&self, purpose: Purpose, who: Who, index: usize) -> f64 {
        self.draws.uniform(purpose, self.time, who, index as u32)
    }
    /// A standard Gumbel draw of this quarter.
    pub fn gumbel(&self, purpose: Purpose, who: Who, index: usize) -> f64 {
        self.draws.gumbel(purpose, self.time, who, index as u32)
    }
}
