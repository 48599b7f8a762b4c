//! How many modes has the distribution of an outcome over replicates?
//!
//! Silverman (1981), *Using Kernel Density Estimates to Investigate Multimodality*, JRSS B 43: the
//! smallest bandwidth at which a Gaussian kernel estimate has no more than k modes is large when
//! there are more; how large is large is found by a smoothed bootstrap. The test is known to be
//! careful (Hall and York 2001): it finds fewer modes rather than more. At [`LEVEL`] at most one
//! outcome in a hundred with one mode seems to have several.
//! Whole numbers are spread evenly over their unit first, or each would be a mode of its own.

use rand::{Rng, SeedableRng};

use super::statistics::{mean, sorted, variance};
use crate::draw::{Philox, to_normal, to_uniform};
use crate::math;

/// Probability below which a number of modes is given up for a larger one.
pub const LEVEL: f64 = 0.01;
/// Samples of the bootstrap.
const SAMPLES: usize = 299;
/// Places at which densities are looked at.
const GRID: usize = 200;
/// Most modes that are looked for.
const MOST: usize = 4;
/// Fewest values of which modes are told.
const FEWEST: usize = 20;

/// One mode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mode {
    /// Value at which the density has its peak.
    pub value: f64,
    /// Share of replicates that lie nearer to this peak, between the valleys.
    pub share: f64,
}

/// The modes of a distribution and the test of one mode.
#[derive(Clone, Debug, PartialEq)]
pub struct Modes {
    /// Modes in ascending order.
    pub modes: Vec<Mode>,
    /// Probability of so wide a critical bandwidth if there was one mode.
    pub p_one: f64,
}

/// Finds the modes; `None` for few values, or values that do not vary.
pub fn modes(values: &[f64]) -> Option<Modes> {
    let sd = variance(values).filter(|v| *v > 0.0 && values.len() >= FEWEST)?.sqrt();
    let mut random = Philox::from_seed([0x5a; 16]);
    let values = sorted(&spread_whole_numbers(values, &mut random));
    let mut p_one = None;
    for count in 1..=MOST {
        let bandwidth = critical_bandwidth(&values, count, sd);
        let p = bootstrap(&values, count, bandwidth, &mut random);
        p_one = p_one.or(Some(p));
        if p >= LEVEL || count == MOST {
            return Some(Modes { modes: peaks(&values, bandwidth), p_one: p_one? });
        }
    }
    None
}

fn spread_whole_numbers(values: &[f64], random: &mut Philox) -> Vec<f64> {
    if values.iter().any(|v| v.fract() != 0.0) {
        return values.to_vec();
    }
    values.iter().map(|v| v + to_uniform(random.next_u32()) - 0.5).collect()
}

/// Density on a grid over the values and three bandwidths to each side; values are shared out between the
/// two places next to them first, so that the work does not grow with their number.
fn density(values: &[f64], bandwidth: f64) -> Vec<(f64, f64)> {
    let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v)));
    let (low, high) = (low - 3.0 * bandwidth, high + 3.0 * bandwidth);
    let step = (high - low) / (GRID - 1) as f64;
    let mut weights = [0.0; GRID];
    for value in values {
        let position = (value - low) / step;
        let below = (position as usize).min(GRID - 2);
        weights[below] += 1.0 - (position - below as f64);
        weights[below + 1] += position - below as f64;
    }
    let kernel = |offset: usize| {
        let z = offset as f64 * step / bandwidth;
        math::exp(-0.5 * z * z)
    };
    let kernels: Vec<f64> = (0..GRID).map(kernel).take_while(|k| *k > 1e-14).collect();
    let sum = |place: usize| -> f64 {
        let near = place.saturating_sub(kernels.len() - 1)..(place + kernels.len()).min(GRID);
        near.map(|other| weights[other] * kernels[place.abs_diff(other)]).sum()
    };
    (0..GRID).map(|place| (low + step * place as f64, sum(place))).collect()
}

