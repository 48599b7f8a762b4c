//! What a comparison with a twin run needs beyond totals (6.2): every work with its spending and the support it
//! had, and what each slot of labels and creators earned. Recorded only where it is watched.

use super::creator::UNATTACHED;
use super::economy::{Economy, Now};
use crate::policy::{Claim, Kind, Programme, YearCost};
use crate::units::{PerStrategy, Strategy, Tier};

/// One work made. Money in M KRW.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorkTrace {
    /// Quarter of the run.
    pub quarter: u32,
    /// Slot of the label.
    pub slot: u32,
    /// Generation of the label in its slot.
    pub generation: u32,
    /// Act of the label.
    pub act: u32,
    /// Strategy.
    pub strategy: Strategy,
    /// Cost, localisation and fixed cost of foreign visits, whoever pays.
    pub spending: f64,
    /// Support of each instrument; the waived coordination cost for brokerage, for tax credits the work's part of
    /// the credit that its label used at the year's end.
    pub support: [f64; Kind::COUNT],
    /// Whether the title holds a brokered slot.
    pub brokered: bool,
    /// Cost of the work that the label bears, as tax credits count it.
    pub own_cost: f64,
    /// Fixed cost of foreign visits that the label bears, likewise.
    pub own_visits: f64,
}

impl WorkTrace {
    /// What names the same work in the twin run.
    pub fn key(&self) -> (u32, u32, u32, u32) {
        (self.quarter, self.slot, self.act, self.generation)
    }

    /// Whether an instrument supported the work.
    pub fn supported_by(&self, kind: Kind) -> bool {
        self.support[kind as usize] > 0.0 || (kind == Kind::Brokerage && self.brokered)
    }
}

/// Works and earnings of one run.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Whether anything is recorded.
    pub(super) on: bool,
    /// Works, in the order of quarter, slot and act.
    pub works: Vec<WorkTrace>,
    /// Tier of each slot of labels at the start of the run.
    pub tiers: Vec<Tier>,
    /// Revenue of each slot of labels over the run, M KRW.
    pub revenue: Vec<f64>,
    /// Exports likewise.
    pub exports: Vec<f64>,
    /// Profit before tax and payouts likewise.
    pub profit: Vec<f64>,
    /// Tier of the label of each slot of creators at the start of the run; `None` without a label.
    pub creator_tiers: Vec<Option<Tier>>,
    /// Income of each slot of creators over the run, M KRW.
    pub income: Vec<f64>,
}

impl Trace {
    /// Forgets the run before.
    pub(super) fn clear(&mut self, on: bool) {
        self.on = on;
        self.works.clear();
        self.tiers.clear();
        self.creator_tiers.clear();
        [&mut self.revenue, &mut self.exports, &mut self.profit, &mut self.income].into_iter().for_each(Vec::clear);
    }

    /// Takes over another trace, in the room that there is.
    pub fn copy_from(&mut self, from: &Self) {
        self.on = from.on;
        self.works.clone_from(&from.works);
        self.tiers.clone_from(&from.tiers);
        self.creator_tiers.clone_from(&from.creator_tiers);
        let own = [&mut self.revenue, &mut self.exports, &mut self.profit, &mut self.income];
        own.into_iter().zip([&from.revenue, &from.exports, &from.profit, &from.income]).for_each(|(to, from)| to.clone_from(from));
    }
}

/// Before the first quarter: who is of which tier.
pub fn open(e: &mut Economy) {
    if !e.history.trace.on {
        return;
    }
    let (trace, labels) = (&mut e.history.trace, &e.labels);
    trace.tiers.extend_from_slice(&labels.tier);
    [&mut trace.revenue, &mut trace.exports, &mut trace.profit].into_iter().for_each(|column| column.resize(labels.slots(), 0.0));
    trace.creator_tiers.extend(e.creators.label.iter().map(|label| (*label != UNATTACHED).then(|| labels.tier[*label as usize])));
    trace.income.resize(e.creators.slots(), 0.0);
}

