//! Which policy: tables and sentences of a comparison and its decision.

pub(crate) mod additionality;
pub(crate) mod answers;
pub(crate) mod benefit;
pub(crate) mod break_even;
pub(crate) mod budget;
pub(crate) mod chief;
pub(crate) mod comparison;
pub(crate) mod decision;
pub(crate) mod differences;
pub(crate) mod flips;
pub(crate) mod regret;
#[cfg(test)]
pub(crate) mod sample;
pub(crate) mod sentence;
pub(crate) mod spend;
pub(crate) mod weightings;
pub(crate) mod what_if;
pub(crate) mod winners;
pub(crate) mod world_effects;
pub(crate) mod world_leads;
