//! Call 5: equity, loans, interest, repayment and fixed cost; works are scaled to the money or dropped (4.8).

use super::equity::{equity_allowed, take_equity};
use super::{claims, support};
use crate::model::columns::{each, list};
use crate::model::constants::RunConstants;
use crate::model::equation::finance as equation;
use crate::model::equation::remembered;
use crate::model::record::Flow;
use crate::model::state::Economy;
use crate::model::step::StepContext;
use crate::policy::Seam;
use crate::units::{PerTier, Strategy, Tier};

/// What finance works with.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Appeal of each label to private investors.
    appeal: Vec<f64>,
    /// Labels that seek private equity.
    seekers: Vec<u32>,
    /// Equity that each label asks the public fund for, M KRW.
    asked: Vec<f64>,
    /// Each label's own part of the cost of its works, for guarantees of working capital, M KRW.
    own_parts: Vec<f64>,
    /// New bank loan of each label, M KRW.
    loans: Vec<f64>,
    /// Bank debt that each label repays, M KRW.
    repaid: Vec<f64>,
}

impl Workspace {
    /// Allocates for so many labels.
    pub fn allocate(labels: usize) -> Self {
        let column = || vec![0.0; labels];
        Self { appeal: column(), seekers: Vec::with_capacity(labels), asked: column(), own_parts: column(), loans: column(), repaid: column() }
    }
}

/// The whole call, in the order of 4.8.
pub fn finance_works(step: &StepContext, e: &mut Economy, ws: &mut Workspace, claims: &mut claims::Workspace) {
    find_gaps(step, e);
    private_equity(step, e, ws);
    support::buy_equity(step, e, &mut ws.asked);
    bank_loans(step, e, &mut ws.loans);
    support::guarantee_loans(step, e, &mut ws.own_parts, claims);
    pay_interest(step, e);
    repay(step, e, &mut ws.repaid);
    book(step.constants, e, ws);
    scale_or_drop(step, e);
    remember_equity(step.constants, e);
}

/// What each living label lacks, with the own parts of its works.
fn find_gaps(step: &StepContext, e: &mut Economy) {
    let (l, w, buffer) = (&mut e.labels, &e.works, step.constants.p.cash_buffer);
    each!(step.cpu, l.gap.len();
    read { alive: l.alive, fixed_cost: l.fixed_cost, cash: l.cash }
    write { gap: l.gap }
    {
        let lack = equation::lack(fixed_cost, cash, buffer);
        *gap = if alive { lack } else { 0.0 };
    });
    let gap = &mut l.gap[..];
    for ((label, cost), grant) in w.label.iter().zip(&w.cost).zip(&w.grant) {
        gap[*label as usize] += equation::own_part(*cost, *grant);
    }
    each!(step.cpu, gap.len(); read {} write { gap: gap } { *gap = equation::gap(*gap) });
}

/// Private investors share their pool among labels below major by own return, sentiment and size.
fn private_equity(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let (constants, p) = (step.constants, step.constants.p);
    e.investors.pool += equation::inflow(p.investor_inflow, p.inflow_sensitivity, e.press.industry_view, e.press.industry_reference);
    let Workspace { appeal, seekers, .. } = ws;
    measure_appeal(step, e, appeal);
    list(seekers, e.labels.slots(), |i| (e.labels.gap[i] > 0.0) & (e.labels.tier[i] != Tier::Major));
    let total: f64 = seekers.iter().map(|i| appeal[*i as usize]).sum();
    let mut paid = 0.0;
    for &i in &*seekers {
        let i = i as usize;
        let offered = equation::equity_offered(e.investors.pool, appeal[i], total, p.investor_cap);
        let amount = equity_allowed(constants, e, i, offered);
        if amount > 0.0 {
            take_equity(constants, e, i, amount, false);
            e.ledger.book(Flow::PrivateEquity, amount);
            paid += amount;
        }
    }
    e.investors.pool = equation::pool_left(e.investors.pool, paid, p.investor_pool_retention);
}

