//! Call 10: the lines of revenue of works, their splits and payoffs (4.7); `stock` has the lines of labels.

use super::accounts::Flow;
use super::economy::{Economy, Now};
use super::stock;
use super::work::ByPlacement;
use crate::math;
use crate::units::{Market, PerStrategy, Strategy};

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

/// Room for the receipts of works, one number each.
#[derive(Clone, Debug, Default)]
pub struct Receipts {
    /// Rights kept by the label.
    rights: Vec<f64>,
    /// Album intensity.
    intensity: Vec<f64>,
    /// Streaming in one market, M KRW.
    streaming: Vec<f64>,
    /// Albums in one market, M KRW.
    albums: Vec<f64>,
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
    /// Streaming in one market by label, M KRW.
    streaming_of: Vec<f64>,
}

impl Receipts {
    /// Room for a number of works and labels.
    pub fn allocate(works: usize, labels: usize) -> Self {
        let column = || Vec::with_capacity(works);
        Self {
            rights: column(),
            intensity: column(),
            streaming: column(),
            albums: column(),
            fee: column(),
            backend: column(),
            contract: column(),
            from_audiences: column(),
            gross: column(),
            to_suppliers: column(),
            net: column(),
            streaming_of: vec![0.0; labels],
        }
    }

    /// Takes the number of works; fee and backend are 0.
    fn open(&mut self, works: usize) {
        for column in [&mut self.fee, &mut self.backend] {
            column.clear();
            column.resize(works, 0.0);
        }
        for column in [&mut self.streaming, &mut self.albums, &mut self.from_audiences, &mut self.gross, &mut self.to_suppliers, &mut self.net] {
            column.resize(works, 0.0);
        }
    }
}

/// Call 10: all lines but concerts, whose receipts call 9 has; then creators are paid and payoffs are known.
pub fn earn(now: &Now, e: &mut Economy) {
    let mut receipts = std::mem::take(&mut e.scratch.receipts);
    receipts.open(e.works.len());
    stream_and_sell(now, e, &mut receipts);
    receive_from_platforms(now, e, &mut receipts);
    split(now, e, &mut receipts);
    book(e, &receipts);
    e.scratch.receipts = receipts;
    pay_credited(e);
    stock::earn(now, e);
    update_yearly_revenue(now, e);
    set_payoffs(now, e);
    stock::carry_catalogue(now, e);
}

/// Rights kept by the label: those of the strategy for placed works, all for others.
pub fn rights_kept(now: &Now) -> ByPlacement {
    ByPlacement::new(PerStrategy([1.0; Strategy::COUNT]), now.world.p.rights_kept)
}

/// Album intensity of a work; unplaced tie-ins and partnerships sell none.
fn album_intensity(now: &Now) -> ByPlacement {
    let placed = now.world.p.album_intensity;
    let sells = |k: Strategy| matches!(k, Strategy::Touring | Strategy::Balanced);
    ByPlacement::new(PerStrategy::build(|k| if sells(k) { placed[k.index()] } else { 0.0 }), placed)
}

/// Streaming S pool / 4 rights and albums F share spending intensity of all works, market by market.
fn stream_and_sell(now: &Now, e: &mut Economy, receipts: &mut Receipts) {
    let p = now.world.p;
    rights_kept(now).gather(&e.works, &mut receipts.rights);
    album_intensity(now).gather(&e.works, &mut receipts.intensity);
    for m in 0..Market::COUNT {
        let exchange = e.conditions.exchange[m];
        let (pool, spending) = (e.conditions.pool[m] / 4.0, p.album_spending[m] * e.conditions.openness[m]);
        let rates = [pool * exchange, spending * exchange, if m == Market::Kr.index() { 0.0 } else { 1.0 }];
        let works = [&e.works.share[m][..], &receipts.rights[..], &e.works.fans[m][..], &receipts.intensity[..]];
        let (streaming, albums) = (&mut receipts.streaming[..], &mut receipts.albums[..]);
        let (stream_sum, album_sum, exports) = (&mut e.works.streaming[..], &mut e.works.albums[..], &mut e.works.exports[..]);
        let (streamed, sold) = now.cpu.run(
            #[inline(always)]
            || sell(streaming, albums, stream_sum, album_sum, exports, works, rates),
        );
        update_streaming_trail(now, e, m, receipts);
        e.totals.revenue_by_market[m] += streamed + sold;
        e.totals.albums_by_market[m] += sold;
    }
}

