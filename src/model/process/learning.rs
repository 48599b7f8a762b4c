//! Call 12: press, attraction, the views of investors and entrants, capabilities, identity, creators (4.2-4.4, 4.8).

use std::hint::select_unpredictable;

use crate::math;
use crate::model::columns::{by_market, each, list};
use crate::model::constants::RunConstants;
use crate::model::equation::learning::Salience;
use crate::model::equation::localisation::Drift;
use crate::model::equation::{self, pulled, remembered};
use crate::model::state::{Economy, NONE, Payoffs};
use crate::model::step::StepContext;
use crate::units::{Market, PerStrategy, Platform, Strategy, Tier};

/// What learning works with.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Attention of each work in all markets, M KRW a year.
    attention: Vec<f64>,
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
            attention: column(),
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

/// Attention of the works, its sum by tier, and the weight that the press gives each work.
fn weigh_salience(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let (p, w) = (step.constants.p, &mut e.works);
    ws.attention.resize(w.len(), 0.0);
    let (attention, tiers, share) = (&mut ws.attention[..], &w.tier[..], w.share.each_ref().map(|column| &column[..]));
    let pools = p.market_pool.0;
    let (sums, works) = step.cpu.run(
        #[inline(always)]
        || {
            by_market::join(attention, share, |shares| equation::learning::attention(shares, pools));
            sum_by_tier(tiers, attention)
        },
    );
    for (column, of_tier) in [(&mut ws.tier_attention, sums), (&mut ws.tier_works, works)] {
        column.clear();
        column.extend(w.tier.iter().map(|t| of_tier[t.index()]));
    }
    let press = Salience { weight: p.salience_weight, floor: p.salience_floor, ceiling: p.salience_ceiling };
    each!(step.cpu, w.len();
        read { attention: ws.attention, tier_attention: ws.tier_attention, tier_works: ws.tier_works }
        write { salience: w.salience }
        { *salience = equation::learning::salience(attention, tier_attention, tier_works, &press) });
}

/// Sums of numbers and their count by tier: a work adds nothing to the tiers that are not its own, for the four
/// side by side need not wait for one another.
#[inline(always)]
fn sum_by_tier(tiers: &[Tier], numbers: &[f64]) -> ([f64; Tier::COUNT], [f64; Tier::COUNT]) {
    let of_tier = math::unit_rows::<{ Tier::COUNT }, { Tier::COUNT }>();
    let (mut sums, mut works) = ([0.0; Tier::COUNT], [0.0; Tier::COUNT]);
    for (tier, number) in tiers.iter().zip(numbers) {
        for ((sum, works), own) in sums.iter_mut().zip(&mut works).zip(&of_tier[tier.index()]) {
            *sum += number * own;
            *works += own;
        }
    }
    (sums, works)
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
            let (volatility, industry) = (&mut e.press.volatility_squared[k], &mut e.press.industry[k]);
            *volatility = equation::learning::volatility_squared(*volatility, x, *industry, memory);
            *industry = remembered(*industry, x, memory);
        }
        for (t, tier) in sums.iter().enumerate() {
            let (weighted, weight) = tier[k];
            let old = e.press.tier[t][k];
            let finding = equation::learning::press_finding(weighted, weight, e.press.industry[k], old, p.press_shrinkage);
            e.press.tier[t][k] = remembered(old, finding, memory);
        }
    }
}

/// Experience of labels with works: used strategies move to their own mean payoff, unused ones towards what the
/// press reports.
fn update_attraction(step: &StepContext, e: &mut Economy, labels: &mut Vec<u32>) {
    sum_payoffs(e);
    let (phi, delta) = (step.constants.p.attraction_memory, step.constants.p.forgone_weight);
    let press = e.press.tier;
    let (slots, l) = (e.labels.slots(), &mut e.labels);
    list(labels, slots, |i| l.works[i] > 0);
    let mut attraction = l.attraction.each_mut().map(|column| &mut column[..slots]);
    let (labels, payoffs, seen, tiers) = (&labels[..], &l.payoffs[..slots], &l.seen_works[..slots], &l.tier[..slots]);
    step.cpu.run(
        #[inline(always)]
        || {
            for i in labels.iter().map(|i| *i as usize) {
                let (own, used, press) = (mean_payoffs(payoffs[i].0.0, seen[i].0), seen[i].0, &press[tiers[i].index()]);
                let mut of_label = [attraction[0][i], attraction[1][i], attraction[2][i], attraction[3][i]];
                for (k, a) in of_label.iter_mut().enumerate() {
                    let forgone = equation::learning::forgone_payoff(*a, press[k], delta);
                    *a = remembered(*a, select_unpredictable(used[k] > 0, own[k], forgone), phi);
                }
                for (column, a) in attraction.iter_mut().zip(of_label) {
                    column[i] = a;
                }
            }
        },
    );
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
    e.press.industry_view = remembered(e.press.industry_view, mean, memory);
    if weight > 0.0 {
        e.press.startup_view = equation::learning::startup_view(e.press.startup_view, sum, weight, memory);
    }
    for (sentiment, industry) in e.investors.sentiment.iter_mut().zip(e.press.industry.iter()) {
        *sentiment = equation::learning::sentiment(*sentiment, *industry, mean, p.sentiment_memory);
    }
}

