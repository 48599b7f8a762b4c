//! Imitation in call 3: which peers a label observes, and what it learns from their payoffs (4.2).

use super::economy::Now;
use super::label::{Labels, Payoffs};
use super::scratch::DrawRows;
use crate::draw::{Purpose, Who};
use crate::units::{PerStrategy, Strategy, Tier};

/// Standing of an empty slot, which is of no tier; a label's is one bit for its tier, and [`LIVING`].
const EMPTY: u8 = 0;
/// The bit of everybody who lives, of whatever tier.
const LIVING: u8 = 1 << 7;
/// Bit of a trial that accepts a label of any tier, beside the slot it meets; a byte of it is [`LIVING`].
const OPEN: u32 = (LIVING as u32) << 24;
/// Most blocks of trials of a label that are drawn together with those of others.
const MOST_BLOCKS: usize = 16;

/// Room for the search of peers.
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
    /// Peers of all observers that had works last quarter, observer by observer.
    peers: Vec<u32>,
    /// What there is to see at these peers.
    meetings: Vec<Meeting>,
}

impl PeerSearch {
    /// Room for an economy, and for the trials of so many labels at once.
    pub fn allocate(labels: usize, at_once: usize) -> Self {
        let blocks = (at_once + 1) * MOST_BLOCKS;
        Self {
            at_once,
            accepted: 0,
            standing: Vec::with_capacity(labels),
            rows: DrawRows::allocate(blocks),
            trials: [Vec::with_capacity(blocks), Vec::with_capacity(blocks)],
            peers: Vec::new(),
            meetings: Vec::with_capacity(at_once),
        }
    }

    /// Notes who lives in which tier.
    pub fn note_standing(&mut self, labels: &Labels) {
        let standing = |(tier, alive): (&Tier, &bool)| if *alive { LIVING | 1 << tier.index() } else { EMPTY };
        self.standing.clear();
        self.standing.extend(labels.tier.iter().zip(&labels.alive).map(standing));
    }

    /// Imitation terms of labels, without the weight on them; labels without weight on it meet nobody. The row of a
    /// label counts from label `first`; rows of others are left as they were.
    pub fn observe(&mut self, now: &Now, labels: &Labels, observers: &[u32], first: usize, imitation: &mut PerStrategy<Vec<f64>>) {
        if now.world.p.imitation_weight == 0.0 {
            imitation.iter_mut().for_each(|column| column.fill(0.0));
            return;
        }
        self.accepted = words_below(1.0 / now.world.p.peer_same_tier_odds);
        self.draw_trials(now, labels, observers);
        // First whom all meet, then what they see there: so the payoffs of many peers are on their way at once.
        self.peers.resize(self.at_once * now.world.p.peer_count + 2 * MOST_BLOCKS + 2, 0);
        self.meetings.resize(observers.len(), Meeting::default());
        let imitation = imitation.each_mut().map(|column| &mut column[..]);
        now.cpu.run(
            #[inline(always)]
            || {
                let (mut block, mut met) = (0, 0);
                for (meeting, i) in self.meetings.iter_mut().zip(observers) {
                    let trials = self.trials.each_ref().map(|column| &column[block..]);
                    let found = find_peers(now, labels, *i, self.accepted, &mut self.standing, trials, &mut self.peers[met..]);
                    *meeting = Meeting::with(&labels.seen_works, &mut self.peers[met..met + found]);
                    met += meeting.peers;
                    block += drawn_together(labels.tier[*i as usize]);
                }
                let mut peers = &self.peers[..];
                for (meeting, i) in self.meetings.iter().zip(observers) {
                    let (own, others) = peers.split_at(meeting.peers);
                    let seen = meeting.compare(&labels.payoffs, own);
                    for k in 0..Strategy::COUNT {
                        imitation[k][*i as usize - first] = seen[k];
                    }
                    peers = others;
                }
            },
        );
    }

    /// The first trials of all observers: whom they meet, and whether a label of another tier would be accepted.
    fn draw_trials(&mut self, now: &Now, labels: &Labels, observers: &[u32]) {
        let blocks = observers.iter().map(|i| drawn_together(labels.tier[*i as usize])).sum();
        let [slots, generations, numbers] = self.rows.open(blocks + MOST_BLOCKS);
        let mut row = 0;
        for &i in observers {
            // A label asks for as many blocks as any does, and the next takes the place of those it does not need.
            let rows = row..row + MOST_BLOCKS;
            slots[rows.clone()].fill(i);
            generations[rows.clone()].fill(labels.generation[i as usize]);
            numbers[rows].copy_from_slice(&std::array::from_fn::<u32, MOST_BLOCKS, _>(|block| block as u32));
            row += drawn_together(labels.tier[i as usize]);
        }
        self.rows.truncate(blocks);
        self.rows.draw(now, Purpose::Peers, now.time);
        self.trials.iter_mut().for_each(|column| column.resize(blocks, 0));
        let words = self.rows.words.each_ref().map(|column| &column[..]);
        let [first, second] = self.trials.each_mut().map(|column| &mut column[..]);
        let (slots, accepted) = (self.standing.len() as u64, self.accepted);
        now.cpu.run(
            #[inline(always)]
            || {
                meet(first, words[0], words[1], slots, accepted);
                meet(second, words[2], words[3], slots, accepted);
            },
        );
    }
}

