//! Calls 2 and 3: starts of works and the choice of strategy (4.2).

use super::economy::{Economy, Now};
use super::label::NONE;
use super::work::{Choice, Plan, UtilityTerms};
use super::world::{MOST_ACTS, World};
use crate::draw::{Purpose, to_uniform};
use crate::math;
use crate::units::{PerStrategy, PerTier, Strategy, Tier};

/// Means over the living labels of a tier, to which capability is relative.
#[derive(Clone, Copy, Debug, Default)]
struct TierMeans {
    platform_capability: PerTier<f64>,
    log_fandom: PerTier<f64>,
}

/// Calls 2 and 3 in one pass over labels: act a starts a work when u < `start_probability`; each
/// started work gets a strategy and a plan, or is skipped where no strategy is feasible.
pub fn start_and_choose(now: &Now, e: &mut Economy) {
    let p = now.world.p;
    log_relative_fandom(now.world, e);
    let means = tier_means(e);
    for i in 0..e.labels.slots() {
        if !e.labels.alive[i] { continue; }
        let acts = p.act_count[e.labels.tier[i].index()];
        let mut started = [false; MOST_ACTS];
        let mut draws = [[0u32; 4]; MOST_ACTS];
        for act in 0..acts {
            draws[act] = now.draws.block(Purpose::Start, now.time, e.who(i), act as u32);
            started[act] = to_uniform(draws[act][0]) < p.start_probability;
        }
        let count = started.iter().filter(|s| **s).count();
        e.labels.started[i] = count as u32;
        e.totals.started += count as u32;
        if count > 0 {
            choose_for_label(now, e, &means, i, &started[..acts], |act| to_uniform(draws[act][1]));
        }
    }
}

/// ln(sum over markets of F / initial fandom), by label; the floor keeps a label without fans finite.
fn log_relative_fandom(world: &World, e: &mut Economy) {
    e.scratch.by_label.fill(1e-12);
    for (fandom, initial) in e.labels.fandom.iter().zip(world.p.initial_fandom.iter()) {
        for (sum, fans) in e.scratch.by_label.iter_mut().zip(fandom) {
            *sum += fans / initial;
        }
    }
    for sum in &mut e.scratch.by_label { *sum = math::ln(*sum); }
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
    for t in 0..Tier::COUNT {
        let n = f64::max(living[t], 1.0);
        sums.platform_capability[t] /= n;
        sums.log_fandom[t] /= n;
    }
    sums
}

/// What all works of a label share in the quarter's choice.
struct Setting {
    announced: PerStrategy<f64>,
    feasible: PerStrategy<bool>,
    /// Terms without the switching cost, which belongs to the act.
    terms: PerStrategy<UtilityTerms>,
    budget: f64,
    coordination_waived: bool,
}

fn choose_for_label(now: &Now, e: &mut Economy, means: &TierMeans, i: usize, started: &[bool], draw: impl Fn(usize) -> f64) {
    let setting = setting(now, e, means, i);
    let mut must_partner = e.labels.partner[i] != NONE;
    for act in (0..started.len()).filter(|act| started[*act]) {
        let choice = choice_of_act(now.world, e, &setting, i, act, draw(act), must_partner);
        let Some(strategy) = chosen(&choice, now.world.p.choice_intensity) else {
            e.totals.skipped += 1;
            must_partner = false;
            continue;
        };
        if !choice.bound && let Some(last) = e.labels.last_strategy(i, act) {
            e.totals.free_choices += 1;
            e.totals.switches += u32::from(last != strategy);
        }
        let plan = plan(now.world, e, &setting, i, act, strategy, choice);
        e.works.plan(&plan);
        must_partner = false;
    }
}

fn setting(now: &Now, e: &Economy, means: &TierMeans, i: usize) -> Setting {
    let world = now.world;
    let announced = e.government.announced_support(world, &e.labels, i);
    let terms = e.government.platform_terms(world, &e.labels, i);
    let budget = e.labels.reference_budget(world, i);
    let partnership_open = e.labels.platform_capability[i] >= world.p.partnership_threshold
        || e.labels.partner[i] != NONE
        || terms.threshold_waived;
    let funds = if now.burn_in() { f64::INFINITY } else { funds_per_work(world, e, i) };
    let affordable = |k: usize| funds >= world.p.smallest_scale * budget * world.p.strategy_cost[k] * (1.0 - announced[k]);
    Setting {
        feasible: PerStrategy::build(|k| affordable(k.index()) && (k != Strategy::Partnership || partnership_open)),
        terms: utility_terms(now, e, means, i, &announced, budget),
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
    let imitation = if p.imitation_weight == 0.0 { PerStrategy::default() } else { imitation(now, e, i) };
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
            risk: -(p.risk_weight * e.press.volatility_squared[k].sqrt() * fragility),
            switching: 0.0,
        }
    })
}

