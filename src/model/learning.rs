//! Call 12: press, attraction, the views of investors and entrants, capabilities, identity, creators (4.2-4.4, 4.8).

use super::economy::{Economy, Now};
use super::world::World;
use crate::units::{Market, Platform, Strategy, Tier};

/// The whole call but beliefs and partnerships, which the platforms' file has.
pub fn learn(now: &Now, e: &mut Economy) {
    weigh_salience(now.world, e);
    update_press(now.world, e);
    update_attraction(now.world, e);
    update_views(now.world, e);
    update_returns(now, e);
    build_capabilities(now.world, e);
    drift_identity(now.world, e);
    teach_creators(now, e);
}

/// w = 1 + w_v clip(attention / tier mean - floor, 0, ceiling); attention = sum S * market pool.
fn weigh_salience(world: &World, e: &mut Economy) {
    let p = world.p;
    let mut sums = [(0.0, 0.0); Tier::COUNT];
    for x in 0..e.works.len() {
        let attention: f64 = (0..Market::COUNT).map(|m| e.works.share[m][x] * p.market_pool[m]).sum();
        e.works.salience[x] = attention;
        let (sum, works) = &mut sums[e.labels.tier[e.works.label[x] as usize].index()];
        *sum += attention;
        *works += 1.0;
    }
    for x in 0..e.works.len() {
        let (sum, works) = sums[e.labels.tier[e.works.label[x] as usize].index()];
        let relative = if sum > 0.0 { e.works.salience[x] * works / sum } else { 0.0 };
        e.works.salience[x] = 1.0 + p.salience_weight * (relative - p.salience_floor).clamp(0.0, p.salience_ceiling);
    }
}

/// Industry means with volatility, then the press mean of each tier, shrunk to the industry and its own past.
fn update_press(world: &World, e: &mut Economy) {
    let (p, memory) = (world.p, world.p.press_memory);
    let mut sums = [[(0.0, 0.0); Strategy::COUNT]; Tier::COUNT];
    for x in 0..e.works.len() {
        let t = e.labels.tier[e.works.label[x] as usize].index();
        let (weighted, weight) = &mut sums[t][e.works.strategy[x].index()];
        *weighted += e.works.salience[x] * e.works.payoff[x];
        *weight += e.works.salience[x];
    }
    for k in 0..Strategy::COUNT {
        let weight: f64 = sums.iter().map(|tier| tier[k].1).sum();
        if weight > 0.0 {
            let x = sums.iter().map(|tier| tier[k].0).sum::<f64>() / weight;
            let surprise = x - e.press.industry[k];
            e.press.volatility_squared[k] = memory * e.press.volatility_squared[k] + (1.0 - memory) * surprise * surprise;
            e.press.industry[k] = memory * e.press.industry[k] + (1.0 - memory) * x;
        }
        for (t, tier) in sums.iter().enumerate() {
            let (weighted, weight) = tier[k];
            let old = e.press.tier[t][k];
            let prior = p.press_shrinkage / 2.0 * (e.press.industry[k] + old);
            let x = (weighted + prior) / (weight + p.press_shrinkage);
            e.press.tier[t][k] = memory * old + (1.0 - memory) * x;
        }
    }
}

/// Experience: used strategies move to their own mean payoff, unused ones towards what the press reports.
fn update_attraction(world: &World, e: &mut Economy) {
    let (phi, delta) = (world.p.attraction_memory, world.p.forgone_weight);
    sum_payoffs(e);
    let l = &mut e.labels;
    for (k, attraction) in l.attraction.iter_mut().enumerate() {
        let press = [0, 1, 2, 3].map(|t| delta * e.press.tier[t][k]);
        for (((a, payoffs), tier), works) in attraction.iter_mut().zip(&l.payoffs).zip(&l.tier).zip(&l.works) {
            let [sum, count] = [payoffs[k], payoffs[Strategy::COUNT + k]];
            let forgone = press[tier.index()] + (1.0 - delta) * *a;
            let news = if count > 0.0 { sum / count } else { forgone };
            let updated = phi * *a + (1.0 - phi) * news;
            *a = if *works > 0 { updated } else { *a };
        }
    }
}

/// Sums and counts of this quarter's payoffs by label and strategy; peers see them next quarter.
fn sum_payoffs(e: &mut Economy) {
    e.labels.payoffs.fill([0.0; 8]);
    for x in 0..e.works.len() {
        let (i, k) = (e.works.label[x] as usize, e.works.strategy[x].index());
        e.labels.payoffs[i][k] += e.works.payoff[x];
        e.labels.payoffs[i][Strategy::COUNT + k] += 1.0;
    }
}

