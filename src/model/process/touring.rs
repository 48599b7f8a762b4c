//! Call 9: which markets a work visits, with which vouchers, and who comes (4.7).

use super::claims::{self, Lot};
use super::support;
use crate::draw::{Purpose, to_normal};
use crate::model::columns::{DrawRows, Ranked, each, list};
use crate::model::equation::touring as equation;
use crate::model::equation::touring::Venue;
use crate::model::record::Flow;
use crate::model::state::{Account, ByPlacement, Economy};
use crate::model::step::StepContext;
use crate::policy::{Claim, Seam, Stage};
use crate::units::{Market, PerMarket, PerStrategy, PerTier, Strategy, Tier};

/// Touring intensity of a work: touring, balanced (placed or not), and placed partnerships a little.
fn touring_intensity(step: &StepContext) -> ByPlacement {
    let placed = step.constants.p.touring_intensity;
    let tours = |k: Strategy| matches!(k, Strategy::Touring | Strategy::Balanced);
    ByPlacement::new(PerStrategy::build(|k| if tours(k) { placed[k.index()] } else { 0.0 }), placed)
}

/// A visit that is made.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Visit {
    /// Work.
    work: u32,
    /// Market.
    market: u32,
    /// Expected attendance, thousand.
    expected: f64,
}

/// What the decisions of call 9 work with.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Touring intensity of each work, 0 where it does not tour.
    intensity: Vec<f64>,
    /// Part of the receipts of a visit of each work that is the label's.
    part: Vec<f64>,
    /// Fixed cost of a visit of each work in one market, M KRW.
    cost: Vec<f64>,
    /// Touring voucher of each work in one market, M KRW.
    voucher: Vec<f64>,
    /// Expected attendance of each work by market, thousand.
    expected: PerMarket<Vec<f64>>,
    /// Markets that each work visits: bit m for market m.
    visits: Vec<u64>,
    /// Works that visit any market.
    visiting: Vec<u32>,
    /// Visits in the order of works and markets, then places that are free.
    made: Vec<Visit>,
    /// Number of visits.
    count: usize,
    /// Draws of the visits.
    rows: DrawRows,
    /// Word of each visit.
    words: Vec<u32>,
    /// Noise of each visit: a factor of attendance.
    noise: Vec<f64>,
}

impl Workspace {
    /// Allocates for so many works.
    pub fn allocate(works: usize) -> Self {
        let column = || Vec::with_capacity(works);
        Self {
            intensity: column(),
            part: column(),
            cost: column(),
            voucher: column(),
            expected: PerMarket::build(|_| column()),
            visits: Vec::with_capacity(works),
            visiting: Vec::with_capacity(works),
            made: Vec::with_capacity(works * (Market::COUNT + 1)),
            count: 0,
            rows: DrawRows::allocate(works * Market::COUNT),
            words: Vec::with_capacity(works * Market::COUNT),
            noise: Vec::with_capacity(works * Market::COUNT),
        }
    }
}

/// What visits of one market have in common.
fn venue_of(step: &StepContext, e: &Economy, m: usize) -> Venue {
    let p = step.constants.p;
    Venue {
        attendance_rate: p.attendance_rate[m],
        attendance: e.conditions.attendance[m],
        capacity: p.venue_capacity[m] * e.conditions.attendance[m],
        price: p.ticket_price[m],
        exchange: e.conditions.exchange[m],
    }
}

/// Fixed cost of a visit of one market, M KRW.
fn fixed_cost(step: &StepContext, e: &Economy, m: usize, tier: Tier) -> f64 {
    step.constants.visit_cost[tier.index()][m] * e.conditions.exchange[m]
}

/// Fixed costs of a visit of one market by tier, M KRW.
fn fixed_costs(step: &StepContext, e: &Economy, m: usize) -> PerTier<f64> {
    PerTier::build(|tier| fixed_cost(step, e, m, tier))
}

/// Call 9: vouchers first, by lottery over the visits that would pay with them; then the decisions;
/// then the visits are made.
pub fn tour(step: &StepContext, e: &mut Economy, ws: &mut Workspace, claims: &mut claims::Workspace) {
    e.labels.attendance.iter_mut().for_each(|column| column.fill(0.0));
    touring_intensity(step).gather(&e.works, &mut ws.intensity);
    let p = step.constants.p;
    ws.part.clear();
    let part = |contract| equation::label_part(p.touring_margin, contract, p.creator_concert_factor);
    ws.part.extend(e.works.contracts(&e.labels.creator_share).map(part));
    award_touring_vouchers(step, e, ws, claims);
    let venues: PerMarket<Venue> = PerMarket::build(|m| venue_of(step, e, m.index()));
    decide_visits(step, e, &venues, ws);
    draw_attendance(step, e, ws);
    for (visit, noise) in ws.made[..ws.count].iter().zip(&ws.noise) {
        make_visit(step, e, visit, &venues[visit.market as usize], *noise);
    }
    remember_tours(step, e, &ws.intensity);
}

