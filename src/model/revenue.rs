//! Call 10: the lines of revenue, splits, payoffs of works, and the catalogue carried on (4.7).

use super::accounts::Flow;
use super::economy::{Economy, Now};
use super::label::NONE;
use crate::math;
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

/// Album intensity of a work; unplaced tie-ins and partnerships sell none.
fn album_intensity(now: &Now, e: &Economy, x: usize) -> f64 {
    let strategy = e.works.strategy[x];
    let sells = e.works.placed(x) || matches!(strategy, Strategy::Touring | Strategy::Balanced);
    if sells { now.world.p.album_intensity[strategy.index()] } else { 0.0 }
}

/// Call 10: all lines but concerts, whose receipts call 9 has; then creators are paid and payoffs are known.
pub fn earn(now: &Now, e: &mut Economy) {
    stream_and_sell(now, e);
    for x in 0..e.works.len() {
        settle_work(now, e, x);
    }
    earn_from_stock(now, e);
    update_trails(now, e);
    set_payoffs(now, e);
    carry_catalogue(now, e);
}

/// Rights kept by the label: those of the strategy for placed works, all for others.
fn rights_kept(now: &Now, e: &Economy, x: usize) -> f64 {
    if e.works.placed(x) { now.world.p.rights_kept[e.works.strategy[x].index()] } else { 1.0 }
}

/// Streaming S pool / 4 rights and albums F share spending intensity of all works, market by market.
fn stream_and_sell(now: &Now, e: &mut Economy) {
    let (p, n) = (now.world.p, e.works.len());
    let [rights, album_intensity_of, streaming, albums] = &mut e.scratch.by_work;
    for column in [&mut *rights, &mut *album_intensity_of, &mut *streaming, &mut *albums] {
        column.clear();
        column.resize(n, 0.0);
    }
    let mut rights = std::mem::take(rights);
    let mut intensity = std::mem::take(album_intensity_of);
    for x in 0..n {
        rights[x] = rights_kept(now, e, x);
        intensity[x] = album_intensity(now, e, x);
    }
    for m in 0..Market::COUNT {
        let exchange = e.conditions.exchange[m];
        let (pool, spending) = (e.conditions.pool[m] / 4.0, p.album_spending[m] * e.conditions.openness[m]);
        let [_, _, streaming, albums] = &mut e.scratch.by_work;
        let (share, fans) = (&e.works.share[m][..n], &e.works.fans[m][..n]);
        let (stream_sum, album_sum) = (&mut e.works.streaming[..n], &mut e.works.albums[..n]);
        let (exports, abroad) = (&mut e.works.exports[..n], if m == Market::Kr.index() { 0.0 } else { 1.0 });
        let (streaming, albums, rights, intensity) = (&mut streaming[..n], &mut albums[..n], &rights[..n], &intensity[..n]);
        let (out, sums) = ([&mut *streaming, &mut *albums], [stream_sum, album_sum, exports]);
        let (streamed, sold) = now.cpu.run(
            #[inline(always)]
            || sell(out, sums, [share, rights, fans, intensity], [pool * exchange, spending * exchange, abroad]),
        );
        let trail = &mut e.scratch.by_label_market_2[m];
        trail.fill(0.0);
        for (label, streaming) in e.works.label.iter().zip(&*streaming) {
            trail[*label as usize] += streaming;
        }
        e.totals.revenue_by_market[m] += streamed + sold;
        e.totals.albums_by_market[m] += sold;
    }
    let [r, i, _, _] = &mut e.scratch.by_work;
    (*r, *i) = (rights, intensity);
}

