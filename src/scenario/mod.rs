//! Scenarios: what a file says, resolved against the registry of parameters.

mod event;
mod parameters;

pub use event::{Event, Span};
pub use parameters::{Cells, Parameters, ScoreWeight, TaxBrackets, TierThreshold};

use crate::policy::Programme;
use crate::units::Quarter;

/// A scenario, resolved and checked: all that a run depends on besides seed and replicate.
#[derive(Debug)]
pub struct Scenario {
    /// File name without its ending.
    pub name: String,
    /// Title, one line.
    pub title: String,
    /// Why the scenario is asked, a sentence.
    pub why: String,
    /// First quarter of the run.
    pub start: Quarter,
    /// Quarters of the run.
    pub quarters: usize,
    /// Size of the economy relative to the registry's (`--scale`).
    pub scale: f64,
    /// Values of the world.
    pub parameters: Parameters,
    /// Programmes of policy, in the order of instruments, then of the file.
    pub programmes: Vec<Programme>,
    /// Scheduled events, in the order of the file.
    pub events: Vec<Event>,
}
