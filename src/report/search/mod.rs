//! What a search leaves on the disk: its front, what is certified of it, and each reported mix as a scenario.

mod certificate;
mod curve;
mod frontier;
mod mixes;
mod names;
mod output;
mod page;
mod regret;
mod sentences;
mod settled;

pub use crate::store::search::{SearchJournal, SearchMode};
pub use output::{SearchTiming, write_search};
pub use sentences::search_text;
