//! Call 10: what labels earn from their stock of catalogue and fans, and the catalogue carried on (4.7).

use super::accounts::Flow;
use super::economy::{Economy, Now};
use super::revenue::{Line, rights_kept};
use super::work::ByPlacement;
use crate::math;
use crate::units::{Market, PerStrategy, Strategy};

/// Room for the receipts of labels from their stock, one number each, M KRW.
#[derive(Clone, Debug, Default)]
pub struct Stock {
    /// Streaming of the catalogue.
    catalogue: Vec<f64>,
    /// Licensing and endorsement.
    licensing: Vec<f64>,
    /// Part of both from abroad.
    abroad: Vec<f64>,
    /// Both, in one market, then in all.
    gross: Vec<f64>,
    /// Sum of w0 + r over the label's creators; one more for who has no label.
    fame: Vec<f64>,
    /// Paid to creators.
    to_creators: Vec<f64>,
    /// Paid to suppliers.
    to_suppliers: Vec<f64>,
    /// Paid to creators for each unit of w0 + r; one more for who has no label.
    unit: Vec<f64>,
    /// The same by creator.
    rate: Vec<f64>,
}

impl Stock {
    /// Room for a number of labels and creators.
    pub fn allocate(labels: usize, creators: usize) -> Self {
        let column = || vec![0.0; labels];
        Self {
            catalogue: column(),
            licensing: column(),
            abroad: column(),
            gross: column(),
            fame: vec![0.0; labels + 1],
            to_creators: column(),
            to_suppliers: column(),
            unit: Vec::with_capacity(labels + 1),
            rate: Vec::with_capacity(creators),
        }
    }
}

/// Catalogue C / D pool / 4 and licensing of all labels; empty slots hold neither catalogue nor fans.
pub fn earn(now: &Now, e: &mut Economy) {
    let mut stock = std::mem::take(&mut e.scratch.stock);
    receive(now, e, &mut stock);
    weigh_fame(now, e, &mut stock);
    split(now, e, &mut stock);
    book(e, &stock);
    pay_creators(now, e, &mut stock);
    e.scratch.stock = stock;
}

/// Receipts of all labels, market by market.
fn receive(now: &Now, e: &mut Economy, stock: &mut Stock) {
    let p = now.world.p;
    for column in [&mut stock.catalogue, &mut stock.licensing, &mut stock.abroad] {
        column.fill(0.0);
    }
    for m in 0..Market::COUNT {
        let exchange = e.conditions.exchange[m];
        let (attention, pool) = (e.markets.attention[m], e.conditions.pool[m] / 4.0);
        let licence = p.licensing_income[m] * e.conditions.openness[m];
        let rates = [pool * exchange / attention, licence * exchange, if m == Market::Kr.index() { 0.0 } else { 1.0 }];
        let (held, fans) = (&e.labels.catalogue[m][..], &e.labels.fandom[m][..]);
        let Stock { catalogue, licensing, abroad, gross, .. } = &mut *stock;
        let (catalogue, licensing, abroad, line) = (&mut catalogue[..], &mut licensing[..], &mut abroad[..], &mut gross[..]);
        e.totals.revenue_by_market[m] += now.cpu.run(
            #[inline(always)]
            || licence_stock(catalogue, licensing, abroad, line, held, fans, rates),
        );
    }
}

/// Receipts of one market from catalogue and licensing, added to the labels' sums; returns the total.
#[inline(always)]
fn licence_stock(
    catalogue: &mut [f64],
    licensing: &mut [f64],
    abroad: &mut [f64],
    line: &mut [f64],
    held: &[f64],
    fans: &[f64],
    rates: [f64; 3],
) -> f64 {
    let n = line.len();
    let (catalogue, licensing, abroad) = (&mut catalogue[..n], &mut licensing[..n], &mut abroad[..n]);
    let (held, fans) = (&held[..n], &fans[..n]);
    for i in 0..n {
        let (streamed, licensed) = (held[i] * rates[0], fans[i] * rates[1]);
        catalogue[i] += streamed;
        licensing[i] += licensed;
        line[i] = streamed + licensed;
        abroad[i] += line[i] * rates[2];
    }
    math::sum(line)
}

/// The weights w0 + r by which a label's creators share its stock, summed.
fn weigh_fame(now: &Now, e: &Economy, stock: &mut Stock) {
    let (floor, labels) = (now.world.p.fame_floor, e.labels.slots());
    stock.fame.fill(0.0);
    // Who has no label counts for the row after the last; creator by creator, for how many a label has is hard to foretell.
    for (label, recognition) in e.creators.label.iter().zip(&e.creators.recognition) {
        stock.fame[(*label as usize).min(labels)] += floor + recognition;
    }
}