/// Receipts of one market: streaming and albums of each work, added to the works' sums; returns both totals.
#[inline(always)]
fn sell(
    streaming: &mut [f64],
    albums: &mut [f64],
    stream_sum: &mut [f64],
    album_sum: &mut [f64],
    exports: &mut [f64],
    works: [&[f64]; 4],
    [pool, spending, abroad]: [f64; 3],
) -> (f64, f64) {
    let n = streaming.len();
    let (albums, stream_sum, album_sum, exports) = (&mut albums[..n], &mut stream_sum[..n], &mut album_sum[..n], &mut exports[..n]);
    let [share, rights, fans, intensity] = works.map(|column| &column[..n]);
    for x in 0..n {
        streaming[x] = share[x] * rights[x] * pool;
        albums[x] = fans[x] * intensity[x] * spending;
        stream_sum[x] += streaming[x];
        album_sum[x] += albums[x];
        exports[x] += (streaming[x] + albums[x]) * abroad;
    }
    (math::sum(streaming), math::sum(albums))
}

/// Trailing streaming revenue in one market <- mv (old + (1 - mv) quarter).
fn update_streaming_trail(now: &Now, e: &mut Economy, m: usize, receipts: &mut Receipts) {
    let (quarter, memory) = (&mut receipts.streaming_of[..], now.world.p.market_memory);
    quarter.fill(0.0);
    for (label, streaming) in e.works.label.iter().zip(&receipts.streaming) {
        quarter[*label as usize] += streaming;
    }
    let trail = &mut e.labels.streaming_trail[m][..];
    now.cpu.run(
        #[inline(always)]
        || {
            for (trail, streaming) in trail.iter_mut().zip(&*quarter) {
                *trail = memory * (*trail + (1.0 - memory) * streaming);
            }
        },
    );
}

/// Fees and backend of placed works.
fn receive_from_platforms(now: &Now, e: &mut Economy, receipts: &mut Receipts) {
    for n in 0..e.works.titles.len() {
        let x = e.works.titles[n] as usize;
        (receipts.fee[x], receipts.backend[x]) = platform_receipts(now, e, x);
    }
}

