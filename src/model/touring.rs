//! Call 9: which markets a work visits, with which vouchers, and who comes (4.7).

use super::accounts::Flow;
use super::economy::{Economy, Now};
use super::government::Account;
use super::scratch::{Ranked, rank};
use super::support;
use crate::draw::{Purpose, to_normal};
use crate::math;
use crate::policy::Kind;
use crate::units::{Market, Strategy};

/// Touring intensity of a work: touring, balanced (placed or not), and placed partnerships a little.
fn touring_intensity(now: &Now, e: &Economy, x: usize) -> f64 {
    let strategy = e.works.strategy[x];
    let tours = e.works.placed(x) || matches!(strategy, Strategy::Touring | Strategy::Balanced);
    if tours { now.world.p.touring_intensity[strategy.index()] } else { 0.0 }
}

/// A visit that a work considers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visit {
    /// Work.
    work: u32,
    /// Market.
    market: u32,
    /// Attendance, thousand: expected, then drawn.
    attendance: f64,
    /// Venue capacity, thousand.
    capacity: f64,
    /// Fixed cost, M KRW.
    cost: f64,
    /// Margin before the fixed cost at the expected attendance, M KRW.
    margin: f64,
    /// Voucher, M KRW.
    voucher: f64,
}

fn visit(now: &Now, e: &Economy, x: usize, m: usize, intensity: f64) -> Visit {
    let p = now.world.p;
    let t = e.labels.tier[e.works.label[x] as usize].index();
    let capacity = p.venue_capacity[m] * e.conditions.attendance[m];
    let attendance = (e.works.fans[m][x] * p.attendance_rate[m] * e.conditions.attendance[m]).min(capacity) * intensity;
    let exchange = e.conditions.exchange[m];
    Visit {
        work: x as u32,
        market: m as u32,
        attendance,
        capacity,
        cost: now.world.visit_cost[t][m] * exchange,
        margin: attendance * p.ticket_price[m] * exchange * p.touring_margin,
        voucher: 0.0,
    }
}

/// Call 9: vouchers first, by lottery over the visits that would pay with them; then the decisions;
/// then the visits are made.
pub fn tour(now: &Now, e: &mut Economy) {
    for m in 0..Market::COUNT {
        e.scratch.by_label_market[m].fill(0.0);
    }
    let vouchers = award_touring_vouchers(now, e);
    let mut made = std::mem::take(&mut e.scratch.made);
    decide_visits(now, e, vouchers, &mut made);
    draw_attendance(now, e, &mut made);
    for visit in &made {
        make_visit(now, e, visit);
    }
    e.scratch.made = made;
}

/// A visit is made when its margin and voucher cover its fixed cost.
fn decide_visits(now: &Now, e: &Economy, vouchers: bool, made: &mut Vec<Visit>) {
    made.clear();
    for x in 0..e.works.len() {
        let intensity = touring_intensity(now, e, x);
        if intensity <= 0.0 {
            continue;
        }
        for m in 0..Market::COUNT {
            if e.conditions.no_visits[m] {
                continue;
            }
            let voucher = if vouchers { e.works.visit_voucher[x][m] } else { 0.0 };
            let visit = Visit { voucher, ..visit(now, e, x, m, intensity) };
            if visit.margin + voucher >= visit.cost {
                made.push(visit);
            }
        }
    }
}

/// Attendance = min(n exp(s z - s^2 / 2), capacity).
fn draw_attendance(now: &Now, e: &mut Economy, made: &mut [Visit]) {
    let index = |visit: &Visit| e.works.act[visit.work as usize] * Market::COUNT as u32 + visit.market;
    let rows = &mut e.scratch.visits;
    rows.clear();
    for visit in made.iter() {
        let x = visit.work as usize;
        rows.push(e.works.label[x], e.works.generation[x], index(visit) / 4);
    }
    rows.draw(now, Purpose::Attendance, now.time);
    let s = now.world.p.attendance_noise;
    let luck = &mut e.scratch.by_work[3];
    luck.clear();
    luck.extend(made.iter().enumerate().map(|(n, visit)| f64::from(rows.words[(index(visit) % 4) as usize][n])));
    now.cpu.run(
        #[inline(always)]
        || {
            for z in luck.iter_mut() {
                *z = math::exp(s * to_normal(*z as u32) - s * s / 2.0);
            }
        },
    );
    for (visit, luck) in made.iter_mut().zip(luck) {
        visit.attendance = (visit.attendance * *luck).min(visit.capacity);
    }
}

