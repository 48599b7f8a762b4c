//! topline: an agent-based policy scenario simulator of a music industry.
//!
//! Scenario files go in, distributions of outcomes come out. Scenarios share their random numbers, agent by agent, so that the
//! difference of two comes from what they change:
//!
//! ```
//! use topline::experiment::Compare;
//! use topline::scenario::{Draft, Problems, Scenario};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let short = |file: &str| -> Result<Scenario, Problems> {
//!     let mut draft = Draft::load(file)?;
//!     draft.set("run.quarters", "4")?;
//!     draft.set("run.scale", "0.1")?;
//!     draft.build()
//! };
//! let baseline = short("scenarios/baseline.toml")?;
//! let grants = short("scenarios/production_grants.toml")?;
//! let comparison = baseline.compare(&[grants], 20, 1)?; // replicates, seed
//! let cost = comparison.of_outcome("production_grants", "public_cost").expect("every scenario has a cost");
//! assert!(cost.paired.difference.mean > Some(0.0));
//! # Ok(())
//! # }
//! ```
//!
//! | module | has |
//! | --- | --- |
//! | [`scenario`] | scenario files: read, set, build, check; sweep files |
//! | [`policy`] | the seams at which an instrument acts, and what it may know |
//! | [`model`] | one run, and the history that it leaves |
//! | [`outcome`] | the table of outcomes, their statistics, patterns |
//! | [`experiment`] | replicates in threads, comparisons, sweeps |
//! | [`call`], [`results`] | commands called from within a program, and the folders that they write |
//! | [`units`] | quarters, money, markets, platforms, tiers, strategies |
//!
//! The crate is built in floors; each module uses only those below it
//! (`tests/floors.rs` holds this):
//!
//! ```text
//! units, math, draw <- policy <- scenario <- model <- outcome <- experiment <- store <- report <- cli <- main
//! ```
#![forbid(unsafe_code)]

mod cli;
// Public for the tests and benches of this repository alone, as is what else is hidden.
#[doc(hidden)]
pub mod draw;
pub mod experiment;
#[doc(hidden)]
pub mod math;
pub mod model;
pub mod outcome;
pub mod policy;
#[doc(hidden)]
pub mod report;
pub mod scenario;
mod store;
pub mod units;

pub use cli::{Call, CallError};
pub use scenario::register;

/// Calls a command from within a program: same words, same files, same messages as on the command line.
///
/// It runs in this thread and returns at its end; [`Call::stop`] ends it from another.
pub fn call(call: &Call) -> Result<(), CallError> {
    cli::call(call)
}

/// The file of a scenario as commands find it: a path, or a name in the folder `scenarios` or among the shipped ones.
///
/// ```
/// assert!(topline::scenario_file("baseline")?.ends_with("baseline.toml"));
/// assert!(topline::scenario_file("basline").unwrap_err().message.contains("did you mean `baseline`?"));
/// # Ok::<(), topline::CallError>(())
/// ```
pub fn scenario_file(given: &str) -> Result<std::path::PathBuf, CallError> {
    cli::scenario_file(given)
}

/// Folders of results: the chief outcomes, pictures of what they hold, the command that makes them again, copies.
pub mod results {
    pub use crate::report::{CHIEF, Pictures, copy, pictures, repeated};
}

/// The command line of the program `topline`: reads the arguments of the process, does what they say and tells the exit code.
///
/// A program of one's own calls it from its `main` to have every command.
pub fn command_line() -> std::process::ExitCode {
    cli::main()
}
