//! Imitation in call 3: which peers a label observes, and what it learns from their payoffs (4.2).

use crate::draw::{Purpose, Who};
use crate::math::Cpu;
use crate::model::columns::{DrawRows, MOST_BLOCKS, each};
use crate::model::equation;
use crate::model::state::{Labels, Payoffs};
use crate::model::step::StepContext;
use crate::units::{PerStrategy, Strategy, Tier};

/// Standing of an empty slot, which is of no tier; a label's is one bit for its tier, and [`LIVING`].
const EMPTY: u8 = 0;
/// The bit of everybody who lives, of whatever tier.
const LIVING: u8 = 1 << 7;
/// Bit of a trial that accepts a label of any tier, beside the slot it meets; a byte of it is [`LIVING`].
const OPEN: u32 = (LIVING as u32) << 24;

/// What the search of peers works with.
#[derive(Clone, Debug, Default)]
pub struct PeerSearch {
    /// Most observers at once.
    at_once: usize,
    /// How many words of an acceptance take a label of another tier.
    accepted: u64,
    /// Standing of each slot.
    standing: Vec<u8>,
    /// Draws of the trials, two a block: candidate and acceptance.
    rows: DrawRows,
    /// First and second trial of each block: the slot it meets, with [`OPEN`] where a label of any tier is accepted.
    trials: [Vec<u32>; 2],
    /// Peers of all observers, observer by observer.
    peers: Vec<u32>,
    /// How many peers each observer has found.
    found: Vec<u32>,
    /// Works of each slot last quarter: numbers by strategy in 16 bits each, which hold those of all peers too.
    seen_works: Vec<u64>,
    /// Works of the peers of each observer.
    works: Vec<u64>,
    /// Sum of their payoffs by strategy.
    payoffs: PerStrategy<Vec<f64>>,
    /// Imitation term of each observer by strategy.
    terms: PerStrategy<Vec<f64>>,
}

impl PeerSearch {
    /// Allocates for so many labels, and for the trials of so many at once.
    pub fn allocate(labels: usize, at_once: usize) -> Self {
        let blocks = (at_once + 1) * MOST_BLOCKS;
        Self {
            at_once,
            accepted: 0,
            standing: Vec::with_capacity(labels),
            rows: DrawRows::allocate(blocks),
            trials: [Vec::with_capacity(blocks), Vec::with_capacity(blocks)],
            peers: Vec::new(),
            found: Vec::with_capacity(at_once),
            seen_works: Vec::with_capacity(labels),
            works: Vec::with_capacity(at_once),
            payoffs: PerStrategy::build(|_| Vec::with_capacity(at_once)),
            terms: PerStrategy::build(|_| Vec::with_capacity(at_once)),
        }
    }

    /// Notes who lives in which tier, and whose works there are to see.
    pub fn note_labels(&mut self, labels: &Labels) {
        let standing = |(tier, alive): (&Tier, &bool)| if *alive { LIVING | 1 << tier.index() } else { EMPTY };
        self.standing.clear();
        self.standing.extend(labels.tier.iter().zip(&labels.alive).map(standing));
        self.seen_works.clear();
        self.seen_works.extend(labels.seen_works.iter().map(|works| side_by_side(*works)));
    }

    /// Imitation terms of labels, without the weight on them; labels without weight on it meet nobody. The row of a
    /// label counts from label `first`; rows of others are left as they were.
    pub fn observe(&mut self, step: &StepContext, labels: &Labels, observers: &[u32], first: usize, imitation: &mut PerStrategy<Vec<f64>>) {
        if step.constants.p.imitation_weight == 0.0 {
            imitation.iter_mut().for_each(|column| column.fill(0.0));
            return;
        }
        self.accepted = words_below(1.0 / step.constants.p.peer_same_tier_odds);
        self.draw_trials(step, labels, observers);
        // First whom all meet, then what they see there: so the payoffs of many peers are on their way at once.
        self.find_all(step, labels, observers);
        self.add_payoffs(step.cpu, &labels.payoffs);
        self.compare(step.cpu);
        let rows = imitation[0].len();
        let imitation = imitation.each_mut().map(|column| &mut column[..rows]);
        let terms = self.terms.each_ref().map(|column| &column[..observers.len()]);
        for (n, i) in observers.iter().enumerate() {
            let row = *i as usize - first;
            for k in 0..Strategy::COUNT {
                imitation[k][row] = terms[k][n];
            }
        }
    }

