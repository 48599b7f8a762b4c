//! Instruction counts under valgrind on the portable path, which CI compares with `instructions.csv`
//! (see `check_instructions.sh`). What sets a case up is not counted.

#![allow(missing_docs, reason = "the macros of gungraun write functions without")]

use std::hint::black_box;

use gungraun::{LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main};
use topline::draw::{Draws, Purpose, Time, to_gumbel, to_normal};
use topline::math;
use topline::model::{RecordOptions, Simulation};
use topline::scenario::{Overrides, Scenario};

/// Elements of a bulk draw or a slice.
const N: u32 = 4096;

/// A state that has been run before, and a scenario.
fn warm(name: &str, quarters: usize) -> (Simulation, Scenario) {
    let overrides = Overrides { quarters: Some(quarters), ..Overrides::default() };
    let file = format!("{}/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let scenario = Scenario::load_with(file, &overrides).expect("the scenario is shipped");
    let mut simulation = Simulation::new(&scenario);
    simulation.run(&scenario, 1, 0, RecordOptions::default()).expect("the run does not break");
    (simulation, scenario)
}

/// The same after the burn-in of the replicate that is counted.
fn burnt_in(name: &str, quarters: usize) -> (Simulation, Scenario) {
    let (mut simulation, scenario) = warm(name, quarters);
    simulation.run(&scenario, 1, 1, RecordOptions::default()).expect("the run does not break");
    (simulation, scenario)
}

#[library_benchmark]
#[bench::burn_in_and_a_quarter(args = ("baseline", 1), setup = warm)]
#[bench::baseline_year(args = ("baseline", 4), setup = burnt_in)]
#[bench::package_balanced_year(args = ("package_balanced", 4), setup = burnt_in)]
fn run((mut simulation, scenario): (Simulation, Scenario)) -> (Simulation, Scenario) {
    black_box(simulation.run(&scenario, 1, 1, RecordOptions::default()).expect("the run does not break"));
    // Handed back, so that they are dropped outside of the count.
    (simulation, scenario)
}

fn columns() -> (Vec<u32>, [Vec<u32>; 4]) {
    ((0..N).collect(), [(); 4].map(|()| vec![0; N as usize]))
}

#[library_benchmark(setup = columns)]
#[bench::blocks()]
fn draws((slots, mut words): (Vec<u32>, [Vec<u32>; 4])) -> (Vec<u32>, [Vec<u32>; 4]) {
    let out = words.each_mut().map(|column| &mut column[..]);
    Draws::new(1, 1).block_columns(Purpose::Start, Time::quarter(3), black_box(&slots), &slots, 0, out);
    (slots, words)
}

fn words() -> Vec<u32> {
    (0..N).map(|i| i.wrapping_mul(0x9E37_79B9)).collect()
}

#[library_benchmark(setup = words)]
#[bench::normal()]
fn normals(words: Vec<u32>) -> Vec<f64> {
    words.iter().map(|word| to_normal(*word)).collect()
}

#[library_benchmark(setup = words)]
#[bench::gumbel()]
fn gumbels(words: Vec<u32>) -> Vec<f64> {
    words.iter().map(|word| to_gumbel(*word)).collect()
}

fn numbers() -> Vec<f64> {
    (1..=N).map(|i| f64::from(i) / 1000.0).collect()
}

#[library_benchmark(setup = numbers)]
#[bench::slice()]
fn exp(mut numbers: Vec<f64>) -> Vec<f64> {
    math::exp_slice(&mut numbers);
    numbers
}

#[library_benchmark(setup = numbers)]
#[bench::slice()]
fn ln(mut numbers: Vec<f64>) -> Vec<f64> {
    math::ln_slice(&mut numbers);
    numbers
}

library_benchmark_group!(name = model; benchmarks = run);
library_benchmark_group!(name = routines; benchmarks = draws, normals, gumbels, exp, ln);

main!(
    config = LibraryBenchmarkConfig::default().env("TOPLINE_CPU", "sse2");
    library_benchmark_groups = model, routines
);
