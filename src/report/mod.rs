//! Outputs: one file in one module, results in and bytes out.

mod appraisal;
mod attribution;
mod bench;
mod credibility;
mod html;
mod output;
mod record;
mod results;
pub(crate) mod search;
pub(crate) mod sweep;
mod terminal;

pub(crate) use appraisal::answers::Appraisal;
pub(crate) use appraisal::break_even::break_even;
pub use appraisal::chief::CHIEF;
pub(crate) use appraisal::chief::chief_results;
pub(crate) use attribution::decomposition::decomposition;
pub(crate) use attribution::explanation::{channels, choice, parting};
pub(crate) use attribution::revenue::revenue;
pub(crate) use bench::bench_tables;
pub(crate) use credibility::limit::{approaches, jumps};
pub(crate) use credibility::screening::{assumptions, screening, screening_points, shown as screening_shown};
pub(crate) use credibility::sensitivity::{SensitivityResult, column_of, read as read_sweep, sensitivity_shown, write_sensitivity};
pub(crate) use credibility::trust::{Several, several_modes, trust, warnings};
pub(crate) use credibility::validation::validation;
pub(crate) use credibility::verification::{faults, verification};
pub(crate) use credibility::worlds::{calibration_text, pinned, worlds};
pub(crate) use html::{Language, Words, rebuild as rebuild_report, write as write_report};
pub use html::{Pictures, pictures, repeated};
pub use output::copy::copy;
pub(crate) use output::files::RECORD;
pub(crate) use output::folder::{Folder, WriteError};
pub(crate) use output::json::results as results_json;
pub(crate) use output::manifest::{AskedEvent, COMMIT, ComparisonRequest, Provenance, Resolved};
pub(crate) use output::shell;
pub use output::table::{Column, ColumnType, Sheet};
pub(crate) use output::tables::{Table, TablesRequest, write_tables};
pub use output::text::with_half_width;
pub(crate) use output::text::{aligned, counted, rounded};
pub(crate) use record::{Difference as RecordDifference, Record as FolderRecord};
pub(crate) use results::recorder::Recorder;
pub(crate) use results::world_runs::WorldRuns;
pub(crate) use terminal::{FirstScreen, of_folder as first_screen};

use crate::report::output::files;
use std::io;

use crate::experiment::{Comparison, Results};
use appraisal::{
    additionality, benefit, budget, comparison, decision, differences, flips, regret, spend, weightings, what_if, winners, world_effects, world_leads,
};
use output::{datapackage, manifest};
use results::{distributions, failures, labels, runs, trajectories};

/// The page to be written beside the tables.
#[derive(Clone, Copy)]
pub(crate) struct PageRequest<'a> {
    /// Its words.
    pub words: &'a Words,
    /// Chief outcomes with several modes.
    pub several: &'a [Several],
}

/// What a comparison leaves beyond its runs.
#[derive(Debug, Default)]
pub(crate) struct ComparisonExtras {
    /// Tables beyond `comparison.csv`.
    pub tables: Vec<Table>,
    /// Runs in worlds.
    pub worlds: Option<WorldRuns>,
}

