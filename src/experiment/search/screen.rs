//! Screens the mixes of the first look: blocks for all, then for those that are still in question.
//!
//! A look is taken at 8, 16, 32, 64 ... blocks. At 8 nothing is left out: an interval needs some 15 pairs. From 16 on a mix is left out that
//! another one beats in every objective, by time-uniform intervals at 2 % each. Where runs are too few to go on with all, those with the
//! best estimates (`pool`) go on, and half of what is left of the runs is kept for later looks: sequential halving (Karnin, Koren and
//! Somekh 2013, *Almost Optimal Exploration in Multi-Armed Bandits*).

use std::ops::Range;

use super::aims::Aim;
use super::fronts;
use super::pairs::Pair;
use super::pool::{Left, Pool};
use crate::outcome::statistics::Scale;
use crate::scenario::search::SearchFile;

/// Blocks of the looks.
pub const LOOKS: [u32; 7] = [8, 16, 32, 64, 128, 256, 512];
/// Blocks before which nothing is left out.
const FIRST: u32 = 16;
/// Blocks that a mix has before the screening may end.
const ENOUGH: u32 = 64;
/// Error of each interval that leaves a mix out.
const ERROR: f64 = 0.02;
/// Most mixes by which another may be left out: the best of the front.
const JUDGES: usize = 30;

/// How far the screening goes.
#[derive(Clone, Copy, Debug)]
pub struct ScreenLimits {
    /// Runs of a mix in a block: one in each world.
    pub worlds: u64,
    /// Most runs.
    pub runs: u64,
    /// Mixes that are few enough.
    pub enough: usize,
}

/// Gives the mixes of a pool that are named more blocks.
pub type More<'a, E> = &'a mut dyn FnMut(&mut Pool, &[usize], Range<u32>) -> Result<(), E>;

/// Runs the mixes of a pool until few are left, or runs are used up.
pub fn screen<E>(pool: &mut Pool, file: &SearchFile, aims: &[Aim], limits: ScreenLimits, more: More<'_, E>) -> Result<(), E> {
    let (mut done, mut used) = (0, 0);
    for next in LOOKS {
        let active = pool.active();
        let price = u64::from(next - done) * limits.worlds;
        if done >= FIRST {
            let room = limits.runs.saturating_sub(used) / if next < ENOUGH { 2 } else { 1 } / price;
            if (room as usize) < limits.enough.min(active.len()) || (done >= ENOUGH && active.len() <= limits.enough) {
                break;
            }
            set_aside(pool, file, aims, room as usize);
        }
        let active = pool.active();
        more(pool, &active, done..next)?;
        used += price * active.len() as u64;
        done = next;
        if done >= FIRST {
            leave_out(pool, file, aims);
            pool.leave_out_twins(FIRST as usize);
        }
    }
    Ok(())
}

/// Keeps those with the best estimates, where there are more than can go on.
fn set_aside(pool: &mut Pool, file: &SearchFile, aims: &[Aim], most: usize) {
    let active = pool.active();
    if active.len() <= most {
        return;
    }
    let kept = best(pool, file, aims, &active, most);
    for point in active {
        if !kept.contains(&point) {
            pool.left[point] = Some(Left::SetAside);
        }
    }
}

/// The best of some mixes by their estimates, as many as are wanted, the best first.
pub fn best(pool: &Pool, file: &SearchFile, aims: &[Aim], among: &[usize], most: usize) -> Vec<usize> {
    let estimates = pool.estimates(file, aims.len());
    let epsilons: Vec<f64> = aims.iter().map(|aim| aim.epsilon).collect();
    let points: Vec<Vec<f64>> = among.iter().map(|point| estimates[*point].clone()).collect();
    fronts::ordered(&points, &epsilons, most).into_iter().map(|place| among[place]).collect()
}

/// Leaves out what costs too much, and what one of the best beats in every objective.
pub fn leave_out(pool: &mut Pool, file: &SearchFile, aims: &[Aim]) {
    if let Some(limit) = file.cost_limit {
        for point in pool.active() {
            let costs = Pair { differences: super::aims::column(&pool.rows[point], aims.len()).flatten().collect(), range: 0.0 };
            let constant = costs.differences.windows(2).all(|pair| pair[0] == pair[1]);
            let low = costs.early_interval(Scale::Unbounded, ERROR).map(|ends| ends.0).or(constant.then(|| costs.mean()));
            if low.is_some_and(|low| low > limit) {
                pool.left[point] = Some(Left::TooDear);
            }
        }
    }
    let active = pool.active();
    let judges = best(pool, file, aims, &active, JUDGES);
    for point in active {
        let beaten_by = |judge: &usize| {
            *judge != point
                && aims.iter().enumerate().all(|(objective, aim)| {
                    let pair = Pair::of(&pool.rows[*judge], &pool.rows[point], objective);
                    pair.early_interval(aim.scale, ERROR).is_some_and(|ends| ends.0 > 0.0)
                })
        };
        if judges.iter().any(beaten_by) {
            pool.left[point] = Some(Left::Beaten);
        }
    }
}
