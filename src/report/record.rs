//! `ro-crate-metadata.json`: what was asked, the program, scenarios as resolved, and a hash of every output, so that anybody can check
//! that the same is written again.
//!
//! It is metadata of RO-Crate 1.1 (Soiland-Reyes et al. 2022, *Packaging Research Artefacts with RO-Crate*): a graph of JSON-LD whose
//! `CreateAction` has the command, the program and the scenarios, and whose files have their SHA-256. The manifest stands in it whole
//! but for its timing, the only thing in a folder that two calls tell differently.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::html;
use super::output::files;
use super::output::manifest::{self, COMMIT};
use crate::scenario::regular_file;

const CONTEXT: &str = "https://w3id.org/ro/crate/1.1/context";
const PROFILE: &str = "https://w3id.org/ro/crate/1.1";

/// A file of a folder with its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HashedFile {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes; of the manifest, of what it says besides timing.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// What differs from a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Difference {
    /// A file that is not there.
    Missing(String),
    /// A file with other bytes.
    Changed {
        /// Its name.
        file: String,
        /// Its hash in the record.
        recorded: String,
        /// That of the file found.
        found: String,
    },
    /// A scenario that is resolved to other values.
    Scenario {
        /// Its name.
        name: String,
        /// Its hash in the record.
        recorded: String,
        /// Its hash today.
        found: String,
    },
}

/// A record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    manifest: Value,
    files: Vec<HashedFile>,
    /// Day on which the folder was written, 2026-11-30.
    day: String,
}

impl Record {
    /// Of a folder that `compare` or `run` wrote.
    pub fn of_folder(folder: &Path) -> Result<Self, String> {
        let mut manifest = manifest::read(folder)?;
        html::arguments(&manifest)?;
        let command = manifest["command"].as_str().unwrap_or_default();
        if !["compare", "run"].contains(&command) {
            return Err(format!(
                "`{}` holds what `topline {command}` wrote, of which there is no record; allowed: a folder that `topline compare` or `topline run` wrote",
                folder.display()
            ));
        }
        let named: Vec<String> = manifest["files"].as_array().into_iter().flatten().filter_map(|f| f.as_str().map(str::to_owned)).collect();
        let hashed = |name: &String| {
            hash(folder, name).ok_or_else(|| format!("{} is not there; allowed: a folder as it was written", folder.join(name).display()))
        };
        let files = named.iter().map(hashed).collect::<Result<_, _>>()?;
        let written = fs::metadata(folder.join(files::MANIFEST)).and_then(|m| m.modified()).unwrap_or(UNIX_EPOCH);
        manifest.as_object_mut().map(|manifest| manifest.remove("timing"));
        Ok(Self { manifest, files, day: day(written) })
    }

    /// Of a file.
    pub fn read(file: &Path) -> Result<Self, String> {
        let shown = file.display();
        let refuse = |why: &str| format!("{shown} is no record of topline: {why}; allowed: a file that `topline record` wrote");
        let text = regular_file::read_text(file).map_err(|e| refuse(&e.to_string()))?;
        let graph: Value = serde_json::from_str(&text).map_err(|e| refuse(&e.to_string()))?;
        let entities = graph["@graph"].as_array().ok_or_else(|| refuse("it has no @graph"))?;
        let manifest =
            entities.iter().find(|e| e["@id"] == files::MANIFEST).and_then(|e| e["text"].as_str()).ok_or_else(|| refuse("it has no manifest"))?;
        let manifest = serde_json::from_str(manifest).map_err(|e| refuse(&e.to_string()))?;
        let file = |e: &Value| {
            let [name, sha256, size] = ["@id", "sha256", "contentSize"].map(|key| e[key].as_str());
            Some(HashedFile { name: name?.to_owned(), sha256: sha256?.to_owned(), size: size?.parse().ok()? })
        };
        let files: Vec<HashedFile> = entities.iter().filter(|e| e["@type"] == "File").filter_map(file).collect();
        if files.is_empty() {
            return Err(refuse("it names no file with its hash"));
        }
        let day = entities.iter().find(|e| e["@id"] == "./").and_then(|e| e["datePublished"].as_str()).unwrap_or_default().to_owned();
        Ok(Self { manifest, files, day })
    }

    /// Its files.
    pub fn files(&self) -> &[HashedFile] {
        &self.files
    }

