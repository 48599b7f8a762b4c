//! Time of the elementary functions, one by one and over slices.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use topline::math;

/// Numbers in a slice: 8 KiB, within the first cache.
const N: usize = 1024;

fn scalar(c: &mut Criterion) {
    let mut group = c.benchmark_group("math/one");
    group.bench_function("exp", |b| b.iter(|| math::exp(black_box(1.7))));
    group.bench_function("ln", |b| b.iter(|| math::ln(black_box(1.7))));
    group.bench_function("pow", |b| b.iter(|| math::pow(black_box(1.7), black_box(0.37))));
    group.bench_function("logistic", |b| b.iter(|| math::logistic(black_box(1.7))));
    group.bench_function("inverse_normal", |b| b.iter(|| math::inverse_normal(black_box(0.17))));
    group.finish();
}

fn slices(c: &mut Criterion) {
    let values: Vec<f64> = (0..N).map(|i| (i as f64 + 0.5) / N as f64).collect();
    let mut group = c.benchmark_group("math/slice");
    group.throughput(Throughput::Elements(N as u64));
    for (name, f) in [("exp", math::exp_slice as fn(&mut [f64])), ("ln", math::ln_slice), ("inverse_normal", math::inverse_normal_slice)] {
        group.bench_function(name, |b| b.iter_batched_ref(|| values.clone(), |v| f(v), BatchSize::SmallInput));
    }
    group.finish();
}

criterion_group!(benches, scalar, slices);
criterion_main!(benches);
