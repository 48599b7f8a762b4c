//! Pictures of the page one by one, for programs that show them elsewhere.

use std::collections::BTreeSet;

use serde_json::Value;

use super::data::{FolderData, over_time};
use super::fans;
use super::page::Page;
use super::runs::FileFinder;
use super::words::Words;
use crate::scenario::nearest;

/// Pictures of an outcome over time, one for each scenario, on common axes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pictures {
    /// Outcome and unit.
    pub title: String,
    /// How to read them.
    pub caption: String,
    /// Title of each scenario, and its picture: an SVG element.
    pub panels: Vec<(String, String)>,
}

/// The fans of an outcome in a folder of `compare` or `run`; the page shows those of the chief outcomes.
pub fn pictures(manifest: &Value, place: &FileFinder<'_>, outcome: &str, words: &Words) -> Result<Pictures, String> {
    let mut data = FolderData::read(manifest, place, words.language())?;
    data.steps = over_time(place, |step| step.outcome == outcome)?;
    if !data.steps.iter().any(|step| step.p50.is_some()) {
        let known: BTreeSet<String> = over_time(place, |_| true)?.into_iter().map(|step| step.outcome).collect();
        let help = nearest(outcome, &known).map_or(String::new(), |near| format!("\n  help: did you mean `{near}`?"));
        let allowed: Vec<&str> = known.iter().map(String::as_str).collect();
        return Err(format!("`{outcome}` has no values over time; allowed: {}{help}", allowed.join(", ")));
    }
    let figure = fans::figure(&Page { data: &data, words, several: &[] }, outcome)?;
    let panels = figure.panels.into_iter().map(|panel| (panel.title, panel.svg)).collect();
    Ok(Pictures { title: figure.title, caption: figure.caption, panels })
}
