//! Call 15: what is observed of a quarter, and the invariants that every quarter must keep.

use super::equity;
use super::invariants::{InvariantViolation, check};
use crate::math;
use crate::model::columns::ordered;
use crate::model::equation::{observation as equation, taxes};
use crate::model::record::{ChoiceRow, Flow, History, PanelRow, YearTotals};
use crate::model::state::{Economy, Labels, rights_kept};
use crate::model::step::StepContext;
use crate::units::{PerStrategy, Strategy, Tier};

/// What observation works with.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Of each work: rights kept.
    rights: Vec<f64>,
    /// Of each label: square of its share of revenue.
    shares: Vec<f64>,
    /// Of each label: square of the distance of its identity from the mean.
    distances: Vec<f64>,
    /// Labels by trailing revenue, as [`ordered`], and their slots.
    by_revenue: Vec<(u64, u32)>,
}

impl Workspace {
    /// Allocates for so many labels and works.
    pub fn allocate(labels: usize, works: usize) -> Self {
        Self { rights: Vec::with_capacity(works), shares: vec![0.0; labels], distances: vec![0.0; labels], by_revenue: Vec::with_capacity(labels) }
    }
}

/// After call 10, before exits: strategies, rights, identity and autonomy of exports.
pub fn observe_works(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    rights_kept(step.constants.p).gather(&e.works, &mut ws.rights);
    let w = &e.works;
    let rights = &ws.rights[..];
    let [sums, works, payoff] = step.cpu.run(
        #[inline(always)]
        || sum_works([rights, &w.exports, &w.identity, &w.autonomy, &w.payoff], &w.strategy),
    );
    let [rights, weight, identity, autonomy] = sums;
    e.totals.works.0 = works.map(|works| works as u32);
    e.totals.placed = w.titles.len() as u32;
    e.totals.rights_kept = (!w.is_empty()).then(|| rights / w.len() as f64);
    e.totals.identity = equation::weighted_mean(identity, weight);
    e.totals.autonomy = equation::weighted_mean(autonomy, weight);
    e.totals.payoff = PerStrategy::build(|k| equation::weighted_mean(payoff[k.index()], works[k.index()]));
    let titles: u32 = e.platforms.titles.iter().sum();
    e.totals.slots = [titles, e.platforms.slots.iter().sum(), e.platforms.brokered, e.platforms.brokered_slots];
}

/// Sums of rights kept, exports, identity and autonomy weighted by exports; number and payoffs of works by strategy.
#[inline(always)]
fn sum_works(columns: [&[f64]; 5], strategies: &[Strategy]) -> [[f64; 4]; 3] {
    let of_strategy = math::unit_rows::<{ Strategy::COUNT }, { Strategy::COUNT }>();
    let n = strategies.len();
    let [rights, exports, identity, autonomy, payoff] = columns.map(|column| &column[..n]);
    let [mut sums, mut works, mut payoffs] = [[0.0; 4]; 3];
    for x in 0..n {
        let (own, of_work) = (&of_strategy[strategies[x].index()], [rights[x], exports[x], exports[x] * identity[x], exports[x] * autonomy[x]]);
        for k in 0..Strategy::COUNT {
            sums[k] += of_work[k];
            works[k] += own[k];
            payoffs[k] += payoff[x] * own[k];
        }
    }
    [sums, works, payoffs]
}

/// Started works with what became of them; both lists are in the order of slot and act.
pub fn record_choices(step: &StepContext, e: &Economy, history: &mut History) {
    if !step.record.choices {
        return;
    }
    let mut x = 0;
    for (slot, act, choice) in &e.works.choices {
        let i = *slot as usize;
        let made = x < e.works.len() && (e.works.label[x], e.works.act[x]) == (*slot, *act);
        history.choices.push(ChoiceRow {
            quarter: step.t as u32,
            slot: *slot,
            generation: e.labels.generation[i],
            act: *act,
            tier: e.labels.tier[i],
            choice: *choice,
            made: made.then(|| e.works.strategy[x]),
            platform: if made { e.works.platform(x) } else { None },
        });
        x += usize::from(made);
    }
}

