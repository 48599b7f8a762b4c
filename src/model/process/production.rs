//! Call 7: quality, popularity, identity and autonomy of works; costs are paid (4.3, 4.4). `localisation` has their levels.

use super::event;
use super::{claims, localisation};
use crate::draw::{Purpose, to_normal};
use crate::math;
use crate::model::record::Flow;
use crate::model::state::{ByPlacement, Economy, NONE};
use crate::model::step::StepContext;
use crate::policy::Kind;
use crate::scenario::Parameters;
use crate::units::{PerStrategy, Strategy};

/// What the production of works works with.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Loss of identity of each work at full localisation.
    loss: Vec<f64>,
    /// Part of its cost that each work saves.
    saved: Vec<f64>,
    /// Planned share of localisation in the cost of each work.
    share: Vec<f64>,
    /// Draws of works with a title.
    titles: TitleDraws,
    /// Plan of localisation.
    localisation: localisation::Workspace,
}

impl Workspace {
    /// Allocates for so many works.
    pub fn allocate(works: usize) -> Self {
        let column = || Vec::with_capacity(works);
        Self {
            loss: column(),
            saved: column(),
            share: column(),
            titles: TitleDraws::allocate(works),
            localisation: localisation::Workspace::allocate(works),
        }
    }
}

/// What is drawn of works with a title, one number each.
#[derive(Clone, Debug, Default)]
struct TitleDraws {
    /// Word of the draw.
    words: Vec<u32>,
    /// Popularity.
    popularity: Vec<f64>,
    /// Noise of autonomy, standard normal.
    autonomy: Vec<f64>,
}

impl TitleDraws {
    fn allocate(works: usize) -> Self {
        Self { words: Vec::with_capacity(works), popularity: Vec::with_capacity(works), autonomy: Vec::with_capacity(works) }
    }
}

/// The whole call.
pub fn produce(step: &StepContext, e: &mut Economy, ws: &mut Workspace, claims: &mut claims::Workspace) {
    look_up_works(e);
    draw_works(step, e);
    make_titles(step, e);
    draw_titles(step, e, &mut ws.titles);
    localisation::plan_all(step, e, &mut ws.localisation);
    strike_hits(step, e);
    localisation::award_vouchers(step, e, claims);
    set_identity(step, e, &mut ws.loss);
    set_autonomy(step, e, &ws.titles);
    pay(step, e, ws);
}

/// Size class of each work's label; its strategy and whether it is placed, as one number.
fn look_up_works(e: &mut Economy) {
    let (tier, w) = (&e.labels.tier, &mut e.works);
    for (to, label) in w.tier.iter_mut().zip(&w.label) {
        *to = tier[*label as usize];
    }
    for ((row, strategy), platform) in w.placement.iter_mut().zip(&w.strategy).zip(&w.platform) {
        *row = ByPlacement::row(*strategy, *platform != NONE);
    }
}

/// One block for each work: identity, autonomy, popularity, chart.
fn draw_works(step: &StepContext, e: &mut Economy) {
    let w = &mut e.works;
    w.draws.clear();
    w.draws.slots.extend_from_slice(&w.label);
    w.draws.generations.extend_from_slice(&w.generation);
    w.draws.blocks.extend_from_slice(&w.act);
    w.draws.draw(step, Purpose::Identity, step.time);
}

/// ln quality = expected + elasticity * ln(max(0.1, scale)) + sigma z; the noise of identity.
fn make_titles(step: &StepContext, e: &mut Economy) {
    let (p, w) = (step.constants.p, &mut e.works);
    let (ln_quality, quality) = (&mut w.ln_quality[..], &mut w.quality[..]);
    let (expected, scale, words) = (&w.expected_quality[..], &w.scale[..], &w.quality_word[..]);
    let (identity_noise, of_identity) = (&mut w.identity_noise[..], w.draws.words_of(Purpose::Identity));
    let (elasticity, noise) = (p.quality_budget, p.quality_noise);
    step.cpu.run(
        #[inline(always)]
        || {
            draw_quality(ln_quality, expected, scale, words, elasticity, noise);
            exponentiate(quality, ln_quality);
            draw_normals(identity_noise, of_identity);
        },
    );
}

/// Popularity = min(ceiling, exp(spread z)) and the noise of autonomy; only titles have them.
fn draw_titles(step: &StepContext, e: &mut Economy, draws: &mut TitleDraws) {
    let (p, w) = (step.constants.p, &mut e.works);
    let (of_autonomy, of_popularity) = (w.draws.words_of(Purpose::Autonomy), w.draws.words_of(Purpose::Popularity));
    let TitleDraws { words, popularity, autonomy } = draws;
    let (spread, ceiling) = (p.title_spread, p.title_ceiling);
    for column in [&mut *popularity, &mut *autonomy] {
        column.resize(w.titles.len(), 0.0);
    }
    gather_words(words, of_popularity, &w.titles);
    step.cpu.run(
        #[inline(always)]
        || draw_popularity(popularity, words, spread, ceiling),
    );
    gather_words(words, of_autonomy, &w.titles);
    step.cpu.run(
        #[inline(always)]
        || draw_normals(autonomy, words),
    );
    w.popularity.fill(0.0);
    for (x, z) in w.titles.iter().zip(popularity) {
        w.popularity[*x as usize] = *z;
    }
}

