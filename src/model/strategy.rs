//! Calls 2 and 3: starts of works and the choice of strategy (4.2).

use super::economy::{Economy, Now};
use super::label::NONE;
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
#[derive(Clone, Copy, Debug)]
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
    /// Its first started work.
    first: u32,
    /// First row of its peers' draws, and how many there are.
    peers: (u32, u32),
    announced: PerStrategy<f64>,
    feasible: PerStrategy<bool>,
    /// Terms without the switching cost, which belongs to the act.
    terms: PerStrategy<UtilityTerms>,
    /// Sums of the terms.
    utility: PerStrategy<f64>,
    /// Whether its first work is bound by a partnership.
    bound: bool,
    budget: f64,
    coordination_waived: bool,
}

/// Room for the quarter's choices.
#[derive(Clone, Debug, Default)]
pub struct Choosing {
    starts: Vec<Start>,
    settings: Vec<Setting>,
    /// exp(intensity * (U - best)) by strategy; 0 where it is not feasible.
    weights: PerStrategy<Vec<f64>>,
}

impl Choosing {
    /// Room for the choices of an economy.
    pub fn allocate(labels: usize, works: usize) -> Self {
        Self { starts: Vec::with_capacity(works), settings: Vec::with_capacity(labels), weights: PerStrategy::build(|_| Vec::with_capacity(works)) }
    }
}

/// Calls 2 and 3: act a starts a work when u < `start_probability`; each started work gets a
/// strategy and a plan, or is skipped where no strategy is feasible.
pub fn start_and_choose(now: &Now, e: &mut Economy) {
    let mut room = std::mem::take(&mut e.scratch.choosing);
    start_works(now, e, &mut room.starts);
    log_relative_fandom(now, e);
    let means = tier_means(e);
    settle_settings(now, e, &means, &mut room);
    weigh_strategies(now, e, &mut room);
    choose(now, e, &room);
    e.works.open_credits();
    e.scratch.choosing = room;
}

/// Call 2, with one block of draws for each act.
fn start_works(now: &Now, e: &mut Economy, starts: &mut Vec<Start>) {
    let rows = &mut e.scratch.acts;
    rows.clear();
    for i in 0..e.labels.slots() {
        if e.labels.alive[i] {
            for act in 0..now.world.p.act_count[e.labels.tier[i].index()] as u32 {
                rows.push(i as u32, e.labels.generation[i], act);
            }
        }
    }
    rows.draw(now, Purpose::Start, now.time);
    starts.clear();
    for n in 0..rows.len() {
        if to_uniform(rows.words[0][n]) < now.world.p.start_probability {
            let words = [rows.words[1][n], rows.words[2][n], rows.words[3][n]];
            starts.push(Start { label: rows.slots[n], act: rows.blocks[n], words });
            e.labels.started[rows.slots[n] as usize] += 1;
        }
    }
    e.totals.started += starts.len() as u32;
}