/// Receipts of one market: streaming and albums of each work, added to the works' sums; returns both totals.
#[inline(always)]
fn sell(out: [&mut [f64]; 2], sums: [&mut [f64]; 3], works: [&[f64]; 4], market: [f64; 3]) -> (f64, f64) {
    let [streaming, albums] = out;
    let n = streaming.len();
    let [stream_sum, album_sum, exports] = sums.map(|column| &mut column[..n]);
    let [share, rights, fans, intensity] = works.map(|column| &column[..n]);
    let [pool, spending, abroad] = market;
    let albums = &mut albums[..n];
    for x in 0..n {
        streaming[x] = share[x] * rights[x] * pool;
        albums[x] = fans[x] * intensity[x] * spending;
        stream_sum[x] += streaming[x];
        album_sum[x] += albums[x];
        exports[x] += (streaming[x] + albums[x]) * abroad;
    }
    (math::sum(streaming), math::sum(albums))
}

/// Splits the receipts of a work: suppliers, creators (c, or c times the line's factor) and the label, which
/// keeps the creators' part where there is nobody to pay.
fn settle_work(now: &Now, e: &mut Economy, x: usize) {
    let p = now.world.p;
    let i = e.works.label[x] as usize;
    let (fee, backend) = platform_receipts(now, e, x);
    let (streaming, albums, concerts) = (e.works.streaming[x], e.works.albums[x], e.works.concerts[x]);
    let c = if e.works.credit_count[x] > 0 { e.labels.creator_share[i] } else { 0.0 };
    let of_concerts = c * p.creator_concert_factor;
    let to_creators = c * (streaming + albums + backend) + of_concerts * concerts + c * p.creator_fee_factor * fee;
    let to_suppliers = p.streaming_fee * streaming + p.album_cost * albums + (1.0 - p.touring_margin) * concerts;
    let gross = streaming + albums + concerts + fee + backend;
    e.works.net[x] += gross - to_creators - to_suppliers;
    e.works.net_streaming[x] = streaming * (1.0 - p.streaming_fee - c);
    e.works.creators_part[x] = to_creators;
    e.totals.revenue_by_line[Line::Streaming as usize] += streaming;
    e.totals.revenue_by_line[Line::Albums as usize] += albums;
    e.totals.revenue_by_line[Line::Concerts as usize] += concerts;
    e.ledger.book(Flow::MarketReceipts, streaming + albums + concerts);
    book(e, i, gross, e.works.exports[x], to_creators, to_suppliers);
    pay_credited(e, x);
}

