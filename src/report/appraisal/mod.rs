//! Which policy: tables and sentences of a comparison and its decision.

pub mod additionality;
pub mod break_even;
pub mod budget;
pub mod chief;
pub mod comparison;
pub mod decision;
pub mod differences;
pub mod flips;
pub mod regret;
#[cfg(test)]
pub mod sample;
pub mod sentence;
pub mod winners;
