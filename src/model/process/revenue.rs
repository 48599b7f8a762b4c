//! Call 10: the lines of revenue of works, their splits and payoffs (4.7); `catalogue` has the lines of labels.

use super::catalogue;
use crate::math::{F64x8, in_chunks, join};
use crate::model::columns::by_market;
use crate::model::record::{Flow, Line, book_lines};
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
    stream_and_sell(step, e, receipts);
    update_streaming_trail(step, e, &receipts.streaming, &mut ws.streamed);
    receive_from_platforms(step, e, receipts);
    split(step, e, receipts);
    book(e, receipts);
    pay_credited(step, e, &mut ws.parts);
    catalogue::earn(step, e, &mut ws.catalogue);
    update_yearly_revenue(step, e);
    convert_listeners(step, e, &mut ws.conversion);
    weigh_payoffs(step, e, ws);
    catalogue::carry_catalogue(step, e, &mut ws.catalogue);
}

/// Album intensity of a work; unplaced tie-ins and partnerships sell none.
fn album_intensity(step: &StepContext) -> ByPlacement {
    let placed = step.constants.p.album_intensity;
    let sells = |k: Strategy| matches!(k, Strategy::Touring | Strategy::Balanced);
    ByPlacement::new(PerStrategy::build(|k| if sells(k) { placed[k.index()] } else { 0.0 }), placed)
}

/// Streaming S pool / 4 rights and albums F share spending intensity of all works.
fn stream_and_sell(step: &StepContext, e: &mut Economy, receipts: &mut Receipts) {
    let p = step.constants.p;
    rights_kept(step.constants.p).gather(&e.works, &mut receipts.rights);
    album_intensity(step).gather(&e.works, &mut receipts.intensity);
    let rates = Market::ALL.map(|market| {
        let (m, exchange) = (market.index(), e.conditions.exchange[market.index()]);
        let (pool, spending) = (e.conditions.pool[m] / 4.0, p.album_spending[m] * e.conditions.openness[m]);
        [pool * exchange, spending * exchange, if market == Market::Kr { 0.0 } else { 1.0 }]
    });
    let w = &mut e.works;
    let by_market: [_; 2 * Market::COUNT] = join(w.share.each_ref().map(|column| &column[..]), w.fans.each_ref().map(|column| &column[..]));
    let columns = join(by_market, [&receipts.rights, &receipts.intensity]);
    let streaming = receipts.streaming.each_mut().map(|column| &mut column[..]);
    let to = join(streaming, [&mut w.streaming[..], &mut w.albums[..], &mut w.exports[..]]);
    let totals = step.cpu.run(
        #[inline(always)]
        || sell(columns, to, rates),
    );
    for (m, [streamed, sold]) in totals.into_iter().enumerate() {
        e.totals.revenue_by_market[m] += streamed + sold;
        e.totals.albums_by_market[m] += sold;
    }
}

/// From shares, then fans, of seven markets each, rights kept and album intensity: streaming by market; streaming,
/// albums and what of both comes from abroad are added to the works' sums. Returns the totals of both by market.
#[inline(always)]
fn sell(
    columns: [&[f64]; 2 * Market::COUNT + 2],
    to: [&mut [f64]; Market::COUNT + 3],
    rates: [[f64; 3]; Market::COUNT],
) -> [[f64; 2]; Market::COUNT] {
    let mut totals = [[F64x8::default(); 2]; Market::COUNT];
    in_chunks(
        columns,
        to,
        #[inline(always)]
        |columns, mut to| {
            for place in 0..columns[0].len() {
                let [rights, intensity] = [0, 1].map(|n| F64x8(columns[2 * Market::COUNT + n][place]));
                let mut sums = [0, 1, 2].map(|n| F64x8(to[Market::COUNT + n][place]));
                for m in 0..Market::COUNT {
                    let [pool, spending, abroad] = rates[m];
                    let streamed = F64x8(columns[m][place]) * rights * pool;
                    let sold = F64x8(columns[Market::COUNT + m][place]) * intensity * spending;
                    to[m][place] = streamed.0;
                    sums = [sums[0] + streamed, sums[1] + sold, sums[2] + (streamed + sold) * abroad];
                    totals[m] = [totals[m][0] + streamed, totals[m][1] + sold];
                }
                for (to, sum) in to[Market::COUNT..].iter_mut().zip(sums) {
                    to[place] = sum.0;
                }
            }
        },
    );
    totals.map(|of_market| of_market.map(F64x8::total))
}

