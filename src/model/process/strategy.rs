//! Calls 2 and 3: starts of works and the choice of strategy (4.2).

use super::imitation::{PeerSearch, words_below};
use super::utility::{Prospects, TierMeans};
use crate::model::columns::{DrawRows, each, list};
use crate::model::constants::MOST_ACTS;
use crate::model::equation::strategy as equation;
use crate::model::record::Choice;
use crate::model::state::{Economy, NONE};
use crate::model::step::StepContext;
use std::ops::Range;

use crate::draw::{Purpose, to_uniform};
use crate::math;
use crate::units::{PerStrategy, Strategy, Tier};

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

/// What the choices of a stretch of labels work with.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Fans of each label relative to those of all markets at the start.
    relative_fandom: Vec<f64>,
    /// ln of it.
    log_fandom: Vec<f64>,
    acts: DrawRows,
    /// Rows of the acts that start a work.
    starting: Vec<u32>,
    starts: Vec<Start>,
    /// Labels with started works.
    starters: Vec<u32>,
    search: PeerSearch,
    prospects: Prospects,
    /// intensity * (U - best) of each started work; -inf where it is not feasible.
    exponents: Vec<[f64; Strategy::COUNT]>,
    /// exp of it: what the choice is drawn with.
    weights: Vec<[f64; Strategy::COUNT]>,
    /// Whether a partner is owed each started work, and the strategy taken; `None` where none is feasible.
    taken: Vec<(bool, Option<Strategy>)>,
}

impl Workspace {
    /// Allocates for so many labels and works.
    pub fn allocate(labels: usize, works: usize) -> Self {
        let (stretch, works) = (labels.min(STRETCH), works.min(STRETCH * MOST_ACTS) + 1);
        Self {
            relative_fandom: vec![0.0; labels],
            log_fandom: vec![0.0; labels],
            acts: DrawRows::allocate(works),
            starting: Vec::with_capacity(works),
            starts: Vec::with_capacity(works),
            starters: Vec::with_capacity(works),
            search: PeerSearch::allocate(labels, stretch),
            prospects: Prospects::allocate(stretch),
            exponents: Vec::with_capacity(works),
            weights: Vec::with_capacity(works),
            taken: Vec::with_capacity(works),
        }
    }
}

/// Calls 2 and 3: act a starts a work when u < `start_probability`; each started work gets a
/// strategy and a plan, or is skipped where no strategy is feasible.
pub fn start_and_choose(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    e.set_fixed_cost(step.constants);
    log_relative_fandom(step, e, ws);
    let means = TierMeans::of(&e.labels, &ws.log_fandom);
    ws.search.note_labels(&e.labels);
    for first in (0..e.labels.slots()).step_by(STRETCH) {
        let stretch = first..(first + STRETCH).min(e.labels.slots());
        start_works(step, e, stretch.clone(), ws);
        ws.prospects.open(stretch);
        ws.search.observe(step, &e.labels, &ws.starters, first, &mut ws.prospects.imitation);
        ws.prospects.judge(step, e, &means, &ws.log_fandom);
        weigh_strategies(step, e, ws);
        let works = e.works.open_plans(ws.starts.len());
        choose(step, e, ws, works);
        plan(step, e, &ws.prospects, works);
    }
    e.works.open_credits();
}

/// Call 2 for a stretch of labels, with one block of draws for each act.
fn start_works(step: &StepContext, e: &mut Economy, stretch: Range<usize>, ws: &mut Workspace) {
    draw_acts(step, e, stretch, &mut ws.acts);
    let acts = ws.acts.len();
    let [starting, choice, quality, abroad] = ws.acts.words.each_ref().map(|column| &column[..acts]);
    let (slots, numbers) = (&ws.acts.slots[..acts], &ws.acts.blocks[..acts]);
    let below = words_below(step.constants.p.start_probability);
    list(&mut ws.starting, acts, |n| u64::from(starting[n]) < below);
    if !e.conditions.away.is_empty() {
        let presence = |n: usize| e.conditions.presence(slots[n], numbers[n]);
        ws.starting.retain(|n| u64::from(starting[*n as usize]) < words_below(step.constants.p.start_probability * presence(*n as usize)));
    }
    let started = ws.starting.len();
    ws.starts.resize(started, Start::default());
    // Every start enters its label, and the next of the same label takes its place.
    ws.starters.resize(started, 0);
    let (mut labels, mut before) = (0, u32::MAX);
    for (start, n) in ws.starts.iter_mut().zip(&ws.starting) {
        let (n, label) = (*n as usize, slots[*n as usize]);
        *start = Start { label, act: numbers[n], words: [choice[n], quality[n], abroad[n]] };
        e.labels.started[label as usize] += 1;
        labels += usize::from(label != before);
        ws.starters[labels - 1] = label;
        before = label;
    }
    ws.starters.truncate(labels);
    e.totals.started += started as u32;
}

