//! How often a certificate of a search is false, on made-up problems whose fronts are known.
//!
//! `cargo run --release --example certificates -- 100` makes 100 certificates for each problem, noise and correlation and prints a
//! table, which stands in docs/search.md; `tests/certificates.rs` repeats it in small.
//!
//! Problems: linear objectives on a simplex; ZDT1 to 3 (Zitzler, Deb and Thiele 2000); DTLZ2 and 7 with 3 and 5 objectives (Deb,
//! Thiele, Laumanns and Zitzler 2002). A candidate is a random point; its values are turned so that more is better. Noise: normal; skewed
//! (exponential, less its mean); heteroscedastic (normal, four times as wide for some candidates as for others). Candidates share none
//! or nine tenths of the variance of their noise.

use std::ops::Range;

use topline::experiment::search::aims::{Aim, Row};
use topline::experiment::search::certify::{Certified, CertifyQuestion, certify};
use topline::math::{exp, inverse_normal, ln};
use topline::outcome::statistics::{Scale, share_interval};

/// Candidates of a certificate.
pub const CANDIDATES: usize = 16;
/// Difference that does not matter, as part of the range of an objective over the candidates.
const EPSILON: f64 = 0.1;
/// Spread of the noise, in such differences.
const SPREAD: f64 = 6.0;
/// Most blocks.
const MOST: u32 = 12_000;

/// A made-up problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// Linear objectives on a simplex of six parts.
    Linear(usize),
    /// ZDT1, 2 or 3.
    Zdt(u32),
    /// DTLZ2 with so many objectives.
    Dtlz2(usize),
    /// DTLZ7 with so many objectives.
    Dtlz7(usize),
}

/// All problems.
pub const PROBLEMS: [Made; 9] =
    [Made::Linear(1), Made::Linear(3), Made::Zdt(1), Made::Zdt(2), Made::Zdt(3), Made::Dtlz2(3), Made::Dtlz2(5), Made::Dtlz7(3), Made::Dtlz7(5)];

/// Shapes of noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noise {
    /// Normal.
    Normal,
    /// Exponential, less its mean.
    Skewed,
    /// Normal, of another width for each candidate.
    Heteroscedastic,
}

/// All shapes.
pub const NOISES: [Noise; 3] = [Noise::Normal, Noise::Skewed, Noise::Heteroscedastic];
/// Shares of the variance of noise that candidates have in common.
pub const CORRELATIONS: [f64; 2] = [0.0, 0.9];

/// Sine of so many turns, by the series of Taylor about the nearest quarter: made-up problems need no more.
fn sin_turns(turns: f64) -> f64 {
    let x = std::f64::consts::TAU * (turns - turns.round());
    let (mut term, mut sum) = (x, x);
    for n in 1..16 {
        term *= -x * x / f64::from(2 * n * (2 * n + 1));
        sum += term;
    }
    sum
}

/// Cosine of so many turns.
fn cos_turns(turns: f64) -> f64 {
    sin_turns(turns + 0.25)
}

/// A sequence of uniform numbers (SplitMix64; Steele, Lea and Flood 2014).
struct Numbers(u64);

impl Numbers {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (((z ^ (z >> 31)) >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }
}

/// Numbers that belong to a key alone.
fn keyed(key: [u64; 4]) -> Numbers {
    let mut state = 0;
    for part in key {
        state = Numbers(state ^ part.wrapping_mul(0xD6E8_FEB8_6659_FD93)).uniform().to_bits();
    }
    Numbers(state)
}

impl Made {
    fn name(self) -> String {
        match self {
            Self::Linear(objectives) => format!("linear, {objectives}"),
            Self::Zdt(number) => format!("ZDT{number}, 2"),
            Self::Dtlz2(objectives) => format!("DTLZ2, {objectives}"),
            Self::Dtlz7(objectives) => format!("DTLZ7, {objectives}"),
        }
    }