/// Appeal of each label.
fn measure_appeal(step: &StepContext, e: &Economy, appeal: &mut [f64]) {
    let (p, l, sentiment) = (step.constants.p, &e.labels, e.investors.sentiment.0);
    let taste =
        equation::InvestorTaste { of_return: p.investor_return_weight, of_sentiment: p.investor_sentiment_weight, of_size: p.investor_size_weight };
    let [touring, tie_in, partnership, balanced] = Strategy::ALL.map(|k| &l.mix[k.index()]);
    each!(step.cpu, appeal.len();
    read {
        touring: touring, tie_in: tie_in, partnership: partnership, balanced: balanced,
        trailing_return: l.trailing_return, revenue: l.revenue_year,
    }
    write { appeal: appeal }
    {
        let felt = equation::felt([touring, tie_in, partnership, balanced], sentiment);
        *appeal = equation::appeal(taste, trailing_return, felt, revenue);
    });
}

/// Bank loans, majors too; who has no gap borrows nothing.
fn bank_loans(step: &StepContext, e: &mut Economy, loans: &mut [f64]) {
    let (l, limit) = (&mut e.labels, step.constants.p.debt_limit);
    each!(step.cpu, loans.len();
    read { revenue: l.revenue_year, tier: l.tier }
    write { loan: loans, bank_debt: l.bank_debt, cash: l.cash, gap: l.gap }
    {
        *loan = equation::bank_loan(*gap, limit[tier.index()], revenue, *bank_debt);
        *bank_debt += *loan;
        *cash += *loan;
        *gap -= *loan;
    });
}

/// Interest on both debts and the guarantee fee.
fn pay_interest(step: &StepContext, e: &mut Economy) {
    let (p, l) = (step.constants.p, &mut e.labels);
    let rates = PerTier::build(|t| equation::rate_of_interest(p.interest_rate, 1.0, p.loan_spread[t.index()]));
    each!(step.cpu, l.interest.len();
    read { bank_debt: l.bank_debt, tier: l.tier }
    write { interest: l.interest, cash: l.cash }
    {
        *interest = equation::interest(rates[tier.index()], bank_debt);
        *cash -= *interest;
    });
    if !guarantees(step.constants) {
        return;
    }
    for i in 0..e.labels.slots() {
        e.ledger.book(Flow::Interest, e.labels.interest[i]);
        if e.labels.guaranteed_debt[i] > 0.0 {
            service_guaranteed(step, e, i, p.loan_spread[e.labels.tier[i].index()]);
        }
    }
}

/// Whether there may be guaranteed debt.
fn guarantees(constants: &RunConstants) -> bool {
    constants.programmes.iter().any(|p| p.acts_at(Seam::Guarantees))
}

/// Repayment, first of bank, then of guaranteed debt, by labels that keep a buffer; then fixed cost.
fn repay(step: &StepContext, e: &mut Economy, repaid: &mut [f64]) {
    let p = step.constants.p;
    let (l, rate, buffer) = (&mut e.labels, p.repayment_rate, p.cash_buffer);
    each!(step.cpu, repaid.len();
    read { fixed_cost: l.fixed_cost }
    write { repaid: repaid, cash: l.cash, bank_debt: l.bank_debt }
    {
        *repaid = equation::repayment(*bank_debt, rate, *cash, fixed_cost, buffer);
        *bank_debt -= *repaid;
        *cash -= *repaid;
    });
    let guaranteed = if guarantees(step.constants) { e.labels.slots() } else { 0 };
    for i in 0..guaranteed {
        let payment = equation::repayment(e.labels.guaranteed_debt[i], rate, e.labels.cash[i], e.labels.fixed_cost[i], buffer);
        if payment > 0.0 {
            repay_guaranteed(e, i, p.repayment_rate);
            e.labels.cash[i] -= payment;
            e.ledger.book(Flow::GuaranteedRepayment, payment);
        }
    }
    let l = &mut e.labels;
    each!(step.cpu, l.fixed_paid.len();
    read { fixed_cost: l.fixed_cost, alive: l.alive }
    write { paid: l.fixed_paid, cash: l.cash }
    {
        *paid = if alive { fixed_cost } else { 0.0 };
        *cash -= *paid;
    });
}

