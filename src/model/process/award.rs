//! Awards at the year's end: two tiers, a field of rivals, openness of the institution (4.9).

use crate::draw::{Purpose, Who, to_exponential, to_gumbel, to_uniform};
use crate::math;
use crate::model::columns::{DrawRows, Table, each};
use crate::model::constants::{MOST_ACTS, MOST_CATEGORIES};
use crate::model::equation::awards as equation;
use crate::model::state::{Economy, NONE};
use crate::model::step::StepContext;
use crate::units::{Award, Market};

/// What juries work with.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Exposure of each work of the year.
    exposure: Vec<f64>,
    /// Utility of each work by award without its draw and the visual bonus.
    utility: [Vec<f64>; Award::COUNT],
    /// Its exponential.
    weight: [Vec<f64>; Award::COUNT],
    /// Draws of the jury.
    jury: DrawRows,
    /// Works whose draws may suffice in a category.
    shortlist: Vec<u32>,
}

impl Workspace {
    /// Allocates for so many works of a year.
    pub fn allocate(works: usize) -> Self {
        let column = || Vec::with_capacity(works);
        Self {
            exposure: column(),
            utility: [(); Award::COUNT].map(|()| column()),
            weight: [(); Award::COUNT].map(|()| column()),
            jury: DrawRows::allocate(2 * works),
            shortlist: Vec::with_capacity(works),
        }
    }
}

/// After call 12: the quarter's works join the works of the year.
pub fn enter_works(step: &StepContext, e: &mut Economy) {
    let (y, w, us) = (&mut e.year_works, &e.works, Market::Us.index());
    let quarter = step.constants.start.plus(step.t).of_year() - 1;
    y.label.extend_from_slice(&w.label);
    y.generation.extend_from_slice(&w.generation);
    y.act.extend_from_slice(&w.act);
    y.quarter.resize(y.label.len(), quarter);
    y.strategy.extend_from_slice(&w.strategy);
    y.platform.extend_from_slice(&w.platform);
    y.share_us.extend_from_slice(&w.share[us]);
    y.ln_quality.extend_from_slice(&w.ln_quality);
    y.level_us.extend_from_slice(&w.level[us]);
    y.network.extend_from_slice(&w.network);
    y.autonomy.extend_from_slice(&w.autonomy);
    y.identity.extend_from_slice(&w.identity);
    let before = e.year_credits.len() as u32;
    y.credit_first.extend(w.credit_first.iter().map(|first| before + first));
    y.credit_count.extend_from_slice(&w.credit_count);
    e.year_credits.extend_from_slice(&w.credits_of_works);
}

/// All categories of both tiers; then openness fades and gains from the weights won.
pub fn hold_awards(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let p = step.constants.p;
    weigh_merit(step, e, ws);
    draw_jury(step, e, ws);
    let mut weight_won = 0.0;
    for award in Award::ALL {
        for category in 0..p.award_categories[award.index()] {
            if let Some(winner) = judge(step, e, award, category, ws) {
                celebrate(step, e, award, winner);
                weight_won += p.award_weight[award.index()];
            }
        }
    }
    e.openness = equation::openness(e.openness, p.openness_fade, p.openness_gain, weight_won);
    e.year_works.forget_all();
    e.year_credits.clear();
}

/// Utility of each work in each tier without its draw and the visual bonus, and its exponential.
fn weigh_merit(step: &StepContext, e: &Economy, ws: &mut Workspace) {
    let (p, y, n) = (step.constants.p, &e.year_works, e.year_works.len());
    let thousandths = 1000.0 * step.constants.scale;
    let Workspace { exposure, utility, weight, .. } = ws;
    utility.iter_mut().chain(&mut *weight).chain([&mut *exposure]).for_each(|column| column.resize(n, 0.0));
    each!(step.cpu, n; read { share: y.share_us } write { exposure: exposure } { *exposure = equation::exposure(share, thousandths) });
    for award in Award::ALL {
        let t = award.index();
        let taste = equation::JuryTaste {
            intercept: p.award_intercept[t],
            exposure: p.award_exposure[t],
            quality: p.award_quality[t],
            norm_fit: p.award_norm_fit[t],
            network: p.norm_fit_network,
            openness: e.openness,
        };
        each!(step.cpu, n;
        read { exposure: exposure, ln_quality: y.ln_quality, level: y.level_us, network: y.network }
        write { utility: utility[t], weight: weight[t] }
        {
            *utility = equation::merit(taste, exposure, ln_quality, level, network);
            *weight = math::exp(*utility);
        });
    }
}

/// Pairs of categories: one block of draws has both categories of a pair in both tiers.
const PAIRS: usize = MOST_CATEGORIES / 2;

