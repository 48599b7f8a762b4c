//! Call 6: slots of platforms and matching of works and titles; and the platforms' part of call 12: beliefs (4.5).

use super::partnership;
use crate::draw::{Purpose, Who, to_gumbel};
use crate::math::{self, Cpu};
use crate::model::columns::{DrawRows, Ranked, each, list, rank};
use crate::model::equation::platforms::{self as equation, Exposure, Merits, SlotResponse, Spillover};
use crate::model::equation::pulled;
use crate::model::equation::revenue::quarterly_pool;
use crate::model::state::Economy;
use crate::model::step::StepContext;
use crate::policy::Seam;
use crate::units::{Market, PerMarket, PerPlatform, PerStrategy, Platform, Strategy};

/// The whole matching of call 6.
pub fn place_works(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    open_slots(step, e);
    score_works(step, e, ws);
    place_with_partners(step, e, ws);
    score_pairs(step, e, ws);
    fill_slots(e, ws);
    fill_brokered_slots(step, e, ws);
}

/// Slots of the quarter; a cut spares the domestic platform.
fn open_slots(step: &StepContext, e: &mut Economy) {
    let p = step.constants.p;
    let cut = if e.government.active { e.government.slot_cut(step.constants) } else { 0.0 };
    let response = SlotResponse { response: p.slot_response, floor: p.slot_floor, ceiling: p.slot_ceiling };
    e.platforms.titles = Default::default();
    e.platforms.brokered = 0;
    for platform in Platform::ALL {
        let j = platform.index();
        let factor = equation::slot_factor(e.platforms.belief[j], &response);
        let cut = if platform == Platform::Domestic { 0.0 } else { cut };
        let u = step.uniform(Purpose::Slots, Who::new(j as u32, 0), 0);
        e.platforms.slots[j] = equation::slots(p.base_slots[j], factor, cut, e.conditions.slots[j], u) as u32;
    }
}

/// The part of the score that does not depend on the platform.
fn score_works(step: &StepContext, e: &Economy, ws: &mut Workspace) {
    let (w, weight, capability) = (&e.works, step.constants.p.score_weight, &e.labels.localisation_capability);
    ws.capability.clear();
    ws.capability.extend(w.label.iter().map(|i| capability[*i as usize]));
    ws.of_work.resize(w.len(), 0.0);
    each!(step.cpu, w.len();
        read { quality: w.expected_quality, network: w.network, localisation: ws.capability, recognition: w.ln_recognition }
        write { score: ws.of_work }
        { *score = equation::own_score(&Merits { quality, network, localisation, recognition }, &weight) });
}

fn give_title(e: &mut Economy, x: usize, j: usize) {
    e.works.platform[x] = j as u8;
    e.platforms.titles[j] += 1;
}

/// Partnership works of labels with a partner take slots of that partner, up to its part for partners.
fn place_with_partners(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let Workspace { of_work, bound, with_partners: ranked, .. } = ws;
    ranked.clear();
    partnership::list_bound(e, bound);
    for x in bound.iter().map(|x| *x as usize) {
        let (i, act) = (e.works.label[x] as usize, e.works.act[x]);
        let score = of_work[x] + step.gumbel(Purpose::PartnerNoise, e.who(i), act as usize);
        ranked.push(Ranked { score, slot: i as u32, act, place: u32::from(e.labels.partner[i]), work: x as u32, amount: 0.0 });
    }
    rank(ranked);
    for row in ranked {
        let j = row.place as usize;
        let part = equation::partner_slots(step.constants.p.partner_slot_share, f64::from(e.platforms.slots[j]));
        if f64::from(e.platforms.titles[j]) < part {
            give_title(e, row.work as usize, j);
        }
    }
}

/// What the matching of works and platforms works with.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Localisation capability of the label of every work.
    capability: Vec<f64>,
    /// Platform-independent part of the score of every work.
    of_work: Vec<f64>,
    /// Partnership works of labels with a partner.
    bound: Vec<u32>,
    /// These works in the order in which partners take them.
    with_partners: Vec<Ranked>,
    /// Draws of the works that compete.
    rows: DrawRows,
    /// The works.
    works: Vec<u32>,
    /// The platform-independent part of their scores.
    own: Vec<f64>,
    /// Deals of their labels with one platform after the other.
    relation: Vec<f64>,
    /// Scores of all works with one platform after the other.
    score: Vec<f64>,
    /// The pairs of a work and a platform; the best come first, sorted as far as they were needed.
    ///
    /// One number each, so that pairs are compared without branches: the bits of the score, turned so that the highest
    /// comes first, without the lowest [`Self::place_bits`] of them, in which stands the pair's place by work and platform.
    pairs: Vec<u64>,
    /// Bits of a place.
    place_bits: u32,
    /// What the ln of is the performance of a title.
    strength: Vec<f64>,
}

