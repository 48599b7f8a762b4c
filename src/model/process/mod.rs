//! The processes of a quarter: one file for each call of the timetable, or for a part of one.

pub mod award;
pub mod burn_in;
pub mod career;
pub mod catalogue;
pub mod claims;
pub mod credit;
pub mod demand;
pub mod entry;
pub mod equity;
pub mod event;
pub mod fans;
pub mod finance;
pub mod founding;
pub mod government;
pub mod imitation;
pub mod invariants;
pub mod learning;
pub mod localisation;
pub mod observe;
pub mod opening;
pub mod partnership;
pub mod platform;
pub mod production;
pub mod quartile;
pub mod revenue;
pub mod strategy;
pub mod support;
pub mod take_up;
pub mod tax;
pub mod tiers;
pub mod touring;
pub mod trace;
pub mod utility;
mod workspaces;

pub use workspaces::Workspaces;
