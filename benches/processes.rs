//! Time of each process in a run of the baseline, by the stopwatch of the model.

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use topline::model::{Process, RecordOptions, Simulation};
use topline::scenario::Scenario;

/// Most runs for one sample: a process is a small part of a run, and a sample should not take longer.
const MOST_RUNS: u64 = 3;

fn processes(c: &mut Criterion) {
    let baseline = Scenario::load("scenarios/baseline.toml").expect("the scenario is shipped");
    let mut simulation = Simulation::new(&baseline);
    let mut replicate = 0;
    let mut group = c.benchmark_group("processes");
    group.sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_millis(200));
    for process in Process::ALL {
        group.bench_function(process.name(), |b| {
            b.iter_custom(|iterations| {
                let runs = iterations.min(MOST_RUNS);
                let mut spent = Duration::ZERO;
                for _ in 0..runs {
                    // A new replicate each time: the burn-in of one that is run again is kept.
                    replicate += 1;
                    simulation
                        .run(&baseline, 1, replicate, RecordOptions { time: true, ..RecordOptions::default() })
                        .expect("the run does not break");
                    spent += simulation.times()[*process as usize];
                }
                spent.mul_f64(iterations as f64 / runs as f64)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, processes);
criterion_main!(benches);