/// Trailing streaming revenue by market <- mv (old + (1 - mv) quarter).
fn update_streaming_trail(step: &StepContext, e: &mut Economy, streaming: &PerMarket<Vec<f64>>, quarter: &mut PerMarket<Vec<f64>>) {
    let memory = step.constants.p.market_memory;
    quarter.iter_mut().for_each(|column| column.fill(0.0));
    by_market::add(quarter, &e.works.label, streaming, |streaming, _| streaming);
    for (trail, quarter) in e.labels.streaming_trail.iter_mut().zip(quarter.iter()) {
        step.cpu.run(
            #[inline(always)]
            || {
                for (trail, streaming) in trail.iter_mut().zip(quarter) {
                    *trail = memory * (*trail + (1.0 - memory) * streaming);
                }
            },
        );
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
    let base = p.fee_base[e.works.tier[x].index()] * e.labels.size[i] * p.strategy_cost[k] * e.works.scale[x].min(1.0) * e.conditions.exchange[m];
    let bargaining = 1.0 + p.bargaining_recognition * e.works.ln_recognition[x];
    let cut = if e.government.active { e.government.platform_terms(step.constants, &e.labels, i).fee_cut } else { 0.0 };
    let fee = p.platform_fee[k] * base * bargaining * (1.0 - cut);
    let success = p.platform_backend[k] * e.works.popularity[x] * e.works.quality[x] * bargaining;
    let backend = base * success.min(p.backend_ceiling);
    e.totals.revenue_by_line[Line::Fee as usize] += fee;
    e.totals.revenue_by_line[Line::Backend as usize] += backend;
    e.totals.revenue_by_market[m] += fee + backend;
    if m != Market::Kr.index() {
        e.works.exports[x] += fee + backend;
    }
    e.ledger.book(Flow::PlatformReceipts, fee + backend);
    (fee, backend)
}

/// What the split of a work's receipts depends on.
#[derive(Clone, Copy)]
struct Split {
    /// Factor of c for concerts.
    concerts: f64,
    /// Factor of c for fees.
    fees: f64,
    /// Suppliers' part of streaming.
    streaming_fee: f64,
    /// Suppliers' part of albums.
    album_cost: f64,
    /// Suppliers' part of concerts.
    concert_cost: f64,
}

/// Splits the receipts of works: suppliers, creators (c, or c times the line's factor) and the label, which
/// keeps the creators' part where there is nobody to pay.
fn split(step: &StepContext, e: &mut Economy, receipts: &mut Receipts) {
    let (p, w) = (step.constants.p, &mut e.works);
    let share = &e.labels.creator_share[..];
    receipts.contract.clear();
    let contract = |(label, credits): (&u32, &u32)| if *credits > 0 { share[*label as usize] } else { 0.0 };
    receipts.contract.extend(w.label.iter().zip(&w.credit_count).map(contract));
    let rates = Split {
        concerts: p.creator_concert_factor,
        fees: p.creator_fee_factor,
        streaming_fee: p.streaming_fee,
        album_cost: p.album_cost,
        concert_cost: 1.0 - p.touring_margin,
    };
    let lines = [&w.streaming[..], &w.albums[..], &w.concerts[..], &receipts.fee[..], &receipts.backend[..]];
    let (from_audiences, gross, to_suppliers) = (&mut receipts.from_audiences[..], &mut receipts.gross[..], &mut receipts.to_suppliers[..]);
    let (creators_part, net_streaming) = (&mut w.creators_part[..], &mut w.net_streaming[..]);
    let (net, net_sum, contract) = (&mut receipts.net[..], &mut w.net[..], &receipts.contract[..]);
    step.cpu.run(
        #[inline(always)]
        || {
            pay_suppliers(from_audiences, gross, to_suppliers, lines, rates);
            pay_creators(creators_part, net_streaming, lines, contract, rates);
            keep_net(net, net_sum, gross, creators_part, to_suppliers);
        },
    );
}

#[inline(always)]
fn pay_suppliers(from_audiences: &mut [f64], gross: &mut [f64], to_suppliers: &mut [f64], lines: [&[f64]; 5], rates: Split) {
    let n = gross.len();
    let (from_audiences, to_suppliers) = (&mut from_audiences[..n], &mut to_suppliers[..n]);
    let [streaming, albums, concerts, fee, backend] = lines.map(|line| &line[..n]);
    for x in 0..n {
        from_audiences[x] = streaming[x] + albums[x] + concerts[x];
        gross[x] = from_audiences[x] + fee[x] + backend[x];
        to_suppliers[x] = rates.streaming_fee * streaming[x] + rates.album_cost * albums[x] + rates.concert_cost * concerts[x];
    }
}

#[inline(always)]
fn pay_creators(creators_part: &mut [f64], net_streaming: &mut [f64], lines: [&[f64]; 5], contract: &[f64], rates: Split) {
    let n = creators_part.len();
    let (net_streaming, contract) = (&mut net_streaming[..n], &contract[..n]);
    let [streaming, albums, concerts, fee, backend] = lines.map(|line| &line[..n]);
    for x in 0..n {
        let c = contract[x];
        creators_part[x] = c * (streaming[x] + albums[x] + backend[x]) + c * rates.concerts * concerts[x] + c * rates.fees * fee[x];
        net_streaming[x] = streaming[x] * (1.0 - rates.streaming_fee - c);
    }
}

#[inline(always)]
fn keep_net(net: &mut [f64], net_sum: &mut [f64], gross: &[f64], to_creators: &[f64], to_suppliers: &[f64]) {
    let n = net.len();
    let (net_sum, gross, to_creators, to_suppliers) = (&mut net_sum[..n], &gross[..n], &to_creators[..n], &to_suppliers[..n]);
    for x in 0..n {
        net[x] = gross[x] - to_creators[x] - to_suppliers[x];
        net_sum[x] += net[x];
    }
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
    let (part, all, credits) = (&mut parts[..], &w.creators_part[..], &w.credit_count[..]);
    step.cpu.run(
        #[inline(always)]
        || {
            for ((part, all), credits) in part.iter_mut().zip(all).zip(credits) {
                *part = all / f64::from((*credits).max(1));
            }
        },
    );
    for (x, part) in parts.iter().enumerate() {
        for &g in w.credits(x) {
            income[g as usize] += part;
        }
    }
}

/// Trailing yearly revenue <- 0.75 old + quarter; four times the quarter in the first of the burn-in.
fn update_yearly_revenue(step: &StepContext, e: &mut Economy) {
    let (old, new) = if step.first_of_burn_in() { (0.0, 4.0) } else { (0.75, 1.0) };
    let (year, quarter) = (&mut e.labels.revenue_year[..], &e.labels.revenue[..]);
    step.cpu.run(
        #[inline(always)]
        || {
            for (year, quarter) in year.iter_mut().zip(quarter) {
                *year = old * *year + new * quarter;
            }
        },
    );
}

/// Listeners that works convert, n = conversion * S * listeners * breadth * (1 + fit (h - centre)), before the
/// conversion factor and room for fandom; and the value of the fans they become.
fn convert_listeners(step: &StepContext, e: &mut Economy, fit: &mut Vec<f64>) {
    let p = step.constants.p;
    ByPlacement::new(PerStrategy([1.0; Strategy::COUNT]), p.fan_conversion).gather(&e.works, fit);
    for (fit, h) in fit.iter_mut().zip(&e.works.identity) {
        *fit *= 1.0 + p.fit_slope * (h - p.fit_centre);
    }
    let rates = Market::ALL.map(|market| {
        let m = market.index();
        let worth = e.markets.conversion[m] * e.conditions.openness[m] * p.album_spending[m] * p.fan_value;
        [p.listeners[m] * p.listening_breadth, worth]
    });
    let w = &mut e.works;
    let columns = join(w.share.each_ref().map(|column| &column[..]), [&fit[..]]);
    let to = join(w.converted.each_mut().map(|column| &mut column[..]), [&mut w.fan_value[..]]);
    step.cpu.run(
        #[inline(always)]
        || convert(columns, to, rates),
    );
}

/// From shares of seven markets and fit: listeners converted by market, and the value of the fans they become.
#[inline(always)]
fn convert(columns: [&[f64]; Market::COUNT + 1], to: [&mut [f64]; Market::COUNT + 1], rates: [[f64; 2]; Market::COUNT]) {
    in_chunks(
        columns,
        to,
        #[inline(always)]
        |columns, to| {
            for place in 0..columns[0].len() {
                let (fit, mut fan_value) = (F64x8(columns[Market::COUNT][place]), F64x8(to[Market::COUNT][place]));
                for m in 0..Market::COUNT {
                    let converted = F64x8(columns[m][place]) * rates[m][0] * fit;
                    to[m][place] = converted.0;
                    fan_value = fan_value + converted * rates[m][1];
                }
                to[Market::COUNT][place] = fan_value.0;
            }
        },
    );
}

/// Payoffs of all works, against the reference budget RB of their labels: clip((net + tail of streaming + value of new
/// fans - cost) / RB, -1, ceiling).
fn weigh_payoffs(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let (p, w) = (step.constants.p, &mut e.works);
    let Workspace { keep, budget, .. } = ws;
    ByPlacement::new(PerStrategy([1.0; Strategy::COUNT]), p.catalogue_keep).gather(w, keep);
    budget.clear();
    budget.extend(w.tier.iter().zip(&w.label).map(|(tier, i)| p.reference_budget[tier.index()] * e.labels.size[*i as usize]));
    let (tail, ceiling) = (p.tail_weight * p.catalogue_retention / (1.0 - p.catalogue_retention), p.payoff_ceiling);
    let gains = [&w.net[..], &w.fan_value[..], &keep[..], &w.net_streaming[..]];
    let costs = [&w.cost[..], &w.localisation_cost[..], &w.grant[..], &w.localisation_voucher[..]];
    let (payoff, budget) = (&mut w.payoff[..], &budget[..]);
    step.cpu.run(
        #[inline(always)]
        || pay_off(payoff, gains, costs, budget, [tail, ceiling]),
    );
}

#[inline(always)]
fn pay_off(payoff: &mut [f64], gains: [&[f64]; 4], costs: [&[f64]; 4], budget: &[f64], [tail, ceiling]: [f64; 2]) {
    let n = payoff.len();
    let [net, fan_value, keep, net_streaming] = gains.map(|column| &column[..n]);
    let [production, localisation, grant, voucher] = costs.map(|column| &column[..n]);
    let budget = &budget[..n];
    for x in 0..n {
        let cost = production[x] + localisation[x] - grant[x] - voucher[x];
        payoff[x] = ((net[x] + tail * keep[x] * net_streaming[x] + fan_value[x] - cost) / budget[x]).clamp(-1.0, ceiling);
    }
}