/// Pairs sorted at a time, for each slot.
const PAIRS_A_SLOT: usize = 2;

impl Workspace {
    /// Allocates for so many works.
    pub fn allocate(works: usize) -> Self {
        let column = || Vec::with_capacity(works);
        Self {
            capability: column(),
            of_work: column(),
            bound: Vec::with_capacity(works),
            with_partners: Vec::with_capacity(works),
            rows: DrawRows::allocate(works),
            works: Vec::with_capacity(works),
            own: column(),
            relation: Vec::with_capacity(works * Platform::COUNT),
            score: Vec::with_capacity(works * Platform::COUNT),
            pairs: Vec::with_capacity(works * Platform::COUNT),
            place_bits: 0,
            strength: column(),
        }
    }

    /// Makes the pairs from the scores.
    fn list_pairs(&mut self, cpu: Cpu) {
        let works = self.works.len();
        self.pairs.resize(works * Platform::COUNT, 0);
        self.place_bits = usize::BITS - self.pairs.len().leading_zeros();
        let lowest = (1 << self.place_bits) - 1;
        let (pairs, score) = (&mut self.pairs[..], &self.score[..]);
        cpu.run(
            #[inline(always)]
            || {
                for (j, score) in score.chunks_exact(works.max(1)).enumerate() {
                    for (work, score) in score.iter().enumerate() {
                        pairs[j * works + work] = descending(*score) & !lowest | (work * Platform::COUNT + j) as u64;
                    }
                }
            },
        );
    }

    /// Drops the pairs of other works.
    fn keep_works(&mut self, keeps: impl Fn(usize) -> bool) {
        let Self { works, pairs, place_bits, .. } = self;
        pairs.retain(|pair| keeps(works[place_of(*pair, *place_bits).0] as usize));
    }

    /// Place of the work of a pair among those that compete, and platform.
    fn place(&self, pair: u64) -> (usize, usize) {
        place_of(pair, self.place_bits)
    }

    /// Sorts the next batch of pairs to the front of those left: by score, highest first, then work and platform;
    /// returns where it ends.
    fn sort_batch(&mut self, from: usize, size: usize) -> usize {
        let batch = (self.pairs.len() - from).min(size);
        let rest = &mut self.pairs[from..];
        if batch < rest.len() {
            rest.select_nth_unstable(batch);
        }
        rest[..batch].sort_unstable();
        // Where scores differ in the bits that give way to the place only, all of them are compared.
        let bits = self.place_bits;
        if rest[..rest.len().min(batch + 1)].windows(2).any(|pair| pair[0] >> bits == pair[1] >> bits) {
            self.sort_exactly(from);
        }
        from + batch
    }

    /// Sorts pairs by all bits of their scores.
    fn sort_exactly(&mut self, from: usize) {
        let Self { works, score, pairs, place_bits, .. } = self;
        pairs[from..].sort_unstable_by_key(|pair| {
            let (work, platform) = place_of(*pair, *place_bits);
            (descending(score[platform * works.len() + work]), work, platform)
        });
    }
}

/// What stands in the lowest bits of a pair: place of its work among those that compete, and platform.
fn place_of(pair: u64, bits: u32) -> (usize, usize) {
    let place = pair as usize & ((1 << bits) - 1);
    (place / Platform::COUNT, place % Platform::COUNT)
}

/// A number as bits of which the lowest belong to the highest number.
fn descending(x: f64) -> u64 {
    let bits = x.to_bits();
    if bits >> 63 == 1 { bits } else { !(bits | 1 << 63) }
}

/// All pairs of an unplaced work and a platform, with their scores.
fn score_pairs(step: &StepContext, e: &Economy, ws: &mut Workspace) {
    let w = &step.constants.p.score_weight;
    let value = platform_values(step, e);
    let works = &e.works;
    list(&mut ws.works, works.len(), |x| (works.strategy[x] != Strategy::Touring) & !works.placed(x));
    let committed = PerStrategy::build(|k| if k == Strategy::TieIn { 0.0 } else { w.commitment });
    let own = |x: &u32| ws.of_work[*x as usize] + committed[works.strategy[*x as usize].index()];
    ws.own.clear();
    ws.own.extend(ws.works.iter().map(own));
    ws.rows.ask(&ws.works, &works.label, &works.generation, &works.act);
    ws.rows.draw(step, Purpose::PlatformNoise, step.time);
    ws.relation.clear();
    for relation in e.labels.relation.iter() {
        ws.relation.extend(ws.rows.slots.iter().map(|label| relation[*label as usize]));
    }
    ws.score.resize(ws.relation.len(), 0.0);
    let (weight, pairs) = (w.relation, ws.works.len().max(1));
    for (j, (score, relation)) in ws.score.chunks_exact_mut(pairs).zip(ws.relation.chunks_exact(pairs)).enumerate() {
        let worth = w.value * value[j];
        each!(step.cpu, score.len(); read { own: ws.own, relation: relation, word: ws.rows.words[j] } write { score: score } {
            *score = equation::pair_score(own, relation, weight, worth, to_gumbel(word));
        });
    }
    ws.list_pairs(step.cpu);
}

