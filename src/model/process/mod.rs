//! The processes of a quarter: one file for each call of the timetable, or for a part of one.

pub(crate) mod award;
pub(crate) mod burn_in;
pub(crate) mod career;
pub(crate) mod catalogue;
pub(crate) mod claims;
pub(crate) mod credit;
pub(crate) mod demand;
#[cfg(test)]
mod docking_tests;
pub(crate) mod entry;
pub(crate) mod equity;
pub(crate) mod event;
pub(crate) mod fans;
pub(crate) mod finance;
pub(crate) mod founding;
pub(crate) mod government;
pub(crate) mod imitation;
pub(crate) mod invariants;
pub(crate) mod learning;
pub(crate) mod levy;
pub(crate) mod localisation;
pub(crate) mod observe;
pub(crate) mod opening;
pub(crate) mod partnership;
pub(crate) mod payout;
pub(crate) mod platform;
pub(crate) mod production;
pub(crate) mod quartile;
pub(crate) mod revenue;
pub(crate) mod strategy;
pub(crate) mod support;
pub(crate) mod take_up;
pub(crate) mod tax;
pub(crate) mod tiers;
pub(crate) mod touring;
pub(crate) mod trace;
pub(crate) mod utility;
mod workspaces;

pub use workspaces::Workspaces;
