//! The journal of a sweep while it runs: which runs are there, which are missing, and where they go.
//!
//! `journal/plan.json` says what the sweep is; `cases-N-HASH.keys` names the cases that were added N-th; `runs-N.log` holds
//! their runs, replicate by replicate. Shards write `shard-K-of-N.part`, which becomes `shard-K-of-N.runs` when it is
//! complete.

use std::fs::{self, File};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::archive::{Archive, Held, Piece};
use super::lock::{FOLDER, JournalMode, LOCK, lock, refuse_strangers};
use super::log::{Dropped, Head, Log, check_sealed};
use super::refusal::{Refusal, writing};
use super::shards;
use super::stored_sweep::{Cases, StoredSweep, begin, everything, hash, matched, remove_leftovers};
use crate::experiment::SinkError;
use crate::experiment::sweep::{CaseKey, Cost, Portion, Shard, SweepPlan, SweepRun, SweepSink, work};

/// An opened folder. It stays locked until this value is dropped, or the process ends in whatever way.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    logs: Vec<Open>,
    shard: Option<Shard>,
    replicates: u64,
    resumed: bool,
    _locks: Vec<File>,
}

/// A list with its log.
#[derive(Debug)]
struct Open {
    cases: Arc<[u32]>,
    log: Log,
    /// Runs of finished shards that stand before the log's.
    before: Vec<Piece>,
}

impl Journal {
    /// Opens the folder for a plan; also tells what should be said about it.
    pub fn open(folder: &Path, plan: &SweepPlan, how: JournalMode) -> Result<(Self, Vec<String>), Refusal> {
        let journal = folder.join(FOLDER);
        let resumed = StoredSweep::read(folder)?.is_some();
        refuse_strangers(folder, resumed, how.resume || how.shard.is_some())?;
        fs::create_dir_all(&journal).map_err(|error| writing(&journal, error))?;
        let mut locks = vec![lock(&journal.join(LOCK), how.shard.is_some(), folder)?];
        if how.shard.is_none() {
            remove_leftovers(&journal);
        }
        let lists = lists(folder, plan, &plan.keys(), how)?;
        let mut notes = Vec::new();
        let logs = match how.shard {
            Some(shard) => {
                locks.push(lock(&journal.join(shard_file(shard, "lock")), false, folder)?);
                vec![open_shard(&journal, plan, shard, lists, how.resume, &mut notes)?]
            }
            None => open_logs(&journal, plan, lists, &mut notes)?,
        };
        Ok((Self { folder: folder.into(), logs, shard: how.shard, replicates: plan.file.replicates.into(), resumed, _locks: locks }, notes))
    }

    /// Runs that are there.
    pub fn held(&self) -> u64 {
        match self.shard {
            Some(_) => self.logs[0].log.count(),
            None => self.logs.iter().map(|open| open.log.next()).sum(),
        }
    }

    /// Runs that there should be.
    pub fn planned(&self, plan: &SweepPlan) -> u64 {
        self.shard.map_or(plan.grid.runs(), |shard| {
            let runs = shard.runs(plan.grid.runs());
            runs.end - runs.start
        })
    }

    /// Whether the folder held the sweep before.
    pub fn resumed(&self) -> bool {
        self.resumed
    }

    /// Runs the first run that is there again; a program that gives other bits must not go on.
    pub fn recheck(&self, plan: &SweepPlan) -> Result<(), Refusal> {
        let Some(open) = self.logs.iter().find(|open| open.log.count() > 0) else { return Ok(()) };
        let (number, kept) = open.log.first_record().map_err(|error| writing(&self.folder, error))?;
        let mut again = Vec::new();
        let portion = Portion { cases: &open.cases, runs: number..number + 1 };
        let done = work(plan, &[portion], 1, &mut again, &AtomicBool::new(false));
        done.map_err(|error| Refusal::failed(error.to_string()))?;
        let mut bytes = Vec::new();
        again.iter().for_each(|run| open.log.form().write(number, &run.outcomes, &mut bytes));
        match bytes == kept {
            true => Ok(()),
            false => Err(Refusal::input(format!(
                "this program gives other numbers than the one that began the sweep in `{}`: its first run, done again, is not the same;                  allowed: the program that began it, another folder, or --allow-other-version",
                self.folder.display()
            ))),
        }
    }

