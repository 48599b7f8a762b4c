//! Refines: mixes between and beside those of the lattice, in whole per cents of the sum.
//!
//! NSGA-III (`directions`) over estimates (`pool`). A child lies on the line through two parents, up to a quarter beyond either, and has
//! a part of its money moved from one instrument to another; it takes choices from one parent or the other, and now and then a new one.
//! Every draw is keyed by (seed, generation, slot, purpose). Those that are selected gain blocks before they may be parents again:
//! points of few blocks would creep in by luck.

use super::aims::Aim;
use super::directions::{directions, select, steps_for};
use super::pool::Pool;
use super::screen::{More, leave_out};
use super::space::{Space, in_units};
use crate::experiment::design::sampling::{Stream, StreamPurpose};
use crate::scenario::search::Mix;

/// Parts of the sum in which refined mixes are written.
pub const PARTS: u32 = 100;
/// Blocks of a child.
const FIRST: u32 = 16;
/// Blocks up to which a selected mix gains more.
const MOST: u32 = 64;
/// How far beyond its parents a child may lie, as part of their distance.
const BEYOND: f64 = 0.25;
/// Most of the sum that is moved from one instrument to another.
const MOVED: f64 = 0.2;
/// Probability that something is moved, or that a choice is new.
const OFTEN: f64 = 0.5;

/// Makes so many generations; the children are in the pool then.
pub fn refine<E>(pool: &mut Pool, space: Space<'_>, aims: &[Aim], more: More<'_, E>) -> Result<(), E> {
    let effort = space.file.effort;
    let population = effort.population as usize;
    let lines = directions(aims.len(), steps_for(aims.len(), population));
    for generation in 0..effort.generations {
        let parents = selected(pool, space, aims, population, &lines);
        gain(pool, &parents, more)?;
        let children: Vec<Mix> = (0..effort.population).filter_map(|slot| child(pool, space, &parents, generation, slot)).collect();
        let new: Vec<usize> = children.into_iter().map(|mix| pool.add(mix)).filter(|(_, new)| *new).map(|(place, _)| place).collect();
        more(pool, &new, 0..FIRST)?;
        leave_out(pool, space.file, aims);
    }
    Ok(())
}

/// The mixes that go on, by estimates and directions.
fn selected(pool: &Pool, space: Space<'_>, aims: &[Aim], most: usize, lines: &[Vec<f64>]) -> Vec<usize> {
    let active = pool.active();
    let estimates = pool.estimates(space.file, aims.len());
    let points: Vec<Vec<f64>> = active.iter().map(|point| estimates[*point].clone()).collect();
    select(&points, most, lines).into_iter().map(|place| active[place]).collect()
}

/// Doubles the blocks of those that have few.
fn gain<E>(pool: &mut Pool, points: &[usize], more: More<'_, E>) -> Result<(), E> {
    for has in [FIRST, 2 * FIRST] {
        let few: Vec<usize> = points.iter().copied().filter(|point| pool.rows[*point].len() as u32 == has).collect();
        if has < MOST && !few.is_empty() {
            more(pool, &few, has..2 * has)?;
            return Ok(());
        }
    }
    Ok(())
}

/// Number of a stream.
fn number(generation: u32, slot: u32) -> u32 {
    generation << 12 | slot
}

/// A child of two parents; `None` where it keeps to no limits.
fn child(pool: &Pool, space: Space<'_>, parents: &[usize], generation: u32, slot: u32) -> Option<Mix> {
    let stream = |purpose: StreamPurpose| Stream::new(space.file.seed, purpose as u32, number(generation, slot));
    let mut pick = stream(StreamPurpose::Parents);
    let (one, other) = (&pool.mixes[*parents.get(pick.below(parents.len().max(1)))?], &pool.mixes[parents[pick.below(parents.len())]]);
    let mut cross = stream(StreamPurpose::Crossing);
    let weight = cross.uniform() * (1.0 + 2.0 * BEYOND) - BEYOND;
    let mut shares: Vec<f64> = one.shares().iter().zip(other.shares()).map(|(a, b)| weight * a + (1.0 - weight) * b).collect();
    let mut variant: Vec<u32> = one.variant.iter().zip(&other.variant).map(|(a, b)| if cross.uniform() < OFTEN { *a } else { *b }).collect();
    let mut moves = stream(StreamPurpose::Mutation);
    if moves.uniform() < OFTEN || one == other {
        let (from, to, part) = (moves.below(shares.len()), moves.below(shares.len()), MOVED * moves.uniform());
        (shares[from], shares[to]) = if from == to { (shares[from], shares[to]) } else { (shares[from] - part, shares[to] + part) };
    }
    for (place, part) in space.file.parts.iter().enumerate().filter(|(_, part)| part.variants() > 1) {
        if moves.uniform() < OFTEN / 4.0 {
            variant[place] = moves.below(part.variants()) as u32;
        }
    }
    let mut mix = space.of_units(&in_units(&space.repaired(&shares), PARTS), PARTS);
    mix.variant = variant.iter().zip(&mix.money).map(|(variant, money)| if *money > 0 { *variant } else { 0 }).collect();
    space.allows(&mix).then_some(mix)
}

