//! Tiers and sizes at the year's end, and call 14: exits, then entries (4.8).

use super::accounts::Flow;
use super::economy::{Economy, Now};
use super::founding::{Unattached, forget, found_entrant};
use super::history::Entrant;
use super::label::{BEFORE_THE_RUN, Labels, NONE};
use super::scratch::list;
use super::take_up;
use super::world::{MOST_ACTS, World};
use crate::draw::{Purpose, to_uniform};
use crate::math;
use crate::policy::Kind;
use crate::units::Tier;

/// Quarters that a label keeps its tier and size after entry: its trailing revenue is not yet a year's.
const PROBATION: i32 = 4;

/// Tiers and sizes of the labels old enough.
pub fn classify_labels(now: &Now, e: &mut Economy) {
    let old_enough = |labels: &Labels, i: usize| {
        let young = labels.born[i] != BEFORE_THE_RUN && now.t - labels.born[i] < PROBATION;
        labels.alive[i] && !young
    };
    for i in 0..e.labels.slots() {
        if old_enough(&e.labels, i) {
            let tier = next_tier(now.world, e, i);
            if tier != e.labels.tier[i] {
                change_tier(now.world, e, i, tier);
            }
        }
    }
    set_sizes(now, e, old_enough);
    e.set_fixed_cost(now.world);
}

/// Up one tier above the threshold of the next, else down one below a part of the own threshold.
fn next_tier(world: &World, e: &Economy, i: usize) -> Tier {
    let threshold = &world.p.tier_threshold.0;
    let t = e.labels.tier[i].index();
    let revenue = e.labels.revenue_year[i];
    if t > 0 && revenue > threshold[t - 1] {
        Tier::at(t - 1)
    } else if t + 1 < Tier::COUNT && revenue < world.p.tier_down_factor * threshold[t] {
        Tier::at(t + 1)
    } else {
        Tier::at(t)
    }
}

/// Acts change at once: those beyond the new number are forgotten, so that they start anew if they return.
fn change_tier(world: &World, e: &mut Economy, i: usize, tier: Tier) {
    e.labels.tier[i] = tier;
    let acts = world.p.act_count[tier.index()];
    e.labels.last_strategy[i * MOST_ACTS + acts..(i + 1) * MOST_ACTS].fill(NONE);
}

