//! Call 7: how far works are localised for each foreign market, and the vouchers for it (4.4).

use super::claims::{self, Lot};
use super::event;
use super::support::{self, VoucherOffer};
use crate::draw::Purpose;
use crate::model::columns::{Ranked, by_market, each};
use crate::model::equation::fandom::audience;
use crate::model::equation::finance::payable_part;
use crate::model::equation::localisation::mean_level;
use crate::model::equation::localisation_plan::{self as equation, Plan, Worth};
use crate::model::equation::payoff::{fan_worth, tail};
use crate::model::equation::revenue::quarterly_pool;
use crate::model::state::{Economy, NONE};
use crate::model::step::StepContext;
use crate::policy::Seam;
use crate::units::{Market, PerMarket, PerStrategy};

/// Plans of all works without voucher: early or late, then their levels, as far as there is money.
pub fn plan_all(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    ws.gather(step, e);
    ws.weigh_plans(step, e);
    ws.choose_plans(step, e);
    set_levels(step, e, ws);
}

/// What the plan of localisation depends on, by work, and what it sums.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// What suppliers and creators leave of a won of streaming.
    net: Vec<f64>,
    /// Part of its attention that stays in a catalogue where it has a title.
    keep: Vec<f64>,
    /// Rights kept by the label where it has a title.
    rights: Vec<f64>,
    /// Conversion of listeners into fans where it has a title.
    conversion: Vec<f64>,
    /// Exposure that a title of mean popularity takes of a platform's reach.
    exposure: Vec<f64>,
    /// Probability of a title as the label sees it before.
    chance: Vec<f64>,
    /// Works that the label releases a quarter on average.
    works_expected: Vec<f64>,
    /// Cost of full localisation for one market, M KRW: late, then that of the plan chosen.
    unit_cost: Vec<f64>,
    /// 1 + gain of the plan chosen.
    gain: Vec<f64>,
    /// Money left for localisation, M KRW; without limit in the calibration.
    left: Vec<f64>,
    /// The label's trailing streaming revenue by market, M KRW.
    streaming_trail: PerMarket<Vec<f64>>,
    /// Streaming by the title's exposure by market, M KRW; 0 without a title.
    title: PerMarket<Vec<f64>>,
    /// Value of attention by market before the title is known, M KRW.
    early_value: PerMarket<Vec<f64>>,
    /// Value of attention by market, M KRW: once the title is known, then that of the plan chosen.
    value: PerMarket<Vec<f64>>,
    /// What the early plan is expected to bring, M KRW.
    early_profit: Vec<f64>,
    /// What the late one is, M KRW.
    late_profit: Vec<f64>,
    /// Part of the levels planned for which there is money.
    payable_level: Vec<f64>,
    /// Sum of the levels for foreign markets, before the gain.
    sum_of_levels: Vec<f64>,
}

impl Workspace {
    /// Allocates for so many works.
    pub fn allocate(works: usize) -> Self {
        let column = || Vec::with_capacity(works);
        let columns = || PerMarket::build(|_| column());
        Self {
            net: column(),
            keep: column(),
            rights: column(),
            conversion: column(),
            exposure: column(),
            chance: column(),
            works_expected: column(),
            unit_cost: column(),
            gain: column(),
            left: column(),
            streaming_trail: columns(),
            title: columns(),
            early_value: columns(),
            value: columns(),
            early_profit: column(),
            late_profit: column(),
            payable_level: column(),
            sum_of_levels: column(),
        }
    }

