//! What a comparison with a twin run needs beyond totals (6): every work with its spending and the support it
//! had, and what each slot of labels and creators earned. Recorded only where it is watched.

use crate::model::record::{Trace, WorkTrace};
use crate::model::state::{Economy, UNATTACHED};
use crate::model::step::StepContext;
use crate::policy::{Claim, Kind, Programme, Seam, YearCost};
use crate::units::PerStrategy;

/// Before the first quarter: who is of which tier.
pub fn open(step: &StepContext, e: &Economy, trace: &mut Trace) {
    if !step.record.trace {
        return;
    }
    let labels = &e.labels;
    trace.tiers.extend_from_slice(&labels.tier);
    [&mut trace.revenue, &mut trace.exports, &mut trace.profit].into_iter().for_each(|column| column.resize(labels.slots(), 0.0));
    trace.creator_tiers.extend(e.creators.label.iter().map(|label| (*label != UNATTACHED).then(|| labels.tier[*label as usize])));
    trace.income.resize(e.creators.slots(), 0.0);
}

/// After call 12: the works and earnings of the quarter.
pub fn record(step: &StepContext, e: &Economy, trace: &mut Trace) {
    if !step.record.trace {
        return;
    }
    trace.works.extend((0..e.works.len()).map(|x| work(step, e, x)));
    let labels = &e.labels;
    for i in (0..labels.slots()).filter(|i| labels.alive[*i]) {
        trace.revenue[i] += labels.revenue[i];
        trace.exports[i] += labels.exports[i];
        trace.profit[i] += labels.profit(i);
    }
    // A calendar year that the run does not end is taken at its last quarter.
    if step.t + 1 == step.constants.quarters as i32 && !step.constants.ends_year(step.t) {
        record_incomes(step, e, trace);
    }
}

fn work(step: &StepContext, e: &Economy, x: usize) -> WorkTrace {
    let w = &e.works;
    let slot = w.label[x];
    let mut support = [0.0; Kind::PLACES];
    for (n, programme) in step.constants.programmes.iter().enumerate().filter(|(_, p)| p.acts_at(Seam::Grants)) {
        support[programme.kind as usize] += w.grant_of(x, step.constants.grant_place(n));
    }
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

/// At the year's end, before incomes are measured anew: what a person in each slot of creators earned in the year.
pub fn record_incomes(step: &StepContext, e: &Economy, trace: &mut Trace) {
    if step.record.trace {
        let persons = step.constants.p.persons_per_creator;
        trace.income.iter_mut().zip(&e.creators.income).for_each(|(sum, income)| *sum += income / persons);
    }
}

/// Shares the credit that labels used (`ratio` of what they claimed) out to their works of the year, in proportion to the credit that each
/// work alone would earn; what is used of years without works belongs to none.
pub fn share_credit(step: &StepContext, e: &Economy, (n, programme): (usize, &Programme), claimed: &[f64], ratio: f64, trace: &mut Trace) {
    if !step.record.trace {
        return;
    }
    let year = step.constants.year(step.t);
    let first = trace.works.partition_point(|w| step.constants.year(w.quarter as i32) < year);
    let of_year = &mut trace.works[first..];
    let earned = |w: &WorkTrace| {
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
        totals[work.slot as usize] += earned(work);
    }
    for work in of_year.iter_mut() {
        let (i, part) = (work.slot as usize, earned(work));
        if totals[i] > 0.0 {
            work.support[Kind::TaxCredit as usize] += claimed[i] * ratio * part / totals[i];
        }
    }
}