/// ln of the streaming value of each platform, all markets, last quarter; value 1 in the first of the burn-in.
fn platform_values(step: &StepContext, e: &Economy) -> [f64; Platform::COUNT] {
    std::array::from_fn(|j| {
        let value = if step.first_of_burn_in() { 1.0 } else { e.platforms.value[j].iter().sum() };
        equation::ln_value(value)
    })
}

/// Highest score first: a work gets one title, a platform fills its slots. Stops when all slots are filled.
fn fill_slots(e: &mut Economy, ws: &mut Workspace) {
    let slots = e.platforms.slots.iter().zip(e.platforms.titles.iter());
    let mut open = PerPlatform::<u32>::default();
    open.iter_mut().zip(slots).for_each(|(open, (slots, titles))| *open = slots.saturating_sub(*titles));
    let size = PAIRS_A_SLOT * e.platforms.slots.iter().sum::<u32>() as usize;
    let (mut left, mut next, mut sorted) = (open.iter().sum::<u32>(), 0, 0);
    while next < ws.pairs.len() && left > 0 {
        if next == sorted {
            sorted = ws.sort_batch(sorted, size.max(sorted));
        }
        let (work, j) = ws.place(ws.pairs[next]);
        let x = ws.works[work] as usize;
        if !e.works.placed(x) && open[j] > 0 {
            give_title(e, x, j);
            (open[j], left) = (open[j] - 1, left - 1);
        }
        next += 1;
    }
}

/// Extra slots that brokerage opens for partnership works of labels with a place, while money is left.
fn fill_brokered_slots(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    e.platforms.brokered_slots = 0;
    if !e.government.active || e.government.running(step.constants, Seam::Places).next().is_none() {
        return;
    }
    // Few works are of a programme, and only their pairs compete for its slots.
    ws.keep_works(|x| may_be_brokered(e, x));
    ws.sort_batch(0, ws.pairs.len());
    for (n, programme) in step.constants.programmes.iter().enumerate().filter(|(_, p)| p.acts_at(Seam::Places)) {
        if !e.government.accounts[n].running {
            continue;
        }
        let wide = programme.rule.platform_wide();
        let u = step.uniform(Purpose::BrokeredSlots, Who::NOBODY, programme.key as usize);
        let mut open = equation::brokered_slots(e.government.accounts[n].places, u);
        e.platforms.brokered_slots += open;
        for pair in &ws.pairs {
            let (work, j) = ws.place(*pair);
            let x = ws.works[work] as usize;
            if open == 0 {
                break;
            }
            if e.works.placed(x) || !partnership::in_programme(step, e, n, x) || !partnership::can_pay(e, n, x, wide.cost_per_deal) {
                continue;
            }
            // Extra titles do not use ordinary slots; a closed platform has none to open.
            if e.conditions.slots[j] <= 0.0 {
                continue;
            }
            e.works.platform[x] = j as u8;
            e.works.brokered_slot[x] = true;
            e.platforms.brokered += 1;
            open -= 1;
        }
    }
}

/// Whether the label of a partnership work has a place of some programme.
fn may_be_brokered(e: &Economy, x: usize) -> bool {
    let i = e.works.label[x] as usize;
    e.works.strategy[x] == Strategy::Partnership && e.government.accounts.iter().any(|account| account.place[i])
}

/// Call 12: beliefs and expectations move with the titles' performance; a large hit is seen by all.
pub fn update_beliefs(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let p = step.constants.p;
    let updating = if step.calibrating() { p.burn_in_expectation_updating } else { p.expectation_updating };
    let (mut sum, mut titles, mut best) = ([0.0; 4], [0.0; 4], 0.0_f64);
    fade_relations(step, e);
    measure_performance(step, e, &mut ws.strength);
    for (x, performance) in e.works.titles.iter().zip(&e.works.title_performance) {
        let j = usize::from(e.works.platform[*x as usize]);
        sum[j] += performance;
        titles[j] += 1.0;
        best = best.max(performance - e.platforms.expectation[j]);
    }
    let hits = Spillover { rate: p.belief_spillover, threshold: p.belief_threshold, bound: p.belief_bound };
    for j in 0..Platform::COUNT {
        let belief = &mut e.platforms.belief[j];
        if titles[j] > 0.0 {
            let surprise = sum[j] / titles[j] - e.platforms.expectation[j];
            *belief = equation::belief_of_titles(*belief, surprise, p.belief_updating, p.belief_bound);
        }
        *belief = equation::belief_of_hits(*belief, best, &hits);
    }
    partnership::update(step, e, &mut ws.bound);
    for j in 0..Platform::COUNT {
        if titles[j] > 0.0 {
            e.platforms.expectation[j] = pulled(e.platforms.expectation[j], sum[j] / titles[j], updating);
        }
    }
}

