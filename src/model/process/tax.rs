//! Taxes, tax credits, payouts and sales of public stakes at the year's end (4.10, 5.3).

use super::equity;
use super::government::book_outlay;
use super::trace;
use crate::model::constants::RunConstants;
use crate::model::equation::{finance, take_up::expected_service, taxes as equation};
use crate::model::record::{Flow, Trace};
use crate::model::state::{Account, Economy};
use crate::model::step::StepContext;
use crate::policy::{Budget, Claim, Programme, Seam, TaxRelief, YearCost};
use crate::units::{PerStrategy, Tier};

/// What the year's taxes work with, one number for each label, M KRW.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Tax less the credits used.
    due: Vec<f64>,
    /// Credit of a programme that could be used.
    usable: Vec<f64>,
}

impl Workspace {
    /// Allocates for so many labels.
    pub fn allocate(labels: usize) -> Self {
        Self { due: vec![0.0; labels], usable: vec![0.0; labels] }
    }
}

/// The whole call: tax before credits, credits, then payouts on what is left and sales of public stakes.
pub fn collect_taxes(step: &StepContext, e: &mut Economy, ws: &mut Workspace, trace: &mut Trace) {
    for i in 0..e.labels.slots() {
        ws.due[i] = if e.labels.alive[i] { assess(step.constants, e, i) } else { 0.0 };
    }
    if e.government.active {
        settle_credits(step, e, ws, trace);
    }
    for i in 0..e.labels.slots() {
        if e.labels.alive[i] {
            pay_out(step.constants, e, i, ws.due[i]);
            sell_stake(step.constants, e, i);
        }
        e.labels.profit_year[i] = 0.0;
    }
}

/// Tax before credits, M KRW: losses carried are used first; the tax factor of the next year follows.
fn assess(constants: &RunConstants, e: &mut Economy, i: usize) -> f64 {
    let income = e.labels.profit_year[i];
    let tax = if income < 0.0 {
        e.labels.losses[i] -= income;
        0.0
    } else {
        let limit = if e.labels.tier[i] == Tier::Major { constants.p.loss_offset_limit } else { 1.0 };
        let offset = equation::offset(e.labels.losses[i], income, limit);
        e.labels.losses[i] -= offset;
        tax_due(constants, income - offset)
    };
    e.labels.tax_factor[i] = equation::tax_factor(tax, constants.p.liability_without_tax);
    e.labels.cash[i] -= tax;
    e.ledger.book(Flow::Tax, tax);
    e.totals.tax_received += tax;
    tax
}

/// Corporate tax on an income, M KRW.
fn tax_due(constants: &RunConstants, income: f64) -> f64 {
    equation::tax_due(income, &constants.p.tax_bracket.0, &constants.p.tax_rate)
}

/// Credits of all programmes, one after the other; what is due falls by what is used.
fn settle_credits(step: &StepContext, e: &mut Economy, ws: &mut Workspace, trace: &mut Trace) {
    for (n, programme) in step.constants.programmes.iter().enumerate() {
        if programme.acts_at(Seam::TaxCredits) {
            settle_programme(step, e, (n, programme), ws, trace);
        }
    }
}

fn settle_programme(step: &StepContext, e: &mut Economy, (n, programme): (usize, &Programme), ws: &mut Workspace, trace: &mut Trace) {
    let Workspace { due, usable } = ws;
    let slots = e.labels.slots();
    let ran = e.government.accounts[n].round == Some(step.constants.year(step.t));
    // A year without money in force leaves none to use, like one with next to none.
    let in_force = ((step.t - 3).max(0)..=step.t).any(|t| programme.runs(t));
    let (mut total, mut refundable) = (0.0, false);
    for i in 0..slots {
        let relief = if e.labels.alive[i] { earned(step, e, n, programme, i) } else { TaxRelief::default() };
        refundable |= relief.refundable;
        e.government.accounts[n].carried[i] += relief.credit;
        let held = e.government.accounts[n].carried[i];
        usable[i] = if e.labels.alive[i] { equation::usable_credit(held, relief.refundable, due[i]) } else { 0.0 };
        total += usable[i];
    }
    let budget = if in_force && limited(programme) { e.government.accounts[n].money } else { f64::INFINITY };
    let ratio = equation::pro_rata(total, budget);
    for (i, claimed) in usable.iter().enumerate() {
        use_credit(step, e, n, i, &mut due[i], claimed * ratio);
        if refundable {
            e.government.accounts[n].carried[i] = 0.0;
        }
    }
    let account = &mut e.government.accounts[n];
    if ran {
        account.money = (account.money - total * ratio).max(0.0);
    }
    if ran {
        expect_service(step, e, n, usable, ratio);
    }
    trace::share_credit(step, e, (n, programme), usable, ratio, trace);
    clear_year(&mut e.government.accounts[n]);
}

/// Whether the programme's budget limits the use of its credits.
fn limited(programme: &Programme) -> bool {
    let budget = programme.rule.budget();
    budget == Budget::Levied || budget.counts_as_unused()
}

