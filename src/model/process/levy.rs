//! Call 10: levies on streaming, which streaming services pay into the funds of programmes (5.2).

use super::catalogue;
use crate::model::equation::revenue::levy;
use crate::model::record::Flow;
use crate::model::state::Economy;
use crate::model::step::StepContext;
use crate::policy::Seam;
use crate::units::{Market, PerMarket};

/// Levies of all programmes that run, on the quarter's streaming of works and, before it is carried on, of catalogues.
///
/// `works`: streaming of the quarter's works, by market and work, M KRW.
pub fn raise(step: &StepContext, e: &mut Economy, works: &PerMarket<Vec<f64>>) {
    if !e.government.active || e.government.running(step.constants, Seam::Levy).next().is_none() {
        return;
    }
    let catalogues = catalogue::streamed(step, e);
    let base = PerMarket::build(|market| works[market.index()].iter().sum::<f64>() + catalogues[market.index()]);
    for (n, programme) in step.constants.programmes.iter().enumerate() {
        let account = &mut e.government.accounts[n];
        if !account.running || !programme.acts_at(Seam::Levy) {
            continue;
        }
        let rate = |market: &Market| programme.rule.streaming_levy(*market);
        let raised: f64 = Market::ALL.iter().map(|market| levy(rate(market), base[market.index()])).sum();
        account.levied += raised;
        e.ledger.book(Flow::Levies, raised);
    }
}
