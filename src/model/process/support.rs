//! Money of the programmes within the quarter: grants, public equity, guaranteed loans, vouchers.

use super::claims::{self, Lot, rank_grants};
use super::equity::{equity_allowed, take_equity};
use super::government::{book_administration, book_outlay};
use crate::draw::Purpose;
use crate::model::columns::Ranked;
use crate::model::equation::{finance, firms, take_up as equation};
use crate::model::record::Flow;
use crate::model::state::{Account, Economy};
use crate::model::step::StepContext;
use crate::policy::{Claim, Seam, Stage};
use crate::units::{Market, Tier};

/// Whether a programme that acts at the seam runs.
fn any(step: &StepContext, e: &Economy, seam: Seam) -> bool {
    e.government.active && e.government.running(step.constants, seam).next().is_some()
}

/// Adds a claim of a tier and what was paid of it, M KRW.
fn count(account: &mut Account, tier: Tier, claim: f64, paid: f64) {
    let [claimed, paid_of_tier] = &mut account.claims[tier.index()];
    *claimed += claim;
    *paid_of_tier += paid;
}

/// Call 4: production grants by the order of each programme; the last one served may be partial.
pub fn award_grants(step: &StepContext, e: &mut Economy, ws: &mut claims::Workspace) {
    let awards = |e: &Economy, n: usize| e.government.accounts[n].running && step.constants.programmes[n].acts_at(Seam::Grants);
    if !e.government.active || !(0..step.constants.programmes.len()).any(|n| awards(e, n)) {
        return;
    }
    e.works.open_grants();
    for n in 0..step.constants.programmes.len() {
        let programme = &step.constants.programmes[n];
        if !awards(e, n) {
            continue;
        }
        ws.claims.clear();
        for x in 0..e.works.len() {
            let (i, strategy) = (e.works.label[x] as usize, e.works.strategy[x]);
            let Some((facts, factor)) = e.government.covers(step.constants, &e.labels, n, i, Claim::Work(strategy)) else { continue };
            // No won is subsidised twice: a second programme sees the cost that the first left.
            let cost_left = finance::own_part(e.works.cost[x], e.works.grant[x]);
            let amount = programme.rule.work_grant(&facts, cost_left, strategy, factor);
            if amount > 0.0 {
                ws.claims.push(Ranked { slot: i as u32, act: e.works.act[x], work: x as u32, amount, ..Ranked::default() });
            }
        }
        rank_grants(step, e, programme.rule.order(), ws);
        for claim in &ws.claims {
            let account = &mut e.government.accounts[n];
            let paid = equation::partial(claim.amount, account.money);
            let served = equation::counts(paid);
            count(account, e.labels.tier[claim.slot as usize], claim.amount, if served { paid } else { 0.0 });
            if !served {
                continue;
            }
            account.money -= paid;
            e.works.grant[claim.work as usize] += paid;
            e.works.grants_of[claim.work as usize][step.constants.grant_place(n)] += paid;
        }
    }
}

/// Call 5: the public fund buys equity in two rounds, the first reserved for small labels and startups.
pub fn buy_equity(step: &StepContext, e: &mut Economy, asked: &mut [f64]) {
    if !any(step, e, Seam::Equity) {
        return;
    }
    for n in 0..step.constants.programmes.len() {
        if !step.constants.programmes[n].acts_at(Seam::Equity) || !e.government.accounts[n].running {
            continue;
        }
        let at_hand = e.government.accounts[n].money;
        let reserved = step.constants.programmes[n].rule.reserved_share() * at_hand;
        let first = equity_round(step, e, n, reserved, asked, |tier| matches!(tier, Tier::Small | Tier::Startup));
        let second = equity_round(step, e, n, at_hand - first, asked, |_| true);
        e.government.accounts[n].money -= first + second;
    }
}

/// One round pays the same part of each covered gap, at most what the claim ceiling allows.
fn equity_round(step: &StepContext, e: &mut Economy, n: usize, money: f64, asked: &mut [f64], of_tier: impl Fn(Tier) -> bool) -> f64 {
    let asks = |e: &Economy, i: usize| {
        if !e.labels.alive[i] || e.labels.gap[i] <= 0.0 || !of_tier(e.labels.tier[i]) {
            return 0.0;
        }
        match e.government.covers(step.constants, &e.labels, n, i, Claim::Label) {
            Some((facts, _)) => step.constants.programmes[n].rule.finance_offer(&facts, e.labels.gap[i]).equity_asked,
            None => 0.0,
        }
    };
    let mut total = 0.0;
    for i in 0..e.labels.slots() {
        asked[i] = asks(e, i);
        total += asked[i];
    }
    if total <= 0.0 || money <= 0.0 {
        return 0.0;
    }
    let ratio = finance::part_offered(money, total);
    let mut paid = 0.0;
    for i in 0..e.labels.slots() {
        let amount = equity_allowed(step.constants, e, i, asked[i] * ratio);
        if amount > 0.0 {
            take_equity(step.constants, e, i, amount, true);
            e.labels.support[i] += amount;
            book_outlay(step, e, n, Flow::PublicEquity, amount);
            paid += amount;
        }
    }
    paid
}

