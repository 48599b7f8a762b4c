//! What more money brings: the best mix of each sum, and what the step from one sum to the next adds.
//!
//! The candidates of all sums meet the same fresh blocks, so that the best mixes of two sums are compared in pairs. The mixes were chosen
//! on these blocks; so an interval holds for every pair of candidates of the two sums at once (Bonferroni).

use super::aims::{Aim, Row, mean_of};
use super::pairs::Pair;

/// A sum with its best mix in one objective.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// Position of the sum.
    pub budget: usize,
    /// The candidate of it that is best.
    pub candidate: usize,
    /// Its mean, more being better.
    pub mean: f64,
    /// Its difference to the baseline: mean and interval.
    pub gain: (f64, Option<(f64, f64)>),
    /// What it has more than the best mix of the sum before: mean and interval.
    pub step: Option<(f64, Option<(f64, f64)>)>,
}

/// A sum: reported candidates and rows of all candidates, and those of the baseline.
pub struct CurveSum<'a> {
    /// Reported candidates.
    pub reported: &'a [usize],
    /// Rows of all candidates.
    pub rows: &'a [Vec<Row>],
    /// Rows of the baseline.
    pub baseline: &'a [Row],
}

/// The curve of an objective; `error` is that of all its intervals together.
pub fn curve(sums: &[CurveSum<'_>], objective: usize, aim: &Aim, error: f64) -> Vec<CurvePoint> {
    let mut found: Vec<CurvePoint> = Vec::new();
    let each = error / (2 * sums.len()).max(1) as f64;
    for (budget, sum) in sums.iter().enumerate() {
        let mean = |candidate: usize| mean_of(&sum.rows[candidate], objective).unwrap_or(f64::NEG_INFINITY);
        let Some(candidate) = sum.reported.iter().copied().reduce(|best, other| if mean(other) > mean(best) { other } else { best }) else {
            continue;
        };
        let own = &sum.rows[candidate];
        let to_baseline = Pair::of(own, sum.baseline, objective);
        let gain = (to_baseline.mean(), to_baseline.interval(aim.scale, each / sum.rows.len() as f64));
        let step = found.last().map(|before| {
            let other = &sums[before.budget];
            let pair = Pair::of(own, &other.rows[before.candidate], objective);
            (pair.mean(), pair.interval(aim.scale, each / (sum.rows.len() * other.rows.len()) as f64))
        });
        found.push(CurvePoint { budget, candidate, mean: mean(candidate), gain, step });
    }
    found
}
