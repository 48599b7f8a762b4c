//! Call 7: how far works are localised for each foreign market, and the vouchers for it (4.4).

use super::claims::{self, Lot};
use super::event;
use super::support::{self, VoucherOffer};
use crate::draw::Purpose;
use crate::model::columns::{Ranked, by_market, each};
use crate::model::equation::localisation::{self, Plan};
use crate::model::state::Economy;
use crate::model::step::StepContext;
use crate::policy::Kind;
use crate::scenario::Parameters;
use crate::units::{Market, PerMarket, Platform, Strategy};

/// Plans of all works without voucher, market by market.
pub fn plan_all(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    ws.gather(step, e);
    let (p, w) = (step.constants.p, &mut e.works);
    for m in Market::FOREIGN.map(Market::index) {
        let language_loss = p.language_loss * p.language_distance[m];
        each!(step.cpu, w.len();
        read { gain: ws.gain, unit_cost: ws.unit_cost, expected: ws.works_expected, trail: ws.streaming_trail[m], title: ws.title_value[m] }
        write { effective: w.level[m], sum: ws.sum_of_levels, cost: w.localisation_cost }
        {
            let value = localisation::market_value(trail, expected, title);
            let level = localisation::level(&Plan { value, language_loss, gain, unit_cost, voucher_rate: 0.0 });
            *sum += level;
            *cost += localisation::cost(unit_cost, level);
            *effective = localisation::effective_level(level, gain);
        });
    }
    w.level[Market::Kr.index()].fill(1.0);
    each!(step.cpu, w.len(); read { sum: ws.sum_of_levels } write { mean: w.mean_level } { *mean = localisation::mean_level(sum) });
}

/// What the plan of localisation depends on, by work, and what it sums.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// 1 + gain of planning early.
    gain: Vec<f64>,
    /// Cost of full localisation for one market, M KRW.
    unit_cost: Vec<f64>,
    /// Works that the label releases a quarter on average.
    works_expected: Vec<f64>,
    /// What the work counts on of its platform's value by market, M KRW; 0 without a title.
    title_value: PerMarket<Vec<f64>>,
    /// The label's trailing streaming revenue by market, M KRW.
    streaming_trail: PerMarket<Vec<f64>>,
    /// Sum of the levels planned for foreign markets, before the gain.
    sum_of_levels: Vec<f64>,
}

impl Workspace {
    /// Allocates for so many works.
    pub fn allocate(works: usize) -> Self {
        let column = || Vec::with_capacity(works);
        let columns = || PerMarket::build(|_| column());
        Self {
            gain: column(),
            unit_cost: column(),
            works_expected: column(),
            title_value: columns(),
            streaming_trail: columns(),
            sum_of_levels: column(),
        }
    }

    /// What the plans look at; marks the works that plan early.
    fn gather(&mut self, step: &StepContext, e: &mut Economy) {
        let (p, w, capability) = (step.constants.p, &mut e.works, &e.labels.localisation_capability);
        for column in [&mut self.gain, &mut self.unit_cost, &mut self.works_expected, &mut self.sum_of_levels] {
            column.clear();
        }
        w.early.clear();
        w.early.extend(w.strategy.iter().map(|k| *k == Strategy::Partnership));
        self.gain.extend(w.early.iter().map(|early| gain(p, *early)));
        self.works_expected.extend(w.tier.iter().map(|t| step.constants.works_expected[t.index()]));
        let planned = w.label.iter().zip(&w.reference_cost).zip(&w.early);
        self.unit_cost.extend(planned.map(|((i, reference_cost), early)| unit_cost(p, *reference_cost, capability[*i as usize], *early)));
        self.sum_of_levels.resize(w.len(), 0.0);
        self.gather_markets(step, e);
    }

    /// What works expect of each market: of their labels' streaming and of their platforms.
    fn gather_markets(&mut self, step: &StepContext, e: &Economy) {
        let w = &e.works;
        for (trail, title) in self.streaming_trail.iter_mut().zip(self.title_value.iter_mut()) {
            trail.resize(w.len(), 0.0);
            title.clear();
            title.resize(w.len(), 0.0);
        }
        let trails = self.streaming_trail.each_mut().map(|column| &mut column[..]);
        by_market::gather(trails, &w.label, &e.labels.streaming_trail, |trail, _| trail);
        for x in w.titles.iter().map(|x| *x as usize) {
            for (m, title) in self.title_value.iter_mut().enumerate() {
                title[x] = title_value(step, e, x, m);
            }
        }
    }
}

/// 1 + gain, where localisation is planned early.
fn gain(p: &Parameters, early: bool) -> f64 {
    [1.0, 1.0 + p.early_gain][usize::from(early)]
}

/// Cost of full localisation of a work for one market, M KRW.
fn unit_cost(p: &Parameters, reference_cost: f64, capability: f64, early: bool) -> f64 {
    localisation::unit_cost(p.localisation_cost, reference_cost, capability, [1.0, p.early_cost_factor][usize::from(early)])
}

/// What a work counts on of its platform's value in a market, M KRW; 0 without a title.
fn title_value(step: &StepContext, e: &Economy, x: usize, m: usize) -> f64 {
    let (p, k) = (step.constants.p, e.works.strategy[x].index());
    let value =
        |j: Platform| localisation::title_value(e.platforms.value[j.index()][m], p.title_exposure[k], p.rights_kept[k], p.platform_value_rights);
    e.works.platform(x).map_or(0.0, value)
}

/// Plan of one work: with a voucher, or as an event has it.
pub fn plan(step: &StepContext, e: &mut Economy, x: usize, voucher: Option<VoucherOffer>) {
    let (levels, cost, early) = levels(step, e, x, voucher);
    let gain = gain(step.constants.p, early);
    for m in Market::FOREIGN.map(Market::index) {
        e.works.level[m][x] = localisation::effective_level(levels[m], gain);
    }
    e.works.level[Market::Kr.index()][x] = 1.0;
    e.works.mean_level[x] = localisation::mean_level(Market::FOREIGN.iter().map(|m| levels[m.index()]).sum());
    e.works.early[x] = early;
    e.works.localisation_cost[x] = cost;
}

/// Levels of one work in foreign markets before the gain, their cost, and whether they are planned early.
fn levels(step: &StepContext, e: &Economy, x: usize, voucher: Option<VoucherOffer>) -> (PerMarket<f64>, f64, bool) {
    let (p, i) = (step.constants.p, e.works.label[x] as usize);
    let early = e.works.strategy[x] == Strategy::Partnership || voucher.is_some_and(|v| v.early);
    let unit_cost = unit_cost(p, e.works.reference_cost[x], e.labels.localisation_capability[i], early);
    let (gain, tier) = (gain(p, early), e.labels.tier[i]);
    let hit_level = if e.works.hit[x] { event::hit_of(step, tier).map(|(_, _, level)| level) } else { None };
    let (mut levels, mut cost) = (PerMarket::default(), 0.0);
    for m in Market::FOREIGN.map(Market::index) {
        let expected = step.constants.works_expected[tier.index()];
        let value = localisation::market_value(e.labels.streaming_trail[m][i], expected, title_value(step, e, x, m));
        let language_loss = p.language_loss * p.language_distance[m];
        let planned = localisation::level(&Plan { value, language_loss, gain, unit_cost, voucher_rate: voucher.map_or(0.0, |v| v.rate) });
        levels[m] = hit_level.unwrap_or(planned);
        cost += localisation::cost(unit_cost, levels[m]);
    }
    (levels, cost, early)
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
            let (_, cost, _) = levels(step, e, x, Some(offer));
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
