//! Experiments: many runs in threads, gathered in order. The only floor with threads.
//!
//! ```
//! use topline::experiment::Compare;
//! use topline::scenario::Scenario;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let baseline = Scenario::load("scenarios/baseline.toml")?;
//! let grant = Scenario::load("scenarios/startup_grants.toml")?;
//! let comparison = baseline.compare(&[grant], 3, 1)?;
//! let exports = comparison.of_outcome("startup_grants", "export_revenue").unwrap();
//! assert_eq!(exports.paired.difference.n, 3);
//! # Ok(())
//! # }
//! ```

pub mod bench;
pub mod break_even;
pub mod calibrate;
pub mod channels;
mod compare;
pub mod decide;
pub mod decompose;
pub mod design;
pub mod factor;
mod in_order;
mod observe;
pub mod outlook;
mod panics;
pub mod parting;
mod plan;
pub mod prim;
pub mod regret;
mod results;
mod root;
mod run;
pub mod screen;
pub mod select;
pub mod sensitivity;
mod survey;
pub mod sweep;
pub mod trust;
pub mod twin;
mod twins;
mod validate;
pub mod verify;
pub mod worlds;

pub use compare::{Compare, Comparison, Contrast, compare};
pub use factor::{Factor, Space};
pub use observe::{Failure, Observed, observe};
pub use panics::report_panics_of_runs_as_failures;
pub use plan::{Case, Plan};
pub use results::{CaseResults, Measure, Record, Results, measures};
pub use run::{Interrupted, Part, RunResult, Sink, SinkError, Trouble, run, run_part};
pub use survey::{Sample, Survey, Surveyor, Taken};
pub use twins::{Additionality, Twins, Winners};
pub use validate::{Finding, Validation, find_out, validate};
