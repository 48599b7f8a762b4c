//! Call 6: slots of platforms, matching of works and titles, new partnerships; and the platforms'
//! part of call 12: beliefs and the fate of partnerships (4.5).

use super::accounts::Flow;
use super::economy::{Economy, Now};
use super::government::{TOLERANCE, book_outlay};
use super::label::NONE;
use super::scratch::{DrawRows, Ranked, list, rank};
use crate::draw::{Purpose, Who, to_gumbel, to_uniform};
use crate::math;
use crate::policy::{Claim, Kind};
use crate::units::{PerStrategy, Platform, Strategy};

/// The whole matching of call 6.
pub fn place_works(now: &Now, e: &mut Economy) {
    open_slots(now, e);
    score_works(now, e);
    place_with_partners(now, e);
    score_pairs(now, e);
    fill_slots(e);
    fill_brokered_slots(now, e);
}

/// Slots = floor(base * clip(exp(response * belief), floor, ceiling) * (1 - cut) * event factor + u).
fn open_slots(now: &Now, e: &mut Economy) {
    let p = now.world.p;
    let cut = if e.government.active { e.government.slot_cut(now.world) } else { 0.0 };
    e.platforms.titles = Default::default();
    e.platforms.brokered = 0;
    for platform in Platform::ALL {
        let j = platform.index();
        let response = math::exp(p.slot_response * e.platforms.belief[j]).clamp(p.slot_floor, p.slot_ceiling);
        let kept = if platform == Platform::Domestic { 1.0 } else { 1.0 - cut };
        let u = now.uniform(Purpose::Slots, Who::new(j as u32, 0), 0);
        e.platforms.slots[j] = (p.base_slots[j] * response * kept * e.conditions.slots[j] + u).floor() as u32;
    }
}

/// The part of the score that does not depend on the platform: quality, network, localisation, recognition.
fn score_works(now: &Now, e: &mut Economy) {
    let (w, weight) = (&e.works, now.world.p.score_weight);
    let (score, capability) = (&mut e.scratch.matching.of_work, &e.labels.localisation_capability);
    score.clear();
    score.extend(w.label.iter().map(|i| capability[*i as usize]));
    let (score, quality, network, fame) = (&mut score[..], &w.expected_quality[..], &w.network[..], &w.ln_recognition[..]);
    now.cpu.run(
        #[inline(always)]
        || {
            for (((score, quality), network), fame) in score.iter_mut().zip(quality).zip(network).zip(fame) {
                *score = weight.quality * quality + weight.network * network + weight.localisation * *score + weight.recognition * fame;
            }
        },
    );
}

fn give_title(e: &mut Economy, x: usize, j: usize) {
    e.works.platform[x] = j as u8;
    e.platforms.titles[j] += 1;
}

/// Lists the partnership works of labels with a partner.
fn list_bound(e: &mut Economy) {
    let (w, partner) = (&e.works, &e.labels.partner[..]);
    let bound = |x: usize| (w.strategy[x] == Strategy::Partnership) & (partner[w.label[x] as usize] != NONE);
    list(&mut e.scratch.matching.works, w.len(), bound);
}

/// Partnership works of labels with a partner take slots of that partner, up to its part for partners.
fn place_with_partners(now: &Now, e: &mut Economy) {
    let mut ranked = std::mem::take(&mut e.scratch.ranked);
    ranked.clear();
    list_bound(e);
    for x in e.scratch.matching.works.iter().map(|x| *x as usize) {
        let (i, act) = (e.works.label[x] as usize, e.works.act[x]);
        let score = e.scratch.matching.of_work[x] + now.gumbel(Purpose::PartnerNoise, e.who(i), act as usize);
        ranked.push(Ranked { score, slot: i as u32, act, place: u32::from(e.labels.partner[i]), work: x as u32, amount: 0.0 });
    }
    rank(&mut ranked);
    for row in &ranked {
        let j = row.place as usize;
        let part = (now.world.p.partner_slot_share * f64::from(e.platforms.slots[j]) + 0.5).floor();
        if f64::from(e.platforms.titles[j]) < part {
            give_title(e, row.work as usize, j);
        }
    }
    e.scratch.ranked = ranked;
}

/// A pair of a work and a platform, ordered by score, highest first, then work and platform.
///
/// One number, so that pairs are compared without branches: from the highest bits down, the bits of the score turned
/// so that the highest comes first, the work, the platform.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair(u128);

impl Pair {
    fn new(score: f64, work: u32, platform: usize) -> Self {
        Self(u128::from(descending(score)) << 64 | u128::from(work) << 32 | platform as u128)
    }