    /// The peers of all observers.
    fn find_all(&mut self, step: &StepContext, labels: &Labels, observers: &[u32]) {
        self.peers.resize(self.at_once * step.constants.p.peer_count + 2 * MOST_BLOCKS + 2, 0);
        self.found.resize(observers.len(), 0);
        let (standing, found, mut peers) = (&mut self.standing[..], &mut self.found[..], &mut self.peers[..]);
        let mut trials = self.trials.each_ref().map(|column| &column[..]);
        step.cpu.run(
            #[inline(always)]
            || {
                for (found, i) in found.iter_mut().zip(observers) {
                    let blocks = drawn_together(labels.tier[*i as usize]);
                    let number = find_peers(step, labels, *i, self.accepted, standing, trials, peers);
                    *found = number as u32;
                    peers = &mut peers[number..];
                    trials = trials.map(|column| &column[blocks..]);
                }
            },
        );
    }

    /// Adds up, for each observer, the payoffs of its peers' works of last quarter and their numbers, by strategy.
    ///
    /// Peers without works have payoffs of 0, so nobody asks whether they have any.
    fn add_payoffs(&mut self, cpu: Cpu, payoffs: &[Payoffs]) {
        let observers = self.found.len();
        self.works.resize(observers, 0);
        self.payoffs.iter_mut().for_each(|column| column.resize(observers, 0.0));
        let (found, works, seen_works) = (&self.found[..], &mut self.works[..observers], &self.seen_works[..payoffs.len()]);
        let [first, second, third, fourth] = self.payoffs.each_mut().map(|column| &mut column[..observers]);
        let mut others = &self.peers[..];
        cpu.run(
            #[inline(always)]
            || {
                for n in 0..observers {
                    let (own, rest) = others.split_at(found[n] as usize);
                    let (mut number, mut sum) = (0, [0.0; Strategy::COUNT]);
                    for &j in own {
                        number += seen_works[j as usize];
                        for k in 0..Strategy::COUNT {
                            sum[k] += payoffs[j as usize].0[k];
                        }
                    }
                    works[n] = number;
                    [first[n], second[n], third[n], fourth[n]] = sum;
                    others = rest;
                }
            },
        );
    }

    /// Imitation terms of all observers, from what there is to see at their peers.
    fn compare(&mut self, cpu: Cpu) {
        let observers = self.found.len();
        self.terms.iter_mut().for_each(|column| column.resize(observers, 0.0));
        let payoffs = &self.payoffs;
        let [first, second, third, fourth] = self.terms.each_mut();
        each!(cpu, observers;
        read { works: self.works, of_first: payoffs[0], of_second: payoffs[1], of_third: payoffs[2], of_fourth: payoffs[3] }
        write { first: first, second: second, third: third, fourth: fourth }
        {
            let payoffs = [of_first, of_second, of_third, of_fourth];
            let works = [0, 16, 32, 48].map(|bits| f64::from((works >> bits) as u16));
            let mean = equation::imitation::mean_payoff(payoffs, works);
            *first = equation::imitation::imitation(payoffs[0], works[0], mean);
            *second = equation::imitation::imitation(payoffs[1], works[1], mean);
            *third = equation::imitation::imitation(payoffs[2], works[2], mean);
            *fourth = equation::imitation::imitation(payoffs[3], works[3], mean);
        });
    }

