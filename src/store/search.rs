//! The journal of a search: all its runs in the order in which it asked for them.
//!
//! What a search runs next follows from what it has found, so that a search begun again asks for the same runs in the same order. Those
//! that are in `journal/search.runs` are taken from there; the others are made and appended. A kill costs what was not yet on the disk.
//! Of shards each has a file of its own, `search-K-of-N.runs`, and reads those of the others.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::lock::{FOLDER, LOCK, lock};
use super::log::{self, Head, Log};
use super::record::Outcomes;
use super::refusal::{Refusal, writing};
use crate::experiment::SinkError;
use crate::experiment::search::{SearchPlan, SearchTape};
use crate::experiment::sweep::Shard;

/// An opened journal. It stays locked until this value is dropped, or the process ends in whatever way.
#[derive(Debug)]
pub struct SearchJournal {
    log: Log,
    /// Runs that were given back so far.
    given: u64,
    /// Files of all shards, each with the runs of it that were given back; empty without shards.
    others: Vec<(PathBuf, u64)>,
    _locks: Vec<File>,
}

/// How a journal is to be opened.
#[derive(Clone, Copy, Debug, Default)]
pub struct SearchMode {
    /// Whether a search that is there goes on.
    pub resume: bool,
    /// Whether another version of the program may go on.
    pub other_version: bool,
    /// Only this part of the runs.
    pub shard: Option<Shard>,
}

/// Name of a file of the journal.
fn name(shard: Option<Shard>, ending: &str) -> String {
    shard.map_or(format!("search.{ending}"), |shard| format!("search-{}-of-{}.{ending}", shard.index, shard.count))
}

impl SearchJournal {
    /// Opens the folder for a search; also tells what should be said about it.
    pub fn open(folder: &Path, plan: &SearchPlan, how: SearchMode) -> Result<(Self, Vec<String>), Refusal> {
        let journal = folder.join(FOLDER);
        let path = journal.join(name(how.shard, "runs"));
        refuse_other_parts(&journal, how.shard)?;
        refuse_strangers(folder, path.is_file(), how.resume)?;
        fs::create_dir_all(&journal).map_err(|error| writing(&journal, error))?;
        let mut locks = vec![lock(&journal.join(LOCK), how.shard.is_some(), folder)?];
        if how.shard.is_some() {
            locks.push(lock(&journal.join(name(how.shard, "lock")), false, folder)?);
        }
        let version = env!("CARGO_PKG_VERSION");
        if let Ok(Some((head, _))) = Head::read(&path) {
            if head.plan != plan.hash {
                return Err(Refusal::input(format!(
                    "the folder `{}` holds another search: its file, baseline, worlds or settings differ; allowed: the search that began it, or another folder",
                    folder.display()
                )));
            }
            if head.version != version && !how.other_version {
                return Err(Refusal::input(format!(
                    "the search in `{}` was begun by version {} of topline, and this is version {version}: results may differ; \
                     allowed: the version that began it, another folder, or --allow-other-version",
                    folder.display(),
                    head.version
                )));
            }
        }
        let head = Head {
            plan: plan.hash.clone(),
            version: version.into(),
            outcomes: plan.outcomes.len(),
            first: 0,
            end: None,
            shard: how.shard.map(|shard| (shard.index, shard.count)),
        };
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
        let others = how.shard.map_or(0, |shard| shard.count);
        let file = |index: u32| journal.join(name(how.shard.map(|shard| Shard { index, ..shard }), "runs"));
        Ok((Self { log, given: 0, others: (0..others).map(|index| (file(index), 0)).collect(), _locks: locks }, notes))
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

    fn of_shard(&mut self, shard: u32, count: usize) -> Result<Option<Vec<Outcomes>>, SinkError> {
        let (path, given) = &mut self.others[shard as usize];
        let runs = runs_of_another(path, self.log.plan(), *given, count as u64)?;
        *given += runs.as_ref().map_or(0, |runs| runs.len() as u64);
        Ok(runs)
    }
}

/// Some runs of a file that another process writes; `None` while not all of them are there.
fn runs_of_another(path: &Path, plan: &str, from: u64, count: u64) -> io::Result<Option<Vec<Outcomes>>> {
    let length = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other?.len(),
    };
    let Some((head, start)) = Head::read(path)? else { return Ok(None) };
    if head.plan != plan {
        return Err(io::Error::other(format!("{} holds runs of another search", path.display())));
    }
    if length < start + (from + count) * head.form().length() as u64 {
        return Ok(None);
    }
    log::runs(path, &head, start, from, count).map(Some)
}

/// Refuses to go on with a search in other parts than it was begun in.
fn refuse_other_parts(journal: &Path, shard: Option<Shard>) -> Result<(), Refusal> {
    let end = |shard: Option<Shard>| shard.map_or("search.runs".to_owned(), |shard| format!("-of-{}.runs", shard.count));
    for entry in fs::read_dir(journal).into_iter().flatten().flatten() {
        let found = entry.file_name().to_string_lossy().into_owned();
        if found.starts_with("search") && found.ends_with(".runs") && !found.ends_with(&end(shard)) {
            return Err(Refusal::input(format!(
                "the search in `{}` was begun in other parts (journal/{found}); allowed: as many shards as it was begun with, or another folder",
                journal.parent().unwrap_or(journal).display()
            )));
        }
    }
    Ok(())
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
    // A kill before the first run leaves the journal's folder with its lock alone; other shards have theirs there.
    if !search && entries.flatten().any(|entry| entry.file_name() != FOLDER) {
        return Err(Refusal::input(format!(
            "the output folder `{shown}` is not empty; allowed: a folder that is new or empty, or that holds the search"
        )));
    }
    Ok(())
}
