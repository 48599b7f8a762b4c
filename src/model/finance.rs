//! Call 5: equity, loans, interest, repayment and fixed cost; works are scaled to the money or dropped (4.8).

use super::accounts::Flow;
use super::economy::{Economy, Now};
use super::support;
use super::world::World;
use crate::math;
use crate::policy::Kind;
use crate::units::Tier;

/// The whole call, in the order of 4.8.
pub fn finance_works(now: &Now, e: &mut Economy) {
    find_gaps(now.world, e);
    private_equity(now, e);
    support::buy_equity(now, e);
    bank_loans(now.world, e);
    support::guarantee_loans(now, e);
    for i in 0..e.labels.slots() {
        if e.labels.alive[i] {
            service_debt(now, e, i);
            pay_fixed_cost(now.world, e, i);
        }
    }
    scale_or_drop(now, e);
    remember_equity(now.world, e);
}

/// gap = sum of (cost - grant) + (1 + buffer) FX - cash; only a positive gap seeks money.
fn find_gaps(world: &World, e: &mut Economy) {
    for i in 0..e.labels.slots() {
        e.labels.gap[i] = if e.labels.alive[i] { (1.0 + world.p.cash_buffer) * e.fixed_cost(world, i) - e.labels.cash[i] } else { 0.0 };
    }
    for x in 0..e.works.len() {
        e.labels.gap[e.works.label[x] as usize] += e.works.cost[x] - e.works.grant[x];
    }
    for gap in &mut e.labels.gap {
        *gap = gap.max(0.0);
    }
}

/// Value of a label before new equity, M KRW.
fn value(world: &World, e: &Economy, i: usize) -> f64 {
    world.p.valuation_multiple * e.labels.revenue_year[i] + world.p.valuation_floor
}

/// The part of an offered amount of equity that the claim ceiling allows.
pub fn equity_room(world: &World, e: &Economy, i: usize, offered: f64) -> f64 {
    let ceiling = world.p.claim_ceiling;
    let room = value(world, e, i) * (ceiling - e.labels.claim(i)).max(0.0) / (1.0 - ceiling);
    offered.min(e.labels.gap[i]).min(room)
}

/// New equity e at value v dilutes old claims: claim <- claim + (1 - claim) e / (e + v), at most the ceiling.
pub fn take_equity(world: &World, e: &mut Economy, i: usize, amount: f64, public: bool) {
    let new = amount / (amount + value(world, e, i));
    let ceiling = world.p.claim_ceiling;
    e.labels.private_claim[i] *= 1.0 - new;
    e.labels.public_claim[i] *= 1.0 - new;
    let granted = new.min(ceiling - e.labels.claim(i)).max(0.0);
    if public {
        e.labels.public_claim[i] += granted
    } else {
        e.labels.private_claim[i] += granted
    }
    e.labels.cash[i] += amount;
    e.labels.gap[i] -= amount;
    e.labels.equity[i] += amount;
}

/// Private investors share their pool among labels below major by own return, sentiment and size.
fn private_equity(now: &Now, e: &mut Economy) {
    let (world, p) = (now.world, now.world.p);
    let mood = (p.inflow_sensitivity * (e.press.industry_view - e.press.industry_reference)).clamp(-1.0, 1.0);
    e.investors.pool += p.investor_inflow * math::exp(mood);
    measure_appeal(now, e);
    let mut total = 0.0;
    for i in 0..e.labels.slots() {
        let seeks = e.labels.gap[i] > 0.0 && e.labels.tier[i] != Tier::Major;
        if !seeks {
            e.scratch.by_label[i] = 0.0;
        }
        total += e.scratch.by_label[i];
    }
    let mut paid = 0.0;
    for i in 0..e.labels.slots() {
        if e.scratch.by_label[i] <= 0.0 {
            continue;
        }
        let share = (e.scratch.by_label[i] / total).min(p.investor_cap);
        let amount = equity_room(world, e, i, e.investors.pool * share);
        if amount > 0.0 {
            take_equity(world, e, i, amount, false);
            e.ledger.book(Flow::PrivateEquity, amount);
            paid += amount;
        }
    }
    e.investors.pool = p.investor_pool_retention * (e.investors.pool - paid).max(0.0);
}

