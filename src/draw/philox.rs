//! The generator Philox4x32-10.
//!
//! Salmon, Moraes, Dror and Shaw (2011), Parallel Random Numbers: As Easy as 1, 2, 3, SC '11:
//! a keyed bijection of 128-bit counters that passes BigCrush. Four words a block.

use rand::rand_core::block::{BlockRng, Generator};
use rand::rand_core::utils::read_words;
use rand::{SeedableRng, TryRng};
use std::convert::Infallible;

use crate::math::tally::{Operation, count};

/// Multipliers of the two halves.
const MULTIPLIERS: [u64; 2] = [0xD251_1F53, 0xCD9E_8D57];
/// What the key's halves grow by each round: the golden ratio and sqrt(3) - 1.
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
/// Rounds of mixing.
const ROUNDS: usize = 10;

/// The key of round `round`.
#[inline(always)]
pub(super) fn round_key(key: [u32; 2], round: usize) -> [u32; 2] {
    let grown = |i: usize| key[i].wrapping_add(WEYL[i].wrapping_mul(round as u32));
    [grown(0), grown(1)]
}

/// One block of Philox4x32-10: the four random words of a counter under a key.
#[inline]
pub fn philox4x32(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    count(Operation::SingleBlock);
    philox_wide(counter.map(u64::from), key).map(|word| word as u32)
}

/// [`philox4x32`] on words in the lower halves of 64 bits, the upper halves of which are
/// ignored on the way in and hold rubbish on the way out: the layout of vector multipliers.
#[inline(always)]
pub(super) fn philox_wide(counter: [u64; 4], key: [u32; 2]) -> [u64; 4] {
    let [mut c0, mut c1, mut c2, mut c3] = counter;
    for round in 0..ROUNDS {
        let k = round_key(key, round);
        let p0 = MULTIPLIERS[0] * (c0 & 0xffff_ffff);
        let p1 = MULTIPLIERS[1] * (c2 & 0xffff_ffff);
        (c0, c2) = ((p1 >> 32) ^ c1 ^ u64::from(k[0]), (p0 >> 32) ^ c3 ^ u64::from(k[1]));
        (c1, c3) = (p1, p0);
    }
    [c0, c1, c2, c3]
}

/// Philox4x32-10 as a sequence, for use through rand's traits.
///
/// The seed is the key (8 bytes) and the upper half of the counter (8 bytes); the lower half
/// counts blocks from 0. So the sequences of two seeds never overlap; each has 2^66 words.
#[derive(Clone, Debug)]
pub struct Philox(BlockRng<Counter>);

/// Key and position of a [`Philox`].
#[derive(Clone, Debug)]
struct Counter {
    key: [u32; 2],
    stream: [u32; 2],
    position: u64,
}

impl Generator for Counter {
    type Output = [u32; 4];

    #[inline]
    fn generate(&mut self, output: &mut [u32; 4]) {
        let [low, high] = [self.position as u32, (self.position >> 32) as u32];
        *output = philox4x32([low, high, self.stream[0], self.stream[1]], self.key);
        self.position = self.position.wrapping_add(1);
    }
}

impl SeedableRng for Philox {
    type Seed = [u8; 16];

    fn from_seed(seed: [u8; 16]) -> Philox {
        let [k0, k1, s0, s1] = read_words(&seed);
        Philox(BlockRng::new(Counter { key: [k0, k1], stream: [s0, s1], position: 0 }))
    }
}

impl TryRng for Philox {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.0.next_word())
    }
    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.0.next_u64_from_u32())
    }
    #[inline]
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill_bytes(bytes);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, RngExt};

    /// Counter, key and block from `kat_vectors` of Random123.
    const KNOWN: [([u32; 4], [u32; 2], [u32; 4]); 3] = [
        ([0; 4], [0; 2], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]),
        ([!0; 4], [!0; 2], [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]),
        ([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]),
    ];

    #[test]
    fn philox_gives_the_published_blocks() {
        for (counter, key, block) in KNOWN {
            assert_eq!(philox4x32(counter, key), block);
        }
    }

    #[test]
    fn the_sequence_runs_through_the_blocks_of_its_counter() {
        let mut seed = [0; 16];
        seed[..8].copy_from_slice(&0x299f31d0_a4093822_u64.to_le_bytes());
        seed[8..].copy_from_slice(&0x03707344_13198a2e_u64.to_le_bytes());
        let mut rng = Philox::from_seed(seed);
        for position in 0..3 {
            let block = philox4x32([position, 0, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]);
            for word in block {
                assert_eq!(rng.next_u32(), word);
            }
        }
    }

    #[test]
    fn the_sequence_serves_the_methods_of_rand() {
        let mut rng = Philox::seed_from_u64(1);
        let mean = (0..10_000).map(|_| rng.random::<f64>()).sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.015, "{mean}");
        assert!((3..9).contains(&rng.random_range(3..9)));
        assert_eq!(Philox::seed_from_u64(7).next_u64(), Philox::seed_from_u64(7).next_u64());
    }
}
