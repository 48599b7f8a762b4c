//! What happened: tables of runs, their distributions and their course.

pub(crate) mod distributions;
pub(crate) mod failures;
pub(crate) mod labels;
pub(crate) mod recorder;
pub(crate) mod run_rows;
pub(crate) mod runs;
pub(crate) mod trajectories;
pub(crate) mod world_runs;
