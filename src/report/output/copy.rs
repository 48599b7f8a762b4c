//! The files of an experiment, copied to another folder as the command would have written them there.

use std::fs::File;
use std::io;
use std::path::Path;

use super::earlier::Earlier;
use super::files::{FILES, MANIFEST, VARIANTS};
use super::folder::Folder;
use super::table::Sheet;

/// Copies the files that the manifest of a folder names to another one, which must be new, empty or (with `force`) hold an
/// earlier experiment; all or none. The error is a sentence.
///
/// Tells the files that were written. A sweep is no such experiment: its folder is written where it runs, and can be
/// resumed there.
pub fn copy(from: &Path, to: &Path, force: bool) -> Result<Vec<&'static str>, String> {
    let found = Earlier::of(from);
    let found = found.ok_or_else(|| format!("`{}` holds no experiment of topline; allowed: a folder that a command wrote", from.display()))?;
    if found.command == "sweep" {
        return Err(format!("`{}` holds a sweep, which is not copied without its journal; allowed: run it with --out", from.display()));
    }
    let mut folder = Folder::open(to, force)?;
    let there = |name: &&'static str| found.files.iter().any(|own| own == name) && from.join(name).is_file();
    // The manifest appears last: a folder without it is unfinished.
    let names = FILES.iter().copied().chain(VARIANTS).filter(|name| *name != MANIFEST).chain([MANIFEST]).filter(there);
    for name in names {
        let mut file = File::open(from.join(name)).map_err(|e| format!("cannot read {}: {e}", from.join(name).display()))?;
        folder.stage(Sheet::untabled(name), |out| io::copy(&mut file, out).map(drop)).map_err(|e| e.to_string())?;
    }
    folder.commit().map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_a_manifest_names_is_copied_and_nothing_is_replaced_unasked() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(from.path().join("manifest.json"), r#"{"program":"topline","command":"run","files":["runs.csv"]}"#).unwrap();
        fs::write(from.path().join("runs.csv"), "a\n1\n").unwrap();
        fs::write(from.path().join("notes.txt"), "mine").unwrap();
        assert_eq!(copy(from.path(), to.path(), false).unwrap(), ["runs.csv", "manifest.json"]);
        assert_eq!(fs::read_to_string(to.path().join("runs.csv")).unwrap(), "a\n1\n");
        assert!(!to.path().join("notes.txt").exists());
        assert!(copy(from.path(), to.path(), false).unwrap_err().contains("is not empty"));
        assert!(copy(from.path(), to.path(), true).is_ok());
    }

    #[test]
    fn a_folder_of_something_else_and_a_sweep_are_refused() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        assert!(copy(from.path(), to.path(), false).unwrap_err().contains("holds no experiment"));
        fs::write(from.path().join("manifest.json"), r#"{"program":"topline","command":"sweep","files":[]}"#).unwrap();
        assert!(copy(from.path(), to.path(), false).unwrap_err().contains("holds a sweep"));
    }
}
