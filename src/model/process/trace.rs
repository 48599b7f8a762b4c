//! What a comparison with a twin run needs beyond totals (6.2): every work with its spending and the support it
//! had, and what each slot of labels and creators earned. Recorded only where it is watched.

use crate::model::record::WorkTrace;
use crate::model::state::{Economy, UNATTACHED};
use crate::model::step::StepContext;
use crate::policy::{Claim, Kind, Programme, YearCost};
use crate::units::PerStrategy;

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
pub fn record(step: &StepContext, e: &mut Economy) {
    if !e.history.trace.on {
        return;
    }
    for x in 0..e.works.len() {
        let work = work(step, e, x);
        e.history.trace.works.push(work);
    }
    let (trace, labels) = (&mut e.history.trace, &e.labels);
    for i in (0..labels.slots()).filter(|i| labels.alive[*i]) {
        trace.revenue[i] += labels.revenue[i];
        trace.exports[i] += labels.exports[i];
        trace.profit[i] += labels.net_receipts[i] - (labels.work_cost[i] + labels.fixed_paid[i] + labels.interest[i]);
    }
    // A calendar year that the run does not end is taken at its last quarter.
    if step.t + 1 == step.constants.quarters as i32 && !step.constants.ends_year(step.t) {
        record_incomes(e);
    }
}

fn work(step: &StepContext, e: &Economy, x: usize) -> WorkTrace {
    let w = &e.works;
    let slot = w.label[x];
    let mut support = [0.0; Kind::COUNT];
    support[Kind::ProductionGrant as usize] = w.grant[x];
    support[Kind::LocalisationVoucher as usize] = w.localisation_voucher[x];
    support[Kind::TouringVoucher as usize] = w.touring_vouchers[x];
    support[Kind::Brokerage as usize] = w.waived_coordination[x];
    WorkTrace {
        quarter: step.t as u32,
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
pub fn share_credit(step: &StepContext, e: &mut Economy, n: usize, programme: &Programme, claimed: &[f64], ratio: f64) {
    if !e.history.trace.on {
        return;
    }
    let year = step.constants.year(step.t);
    let mut works = std::mem::take(&mut e.history.trace.works);
    let first = works.partition_point(|w| step.constants.year(w.quarter as i32) < year);
    let of_year = &mut works[first..];
    let earned = |e: &Economy, w: &WorkTrace| {
        let i = w.slot as usize;
        if !e.government.accounts[n].applied[i] || !programme.runs(w.quarter as i32) {
            return 0.0;
        }
        let facts = e.government.facts(step.constants, &e.labels, i, n);
        let only = |amount: f64| PerStrategy::build(|k| if k == w.strategy { amount } else { 0.0 });
        let allowed = e.government.condition(step.constants, &facts, Claim::Label).is_some();
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
