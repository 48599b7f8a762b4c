//! Call 7: how far works are localised for each foreign market, and the vouchers for it (4.4).

use super::claims::{self, Lot};
use super::event;
use super::support::{self, VoucherOffer};
use crate::draw::Purpose;
use crate::model::columns::{Ranked, by_market};
use crate::model::state::Economy;
use crate::model::step::StepContext;
use crate::policy::Kind;
use crate::scenario::Parameters;
use crate::units::{Market, PerMarket, Strategy};

/// Unit cost of full localisation c = c_loc ref / (1 + Kl) * (factor if early), M KRW.
fn unit_cost(p: &Parameters, reference_cost: f64, capability: f64, early: bool) -> f64 {
    p.localisation_cost * reference_cost / (1.0 + capability) * [1.0, p.early_cost_factor][usize::from(early)]
}

/// [`plan`] of all works without voucher, market by market.
pub fn plan_all(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    ws.gather(step, e);
    for market in Market::FOREIGN {
        let m = market.index();
        let w = &mut e.works;
        let (level, sum, cost) = (&mut w.level[m][..], &mut w.mean_level[..], &mut w.localisation_cost[..]);
        let (language, columns) = (step.constants.p.language_loss * step.constants.p.language_distance[m], &*ws);
        step.cpu.run(
            #[inline(always)]
            || set_levels(level, sum, cost, columns, m, language),
        );
    }
    e.works.level[Market::Kr.index()].fill(1.0);
    let mean_level = &mut e.works.mean_level[..];
    step.cpu.run(
        #[inline(always)]
        || mean_level.iter_mut().for_each(|level| *level /= Market::FOREIGN.len() as f64),
    );
}

/// What the plan of localisation depends on, by work.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// 1 + gain of planning early.
    gain: Vec<f64>,
    /// Cost of full localisation for one market, M KRW.
    unit_cost: Vec<f64>,
    /// Works that the label releases a quarter on average.
    works_expected: Vec<f64>,
    /// What the work counts on of its platform's value by market, M KRW; 0 without a title.
    title: PerMarket<Vec<f64>>,
    /// The label's trailing streaming revenue by market, M KRW.
    own: PerMarket<Vec<f64>>,
}

impl Workspace {
    /// Allocates for so many works.
    pub fn allocate(works: usize) -> Self {
        let column = || Vec::with_capacity(works);
        let columns = || PerMarket::build(|_| column());
        Self { gain: column(), unit_cost: column(), works_expected: column(), title: columns(), own: columns() }
    }

    /// What the plans look at; marks the works that plan early.
    fn gather(&mut self, step: &StepContext, e: &mut Economy) {
        let (p, w, labels) = (step.constants.p, &mut e.works, &e.labels);
        for column in [&mut self.gain, &mut self.unit_cost, &mut self.works_expected] {
            column.clear();
        }
        w.early.clear();
        w.early.extend(w.strategy.iter().map(|k| *k == Strategy::Partnership));
        self.gain.extend(w.early.iter().map(|early| [1.0, 1.0 + p.early_gain][usize::from(*early)]));
        self.works_expected.extend(w.tier.iter().map(|t| step.constants.works_expected[t.index()]));
        self.unit_cost.extend(w.label.iter().map(|i| labels.localisation_capability[*i as usize]));
        for ((unit, reference_cost), early) in self.unit_cost.iter_mut().zip(&w.reference_cost).zip(&w.early) {
            *unit = unit_cost(p, *reference_cost, *unit, *early);
        }
        self.gather_markets(step, e);
    }

    /// What works expect of each market: of their labels' streaming and of their platforms.
    fn gather_markets(&mut self, step: &StepContext, e: &Economy) {
        let (p, w) = (step.constants.p, &e.works);
        for (own, title) in self.own.iter_mut().zip(self.title.iter_mut()) {
            own.resize(w.len(), 0.0);
            title.clear();
            title.resize(w.len(), 0.0);
        }
        by_market::gather(self.own.each_mut().map(|column| &mut column[..]), &w.label, &e.labels.streaming_trail, |trail, _| trail);
        for x in w.titles.iter().map(|x| *x as usize) {
            let (k, value) = (w.strategy[x].index(), &e.platforms.value[usize::from(w.platform[x])]);
            let worth = p.title_exposure[k] * (p.rights_kept[k] + p.platform_value_rights);
            for m in 0..Market::COUNT {
                self.title[m][x] = value[m] * worth;
            }
        }
    }
}

/// Levels of market m: effective in `level`, before the gain in `sum`, their cost in `cost`.
#[inline(always)]
fn set_levels(level: &mut [f64], sum: &mut [f64], cost: &mut [f64], columns: &Workspace, m: usize, language: f64) {
    let n = level.len();
    let (sum, cost) = (&mut sum[..n], &mut cost[..n]);
    let (gain, unit, expected) = (&columns.gain[..n], &columns.unit_cost[..n], &columns.works_expected[..n]);
    let (own, title) = (&columns.own[m][..n], &columns.title[m][..n]);
    for x in 0..n {
        let marginal_gain = (own[x] / expected[x] + title[x]) * language * gain[x];
        let best = best_level(marginal_gain, 2.0 * unit[x]);
        sum[x] += best;
        cost[x] += unit[x] * best * best;
        level[x] = (best * gain[x]).min(1.0);
    }
}

