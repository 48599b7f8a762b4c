//! Call 7: quality, popularity, localisation with its vouchers, identity, autonomy; costs are paid (4.3, 4.4).

use super::accounts::Flow;
use super::economy::{Economy, Now};
use super::event;
use super::scratch::{Ranked, rank};
use super::support::{self, VoucherOffer};
use super::work::ByPlacement;
use crate::draw::{Purpose, to_normal};
use crate::math;
use crate::policy::Kind;
use crate::scenario::Parameters;
use crate::units::{Market, PerMarket, PerStrategy, Platform, Strategy};

/// The whole call.
pub fn produce(now: &Now, e: &mut Economy) {
    draw_works(now, e);
    make_titles(now, e);
    plan_all_localisation(now, e);
    strike_hits(now, e);
    award_localisation_vouchers(now, e);
    set_identity(now, e);
    set_autonomy(now, e);
    pay(now, e);
}

/// One block for each work: identity, autonomy, popularity, chart.
fn draw_works(now: &Now, e: &mut Economy) {
    let rows = &mut e.scratch.works;
    rows.clear();
    rows.slots.extend_from_slice(&e.works.label);
    rows.generations.extend_from_slice(&e.works.generation);
    rows.blocks.extend_from_slice(&e.works.act);
    rows.draw(now, Purpose::Identity, now.time);
}

/// ln quality = expected + elasticity * ln(max(0.1, scale)) + sigma z; popularity = min(ceiling, exp(spread z)).
fn make_titles(now: &Now, e: &mut Economy) {
    let (p, n, w) = (now.world.p, e.works.len(), &mut e.works);
    let (ln_quality, quality, popularity) = (&mut w.ln_quality[..], &mut w.quality[..], &mut w.popularity[..]);
    let (expected, scale, words) = (&w.expected_quality[..], &w.scale[..], &w.quality_word[..]);
    let [identity, autonomy, title, _] = e.scratch.works.words.each_ref().map(|column| &column[..]);
    let [_, z_identity, z_autonomy, _] = &mut e.scratch.by_work;
    z_identity.resize(n, 0.0);
    z_autonomy.resize(n, 0.0);
    let (elasticity, noise, spread, ceiling) = (p.quality_budget, p.quality_noise, p.title_spread, p.title_ceiling);
    now.cpu.run(
        #[inline(always)]
        || {
            draw_quality(ln_quality, expected, scale, words, elasticity, noise);
            exponentiate(quality, ln_quality);
            draw_popularity(popularity, title, spread, ceiling);
            draw_normals(z_identity, identity);
            draw_normals(z_autonomy, autonomy);
        },
    );
}

#[inline(always)]
fn draw_quality(ln_quality: &mut [f64], expected: &[f64], scale: &[f64], words: &[u32], elasticity: f64, noise: f64) {
    for (((ln_quality, expected), scale), word) in ln_quality.iter_mut().zip(expected).zip(scale).zip(words) {
        *ln_quality = expected + elasticity * math::ln(scale.max(0.1)) + noise * to_normal(*word);
    }
}

#[inline(always)]
fn exponentiate(out: &mut [f64], exponents: &[f64]) {
    for (out, exponent) in out.iter_mut().zip(exponents) {
        *out = math::exp(*exponent);
    }
}

#[inline(always)]
fn draw_popularity(popularity: &mut [f64], words: &[u32], spread: f64, ceiling: f64) {
    for (popularity, word) in popularity.iter_mut().zip(words) {
        *popularity = math::exp(spread * to_normal(*word)).min(ceiling);
    }
}

#[inline(always)]
fn draw_normals(out: &mut [f64], words: &[u32]) {
    for (z, word) in out.iter_mut().zip(words) {
        *z = to_normal(*word);
    }
}

