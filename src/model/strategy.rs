//! Calls 2 and 3: starts of works and the choice of strategy (4.2).

use std::ops::Range;

use super::economy::{Economy, Now};
use super::imitation::PeerSearch;
use super::label::NONE;
use super::scratch::{DrawRows, list};
use super::utility::{Prospects, TierMeans};
use super::work::{Choice, taken};
use super::world::{MOST_ACTS, World};
use crate::draw::{Purpose, to_uniform};
use crate::math;
use crate::units::{PerStrategy, Strategy};

/// A started work before its choice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Start {
    /// Label slot.
    label: u32,
    /// Act.
    act: u32,
    /// Words of the act's draws: choice, quality, collaborator.
    words: [u32; 3],
}

/// Labels that are treated together: what they need from step to step stays in the cache of the core.
const STRETCH: usize = 512;

/// Room for the choices of a stretch of labels.
#[derive(Clone, Debug, Default)]
pub struct Choosing {
    acts: DrawRows,
    starts: Vec<Start>,
    /// Labels with started works.
    starters: Vec<u32>,
    search: PeerSearch,
    prospects: Prospects,
    /// exp(intensity * (U - best)) of each started work; 0 where it is not feasible.
    weights: Vec<[f64; Strategy::COUNT]>,
}

impl Choosing {
    /// Room for the choices of an economy.
    pub fn allocate(labels: usize, works: usize) -> Self {
        let (stretch, works) = (labels.min(STRETCH), works.min(STRETCH * MOST_ACTS) + 1);
        Self {
            acts: DrawRows::allocate(works),
            starts: Vec::with_capacity(works),
            starters: Vec::with_capacity(stretch),
            search: PeerSearch::allocate(labels, stretch),
            prospects: Prospects::allocate(stretch),
            weights: Vec::with_capacity(works),
        }
    }
}

/// Calls 2 and 3: act a starts a work when u < `start_probability`; each started work gets a
/// strategy and a plan, or is skipped where no strategy is feasible.
pub fn start_and_choose(now: &Now, e: &mut Economy) {
    let mut room = std::mem::take(&mut e.scratch.choosing);
    e.set_fixed_cost(now.world);
    log_relative_fandom(now, e);
    let means = TierMeans::of(&e.labels, &e.scratch.by_label);
    room.search.note_standing(&e.labels);
    for first in (0..e.labels.slots()).step_by(STRETCH) {
        let stretch = first..(first + STRETCH).min(e.labels.slots());
        start_works(now, e, stretch.clone(), &mut room);
        room.prospects.open(stretch);
        room.search.observe(now, &e.labels, &room.starters, first, &mut room.prospects.imitation);
        room.prospects.judge(now, e, &means, &e.scratch.by_label);
        weigh_strategies(now, e, &mut room);
        let works = e.works.open_plans(room.starts.len());
        choose(now, e, &room, works);
        plan(now.world, e, &room.prospects, works);
    }
    e.works.open_credits();
    e.scratch.choosing = room;
}

/// Call 2 for a stretch of labels, with one block of draws for each act.
fn start_works(now: &Now, e: &mut Economy, stretch: Range<usize>, room: &mut Choosing) {
    let probability = now.world.p.start_probability;
    draw_acts(now, e, stretch.clone(), &mut room.acts);
    let acts = room.acts.len();
    let [starting, choice, quality, abroad] = room.acts.words.each_ref().map(|column| &column[..acts]);
    let (slots, numbers) = (&room.acts.slots[..acts], &room.acts.blocks[..acts]);
    // Every act is entered, and the next takes the place of one that does not start.
    room.starts.resize(acts + 1, Start::default());
    let mut started = 0;
    for n in 0..acts {
        let starts = to_uniform(starting[n]) < probability;
        room.starts[started] = Start { label: slots[n], act: numbers[n], words: [choice[n], quality[n], abroad[n]] };
        started += usize::from(starts);
        e.labels.started[slots[n] as usize] += u32::from(starts);
    }
    room.starts.truncate(started);
    e.totals.started += started as u32;
    let (of_label, first) = (&e.labels.started[stretch.clone()], stretch.start);
    list(&mut room.starters, of_label.len(), |n| of_label[n] > 0);
    room.starters.iter_mut().for_each(|label| *label += first as u32);
}