    /// The first trials of all observers: whom they meet, and whether a label of another tier would be accepted.
    fn draw_trials(&mut self, step: &StepContext, labels: &Labels, observers: &[u32]) {
        let blocks = |i: &u32| (*i, labels.generation[*i as usize], drawn_together(labels.tier[*i as usize]));
        self.rows.ask_first(step.cpu, observers.iter().map(blocks));
        self.rows.draw(step, Purpose::Peers, step.time);
        self.trials.iter_mut().for_each(|column| column.resize(self.rows.len(), 0));
        let (slots, accepted) = (self.standing.len() as u64, self.accepted);
        let [candidate, acceptance, second_candidate, second_acceptance] = self.rows.words.each_ref();
        let [first, second] = self.trials.each_mut();
        for (trials, candidates, acceptances) in [(first, candidate, acceptance), (second, second_candidate, second_acceptance)] {
            each!(step.cpu, trials.len();
                read { candidate: candidates, acceptance: acceptances }
                write { trial: trials }
                { *trial = met(candidate, acceptance, slots, accepted) });
        }
    }
}

/// Trial r takes a uniform slot and accepts a label of the own tier, or with odds one of another; stops at
/// `peer_count`, or at `peer_trials` with fewer. Fills `peers` and tells how many they are.
///
/// No trial depends on the one before, so those drawn together are made without asking whether there are enough.
#[inline(always)]
fn find_peers(step: &StepContext, labels: &Labels, i: u32, accepted: u64, standing: &mut [u8], trials: [&[u32]; 2], peers: &mut [u32]) -> usize {
    let p = step.constants.p;
    // A label does not meet itself.
    let own = std::mem::replace(&mut standing[i as usize], EMPTY) & !LIVING;
    let blocks = drawn_together(labels.tier[i as usize]).min(p.peer_trials / 2);
    // A loop of known length needs no counter.
    let mut found = match blocks {
        12 => meet_drawn(standing, own, trials.map(|column| &column[..12]), peers),
        16 => meet_drawn(standing, own, trials.map(|column| &column[..16]), peers),
        _ => meet_drawn(standing, own, trials.map(|column| &column[..blocks]), peers),
    };
    if found < p.peer_count {
        let observer = (Who::new(i, labels.generation[i as usize]), own);
        found = meet_more(step, observer, accepted, standing, 2 * blocks, found, peers);
    }
    standing[i as usize] = own | LIVING;
    found.min(p.peer_count)
}

/// Makes the trials from one on that were not drawn together, for an observer and its tier's bit that has found too
/// few peers; tells how many it has then. Rarely called, so kept out of the loop over observers.
#[cold]
#[inline(never)]
fn meet_more(step: &StepContext, (who, own): (Who, u8), accepted: u64, standing: &[u8], first: usize, mut found: usize, peers: &mut [u32]) -> usize {
    let (mut trial, p) = (first, step.constants.p);
    while trial < p.peer_trials && found < p.peer_count {
        let block = step.draws.block(Purpose::Peers, step.time, who, trial as u32 / 2);
        let [candidate, acceptance] = if trial.is_multiple_of(2) { [block[0], block[1]] } else { [block[2], block[3]] };
        found += enter(met(candidate, acceptance, standing.len() as u64, accepted), standing, own, &mut peers[found]);
        trial += 1;
    }
    found
}

/// Makes the trials that were drawn together, two a block; tells how many peers they found.
#[inline(always)]
fn meet_drawn(standing: &[u8], own: u8, trials: [&[u32]; 2], peers: &mut [u32]) -> usize {
    let peers = &mut peers[..2 * MOST_BLOCKS];
    let mut found = 0;
    for (&first, &second) in trials[0].iter().zip(trials[1]) {
        found += enter(first, standing, own, &mut peers[found]);
        found += enter(second, standing, own, &mut peers[found]);
    }
    found
}

/// Enters whom a trial meets as the next peer; tells whether that is one: 1 where the label is accepted, or 0.
#[inline(always)]
fn enter(trial: u32, standing: &[u8], own: u8, peer: &mut u32) -> usize {
    let slot = trial & !OPEN;
    *peer = slot;
    usize::from(standing[slot as usize] & (own | (trial >> 24) as u8) != 0)
}

/// Blocks of two trials that are drawn together: nearly always enough for startups, mostly for others; half of the slots are empty.
#[inline(always)]
fn drawn_together(tier: Tier) -> usize {
    match tier {
        Tier::Startup => 12,
        Tier::Small | Tier::Mid | Tier::Major => MOST_BLOCKS,
    }
}