/// ln(sum over markets of F / initial fandom), by label; the floor keeps a label without fans finite.
fn log_relative_fandom(now: &Now, e: &mut Economy) {
    let (sums, fandom, initial) = (&mut e.scratch.by_label[..], &e.labels.fandom, &now.world.p.initial_fandom);
    now.cpu.run(
        #[inline(always)]
        || {
            sums.fill(1e-12);
            for (fandom, initial) in fandom.iter().zip(initial.iter()) {
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

/// The labels with started works, their utilities and what is feasible for them.
fn settle_settings(now: &Now, e: &mut Economy, means: &TierMeans, room: &mut Choosing) {
    room.settings.clear();
    let mut first = 0;
    while first < room.starts.len() {
        let i = room.starts[first].label as usize;
        room.settings.push(setting(now, e, means, i, first as u32));
        first += e.labels.started[i] as usize;
    }
    add_imitation(now, e, &mut room.settings);
    for setting in &mut room.settings {
        setting.utility = PerStrategy::build(|k| setting.terms[k.index()].sum());
        setting.bound = e.labels.partner[setting.label as usize] != NONE && setting.feasible[Strategy::Partnership.index()];
    }
}

/// Weights exp(beta (U - best)) of the feasible strategies of every started work.
fn weigh_strategies(now: &Now, e: &Economy, room: &mut Choosing) {
    let beta = now.world.p.choice_intensity;
    room.weights.iter_mut().for_each(|column| column.clear());
    for setting in &room.settings {
        let i = setting.label as usize;
        for n in setting.first..setting.first + e.labels.started[i] {
            let utility = utility_of_act(now.world, e, setting, room.starts[n as usize].act as usize);
            let feasible = |k: &usize| setting.feasible[*k];
            let best = (0..Strategy::COUNT).filter(feasible).map(|k| utility[k]).fold(f64::NEG_INFINITY, f64::max);
            for (k, column) in room.weights.iter_mut().enumerate() {
                column.push(if setting.feasible[k] { beta * (utility[k] - best) } else { f64::NEG_INFINITY });
            }
        }
    }
    let weights = &mut room.weights;
    now.cpu.run(
        #[inline(always)]
        || weights.iter_mut().for_each(|column| column.iter_mut().for_each(|w| *w = math::exp(*w))),
    );
}

/// Utilities of an act: the switching cost falls on all but its last strategy.
fn utility_of_act(world: &World, e: &Economy, setting: &Setting, act: usize) -> PerStrategy<f64> {
    let mut utility = setting.utility;
    if let Some(last) = e.labels.last_strategy(setting.label as usize, act) {
        for k in (0..Strategy::COUNT).filter(|k| *k != last.index()) {
            utility[k] -= world.p.switching_cost;
        }
    }
    utility
}

/// Call 3: draws the strategies and plans the works.
fn choose(now: &Now, e: &mut Economy, room: &Choosing) {
    for setting in &room.settings {
        let i = setting.label as usize;
        for n in setting.first as usize..(setting.first + e.labels.started[i]) as usize {
            let start = &room.starts[n];
            let bound = setting.bound && n == setting.first as usize;
            let weights = PerStrategy::build(|k| room.weights[k.index()][n]);
            let last = e.labels.last_strategy(i, start.act as usize);
            if e.keep_choices {
                keep_choice(now.world, e, setting, start, last, bound);
            }
            let Some(strategy) = taken(bound, &setting.feasible, to_uniform(start.words[0]), &weights) else {
                e.totals.skipped += 1;
                continue;
            };
            if !bound && let Some(last) = last {
                e.totals.free_choices += 1;
                e.totals.switches += u32::from(last != strategy);
            }
            let plan = plan(now.world, e, setting, i, start, strategy);
            e.works.plan(&plan);
        }
    }
}

fn keep_choice(world: &World, e: &mut Economy, setting: &Setting, start: &Start, last: Option<Strategy>, bound: bool) {
    let mut terms = setting.terms;
    for strategy in Strategy::ALL.into_iter().filter(|k| last.is_some_and(|last| last != *k)) {
        terms[strategy.index()].switching = -world.p.switching_cost;
    }
    let choice = Choice { terms, announced: setting.announced, feasible: setting.feasible, draw: to_uniform(start.words[0]), bound };
    e.works.choices.push((start.label, start.act, choice));
}

fn setting(now: &Now, e: &Economy, means: &TierMeans, i: usize, first: u32) -> Setting {
    let world = now.world;
    let announced = e.government.announced_support(world, &e.labels, i);
    let terms = e.government.platform_terms(world, &e.labels, i);
    let budget = e.labels.reference_budget(world, i);
    let partnership_open = e.labels.platform_capability[i] >= world.p.partnership_threshold || e.labels.partner[i] != NONE || terms.threshold_waived;
    let funds = if now.burn_in() { f64::INFINITY } else { funds_per_work(world, e, i) };
    let affordable = |k: usize| funds >= world.p.smallest_scale * budget * world.p.strategy_cost[k] * (1.0 - announced[k]);
    Setting {
        label: i as u32,
        first,
        peers: (0, 0),
        feasible: PerStrategy::build(|k| affordable(k.index()) && (k != Strategy::Partnership || partnership_open)),
        terms: utility_terms(now, e, means, i, &announced, budget),
        utility: PerStrategy::default(),
        bound: false,
        announced,
        budget,
        coordination_waived: terms.coordination_waived,
    }
}

/// (cash - FX)+ + (debt limit * Rev - bank debt)+ + trailing equity, per started work.
fn funds_per_work(world: &World, e: &Economy, i: usize) -> f64 {
    let l = &e.labels;
    let own = (l.cash[i] - e.fixed_cost(world, i)).max(0.0);
    let credit = (world.p.debt_limit[l.tier[i].index()] * l.revenue_year[i] - l.bank_debt[i]).max(0.0);
    (own + credit + l.equity_trail[i]) / f64::from(l.started[i])
}

fn utility_terms(now: &Now, e: &Economy, means: &TierMeans, i: usize, announced: &PerStrategy<f64>, budget: f64) -> PerStrategy<UtilityTerms> {
    let p = now.world.p;
    let capability = capability(now.world, e, means, i);
    let runway = e.labels.cash[i].max(0.0) / (e.fixed_cost(now.world, i) + f64::from(e.labels.started[i]) * budget);
    let fragility = 1.0 / (1.0 + runway);
    PerStrategy::build(|strategy| {
        let k = strategy.index();
        UtilityTerms {
            experience: e.labels.attraction[k][i],
            support: p.policy_weight * announced[k],
            imitation: 0.0,
            capability: p.capability_weight * capability[k],
            risk: -(p.risk_weight * means.volatility[k] * fragility),
            switching: 0.0,
        }
    })
}

/// The imitation term of all settings; labels without weight on it meet nobody.
fn add_imitation(now: &Now, e: &mut Economy, settings: &mut [Setting]) {
    let p = now.world.p;
    if p.imitation_weight == 0.0 {
        return;
    }
    let rows = &mut e.scratch.peers;
    rows.clear();
    for setting in settings.iter_mut() {
        let i = setting.label as usize;
        // Draws are cheaper together: most startups need no more than 16 trials, others no more than 32.
        let trials = if e.labels.tier[i] == Tier::Startup { 16 } else { 32 };
        setting.peers = (rows.len() as u32, trials / 2);
        rows.push_blocks(setting.label, e.labels.generation[i], trials / 2);
    }
    rows.draw(now, Purpose::Peers, now.time);
    let mut standing = std::mem::take(&mut e.scratch.standing);
    standing.clear();
    standing.extend(e.labels.tier.iter().zip(&e.labels.alive).map(|(tier, alive)| if *alive { tier.index() as u8 } else { EMPTY }));
    let (economy, standing_of) = (&*e, &standing[..]);
    now.cpu.run(
        #[inline(always)]
        || {
            for setting in settings {
                let imitation = imitation(now, economy, standing_of, setting);
                for k in 0..Strategy::COUNT {
                    setting.terms[k].imitation = p.imitation_weight * imitation[k];
                }
            }
        },
    );
    e.scratch.standing = standing;
}

/// I_ik: mean payoff of the peers' strategy-k works of last quarter less that of all their works, within [-1, 1].
#[inline(always)]
fn imitation(now: &Now, e: &Economy, standing: &[u8], setting: &Setting) -> PerStrategy<f64> {
    let mut seen = [0.0; 2 * Strategy::COUNT];
    for_each_peer(now, e, standing, setting, |j| {
        for (sum, part) in seen.iter_mut().zip(&e.labels.payoffs[j]) {
            *sum += part;
        }
    });
    let (sum, count) = seen.split_at(Strategy::COUNT);
    let works: f64 = count.iter().sum();
    let mean = if works > 0.0 { sum.iter().sum::<f64>() / works } else { 0.0 };
    PerStrategy::build(|strategy| {
        let k = strategy.index();
        if count[k] > 0.0 { (sum[k] / count[k] - mean).clamp(-1.0, 1.0) } else { 0.0 }
    })
}

/// Peers are met by slot: trial r takes a uniform slot and accepts another tier with odds.
#[inline(always)]
fn for_each_peer(now: &Now, e: &Economy, standing: &[u8], setting: &Setting, mut meet: impl FnMut(usize)) {
    let p = now.world.p;
    let (i, (first_row, rows)) = (setting.label as usize, setting.peers);
    let odds = 1.0 / p.peer_same_tier_odds;
    let mut met = 0;
    let mut trial = 0;
    while trial < p.peer_trials && met < p.peer_count {
        // Two trials a block, four blocks at a time: first who is accepted, then the meetings.
        let mut accepted = 0u32;
        let mut candidates = [0usize; TRIALS_A_ROUND];
        for half in 0..TRIALS_A_ROUND / 2 {
            let block = if trial / 2 + half < rows as usize {
                e.scratch.peers.block(first_row as usize + trial / 2 + half)
            } else {
                now.draws.block(Purpose::Peers, now.time, e.who(i), (trial / 2 + half) as u32)
            };
            for (n, [candidate, acceptance]) in [[block[0], block[1]], [block[2], block[3]]].into_iter().enumerate() {
                let j = slot_of(candidate, standing.len());
                let same = standing[j] == standing[i];
                let accept = (j != i) & (standing[j] != EMPTY) & (same | (to_uniform(acceptance) < odds));
                candidates[2 * half + n] = j;
                accepted |= u32::from(accept) << (2 * half + n);
            }
        }
        let left = p.peer_trials - trial;
        if left < TRIALS_A_ROUND {
            accepted &= (1 << left) - 1;
        }
        while accepted != 0 && met < p.peer_count {
            meet(candidates[accepted.trailing_zeros() as usize]);
            accepted &= accepted - 1;
            met += 1;
        }
        trial += TRIALS_A_ROUND;
    }
}

/// Standing of an empty slot.
const EMPTY: u8 = u8::MAX;
/// Trials looked at together.
const TRIALS_A_ROUND: usize = 8;

/// floor(u * slots) for the uniform u = (word + 1/2) / 2^32, in whole numbers.
#[inline(always)]
fn slot_of(word: u32, slots: usize) -> usize {
    (((2 * u64::from(word) + 1) * slots as u64) >> 33) as usize
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
    let (coordination, waived) = match strategy {
        Strategy::Partnership if setting.coordination_waived => (0.0, full),
        Strategy::Partnership => (full, 0.0),
        Strategy::Balanced => (full / 2.0, 0.0),
        _ => (0.0, 0.0),
    };
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
        cost: reference_cost * scale + coordination,
        waived_coordination: waived,
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