/// The event's hit: its own popularity, a floor of quality, its localisation.
fn strike_hits(now: &Now, e: &mut Economy) {
    if now.world.events.is_empty() {
        return;
    }
    for x in 0..e.works.len() {
        let tier = e.labels.tier[e.works.label[x] as usize];
        let Some((popularity, floor, _)) = event::hit_of(now, tier).filter(|_| e.works.hit[x]) else { continue };
        e.works.popularity[x] = popularity;
        e.works.ln_quality[x] = e.works.ln_quality[x].max(math::ln(floor));
        e.works.quality[x] = math::exp(e.works.ln_quality[x]);
        plan_localisation(now, e, x, None);
    }
}

/// Unit cost of full localisation c = c_loc ref / (1 + Kl) * (factor if early), M KRW.
fn unit_cost(p: &Parameters, reference_cost: f64, capability: f64, early: bool) -> f64 {
    p.localisation_cost * reference_cost / (1.0 + capability) * if early { p.early_cost_factor } else { 1.0 }
}

/// [`plan_localisation`] of all works without voucher, market by market.
fn plan_all_localisation(now: &Now, e: &mut Economy) {
    let mut columns = std::mem::take(&mut e.scratch.localisation);
    columns.gather(now, e);
    for market in Market::FOREIGN {
        let m = market.index();
        columns.gather_market(e, m);
        let w = &mut e.works;
        let (level, sum, cost) = (&mut w.level[m][..], &mut w.mean_level[..], &mut w.localisation_cost[..]);
        let (language, columns) = (now.world.p.language_loss * now.world.p.language_distance[m], &columns);
        now.cpu.run(
            #[inline(always)]
            || set_levels(level, sum, cost, columns, language),
        );
    }
    e.works.level[Market::Kr.index()].fill(1.0);
    let mean_level = &mut e.works.mean_level[..];
    now.cpu.run(
        #[inline(always)]
        || mean_level.iter_mut().for_each(|level| *level /= Market::FOREIGN.len() as f64),
    );
    e.scratch.localisation = columns;
}

/// What the plan of localisation depends on, by work.
#[derive(Clone, Debug, Default)]
pub struct LocalisationColumns {
    /// 1 + gain of planning early.
    gain: Vec<f64>,
    /// Cost of full localisation for one market, M KRW.
    unit_cost: Vec<f64>,
    /// Works that the label releases a quarter on average.
    works_expected: Vec<f64>,
    /// Part of a platform's value that the work counts on.
    title_worth: Vec<f64>,
    /// The platform's value in the market, M KRW.
    value: Vec<f64>,
    /// The label's trailing streaming revenue in the market, M KRW.
    own: Vec<f64>,
}

impl LocalisationColumns {
    /// Room for a number of works.
    pub fn allocate(works: usize) -> Self {
        let column = || Vec::with_capacity(works);
        Self { gain: column(), unit_cost: column(), works_expected: column(), title_worth: column(), value: column(), own: column() }
    }

    /// What is the same in every market; marks the works that plan early.
    fn gather(&mut self, now: &Now, e: &mut Economy) {
        let (p, w, labels) = (now.world.p, &mut e.works, &e.labels);
        for column in [&mut self.gain, &mut self.unit_cost, &mut self.works_expected, &mut self.title_worth] {
            column.clear();
        }
        let title_worth = PerStrategy::build(|k| p.title_exposure[k.index()] * (p.rights_kept[k.index()] + p.platform_value_rights));
        self.title_worth.extend(w.strategy.iter().map(|k| title_worth[k.index()]));
        w.early.clear();
        w.early.extend(w.strategy.iter().map(|k| *k == Strategy::Partnership));
        self.gain.extend(w.early.iter().map(|early| if *early { 1.0 + p.early_gain } else { 1.0 }));
        self.works_expected.extend(w.label.iter().map(|i| now.world.works_expected[labels.tier[*i as usize].index()]));
        self.unit_cost.extend(w.label.iter().map(|i| labels.localisation_capability[*i as usize]));
        for ((unit, reference_cost), early) in self.unit_cost.iter_mut().zip(&w.reference_cost).zip(&w.early) {
            *unit = unit_cost(p, *reference_cost, *unit, *early);
        }
    }