/// Appeal of each label: exp(k_roi clip(return, -1, 2) + k_sent sum mix sentiment + k_size ln(Rev + 50)).
fn measure_appeal(now: &Now, e: &mut Economy) {
    let p = now.world.p;
    let appeal = &mut e.scratch.by_label[..];
    let (mix, sentiment) = (e.labels.mix.each_ref().map(|column| &column[..]), e.investors.sentiment.0);
    let (returns, revenue) = (&e.labels.trailing_return[..], &e.labels.revenue_year[..]);
    let weights = [p.investor_return_weight, p.investor_sentiment_weight, p.investor_size_weight];
    now.cpu.run(
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

/// Bank loan: min(gap, (debt limit * Rev - bank debt)+), majors too.
fn bank_loans(world: &World, e: &mut Economy) {
    for i in 0..e.labels.slots() {
        if e.labels.gap[i] <= 0.0 {
            continue;
        }
        let limit = world.p.debt_limit[e.labels.tier[i].index()] * e.labels.revenue_year[i] - e.labels.bank_debt[i];
        let loan = e.labels.gap[i].min(limit.max(0.0));
        e.labels.bank_debt[i] += loan;
        e.labels.cash[i] += loan;
        e.labels.gap[i] -= loan;
        e.ledger.book(Flow::BankLoans, loan);
    }
}

/// Interest on both debts, the guarantee fee, then repayment: first bank, then guaranteed debt.
fn service_debt(now: &Now, e: &mut Economy, i: usize) {
    if e.labels.bank_debt[i] == 0.0 && e.labels.guaranteed_debt[i] == 0.0 {
        return;
    }
    let p = now.world.p;
    let spread = p.loan_spread[e.labels.tier[i].index()];
    if e.labels.bank_debt[i] > 0.0 {
        pay_interest(e, i, (p.interest_rate + spread) * e.labels.bank_debt[i]);
    }
    if e.labels.guaranteed_debt[i] > 0.0 {
        service_guaranteed(now, e, i, spread);
    }
    let buffer = p.cash_buffer * e.fixed_cost(now.world, i);
    let payment = p.repayment_rate * e.labels.bank_debt[i];
    if payment > 0.0 && e.labels.cash[i] > buffer + payment {
        e.labels.bank_debt[i] -= payment;
        e.labels.cash[i] -= payment;
        e.ledger.book(Flow::BankRepayment, payment);
    }
    let payment = p.repayment_rate * e.labels.guaranteed_debt[i];
    if payment > 0.0 && e.labels.cash[i] > buffer + payment {
        repay_guaranteed(e, i, p.repayment_rate);
        e.labels.cash[i] -= payment;
        e.ledger.book(Flow::GuaranteedRepayment, payment);
    }
}

fn pay_interest(e: &mut Economy, i: usize, interest: f64) {
    e.labels.cash[i] -= interest;
    e.labels.interest[i] += interest;
    e.ledger.book(Flow::Interest, interest);
}

/// (r + spread share * spread + fee) on guaranteed debt; the fee goes to government.
fn service_guaranteed(now: &Now, e: &mut Economy, i: usize, spread: f64) {
    for (n, programme) in now.world.programmes.iter().enumerate().filter(|(_, p)| p.kind == Kind::LoanGuarantee) {
        let debt = e.government.accounts[n].guaranteed[i];
        let Some(terms) = programme.rule.guarantee_terms().filter(|_| debt > 0.0) else { continue };
        pay_interest(e, i, (now.world.p.interest_rate + terms.spread_share * spread) * debt);
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

fn pay_fixed_cost(world: &World, e: &mut Economy, i: usize) {
    let cost = e.fixed_cost(world, i);
    e.labels.cash[i] -= cost;
    e.labels.fixed_paid[i] = cost;
    e.ledger.book(Flow::FixedCost, cost);
}

/// The label's own part of its works is scaled to the cash; below the smallest scale the last work is dropped.
fn scale_or_drop(now: &Now, e: &mut Economy) {
    let mut x = 0;
    while x < e.works.len() {
        let i = e.works.label[x];
        let end = (x..e.works.len()).find(|y| e.works.label[*y] != i).unwrap_or(e.works.len());
        fit_works(now, e, i as usize, x, end);
        x = end;
    }
    e.works.remove_dropped();
}

/// sc = min(1, available / sum of (cost - grant)); while sc < smallest scale, drop the last and compute again.
fn fit_works(now: &Now, e: &mut Economy, i: usize, first: usize, end: usize) {
    let available = e.labels.cash[i].max(0.0);
    let mut last = end;
    let mut scale = 1.0;
    while last > first {
        let needed: f64 = (first..last).map(|x| e.works.cost[x] - e.works.grant[x]).sum();
        scale = if needed > 0.0 { (available / needed).min(1.0) } else { 1.0 };
        if scale >= now.world.p.smallest_scale {
            break;
        }
        last -= 1;
        drop_work(now, e, last);
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
fn drop_work(now: &Now, e: &mut Economy, x: usize) {
    e.works.dropped[x] = true;
    e.totals.skipped += 1;
    if e.works.grant[x] > 0.0 {
        for (n, programme) in now.world.programmes.iter().enumerate().filter(|(_, p)| p.kind == Kind::ProductionGrant) {
            e.government.accounts[n].money += e.works.grant_of(x, programme.key);
        }
        e.works.grant[x] = 0.0;
    }
}

/// Trailing equity <- memory * old + (1 - memory) * equity received, private and public.
fn remember_equity(world: &World, e: &mut Economy) {
    let memory = world.p.equity_memory;
    for (trail, equity) in e.labels.equity_trail.iter_mut().zip(&e.labels.equity) {
        *trail = memory * *trail + (1.0 - memory) * equity;
    }
}