/// Relations of all labels with all platforms fade, those that the quarter's titles made too.
fn fade_relations(step: &StepContext, e: &mut Economy) {
    let (l, fade) = (&mut e.labels, step.constants.p.relation_fade);
    for j in 0..Platform::COUNT {
        each!(step.cpu, l.slots(); read {} write { relation: l.relation[j] } { *relation = equation::faded_relation(*relation, fade) });
    }
}

/// Performance of each title.
fn measure_performance(step: &StepContext, e: &mut Economy, strength: &mut Vec<f64>) {
    let w = &mut e.works;
    strength.clear();
    strength.extend(w.titles.iter().map(|x| equation::strength(w.popularity[*x as usize], w.quality[*x as usize])));
    w.title_performance.resize(strength.len(), 0.0);
    each!(step.cpu, strength.len(); read { strength: strength } write { performance: w.title_performance } { *performance = math::ln(strength) });
}

/// End of call 12: what exposure on each platform is worth in streaming, as labels and platforms see it next quarter,
/// and what labels know of titles before they have one.
pub fn value_exposure(step: &StepContext, e: &mut Economy) {
    let p = step.constants.p;
    for j in 0..Platform::COUNT {
        for m in 0..Market::COUNT {
            let (reach, listeners) = (e.conditions.reach[j][m], p.listeners[m]);
            let pool = quarterly_pool(e.conditions.pool[m], e.conditions.exchange[m]);
            e.platforms.value[j][m] = equation::exposure_value(&Exposure { reach, listeners, attention: e.markets.attention[m], pool });
        }
    }
    let (mut works, mut placed, mut sums) = (PerStrategy::<f64>::default(), PerStrategy::<f64>::default(), PerMarket::<f64>::default());
    e.works.strategy.iter().for_each(|k| works[k.index()] += 1.0);
    for x in e.works.titles.iter().map(|x| *x as usize) {
        placed[e.works.strategy[x].index()] += 1.0;
        let value = &e.platforms.value[usize::from(e.works.platform[x])];
        sums.iter_mut().zip(value.iter()).for_each(|(sum, value)| *sum += value);
    }
    let memory = if step.first_of_burn_in() { 0.0 } else { p.press_memory };
    for k in 0..Strategy::COUNT {
        let share = &mut e.platforms.placed_share[k];
        *share = equation::placed_share(*share, placed[k], works[k], memory);
    }
    let titles = e.works.titles.len() as f64;
    for (mean, sum) in e.platforms.mean_value.iter_mut().zip(sums.iter()) {
        *mean = equation::mean_value(*mean, *sum, titles);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Works and platforms of the pairs of two works with scores by platform, sorted in batches of a size.
    fn sorted(scores: [[f64; 2]; Platform::COUNT], size: usize) -> Vec<(usize, usize)> {
        let mut matching = Workspace { works: vec![3, 5], score: scores.as_flattened().to_vec(), ..Workspace::allocate(2) };
        matching.list_pairs(Cpu::detect());
        let mut end = 0;
        while end < matching.pairs.len() {
            end = matching.sort_batch(end, size);
        }
        matching.pairs.iter().map(|pair| matching.place(*pair)).collect()
    }

    #[test]
    fn the_highest_score_comes_first_then_the_lower_work_and_platform() {
        let scores = [[-0.5, 2.0], [1.0, 1.0], [-3.0, 0.25], [1.0, -0.0]];
        let order = [(1, 0), (0, 1), (0, 3), (1, 1), (1, 2), (1, 3), (0, 0), (0, 2)];
        for size in [1, 2, 3, 8, 100] {
            assert_eq!(sorted(scores, size), order, "in batches of {size}");
        }
    }

    #[test]
    fn scores_that_differ_in_their_last_bit_are_in_their_order() {
        let (low, high) = (1.0, 1.0 + f64::EPSILON);
        let scores = [[low, low], [low, high], [-high, -low], [low, high]];
        let order = [(1, 1), (1, 3), (0, 0), (0, 1), (0, 3), (1, 0), (1, 2), (0, 2)];
        for size in [1, 2, 3, 8] {
            assert_eq!(sorted(scores, size), order, "in batches of {size}");
        }
    }
}
