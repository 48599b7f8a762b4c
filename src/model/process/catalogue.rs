//! Call 10: what labels earn from their catalogue and fans, and the catalogue carried on (4.7).

use crate::model::columns::{by_market, each, eights};
use crate::model::equation;
use crate::model::record::{Flow, Line, book_lines};
use crate::model::state::{ByPlacement, Economy, rights_kept};
use crate::model::step::StepContext;
use crate::units::{Market, PerMarket, PerStrategy, Strategy};

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

impl Workspace {
    /// What a label received in the quarter: catalogue, licensing, and the part of both from abroad, M KRW.
    pub fn received(&self, i: usize) -> [f64; 3] {
        [self.catalogue[i], self.licensing[i], self.abroad[i]]
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

/// What a market's money makes of catalogue and of fans.
#[derive(Clone, Copy)]
struct Rates {
    /// Streaming of a unit of catalogue attention, M KRW.
    streaming: f64,
    /// Licensing income, M KRW for a thousand fans.
    licence: f64,
    /// Whether receipts are from abroad: 1 or 0.
    abroad: f64,
}

impl Rates {
    fn of_market(step: &StepContext, e: &Economy, market: Market) -> Self {
        let (m, exchange) = (market.index(), e.conditions.exchange[market.index()]);
        let pool = equation::revenue::quarterly_pool(e.conditions.pool[m], exchange);
        Self {
            streaming: equation::revenue::catalogue_rate(pool, e.markets.attention[m]),
            licence: step.constants.p.licensing_income[m] * e.conditions.openness[m] * exchange,
            abroad: equation::revenue::from_abroad(market),
        }
    }
}

/// Receipts of all labels from the catalogue's streaming and from licences in all markets.
fn receive(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let rates = PerMarket::build(|market| Rates::of_market(step, e, market));
    let l = &e.labels;
    let (received_in,) = eights!(step.cpu, l.slots(), m;
    read {}
    read by market { attention: l.catalogue, fans: l.fandom }
    write by market {}
    sum { catalogue: ws.catalogue, licensing: ws.licensing, abroad: ws.abroad }
    add {}
    total { received_in }
    {
        let rates = rates[m];
        let streamed = equation::revenue::catalogue_streaming(attention, rates.streaming);
        let licensed = equation::revenue::licensing(fans, rates.licence);
        let received = streamed + licensed;
        catalogue += streamed;
        licensing += licensed;
        abroad += received * rates.abroad;
        received_in += received;
    });
    for (revenue, received) in e.totals.revenue_by_market.iter_mut().zip(received_in) {
        *revenue += received;
    }
}

/// Streaming of all catalogues in the quarter by market, M KRW.
pub fn streamed(step: &StepContext, e: &Economy) -> PerMarket<f64> {
    PerMarket::build(|market| {
        let rate = Rates::of_market(step, e, market).streaming;
        e.labels.catalogue[market.index()].iter().map(|attention| equation::revenue::catalogue_streaming(*attention, rate)).sum()
    })
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
    let (streaming_fee, licensing_cost) = (step.constants.p.streaming_fee, step.constants.p.licensing_cost);
    let l = &mut e.labels;
    each!(step.cpu, l.slots();
    read { catalogue: ws.catalogue, licensing: ws.licensing, abroad: ws.abroad, fame: ws.fame, contract: l.creator_share, rise: l.streaming_rise }
    write {
        gross: ws.gross, to_creators: ws.to_creators, to_suppliers: ws.to_suppliers,
        revenue: l.revenue, exports: l.exports, net_receipts: l.net_receipts, cash: l.cash,
    }
    {
        *gross = catalogue + licensing;
        *to_creators = equation::revenue::catalogue_to_creators(*gross, catalogue, contract, rise, fame);
        *to_suppliers = equation::revenue::catalogue_to_suppliers(catalogue, licensing, streaming_fee, licensing_cost);
        let net = equation::revenue::net(*gross, *to_creators, *to_suppliers);
        *revenue += *gross;
        *exports += abroad;
        *net_receipts += net;
        *cash += net;
    });
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
    unit.extend(to_creators.iter().zip(&*fame).map(|(paid, fame)| equation::revenue::unit_of_fame(*paid, *fame)));
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
    keep.with(&rights_kept(step.constants.p), equation::demand::left_to_label).gather(&e.works, kept);
    by_market::add(&mut e.labels.catalogue, &e.works.label, &e.works.attention, |attention, x| attention * kept[x]);
    leave_to_platforms(step, e);
    let kappa = step.constants.p.catalogue_retention;
    for column in e.labels.catalogue.iter_mut().chain(e.labels.lost_catalogue.iter_mut()) {
        each!(step.cpu, column.len(); read {} write { attention: column } { *attention = equation::demand::carried(*attention, kappa) });
    }
    if e.government.active {
        revert_catalogue(e);
    }
}

/// Platforms hold the rest of their titles' catalogue; works that are not placed lose none.
fn leave_to_platforms(step: &StepContext, e: &mut Economy) {
    let (p, works, slots) = (step.constants.p, e.works.len(), e.labels.slots());
    let lost = PerStrategy::build(|k| equation::demand::left_to_platform(p.catalogue_keep[k.index()], p.rights_kept[k.index()]));
    let held = e.labels.lost_catalogue.each_mut().map(|column| &mut column[..slots]);
    let attention = e.works.attention.each_ref().map(|column| &column[..works]);
    for x in e.works.titles.iter().map(|x| *x as usize) {
        let (i, lost) = (e.works.label[x] as usize, lost[e.works.strategy[x].index()]);
        for m in 0..Market::COUNT {
            held[m][i] += attention[m][x] * lost;
        }
    }
}

/// With reversion, a part of C' comes back each quarter.
fn revert_catalogue(e: &mut Economy) {
    for i in 0..e.labels.slots() {
        let rate = e.government.contract(i).reversion_rate;
        if rate <= 0.0 {
            continue;
        }
        for m in 0..Market::COUNT {
            let back = equation::demand::reverting(e.labels.lost_catalogue[m][i], rate);
            e.labels.lost_catalogue[m][i] -= back;
            e.labels.catalogue[m][i] += back;
        }
    }
}