    /// What is missing, replicate by replicate, and to which log it belongs.
    fn missing(&self, plan: &SweepPlan) -> Vec<(usize, Range<u64>)> {
        if let Some(shard) = self.shard {
            return vec![(0, self.logs[0].log.next()..shard.runs(plan.grid.runs()).end)];
        }
        if let [open] = &self.logs[..] {
            return vec![(0, open.log.next()..self.replicates * open.cases.len() as u64)];
        }
        let of = |replicate: u64, (number, open): (usize, &Open)| {
            let cases = open.cases.len() as u64;
            (number, (replicate * cases).max(open.log.next())..(replicate + 1) * cases)
        };
        let all = (0..self.replicates).flat_map(|replicate| self.logs.iter().enumerate().map(move |list| of(replicate, list)));
        all.filter(|(_, runs)| !runs.is_empty()).collect()
    }

    /// Runs what is missing; `watch` sees every run after it is in the journal. When `stop` becomes true, runs in hand
    /// are finished first.
    pub fn run(&mut self, plan: &SweepPlan, threads: usize, watch: &mut dyn FnMut(&[SweepRun]), stop: &AtomicBool) -> Result<Cost, Refusal> {
        let missing = self.missing(plan);
        let lists: Vec<Arc<[u32]>> = self.logs.iter().map(|open| open.cases.clone()).collect();
        let portions: Vec<Portion<'_>> = missing.iter().map(|(log, runs)| Portion { cases: &lists[*log], runs: runs.clone() }).collect();
        let logs = self.logs.iter_mut().map(|open| &mut open.log).collect();
        let mut sink = JournalSink { folder: &self.folder, logs, missing: &missing, watch };
        let done = work(plan, &portions, threads, &mut sink, stop);
        let cost = done.map_err(|error| match error.downcast::<Refusal>() {
            Ok(refusal) => *refusal,
            Err(other) => Refusal::failed(other.to_string()),
        })?;
        self.sync()?;
        Ok(cost)
    }

    /// Puts everything on the disk.
    fn sync(&mut self) -> Result<(), Refusal> {
        let folder = &self.folder;
        self.logs.iter_mut().try_for_each(|open| open.log.sync().map_err(|error| writing(folder, error)))
    }

    /// Ends a complete shard: its file appears under its name.
    pub fn seal(self) -> Result<PathBuf, Refusal> {
        let shard = self.shard.expect("a shard");
        let journal = self.folder.join(FOLDER);
        let name = journal.join(shard_file(shard, "runs"));
        if !name.exists() {
            let open = self.logs.into_iter().next().expect("one log");
            open.log.seal(&name).map_err(|error| writing(&name, error))?;
        }
        // The lock has served; a file that stays does no harm.
        let _ = fs::remove_file(journal.join(shard_file(shard, "lock")));
        Ok(name)
    }

    /// All runs, for reading.
    pub fn archive(&self, plan: &SweepPlan) -> io::Result<Archive> {
        let held = |(number, open): (usize, &Open)| {
            let piece = Piece::of_log(&self.folder.join(FOLDER).join(log_file(number)), open.log.plan())?;
            Ok(Held { cases: open.cases.to_vec(), pieces: open.before.iter().cloned().chain(piece).collect() })
        };
        let held = self.logs.iter().enumerate().map(held).collect::<io::Result<_>>()?;
        Ok(Archive::new(held, plan.grid.cases(), plan.outcomes.len()))
    }
}

/// Where runs go: the log to which their portion belongs.
struct JournalSink<'a> {
    folder: &'a Path,
    logs: Vec<&'a mut Log>,
    missing: &'a [(usize, Range<u64>)],
    watch: &'a mut dyn FnMut(&[SweepRun]),
}

impl SweepSink for JournalSink<'_> {
    fn take(&mut self, portion: usize, runs: &[SweepRun]) -> Result<(), SinkError> {
        let log = &mut self.logs[self.missing[portion].0];
        log.append(runs.iter().map(|run| &run.outcomes)).map_err(|error| writing(self.folder, error))?;
        (self.watch)(runs);
        Ok(())
    }
}

