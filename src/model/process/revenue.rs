//! Call 10: the lines of revenue of works, their splits and payoffs (4.7); `catalogue` has the lines of labels.

use super::{catalogue, levy, payout};
use crate::model::columns::{by_market, each, eights};
use crate::model::equation;
use crate::model::equation::revenue::{Lines, Splits, Title};
use crate::model::record::{Earner, Flow, Line, ReceiptRow, book_lines};
use crate::model::state::{ByPlacement, Economy, rights_kept};
use crate::model::step::StepContext;
use crate::units::{Market, PerMarket, PerStrategy, Strategy};

/// Receipts of works, one number each.
#[derive(Clone, Debug, Default)]
struct Receipts {
    /// Rights kept by the label.
    rights: Vec<f64>,
    /// Album intensity.
    intensity: Vec<f64>,
    /// Streaming by market, M KRW.
    streaming: PerMarket<Vec<f64>>,
    /// Fee of the platform, M KRW.
    fee: Vec<f64>,
    /// Backend of the platform, M KRW.
    backend: Vec<f64>,
    /// Contract share of creators c; 0 where there is nobody to pay.
    contract: Vec<f64>,
    /// By how much a law raises c of streaming; 0 where there is nobody to pay.
    rise: Vec<f64>,
    /// Receipts from audiences, M KRW.
    from_audiences: Vec<f64>,
    /// All receipts, M KRW.
    gross: Vec<f64>,
    /// Paid to suppliers, M KRW.
    to_suppliers: Vec<f64>,
    /// What is left to the label, M KRW.
    net: Vec<f64>,
}

/// What the call works with.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    receipts: Receipts,
    payout: payout::Workspace,
    /// Streaming of this quarter's works by label and market, M KRW.
    streamed: PerMarket<Vec<f64>>,
    /// Of each work: what one of its credited creators is paid, M KRW.
    parts: Vec<f64>,
    /// Of each work: conversion of listeners into fans.
    conversion: Vec<f64>,
    /// Of each work: part of its attention that stays in a catalogue.
    keep: Vec<f64>,
    /// Of each work: reference budget of its label, M KRW.
    budget: Vec<f64>,
    catalogue: catalogue::Workspace,
}

impl Workspace {
    /// Allocates for so many labels and works.
    pub fn allocate(labels: usize, works: usize) -> Self {
        let column = || Vec::with_capacity(works);
        Self {
            receipts: Receipts::allocate(works),
            payout: payout::Workspace::allocate(works),
            streamed: PerMarket::build(|_| vec![0.0; labels]),
            parts: column(),
            conversion: column(),
            keep: column(),
            budget: column(),
            catalogue: catalogue::Workspace::allocate(labels, works),
        }
    }
}

impl Receipts {
    /// Allocates for so many works.
    fn allocate(works: usize) -> Self {
        let column = || Vec::with_capacity(works);
        Self {
            rights: column(),
            intensity: column(),
            streaming: PerMarket::build(|_| column()),
            fee: column(),
            backend: column(),
            contract: column(),
            rise: column(),
            from_audiences: column(),
            gross: column(),
            to_suppliers: column(),
            net: column(),
        }
    }

    /// Takes the number of works; fee and backend are 0.
    fn open(&mut self, works: usize) {
        for column in [&mut self.fee, &mut self.backend] {
            column.clear();
            column.resize(works, 0.0);
        }
        let of_split = [&mut self.from_audiences, &mut self.gross, &mut self.to_suppliers, &mut self.net];
        self.streaming.iter_mut().chain(of_split).for_each(|column| column.resize(works, 0.0));
    }
}

/// Call 10: all lines but concerts, whose receipts call 9 has; then creators are paid and payoffs are known.
pub fn earn(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let receipts = &mut ws.receipts;
    receipts.open(e.works.len());
    ws.payout.pay_by_listener(e);
    stream_and_sell(step, e, receipts, &ws.payout);
    update_streaming_trail(step, e, &receipts.streaming, &mut ws.streamed);
    receive_from_platforms(step, e, receipts);
    split(step, e, receipts);
    book(e, receipts);
    pay_credited(step, e, &mut ws.parts);
    catalogue::earn(step, e, &mut ws.catalogue);
    update_yearly_revenue(step, e);
    convert_listeners(step, e, &mut ws.conversion);
    weigh_payoffs(step, e, ws);
    levy::raise(step, e, &ws.receipts.streaming);
    catalogue::carry_catalogue(step, e, &mut ws.catalogue);
}