/// pi_ind follows the plain mean payoff of all works; pi_start the salience-weighted mean of startups' works;
/// sentiment follows each strategy's industry mean over the quarter's plain mean.
fn update_views(world: &World, e: &mut Economy) {
    let (p, works) = (world.p, e.works.len());
    if works == 0 {
        return;
    }
    let mean = e.works.payoff.iter().sum::<f64>() / works as f64;
    let memory = p.industry_memory;
    e.press.industry_view = memory * e.press.industry_view + (1.0 - memory) * mean;
    let (mut sum, mut weight) = (0.0, 0.0);
    for x in 0..works {
        if e.labels.tier[e.works.label[x] as usize] == Tier::Startup {
            sum += e.works.salience[x] * e.works.payoff[x];
            weight += e.works.salience[x];
        }
    }
    if weight > 0.0 {
        e.press.startup_view = memory * e.press.startup_view + (1.0 - memory) * sum / weight;
    }
    for k in 0..Strategy::COUNT {
        let news = (e.press.industry[k] - mean).clamp(-1.0, 1.0);
        e.investors.sentiment[k] = p.sentiment_memory * e.investors.sentiment[k] + (1.0 - p.sentiment_memory) * news;
    }
}

/// Profit of the quarter, the trailing return on cost and the strategy mix that investors see.
fn update_returns(now: &Now, e: &mut Economy) {
    let p = now.world.p;
    for i in 0..e.labels.slots() {
        if !e.labels.alive[i] {
            continue;
        }
        let fixed = if now.burn_in() { 0.0 } else { e.labels.fixed_paid[i] };
        let cost = e.labels.work_cost[i] + fixed + e.labels.interest[i];
        let profit = e.labels.net_receipts[i] - cost;
        let relative = (profit / cost.max(1e-9)).clamp(-1.0, 2.0);
        e.labels.trailing_return[i] = p.return_memory * e.labels.trailing_return[i] + (1.0 - p.return_memory) * relative;
        e.labels.profit_year[i] += profit;
        if !now.burn_in() {
            e.totals.profit += profit;
        }
        for k in 0..Strategy::COUNT {
            e.labels.mix[k][i] = p.mix_memory * (e.labels.mix[k][i] + 0.1 * e.labels.payoffs[i][Strategy::COUNT + k]);
        }
    }
}

/// Both capabilities fade towards half their initial value, then grow with titles and with localised works.
fn build_capabilities(world: &World, e: &mut Economy) {
    let p = world.p;
    let fade = |column: &mut [f64], initial: &[f64]| {
        for (k, start) in column.iter_mut().zip(initial) {
            if *k > start / 2.0 {
                *k += p.capability_fade * (start / 2.0 - *k);
            }
        }
    };
    fade(&mut e.labels.platform_capability, &e.labels.initial_platform_capability);
    fade(&mut e.labels.localisation_capability, &e.labels.initial_localisation_capability);
    for x in 0..e.works.len() {
        let i = e.works.label[x] as usize;
        if e.works.placed(x) {
            let factor = if e.works.strategy[x] == Strategy::TieIn { p.tie_in_learning } else { 1.0 };
            e.labels.platform_capability[i] += p.platform_learning * (1.0 - e.labels.platform_capability[i]) * factor;
        }
        let level: f64 = Market::FOREIGN.iter().map(|m| e.works.level[m.index()][x]).sum();
        e.labels.localisation_capability[i] += p.localisation_learning * level / Market::FOREIGN.len() as f64;
    }
}

/// h <- h + pull (h0 - h), then, with works, h <- (1 - eta) h + eta * mean identity of the works.
fn drift_identity(world: &World, e: &mut Economy) {
    let p = world.p;
    e.scratch.by_label.fill(0.0);
    for x in 0..e.works.len() {
        e.scratch.by_label[e.works.label[x] as usize] += e.works.identity[x];
    }
    for i in 0..e.labels.slots() {
        let h = &mut e.labels.identity[i];
        *h += p.identity_pull * (e.labels.founding_identity[i] - *h);
        if e.labels.works[i] > 0 {
            let mean = e.scratch.by_label[i] / f64::from(e.labels.works[i]);
            *h = (1.0 - p.identity_drift) * *h + p.identity_drift * mean;
        }
    }
}

/// Credited creators learn, work by work; then skill, network and recognition of all fade.
fn teach_creators(now: &Now, e: &mut Economy) {
    let p = now.world.p;
    for x in 0..e.works.len() {
        let abroad = e.works.abroad[x] || e.works.platform(x).is_some_and(|j| j != Platform::Domestic);
        let first = e.works.credit_first[x] as usize;
        for &g in &e.works.credits_of_works[first..first + e.works.credit_count[x] as usize] {
            let g = g as usize;
            e.creators.skill[g] += p.skill_learning * (1.0 - e.creators.skill[g] / p.skill_ceiling).max(0.0);
            if abroad {
                e.creators.network[g] += p.network_learning * (1.0 - e.creators.network[g] / p.network_ceiling).max(0.0);
                e.creators.international_credits[g] += 1;
            }
        }
    }
    let c = &mut e.creators;
    let (skill_fade, network_fade, fame_fade) = (p.skill_fade, p.network_fade, p.fame_fade);
    now.cpu.run(
        #[inline(always)]
        || {
            fade(&mut c.skill, &c.starting_skill, skill_fade);
            for network in &mut c.network {
                *network *= 1.0 - network_fade;
            }
            fade(&mut c.recognition, &c.starting_recognition, fame_fade);
        },
    );
}

/// x <- x + rate (start - x).
#[inline(always)]
fn fade(column: &mut [f64], start: &[f64], rate: f64) {
    for (x, start) in column.iter_mut().zip(start) {
        *x += rate * (start - *x);
    }
}
