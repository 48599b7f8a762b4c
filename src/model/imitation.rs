//! Imitation in call 3: which peers a label observes, and what it learns from their payoffs (4.2).

use super::economy::Now;
use super::label::{Labels, Payoffs};
use super::scratch::DrawRows;
use crate::draw::{Purpose, Who, to_uniform};
use crate::units::{PerStrategy, Tier};

/// Standing of an empty slot, which is of no tier; a label's is one bit for its tier.
const EMPTY: u8 = 0;
/// The bits of all tiers.
const ANY_TIER: u8 = (1 << Tier::COUNT) - 1;
/// Most trials of a label that are drawn together with those of others.
const MOST_TOGETHER: usize = 32;

/// Room for the search of peers.
#[derive(Clone, Debug, Default)]
pub struct PeerSearch {
    /// The bit of each living label's tier, `EMPTY` of an empty slot.
    standing: Vec<u8>,
    /// Draws of the trials, two a block: candidate and acceptance.
    rows: DrawRows,
    /// Slot that each trial meets.
    candidates: Vec<u32>,
    /// Tiers that each trial accepts besides the label's own: all of them or none.
    open: Vec<u8>,
    /// Peers of one label.
    peers: Vec<u32>,
}

impl PeerSearch {
    /// Room for an economy, and for the trials of so many labels at once.
    pub fn allocate(labels: usize, at_once: usize) -> Self {
        let trials = at_once * MOST_TOGETHER;
        Self {
            standing: Vec::with_capacity(labels),
            rows: DrawRows::allocate(trials / 2),
            candidates: Vec::with_capacity(trials),
            open: Vec::with_capacity(trials),
            peers: Vec::new(),
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
        self.peers.resize(now.world.p.peer_count.max(MOST_TOGETHER) + 2, 0);
        now.cpu.run(
            #[inline(always)]
            || {
                let mut first = 0;
                for (i, imitation) in observers.iter().zip(imitation) {
                    let found = self.find_peers(now, labels, *i, first);
                    *imitation = compare(&labels.payoffs, &self.peers[..found]);
                    first += drawn_together(labels.tier[*i as usize]);
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
    /// `peer_count`, or at `peer_trials` with fewer. Fills the first of `peers` and tells how many they are.
    ///
    /// No trial depends on the one before, so those drawn together are made without asking whether there are enough.
    #[inline(always)]
    fn find_peers(&mut self, now: &Now, labels: &Labels, i: u32, first: usize) -> usize {
        let p = now.world.p;
        let (standing, peers) = (&self.standing[..], &mut self.peers[..]);
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

/// I_ik: mean payoff of the peers' strategy-k works of last quarter less that of all their works, within [-1, 1].
#[inline(always)]
fn compare(payoffs: &[Payoffs], peers: &[u32]) -> PerStrategy<f64> {
    let mut seen = Payoffs::default();
    for &j in peers {
        seen.add(&payoffs[j as usize]);
    }
    let works: f64 = seen.count.iter().sum();
    let mean = if works > 0.0 { seen.sum.iter().sum::<f64>() / works } else { 0.0 };
    PerStrategy::build(|strategy| {
        let k = strategy.index();
        // Where there are no works the quotient is finite and not used: no branch on what peers happen to do.
        let news = (seen.sum[k] / seen.count[k].max(1.0) - mean).clamp(-1.0, 1.0);
        if seen.count[k] > 0.0 { news } else { 0.0 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Strategy;

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
        let mut payoffs = [Payoffs::default(); 3];
        payoffs[0].enter(Strategy::Touring, 0.5);
        payoffs[2].enter(Strategy::Balanced, -0.1);
        let imitation = compare(&payoffs, &[0, 1, 2]);
        assert!((imitation[Strategy::Touring.index()] - 0.3).abs() < 1e-12);
        assert!((imitation[Strategy::Balanced.index()] + 0.3).abs() < 1e-12);
        assert_eq!(imitation[Strategy::TieIn.index()], 0.0);
    }
}
