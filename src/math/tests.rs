//! Accuracy against exact values, special values, order, and the bits themselves.

use super::*;
use std::f64::consts::{LN_2, SQRT_2};

/// Function, arguments and exact value (the sum of two numbers), made by `reference.py` with mpmath.
const REFERENCE: &str = include_str!("reference.csv");

/// One line of [`REFERENCE`].
struct Exact {
    name: &'static str,
    x: f64,
    y: f64,
    high: f64,
    low: f64,
}

fn reference() -> impl Iterator<Item = Exact> {
    REFERENCE.lines().skip(1).map(|line| {
        let cells: Vec<&'static str> = line.split(',').collect();
        let number = |i: usize| f64::from_bits(u64::from_str_radix(cells[i], 16).unwrap());
        Exact { name: cells[0], x: number(1), y: number(2), high: number(3), low: number(4) }
    })
}

/// Distance between neighbours just above the size of `x`.
fn ulp(x: f64) -> f64 {
    f64::from_bits(x.abs().to_bits() + 1) - x.abs()
}

/// Largest error of `f` over the lines of a function, in units that `unit` gives for a line.
fn largest_error(name: &str, f: impl Fn(&Exact) -> f64, unit: impl Fn(&Exact) -> f64) -> f64 {
    let errors: Vec<f64> = reference().filter(|line| line.name == name).map(|line| ((f(&line) - line.high) - line.low).abs() / unit(&line)).collect();
    assert!(errors.len() >= 200, "{name}: {} lines", errors.len());
    let largest = errors.into_iter().fold(0.0, f64::max);
    println!("{name}: {largest:.3}");
    largest
}

#[test]
fn errors_stay_below_the_documented_bounds() {
    let relative = |line: &Exact| ulp(line.high);
    assert!(largest_error("exp", |l| exp(l.x), relative) < 1.0);
    assert!(largest_error("ln", |l| ln(l.x), relative) < 1.0);
    assert!(largest_error("logistic", |l| logistic(l.x), relative) < 2.5);
    assert!(largest_error("logit", |l| logit(l.x), |l| ulp(l.high.abs().max(1.0))) < 2.5);
    assert!(largest_error("inverse_normal", |l| inverse_normal(l.x), relative) < 6.0);
    assert!(largest_error("pow", |l| pow(l.x, l.y), |l| ulp(l.high) * (1.0 + (l.y * ln(l.x)).abs())) < 1.5);
}

#[test]
fn exp_is_exact_where_it_is_documented_to_be() {
    assert_eq!((exp(0.0), exp(-0.0)), (1.0, 1.0));
    assert_eq!((exp(f64::NEG_INFINITY), exp(-746.0), exp(-708.1)), (0.0, 0.0, 0.0));
    assert!(exp(-708.0) > 0.0 && exp(709.782712893384).is_finite());
    assert_eq!((exp(709.782712893385), exp(1e300), exp(f64::INFINITY)), (f64::INFINITY, f64::INFINITY, f64::INFINITY));
    assert!(exp(f64::NAN).is_nan());
}

#[test]
fn ln_is_exact_where_it_is_documented_to_be() {
    assert_eq!(ln(1.0).to_bits(), 0);
    assert_eq!((ln(0.0), ln(-0.0), ln(f64::INFINITY)), (f64::NEG_INFINITY, f64::NEG_INFINITY, f64::INFINITY));
    assert!(ln(-1.0).is_nan() && ln(f64::NEG_INFINITY).is_nan() && ln(f64::NAN).is_nan());
    assert_eq!((ln(2.0), ln(0.5)), (LN_2, -LN_2));
    assert_eq!(ln(f64::from_bits(1)), -1074.0 * LN_2);
}

#[test]
fn pow_logistic_and_logit_have_the_right_limits() {
    assert_eq!((pow(2.0, 0.0), pow(0.0, 2.0), pow(0.0, -1.0)), (1.0, 0.0, f64::INFINITY));
    assert!(pow(-1.0, 2.0).is_nan() && pow(0.0, 0.0).is_nan());
    assert_eq!((logistic(0.0), logistic(-800.0), logistic(800.0)), (0.5, 0.0, 1.0));
    assert_eq!((logit(0.5), logit(0.0), logit(1.0)), (0.0, f64::NEG_INFINITY, f64::INFINITY));
    assert!(logit(1.5).is_nan() && logit(-0.5).is_nan() && logistic(f64::NAN).is_nan());
}