/// After exit and entry: the state at the quarter's end.
pub fn observe_state(step: &StepContext, e: &mut Economy, ws: &mut Workspace, history: &mut History) -> Result<(), InvariantViolation> {
    book_counted_taxes(step, e);
    e.totals.korean_share = e.markets.korean_share;
    let l = &e.labels;
    e.markets.fandom.0 = sums(l.fandom.each_ref());
    e.totals.fandom = e.markets.fandom;
    [e.ledger.cash, e.ledger.bank_debt, e.ledger.guaranteed_debt] = sums([&l.cash, &l.bank_debt, &l.guaranteed_debt]);
    e.totals.public_stake = equity::public_stake(step.constants, e);
    observe_living(step, e, ws);
    e.totals.ledger = e.ledger.clone();
    if step.record.panel {
        fill_panel(step, e, &mut history.panel);
    }
    check(step, e)?;
    if !step.burn_in() {
        history.quarters.push(e.totals.clone());
    }
    Ok(())
}

/// Taxes that move nothing in the model (4.10): of creators on what labels paid them, of audiences on sales at home.
fn book_counted_taxes(step: &StepContext, e: &mut Economy) {
    let p = step.constants.p;
    e.ledger.book(Flow::IncomeTax, taxes::creators_income_tax(e.totals.paid_to_creators, p.creator_tax_rate));
    e.ledger.book(Flow::ValueAddedTax, taxes::value_added_tax(e.totals.domestic_sales(), p.vat_rate));
}

/// At the end of the year's last quarter: the totals of the year, which the run alone keeps.
pub fn close_year(step: &StepContext, e: &mut Economy, history: &mut History) {
    if step.burn_in() {
        e.year = YearTotals::default();
        return;
    }
    e.year.year = step.constants.start.plus(step.t).year();
    e.year.quarter = step.t as usize;
    history.years.push(std::mem::take(&mut e.year));
}

/// Sum of each column, in the order of slots; the sums go side by side, for one addition waits for the one before.
fn sums<const N: usize>(columns: [&Vec<f64>; N]) -> [f64; N] {
    let slots = columns[0].len();
    let columns = columns.map(|column| &column[..slots]);
    let mut sums = [0.0; N];
    for i in 0..slots {
        for (sum, column) in sums.iter_mut().zip(columns) {
            *sum += column[i];
        }
    }
    sums
}

/// Living labels, as in the panel: their number, revenue and exports by tier, HHI of revenue, top 1 % of trailing
/// revenue, standard deviation of identity (over n, it is the population).
fn observe_living(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let living = step.cpu.run(
        #[inline(always)]
        || sum_living(&e.labels),
    );
    let n = living.count.iter().sum::<f64>();
    e.totals.living.0 = living.count.map(|count| count as u32);
    (e.totals.revenue_by_tier.0, e.totals.exports_by_tier.0) = (living.revenue, living.exports);
    let (l, [shares, apart]) = (&e.labels, [&mut ws.shares, &mut ws.distances]);
    let (total, mean) = (living.all[0], living.all[2] / n);
    step.cpu.run(
        #[inline(always)]
        || {
            of_living(shares, &l.revenue, &l.alive, |revenue| equation::squared_share(revenue, total));
            of_living(apart, &l.identity, &l.alive, |identity| equation::squared_distance(identity, mean));
        },
    );
    let [hhi, squares] = math::add_in_order([0.0; 2], [shares, apart]);
    if total > 0.0 {
        e.totals.hhi = hhi;
    }
    if n > 0.0 {
        e.totals.identity_sd = Some(equation::deviation(squares, n));
    }
    observe_top(e, n as usize, living.all[1], &mut ws.by_revenue);
}

