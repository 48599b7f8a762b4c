//! Call 14: exits, then entries (4.8).

use super::founding::{FoundingDraws, Unattached, found_entrant};
use super::take_up;
use crate::draw::{Purpose, to_uniform};
use crate::model::columns::{DrawRows, list};
use crate::model::equation::firms as equation;
use crate::model::record::{Entrant, Flow};
use crate::model::state::Economy;
use crate::model::step::StepContext;
use crate::policy::Seam;
use crate::units::Tier;

/// What exits and entries work with.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Slots that were empty before the call, then those that are entered.
    empty: Vec<u32>,
    /// Labels that leave.
    leaving: Vec<u32>,
    /// Draws of entry, one for each empty slot.
    draws: DrawRows,
    /// Draws of the entrants.
    founding: FoundingDraws,
    /// Creators without a label.
    unattached: Unattached,
}

impl Workspace {
    /// Allocates for so many labels and creators.
    pub fn allocate(labels: usize, creators: usize) -> Self {
        Self {
            empty: Vec::with_capacity(labels),
            leaving: Vec::with_capacity(labels),
            draws: DrawRows::allocate(labels),
            founding: FoundingDraws::allocate(labels),
            unattached: Unattached::allocate(creators),
        }
    }
}

/// Call 14: all exits, then all entries into slots that were empty before this call.
pub fn exit_and_enter(step: &StepContext, e: &mut Economy, ws: &mut Workspace, entrants: &mut Vec<Entrant>) {
    list(&mut ws.empty, e.labels.slots(), |i| !e.labels.alive[i]);
    list(&mut ws.leaving, e.labels.slots(), |i| e.labels.alive[i] & fails(step, e, i));
    for i in &ws.leaving {
        exit(step, e, *i as usize, entrants);
    }
    e.labels.forget(&ws.leaving);
    enter_slots(step, e, ws, entrants);
}

/// Entries into empty slots, each with the probability of the quarter.
fn enter_slots(step: &StepContext, e: &mut Economy, ws: &mut Workspace, entrants: &mut Vec<Entrant>) {
    let Workspace { empty: slots, draws, founding, unattached, .. } = ws;
    if slots.is_empty() {
        return;
    }
    let probability = equation::entry_probability(births(step, e), slots.len() as f64);
    // Draws are keyed by the generation that would enter.
    let entrant = |e: &Economy, i: u32| (i, e.labels.generation[i as usize] + 1);
    draws.clear();
    for i in slots.iter() {
        let (slot, generation) = entrant(e, *i);
        draws.push(slot, generation, 0);
    }
    draws.draw(step, Purpose::Entry, step.time);
    let mut words = draws.words_of(Purpose::Entry).iter();
    slots.retain(|_| words.next().is_some_and(|word| to_uniform(*word) < probability));
    if slots.is_empty() {
        return;
    }
    founding.draw_labels(step, slots.iter().map(|i| entrant(e, *i)));
    unattached.list(&e.creators.label);
    e.labels.forget(slots);
    for (n, i) in slots.iter().enumerate() {
        enter(step, e, *i as usize, |index| founding.of_label(n, index), unattached, entrants);
    }
}

/// Whether a label exits: insolvent, or closed for other reasons.
fn fails(step: &StepContext, e: &Economy, i: usize) -> bool {
    let p = step.constants.p;
    let u = to_uniform(e.label_draws.words_of(Purpose::Closure)[i]);
    equation::fails(insolvent(step, e, i), u, p.closure_hazard[e.labels.tier[i].index()])
}

/// Whether a label owes its suppliers too much.
fn insolvent(step: &StepContext, e: &Economy, i: usize) -> bool {
    equation::insolvent(e.labels.cash[i], step.constants.p.credit_limit, e.labels.fixed_cost[i])
}

