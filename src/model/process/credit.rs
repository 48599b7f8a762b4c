//! Call 4: who is credited for a work, and its expected quality (4.3).
//!
//! Credits are drawn by weighted sampling without replacement, as exponential races (Efraimidis and Spirakis 2006,
//! "Weighted random sampling with a reservoir", Information Processing Letters 97): each creator of a label finishes after
//! an exponential time whose rate is its weight, and the first are credited.

use crate::model::columns::{DrawRows, each};
use crate::model::equation::creators as equation;
use crate::model::state::{Economy, MEMBERS_BEHIND};
use crate::model::step::StepContext;
use std::hint::select_unpredictable;

use crate::draw::{Purpose, to_uniform};

/// Most creators that a work can credit; a scenario's `credit_count` is at most this.
const MOST_CREDITS: usize = MEMBERS_BEHIND;

/// The race for credit of a work whose label has more creators than the work credits.
#[derive(Clone, Copy, Debug, Default)]
struct Race {
    work: u32,
    /// First row of its runners.
    first: u32,
    /// Creators of the label.
    runners: u32,
}

/// Creators of a label that have rows for some of its acts.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    label: u32,
    block: u32,
    /// First row.
    first: u32,
}

/// The quarter's races.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Draws of the creators that race.
    rows: DrawRows,
    /// Weight of the creator of each row.
    weights: Vec<f64>,
    /// The creators that have rows.
    groups: Vec<Group>,
    /// The races, in the order of works.
    races: Vec<Race>,
    /// Word of each runner, work by work.
    words: Vec<u32>,
    /// Weight of each runner.
    runner_weights: Vec<f64>,
    /// When each runner finishes.
    finishes: Vec<f64>,
    /// Mean skill of the credited of each work.
    mean_skill: Vec<f64>,
    /// Mean network of them.
    mean_network: Vec<f64>,
    /// 1 for each work that a collaborator joins, else 0.
    joins: Vec<f64>,
}

/// Creators that are copied at a time; what is copied too much is written over by the next.
const CHUNK: usize = MEMBERS_BEHIND;

impl Workspace {
    /// Allocates for so many creators and works; a creator races in some works at most.
    pub fn allocate(creators: usize, works: usize) -> Self {
        let (rows, runners) = (3 * creators + 64, 6 * creators + 256);
        Self {
            rows: DrawRows::allocate(rows),
            weights: Vec::with_capacity(rows),
            groups: Vec::with_capacity(works + 1),
            races: Vec::with_capacity(works + 1),
            words: Vec::with_capacity(runners),
            runner_weights: Vec::with_capacity(runners),
            finishes: Vec::with_capacity(runners),
            mean_skill: Vec::with_capacity(works),
            mean_network: Vec::with_capacity(works),
            joins: Vec::with_capacity(works),
        }
    }
}

/// Copies the first `n` numbers in whole chunks, which needs no call for a number of bytes that nobody foresees.
#[inline(always)]
fn copy_chunks<T: Copy>(to: &mut [T], from: &[T], n: usize) {
    let mut first = 0;
    while first < n {
        to[first..first + CHUNK].copy_from_slice(&from[first..first + CHUNK]);
        first += CHUNK;
    }
}

/// Credits creators of every work, decides on the collaborator and the expected quality.
pub fn credit_creators(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    draw_races(step, e, ws);
    run_races(step, e, ws);
    award_credits(step, e, ws);
    average_credits(e, ws);
    invite_collaborators(step, e, ws);
    expect_quality(step, e, ws);
}

fn wanted(step: &StepContext) -> usize {
    step.constants.p.credit_count.min(MOST_CREDITS)
}

/// One block for each creator and four acts, of labels that have more creators than a work credits.
fn draw_races(step: &StepContext, e: &Economy, races: &mut Workspace) {
    let rows = list_races(step, e, races);
    list_runners(step, e, races, rows);
    races.rows.draw(step, Purpose::CreditRace, step.time);
}

/// Lists the races, and the groups of creators that share rows; tells how many rows there are.
///
/// Every work is entered as a race and a group, and the next takes the place of one that is none.
fn list_races(step: &StepContext, e: &Economy, races: &mut Workspace) -> usize {
    let (works, wanted) = (e.works.len(), wanted(step));
    races.groups.resize(works + 1, Group::default());
    races.races.resize(works + 1, Race::default());
    let (mut listed, mut groups, mut rows) = (0, 0, 0);
    let mut last = Group { label: u32::MAX, ..Group::default() };
    for (work, (&label, act)) in e.works.label.iter().zip(&e.works.act).enumerate() {
        let (_, runners) = e.members.list_of_label(label as usize);
        let (block, runs) = (act / 4, runners > wanted);
        let opens = runs & ((last.label != label) | (last.block != block));
        last = select_unpredictable(opens, Group { label, block, first: rows }, last);
        races.groups[groups] = last;
        races.races[listed] = Race { work: work as u32, first: last.first, runners: runners as u32 };
        groups += usize::from(opens);
        rows += u32::from(opens) * runners as u32;
        listed += usize::from(runs);
    }
    races.groups.truncate(groups);
    races.races.truncate(listed);
    rows as usize
}