/// Trial r takes a uniform slot and accepts a label of the own tier, or with odds one of another; stops at
/// `peer_count`, or at `peer_trials` with fewer. Fills `peers` and tells how many they are.
///
/// No trial depends on the one before, so those drawn together are made without asking whether there are enough.
#[inline(always)]
fn find_peers(now: &Now, labels: &Labels, i: u32, accepted: u64, standing: &mut [u8], trials: [&[u32]; 2], peers: &mut [u32]) -> usize {
    let p = now.world.p;
    // A label does not meet itself.
    let own = std::mem::replace(&mut standing[i as usize], EMPTY) & !LIVING;
    let mut found = 0;
    let mut meet_next = |trial: u32| {
        let slot = trial & !OPEN;
        let accepts = own | (trial >> 24) as u8;
        peers[found] = slot;
        found += usize::from(standing[slot as usize] & accepts != 0);
        found
    };
    let mut trial = 0;
    let mut enough = 0;
    let blocks = drawn_together(labels.tier[i as usize]).min(p.peer_trials / 2);
    for (&first, &second) in trials[0][..blocks].iter().zip(&trials[1][..blocks]) {
        meet_next(first);
        enough = meet_next(second);
        trial += 2;
    }
    let who = Who::new(i, labels.generation[i as usize]);
    while trial < p.peer_trials && enough < p.peer_count {
        let block = now.draws.block(Purpose::Peers, now.time, who, trial as u32 / 2);
        let [candidate, acceptance] = if trial.is_multiple_of(2) { [block[0], block[1]] } else { [block[2], block[3]] };
        enough = meet_next(met(candidate, acceptance, standing.len() as u64, accepted));
        trial += 1;
    }
    standing[i as usize] = own | LIVING;
    enough.min(p.peer_count)
}

/// Blocks of two trials that are drawn together: nearly always enough for startups and small labels, mostly for others.
#[inline(always)]
fn drawn_together(tier: Tier) -> usize {
    match tier {
        Tier::Startup => 7,
        Tier::Small => 12,
        Tier::Mid | Tier::Major => MOST_BLOCKS,
    }
}

/// What trials meet, from the words of their draws.
#[inline(always)]
fn meet(trials: &mut [u32], candidates: &[u32], acceptances: &[u32], slots: u64, accepted: u64) {
    let n = trials.len();
    let (candidates, acceptances) = (&candidates[..n], &acceptances[..n]);
    for n in 0..n {
        trials[n] = met(candidates[n], acceptances[n], slots, accepted);
    }
}

/// The slot that a trial meets, with [`OPEN`] where the acceptance is one of the lowest `accepted` words.
#[inline(always)]
fn met(candidate: u32, acceptance: u32, slots: u64, accepted: u64) -> u32 {
    slot_of(candidate, slots) | if u64::from(acceptance) < accepted { OPEN } else { 0 }
}

/// How many words give a uniform u = (word + 1/2) / 2^32 below a number from 0 to 1; exact, as each step is.
fn words_below(odds: f64) -> u64 {
    (odds * 4_294_967_296.0 - 0.5).ceil().max(0.0) as u64
}

/// floor(u * slots) for the uniform u = (word + 1/2) / 2^32, in whole numbers.
#[inline(always)]
fn slot_of(word: u32, slots: u64) -> u32 {
    ((u64::from(word) * slots + slots / 2) >> 32) as u32
}

/// The peers of a label with works last quarter, and the number of these works by strategy.
#[derive(Clone, Copy, Debug, Default)]
struct Meeting {
    peers: usize,
    works: PerStrategy<u32>,
}

impl Meeting {
    /// Counts the works of peers; those with works come first in the list, in their order.
    #[inline(always)]
    fn with(seen_works: &[PerStrategy<u8>], peers: &mut [u32]) -> Self {
        let mut meeting = Self::default();
        for n in 0..peers.len() {
            let seen = seen_works[peers[n] as usize];
            for k in 0..Strategy::COUNT {
                meeting.works[k] += u32::from(seen[k]);
            }
            peers[meeting.peers] = peers[n];
            meeting.peers += usize::from(seen != PerStrategy::default());
        }
        meeting
    }

    /// I_ik: mean payoff of the peers' strategy-k works of last quarter less that of all their works, within [-1, 1].
    #[inline(always)]
    fn compare(&self, payoffs: &[Payoffs], peers: &[u32]) -> PerStrategy<f64> {
        let mut sums = PerStrategy([0.0; Strategy::COUNT]);
        for &j in peers {
            for k in 0..Strategy::COUNT {
                sums[k] += payoffs[j as usize].0[k];
            }
        }
        let works = self.works.iter().sum::<u32>();
        let mean = if works > 0 { sums.iter().sum::<f64>() / f64::from(works) } else { 0.0 };
        PerStrategy::build(|strategy| {
            let k = strategy.index();
            // Where there are no works the quotient is finite and not used: no branch on what peers happen to do.
            let news = (sums[k] / f64::from(self.works[k].max(1)) - mean).clamp(-1.0, 1.0);
            if self.works[k] > 0 { news } else { 0.0 }
        })
    }
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
    fn a_strategy_that_no_peer_used_is_not_imitated() {
        let (mut payoffs, mut seen_works) = ([Payoffs::default(); 3], [PerStrategy::default(); 3]);
        for (label, strategy, payoff) in [(0, Strategy::Touring, 0.5), (2, Strategy::Balanced, -0.1)] {
            payoffs[label].0[strategy.index()] = payoff;
            seen_works[label][strategy.index()] = 1;
        }
        let mut peers = [0, 1, 2];
        let meeting = Meeting::with(&seen_works, &mut peers);
        assert_eq!((meeting.peers, peers[..2].to_vec()), (2, vec![0, 2]), "the peer without works has nothing to see");
        let imitation = meeting.compare(&payoffs, &peers[..2]);
        assert!((imitation[Strategy::Touring.index()] - 0.3).abs() < 1e-12);
        assert!((imitation[Strategy::Balanced.index()] + 0.3).abs() < 1e-12);
        assert_eq!(imitation[Strategy::TieIn.index()], 0.0);
    }
}