fn gather_words(words: &mut Vec<u32>, of_works: &[u32], titles: &[u32]) {
    words.clear();
    words.extend(titles.iter().map(|x| of_works[*x as usize]));
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
fn strike_hits(step: &StepContext, e: &mut Economy) {
    if step.constants.events.is_empty() {
        return;
    }
    for x in 0..e.works.len() {
        let tier = e.labels.tier[e.works.label[x] as usize];
        let Some((popularity, floor, _)) = event::hit_of(step, tier).filter(|_| e.works.hit[x]) else { continue };
        e.works.popularity[x] = popularity;
        e.works.ln_quality[x] = e.works.ln_quality[x].max(math::ln(floor));
        e.works.quality[x] = math::exp(e.works.ln_quality[x]);
        localisation::plan(step, e, x, None);
    }
}

/// h = clip(h_i - lam lbar - lam_a [abroad] + s z, 0, 1); without a title lam is that of touring.
fn set_identity(step: &StepContext, e: &mut Economy, loss: &mut Vec<f64>) {
    let (p, w) = (step.constants.p, &mut e.works);
    let unplaced = p.identity_loss[Strategy::Touring.index()];
    ByPlacement::new(PerStrategy([unplaced; Strategy::COUNT]), p.identity_loss).gather(w, loss);
    w.identity.clear();
    w.identity.extend(w.label.iter().map(|i| e.labels.identity[*i as usize]));
    let (identity, of_works, abroad) = (&mut w.identity[..], [&loss[..], &w.mean_level[..], &w.identity_noise[..]], &w.abroad[..]);
    let rates = [p.identity_loss_abroad, p.identity_noise];
    step.cpu.run(
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
fn set_autonomy(step: &StepContext, e: &mut Economy, draws: &TitleDraws) {
    let (p, w) = (step.constants.p, &mut e.works);
    let unplaced = PerStrategy::build(|k| if k == Strategy::Touring { 1.0 } else { p.autonomy_unplaced });
    w.autonomy.clear();
    w.autonomy.extend(w.strategy.iter().map(|k| unplaced[k.index()]));
    for (x, z) in w.titles.iter().map(|x| *x as usize).zip(&draws.autonomy).filter(|(x, _)| w.strategy[*x] != Strategy::Touring) {
        let bargaining = p.autonomy_recognition * w.ln_recognition[x];
        let noise = p.autonomy_noise * z;
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
fn pay(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let (p, w) = (step.constants.p, &mut e.works);
    let Workspace { saved, share, .. } = ws;
    saving(p).gather(w, saved);
    share.resize(w.len(), 0.0);
    let (share, own, cost, saved) = (&mut share[..], &mut w.own_cost[..], &mut w.cost[..], &saved[..]);
    let others = [&w.grant[..], &w.localisation_cost[..], &w.localisation_voucher[..]];
    step.cpu.run(
        #[inline(always)]
        || settle_costs(share, own, cost, saved, others),
    );
    let (slots, memory, l) = (e.labels.slots(), p.market_memory, &mut e.labels);
    let [trail, cash, work_cost] = [&mut l.localisation_share, &mut l.cash, &mut l.work_cost].map(|column| &mut column[..slots]);
    for ((label, own), share) in w.label.iter().zip(own).zip(share) {
        let i = *label as usize;
        cash[i] -= *own;
        work_cost[i] += *own;
        // A work that costs nothing says nothing about the share of localisation.
        if share.is_finite() {
            trail[i] = memory * trail[i] + (1.0 - memory) * *share;
        }
    }
    e.ledger.book_each([Flow::Production, Flow::Localisation], [&w.cost, &w.localisation_cost]);
    if e.government.active {
        record_support(step, e);
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
fn record_support(step: &StepContext, e: &mut Economy) {
    for x in 0..e.works.len() {
        let i = e.works.label[x] as usize;
        let (grant, own) = (e.works.grant[x], e.works.own_cost[x]);
        if grant > 0.0 {
            book_grant(step, e, x, i, grant);
        }
        record_credit_base(step, e, x, i, own);
    }
}

/// A grant is paid with the work, by the programmes that awarded it.
fn book_grant(step: &StepContext, e: &mut Economy, x: usize, i: usize, grant: f64) {
    e.labels.support[i] += grant;
    for n in 0..step.constants.programmes.len() {
        if step.constants.programmes[n].kind != Kind::ProductionGrant {
            continue;
        }
        let part = e.works.grant_of(x, step.constants.programmes[n].key);
        if part > 0.0 {
            super::government::book_outlay(step, e, n, Flow::Grants, part);
        }
    }
}

/// Cost that counts for a tax credit in running quarters, net of grants and vouchers; a grant above the cost of
/// a work that was not placed counts as nothing, not against other works.
fn record_credit_base(step: &StepContext, e: &mut Economy, x: usize, i: usize, own: f64) {
    let k = e.works.strategy[x].index();
    for (n, _) in step.constants.programmes.iter().enumerate().filter(|(_, p)| p.kind == Kind::TaxCredit) {
        let account = &mut e.government.accounts[n];
        if account.running && account.applied[i] {
            account.year_works[k][i] += own.max(0.0);
        }
    }
}
