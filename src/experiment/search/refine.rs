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
