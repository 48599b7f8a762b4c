//! Call 12: press, attraction, the views of investors and entrants, capabilities, identity, creators (4.2-4.4, 4.8).

use crate::model::columns::list;
use crate::model::constants::RunConstants;
use crate::model::state::{Economy, NONE, Payoffs};
use crate::model::step::StepContext;
use std::hint::select_unpredictable;

use crate::math;
use crate::units::{Market, PerStrategy, PerTier, Platform, Strategy, Tier};

/// What learning works with.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Sum of attention in the tier of each work.
    tier_attention: Vec<f64>,
    /// Works in its tier.
    tier_works: Vec<f64>,
    /// What each work teaches its label in localisation.
    lessons: Vec<f64>,
    /// Labels with works; works with a credit abroad.
    listed: Vec<u32>,
    /// Profit of each label, M KRW.
    profits: Vec<f64>,
    /// Sum of the identities of each label's works.
    identities: Vec<f64>,
}

impl Workspace {
    /// Allocates for so many labels and works.
    pub fn allocate(labels: usize, works: usize) -> Self {
        let column = || Vec::with_capacity(works);
        Self {
            tier_attention: column(),
            tier_works: column(),
            lessons: column(),
            listed: Vec::with_capacity(labels.max(works)),
            profits: vec![0.0; labels],
            identities: vec![0.0; labels],
        }
    }
}

/// The whole call but beliefs and partnerships, which the platforms' file has.
pub fn learn(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    weigh_salience(step, e, ws);
    update_press(step.constants, e);
    update_attraction(step, e, &mut ws.listed);
    update_views(step.constants, e);
    update_returns(step, e, &mut ws.profits);
    build_capabilities(step, e, &mut ws.lessons);
    drift_identity(step, e, &mut ws.identities);
    teach_creators(step, e, &mut ws.listed);
}

/// w = 1 + w_v clip(attention / tier mean - floor, 0, ceiling); attention = sum S * market pool.
fn weigh_salience(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let (p, w) = (step.constants.p, &mut e.works);
    let Workspace { tier_attention: sum_of, tier_works: works_of, .. } = ws;
    let (salience, share, pool) = (&mut w.salience[..], w.share.each_ref().map(|column| &column[..]), p.market_pool.0);
    let sums = step.cpu.run(
        #[inline(always)]
        || {
            weighted_sums(salience, share, pool);
            sum_by_tier(&w.tier, salience)
        },
    );
    for (column, sums) in [&mut *sum_of, &mut *works_of].into_iter().zip(sums) {
        column.clear();
        column.extend(w.tier.iter().map(|t| sums[t.index()]));
    }
    let (of_tier, rates) = ([&sum_of[..], &works_of[..]], [p.salience_weight, p.salience_floor, p.salience_ceiling]);
    step.cpu.run(
        #[inline(always)]
        || compare_attention(&mut w.salience, of_tier, rates),
    );
}

/// The sum of columns, each with its weight.
#[inline(always)]
fn weighted_sums<const N: usize>(sums: &mut [f64], columns: [&[f64]; N], weights: [f64; N]) {
    let n = sums.len();
    let columns = columns.map(|column| &column[..n]);
    for x in 0..n {
        let mut sum = 0.0;
        for m in 0..N {
            sum += columns[m][x] * weights[m];
        }
        sums[x] = sum;
    }
}

/// Sums of numbers and their count by tier: a work adds nothing to the tiers that are not its own, for the four
/// side by side need not wait for one another.
#[inline(always)]
fn sum_by_tier(tiers: &[Tier], numbers: &[f64]) -> [[f64; Tier::COUNT]; 2] {
    let of_tier = math::unit_rows::<{ Tier::COUNT }, { Tier::COUNT }>();
    let (mut sums, mut works) = ([0.0; Tier::COUNT], [0.0; Tier::COUNT]);
    for (tier, number) in tiers.iter().zip(numbers) {
        for ((sum, works), own) in sums.iter_mut().zip(&mut works).zip(&of_tier[tier.index()]) {
            *sum += number * own;
            *works += own;
        }
    }
    [sums, works]
}

/// The last loop of [`weigh_salience`]; `salience` comes with attention.
#[inline(always)]
fn compare_attention(salience: &mut [f64], of_tier: [&[f64]; 2], [weight, floor, ceiling]: [f64; 3]) {
    let n = salience.len();
    let [sum, works] = of_tier.map(|column| &column[..n]);
    for x in 0..n {
        let relative = salience[x] * works[x] / sum[x];
        let relative = if sum[x] > 0.0 { relative } else { 0.0 };
        salience[x] = 1.0 + weight * (relative - floor).clamp(0.0, ceiling);
    }
}

