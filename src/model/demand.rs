//! Call 8: exposure, attention with cumulative advantage, catalogue, shares and charts (4.6).

use super::economy::{Economy, Now};
use super::world::World;
use crate::draw::Purpose;
use crate::math;
use crate::units::{Market, Platform};

/// The whole call.
pub fn allocate_attention(now: &Now, e: &mut Economy) {
    for m in 0..Market::COUNT {
        expose(now, e, m);
        let mean = mean_attention(e, m);
        advantage(now.world, e, m, mean);
        let works: f64 = e.works.attention[m].iter().sum();
        if now.first_of_burn_in() { seed_catalogue(now.world, e, m, works); }
        share_market(now, e, m, works);
    }
    count_chart_entries(now, e);
}

/// Exposure of fans and of recognition: e_f y (y / fref + 1e-9)^(eps - 1) + e_b listeners ln(1 + R) share.
fn own_exposure(world: &World, m: usize, fans: f64, recognition: f64, act_share: f64) -> f64 {
    let p = world.p;
    let y = fans * act_share;
    let concave = math::pow(y / world.reference_fans[m] + 1e-9, p.fan_concavity - 1.0);
    p.exposures_per_fan * y * concave + p.recognition_exposure * p.listeners[m] * math::ln(1.0 + recognition) * act_share
}

/// a0 = exposure * quality * exp(-g dist (1 - level) + w_id (b1 h - b2 h^2)).
fn expose(now: &Now, e: &mut Economy, m: usize) {
    let p = now.world.p;
    for x in 0..e.works.len() {
        let i = e.works.label[x] as usize;
        let act_share = now.world.act_share[e.labels.tier[i].index()][e.works.act[x] as usize];
        let own = own_exposure(now.world, m, e.labels.fandom[m][i], e.labels.recognition[i], act_share);
        let title = e.works.platform(x).map_or(0.0, |j| title_exposure(now, e, x, j, m));
        let h = e.works.identity[x];
        let taste = p.identity_taste_weight * (p.identity_taste_linear[m] * h - p.identity_taste_quadratic[m] * h * h);
        let language = p.language_loss * p.language_distance[m] * (1.0 - e.works.level[m][x]);
        e.works.attention[m][x] = (own + title) * e.works.quality[x] * math::exp(taste - language);
    }
}

/// reach * listeners * `title_exposure` * popularity.
fn title_exposure(now: &Now, e: &Economy, x: usize, j: Platform, m: usize) -> f64 {
    let p = now.world.p;
    e.conditions.reach[j.index()][m] * p.listeners[m] * p.title_exposure[e.works.strategy[x].index()] * e.works.popularity[x]
}

fn mean_attention(e: &Economy, m: usize) -> f64 {
    e.works.attention[m].iter().sum::<f64>() / (e.works.len().max(1)) as f64
}

/// a = a0 * clip(a0 / (mean a0 + 1e-12), 1 / adv, adv)^psi: what is heard is heard more.
fn advantage(world: &World, e: &mut Economy, m: usize, mean: f64) {
    let p = world.p;
    for a in &mut e.works.attention[m] {
        let relative = (*a / (mean + 1e-12)).clamp(1.0 / p.advantage_clip, p.advantage_clip);
        *a *= math::pow(relative, p.cumulative_advantage);
    }
}

/// First quarter of the burn-in: catalogue in proportion to the exposure of all acts, in its steady state
/// sum C = a kappa / (1 - kappa).
fn seed_catalogue(world: &World, e: &mut Economy, m: usize, works: f64) {
    let kappa = world.p.catalogue_retention;
    let mut total = 0.0;
    for i in 0..e.labels.slots() {
        let t = e.labels.tier[i].index();
        let (fans, recognition) = (e.labels.fandom[m][i], e.labels.recognition[i]);
        let exposure: f64 = (0..world.p.act_count[t]).map(|act| own_exposure(world, m, fans, recognition, world.act_share[t][act])).sum();
        e.labels.catalogue[m][i] = exposure;
        total += exposure;
    }
    let scale = works * kappa / (1.0 - kappa) / total.max(1e-300);
    for catalogue in &mut e.labels.catalogue[m] { *catalogue *= scale; }
}

/// D = works + catalogue (labels' and platforms') + outside; S = a / D. In the burn-in the outside
/// attention keeps the Korean share at its initial value.
fn share_market(now: &Now, e: &mut Economy, m: usize, works: f64) {
    let catalogue: f64 = e.labels.catalogue[m].iter().sum::<f64>() + e.labels.lost_catalogue[m].iter().sum::<f64>();
    let korean = works + catalogue;
    if now.burn_in() {
        let share = now.world.p.initial_korean_share[m];
        e.markets.outside[m] = korean * (1.0 - share) / share;
    }
    let all = korean + e.markets.outside[m];
    e.markets.attention[m] = all;
    e.markets.korean_share[m] = korean / all;
    for (share, a) in e.works.share[m].iter_mut().zip(&e.works.attention[m]) {
        *share = a / all;
    }
}

/// Chart entry in the United States: S > cutoff * exp(noise z).
fn count_chart_entries(now: &Now, e: &mut Economy) {
    let us = Market::Us.index();
    let p = now.world.p;
    for x in 0..e.works.len() {
        let i = e.works.label[x] as usize;
        let noise = now.normal(Purpose::Chart, e.who(i), e.works.act[x] as usize);
        if e.works.share[us][x] > p.chart_cutoff * math::exp(p.chart_noise * noise) { e.totals.chart_entries += 1; }
    }
}
