//! Sweeps: many cases (world, point, base scenario) times replicates, in an order that makes a sweep cut short a
//! balanced smaller one.
//!
//! Runs are numbered replicate by replicate; in a replicate world by world, point by point, base scenario by base
//! scenario. Replicate n of every case meets the same random numbers. Cases that differ in policy alone follow each other and
//! share their burn-in.

mod layout;
mod pilot;
mod plan;
mod points;
mod shard;
mod warning;
mod work;

pub use layout::{BaseOf, Grid, Layout, MOST_RUNS};
pub use pilot::{Pilot, pilot};
pub use plan::{CaseKey, SweepPlan};
pub use points::{GridScheme, Points};
pub use shard::Shard;
pub use work::{Cost, Portion, SweepRun, SweepSink, work};
