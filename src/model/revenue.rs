//! Calls 9 and 10: visits, the lines of revenue, splits, payoffs of works, and the catalogue carried on (4.7).

use super::accounts::Flow;
use super::economy::{Economy, Now};
use super::government::Account;
use super::scratch::{Ranked, rank};
use super::support;
use crate::draw::Purpose;
use crate::math;
use crate::policy::Kind;
use crate::units::{Market, Strategy};

/// Lines of revenue, in the order of 4.7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Line {
    /// Streaming of this quarter's works.
    Streaming,
    /// Albums.
    Albums,
    /// Concerts and merchandise.
    Concerts,
    /// Fees of platforms.
    Fee,
    /// Backend of platforms.
    Backend,
    /// Streaming of the catalogue.
    Catalogue,
    /// Licensing and endorsement.
    Licensing,
}

impl Line {
    /// Number of lines.
    pub const COUNT: usize = 7;
}

/// Touring intensity of a work: touring, balanced (placed or not), and placed partnerships a little.
fn touring_intensity(now: &Now, e: &Economy, x: usize) -> f64 {
    let strategy = e.works.strategy[x];
    let tours = e.works.placed(x) || matches!(strategy, Strategy::Touring | Strategy::Balanced);
    if tours { now.world.p.touring_intensity[strategy.index()] } else { 0.0 }
}

/// Album intensity of a work; unplaced tie-ins and partnerships sell none.
fn album_intensity(now: &Now, e: &Economy, x: usize) -> f64 {
    let strategy = e.works.strategy[x];
    let sells = e.works.placed(x) || matches!(strategy, Strategy::Touring | Strategy::Balanced);
    if sells { now.world.p.album_intensity[strategy.index()] } else { 0.0 }
}

/// A visit that a work considers.
struct Visit {
    /// Expected attendance, thousand.
    attendance: f64,
    /// Venue capacity, thousand.
    capacity: f64,
    /// Fixed cost, M KRW.
    cost: f64,
    /// Margin before the fixed cost at the expected attendance, M KRW.
    margin: f64,
}

fn visit(now: &Now, e: &Economy, x: usize, m: usize, intensity: f64) -> Visit {
    let p = now.world.p;
    let i = e.works.label[x] as usize;
    let t = e.labels.tier[i].index();
    let act_share = now.world.act_share[t][e.works.act[x] as usize];
    let capacity = p.venue_capacity[m] * e.conditions.attendance[m];
    let attendance = (e.labels.fandom[m][i] * act_share * p.attendance_rate[m] * e.conditions.attendance[m]).min(capacity) * intensity;
    let exchange = e.conditions.exchange[m];
    Visit {
        attendance,
        capacity,
        cost: now.world.visit_cost[t][m] * exchange,
        margin: attendance * p.ticket_price[m] * exchange * p.touring_margin,
    }
}

/// Call 9: vouchers first, by lottery over the visits that would pay with them; then the decisions.
pub fn tour(now: &Now, e: &mut Economy) {
    for m in 0..Market::COUNT {
        e.scratch.by_label_market[m].fill(0.0);
    }
    let vouchers = award_touring_vouchers(now, e);
    for x in 0..e.works.len() {
        let intensity = touring_intensity(now, e, x);
        if intensity <= 0.0 { continue; }
        for m in 0..Market::COUNT {
            if e.conditions.no_visits[m] { continue; }
            let voucher = if vouchers { e.works.visit_voucher[x][m] } else { 0.0 };
            let visit = visit(now, e, x, m, intensity);
            if visit.margin + voucher >= visit.cost { make_visit(now, e, x, m, &visit, voucher); }
        }
    }
}

