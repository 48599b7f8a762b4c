//! Call 1: which programmes run, who takes part in the year, and the contract terms in force (5.2); entries and exits.

use super::claims::{Lot, Workspace};
use crate::draw::{Purpose, to_uniform};
use crate::model::columns::Ranked;
use crate::model::equation::revenue::rise;
use crate::model::equation::take_up as equation;
use crate::model::state::{Account, Economy};
use crate::model::step::StepContext;
use crate::policy::{Budget, Claim, ContractTerms, Programme, Seam};
use crate::units::{PerTier, Tier};

/// Call 1: which programmes run; budgets released; applications and places of the year; contracts.
pub fn open_quarter(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    // Before the run no programme acts, whenever it starts.
    if step.constants.programmes.is_empty() || step.burn_in() {
        return;
    }
    let year = step.constants.year(step.t);
    for (n, programme) in step.constants.programmes.iter().enumerate() {
        let account = &mut e.government.accounts[n];
        account.running = programme.is_on(step.constants.start, step.t);
        account.places = programme.rule.places(programme.year(step.constants.start, step.t));
        account.claims = PerTier::default();
        if !account.running {
            continue;
        }
        e.government.active = true;
        release(step, programme, account, e.conditions.budgets);
        if account.round != Some(year) {
            account.round = Some(year);
            take_applications(step, e, n, ws);
        }
    }
    e.government.list_running(step.constants);
    measure_cover(step, e);
    for n in 0..step.constants.programmes.len() {
        if e.government.accounts[n].running && step.constants.programmes[n].acts_at(Seam::Places) {
            give_places(step, e, n, ws);
        }
    }
    set_contracts(step, e);
}

/// A quarter of the yearly budget, unspent parts of which roll over within the calendar year; or what a levy brought in the last.
fn release(step: &StepContext, programme: &Programme, account: &mut Account, factor: f64) {
    let released = match programme.rule.budget() {
        Budget::Levied => std::mem::take(&mut account.levied),
        budget => {
            let Some(schedule) = budget.schedule() else { return };
            equation::release(schedule.of_year(programme.year(step.constants.start, step.t))) * factor
        }
    };
    account.money += released;
    account.released += released;
}

/// Which part of what applicants could claim each running programme's money covers.
fn measure_cover(step: &StepContext, e: &mut Economy) {
    for (n, programme) in step.constants.programmes.iter().enumerate() {
        if !e.government.accounts[n].running || !programme.rule.expects_service() {
            continue;
        }
        let budget = programme.rule.budget();
        let of_year = match budget {
            Budget::Levied => Some(4.0 * e.government.accounts[n].money),
            _ => budget.of_year(programme.year(step.constants.start, step.t)).map(|of_year| of_year * e.conditions.budgets),
        };
        let Some(of_year) = of_year else { continue };
        let applicants = (0..e.labels.slots()).filter(|i| e.labels.alive[*i] && e.government.accounts[n].applied[*i]);
        let asked = applicants.map(|i| e.government.asked(step.constants, &e.labels, n, i)).sum();
        e.government.accounts[n].cover = equation::cover(of_year, asked);
    }
}

/// Applications of the year: those of [`applies`], drawn together.
fn take_applications(step: &StepContext, e: &mut Economy, n: usize, ws: &mut Workspace) {
    let programme = &step.constants.programmes[n];
    let (labels, applied, tiers) = (&e.labels, &mut e.government.accounts[n].applied[..], programme.rule.tiers());
    let living = applied.iter_mut().zip(&labels.alive).zip(&labels.tier);
    let Some(take_up) = programme.rule.take_up() else {
        living.for_each(|((applied, alive), tier)| *applied = *alive && tiers[tier.index()]);
        return;
    };
    let full_years = equation::full_years(step.t, programme.starts);
    let probability = PerTier::build(|tier| if tiers[tier.index()] { take_up.probability(tier, full_years) } else { 0.0 });
    let (rows, (block, word)) = (&mut ws.draws, Purpose::TakeUp.place(programme.key));
    rows.draw_each(step, Purpose::TakeUp, step.year(), &labels.generation, block);
    for (((applied, alive), tier), word) in living.zip(&rows.words[word]) {
        *applied = *alive && equation::applies(to_uniform(*word), probability[tier.index()]);
    }
}

