//! Call 10: what labels earn from their catalogue and fans, and the catalogue carried on (4.7).

use crate::math::{F64x8, in_chunks, join};
use crate::model::columns::by_market;
use crate::model::record::{Flow, Line, book_lines};
use crate::model::state::{ByPlacement, Economy, rights_kept};
use crate::model::step::StepContext;
use crate::units::{Market, PerStrategy, Strategy};

/// Receipts of labels from catalogue and fans, one number each, M KRW.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Streaming of the catalogue.
    catalogue: Vec<f64>,
    /// Licensing and endorsement.
    licensing: Vec<f64>,
    /// Part of both from abroad.
    abroad: Vec<f64>,
    /// Both.
    gross: Vec<f64>,
    /// Sum of w0 + r over the label's creators; one more for who has no label.
    fame: Vec<f64>,
    /// Paid to creators.
    to_creators: Vec<f64>,
    /// Paid to suppliers.
    to_suppliers: Vec<f64>,
    /// Paid to creators for each unit of w0 + r; one more for who has no label.
    unit: Vec<f64>,
    /// Part of its attention that each work leaves to the catalogue of its label.
    kept: Vec<f64>,
}

impl Workspace {
    /// Allocates for so many labels and works.
    pub fn allocate(labels: usize, works: usize) -> Self {
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
            kept: Vec::with_capacity(works),
        }
    }
}

/// Catalogue C / D pool / 4 and licensing of all labels; empty slots hold neither catalogue nor fans.
pub fn earn(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    receive(step, e, ws);
    weigh_fame(step, e, ws);
    split(step, e, ws);
    book(e, ws);
    pay_creators(step, e, ws);
}

/// Receipts of all labels: pool and exchange rate of each market make the rates of catalogue and fans.
fn receive(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let p = step.constants.p;
    let rates = Market::ALL.map(|market| {
        let (m, exchange) = (market.index(), e.conditions.exchange[market.index()]);
        let (attention, pool) = (e.markets.attention[m], e.conditions.pool[m] / 4.0);
        let licence = p.licensing_income[m] * e.conditions.openness[m];
        [pool * exchange / attention, licence * exchange, if market == Market::Kr { 0.0 } else { 1.0 }]
    });
    let Workspace { catalogue, licensing, abroad, .. } = &mut *ws;
    let columns = join(e.labels.catalogue.each_ref().map(|column| &column[..]), e.labels.fandom.each_ref().map(|column| &column[..]));
    let totals = step.cpu.run(
        #[inline(always)]
        || license(columns, [catalogue, licensing, abroad], rates),
    );
    for (revenue, total) in e.totals.revenue_by_market.iter_mut().zip(totals) {
        *revenue += total;
    }
}

/// Receipts from catalogue, then fans, of seven markets each: streaming, licensing and the part of both from abroad;
/// returns the totals by market.
#[inline(always)]
fn license(columns: [&[f64]; 2 * Market::COUNT], to: [&mut [f64]; 3], rates: [[f64; 3]; Market::COUNT]) -> [f64; Market::COUNT] {
    let mut totals = [F64x8::default(); Market::COUNT];
    in_chunks(
        columns,
        to,
        #[inline(always)]
        |columns, [catalogue, licensing, abroad]| {
            let places = catalogue.len();
            let (columns, licensing, abroad) = (columns.map(|column| &column[..places]), &mut licensing[..places], &mut abroad[..places]);
            for place in 0..places {
                let mut sums = [F64x8::default(); 3];
                for m in 0..Market::COUNT {
                    let [streaming, licence, foreign] = rates[m];
                    let (streamed, licensed) = (F64x8(columns[m][place]) * streaming, F64x8(columns[Market::COUNT + m][place]) * licence);
                    let line = streamed + licensed;
                    sums = [sums[0] + streamed, sums[1] + licensed, sums[2] + line * foreign];
                    totals[m] = totals[m] + line;
                }
                [catalogue[place], licensing[place], abroad[place]] = sums.map(|sum| sum.0);
            }
        },
    );
    totals.map(F64x8::total)
}

/// The weights w0 + r by which a label's creators share what its catalogue earns, summed.
fn weigh_fame(step: &StepContext, e: &Economy, ws: &mut Workspace) {
    let (floor, fame) = (step.constants.p.fame_floor, &mut ws.fame[..]);
    fame.fill(0.0);
    // Who has no label counts for the row after the last; creator by creator, for how many a label has is hard to foretell.
    let Some(last) = fame.len().checked_sub(1) else { return };
    for (label, recognition) in e.creators.label.iter().zip(&e.creators.recognition) {
        fame[(*label as usize).min(last)] += floor + recognition;
    }
}

