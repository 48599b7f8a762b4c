//! Call 5: equity, loans, interest, repayment and fixed cost; works are scaled to the money or dropped (4.8).

use super::equity::{equity_allowed, take_equity};
use super::{claims, support};
use crate::math;
use crate::model::columns::list;
use crate::model::constants::RunConstants;
use crate::model::record::Flow;
use crate::model::state::Economy;
use crate::model::step::StepContext;
use crate::policy::Kind;
use crate::units::{PerTier, Tier};

/// What finance works with.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Appeal of each label to private investors.
    appeal: Vec<f64>,
    /// Labels that seek private equity.
    seekers: Vec<u32>,
    /// Equity that each label asks the public fund for, M KRW.
    asked: Vec<f64>,
    /// New bank loan of each label, M KRW.
    loans: Vec<f64>,
    /// Bank debt that each label repays, M KRW.
    repaid: Vec<f64>,
}

impl Workspace {
    /// Allocates for so many labels.
    pub fn allocate(labels: usize) -> Self {
        let column = || vec![0.0; labels];
        Self { appeal: column(), seekers: Vec::with_capacity(labels), asked: column(), loans: column(), repaid: column() }
    }
}

/// The whole call, in the order of 4.8.
pub fn finance_works(step: &StepContext, e: &mut Economy, ws: &mut Workspace, claims: &mut claims::Workspace) {
    find_gaps(step, e);
    private_equity(step, e, ws);
    support::buy_equity(step, e, &mut ws.asked);
    bank_loans(step, e, &mut ws.loans);
    support::guarantee_loans(step, e, claims);
    pay_interest(step, e);
    repay(step, e, &mut ws.repaid);
    book(step.constants, e, ws);
    scale_or_drop(step, e);
    remember_equity(step.constants, e);
}

/// gap = sum of (cost - grant) + (1 + buffer) FX - cash; only a positive gap seeks money.
fn find_gaps(step: &StepContext, e: &mut Economy) {
    let (l, w, buffer) = (&mut e.labels, &e.works, step.constants.p.cash_buffer);
    let gap = &mut l.gap[..];
    step.cpu.run(
        #[inline(always)]
        || {
            lack(gap, &l.alive, &l.fixed_cost, &l.cash, buffer);
            for ((label, cost), grant) in w.label.iter().zip(&w.cost).zip(&w.grant) {
                gap[*label as usize] += cost - grant;
            }
            for gap in gap {
                *gap = gap.max(0.0);
            }
        },
    );
}

/// (1 + buffer) FX - cash of the living.
#[inline(always)]
fn lack(gap: &mut [f64], alive: &[bool], fixed_cost: &[f64], cash: &[f64], buffer: f64) {
    let n = gap.len();
    let (alive, fixed_cost, cash) = (&alive[..n], &fixed_cost[..n], &cash[..n]);
    for i in 0..n {
        let lack = (1.0 + buffer) * fixed_cost[i] - cash[i];
        gap[i] = if alive[i] { lack } else { 0.0 };
    }
}

/// Private investors share their pool among labels below major by own return, sentiment and size.
fn private_equity(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let (constants, p) = (step.constants, step.constants.p);
    let mood = (p.inflow_sensitivity * (e.press.industry_view - e.press.industry_reference)).clamp(-1.0, 1.0);
    e.investors.pool += p.investor_inflow * math::exp(mood);
    let Workspace { appeal, seekers, .. } = ws;
    measure_appeal(step, e, appeal);
    list(seekers, e.labels.slots(), |i| (e.labels.gap[i] > 0.0) & (e.labels.tier[i] != Tier::Major));
    let total: f64 = seekers.iter().map(|i| appeal[*i as usize]).sum();
    let mut paid = 0.0;
    for &i in &*seekers {
        let i = i as usize;
        let share = (appeal[i] / total).min(p.investor_cap);
        let amount = equity_allowed(constants, e, i, e.investors.pool * share);
        if amount > 0.0 {
            take_equity(constants, e, i, amount, false);
            e.ledger.book(Flow::PrivateEquity, amount);
            paid += amount;
        }
    }
    e.investors.pool = p.investor_pool_retention * (e.investors.pool - paid).max(0.0);
}

