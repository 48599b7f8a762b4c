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

pub(crate) mod appraisal;
pub(crate) mod attribution;
pub(crate) mod bench;
pub(crate) mod credibility;
pub(crate) mod design;
pub(crate) mod engine;
#[doc(hidden)]
pub mod search;
pub(crate) mod sweep;

pub use appraisal::compare::{Compare, Comparison, Contrast, compare};
pub(crate) use credibility::validate::{PatternResult, Validation, validate};
pub(crate) use design::factor::{Factor, Space};
pub(crate) use engine::cost::CostBasis;
pub(crate) use engine::limits::runs_of;
pub use engine::observe::Failure;
pub(crate) use engine::observe::{Observed, observe};
pub(crate) use engine::panics::report_panics_of_runs_as_failures;
pub use engine::plan::{Case, Plan};
pub use engine::results::{CaseResults, Results};
pub(crate) use engine::results::{Measure, Record, measures};
pub use engine::run::{Interrupted, PlanPart, RunError, run, run_part};
pub use engine::sink::{RunResult, Sink, SinkError};
pub(crate) use engine::survey::Surveyor;
pub use engine::survey::{Sample, Survey};
pub use engine::twins::Additionality;
pub(crate) use engine::twins::{Twins, Winners};
pub use sweep::SweepPlan;