/// Draws a block for each act of the living labels of a stretch.
fn draw_acts(now: &Now, e: &Economy, stretch: Range<usize>, rows: &mut DrawRows) {
    let acts_of = |i: usize| usize::from(e.labels.alive[i]) * now.world.p.act_count[e.labels.tier[i].index()];
    let acts = stretch.clone().map(acts_of).sum();
    let [slots, generations, numbers] = rows.open(acts + 1);
    let mut row = 0;
    for i in stretch {
        // An empty slot has a row too, of which the next label takes the place.
        for act in 0..acts_of(i).max(1) {
            (slots[row + act], generations[row + act], numbers[row + act]) = (i as u32, e.labels.generation[i], act as u32);
        }
        row += acts_of(i);
    }
    rows.truncate(acts);
    rows.draw(now, Purpose::Start, now.time);
}

/// ln(sum over markets of F / initial fandom), by label; the floor keeps a label without fans finite.
fn log_relative_fandom(now: &Now, e: &mut Economy) {
    let (sums, fandom, initial) = (&mut e.scratch.by_label[..], &e.labels.fandom, &now.world.p.initial_fandom);
    now.cpu.run(
        #[inline(always)]
        || {
            sums.fill(1e-12);
            for (fandom, &initial) in fandom.iter().zip(initial.iter()) {
                for (sum, fans) in sums.iter_mut().zip(fandom) {
                    *sum += fans / initial;
                }
            }
            for sum in sums {
                *sum = math::ln(*sum);
            }
        },
    );
}

/// Weights exp(beta (U - best)) of the feasible strategies of every started work.
fn weigh_strategies(now: &Now, e: &Economy, room: &mut Choosing) {
    let (penalties, beta) = (penalties(now.world.p.switching_cost), now.world.p.choice_intensity);
    room.weights.resize(room.starts.len(), [0.0; Strategy::COUNT]);
    let (weights, starts, prospects) = (&mut room.weights[..], &room.starts[..], &room.prospects);
    let last_strategy = &e.labels.last_strategy[..];
    now.cpu.run(
        #[inline(always)]
        || {
            for (weights, start) in weights.iter_mut().zip(starts) {
                let last = last_strategy[start.label as usize * MOST_ACTS + start.act as usize];
                let row = prospects.row(start.label as usize);
                let utility = prospects.utility.each_ref().map(|column| column[row]);
                *weights = exponents(utility, &penalties[usize::from(last).min(Strategy::COUNT)], beta);
            }
            for weight in weights.as_flattened_mut() {
                *weight = math::exp(*weight);
            }
        },
    );
}

/// Costs of switching by last strategy of the act, none for an act without: they fall on all other strategies.
fn penalties(switching_cost: f64) -> [[f64; Strategy::COUNT]; Strategy::COUNT + 1] {
    let costs = |last: usize, k: usize| if last < Strategy::COUNT && last != k { switching_cost } else { 0.0 };
    std::array::from_fn(|last| std::array::from_fn(|k| costs(last, k)))
}

/// beta (U - penalty - best); -inf where a strategy is not feasible.
#[inline(always)]
fn exponents(mut utility: [f64; Strategy::COUNT], penalty: &[f64; Strategy::COUNT], beta: f64) -> [f64; Strategy::COUNT] {
    let mut best = f64::NEG_INFINITY;
    for k in 0..Strategy::COUNT {
        utility[k] -= penalty[k];
        best = if utility[k] > best { utility[k] } else { best };
    }
    for u in &mut utility {
        *u = if *u == f64::NEG_INFINITY { *u } else { beta * (*u - best) };
    }
    utility
}