    fn work(self) -> usize {
        (self.0 >> 32) as u32 as usize
    }

    fn platform(self) -> usize {
        self.0 as u32 as usize
    }
}

/// Room for the matching.
#[derive(Clone, Debug, Default)]
pub struct Matching {
    /// Platform-independent part of the score of every work.
    of_work: Vec<f64>,
    /// Draws of the works that compete.
    rows: DrawRows,
    /// The works: those bound to a partner, then those that compete.
    works: Vec<u32>,
    /// The platform-independent part of their scores.
    own: Vec<f64>,
    /// Scores with one platform.
    score: Vec<f64>,
    /// Pairs; the best come first, sorted as far as they were needed.
    pairs: Vec<Pair>,
}

/// Pairs sorted at a time, for each slot.
const PAIRS_A_SLOT: usize = 2;

impl Matching {
    /// Room for the works of an economy.
    pub fn allocate(works: usize) -> Self {
        let column = || Vec::with_capacity(works);
        Self {
            of_work: column(),
            rows: DrawRows::allocate(works),
            works: Vec::with_capacity(works),
            own: column(),
            score: column(),
            pairs: Vec::with_capacity(works * Platform::COUNT),
        }
    }

    /// Sorts the next batch of pairs to the front of those left; returns where it ends.
    fn sort_batch(&mut self, from: usize, size: usize) -> usize {
        let rest = &mut self.pairs[from..];
        let batch = rest.len().min(size);
        if batch < rest.len() {
            rest.select_nth_unstable(batch);
        }
        rest[..batch].sort_unstable();
        from + batch
    }
}

/// A number as bits of which the lowest belong to the highest number.
fn descending(x: f64) -> u64 {
    let bits = x.to_bits();
    if bits >> 63 == 1 { bits } else { !(bits | 1 << 63) }
}

/// All pairs of an unplaced work and a platform, with their scores.
fn score_pairs(now: &Now, e: &mut Economy) {
    let w = &now.world.p.score_weight;
    let value = platform_values(now, e);
    let mut matching = std::mem::take(&mut e.scratch.matching);
    let works = &e.works;
    list(&mut matching.works, works.len(), |x| (works.strategy[x] != Strategy::Touring) & !works.placed(x));
    let committed = PerStrategy::build(|k| if k == Strategy::TieIn { 0.0 } else { w.commitment });
    let own = |x: &u32| matching.of_work[*x as usize] + committed[works.strategy[*x as usize].index()];
    matching.own.clear();
    matching.own.extend(matching.works.iter().map(own));
    matching.rows.ask(&matching.works, &works.label, &works.generation, &works.act);
    matching.rows.draw(now, Purpose::PlatformNoise, now.time);
    matching.pairs.clear();
    for j in 0..Platform::COUNT {
        matching.score.clear();
        let deals = matching.works.iter().map(|x| e.labels.deals[j][e.works.label[*x as usize] as usize]);
        matching.score.extend(deals);
        let (score, own, words) = (&mut matching.score[..], &matching.own[..], &matching.rows.words[j][..]);
        let (relation, worth) = (w.relation, w.value * value[j]);
        now.cpu.run(
            #[inline(always)]
            || add_scores(score, own, words, relation, worth),
        );
        let pair = |(work, score): (&u32, &f64)| Pair::new(*score, *work, j);
        matching.pairs.extend(matching.works.iter().zip(&matching.score).map(pair));
    }
    e.scratch.matching = matching;
}

/// score = own + relation * deals + value + Gumbel; `score` comes with the deals.
#[inline(always)]
fn add_scores(score: &mut [f64], own: &[f64], words: &[u32], relation: f64, worth: f64) {
    for ((score, own), word) in score.iter_mut().zip(own).zip(words) {
        *score = own + relation * *score + worth + to_gumbel(*word);
    }
}

/// ln(1e-6 + streaming value of the platform, all markets, last quarter); value 1 in the first of the burn-in.
fn platform_values(now: &Now, e: &Economy) -> [f64; Platform::COUNT] {
    std::array::from_fn(|j| {
        let value = if now.first_of_burn_in() { 1.0 } else { e.platforms.value[j].iter().sum() };
        math::ln(1e-6 + value)
    })
}

/// Highest score first: a work gets one title, a platform fills its slots. Stops when all slots are filled.
fn fill_slots(e: &mut Economy) {
    let mut matching = std::mem::take(&mut e.scratch.matching);
    let open = |e: &Economy, j: usize| e.platforms.titles[j] < e.platforms.slots[j];
    let size = PAIRS_A_SLOT * e.platforms.slots.iter().sum::<u32>() as usize;
    let (mut next, mut sorted) = (0, 0);
    while next < matching.pairs.len() && (0..Platform::COUNT).any(|j| open(e, j)) {
        if next == sorted {
            sorted = matching.sort_batch(sorted, size.max(sorted));
        }
        let (work, platform) = (matching.pairs[next].work(), matching.pairs[next].platform());
        if !e.works.placed(work) && open(e, platform) {
            give_title(e, work, platform);
        }
        next += 1;
    }
    e.scratch.matching = matching;
}