/// Sums over living labels.
#[derive(Clone, Copy, Default)]
struct Living {
    /// Their number by tier.
    count: [f64; Tier::COUNT],
    /// Revenue by tier.
    revenue: [f64; Tier::COUNT],
    /// Exports by tier.
    exports: [f64; Tier::COUNT],
    /// Revenue, trailing revenue and identity of all.
    all: [f64; 3],
}

/// All sums side by side, each in the order of slots: a label adds nothing to the tiers that are not its own, nor to
/// any when it does not live.
#[inline(always)]
fn sum_living(l: &Labels) -> Living {
    let rows = [[[0.0; Tier::COUNT]; Tier::COUNT], math::unit_rows()];
    let slots = l.slots();
    let (alive, tiers) = (&l.alive[..slots], &l.tier[..slots]);
    let [revenue, exports, year, identity] = [&l.revenue, &l.exports, &l.revenue_year, &l.identity].map(|column| &column[..slots]);
    let mut sums = Living::default();
    for i in 0..slots {
        let own = &rows[usize::from(alive[i])][tiers[i].index()];
        for t in 0..Tier::COUNT {
            sums.count[t] += own[t];
            sums.revenue[t] += revenue[i] * own[t];
            sums.exports[t] += exports[i] * own[t];
        }
        for (sum, number) in sums.all.iter_mut().zip([revenue[i], year[i], identity[i]]) {
            *sum += if alive[i] { number } else { 0.0 };
        }
    }
    sums
}

/// What is made of a number of each living label, 0 for others.
#[inline(always)]
fn of_living(made: &mut [f64], numbers: &[f64], alive: &[bool], of: impl Fn(f64) -> f64) {
    for ((made, number), alive) in made.iter_mut().zip(numbers).zip(alive) {
        let of_number = of(*number);
        *made = if *alive { of_number } else { 0.0 };
    }
}

/// Share of the top 1 % of `n` living labels in their trailing revenue.
fn observe_top(e: &mut Economy, n: usize, trailing: f64, living: &mut Vec<(u64, u32)>) {
    let l = &e.labels;
    let top = equation::top_hundredth(n);
    if top == 0 || trailing <= 0.0 {
        return;
    }
    // The highest comes first, of equals the lower slot.
    living.clear();
    living.extend((0..).zip(&l.revenue_year).zip(&l.alive).map(|((i, year), alive)| (if *alive { !ordered(*year) } else { u64::MAX }, i)));
    living.select_nth_unstable(top - 1);
    // A fixed order of addition, whatever the selection leaves.
    living[..top].sort_unstable_by_key(|(_, i)| *i);
    e.totals.top1 = Some(living[..top].iter().map(|(_, i)| l.revenue_year[*i as usize]).sum::<f64>() / trailing);
}

fn fill_panel(step: &StepContext, e: &Economy, panel: &mut Vec<PanelRow>) {
    for i in 0..e.labels.slots() {
        if !e.labels.alive[i] {
            continue;
        }
        let entered = e.labels.born[i] == step.t;
        panel.push(PanelRow {
            quarter: step.t as u32,
            slot: i as u32,
            generation: e.labels.generation[i],
            tier: e.labels.tier[i],
            strategy: if entered { None } else { most_used(e, i) },
            works: e.labels.works[i],
            revenue: e.labels.revenue[i],
            export_revenue: e.labels.exports[i],
            profit: e.labels.profit(i),
            cash: e.labels.cash[i],
            fandom: e.labels.fans(i),
            support_received: e.labels.support[i],
        });
    }
}

/// Strategy of most of a label's works of the quarter, the earlier in the order when tied.
fn most_used(e: &Economy, i: usize) -> Option<Strategy> {
    let mut best = (0.0, None);
    for k in Strategy::ALL {
        let count = e.labels.works_of(i, k);
        if count > best.0 {
            best = (count, Some(k));
        }
    }
    best.1
}
