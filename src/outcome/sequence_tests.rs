//! Intervals that hold at every look, on numbers whose mean is known.

use super::*;
use crate::draw::{Philox, to_normal, to_uniform};
use rand::{Rng, SeedableRng};

/// Looks, as `--decide` takes them, thinned.
const LOOKS: [usize; 9] = [40, 60, 100, 200, 300, 400, 600, 1000, 1500];
/// Problems of each kind. Were the coverage 95 %, fewer than 180 of 200 would hold with a probability below 1 %.
const PROBLEMS: u8 = 200;
const HELD: usize = 180;

/// Problems in which the interval held the true mean at every look.
fn held(scale: Scale, truth: f64, draw: impl Fn(&mut Philox) -> f64) -> usize {
    let of_problem = |problem: &u8| {
        let mut random = Philox::from_seed([*problem + 1; 16]);
        let values: Vec<f64> = (0..LOOKS[LOOKS.len() - 1]).map(|_| draw(&mut random)).collect();
        let holds = |n: &usize| interval(scale, &values[..*n], 1.0, 0.05).is_none_or(|(low, high)| low <= truth && truth <= high);
        LOOKS.iter().all(holds)
    };
    (0..PROBLEMS).filter(of_problem).count()
}

fn uniform(random: &mut Philox) -> f64 {
    to_uniform(random.next_u32())
}

fn lognormal(sigma: f64) -> impl Fn(&mut Philox) -> f64 {
    move |random| (sigma * to_normal(random.next_u32())).exp()
}

fn event(share: f64) -> impl Fn(&mut Philox) -> f64 {
    move |random| f64::from(u8::from(uniform(random) < share))
}

#[test]
fn intervals_of_normal_and_of_really_skewed_numbers_hold_at_all_looks() {
    assert!(held(Scale::Unbounded, 0.0, |random| to_normal(random.next_u32())) >= HELD);
    for sigma in [1.0f64, 2.0] {
        let found = held(Scale::Unbounded, (sigma * sigma / 2.0).exp(), lognormal(sigma));
        assert!(found >= HELD, "lognormal {sigma}: {found}");
    }
}

#[test]
fn intervals_of_rare_events_hold_at_all_looks_whatever_the_scale() {
    for (scale, share) in [(Scale::Class, 0.03), (Scale::Class, 0.01), (Scale::Share, 0.01), (Scale::Unbounded, 0.01)] {
        let found = held(scale, share, event(share));
        assert!(found >= HELD, "{scale:?}, {share}: {found}");
    }
}

#[test]
fn an_event_of_one_in_a_hundred_behind_small_noise_is_waited_for() {
    let rare = event(0.01);
    let found = held(Scale::Unbounded, 0.01, |random| 0.01 * to_normal(random.next_u32()) + rare(random));
    assert!(found >= HELD, "{found}");
}

#[test]
fn the_interval_of_normal_numbers_narrows_so_that_something_is_told() {
    let mut random = Philox::from_seed([9; 16]);
    let values: Vec<f64> = (0..2000).map(|_| to_normal(random.next_u32())).collect();
    let (low, high) = interval(Scale::Unbounded, &values, 8.0, 0.05).unwrap();
    assert!(high - low < 0.18, "{low} {high}");
}

#[test]
fn nothing_is_told_before_a_rare_event_had_its_chance_or_while_numbers_are_too_skewed() {
    let few: Vec<f64> = (0..368).map(|i| f64::from(i % 7)).collect();
    assert_eq!((rare_look(0.05), interval(Scale::Unbounded, &few, 6.0, 0.05)), (369, None));
    let skewed: Vec<f64> = (0..1000).map(|i| f64::from(u8::from(i % 50 == 0))).collect();
    assert_eq!(interval(Scale::Unbounded, &skewed, 1.0, 0.05), None);
    assert!(interval(Scale::Class, &skewed, 1.0, 0.05).is_some());
}

#[test]
fn numbers_that_never_differ_leave_the_rule_of_three_of_their_range() {
    let (low, high) = interval(Scale::Unbounded, &[0.0; 600], 10.0, 0.05).unwrap();
    assert!((high - 10.0 * 3.688_9 / 600.0).abs() < 1e-3 && low == -high, "{high}");
    assert_eq!(interval(Scale::Unbounded, &[0.0; 600], 0.0, 0.05), None);
}

#[test]
fn what_is_needed_is_where_the_interval_is_narrow_enough() {
    let spread = Spread { n: 400, mean: 0.2, sd: 1.0, skewness: 0.0 };
    let n = needed(Scale::Unbounded, &spread, 1.0, 0.1, 0.05, 1_000_000).unwrap();
    assert!(spread.half_width(n, 0.05).unwrap() <= 0.1 && spread.half_width(n - 1, 0.05).unwrap() > 0.1);
    let skewed = Spread { skewness: 10.0, ..spread };
    assert!(needed(Scale::Unbounded, &skewed, 1.0, 0.1, 0.05, 1_000_000).unwrap() >= 4000);
    assert_eq!(needed(Scale::Unbounded, &spread, 1.0, 0.1, 0.05, 500), None);
}

#[test]
fn the_early_interval_is_that_of_later_without_the_wait() {
    let values: Vec<f64> = (0..600).map(|n| f64::from(n * 37 % 101)).collect();
    assert_eq!(early_interval(Scale::Unbounded, &values, 0.05), interval(Scale::Unbounded, &values, 100.0, 0.05));
    assert!(early_interval(Scale::Unbounded, &values[..64], 0.05).is_some() && interval(Scale::Unbounded, &values[..64], 100.0, 0.05).is_none());
    assert_eq!(early_interval(Scale::Unbounded, &[1.0; 64], 0.05), None);
    // Some fifteen pairs bound it at 5 %.
    assert!((10..20).any(
        |n| early_interval(Scale::Unbounded, &values[..n], 0.05).is_some() && early_interval(Scale::Unbounded, &values[..n - 1], 0.05).is_none()
    ));
}

#[test]
fn the_interval_of_shares_is_what_two_intervals_at_half_the_error_have_in_common() {
    let mut random = Philox::from_seed([7; 16]);
    let shares: Vec<f64> = (0..800).map(|_| 0.02 * (uniform(&mut random) - 0.5)).collect();
    let error = 0.05;
    let found = interval(Scale::Share, &shares, 1.0, error).unwrap();
    let (bet, skew) = (betting::interval(&shares, OF_SHARES, 0.025).unwrap(), skewed(&shares, 0.025).unwrap());
    assert_eq!(found, (bet.0.max(skew.0), bet.1.min(skew.1)));
    // Of numbers this close together the skewed one decides, and at four times the error it would be narrower.
    assert_eq!(found, skew);
    let narrower = skewed(&shares, 0.1).unwrap();
    assert!(narrower.0 > found.0 && narrower.1 < found.1);
}
