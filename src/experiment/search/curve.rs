//! What more money brings: the best mix of each sum, and what the step from one sum to the next adds.
//!
//! The best mixes were chosen on the blocks of the certificate. Here they meet blocks of their own, all of them the same, so that sums are
//! compared in pairs, nothing is counted as merit that is luck of the choice, and an interval need hold for no other candidates.

use super::aims::{Aim, Row, mean_of};
use super::pairs::Pair;
use crate::outcome::sequence;

/// A sum with its best mix in one objective.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// Position of the sum.
    pub budget: usize,
    /// The candidate of it that is best.
    pub candidate: usize,
    /// Its difference to the baseline: mean and interval.
    pub gain: (f64, Option<(f64, f64)>),
    /// What it has more than the best mix of the sum before: mean and interval.
    pub step: Option<(f64, Option<(f64, f64)>)>,
}

/// The best mix of a sum, with its rows on the blocks of the curve.
pub struct CurveMix<'a> {
    /// Position of the sum.
    pub budget: usize,
    /// The candidate.
    pub candidate: usize,
    /// Its rows.
    pub rows: &'a [Row],
}

/// The reported candidate of a sum that is best in an objective, by rows of all candidates.
pub fn best_of(reported: &[usize], rows: &[Vec<Row>], objective: usize) -> Option<usize> {
    let mean = |candidate: usize| mean_of(&rows[candidate], objective).unwrap_or(f64::NEG_INFINITY);
    reported.iter().copied().reduce(|best, other| if mean(other) > mean(best) { other } else { best })
}

/// Error of each interval of a curve, of which all hold together but for `error`: one to the baseline for each sum, and its step.
fn error_of_one(sums: usize, error: f64) -> f64 {
    error / (2 * sums).max(1) as f64
}

/// Blocks before which there is no interval.
pub fn first_look(sums: usize, aims: &[Aim], error: f64) -> u32 {
    let needed = aims.iter().map(|aim| sequence::first_look(aim.scale, error_of_one(sums, error))).max().unwrap_or(0);
    u32::try_from(needed).unwrap_or(u32::MAX)
}

/// The curve of an objective; `error` is that of all its intervals together.
pub fn curve(mixes: &[CurveMix<'_>], baseline: &[Row], objective: usize, aim: &Aim, error: f64) -> Vec<CurvePoint> {
    let each = error_of_one(mixes.len(), error);
    let against = |rows: &[Row], other: &[Row]| {
        let pair = Pair::of(rows, other, objective);
        (pair.mean(), pair.interval(aim.scale, each))
    };
    let point = |(number, mix): (usize, &CurveMix<'_>)| CurvePoint {
        budget: mix.budget,
        candidate: mix.candidate,
        gain: against(mix.rows, baseline),
        step: number.checked_sub(1).map(|before| against(mix.rows, mixes[before].rows)),
    };
    mixes.iter().enumerate().map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::design::sampling::Stream;
    use crate::math::inverse_normal;
    use crate::outcome::statistics::Scale;

    const AIM: Aim = Aim { scale: Scale::Unbounded, epsilon: 1.0 };

    fn rows(add: f64, key: u64, blocks: u64) -> Vec<Row> {
        let normal = |key: u64| inverse_normal(Stream::new(key, 905, 0).uniform());
        (0..blocks).map(|block| vec![Some(add + 30.0 * normal(block) + normal(1_000_000 * key + block))]).collect()
    }

    #[test]
    fn a_step_is_taken_in_pairs_and_has_an_interval_from_the_first_look_on() {
        let look = first_look(2, &[AIM], 0.05);
        // ln(2 / (0.05 / 4)) / 0.01.
        assert_eq!(look, 508);
        let (none, ten, thirty) = (rows(0.0, 1, 508), rows(10.0, 2, 508), rows(13.0, 3, 508));
        let mixes = [CurveMix { budget: 0, candidate: 3, rows: &ten }, CurveMix { budget: 1, candidate: 5, rows: &thirty }];
        let found = curve(&mixes, &none, 0, &AIM, 0.05);
        let holds = |(mean, ends): (f64, Option<(f64, f64)>), truth: f64| {
            let (low, high) = ends.unwrap();
            low < truth && truth < high && high - low < 1.0 && (mean - truth).abs() < 0.3
        };
        assert!(holds(found[0].gain, 10.0) && holds(found[1].gain, 13.0) && holds(found[1].step.unwrap(), 3.0), "{found:?}");
        assert_eq!((found[0].step, found[1].candidate), (None, 5));
        let short = mixes.map(|mix| CurveMix { rows: &mix.rows[..507], ..mix });
        let early = curve(&short, &none, 0, &AIM, 0.05);
        assert!(early[1].step.unwrap().1.is_none(), "{early:?}");
    }

    #[test]
    fn the_best_of_a_sum_is_a_reported_one() {
        let all = [rows(9.0, 1, 20), rows(5.0, 2, 20), rows(7.0, 3, 20)];
        assert_eq!((best_of(&[1, 2], &all, 0), best_of(&[], &all, 0)), (Some(2), None));
    }
}
