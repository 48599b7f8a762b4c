//! Where results flow: runs one by one, in their order.

use std::error::Error;

use super::observe::Failure;
use super::twin::Twin;
use crate::model::PanelRow;

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
    /// The run against the baseline's run of the replicate, where asked for and neither failed.
    pub twin: Option<Box<Twin>>,
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
