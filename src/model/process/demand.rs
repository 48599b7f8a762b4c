//! Call 8: exposure, attention with cumulative advantage, catalogue, shares and charts (4.6).

use crate::model::columns::by_market;
use crate::model::constants::RunConstants;
use crate::model::state::Economy;
use crate::model::step::StepContext;
use std::ops::Range;

use crate::draw::{Purpose, to_normal};
use crate::math::{self, join};
use crate::units::{Market, PerMarket, PerPlatform, Tier};

/// Works that are heard together: few enough that what is known of them in all markets stays in the cache.
const BLOCK: usize = 512;

/// What is heard of a block of works: all markets in one column, market after market.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// A base, then its power.
    power: Vec<f64>,
    /// Taste and language, then the factor of attention they make.
    liked: Vec<f64>,
    /// Share in the United States of each work that may enter the chart.
    contenders: Vec<f64>,
    /// Word of its cut-off.
    words: Vec<u32>,
    /// Its cut-off.
    cutoffs: Vec<f64>,
}

impl Workspace {
    /// Allocates for so many works.
    pub fn allocate(works: usize) -> Self {
        // In the first quarter of the burn-in the acts of one market.
        let block = works.max(BLOCK * Market::COUNT);
        let column = Vec::with_capacity;
        Self { power: column(block), liked: column(block), contenders: column(works), words: Vec::with_capacity(works), cutoffs: column(works) }
    }
}

/// The whole call.
pub fn allocate_attention(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    for first in (0..e.works.len()).step_by(BLOCK) {
        let block = first..e.works.len().min(first + BLOCK);
        gather_fans(e, block.clone());
        expose_titles(step, e, block.clone());
        expose(step, e, ws, block);
    }
    let works = advantage(step, e, ws);
    if step.first_of_burn_in() {
        for m in 0..Market::COUNT {
            seed_catalogue(step, e, m, works[m], &mut ws.power);
        }
    }
    let catalogue = sum_catalogues(step, e);
    for m in 0..Market::COUNT {
        share_market(step, e, m, works[m], catalogue[m]);
    }
    count_chart_entries(step, e, ws);
}

/// Fans of each work's act: F * share.
fn gather_fans(e: &mut Economy, block: Range<usize>) {
    let (labels, share) = (&e.works.label[block.clone()], &e.works.act_share[block.clone()]);
    let fans = e.works.fans.each_mut().map(|column| &mut column[block.clone()]);
    by_market::gather(fans, labels, &e.labels.fandom, |fandom, x| fandom * share[x]);
}

