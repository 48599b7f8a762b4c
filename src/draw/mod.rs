//! Keyed draws: every random decision of the model has a name and a number.
//!
//! A draw is a pure function of (seed, replicate, time, slot, generation, purpose, index) and
//! of nothing else: no policy, thread or visiting order. So a label meets the same draws under
//! every policy, and scenarios are compared pair by pair. A draw is one word of a
//! [`philox`](philox4x32) block, whose key is the seed and whose counter holds the rest:
//!
//! | counter word | content |
//! | --- | --- |
//! | 0 | slot |
//! | 1 | [`Time`] in the upper 16 bits, generation in the lower 16 |
//! | 2 | family of the [`Purpose`] in the upper 8 bits, number of the block in the lower 24 |
//! | 3 | replicate |
//!
//! A purpose that is a family of its own has its draw `index` in word `index % 4` of block
//! `index / 4`. Decisions made together share a family: each has one word of block `index`,
//! so that one block serves four of them.

mod bulk;
mod philox;
mod purpose;

pub use philox::{Philox, philox4x32};
pub use purpose::Purpose;

use crate::math::{inverse_normal_near, ln_of_normal};

/// When a draw is made: at the founding, in a quarter or in a year. No two are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time(u16);

impl Time {
    /// The founding of a label or a creator, whatever the quarter.
    pub const FOUNDING: Time = Time(0);
    /// The earliest quarter or year that has draws.
    pub const EARLIEST: i32 = -1000;
    /// The latest quarter or year that has draws.
    pub const LATEST: i32 = 31_766;

    /// Quarter `t` from [`Self::EARLIEST`] to [`Self::LATEST`]; panics beyond.
    #[inline]
    pub fn quarter(t: i32) -> Time {
        Time(1 + Self::since_earliest(t))
    }
    /// Year `y` from [`Self::EARLIEST`] to [`Self::LATEST`]; panics beyond.
    #[inline]
    pub fn year(y: i32) -> Time {
        Time((1 << 15) + Self::since_earliest(y))
    }
    #[inline]
    fn since_earliest(t: i32) -> u16 {
        assert!((Self::EARLIEST..=Self::LATEST).contains(&t), "no draws at time {t}");
        (t - Self::EARLIEST) as u16
    }
}

/// Who a draw is for: a slot and the how-manieth holder of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Who {
    /// Place in the list of labels, creators or whatever the purpose is about.
    pub slot: u32,
    /// Number of earlier holders of the slot, below 2^16.
    pub generation: u32,
}

impl Who {
    /// For draws that are about nobody in particular.
    pub const NOBODY: Who = Who { slot: 0, generation: 0 };

    /// Holder number `generation` (below 2^16) of `slot`.
    #[inline]
    pub const fn new(slot: u32, generation: u32) -> Who {
        Who { slot, generation }
    }
}

/// The source of all draws of one replicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    key: [u32; 2],
    replicate: u32,
}

impl Draws {
    /// The draws of replicate `replicate` under `seed`.
    #[inline]
    pub const fn new(seed: u64, replicate: u32) -> Draws {
        Draws { key: [seed as u32, (seed >> 32) as u32], replicate }
    }

    /// The random word of draw `index` (below 2^24).
    #[inline]
    pub fn word(&self, purpose: Purpose, time: Time, who: Who, index: u32) -> u32 {
        let (block, word) = purpose.place(index);
        self.block(purpose, time, who, block)[word]
    }

    /// All four words of block `block` (below 2^24) of the purpose's family.
    #[inline]
    pub fn block(&self, purpose: Purpose, time: Time, who: Who, block: u32) -> [u32; 4] {
        let counter = [who.slot, moment(time, who.generation), place(purpose, block), self.replicate];
        philox4x32(counter, self.key)
    }

    /// A uniform draw in (0, 1); see [`to_uniform`].
    #[inline]
    pub fn uniform(&self, purpose: Purpose, time: Time, who: Who, index: u32) -> f64 {
        to_uniform(self.word(purpose, time, who, index))
    }

    /// A standard normal draw; see [`to_normal`].
    #[inline]
    pub fn normal(&self, purpose: Purpose, time: Time, who: Who, index: u32) -> f64 {
        to_normal(self.word(purpose, time, who, index))
    }

    /// A standard exponential draw; see [`to_exponential`].
    #[inline]
    pub fn exponential(&self, purpose: Purpose, time: Time, who: Who, index: u32) -> f64 {
        to_exponential(self.word(purpose, time, who, index))
    }

    /// A standard Gumbel draw; see [`to_gumbel`].
    #[inline]
    pub fn gumbel(&self, purpose: Purpose, time: Time, who: Who, index: u32) -> f64 {
        to_gumbel(self.word(purpose, time, who, index))
    }
}