/// Draws a block for each act of the living labels of a stretch.
fn draw_acts(step: &StepContext, e: &Economy, stretch: Range<usize>, rows: &mut DrawRows) {
    let (l, act_count) = (&e.labels, step.constants.p.act_count);
    let labels = l.generation[stretch.clone()].iter().zip(&l.alive[stretch.clone()]).zip(&l.tier[stretch.clone()]).zip(stretch);
    let acts =
        |(((generation, alive), tier), i): (((&u32, &bool), &Tier), usize)| (i as u32, *generation, usize::from(*alive) * act_count[tier.index()]);
    rows.ask_first(step.cpu, labels.map(acts));
    rows.draw(step, Purpose::Start, step.time);
}

/// lf = ln(1e-12 + sum over markets of F / initial fandom), by label.
fn log_relative_fandom(step: &StepContext, e: &Economy, ws: &mut Workspace) {
    let labels = e.labels.slots();
    ws.relative_fandom.fill(equation::LEAST_RELATIVE_FANDOM);
    for (of_market, &initial) in e.labels.fandom.iter().zip(step.constants.p.initial_fandom.iter()) {
        each!(step.cpu, labels; read { fans: of_market } write { sum: ws.relative_fandom } { *sum += fans / initial });
    }
    each!(step.cpu, labels; read { relative: ws.relative_fandom } write { log: ws.log_fandom } { *log = math::ln(relative) });
}

/// Weights exp(beta (U - best)) of the feasible strategies of every started work.
fn weigh_strategies(step: &StepContext, e: &Economy, ws: &mut Workspace) {
    let (penalties, intensity) = (penalties(step.constants.p.switching_cost), step.constants.p.choice_intensity);
    let (works, prospects, last_strategy) = (ws.starts.len(), &ws.prospects, e.labels.last_strategy.as_flattened());
    ws.exponents.resize(works, [0.0; Strategy::COUNT]);
    ws.weights.resize(works, [0.0; Strategy::COUNT]);
    each!(step.cpu, works;
    read { start: ws.starts }
    write { exponents: ws.exponents }
    {
        let last = last_strategy[start.label as usize * MOST_ACTS + start.act as usize];
        let row = prospects.row(start.label as usize);
        let utility = prospects.utility.each_ref().map(|column| column[row]);
        *exponents = choice_exponents(utility, &penalties[usize::from(last).min(Strategy::COUNT)], intensity);
    });
    each!(step.cpu, works * Strategy::COUNT;
        read { exponent: ws.exponents.as_flattened() }
        write { weight: ws.weights.as_flattened_mut() }
        { *weight = math::exp(exponent) });
}

/// Costs of switching by last strategy of the act, none for an act without: they fall on all other strategies.
fn penalties(switching_cost: f64) -> [[f64; Strategy::COUNT]; Strategy::COUNT + 1] {
    let costs = |last: usize, k: usize| if last < Strategy::COUNT && last != k { switching_cost } else { 0.0 };
    std::array::from_fn(|last| std::array::from_fn(|k| costs(last, k)))
}

/// beta (U - penalty - best) of each strategy; -inf where one is not feasible.
#[inline(always)]
fn choice_exponents(mut utility: [f64; Strategy::COUNT], penalty: &[f64; Strategy::COUNT], intensity: f64) -> [f64; Strategy::COUNT] {
    let mut best = f64::NEG_INFINITY;
    for k in 0..Strategy::COUNT {
        utility[k] -= penalty[k];
        best = if utility[k] > best { utility[k] } else { best };
    }
    utility.map(|utility| equation::choice_exponent(utility, best, intensity))
}

/// Call 3: draws the strategies. Works with a strategy are entered from place `first` on.
fn choose(step: &StepContext, e: &mut Economy, ws: &mut Workspace, first: usize) {
    decide(e, ws);
    if step.record.choices {
        for (start, (bound, taken)) in ws.starts.iter().zip(&ws.taken) {
            let last = e.labels.last_strategy(start.label as usize, start.act as usize);
            let choice = Choice { bound: *bound, taken: *taken, ..weighed(step, e, &ws.prospects, start, last) };
            e.works.choices.push((start.label, start.act, choice));
        }
    }
    let n = ws.starts.len();
    let w = &mut e.works;
    let (label, act, strategy) = (&mut w.label[first..][..n], &mut w.act[first..][..n], &mut w.strategy[first..][..n]);
    let (quality, abroad) = (&mut w.quality_word[first..][..n], &mut w.abroad_word[first..][..n]);
    // A skipped work is entered too, and the next takes its place.
    let mut made = 0;
    for (start, (_, taken)) in ws.starts.iter().zip(&ws.taken) {
        (label[made], act[made], strategy[made]) = (start.label, start.act, taken.unwrap_or(Strategy::Touring));
        (quality[made], abroad[made]) = (start.words[1], start.words[2]);
        made += usize::from(taken.is_some());
    }
    e.totals.skipped += (n - made) as u32;
    e.works.close_plans(first + made);
}