/// After call 10, where it is asked for: what each work and each living label's catalogue earned, line by line.
pub fn record(step: &StepContext, e: &Economy, ws: &Workspace, rows: &mut Vec<ReceiptRow>) {
    if !step.record.receipts {
        return;
    }
    let row = |i: usize, earner, lines, exports| ReceiptRow {
        quarter: step.t as u32,
        slot: i as u32,
        generation: e.labels.generation[i],
        earner,
        lines,
        exports,
    };
    let w = &e.works;
    for x in 0..w.len() {
        let lines = [w.streaming[x], w.albums[x], w.concerts[x], ws.receipts.fee[x], ws.receipts.backend[x], 0.0, 0.0];
        let earner = Earner::Work { act: w.act[x], strategy: w.strategy[x], platform: w.platform(x) };
        rows.push(row(w.label[x] as usize, earner, lines, w.exports[x]));
    }
    for i in (0..e.labels.slots()).filter(|i| e.labels.alive[*i]) {
        let [catalogue, licensing, abroad] = ws.catalogue.received(i);
        rows.push(row(i, Earner::Catalogue, [0.0, 0.0, 0.0, 0.0, 0.0, catalogue, licensing], abroad));
    }
}

/// Album intensity of a work; unplaced tie-ins and partnerships sell none.
fn album_intensity(step: &StepContext) -> ByPlacement {
    let placed = step.constants.p.album_intensity;
    let sells = |k: Strategy| matches!(k, Strategy::Touring | Strategy::Balanced);
    ByPlacement::new(PerStrategy::build(|k| if sells(k) { placed[k.index()] } else { 0.0 }), placed)
}

/// What a market's money makes of attention and of fans.
#[derive(Clone, Copy)]
struct Rates {
    /// Money of the quarter's streaming, M KRW.
    pool: f64,
    /// Album spending, M KRW for a thousand fans.
    spending: f64,
    /// Whether receipts are from abroad: 1 or 0.
    abroad: f64,
}

impl Rates {
    fn of_market(step: &StepContext, e: &Economy, market: Market) -> Self {
        let (m, exchange) = (market.index(), e.conditions.exchange[market.index()]);
        Self {
            pool: equation::revenue::quarterly_pool(e.conditions.pool[m], exchange),
            spending: step.constants.p.album_spending[m] * e.conditions.openness[m] * exchange,
            abroad: equation::revenue::from_abroad(market),
        }
    }
}

/// Streaming and albums of all works in all markets.
fn stream_and_sell(step: &StepContext, e: &mut Economy, receipts: &mut Receipts, payout: &payout::Workspace) {
    rights_kept(step.constants.p).gather(&e.works, &mut receipts.rights);
    album_intensity(step).gather(&e.works, &mut receipts.intensity);
    let rates = PerMarket::build(|market| Rates::of_market(step, e, market));
    let w = &mut e.works;
    let paid = payout.paid(&w.share);
    let (streamed_in, sold_in) = eights!(step.cpu, w.len(), m;
    read { rights: receipts.rights, intensity: receipts.intensity }
    read by market { share: paid, fans: w.fans }
    write by market { streamed: receipts.streaming }
    sum {}
    add { streaming: w.streaming, albums: w.albums, exports: w.exports }
    total { streamed_in, sold_in }
    {
        let Rates { pool, spending, abroad } = rates[m];
        streamed = equation::revenue::streaming(share, rights, pool);
        let sold = equation::revenue::albums(fans, intensity, spending);
        streaming += streamed;
        albums += sold;
        exports += (streamed + sold) * abroad;
        streamed_in += streamed;
        sold_in += sold;
    });
    for m in 0..Market::COUNT {
        e.totals.revenue_by_market[m] += streamed_in[m] + sold_in[m];
        e.totals.albums_by_market[m] += sold_in[m];
    }
}

/// Trailing streaming revenue by market <- mv old + (1 - mv) quarter; the quarter's in the first of the burn-in.
fn update_streaming_trail(step: &StepContext, e: &mut Economy, streaming: &PerMarket<Vec<f64>>, quarter: &mut PerMarket<Vec<f64>>) {
    let memory = if step.first_of_burn_in() { 0.0 } else { step.constants.p.market_memory };
    quarter.iter_mut().for_each(|column| column.fill(0.0));
    by_market::add(quarter, &e.works.label, streaming, |streaming, _| streaming);
    for (trail, quarter) in e.labels.streaming_trail.iter_mut().zip(quarter.iter()) {
        each!(step.cpu, trail.len();
            read { quarter: quarter }
            write { trail: trail }
            { *trail = equation::remembered(*trail, quarter, memory) });
    }
}

