//! Time of keyed draws, one by one and for many labels at once.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use topline::draw::{Draws, Purpose, Time, Who, philox4x32, to_gumbel, to_normal};

/// Labels in a bulk draw.
const N: u32 = 1024;
const DRAWS: Draws = Draws::new(20_260_101, 1);

fn one(c: &mut Criterion) {
    let (time, who) = (Time::quarter(3), Who::new(17, 2));
    let mut group = c.benchmark_group("draws/one");
    group.bench_function("philox4x32", |b| b.iter(|| philox4x32(black_box([1, 2, 3, 4]), black_box([5, 6]))));
    group.bench_function("uniform", |b| b.iter(|| DRAWS.uniform(Purpose::Start, time, black_box(who), 1)));
    group.bench_function("normal", |b| b.iter(|| DRAWS.normal(Purpose::Quality, time, black_box(who), 1)));
    group.bench_function("gumbel", |b| b.iter(|| DRAWS.gumbel(Purpose::PlatformNoise, time, black_box(who), 1)));
    group.finish();
}

fn many(c: &mut Criterion) {
    let slots: Vec<u32> = (0..N).collect();
    let generations: Vec<u32> = slots.iter().map(|i| i % 3).collect();
    let (purpose, time) = (Purpose::Start, Time::quarter(3));
    let mut rows = vec![[0; 4]; N as usize];
    let mut columns = [(); 4].map(|()| vec![0; N as usize]);
    let mut group = c.benchmark_group("draws/many");
    group.throughput(Throughput::Elements(N.into()));
    group.bench_function("block", |b| {
        b.iter(|| {
            for (i, row) in rows.iter_mut().enumerate() {
                *row = DRAWS.block(purpose, time, Who::new(slots[i], generations[i]), 0);
            }
            black_box(&rows);
        });
    });
    group.bench_function("blocks", |b| b.iter(|| DRAWS.blocks(purpose, time, black_box(&slots), &generations, 0, &mut rows)));
    group.bench_function("block_columns", |b| {
        b.iter(|| DRAWS.block_columns(purpose, time, black_box(&slots), &generations, 0, columns.each_mut().map(|w| &mut w[..])));
    });
    group.finish();
}

fn transformed(c: &mut Criterion) {
    let words: Vec<u32> = (0..N).map(|i| i.wrapping_mul(2_654_435_769)).collect();
    let mut values = vec![0.0; N as usize];
    let mut group = c.benchmark_group("draws/transform");
    group.throughput(Throughput::Elements(N.into()));
    group.bench_function("normal", |b| {
        b.iter(|| values.iter_mut().zip(black_box(&words)).for_each(|(value, &word)| *value = to_normal(word)));
    });
    group.bench_function("gumbel", |b| {
        b.iter(|| values.iter_mut().zip(black_box(&words)).for_each(|(value, &word)| *value = to_gumbel(word)));
    });
    group.finish();
}

criterion_group!(benches, one, many, transformed);
criterion_main!(benches);
