//! Challenges a front: random mixes of the whole space, each against the reported ones on blocks of its own.
//!
//! Of n mixes drawn at random from the space, let none beat the front by more than what does not matter. If a share p of the space did,
//! all n would miss it with probability (1 - p)^n; and one that beats the front is taken for one that does not with probability d at
//! most, for the interval of its difference to each reported one has the error d / (reported x objectives). So with 95 %
//!
//! ```text
//! p <= 1 - (0.05 - d)^(1/n),        with d = 0.01: 1 % at n = 330    (the rule of three, with room for noise)
//! ```
//!
//! Where k of them may beat it, p is below the upper bound of Clopper and Pearson (1934) at the same error.

use super::aims::{Aim, MoreRows, Row};
use super::pairs::Pair;
use crate::math;

/// Probability that the sentence on the whole space is false.
pub const ERROR: f64 = 0.05;
/// Part of it for noise in runs.
const NOISE: f64 = 0.01;
/// Blocks of the looks: mixes far from the front need few.
const LOOKS: [u32; 5] = [40, 80, 160, 320, 640];
/// Most blocks of a mix.
pub const MOST_BLOCKS: u32 = LOOKS[LOOKS.len() - 1];

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenged {
    /// Mixes drawn.
    pub mixes: usize,
    /// Those that beat the front by more than what does not matter, for certain.
    pub beat: Vec<usize>,
    /// Those of which that could not be told.
    pub open: Vec<usize>,
    /// Largest share of the space that may beat the front.
    pub share: f64,
    /// Blocks of those that were followed longest.
    pub blocks: u32,
}

/// Runs mixes against the reported points until each is told. Points 0 to `reported` are the front, the others the mixes.
pub fn challenge<E>(aims: &[Aim], reported: usize, mixes: usize, more: MoreRows<'_, E>) -> Result<Challenged, E> {
    let error = NOISE / (reported * aims.len()).max(1) as f64;
    let mut rows: Vec<Vec<Row>> = vec![Vec::new(); reported + mixes];
    let mut open: Vec<usize> = (reported..reported + mixes).collect();
    let (mut beat, mut done) = (Vec::new(), 0);
    for next in LOOKS {
        let points: Vec<usize> = (0..reported).chain(open.iter().copied()).collect();
        for (point, found) in points.iter().zip(more(&points, done..next)?) {
            rows[*point].extend(found);
        }
        done = next;
        let told = |point: &usize| against(aims, &rows, *point, reported, error);
        beat.extend(open.iter().filter(|point| told(point) == Some(true)).map(|point| point - reported));
        open.retain(|point| told(point).is_none());
        if open.is_empty() {
            break;
        }
    }
    let open: Vec<usize> = open.into_iter().map(|point| point - reported).collect();
    let share = upper_share(beat.len() + open.len(), mixes, ERROR - NOISE);
    Ok(Challenged { mixes, beat, open, share, blocks: done })
}

/// Whether a mix beats the front by more than what does not matter, where that is certain.
fn against(aims: &[Aim], rows: &[Vec<Row>], point: usize, reported: usize, error: f64) -> Option<bool> {
    let mut beats_all = true;
    for front in 0..reported {
        let ends: Vec<Option<(f64, f64)>> = aims
            .iter()
            .enumerate()
            .map(|(objective, aim)| Pair::of(&rows[point], &rows[front], objective).early_interval(aim.scale, error))
            .collect();
        let with = |test: &dyn Fn((f64, f64), &Aim) -> bool| {
            ends.iter().zip(aims).map(|(ends, aim)| ends.is_some_and(|ends| test(ends, aim))).collect::<Vec<_>>()
        };
        if with(&|ends, aim| ends.1 <= aim.epsilon).into_iter().all(|covered| covered) {
            return Some(false);
        }
        beats_all &= with(&|ends, aim| ends.0 > aim.epsilon).into_iter().any(|beats| beats);
    }
    beats_all.then_some(true)
}

/// The largest share at which so few of n, or fewer, have at least a given probability.
fn upper_share(cases: usize, n: usize, error: f64) -> f64 {
    if cases >= n {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..50 {
        let middle = (low + high) / 2.0;
        if at_most(cases, n, middle) > error { low = middle } else { high = middle }
    }
    high
}

/// Probability of at most so many of n at a share.
fn at_most(cases: usize, n: usize, share: f64) -> f64 {
    let odds = math::ln(share) - math::ln(1.0 - share);
    let mut ln_term = n as f64 * math::ln(1.0 - share);
    let mut sum = math::exp(ln_term);
    for k in 0..cases {
        ln_term += odds + math::ln((n - k) as f64 / (k + 1) as f64);
        sum += math::exp(ln_term);
    }
    sum
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::outcome::statistics::Scale;

    #[test]
    fn none_of_330_leaves_one_in_a_hundred() {
        let share = upper_share(0, 330, ERROR - NOISE);
        assert!(share < 0.01 && share > 0.0095, "{share}");
        // Clopper and Pearson, 95 % two-sided: 3 of 10 to 0.652.
        assert!((upper_share(3, 10, 0.025) - 0.6525).abs() < 1e-4);
        assert_eq!(upper_share(4, 4, 0.04), 1.0);
    }

    #[test]
    fn mixes_are_told_apart_by_what_does_not_matter() {
        let aims = [Aim { scale: Scale::Unbounded, epsilon: 1.0 }];
        // Noise of both signs that all share, and a small one of each.
        let value = |point: usize, block: u32| {
            [10.0, 5.0, 10.5, 15.0][point] + f64::from(block * 37 % 20) + 0.3 * f64::from((block * 7 + point as u32 * 3) % 5)
        };
        let mut more = |points: &[usize], blocks: Range<u32>| {
            Ok::<_, ()>(points.iter().map(|p| blocks.clone().map(|b| vec![Some(value(*p, b))]).collect()).collect::<Vec<Vec<Row>>>())
        };
        let found = challenge(&aims, 1, 3, &mut more).unwrap();
        assert_eq!((found.beat.clone(), found.open.is_empty()), (vec![2], true), "{found:?}");
        assert!(found.share > 0.5);
    }
}
