//! Tiers and sizes at the year's end, and call 14: exits, then entries (4.8).

use super::accounts::Flow;
use super::creator::UNATTACHED;
use super::economy::{Economy, Now};
use super::founding::{Unattached, forget, found_entrant};
use super::government;
use super::history::Entrant;
use super::label::{BEFORE_THE_RUN, NONE};
use super::world::{MOST_ACTS, World};
use crate::draw::{Purpose, to_uniform};
use crate::math;
use crate::policy::Kind;
use crate::units::Tier;

/// Quarters that a label keeps its tier and size after entry: its trailing revenue is not yet a year's.
const PROBATION: i32 = 4;

/// Tiers and sizes of the labels old enough.
pub fn classify_labels(now: &Now, e: &mut Economy) {
    for i in 0..e.labels.slots() {
        let young = e.labels.born[i] != BEFORE_THE_RUN && now.t - e.labels.born[i] < PROBATION;
        if e.labels.alive[i] && !young {
            let tier = next_tier(now.world, e, i);
            if tier != e.labels.tier[i] {
                change_tier(now.world, e, i, tier);
            }
            set_size(now.world, e, i);
        }
    }
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
pub fn set_size(world: &World, e: &mut Economy, i: usize) {
    let p = world.p;
    let reference = e.revenue_reference[e.labels.tier[i].index()];
    let relative = if reference > 0.0 { e.labels.revenue_year[i].max(0.0) / reference } else { 1.0 };
    let size = if relative > 0.0 { math::pow(relative, p.size_elasticity) } else { 0.0 };
    e.labels.size[i] = size.clamp(p.size_floor, p.size_ceiling);
}

/// Call 14: all exits, then all entries into slots that were empty before this call.
pub fn exit_and_enter(now: &Now, e: &mut Economy) {
    let mut empty = std::mem::take(&mut e.scratch.order);
    empty.clear();
    empty.extend((0..e.labels.slots() as u32).filter(|i| !e.labels.alive[*i as usize]));
    let mut moved = false;
    for i in 0..e.labels.slots() {
        if e.labels.alive[i] && fails(now, e, i) {
            exit(now, e, i);
            moved = true;
        }
    }
    let probability = entry_probability(now, e);
    let mut unattached = std::mem::take(&mut e.scratch.unattached);
    unattached.list(&e.creators.label);
    for &i in &empty {
        // The draw is keyed by the generation that would enter.
        let who = crate::draw::Who::new(i, e.labels.generation[i as usize] + 1);
        if now.uniform(Purpose::Entry, who, 0) < probability {
            enter(now, e, i as usize, &mut unattached);
            moved = true;
        }
    }
    e.scratch.order = empty;
    e.scratch.unattached = unattached;
    if moved {
        e.creators.index_members();
    }
}

/// Exit: cash < -limit * FX, or closure for other reasons.
fn fails(now: &Now, e: &Economy, i: usize) -> bool {
    let p = now.world.p;
    e.labels.cash[i] < -p.credit_limit * e.fixed_cost(now.world, i)
        || to_uniform(e.scratch.fates.words[2][i]) < p.closure_hazard[e.labels.tier[i].index()]
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
    forget(&mut e.labels, i);
    government::leave(e, i);
    let (first, end) = (e.creators.first[i] as usize, e.creators.first[i + 1] as usize);
    for n in first..end {
        e.creators.label[e.creators.members[n] as usize] = UNATTACHED;
    }
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
    let compliance = if e.government.active { government::startup_compliance(now, e) } else { 0.0 };
    p.entry_probability * math::exp(mood) * support * (1.0 - 2.0 * compliance)
}

fn enter(now: &Now, e: &mut Economy, i: usize, unattached: &mut Unattached) {
    found_entrant(now, e, i, unattached);
    e.ledger.book(Flow::Founding, e.labels.cash[i]);
    government::apply_at_entry(now, e, i);
    e.labels.entrant[i] = e.history.entrants.len() as u32;
    e.history.entrants.push(Entrant { born: now.t, died: None });
    e.totals.entries += 1;
}
