//! Call 4: who is credited for a work, and its expected quality (4.3).

use std::hint::select_unpredictable;
use std::ops::Range;

use super::economy::{Economy, Now};
use super::scratch::DrawRows;
use crate::draw::{Purpose, to_exponential, to_uniform};
use crate::math;

/// Most creators that a work can credit; a scenario's `credit_count` is at most this.
const MOST_CREDITS: usize = 16;
/// The race for credit of a work; where there are no more creators than credits, all of them are credited.
#[derive(Clone, Copy, Debug)]
struct Race {
    /// First row of its runners.
    first: u32,
    /// Creators of the label.
    runners: u32,
}

impl Race {
    fn rows(self) -> Range<usize> {
        self.first as usize..(self.first + self.runners) as usize
    }
}

/// Room for the quarter's races.
#[derive(Clone, Debug, Default)]
pub struct Races {
    /// Draws of the creators that race.
    rows: DrawRows,
    /// Weight w0 + r of the creator of each row.
    weights: Vec<f64>,
    /// The race of each work.
    of_works: Vec<Race>,
    /// Word of each runner, work by work.
    words: Vec<u32>,
    /// Weight of each runner, then the finish Exp / weight.
    finish: Vec<f64>,
}

impl Races {
    /// Room for the races of an economy with a number of creators; a creator races in some works at most.
    pub fn allocate(creators: usize, works: usize) -> Self {
        let (rows, runners) = (3 * creators + 64, 6 * creators + 256);
        Self {
            rows: DrawRows::allocate(rows),
            weights: Vec::with_capacity(rows),
            of_works: Vec::with_capacity(works),
            words: Vec::with_capacity(runners),
            finish: Vec::with_capacity(runners),
        }
    }
}

/// Credits creators of every work, decides on the collaborator and the expected quality.
pub fn credit_creators(now: &Now, e: &mut Economy) {
    let mut races = std::mem::take(&mut e.scratch.races);
    draw_races(now, e, &mut races);
    run_races(now, e, &mut races);
    award_credits(now, e, &races);
    e.scratch.races = races;
    average_credits(e);
    expect_quality(now, e);
}

fn wanted(now: &Now) -> usize {
    now.world.p.credit_count.min(MOST_CREDITS)
}

/// One block for each creator and four acts, of labels that have more creators than a work credits.
fn draw_races(now: &Now, e: &Economy, races: &mut Races) {
    races.rows.clear();
    races.of_works.clear();
    let (wanted, mut last, mut first) = (wanted(now), (u32::MAX, 0), 0);
    for (&label, &act) in e.works.label.iter().zip(&e.works.act) {
        let members = e.creators.of_label(label as usize);
        if members.len() > wanted && last != (label, act / 4) {
            last = (label, act / 4);
            first = races.rows.len() as u32;
            races.rows.push_each(members, act / 4);
        }
        races.of_works.push(Race { first, runners: members.len() as u32 });
    }
    look_up_runners(now, e, races);
    races.rows.draw(now, Purpose::CreditRace, now.time);
}

/// Generation and weight w0 + r of the creator of each row.
fn look_up_runners(now: &Now, e: &Economy, races: &mut Races) {
    let (generation, floor) = (&e.creators.generation[..], now.world.p.fame_floor);
    let recognition = &e.creators.recognition[..generation.len()];
    races.rows.generations.resize(races.rows.len(), 0);
    races.weights.resize(races.rows.len(), 0.0);
    let rows = races.rows.slots.iter().zip(&mut races.rows.generations).zip(&mut races.weights);
    for ((g, of_row), weight) in rows {
        (*of_row, *weight) = (generation[*g as usize], floor + recognition[*g as usize]);
    }
}

/// Finish of each runner: Exp / (w0 + r).
fn run_races(now: &Now, e: &Economy, races: &mut Races) {
    races.words.clear();
    races.finish.clear();
    let wanted = wanted(now);
    for (race, &act) in races.of_works.iter().zip(&e.works.act).filter(|(race, _)| race.runners as usize > wanted) {
        races.words.extend_from_slice(&races.rows.words[act as usize % 4][race.rows()]);
        races.finish.extend_from_slice(&races.weights[race.rows()]);
    }
    let (words, finish) = (&races.words[..], &mut races.finish[..]);
    now.cpu.run(
        #[inline(always)]
        || {
            for (finish, word) in finish.iter_mut().zip(words) {
                *finish = to_exponential(*word) / *finish;
            }
        },
    );
}

