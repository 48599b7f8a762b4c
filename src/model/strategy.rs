//! Calls 2 and 3: starts of works and the choice of strategy (4.2).

use std::ops::Range;

use super::economy::{Economy, Now};
use super::imitation::PeerSearch;
use super::label::NONE;
use super::scratch::DrawRows;
use super::work::{Choice, Plan, UtilityTerms, taken};
use super::world::{MOST_ACTS, World};
use crate::draw::{Purpose, to_uniform};
use crate::math;
use crate::units::{PerStrategy, PerTier, Strategy, Tier};

/// Means over the living labels of a tier, to which capability is relative.
#[derive(Clone, Copy, Debug, Default)]
struct TierMeans {
    /// Perceived volatility V by strategy.
    volatility: PerStrategy<f64>,
    platform_capability: PerTier<f64>,
    log_fandom: PerTier<f64>,
}

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

/// What all works of a label share in the quarter's choice.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    label: u32,
    /// Its first started work, and how many there are.
    first: u32,
    started: u32,
    announced: PerStrategy<f64>,
    feasible: PerStrategy<bool>,
    /// Utility without the switching cost, which belongs to the act.
    utility: PerStrategy<f64>,
    /// Whether its first work is bound by a partnership.
    bound: bool,
    budget: f64,
    coordination_waived: bool,
}

impl Setting {
    /// Its started works.
    #[inline(always)]
    fn works(&self) -> Range<usize> {
        self.first as usize..(self.first + self.started) as usize
    }
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
    /// Imitation of each of the labels.
    imitation: Vec<PerStrategy<f64>>,
    settings: Vec<Setting>,
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
            imitation: Vec::with_capacity(stretch),
            settings: Vec::with_capacity(stretch),
            weights: Vec::with_capacity(works),
        }
    }
}

/// Calls 2 and 3: act a starts a work when u < `start_probability`; each started work gets a
/// strategy and a plan, or is skipped where no strategy is feasible.
pub fn start_and_choose(now: &Now, e: &mut Economy) {
    let mut room = std::mem::take(&mut e.scratch.choosing);
    log_relative_fandom(now, e);
    let means = tier_means(e);
    room.search.note_standing(&e.labels);
    for first in (0..e.labels.slots()).step_by(STRETCH) {
        start_works(now, e, first..(first + STRETCH).min(e.labels.slots()), &mut room);
        room.search.observe(now, &e.labels, &room.starters, &mut room.imitation);
        settle_settings(now, e, &means, &mut room);
        weigh_strategies(now, e, &mut room);
        choose(now, e, &means, &room);
    }
    e.works.open_credits();
    e.scratch.choosing = room;
}

/// Call 2 for a stretch of labels, with one block of draws for each act.
fn start_works(now: &Now, e: &mut Economy, stretch: Range<usize>, room: &mut Choosing) {
    let p = now.world.p;
    let acts_of = |i: usize| if e.labels.alive[i] { p.act_count[e.labels.tier[i].index()] } else { 0 };
    let acts = stretch.clone().map(acts_of).sum();
    let [slots, generations, numbers] = room.acts.open(acts);
    let mut row = 0;
    for i in stretch {
        for act in 0..acts_of(i) {
            (slots[row], generations[row], numbers[row]) = (i as u32, e.labels.generation[i], act as u32);
            row += 1;
        }
    }
    room.acts.draw(now, Purpose::Start, now.time);
    let [starting, choice, quality, abroad] = room.acts.words.each_ref().map(|column| &column[..acts]);
    let (slots, numbers) = (&room.acts.slots[..acts], &room.acts.blocks[..acts]);
    // Every act is entered, and the next takes the place of one that does not start.
    room.starts.resize(acts + 1, Start::default());
    let mut started = 0;
    for n in 0..acts {
        let starts = to_uniform(starting[n]) < p.start_probability;
        room.starts[started] = Start { label: slots[n], act: numbers[n], words: [choice[n], quality[n], abroad[n]] };
        started += usize::from(starts);
        e.labels.started[slots[n] as usize] += u32::from(starts);
    }
    room.starts.truncate(started);
    e.totals.started += started as u32;
    list_starters(&e.labels.started, room);
}