/// Counter word 1: when, and for which holder of the slot.
#[inline(always)]
fn moment(time: Time, generation: u32) -> u32 {
    debug_assert!(generation < 1 << 16, "generation {generation} is not below 2^16");
    u32::from(time.0) << 16 | (generation & 0xffff)
}

/// Counter word 2: what for, and which block of it.
#[inline(always)]
fn place(purpose: Purpose, block: u32) -> u32 {
    debug_assert!(block < 1 << 24, "block {block} is not below 2^24");
    u32::from(purpose.family()) << 24 | (block & 0xff_ffff)
}

/// (word + 1/2) 2^-32, exactly: uniform in (0, 1), never nearer to 0 or 1 than 2^-33.
#[inline(always)]
pub fn to_uniform(word: u32) -> f64 {
    // The bits of 2^52 + word; the difference is exact.
    const TWO_52: f64 = 4_503_599_627_370_496.0;
    let sum = f64::from_bits(TWO_52.to_bits() | u64::from(word));
    (sum - (TWO_52 - 0.5)) * (1.0 / 4_294_967_296.0)
}

/// The standard normal quantile of [`to_uniform`], from -6.34 to 6.34.
#[inline(always)]
pub fn to_normal(word: u32) -> f64 {
    inverse_normal_near(to_uniform(word))
}

/// -ln(u), a standard exponential variable from 1.2e-10 to 22.9.
#[inline(always)]
pub fn to_exponential(word: u32) -> f64 {
    -ln_of_normal(to_uniform(word))
}

/// -ln(-ln(u)), a standard Gumbel variable from -3.13 to 22.9.
#[inline(always)]
pub fn to_gumbel(word: u32) -> f64 {
    -ln_of_normal(to_exponential(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWS: Draws = Draws::new(0x0706_0504_0302_0100, 0x0b0a_0908);

    #[test]
    fn a_block_is_that_of_the_documented_counter() {
        let block = DRAWS.block(Purpose::Merit, Time::quarter(-999), Who::new(5, 6), 7);
        assert_eq!(block, philox4x32([5, 0x0002_0006, 17 << 24 | 7, 0x0b0a_0908], [0x0302_0100, 0x0706_0504]));
    }

    #[test]
    fn a_purpose_of_its_own_uses_all_words_in_turn() {
        let (time, who) = (Time::year(2030), Who::new(9, 1));
        let blocks = [0, 1, 2].map(|b| DRAWS.block(Purpose::AwardUtility, time, who, b)).concat();
        let words: Vec<u32> = (0..12).map(|i| DRAWS.word(Purpose::AwardUtility, time, who, i)).collect();
        assert_eq!(words, blocks);
    }

    #[test]
    fn one_block_serves_the_decisions_made_together() {
        let (time, who) = (Time::quarter(39), Who::new(120, 2));
        let block = DRAWS.block(Purpose::Start, time, who, 3);
        let together = [Purpose::Start, Purpose::Choice, Purpose::Quality, Purpose::Abroad];
        assert_eq!(together.map(|p| DRAWS.word(p, time, who, 3)), block);
    }

    #[test]
    fn founding_quarters_and_years_are_different_times() {
        let all = Time::EARLIEST..=Time::LATEST;
        let mut times: Vec<u16> = all.clone().map(|t| Time::quarter(t).0).chain(all.map(|y| Time::year(y).0)).collect();
        times.push(Time::FOUNDING.0);
        let n = times.len();
        times.sort_unstable();
        times.dedup();
        assert_eq!(times.len(), n);
    }

    #[test]
    #[should_panic(expected = "no draws at time -1001")]
    fn a_time_out_of_range_is_refused() {
        Time::quarter(-1001);
    }

    #[test]
    fn draws_end_where_they_are_documented_to() {
        let tail = 0.5 / 4_294_967_296.0;
        assert_eq!((to_uniform(0), to_uniform(!0)), (tail, 1.0 - tail));
        assert_eq!(to_normal(0), -to_normal(!0));
        let ends = [to_normal(!0), to_exponential(0), to_exponential(!0), to_gumbel(0), to_gumbel(!0)];
        let expected = [6.338, 22.874, tail, -3.130, 22.874];
        for (end, expected) in ends.into_iter().zip(expected) {
            assert!((end - expected).abs() < 1e-3, "{end} is not {expected}");
        }
    }

    #[test]
    fn kinds_of_draws_are_functions_of_one_word() {
        let (purpose, time, who) = (Purpose::FoundLabel, Time::FOUNDING, Who::NOBODY);
        let word = DRAWS.word(purpose, time, who, 5);
        assert_eq!(DRAWS.uniform(purpose, time, who, 5), to_uniform(word));
        assert_eq!(DRAWS.normal(purpose, time, who, 5), to_normal(word));
        assert_eq!(DRAWS.exponential(purpose, time, who, 5), to_exponential(word));
        assert_eq!(DRAWS.gumbel(purpose, time, who, 5), to_gumbel(word));
    }
}