/// Call 5: guaranteed loans, in keyed random order where the volume is short.
///
/// `own_parts`: room for the label's own part of the cost of all its works, M KRW.
pub fn guarantee_loans(step: &StepContext, e: &mut Economy, own_parts: &mut [f64], ws: &mut claims::Workspace) {
    if !any(step, e, Seam::Guarantees) {
        return;
    }
    own_parts.fill(0.0);
    for ((label, cost), grant) in e.works.label.iter().zip(&e.works.cost).zip(&e.works.grant) {
        own_parts[*label as usize] += finance::own_part(*cost, *grant);
    }
    for n in 0..step.constants.programmes.len() {
        let programme = &step.constants.programmes[n];
        if !programme.acts_at(Seam::Guarantees) || !e.government.accounts[n].running {
            continue;
        }
        ws.claims.clear();
        for i in 0..e.labels.slots() {
            let (l, gap) = (&e.labels, e.labels.gap[i]);
            if !l.alive[i] || (gap <= 0.0 && own_parts[i] <= 0.0) {
                continue;
            }
            let Some((facts, _)) = e.government.covers(step.constants, l, n, i, Claim::Label) else { continue };
            let offer = programme.rule.finance_offer(&facts, gap);
            let old_enough = firms::old_enough(step.t, l.born[i]);
            let need = finance::guaranteed_need(gap, offer.working_capital, own_parts[i], old_enough, l.trailing_return[i]);
            let amount = finance::guaranteed_loan(need, offer.guaranteed_limit, facts.guaranteed_debt);
            if amount > 0.0 {
                ws.claims.push(Ranked { slot: i as u32, amount, ..Ranked::default() });
            }
        }
        let lot = Lot { purpose: Purpose::GuaranteeOrder, time: step.time, index: |_: &Ranked| 0 };
        lot.rank(step, ws, &e.labels.generation);
        for claim in &ws.claims {
            let i = claim.slot as usize;
            let account = &mut e.government.accounts[n];
            let amount = equation::partial(claim.amount, account.money);
            if !equation::counts(amount) {
                continue;
            }
            account.money -= amount;
            account.guaranteed[i] += amount;
            e.labels.guaranteed_debt[i] += amount;
            e.labels.cash[i] += amount;
            e.labels.gap[i] = (e.labels.gap[i] - amount).max(0.0);
            e.ledger.book(Flow::GuaranteedLoans, amount);
            e.totals.guaranteed_loans += amount;
            book_administration(e, programme.rule.admin_share() * amount);
        }
    }
}

/// What a covered work may claim from the first programme that covers it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VoucherOffer {
    /// Number of the programme.
    pub programme: usize,
    /// Part of the cost paid.
    pub rate: f64,
    /// Largest voucher for a work, M KRW.
    pub cap: f64,
}

/// Call 7: the localisation voucher that covers a label's works, if any.
pub fn localisation_offer(step: &StepContext, e: &Economy, i: usize) -> Option<VoucherOffer> {
    if !e.government.active {
        return None;
    }
    e.government.running(step.constants, Seam::LocalisationVouchers).find_map(|(n, programme)| {
        let (facts, _) = e.government.covers(step.constants, &e.labels, n, i, Claim::Label)?;
        let voucher = programme.rule.cost_voucher(&facts, Stage::Localisation, 1.0);
        (voucher.rate > 0.0).then_some(VoucherOffer { programme: n, rate: voucher.rate, cap: voucher.cap })
    })
}

/// Amount that a label claims for localisation of a cost.
pub fn localisation_claim(step: &StepContext, e: &Economy, i: usize, offer: VoucherOffer, cost: f64) -> f64 {
    let facts = e.government.facts(step.constants, &e.labels, i, offer.programme);
    step.constants.programmes[offer.programme].rule.cost_voucher(&facts, Stage::Localisation, cost).claim
}

/// Pays ranked voucher claims in full or not at all; `pay` is told of each claim and its programme.
pub fn pay_vouchers(step: &StepContext, e: &mut Economy, claims: &[Ranked], n: usize, mut pay: impl FnMut(&mut Economy, &Ranked)) {
    for claim in claims {
        let account = &mut e.government.accounts[n];
        let served = equation::affordable(claim.amount, account.money);
        count(account, e.labels.tier[claim.slot as usize], claim.amount, if served { claim.amount } else { 0.0 });
        if !served {
            continue;
        }
        account.money = (account.money - claim.amount).max(0.0);
        book_outlay(step, e, n, Flow::Vouchers, claim.amount);
        e.labels.support[claim.slot as usize] += claim.amount;
        pay(e, claim);
    }
}

/// Call 9: whether a touring programme before programme `n` pays the label a voucher for a visit.
pub fn pays_before(step: &StepContext, e: &Economy, n: usize, i: usize, market: Market, cost: f64) -> bool {
    e.government.running(step.constants, Seam::TouringVouchers).take_while(|(before, _)| *before < n).any(|(before, programme)| {
        let covered = e.government.covers(step.constants, &e.labels, before, i, Claim::Label);
        covered.is_some_and(|(facts, _)| programme.rule.cost_voucher(&facts, Stage::Visit(market), cost).claim > 0.0)
    })
}
