//! Counts the draws, exponentials and logarithms of a run, for the floor of the bench.
//!
//!     cargo run --release --features tally --example count_operations > src/experiment/bench/operations.csv

use topline::math::tally::{self, Operation};
use topline::model::{RecordOptions, Simulation};
use topline::scenario::Scenario;

/// Replicates over which the counts are means.
const REPLICATES: u32 = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let baseline = Scenario::load("scenarios/baseline.toml")?;
    let mut simulation = Simulation::new(&baseline);
    tally::take();
    for replicate in 0..REPLICATES {
        simulation.run(&baseline, 1, replicate, RecordOptions::default()).map_err(|broken| broken.reason)?;
    }
    println!("operation,calls per run");
    for (operation, count) in Operation::ALL.iter().zip(tally::take()) {
        println!("{},{}", operation.name(), count / u64::from(REPLICATES));
    }
    Ok(())
}