/// Call 3: draws the strategies. Works with a strategy are entered from place `first` on.
fn choose(now: &Now, e: &mut Economy, room: &Choosing, first: usize) {
    let (prospects, mut made) = (&room.prospects, first);
    let mut before = u32::MAX;
    for (start, weights) in room.starts.iter().zip(&room.weights) {
        let (i, row) = (start.label as usize, prospects.row(start.label as usize));
        let feasible = prospects.feasible(row);
        // A partner is owed the first work.
        let bound = (start.label != before) & (e.labels.partner[i] != NONE) & feasible[Strategy::Partnership.index()];
        before = start.label;
        let taken = taken(bound, &feasible, to_uniform(start.words[0]), &PerStrategy(*weights));
        let last = e.labels.last_strategy(i, start.act as usize);
        if e.keep_choices {
            let choice = Choice { bound, taken, ..weighed(now, e, prospects, start, last) };
            e.works.choices.push((start.label, start.act, choice));
        }
        let (made_now, strategy) = (u32::from(taken.is_some()), taken.unwrap_or(Strategy::Touring));
        let w = &mut e.works;
        (w.label[made], w.act[made], w.strategy[made]) = (start.label, start.act, strategy);
        (w.quality_word[made], w.abroad_word[made]) = (start.words[1], start.words[2]);
        made += made_now as usize;
        let free = made_now & u32::from(!bound & last.is_some());
        e.totals.skipped += 1 - made_now;
        e.totals.free_choices += free;
        e.totals.switches += free & u32::from(last != taken);
    }
    e.works.close_plans(made);
}

/// Why a work has its strategy: what was weighed, and what of it was open to the label with more or less support.
fn weighed(now: &Now, e: &Economy, prospects: &Prospects, start: &Start, last: Option<Strategy>) -> Choice {
    let (p, row) = (now.world.p, prospects.row(start.label as usize));
    let mut terms = prospects.terms(now.world, e, row);
    for strategy in Strategy::ALL.into_iter().filter(|k| last.is_some_and(|last| last != *k)) {
        terms[strategy.index()].switching = -p.switching_cost;
    }
    let least = |k: usize| p.smallest_scale * prospects.budget[row] * p.strategy_cost[k];
    Choice {
        terms,
        announced: PerStrategy::build(|k| prospects.announced[k.index()][row]),
        feasible: prospects.feasible(row),
        draw: to_uniform(start.words[0]),
        bound: false,
        open: PerStrategy::build(|k| k != Strategy::Partnership || prospects.partnership_open[row]),
        affordable_from: PerStrategy::build(|k| 1.0 - prospects.funds[row] / least(k.index())),
        taken: None,
    }
}

/// Plans the works from place `first` on: scale s = (1 - d)^-e_B, reference cost RB * strategy cost, coordination cost,
/// and their sum.
fn plan(world: &World, e: &mut Economy, prospects: &Prospects, first: usize) {
    let (l, w, p) = (&e.labels, &mut e.works, world.p);
    for x in first..w.len() {
        let (i, act, strategy) = (w.label[x] as usize, w.act[x] as usize, w.strategy[x]);
        let (k, row) = (strategy.index(), prospects.row(i));
        let (announced, budget) = (prospects.announced[k][row], prospects.budget[row]);
        let scale = if announced > 0.0 { math::pow(1.0 - announced, -p.budget_elasticity) } else { 1.0 };
        let coordination = coordination_share(strategy) * (p.coordination_cost * (1.0 - l.platform_capability[i]) * budget);
        let waived = if prospects.coordination_waived[row] && strategy == Strategy::Partnership { coordination } else { 0.0 };
        w.generation[x] = l.generation[i];
        w.act_share[x] = world.act_share[l.tier[i].index()][act];
        w.ln_recognition[x] = l.ln_recognition[i];
        w.scale[x] = scale;
        w.reference_cost[x] = budget * p.strategy_cost[k];
        w.cost[x] = w.reference_cost[x] * scale + (coordination - waived);
        w.waived_coordination[x] = waived;
    }
}

/// Part of the coordination cost that a work of a strategy has.
fn coordination_share(strategy: Strategy) -> f64 {
    match strategy {
        Strategy::Partnership => 1.0,
        Strategy::Balanced => 0.5,
        Strategy::Touring | Strategy::TieIn => 0.0,
    }
}

/// The last strategy of an act is that of its last work made, bound ones included; also counts works by label.
pub fn remember_works(e: &mut Economy) {
    for x in 0..e.works.len() {
        let (i, act) = (e.works.label[x] as usize, e.works.act[x] as usize);
        e.labels.last_strategy[i * MOST_ACTS + act] = e.works.strategy[x].index() as u8;
        e.labels.works[i] += 1;
    }
}
