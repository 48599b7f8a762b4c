//! What the sections of the page are made of.

use crate::experiment::search::{SearchPlan, SearchResult};
use crate::report::Words;

/// A search with what it found, and words.
pub struct SearchPage<'a> {
    /// The search.
    pub plan: &'a SearchPlan,
    /// What it found.
    pub result: &'a SearchResult,
    /// Words of the pages.
    pub words: &'a Words,
}