/// Claims for foreign visits that would pay with the voucher; returns whether any programme runs.
fn award_touring_vouchers(now: &Now, e: &mut Economy) -> bool {
    if !e.government.active || e.government.running(now.world, Kind::TouringVoucher).next().is_none() {
        return false;
    }
    for n in 0..now.world.programmes.len() {
        if now.world.programmes[n].kind != Kind::TouringVoucher || !e.government.accounts[n].running {
            continue;
        }
        let mut claims = std::mem::take(&mut e.scratch.ranked);
        claims.clear();
        for x in 0..e.works.len() {
            let intensity = touring_intensity(now, e, x);
            if intensity <= 0.0 {
                continue;
            }
            let (i, act) = (e.works.label[x] as usize, e.works.act[x]);
            for market in Market::FOREIGN.into_iter().filter(|m| !e.conditions.no_visits[m.index()]) {
                let m = market.index();
                let visit = visit(now, e, x, m, intensity);
                let Some((_, amount)) = support::visit_claim(now, e, i, market, visit.cost).filter(|(of, _)| *of == n) else { continue };
                if visit.margin + amount < visit.cost {
                    continue;
                }
                let score = now.uniform(Purpose::TouringLottery, e.who(i), act as usize * Market::COUNT + m);
                claims.push(Ranked { score, slot: i as u32, act, place: m as u32, work: x as u32, amount });
            }
        }
        rank(&mut claims);
        support::pay_vouchers(now, e, &claims, n, |e, claim| {
            e.works.visit_voucher[claim.work as usize][claim.place as usize] = claim.amount;
            e.works.touring_vouchers[claim.work as usize] += claim.amount;
        });
        e.scratch.ranked = claims;
    }
    true
}

/// Concerts are booked with the fixed cost and the voucher.
fn make_visit(now: &Now, e: &mut Economy, visit: &Visit) {
    let p = now.world.p;
    let (x, m) = (visit.work as usize, visit.market as usize);
    let i = e.works.label[x] as usize;
    let gross = visit.attendance * p.ticket_price[m] * e.conditions.exchange[m];
    e.works.concerts[x] += gross;
    let paid = visit.cost - visit.voucher;
    e.works.net[x] -= paid;
    e.labels.net_receipts[i] -= paid;
    e.labels.cash[i] -= paid;
    e.ledger.book(Flow::Visits, visit.cost);
    e.totals.revenue_by_market[m] += gross;
    e.scratch.by_label_market[m][i] += visit.attendance;
    let memory = p.visit_share_memory;
    e.labels.visit_share[i] = memory * e.labels.visit_share[i] + (1.0 - memory) * (visit.cost / e.works.reference_cost[x]).min(1.0);
    if m != Market::Kr.index() {
        e.works.exports[x] += gross;
        e.works.visit_cost[x] += visit.cost;
        record_visit_base(now, e, x, i, paid);
    }
}

/// Fixed cost of a foreign visit that counts for a tax credit, net of the voucher.
fn record_visit_base(now: &Now, e: &mut Economy, x: usize, i: usize, paid: f64) {
    if !e.government.active {
        return;
    }
    let k = e.works.strategy[x].index();
    let credit = |account: &Account| account.running && account.applied[i];
    for (n, _) in now.world.programmes.iter().enumerate().filter(|(_, p)| p.kind == Kind::TaxCredit) {
        let account = &mut e.government.accounts[n];
        if credit(account) {
            account.year_visits[k][i] += paid;
        }
    }
}