/// Whether an eligible label applies this calendar year.
pub fn applies(step: &StepContext, e: &Economy, n: usize, i: usize) -> bool {
    let programme = &step.constants.programmes[n];
    let tier = e.labels.tier[i];
    if !programme.rule.tiers()[tier.index()] {
        return false;
    }
    let Some(take_up) = programme.rule.take_up() else { return true };
    let full_years = equation::full_years(step.t, programme.starts);
    let u = step.draws.uniform(Purpose::TakeUp, step.year(), e.who(i), programme.key);
    equation::applies(u, take_up.probability(tier, full_years))
}

/// An entrant draws its take-up at once.
pub fn apply_at_entry(step: &StepContext, e: &mut Economy, i: usize) {
    for n in 0..step.constants.programmes.len() {
        let applied = e.government.accounts[n].running && applies(step, e, n, i);
        e.government.accounts[n].applied[i] = applied;
        e.government.accounts[n].place[i] = false;
    }
}

/// An exiting label leaves every programme.
pub fn leave(e: &mut Economy, i: usize) {
    for account in &mut e.government.accounts {
        account.applied[i] = false;
        account.place[i] = false;
        if let Some(debt) = account.guaranteed.get_mut(i) {
            *debt = 0.0;
        }
        if let Some(carried) = account.carried.get_mut(i) {
            *carried = 0.0;
        }
        for column in account.year_works.iter_mut().chain(account.year_visits.iter_mut()) {
            if let Some(cost) = column.get_mut(i) {
                *cost = 0.0;
            }
        }
    }
}

/// Brokerage places of the year: a lottery among covered labels that have no partner or lack capability.
fn give_places(step: &StepContext, e: &mut Economy, n: usize, ws: &mut Workspace) {
    let programme = &step.constants.programmes[n];
    let first_quarter_of_year = step.t == 0 || step.t == programme.starts || step.constants.ends_year(step.t - 1);
    if !first_quarter_of_year {
        return;
    }
    let places = e.government.accounts[n].places as usize;
    ws.claims.clear();
    for i in 0..e.labels.slots() {
        e.government.accounts[n].place[i] = false;
        let Some((facts, _)) = e.government.covers(step.constants, &e.labels, n, i, Claim::Label) else { continue };
        let lacks = equation::lacks_access(facts.has_partner, facts.platform_capability, step.constants.p.partnership_threshold);
        if e.labels.alive[i] && lacks {
            ws.claims.push(Ranked { slot: i as u32, ..Ranked::default() });
        }
    }
    let lot = Lot { purpose: Purpose::BrokeragePlace, time: step.year(), index: |_: &Ranked| programme.key };
    lot.rank(step, ws, &e.labels.generation);
    for row in ws.claims.iter().take(places) {
        e.government.accounts[n].place[row.slot as usize] = true;
    }
}

/// Contract terms of the quarter; a floor of the creators' share changes contracts for good.
fn set_contracts(step: &StepContext, e: &mut Economy) {
    if e.government.contracts().is_empty() {
        return;
    }
    for i in 0..e.labels.slots() {
        let mut terms = ContractTerms::default();
        for (n, programme) in e.government.running(step.constants, Seam::Contracts) {
            let offer = programme.rule.contract_terms(&e.government.facts(step.constants, &e.labels, i, n));
            terms.creator_share_floor = terms.creator_share_floor.max(offer.creator_share_floor);
            terms.streaming_share_floor = terms.streaming_share_floor.max(offer.streaming_share_floor);
            terms.autonomy_floor = terms.autonomy_floor.max(offer.autonomy_floor);
            terms.compliance_cost += offer.compliance_cost;
            terms.reversion_rate = terms.reversion_rate.max(offer.reversion_rate);
        }
        e.government.contract[i] = terms;
        if e.labels.alive[i] {
            e.labels.creator_share[i] = e.labels.creator_share[i].max(terms.creator_share_floor);
            e.labels.streaming_rise[i] = rise(terms.streaming_share_floor, e.labels.creator_share[i]);
        }
    }
}

/// Compliance cost that fair contracts put on a startup, as share of fixed cost (4.8).
pub fn startup_compliance(step: &StepContext, e: &Economy) -> f64 {
    let startup = Tier::Startup.index();
    e.government
        .running(step.constants, Seam::Contracts)
        .filter(|(_, programme)| programme.rule.tiers()[startup])
        .map(|(n, programme)| {
            let mut facts = e.government.facts(step.constants, &e.labels, 0, n);
            facts.tier = Tier::Startup;
            programme.rule.contract_terms(&facts).compliance_cost
        })
        .sum()
}