/// The slot that a trial meets, with [`OPEN`] where the acceptance is one of the lowest `accepted` words.
#[inline(always)]
fn met(candidate: u32, acceptance: u32, slots: u64, accepted: u64) -> u32 {
    slot_of(candidate, slots) | if u64::from(acceptance) < accepted { OPEN } else { 0 }
}

/// How many words give a uniform u = (word + 1/2) / 2^32 below a number from 0 to 1; exact, as each step is.
pub fn words_below(odds: f64) -> u64 {
    (odds * 4_294_967_296.0 - 0.5).ceil().max(0.0) as u64
}

/// floor(u * slots) for the uniform u = (word + 1/2) / 2^32, in whole numbers.
#[inline(always)]
fn slot_of(word: u32, slots: u64) -> u32 {
    ((u64::from(word) * slots + slots / 2) >> 32) as u32
}

/// Numbers by strategy in 16 bits each of one number, the first lowest: four additions in one.
#[inline(always)]
fn side_by_side(works: PerStrategy<u8>) -> u64 {
    let pairs = u64::from(u32::from_le_bytes(works.0));
    let pairs = (pairs | pairs << 16) & 0x0000_ffff_0000_ffff;
    (pairs | pairs << 8) & 0x00ff_00ff_00ff_00ff
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::to_uniform;

    #[test]
    fn a_slot_is_the_whole_part_of_the_uniform_times_the_slots() {
        for slots in [1, 2, 3, 400, 401, 99_999, 100_000] {
            for word in [0, 1, 5, 0x7fff_ffff, 0x8000_0000, 0xdead_beef, u32::MAX - 1, u32::MAX] {
                let exact = ((2 * u128::from(word) + 1) * u128::from(slots)) >> 33;
                assert_eq!(u128::from(slot_of(word, slots)), exact, "{word} of {slots}");
            }
        }
    }

    #[test]
    fn as_many_words_are_accepted_as_have_a_uniform_below_the_odds() {
        for odds in [0.0, 1e-11, 0.5 / 4_294_967_296.0, 0.1, 1.0 / 3.0, 0.2, 0.7, 1.0 - f64::EPSILON, 1.0] {
            let accepted = words_below(odds);
            assert!(accepted == 0 || to_uniform((accepted - 1) as u32) < odds, "{odds}: {accepted} are too many");
            assert!(accepted > u64::from(u32::MAX) || to_uniform(accepted as u32) >= odds, "{odds}: {accepted} are too few");
        }
    }

    #[test]
    fn numbers_side_by_side_keep_apart_for_the_most_peers() {
        let works = PerStrategy([16, 0, 3, 15]);
        let sum = 1000 * side_by_side(works);
        assert_eq!([0, 16, 32, 48].map(|bits| (sum >> bits) as u16), [16_000, 0, 3_000, 15_000]);
    }

    #[test]
    fn a_strategy_that_no_peer_used_is_not_imitated() {
        let (mut search, mut payoffs) = (PeerSearch::allocate(3, 2), [Payoffs::default(); 3]);
        search.seen_works.resize(3, 0);
        for (label, strategy, payoff) in [(0, Strategy::Touring, 0.5), (2, Strategy::Balanced, -0.1)] {
            payoffs[label].0[strategy.index()] = payoff;
            let mut works = PerStrategy::default();
            works[strategy.index()] = 1;
            search.seen_works[label] = side_by_side(works);
        }
        // The first observer meets all three, the second only the label without works.
        (search.found, search.peers) = (vec![3, 1], vec![0, 1, 2, 1]);
        search.add_payoffs(Cpu::detect(), &payoffs);
        search.compare(Cpu::detect());
        let terms = search.terms;
        assert!((terms[Strategy::Touring.index()][0] - 0.3).abs() < 1e-12);
        assert!((terms[Strategy::Balanced.index()][0] + 0.3).abs() < 1e-12);
        assert_eq!(terms[Strategy::TieIn.index()][0], 0.0);
        assert_eq!(terms.0.map(|column| column[1]), [0.0; Strategy::COUNT], "a label without works shows nothing");
    }
}
