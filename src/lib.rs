//! topline: an agent-based policy scenario simulator of a music industry.
//!
//! The crate is built in floors; each module uses only those below it
//! (`tests/floors.rs` holds this):
//!
//! ```text
//! units, math, draw <- policy <- scenario <- model <- outcome <- experiment <- store <- report <- cli <- main
//! ```
#![forbid(unsafe_code)]

pub mod cli;
pub mod draw;
pub mod experiment;
pub mod math;
pub mod model;
pub mod outcome;
pub mod policy;
pub mod report;
pub mod scenario;
pub mod store;
pub mod units;
