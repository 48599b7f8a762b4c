//! Time of a small comparison with all its outcomes, in one thread and in two.

use std::hint::black_box;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use topline::experiment::run;
use topline::experiment::{Comparison, Plan};
use topline::scenario::{Overrides, Scenario};

const REPLICATES: u32 = 8;

fn comparison(c: &mut Criterion) {
    let overrides = Overrides { quarters: Some(8), ..Overrides::default() };
    let load = |name: &str| Scenario::load_with(format!("scenarios/{name}.toml"), &overrides).expect("the scenario is shipped");
    let scenarios = [load("baseline"), load("production_grants")];
    let mut group = c.benchmark_group("experiment");
    group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    group.throughput(Throughput::Elements(u64::from(REPLICATES)));
    for threads in [1, 2] {
        let scenarios = scenarios.iter().collect();
        let plan = Plan { scenarios, baseline: Some(0), replicates: REPLICATES, seed: 1, threads: Some(threads), panel: false };
        group.bench_function(BenchmarkId::new("threads", threads), |b| {
            b.iter(|| {
                let results = run(&plan, &mut (), &AtomicBool::new(false)).expect("nothing stops it");
                black_box(Comparison::of(&results));
            });
        });
    }
    group.finish();
}

criterion_group!(benches, comparison);
criterion_main!(benches);