/// Claims for foreign visits that would pay with the voucher; returns whether any programme runs.
fn award_touring_vouchers(now: &Now, e: &mut Economy) -> bool {
    if !e.government.active || e.government.running(now.world, Kind::TouringVoucher).next().is_none() { return false; }
    for n in 0..now.world.programmes.len() {
        if now.world.programmes[n].kind != Kind::TouringVoucher || !e.government.accounts[n].running { continue; }
        let mut claims = std::mem::take(&mut e.scratch.ranked);
        claims.clear();
        for x in 0..e.works.len() {
            let intensity = touring_intensity(now, e, x);
            if intensity <= 0.0 { continue; }
            let (i, act) = (e.works.label[x] as usize, e.works.act[x]);
            for market in Market::FOREIGN.into_iter().filter(|m| !e.conditions.no_visits[m.index()]) {
                let m = market.index();
                let visit = visit(now, e, x, m, intensity);
                let Some((_, amount)) = support::visit_claim(now, e, i, market, visit.cost).filter(|(of, _)| *of == n) else { continue };
                if visit.margin + amount < visit.cost { continue; }
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

/// Attendance = min(n exp(s z - s^2 / 2), capacity); concerts are booked with the fixed cost and the voucher.
fn make_visit(now: &Now, e: &mut Economy, x: usize, m: usize, visit: &Visit, voucher: f64) {
    let p = now.world.p;
    let (i, act) = (e.works.label[x] as usize, e.works.act[x] as usize);
    let s = p.attendance_noise;
    let z = now.normal(Purpose::Attendance, e.who(i), act * Market::COUNT + m);
    let attendance = (visit.attendance * math::exp(s * z - s * s / 2.0)).min(visit.capacity);
    let gross = attendance * p.ticket_price[m] * e.conditions.exchange[m];
    let part = p.creator_concert_factor;
    book_work(now, e, x, Line::Concerts, m, gross, 1.0 - p.touring_margin, part);
    let paid = visit.cost - voucher;
    e.works.net[x] -= paid;
    e.labels.net_receipts[i] -= paid;
    e.labels.cash[i] -= paid;
    e.ledger.book(Flow::Visits, visit.cost);
    e.scratch.by_label_market[m][i] += attendance;
    let memory = p.visit_share_memory;
    e.labels.visit_share[i] = memory * e.labels.visit_share[i] + (1.0 - memory) * (visit.cost / e.works.reference_cost[x]).min(1.0);
    if m != Market::Kr.index() {
        e.works.visit_cost[x] += visit.cost;
        record_visit_base(now, e, x, i, paid);
    }
}

/// Fixed cost of a foreign visit that counts for a tax credit, net of the voucher.
fn record_visit_base(now: &Now, e: &mut Economy, x: usize, i: usize, paid: f64) {
    if !e.government.active { return; }
    let k = e.works.strategy[x].index();
    let credit = |account: &Account| account.running && account.applied[i];
    for (n, _) in now.world.programmes.iter().enumerate().filter(|(_, p)| p.kind == Kind::TaxCredit) {
        let account = &mut e.government.accounts[n];
        if credit(account) { account.year_visits[k][i] += paid; }
    }
}

/// Books a gross amount of a work: creators take c * factor of it, suppliers `supplier_part`, the label the rest.
#[allow(clippy::too_many_arguments, reason = "one booking: where, what, and how it splits")]
fn book_work(now: &Now, e: &mut Economy, x: usize, line: Line, m: usize, gross: f64, supplier_part: f64, creator_factor: f64) {
    let i = e.works.label[x] as usize;
    let share = if e.works.credit_count[x] > 0 { e.labels.creator_share[i] * creator_factor } else { 0.0 };
    let (to_creators, to_suppliers) = (gross * share, gross * supplier_part);
    let net = gross - to_creators - to_suppliers;
    e.works.net[x] += net;
    e.works.gross[x] += gross;
    e.works.creators_part[x] += to_creators;
    if line == Line::Streaming { e.works.net_streaming[x] += net; }
    if m != Market::Kr.index() { e.works.exports[x] += gross; }
    book_label(now, e, i, line, m, gross, to_creators, to_suppliers);
}

/// Books a gross amount of a label and its split.
#[allow(clippy::too_many_arguments, reason = "one booking: where, what, and how it splits")]
fn book_label(now: &Now, e: &mut Economy, i: usize, line: Line, m: usize, gross: f64, to_creators: f64, to_suppliers: f64) {
    let net = gross - to_creators - to_suppliers;
    e.labels.revenue[i] += gross;
    e.labels.net_receipts[i] += net;
    e.labels.cash[i] += net;
    if m != Market::Kr.index() { e.labels.exports[i] += gross; }
    let receipts = if matches!(line, Line::Fee | Line::Backend) { Flow::PlatformReceipts } else { Flow::MarketReceipts };
    e.ledger.book(receipts, gross);
    e.ledger.book(Flow::PaidToCreators, to_creators);
    e.ledger.book(Flow::PaidToDistribution, to_suppliers);
    if now.burn_in() { return; }
    e.totals.revenue_by_line[line as usize] += gross;
    e.totals.revenue_by_market[m] += gross;
    if line == Line::Albums { e.totals.albums_by_market[m] += gross; }
    e.totals.paid_to_creators += to_creators;
}

/// Call 10: all lines but concerts, which call 9 booked; then creators are paid and payoffs are known.
pub fn earn(now: &Now, e: &mut Economy) {
    for m in 0..Market::COUNT { e.scratch.by_label_market_2[m].fill(0.0); }
    for x in 0..e.works.len() {
        sell_work(now, e, x);
        earn_from_platform(now, e, x);
        pay_credited(e, x);
    }
    for i in 0..e.labels.slots() {
        if e.labels.alive[i] { earn_from_stock(now, e, i); }
    }
    update_trails(now, e);
    for x in 0..e.works.len() { set_payoff(now, e, x); }
    carry_catalogue(now, e);
}

/// Streaming and albums of a work in every market.
fn sell_work(now: &Now, e: &mut Economy, x: usize) {
    let p = now.world.p;
    let (i, k) = (e.works.label[x] as usize, e.works.strategy[x].index());
    let rights = if e.works.placed(x) { p.rights_kept[k] } else { 1.0 };
    let albums = album_intensity(now, e, x);
    let act_share = now.world.act_share[e.labels.tier[i].index()][e.works.act[x] as usize];
    for m in 0..Market::COUNT {
        let exchange = e.conditions.exchange[m];
        let streaming = e.works.share[m][x] * e.conditions.pool[m] / 4.0 * rights * exchange;
        book_work(now, e, x, Line::Streaming, m, streaming, p.streaming_fee, 1.0);
        e.scratch.by_label_market_2[m][i] += streaming;
        if albums > 0.0 {
            let gross = e.labels.fandom[m][i] * act_share * p.album_spending[m] * e.conditions.openness[m] * albums * exchange;
            book_work(now, e, x, Line::Albums, m, gross, p.album_cost, 1.0);
        }
    }
}

/// Fee and backend of a placed work, booked to the platform's market.
fn earn_from_platform(now: &Now, e: &mut Economy, x: usize) {
    let Some(j) = e.works.platform(x) else { return };
    let p = now.world.p;
    let (i, k) = (e.works.label[x] as usize, e.works.strategy[x].index());
    let m = now.world.booked_to[j.index()].index();
    let base = p.fee_base[e.labels.tier[i].index()] * e.labels.size[i] * p.strategy_cost[k] * e.works.scale[x].min(1.0) * e.conditions.exchange[m];
    let bargaining = 1.0 + p.bargaining_recognition * math::ln(1.0 + e.labels.recognition[i]);
    let cut = if e.government.active { e.government.platform_terms(now.world, &e.labels, i).fee_cut } else { 0.0 };
    let fee = p.platform_fee[k] * base * bargaining * (1.0 - cut);
    book_work(now, e, x, Line::Fee, m, fee, 0.0, p.creator_fee_factor);
    let success = p.platform_backend[k] * e.works.popularity[x] * e.works.quality[x] * bargaining;
    book_work(now, e, x, Line::Backend, m, base * success.min(p.backend_ceiling), 0.0, 1.0);
}

/// The creators' part of a work is split equally over its credited creators.
fn pay_credited(e: &mut Economy, x: usize) {
    let n = e.works.credit_count[x];
    if n == 0 { return; }
    let part = e.works.creators_part[x] / f64::from(n);
    let first = e.works.credit_first[x] as usize;
    for &g in &e.works.credited[first..first + n as usize] {
        e.creators.income[g as usize] += part;
    }
}

/// Catalogue and licensing; the creators' part goes to the label's creators in proportion to w0 + r.
fn earn_from_stock(now: &Now, e: &mut Economy, i: usize) {
    let p = now.world.p;
    let floor = p.fame_floor;
    let weight: f64 = e.creators.of_label(i).iter().map(|g| floor + e.creators.recognition[*g as usize]).sum();
    let share = if weight > 0.0 { e.labels.creator_share[i] } else { 0.0 };
    let mut to_creators = 0.0;
    for m in 0..Market::COUNT {
        let exchange = e.conditions.exchange[m];
        let catalogue = e.labels.catalogue[m][i] / e.markets.attention[m] * e.conditions.pool[m] / 4.0 * exchange;
        let licensing = p.licensing_income[m] * e.conditions.openness[m] * e.labels.fandom[m][i] * exchange;
        book_label(now, e, i, Line::Catalogue, m, catalogue, catalogue * share, catalogue * p.streaming_fee);
        book_label(now, e, i, Line::Licensing, m, licensing, licensing * share, licensing * p.licensing_cost);
        to_creators += (catalogue + licensing) * share;
    }
    if weight > 0.0 {
        let (first, end) = (e.creators.first[i] as usize, e.creators.first[i + 1] as usize);
        for &g in &e.creators.members[first..end] {
            let g = g as usize;
            e.creators.income[g] += to_creators * (floor + e.creators.recognition[g]) / weight;
        }
    }
}

/// Trailing revenues: yearly <- 0.75 old + quarter; streaming by market <- mv (old + (1 - mv) quarter).
fn update_trails(now: &Now, e: &mut Economy) {
    let memory = now.world.p.market_memory;
    for i in 0..e.labels.slots() {
        let quarter = e.labels.revenue[i];
        e.labels.revenue_year[i] = if now.first_of_burn_in() { 4.0 * quarter } else { 0.75 * e.labels.revenue_year[i] + quarter };
    }
    for m in 0..Market::COUNT {
        for (trail, streaming) in e.labels.streaming_trail[m].iter_mut().zip(&e.scratch.by_label_market_2[m]) {
            *trail = memory * (*trail + (1.0 - memory) * streaming);
        }
    }
}

/// Listeners that a work converts in a market, before the conversion factor and room, thousand.
pub fn converted(now: &Now, e: &Economy, x: usize, m: usize) -> f64 {
    let p = now.world.p;
    let conversion = if e.works.placed(x) { p.fan_conversion[e.works.strategy[x].index()] } else { 1.0 };
    let fit = 1.0 + p.fit_slope * (e.works.identity[x] - p.fit_centre);
    conversion * e.works.share[m][x] * p.listeners[m] * p.listening_breadth * fit
}

/// pi = clip((net + tail of streaming + value of new fans - cost) / RB, -1, ceiling).
fn set_payoff(now: &Now, e: &mut Economy, x: usize) {
    let p = now.world.p;
    let (i, k) = (e.works.label[x] as usize, e.works.strategy[x].index());
    let keep = if e.works.placed(x) { p.catalogue_keep[k] } else { 1.0 };
    let tail = p.tail_weight * p.catalogue_retention / (1.0 - p.catalogue_retention) * keep * e.works.net_streaming[x];
    let fans: f64 = (0..Market::COUNT)
        .map(|m| e.markets.conversion[m] * converted(now, e, x, m) * e.conditions.openness[m] * p.album_spending[m])
        .sum();
    e.works.fan_value[x] = p.fan_value * fans;
    let cost = e.works.cost[x] + e.works.localisation_cost[x] - e.works.grant[x] - e.works.localisation_voucher[x];
    let budget = e.labels.reference_budget(now.world, i);
    e.works.payoff[x] = ((e.works.net[x] + tail + e.works.fan_value[x] - cost) / budget).clamp(-1.0, p.payoff_ceiling);
}

/// C <- kappa (C + sum a keep rights); C' <- kappa (C' + sum a keep (1 - rights)); reversion moves C' to C.
fn carry_catalogue(now: &Now, e: &mut Economy) {
    let p = now.world.p;
    for m in 0..Market::COUNT {
        for x in 0..e.works.len() {
            let (i, k) = (e.works.label[x] as usize, e.works.strategy[x].index());
            let (rights, keep) = if e.works.placed(x) { (p.rights_kept[k], p.catalogue_keep[k]) } else { (1.0, 1.0) };
            let kept = e.works.attention[m][x] * keep;
            e.labels.catalogue[m][i] += kept * rights;
            e.labels.lost_catalogue[m][i] += kept * (1.0 - rights);
        }
        for column in [&mut e.labels.catalogue[m], &mut e.labels.lost_catalogue[m]] {
            column.iter_mut().for_each(|c| *c *= p.catalogue_retention);
        }
    }
    if e.government.active { revert_catalogue(e); }
}

/// With reversion over n years, C' / (4 n) comes back each quarter.
fn revert_catalogue(e: &mut Economy) {
    for i in 0..e.labels.slots() {
        let years = e.government.contract(i).reversion_years;
        if years <= 0.0 { continue; }
        for m in 0..Market::COUNT {
            let back = e.labels.lost_catalogue[m][i] / (4.0 * years).max(1.0);
            e.labels.lost_catalogue[m][i] -= back;
            e.labels.catalogue[m][i] += back;
        }
    }
}

