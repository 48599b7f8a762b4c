//! The government process: take-up, budgets, lotteries, places and expected service, once for all
//! instruments (5.2). Instruments say what they would give; government decides who gets it.

use crate::model::equation::take_up::expected_service;
use crate::model::record::Flow;
use crate::model::state::Economy;
use crate::model::step::StepContext;
use crate::policy::Budget;
use crate::units::Tier;

/// Books an outlay of a programme with its administrative cost, which comes on top of the budget.
pub fn book_outlay(step: &StepContext, e: &mut Economy, n: usize, flow: Flow, amount: f64) {
    let programme = &step.constants.programmes[n];
    e.ledger.book(flow, amount);
    e.totals.outlays[programme.kind as usize] += amount;
    book_administration(e, programme.rule.admin_share() * amount);
}

/// Books administrative cost.
pub fn book_administration(e: &mut Economy, amount: f64) {
    e.ledger.book(Flow::Administration, amount);
    e.totals.administration += amount;
}

/// End of a quarter: the share of the money claimed that was paid moves what labels expect.
pub fn learn_service(step: &StepContext, e: &mut Economy) {
    let memory = step.constants.p.served_memory;
    for account in e.government.accounts.iter_mut().filter(|a| a.running) {
        for t in 0..Tier::COUNT {
            let [claimed, paid] = account.claims[t];
            if claimed > 0.0 {
                account.served[t] = expected_service(account.served[t], paid, claimed, memory);
            }
        }
    }
}

/// Year's end: what was released and not spent lapses.
pub fn lapse(step: &StepContext, e: &mut Economy) {
    for (n, programme) in step.constants.programmes.iter().enumerate() {
        let account = &mut e.government.accounts[n];
        if programme.rule.budget().counts_as_unused() {
            e.totals.lapsed += account.money;
        }
        account.released = 0.0;
        // What a levy brought is the programme's until it is spent.
        if programme.rule.budget() != Budget::Levied {
            account.money = 0.0;
        }
    }
}