/// After call 12: the works and earnings of the quarter.
pub fn record(now: &Now, e: &mut Economy) {
    if !e.history.trace.on {
        return;
    }
    for x in 0..e.works.len() {
        let work = work(now, e, x);
        e.history.trace.works.push(work);
    }
    let (trace, labels) = (&mut e.history.trace, &e.labels);
    for i in (0..labels.slots()).filter(|i| labels.alive[*i]) {
        trace.revenue[i] += labels.revenue[i];
        trace.exports[i] += labels.exports[i];
        trace.profit[i] += labels.net_receipts[i] - (labels.work_cost[i] + labels.fixed_paid[i] + labels.interest[i]);
    }
    // A calendar year that the run does not end is taken at its last quarter.
    if now.t + 1 == now.world.quarters as i32 && !now.world.ends_year(now.t) {
        record_incomes(e);
    }
}

fn work(now: &Now, e: &Economy, x: usize) -> WorkTrace {
    let w = &e.works;
    let slot = w.label[x];
    let mut support = [0.0; Kind::COUNT];
    support[Kind::ProductionGrant as usize] = w.grant[x];
    support[Kind::LocalisationVoucher as usize] = w.localisation_voucher[x];
    support[Kind::TouringVoucher as usize] = w.touring_vouchers[x];
    support[Kind::Brokerage as usize] = w.waived_coordination[x];
    WorkTrace {
        quarter: now.t as u32,
        slot,
        generation: e.labels.generation[slot as usize],
        act: w.act[x],
        strategy: w.strategy[x],
        spending: w.cost[x] + w.localisation_cost[x] + w.visit_cost[x],
        support,
        brokered: w.brokered_slot[x],
        own_cost: (w.cost[x] - w.grant[x] + w.localisation_cost[x] - w.localisation_voucher[x]).max(0.0),
        own_visits: w.visit_cost[x] - w.touring_vouchers[x],
    }
}

/// At the year's end, before incomes are measured anew: what each slot of creators earned in the year.
pub fn record_incomes(e: &mut Economy) {
    if e.history.trace.on {
        e.history.trace.income.iter_mut().zip(&e.creators.income).for_each(|(sum, income)| *sum += income);
    }
}

/// Shares the credit that labels used (`ratio` of what they claimed) out to their works of the year, in proportion to the credit that each
/// work alone would earn; what is used of years without works belongs to none.
pub fn share_credit(now: &Now, e: &mut Economy, n: usize, programme: &Programme, claimed: &[f64], ratio: f64) {
    if !e.history.trace.on {
        return;
    }
    let year = now.world.year(now.t);
    let mut works = std::mem::take(&mut e.history.trace.works);
    let first = works.partition_point(|w| now.world.year(w.quarter as i32) < year);
    let of_year = &mut works[first..];
    let earned = |e: &Economy, w: &WorkTrace| {
        let i = w.slot as usize;
        if !e.government.accounts[n].applied[i] || !programme.runs(w.quarter as i32) {
            return 0.0;
        }
        let facts = e.government.facts(now.world, &e.labels, i, n);
        let only = |amount: f64| PerStrategy::build(|k| if k == w.strategy { amount } else { 0.0 });
        let allowed = e.government.condition(now.world, &facts, Claim::Label).is_some();
        if allowed { programme.rule.tax_relief(&facts, &YearCost { works: only(w.own_cost), visits: only(w.own_visits) }).credit } else { 0.0 }
    };
    let mut totals = vec![0.0; claimed.len()];
    for work in of_year.iter() {
        totals[work.slot as usize] += earned(e, work);
    }
    for work in of_year.iter_mut() {
        let (i, part) = (work.slot as usize, earned(e, work));
        if totals[i] > 0.0 {
            work.support[Kind::TaxCredit as usize] += claimed[i] * ratio * part / totals[i];
        }
    }
    e.history.trace.works = works;
}