    /// What the plans look at.
    fn gather(&mut self, step: &StepContext, e: &Economy) {
        let (p, w, popularity) = (step.constants.p, &e.works, equation::mean_popularity(step.constants.p.title_spread));
        let exposure = PerStrategy::build(|k| p.title_exposure[k.index()] * popularity);
        let of_strategy = [
            (&mut self.keep, p.catalogue_keep),
            (&mut self.rights, p.rights_kept),
            (&mut self.conversion, p.fan_conversion),
            (&mut self.exposure, exposure),
            (&mut self.chance, e.platforms.placed_share),
        ];
        for (column, numbers) in of_strategy {
            column.clear();
            column.extend(w.strategy.iter().map(|k| numbers[k.index()]));
        }
        self.net.clear();
        let parts = w.contracts(&e.labels.creator_share).zip(w.contracts(&e.labels.streaming_rise));
        self.net.extend(parts.map(|(contract, rise)| 1.0 - p.streaming_fee - contract - rise));
        self.works_expected.clear();
        self.works_expected.extend(w.tier.iter().map(|t| step.constants.works_expected[t.index()]));
        self.unit_cost.clear();
        let capability = &e.labels.localisation_capability;
        let of_work = |(i, reference): (&u32, &f64)| equation::unit_cost(p.localisation_cost, *reference, capability[*i as usize]);
        self.unit_cost.extend(w.label.iter().zip(&w.reference_cost).map(of_work));
        self.gather_markets(e);
        self.find_money(step, e);
    }

    /// What works win of each market by their labels and by their titles.
    fn gather_markets(&mut self, e: &Economy) {
        let w = &e.works;
        for (trail, title) in self.streaming_trail.iter_mut().zip(self.title.iter_mut()) {
            trail.resize(w.len(), 0.0);
            title.clear();
            title.resize(w.len(), 0.0);
        }
        let trails = self.streaming_trail.each_mut().map(|column| &mut column[..]);
        by_market::gather(trails, &w.label, &e.labels.streaming_trail, |trail, _| trail);
        for x in w.titles.iter().map(|x| *x as usize) {
            let reached = &e.platforms.value[usize::from(w.platform[x])];
            for (title, reached) in self.title.iter_mut().zip(reached.iter()) {
                title[x] = self.exposure[x] * reached;
            }
        }
    }

    /// What each label has left after production, for each of its works. The calibration knows no lack of money.
    fn find_money(&mut self, step: &StepContext, e: &Economy) {
        let w = &e.works;
        self.left.clear();
        if step.calibrating() {
            self.left.resize(w.len(), f64::INFINITY);
            return;
        }
        for of_label in w.label.chunk_by(|a, b| a == b) {
            let (first, works) = (self.left.len(), of_label.len());
            let (costs, grants) = (&w.cost[first..first + works], &w.grant[first..first + works]);
            let (all, own) = costs.iter().zip(grants).fold((0.0, 0.0), |(all, own), (cost, grant)| (all + cost, own + (cost - grant)));
            let cash = e.labels.cash[of_label[0] as usize];
            self.left.extend(costs.iter().map(|cost| equation::money_left(cash, own, *cost, all, works as f64)));
        }
    }

    /// Values of attention and what both plans are expected to bring, market by market.
    fn weigh_plans(&mut self, step: &StepContext, e: &Economy) {
        let (p, w, n) = (step.constants.p, &e.works, e.works.len());
        let (tail, early_gain, early_cost) = (tail(p.tail_weight, p.catalogue_retention), 1.0 + p.early_gain, p.early_cost_factor);
        for column in [&mut self.early_profit, &mut self.late_profit] {
            column.clear();
            column.resize(n, 0.0);
        }
        for column in self.early_value.iter_mut().chain(self.value.iter_mut()) {
            column.resize(n, 0.0);
        }
        for m in Market::FOREIGN.map(Market::index) {
            let (loss, fans, reached) = (closable_loss(step, m), fans_beside_streaming(step, e, m), e.platforms.mean_value[m]);
            each!(step.cpu, n;
            read {
                net: self.net, keep: self.keep, rights: self.rights, conversion: self.conversion, exposure: self.exposure,
                chance: self.chance, trail: self.streaming_trail[m], expected: self.works_expected, title: self.title[m],
                unit_cost: self.unit_cost, platform: w.platform,
            }
            write { early_value: self.early_value[m], late_value: self.value[m], early_profit: self.early_profit, late_profit: self.late_profit }
            {
                let own = trail / expected;
                let alone = equation::worth(&Worth { net, tail, keep: 1.0, rights: 1.0, fans, conversion: 1.0 });
                let titled = equation::worth(&Worth { net, tail, keep, rights, fans, conversion });
                let without = equation::value(alone, own, 0.0);
                let with = equation::value(titled, own, exposure * reached);
                let late = Plan { loss, gain: 1.0, price: unit_cost };
                let early = Plan { loss, gain: early_gain, price: unit_cost * early_cost };
                *early_value = equation::expected(chance, without, with);
                *early_profit += equation::profit(*early_value, &early);
                *late_profit += equation::expected(chance, equation::profit(without, &late), equation::profit(with, &late));
                *late_value = if platform != NONE { equation::value(titled, own, title) } else { without };
            });
        }
    }

