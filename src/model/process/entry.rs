//! Tiers and sizes at the year's end, and call 14: exits, then entries (4.8).

use super::founding::{Unattached, forget, found_entrant};
use super::take_up;
use crate::draw::{Purpose, to_uniform};
use crate::math;
use crate::model::columns::list;
use crate::model::constants::{MOST_ACTS, RunConstants};
use crate::model::record::{Entrant, Flow};
use crate::model::state::{BEFORE_THE_RUN, Economy, Labels, NONE};
use crate::model::step::StepContext;
use crate::policy::Kind;
use crate::units::Tier;

/// Quarters that a label keeps its tier and size after entry: its trailing revenue is not yet a year's.
const PROBATION: i32 = 4;

/// Tiers and sizes of the labels old enough.
pub fn classify_labels(step: &StepContext, e: &mut Economy) {
    let old_enough = |labels: &Labels, i: usize| {
        let young = labels.born[i] != BEFORE_THE_RUN && step.t - labels.born[i] < PROBATION;
        labels.alive[i] && !young
    };
    for i in 0..e.labels.slots() {
        if old_enough(&e.labels, i) {
            let tier = next_tier(step.constants, e, i);
            if tier != e.labels.tier[i] {
                change_tier(step.constants, e, i, tier);
            }
        }
    }
    set_sizes(step, e, old_enough);
    e.set_fixed_cost(step.constants);
}

/// Up one tier above the threshold of the next, else down one below a part of the own threshold.
fn next_tier(constants: &RunConstants, e: &Economy, i: usize) -> Tier {
    let threshold = &constants.p.tier_threshold.0;
    let t = e.labels.tier[i].index();
    let revenue = e.labels.revenue_year[i];
    if t > 0 && revenue > threshold[t - 1] {
        Tier::at(t - 1)
    } else if t + 1 < Tier::COUNT && revenue < constants.p.tier_down_factor * threshold[t] {
        Tier::at(t + 1)
    } else {
        Tier::at(t)
    }
}

/// Acts change at once: those beyond the new number are forgotten, so that they start anew if they return.
fn change_tier(constants: &RunConstants, e: &mut Economy, i: usize, tier: Tier) {
    e.labels.tier[i] = tier;
    let acts = constants.p.act_count[tier.index()];
    e.labels.last_strategy[i * MOST_ACTS + acts..(i + 1) * MOST_ACTS].fill(NONE);
}

/// Z = clip((Rev / Rev0 of the tier)^elasticity, floor, ceiling).
pub fn set_sizes(step: &StepContext, e: &mut Economy, of: impl Fn(&Labels, usize) -> bool) {
    let p = step.constants.p;
    let sizes = &mut e.scratch.by_label[..];
    for ((size, tier), revenue) in sizes.iter_mut().zip(&e.labels.tier).zip(&e.labels.revenue_year) {
        let reference = e.revenue_reference[tier.index()];
        *size = if reference > 0.0 { revenue.max(0.0) / reference } else { 1.0 };
    }
    let (elasticity, floor, ceiling) = (p.size_elasticity, p.size_floor, p.size_ceiling);
    step.cpu.run(
        #[inline(always)]
        || size_up(sizes, elasticity, floor, ceiling),
    );
    for (i, size) in sizes.iter().enumerate() {
        if of(&e.labels, i) {
            e.labels.size[i] = *size;
        }
    }
}

/// The loop of [`set_sizes`]; `sizes` come with revenue relative to the reference.
#[inline(always)]
fn size_up(sizes: &mut [f64], elasticity: f64, floor: f64, ceiling: f64) {
    for size in sizes {
        let power = math::pow(*size, elasticity);
        *size = if *size > 0.0 { power.max(floor).min(ceiling) } else { floor };
    }
}

/// Call 14: all exits, then all entries into slots that were empty before this call.
pub fn exit_and_enter(step: &StepContext, e: &mut Economy) {
    let (mut empty, mut leaving) = (std::mem::take(&mut e.scratch.order), std::mem::take(&mut e.scratch.leaving));
    list(&mut empty, e.labels.slots(), |i| !e.labels.alive[i]);
    list(&mut leaving, e.labels.slots(), |i| e.labels.alive[i] & fails(step, e, i));
    for i in &leaving {
        exit(step, e, *i as usize);
    }
    forget(&mut e.labels, &leaving);
    enter_slots(step, e, &mut empty);
    (e.scratch.order, e.scratch.leaving) = (empty, leaving);
}

