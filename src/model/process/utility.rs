//! Call 3: what each strategy is worth to a label, and whether the label can afford it (4.2).

use crate::model::constants::RunConstants;
use crate::model::record::UtilityTerms;
use crate::model::state::{Economy, Labels, NONE};
use crate::model::step::StepContext;
use std::ops::Range;

use crate::math;
use crate::units::{PerStrategy, PerTier, Strategy, Tier};

/// Means over the living labels of a tier, to which capability is relative.
#[derive(Clone, Copy, Debug, Default)]
pub struct TierMeans {
    platform_capability: PerTier<f64>,
    log_fandom: PerTier<f64>,
}

impl TierMeans {
    /// Means of the quarter.
    pub fn of(labels: &Labels, log_fandom: &[f64]) -> Self {
        // The sums of all tiers grow side by side, those of other tiers by 0: none waits for what another stored.
        let counts = math::unit_rows::<{ Tier::COUNT + 1 }, { Tier::COUNT }>();
        let (mut capability, mut fandom, mut living) = ([0.0; Tier::COUNT], [0.0; Tier::COUNT], [0.0; Tier::COUNT]);
        for (((tier, alive), kp), log_fandom) in labels.tier.iter().zip(&labels.alive).zip(&labels.platform_capability).zip(log_fandom) {
            let counts = counts[if *alive { tier.index() } else { Tier::COUNT }];
            for t in 0..Tier::COUNT {
                living[t] += counts[t];
                capability[t] += kp * counts[t];
                fandom[t] += log_fandom * counts[t];
            }
        }
        let mut sums = Self { platform_capability: PerTier(capability), log_fandom: PerTier(fandom) };
        for t in 0..Tier::COUNT {
            let n = f64::max(living[t], 1.0);
            sums.platform_capability[t] /= n;
            sums.log_fandom[t] /= n;
        }
        sums
    }
}

/// What the labels of a stretch see when they choose: a row for each, whether it has started works or not.
#[derive(Clone, Debug, Default)]
pub struct Prospects {
    /// Labels of the stretch.
    labels: Range<usize>,
    /// Reference budget RB of a work, M KRW.
    pub budget: Vec<f64>,
    /// Announced support by strategy, share of cost.
    pub announced: PerStrategy<Vec<f64>>,
    /// Whether there may be any in these columns.
    anything_announced: bool,
    /// Whether a brokerage place opens partnership to the label.
    threshold_waived: Vec<bool>,
    /// Whether it waives the coordination cost of partnerships.
    pub coordination_waived: Vec<bool>,
    /// Imitation I by strategy; only labels with started works have looked.
    pub imitation: PerStrategy<Vec<f64>>,
    /// Money at hand for each started work, M KRW; without limit in the burn-in.
    pub funds: Vec<f64>,
    /// 1 / (1 + runway).
    fragility: Vec<f64>,
    /// K relative to the tier: on platforms, in touring, and half of each.
    capability: [Vec<f64>; 3],
    /// Whether partnership is open to the label, money aside.
    pub partnership_open: Vec<bool>,
    /// Utility by strategy without the switching cost, which belongs to the act; -inf where it is not feasible.
    pub utility: PerStrategy<Vec<f64>>,
}

impl Prospects {
    /// Allocates for so many labels.
    pub fn allocate(labels: usize) -> Self {
        let (numbers, answers) = (|| Vec::with_capacity(labels), || Vec::with_capacity(labels));
        Self {
            labels: 0..0,
            budget: numbers(),
            announced: PerStrategy::build(|_| numbers()),
            anything_announced: false,
            threshold_waived: answers(),
            coordination_waived: answers(),
            imitation: PerStrategy::build(|_| numbers()),
            funds: numbers(),
            fragility: numbers(),
            capability: [numbers(), numbers(), numbers()],
            partnership_open: answers(),
            utility: PerStrategy::build(|_| numbers()),
        }
    }

