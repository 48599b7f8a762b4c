//! The floor: the random words, normal quantiles, exponentials and logarithms of a run, alone.
//!
//! How many of each a run needs was counted, not estimated: a build with the feature `tally` counts
//! every call (`examples/count_operations.rs`), and the mean over the first replicates of the
//! baseline stands in `operations.csv`. Normal builds count nothing, so counting costs nothing;
//! `.ci/run` counts again and refuses a file that is no longer true.
//!
//! The floor does as many of each in the loops that the model uses, on arrays that fit in the first
//! cache and in lists as long as can be, whether the model does them so or one by one. No program
//! that makes the same draws with these routines can be faster; what the model takes beyond it is
//! memory, choices, sorting, sums and whatever is done one by one.

use std::hint::black_box;

use serde::Serialize;

use super::clock::{median, spent};
use super::subject::SEED;
use crate::draw::{Draws, Purpose, Time, to_exponential, to_normal};
use crate::math::tally::Operation;
use crate::math::{self, Cpu};

/// Calls in a run, by operation.
pub const OPERATIONS_FILE: &str = include_str!("operations.csv");
/// Elements in a loop: as many as the model has works in a quarter, about; all arrays fit in the first cache.
const LANES: usize = 512;

/// The floor of a run.
#[derive(Clone, Debug, Serialize)]
pub struct Floor {
    /// Operation by operation.
    pub parts: Vec<FloorPart>,
    /// All of them, ms in a run.
    pub milliseconds_per_run: f64,
    /// Processor time of a run over the floor.
    pub ratio: f64,
}

/// One operation of the floor.
#[derive(Clone, Debug, Serialize)]
pub struct FloorPart {
    /// Name of the operation.
    pub name: &'static str,
    /// Calls in a run.
    pub calls: f64,
    /// Time of a call, ns.
    pub nanoseconds: f64,
    /// Time in a run, ms.
    pub milliseconds_per_run: f64,
}

/// Processor time of each operation, one run's worth, s.
pub type FloorRound = [f64; Operation::COUNT];

impl Floor {
    /// Medians over rounds, against the processor time of a run.
    pub fn of(rounds: &[FloorRound], run_milliseconds: f64) -> Self {
        let part = |operation: &Operation| {
            let seconds = median(&rounds.iter().map(|round| round[*operation as usize]).collect::<Vec<_>>());
            let calls = calls(*operation);
            FloorPart { name: operation.name(), calls, nanoseconds: seconds / calls * 1e9, milliseconds_per_run: seconds * 1e3 }
        };
        let parts: Vec<FloorPart> = Operation::ALL.iter().map(part).collect();
        let milliseconds: f64 = parts.iter().map(|part| part.milliseconds_per_run).sum();
        Self { parts, milliseconds_per_run: milliseconds, ratio: run_milliseconds / milliseconds }
    }
}

/// Calls of an operation in a run, as counted.
pub fn calls(operation: Operation) -> f64 {
    let row = OPERATIONS_FILE.lines().find_map(|line| line.strip_prefix(operation.name())?.strip_prefix(','));
    row.and_then(|count| count.parse().ok()).expect("operations.csv has a row for each operation")
}

/// Arrays on which the operations are done.
pub struct Bulk {
    cpu: Cpu,
    slots: Vec<u32>,
    zeros: Vec<u32>,
    words: [Vec<u32>; 4],
    values: Vec<f64>,
    results: Vec<f64>,
}

impl Bulk {
    /// Fills the arrays.
    pub fn new() -> Self {
        let values = (0..LANES).map(|i| (i as f64 + 0.5) * (4.0 / LANES as f64)).collect();
        let words = [(); 4].map(|()| (0..LANES as u32).map(|i| i.wrapping_mul(0x9E37_79B9)).collect());
        Self { cpu: Cpu::detect(), slots: (0..LANES as u32).collect(), zeros: vec![0; LANES], words, values, results: vec![0.0; LANES] }
    }

    /// Does as much of every operation as `runs` runs do; processor time of each, one run's worth, s.
    pub fn round(&mut self, runs: u32) -> FloorRound {
        let mut seconds = [0.0; Operation::COUNT];
        for operation in Operation::ALL {
            let loops = (calls(*operation) * f64::from(runs) / LANES as f64).ceil();
            let spent = spent(|| (0..loops as i32).for_each(|time| self.do_lanes(*operation, time % 1000)));
            seconds[*operation as usize] = spent.cpu * calls(*operation) / (loops * LANES as f64);
        }
        seconds
    }

    /// One loop of an operation.
    fn do_lanes(&mut self, operation: Operation, time: i32) {
        let Self { cpu, slots, zeros, words, values, results } = self;
        let (slots, zeros, values, results) = (&slots[..], &zeros[..], &values[..], &mut results[..]);
        match operation {
            Operation::BulkBlock | Operation::SingleBlock => {
                let words = words.each_mut().map(|column| &mut column[..]);
                cpu.run(
                    #[inline(always)]
                    || Draws::new(SEED, 0).rows(Purpose::Start, Time::quarter(time), slots, zeros, zeros, words),
                );
            }
            Operation::Normal => cpu.run(
                #[inline(always)]
                || normals(results, &words[0]),
            ),
            Operation::LnOfDraw => cpu.run(
                #[inline(always)]
                || exponential_draws(results, &words[0]),
            ),
            Operation::Exp => cpu.run(
                #[inline(always)]
                || exponentials(results, values),
            ),
            Operation::Ln => cpu.run(
                #[inline(always)]
                || logarithms(results, values),
            ),
        }
        black_box((&self.words, &self.results));
    }
}

#[inline(always)]
fn normals(out: &mut [f64], words: &[u32]) {
    for (out, word) in out.iter_mut().zip(words) {
        *out = to_normal(*word);
    }
}

#[inline(always)]
fn exponential_draws(out: &mut [f64], words: &[u32]) {
    for (out, word) in out.iter_mut().zip(words) {
        *out = to_exponential(*word);
    }
}

#[inline(always)]
fn exponentials(out: &mut [f64], values: &[f64]) {
    for (out, value) in out.iter_mut().zip(values) {
        *out = math::exp(*value);
    }
}

#[inline(always)]
fn logarithms(out: &mut [f64], values: &[f64]) {
    for (out, value) in out.iter_mut().zip(values) {
        *out = math::ln(*value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_been_counted() {
        for operation in Operation::ALL {
            assert!(calls(*operation) > 0.0, "{}", operation.name());
        }
    }

    #[test]
    fn a_ratio_is_that_of_a_run_to_the_sum_of_the_parts() {
        let floor = Floor::of(&[[0.001; Operation::COUNT]], 12.0);
        assert!((floor.ratio - 12.0 / Operation::COUNT as f64).abs() < 1e-9);
    }
}