/// Credit earned on the year's cost in running quarters, where the label applied and meets conditions.
fn earned(step: &StepContext, e: &Economy, n: usize, programme: &Programme, i: usize) -> TaxRelief {
    let account = &e.government.accounts[n];
    let cost = YearCost {
        works: PerStrategy::build(|k| account.year_works[k.index()][i]),
        visits: PerStrategy::build(|k| account.year_visits[k.index()][i]),
    };
    let facts = e.government.facts(step.constants, &e.labels, i, n);
    let refundable = programme.rule.tax_relief(&facts, &YearCost::default()).refundable;
    if !account.applied[i] || e.government.condition(step.constants, &facts, Claim::Label).is_none() {
        return TaxRelief { credit: 0.0, refundable };
    }
    programme.rule.tax_relief(&facts, &cost)
}

fn use_credit(step: &StepContext, e: &mut Economy, n: usize, i: usize, due: &mut f64, amount: f64) {
    if amount <= 0.0 {
        return;
    }
    e.government.accounts[n].carried[i] -= amount;
    *due -= amount;
    e.labels.cash[i] += amount;
    e.labels.support[i] += amount;
    e.totals.tax_credits += amount;
    e.totals.tax_received -= amount;
    book_outlay(step, e, n, Flow::TaxCredits, amount);
}

/// Labels learn the part of the year's credits that was paid.
fn expect_service(step: &StepContext, e: &mut Economy, n: usize, uses: &[f64], ratio: f64) {
    let memory = step.constants.p.served_memory;
    for tier in Tier::ALL {
        let claimed = uses.iter().zip(&e.labels.tier).any(|(use_, of)| *of == tier && *use_ > 0.0);
        if claimed {
            let served = &mut e.government.accounts[n].served[tier.index()];
            *served = expected_service(*served, ratio, 1.0, memory);
        }
    }
}

fn clear_year(account: &mut Account) {
    account.year_works.iter_mut().chain(account.year_visits.iter_mut()).for_each(|column| column.fill(0.0));
}

/// Investors get claim * payout of (income - tax)+; owners theirs, only from cash above the floor.
fn pay_out(constants: &RunConstants, e: &mut Economy, i: usize, due: f64) {
    let p = constants.p;
    let after_tax = equation::after_tax(e.labels.profit_year[i], due);
    let (private, public) = (e.labels.private_claim[i], e.labels.public_claim[i]);
    let [to_investors, to_public] = [private, public].map(|claim| equation::payout(claim, p.investor_payout, after_tax));
    e.labels.cash[i] -= to_investors + to_public;
    e.ledger.book(Flow::InvestorPayouts, to_investors);
    e.ledger.book(Flow::PublicPayouts, to_public);
    e.totals.equity_payouts += to_public;
    let floor = p.owner_cash_floor * e.labels.fixed_cost[i];
    let to_owners = equation::owner_payout(p.owner_payout, [private, public], after_tax, e.labels.cash[i], floor);
    e.labels.cash[i] -= to_owners;
    e.ledger.book(Flow::OwnerPayouts, to_owners);
}

/// The public fund sells a part of its stake to private investors; the label pays and gets nothing.
fn sell_stake(constants: &RunConstants, e: &mut Economy, i: usize) {
    let claim = e.labels.public_claim[i];
    let Some(terms) = constants.stake_terms().filter(|_| claim > 0.0) else { return };
    let sold = finance::stake_sold(claim, terms.holding_years);
    let price = equity::stake_price(constants, e, i, sold, terms);
    e.labels.public_claim[i] -= sold;
    e.labels.private_claim[i] += sold;
    e.ledger.book(Flow::StakeSales, price);
    e.totals.stakes_returned += price;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::scenario::{Draft, Scenario};
    use crate::units::Bracket;

    fn registry() -> Scenario {
        Draft::registry("registry").build().expect("the registry is a scenario")
    }

    proptest! {
        #[test]
        fn more_income_is_taxed_more_between_the_least_and_the_highest_rate(power in -1.0..7.0, more in 0.0..1e6) {
            let income = crate::math::pow(10.0, power);
            let scenario = registry();
            let constants = RunConstants::new(&scenario);
            let (tax, higher) = (tax_due(&constants, income), tax_due(&constants, income + more));
            let (least, most) = (constants.p.tax_rate[0], constants.p.tax_rate[Bracket::COUNT - 1]);
            let rounding = 1e-12 * (1.0 + higher);
            prop_assert!(higher - tax >= least * more - rounding, "{} of {}, {} of {} more", tax, income, higher, more);
            prop_assert!(higher - tax <= most * more + rounding, "{} of {}, {} of {} more", tax, income, higher, more);
        }

        #[test]
        fn the_average_rate_never_falls_with_income(power in -1.0..7.0, more in 0.0..1e6) {
            let income = crate::math::pow(10.0, power);
            let scenario = registry();
            let constants = RunConstants::new(&scenario);
            let rate = |income: f64| tax_due(&constants, income) / income;
            prop_assert!(rate(income + more) >= rate(income) * (1.0 - 1e-12));
        }
    }

    #[test]
    fn no_income_and_no_loss_is_taxed() {
        let scenario = registry();
        let constants = RunConstants::new(&scenario);
        assert_eq!((tax_due(&constants, 0.0), tax_due(&constants, -500.0)), (0.0, 0.0));
    }
}