    /// Opens the rows of a stretch of labels.
    pub fn open(&mut self, labels: Range<usize>) {
        let n = labels.len();
        self.labels = labels;
        for column in [&mut self.budget, &mut self.funds, &mut self.fragility] {
            column.resize(n, 0.0);
        }
        let by_strategy = self.announced.iter_mut().chain(self.imitation.iter_mut()).chain(self.utility.iter_mut());
        by_strategy.chain(&mut self.capability).for_each(|column| column.resize(n, 0.0));
        for column in [&mut self.threshold_waived, &mut self.coordination_waived, &mut self.partnership_open] {
            column.resize(n, false);
        }
    }

    /// Row of a label.
    #[inline(always)]
    pub fn row(&self, label: usize) -> usize {
        label - self.labels.start
    }

    /// Whether a row can afford a strategy and has access to it.
    #[inline(always)]
    pub fn feasible(&self, row: usize) -> PerStrategy<bool> {
        PerStrategy(self.utility.each_ref().map(|column| column[row] != f64::NEG_INFINITY))
    }

    /// Settles what is seen of each row and its utilities; `log_fandom` is that of all labels.
    pub fn judge(&mut self, step: &StepContext, e: &Economy, means: &TierMeans, log_fandom: &[f64]) {
        let log_fandom = &log_fandom[self.labels.clone()];
        self.announce(step.constants, e);
        self.find_money(step, &e.labels);
        self.relate_capability(step, &e.labels, means, log_fandom);
        self.weigh(step, e);
    }

    /// What programmes announce to the labels with started works.
    fn announce(&mut self, constants: &RunConstants, e: &Economy) {
        // Without a government nothing is announced, as in the quarter before.
        if !e.government.active && !self.anything_announced {
            return;
        }
        self.announced.iter_mut().for_each(|column| column.fill(0.0));
        self.threshold_waived.fill(false);
        self.coordination_waived.fill(false);
        self.anything_announced = e.government.active;
        if !e.government.active {
            return;
        }
        for i in self.labels.clone().filter(|i| e.labels.started[*i] > 0) {
            let row = self.row(i);
            let announced = e.government.announced_support(constants, &e.labels, i);
            let terms = e.government.platform_terms(constants, &e.labels, i);
            self.announced.iter_mut().zip(announced.iter()).for_each(|(column, announced)| column[row] = *announced);
            self.threshold_waived[row] = terms.threshold_waived;
            self.coordination_waived[row] = terms.coordination_waived;
        }
    }

    /// Reference budgets, money at hand and fragility.
    fn find_money(&mut self, step: &StepContext, l: &Labels) {
        let (p, rows) = (step.constants.p, self.labels.clone());
        let (budget, funds, fragility) = (&mut self.budget[..], &mut self.funds[..], &mut self.fragility[..]);
        let (tier, size, started) = (&l.tier[rows.clone()], &l.size[rows.clone()], &l.started[rows.clone()]);
        let (cash, fixed_cost) = (&l.cash[rows.clone()], &l.fixed_cost[rows.clone()]);
        let credit = [&l.revenue_year[rows.clone()], &l.bank_debt[rows.clone()], &l.equity_trail[rows]];
        let (reference, limit, burn_in) = (p.reference_budget, p.debt_limit, step.burn_in());
        step.cpu.run(
            #[inline(always)]
            || {
                budgets(budget, tier, size, reference);
                fragilities(fragility, cash, fixed_cost, started, budget);
                match burn_in {
                    true => funds.fill(f64::INFINITY),
                    false => funds_per_work(funds, tier, cash, fixed_cost, credit, started, limit),
                }
            },
        );
    }