/// clip(marginal gain / marginal cost, 0, 1); full where it costs nothing and gains something.
#[inline(always)]
fn best_level(gain: f64, cost: f64) -> f64 {
    let level = gain / cost;
    // 0 / 0 is no number and gives 0.
    if level > 0.0 { level.min(1.0) } else { 0.0 }
}

/// The level where marginal gain meets marginal cost, in each foreign market, and its cost.
///
/// l = clip(v g dist (1 + gain [early]) / (2 c (1 - rate [voucher])), 0, 1), c = c_loc ref / (1 + Kl) * (factor if early)
pub fn plan(step: &StepContext, e: &mut Economy, x: usize, voucher: Option<VoucherOffer>) {
    let (levels, cost, early) = localisation_plan(step, e, x, voucher);
    let gain = if early { 1.0 + step.constants.p.early_gain } else { 1.0 };
    for m in 0..Market::COUNT {
        e.works.level[m][x] = if m == Market::Kr.index() { 1.0 } else { (levels[m] * gain).min(1.0) };
    }
    e.works.mean_level[x] = Market::FOREIGN.iter().map(|m| levels[m.index()]).sum::<f64>() / Market::FOREIGN.len() as f64;
    e.works.early[x] = early;
    e.works.localisation_cost[x] = cost;
}

/// Levels before the gain, their cost, and whether they are planned early.
fn localisation_plan(step: &StepContext, e: &Economy, x: usize, voucher: Option<VoucherOffer>) -> (PerMarket<f64>, f64, bool) {
    let p = step.constants.p;
    let early = e.works.strategy[x] == Strategy::Partnership || voucher.is_some_and(|v| v.early);
    let rate = voucher.map_or(0.0, |v| v.rate);
    let capability = e.labels.localisation_capability[e.works.label[x] as usize];
    let unit = unit_cost(p, e.works.reference_cost[x], capability, early);
    let gain = if early { 1.0 + p.early_gain } else { 1.0 };
    let tier = e.labels.tier[e.works.label[x] as usize];
    let hit_level = if e.works.hit[x] { event::hit_of(step, tier).map(|(_, _, level)| level) } else { None };
    let mut levels = PerMarket([0.0; 7]);
    let mut cost = 0.0;
    for market in Market::FOREIGN {
        let m = market.index();
        let marginal_gain = market_value(step, e, x, m) * (p.language_loss * p.language_distance[m]) * gain;
        levels[m] = hit_level.unwrap_or(best_level(marginal_gain, 2.0 * unit * (1.0 - rate)));
        cost += unit * levels[m] * levels[m];
    }
    (levels, cost, early)
}

/// v_xm: the streaming revenue of a work in the market that localisation can raise, M KRW.
fn market_value(step: &StepContext, e: &Economy, x: usize, m: usize) -> f64 {
    let p = step.constants.p;
    let i = e.works.label[x] as usize;
    let own = e.labels.streaming_trail[m][i] / step.constants.works_expected[e.labels.tier[i].index()];
    let Some(j) = e.works.platform(x) else { return own };
    let k = e.works.strategy[x].index();
    own + e.platforms.value[j.index()][m] * (p.title_exposure[k] * (p.rights_kept[k] + p.platform_value_rights))
}

/// Covered works plan their levels with the voucher and claim; those that are paid keep that plan.
pub fn award_vouchers(step: &StepContext, e: &mut Economy, ws: &mut claims::Workspace) {
    if !e.government.active {
        return;
    }
    for n in 0..step.constants.programmes.len() {
        if step.constants.programmes[n].kind != Kind::LocalisationVoucher || !e.government.accounts[n].running {
            continue;
        }
        ws.claims.clear();
        for x in 0..e.works.len() {
            let i = e.works.label[x] as usize;
            let Some(offer) = support::localisation_offer(step, e, i).filter(|o| o.programme == n) else { continue };
            let (_, cost, _) = localisation_plan(step, e, x, Some(offer));
            let amount = support::localisation_claim(step, e, i, offer, cost);
            if amount > 0.0 {
                ws.claims.push(Ranked { slot: i as u32, act: e.works.act[x], work: x as u32, amount, ..Ranked::default() });
            }
        }
        let lot = Lot { purpose: Purpose::LocalisationLottery, time: step.time, index: |claim: &Ranked| claim.act };
        lot.rank(step, ws, &e.labels.generation);
        support::pay_vouchers(step, e, &ws.claims, n, |e, claim| {
            let x = claim.work as usize;
            let offer = support::localisation_offer(step, e, claim.slot as usize);
            plan(step, e, x, offer);
            e.works.localisation_voucher[x] = claim.amount;
        });
    }
}