/// Industry means with volatility, then the press mean of each tier, shrunk to the industry and its own past.
fn update_press(constants: &RunConstants, e: &mut Economy) {
    let (p, memory) = (constants.p, constants.p.press_memory);
    let mut sums = [[(0.0, 0.0); Strategy::COUNT]; Tier::COUNT];
    for (((tier, strategy), salience), payoff) in e.works.tier.iter().zip(&e.works.strategy).zip(&e.works.salience).zip(&e.works.payoff) {
        let (weighted, weight) = &mut sums[tier.index()][strategy.index()];
        *weighted += salience * payoff;
        *weight += salience;
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

/// Experience of labels with works: used strategies move to their own mean payoff, unused ones towards what the
/// press reports.
fn update_attraction(step: &StepContext, e: &mut Economy, labels: &mut Vec<u32>) {
    sum_payoffs(e);
    let (phi, delta) = (step.constants.p.attraction_memory, step.constants.p.forgone_weight);
    let press = PerTier::build(|t| PerStrategy::build(|k| delta * e.press.tier[t.index()][k.index()]));
    let (slots, l) = (e.labels.slots(), &mut e.labels);
    list(labels, slots, |i| l.works[i] > 0);
    let attraction = l.attraction.each_mut().map(|column| &mut column[..slots]);
    let (labels, payoffs, seen, tiers) = (&labels[..], &l.payoffs[..slots], &l.seen_works[..slots], &l.tier[..slots]);
    step.cpu.run(
        #[inline(always)]
        || {
            for i in labels.iter().map(|i| *i as usize) {
                let old = [attraction[0][i], attraction[1][i], attraction[2][i], attraction[3][i]];
                let new = experience(old, payoffs[i].0.0, seen[i].0, press[tiers[i].index()].0, [phi, delta]);
                for k in 0..Strategy::COUNT {
                    attraction[k][i] = new[k];
                }
            }
        },
    );
}

/// Attraction of the four strategies after a quarter with works, from sums and counts of their payoffs.
#[inline(always)]
fn experience(mut attraction: [f64; 4], payoffs: [f64; 4], seen: [u8; 4], press: [f64; 4], [phi, delta]: [f64; 2]) -> [f64; 4] {
    let own = mean_payoffs(payoffs, seen);
    for k in 0..Strategy::COUNT {
        let forgone = press[k] + (1.0 - delta) * attraction[k];
        attraction[k] = phi * attraction[k] + (1.0 - phi) * select_unpredictable(seen[k] > 0, own[k], forgone);
    }
    attraction
}

/// Mean payoffs of strategies from sums and counts; few labels have several works of one strategy, and only they need
/// to divide.
#[inline(always)]
fn mean_payoffs(mut payoffs: [f64; 4], seen: [u8; 4]) -> [f64; 4] {
    // Any bit of a count but the lowest.
    if u32::from_le_bytes(seen) & 0xfefe_fefe != 0 {
        for (payoff, works) in payoffs.iter_mut().zip(seen) {
            *payoff /= f64::from(works.max(1));
        }
    }
    payoffs
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
fn update_views(constants: &RunConstants, e: &mut Economy) {
    let (p, works) = (constants.p, e.works.len());
    if works == 0 {
        return;
    }
    let (mut all, mut sum, mut weight) = (0.0, 0.0, 0.0);
    for ((tier, salience), payoff) in e.works.tier.iter().zip(&e.works.salience).zip(&e.works.payoff) {
        let counts = f64::from(u8::from(*tier == Tier::Startup));
        all += payoff;
        sum += salience * payoff * counts;
        weight += salience * counts;
    }
    let (mean, memory) = (all / works as f64, p.industry_memory);
    e.press.industry_view = memory * e.press.industry_view + (1.0 - memory) * mean;
    if weight > 0.0 {
        e.press.startup_view = memory * e.press.startup_view + (1.0 - memory) * sum / weight;
    }
    for k in 0..Strategy::COUNT {
        let news = (e.press.industry[k] - mean).clamp(-1.0, 1.0);
        e.investors.sentiment[k] = p.sentiment_memory * e.investors.sentiment[k] + (1.0 - p.sentiment_memory) * news;
    }
}

/// Profit of the quarter, the trailing return on cost and the strategy mix that investors see.
fn update_returns(step: &StepContext, e: &mut Economy, profits: &mut [f64]) {
    let p = step.constants.p;
    let l = &mut e.labels;
    let (returns, years, alive) = (&mut l.trailing_return[..], &mut l.profit_year[..], &l.alive[..]);
    let flows = [&l.net_receipts[..], &l.work_cost, &l.fixed_paid, &l.interest];
    step.cpu.run(
        #[inline(always)]
        || settle_profits(profits, returns, years, alive, flows, p.return_memory),
    );
    for k in 0..Strategy::COUNT {
        let (mix, seen) = (&mut l.mix[k][..], &l.seen_works[..]);
        step.cpu.run(
            #[inline(always)]
            || remember_mix(mix, seen, k, p.mix_memory),
        );
    }
    if !step.burn_in() {
        profits.iter().for_each(|profit| e.totals.profit += profit);
    }
}

/// Mix <- memory (mix + 0.1 works of strategy k). The four counts of a label are read as one number, whose k-th byte
/// is looked for: vector code.
#[inline(always)]
fn remember_mix(mix: &mut [f64], seen: &[PerStrategy<u8>], k: usize, memory: f64) {
    for (mix, seen) in mix.iter_mut().zip(seen) {
        let works = (u32::from_le_bytes(seen.0) >> (8 * k)) & 0xff;
        *mix = memory * (*mix + 0.1 * f64::from(works as i32));
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
fn build_capabilities(step: &StepContext, e: &mut Economy, lessons: &mut Vec<f64>) {
    let p = step.constants.p;
    let l = &mut e.labels;
    let rate = p.capability_fade;
    step.cpu.run(
        #[inline(always)]
        || {
            fade_to_half(&mut l.platform_capability, &l.initial_platform_capability, rate);
            fade_to_half(&mut l.localisation_capability, &l.initial_localisation_capability, rate);
        },
    );
    lessons.resize(e.works.len(), 0.0);
    let levels = Market::FOREIGN.map(|m| &e.works.level[m.index()][..]);
    step.cpu.run(
        #[inline(always)]
        || {
            weighted_sums(lessons, levels, [1.0; Market::FOREIGN.len()]);
            lessons.iter_mut().for_each(|level| *level = p.localisation_learning * *level / Market::FOREIGN.len() as f64);
        },
    );
    for (label, lesson) in e.works.label.iter().zip(lessons) {
        l.localisation_capability[*label as usize] += *lesson;
    }
    for x in e.works.titles.iter().map(|x| *x as usize) {
        let lesson = if e.works.strategy[x] == Strategy::TieIn { p.tie_in_learning } else { 1.0 };
        let capability = &mut l.platform_capability[e.works.label[x] as usize];
        *capability += p.platform_learning * (1.0 - *capability) * lesson;
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
fn drift_identity(step: &StepContext, e: &mut Economy, sums: &mut [f64]) {
    let (pull, eta) = (step.constants.p.identity_pull, step.constants.p.identity_drift);
    sums.fill(0.0);
    for (label, identity) in e.works.label.iter().zip(&e.works.identity) {
        sums[*label as usize] += identity;
    }
    let (sums, works, own, founding) = (&*sums, &e.labels.works[..], &mut e.labels.identity[..], &e.labels.founding_identity[..]);
    step.cpu.run(
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
fn teach_creators(step: &StepContext, e: &mut Economy, listed: &mut Vec<u32>) {
    teach_skill(step, e);
    teach_network(step, e, listed);
    let (p, c) = (step.constants.p, &mut e.creators);
    let (skill_fade, network_fade, fame_fade) = (p.skill_fade, p.network_fade, p.fame_fade);
    step.cpu.run(
        #[inline(always)]
        || {
            fade(&mut c.skill, &c.starting_skill, skill_fade);
            shrink(&mut c.network, network_fade);
            fade(&mut c.recognition, &c.starting_recognition, fame_fade);
        },
    );
}

/// Each credit brings skill nearer to its ceiling.
fn teach_skill(step: &StepContext, e: &mut Economy) {
    let p = step.constants.p;
    for x in 0..e.works.len() {
        for g in e.works.credits(x) {
            let skill = &mut e.creators.skill[*g as usize];
            *skill += p.skill_learning * left(*skill, p.skill_ceiling);
        }
    }
}

/// What is left to a ceiling, as part of it.
fn left(x: f64, ceiling: f64) -> f64 {
    let left = 1.0 - x / ceiling;
    if left > 0.0 { left } else { 0.0 }
}

/// A credit for a work with a collaborator or on a foreign platform also brings the network nearer to its ceiling.
fn teach_network(step: &StepContext, e: &mut Economy, abroad: &mut Vec<u32>) {
    let (p, w) = (step.constants.p, &e.works);
    let foreign = |platform: u8| (platform != NONE) & (platform != Platform::Domestic.index() as u8);
    list(abroad, w.len(), |x| w.abroad[x] | foreign(w.platform[x]));
    for x in &*abroad {
        for g in w.credits(*x as usize).iter().map(|g| *g as usize) {
            let network = &mut e.creators.network[g];
            *network += p.network_learning * left(*network, p.network_ceiling);
            e.creators.international_credits[g] += 1;
        }
    }
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