    /// Capabilities relative to the tier, and who has access to partnership.
    fn relate_capability(&mut self, step: &StepContext, l: &Labels, means: &TierMeans, log_fandom: &[f64]) {
        let (p, rows) = (step.constants.p, self.labels.clone());
        let [platform, touring, both] = self.capability.each_mut().map(|column| &mut column[..]);
        let (tier, capability, partner) = (&l.tier[rows.clone()], &l.platform_capability[rows.clone()], &l.partner[rows]);
        let (open, waived) = (&mut self.partnership_open[..], &self.threshold_waived[..]);
        let (of_capability, of_fandom) = (means.platform_capability, means.log_fandom);
        let (capability_slope, fandom_slope, threshold) = (p.capability_slope, p.fandom_slope, p.partnership_threshold);
        step.cpu.run(
            #[inline(always)]
            || {
                relate(platform, capability, tier, of_capability);
                relate(touring, log_fandom, tier, of_fandom);
                for ((platform, touring), both) in platform.iter_mut().zip(touring).zip(both) {
                    *platform = (capability_slope * *platform).clamp(-1.0, 1.0);
                    *touring = fandom_slope * touring.clamp(-1.0, 1.0);
                    *both = (*platform + *touring) / 2.0;
                }
                for (row, open) in open.iter_mut().enumerate() {
                    *open = (capability[row] >= threshold) | (partner[row] != NONE) | waived[row];
                }
            },
        );
    }

    /// Utilities, from what was settled before; -inf where a strategy is not feasible.
    fn weigh(&mut self, step: &StepContext, e: &Economy) {
        let (p, rows) = (step.constants.p, self.labels.clone());
        let (fragility, funds, budget) = (&self.fragility[..], &self.funds[..], &self.budget[..]);
        for strategy in Strategy::ALL {
            let k = strategy.index();
            let (taste, least) = (Taste::of(step.constants, e, k), p.smallest_scale);
            let (utility, announced) = (&mut self.utility[k][..], &self.announced[k][..]);
            let seen = [&e.labels.attraction[k][rows.clone()], announced, &self.imitation[k], &self.capability[related(strategy)], fragility];
            let open = (strategy == Strategy::Partnership).then_some(&self.partnership_open[..]);
            step.cpu.run(
                #[inline(always)]
                || {
                    utilities(utility, taste, seen);
                    leave_affordable(utility, funds, budget, announced, least, p.strategy_cost[k]);
                    leave_open(utility, open.unwrap_or_default());
                },
            );
        }
    }

    /// The terms of a row's utilities without the switching cost, for explanation.
    pub fn terms(&self, constants: &RunConstants, e: &Economy, row: usize) -> PerStrategy<UtilityTerms> {
        let i = self.labels.start + row;
        PerStrategy::build(|strategy| {
            let k = strategy.index();
            let capability = self.capability[related(strategy)][row];
            Taste::of(constants, e, k).terms([
                e.labels.attraction[k][i],
                self.announced[k][row],
                self.imitation[k][row],
                capability,
                self.fragility[row],
            ])
        })
    }
}

/// Which capability K counts for a strategy: on platforms, in touring, or both.
fn related(strategy: Strategy) -> usize {
    match strategy {
        Strategy::TieIn | Strategy::Partnership => 0,
        Strategy::Touring => 1,
        Strategy::Balanced => 2,
    }
}

/// Weights of the terms of a strategy's utility.
#[derive(Clone, Copy, Debug)]
struct Taste {
    support: f64,
    imitation: f64,
    capability: f64,
    /// Weight of risk times perceived volatility V.
    risk: f64,
}

impl Taste {
    fn of(constants: &RunConstants, e: &Economy, k: usize) -> Self {
        let p = constants.p;
        let risk = p.risk_weight * e.press.volatility_squared[k].sqrt();
        Self { support: p.policy_weight, imitation: p.imitation_weight, capability: p.capability_weight, risk }
    }