/// Splits catalogue and licensing; a label without creators keeps their part.
fn split(now: &Now, e: &mut Economy, stock: &mut Stock) {
    let (p, labels) = (now.world.p, &mut e.labels);
    let Stock { catalogue, licensing, abroad, gross, fame, to_creators, to_suppliers, .. } = &mut *stock;
    let lines = [&catalogue[..], &licensing[..], &fame[..], &labels.creator_share[..]];
    let (gross, to_creators, to_suppliers) = (&mut gross[..], &mut to_creators[..], &mut to_suppliers[..]);
    let sums = [&mut labels.revenue[..], &mut labels.exports[..], &mut labels.net_receipts[..], &mut labels.cash[..]];
    let costs = [p.streaming_fee, p.licensing_cost];
    now.cpu.run(
        #[inline(always)]
        || {
            let [revenue, exports, net_receipts, cash] = sums;
            split_stock(gross, to_creators, to_suppliers, lines, costs);
            add(revenue, gross);
            add(exports, abroad);
            add_net(net_receipts, gross, to_creators, to_suppliers);
            add_net(cash, gross, to_creators, to_suppliers);
        },
    );
}

#[inline(always)]
fn split_stock(gross: &mut [f64], to_creators: &mut [f64], to_suppliers: &mut [f64], lines: [&[f64]; 4], costs: [f64; 2]) {
    let n = gross.len();
    let (to_creators, to_suppliers) = (&mut to_creators[..n], &mut to_suppliers[..n]);
    let [catalogue, licensing, fame, contract] = lines.map(|line| &line[..n]);
    for i in 0..n {
        gross[i] = catalogue[i] + licensing[i];
        to_creators[i] = gross[i] * if fame[i] > 0.0 { contract[i] } else { 0.0 };
        to_suppliers[i] = catalogue[i] * costs[0] + licensing[i] * costs[1];
    }
}

#[inline(always)]
fn add(sums: &mut [f64], amounts: &[f64]) {
    for (sum, amount) in sums.iter_mut().zip(amounts) {
        *sum += amount;
    }
}

#[inline(always)]
fn add_net(sums: &mut [f64], gross: &[f64], to_creators: &[f64], to_suppliers: &[f64]) {
    for (((sum, gross), to_creators), to_suppliers) in sums.iter_mut().zip(gross).zip(to_creators).zip(to_suppliers) {
        *sum += gross - to_creators - to_suppliers;
    }
}

/// Lines and flows of all labels, in their order.
fn book(e: &mut Economy, stock: &Stock) {
    let lines = math::add_in_order([0.0; 2], [&stock.catalogue, &stock.licensing]);
    e.totals.revenue_by_line[Line::Catalogue as usize] += lines[0];
    e.totals.revenue_by_line[Line::Licensing as usize] += lines[1];
    let flows = [Flow::MarketReceipts, Flow::PaidToCreators, Flow::PaidToDistribution];
    e.ledger.book_each(flows, [&stock.gross, &stock.to_creators, &stock.to_suppliers]);
    e.totals.paid_to_creators = e.ledger.of(Flow::PaidToCreators);
}

/// The creators' part goes to the label's creators in proportion to w0 + r; who has no label gets nothing.
fn pay_creators(now: &Now, e: &mut Economy, stock: &mut Stock) {
    let (labels, floor, creators) = (e.labels.slots(), now.world.p.fame_floor, &mut e.creators);
    let Stock { to_creators, fame, unit, rate, .. } = stock;
    unit.clear();
    unit.extend(to_creators.iter().zip(&*fame).map(|(paid, fame)| if *fame > 0.0 { paid / fame } else { 0.0 }));
    unit.push(0.0);
    rate.clear();
    rate.extend(creators.label.iter().map(|i| unit[(*i as usize).min(labels)]));
    let (income, recognition, rate) = (&mut creators.income[..], &creators.recognition[..], &rate[..]);
    now.cpu.run(
        #[inline(always)]
        || {
            for ((income, recognition), rate) in income.iter_mut().zip(recognition).zip(rate) {
                *income += rate * (floor + recognition);
            }
        },
    );
}

/// C <- kappa (C + sum a keep rights); C' <- kappa (C' + sum a keep (1 - rights)); reversion moves C' to C.
pub fn carry_catalogue(now: &Now, e: &mut Economy) {
    let [kept, lost, _, _] = &mut e.scratch.by_work;
    let rights = rights_kept(now);
    let keep = ByPlacement::new(PerStrategy([1.0; Strategy::COUNT]), now.world.p.catalogue_keep);
    keep.with(&rights, |keep, rights| keep * rights).gather(&e.works, kept);
    keep.with(&rights, |keep, rights| keep * (1.0 - rights)).gather(&e.works, lost);
    for m in 0..Market::COUNT {
        let (own, held) = (&mut e.labels.catalogue[m][..], &mut e.labels.lost_catalogue[m][..]);
        let attention = &e.works.attention[m][..];
        for ((label, attention), kept) in e.works.label.iter().zip(attention).zip(&*kept) {
            own[*label as usize] += attention * kept;
        }
        // Works that are not placed lose none.
        for x in e.works.titles.iter().map(|x| *x as usize) {
            held[e.works.label[x] as usize] += attention[x] * lost[x];
        }
        let kappa = now.world.p.catalogue_retention;
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