/// Extra slots that brokerage opens for partnership works of labels with a place, while money is left.
fn fill_brokered_slots(now: &Now, e: &mut Economy) {
    e.platforms.brokered_slots = 0;
    if !e.government.active || e.government.running(now.world, Kind::Brokerage).next().is_none() {
        return;
    }
    let mut matching = std::mem::take(&mut e.scratch.matching);
    matching.pairs.sort_unstable();
    for (n, programme) in now.world.programmes.iter().enumerate().filter(|(_, p)| p.kind == Kind::Brokerage) {
        if !e.government.accounts[n].running {
            continue;
        }
        let wide = programme.rule.platform_wide();
        let u = now.uniform(Purpose::BrokeredSlots, Who::NOBODY, programme.key as usize);
        let mut open = (wide.places / 4.0 + u).floor() as u32;
        if wide.places <= 0.0 {
            continue;
        }
        e.platforms.brokered_slots += open;
        for pair in &matching.pairs {
            let x = pair.work();
            if open == 0 {
                break;
            }
            if e.works.placed(x) || !in_programme(now, e, n, x) || !can_pay(e, n, x, wide.cost_per_deal) {
                continue;
            }
            // Extra titles do not use ordinary slots; a closed platform has none to open.
            if e.conditions.slots[pair.platform()] <= 0.0 {
                continue;
            }
            e.works.platform[x] = pair.platform() as u8;
            e.works.brokered_slot[x] = true;
            e.platforms.brokered += 1;
            open -= 1;
        }
    }
    e.scratch.matching = matching;
}

/// Whether a work belongs to a brokerage programme: a partnership work of a covered label with a place.
fn in_programme(now: &Now, e: &Economy, n: usize, x: usize) -> bool {
    let i = e.works.label[x] as usize;
    if e.works.strategy[x] != Strategy::Partnership || !e.government.accounts[n].place[i] {
        return false;
    }
    let facts = e.government.facts(now.world, &e.labels, i, n);
    e.government.covers(now.world, n, &facts, i, Claim::Label).is_some()
}

/// A work of a label without partner founds a deal, which must be paid; others need no money but some must be left.
fn can_pay(e: &Economy, n: usize, x: usize, cost: f64) -> bool {
    let money = e.government.accounts[n].money;
    let founds = e.labels.partner[e.works.label[x] as usize] == NONE;
    if founds { cost <= money + TOLERANCE && money > 0.0 } else { money > 0.0 }
}

/// A placed partnership work of a label without partner founds a partnership with that platform.
pub fn found_partnerships(now: &Now, e: &mut Economy) {
    e.works.list_titles();
    for n in 0..e.works.titles.len() {
        let x = e.works.titles[n] as usize;
        let i = e.works.label[x] as usize;
        e.labels.deals[usize::from(e.works.platform[x])][i] += 1.0;
        if e.works.strategy[x] != Strategy::Partnership || e.labels.partner[i] != NONE {
            continue;
        }
        let (durable, break_factor) = broker_deal(now, e, x);
        e.labels.partner[i] = e.works.platform[x];
        e.labels.term[i] = (now.world.p.partnership_term * (1.0 + durable)).floor() as i32;
        e.labels.performance[i] = 0.0;
        e.labels.break_factor[i] = break_factor;
    }
}

/// Terms of a new partnership: durable where a place pays for it while money is left.
fn broker_deal(now: &Now, e: &mut Economy, x: usize) -> (f64, f64) {
    if !e.government.active {
        return (0.0, 1.0);
    }
    for n in 0..now.world.programmes.len() {
        let programme = &now.world.programmes[n];
        if programme.kind != Kind::Brokerage || !in_programme(now, e, n, x) {
            continue;
        }
        let cost = programme.rule.platform_wide().cost_per_deal;
        if !can_pay(e, n, x, cost) {
            continue;
        }
        let i = e.works.label[x] as usize;
        let terms = programme.rule.platform_terms(&e.government.facts(now.world, &e.labels, i, n));
        e.government.accounts[n].money = (e.government.accounts[n].money - cost).max(0.0);
        book_outlay(now, e, n, Flow::Brokerage, cost);
        e.labels.support[i] += cost;
        return (terms.durable_factor, terms.break_factor);
    }
    (0.0, 1.0)
}

