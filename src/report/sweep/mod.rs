//! What a sweep leaves on the disk: the journal while it runs, tables when it is complete.
//!
//! Tables, all with one header row (`.csv`, `.csv.zst` with `--compress zstd`, `.parquet` with `--format parquet`):
//!
//! - `design.csv`, key (point, scenario): `point` (from 0), `scenario` (the base scenario), one column for each
//!   varied parameter, named by its path in the sweep file (`policy.tax_credit.rate`, `fee_base`). For a design of
//!   Saltelli then `block` (from 0), `matrix` (`A`, `B`, `AB`) and `moved` (in `AB` the parameter whose value comes
//!   from B, else empty); for trajectories of Morris `trajectory` (from 0), `step` (from 0) and `moved` (the
//!   parameter that this step moved; empty in step 0). Points stand in the order of the design: in a block A, one AB
//!   for each parameter in the order of the columns, B.
//! - `runs.csv`, key (scenario, world, replicate, point): `scenario, world, replicate, seed, status` (`ok` or
//!   `failed`), `point`, the varied parameters, all outcomes (empty where the run failed or the outcome does not
//!   exist). Rows are in the order replicate, world, point, scenario.
//! - `summary.csv`, key (scenario, world, point, outcome): `scenario, world, point`, the varied parameters,
//!   `outcome, unit, n, missing, mean, sd, se, ci_low, ci_high, min, p05, p10, p25, p50, p75, p90, p95, max`.
//! - `failures.csv`, only where a run failed: `scenario, world, replicate, seed, point`, the varied parameters,
//!   `quarter, reason`.
//! - `datapackage.json` and `manifest.json`; the manifest's `design` says of every column how it is varied:
//!   `{"method": "saltelli", "points": 64, "seed": 1, "columns": [{"name", "kind": "lever"|"uncertainty",
//!   "paths": [..], "span": "values"|"range"|"prior"|"times", "low", "high", "levels"}]}`. For a vector that moves over
//!   its prior ranges (`prior` with several paths) the column holds the place in them, from 0 to 1; for `times`
//!   the factor by which the base scenario's values are multiplied.

mod cells;
mod output;
#[cfg(feature = "parquet")]
mod parquet;
mod sheets;
mod size;
mod status;
mod tables;
mod timing;
mod writer;

pub use crate::store::journal::Journal;
pub use crate::store::lock::JournalMode;
pub use crate::store::refusal::Refusal;
pub use size::table_bytes;
pub use status::{merge, status, tables};
pub use timing::Timing;
pub use writer::Format;

/// Bytes of a run in the journal, for so many outcomes.
pub fn record_length(outcomes: usize) -> usize {
    crate::store::record::RecordForm::of(outcomes).length()
}
