//! Call 8: exposure, attention with cumulative advantage, catalogue, shares and charts (4.6).

use std::ops::Range;

use crate::draw::{Purpose, to_normal};
use crate::math::{self, join};
use crate::model::columns::{Powers, by_market, each};
use crate::model::constants::RunConstants;
use crate::model::equation::demand as equation;
use crate::model::equation::demand::{Exposure, Taste};
use crate::model::state::Economy;
use crate::model::step::StepContext;
use crate::units::{Market, PerMarket, PerPlatform, Tier};

/// Works that are heard together: few enough that what is known of them in all markets stays in the cache.
const BLOCK: usize = 512;

/// What is heard of a block of works: all markets in one column, market after market.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Exposure by titles.
    by_title: Vec<f64>,
    /// Fans relative to those of the reference, and how they dilute exposure.
    dilution: Powers,
    /// Log of the factor of taste and language.
    log_taste: Vec<f64>,
    /// Factor of taste and language.
    taste: Vec<f64>,
    /// Attention relative to the mean, and the advantage that comes of it.
    advantage: Powers,
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
        let (block, column) = (BLOCK * Market::COUNT, Vec::with_capacity);
        Self {
            by_title: column(block),
            // In the first quarter of the burn-in the acts of one market.
            dilution: Powers::allocate(works.max(block)),
            log_taste: column(block),
            taste: column(block),
            advantage: Powers::allocate(block),
            contenders: column(works),
            words: Vec::with_capacity(works),
            cutoffs: column(works),
        }
    }
}

