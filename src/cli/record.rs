//! `topline verify RECORD`: whether the files of a record, and what its command writes today, have its hashes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::caller::Caller;
use super::error::{CliError, note, print};
use super::signals::stop_on_signals;
use crate::report::{FolderRecord, RECORD, RecordDifference};

/// The record that a path means: a JSON file, or a folder that has one.
pub fn record_file(path: &Path) -> Option<PathBuf> {
    if path.is_file() && path.extension().is_some_and(|e| e == "json") {
        return Some(path.to_owned());
    }
    Some(path.join(RECORD)).filter(|file| path.is_dir() && file.is_file())
}

/// Compares the files beside the record, then runs its command again in a folder of its own and compares what it writes.
pub fn verify_record(file: &Path, threads: Option<usize>, quiet: bool, again: fn(Vec<String>) -> Result<(), CliError>) -> Result<(), CliError> {
    let record = FolderRecord::read(file).map_err(CliError::bad_input)?;
    let beside = file.parent().unwrap_or(Path::new(".")).to_owned();
    let mut faults: Vec<String> = record.differences_beside(&beside).iter().map(|d| told(d, &beside.display().to_string())).collect();
    if let Some(other) = record.other_program() {
        note(format!("the record is of {other}; this program may give other bytes"));
    }
    let folder = tempfile::tempdir().map_err(CliError::failed)?;
    let out = folder.path().join("again");
    let mut words = record.arguments().map_err(CliError::bad_input)?;
    words.extend(["--quiet".into(), "-o".into(), out.display().to_string()]);
    words.extend(threads.into_iter().flat_map(|n| ["-j".to_owned(), n.to_string()]));
    if !quiet {
        note(format!("runs `topline {}` again", record.arguments().map_err(CliError::bad_input)?.join(" ")));
    }
    // What the command prints was printed when the record was made.
    Arc::new(Caller::stopping(stop_on_signals()?)).answered(|| again(words))?;
    faults.extend(record.differences(&out).iter().map(|d| told(d, "what the command writes today")));
    match faults.is_empty() {
        true if quiet => Ok(()),
        true => print(format!("{} files have the bytes of the record, those that lie beside it and those written today\n", record.files().len())),
        false => Err(CliError::Invalid(format!("{} is not confirmed:\n{}", file.display(), faults.join("\n")))),
    }
}

fn told(difference: &RecordDifference, place: &str) -> String {
    match difference {
        RecordDifference::Missing(name) => format!("  {name} is missing in {place}"),
        RecordDifference::Changed { file, recorded, found } => format!("  {file} differs in {place}: recorded SHA-256 {recorded}; found {found}"),
        RecordDifference::Scenario { name, recorded, found } => {
            format!(
                "  the scenario `{name}` is another today (its file, or one that it extends, has changed): recorded hash {recorded}; found {found}"
            )
        }
    }
}