/// Positive cash repays guaranteed, then bank debt, the rest goes to investors, fund and owners by their claims. Owners answer
/// for a part of what is missing where the label is not insolvent; the rest is written off.
fn exit(step: &StepContext, e: &mut Economy, i: usize, entrants: &mut [Entrant]) {
    let insolvent = insolvent(step, e, i);
    settle_guarantees(step, e, i, insolvent);
    let (debt, cash) = (e.labels.bank_debt[i], e.labels.cash[i]);
    let repaid = equation::repaid_at_exit(debt, cash);
    let by_owners = equation::recourse(debt - repaid, step.constants.p.owner_recourse, insolvent);
    e.ledger.book(Flow::BankRepayment, repaid);
    e.ledger.book(Flow::OwnerRecourse, by_owners);
    e.ledger.bank_written_off += debt - repaid - by_owners;
    if cash >= 0.0 {
        let shares = equation::shared_residual(cash - repaid, e.labels.private_claim[i], e.labels.public_claim[i]);
        for (flow, share) in [Flow::ExitToInvestors, Flow::ExitToFund, Flow::ExitToOwners].into_iter().zip(shares) {
            e.ledger.book(flow, share);
        }
        e.totals.stakes_returned += shares[1];
    } else {
        e.ledger.book(Flow::UnpaidBills, -cash)
    }
    e.labels.cash[i] = 0.0;
    e.labels.alive[i] = false;
    e.labels.recognition[i] = 0.0;
    e.labels.fandom.iter_mut().for_each(|fandom| fandom[i] = 0.0);
    take_up::leave(e, i);
    e.members.release(&mut e.creators.label, i);
    e.totals.exits += 1;
    if let Some(entrant) = entrants.get_mut(e.labels.entrant[i] as usize) {
        entrant.died = Some(step.t);
    }
}

/// Cash repays guaranteed debt, owners their part; government pays its coverage of what is missing, programme by programme.
fn settle_guarantees(step: &StepContext, e: &mut Economy, i: usize, insolvent: bool) {
    let debt = e.labels.guaranteed_debt[i];
    if debt <= 0.0 {
        return;
    }
    let repaid = equation::repaid_at_exit(debt, e.labels.cash[i]);
    e.labels.cash[i] -= repaid;
    let by_owners = equation::recourse(debt - repaid, step.constants.p.owner_recourse, insolvent);
    e.ledger.book(Flow::GuaranteedRepayment, repaid);
    e.ledger.book(Flow::OwnerRecourse, by_owners);
    e.totals.guaranteed_recourse += by_owners;
    e.ledger.guaranteed_written_off += debt - repaid - by_owners;
    for (n, programme) in step.constants.programmes.iter().enumerate().filter(|(_, p)| p.acts_at(Seam::Guarantees)) {
        let coverage = programme.rule.guarantee_terms().map_or(0.0, |terms| terms.coverage);
        let loss = equation::guarantee_loss(coverage, e.government.accounts[n].guaranteed[i], repaid + by_owners, debt);
        e.ledger.book(Flow::GuaranteeLosses, loss);
        e.totals.guarantee_losses += loss;
    }
    e.labels.guaranteed_debt[i] = 0.0;
}

/// Startups that are founded in the quarter on average.
pub(super) fn births(step: &StepContext, e: &Economy) -> f64 {
    let p = step.constants.p;
    equation::births(equation::Entry {
        usual: p.entry_rate * p.label_count[Tier::Startup.index()] as f64,
        sensitivity: p.entry_sensitivity,
        view: e.press.startup_view,
        reference: e.press.startup_reference,
        policy_sensitivity: p.entry_policy_sensitivity,
        support: e.government.startup_support(step.constants),
        compliance: if e.government.active { take_up::startup_compliance(step, e) } else { 0.0 },
    })
}

fn enter(step: &StepContext, e: &mut Economy, i: usize, z: impl Fn(u32) -> f64, unattached: &mut Unattached, entrants: &mut Vec<Entrant>) {
    found_entrant(step, e, i, z, unattached);
    e.ledger.book(Flow::Founding, e.labels.cash[i]);
    take_up::apply_at_entry(step, e, i);
    e.totals.entries += 1;
    // Outcomes of survival follow those who enter in the run alone.
    e.labels.entrant[i] = if step.burn_in() { u32::MAX } else { entrants.len() as u32 };
    if !step.burn_in() {
        entrants.push(Entrant { born: step.t, died: None });
    }
}
