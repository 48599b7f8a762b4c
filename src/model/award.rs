//! Awards at the year's end: two tiers, a field of rivals, openness of the institution (4.9).

use super::economy::{Economy, Now};
use super::label::NONE;
use super::world::{MOST_ACTS, MOST_CATEGORIES};
use crate::draw::{Purpose, Who, to_exponential, to_gumbel, to_uniform};
use crate::math;
use crate::units::{Award, Market, Strategy};

/// A work of the calendar year as the jury sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearWork {
    /// Label slot.
    pub label: u32,
    /// Generation of the label at release.
    pub generation: u32,
    /// Act.
    pub act: u32,
    /// Strategy.
    pub strategy: Strategy,
    /// Quarter of the year, from 0.
    pub quarter: u32,
    /// Platform of the title, `NONE` without.
    pub platform: u8,
    /// Share of attention in the United States in the release quarter.
    pub share_us: f64,
    /// ln quality.
    pub ln_quality: f64,
    /// Effective localisation level in the United States.
    pub level_us: f64,
    /// Mean network.
    pub network: f64,
    /// Autonomy.
    pub autonomy: f64,
    /// Identity.
    pub identity: f64,
    /// First credited creator in the year's credits.
    pub credit_first: u32,
    /// Number of credited creators.
    pub credit_count: u32,
}

/// After call 12: the quarter's works join the works of the year.
pub fn enter_works(now: &Now, e: &mut Economy) {
    let us = Market::Us.index();
    let quarter = now.world.start.plus(now.t).of_year() - 1;
    for x in 0..e.works.len() {
        let label = e.works.label[x];
        let credit_first = e.year_credits.len() as u32;
        e.year_credits.extend_from_slice(e.works.credits(x));
        e.year_works.push(YearWork {
            label,
            generation: e.labels.generation[label as usize],
            act: e.works.act[x],
            strategy: e.works.strategy[x],
            quarter,
            platform: e.works.platform[x],
            share_us: e.works.share[us][x],
            ln_quality: e.works.ln_quality[x],
            level_us: e.works.level[us][x],
            network: e.works.network[x],
            autonomy: e.works.autonomy[x],
            identity: e.works.identity[x],
            credit_first,
            credit_count: e.works.credit_count[x],
        });
    }
}

/// All categories of both tiers; then openness fades and gains from the weights won.
pub fn hold_awards(now: &Now, e: &mut Economy) {
    let p = now.world.p;
    weigh_merit(now, e);
    draw_jury(now, e);
    let mut weight_won = 0.0;
    for award in Award::ALL {
        for category in 0..p.award_categories[award.index()] {
            if let Some(winner) = judge(now, e, award, category) {
                celebrate(now, e, award, winner);
                weight_won += p.award_weight[award.index()];
            }
        }
    }
    e.openness = (1.0 - p.openness_fade) * e.openness + p.openness_gain * weight_won;
    e.year_works.clear();
    e.year_credits.clear();
}

/// Utility of each work in each tier without luck and without the visual bonus, and its exponential.
fn weigh_merit(now: &Now, e: &mut Economy) {
    let (p, openness, n) = (now.world.p, e.openness, e.year_works.len());
    let scale = 1000.0 * now.world.scale;
    let [exposure, quality, level, network] = &mut e.scratch.seen;
    for column in [&mut *exposure, &mut *quality, &mut *level, &mut *network] {
        column.clear();
    }
    exposure.extend(e.year_works.iter().map(|work| work.share_us));
    quality.extend(e.year_works.iter().map(|work| work.ln_quality));
    level.extend(e.year_works.iter().map(|work| work.level_us));
    network.extend(e.year_works.iter().map(|work| work.network));
    let (exposure, quality, level, network) = (&mut exposure[..n], &quality[..n], &level[..n], &network[..n]);
    now.cpu.run(
        #[inline(always)]
        || expose(exposure, scale),
    );
    let merit = &mut e.scratch.merit;
    merit.iter_mut().for_each(|column| column.resize(n, 0.0));
    for award in Award::ALL {
        let t = award.index();
        let (utility, weight) = merit.split_at_mut(Award::COUNT);
        let (utility, weight) = (&mut utility[t][..n], &mut weight[t][..n]);
        let taste = [p.award_intercept[t], p.award_exposure[t], p.award_quality[t], p.award_norm_fit[t], p.norm_fit_network, openness];
        let seen = [&exposure[..], quality, level, network];
        now.cpu.run(
            #[inline(always)]
            || weigh(utility, weight, seen, taste),
        );
    }
}