    /// Works plan early where that is expected to bring no less; the hit of an event was not planned.
    fn choose_plans(&mut self, step: &StepContext, e: &mut Economy) {
        let (p, w) = (step.constants.p, &mut e.works);
        self.gain.resize(w.len(), 0.0);
        let (early_gain, early_cost) = (1.0 + p.early_gain, p.early_cost_factor);
        each!(step.cpu, w.len();
        read { early_profit: self.early_profit, late_profit: self.late_profit, hit: w.hit }
        write { early: w.early, gain: self.gain, unit_cost: self.unit_cost }
        {
            *early = (early_profit >= late_profit) & !hit;
            *gain = if *early { early_gain } else { 1.0 };
            *unit_cost *= if *early { early_cost } else { 1.0 };
        });
        for m in Market::FOREIGN.map(Market::index) {
            each!(step.cpu, w.len(); read { early: w.early, early_value: self.early_value[m] } write { value: self.value[m] } {
                *value = if early { early_value } else { *value };
            });
        }
    }

    /// What the early and the late plan of a work are expected to bring, M KRW.
    #[cfg(test)]
    pub fn profits(&self, x: usize) -> [f64; 2] {
        [self.early_profit[x], self.late_profit[x]]
    }

    /// Level planned for a market without voucher and without a look at cash, at a price below the cost or at it.
    fn level(&self, step: &StepContext, x: usize, m: usize, price: f64) -> f64 {
        equation::level(self.value[m][x], &Plan { loss: closable_loss(step, m), gain: self.gain[x], price })
    }
}

/// L: log points that full localisation wins in a market.
fn closable_loss(step: &StepContext, m: usize) -> f64 {
    let p = step.constants.p;
    p.language_loss * p.localisation_reach * p.language_distance[m]
}

/// phi: value of new fans beside a won of gross streaming in a market.
fn fans_beside_streaming(step: &StepContext, e: &Economy, m: usize) -> f64 {
    let p = step.constants.p;
    let worth = fan_worth(e.markets.conversion[m], e.conditions.openness[m], p.album_spending[m], p.fan_value);
    let pool = quarterly_pool(e.conditions.pool[m], e.conditions.exchange[m]);
    equation::fan_ratio(worth, audience(p.listeners[m], p.listening_breadth), pool)
}

/// Levels and costs of the plans chosen, as far as there is money.
fn set_levels(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let (n, w) = (e.works.len(), &mut e.works);
    for m in Market::FOREIGN.map(Market::index) {
        let loss = closable_loss(step, m);
        each!(step.cpu, n;
        read { value: ws.value[m], gain: ws.gain, unit_cost: ws.unit_cost }
        write { level: w.level[m], cost: w.localisation_cost }
        {
            *level = equation::level(value, &Plan { loss, gain, price: unit_cost });
            *cost += equation::cost(unit_cost, *level);
        });
    }
    for column in [&mut ws.payable_level, &mut ws.sum_of_levels] {
        column.clear();
        column.resize(n, 0.0);
    }
    each!(step.cpu, n; read { left: ws.left } write { cost: w.localisation_cost, payable_level: ws.payable_level } {
        let part = payable_part(left, *cost);
        *payable_level = equation::payable_level(part);
        *cost *= part;
    });
    for m in Market::FOREIGN.map(Market::index) {
        each!(step.cpu, n; read { payable: ws.payable_level, gain: ws.gain } write { level: w.level[m], sum: ws.sum_of_levels } {
            let paid = *level * payable;
            *sum += paid;
            *level = equation::effective_level(paid, gain);
        });
    }
    w.level[Market::Kr.index()].fill(1.0);
    each!(step.cpu, n; read { sum: ws.sum_of_levels } write { mean: w.mean_level } { *mean = mean_level(sum) });
}

