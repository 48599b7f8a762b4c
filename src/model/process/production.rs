//! Call 7: quality, popularity, identity and autonomy of works; costs are paid (4.3, 4.4). `localisation` has their levels.

use super::event;
use super::{claims, localisation};
use crate::draw::{Purpose, to_normal};
use crate::math;
use crate::model::columns::each;
use crate::model::equation::localisation::{self as equation, Identity};
use crate::model::equation::{quality, remembered};
use crate::model::record::Flow;
use crate::model::state::{ByPlacement, Economy, NONE};
use crate::model::step::StepContext;
use crate::policy::Seam;
use crate::scenario::Parameters;
use crate::units::{PerStrategy, Strategy};

/// What the production of works works with.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Identity of each work's label.
    label_identity: Vec<f64>,
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
            label_identity: column(),
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
    strike_hits(step, e, &ws.localisation);
    localisation::award_vouchers(step, e, &ws.localisation, claims);
    set_identity(step, e, ws);
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

/// Quality, and the noise of identity. The loops of ln and exp stand apart.
fn make_titles(step: &StepContext, e: &mut Economy) {
    let (works, w) = (e.works.len(), &mut e.works);
    let (elasticity, noise) = (step.constants.p.quality_budget, step.constants.p.quality_noise);
    each!(step.cpu, works; read { expected: w.expected_quality, scale: w.scale, word: w.quality_word } write { ln_quality: w.ln_quality } {
        *ln_quality = quality::ln_quality(expected, scale, to_normal(word), elasticity, noise);
    });
    each!(step.cpu, works; read { ln_quality: w.ln_quality } write { quality: w.quality } { *quality = math::exp(ln_quality) });
    each!(step.cpu, works; read { word: w.draws.words_of(Purpose::Identity) } write { z: w.identity_noise } { *z = to_normal(word) });
}

/// Popularity and the noise of autonomy; only titles have them.
fn draw_titles(step: &StepContext, e: &mut Economy, draws: &mut TitleDraws) {
    let (titles, w) = (e.works.titles.len(), &mut e.works);
    let (spread, ceiling) = (step.constants.p.title_spread, step.constants.p.title_ceiling);
    for column in [&mut draws.popularity, &mut draws.autonomy] {
        column.resize(titles, 0.0);
    }
    gather_words(&mut draws.words, w.draws.words_of(Purpose::Popularity), &w.titles);
    each!(step.cpu, titles; read { word: draws.words } write { popularity: draws.popularity } {
        *popularity = quality::popularity(to_normal(word), spread, ceiling);
    });
    gather_words(&mut draws.words, w.draws.words_of(Purpose::Autonomy), &w.titles);
    each!(step.cpu, titles; read { word: draws.words } write { z: draws.autonomy } { *z = to_normal(word) });
    w.popularity.fill(0.0);
    for (x, popularity) in w.titles.iter().zip(&draws.popularity) {
        w.popularity[*x as usize] = *popularity;
    }
}

/// Words of the draws of titles.
fn gather_words(words: &mut Vec<u32>, of_works: &[u32], titles: &[u32]) {
    words.clear();
    words.extend(titles.iter().map(|x| of_works[*x as usize]));
}

/// The event's hit: its own popularity, a floor of quality, its localisation.
fn strike_hits(step: &StepContext, e: &mut Economy, plans: &localisation::Workspace) {
    if step.constants.events.is_empty() {
        return;
    }
    for x in 0..e.works.len() {
        let tier = e.labels.tier[e.works.label[x] as usize];
        let Some((popularity, floor, level)) = event::hit_of(step, tier).filter(|_| e.works.hit[x]) else { continue };
        e.works.popularity[x] = popularity;
        e.works.ln_quality[x] = e.works.ln_quality[x].max(math::ln(floor));
        e.works.quality[x] = math::exp(e.works.ln_quality[x]);
        localisation::localise_hit(e, plans, x, level);
    }
}

/// Identity of works; without a title they lose what touring loses.
fn set_identity(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let (p, w) = (step.constants.p, &mut e.works);
    let unplaced = p.identity_loss[Strategy::Touring.index()];
    ByPlacement::new(PerStrategy([unplaced; Strategy::COUNT]), p.identity_loss).gather(w, &mut ws.loss);
    ws.label_identity.clear();
    ws.label_identity.extend(w.label.iter().map(|i| e.labels.identity[*i as usize]));
    let (by_collaborator, spread) = (p.identity_loss_abroad, p.identity_noise);
    each!(step.cpu, w.len();
    read { of_label: ws.label_identity, loss: ws.loss, mean_level: w.mean_level, abroad: w.abroad, z: w.identity_noise }
    write { identity: w.identity }
    {
        let loss_abroad = if abroad { by_collaborator } else { 0.0 };
        *identity = equation::identity_of_work(of_label, &Identity { loss, mean_level, loss_abroad, noise: spread * z });
    });
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
        w.autonomy[x] = equation::autonomy(p.autonomy[w.strategy[x].index()], bargaining, noise, floor);
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
    settle_costs(step, e, ws);
    let (w, slots, memory, l) = (&e.works, e.labels.slots(), step.constants.p.market_memory, &mut e.labels);
    let [trail, cash, work_cost] = [&mut l.localisation_share, &mut l.cash, &mut l.work_cost].map(|column| &mut column[..slots]);
    for ((label, own), share) in w.label.iter().zip(&w.own_cost).zip(&ws.share) {
        let i = *label as usize;
        cash[i] -= *own;
        work_cost[i] += *own;
        // A work that costs nothing says nothing about the share of localisation.
        if share.is_finite() {
            trail[i] = remembered(trail[i], *share, memory);
        }
    }
    e.ledger.book_each([Flow::Production, Flow::Localisation], [&w.cost, &w.localisation_cost]);
    if e.government.active {
        record_support(step, e);
    }
}

/// Share of localisation in the cost, what is saved and what the label pays. The share looks at planned cost, so that
/// a title not placed does not seem dearer to localise.
fn settle_costs(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let w = &mut e.works;
    saving(step.constants.p).gather(w, &mut ws.saved);
    ws.share.resize(w.len(), 0.0);
    each!(step.cpu, w.len();
    read { saved: ws.saved, grant: w.grant, localisation: w.localisation_cost, voucher: w.localisation_voucher }
    write { share: ws.share, cost: w.cost, own: w.own_cost }
    {
        *share = equation::localisation_share(localisation, *cost);
        *cost = equation::paid_cost(*cost, saved);
        *own = equation::own_cost(*cost, grant, localisation, voucher);
    });
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
        if !step.constants.programmes[n].acts_at(Seam::Grants) {
            continue;
        }
        let part = e.works.grant_of(x, step.constants.grant_place(n));
        if part > 0.0 {
            super::government::book_outlay(step, e, n, Flow::Grants, part);
        }
    }
}

/// Cost that counts for a tax credit in running quarters, net of grants and vouchers; a grant above the cost of
/// a work that was not placed counts as nothing, not against other works.
fn record_credit_base(step: &StepContext, e: &mut Economy, x: usize, i: usize, own: f64) {
    let k = e.works.strategy[x].index();
    for (n, _) in step.constants.programmes.iter().enumerate().filter(|(_, p)| p.acts_at(Seam::TaxCredits)) {
        let account = &mut e.government.accounts[n];
        if account.running && account.applied[i] {
            account.year_works[k][i] += own.max(0.0);
        }
    }
}
