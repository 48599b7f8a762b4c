//! What happened: tables of runs, their distributions and their course.

pub mod distributions;
pub mod failures;
pub mod labels;
pub mod recorder;
pub mod run_rows;
pub mod runs;
pub mod trajectories;
pub mod world_runs;