/// The smallest finishes are credited, `credit_count` of them, without replacement.
fn award_credits(now: &Now, e: &mut Economy, races: &Races) {
    let wanted = wanted(now);
    let w = &mut e.works;
    let (credit_first, credit_count, credits) = (&mut w.credit_first[..], &mut w.credit_count[..], &mut w.credits_of_works);
    let mut others = &races.finish[..];
    for (((race, label), first), count) in races.of_works.iter().zip(&w.label).zip(credit_first).zip(credit_count) {
        (*first, *count) = (credits.len() as u32, race.runners.min(wanted as u32));
        if race.runners as usize <= wanted {
            credits.extend_from_slice(e.creators.of_label(*label as usize));
            continue;
        }
        let (finish, rest) = others.split_at(race.runners as usize);
        let runners = &races.rows.slots[race.rows()];
        // Most scenarios credit few creators, whose list then stays in registers.
        match wanted {
            ..=2 => credits.extend_from_slice(&fastest::<2>(runners, finish)[..wanted]),
            3 => credits.extend_from_slice(&fastest::<3>(runners, finish)),
            4..=6 => credits.extend_from_slice(&fastest::<6>(runners, finish)[..wanted]),
            _ => credits.extend_from_slice(&fastest::<MOST_CREDITS>(runners, finish)[..wanted]),
        }
        others = rest;
    }
}

/// The creators with the smallest finishes, in ascending order; the earlier member stays first in a tie.
///
/// Each place of the list takes the new runner, the one before it, or stays: chosen without branches, for nobody can
/// foresee it. Finishes are not negative, so their bits are in their order.
fn fastest<const N: usize>(members: &[u32], finish: &[f64]) -> [u32; N] {
    let mut best = [(u64::MAX, 0); N];
    for (&creator, finish) in members.iter().zip(finish) {
        let new = (finish.to_bits(), creator);
        for place in (1..N).rev() {
            let entering = select_unpredictable(new.0 < best[place].0, new, best[place]);
            best[place] = select_unpredictable(new.0 < best[place - 1].0, best[place - 1], entering);
        }
        best[0] = select_unpredictable(new.0 < best[0].0, new, best[0]);
    }
    best.map(|(_, creator)| creator)
}

/// Mean skill and network of the credited; 0 where nobody is.
fn average_credits(e: &mut Economy) {
    let (w, skill) = (&mut e.works, &e.creators.skill[..]);
    let network = &e.creators.network[..skill.len()];
    let means = w.expected_quality.iter_mut().zip(&mut w.network);
    for ((first, count), (mean_skill, mean_network)) in w.credit_first.iter().zip(&w.credit_count).zip(means) {
        let (mut skills, mut networks) = (0.0, 0.0);
        for &g in &w.credits_of_works[*first as usize..(*first + *count) as usize] {
            skills += skill[g as usize];
            networks += network[g as usize];
        }
        let n = f64::from((*count).max(1));
        (*mean_skill, *mean_network) = (skills / n, networks / n);
    }
}

/// The collaborator joins with probability 1 / (1 + exp(-a0 - a1 network)); eq = b_s skill + b_w network.
fn expect_quality(now: &Now, e: &mut Economy) {
    let (p, n, w) = (now.world.p, e.works.len(), &mut e.works);
    let joins = &mut e.scratch.by_work[0];
    joins.resize(n, 0.0);
    let (network, quality, words) = (&mut w.network[..], &mut w.expected_quality[..], &w.abroad_word[..]);
    let abroad = [p.abroad_intercept, p.abroad_slope, p.collaborator_network];
    let effects = [p.quality_skill, p.quality_network];
    let joined = &mut joins[..];
    now.cpu.run(
        #[inline(always)]
        || collaborate(joined, network, quality, words, abroad, effects),
    );
    for (abroad, joins) in w.abroad.iter_mut().zip(joins) {
        *abroad = *joins > 0.0;
    }
}

/// The loop of [`expect_quality`]; `quality` comes with the mean skill.
#[inline(always)]
fn collaborate(joins: &mut [f64], network: &mut [f64], quality: &mut [f64], words: &[u32], abroad: [f64; 3], effects: [f64; 2]) {
    let n = joins.len();
    let (network, quality, words) = (&mut network[..n], &mut quality[..n], &words[..n]);
    for x in 0..n {
        let probability = math::logistic(abroad[0] + abroad[1] * network[x]);
        joins[x] = if to_uniform(words[x]) < probability { 1.0 } else { 0.0 };
        network[x] += abroad[2] * joins[x];
        quality[x] = effects[0] * quality[x] + effects[1] * network[x];
    }
}