/// Splits catalogue and licensing; a label without creators keeps their part.
fn split(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let (p, labels) = (step.constants.p, &mut e.labels);
    let Workspace { catalogue, licensing, abroad, gross, fame, to_creators, to_suppliers, .. } = &mut *ws;
    let lines = [&catalogue[..], &licensing[..], &fame[..], &labels.creator_share[..]];
    let (gross, to_creators, to_suppliers) = (&mut gross[..], &mut to_creators[..], &mut to_suppliers[..]);
    let sums = [&mut labels.revenue[..], &mut labels.exports[..], &mut labels.net_receipts[..], &mut labels.cash[..]];
    let costs = [p.streaming_fee, p.licensing_cost];
    step.cpu.run(
        #[inline(always)]
        || {
            let [revenue, exports, net_receipts, cash] = sums;
            split_lines(gross, to_creators, to_suppliers, lines, costs);
            add(revenue, gross);
            add(exports, abroad);
            add_net(net_receipts, gross, to_creators, to_suppliers);
            add_net(cash, gross, to_creators, to_suppliers);
        },
    );
}

#[inline(always)]
fn split_lines(gross: &mut [f64], to_creators: &mut [f64], to_suppliers: &mut [f64], lines: [&[f64]; 4], costs: [f64; 2]) {
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
fn book(e: &mut Economy, ws: &Workspace) {
    let amounts = [&ws.catalogue[..], &ws.licensing, &ws.gross, &ws.to_creators, &ws.to_suppliers];
    book_lines(&mut e.totals.revenue_by_line, &mut e.ledger, [Line::Catalogue, Line::Licensing], amounts);
    e.totals.paid_to_creators = e.ledger.of(Flow::PaidToCreators);
}

/// The creators' part goes to the label's creators in proportion to w0 + r; who has no label gets nothing.
fn pay_creators(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let (floor, creators) = (step.constants.p.fame_floor, &mut e.creators);
    let Workspace { to_creators, fame, unit, .. } = ws;
    unit.clear();
    unit.extend(to_creators.iter().zip(&*fame).map(|(paid, fame)| if *fame > 0.0 { paid / fame } else { 0.0 }));
    unit.push(0.0);
    let Some(last) = unit.len().checked_sub(1) else { return };
    let unit = &unit[..];
    for ((income, recognition), label) in creators.income.iter_mut().zip(&creators.recognition).zip(&creators.label) {
        *income += unit[(*label as usize).min(last)] * (floor + recognition);
    }
}

/// C <- kappa (C + sum a keep rights); C' <- kappa (C' + sum a keep (1 - rights)); reversion moves C' to C.
pub fn carry_catalogue(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let kept = &mut ws.kept;
    let keep = ByPlacement::new(PerStrategy([1.0; Strategy::COUNT]), step.constants.p.catalogue_keep);
    keep.with(&rights_kept(step.constants.p), |keep, rights| keep * rights).gather(&e.works, kept);
    by_market::add(&mut e.labels.catalogue, &e.works.label, &e.works.attention, |attention, x| attention * kept[x]);
    leave_to_platforms(step, e);
    let kappa = step.constants.p.catalogue_retention;
    for column in e.labels.catalogue.iter_mut().chain(e.labels.lost_catalogue.iter_mut()) {
        step.cpu.run(
            #[inline(always)]
            || column.iter_mut().for_each(|c| *c *= kappa),
        );
    }
    if e.government.active {
        revert_catalogue(e);
    }
}

/// Platforms hold the rest of their titles' catalogue; works that are not placed lose none.
fn leave_to_platforms(step: &StepContext, e: &mut Economy) {
    let (p, works, slots) = (step.constants.p, e.works.len(), e.labels.slots());
    let lost = PerStrategy::build(|k| p.catalogue_keep[k.index()] * (1.0 - p.rights_kept[k.index()]));
    let held = e.labels.lost_catalogue.each_mut().map(|column| &mut column[..slots]);
    let attention = e.works.attention.each_ref().map(|column| &column[..works]);
    for x in e.works.titles.iter().map(|x| *x as usize) {
        let (i, lost) = (e.works.label[x] as usize, lost[e.works.strategy[x].index()]);
        for m in 0..Market::COUNT {
            held[m][i] += attention[m][x] * lost;
        }
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
