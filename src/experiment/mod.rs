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

pub mod appraisal;
pub mod attribution;
pub mod bench;
pub mod credibility;
pub mod design;
pub mod engine;
pub mod sweep;

pub use appraisal::compare::{Compare, Comparison, Contrast, compare};
pub use credibility::validate::{PatternResult, Validation, find_out, validate};
pub use design::factor::{Factor, Space};
pub use engine::observe::{Failure, Observed, observe};
pub use engine::panics::report_panics_of_runs_as_failures;
pub use engine::plan::{Case, Plan};
pub use engine::results::{CaseResults, Measure, Record, Results, measures};
pub use engine::run::{Interrupted, PlanPart, RunError, run, run_part};
pub use engine::sink::{RunResult, Sink, SinkError};
pub use engine::survey::{Sample, Survey, Surveyor, Taken};
pub use engine::twins::{Additionality, Twins, Winners};