/// Z = clip((Rev / Rev0 of the tier)^elasticity, floor, ceiling).
pub fn set_sizes(now: &Now, e: &mut Economy, of: impl Fn(&Labels, usize) -> bool) {
    let p = now.world.p;
    let sizes = &mut e.scratch.by_label[..];
    for ((size, tier), revenue) in sizes.iter_mut().zip(&e.labels.tier).zip(&e.labels.revenue_year) {
        let reference = e.revenue_reference[tier.index()];
        *size = if reference > 0.0 { revenue.max(0.0) / reference } else { 1.0 };
    }
    let (elasticity, floor, ceiling) = (p.size_elasticity, p.size_floor, p.size_ceiling);
    now.cpu.run(
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
pub fn exit_and_enter(now: &Now, e: &mut Economy) {
    let (mut empty, mut leaving) = (std::mem::take(&mut e.scratch.order), std::mem::take(&mut e.scratch.leaving));
    list(&mut empty, e.labels.slots(), |i| !e.labels.alive[i]);
    list(&mut leaving, e.labels.slots(), |i| e.labels.alive[i] & fails(now, e, i));
    for i in &leaving {
        exit(now, e, *i as usize);
    }
    forget(&mut e.labels, &leaving);
    enter_slots(now, e, &mut empty);
    (e.scratch.order, e.scratch.leaving) = (empty, leaving);
}

/// Entries into empty slots, each with the probability of the quarter; `slots` keeps those entered.
fn enter_slots(now: &Now, e: &mut Economy, slots: &mut Vec<u32>) {
    let probability = entry_probability(now, e);
    // Draws are keyed by the generation that would enter.
    let entrant = |e: &Economy, i: u32| (i, e.labels.generation[i as usize] + 1);
    let mut fates = std::mem::take(&mut e.scratch.fates);
    fates.clear();
    for i in slots.iter() {
        let (slot, generation) = entrant(e, *i);
        fates.push(slot, generation, 0);
    }
    fates.draw(now, Purpose::Entry, now.time);
    let mut draws = fates.words[3].iter();
    slots.retain(|_| draws.next().is_some_and(|word| to_uniform(*word) < probability));
    e.scratch.fates = fates;
    if slots.is_empty() {
        return;
    }
    let mut normals = std::mem::take(&mut e.scratch.founding);
    let mut unattached = std::mem::take(&mut e.scratch.unattached);
    normals.draw_labels(now, slots.iter().map(|i| entrant(e, *i)));
    unattached.list(&e.creators.label);
    forget(&mut e.labels, slots);
    for (n, i) in slots.iter().enumerate() {
        enter(now, e, *i as usize, |index| normals.of_label(n, index), &mut unattached);
    }
    e.scratch.founding = normals;
    e.scratch.unattached = unattached;
}

/// Exit: cash < -limit * FX, or closure for other reasons; both are asked, for few labels fail by either.
fn fails(now: &Now, e: &Economy, i: usize) -> bool {
    let p = now.world.p;
    (e.labels.cash[i] < -p.credit_limit * e.labels.fixed_cost[i])
        | (to_uniform(e.scratch.fates.words[2][i]) < p.closure_hazard[e.labels.tier[i].index()])
}

/// Positive cash repays guaranteed, then bank debt, the rest is the owners'; what is missing is written off.
fn exit(now: &Now, e: &mut Economy, i: usize) {
    settle_guarantees(now, e, i);
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
        entrant.died = Some(now.t);
    }
}

/// Cash repays guaranteed debt; government pays its coverage of what is missing, programme by programme.
fn settle_guarantees(now: &Now, e: &mut Economy, i: usize) {
    let debt = e.labels.guaranteed_debt[i];
    if debt <= 0.0 {
        return;
    }
    let repaid = debt.min(e.labels.cash[i].max(0.0));
    e.labels.cash[i] -= repaid;
    e.ledger.book(Flow::GuaranteedRepayment, repaid);
    e.ledger.guaranteed_written_off += debt - repaid;
    for (n, programme) in now.world.programmes.iter().enumerate().filter(|(_, p)| p.kind == Kind::LoanGuarantee) {
        let missing = e.government.accounts[n].guaranteed[i] * (1.0 - repaid / debt);
        let loss = programme.rule.guarantee_terms().map_or(0.0, |terms| terms.coverage) * missing;
        e.ledger.book(Flow::GuaranteeLosses, loss);
        e.totals.guarantee_losses += loss;
    }
    e.labels.guaranteed_debt[i] = 0.0;
}

/// p = base * exp(clip(k (view - reference), -1, 1)) * (1 + k_ep support) * (1 - 2 compliance).
fn entry_probability(now: &Now, e: &Economy) -> f64 {
    let p = now.world.p;
    let mood = (p.entry_sensitivity * (e.press.startup_view - e.press.startup_reference)).clamp(-1.0, 1.0);
    let support = 1.0 + p.entry_policy_sensitivity * e.government.startup_support(now.world);
    let compliance = if e.government.active { take_up::startup_compliance(now, e) } else { 0.0 };
    p.entry_probability * math::exp(mood) * support * (1.0 - 2.0 * compliance)
}

fn enter(now: &Now, e: &mut Economy, i: usize, z: impl Fn(u32) -> f64, unattached: &mut Unattached) {
    found_entrant(now, e, i, z, unattached);
    e.ledger.book(Flow::Founding, e.labels.cash[i]);
    take_up::apply_at_entry(now, e, i);
    e.labels.entrant[i] = e.history.entrants.len() as u32;
    e.history.entrants.push(Entrant { born: now.t, died: None });
    e.totals.entries += 1;
}