/// Appeal of each label: exp(k_roi clip(return, -1, 2) + k_sent sum mix sentiment + k_size ln(Rev + 50)).
fn measure_appeal(step: &StepContext, e: &Economy, appeal: &mut [f64]) {
    let p = step.constants.p;
    let (mix, sentiment) = (e.labels.mix.each_ref().map(|column| &column[..]), e.investors.sentiment.0);
    let (returns, revenue) = (&e.labels.trailing_return[..], &e.labels.revenue_year[..]);
    let weights = [p.investor_return_weight, p.investor_sentiment_weight, p.investor_size_weight];
    step.cpu.run(
        #[inline(always)]
        || appealing(appeal, returns, revenue, mix, sentiment, weights),
    );
}

/// The loop of [`measure_appeal`].
#[inline(always)]
fn appealing(appeal: &mut [f64], returns: &[f64], revenue: &[f64], mix: [&[f64]; 4], sentiment: [f64; 4], weights: [f64; 3]) {
    let n = appeal.len();
    let (returns, revenue, mix) = (&returns[..n], &revenue[..n], mix.map(|column| &column[..n]));
    for i in 0..n {
        let mood = mix[0][i] * sentiment[0] + mix[1][i] * sentiment[1] + mix[2][i] * sentiment[2] + mix[3][i] * sentiment[3];
        appeal[i] = math::exp(weights[0] * returns[i].clamp(-1.0, 2.0) + weights[1] * mood + weights[2] * math::ln(revenue[i] + 50.0));
    }
}

/// Bank loan: min(gap, (debt limit * Rev - bank debt)+), majors too; who has no gap borrows nothing.
fn bank_loans(step: &StepContext, e: &mut Economy, loans: &mut [f64]) {
    let (l, limit) = (&mut e.labels, step.constants.p.debt_limit);
    let (bank_debt, cash, gap) = (&mut l.bank_debt[..], &mut l.cash[..], &mut l.gap[..]);
    step.cpu.run(
        #[inline(always)]
        || borrow(loans, bank_debt, [cash, gap], &l.revenue_year, &l.tier, limit),
    );
}

/// The loop of [`bank_loans`], with cash and gap.
#[inline(always)]
fn borrow(loans: &mut [f64], bank_debt: &mut [f64], [cash, gap]: [&mut [f64]; 2], revenue: &[f64], tier: &[Tier], limit: PerTier<f64>) {
    let n = loans.len();
    let (bank_debt, cash, gap, revenue, tier) = (&mut bank_debt[..n], &mut cash[..n], &mut gap[..n], &revenue[..n], &tier[..n]);
    for i in 0..n {
        let credit_left = limit[tier[i].index()] * revenue[i] - bank_debt[i];
        loans[i] = gap[i].min(credit_left.max(0.0));
        bank_debt[i] += loans[i];
        cash[i] += loans[i];
        gap[i] -= loans[i];
    }
}

