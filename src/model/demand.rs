//! Call 8: exposure, attention with cumulative advantage, catalogue, shares and charts (4.6).

use super::economy::{Economy, Now};
use super::world::World;
use crate::draw::to_normal;
use crate::math;
use crate::units::{Market, Platform};

/// The whole call.
pub fn allocate_attention(now: &Now, e: &mut Economy) {
    gather_titles(now, e);
    for m in 0..Market::COUNT {
        gather_fans(e, m);
        expose(now, e, m);
        let works = advantage(now, e, m);
        if now.first_of_burn_in() { seed_catalogue(now.world, e, m, works); }
        share_market(now, e, m, works);
    }
    count_chart_entries(now, e);
}

/// `title_exposure` times popularity of each work: what a title makes of the listeners reached.
fn gather_titles(now: &Now, e: &mut Economy) {
    let titles = &mut e.scratch.by_work[0];
    titles.clear();
    titles.extend(e.works.strategy.iter().zip(&e.works.popularity).map(|(k, z)| now.world.p.title_exposure[k.index()] * z));
}

/// Fans of each work's act: F * share.
fn gather_fans(e: &mut Economy, m: usize) {
    let fandom = &e.labels.fandom[m];
    for ((fans, label), share) in e.works.fans[m].iter_mut().zip(&e.works.label).zip(&e.works.act_share) {
        *fans = fandom[*label as usize] * share;
    }
}

/// Exposure of fans and of recognition: e_f y (y / fref + 1e-9)^(eps - 1) + e_b listeners ln(1 + R) share.
#[inline(always)]
fn own_exposure(world: &World, m: usize, fans: f64, ln_recognition: f64, act_share: f64) -> f64 {
    let p = world.p;
    let concave = math::pow(fans / world.reference_fans[m] + 1e-9, p.fan_concavity - 1.0);
    p.exposures_per_fan * fans * concave + p.recognition_exposure * p.listeners[m] * ln_recognition * act_share
}

/// a0 = exposure * quality * exp(-g dist (1 - level) + w_id (b1 h - b2 h^2)), exposure with that of titles:
/// reach * listeners * `title_exposure` * popularity.
fn expose(now: &Now, e: &mut Economy, m: usize) {
    let (p, n, works) = (now.world.p, e.works.len(), &mut e.works);
    let mut reached = [0.0; Platform::COUNT + 1];
    for (j, r) in reached.iter_mut().take(Platform::COUNT).enumerate() { *r = e.conditions.reach[j][m] * p.listeners[m]; }
    let attention = &mut works.attention[m][..n];
    for (a, j) in attention.iter_mut().zip(&works.platform) { *a = reached[usize::from(*j).min(Platform::COUNT)]; }
    let (titles, fans, share) = (&e.scratch.by_work[0][..n], &works.fans[m][..n], &works.act_share[..n]);
    let (ln_r, identity, level, quality) = (&works.ln_recognition[..n], &works.identity[..n], &works.level[m][..n], &works.quality[..n]);
    let (b1, b2, distance) = (p.identity_taste_linear[m], p.identity_taste_quadratic[m], p.language_loss * p.language_distance[m]);
    now.cpu.run(
        #[inline(always)]
        || {
            for x in 0..n {
                let exposure = own_exposure(now.world, m, fans[x], ln_r[x], share[x]) + attention[x] * titles[x];
                let h = identity[x];
                let taste = p.identity_taste_weight * (b1 * h - b2 * h * h);
                attention[x] = exposure * quality[x] * math::exp(taste - distance * (1.0 - level[x]));
            }
        },
    );
}

/// a = a0 * clip(a0 / (mean a0 + 1e-12), 1 / adv, adv)^psi: what is heard is heard more. Returns the sum.
fn advantage(now: &Now, e: &mut Economy, m: usize) -> f64 {
    let p = now.world.p;
    let attention = &mut e.works.attention[m][..];
    now.cpu.run(
        #[inline(always)]
        || {
            let mean = math::sum(attention) / attention.len().max(1) as f64;
            for a in attention.iter_mut() {
                let relative = (*a / (mean + 1e-12)).max(1.0 / p.advantage_clip).min(p.advantage_clip);
                *a *= math::pow(relative, p.cumulative_advantage);
            }
            math::sum(attention)
        },
    )
}

/// First quarter of the burn-in: catalogue in proportion to the exposure of all acts, in its steady state
/// sum C = a kappa / (1 - kappa).
fn seed_catalogue(world: &World, e: &mut Economy, m: usize, works: f64) {
    let kappa = world.p.catalogue_retention;
    let mut total = 0.0;
    for i in 0..e.labels.slots() {
        let t = e.labels.tier[i].index();
        let of_act = |act: usize| {
            let share = world.act_share[t][act];
            own_exposure(world, m, e.labels.fandom[m][i] * share, e.labels.ln_recognition[i], share)
        };
        let exposure: f64 = (0..world.p.act_count[t]).map(of_act).sum();
        e.labels.catalogue[m][i] = exposure;
        total += exposure;
    }
    let scale = works * kappa / (1.0 - kappa) / total.max(1e-300);
    for catalogue in &mut e.labels.catalogue[m] { *catalogue *= scale; }
}

/// D = works + catalogue (labels' and platforms') + outside; S = a / D. In the burn-in the outside
/// attention keeps the Korean share at its initial value.
fn share_market(now: &Now, e: &mut Economy, m: usize, works: f64) {
    let korean = works + (math::sum(&e.labels.catalogue[m]) + math::sum(&e.labels.lost_catalogue[m]));
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
    let p = now.world.p;
    let (share, words) = (&e.works.share[Market::Us.index()][..], &e.scratch.works.words[3][..]);
    e.totals.chart_entries = now.cpu.run(
        #[inline(always)]
        || {
            let mut entries = 0;
            for (share, word) in share.iter().zip(words) {
                entries += u32::from(*share > p.chart_cutoff * math::exp(p.chart_noise * to_normal(*word)));
            }
            entries
        },
    );
}