/// Fees and backend of placed works.
fn receive_from_platforms(step: &StepContext, e: &mut Economy, receipts: &mut Receipts) {
    for n in 0..e.works.titles.len() {
        let x = e.works.titles[n] as usize;
        (receipts.fee[x], receipts.backend[x]) = platform_receipts(step, e, x);
    }
}

/// Fee and backend of a placed work, booked to the platform's market.
fn platform_receipts(step: &StepContext, e: &mut Economy, x: usize) -> (f64, f64) {
    let Some(j) = e.works.platform(x) else { return (0.0, 0.0) };
    let p = step.constants.p;
    let (i, k) = (e.works.label[x] as usize, e.works.strategy[x].index());
    let m = step.constants.booked_to[j.index()].index();
    let base = equation::revenue::platform_base(p.fee_base[e.works.tier[x].index()], e.labels.size[i], p.strategy_cost[k], e.works.scale[x])
        * e.conditions.exchange[m];
    let bargaining = equation::revenue::bargaining(p.bargaining_recognition, e.works.ln_recognition[x]);
    let cut = if e.government.active { e.government.platform_terms(step.constants, &e.labels, i).fee_cut } else { 0.0 };
    let fee = equation::revenue::platform_fee(p.platform_fee[k], base, bargaining, cut);
    let title = Title { popularity: e.works.popularity[x], quality: e.works.quality[x] };
    let backend = equation::revenue::platform_backend(base, p.platform_backend[k], title, bargaining, p.backend_ceiling);
    e.totals.revenue_by_line[Line::Fee as usize] += fee;
    e.totals.revenue_by_line[Line::Backend as usize] += backend;
    e.totals.revenue_by_market[m] += fee + backend;
    if m != Market::Kr.index() {
        e.works.exports[x] += fee + backend;
    }
    e.ledger.book(Flow::PlatformReceipts, fee + backend);
    (fee, backend)
}

/// Splits the receipts of works: suppliers, creators (c, or c times the line's factor) and the label, which
/// keeps the creators' part where there is nobody to pay.
fn split(step: &StepContext, e: &mut Economy, receipts: &mut Receipts) {
    let (p, w) = (step.constants.p, &mut e.works);
    receipts.contract.clear();
    receipts.contract.extend(w.contracts(&e.labels.creator_share));
    receipts.rise.clear();
    receipts.rise.extend(w.contracts(&e.labels.streaming_rise));
    let splits = Splits {
        streaming_fee: p.streaming_fee,
        album_cost: p.album_cost,
        concert_cost: 1.0 - p.touring_margin,
        creator_concerts: p.creator_concert_factor,
        creator_fees: p.creator_fee_factor,
    };
    each!(step.cpu, w.len();
    read {
        streaming: w.streaming, albums: w.albums, concerts: w.concerts, fee: receipts.fee, backend: receipts.backend,
        contract: receipts.contract, rise: receipts.rise,
    }
    write {
        from_audiences: receipts.from_audiences, gross: receipts.gross, to_suppliers: receipts.to_suppliers,
        to_creators: w.creators_part, net_streaming: w.net_streaming, net: receipts.net, net_of_work: w.net,
    }
    {
        let lines = Lines { streaming, albums, concerts, fee, backend };
        *from_audiences = equation::revenue::from_audiences(&lines);
        *gross = equation::revenue::gross(*from_audiences, &lines);
        *to_suppliers = equation::revenue::to_suppliers(&lines, &splits);
        *to_creators = equation::revenue::to_creators(&lines, contract, rise, &splits);
        *net_streaming = equation::revenue::net_streaming(streaming, contract, rise, &splits);
        *net = equation::revenue::net(*gross, *to_creators, *to_suppliers);
        *net_of_work += *net;
    });
}