/// Writes all files of an experiment, with a page where one is asked for; they appear together at the end.
pub(crate) fn write(
    mut folder: Folder,
    mut recorder: Recorder,
    results: &Results,
    more: ComparisonExtras,
    about: &Provenance,
    paper: Option<PageRequest<'_>>,
) -> Result<Vec<&'static str>, WriteError> {
    let ComparisonExtras { tables, mut worlds } = more;
    let mut sheets = vec![
        folder.stage(runs::sheet(results), |out| runs::write(results, out))?,
        folder.stage(distributions::sheet(), |out| distributions::write(results, out))?,
        folder.stage(trajectories::sheet(), |out| trajectories::write(results, &mut recorder.trajectories, out))?,
    ];
    if results.failures().next().is_some() || worlds.as_ref().is_some_and(|w| !w.failures().is_empty()) {
        sheets.push(folder.stage(failures::sheet(), |out| failures::write(results, worlds.as_ref(), out))?);
    }
    if let Some(comparison) = Comparison::of(results) {
        sheets.push(folder.stage(comparison::sheet(), |out| comparison::write(&comparison, out))?);
        sheets.push(folder.stage(differences::sheet(), |out| differences::write(results, &mut recorder.trajectories, out))?);
    }
    if let Some(worlds) = &mut worlds {
        let sheet = runs::world_sheet(results, worlds.numbered());
        sheets.push(folder.stage(sheet.clone(), |out| worlds.write(&sheet, out))?);
    }
    for table in &tables {
        sheets.push(folder.stage(table.sheet.clone(), |out| table.write(out))?);
    }
    if let Some(panel) = recorder.panel {
        sheets.push(folder.stage(labels::sheet(), |out| panel.write(out))?);
    }
    folder.stage(Sheet::untabled(files::DATA_PACKAGE), |out| datapackage::write(&sheets, about, out))?;
    let manifest = manifest::value(results, about);
    if let Some(PageRequest { words, several }) = paper {
        let page = html::page(&manifest, &|name| folder.staged(name), several, words).map_err(io::Error::other);
        folder.stage(Sheet::untabled(words.language().file()), |out| out.write_all(page?.as_bytes()))?;
    }
    folder.stage_manifest(manifest)?;
    folder.commit()
}

/// The tables beyond `comparison.csv` that a comparison has.
pub(crate) fn judgement_tables(results: &Results, judgement: &Appraisal) -> Vec<Table> {
    let names = names(results);
    let tables = [
        judgement.decision.as_ref().map(|decision| decision::table(decision, results)),
        additionality::table(results),
        winners::table(results),
        if judgement.budget { budget::table(results) } else { None },
        spend::table(judgement, &names),
        world_effects::table(results, judgement),
        world_leads::table(&judgement.world_leads, &names),
        benefit::table(&judgement.benefits, judgement.counted, &names),
        weightings::table(judgement.weightings.as_ref(), &names),
        what_if::table(&judgement.what_ifs, &names),
        regret::table(&judgement.regrets, &names),
        flips::table(&judgement.flips, &names),
    ];
    tables.into_iter().flatten().collect()
}

/// What was asked for beyond the first screen, in plain words.
pub(crate) fn asked_sentences(results: &Results, judgement: &Appraisal) -> String {
    let names = names(results);
    let own = judgement.weightings.as_ref().filter(|w| w.options.iter().any(|option| option.own.is_some()));
    let parts = [
        judgement.decision.as_ref().map_or(String::new(), |decision| decision::sentences(decision, results)),
        if judgement.budget { budget::sentence(results) + &budget::per_won_text(results, CHIEF) } else { String::new() },
        what_if::text(&judgement.what_ifs, &names, results.baseline),
        weightings::text(own, &names),
        regret::sentences(&judgement.regrets, &names) + &flips::sentences(&judgement.flips, &names),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).map(|part| part + "\n").collect()
}

/// All that is found, in plain words.
pub(crate) fn judgement_sentences(results: &Results, judgement: &Appraisal) -> String {
    let names = names(results);
    let parts = [
        spend::text(judgement, &names),
        judgement.decision.as_ref().map_or(String::new(), |decision| decision::sentences(decision, results)),
        budget::sentence(results) + &if judgement.budget { budget::per_won_text(results, CHIEF) } else { String::new() },
        world_effects::text(results, judgement),
        what_if::text(&judgement.what_ifs, &names, results.baseline),
        benefit::text(&judgement.benefits, &names) + &weightings::text(judgement.weightings.as_ref(), &names),
        regret::sentences(&judgement.regrets, &names) + &flips::sentences(&judgement.flips, &names),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).map(|part| part + "\n").collect()
}

fn names(results: &Results) -> Vec<&str> {
    results.cases.iter().map(|case| case.case.name.as_str()).collect()
}

/// Tables that say what to do and how sure it is, in the order in which they are read.
pub fn decision_sheets() -> Vec<Sheet> {
    vec![
        decision::sheet(),
        additionality::sheet(),
        winners::sheet(),
        budget::sheet(),
        spend::sheet(),
        world_effects::sheet(),
        world_leads::sheet(),
        benefit::sheet(),
        weightings::sheet(),
        what_if::sheet(),
        regret::sheet(),
        flips::sheet(),
    ]
}
