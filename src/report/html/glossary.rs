//! Terms in plain words.

use super::page::Page;
use super::view::{Block, Section};

/// Terms that stand on every page, in order.
const TERMS: [&str; 13] = [
    "label",
    "creator",
    "exports",
    "public_cost",
    "autonomy",
    "identity",
    "replicate",
    "paired",
    "interval",
    "median",
    "money",
    "baseline",
    "scenario",
];

/// The section.
pub fn section(page: &Page<'_>) -> Option<Section> {
    let terms = TERMS.iter().map(|name| (page.plain(&format!("term.{name}")), page.plain(&format!("term_means.{name}")))).collect();
    Some(Section { id: "glossary", heading: page.plain("glossary.heading"), blocks: vec![Block::Terms { terms }] })
}
