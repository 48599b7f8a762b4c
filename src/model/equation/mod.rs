//! Equations of the model: pure functions of numbers, with the symbols of `docs/odd.md` and one or more files for
//! each of its sections. They know neither the state nor its columns.
//!
//! A process lifts them over its columns (`columns::each`), or over eight rows at a time (`columns::eights`): then a function
//! is generic over [`Real`], so that an equation is written once and tested with plain numbers. What is no
//! equation but an order of acts (who is asked first, what is left for the next) stands in the processes.

pub mod awards;
pub mod creators;
pub mod demand;
pub mod events;
pub mod fandom;
pub mod finance;
pub mod firms;
pub mod founding;
pub mod imitation;
pub mod learning;
pub mod localisation;
pub mod localisation_plan;
pub mod observation;
pub mod payoff;
pub mod platforms;
pub mod quality;
pub mod revenue;
pub mod strategy;
pub mod take_up;
pub mod taxes;
pub mod touring;

use std::ops::{Add, Mul};

use crate::math::F64x8;

/// A number, or eight side by side.
pub trait Real: Copy + Default + Add<Output = Self> + Mul<Output = Self> + Mul<f64, Output = Self> {}

impl Real for f64 {}
impl Real for F64x8 {}

/// x <- memory x + (1 - memory) news: what is remembered of a number and its last value.
#[inline(always)]
pub fn remembered(old: f64, news: f64, memory: f64) -> f64 {
    memory * old + (1.0 - memory) * news
}

/// x <- x + rate (target - x): a number on its way to another.
#[inline(always)]
pub fn pulled(old: f64, target: f64, rate: f64) -> f64 {
    old + rate * (target - old)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_memory_moves_little() {
        // 0.75 * 4 + 0.25 * 8
        assert_eq!(remembered(4.0, 8.0, 0.75), 5.0);
        assert_eq!(remembered(4.0, 8.0, 1.0), 4.0);
        assert_eq!(remembered(4.0, 8.0, 0.0), 8.0);
    }

    #[test]
    fn a_number_goes_a_part_of_the_way() {
        // 4 + 0.25 (8 - 4)
        assert_eq!(pulled(4.0, 8.0, 0.25), 5.0);
        assert_eq!(pulled(8.0, 4.0, 0.25), 7.0);
        assert_eq!(pulled(4.0, 8.0, 0.0), 4.0);
    }
}
