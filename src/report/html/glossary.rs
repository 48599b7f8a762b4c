//! Terms in plain words.

use super::page::Page;
use super::view::{PageBlock, PageSection};
use crate::outcome::VERDICTS;

/// Terms that stand on every page, in order.
const TERMS: [&str; 14] = [
    "label",
    "creator",
    "exports",
    "public_cost",
    "net_fiscal_cost",
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
pub fn section(page: &Page<'_>) -> Option<PageSection> {
    let terms = TERMS.iter().map(|name| (page.plain(&format!("term.{name}")), page.plain(&format!("term_means.{name}"))));
    let classes = VERDICTS.iter().map(|class| (page.plain(&format!("class.{class}")), page.plain(&format!("class_means.{class}"))));
    let terms = terms.chain(classes).collect();
    Some(page.folded("glossary", vec![PageBlock::Terms { terms }]))
}