/// Profit of the quarter (0 in an empty slot), the trailing return on cost and the strategy mix that investors see.
fn update_returns(step: &StepContext, e: &mut Economy, profits: &mut [f64]) {
    let (memory, l) = (step.constants.p.return_memory, &mut e.labels);
    each!(step.cpu, profits.len();
    read { alive: l.alive, receipts: l.net_receipts, works: l.work_cost, fixed: l.fixed_paid, interest: l.interest }
    write { profit: profits, trailing: l.trailing_return, year: l.profit_year }
    {
        let cost = works + fixed + interest;
        let earned = receipts - cost;
        let news = remembered(*trailing, equation::learning::return_on_cost(earned, cost), memory);
        *trailing = if alive { news } else { *trailing };
        *profit = if alive { earned } else { 0.0 };
        *year += *profit;
    });
    for k in 0..Strategy::COUNT {
        remember_mix(step, &mut l.mix[k], &l.seen_works, k);
    }
    if !step.calibrating() {
        profits.iter().for_each(|profit| e.totals.profit += profit);
    }
}

/// What investors see of strategy k. The four counts of a label are read as one number, whose k-th byte is looked for:
/// vector code.
fn remember_mix(step: &StepContext, mix: &mut [f64], seen: &[PerStrategy<u8>], k: usize) {
    let memory = step.constants.p.mix_memory;
    each!(step.cpu, mix.len(); read { seen: seen } write { mix: mix } {
        let works = (u32::from_le_bytes(seen.0) >> (8 * k)) & 0xff;
        *mix = equation::learning::strategy_mix(*mix, f64::from(works as i32), memory);
    });
}

/// Both capabilities fade towards half their initial value, then grow with titles and with localised works.
fn build_capabilities(step: &StepContext, e: &mut Economy, lessons: &mut Vec<f64>) {
    fade_capabilities(step, e);
    lessons.resize(e.works.len(), 0.0);
    let (p, lessons) = (step.constants.p, &mut lessons[..]);
    let learning = p.localisation_learning;
    let levels = Market::FOREIGN.map(|m| &e.works.level[m.index()][..]);
    step.cpu.run(
        #[inline(always)]
        || by_market::join(lessons, levels, |levels| equation::localisation::localisation_lesson(levels, learning)),
    );
    for (label, lesson) in e.works.label.iter().zip(lessons) {
        let capability = &mut e.labels.localisation_capability[*label as usize];
        *capability = equation::localisation::localisation_capability(*capability, *lesson, p.localisation_ceiling);
    }
    for x in e.works.titles.iter().map(|x| *x as usize) {
        let of_strategy = if e.works.strategy[x] == Strategy::TieIn { p.tie_in_learning } else { 1.0 };
        let capability = &mut e.labels.platform_capability[e.works.label[x] as usize];
        *capability = equation::localisation::platform_capability(*capability, p.platform_learning, of_strategy);
    }
}

/// Both capabilities of all labels fade.
fn fade_capabilities(step: &StepContext, e: &mut Economy) {
    let (l, fade) = (&mut e.labels, step.constants.p.capability_fade);
    each!(step.cpu, l.slots(); read { founding: l.initial_platform_capability } write { capability: l.platform_capability } {
        *capability = equation::localisation::faded_capability(*capability, founding, fade);
    });
    each!(step.cpu, l.slots(); read { founding: l.initial_localisation_capability } write { capability: l.localisation_capability } {
        *capability = equation::localisation::faded_capability(*capability, founding, fade);
    });
}

/// Identity returns towards its founding value and follows that of the works.
fn drift_identity(step: &StepContext, e: &mut Economy, sums: &mut [f64]) {
    let (p, l) = (step.constants.p, &mut e.labels);
    sums.fill(0.0);
    for (label, identity) in e.works.label.iter().zip(&e.works.identity) {
        sums[*label as usize] += identity;
    }
    let rates = Drift { pull: p.identity_pull, drift: p.identity_drift };
    each!(step.cpu, l.slots();
        read { founding: l.founding_identity, sum: sums, works: l.works }
        write { identity: l.identity }
        { *identity = equation::localisation::identity_of_label(*identity, founding, sum, works, &rates) });
}

/// Credited creators learn, work by work; then skill, network and recognition of all fade.
fn teach_creators(step: &StepContext, e: &mut Economy, listed: &mut Vec<u32>) {
    teach_skill(step, e);
    teach_network(step, e, listed);
    let (p, c) = (step.constants.p, &mut e.creators);
    let (creators, skill_fade, network_fade, fame_fade) = (c.slots(), p.skill_fade, p.network_fade, p.fame_fade);
    each!(step.cpu, creators; read { start: c.starting_skill } write { skill: c.skill } {
        *skill = pulled(*skill, start, skill_fade);
    });
    each!(step.cpu, creators; read {} write { network: c.network } { *network *= 1.0 - network_fade });
    each!(step.cpu, creators; read { start: c.starting_recognition } write { recognition: c.recognition } {
        *recognition = pulled(*recognition, start, fame_fade);
    });
}

/// Each credit brings skill nearer to its ceiling.
fn teach_skill(step: &StepContext, e: &mut Economy) {
    let p = step.constants.p;
    for x in 0..e.works.len() {
        for g in e.works.credits(x) {
            let skill = &mut e.creators.skill[*g as usize];
            *skill = equation::quality::learned(*skill, p.skill_learning, p.skill_ceiling);
        }
    }
}

/// A credit for a work with a collaborator or on a foreign platform also brings the network nearer to its ceiling.
fn teach_network(step: &StepContext, e: &mut Economy, abroad: &mut Vec<u32>) {
    let (p, w) = (step.constants.p, &e.works);
    let foreign = |platform: u8| (platform != NONE) & (platform != Platform::Domestic.index() as u8);
    list(abroad, w.len(), |x| w.abroad[x] | foreign(w.platform[x]));
    for x in &*abroad {
        for g in w.credits(*x as usize).iter().map(|g| *g as usize) {
            let network = &mut e.creators.network[g];
            *network = equation::quality::learned(*network, p.network_learning, p.network_ceiling);
            e.creators.international_credits[g] += 1;
        }
    }
}