/// Exposure by titles: reach * listeners * `title_exposure` * popularity; 0 for other works.
fn expose_titles(step: &StepContext, e: &mut Economy, block: Range<usize>) {
    let (p, w) = (step.constants.p, &mut e.works);
    let reached = PerPlatform::build(|j| PerMarket::build(|m| e.conditions.reach[j.index()][m.index()] * p.listeners[m.index()]));
    let works = w.len();
    let mut attention = w.attention.each_mut().map(|column| &mut column[..works]);
    attention.iter_mut().for_each(|column| column[block.clone()].fill(0.0));
    let place = |end: usize| w.titles.partition_point(|x| (*x as usize) < end);
    for &x in &w.titles[place(block.start)..place(block.end)] {
        let x = x as usize;
        let title = p.title_exposure[w.strategy[x].index()] * w.popularity[x];
        let reached = &reached[usize::from(w.platform[x])];
        for m in 0..Market::COUNT {
            attention[m][x] = reached[m] * title;
        }
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
    fn of_market(constants: &RunConstants, m: usize) -> Self {
        let p = constants.p;
        Self {
            per_fan: p.exposures_per_fan,
            reference_fans: constants.reference_fans[m],
            concavity: p.fan_concavity - 1.0,
            recognition: p.recognition_exposure * p.listeners[m],
        }
    }

    /// What exposure of fans takes to the power of its concavity.
    #[inline(always)]
    fn base(self, fans: f64) -> f64 {
        fans / self.reference_fans + 1e-9
    }

    /// Exposure of fans and of recognition: e_f y (y / fref + 1e-9)^(eps - 1) + e_b listeners ln(1 + R) share.
    #[inline(always)]
    fn own(self, fans: f64, power: f64, ln_recognition: f64, act_share: f64) -> f64 {
        self.per_fan * fans * power + self.recognition * ln_recognition * act_share
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

impl Taste {
    fn of_market(constants: &RunConstants, m: usize) -> Self {
        let p = constants.p;
        Self {
            weight: p.identity_taste_weight,
            linear: p.identity_taste_linear[m],
            quadratic: p.identity_taste_quadratic[m],
            distance: p.language_loss * p.language_distance[m],
        }
    }
}

/// a0 = exposure * quality * exp(-g dist (1 - level) + w_id (b1 h - b2 h^2)), exposure with that of titles, with which
/// attention comes.
fn expose(step: &StepContext, e: &mut Economy, ws: &mut Workspace, block: Range<usize>) {
    let (constants, w, n) = (step.constants, &mut e.works, block.len());
    let Workspace { power, liked, .. } = ws;
    power.resize(n * Market::COUNT, 0.0);
    liked.resize(n * Market::COUNT, 0.0);
    for m in 0..Market::COUNT {
        let (exposure, taste) = (Exposure::of_market(constants, m), Taste::of_market(constants, m));
        let (base, liked) = (&mut power[m * n..][..n], &mut liked[m * n..][..n]);
        let (fans, identity, level) = (part(&w.fans[m], &block), part(&w.identity, &block), part(&w.level[m], &block));
        step.cpu.run(
            #[inline(always)]
            || {
                fan_bases(base, fans, exposure);
                like(liked, identity, level, taste);
            },
        );
    }
    let concavity = constants.p.fan_concavity - 1.0;
    step.cpu.run(
        #[inline(always)]
        || {
            raise(power, concavity);
            exponentiate(liked);
        },
    );
    for m in 0..Market::COUNT {
        let attention = &mut w.attention[m][block.clone()];
        let acts = [part(&w.fans[m], &block), &power[m * n..][..n], part(&w.ln_recognition, &block), part(&w.act_share, &block)];
        let tastes = [part(&w.quality, &block), &liked[m * n..][..n]];
        let exposure = Exposure::of_market(constants, m);
        step.cpu.run(
            #[inline(always)]
            || exposed(attention, acts, tastes, exposure),
        );
    }
}

/// The works of a block.
fn part<'a>(column: &'a [f64], block: &Range<usize>) -> &'a [f64] {
    &column[block.clone()]
}

#[inline(always)]
fn fan_bases(base: &mut [f64], fans: &[f64], exposure: Exposure) {
    for (base, fans) in base.iter_mut().zip(fans) {
        *base = exposure.base(*fans);
    }
}

/// w_id (b1 h - b2 h^2) - g dist (1 - level).
#[inline(always)]
fn like(liked: &mut [f64], identity: &[f64], level: &[f64], taste: Taste) {
    for ((liked, h), level) in liked.iter_mut().zip(identity).zip(level) {
        *liked = taste.weight * (taste.linear * h - taste.quadratic * h * h) - taste.distance * (1.0 - level);
    }
}

/// The powers of bases, as [`math::pow`] gives them: two short loops are faster than a long one.
#[inline(always)]
fn raise(bases: &mut [f64], exponent: f64) {
    for base in bases.iter_mut() {
        *base = exponent * math::ln(*base);
    }
    exponentiate(bases);
}

#[inline(always)]
fn exponentiate(exponents: &mut [f64]) {
    for x in exponents {
        *x = math::exp(*x);
    }
}

/// Attention before cumulative advantage; `attention` comes with the exposure by the title.
#[inline(always)]
fn exposed(attention: &mut [f64], acts: [&[f64]; 4], tastes: [&[f64]; 2], exposure: Exposure) {
    let n = attention.len();
    let [fans, power, ln_recognition, act_share] = acts.map(|column| &column[..n]);
    let [quality, liked] = tastes.map(|column| &column[..n]);
    for x in 0..n {
        let exposed = exposure.own(fans[x], power[x], ln_recognition[x], act_share[x]) + attention[x];
        attention[x] = exposed * quality[x] * liked[x];
    }
}

/// a = a0 * clip(a0 / (mean a0 + 1e-12), 1 / adv, adv)^psi: what is heard is heard more. Returns the sums by market.
fn advantage(step: &StepContext, e: &mut Economy, ws: &mut Workspace) -> PerMarket<f64> {
    let (clip, psi, works) = (step.constants.p.advantage_clip, step.constants.p.cumulative_advantage, e.works.len());
    let (power, attention) = (&mut ws.power, &mut e.works.attention);
    let mean = sums(step, attention).map(|sum| sum / works.max(1) as f64);
    for first in (0..works).step_by(BLOCK) {
        let block = first..works.min(first + BLOCK);
        let n = block.len();
        power.resize(n * Market::COUNT, 0.0);
        let (power, attention) = (&mut power[..], attention.each_mut().map(|column| &mut column[block.clone()]));
        step.cpu.run(
            #[inline(always)]
            || {
                for m in 0..Market::COUNT {
                    relate(&mut power[m * n..][..n], attention[m], mean[m], clip);
                }
                raise(power, psi);
                for (m, attention) in attention.into_iter().enumerate() {
                    favour(attention, &power[m * n..][..n]);
                }
            },
        );
    }
    PerMarket(sums(step, attention))
}

/// Sums of attention by market.
fn sums(step: &StepContext, attention: &PerMarket<Vec<f64>>) -> [f64; Market::COUNT] {
    let columns = attention.each_ref().map(|column| &column[..]);
    step.cpu.run(
        #[inline(always)]
        || math::sums(columns),
    )
}

/// clip(a0 / (mean a0 + 1e-12), 1 / adv, adv).
#[inline(always)]
fn relate(relative: &mut [f64], attention: &[f64], mean: f64, clip: f64) {
    for (relative, a) in relative.iter_mut().zip(attention) {
        *relative = (*a / (mean + 1e-12)).max(1.0 / clip).min(clip);
    }
}

#[inline(always)]
fn favour(attention: &mut [f64], factors: &[f64]) {
    for (a, factor) in attention.iter_mut().zip(factors) {
        *a *= factor;
    }
}

/// First quarter of the burn-in: catalogue in proportion to the exposure of all acts, in its steady state
/// sum C = a kappa / (1 - kappa).
fn seed_catalogue(step: &StepContext, e: &mut Economy, m: usize, works: f64, power: &mut Vec<f64>) {
    let (constants, labels, exposure) = (step.constants, &mut e.labels, Exposure::of_market(step.constants, m));
    let acts = |tier: Tier| &constants.act_share[tier.index()][..constants.p.act_count[tier.index()]];
    power.clear();
    for (fans, tier) in labels.fandom[m].iter().zip(&labels.tier) {
        power.extend(acts(*tier).iter().map(|share| exposure.base(fans * share)));
    }
    step.cpu.run(
        #[inline(always)]
        || raise(power, exposure.concavity),
    );
    let (mut total, mut powers) = (0.0, power.iter());
    for i in 0..labels.slots() {
        let (fans, fame) = (labels.fandom[m][i], labels.ln_recognition[i]);
        let of_act = |(share, power): (&f64, &f64)| exposure.own(fans * share, *power, fame, *share);
        labels.catalogue[m][i] = acts(labels.tier[i]).iter().zip(&mut powers).map(of_act).sum();
        total += labels.catalogue[m][i];
    }
    let kappa = constants.p.catalogue_retention;
    let scale = works * kappa / (1.0 - kappa) / total.max(1e-300);
    for catalogue in &mut e.labels.catalogue[m] {
        *catalogue *= scale;
    }
}

/// Attention of the catalogue by market, that of labels and that of platforms.
fn sum_catalogues(step: &StepContext, e: &Economy) -> [f64; Market::COUNT] {
    let [own, lost] = [&e.labels.catalogue, &e.labels.lost_catalogue].map(|catalogue| catalogue.each_ref().map(|column| &column[..]));
    let columns: [_; 2 * Market::COUNT] = join(own, lost);
    let sums = step.cpu.run(
        #[inline(always)]
        || math::sums(columns),
    );
    std::array::from_fn(|m| sums[m] + sums[Market::COUNT + m])
}

/// D = works + catalogue + outside; S = a / D. In the burn-in the outside
/// attention keeps the Korean share at its initial value.
fn share_market(step: &StepContext, e: &mut Economy, m: usize, works: f64, catalogue: f64) {
    let korean = works + catalogue;
    if step.burn_in() {
        let share = step.constants.p.initial_korean_share[m];
        e.markets.outside[m] = korean * (1.0 - share) / share;
    }
    let all = korean + e.markets.outside[m];
    e.markets.attention[m] = all;
    e.markets.korean_share[m] = korean / all;
    let (share, attention) = (&mut e.works.share[m][..], &e.works.attention[m][..]);
    step.cpu.run(
        #[inline(always)]
        || {
            for (share, a) in share.iter_mut().zip(attention) {
                *share = a / all;
            }
        },
    );
}

/// Chart entry in the United States: S > cutoff * exp(noise z).
fn count_chart_entries(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let (cutoff, noise) = (step.constants.p.chart_cutoff, step.constants.p.chart_noise);
    list_contenders(e, ws, lowest_cutoff(cutoff, noise));
    let Workspace { contenders, words, cutoffs, .. } = ws;
    cutoffs.resize(words.len(), 0.0);
    step.cpu.run(
        #[inline(always)]
        || draw_cutoffs(cutoffs, words, cutoff, noise),
    );
    e.totals.chart_entries = contenders.iter().zip(cutoffs).filter(|(share, cutoff)| *share > cutoff).count() as u32;
}

/// A bound that no cut-off drawn is below: that of the lowest draw, less more than the error of the arithmetic.
fn lowest_cutoff(cutoff: f64, noise: f64) -> f64 {
    cutoff * math::exp(noise * to_normal(0)) * (1.0 - 1e-9)
}

/// Works whose share is above a bound, without branches.
fn list_contenders(e: &Economy, ws: &mut Workspace, bound: f64) {
    let (share, words) = (&e.works.share[Market::Us.index()][..], e.works.draws.words_of(Purpose::Chart));
    let (to_share, to_words) = (&mut ws.contenders, &mut ws.words);
    to_share.resize(share.len(), 0.0);
    to_words.resize(share.len(), 0);
    let mut listed = 0;
    for (share, word) in share.iter().zip(words) {
        (to_share[listed], to_words[listed]) = (*share, *word);
        listed += usize::from(*share > bound);
    }
    to_share.truncate(listed);
    to_words.truncate(listed);
}

#[inline(always)]
fn draw_cutoffs(cutoffs: &mut [f64], words: &[u32], cutoff: f64, noise: f64) {
    for (out, word) in cutoffs.iter_mut().zip(words) {
        *out = cutoff * math::exp(noise * to_normal(*word));
    }
}
