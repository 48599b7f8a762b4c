//! What an earlier experiment left in a folder: the files that its manifest names, and no others.

use std::path::Path;

use serde_json::Value;

use super::files::{DATA_PACKAGE, FILES, KOREAN_PAGE, MANIFEST, PAGE, RECORD, VARIANTS};
use crate::scenario::regular_file;

/// An earlier experiment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Its command.
    pub command: String,
    /// Files that are its own.
    pub files: Vec<String>,
}

impl Earlier {
    /// Of a folder with a manifest of ours; `None` for any other.
    pub fn of(folder: &Path) -> Option<Self> {
        let manifest = json(&folder.join(MANIFEST)).filter(|manifest| manifest["program"] == "topline")?;
        let command = manifest["command"].as_str()?.to_owned();
        // Versions before 0.2 named the tables alone, in the data package.
        let named = texts(&manifest["files"]).unwrap_or_else(|| tables(folder));
        let pages = [PAGE, KOREAN_PAGE, DATA_PACKAGE, MANIFEST, RECORD].map(String::from);
        let mut files: Vec<String> = named.into_iter().filter(|name| is_ours(name)).chain(pages).collect();
        files.sort();
        files.dedup();
        Some(Self { command, files })
    }
}

/// Whether a command may write a file of this name to an output folder.
pub fn is_ours(name: &str) -> bool {
    FILES.contains(&name) || VARIANTS.contains(&name)
}

fn json(path: &Path) -> Option<Value> {
    serde_json::from_str(&regular_file::read_text(path).ok()?).ok()
}

fn texts(list: &Value) -> Option<Vec<String>> {
    Some(list.as_array()?.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect())
}

fn tables(folder: &Path) -> Vec<String> {
    let package = json(&folder.join(DATA_PACKAGE)).unwrap_or_default();
    let resources = package["resources"].as_array().into_iter().flatten();
    resources.filter_map(|resource| resource["path"].as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn earlier(manifest: &str, package: &str) -> Option<Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("manifest.json"), manifest).unwrap();
        fs::write(folder.path().join("datapackage.json"), package).unwrap();
        Earlier::of(folder.path()).map(|earlier| earlier.files)
    }

    const ALWAYS: [&str; 5] = ["datapackage.json", "manifest.json", "report.html", "report.ko.html", "ro-crate-metadata.json"];

    #[test]
    fn only_files_that_a_manifest_of_ours_names_are_its_own() {
        let manifest = r#"{"program":"topline","command":"run","files":["runs.csv","../x","/etc/passwd","notes.txt"]}"#;
        assert_eq!(earlier(manifest, "").unwrap(), [&ALWAYS[..], &["runs.csv"]].concat());
        assert_eq!(earlier(&manifest.replace("topline", "other"), ""), None);
        assert_eq!(earlier("old", ""), None);
    }

    #[test]
    fn a_manifest_of_an_older_version_has_its_tables_in_the_data_package() {
        let package = r#"{"resources":[{"path":"comparison.csv"}]}"#;
        let files = earlier(r#"{"program":"topline","command":"compare"}"#, package).unwrap();
        assert_eq!(files, [&["comparison.csv"], &ALWAYS[..]].concat());
    }
}