/// Books the works' receipts and their split with their labels.
fn book(e: &mut Economy, receipts: &Receipts) {
    let (slots, w, l) = (e.labels.slots(), &e.works, &mut e.labels);
    let columns = [&mut l.revenue, &mut l.exports, &mut l.net_receipts, &mut l.cash];
    let [revenue, exports, net_receipts, cash] = columns.map(|column| &mut column[..slots]);
    for (((label, gross), abroad), net) in w.label.iter().zip(&receipts.gross).zip(&w.exports).zip(&receipts.net) {
        let i = *label as usize;
        revenue[i] += gross;
        exports[i] += abroad;
        net_receipts[i] += net;
        cash[i] += net;
    }
    let lines = [Line::Streaming, Line::Albums, Line::Concerts];
    let amounts = [&w.streaming[..], &w.albums, &w.concerts, &receipts.from_audiences, &w.creators_part, &receipts.to_suppliers];
    book_lines(&mut e.totals.revenue_by_line, &mut e.ledger, lines, amounts);
}

/// The creators' part of a work is split equally over its credited creators.
fn pay_credited(step: &StepContext, e: &mut Economy, parts: &mut Vec<f64>) {
    let (w, income) = (&e.works, &mut e.creators.income[..]);
    parts.resize(w.len(), 0.0);
    each!(step.cpu, w.len();
        read { all: w.creators_part, credits: w.credit_count }
        write { part: parts }
        { *part = equation::revenue::equal_part(all, credits) });
    for (x, part) in parts.iter().enumerate() {
        for &g in w.credits(x) {
            income[g as usize] += part;
        }
    }
}

/// Trailing yearly revenue <- 0.75 old + quarter; four times the quarter in the first of the burn-in.
fn update_yearly_revenue(step: &StepContext, e: &mut Economy) {
    let (kept, quarters) = if step.first_of_burn_in() { (0.0, 4.0) } else { (0.75, 1.0) };
    let l = &mut e.labels;
    each!(step.cpu, l.slots();
        read { quarter: l.revenue }
        write { year: l.revenue_year }
        { *year = equation::revenue::yearly_revenue(*year, quarter, kept, quarters) });
}

/// Listeners that works convert, before the conversion factor and room for fandom, and the value of the fans they become.
#[allow(clippy::unused_unit, reason = "no total is asked of the columns")]
fn convert_listeners(step: &StepContext, e: &mut Economy, conversion: &mut Vec<f64>) {
    let (p, w) = (step.constants.p, &mut e.works);
    ByPlacement::new(PerStrategy([1.0; Strategy::COUNT]), p.fan_conversion).gather(w, conversion);
    let (slope, centre) = (p.fit_slope, p.fit_centre);
    each!(step.cpu, w.len();
        read { identity: w.identity }
        write { conversion: conversion }
        { *conversion *= equation::fandom::fit(identity, slope, centre) });
    let audience = PerMarket::build(|m| equation::fandom::audience(p.listeners[m.index()], p.listening_breadth));
    let worth = PerMarket::build(|market| {
        let m = market.index();
        equation::payoff::fan_worth(e.markets.conversion[m], e.conditions.openness[m], p.album_spending[m], p.fan_value)
    });
    eights!(step.cpu, w.len(), m;
    read { conversion: conversion }
    read by market { share: w.share }
    write by market { converted: w.converted }
    sum {}
    add { fan_value: w.fan_value }
    total {}
    {
        converted = equation::fandom::converted(share, audience[m], conversion);
        fan_value += converted * worth[m];
    });
}

/// Payoffs of all works, against the reference budgets of their labels.
fn weigh_payoffs(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let (p, w) = (step.constants.p, &mut e.works);
    let Workspace { keep, budget, .. } = ws;
    ByPlacement::new(PerStrategy([1.0; Strategy::COUNT]), p.catalogue_keep).gather(w, keep);
    budget.clear();
    budget.extend(w.tier.iter().zip(&w.label).map(|(tier, i)| p.reference_budget[tier.index()] * e.labels.size[*i as usize]));
    let (tail, ceiling) = (equation::payoff::tail(p.tail_weight, p.catalogue_retention), p.payoff_ceiling);
    each!(step.cpu, w.len();
    read {
        net: w.net, keep: keep, net_streaming: w.net_streaming, fan_value: w.fan_value,
        cost: w.cost, localisation_cost: w.localisation_cost, budget: budget,
    }
    write { payoff: w.payoff }
    {
        let gain = equation::payoff::gain(net, tail, keep, net_streaming, fan_value);
        let outlay = equation::payoff::outlay(cost, localisation_cost);
        *payoff = equation::payoff::payoff(gain, outlay, budget, ceiling);
    });
}