#[test]
fn inverse_normal_is_odd_around_one_half() {
    assert_eq!((inverse_normal(0.5), inverse_normal(0.0), inverse_normal(1.0)), (0.0, f64::NEG_INFINITY, f64::INFINITY));
    assert!(inverse_normal(-0.1).is_nan() && inverse_normal(1.1).is_nan() && inverse_normal(f64::NAN).is_nan());
    for i in 1..100_000_u32 {
        let u = f64::from(i) / 262_144.0;
        assert_eq!(inverse_normal(1.0 - u), -inverse_normal(u), "{u}");
    }
}

#[test]
fn the_shorter_functions_give_the_same_bits_on_random_words() {
    for i in 0..200_000_u32 {
        let word = i.wrapping_mul(2_654_435_769) ^ (i >> 3);
        for u in [word, i, !i].map(|w| (f64::from(w) + 0.5) / 4_294_967_296.0) {
            assert_eq!(inverse_normal_near(u).to_bits(), inverse_normal(u).to_bits(), "{u}");
            assert_eq!(ln_of_normal(u).to_bits(), ln(u).to_bits(), "{u}");
        }
    }
}

/// Asserts that `f` never falls over `n` even steps from `low` to `high`.
fn never_falls(f: impl Fn(f64) -> f64, low: f64, high: f64, n: usize) {
    let mut last = f64::NEG_INFINITY;
    for i in 0..=n {
        let x = low + (high - low) * (i as f64 / n as f64);
        assert!(f(x) >= last, "falls before {x}");
        last = f(x);
    }
}

#[test]
fn functions_never_fall_on_dense_grids() {
    never_falls(exp, -750.0, 720.0, 1_000_000);
    never_falls(exp, -2.0, 2.0, 1_000_000);
    never_falls(ln, 0.0, 4.0, 1_000_000);
    never_falls(ln, SQRT_2 - 1e-3, SQRT_2 + 1e-3, 1_000_000);
    never_falls(logistic, -50.0, 50.0, 1_000_000);
    never_falls(logit, 0.0, 1.0, 1_000_000);
    never_falls(inverse_normal, 0.0, 1.0, 1_000_000);
    never_falls(inverse_normal, 0.0, 1e-6, 1_000_000);
    never_falls(inverse_normal, 0.0, 1e-10, 1_000_000);
}

/// FNV-1a over the bits of numbers.
fn hash(values: impl Iterator<Item = f64>) -> u64 {
    values.flat_map(|v| v.to_bits().to_le_bytes()).fold(0xcbf2_9ce4_8422_2325, |h, byte| (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// 100 000 numbers evenly from `low` to `high`, both within.
fn grid(low: f64, high: f64) -> impl Iterator<Item = f64> {
    (0..100_000).map(move |i| low + (high - low) * (f64::from(i) / 99_999.0))
}

#[test]
fn the_bits_are_the_same_on_every_machine_and_build() {
    let hashes = [
        hash(grid(-720.0, 709.0).chain(grid(-1.0, 1.0)).map(exp)),
        hash(grid(1e-300, 1e3).chain(grid(0.5, 2.0)).map(ln)),
        hash(grid(1e-3, 1e3).map(|x| pow(x, 0.37))),
        hash(grid(-40.0, 40.0).map(logistic)),
        hash(grid(0.0, 1.0).map(logit)),
        hash(grid(0.0, 1.0).chain(grid(0.0, 1e-9)).map(inverse_normal)),
    ];
    assert_eq!(hashes, GOLDEN, "{hashes:#018x?}");
}

/// Hashes of `exp`, `ln`, `pow`, `logistic`, `logit` and `inverse_normal`; they change only when results do.
const GOLDEN: [u64; 6] = [0xfbf47ea82cbdb245, 0xba13340672068c8b, 0xf8bf09b70c7bae7e, 0x4ea3caf81e2a0119, 0xf617f7558c02c94b, 0x34e5934ed1574759];

#[test]
fn a_slice_gives_what_its_numbers_give_one_by_one() {
    let xs: Vec<f64> = grid(0.001, 0.999).collect();
    let (mut exps, mut lns, mut normals) = (xs.clone(), xs.clone(), xs.clone());
    exp_slice(&mut exps);
    ln_slice(&mut lns);
    inverse_normal_slice(&mut normals);
    for (i, &x) in xs.iter().enumerate() {
        let scalar = [exp(x), ln(x), inverse_normal(x)].map(std::hint::black_box);
        assert_eq!([exps[i], lns[i], normals[i]], scalar, "{x}");
    }
}
