//! `mixes/`: each reported mix as a scenario file.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::names;
use crate::experiment::search::{SearchPlan, SearchResult};
use crate::report::output::folder::WriteError;
use crate::store::new_file::new_file;

/// Folder of the scenarios in the output folder.
pub const FOLDER: &str = "mixes";
/// How names of files begin that are still being written.
const UNFINISHED: &str = ".topline-unfinished-";

/// Name and text of each scenario.
fn scenarios(plan: &SearchPlan, result: &SearchResult) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (number, budget) in result.budgets.iter().enumerate() {
        for (place, candidate) in budget.certified.reported.iter().enumerate() {
            let (name, mix) = (names::mix(plan, number, place), &budget.candidates[*candidate]);
            let title = format!("{}: {} of {} a year", plan.file.title, name.replace('_', " "), names::sum(budget.sum));
            let why = format!("{} What a search found: {}.", plan.file.why, names::parts(plan, mix));
            all.push((name, plan.file.scenario_text(mix, &title, &why)));
        }
    }
    all
}

/// Writes the scenarios, and removes those of the same search that it no longer reports.
pub fn write(plan: &SearchPlan, result: &SearchResult, out: &Path) -> Result<Vec<String>, WriteError> {
    let folder = out.join(FOLDER);
    let cannot = |path: &Path, error: io::Error| WriteError::new(path.to_path_buf(), error);
    fs::create_dir_all(&folder).map_err(|error| cannot(&folder, error))?;
    let scenarios = scenarios(plan, result);
    for entry in fs::read_dir(&folder).map_err(|error| cannot(&folder, error))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let ours = name.starts_with("mix_") && name.ends_with(".toml") && !scenarios.iter().any(|(kept, _)| format!("{kept}.toml") == name);
        if ours || name.starts_with(UNFINISHED) {
            fs::remove_file(entry.path()).map_err(|error| cannot(&entry.path(), error))?;
        }
    }
    for (name, text) in &scenarios {
        let path = folder.join(format!("{name}.toml"));
        let written = new_file(&folder, UNFINISHED).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            file.persist(&path).map_err(|error| error.error).map(drop)
        });
        written.map_err(|error| cannot(&path, error))?;
    }
    Ok(scenarios.into_iter().map(|(name, _)| name).collect())
}
