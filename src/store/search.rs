//! The journal of a search: all its runs in the order in which it asked for them.
//!
//! What a search runs next follows from what it has found, so that a search begun again asks for the same runs in the same order. Those
//! that are in `journal/search.runs` are taken from there; the others are made and appended. A kill costs what was not yet on the disk.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::lock::{FOLDER, LOCK, lock};
use super::log::{Head, Log};
use super::record::Outcomes;
use super::refusal::{Refusal, writing};
use crate::experiment::SinkError;
use crate::experiment::search::{SearchPlan, SearchTape};

/// Its file in the journal's folder.
pub const RUNS: &str = "search.runs";

/// An opened journal. It stays locked until this value is dropped, or the process ends in whatever way.
#[derive(Debug)]
pub struct SearchJournal {
    log: Log,
    /// Runs that were given back so far.
    given: u64,
    _lock: File,
}

impl SearchJournal {
    /// Opens the folder for a search; also tells what should be said about it.
    pub fn open(folder: &Path, plan: &SearchPlan, resume: bool, other_version: bool) -> Result<(Self, Vec<String>), Refusal> {
        let (journal, path) = (folder.join(FOLDER), folder.join(FOLDER).join(RUNS));
        refuse_strangers(folder, path.is_file(), resume)?;
        fs::create_dir_all(&journal).map_err(|error| writing(&journal, error))?;
        let lock = lock(&journal.join(LOCK), false, folder)?;
        let version = env!("CARGO_PKG_VERSION");
        if let Ok(Some((head, _))) = Head::read(&path) {
            if head.plan != plan.hash {
                return Err(Refusal::input(format!(
                    "the folder `{}` holds another search: its file, baseline, worlds or settings differ; allowed: the search that began it, or another folder",
                    folder.display()
                )));
            }
            if head.version != version && !other_version {
                return Err(Refusal::input(format!(
                    "the search in `{}` was begun by version {} of topline, and this is version {version}: results may differ; \
                     allowed: the version that began it, another folder, or --allow-other-version",
                    folder.display(),
                    head.version
                )));
            }
        }
        let head = Head { plan: plan.hash.clone(), version: version.into(), outcomes: plan.outcomes.len(), first: 0, end: None, shard: None };
        let (log, dropped) = Log::open(&path, head).map_err(|error| writing(&path, error))?;
        let mut notes = Vec::new();
        if dropped.damaged {
            notes.push(format!(
                "warning: {} was damaged: its last {} bytes are dropped, and their runs are run again",
                path.display(),
                dropped.bytes
            ));
        }
        if log.count() > 0 {
            notes.push(format!("{} runs are there", log.count()));
        }
        Ok((Self { log, given: 0, _lock: lock }, notes))
    }

    /// Runs that it holds.
    pub fn held(&self) -> u64 {
        self.log.count()
    }

    /// Puts everything on the disk.
    pub fn sync(&mut self) -> io::Result<()> {
        self.log.sync()
    }
}

impl SearchTape for SearchJournal {
    fn recorded(&mut self, count: usize) -> Result<Vec<Outcomes>, SinkError> {
        let there = (self.log.count() - self.given).min(count as u64);
        let runs = self.log.runs(self.given, there)?;
        self.given += there;
        Ok(runs)
    }

    fn append(&mut self, runs: &[Outcomes]) -> Result<(), SinkError> {
        self.log.append(runs)?;
        self.given += runs.len() as u64;
        Ok(())
    }
}

/// Refuses a folder that holds something else, or a search that was not to go on.
fn refuse_strangers(folder: &Path, search: bool, resume: bool) -> Result<(), Refusal> {
    let shown = folder.display();
    match fs::metadata(folder) {
        Ok(found) if !found.is_dir() => {
            return Err(Refusal::input(format!(
                "the output folder `{shown}` is a file; allowed: a folder that is new or empty, or that holds the search"
            )));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Refusal::failed(format!("cannot read the output folder `{shown}`: {error}"))),
        Ok(_) => {}
    }
    if search && !resume {
        return Err(Refusal::input(format!("the folder `{shown}` holds a search already; allowed: --resume to go on with it, or another folder")));
    }
    let entries = fs::read_dir(folder).map_err(|error| Refusal::failed(format!("cannot read the output folder `{shown}`: {error}")))?;
    // A kill before the first run leaves the journal's folder with its lock alone.
    if !search && entries.flatten().any(|entry| entry.file_name() != FOLDER) {
        return Err(Refusal::input(format!(
            "the output folder `{shown}` is not empty; allowed: a folder that is new or empty, or that holds the search"
        )));
    }
    Ok(())
}
