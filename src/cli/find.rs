//! From what the user wrote to a scenario file.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::CliError;
pub use crate::scenario::shipped::FOLDER;
use crate::scenario::{nearest, shipped};

/// The file of a scenario: a path, or a name in the folder of scenarios.
pub fn scenario_file(given: &str) -> Result<PathBuf, CliError> {
    let path = PathBuf::from(given);
    if path.is_file() || is_a_path(given) {
        // What is wrong with a path is said where it is read.
        return Ok(path);
    }
    shipped::named(given).ok_or_else(|| CliError::bad_input(unknown("scenario", FOLDER, given, &scenarios())))
}

/// How a scenario is given on the command line whose file was found: by its name where it is found by that.
pub fn given(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let named = shipped::named(&stem).is_some_and(|named| named == file) && !is_a_path(&stem);
    if named { stem.into_owned() } else { file.display().to_string() }
}

/// The file of a sweep: a path, or a name in the folder of sweeps.
pub fn sweep_file(given: &str) -> Result<PathBuf, CliError> {
    let path = PathBuf::from(given);
    if path.is_file() || is_a_path(given) {
        return Ok(path);
    }
    let folder = format!("{FOLDER}/{}", shipped::SWEEP_FOLDER);
    shipped::named_sweep(given).ok_or_else(|| CliError::bad_input(unknown("sweep", &folder, given, &sweeps())))
}

/// Names of the sweeps that are found by name, in alphabetical order.
pub fn sweeps() -> Vec<String> {
    with_shipped(names(&Path::new(FOLDER).join(shipped::SWEEP_FOLDER)), shipped::sweeps())
}

/// The file of a search: a path, or a name in the folder of searches.
pub fn search_file(given: &str) -> Result<PathBuf, CliError> {
    let path = PathBuf::from(given);
    if path.is_file() || is_a_path(given) {
        return Ok(path);
    }
    let folder = format!("{FOLDER}/{}", shipped::SEARCH_FOLDER);
    shipped::named_search(given).ok_or_else(|| CliError::bad_input(unknown("search", &folder, given, &searches())))
}

/// Names of the searches that are found by name, in alphabetical order.
pub fn searches() -> Vec<String> {
    with_shipped(names(&Path::new(FOLDER).join(shipped::SEARCH_FOLDER)), shipped::searches())
}

/// The file of a scenario, or of a sweep or a search where no scenario has the name.
pub fn scenario_or_sweep_file(given: &str) -> Result<PathBuf, CliError> {
    scenario_file(given).or_else(|unknown| sweep_file(given).or_else(|_| search_file(given)).map_err(|_| unknown))
}

fn is_a_path(given: &str) -> bool {
    given.ends_with(".toml") || given.contains(['/', '\\']) || Path::new(given).exists()
}

/// No file of a kind, which has its folder, is called so.
fn unknown(kind: &str, folder: &str, given: &str, names: &[String]) -> String {
    let help = nearest(given, names).map_or(String::new(), |name| format!("\n  help: did you mean `{name}`?"));
    let allowed = match names {
        [] => format!("there is no {kind} in the folder `{folder}` here"),
        names => format!("allowed: a path to a file, or one of {}", names.join(", ")),
    };
    format!("unknown {kind} `{given}`: no such file, and no `{folder}/{given}.toml`; {allowed}{help}")
}

/// Names of the scenarios that are found by name, in alphabetical order.
pub fn scenarios() -> Vec<String> {
    with_shipped(names(Path::new(FOLDER)), shipped::names())
}

/// Names of those that have an event in their name.
pub fn event_files() -> Vec<String> {
    scenarios().into_iter().filter(|name| name.starts_with("event_")).collect()
}

fn with_shipped(mut found: Vec<String>, shipped: impl Iterator<Item = &'static str>) -> Vec<String> {
    found.extend(shipped.map(str::to_owned));
    found.sort();
    found.dedup();
    found
}

/// Names of the scenarios in a folder, in alphabetical order.
pub fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let scenarios = files.filter(|path| path.extension().is_some_and(|e| e == "toml") && path.is_file());
    let mut names: Vec<String> = scenarios.filter_map(|path| Some(path.file_stem()?.to_str()?.to_string())).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_gets_the_nearest_one() {
        let names = ["baseline", "golden"].map(String::from);
        let text = unknown("scenario", FOLDER, "basline", &names);
        assert!(text.contains("unknown scenario `basline`") && text.contains("did you mean `baseline`?"), "{text}");
        assert!(!unknown("scenario", FOLDER, "zzzzzzzzzz", &names).contains("did you mean"));
        let text = unknown("search", "scenarios/searches", "scenario_x", &names);
        assert!(text.starts_with("unknown search `scenario_x`: no such file, and no `scenarios/searches/scenario_x.toml`"), "{text}");
    }

    #[test]
    fn a_path_is_taken_as_it_is() {
        assert_eq!(scenario_file("nowhere/x.toml"), Ok(PathBuf::from("nowhere/x.toml")));
    }
}