/// Books receipts of a label and their split.
fn book(e: &mut Economy, i: usize, gross: f64, exports: f64, to_creators: f64, to_suppliers: f64) {
    let net = gross - to_creators - to_suppliers;
    e.labels.revenue[i] += gross;
    e.labels.exports[i] += exports;
    e.labels.net_receipts[i] += net;
    e.labels.cash[i] += net;
    e.ledger.book(Flow::PaidToCreators, to_creators);
    e.ledger.book(Flow::PaidToDistribution, to_suppliers);
    e.totals.paid_to_creators += to_creators;
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

/// The creators' part of a work is split equally over its credited creators.
fn pay_credited(e: &mut Economy, x: usize) {
    let n = e.works.credit_count[x];
    if n == 0 {
        return;
    }
    let part = e.works.creators_part[x] / f64::from(n);
    let first = e.works.credit_first[x] as usize;
    for &g in &e.works.credits_of_works[first..first + n as usize] {
        e.creators.income[g as usize] += part;
    }
}

/// Catalogue C / D pool / 4 and licensing of all labels; empty slots hold neither catalogue nor fans.
fn earn_from_stock(now: &Now, e: &mut Economy) {
    let (p, n) = (now.world.p, e.labels.slots());
    let mut sums = std::mem::take(&mut e.scratch.stock);
    for column in [&mut sums.catalogue, &mut sums.licensing, &mut sums.abroad] {
        column.fill(0.0);
    }
    for m in 0..Market::COUNT {
        let exchange = e.conditions.exchange[m];
        let (attention, pool) = (e.markets.attention[m], e.conditions.pool[m] / 4.0);
        let (licence, abroad) = (p.licensing_income[m] * e.conditions.openness[m], if m == Market::Kr.index() { 0.0 } else { 1.0 });
        let (held, fans) = (&e.labels.catalogue[m][..n], &e.labels.fandom[m][..n]);
        let (catalogue, licensing, exports) = (&mut sums.catalogue[..n], &mut sums.licensing[..n], &mut sums.abroad[..n]);
        let line = &mut sums.line[..n];
        let rates = [pool * exchange / attention, licence * exchange, abroad];
        e.totals.revenue_by_market[m] += now.cpu.run(
            #[inline(always)]
            || licence_stock([catalogue, licensing, exports], line, held, fans, rates),
        );
    }
    for i in 0..n {
        if e.labels.alive[i] {
            settle_stock(now, e, i, sums.catalogue[i], sums.licensing[i], sums.abroad[i]);
        }
    }
    e.scratch.stock = sums;
}

/// Receipts of one market from catalogue and licensing, added to the labels' sums; returns the total.
#[inline(always)]
fn licence_stock(sums: [&mut [f64]; 3], line: &mut [f64], held: &[f64], fans: &[f64], rates: [f64; 3]) -> f64 {
    let n = line.len();
    let [catalogue, licensing, exports] = sums.map(|column| &mut column[..n]);
    let (held, fans) = (&held[..n], &fans[..n]);
    for i in 0..n {
        let (streamed, licensed) = (held[i] * rates[0], fans[i] * rates[1]);
        catalogue[i] += streamed;
        licensing[i] += licensed;
        line[i] = streamed + licensed;
        exports[i] += line[i] * rates[2];
    }
    math::sum(line)
}

/// Splits catalogue and licensing; the creators' part goes to the label's creators in proportion to w0 + r.
fn settle_stock(now: &Now, e: &mut Economy, i: usize, catalogue: f64, licensing: f64, exports: f64) {
    let p = now.world.p;
    let floor = p.fame_floor;
    let weight: f64 = e.creators.of_label(i).iter().map(|g| floor + e.creators.recognition[*g as usize]).sum();
    let share = if weight > 0.0 { e.labels.creator_share[i] } else { 0.0 };
    let gross = catalogue + licensing;
    let to_creators = gross * share;
    let to_suppliers = catalogue * p.streaming_fee + licensing * p.licensing_cost;
    e.totals.revenue_by_line[Line::Catalogue as usize] += catalogue;
    e.totals.revenue_by_line[Line::Licensing as usize] += licensing;
    e.ledger.book(Flow::MarketReceipts, gross);
    book(e, i, gross, exports, to_creators, to_suppliers);
    if weight > 0.0 {
        let unit = to_creators / weight;
        let (first, end) = (e.creators.first[i] as usize, e.creators.first[i + 1] as usize);
        for &g in &e.creators.members[first..end] {
            let g = g as usize;
            e.creators.income[g] += unit * (floor + e.creators.recognition[g]);
        }
    }
}

/// Trailing revenues: yearly <- 0.75 old + quarter; streaming by market <- mv (old + (1 - mv) quarter).
fn update_trails(now: &Now, e: &mut Economy) {
    let memory = now.world.p.market_memory;
    for (year, quarter) in e.labels.revenue_year.iter_mut().zip(&e.labels.revenue) {
        *year = if now.first_of_burn_in() { 4.0 * quarter } else { 0.75 * *year + quarter };
    }
    for m in 0..Market::COUNT {
        for (trail, streaming) in e.labels.streaming_trail[m].iter_mut().zip(&e.scratch.by_label_market_2[m]) {
            *trail = memory * (*trail + (1.0 - memory) * streaming);
        }
    }
}

/// Listeners that works convert, n = conversion * S * listeners * breadth * (1 + fit (h - centre)), before the
/// conversion factor and room; then payoffs: clip((net + tail of streaming + value of new fans - cost) / RB, -1, ceiling).
fn set_payoffs(now: &Now, e: &mut Economy) {
    let (p, n) = (now.world.p, e.works.len());
    let fit = &mut e.scratch.by_work[0];
    fit.clear();
    fit.extend((0..n).map(|x| {
        let conversion = if e.works.platform[x] != NONE { p.fan_conversion[e.works.strategy[x].index()] } else { 1.0 };
        conversion * (1.0 + p.fit_slope * (e.works.identity[x] - p.fit_centre))
    }));
    for m in 0..Market::COUNT {
        let unit = p.listeners[m] * p.listening_breadth;
        let worth = e.markets.conversion[m] * e.conditions.openness[m] * p.album_spending[m] * p.fan_value;
        let (converted, share) = (&mut e.works.converted[m][..n], &e.works.share[m][..n]);
        let (fan_value, fit) = (&mut e.works.fan_value[..n], &e.scratch.by_work[0][..n]);
        now.cpu.run(
            #[inline(always)]
            || convert(converted, fan_value, share, fit, [unit, worth]),
        );
    }
    for x in 0..n {
        set_payoff(now, e, x);
    }
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

fn set_payoff(now: &Now, e: &mut Economy, x: usize) {
    let p = now.world.p;
    let (i, k) = (e.works.label[x] as usize, e.works.strategy[x].index());
    let keep = if e.works.placed(x) { p.catalogue_keep[k] } else { 1.0 };
    let tail = p.tail_weight * p.catalogue_retention / (1.0 - p.catalogue_retention) * keep * e.works.net_streaming[x];
    let cost = e.works.cost[x] + e.works.localisation_cost[x] - e.works.grant[x] - e.works.localisation_voucher[x];
    let budget = e.labels.reference_budget(now.world, i);
    e.works.payoff[x] = ((e.works.net[x] + tail + e.works.fan_value[x] - cost) / budget).clamp(-1.0, p.payoff_ceiling);
}

/// C <- kappa (C + sum a keep rights); C' <- kappa (C' + sum a keep (1 - rights)); reversion moves C' to C.
fn carry_catalogue(now: &Now, e: &mut Economy) {
    let p = now.world.p;
    let [kept, lost, _, _] = &mut e.scratch.by_work;
    kept.clear();
    lost.clear();
    for (k, platform) in e.works.strategy.iter().zip(&e.works.platform) {
        let k = k.index();
        let (rights, keep) = if *platform == NONE { (1.0, 1.0) } else { (p.rights_kept[k], p.catalogue_keep[k]) };
        kept.push(keep * rights);
        lost.push(keep * (1.0 - rights));
    }
    for m in 0..Market::COUNT {
        let (own, held) = (&mut e.labels.catalogue[m][..], &mut e.labels.lost_catalogue[m][..]);
        let works = e.works.label.iter().zip(&e.works.attention[m]).zip(kept.iter().zip(lost.iter()));
        for ((label, attention), (kept, lost)) in works {
            own[*label as usize] += attention * kept;
            held[*label as usize] += attention * lost;
        }
        let kappa = p.catalogue_retention;
        now.cpu.run(
            #[inline(always)]
            || {
                own.iter_mut().for_each(|c| *c *= kappa);
                held.iter_mut().for_each(|c| *c *= kappa);
            },
        );
    }
    if e.government.active {
        revert_catalogue(e);
    }
}

/// With reversion over n years, C' / (4 n) comes back each quarter.
fn revert_catalogue(e: &mut Economy) {
    for i in 0..e.labels.slots() {
        let years = e.government.contract(i).reversion_years;
        if years <= 0.0 {
            continue;
        }
        for m in 0..Market::COUNT {
            let back = e.labels.lost_catalogue[m][i] / (4.0 * years).max(1.0);
            e.labels.lost_catalogue[m][i] -= back;
            e.labels.catalogue[m][i] += back;
        }
    }
}