/// Levels of one work in foreign markets before the gain, and what they cost.
#[derive(Clone, Copy, Debug)]
struct Localised {
    levels: PerMarket<f64>,
    cost: f64,
}

impl Localised {
    /// At a cost of full localisation for one market.
    fn of(levels: PerMarket<f64>, unit_cost: f64) -> Self {
        Self { levels, cost: Market::FOREIGN.iter().map(|m| equation::cost(unit_cost, levels[m.index()])).sum() }
    }

    /// Puts a work into the plan.
    fn apply(&self, e: &mut Economy, x: usize, gain: f64) {
        let (w, of_market) = (&mut e.works, |m: &Market| self.levels[m.index()]);
        for m in Market::FOREIGN.map(Market::index) {
            w.level[m][x] = equation::effective_level(self.levels[m], gain);
        }
        w.mean_level[x] = mean_level(Market::FOREIGN.iter().map(of_market).sum());
        w.localisation_cost[x] = self.cost;
    }
}

/// The localisation of an event's hit: the same level everywhere, at the cost of a late plan.
pub fn localise_hit(e: &mut Economy, ws: &Workspace, x: usize, level: f64) {
    Localised::of(PerMarket([level; Market::COUNT]), ws.unit_cost[x]).apply(e, x, ws.gain[x]);
}

/// What a work is localised with a voucher, early or late as it was planned: as far as the voucher, its cap and the
/// label's money go. An event's hit keeps its level.
fn with_voucher(step: &StepContext, e: &Economy, ws: &Workspace, x: usize, offer: &VoucherOffer) -> Localised {
    let (unit_cost, rate) = (ws.unit_cost[x], offer.rate);
    if e.works.hit[x]
        && let Some((_, _, level)) = event::hit_of(step, e.works.tier[x])
    {
        return Localised::of(PerMarket([level; Market::COUNT]), unit_cost);
    }
    let subsidised = Localised::of(PerMarket::build(|m| ws.level(step, x, m.index(), unit_cost * (1.0 - rate))), unit_cost);
    let claimed = rate * subsidised.cost;
    let of_market = |m: Market| {
        let without = ws.level(step, x, m.index(), unit_cost);
        equation::level_with_voucher(without, subsidised.levels[m.index()], offer.cap, claimed)
    };
    let planned = Localised::of(PerMarket::build(of_market), unit_cost);
    let part = payable_part(equation::payable_with_voucher(ws.left[x], rate, offer.cap), planned.cost);
    let payable = equation::payable_level(part);
    Localised { levels: PerMarket(planned.levels.map(|level| level * payable)), cost: planned.cost * part }
}

/// Covered works plan their levels with the voucher and claim; those that are paid keep that plan.
pub fn award_vouchers(step: &StepContext, e: &mut Economy, ws: &Workspace, claims: &mut claims::Workspace) {
    if !e.government.active {
        return;
    }
    for n in 0..step.constants.programmes.len() {
        if !step.constants.programmes[n].acts_at(Seam::LocalisationVouchers) || !e.government.accounts[n].running {
            continue;
        }
        claims.claims.clear();
        for x in 0..e.works.len() {
            let i = e.works.label[x] as usize;
            let Some(offer) = support::localisation_offer(step, e, i).filter(|o| o.programme == n) else { continue };
            let amount = support::localisation_claim(step, e, i, offer, with_voucher(step, e, ws, x, &offer).cost);
            if amount > 0.0 {
                claims.claims.push(Ranked { slot: i as u32, act: e.works.act[x], work: x as u32, amount, ..Ranked::default() });
            }
        }
        let lot = Lot { purpose: Purpose::LocalisationLottery, time: step.time, index: |claim: &Ranked| claim.act };
        lot.rank(step, claims, &e.labels.generation);
        support::pay_vouchers(step, e, &claims.claims, n, |e, claim| {
            let x = claim.work as usize;
            if let Some(offer) = support::localisation_offer(step, e, claim.slot as usize) {
                with_voucher(step, e, ws, x, &offer).apply(e, x, ws.gain[x]);
            }
            e.works.localisation_voucher[x] = claim.amount;
        });
    }
}
