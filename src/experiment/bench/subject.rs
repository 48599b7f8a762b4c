//! What is measured.

use crate::scenario::Scenario;

/// Seed of all runs of the bench.
pub const SEED: u64 = 1;

/// What is measured, and how long about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The scenario whose runs are timed.
    pub baseline: &'a Scenario,
    /// The scenario that is compared with it.
    pub policy: &'a Scenario,
    /// The baseline in economies of several sizes, the smallest first: peak memory only grows.
    pub sizes: &'a [Scenario],
    /// Time to spend, about, s.
    pub seconds: f64,
}