/// Creator, block, generation and weight of each row.
fn list_runners(step: &StepContext, e: &Economy, races: &mut Workspace, rows: usize) {
    let [slots, generations, blocks] = races.rows.open(rows + CHUNK);
    for group in &races.groups {
        let ((list, runners), first) = (e.members.list_of_label(group.label as usize), group.first as usize);
        copy_chunks(&mut slots[first..], list, runners);
        blocks[first..first + runners.next_multiple_of(CHUNK)].chunks_exact_mut(CHUNK).for_each(|chunk| chunk.fill(group.block));
    }
    let (generation, floor) = (&e.creators.generation[..], step.constants.p.fame_floor);
    let recognition = &e.creators.recognition[..generation.len()];
    races.weights.resize(rows + CHUNK, 0.0);
    for ((g, of_row), weight) in slots[..rows].iter().zip(generations).zip(&mut races.weights) {
        (*of_row, *weight) = (generation[*g as usize], equation::credit_weight(floor, recognition[*g as usize]));
    }
    races.rows.truncate(rows);
}

/// When each runner finishes: first its word and weight, then the time from them.
fn run_races(step: &StepContext, e: &Economy, races: &mut Workspace) {
    let runners = races.races.iter().map(|race| race.runners as usize).sum::<usize>();
    races.rows.words.iter_mut().for_each(|words| words.resize(races.rows.slots.len() + CHUNK, 0));
    races.words.resize(runners + CHUNK, 0);
    races.runner_weights.resize(runners + CHUNK, 0.0);
    races.finishes.resize(runners, 0.0);
    line_up(step, e, races);
    each!(step.cpu, runners;
        read { word: races.words, weight: races.runner_weights }
        write { finish: races.finishes }
        { *finish = equation::finish(word, weight) });
}

/// Word and weight of each runner, race by race.
fn line_up(step: &StepContext, e: &Economy, races: &mut Workspace) {
    let (words, weights) = (&mut races.words[..], &mut races.runner_weights[..]);
    step.cpu.run(
        #[inline(always)]
        || {
            let mut runner = 0;
            for race in &races.races {
                let (first, n) = (race.first as usize, race.runners as usize);
                let of_act = &races.rows.words[e.works.act[race.work as usize] as usize % 4];
                copy_chunks(&mut words[runner..], &of_act[first..], n);
                copy_chunks(&mut weights[runner..], &races.weights[first..], n);
                runner += n;
            }
        },
    );
}

/// The smallest finishes are credited, `credit_count` of them, without replacement.
fn award_credits(step: &StepContext, e: &mut Economy, races: &Workspace) {
    // Most scenarios credit few creators, whose list then stays in registers.
    match wanted(step) {
        wanted @ ..=2 => award_up_to::<2>(wanted, e, races),
        3 => award_up_to::<3>(3, e, races),
        wanted @ 4..=6 => award_up_to::<6>(wanted, e, races),
        wanted => award_up_to::<MOST_CREDITS>(wanted, e, races),
    }
}

/// [`award_credits`] where at most `N` are wanted: all works credit the first of their labels' creators, and those
/// with races then the fastest.
fn award_up_to<const N: usize>(wanted: usize, e: &mut Economy, races: &Workspace) {
    let (w, mut end) = (&mut e.works, 0);
    let credits = &mut w.credits_of_works;
    credits.resize(w.label.len() * wanted + N, 0);
    for ((label, first), count) in w.label.iter().zip(&mut w.credit_first).zip(&mut w.credit_count) {
        let (list, members) = e.members.list_of_label(*label as usize);
        // As many as any work credits, and the next takes the place of those that are too many.
        credits[end..end + N].copy_from_slice(&list[..N]);
        (*first, *count) = (end as u32, members.min(wanted) as u32);
        end += members.min(wanted);
    }
    credits.truncate(end);
    let mut others = &races.finishes[..];
    for race in &races.races {
        let (finish, rest) = others.split_at(race.runners as usize);
        let first = w.credit_first[race.work as usize] as usize;
        credits[first..first + wanted].copy_from_slice(&fastest::<N>(&races.rows.slots[race.first as usize..], finish)[..wanted]);
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
fn average_credits(e: &Economy, ws: &mut Workspace) {
    let (w, skill) = (&e.works, &e.creators.skill[..]);
    let network = &e.creators.network[..skill.len()];
    ws.mean_skill.resize(w.len(), 0.0);
    ws.mean_network.resize(w.len(), 0.0);
    let means = ws.mean_skill.iter_mut().zip(&mut ws.mean_network);
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

/// Whether a collaborator from abroad joins each work.
fn invite_collaborators(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let (n, w) = (e.works.len(), &mut e.works);
    let (intercept, slope) = (step.constants.p.abroad_intercept, step.constants.p.abroad_slope);
    ws.joins.resize(n, 0.0);
    each!(step.cpu, n;
    read { mean_network: ws.mean_network, word: w.abroad_word }
    write { joins: ws.joins }
    {
        let probability = equation::collaborator_probability(intercept, slope, mean_network);
        *joins = if to_uniform(word) < probability { 1.0 } else { 0.0 };
    });
    each!(step.cpu, n; read { joins: ws.joins } write { abroad: w.abroad } { *abroad = joins > 0.0 });
}

/// Network and expected ln quality of each work.
fn expect_quality(step: &StepContext, e: &mut Economy, ws: &Workspace) {
    let (p, w) = (step.constants.p, &mut e.works);
    let (collaborator_network, skill_effect, network_effect) = (p.collaborator_network, p.quality_skill, p.quality_network);
    each!(step.cpu, w.label.len();
    read { mean_skill: ws.mean_skill, mean_network: ws.mean_network, joins: ws.joins }
    write { network: w.network, quality: w.expected_quality }
    {
        *network = equation::network_of_work(mean_network, collaborator_network, joins);
        *quality = equation::expected_quality(skill_effect, mean_skill, network_effect, *network);
    });
}
