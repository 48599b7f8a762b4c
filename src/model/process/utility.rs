//! Call 3: what each strategy is worth to a label, and whether the label can afford it (4.2).

use crate::model::columns::each;
use crate::model::constants::RunConstants;
use crate::model::equation::strategy::{self as equation, Means, Prospect, Taste, UtilityTerms};
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

/// Capabilities K of the labels of a stretch, relative to their tier.
#[derive(Clone, Debug, Default)]
struct Capabilities {
    on_platforms: Vec<f64>,
    in_touring: Vec<f64>,
    in_both: Vec<f64>,
}

impl Capabilities {
    /// The one that counts for a strategy.
    fn of(&self, strategy: Strategy) -> &[f64] {
        match strategy {
            Strategy::TieIn | Strategy::Partnership => &self.on_platforms,
            Strategy::Touring => &self.in_touring,
            Strategy::Balanced => &self.in_both,
        }
    }

    fn columns(&mut self) -> [&mut Vec<f64>; 3] {
        [&mut self.on_platforms, &mut self.in_touring, &mut self.in_both]
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
    /// Money at hand for each started work, M KRW; without limit in the first part of the burn-in.
    pub funds: Vec<f64>,
    /// 1 / (1 + runway).
    fragility: Vec<f64>,
    /// K relative to the tier.
    capability: Capabilities,
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
            capability: Capabilities { on_platforms: numbers(), in_touring: numbers(), in_both: numbers() },
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
        by_strategy.chain(self.capability.columns()).for_each(|column| column.resize(n, 0.0));
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
        let (p, first, rows) = (step.constants.p, self.labels.start, self.labels.len());
        let (of_tier, limit) = (p.reference_budget, p.debt_limit);
        each!(step.cpu, rows;
            read { tier: l.tier[first..], size: l.size[first..] }
            write { budget: self.budget }
            { *budget = equation::reference_budget(of_tier[tier.index()], size) });
        each!(step.cpu, rows;
            read { cash: l.cash[first..], fixed_cost: l.fixed_cost[first..], started: l.started[first..], budget: self.budget }
            write { fragility: self.fragility }
            { *fragility = equation::fragility(cash, fixed_cost, started, budget) });
        if step.calibrating() {
            self.funds.fill(f64::INFINITY);
            return;
        }
        each!(step.cpu, rows;
        read {
            tier: l.tier[first..], cash: l.cash[first..], fixed_cost: l.fixed_cost[first..], revenue_year: l.revenue_year[first..],
            bank_debt: l.bank_debt[first..], trailing_equity: l.equity_trail[first..], started: l.started[first..],
        }
        write { funds: self.funds }
        {
            let means = Means { cash, fixed_cost, debt_limit: limit[tier.index()], revenue_year, bank_debt, trailing_equity };
            *funds = equation::funds_per_work(means, started);
        });
    }

    /// Capabilities relative to the tier, and who has access to partnership.
    fn relate_capability(&mut self, step: &StepContext, l: &Labels, means: &TierMeans, log_fandom: &[f64]) {
        let (p, first, rows) = (step.constants.p, self.labels.start, self.labels.len());
        let (means, capability_slope, fandom_slope, threshold) = (*means, p.capability_slope, p.fandom_slope, p.partnership_threshold);
        each!(step.cpu, rows;
        read { tier: l.tier[first..], capability: l.platform_capability[first..], log_fandom: log_fandom[first..] }
        write { on_platforms: self.capability.on_platforms, in_touring: self.capability.in_touring, in_both: self.capability.in_both }
        {
            *on_platforms = equation::capability_on_platforms(capability, means.platform_capability[tier.index()], capability_slope);
            *in_touring = equation::capability_in_touring(log_fandom, means.log_fandom[tier.index()], fandom_slope);
            *in_both = equation::capability_in_both(*on_platforms, *in_touring);
        });
        each!(step.cpu, rows;
            read { capability: l.platform_capability[first..], partner: l.partner[first..], waived: self.threshold_waived }
            write { open: self.partnership_open }
            { *open = equation::partnership_open(capability, threshold, partner != NONE, waived) });
    }

    /// Utilities, from what was settled before; -inf where a strategy is not feasible.
    fn weigh(&mut self, step: &StepContext, e: &Economy) {
        let (p, first, rows) = (step.constants.p, self.labels.start, self.labels.len());
        for strategy in Strategy::ALL {
            let k = strategy.index();
            let (taste, smallest_scale, strategy_cost) = (taste(step.constants, e, k), p.smallest_scale, p.strategy_cost[k]);
            each!(step.cpu, rows;
            read {
                attraction: e.labels.attraction[k][first..], announced: self.announced[k], imitation: self.imitation[k],
                capability: self.capability.of(strategy), fragility: self.fragility, funds: self.funds, budget: self.budget,
            }
            write { utility: self.utility[k] }
            {
                let worth = equation::utility_terms(taste, Prospect { attraction, announced, imitation, capability, fragility }).sum();
                let least_cost = equation::least_cost(smallest_scale, budget, strategy_cost);
                *utility = if equation::affordable(funds, least_cost, announced) { worth } else { f64::NEG_INFINITY };
            });
        }
        each!(step.cpu, rows;
            read { open: self.partnership_open }
            write { utility: self.utility[Strategy::Partnership.index()] }
            { *utility = if open { *utility } else { f64::NEG_INFINITY } });
    }

    /// The terms of a row's utilities without the switching cost, for explanation.
    pub fn terms(&self, constants: &RunConstants, e: &Economy, row: usize) -> PerStrategy<UtilityTerms> {
        PerStrategy::build(|strategy| {
            let k = strategy.index();
            let prospect = Prospect {
                attraction: e.labels.attraction[k][self.labels.start + row],
                announced: self.announced[k][row],
                imitation: self.imitation[k][row],
                capability: self.capability.of(strategy)[row],
                fragility: self.fragility[row],
            };
            equation::utility_terms(taste(constants, e, k), prospect)
        })
    }
}

/// What weighs in the utility of strategy `k`, with its perceived volatility V_k of the quarter.
fn taste(constants: &RunConstants, e: &Economy, k: usize) -> Taste {
    let (p, volatility) = (constants.p, e.press.volatility_squared[k].sqrt());
    let support = equation::support_weight(p.policy_weight, p.strategy_cost[k]);
    Taste { support, imitation: p.imitation_weight, capability: p.capability_weight, risk: p.risk_weight * volatility }
}
