//! Runs in one thread: how fast, and in which processes the time goes.

use std::ops::Range;

use serde::Serialize;

use super::clock::{Spent, median, spent};
use super::floor::{Bulk, Floor};
use super::subject::SEED;
use crate::model::{Process, RecordOptions, Simulation};
use crate::scenario::Scenario;

/// Rounds, in each of which runs and floor are timed in turn.
const ROUNDS: usize = 9;

/// Runs in one thread. Medians over rounds.
#[derive(Clone, Debug, Serialize)]
pub struct Speed {
    /// Runs timed.
    pub runs: u32,
    /// Label-quarters of a run.
    pub label_quarters: f64,
    /// Processor time of a run, ms.
    pub milliseconds_per_run: f64,
    /// Label-quarters per second of processor time.
    pub per_cpu_second: f64,
    /// Label-quarters per second on the wall.
    pub per_wall_second: f64,
    /// Share of the wall time in which this process had its core; less than 1 on a busy machine.
    pub share_of_core: f64,
    /// Time of each process.
    pub processes: Vec<ProcessTime>,
}

/// Time of a process of the quarter.
#[derive(Clone, Debug, Serialize)]
pub struct ProcessTime {
    /// Name of the process.
    pub name: &'static str,
    /// Processor time in a run, ms.
    pub milliseconds_per_run: f64,
    /// Share of all processes.
    pub share: f64,
}

/// One round of runs.
struct Round {
    spent: Spent,
    processes: [f64; Process::COUNT],
}

/// Times runs and, in turn with them, the floor.
pub fn measure(scenario: &Scenario, seconds: f64) -> (Speed, Floor) {
    let mut simulation = Simulation::new(scenario);
    round(&mut simulation, scenario, 0..1);
    let one = round(&mut simulation, scenario, 1..2).spent.wall;
    let runs = (seconds / (1.5 * ROUNDS as f64 * one)).max(1.0) as u32;
    let mut bulk = Bulk::new();
    let (mut rounds, mut floors) = (Vec::new(), Vec::new());
    // Each round has other replicates: one that is run again would find its burn-in done.
    for n in 0..ROUNDS as u32 {
        rounds.push(round(&mut simulation, scenario, n * runs..(n + 1) * runs));
        floors.push(bulk.round(runs));
    }
    let speed = summary(scenario, &rounds, runs);
    let floor = Floor::of(&floors, speed.milliseconds_per_run);
    (speed, floor)
}

/// Times some replicates.
fn round(simulation: &mut Simulation, scenario: &Scenario, replicates: Range<u32>) -> Round {
    let runs = replicates.len() as f64;
    let mut processes = [0.0; Process::COUNT];
    let spent = spent(|| {
        for replicate in replicates {
            // A run that breaks is timed up to where it broke; `run` tells of it.
            let _ = simulation.run(scenario, SEED, replicate, RecordOptions { time: true, ..RecordOptions::default() });
            for (sum, time) in processes.iter_mut().zip(simulation.times()) {
                *sum += time.as_secs_f64() / runs;
            }
        }
    });
    Round { spent, processes }
}

fn summary(scenario: &Scenario, rounds: &[Round], runs: u32) -> Speed {
    let middle = |of: fn(&Spent) -> f64| median(&rounds.iter().map(|round| of(&round.spent)).collect::<Vec<_>>());
    let (cpu, wall) = (middle(|s| s.cpu) / f64::from(runs), middle(|s| s.wall) / f64::from(runs));
    let label_quarters = scenario.label_quarters() as f64;
    Speed {
        runs: runs * rounds.len() as u32,
        label_quarters,
        milliseconds_per_run: cpu * 1000.0,
        per_cpu_second: label_quarters / cpu,
        per_wall_second: label_quarters / wall,
        share_of_core: middle(|s| s.cpu / s.wall),
        processes: process_times(&processes_of(rounds), cpu * 1000.0),
    }
}

/// Median over rounds of each process, s.
fn processes_of(rounds: &[Round]) -> [f64; Process::COUNT] {
    let of = |process: usize| median(&rounds.iter().map(|round| round.processes[process]).collect::<Vec<_>>());
    std::array::from_fn(of)
}

/// Shares of processes, from their times on the wall, and what that is of a run's processor time.
pub fn process_times(seconds: &[f64; Process::COUNT], run_milliseconds: f64) -> Vec<ProcessTime> {
    let total: f64 = seconds.iter().sum();
    let row = |(process, seconds): (&Process, &f64)| {
        let share = seconds / total;
        ProcessTime { name: process.name(), milliseconds_per_run: share * run_milliseconds, share }
    };
    Process::ALL.iter().zip(seconds).map(row).collect()
}