/// Call 12: beliefs and expectations move with the titles' performance; a large hit is seen by all.
pub fn update_beliefs(now: &Now, e: &mut Economy) {
    let p = now.world.p;
    let updating = if now.burn_in() { p.burn_in_expectation_updating } else { p.expectation_updating };
    let (mut sum, mut titles, mut best) = ([0.0; 4], [0.0; 4], 0.0_f64);
    measure_performance(now, e);
    for (x, performance) in e.works.titles.iter().zip(&e.scratch.by_work[0]) {
        let j = usize::from(e.works.platform[*x as usize]);
        sum[j] += performance;
        titles[j] += 1.0;
        best = best.max(performance - e.platforms.expectation[j]);
    }
    for j in 0..Platform::COUNT {
        if titles[j] > 0.0 {
            let surprise = sum[j] / titles[j] - e.platforms.expectation[j];
            let bounded = surprise.clamp(-p.belief_bound, p.belief_bound);
            e.platforms.belief[j] = (1.0 - p.belief_updating) * e.platforms.belief[j] + p.belief_updating * bounded;
        }
        let spillover = p.belief_spillover * (best - p.belief_threshold).max(0.0);
        e.platforms.belief[j] = (e.platforms.belief[j] + spillover).clamp(-p.belief_bound, p.belief_bound);
    }
    update_partnerships(now, e);
    for j in 0..Platform::COUNT {
        if titles[j] > 0.0 {
            e.platforms.expectation[j] += updating * (sum[j] / titles[j] - e.platforms.expectation[j]);
        }
    }
}

/// lp = ln(popularity * quality + 1e-6) of each title.
fn measure_performance(now: &Now, e: &mut Economy) {
    let (w, performance) = (&e.works, &mut e.scratch.by_work[0]);
    performance.clear();
    performance.extend(w.titles.iter().map(|x| w.popularity[*x as usize] * w.quality[*x as usize] + 1e-6));
    now.cpu.run(
        #[inline(always)]
        || math::ln_slice(performance),
    );
}

/// Performance of partnerships, on expectations before their update; then term, break and renewal.
fn update_partnerships(now: &Now, e: &mut Economy) {
    let memory = now.world.p.performance_memory;
    list_bound(e);
    let (w, labels) = (&e.works, &mut e.labels);
    for x in e.scratch.matching.works.iter().map(|x| *x as usize) {
        let i = w.label[x] as usize;
        let news = match w.titles.binary_search(&(x as u32)) {
            Err(_) => -1.0,
            Ok(n) if w.platform[x] == labels.partner[i] => e.scratch.by_work[0][n] - e.platforms.expectation[usize::from(w.platform[x])],
            Ok(_) => continue,
        };
        labels.performance[i] = memory * labels.performance[i] + (1.0 - memory) * news;
    }
    for i in 0..e.labels.slots() {
        if e.labels.partner[i] != NONE {
            age_partnership(now, e, i);
        }
    }
}

/// Breaks with clip(q0 + q1 (-p)+, 0, ceiling) times the durable factor; at term 0 is renewed or ends.
fn age_partnership(now: &Now, e: &mut Economy, i: usize) {
    let p = now.world.p;
    let performance = e.labels.performance[i];
    e.labels.term[i] -= 1;
    let breaks = (p.break_base + p.break_slope * (-performance).max(0.0)).clamp(0.0, p.break_ceiling) * e.labels.break_factor[i];
    if to_uniform(e.scratch.fates.words[0][i]) < breaks {
        e.labels.end_partnership(i);
    } else if e.labels.term[i] <= 0 {
        let renews = math::logistic(math::logit(p.renewal_probability) + performance);
        if to_uniform(e.scratch.fates.words[1][i]) < renews {
            e.labels.term[i] = p.partnership_term.floor() as i32;
        } else {
            e.labels.end_partnership(i);
        }
    }
}

/// End of call 12: the streaming value vp of exposure on each platform, as labels and platforms see it next quarter.
///
/// vp_jm = reach listeners / all attention * pool / 4 / (1 - retention) * `platform_value_factor`, M KRW.
pub fn value_exposure(now: &Now, e: &mut Economy) {
    let p = now.world.p;
    for j in 0..Platform::COUNT {
        for m in 0..crate::units::Market::COUNT {
            let exposure = e.conditions.reach[j][m] * p.listeners[m] / e.markets.attention[m];
            e.platforms.value[j][m] = exposure * e.conditions.pool[m] / 4.0 / (1.0 - p.catalogue_retention) * p.platform_value_factor;
        }
    }
}