/// Fee and backend of a placed work, booked to the platform's market.
fn platform_receipts(now: &Now, e: &mut Economy, x: usize) -> (f64, f64) {
    let Some(j) = e.works.platform(x) else { return (0.0, 0.0) };
    let p = now.world.p;
    let (i, k) = (e.works.label[x] as usize, e.works.strategy[x].index());
    let m = now.world.booked_to[j.index()].index();
    let base = p.fee_base[e.labels.tier[i].index()] * e.labels.size[i] * p.strategy_cost[k] * e.works.scale[x].min(1.0) * e.conditions.exchange[m];
    let bargaining = 1.0 + p.bargaining_recognition * e.works.ln_recognition[x];
    let cut = if e.government.active { e.government.platform_terms(now.world, &e.labels, i).fee_cut } else { 0.0 };
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
fn split(now: &Now, e: &mut Economy, receipts: &mut Receipts) {
    let (p, w) = (now.world.p, &mut e.works);
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
    now.cpu.run(
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
    let (w, labels) = (&e.works, &mut e.labels);
    for x in 0..w.len() {
        let i = w.label[x] as usize;
        labels.revenue[i] += receipts.gross[x];
        labels.exports[i] += w.exports[x];
        labels.net_receipts[i] += receipts.net[x];
        labels.cash[i] += receipts.net[x];
    }
    let lines = math::add_in_order([0.0; 3], [&w.streaming, &w.albums, &w.concerts]);
    for (line, amount) in [Line::Streaming, Line::Albums, Line::Concerts].into_iter().zip(lines) {
        e.totals.revenue_by_line[line as usize] += amount;
    }
    let flows = [Flow::MarketReceipts, Flow::PaidToCreators, Flow::PaidToDistribution];
    e.ledger.book_each(flows, [&receipts.from_audiences, &w.creators_part, &receipts.to_suppliers]);
}

/// The creators' part of a work is split equally over its credited creators.
fn pay_credited(e: &mut Economy) {
    let (w, income) = (&e.works, &mut e.creators.income[..]);
    for x in 0..w.len() {
        let credited = w.credits(x);
        let part = w.creators_part[x] / credited.len().max(1) as f64;
        for &g in credited {
            income[g as usize] += part;
        }
    }
}

/// Trailing yearly revenue <- 0.75 old + quarter; four times the quarter in the first of the burn-in.
fn update_yearly_revenue(now: &Now, e: &mut Economy) {
    let (old, new) = if now.first_of_burn_in() { (0.0, 4.0) } else { (0.75, 1.0) };
    let (year, quarter) = (&mut e.labels.revenue_year[..], &e.labels.revenue[..]);
    now.cpu.run(
        #[inline(always)]
        || {
            for (year, quarter) in year.iter_mut().zip(quarter) {
                *year = old * *year + new * quarter;
            }
        },
    );
}

/// Listeners that works convert, n = conversion * S * listeners * breadth * (1 + fit (h - centre)), before the
/// conversion factor and room; then payoffs: clip((net + tail of streaming + value of new fans - cost) / RB, -1, ceiling).
fn set_payoffs(now: &Now, e: &mut Economy) {
    let p = now.world.p;
    let [fit, ..] = &mut e.scratch.by_work;
    ByPlacement::new(PerStrategy([1.0; Strategy::COUNT]), p.fan_conversion).gather(&e.works, fit);
    for (fit, h) in fit.iter_mut().zip(&e.works.identity) {
        *fit *= 1.0 + p.fit_slope * (h - p.fit_centre);
    }
    for m in 0..Market::COUNT {
        let unit = p.listeners[m] * p.listening_breadth;
        let worth = e.markets.conversion[m] * e.conditions.openness[m] * p.album_spending[m] * p.fan_value;
        let (converted, share) = (&mut e.works.converted[m][..], &e.works.share[m][..]);
        let (fan_value, fit) = (&mut e.works.fan_value[..], &e.scratch.by_work[0][..]);
        now.cpu.run(
            #[inline(always)]
            || convert(converted, fan_value, share, fit, [unit, worth]),
        );
    }
    weigh_payoffs(now, e);
}

/// Listeners converted in one market, and the value of the fans they become.
#[inline(always)]
fn convert(converted: &mut [f64], fan_value: &mut [f64], share: &[f64], fit: &[f64], rates: [f64; 2]) {
    let n = converted.len();
    let (fan_value, share, fit) = (&mut fan_value[..n], &share[..n], &fit[..n]);
    for x in 0..n {
        converted[x] = share[x] * rates[0] * fit[x];
        fan_value[x] += converted[x] * rates[1];
    }
}

/// Payoffs of all works, against the reference budget RB of their labels.
fn weigh_payoffs(now: &Now, e: &mut Economy) {
    let (p, w) = (now.world.p, &mut e.works);
    let [keep, budget, ..] = &mut e.scratch.by_work;
    ByPlacement::new(PerStrategy([1.0; Strategy::COUNT]), p.catalogue_keep).gather(w, keep);
    budget.clear();
    budget.extend(w.label.iter().map(|i| e.labels.reference_budget(now.world, *i as usize)));
    let (tail, ceiling) = (p.tail_weight * p.catalogue_retention / (1.0 - p.catalogue_retention), p.payoff_ceiling);
    let gains = [&w.net[..], &w.fan_value[..], &keep[..], &w.net_streaming[..]];
    let costs = [&w.cost[..], &w.localisation_cost[..], &w.grant[..], &w.localisation_voucher[..]];
    let (payoff, budget) = (&mut w.payoff[..], &budget[..]);
    now.cpu.run(
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
