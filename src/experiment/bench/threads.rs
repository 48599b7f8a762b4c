//! Runs in several threads.

use std::sync::atomic::AtomicBool;

use serde::Serialize;

use super::clock::{median, spent};
use super::subject::SEED;
use crate::experiment::Plan;
use crate::experiment::run;
use crate::scenario::Scenario;

/// Short experiments with each number of threads.
const ROUNDS: usize = 5;

/// Experiments with a number of threads. Medians over rounds.
#[derive(Clone, Debug, Serialize)]
pub struct Threads {
    /// Number of threads.
    pub threads: usize,
    /// Label-quarters per second on the wall.
    pub per_wall_second: f64,
    /// Label-quarters per second of processor time.
    pub per_cpu_second: f64,
    /// Speed over that of one thread.
    pub speed_up: f64,
}

/// Times one thread, two, and as many as there are cores, in turn, in about so many seconds.
pub fn measure(scenario: &Scenario, cores: usize, run_seconds: f64, seconds: f64) -> Vec<Threads> {
    let mut numbers = vec![1, 2, cores];
    numbers.retain(|threads| *threads <= cores);
    numbers.dedup();
    let share: f64 = numbers.iter().map(|threads| 1.0 / *threads as f64).sum();
    let replicates = (seconds / (ROUNDS as f64 * share * run_seconds)).max(2.0 * cores as f64) as u32;
    let mut times = vec![(Vec::new(), Vec::new()); numbers.len()];
    for _ in 0..ROUNDS {
        for (threads, (cpu, wall)) in numbers.iter().zip(&mut times) {
            let spent = spent(|| experiment(scenario, replicates, *threads));
            cpu.push(spent.cpu);
            wall.push(spent.wall);
        }
    }
    let work = scenario.label_quarters() as f64 * f64::from(replicates);
    let alone = median(&times[0].1);
    let row = |(threads, (cpu, wall)): (&usize, &(Vec<f64>, Vec<f64>))| Threads {
        threads: *threads,
        per_wall_second: work / median(wall),
        per_cpu_second: work / median(cpu),
        speed_up: alone / median(wall),
    };
    numbers.iter().zip(&times).map(row).collect()
}

fn experiment(scenario: &Scenario, replicates: u32, threads: usize) {
    let plan = Plan { scenarios: vec![scenario], baseline: None, replicates, seed: SEED, threads: Some(threads), panel: false };
    // With a sink that keeps nothing and a flag that nobody raises, nothing can fail.
    let _ = run(&plan, &mut (), &AtomicBool::new(false));
}
