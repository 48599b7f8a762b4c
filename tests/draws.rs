//! Statistical tests of the keyed draws.
//!
//! Seeds are fixed, so that a test that passes passes always. The false-positive rate is that
//! of a new seed: each single comparison below is made at 1e-6, 150 in all, so a change of
//! how draws are keyed would fail by bad luck with probability 1.5e-4 at most.

use std::collections::HashSet;
use topline::draw::{Draws, Purpose, Time, Who};
use topline::math;

/// Numbers in a sample.
const N: u32 = 100_000;
/// sqrt(n) times the Kolmogorov-Smirnov distance exceeds this with probability 1e-6: 2 exp(-2 x^2).
const KS_LIMIT: f64 = 2.6934;
/// sqrt(n) times a correlation of independent numbers exceeds this in size with probability 1e-6.
const CORRELATION_LIMIT: f64 = 4.8916;
/// A chi-square variable with three degrees of freedom exceeds this with probability 1e-6.
const CHI_SQUARE_3_LIMIT: f64 = 30.665;

const DRAWS: Draws = Draws::new(20_260_101, 1);

/// A draw of one kind, such as [`Draws::normal`].
type Kind = fn(&Draws, Purpose, Time, Who, u32) -> f64;

/// The normal distribution function: 1/2 + density * sum of x^(2k+1) / (1 3 5 ... (2k+1)) (Marsaglia 2004).
fn normal_cdf(x: f64) -> f64 {
    let (mut term, mut sum, mut k) = (x, x, 1.0);
    while term.abs() > 1e-17 {
        k += 2.0;
        term *= x * x / k;
        sum += term;
    }
    0.5 + sum * (-0.5 * x * x).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

/// sqrt(n) times the largest distance between a sample's distribution and `cdf`.
fn ks_distance(mut sample: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
    sample.sort_by(f64::total_cmp);
    let n = sample.len() as f64;
    let distances = sample.iter().enumerate().map(|(i, &x)| {
        let p = cdf(x);
        (p - i as f64 / n).max((i as f64 + 1.0) / n - p)
    });
    distances.fold(0.0, f64::max) * n.sqrt()
}

/// N draws over slots, generations, quarters and indices.
fn sample(kind: Kind, purpose: Purpose) -> Vec<f64> {
    let draw = |i: u32| kind(&DRAWS, purpose, Time::quarter((i / 1000) as i32 - 20), Who::new(i % 250, i % 3), i / 250 % 4);
    (0..N).map(draw).collect()
}

fn assert_distribution(name: &str, kind: Kind, purpose: Purpose, cdf: fn(f64) -> f64) {
    let distance = ks_distance(sample(kind, purpose), cdf);
    assert!(distance < KS_LIMIT, "{name}, {}: {distance}", purpose.name());
}

#[test]
fn uniform_draws_of_every_purpose_are_uniform() {
    for purpose in Purpose::ALL {
        assert_distribution("uniform", Draws::uniform, purpose, |x| x);
    }
}

#[test]
fn normal_exponential_and_gumbel_draws_follow_their_laws() {
    for purpose in Purpose::ALL {
        assert_distribution("normal", Draws::normal, purpose, normal_cdf);
        assert_distribution("exponential", Draws::exponential, purpose, |x| -(-x).exp_m1());
        assert_distribution("gumbel", Draws::gumbel, purpose, |x| (-(-x).exp()).exp());
    }
}

#[test]
fn a_wrong_law_is_noticed() {
    let wider = sample(Draws::normal, Purpose::Quality).into_iter().map(|x| x * 1.05).collect();
    assert!(ks_distance(wider, normal_cdf) > KS_LIMIT);
    let wrong = sample(Draws::exponential, Purpose::Quality);
    assert!(ks_distance(wrong, normal_cdf) > 10.0 * KS_LIMIT);
}

/// What a draw is keyed by.
#[derive(Clone, Copy)]
struct Key {
    seed: u64,
    replicate: u32,
    time: i32,
    who: Who,
    purpose: Purpose,
    index: u32,
}

impl Key {
    /// Key number `i` of a sample in which every part varies; no two are the same.
    fn numbered(i: u32) -> Key {
        let purpose = Purpose::ALL[i as usize % Purpose::COUNT];
        Key { seed: 7, replicate: i / 20_000, time: (i / 5 % 60) as i32 - 20, who: Who::new(i / 35 % 601, i % 2), purpose, index: i % 5 }
    }
    fn uniform(self) -> f64 {
        Draws::new(self.seed, self.replicate).uniform(self.purpose, Time::quarter(self.time), self.who, self.index)
    }
}

/// sqrt(n) times the correlation of draws with those of a neighbouring key.
fn neighbour_correlation(neighbour: impl Fn(&mut Key)) -> f64 {
    let products = (0..N).map(|i| {
        let here = Key::numbered(i);
        let mut there = here;
        neighbour(&mut there);
        12.0 * (here.uniform() - 0.5) * (there.uniform() - 0.5)
    });
    products.sum::<f64>() / f64::from(N).sqrt()
}

#[test]
fn draws_of_neighbouring_keys_are_uncorrelated() {
    let next_purpose = |k: &mut Key| k.purpose = Purpose::ALL[(k.purpose as usize) % Purpose::COUNT];
    let correlations = [
        ("seed", neighbour_correlation(|k| k.seed += 1)),
        ("upper half of the seed", neighbour_correlation(|k| k.seed += 1 << 32)),
        ("replicate", neighbour_correlation(|k| k.replicate += 1)),
        ("time", neighbour_correlation(|k| k.time += 1)),
        ("slot", neighbour_correlation(|k| k.who.slot += 1)),
        ("generation", neighbour_correlation(|k| k.who.generation += 1)),
        ("purpose", neighbour_correlation(next_purpose)),
        ("index", neighbour_correlation(|k| k.index += 1)),
        ("next word but three", neighbour_correlation(|k| k.index += 4)),
    ];
    for (part, correlation) in correlations {
        assert!(correlation.abs() < CORRELATION_LIMIT, "{part}: {correlation}");
    }
}

#[test]
fn different_arguments_have_different_counters() {
    // Philox is a bijection under a key: equal blocks of 128 bits would be equal counters.
    let mut seen = HashSet::new();
    let times: Vec<Time> = (-2..2).flat_map(|t| [Time::quarter(t), Time::year(t)]).chain([Time::FOUNDING]).collect();
    let mut families = HashSet::new();
    for purpose in Purpose::ALL.into_iter().filter(|p| families.insert(p.family())) {
        for (replicate, slot, generation, block) in corners() {
            for &time in &times {
                let block = Draws::new(1, replicate).block(purpose, time, Who::new(slot, generation), block);
                assert!(seen.insert(block), "{} {replicate} {time:?} {slot} {generation}", purpose.name());
            }
        }
    }
    assert!(seen.len() > 90_000, "{}", seen.len());
}

/// Replicates, slots, generations and blocks at the ends of their ranges.
fn corners() -> Vec<(u32, u32, u32, u32)> {
    let mut corners = Vec::new();
    for replicate in [0, 1, 255, u32::MAX] {
        for slot in [0, 1, 2, 255, 65_536, u32::MAX] {
            for generation in [0, 1, 256, 65_535] {
                for block in [0, 1, 255, 65_536, (1 << 24) - 1] {
                    corners.push((replicate, slot, generation, block));
                }
            }
        }
    }
    corners
}

#[test]
fn gumbel_choices_have_the_probabilities_of_the_logit() {
    let utilities = [0.3, -0.8, 1.1, 0.0];
    let mut chosen = [0.0; 4];
    for i in 0..N {
        let value = |k: u32| utilities[k as usize] + DRAWS.gumbel(Purpose::PlatformNoise, Time::quarter(0), Who::new(i, 0), k);
        let best = (0..4).max_by(|&a, &b| value(a).total_cmp(&value(b))).unwrap();
        chosen[best as usize] += 1.0;
    }
    let weights = utilities.map(math::exp);
    let total: f64 = weights.iter().sum();
    let expected = weights.map(|w| w / total * f64::from(N));
    let chi_square: f64 = chosen.iter().zip(expected).map(|(o, e)| (o - e).powi(2) / e).sum();
    assert!(chi_square < CHI_SQUARE_3_LIMIT, "{chi_square}");
}

/// Purposes of which the draws are hashed: those that there were when the hash was taken.
const HASHED: usize = 35;
/// Hash of a million draws; it changes only when all simulated numbers do.
const GOLDEN: u64 = 0x7f83_9338_478a_7502;

#[test]
fn a_million_draws_of_all_kinds_keep_their_bits() {
    let kinds: [Kind; 4] = [Draws::uniform, Draws::normal, Draws::exponential, Draws::gumbel];
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325; // FNV-1a over whole numbers
    for i in 0..1_000_000 {
        let Key { seed, replicate, time, who, index, .. } = Key::numbered(i);
        let purpose = Purpose::ALL[i as usize % HASHED];
        let time = match i % 11 {
            0 => Time::FOUNDING,
            1 | 2 => Time::year(time),
            _ => Time::quarter(time),
        };
        let value = kinds[(i / 7) as usize % 4](&Draws::new(seed, replicate), purpose, time, who, index);
        hash = (hash ^ value.to_bits()).wrapping_mul(0x0100_0000_01b3);
    }
    assert_eq!(hash, GOLDEN, "{hash:#018x}");
}
