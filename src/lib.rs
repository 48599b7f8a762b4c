//! topline: an agent-based policy scenario simulator of a music industry.
//!
//! The crate is built in floors; each module uses only those below it
//! (`tests/floors.rs` holds this):
//!
//! ```text
//! units, math, draw <- policy <- scenario <- model <- outcome <- experiment <- store <- report <- cli <- main
//! ```
#![forbid(unsafe_code)]

mod cli;
pub mod draw;
pub mod experiment;
pub mod math;
pub mod model;
pub mod outcome;
pub mod policy;
pub mod report;
pub mod scenario;
mod store;
pub mod units;

/// The command line of the program `topline`: reads the arguments of the process, does what they say and tells the exit code.
///
/// A program of one's own calls it from its `main` to have every command.
pub fn command_line() -> std::process::ExitCode {
    cli::main()
}
