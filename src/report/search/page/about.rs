//! What the sections of the page are made of.

use crate::experiment::search::{SearchPlan, SearchResult};
use crate::report::Words;
use crate::scenario::Scenario;

/// A search with what it found, and words.
pub struct SearchPage<'a> {
    /// The search.
    pub plan: &'a SearchPlan,
    /// What it found.
    pub result: &'a SearchResult,
    /// The scenario that every mix extends.
    pub baseline: &'a Scenario,
    /// Words of the pages.
    pub words: &'a Words,
}