/// Labels learn from each work that tours what visits abroad cost, for which there are vouchers.
fn remember_tours(step: &StepContext, e: &mut Economy, intensity: &[f64]) {
    let (w, memory, trail) = (&e.works, step.constants.p.visit_share_memory, &mut e.labels.visit_share);
    for (x, intensity) in intensity.iter().enumerate().filter(|(_, intensity)| **intensity > 0.0) {
        let share = &mut trail[w.label[x] as usize];
        *share = equation::visit_share(*share, w.visit_cost[x], w.reference_cost[x], *intensity, memory);
    }
}

/// A visit is made when its margin and voucher cover its fixed cost.
fn decide_visits(step: &StepContext, e: &Economy, venues: &PerMarket<Venue>, ws: &mut Workspace) {
    let n = e.works.len();
    ws.visits.clear();
    ws.visits.resize(n, 0);
    ws.voucher.clear();
    ws.voucher.resize(n, 0.0);
    ws.expected.iter_mut().for_each(|column| column.resize(n, 0.0));
    for m in (0..Market::COUNT).filter(|m| !e.conditions.no_visits[*m]) {
        let (venue, cost, bit) = (venues[m], fixed_costs(step, e, m), 1 << m);
        ws.cost.clear();
        ws.cost.extend(e.works.tier.iter().map(|t| cost[t.index()]));
        for (voucher, of_work) in ws.voucher.iter_mut().zip(&e.works.visit_vouchers) {
            *voucher = of_work[m];
        }
        each!(step.cpu, n;
        read { intensity: ws.intensity, part: ws.part, fans: e.works.fans[m], cost: ws.cost, voucher: ws.voucher }
        write { expected: ws.expected[m], visits: ws.visits }
        {
            *expected = equation::expected_attendance(fans, intensity, &venue);
            let pays = equation::pays(equation::margin(*expected, part, &venue), voucher, cost);
            *visits |= if (intensity > 0.0) & pays { bit } else { 0 };
        });
    }
    list_visits(ws);
}

/// The visits in the order of works and markets. How many a work makes is hard to foretell, so two are entered at a
/// time, and the next takes the place of one that is not made.
fn list_visits(ws: &mut Workspace) {
    let Workspace { visits, visiting, made, expected, count, .. } = ws;
    list(visiting, visits.len(), |x| visits[x] != 0);
    let places = visiting.len() * (Market::COUNT + 1);
    made.resize(places.max(made.len()), Visit::default());
    *count = 0;
    for &work in visiting.iter() {
        let mut left = visits[work as usize];
        while left != 0 {
            for _ in 0..2 {
                let market = left.trailing_zeros().min(Market::COUNT as u32 - 1);
                made[*count] = Visit { work, market, expected: expected[market as usize][work as usize] };
                *count += usize::from(left != 0);
                left &= left.saturating_sub(1);
            }
        }
    }
}

/// Factors of attendance exp(s z - s^2 / 2) of the visits made.
fn draw_attendance(step: &StepContext, e: &Economy, ws: &mut Workspace) {
    let index = |visit: &Visit| e.works.act[visit.work as usize] * Market::COUNT as u32 + visit.market;
    let Workspace { made, count, rows, words, noise, .. } = ws;
    let made = &made[..*count];
    rows.clear();
    rows.slots.extend(made.iter().map(|visit| e.works.label[visit.work as usize]));
    rows.generations.extend(made.iter().map(|visit| e.works.generation[visit.work as usize]));
    rows.blocks.extend(made.iter().map(|visit| index(visit) / 4));
    rows.draw(step, Purpose::Attendance, step.time);
    words.clear();
    words.extend(made.iter().enumerate().map(|(n, visit)| rows.words[(index(visit) % 4) as usize][n]));
    noise.resize(words.len(), 0.0);
    let s = step.constants.p.attendance_noise;
    each!(step.cpu, words.len();
        read { word: words }
        write { factor: noise }
        { *factor = equation::attendance_factor(to_normal(word), s) });
}