/// The whole call.
pub fn allocate_attention(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    for first in (0..e.works.len()).step_by(BLOCK) {
        let block = first..e.works.len().min(first + BLOCK);
        gather_fans(e, block.clone());
        expose_titles(step, e, &mut ws.by_title, block.clone());
        expose(step, e, ws, block);
    }
    let works = advantage(step, e, &mut ws.advantage);
    if step.first_of_burn_in() {
        for m in 0..Market::COUNT {
            seed_catalogue(step, e, m, works[m], &mut ws.dilution);
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

/// Exposure by titles, market after market; 0 for works without one.
fn expose_titles(step: &StepContext, e: &Economy, by_title: &mut Vec<f64>, block: Range<usize>) {
    let (p, w, n) = (step.constants.p, &e.works, block.len());
    let reached = PerPlatform::build(|j| PerMarket::build(|m| e.conditions.reach[j.index()][m.index()] * p.listeners[m.index()]));
    by_title.clear();
    by_title.resize(n * Market::COUNT, 0.0);
    let place = |end: usize| w.titles.partition_point(|x| (*x as usize) < end);
    for &x in &w.titles[place(block.start)..place(block.end)] {
        let x = x as usize;
        let (per_reached, popularity) = (p.title_exposure[w.strategy[x].index()], w.popularity[x]);
        let reached = &reached[usize::from(w.platform[x])];
        for m in 0..Market::COUNT {
            by_title[m * n + x - block.start] = equation::title_exposure(reached[m], per_reached, popularity);
        }
    }
}

/// What exposure in one market depends on besides the work.
fn exposure_in(constants: &RunConstants, m: usize) -> Exposure {
    let p = constants.p;
    Exposure { per_fan: p.exposures_per_fan, reference_fans: constants.reference_fans[m], recognition: p.recognition_exposure * p.listeners[m] }
}

/// Taste for identity and loss of attention by language in one market.
fn taste_in(constants: &RunConstants, m: usize) -> Taste {
    let p = constants.p;
    Taste {
        weight: p.identity_taste_weight,
        linear: p.identity_taste_linear[m],
        quadratic: p.identity_taste_quadratic[m],
        language_loss: p.language_loss * p.language_distance[m],
        reach: p.localisation_reach,
    }
}

/// The power to which relative fans dilute exposure.
fn dilution_exponent(constants: &RunConstants) -> f64 {
    constants.p.fan_concavity - 1.0
}

/// Attention before cumulative advantage, by acts and titles.
fn expose(step: &StepContext, e: &mut Economy, ws: &mut Workspace, block: Range<usize>) {
    let (constants, w, n) = (step.constants, &mut e.works, block.len());
    for column in [&mut ws.dilution.base, &mut ws.log_taste, &mut ws.taste] {
        column.resize(n * Market::COUNT, 0.0);
    }
    for m in 0..Market::COUNT {
        let (exposure, taste) = (exposure_in(constants, m), taste_in(constants, m));
        each!(step.cpu, n;
        read { fans: w.fans[m][block.clone()], identity: w.identity[block.clone()], level: w.level[m][block.clone()] }
        write { relative_fans: ws.dilution.base[m * n..], log_taste: ws.log_taste[m * n..] }
        {
            *relative_fans = equation::relative_fans(fans, &exposure);
            *log_taste = equation::log_taste(identity, level, &taste);
        });
    }
    ws.dilution.raise(step.cpu, dilution_exponent(constants));
    each!(step.cpu, ws.taste.len(); read { log_taste: ws.log_taste } write { taste: ws.taste } { *taste = math::exp(log_taste) });
    for m in 0..Market::COUNT {
        let exposure = exposure_in(constants, m);
        each!(step.cpu, n;
        read {
            fans: w.fans[m][block.clone()], dilution: ws.dilution.power[m * n..], ln_recognition: w.ln_recognition[block.clone()],
            act_share: w.act_share[block.clone()], quality: w.quality[block.clone()], taste: ws.taste[m * n..],
            by_title: ws.by_title[m * n..],
        }
        write { attention: w.attention[m][block.clone()] }
        {
            let exposed = equation::act_exposure(fans, dilution, ln_recognition, act_share, &exposure) + by_title;
            *attention = equation::first_attention(exposed, quality, taste);
        });
    }
}

/// Cumulative advantage, a = a0 * relative attention^psi: what is heard is heard more. Returns the sums by market.
fn advantage(step: &StepContext, e: &mut Economy, advantage: &mut Powers) -> PerMarket<f64> {
    let (p, works, attention) = (step.constants.p, e.works.len(), &mut e.works.attention);
    let (clip, psi) = (p.advantage_clip, p.cumulative_advantage);
    let mean = sums(step, attention).map(|sum| sum / works.max(1) as f64);
    for first in (0..works).step_by(BLOCK) {
        let n = BLOCK.min(works - first);
        advantage.base.resize(n * Market::COUNT, 0.0);
        for m in 0..Market::COUNT {
            let mean = mean[m];
            each!(step.cpu, n;
                read { attention: attention[m][first..] }
                write { relative: advantage.base[m * n..] }
                { *relative = equation::relative_attention(attention, mean, clip) });
        }
        advantage.raise(step.cpu, psi);
        for m in 0..Market::COUNT {
            each!(step.cpu, n;
                read { advantage: advantage.power[m * n..] }
                write { attention: attention[m][first..] }
                { *attention *= advantage });
        }
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

/// First quarter of the burn-in: catalogue in proportion to the exposure of all acts, as large as in its steady state.
fn seed_catalogue(step: &StepContext, e: &mut Economy, m: usize, works: f64, dilution: &mut Powers) {
    let (constants, labels, exposure) = (step.constants, &mut e.labels, exposure_in(step.constants, m));
    let acts = |tier: Tier| &constants.act_share[tier.index()][..constants.p.act_count[tier.index()]];
    dilution.base.clear();
    for (fans, tier) in labels.fandom[m].iter().zip(&labels.tier) {
        dilution.base.extend(acts(*tier).iter().map(|share| equation::relative_fans(fans * share, &exposure)));
    }
    dilution.raise(step.cpu, dilution_exponent(constants));
    let (mut total, mut dilutions) = (0.0, dilution.power.iter());
    for i in 0..labels.slots() {
        let (fans, fame) = (labels.fandom[m][i], labels.ln_recognition[i]);
        let of_act = |(share, dilution): (&f64, &f64)| equation::act_exposure(fans * share, *dilution, fame, *share, &exposure);
        labels.catalogue[m][i] = acts(labels.tier[i]).iter().zip(&mut dilutions).map(of_act).sum();
        total += labels.catalogue[m][i];
    }
    let scale = equation::steady_catalogue(works, constants.p.catalogue_retention) / total.max(1e-300);
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

/// D = works + catalogue + outside; S = a / D. In both parts of the burn-in the outside
/// attention keeps the Korean share at its initial value.
fn share_market(step: &StepContext, e: &mut Economy, m: usize, works: f64, catalogue: f64) {
    let korean = works + catalogue;
    if step.burn_in() {
        let p = step.constants.p;
        e.markets.outside[m] = equation::outside_attention(korean, p.initial_korean_share[m], e.markets.outside[m], p.listeners[m]);
    }
    let all = (korean + e.markets.outside[m] * e.conditions.rivals[m]) / e.conditions.by_people[m];
    e.markets.attention[m] = all;
    e.markets.korean_share[m] = equation::share(korean, all);
    each!(step.cpu, e.works.len();
        read { attention: e.works.attention[m] }
        write { share: e.works.share[m] }
        { *share = equation::share(attention, all) });
}

/// Chart entry in the United States: S > cutoff * exp(noise z).
fn count_chart_entries(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let (cutoff, noise) = (step.constants.p.chart_cutoff, step.constants.p.chart_noise);
    list_contenders(e, ws, lowest_cutoff(cutoff, noise));
    let Workspace { contenders, words, cutoffs, .. } = ws;
    cutoffs.resize(words.len(), 0.0);
    each!(step.cpu, words.len();
        read { word: words }
        write { drawn: cutoffs }
        { *drawn = equation::chart_cutoff(cutoff, noise, to_normal(word)) });
    e.totals.chart_entries = contenders.iter().zip(cutoffs).filter(|(share, cutoff)| *share > cutoff).count() as u32;
}

/// A bound that no cut-off drawn is below: that of the lowest draw, less more than the error of the arithmetic.
fn lowest_cutoff(cutoff: f64, noise: f64) -> f64 {
    equation::chart_cutoff(cutoff, noise, to_normal(0)) * (1.0 - 1e-9)
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