    /// The terms from attraction A, announced support d, imitation I, capability K and fragility.
    #[inline(always)]
    fn terms(self, [attraction, announced, imitation, capability, fragility]: [f64; 5]) -> UtilityTerms {
        UtilityTerms {
            experience: attraction,
            support: self.support * announced,
            imitation: self.imitation * imitation,
            capability: self.capability * capability,
            risk: -(self.risk * fragility),
            switching: 0.0,
        }
    }
}

/// RB = `reference_budget` of the tier * size.
#[inline(always)]
fn budgets(budget: &mut [f64], tier: &[Tier], size: &[f64], reference: PerTier<f64>) {
    let n = budget.len();
    let (tier, size) = (&tier[..n], &size[..n]);
    for row in 0..n {
        budget[row] = reference[tier[row].index()] * size[row];
    }
}

/// frag = 1 / (1 + (cash)+ / (FX + started works * RB)).
#[inline(always)]
fn fragilities(fragility: &mut [f64], cash: &[f64], fixed_cost: &[f64], started: &[u32], budget: &[f64]) {
    let n = fragility.len();
    let (cash, fixed_cost, started, budget) = (&cash[..n], &fixed_cost[..n], &started[..n], &budget[..n]);
    for row in 0..n {
        let runway = cash[row].max(0.0) / (fixed_cost[row] + f64::from(started[row]) * budget[row]);
        fragility[row] = 1.0 / (1.0 + runway);
    }
}

/// ((cash - FX)+ + (debt limit * Rev - bank debt)+ + trailing equity) / started works; `credit` has Rev, bank debt and equity.
#[inline(always)]
fn funds_per_work(funds: &mut [f64], tier: &[Tier], cash: &[f64], fixed_cost: &[f64], credit: [&[f64]; 3], started: &[u32], limit: PerTier<f64>) {
    let n = funds.len();
    let (tier, cash, fixed_cost, started) = (&tier[..n], &cash[..n], &fixed_cost[..n], &started[..n]);
    let [revenue, bank_debt, equity] = credit.map(|column| &column[..n]);
    for row in 0..n {
        let own = (cash[row] - fixed_cost[row]).max(0.0);
        let credit = (limit[tier[row].index()] * revenue[row] - bank_debt[row]).max(0.0);
        funds[row] = (own + credit + equity[row]) / f64::from(started[row]);
    }
}

/// A number less the mean of the tier.
#[inline(always)]
fn relate(relative: &mut [f64], numbers: &[f64], tier: &[Tier], mean: PerTier<f64>) {
    let n = relative.len();
    let (numbers, tier) = (&numbers[..n], &tier[..n]);
    for row in 0..n {
        relative[row] = numbers[row] - mean[tier[row].index()];
    }
}

/// U of each row without switching cost; `seen` has what [`Taste::terms`] takes.
#[inline(always)]
fn utilities(utility: &mut [f64], taste: Taste, seen: [&[f64]; 5]) {
    let n = utility.len();
    let [attraction, announced, imitation, capability, fragility] = seen.map(|column| &column[..n]);
    for row in 0..n {
        utility[row] = taste.terms([attraction[row], announced[row], imitation[row], capability[row], fragility[row]]).sum();
    }
}

/// Feasible is what the funds pay at the smallest scale: `least` * RB * strategy cost * (1 - d).
#[inline(always)]
fn leave_affordable(utility: &mut [f64], funds: &[f64], budget: &[f64], announced: &[f64], least: f64, cost: f64) {
    let n = utility.len();
    let (funds, budget, announced) = (&funds[..n], &budget[..n], &announced[..n]);
    for row in 0..n {
        let affordable = funds[row] >= least * budget[row] * cost * (1.0 - announced[row]);
        utility[row] = if affordable { utility[row] } else { f64::NEG_INFINITY };
    }
}

/// And, for partnership, what is open to the label.
#[inline(always)]
fn leave_open(utility: &mut [f64], open: &[bool]) {
    for (utility, open) in utility.iter_mut().zip(open) {
        *utility = if *open { *utility } else { f64::NEG_INFINITY };
    }
}