/// The labels with started works, in their order.
fn list_starters(started: &[u32], room: &mut Choosing) {
    room.starters.clear();
    let mut first = 0;
    while first < room.starts.len() {
        let label = room.starts[first].label;
        room.starters.push(label);
        first += started[label as usize] as usize;
    }
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

fn tier_means(e: &Economy) -> TierMeans {
    let mut sums = TierMeans::default();
    let mut living = [0.0; Tier::COUNT];
    for i in 0..e.labels.slots() {
        if e.labels.alive[i] {
            let t = e.labels.tier[i].index();
            living[t] += 1.0;
            sums.platform_capability[t] += e.labels.platform_capability[i];
            sums.log_fandom[t] += e.scratch.by_label[i];
        }
    }
    sums.volatility = PerStrategy::build(|k| e.press.volatility_squared[k.index()].sqrt());
    for t in 0..Tier::COUNT {
        let n = f64::max(living[t], 1.0);
        sums.platform_capability[t] /= n;
        sums.log_fandom[t] /= n;
    }
    sums
}

/// Utilities of the labels with started works, and what is feasible for them.
fn settle_settings(now: &Now, e: &Economy, means: &TierMeans, room: &mut Choosing) {
    room.settings.clear();
    let mut first = 0;
    for (&label, imitation) in room.starters.iter().zip(&room.imitation) {
        room.settings.push(setting(now, e, means, label as usize, first, imitation));
        first += e.labels.started[label as usize];
    }
}

/// Weights exp(beta (U - best)) of the feasible strategies of every started work.
fn weigh_strategies(now: &Now, e: &Economy, room: &mut Choosing) {
    let (switching_cost, beta) = (now.world.p.switching_cost, now.world.p.choice_intensity);
    room.weights.resize(room.starts.len(), [0.0; Strategy::COUNT]);
    let (weights, starts, settings) = (&mut room.weights[..], &room.starts[..], &room.settings[..]);
    now.cpu.run(
        #[inline(always)]
        || {
            for setting in settings {
                let works = setting.works();
                for (weights, start) in weights[works.clone()].iter_mut().zip(&starts[works]) {
                    let last = e.labels.last_strategy(setting.label as usize, start.act as usize);
                    *weights = exponents(setting, last, switching_cost, beta);
                }
            }
            for weight in weights.as_flattened_mut() {
                *weight = math::exp(*weight);
            }
        },
    );
}

/// beta (U - best) of an act; the switching cost falls on all but its last strategy.
#[inline(always)]
fn exponents(setting: &Setting, last: Option<Strategy>, switching_cost: f64, beta: f64) -> [f64; Strategy::COUNT] {
    let utility = PerStrategy::build(|k| setting.utility[k.index()] - if last.is_some_and(|last| last != k) { switching_cost } else { 0.0 });
    let mut best = f64::NEG_INFINITY;
    for k in 0..Strategy::COUNT {
        best = if setting.feasible[k] && utility[k] > best { utility[k] } else { best };
    }
    PerStrategy::build(|k| if setting.feasible[k.index()] { beta * (utility[k.index()] - best) } else { f64::NEG_INFINITY }).0
}

/// Call 3: draws the strategies and plans the works.
fn choose(now: &Now, e: &mut Economy, means: &TierMeans, room: &Choosing) {
    for (setting, imitation) in room.settings.iter().zip(&room.imitation) {
        let i = setting.label as usize;
        for n in setting.works() {
            let start = &room.starts[n];
            let bound = setting.bound && n == setting.first as usize;
            let last = e.labels.last_strategy(i, start.act as usize);
            let taken = taken(bound, &setting.feasible, to_uniform(start.words[0]), &PerStrategy(room.weights[n]));
            if e.keep_choices {
                let terms = utility_terms(now, e, means, i, &setting.announced, setting.budget, imitation);
                let weighed = weighed(now, e, setting, terms, last);
                e.works.choices.push((start.label, start.act, Choice { draw: to_uniform(start.words[0]), bound, taken, ..weighed }));
            }
            let Some(strategy) = taken else {
                e.totals.skipped += 1;
                continue;
            };
            let free = u32::from(!bound && last.is_some());
            e.totals.free_choices += free;
            e.totals.switches += free & u32::from(last != Some(strategy));
            let plan = plan(now.world, e, setting, i, start, strategy);
            e.works.plan(&plan);
        }
    }
}

/// Why a work has its strategy: what was weighed, and what of it was open to the label with more or less support.
fn weighed(now: &Now, e: &Economy, setting: &Setting, mut terms: PerStrategy<UtilityTerms>, last: Option<Strategy>) -> Choice {
    let (world, i) = (now.world, setting.label as usize);
    for strategy in Strategy::ALL.into_iter().filter(|k| last.is_some_and(|last| last != *k)) {
        terms[strategy.index()].switching = -world.p.switching_cost;
    }
    let funds = funds_per_work(world, e, i);
    let waived = e.government.platform_terms(world, &e.labels, i).threshold_waived;
    let partnership_open = e.labels.platform_capability[i] >= world.p.partnership_threshold || e.labels.partner[i] != NONE || waived;
    Choice {
        terms,
        announced: setting.announced,
        feasible: setting.feasible,
        draw: 0.0,
        bound: false,
        open: PerStrategy::build(|k| k != Strategy::Partnership || partnership_open),
        affordable_from: PerStrategy::build(|k| 1.0 - funds / (world.p.smallest_scale * setting.budget * world.p.strategy_cost[k.index()])),
        taken: None,
    }
}

fn setting(now: &Now, e: &Economy, means: &TierMeans, i: usize, first: u32, imitation: &PerStrategy<f64>) -> Setting {
    let world = now.world;
    let (announced, offered) = match e.government.active {
        true => (e.government.announced_support(world, &e.labels, i), e.government.platform_terms(world, &e.labels, i)),
        false => Default::default(),
    };
    let budget = e.labels.reference_budget(world, i);
    let partnered = e.labels.partner[i] != NONE;
    let partnership_open = e.labels.platform_capability[i] >= world.p.partnership_threshold || partnered || offered.threshold_waived;
    let funds = if now.burn_in() { f64::INFINITY } else { funds_per_work(world, e, i) };
    let affordable = |k: usize| funds >= world.p.smallest_scale * budget * world.p.strategy_cost[k] * (1.0 - announced[k]);
    let feasible = PerStrategy::build(|k| affordable(k.index()) & (k != Strategy::Partnership || partnership_open));
    let terms = utility_terms(now, e, means, i, &announced, budget, imitation);
    Setting {
        label: i as u32,
        first,
        started: e.labels.started[i],
        feasible,
        utility: PerStrategy::build(|k| terms[k.index()].sum()),
        bound: partnered && feasible[Strategy::Partnership.index()],
        announced,
        budget,
        coordination_waived: offered.coordination_waived,
    }
}

/// (cash - FX)+ + (debt limit * Rev - bank debt)+ + trailing equity, per started work.
fn funds_per_work(world: &World, e: &Economy, i: usize) -> f64 {
    let l = &e.labels;
    let own = (l.cash[i] - e.fixed_cost(world, i)).max(0.0);
    let credit = (world.p.debt_limit[l.tier[i].index()] * l.revenue_year[i] - l.bank_debt[i]).max(0.0);
    (own + credit + l.equity_trail[i]) / f64::from(l.started[i])
}

#[inline(always)]
fn utility_terms(
    now: &Now,
    e: &Economy,
    means: &TierMeans,
    i: usize,
    announced: &PerStrategy<f64>,
    budget: f64,
    imitation: &PerStrategy<f64>,
) -> PerStrategy<UtilityTerms> {
    let p = now.world.p;
    let capability = capability(now.world, e, means, i);
    let runway = e.labels.cash[i].max(0.0) / (e.fixed_cost(now.world, i) + f64::from(e.labels.started[i]) * budget);
    let fragility = 1.0 / (1.0 + runway);
    PerStrategy::build(|strategy| {
        let k = strategy.index();
        UtilityTerms {
            experience: e.labels.attraction[k][i],
            support: p.policy_weight * announced[k],
            imitation: p.imitation_weight * imitation[k],
            capability: p.capability_weight * capability[k],
            risk: -(p.risk_weight * means.volatility[k] * fragility),
            switching: 0.0,
        }
    })
}

/// K_ik: capability relative to the tier, for platforms, for touring, and half of each for balanced.
fn capability(world: &World, e: &Economy, means: &TierMeans, i: usize) -> PerStrategy<f64> {
    let t = e.labels.tier[i].index();
    let platform = (world.p.capability_slope * (e.labels.platform_capability[i] - means.platform_capability[t])).clamp(-1.0, 1.0);
    let fandom = world.p.fandom_slope * (e.scratch.by_label[i] - means.log_fandom[t]).clamp(-1.0, 1.0);
    PerStrategy([fandom, platform, platform, (platform + fandom) / 2.0])
}

/// Scale s = (1 - d)^-e_B, reference cost RB * strategy cost, coordination cost, and their sum.
fn plan(world: &World, e: &Economy, setting: &Setting, i: usize, start: &Start, strategy: Strategy) -> Plan {
    let k = strategy.index();
    let scale = if setting.announced[k] > 0.0 { math::pow(1.0 - setting.announced[k], -world.p.budget_elasticity) } else { 1.0 };
    let reference_cost = setting.budget * world.p.strategy_cost[k];
    let full = world.p.coordination_cost * (1.0 - e.labels.platform_capability[i]) * setting.budget;
    let coordination = coordination_share(strategy) * full;
    let waived = if setting.coordination_waived && strategy == Strategy::Partnership { coordination } else { 0.0 };
    Plan {
        label: i as u32,
        act: start.act,
        generation: e.labels.generation[i],
        act_share: world.act_share[e.labels.tier[i].index()][start.act as usize],
        ln_recognition: e.labels.ln_recognition[i],
        strategy,
        quality_word: start.words[1],
        abroad_word: start.words[2],
        scale,
        reference_cost,
        cost: reference_cost * scale + (coordination - waived),
        waived_coordination: waived,
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
