//! Larger economies: what a label-quarter costs in them, and their memory.

use serde::Serialize;

use super::clock::{median, peak_memory, spent};
use super::speed::{ProcessTime, process_times};
use super::subject::SEED;
use crate::model::{Process, RecordOptions, Simulation};
use crate::scenario::Scenario;

/// Rounds, in each of which all sizes are timed in turn.
const ROUNDS: usize = 3;

/// Runs of an economy of some size, in one thread.
#[derive(Clone, Debug, Serialize)]
pub struct SizeCost {
    /// Size relative to the baseline.
    pub scale: f64,
    /// Labels.
    pub labels: usize,
    /// Quarters of a run.
    pub quarters: usize,
    /// Processor time of a label-quarter, ns; the burn-in is part of it.
    pub nanoseconds_per_label_quarter: f64,
    /// The same over that of the smallest size.
    pub relative: f64,
    /// Time of each process of the quarter.
    pub processes: Vec<ProcessTime>,
    /// Peak memory of the process after runs of this size, MiB.
    pub peak_memory: Option<f64>,
}

/// Times all sizes, the smallest first, in about so many seconds; the largest is run once in each
/// round, and no smaller one longer than that.
pub fn measure(scenarios: &[Scenario], seconds: f64) -> Vec<SizeCost> {
    let mut sizes: Vec<Timed<'_>> = scenarios.iter().map(Timed::begin).collect();
    let longest = seconds / (ROUNDS * scenarios.len().max(1)) as f64;
    for _ in 0..ROUNDS {
        for size in &mut sizes {
            size.round(longest);
        }
    }
    let smallest = sizes.first().map_or(1.0, Timed::cost);
    sizes.iter().map(|size| size.summary(smallest)).collect()
}

/// A size while it is timed.
struct Timed<'a> {
    scenario: &'a Scenario,
    simulation: Simulation,
    first: f64,
    replicate: u32,
    costs: Vec<f64>,
    processes: [f64; Process::COUNT],
    peak_memory: Option<f64>,
}

impl<'a> Timed<'a> {
    /// Allocates and runs once, so that all memory has been touched.
    fn begin(scenario: &'a Scenario) -> Self {
        let mut simulation = Simulation::new(scenario);
        let first = spent(|| run(&mut simulation, scenario, 0, &mut [0.0; Process::COUNT])).cpu;
        Self { scenario, simulation, first, replicate: 1, costs: Vec::new(), processes: [0.0; Process::COUNT], peak_memory: peak_memory() }
    }

    /// Runs as often as fits in so many seconds, at least once.
    fn round(&mut self, seconds: f64) {
        let runs = (seconds / self.first).clamp(1.0, 1000.0) as u32;
        let replicates = self.replicate..self.replicate + runs;
        self.replicate += runs;
        let Self { simulation, scenario, processes, .. } = self;
        // Other replicates each time: one that is run again would find its burn-in done.
        let spent = spent(|| replicates.for_each(|replicate| run(simulation, scenario, replicate, processes)));
        self.costs.push(spent.cpu / f64::from(runs) / scenario.label_quarters() as f64);
    }

    /// Processor time of a label-quarter, s.
    fn cost(&self) -> f64 {
        median(&self.costs)
    }

    fn summary(&self, smallest: f64) -> SizeCost {
        SizeCost {
            scale: self.scenario.scale,
            labels: self.scenario.parameters.label_count.iter().sum(),
            quarters: self.scenario.quarters,
            nanoseconds_per_label_quarter: self.cost() * 1e9,
            relative: self.cost() / smallest,
            processes: process_times(&self.processes, self.cost() * self.scenario.label_quarters() as f64 * 1000.0),
            peak_memory: self.peak_memory,
        }
    }
}

fn run(simulation: &mut Simulation, scenario: &Scenario, replicate: u32, processes: &mut [f64; Process::COUNT]) {
    // A run that breaks is timed up to where it broke; `run` tells of it.
    let _ = simulation.run(scenario, SEED, replicate, RecordOptions { time: true, ..RecordOptions::default() });
    for (sum, time) in processes.iter_mut().zip(simulation.times()) {
        *sum += time.as_secs_f64();
    }
}
