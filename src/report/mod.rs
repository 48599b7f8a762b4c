//! Outputs: one file in one module, results in and bytes out.

mod additionality;
mod bench;
mod break_even;
mod budget;
mod chief;
mod comparison;
mod datapackage;
mod decision;
mod decomposition;
mod differences;
mod distributions;
mod explanation;
mod failures;
mod flips;
mod folder;
mod html;
mod journal;
mod labels;
mod manifest;
mod recorder;
mod regret;
mod runs;
#[cfg(test)]
mod sample;
mod screening;
mod sensitivity;
mod sentence;
mod spool;
pub mod sweep;
mod table;
mod tables;
mod text;
mod trajectories;
mod trust;
mod validation;
mod verification;
mod winners;
mod worlds;

pub use bench::bench_tables;
pub use break_even::break_even;
pub use chief::{CHIEF, chief_results};
pub use decomposition::decomposition;
pub use explanation::{channels, choice, parting};
pub use folder::{Folder, WriteError};
pub use html::{FILE as REPORT, Language, TEMPLATES, Words, rebuild as rebuild_report, write as write_report};
pub use journal::JournalFile;
pub use manifest::{About, Resolved};
pub use recorder::Recorder;
pub use screening::{assumptions, screening, screening_points, shown as screening_shown};
pub use sensitivity::{Found, Group, Swept, column_of, read as read_sweep, sensitivity_shown, write_sensitivity};
pub use table::{Column, Kind, Sheet};
pub use tables::{Asked, Table, write_tables};
pub use text::{aligned, rounded, with_half_width};
pub use trust::{Several, several_modes, trust, warnings};
pub use validation::validation;
pub use verification::{faults, verification};
pub use worlds::{calibration_text, pinned, worlds};

use std::io;

use crate::experiment::{Comparison, Results};

/// Names of all files that a command may leave in an output folder.
pub const FILES: &[&str] = &[
    sweep::DESIGN,
    runs::FILE,
    sweep::SUMMARY,
    failures::FILE,
    distributions::FILE,
    trajectories::FILE,
    comparison::FILE,
    decision::FILE,
    additionality::FILE,
    winners::FILE,
    budget::FILE,
    regret::FILE,
    flips::FILE,
    differences::FILE,
    labels::FILE,
    validation::FILE,
    trust::FILE,
    screening::FILE,
    worlds::FILE,
    worlds::PINNED,
    screening::POINTS,
    html::FILE,
    sensitivity::PICTURE,
    sensitivity::FILE,
    decomposition::FILE,
    break_even::FILE,
    break_even::POINTS,
    explanation::SPREAD,
    explanation::CHANNELS_FILE,
    decomposition::INTERACTIONS,
    datapackage::FILE,
    manifest::FILE,
];

/// The page to be written beside the tables.
#[derive(Clone, Copy)]
pub struct Paper<'a> {
    /// Its words.
    pub words: &'a Words,
    /// Chief outcomes with several modes.
    pub several: &'a [Several],
}

/// Writes all files of an experiment, with a page where one is asked for; they appear together at the end.
pub fn write(
    mut folder: Folder,
    mut recorder: Recorder,
    results: &Results,
    about: &About,
    paper: Option<Paper<'_>>,
) -> Result<Vec<&'static str>, WriteError> {
    let mut sheets = vec![
        folder.stage(runs::sheet(results), |out| runs::write(results, out))?,
        folder.stage(distributions::sheet(), |out| distributions::write(results, out))?,
        folder.stage(trajectories::sheet(), |out| trajectories::write(results, &mut recorder.trajectories, out))?,
    ];
    if results.failures().next().is_some() {
        sheets.push(folder.stage(failures::sheet(), |out| failures::write(results, out))?);
    }
    if let Some(comparison) = Comparison::of(results) {
        sheets.push(folder.stage(comparison::sheet(), |out| comparison::write(&comparison, out))?);
        sheets.push(folder.stage(differences::sheet(), |out| differences::write(results, &mut recorder.trajectories, out))?);
    }
    if let Some(panel) = recorder.panel {
        sheets.push(folder.stage(labels::sheet(), |out| panel.write(out))?);
    }
    folder.stage(Sheet::untabled(datapackage::FILE), |out| datapackage::write(&sheets, about, out))?;
    let manifest = manifest::value(results, about);
    if let Some(Paper { words, several }) = paper {
        let page = html::page(&manifest, &|name| folder.staged(name), several, words).map_err(io::Error::other);
        folder.stage(Sheet::untabled(html::FILE), |out| out.write_all(page?.as_bytes()))?;
    }
    folder.stage(Sheet::untabled(manifest::FILE), |out| manifest::write(&manifest, out))?;
    folder.commit()
}

/// Tables that say what to do and how sure it is, in the order in which they are read.
pub fn decision_sheets() -> Vec<Sheet> {
    vec![decision::sheet(), additionality::sheet(), winners::sheet(), budget::sheet(), regret::sheet(), flips::sheet()]
}