/// Places on the grid of peaks.
fn peak_places(density: &[(f64, f64)]) -> Vec<usize> {
    let higher = |a: usize, b: usize| density[a].1 > density[b].1 * (1.0 + 1e-12);
    (1..GRID - 1).filter(|i| higher(*i, i - 1) && !higher(i + 1, *i)).collect()
}

fn count_peaks(values: &[f64], bandwidth: f64) -> usize {
    peak_places(&density(values, bandwidth)).len()
}

/// Smallest bandwidth with no more than `count` modes, by halving: the number falls as it grows.
fn critical_bandwidth(values: &[f64], count: usize, sd: f64) -> f64 {
    let (mut low, mut high) = (1e-3 * sd, 2.0 * sd);
    for _ in 0..20 {
        let middle = (low + high) / 2.0;
        if count_peaks(values, middle) > count { low = middle } else { high = middle }
    }
    high
}

/// Share of smoothed samples that have more modes at the critical bandwidth.
fn bootstrap(values: &[f64], count: usize, bandwidth: f64, random: &mut Philox) -> f64 {
    let (centre, spread) = (mean(values).unwrap_or(0.0), variance(values).unwrap_or(1.0));
    let shrink = 1.0 / (1.0 + bandwidth * bandwidth / spread).sqrt();
    let mut draw = || {
        let chosen = values[(to_uniform(random.next_u32()) * values.len() as f64) as usize];
        centre + shrink * (chosen - centre + bandwidth * to_normal(random.next_u32()))
    };
    let more = (0..SAMPLES).filter(|_| count_peaks(&(0..values.len()).map(|_| draw()).collect::<Vec<_>>(), bandwidth) > count);
    (more.count() + 1) as f64 / (SAMPLES + 1) as f64
}

/// Peaks with the shares of values between the valleys.
fn peaks(values: &[f64], bandwidth: f64) -> Vec<Mode> {
    let density = density(values, bandwidth);
    let places = peak_places(&density);
    let valley = |pair: &[usize]| (pair[0]..pair[1]).min_by(|a, b| density[*a].1.total_cmp(&density[*b].1)).map_or(0.0, |i| density[i].0);
    let mut ends: Vec<f64> = places.windows(2).map(valley).collect();
    ends.push(f64::INFINITY);
    let mut before = 0;
    places
        .iter()
        .zip(ends)
        .map(|(place, end)| {
            let until = values.partition_point(|v| *v <= end);
            let share = (until - before) as f64 / values.len() as f64;
            before = until;
            Mode { value: density[*place].0, share }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normals(n: usize, seed: u8, two: f64) -> Vec<f64> {
        let mut random = Philox::from_seed([seed; 16]);
        (0..n).map(|i| to_normal(random.next_u32()) + if i % 4 == 0 { two } else { 0.0 }).collect()
    }

    #[test]
    fn a_normal_sample_has_one_mode_in_ninety_nine_of_a_hundred() {
        let several = (1..=40).filter(|seed| modes(&normals(120, *seed, 0.0)).unwrap().modes.len() > 1).count();
        assert!(several <= 1, "{several}"); // at the level of 0.01, two of 40 have a probability of 0.06
    }

    #[test]
    fn a_mixture_shows_its_two_modes_with_their_shares() {
        let found = modes(&normals(400, 9, 6.0)).unwrap();
        assert_eq!(found.modes.len(), 2, "{found:?}");
        assert!(found.p_one < LEVEL && found.modes[0].value.abs() < 0.5 && (found.modes[1].value - 6.0).abs() < 0.8);
        assert!((found.modes[1].share - 0.25).abs() < 0.03);
    }

    #[test]
    fn counts_are_not_modes_each() {
        let counts: Vec<f64> = normals(300, 3, 0.0).iter().map(|z| (4.0 + 1.5 * z).round()).collect();
        assert_eq!(modes(&counts).unwrap().modes.len(), 1);
    }

    #[test]
    fn a_sample_that_does_not_vary_has_no_modes() {
        assert_eq!(modes(&[1.0; 50]), None);
    }
}