/// The jury's draws, pair of categories by pair: index ((quarter * 16 + act) * 8 + category) * 2 + tier.
fn draw_jury(step: &StepContext, e: &Economy, ws: &mut Workspace) {
    let categories = step.constants.p.award_categories.iter().copied().max().unwrap_or(0);
    let (rows, y, n) = (&mut ws.jury, &e.year_works, e.year_works.len());
    let pairs = categories.div_ceil(2);
    let [slots, generations, numbers] = rows.open(pairs * n);
    for pair in 0..pairs {
        let of_pair = pair * n..(pair + 1) * n;
        slots[of_pair.clone()].copy_from_slice(&y.label);
        generations[of_pair.clone()].copy_from_slice(&y.generation);
        for ((number, quarter), act) in numbers[of_pair].iter_mut().zip(&y.quarter).zip(&y.act) {
            *number = (quarter * MOST_ACTS as u32 + act) * PAIRS as u32 + pair as u32;
        }
    }
    rows.draw(step, Purpose::AwardUtility, step.year());
}

/// One category: rivals are the top of a Gumbel field; above the fifth is nominated, the best may win.
///
/// Most works are passed over without a logarithm ([`equation::bar`]); those left are compared as the model says.
fn judge(step: &StepContext, e: &mut Economy, award: Award, category: usize, ws: &mut Workspace) -> Option<usize> {
    let visual_media = award == Award::Premiere && category == 0;
    let bonus = if visual_media { step.constants.p.award_visual_bonus } else { 0.0 };
    let field = Who::new((category * Award::COUNT + award.index()) as u32, 0);
    let rivals = |n: u32| -> f64 { (0..n).map(|r| to_exponential(step.draws.word(Purpose::AwardField, step.year(), field, r))).sum() };
    let (best_rival, fifth_rival) = (equation::rival(rivals(1)), equation::rival(rivals(5)));
    let bar = equation::bar(rivals(5), bonus);
    let first = category / 2 * e.year_works.len();
    let words = &ws.jury.words[category % 2 * 2 + award.index()][first..first + e.year_works.len()];
    let (utility, weight) = (&ws.utility[award.index()], &ws.weight[award.index()]);
    let shortlist = &mut ws.shortlist;
    step.cpu.run(
        #[inline(always)]
        || list_hopeful(shortlist, words, weight, bar),
    );
    let mut winner: Option<(usize, f64)> = None;
    for n in shortlist.iter().map(|n| *n as usize).filter(|n| !visual_media || e.year_works.platform[*n] != NONE) {
        let utility = utility[n] + bonus + to_gumbel(words[n]);
        if utility > fifth_rival {
            e.year.nominations += 1;
        }
        if utility > best_rival && winner.is_none_or(|(_, best)| utility > best) {
            winner = Some((n, utility));
        }
    }
    winner.map(|(n, _)| n)
}

/// Works that a jury passes over together where none of them may be nominated.
const READING: usize = 16;

/// The works whose draws may suffice. Few are, so most readings have none.
#[inline(always)]
fn list_hopeful(shortlist: &mut Vec<u32>, words: &[u32], weight: &[f64], bar: f64) {
    let hopeful = |word: u32, weight: f64| equation::hopeful(to_uniform(word), bar, weight);
    shortlist.clear();
    for (reading, (words, weights)) in words.chunks(READING).zip(weight.chunks(READING)).enumerate() {
        let mut any = false;
        for (word, weight) in words.iter().zip(weights) {
            any |= hopeful(*word, *weight);
        }
        if any {
            let of_reading = (0..words.len()).filter(|n| hopeful(words[*n], weights[*n]));
            shortlist.extend(of_reading.map(|n| (reading * READING + n) as u32));
        }
    }
}

/// A win moves creators, label, platform and investors, each by the weight of the award.
fn celebrate(step: &StepContext, e: &mut Economy, award: Award, winner: usize) {
    let (p, t, y) = (step.constants.p, award.index(), &e.year_works);
    let weight = p.award_weight[t];
    let first = y.credit_first[winner] as usize;
    for g in &e.year_credits[first..first + y.credit_count[winner] as usize] {
        e.creators.recognition[*g as usize] += weight;
    }
    let i = y.label[winner] as usize;
    if e.labels.alive[i] && e.labels.generation[i] == y.generation[winner] {
        e.labels.recognition[i] += weight;
        for market in Market::FOREIGN {
            let fans = &mut e.labels.fandom[market.index()][i];
            *fans = equation::lifted(*fans, p.award_lift[t]);
        }
    }
    if y.platform[winner] != NONE {
        e.platforms.belief[usize::from(y.platform[winner])] += p.belief_award * weight;
    }
    e.investors.sentiment[y.strategy[winner].index()] += p.award_sentiment * weight;
    e.year.wins[t] += 1;
    e.year.win_weight += weight;
    e.year.win_autonomy += weight * y.autonomy[winner];
    e.year.win_identity += weight * y.identity[winner];
}