/// Interest on both debts and the guarantee fee.
fn pay_interest(step: &StepContext, e: &mut Economy) {
    let (p, l) = (step.constants.p, &mut e.labels);
    let (interest, cash) = (&mut l.interest[..], &mut l.cash[..]);
    let rates = PerTier::build(|t| p.interest_rate + p.loan_spread[t.index()]);
    step.cpu.run(
        #[inline(always)]
        || bear_interest(interest, cash, &l.bank_debt, &l.tier, rates),
    );
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

/// (r + spread of the tier) * bank debt, from cash.
#[inline(always)]
fn bear_interest(interest: &mut [f64], cash: &mut [f64], bank_debt: &[f64], tier: &[Tier], rates: PerTier<f64>) {
    let n = interest.len();
    let (cash, bank_debt, tier) = (&mut cash[..n], &bank_debt[..n], &tier[..n]);
    for i in 0..n {
        interest[i] = rates[tier[i].index()] * bank_debt[i];
        cash[i] -= interest[i];
    }
}

/// Whether there may be guaranteed debt.
fn guarantees(constants: &RunConstants) -> bool {
    constants.programmes.iter().any(|p| p.kind == Kind::LoanGuarantee)
}

/// Repayment, first of bank, then of guaranteed debt, by labels that keep a buffer; then fixed cost.
fn repay(step: &StepContext, e: &mut Economy, repaid: &mut [f64]) {
    let p = step.constants.p;
    let l = &mut e.labels;
    let (cash, bank_debt) = (&mut l.cash[..], &mut l.bank_debt[..]);
    step.cpu.run(
        #[inline(always)]
        || repay_banks(repaid, cash, bank_debt, &l.fixed_cost, p.cash_buffer, p.repayment_rate),
    );
    let guaranteed = if guarantees(step.constants) { e.labels.slots() } else { 0 };
    for i in 0..guaranteed {
        let (buffer, payment) = (p.cash_buffer * e.labels.fixed_cost[i], p.repayment_rate * e.labels.guaranteed_debt[i]);
        if payment > 0.0 && e.labels.cash[i] > buffer + payment {
            repay_guaranteed(e, i, p.repayment_rate);
            e.labels.cash[i] -= payment;
            e.ledger.book(Flow::GuaranteedRepayment, payment);
        }
    }
    let l = &mut e.labels;
    let (paid, cash) = (&mut l.fixed_paid[..], &mut l.cash[..]);
    step.cpu.run(
        #[inline(always)]
        || pay_fixed_cost(paid, cash, &l.fixed_cost, &l.alive),
    );
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

/// rate * bank debt where cash is above that and the buffer of FX.
#[inline(always)]
fn repay_banks(repaid: &mut [f64], cash: &mut [f64], bank_debt: &mut [f64], fixed_cost: &[f64], buffer: f64, rate: f64) {
    let n = repaid.len();
    let (cash, bank_debt, fixed_cost) = (&mut cash[..n], &mut bank_debt[..n], &fixed_cost[..n]);
    for i in 0..n {
        let payment = rate * bank_debt[i];
        repaid[i] = if cash[i] > buffer * fixed_cost[i] + payment { payment } else { 0.0 };
        bank_debt[i] -= repaid[i];
        cash[i] -= repaid[i];
    }
}

/// FX of the living.
#[inline(always)]
fn pay_fixed_cost(paid: &mut [f64], cash: &mut [f64], fixed_cost: &[f64], alive: &[bool]) {
    let n = paid.len();
    let (cash, fixed_cost, alive) = (&mut cash[..n], &fixed_cost[..n], &alive[..n]);
    for i in 0..n {
        paid[i] = if alive[i] { fixed_cost[i] } else { 0.0 };
        cash[i] -= paid[i];
    }
}

/// (r + spread share * spread + fee) on guaranteed debt; the fee goes to government.
fn service_guaranteed(step: &StepContext, e: &mut Economy, i: usize, spread: f64) {
    for (n, programme) in step.constants.programmes.iter().enumerate().filter(|(_, p)| p.kind == Kind::LoanGuarantee) {
        let debt = e.government.accounts[n].guaranteed[i];
        let Some(terms) = programme.rule.guarantee_terms().filter(|_| debt > 0.0) else { continue };
        let interest = (step.constants.p.interest_rate + terms.spread_share * spread) * debt;
        e.labels.cash[i] -= interest;
        e.labels.interest[i] += interest;
        e.ledger.book(Flow::Interest, interest);
        let fee = terms.fee * debt;
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

/// sc = min(1, available / sum of (cost - grant)); while sc < smallest scale, drop the last and compute again.
fn fit_works(step: &StepContext, e: &mut Economy, i: usize, first: usize, end: usize) {
    let available = e.labels.cash[i].max(0.0);
    let mut last = end;
    let mut scale = 1.0;
    while last > first {
        let needed: f64 = (first..last).map(|x| e.works.cost[x] - e.works.grant[x]).sum();
        scale = if needed > 0.0 { (available / needed).min(1.0) } else { 1.0 };
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
        e.works.cost[x] = (planned - e.works.grant[x]) * scale + e.works.grant[x];
        e.works.scale[x] *= e.works.cost[x] / planned;
    }
}

/// A dropped work counts as skipped; its grant returns to the budget it came from.
fn drop_work(step: &StepContext, e: &mut Economy, x: usize) {
    e.works.dropped[x] = true;
    e.totals.skipped += 1;
    if e.works.grant[x] > 0.0 {
        for (n, programme) in step.constants.programmes.iter().enumerate().filter(|(_, p)| p.kind == Kind::ProductionGrant) {
            e.government.accounts[n].money += e.works.grant_of(x, programme.key);
        }
        e.works.grant[x] = 0.0;
    }
}

/// Trailing equity <- memory * old + (1 - memory) * equity received, private and public.
fn remember_equity(constants: &RunConstants, e: &mut Economy) {
    let memory = constants.p.equity_memory;
    for (trail, equity) in e.labels.equity_trail.iter_mut().zip(&e.labels.equity) {
        *trail = memory * *trail + (1.0 - memory) * equity;
    }
}