/// ln(1 + share), the exposure of a work; shares in an economy of scale 1 are in thousandths.
#[inline(always)]
fn expose(shares: &mut [f64], scale: f64) {
    for share in shares {
        *share = math::ln(1.0 + scale * *share);
    }
}

/// The loop of [`weigh_merit`]: v0 + v_e exposure + v_q ln quality + v_f (level + v_fw network) + openness.
#[inline(always)]
fn weigh(utility: &mut [f64], weight: &mut [f64], seen: [&[f64]; 4], taste: [f64; 6]) {
    let n = utility.len();
    let weight = &mut weight[..n];
    let [exposure, quality, level, network] = seen.map(|column| &column[..n]);
    let [v0, exposed, of_quality, fit, of_network, openness] = taste;
    for x in 0..n {
        utility[x] = v0 + exposed * exposure[x] + of_quality * quality[x] + fit * (level[x] + of_network * network[x]) + openness;
        weight[x] = math::exp(utility[x]);
    }
}

/// Pairs of categories: one block of draws has both categories of a pair in both tiers.
const PAIRS: usize = MOST_CATEGORIES / 2;

/// The jury's draws, pair of categories by pair: index ((quarter * 16 + act) * 8 + category) * 2 + tier.
fn draw_jury(now: &Now, e: &mut Economy) {
    let categories = now.world.p.award_categories.iter().copied().max().unwrap_or(0);
    let rows = &mut e.scratch.jury;
    rows.clear();
    for pair in 0..categories.div_ceil(2) {
        for work in &e.year_works {
            rows.push(work.label, work.generation, (work.quarter * MOST_ACTS as u32 + work.act) * PAIRS as u32 + pair as u32);
        }
    }
    rows.draw(now, Purpose::AwardUtility, now.year());
}

/// One category: rivals are the top of a Gumbel field; above the fifth is nominated, the best may win.
///
/// V > fifth means -ln u < exp(V without luck) * (sum of the five rivals' Exp). As 1 - u is at most -ln u, most
/// works are passed over without a logarithm; those left are compared as the model says.
fn judge(now: &Now, e: &mut Economy, award: Award, category: usize) -> Option<usize> {
    let visual_media = award == Award::Premiere && category == 0;
    let bonus = if visual_media { now.world.p.award_visual_bonus } else { 0.0 };
    let field = Who::new((category * Award::COUNT + award.index()) as u32, 0);
    let rivals = |n: u32| -> f64 { (0..n).map(|r| to_exponential(now.draws.word(Purpose::AwardField, now.year(), field, r))).sum() };
    let (best_rival, fifth_rival) = (-math::ln(rivals(1)), -math::ln(rivals(5)));
    let bar = rivals(5) * math::exp(bonus) * (1.0 + 1e-9);
    let first = category / 2 * e.year_works.len();
    let words = &e.scratch.jury.words[category % 2 * 2 + award.index()][first..first + e.year_works.len()];
    let (utility, weight) = (&e.scratch.merit[award.index()], &e.scratch.merit[Award::COUNT + award.index()]);
    let mut winner: Option<(usize, f64)> = None;
    for (n, word) in words.iter().enumerate() {
        if 1.0 - to_uniform(*word) >= bar * weight[n] || (visual_media && e.year_works[n].platform == NONE) {
            continue;
        }
        let utility = utility[n] + bonus + to_gumbel(*word);
        if utility > fifth_rival {
            e.year.nominations += 1;
        }
        if utility > best_rival && winner.is_none_or(|(_, best)| utility > best) {
            winner = Some((n, utility));
        }
    }
    winner.map(|(n, _)| n)
}

/// A win moves creators, label, platform and investors, each by the weight of the award.
fn celebrate(now: &Now, e: &mut Economy, award: Award, winner: usize) {
    let (p, t) = (now.world.p, award.index());
    let (work, weight) = (e.year_works[winner], p.award_weight[t]);
    let first = work.credit_first as usize;
    for n in first..first + work.credit_count as usize {
        e.creators.recognition[e.year_credits[n] as usize] += weight;
    }
    let i = work.label as usize;
    if e.labels.alive[i] && e.labels.generation[i] == work.generation {
        e.labels.recognition[i] += weight;
        for market in Market::FOREIGN {
            e.labels.fandom[market.index()][i] *= 1.0 + p.award_lift[t];
        }
    }
    if work.platform != NONE {
        e.platforms.belief[usize::from(work.platform)] += p.belief_award * weight;
    }
    e.investors.sentiment[work.strategy.index()] += p.award_sentiment * weight;
    e.year.wins[t] += 1;
    e.year.win_weight += weight;
    e.year.win_autonomy += weight * work.autonomy;
    e.year.win_identity += weight * work.identity;
}
