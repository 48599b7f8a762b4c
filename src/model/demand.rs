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
        if now.first_of_burn_in() {
            seed_catalogue(now.world, e, m, works);
        }
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

/// What exposure in one market depends on besides the work.
#[derive(Clone, Copy)]
struct Exposure {
    /// Exposures per fan e_f.
    per_fan: f64,
    /// Fans of a major's act at the start, thousand.
    reference_fans: f64,
    /// Concavity less 1.
    concavity: f64,
    /// `recognition_exposure` times listeners.
    recognition: f64,
}

impl Exposure {
    fn of_market(world: &World, m: usize) -> Self {
        let p = world.p;
        Self {
            per_fan: p.exposures_per_fan,
            reference_fans: world.reference_fans[m],
            concavity: p.fan_concavity - 1.0,
            recognition: p.recognition_exposure * p.listeners[m],
        }
    }

    /// Exposure of fans and of recognition: e_f y (y / fref + 1e-9)^(eps - 1) + e_b listeners ln(1 + R) share.
    #[inline(always)]
    fn own(self, fans: f64, ln_recognition: f64, act_share: f64) -> f64 {
        let concave = math::pow(fans / self.reference_fans + 1e-9, self.concavity);
        self.per_fan * fans * concave + self.recognition * ln_recognition * act_share
    }
}

/// Taste for identity and loss of attention by language in one market.
#[derive(Clone, Copy)]
struct Taste {
    weight: f64,
    linear: f64,
    quadratic: f64,
    /// `language_loss` times distance.
    distance: f64,
}

/// a0 = exposure * quality * exp(-g dist (1 - level) + w_id (b1 h - b2 h^2)), exposure with that of titles:
/// reach * listeners * `title_exposure` * popularity.
fn expose(now: &Now, e: &mut Economy, m: usize) {
    let (p, works) = (now.world.p, &mut e.works);
    let mut reached = [0.0; Platform::COUNT + 1];
    for (j, r) in reached.iter_mut().take(Platform::COUNT).enumerate() {
        *r = e.conditions.reach[j][m] * p.listeners[m];
    }
    let attention = &mut works.attention[m][..];
    for (a, j) in attention.iter_mut().zip(&works.platform) {
        *a = reached[usize::from(*j).min(Platform::COUNT)];
    }
    let taste = Taste {
        weight: p.identity_taste_weight,
        linear: p.identity_taste_linear[m],
        quadratic: p.identity_taste_quadratic[m],
        distance: p.language_loss * p.language_distance[m],
    };
    let acts = [&works.fans[m][..], &works.ln_recognition[..], &works.act_share[..]];
    let titles = [&e.scratch.by_work[0][..], &works.quality[..], &works.identity[..], &works.level[m][..]];
    let exposure = Exposure::of_market(now.world, m);
    now.cpu.run(
        #[inline(always)]
        || exposed(attention, acts, titles, exposure, taste),
    );
}

/// The loop of [`expose`]; `attention` comes with the listeners reached by the title.
#[inline(always)]
fn exposed(attention: &mut [f64], acts: [&[f64]; 3], titles: [&[f64]; 4], exposure: Exposure, taste: Taste) {
    let n = attention.len();
    let [fans, ln_recognition, act_share] = acts.map(|column| &column[..n]);
    let [title, quality, identity, level] = titles.map(|column| &column[..n]);
    for x in 0..n {
        let exposed = exposure.own(fans[x], ln_recognition[x], act_share[x]) + attention[x] * title[x];
        let h = identity[x];
        let liked = taste.weight * (taste.linear * h - taste.quadratic * h * h);
        attention[x] = exposed * quality[x] * math::exp(liked - taste.distance * (1.0 - level[x]));
    }
}

/// a = a0 * clip(a0 / (mean a0 + 1e-12), 1 / adv, adv)^psi: what is heard is heard more. Returns the sum.
fn advantage(now: &Now, e: &mut Economy, m: usize) -> f64 {
    let (clip, power) = (now.world.p.advantage_clip, now.world.p.cumulative_advantage);
    let attention = &mut e.works.attention[m][..];
    now.cpu.run(
        #[inline(always)]
        || advantaged(attention, clip, power),
    )
}

/// The loop of [`advantage`].
#[inline(always)]
fn advantaged(attention: &mut [f64], clip: f64, power: f64) -> f64 {
    let mean = math::sum(attention) / attention.len().max(1) as f64;
    for a in attention.iter_mut() {
        let relative = (*a / (mean + 1e-12)).max(1.0 / clip).min(clip);
        *a *= math::pow(relative, power);
    }
    math::sum(attention)
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
            Exposure::of_market(world, m).own(e.labels.fandom[m][i] * share, e.labels.ln_recognition[i], share)
        };
        let exposure: f64 = (0..world.p.act_count[t]).map(of_act).sum();
        e.labels.catalogue[m][i] = exposure;
        total += exposure;
    }
    let scale = works * kappa / (1.0 - kappa) / total.max(1e-300);
    for catalogue in &mut e.labels.catalogue[m] {
        *catalogue *= scale;
    }
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
    let (cutoff, noise) = (now.world.p.chart_cutoff, now.world.p.chart_noise);
    let (share, words) = (&e.works.share[Market::Us.index()], &e.scratch.works.words[3][..]);
    let cutoffs = &mut e.scratch.by_work[3];
    cutoffs.resize(words.len(), 0.0);
    now.cpu.run(
        #[inline(always)]
        || draw_cutoffs(cutoffs, words, cutoff, noise),
    );
    e.totals.chart_entries = share.iter().zip(cutoffs).filter(|(share, cutoff)| *share > cutoff).count() as u32;
}

#[inline(always)]
fn draw_cutoffs(cutoffs: &mut [f64], words: &[u32], cutoff: f64, noise: f64) {
    for (out, word) in cutoffs.iter_mut().zip(words) {
        *out = cutoff * math::exp(noise * to_normal(*word));
    }
}
