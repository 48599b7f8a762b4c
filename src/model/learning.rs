//! Call 12: press, attraction, the views of investors and entrants, capabilities, identity, creators (4.2-4.4, 4.8).

use super::economy::{Economy, Now};
use super::label::{NONE, Payoffs};
use super::work::ByPlacement;
use super::world::World;
use crate::units::{Market, PerStrategy, Platform, Strategy, Tier};

/// The whole call but beliefs and partnerships, which the platforms' file has.
pub fn learn(now: &Now, e: &mut Economy) {
    weigh_salience(now, e);
    update_press(now.world, e);
    update_attraction(now.world, e);
    update_views(now.world, e);
    update_returns(now, e);
    build_capabilities(now, e);
    drift_identity(now, e);
    teach_creators(now, e);
}

/// w = 1 + w_v clip(attention / tier mean - floor, 0, ceiling); attention = sum S * market pool.
fn weigh_salience(now: &Now, e: &mut Economy) {
    let p = now.world.p;
    e.works.salience.fill(0.0);
    for m in 0..Market::COUNT {
        add_weighted(now, &mut e.works.salience, &e.works.share[m], p.market_pool[m]);
    }
    let mut sums = [(0.0, 0.0); Tier::COUNT];
    for x in 0..e.works.len() {
        let attention = e.works.salience[x];
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

/// Adds a weight times each number to each sum.
fn add_weighted(now: &Now, sums: &mut [f64], numbers: &[f64], weight: f64) {
    now.cpu.run(
        #[inline(always)]
        || add_each(sums, numbers, weight),
    );
}

/// The loop of [`add_weighted`].
#[inline(always)]
fn add_each(sums: &mut [f64], numbers: &[f64], weight: f64) {
    for (sum, number) in sums.iter_mut().zip(numbers) {
        *sum += number * weight;
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
        for ((((a, payoffs), seen), tier), works) in attraction.iter_mut().zip(&l.payoffs).zip(&l.seen_works).zip(&l.tier).zip(&l.works) {
            let forgone = press[tier.index()] + (1.0 - delta) * *a;
            let own = payoffs.0[k] / f64::from(seen[k].max(1));
            let news = if seen[k] > 0 { own } else { forgone };
            let updated = phi * *a + (1.0 - phi) * news;
            *a = if *works > 0 { updated } else { *a };
        }
    }
}

/// Sums and counts of this quarter's payoffs by label and strategy; peers see them next quarter.
fn sum_payoffs(e: &mut Economy) {
    e.labels.payoffs.fill(Payoffs::default());
    e.labels.seen_works.fill(PerStrategy::default());
    for ((&i, strategy), payoff) in e.works.label.iter().zip(&e.works.strategy).zip(&e.works.payoff) {
        e.labels.payoffs[i as usize].0[strategy.index()] += payoff;
        e.labels.seen_works[i as usize][strategy.index()] += 1;
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
    for ((label, salience), payoff) in e.works.label.iter().zip(&e.works.salience).zip(&e.works.payoff) {
        let counts = f64::from(u8::from(e.labels.tier[*label as usize] == Tier::Startup));
        sum += salience * payoff * counts;
        weight += salience * counts;
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
    let l = &mut e.labels;
    let profits = &mut e.scratch.by_label[..];
    let (returns, years, alive) = (&mut l.trailing_return[..], &mut l.profit_year[..], &l.alive[..]);
    let flows = [&l.net_receipts[..], &l.work_cost, &l.fixed_paid, &l.interest];
    now.cpu.run(
        #[inline(always)]
        || settle_profits(profits, returns, years, alive, flows, p.return_memory),
    );
    for k in 0..Strategy::COUNT {
        for (mix, seen) in l.mix[k].iter_mut().zip(&l.seen_works) {
            *mix = p.mix_memory * (*mix + 0.1 * f64::from(seen[k]));
        }
    }
    if !now.burn_in() {
        profits.iter().for_each(|profit| e.totals.profit += profit);
    }
}

/// The loop of [`update_returns`]: profit = net receipts - cost of works, fixed cost and interest; 0 in an empty slot.
#[inline(always)]
fn settle_profits(profits: &mut [f64], returns: &mut [f64], years: &mut [f64], alive: &[bool], flows: [&[f64]; 4], memory: f64) {
    let n = profits.len();
    let (returns, years, alive) = (&mut returns[..n], &mut years[..n], &alive[..n]);
    let [receipts, works, fixed, interest] = flows.map(|column| &column[..n]);
    for i in 0..n {
        let cost = works[i] + fixed[i] + interest[i];
        let profit = receipts[i] - cost;
        let relative = (profit / cost.max(1e-9)).clamp(-1.0, 2.0);
        let trailing = memory * returns[i] + (1.0 - memory) * relative;
        returns[i] = if alive[i] { trailing } else { returns[i] };
        profits[i] = if alive[i] { profit } else { 0.0 };
        years[i] += profits[i];
    }
}

/// Both capabilities fade towards half their initial value, then grow with titles and with localised works.
fn build_capabilities(now: &Now, e: &mut Economy) {
    let p = now.world.p;
    let l = &mut e.labels;
    let rate = p.capability_fade;
    now.cpu.run(
        #[inline(always)]
        || {
            fade_to_half(&mut l.platform_capability, &l.initial_platform_capability, rate);
            fade_to_half(&mut l.localisation_capability, &l.initial_localisation_capability, rate);
        },
    );
    let levels = &mut e.scratch.by_work[0];
    levels.clear();
    levels.resize(e.works.len(), 0.0);
    for m in Market::FOREIGN {
        add_weighted(now, levels, &e.works.level[m.index()], 1.0);
    }
    let lesson = PerStrategy::build(|k| if k == Strategy::TieIn { p.tie_in_learning } else { 1.0 });
    let lessons = &mut e.scratch.by_work[1];
    ByPlacement::new(PerStrategy([0.0; Strategy::COUNT]), lesson).gather(&e.works, lessons);
    let (levels, lessons) = (&e.scratch.by_work[0], &e.scratch.by_work[1]);
    for ((&label, level), lesson) in e.works.label.iter().zip(levels).zip(lessons) {
        let i = label as usize;
        l.platform_capability[i] += p.platform_learning * (1.0 - l.platform_capability[i]) * lesson;
        l.localisation_capability[i] += p.localisation_learning * level / Market::FOREIGN.len() as f64;
    }
}

/// k <- k + rate (start / 2 - k) where k is above half its start.
#[inline(always)]
fn fade_to_half(column: &mut [f64], start: &[f64], rate: f64) {
    for (k, start) in column.iter_mut().zip(start) {
        *k += if *k > start / 2.0 { rate * (start / 2.0 - *k) } else { 0.0 };
    }
}

/// h <- h + pull (h0 - h), then, with works, h <- (1 - eta) h + eta * mean identity of the works.
fn drift_identity(now: &Now, e: &mut Economy) {
    let (pull, eta) = (now.world.p.identity_pull, now.world.p.identity_drift);
    let sums = &mut e.scratch.by_label[..];
    sums.fill(0.0);
    for (label, identity) in e.works.label.iter().zip(&e.works.identity) {
        sums[*label as usize] += identity;
    }
    let (sums, works, own, founding) = (&*sums, &e.labels.works[..], &mut e.labels.identity[..], &e.labels.founding_identity[..]);
    now.cpu.run(
        #[inline(always)]
        || drift(own, founding, sums, works, [pull, eta]),
    );
}

/// The loop of [`drift_identity`].
#[inline(always)]
fn drift(own: &mut [f64], founding: &[f64], sums: &[f64], works: &[u32], [pull, eta]: [f64; 2]) {
    for (((h, start), sum), works) in own.iter_mut().zip(founding).zip(sums).zip(works) {
        let pulled = *h + pull * (start - *h);
        let drifted = (1.0 - eta) * pulled + eta * (sum / f64::from(*works));
        *h = if *works > 0 { drifted } else { pulled };
    }
}

/// Credited creators learn, work by work; then skill, network and recognition of all fade.
fn teach_creators(now: &Now, e: &mut Economy) {
    let p = now.world.p;
    for x in 0..e.works.len() {
        let platform = e.works.platform[x];
        let abroad = e.works.abroad[x] | ((platform != NONE) & (platform != Platform::Domestic.index() as u8));
        // Looked up, for which works are heard abroad is hard to foretell.
        let network_learning = [0.0, p.network_learning][usize::from(abroad)];
        for &g in e.works.credits(x) {
            let g = g as usize;
            let (skill, network) = (&mut e.creators.skill[g], &mut e.creators.network[g]);
            *skill += p.skill_learning * (1.0 - *skill / p.skill_ceiling).max(0.0);
            *network += network_learning * (1.0 - *network / p.network_ceiling).max(0.0);
            e.creators.international_credits[g] += u32::from(abroad);
        }
    }
    let c = &mut e.creators;
    let (skill_fade, network_fade, fame_fade) = (p.skill_fade, p.network_fade, p.fame_fade);
    now.cpu.run(
        #[inline(always)]
        || {
            fade(&mut c.skill, &c.starting_skill, skill_fade);
            shrink(&mut c.network, network_fade);
            fade(&mut c.recognition, &c.starting_recognition, fame_fade);
        },
    );
}

/// x <- x (1 - rate).
#[inline(always)]
fn shrink(column: &mut [f64], rate: f64) {
    for x in column {
        *x *= 1.0 - rate;
    }
}

/// x <- x + rate (start - x).
#[inline(always)]
fn fade(column: &mut [f64], start: &[f64], rate: f64) {
    for (x, start) in column.iter_mut().zip(start) {
        *x += rate * (start - *x);
    }
}
