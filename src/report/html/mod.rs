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
mod course;
mod data;
mod differences;
mod fans;
mod findings;
mod glance;
mod glossary;
mod korean;
#[cfg(test)]
mod no_effect_tests;
mod numbers;
mod options;
mod otherwise;
mod outside;
mod overview;
#[cfg(test)]
mod overview_tests;
mod page;
mod picture;
mod precision;
mod regret;
mod rows;
mod runs;
#[cfg(test)]
mod sample;
mod scorecard;
mod strategies;
mod told;
mod tone;
pub(super) mod view;
mod winners;
mod words;

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::context;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::credibility::trust::Several;
use super::output::folder::{Folder, WriteError};
use super::output::manifest;
use command::command;
use data::FolderData;
pub(super) use overview::Overview;
#[cfg(test)]
pub(super) use overview::Statement;
use page::Page;
pub use picture::Pictures;
use view::PageSection;
pub use words::{Language, Words};

/// A first screen made by hand, for tests of what is made of it.
#[cfg(test)]
pub(super) fn sample_screen() -> Overview {
    let data = sample::data(&[("vouchers", 5.0, [80.0, 70.0, 90.0]), ("guarantee", 0.5, [-6.0, -18.0, 6.0])]);
    sample::said(&data, overview::overview).expect("it is drawn").expect("policies were compared")
}

/// All sections in their order; those without data are left out.
fn sections(page: &Page<'_>) -> Result<Vec<PageSection>, String> {
    let all = [
        glance::section(page),
        course::section(page)?,
        winners::section(page)?,
        strategies::section(page)?,
        cost::section(page)?,
        classes::section(page)?,
        otherwise::section(page),
        scorecard::section(page),
        assumptions::section(page)?,
        options::section(page),
        differences::section(page)?,
        fans::section(page)?,
        strategies::over_time(page)?,
        regret::section(page, otherwise::leads(page))?,
        complement::section(page)?,
        scorecard::patterns(page)?,
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

/// The first screen in English, from the manifest and the tables of a folder; none where no policy was compared.
pub(super) fn first_screen(folder: &Path) -> Result<Option<Overview>, String> {
    let manifest = manifest::read(folder)?;
    // Without a baseline there is nothing to answer, and the tables need not be read.
    if manifest["baseline"].is_null() {
        return Ok(None);
    }
    let place = |name: &str| Some(folder.join(name)).filter(|path| path.is_file());
    let words = Words::load(Language::English, None)?;
    let data = FolderData::read(&manifest, &place, words.language())?;
    overview::overview(&Page { data: &data, words: &words, several: &[] })
}

/// Puts a page in the place of the one of its language in a folder, whole or not at all.
pub fn write(folder: &Path, page: &str, language: Language) -> Result<(), WriteError> {
    Folder::replace(&folder.join(language.file()), page.as_bytes())
}

/// The manifest of a folder that has a page.
fn manifest_with_page(folder: &Path) -> Result<Value, String> {
    let manifest = manifest::read(folder)?;
    if let Some(command) = manifest["command"].as_str().filter(|command| !["compare", "run"].contains(command)) {
        let why = match command {
            "search" => "whose report.html the same call with --resume writes again",
            _ => "of which there is no report",
        };
        return Err(format!(
            "`{}` holds what `topline {command}` wrote, {why}; allowed: a folder that `topline compare` or `topline run` wrote",
            folder.display()
        ));
    }
    Ok(manifest)
}

/// The words of the command that a manifest is of, without the program's name.
pub(super) fn arguments(manifest: &Value) -> Result<Vec<String>, String> {
    let data = FolderData { experiment: data::experiment(manifest, Language::English)?, ..FolderData::default() };
    Ok(command::arguments(&data))
}

/// The command line that makes a folder of `topline compare` or `topline run` again. The error is a sentence.
pub fn repeated(folder: &Path) -> Result<String, String> {
    let place = |name: &str| Some(folder.join(name)).filter(|path| path.is_file());
    Ok(command(&FolderData::read(&manifest_with_page(folder)?, &place, Language::English)?))
}

/// Makes the page of a folder anew.
pub fn rebuild(folder: &Path, words: &Words) -> Result<String, String> {
    let manifest = manifest_with_page(folder)?;
    let place = |name: &str| Some(folder.join(name)).filter(|path| path.is_file());
    let several = runs::several(&manifest, &place)?;
    page(&manifest, &place, &several, words)
}

/// Pictures of an outcome over time, from the tables of a folder that `topline compare` or `topline run` wrote: one SVG
/// element for each scenario. The error is a sentence.
pub fn pictures(folder: &Path, outcome: &str) -> Result<Pictures, String> {
    let place = |name: &str| Some(folder.join(name)).filter(|path| path.is_file());
    picture::pictures(&manifest_with_page(folder)?, &place, outcome, &Words::load(Language::English, None)?)
}