/// I_ik: mean payoff of the peers' strategy-k works of last quarter less that of all their works, within [-1, 1].
fn imitation(now: &Now, e: &Economy, i: usize) -> PerStrategy<f64> {
    let (mut sum, mut count) = ([0.0; Strategy::COUNT], [0.0; Strategy::COUNT]);
    for_each_peer(now, e, i, |j| {
        for k in 0..Strategy::COUNT {
            sum[k] += e.labels.payoff_sum[k][j];
            count[k] += e.labels.payoff_count[k][j];
        }
    });
    let works: f64 = count.iter().sum();
    let mean = if works > 0.0 { sum.iter().sum::<f64>() / works } else { 0.0 };
    PerStrategy::build(|strategy| {
        let k = strategy.index();
        if count[k] > 0.0 { (sum[k] / count[k] - mean).clamp(-1.0, 1.0) } else { 0.0 }
    })
}

/// Peers are met by slot: trial r takes a uniform slot and accepts another tier with odds.
fn for_each_peer(now: &Now, e: &Economy, i: usize, mut meet: impl FnMut(usize)) {
    let p = now.world.p;
    let slots = e.labels.slots();
    let accept_other = 1.0 / p.peer_same_tier_odds;
    let (mut met, mut block) = (0, [0u32; 4]);
    for trial in 0..p.peer_trials {
        if met == p.peer_count { break; }
        if trial % 2 == 0 {
            block = now.draws.block(Purpose::Peers, now.time, e.who(i), (trial / 2) as u32);
        }
        let (candidate, acceptance) = (block[2 * (trial % 2)], block[2 * (trial % 2) + 1]);
        let j = ((to_uniform(candidate) * slots as f64) as usize).min(slots - 1);
        let other_tier = e.labels.tier[j] != e.labels.tier[i];
        if j == i || !e.labels.alive[j] || (other_tier && to_uniform(acceptance) >= accept_other) { continue; }
        met += 1;
        meet(j);
    }
}

/// K_ik: capability relative to the tier, for platforms, for touring, and half of each for balanced.
fn capability(world: &World, e: &Economy, means: &TierMeans, i: usize) -> PerStrategy<f64> {
    let t = e.labels.tier[i].index();
    let platform = (world.p.capability_slope * (e.labels.platform_capability[i] - means.platform_capability[t])).clamp(-1.0, 1.0);
    let fandom = world.p.fandom_slope * (e.scratch.by_label[i] - means.log_fandom[t]).clamp(-1.0, 1.0);
    PerStrategy([fandom, platform, platform, (platform + fandom) / 2.0])
}

fn choice_of_act(world: &World, e: &Economy, setting: &Setting, i: usize, act: usize, draw: f64, must_partner: bool) -> Choice {
    let last = e.labels.last_strategy(i, act);
    let mut terms = setting.terms;
    for strategy in Strategy::ALL {
        if last.is_some_and(|l| l != strategy) {
            terms[strategy.index()].switching = -world.p.switching_cost;
        }
    }
    let bound = must_partner && setting.feasible[Strategy::Partnership.index()];
    Choice { terms, announced: setting.announced, feasible: setting.feasible, draw, bound }
}

/// P(k) proportional to exp(beta U_k) over feasible k, drawn with one u against the cumulated P.
pub fn chosen(choice: &Choice, intensity: f64) -> Option<Strategy> {
    if choice.bound { return Some(Strategy::Partnership); }
    let feasible = || Strategy::ALL.into_iter().filter(|k| choice.feasible[k.index()]);
    let best = feasible().map(|k| choice.terms[k.index()].sum()).fold(f64::NEG_INFINITY, f64::max);
    let mut weights = [0.0; Strategy::COUNT];
    for k in feasible() {
        weights[k.index()] = math::exp(intensity * (choice.terms[k.index()].sum() - best));
    }
    let target = choice.draw * weights.iter().sum::<f64>();
    let mut cumulated = 0.0;
    for k in feasible() {
        cumulated += weights[k.index()];
        if target < cumulated { return Some(k); }
    }
    feasible().last()
}

/// Scale s = (1 - d)^-e_B, reference cost RB * strategy cost, coordination cost, and their sum.
fn plan(world: &World, e: &Economy, setting: &Setting, i: usize, act: usize, strategy: Strategy, choice: Choice) -> Plan {
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
        act: act as u32,
        strategy,
        choice,
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