    /// What the work expects of one market.
    fn gather_market(&mut self, e: &Economy, m: usize) {
        let (w, trail) = (&e.works, &e.labels.streaming_trail[m]);
        let mut value = [0.0; Platform::COUNT + 1];
        for (value, of) in value.iter_mut().zip(e.platforms.value.iter()) {
            *value = of[m];
        }
        self.own.clear();
        self.own.extend(w.label.iter().map(|i| trail[*i as usize]));
        self.value.clear();
        self.value.extend(w.platform.iter().map(|j| value[usize::from(*j).min(Platform::COUNT)]));
    }
}

/// Levels of one market: effective in `level`, before the gain in `sum`, their cost in `cost`.
#[inline(always)]
fn set_levels(level: &mut [f64], sum: &mut [f64], cost: &mut [f64], columns: &LocalisationColumns, language: f64) {
    let n = level.len();
    let (sum, cost) = (&mut sum[..n], &mut cost[..n]);
    let (gain, unit, expected) = (&columns.gain[..n], &columns.unit_cost[..n], &columns.works_expected[..n]);
    let (worth, value, own) = (&columns.title_worth[..n], &columns.value[..n], &columns.own[..n]);
    for x in 0..n {
        let marginal_gain = (own[x] / expected[x] + value[x] * worth[x]) * language * gain[x];
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
fn plan_localisation(now: &Now, e: &mut Economy, x: usize, voucher: Option<VoucherOffer>) {
    let (levels, cost, early) = localisation_plan(now, e, x, voucher);
    let gain = if early { 1.0 + now.world.p.early_gain } else { 1.0 };
    for m in 0..Market::COUNT {
        e.works.level[m][x] = if m == Market::Kr.index() { 1.0 } else { (levels[m] * gain).min(1.0) };
    }
    e.works.mean_level[x] = Market::FOREIGN.iter().map(|m| levels[m.index()]).sum::<f64>() / Market::FOREIGN.len() as f64;
    e.works.early[x] = early;
    e.works.localisation_cost[x] = cost;
}

/// Levels before the gain, their cost, and whether they are planned early.
fn localisation_plan(now: &Now, e: &Economy, x: usize, voucher: Option<VoucherOffer>) -> (PerMarket<f64>, f64, bool) {
    let p = now.world.p;
    let early = e.works.strategy[x] == Strategy::Partnership || voucher.is_some_and(|v| v.early);
    let rate = voucher.map_or(0.0, |v| v.rate);
    let capability = e.labels.localisation_capability[e.works.label[x] as usize];
    let unit = unit_cost(p, e.works.reference_cost[x], capability, early);
    let gain = if early { 1.0 + p.early_gain } else { 1.0 };
    let tier = e.labels.tier[e.works.label[x] as usize];
    let hit_level = if e.works.hit[x] { event::hit_of(now, tier).map(|(_, _, level)| level) } else { None };
    let mut levels = PerMarket([0.0; 7]);
    let mut cost = 0.0;
    for market in Market::FOREIGN {
        let m = market.index();
        let marginal_gain = market_value(now, e, x, m) * (p.language_loss * p.language_distance[m]) * gain;
        levels[m] = hit_level.unwrap_or(best_level(marginal_gain, 2.0 * unit * (1.0 - rate)));
        cost += unit * levels[m] * levels[m];
    }
    (levels, cost, early)
}

/// v_xm: the streaming revenue of a work in the market that localisation can raise, M KRW.
fn market_value(now: &Now, e: &Economy, x: usize, m: usize) -> f64 {
    let p = now.world.p;
    let i = e.works.label[x] as usize;
    let own = e.labels.streaming_trail[m][i] / now.world.works_expected[e.labels.tier[i].index()];
    let Some(j) = e.works.platform(x) else { return own };
    let k = e.works.strategy[x].index();
    own + e.platforms.value[j.index()][m] * (p.title_exposure[k] * (p.rights_kept[k] + p.platform_value_rights))
}

/// Covered works plan their levels with the voucher and claim; those that are paid keep that plan.
fn award_localisation_vouchers(now: &Now, e: &mut Economy) {
    if !e.government.active {
        return;
    }
    for n in 0..now.world.programmes.len() {
        if now.world.programmes[n].kind != Kind::LocalisationVoucher || !e.government.accounts[n].running {
            continue;
        }
        let mut claims = std::mem::take(&mut e.scratch.ranked);
        claims.clear();
        for x in 0..e.works.len() {
            let i = e.works.label[x] as usize;
            let Some(offer) = support::localisation_offer(now, e, i).filter(|o| o.programme == n) else { continue };
            let (_, cost, _) = localisation_plan(now, e, x, Some(offer));
            let amount = support::localisation_claim(now, e, i, offer, cost);
            if amount > 0.0 {
                let score = now.uniform(Purpose::LocalisationLottery, e.who(i), e.works.act[x] as usize);
                claims.push(Ranked { score, slot: i as u32, act: e.works.act[x], place: 0, work: x as u32, amount });
            }
        }
        rank(&mut claims);
        support::pay_vouchers(now, e, &claims, n, |e, claim| {
            let x = claim.work as usize;
            let offer = support::localisation_offer(now, e, claim.slot as usize);
            plan_localisation(now, e, x, offer);
            e.works.localisation_voucher[x] = claim.amount;
        });
        e.scratch.ranked = claims;
    }
}

/// h = clip(h_i - lam lbar - lam_a [abroad] + s z, 0, 1); without a title lam is that of touring.
fn set_identity(now: &Now, e: &mut Economy) {
    let (p, w) = (now.world.p, &mut e.works);
    let [loss, z, _, _] = &mut e.scratch.by_work;
    let unplaced = p.identity_loss[Strategy::Touring.index()];
    ByPlacement::new(PerStrategy([unplaced; Strategy::COUNT]), p.identity_loss).gather(w, loss);
    w.identity.clear();
    w.identity.extend(w.label.iter().map(|i| e.labels.identity[*i as usize]));
    let (identity, of_works, abroad) = (&mut w.identity[..], [&loss[..], &w.mean_level[..], &z[..]], &w.abroad[..]);
    let rates = [p.identity_loss_abroad, p.identity_noise];
    now.cpu.run(
        #[inline(always)]
        || lose_identity(identity, of_works, abroad, rates),
    );
}

/// The loop of [`set_identity`]; `identity` comes with that of the labels.
#[inline(always)]
fn lose_identity(identity: &mut [f64], of_works: [&[f64]; 3], abroad: &[bool], [loss_abroad, noise]: [f64; 2]) {
    let n = identity.len();
    let [loss, mean_level, z] = of_works.map(|column| &column[..n]);
    let abroad = &abroad[..n];
    for x in 0..n {
        let of_abroad = if abroad[x] { loss_abroad } else { 0.0 };
        identity[x] = (identity[x] - loss[x] * mean_level[x] - of_abroad + noise * z[x]).clamp(0.0, 1.0);
    }
}

/// Autonomy is the share of rights and control that stays: negotiated for titles, the same for all other works.
fn set_autonomy(now: &Now, e: &mut Economy) {
    let (p, w) = (now.world.p, &mut e.works);
    let unplaced = PerStrategy::build(|k| if k == Strategy::Touring { 1.0 } else { p.autonomy_unplaced });
    w.autonomy.clear();
    w.autonomy.extend(w.strategy.iter().map(|k| unplaced[k.index()]));
    for x in w.titles.iter().map(|x| *x as usize).filter(|x| w.strategy[*x] != Strategy::Touring) {
        let bargaining = p.autonomy_recognition * w.ln_recognition[x];
        let noise = p.autonomy_noise * e.scratch.by_work[2][x];
        let floor = e.government.contract(w.label[x] as usize).autonomy_floor;
        w.autonomy[x] = (p.autonomy[w.strategy[x].index()] + bargaining + noise).clamp(0.0, 1.0).max(floor);
    }
}

/// Part of its cost that a work without title saves.
fn saving(p: &Parameters) -> ByPlacement {
    let unplaced = PerStrategy::build(|k| match k {
        Strategy::Touring => 0.0,
        Strategy::Balanced => p.unplaced_saving * p.unplaced_balanced_factor,
        Strategy::TieIn | Strategy::Partnership => p.unplaced_saving,
    });
    ByPlacement::new(unplaced, PerStrategy([0.0; Strategy::COUNT]))
}

/// Unplaced works save a part of their cost; production and localisation are paid from cash.
fn pay(now: &Now, e: &mut Economy) {
    let (p, w) = (now.world.p, &mut e.works);
    let n = w.len();
    let [saved, share, own, _] = &mut e.scratch.by_work;
    saving(p).gather(w, saved);
    share.resize(n, 0.0);
    own.resize(n, 0.0);
    let (share, own, cost, saved) = (&mut share[..], &mut own[..], &mut w.cost[..], &saved[..]);
    let others = [&w.grant[..], &w.localisation_cost[..], &w.localisation_voucher[..]];
    now.cpu.run(
        #[inline(always)]
        || settle_costs(share, own, cost, saved, others),
    );
    let (labels, memory) = (&mut e.labels, p.market_memory);
    for x in 0..n {
        let i = w.label[x] as usize;
        // A work that costs nothing says nothing about the share of localisation.
        if share[x].is_finite() {
            labels.localisation_share[i] = memory * labels.localisation_share[i] + (1.0 - memory) * share[x];
        }
        labels.cash[i] -= own[x];
        labels.work_cost[i] += own[x];
    }
    e.ledger.book_each([Flow::Production, Flow::Localisation], [&w.cost, &w.localisation_cost]);
    if e.government.active {
        record_support(now, e);
    }
}

/// Planned share of localisation in the cost, not a number where there is no cost; the label's own part of the
/// whole; `cost` as it is paid. The share looks at planned cost, so that a title not placed does not seem dearer
/// to localise.
#[inline(always)]
fn settle_costs(share: &mut [f64], own: &mut [f64], cost: &mut [f64], saved: &[f64], others: [&[f64]; 3]) {
    let n = share.len();
    let (own, cost, saved) = (&mut own[..n], &mut cost[..n], &saved[..n]);
    let [grant, localisation, voucher] = others.map(|column| &column[..n]);
    for x in 0..n {
        share[x] = if cost[x] > 0.0 { localisation[x] / cost[x] } else { f64::NAN };
        cost[x] *= 1.0 - saved[x];
        own[x] = cost[x] - grant[x] + localisation[x] - voucher[x];
    }
}

/// Grants of works, and what counts for tax credits.
fn record_support(now: &Now, e: &mut Economy) {
    for x in 0..e.works.len() {
        let i = e.works.label[x] as usize;
        let (grant, own) = (e.works.grant[x], e.scratch.by_work[2][x]);
        if grant > 0.0 {
            book_grant(now, e, x, i, grant);
        }
        record_credit_base(now, e, x, i, own);
    }
}

/// A grant is paid with the work, by the programmes that awarded it.
fn book_grant(now: &Now, e: &mut Economy, x: usize, i: usize, grant: f64) {
    e.labels.support[i] += grant;
    for n in 0..now.world.programmes.len() {
        if now.world.programmes[n].kind != Kind::ProductionGrant {
            continue;
        }
        let part = e.works.grant_of(x, now.world.programmes[n].key);
        if part > 0.0 {
            super::government::book_outlay(now, e, n, Flow::Grants, part);
        }
    }
}

/// Cost that counts for a tax credit in running quarters, net of grants and vouchers; a grant above the cost of
/// a work that was not placed counts as nothing, not against other works.
fn record_credit_base(now: &Now, e: &mut Economy, x: usize, i: usize, own: f64) {
    let k = e.works.strategy[x].index();
    for (n, _) in now.world.programmes.iter().enumerate().filter(|(_, p)| p.kind == Kind::TaxCredit) {
        let account = &mut e.government.accounts[n];
        if account.running && account.applied[i] {
            account.year_works[k][i] += own.max(0.0);
        }
    }
}