    /// True values of a random candidate, more being better.
    fn candidate(self, coefficients: &mut Numbers, draws: &mut Numbers) -> Vec<f64> {
        match self {
            Self::Linear(objectives) => {
                let parts: Vec<f64> = (0..6).map(|_| -ln(draws.uniform())).collect();
                let sum: f64 = parts.iter().sum();
                (0..objectives).map(|_| parts.iter().map(|part| part / sum * coefficients.uniform()).sum()).collect()
            }
            Self::Zdt(number) => {
                let first = draws.uniform();
                let g = 1.0 + 9.0 * mean_of_rest(draws);
                let ratio = first / g;
                let h = match number {
                    1 => 1.0 - ratio.sqrt(),
                    2 => 1.0 - ratio * ratio,
                    _ => 1.0 - ratio.sqrt() - ratio * sin_turns(5.0 * first),
                };
                vec![-first, -g * h]
            }
            Self::Dtlz2(objectives) => {
                let g = mean_of_rest(draws);
                let angles: Vec<f64> = (1..objectives).map(|_| draws.uniform() / 4.0).collect();
                let value = |objective: usize| {
                    let cosines: f64 = angles[..objectives - 1 - objective].iter().map(|angle| cos_turns(*angle)).product();
                    let sine = if objective == 0 { 1.0 } else { sin_turns(angles[objectives - 1 - objective]) };
                    -(1.0 + g) * cosines * sine
                };
                (0..objectives).map(value).collect()
            }
            Self::Dtlz7(objectives) => {
                let places: Vec<f64> = (1..objectives).map(|_| draws.uniform()).collect();
                let g = 1.0 + 9.0 * mean_of_rest(draws);
                let term = |x: &f64| x / (1.0 + g) * (1.0 + sin_turns(1.5 * x));
                let h = objectives as f64 - places.iter().map(term).sum::<f64>();
                places.iter().map(|x| -x).chain([-(1.0 + g) * h]).collect()
            }
        }
    }
}

/// Mean of the other variables: half of the candidates lie on the front, the others some way off.
fn mean_of_rest(draws: &mut Numbers) -> f64 {
    let (on, off) = (draws.uniform() < 0.5, draws.uniform());
    if on { 0.0 } else { 0.3 * off }
}

/// One certificate: candidates with true means, and what was certified of them.
pub struct Case {
    /// True means by candidate.
    pub means: Vec<Vec<f64>>,
    /// Objectives.
    pub aims: Vec<Aim>,
    /// What was certified.
    pub certified: Certified,
}

impl Case {
    /// Makes a case and certifies it.
    pub fn new(problem: Made, noise: Noise, shared: f64, number: u64) -> Self {
        let key = PROBLEMS.iter().position(|other| *other == problem).unwrap_or(0) as u64;
        let mut draws = keyed([1, key, number, 0]);
        // The coefficients of linear objectives are the same for all candidates.
        let means: Vec<Vec<f64>> = (0..CANDIDATES).map(|_| problem.candidate(&mut keyed([2, key, number, 0]), &mut draws)).collect();
        let aims: Vec<Aim> = (0..means[0].len())
            .map(|objective| {
                let values = means.iter().map(|mean| mean[objective]);
                let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
                Aim { scale: Scale::Unbounded, epsilon: EPSILON * (high - low) }
            })
            .collect();
        let standard = |numbers: &mut Numbers| match noise {
            Noise::Skewed => -ln(numbers.uniform()) - 1.0,
            Noise::Normal | Noise::Heteroscedastic => inverse_normal(numbers.uniform()),
        };
        let row = |candidate: usize, block: u32| -> Row {
            let mut common = keyed([3, number, u64::from(block), key]);
            let mut own = keyed([4, number, u64::from(block), key << 16 | candidate as u64]);
            let width = if noise == Noise::Heteroscedastic { exp(1.4 * (candidate as f64 / (CANDIDATES - 1) as f64 - 0.5)) } else { 1.0 };
            let value = |(mean, aim): (&f64, &Aim)| {
                let luck = shared.sqrt() * standard(&mut common) + (1.0 - shared).sqrt() * standard(&mut own);
                Some(mean + SPREAD * aim.epsilon * width * luck)
            };
            means[candidate].iter().zip(&aims).map(value).collect()
        };
        let mut more = |active: &[usize], blocks: Range<u32>| {
            Ok::<_, ()>(active.iter().map(|candidate| blocks.clone().map(|block| row(*candidate, block)).collect()).collect::<Vec<Vec<Row>>>())
        };
        let asked = CertifyQuestion { aims: &aims, cost_limit: None, error: 0.05, most: MOST };
        let certified = certify(asked, CANDIDATES, &mut more).unwrap_or_else(|()| unreachable!("a made-up problem gives all its rows"));
        Self { means, aims, certified }
    }

    /// Whether something certified is false.
    pub fn is_false(&self) -> bool {
        let Self { means, aims, certified } = self;
        let beats = |a: usize, b: usize| aims.iter().enumerate().all(|(o, aim)| means[a][o] > means[b][o] + aim.epsilon);
        let covers = |by: usize, c: usize| aims.iter().enumerate().all(|(o, aim)| means[c][o] <= means[by][o] + aim.epsilon);
        let beaten = certified.reported.iter().any(|r| (0..means.len()).any(|c| beats(c, *r)));
        let uncovered = (0..means.len()).any(|c| !certified.reported.iter().any(|r| covers(*r, c)));
        certified.reached && (beaten || uncovered)
    }
}

/// Counts for one problem, noise and correlation: reached, false, mean number of blocks.
pub fn count(problem: Made, noise: Noise, shared: f64, cases: u64) -> (u64, u64, f64) {
    let (mut reached, mut wrong, mut blocks) = (0, 0, 0.0);
    for number in 0..cases {
        let case = Case::new(problem, noise, shared, number);
        reached += u64::from(case.certified.reached);
        wrong += u64::from(case.is_false());
        blocks += f64::from(case.certified.blocks) / cases as f64;
    }
    (reached, wrong, blocks)
}

#[allow(dead_code, reason = "tests take the cases alone")]
fn main() {
    let cases: u64 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(20);
    println!("| problem, objectives | noise | shared | certificates | reached | false | blocks |\n| --- | --- | --- | --- | --- | --- | --- |");
    let (mut all, mut all_wrong) = (0, 0);
    for problem in PROBLEMS {
        for noise in NOISES {
            for shared in CORRELATIONS {
                let (reached, wrong, blocks) = count(problem, noise, shared, cases);
                println!("| {} | {noise:?} | {shared} | {cases} | {reached} | {wrong} | {blocks:.0} |", problem.name());
                (all, all_wrong) = (all + reached, all_wrong + wrong);
            }
        }
    }
    let (low, high) = share_interval(all_wrong as usize, all as usize).unwrap_or((0.0, 1.0));
    println!("\n{all_wrong} of {all} certificates are false: {:.2} to {:.2} %.", 100.0 * low, 100.0 * high);
}