/// Name of the log of a list.
pub fn log_file(number: usize) -> String {
    format!("runs-{number}.log")
}

/// Name of a file of a shard.
fn shard_file(shard: Shard, ending: &str) -> String {
    format!("shard-{:05}-of-{:05}.{ending}", shard.index, shard.count)
}

/// The lists of a folder, which is begun where it holds no sweep. Another process may have begun it between the first
/// look and the lock.
fn lists(folder: &Path, plan: &SweepPlan, keys: &[CaseKey], how: JournalMode) -> Result<Vec<Cases>, Refusal> {
    match StoredSweep::read(folder)? {
        Some(kept) => matched(folder, plan, keys, kept, how),
        None => {
            let kept = begin(folder, plan, keys)?;
            if how.shard.is_some() { matched(folder, plan, keys, kept, how) } else { Ok(vec![(everything(plan), hash(plan, keys))]) }
        }
    }
}

/// The log of a shard, finished or not.
fn open_shard(journal: &Path, plan: &SweepPlan, shard: Shard, lists: Vec<Cases>, resume: bool, notes: &mut Vec<String>) -> Result<Open, Refusal> {
    let (part, name) = (journal.join(shard_file(shard, "part")), journal.join(shard_file(shard, "runs")));
    reopen_damaged(&name, &part, resume, notes)?;
    let runs = shard.runs(plan.grid.runs());
    let (cases, hash) = lists.into_iter().next().expect("one list");
    let head = head(plan, hash, runs.start, Some(runs.end), Some((shard.index, shard.count)));
    let log = if name.exists() {
        Log::sealed(&name, head).map_err(|error| writing(&name, error))?
    } else {
        let (log, dropped) = Log::open(&part, head).map_err(|error| writing(&part, error))?;
        note(&part, dropped, notes);
        log
    };
    Ok(Open { cases: cases.into(), log, before: Vec::new() })
}

/// The logs of all lists. Where shards began the sweep, the first log goes on after them.
fn open_logs(journal: &Path, plan: &SweepPlan, lists: Vec<Cases>, notes: &mut Vec<String>) -> Result<Vec<Open>, Refusal> {
    let mut shards = finished_shards(journal, &lists[0].1)?;
    let mut logs = Vec::new();
    for (number, (cases, hash)) in lists.into_iter().enumerate() {
        let before = std::mem::take(&mut shards);
        let path = journal.join(log_file(number));
        let first = before.last().map_or(0, |piece| piece.runs.end);
        let (log, dropped) = Log::open(&path, head(plan, hash, first, None, None)).map_err(|error| writing(&path, error))?;
        note(&path, dropped, notes);
        logs.push(Open { cases: cases.into(), log, before });
    }
    Ok(logs)
}

fn head(plan: &SweepPlan, hash: String, first: u64, end: Option<u64>, shard: Option<(u32, u32)>) -> Head {
    Head { plan: hash, version: env!("CARGO_PKG_VERSION").into(), outcomes: plan.outcomes.len(), first, end, shard }
}

fn note(path: &Path, dropped: Dropped, notes: &mut Vec<String>) {
    if dropped.damaged {
        let bytes = dropped.bytes;
        notes.push(format!("{} was damaged: its last {bytes} bytes were dropped, and their runs are run again", path.display()));
    }
}

/// A finished shard that is damaged becomes unfinished again.
fn reopen_damaged(name: &Path, part: &Path, resume: bool, notes: &mut Vec<String>) -> Result<(), Refusal> {
    if !name.exists() {
        return Ok(());
    }
    match check_sealed(name) {
        Ok(_) => Ok(()),
        Err(what) if resume => {
            notes.push(format!("{} {what}; what is damaged is run again", name.display()));
            fs::rename(name, part).map_err(|error| writing(part, error))
        }
        Err(what) => Err(Refusal::failed(format!("{} {what}; --resume runs again what is damaged", name.display()))),
    }
}

/// The files of finished shards, if there are any; they must then be complete, for only one process goes on.
fn finished_shards(journal: &Path, hash: &str) -> Result<Vec<Piece>, Refusal> {
    let found = shards::find(journal)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    shards::complete(&found, hash, None)
}
