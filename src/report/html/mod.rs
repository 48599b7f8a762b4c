//! `report.html`, `report.ko.html`: the page that says what a comparison found, how sure it is and what it rests on.
//!
//! It is one file without a script that asks nothing of anyone, made of the other files of a folder, one section in
//! one module. Words and layout stand in `templates/`.

mod assumptions;
pub(super) mod chart;
mod classes;
mod command;
mod complement;
mod cost;
mod data;
mod differences;
mod fans;
mod glossary;
mod korean;
mod numbers;
mod overview;
#[cfg(test)]
mod overview_tests;
mod page;
mod precision;
mod regret;
mod rows;
mod runs;
mod scorecard;
mod strategies;
mod tone;
mod verdict;
pub(super) mod view;
mod winners;
mod words;

use crate::report::output::files;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::context;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::credibility::trust::Several;
use super::output::folder::{Folder, WriteError};
use crate::scenario::regular_file;
use command::command;
use data::FolderData;
use page::Page;
use view::PageSection;
pub use words::{Language, Words};

/// All sections in their order; those without data are left out.
fn sections(page: &Page<'_>) -> Result<Vec<PageSection>, String> {
    let all = [
        verdict::section(page),
        verdict::policy::section(page),
        differences::section(page)?,
        fans::section(page)?,
        strategies::section(page)?,
        cost::section(page)?,
        winners::section(page)?,
        regret::section(page)?,
        classes::section(page)?,
        complement::section(page)?,
        assumptions::section(page)?,
        scorecard::section(page)?,
        precision::section(page),
        glossary::section(page),
    ];
    Ok(all.into_iter().flatten().collect())
}

/// The page of a folder, from its manifest and its tables.
pub(super) fn page(manifest: &Value, place: &runs::FileFinder<'_>, several: &[Several], words: &Words) -> Result<String, String> {
    let data = FolderData::read(manifest, place, words.language())?;
    let page = Page { data: &data, words, several };
    let sections = sections(&page)?;
    let experiment = &data.experiment;
    let title = match data.policies().count() {
        0 => words.plain("page.title_plain"),
        _ => words.plain("page.title"),
    };
    // Only a comparison can say that its scenarios met the same random numbers.
    let named = |name: &str| if data.policies().next().is_some() { format!("page.{name}") } else { format!("page.{name}_plain") };
    let last = |start: &str| start.get(..4).and_then(|year| year.parse::<usize>().ok()).map_or(0, |year| year + (experiment.quarters.max(1) - 1) / 4);
    words.page(context! {
        language => words.language().code(),
        title,
        summary => words.say(&named("summary"), context! {
            start => experiment.start.get(..4).unwrap_or_default(),
            end => last(&experiment.start),
            replicates => numbers::count(experiment.replicates),
            runs => numbers::count(experiment.runs),
            in_worlds => data.world_effects.first().map(|row| numbers::count(row.worlds * row.replicates * experiment.scenarios.len())),
        }),
        caution => words.plain(&named("caution")),
        overview => minijinja::value::Serde(&overview::overview(&page)?),
        contents => words.plain("page.contents"),
        skip => words.plain("page.skip"),
        behind => words.plain("page.behind"),
        again => words.plain("page.again"),
        made => words.say("page.made", context! { version => &experiment.version, seed => experiment.seed }),
        command => command(&data),
        style => words.style(),
        style_hash => STANDARD.encode(Sha256::digest(words.style().as_bytes())),
        sections => minijinja::value::Serde(&sections),
    })
}

/// Puts a page in the place of the one of its language in a folder, whole or not at all.
pub fn write(folder: &Path, page: &str, language: Language) -> Result<(), WriteError> {
    Folder::replace(&folder.join(language.file()), page.as_bytes())
}

/// Makes the page of a folder anew.
pub fn rebuild(folder: &Path, words: &Words) -> Result<String, String> {
    let path = folder.join(files::MANIFEST);
    let text = regular_file::read_text(&path)
        .map_err(|e| format!("cannot read {}: {e}; allowed: a folder that `topline compare` or `topline run` wrote", path.display()))?;
    let manifest: Value = serde_json::from_str(&text).map_err(|e| format!("{} is not as topline writes it: {e}", path.display()))?;
    if let Some(command) = manifest["command"].as_str().filter(|command| !["compare", "run"].contains(command)) {
        return Err(format!(
            "`{}` holds what `topline {command}` wrote, of which there is no report; allowed: a folder that `topline compare` or `topline run` wrote",
            folder.display()
        ));
    }
    let place = |name: &str| Some(folder.join(name)).filter(|path| path.is_file());
    let several = runs::several(&manifest, &place)?;
    page(&manifest, &place, &several, words)
}