/// Draws the strategy of each started work, and whether a partner is owed it.
fn decide(e: &mut Economy, ws: &mut Workspace) {
    let (prospects, partner, last_strategy) = (&ws.prospects, &e.labels.partner[..], e.labels.last_strategy.as_flattened());
    ws.taken.resize(ws.starts.len(), (false, None));
    let (mut before, mut free_choices, mut switches) = (u32::MAX, 0, 0);
    for ((start, weights), decision) in ws.starts.iter().zip(&ws.weights).zip(&mut ws.taken) {
        let (i, row) = (start.label as usize, prospects.row(start.label as usize));
        let feasible = prospects.feasible(row);
        // A partner is owed the first work.
        let bound = (start.label != before) & (partner[i] != NONE) & feasible[Strategy::Partnership.index()];
        before = start.label;
        let taken = equation::taken(bound, &feasible, to_uniform(start.words[0]), &PerStrategy(*weights));
        *decision = (bound, taken);
        let last = last_strategy[i * MOST_ACTS + start.act as usize];
        let free = u32::from(!bound & (last != NONE) & taken.is_some());
        free_choices += free;
        switches += free & u32::from(taken.is_some_and(|taken| taken.index() as u8 != last));
    }
    e.totals.free_choices += free_choices;
    e.totals.switches += switches;
}

/// Why a work has its strategy: what was weighed, and what of it was open to the label with more or less support.
fn weighed(step: &StepContext, e: &Economy, prospects: &Prospects, start: &Start, last: Option<Strategy>) -> Choice {
    let (p, row) = (step.constants.p, prospects.row(start.label as usize));
    let mut terms = prospects.terms(step.constants, e, row);
    for strategy in Strategy::ALL.into_iter().filter(|k| last.is_some_and(|last| last != *k)) {
        terms[strategy.index()].switching = -p.switching_cost;
    }
    let least = |k: usize| equation::least_cost(p.smallest_scale, prospects.budget[row], p.strategy_cost[k]);
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

/// Plans the works from place `first` on: scale, reference cost, coordination cost and their sum.
fn plan(step: &StepContext, e: &mut Economy, prospects: &Prospects, first: usize) {
    let (l, w, constants, p) = (&e.labels, &mut e.works, step.constants, step.constants.p);
    each!(step.cpu, w.label.len() - first;
    read { label: w.label[first..], act: w.act[first..], strategy: w.strategy[first..] }
    write {
        generation: w.generation[first..], act_share: w.act_share[first..], ln_recognition: w.ln_recognition[first..],
        scale: w.scale[first..], reference_cost: w.reference_cost[first..], cost: w.cost[first..],
        waived_coordination: w.waived_coordination[first..],
    }
    {
        let (i, k, row) = (label as usize, strategy.index(), prospects.row(label as usize));
        let (announced, budget) = (prospects.announced[k][row], prospects.budget[row]);
        let share = equation::COORDINATION_SHARE[k];
        let coordination = equation::coordination_cost(share, p.coordination_cost, l.platform_capability[i], budget);
        let waives = prospects.coordination_waived[row] & (strategy == Strategy::Partnership);
        *generation = l.generation[i];
        *act_share = constants.act_share[l.tier[i].index()][act as usize];
        *ln_recognition = l.ln_recognition[i];
        *scale = equation::scale(announced, p.budget_elasticity);
        *reference_cost = budget * p.strategy_cost[k];
        *waived_coordination = f64::from(u8::from(waives)) * coordination;
        *cost = equation::work_cost(*reference_cost, *scale, coordination, *waived_coordination);
    });
}

/// The last strategy of an act is that of its last work made, bound ones included; also counts works by label.
pub fn remember_works(e: &mut Economy) {
    for x in 0..e.works.len() {
        let (i, act) = (e.works.label[x] as usize, e.works.act[x] as usize);
        e.labels.last_strategy[i][act] = e.works.strategy[x].index() as u8;
        e.labels.works[i] += 1;
    }
}