/// Books what labels borrowed and paid, flows side by side.
fn book(constants: &RunConstants, e: &mut Economy, ws: &Workspace) {
    let (l, flows) = (&e.labels, [Flow::BankLoans, Flow::BankRepayment, Flow::FixedCost]);
    let amounts = [&ws.loans[..], &ws.repaid[..], &l.fixed_paid[..]];
    // With guarantees, interest is booked where it is paid, that on guaranteed debt label by label.
    if guarantees(constants) {
        e.ledger.book_each(flows, amounts);
    } else {
        let ([loans, repaid, fixed_cost], [borrowed, paid_back, paid]) = (flows, amounts);
        e.ledger.book_each([loans, repaid, fixed_cost, Flow::Interest], [borrowed, paid_back, paid, &l.interest]);
    }
}

/// Interest and fee on guaranteed debt; the fee goes to government.
fn service_guaranteed(step: &StepContext, e: &mut Economy, i: usize, spread: f64) {
    for (n, programme) in step.constants.programmes.iter().enumerate().filter(|(_, p)| p.acts_at(Seam::Guarantees)) {
        let debt = e.government.accounts[n].guaranteed[i];
        let Some(terms) = programme.rule.guarantee_terms().filter(|_| debt > 0.0) else { continue };
        let rate = equation::rate_of_interest(step.constants.p.interest_rate, terms.spread_share, spread);
        let interest = equation::interest(rate, debt);
        e.labels.cash[i] -= interest;
        e.labels.interest[i] += interest;
        e.ledger.book(Flow::Interest, interest);
        let fee = equation::interest(terms.fee, debt);
        e.labels.cash[i] -= fee;
        e.labels.interest[i] += fee;
        e.ledger.book(Flow::GuaranteeFees, fee);
        e.totals.guarantee_fees += fee;
    }
}

/// Lowers the guaranteed debt of a label by a part, in every programme alike.
pub fn repay_guaranteed(e: &mut Economy, i: usize, part: f64) {
    e.labels.guaranteed_debt[i] *= 1.0 - part;
    for account in &mut e.government.accounts {
        if let Some(debt) = account.guaranteed.get_mut(i) {
            *debt *= 1.0 - part;
        }
    }
}

/// The label's own part of its works is scaled to the cash; below the smallest scale the last work is dropped.
fn scale_or_drop(step: &StepContext, e: &mut Economy) {
    let mut x = 0;
    while x < e.works.len() {
        let i = e.works.label[x];
        let end = (x..e.works.len()).find(|y| e.works.label[*y] != i).unwrap_or(e.works.len());
        fit_works(step, e, i as usize, x, end);
        x = end;
    }
    e.works.remove_dropped();
}

/// While a label can pay less than the smallest scale of its works, the last is dropped and the part computed again.
fn fit_works(step: &StepContext, e: &mut Economy, i: usize, first: usize, end: usize) {
    let available = e.labels.cash[i].max(0.0);
    let mut last = end;
    let mut scale = 1.0;
    while last > first {
        let needed: f64 = (first..last).map(|x| equation::own_part(e.works.cost[x], e.works.grant[x])).sum();
        scale = equation::payable_part(available, needed);
        if scale >= step.constants.p.smallest_scale {
            break;
        }
        last -= 1;
        drop_work(step, e, last);
    }
    if scale >= 1.0 {
        return;
    }
    for x in first..last {
        let planned = e.works.cost[x];
        e.works.cost[x] = equation::scaled_cost(planned, e.works.grant[x], scale);
        e.works.scale[x] *= e.works.cost[x] / planned;
    }
}

/// A dropped work counts as skipped; its grant returns to the budget it came from.
fn drop_work(step: &StepContext, e: &mut Economy, x: usize) {
    e.works.dropped[x] = true;
    e.totals.skipped += 1;
    if e.works.grant[x] > 0.0 {
        for (n, _) in step.constants.programmes.iter().enumerate().filter(|(_, p)| p.acts_at(Seam::Grants)) {
            e.government.accounts[n].money += e.works.grant_of(x, step.constants.grant_place(n));
        }
        e.works.grant[x] = 0.0;
    }
}

/// Trailing equity remembers what was received, private and public.
fn remember_equity(constants: &RunConstants, e: &mut Economy) {
    let memory = constants.p.equity_memory;
    for (trail, equity) in e.labels.equity_trail.iter_mut().zip(&e.labels.equity) {
        *trail = remembered(*trail, *equity, memory);
    }
}