/// Gives the best mixes the blocks without which none becomes a candidate.
pub fn ripen<E>(pool: &mut Pool, points: &[usize], more: More<'_, E>) -> Result<(), E> {
    let mut has: Vec<u32> = points.iter().map(|point| pool.rows[*point].len() as u32).collect();
    has.sort_unstable();
    has.dedup();
    for few in has.into_iter().filter(|has| *has < MOST) {
        let of: Vec<usize> = points.iter().copied().filter(|point| pool.rows[*point].len() as u32 == few).collect();
        more(pool, &of, few..MOST)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::experiment::search::known_outcomes;
    use crate::experiment::search::screen::{ScreenLimits, best, screen};
    use crate::math::inverse_normal;
    use crate::outcome::statistics::Scale;
    use crate::scenario::Overrides;
    use crate::scenario::search::SearchFile;

    const AIMS: [Aim; 1] = [Aim { scale: Scale::Unbounded, epsilon: 1.0 }];

    fn file() -> SearchFile {
        SearchFile::load("scenarios/searches/exports_curve.toml", &known_outcomes(), &Overrides::default())
            .unwrap_or_else(|problems| panic!("{problems}"))
    }

    /// The best mix is 33 % of the first part and 67 % of the last.
    fn truth(mix: &Mix) -> f64 {
        let shares = mix.shares();
        if mix.money.iter().all(|money| *money == 0) {
            return 0.0;
        }
        40.0 - 100.0 * ((shares[0] - 0.33).powi(2) + (shares[4] - 0.67).powi(2) + shares[1..4].iter().map(|share| share * share).sum::<f64>())
    }

    fn noise(key: u64) -> f64 {
        inverse_normal(Stream::new(key, 903, 0).uniform())
    }

    /// Screens and refines with noise of the spread of the difference between the best and the worst of the front.
    fn searched(file: &SearchFile) -> (Pool, usize) {
        let space = Space { file, budget: 0 };
        let mut pool = Pool::default();
        for mix in space.first_look() {
            pool.add(mix);
        }
        let first = pool.mixes.len();
        let mut more = |pool: &mut Pool, points: &[usize], blocks: Range<u32>| {
            let common = |block: u32| 30.0 * noise(u64::from(block));
            while pool.baseline.len() < blocks.end as usize {
                pool.baseline.push(vec![Some(common(pool.baseline.len() as u32)), Some(0.0)]);
            }
            for point in points {
                let value = truth(&pool.mixes[*point]);
                let row =
                    |block: u32| vec![Some(value + common(block) + 6.0 * noise(1_000_000 + u64::from(block) * 10_000 + *point as u64)), Some(5.0)];
                pool.rows[*point].extend(blocks.clone().map(row));
            }
            Ok::<_, ()>(())
        };
        let limits = ScreenLimits { worlds: 1, runs: 4000, enough: 8 };
        screen(&mut pool, file, &AIMS, limits, &mut more).unwrap();
        refine(&mut pool, space, &AIMS, &mut more).unwrap();
        (pool, first)
    }

    #[test]
    fn screening_keeps_the_best_of_the_lattice_and_refining_finds_better_ones_between() {
        let file = file();
        let (pool, first) = searched(&file);
        assert!(pool.mixes.len() > first + 10);
        let best_of_lattice = pool.mixes[..first].iter().map(truth).fold(f64::MIN, f64::max);
        let found = best(&pool, &file, &AIMS, &pool.active(), 4);
        let (true_best, lattice_kept) = (found.iter().map(|point| truth(&pool.mixes[*point])).fold(f64::MIN, f64::max), pool.active());
        assert!(true_best > best_of_lattice - 1.0, "{true_best} against {best_of_lattice}");
        let kept = lattice_kept.iter().filter(|point| **point < first).map(|point| truth(&pool.mixes[*point])).fold(f64::MIN, f64::max);
        assert!(kept > best_of_lattice - 3.0, "{kept} against {best_of_lattice}");
    }

    #[test]
    fn nothing_depends_on_anything_but_the_seed_and_what_was_found() {
        let file = file();
        let (one, other) = (searched(&file).0, searched(&file).0);
        assert_eq!((one.mixes, one.left, one.rows), (other.mixes, other.left, other.rows));
    }

    #[test]
    fn mixes_that_do_the_same_are_left_out_but_for_the_first() {
        let file = file();
        let mut pool = Pool::default();
        for mix in (Space { file: &file, budget: 0 }).first_look().into_iter().take(3) {
            pool.add(mix);
        }
        let rows = |shift: f64| (0..16).map(|block| vec![Some(f64::from(block) + shift)]).collect::<Vec<_>>();
        pool.rows = vec![rows(0.0), rows(0.5), rows(0.0)];
        pool.leave_out_twins(16);
        assert_eq!(pool.left, [None, None, Some(crate::experiment::search::pool::Left::Twin)]);
        let again = pool.mixes[0].clone();
        assert_eq!(pool.add(again), (0, false));
    }
}
