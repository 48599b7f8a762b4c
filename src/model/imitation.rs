//! Imitation in call 3: which peers a label observes, and what it learns from their payoffs (4.2).

use super::economy::Now;
use super::label::{Labels, Payoffs};
use super::scratch::DrawRows;
use crate::draw::{Purpose, Who, to_uniform};
use crate::units::{PerStrategy, Strategy, Tier};

/// Standing of an empty slot, which is of no tier; a label's is one bit for its tier.
const EMPTY: u8 = 0;
/// The bits of all tiers.
const ANY_TIER: u8 = (1 << Tier::COUNT) - 1;
/// Most trials of a label that are drawn together with those of others.
const MOST_TOGETHER: usize = 32;

/// Room for the search of peers.
#[derive(Clone, Debug, Default)]
pub struct PeerSearch {
    /// Most observers at once.
    at_once: usize,
    /// The bit of each living label's tier, `EMPTY` of an empty slot.
    standing: Vec<u8>,
    /// Draws of the trials, two a block: candidate and acceptance.
    rows: DrawRows,
    /// Slot that each trial meets.
    candidates: Vec<u32>,
    /// Tiers that each trial accepts besides the label's own: all of them or none.
    open: Vec<u8>,
    /// Peers of all observers that had works last quarter, observer by observer.
    peers: Vec<u32>,
    /// What there is to see at these peers.
    meetings: Vec<Meeting>,
}

impl PeerSearch {
    /// Room for an economy, and for the trials of so many labels at once.
    pub fn allocate(labels: usize, at_once: usize) -> Self {
        let trials = at_once * MOST_TOGETHER;
        Self {
            at_once,
            standing: Vec::with_capacity(labels),
            rows: DrawRows::allocate(trials / 2),
            candidates: Vec::with_capacity(trials),
            open: Vec::with_capacity(trials),
            peers: Vec::new(),
            meetings: Vec::with_capacity(at_once),
        }
    }

    /// Notes who lives in which tier.
    pub fn note_standing(&mut self, labels: &Labels) {
        self.standing.clear();
        self.standing.extend(labels.tier.iter().zip(&labels.alive).map(|(tier, alive)| if *alive { 1 << tier.index() } else { EMPTY }));
    }

    /// Imitation terms of labels, without the weight on them; labels without weight on it meet nobody.
    pub fn observe(&mut self, now: &Now, labels: &Labels, observers: &[u32], imitation: &mut Vec<PerStrategy<f64>>) {
        imitation.clear();
        imitation.resize(observers.len(), PerStrategy::default());
        if now.world.p.imitation_weight == 0.0 {
            return;
        }
        self.draw_trials(now, labels, observers);
        // First whom all meet, then what they see there: so the payoffs of many peers are on their way at once.
        self.peers.resize(self.at_once * now.world.p.peer_count + MOST_TOGETHER + 2, 0);
        self.meetings.resize(observers.len(), Meeting::default());
        now.cpu.run(
            #[inline(always)]
            || {
                let (mut first, mut met) = (0, 0);
                for (n, i) in observers.iter().enumerate() {
                    let found = self.find_peers(now, labels, *i, first, met);
                    self.meetings[n] = Meeting::with(&labels.seen_works, &mut self.peers[met..met + found]);
                    met += self.meetings[n].peers;
                    first += drawn_together(labels.tier[*i as usize]);
                }
                let mut peers = &self.peers[..];
                for (meeting, imitation) in self.meetings.iter().zip(imitation) {
                    let (own, others) = peers.split_at(meeting.peers);
                    *imitation = meeting.compare(&labels.payoffs, own);
                    peers = others;
                }
            },
        );
    }

    /// The first trials of all observers: whom they meet, and whether a label of another tier would be accepted.
    fn draw_trials(&mut self, now: &Now, labels: &Labels, observers: &[u32]) {
        self.rows.clear();
        for &i in observers {
            let trials = drawn_together(labels.tier[i as usize]);
            self.rows.push_blocks(i, labels.generation[i as usize], trials as u32 / 2);
        }
        self.rows.draw(now, Purpose::Peers, now.time);
        let trials = 2 * self.rows.len();
        self.candidates.resize(trials, 0);
        self.open.resize(trials, 0);
        let words = self.rows.words.each_ref().map(|column| &column[..]);
        let (candidates, open) = (self.candidates.as_chunks_mut().0, self.open.as_chunks_mut().0);
        let (slots, odds) = (self.standing.len() as u64, 1.0 / now.world.p.peer_same_tier_odds);
        now.cpu.run(
            #[inline(always)]
            || meet(candidates, open, words, slots, odds),
        );
    }

    /// Trial r takes a uniform slot and accepts a label of the own tier, or with odds one of another; stops at
    /// `peer_count`, or at `peer_trials` with fewer. Fills `peers` from a place on and tells how many they are.
    ///
    /// No trial depends on the one before, so those drawn together are made without asking whether there are enough.
    #[inline(always)]
    fn find_peers(&mut self, now: &Now, labels: &Labels, i: u32, first: usize, place: usize) -> usize {
        let p = now.world.p;
        let (standing, peers) = (&self.standing[..], &mut self.peers[place..]);
        let own = standing[i as usize];
        let accepts = |j: u32, open: u8| (standing[j as usize] & (own | open) != 0) & (j != i);
        let mut trial = drawn_together(labels.tier[i as usize]).min(p.peer_trials);
        let mut found = 0;
        for (&j, &open) in self.candidates[first..first + trial].iter().zip(&self.open[first..first + trial]) {
            peers[found] = j;
            found += usize::from(accepts(j, open));
        }
        let (who, odds) = (Who::new(i, labels.generation[i as usize]), 1.0 / p.peer_same_tier_odds);
        while trial < p.peer_trials && found < p.peer_count {
            let block = now.draws.block(Purpose::Peers, now.time, who, trial as u32 / 2);
            let [candidate, acceptance] = if trial.is_multiple_of(2) { [block[0], block[1]] } else { [block[2], block[3]] };
            peers[found] = slot_of(candidate, standing.len() as u64);
            found += usize::from(accepts(peers[found], accepted(acceptance, odds)));
            trial += 1;
        }
        found.min(p.peer_count)
    }
}

/// Trials that are drawn together: nearly always enough for startups and small labels, mostly for others.
#[inline(always)]
fn drawn_together(tier: Tier) -> usize {
    match tier {
        Tier::Startup => 14,
        Tier::Small => 24,
        Tier::Mid | Tier::Major => MOST_TOGETHER,
    }
}

/// The slots met in trials and the answers to their labels, from the words of blocks with two trials each.
#[inline(always)]
fn meet(candidates: &mut [[u32; 2]], open: &mut [[u8; 2]], words: [&[u32]; 4], slots: u64, odds: f64) {
    let n = candidates.len();
    let (open, words) = (&mut open[..n], words.map(|column| &column[..n]));
    for row in 0..n {
        candidates[row] = [slot_of(words[0][row], slots), slot_of(words[2][row], slots)];
        open[row] = [accepted(words[1][row], odds), accepted(words[3][row], odds)];
    }
}

/// Tiers that a trial accepts besides the label's own.
#[inline(always)]
fn accepted(word: u32, odds: f64) -> u8 {
    if to_uniform(word) < odds { ANY_TIER } else { 0 }
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