/// Entries into empty slots, each with the probability of the quarter; `slots` keeps those entered.
fn enter_slots(step: &StepContext, e: &mut Economy, slots: &mut Vec<u32>) {
    let probability = entry_probability(step, e);
    // Draws are keyed by the generation that would enter.
    let entrant = |e: &Economy, i: u32| (i, e.labels.generation[i as usize] + 1);
    let mut fates = std::mem::take(&mut e.scratch.fates);
    fates.clear();
    for i in slots.iter() {
        let (slot, generation) = entrant(e, *i);
        fates.push(slot, generation, 0);
    }
    fates.draw(step, Purpose::Entry, step.time);
    let mut draws = fates.words[3].iter();
    slots.retain(|_| draws.next().is_some_and(|word| to_uniform(*word) < probability));
    e.scratch.fates = fates;
    if slots.is_empty() {
        return;
    }
    let mut normals = std::mem::take(&mut e.scratch.founding);
    let mut unattached = std::mem::take(&mut e.scratch.unattached);
    normals.draw_labels(step, slots.iter().map(|i| entrant(e, *i)));
    unattached.list(&e.creators.label);
    forget(&mut e.labels, slots);
    for (n, i) in slots.iter().enumerate() {
        enter(step, e, *i as usize, |index| normals.of_label(n, index), &mut unattached);
    }
    e.scratch.founding = normals;
    e.scratch.unattached = unattached;
}

/// Exit: cash < -limit * FX, or closure for other reasons; both are asked, for few labels fail by either.
fn fails(step: &StepContext, e: &Economy, i: usize) -> bool {
    let p = step.constants.p;
    (e.labels.cash[i] < -p.credit_limit * e.labels.fixed_cost[i])
        | (to_uniform(e.scratch.fates.words[2][i]) < p.closure_hazard[e.labels.tier[i].index()])
}

/// Positive cash repays guaranteed, then bank debt, the rest is the owners'; what is missing is written off.
fn exit(step: &StepContext, e: &mut Economy, i: usize) {
    settle_guarantees(step, e, i);
    let cash = e.labels.cash[i];
    let repaid = e.labels.bank_debt[i].min(cash.max(0.0));
    e.ledger.book(Flow::BankRepayment, repaid);
    e.ledger.bank_written_off += e.labels.bank_debt[i] - repaid;
    if cash >= 0.0 {
        e.ledger.book(Flow::ExitToOwners, cash - repaid)
    } else {
        e.ledger.book(Flow::UnpaidBills, -cash)
    }
    e.labels.cash[i] = 0.0;
    e.labels.alive[i] = false;
    e.labels.recognition[i] = 0.0;
    e.labels.fandom.iter_mut().for_each(|fandom| fandom[i] = 0.0);
    take_up::leave(e, i);
    e.creators.release(i);
    e.totals.exits += 1;
    if let Some(entrant) = e.history.entrants.get_mut(e.labels.entrant[i] as usize) {
        entrant.died = Some(step.t);
    }
}

/// Cash repays guaranteed debt; government pays its coverage of what is missing, programme by programme.
fn settle_guarantees(step: &StepContext, e: &mut Economy, i: usize) {
    let debt = e.labels.guaranteed_debt[i];
    if debt <= 0.0 {
        return;
    }
    let repaid = debt.min(e.labels.cash[i].max(0.0));
    e.labels.cash[i] -= repaid;
    e.ledger.book(Flow::GuaranteedRepayment, repaid);
    e.ledger.guaranteed_written_off += debt - repaid;
    for (n, programme) in step.constants.programmes.iter().enumerate().filter(|(_, p)| p.kind == Kind::LoanGuarantee) {
        let missing = e.government.accounts[n].guaranteed[i] * (1.0 - repaid / debt);
        let loss = programme.rule.guarantee_terms().map_or(0.0, |terms| terms.coverage) * missing;
        e.ledger.book(Flow::GuaranteeLosses, loss);
        e.totals.guarantee_losses += loss;
    }
    e.labels.guaranteed_debt[i] = 0.0;
}

/// p = base * exp(clip(k (view - reference), -1, 1)) * (1 + k_ep support) * (1 - 2 compliance).
fn entry_probability(step: &StepContext, e: &Economy) -> f64 {
    let p = step.constants.p;
    let mood = (p.entry_sensitivity * (e.press.startup_view - e.press.startup_reference)).clamp(-1.0, 1.0);
    let support = 1.0 + p.entry_policy_sensitivity * e.government.startup_support(step.constants);
    let compliance = if e.government.active { take_up::startup_compliance(step, e) } else { 0.0 };
    p.entry_probability * math::exp(mood) * support * (1.0 - 2.0 * compliance)
}

fn enter(step: &StepContext, e: &mut Economy, i: usize, z: impl Fn(u32) -> f64, unattached: &mut Unattached) {
    found_entrant(step, e, i, z, unattached);
    e.ledger.book(Flow::Founding, e.labels.cash[i]);
    take_up::apply_at_entry(step, e, i);
    e.labels.entrant[i] = e.history.entrants.len() as u32;
    e.history.entrants.push(Entrant { born: step.t, died: None });
    e.totals.entries += 1;
}