    /// Writes the file into a folder.
    pub fn write(&self, folder: &Path) -> std::io::Result<PathBuf> {
        let path = folder.join(files::RECORD);
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, &self.graph())?;
        file.persist(&path).map_err(|e| e.error)?;
        Ok(path)
    }

    /// The words of its command, without the program's name and the output folder.
    pub fn arguments(&self) -> Result<Vec<String>, String> {
        let mut words = html::arguments(&self.manifest)?;
        let has = |name: &str| self.files.iter().any(|file| file.name == name);
        words.extend(has(files::LABELS).then(|| "--panel".to_owned()));
        if self.manifest["command"] == "compare" {
            match (has(files::PAGE), has(files::KOREAN_PAGE)) {
                (_, true) => words.extend(["--language".to_owned(), "ko".to_owned()]),
                (false, false) => words.push("--no-report".to_owned()),
                (true, false) => {}
            }
        }
        Ok(words)
    }

    /// The program that wrote it, where it is another than this one.
    pub fn other_program(&self) -> Option<String> {
        let (version, commit) = (self.manifest["version"].as_str().unwrap_or_default(), self.manifest["commit"].as_str());
        let same = version == env!("CARGO_PKG_VERSION") && commit == COMMIT;
        (!same).then(|| format!("topline {version}{}", commit.map_or(String::new(), |commit| format!(" ({commit})"))))
    }

    /// What differs among the files that lie in a folder; files that are not there say nothing, for a record may stand alone.
    pub fn differences_beside(&self, folder: &Path) -> Vec<Difference> {
        let there = self.files.iter().filter(|file| folder.join(&file.name).is_file());
        there.filter_map(|file| changed(file, folder)).collect()
    }

    /// What differs in a folder that has been written anew: scenarios first, for they explain the rest.
    pub fn differences(&self, folder: &Path) -> Vec<Difference> {
        let today = manifest::read(folder).unwrap_or_default();
        let of = |manifest: &Value, key: &str| -> Vec<String> {
            manifest["scenarios"].as_array().into_iter().flatten().filter_map(|s| s[key].as_str().map(str::to_owned)).collect()
        };
        let names = of(&self.manifest, "name");
        let hashes = of(&self.manifest, "hash").into_iter().zip(of(&today, "hash"));
        let scenarios = names.into_iter().zip(hashes).filter(|(_, (recorded, found))| recorded != found);
        let scenarios = scenarios.map(|(name, (recorded, found))| Difference::Scenario { name, recorded, found });
        scenarios.chain(self.files.iter().filter_map(|file| changed(file, folder))).collect()
    }

    /// The graph of JSON-LD.
    fn graph(&self) -> Value {
        let refer = |id: &str| json!({ "@id": id });
        let parts: Vec<Value> = self.files.iter().map(|file| refer(&file.name)).collect();
        let command = format!("topline {}", html::arguments(&self.manifest).unwrap_or_default().join(" "));
        let scenarios: Vec<&Value> = self.manifest["scenarios"].as_array().into_iter().flatten().collect();
        let id = |scenario: &Value| format!("#scenario-{}", scenario["name"].as_str().unwrap_or_default());
        let objects: Vec<Value> = scenarios.iter().map(|scenario| refer(&id(scenario))).collect();
        let mut graph = vec![
            json!({ "@id": files::RECORD, "@type": "CreativeWork", "conformsTo": refer(PROFILE), "about": refer("./") }),
            json!({
                "@id": "./", "@type": "Dataset", "name": format!("Outcomes of `{command}`"), "datePublished": self.day,
                "description": "Outcome distributions of simulated scenarios of the Korean music industry; datapackage.json says what the columns hold.",
                "hasPart": parts, "mentions": refer("#run"),
            }),
            json!({ "@id": "#topline", "@type": "SoftwareApplication", "name": "topline", "version": self.manifest["version"], "identifier": self.manifest["commit"] }),
            json!({ "@id": "#run", "@type": "CreateAction", "name": command, "instrument": refer("#topline"), "object": objects, "result": parts }),
        ];
        graph.extend(scenarios.iter().map(|scenario| {
            json!({
                "@id": id(scenario), "@type": "CreativeWork", "name": scenario["title"], "identifier": scenario["hash"],
                "text": scenario["values"].to_string(),
            })
        }));
        graph.extend(self.files.iter().map(|file| self.entity(file)));
        json!({ "@context": CONTEXT, "@graph": graph })
    }

    fn entity(&self, file: &HashedFile) -> Value {
        let format = match Path::new(&file.name).extension().and_then(|e| e.to_str()) {
            Some("csv") => "text/csv",
            Some("html") => "text/html",
            Some("svg") => "image/svg+xml",
            _ => "application/json",
        };
        let mut entity = json!({
            "@id": file.name, "@type": "File", "name": file.name, "encodingFormat": format, "contentSize": file.size.to_string(), "sha256": file.sha256,
        });
        if file.name == files::MANIFEST {
            entity["text"] = Value::from(self.manifest.to_string());
            entity["description"] = Value::from("The hash is that of the text, which leaves out the timing.");
        }
        entity
    }
}

/// The hash of a file of a folder; `None` where it cannot be read.
fn hash(folder: &Path, name: &str) -> Option<HashedFile> {
    let bytes = if name == files::MANIFEST {
        let mut manifest = manifest::read(folder).ok()?;
        manifest.as_object_mut()?.remove("timing");
        manifest.to_string().into_bytes()
    } else {
        fs::read(folder.join(name)).ok()?
    };
    let sha256 = hex::encode(Sha256::digest(&bytes));
    Some(HashedFile { name: name.to_owned(), sha256, size: bytes.len() as u64 })
}

fn changed(file: &HashedFile, folder: &Path) -> Option<Difference> {
    match hash(folder, &file.name) {
        None => Some(Difference::Missing(file.name.clone())),
        Some(found) if found.sha256 != file.sha256 => {
            Some(Difference::Changed { file: file.name.clone(), recorded: file.sha256.clone(), found: found.sha256 })
        }
        Some(_) => None,
    }
}

/// The day of a moment in the calendar of ISO 8601, by UTC (Richards 2013, *Calendars*, Explanatory Supplement to the Astronomical
/// Almanac, 15.11.3).
fn day(time: SystemTime) -> String {
    let julian = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() / 86_400) as i64 + 2_440_588;
    let f = julian + 1401 + (((4 * julian + 274_277) / 146_097) * 3) / 4 - 38;
    let e = 4 * f + 3;
    let h = 5 * ((e % 1461) / 4) + 2;
    let (day, month) = ((h % 153) / 5 + 1, (h / 153 + 2) % 12 + 1);
    let year = e / 1461 - 4716 + (12 + 2 - month) / 12;
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        let of = |seconds: u64| day(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(
            [0, 951_782_399, 951_782_400, 951_868_800, 1_772_323_199].map(of),
            ["1970-01-01", "2000-02-28", "2000-02-29", "2000-03-01", "2026-02-28"]
        );
    }
}