/// Claims for foreign visits that would pay with the voucher.
fn award_touring_vouchers(step: &StepContext, e: &mut Economy, of_works: &Workspace, ws: &mut claims::Workspace) {
    if !e.government.active || e.government.running(step.constants, Seam::TouringVouchers).next().is_none() {
        return;
    }
    let venues: PerMarket<Venue> = PerMarket::build(|m| venue_of(step, e, m.index()));
    e.works.open_visit_vouchers();
    for n in 0..step.constants.programmes.len() {
        if !step.constants.programmes[n].acts_at(Seam::TouringVouchers) || !e.government.accounts[n].running {
            continue;
        }
        list_visit_claims(step, e, n, of_works, &venues, &mut ws.claims);
        let index = |claim: &Ranked| claim.act * Market::COUNT as u32 + claim.place;
        let lot = Lot { purpose: Purpose::TouringLottery, time: step.time, index };
        lot.rank(step, ws, &e.labels.generation);
        support::pay_vouchers(step, e, &ws.claims, n, |e, claim| {
            e.works.visit_vouchers[claim.work as usize][claim.place as usize] = claim.amount;
            e.works.touring_vouchers[claim.work as usize] += claim.amount;
        });
    }
}

/// Claims for the visits of covered works that would pay with the voucher of programme `n`.
fn list_visit_claims(step: &StepContext, e: &Economy, n: usize, of_works: &Workspace, venues: &PerMarket<Venue>, claims: &mut Vec<Ranked>) {
    claims.clear();
    let rule = &step.constants.programmes[n].rule;
    let (intensity, part) = (&of_works.intensity, &of_works.part);
    for x in (0..e.works.len()).filter(|x| intensity[*x] > 0.0) {
        let (i, act) = (e.works.label[x] as usize, e.works.act[x]);
        let Some((facts, _)) = e.government.covers(step.constants, &e.labels, n, i, Claim::Label) else { continue };
        for market in Market::FOREIGN.into_iter().filter(|m| !e.conditions.no_visits[m.index()]) {
            let (m, venue) = (market.index(), &venues[market.index()]);
            let cost = fixed_cost(step, e, m, facts.tier);
            let amount = rule.cost_voucher(&facts, Stage::Visit(market), cost).claim;
            let expected = || equation::expected_attendance(e.works.fans[m][x], intensity[x], venue);
            let pays = || equation::pays(equation::margin(expected(), part[x], venue), amount, cost);
            if amount > 0.0 && pays() && !support::pays_before(step, e, n, i, market, cost) {
                claims.push(Ranked { slot: i as u32, act, place: m as u32, work: x as u32, amount, ..Ranked::default() });
            }
        }
    }
}

/// Concerts are booked with the fixed cost and the voucher; attendance = min(expected * noise, capacity).
fn make_visit(step: &StepContext, e: &mut Economy, visit: &Visit, venue: &Venue, noise: f64) {
    let (x, m) = (visit.work as usize, visit.market as usize);
    let i = e.works.label[x] as usize;
    let cost = fixed_cost(step, e, m, e.works.tier[x]);
    let attendance = equation::attendance(visit.expected, noise, venue);
    let gross = equation::receipts(attendance, venue);
    e.works.concerts[x] += gross;
    let paid = cost - e.works.visit_voucher(x, m);
    e.works.net[x] -= cost;
    e.labels.net_receipts[i] -= paid;
    e.labels.cash[i] -= paid;
    e.ledger.book(Flow::Visits, cost);
    e.totals.revenue_by_market[m] += gross;
    e.labels.attendance[m][i] += attendance;
    if m != Market::Kr.index() {
        e.works.exports[x] += gross;
        e.works.visit_cost[x] += cost;
        record_visit_base(step, e, x, i, paid);
    }
}

/// Fixed cost of a foreign visit that counts for a tax credit, net of the voucher.
fn record_visit_base(step: &StepContext, e: &mut Economy, x: usize, i: usize, paid: f64) {
    if !e.government.active {
        return;
    }
    let k = e.works.strategy[x].index();
    let credit = |account: &Account| account.running && account.applied[i];
    for (n, _) in step.constants.programmes.iter().enumerate().filter(|(_, p)| p.acts_at(Seam::TaxCredits)) {
        let account = &mut e.government.accounts[n];
        if credit(account) {
            account.year_visits[k][i] += paid;
        }
    }
}
