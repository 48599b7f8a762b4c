//! The one table of outcomes.

pub(crate) mod allocation;
#[doc(hidden)]
pub mod anytime;
pub(crate) mod betting;
pub(crate) mod choice;
pub(crate) mod direction;
pub(crate) mod hypothesis;
pub(crate) mod modes;
pub(crate) mod moments;
pub mod outside;
pub mod pattern;
pub(crate) mod ranks;
#[doc(hidden)]
pub mod sequence;
pub(crate) mod shapley;
pub mod statistics;

mod creators;
mod economy;
mod entry;
mod firms;
#[cfg(test)]
mod hand_tests;
mod identity;
mod markets;
mod public_finance;
mod recognition;
mod strategy;
mod verdict;
mod welfare;
mod window;

pub use entry::{Better, Formula, Outcome, VERDICTS};

use std::sync::LazyLock;

/// All outcomes, in the order of columns: family by family.
pub static OUTCOMES: LazyLock<Vec<Outcome>> = LazyLock::new(|| {
    [
        economy::OUTCOMES,
        markets::OUTCOMES,
        strategy::OUTCOMES,
        recognition::OUTCOMES,
        creators::OUTCOMES,
        identity::OUTCOMES,
        firms::OUTCOMES,
        public_finance::OUTCOMES,
        welfare::OUTCOMES,
        verdict::OUTCOMES,
    ]
    .concat()
});

/// The outcome of a name.
pub fn find(name: &str) -> Option<&'static Outcome> {
    OUTCOMES.iter().find(|o| o.name == name)
}
