//! All that is recorded of a run.

use super::history::History;
use super::stopwatch::Stopwatch;
use crate::model::constants::RunConstants;

/// Records of one run, in memory that the next run uses again.
#[derive(Debug)]
pub struct Records {
    /// What outcomes read.
    pub history: History,
    /// Time of each process, where it is watched.
    pub stopwatch: Stopwatch,
}

impl Records {
    /// Allocates for the constants of a run.
    pub fn allocate(constants: &RunConstants) -> Self {
        Self { history: History::allocate(constants), stopwatch: Stopwatch::default() }
    }
}
