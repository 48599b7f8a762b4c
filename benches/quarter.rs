//! Time of runs of a few and of many quarters, in one thread; the difference is that of the quarters.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use topline::model::{RecordOptions, Simulation};
use topline::scenario::{Overrides, Scenario};

fn runs(c: &mut Criterion) {
    let mut group = c.benchmark_group("quarter");
    group.sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    for name in ["baseline", "package_balanced"] {
        for quarters in [8, 40] {
            let overrides = Overrides { quarters: Some(quarters), ..Overrides::default() };
            let scenario = Scenario::load_with(format!("scenarios/{name}.toml"), &overrides).expect("the scenario is shipped");
            let labels: usize = scenario.parameters.label_count.iter().sum();
            let mut simulation = Simulation::new(&scenario);
            let mut replicate = 0;
            group.throughput(Throughput::Elements((labels * quarters) as u64));
            group.bench_function(BenchmarkId::new(name, quarters), |b| {
                b.iter(|| {
                    // A new replicate each time: the burn-in of one that is run again is kept.
                    replicate += 1;
                    black_box(simulation.run(&scenario, 1, replicate, RecordOptions::default()).expect("the run does not break"));
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, runs);
criterion_main!(benches);
