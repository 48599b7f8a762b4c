//! The folder of a sweep while it runs: which runs are there, which are missing, and who may add to them.
//!
//! `journal/plan.json` says what the sweep is; `cases-N.keys` names the cases that were added N-th (a sweep to which
//! points were added has several lists); `runs-N.log` holds their runs, replicate by replicate. Shards write
//! `shard-K-of-N.part`, which becomes `shard-K-of-N.runs` when it is complete.

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::archive::{Archive, Held, Piece};
use super::log::{Dropped, Head, Log, check_sealed, sync_folder};
use super::refusal::{Refusal, writing};
use crate::experiment::SinkError;
use crate::experiment::sweep::{CaseKey, Cost, Layout, Portion, Shard, SweepPlan, SweepRun, SweepSink, work};
use crate::report::folder::new_file;

/// Folder in the output folder.
pub const FOLDER: &str = "journal";
const PLAN: &str = "plan.json";
/// The file that the process holds which writes.
pub const LOCK: &str = "lock";

/// What the folder says of its sweep.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Kept {
    /// Version of the program that began it.
    pub version: String,
    /// The sweep.
    pub layout: Layout,
    /// Lists of cases, in the order in which they were added.
    pub lists: Vec<List>,
}

/// A list of cases that were added together.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct List {
    /// Number of cases.
    pub cases: u64,
    /// Hash of the cases, the seed and the outcomes: the plan of its runs.
    pub hash: String,
    /// File with the numbers of its cases in the layout; none where they are all cases in their order.
    pub order: Option<String>,
}

impl List {
    /// Numbers of its cases in the layout.
    pub fn in_layout(&self, journal: &Path) -> Result<Vec<u32>, Refusal> {
        let Some(name) = &self.order else { return Ok((0..self.cases as u32).collect()) };
        let path = journal.join(name);
        let bytes = fs::read(&path).map_err(|error| Refusal::failed(format!("cannot read {}: {error}", path.display())))?;
        let cases: Vec<u32> = bytes.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
        match cases.len() as u64 == self.cases {
            true => Ok(cases),
            false => Err(Refusal::failed(format!("{} is damaged: {} cases instead of {}", path.display(), cases.len(), self.cases))),
        }
    }
}

impl Kept {
    /// Reads what a folder says; `None` where it holds no sweep.
    pub fn read(folder: &Path) -> Result<Option<Self>, Refusal> {
        let path = folder.join(FOLDER).join(PLAN);
        match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Refusal::failed(format!("cannot read {}: {error}", path.display()))),
            Ok(bytes) => match serde_json::from_slice(&bytes) {
                Ok(kept) => Ok(Some(kept)),
                Err(error) => Err(Refusal::failed(format!("{} is damaged: {error}", path.display()))),
            },
        }
    }

    fn write(&self, folder: &Path, replace: bool) -> Result<(), Refusal> {
        let path = folder.join(FOLDER).join(PLAN);
        let bytes = serde_json::to_vec_pretty(self).expect("plain values");
        appear(&path, &bytes, replace)
    }
}

/// How a folder is to be opened.
#[derive(Clone, Copy, Debug, Default)]
pub struct How {
    /// Whether a sweep that is there goes on.
    pub resume: bool,
    /// Only this part.
    pub shard: Option<Shard>,
    /// Whether another version of the program may go on.
    pub allow_other_version: bool,
}

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
    pub fn open(folder: &Path, plan: &SweepPlan, how: How) -> Result<(Self, Vec<String>), Refusal> {
        let journal = folder.join(FOLDER);
        let found = Kept::read(folder)?;
        refuse_strangers(folder, found.is_some(), how.resume || how.shard.is_some())?;
        fs::create_dir_all(&journal).map_err(|error| writing(&journal, error))?;
        let mut locks = vec![lock(&journal.join(LOCK), how.shard.is_some(), folder)?];
        let keys = plan.keys();
        // Another process may have begun the sweep between the first look and the lock.
        let kept = match Kept::read(folder)? {
            Some(kept) => kept,
            None => begin(folder, plan, &keys)?,
        };
        let resumed = found.is_some();
        let lists =
            if resumed || how.shard.is_some() { matched(folder, plan, &keys, kept, how)? } else { vec![(everything(plan), hash(plan, &keys))] };
        let mut notes = Vec::new();
        let all = plan.grid.runs();
        let mut logs = Vec::new();
        if let Some(shard) = how.shard {
            let (part, name) = (journal.join(shard_file(shard, "part")), journal.join(shard_file(shard, "runs")));
            locks.push(lock(&journal.join(shard_file(shard, "lock")), false, folder)?);
            reopen_damaged(&name, &part, how.resume, &mut notes)?;
            let runs = shard.runs(all);
            let (cases, hash) = lists.into_iter().next().expect("one list");
            let head = head(plan, hash, runs.start, Some(runs.end), Some((shard.index, shard.count)));
            let sealed = name.exists();
            let (log, dropped) = Log::open(if sealed { &name } else { &part }, head).map_err(|error| writing(&part, error))?;
            note(&part, dropped, &mut notes);
            logs.push(Open { cases: cases.into(), log, before: Vec::new() });
        } else {
            let shards = finished_shards(&journal, &lists[0].1)?;
            for (number, (cases, hash)) in lists.into_iter().enumerate() {
                let before = if number == 0 { shards.clone() } else { Vec::new() };
                let path = journal.join(log_file(number));
                let first = before.last().map_or(0, |piece| piece.runs.end);
                let (log, dropped) = Log::open(&path, head(plan, hash, first, None, None)).map_err(|error| writing(&path, error))?;
                note(&path, dropped, &mut notes);
                logs.push(Open { cases: cases.into(), log, before });
            }
        }
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
            let piece = Piece::of_log(&self.folder.join(FOLDER).join(log_file(number)))?;
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

fn everything(plan: &SweepPlan) -> Vec<u32> {
    (0..plan.grid.cases() as u32).collect()
}

fn head(plan: &SweepPlan, hash: String, first: u64, end: Option<u64>, shard: Option<(u32, u32)>) -> Head {
    Head { plan: hash, version: env!("CARGO_PKG_VERSION").into(), outcomes: plan.outcomes.len(), first, end, shard }
}

fn hash(plan: &SweepPlan, keys: &[CaseKey]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(plan.file.seed.to_le_bytes());
    hasher.update(plan.grid.layout.outcomes.join(","));
    hasher.update(keys.as_flattened());
    hasher.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Refuses a folder that holds something else, or a sweep that was not to go on.
fn refuse_strangers(folder: &Path, sweep: bool, resume: bool) -> Result<(), Refusal> {
    let shown = folder.display();
    match fs::metadata(folder) {
        Ok(found) if !found.is_dir() => {
            return Err(Refusal::input(format!(
                "the output folder `{shown}` is a file; allowed: a folder that is new or empty, or that holds the sweep"
            )));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Refusal::failed(format!("cannot read the output folder `{shown}`: {error}"))),
        Ok(_) => {}
    }
    if sweep && !resume {
        return Err(Refusal::input(format!("the folder `{shown}` holds a sweep already; allowed: --resume to go on with it, or another folder")));
    }
    let entries = fs::read_dir(folder).map_err(|error| Refusal::failed(format!("cannot read the output folder `{shown}`: {error}")))?;
    let strangers = entries.flatten().filter(|entry| entry.file_name() != FOLDER).count();
    if !sweep && strangers > 0 {
        return Err(Refusal::input(format!(
            "the output folder `{shown}` is not empty; allowed: a folder that is new or empty, or that holds the sweep"
        )));
    }
    Ok(())
}

/// Locks a file for this process, alone or with others of its kind. The system lets go of it when the process ends.
pub fn lock(path: &Path, shared: bool, folder: &Path) -> Result<File, Refusal> {
    let file = File::options().create(true).truncate(false).read(true).write(true).open(path).map_err(|error| writing(path, error))?;
    match if shared { file.try_lock_shared() } else { file.try_lock() } {
        Ok(()) => Ok(file),
        // A network file system without locks: the promise that only one process writes is then the user's.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(error)) => Err(Refusal::failed(format!("cannot lock {}: {error}", path.display()))),
        Err(TryLockError::WouldBlock) => Err(Refusal::input(format!(
            "another process works on the sweep in `{}`; allowed: one process at a time, or shards of different numbers",
            folder.display()
        ))),
    }
}

/// Begins a sweep: its cases, then its plan, which makes it one.
fn begin(folder: &Path, plan: &SweepPlan, keys: &[CaseKey]) -> Result<Kept, Refusal> {
    appear(&folder.join(FOLDER).join(keys_file(0)), keys.as_flattened(), true)?;
    let list = List { cases: keys.len() as u64, hash: hash(plan, keys), order: None };
    let kept = Kept { version: env!("CARGO_PKG_VERSION").into(), layout: plan.grid.layout.clone(), lists: vec![list] };
    kept.write(folder, false)?;
    // Of shards that begin at once, the first one's plan stands.
    Ok(Kept::read(folder)?.unwrap_or(kept))
}

fn keys_file(number: usize) -> String {
    format!("cases-{number}.keys")
}

/// Lets a file appear whole. Without `replace` one that is there stays.
fn appear(path: &Path, bytes: &[u8], replace: bool) -> Result<(), Refusal> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || -> io::Result<()> {
        let mut file = new_file(folder, ".unfinished-")?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        let appeared = if replace { file.persist(path) } else { file.persist_noclobber(path) };
        match appeared {
            Err(error) if !replace && error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            other => other.map(drop).map_err(|error| error.error),
        }
    };
    write().map_err(|error| writing(path, error))?;
    sync_folder(path);
    Ok(())
}

/// The plan's cases of each list of a folder that holds the sweep; cases that are new make a list of their own.
fn matched(folder: &Path, plan: &SweepPlan, keys: &[CaseKey], mut kept: Kept, how: How) -> Result<Vec<(Vec<u32>, String)>, Refusal> {
    let version = env!("CARGO_PKG_VERSION");
    if kept.version != version && !how.allow_other_version {
        return Err(Refusal::input(format!(
            "the sweep in `{}` was begun by version {} of topline, and this is version {version}: results may differ; \
             allowed: the version that began it, another folder, or --allow-other-version",
            folder.display(),
            kept.version
        )));
    }
    let changed = |kept: &Kept| changed(folder, &kept.layout, &plan.grid.layout);
    if kept.layout.seed != plan.file.seed || kept.layout.outcomes != plan.grid.layout.outcomes {
        return Err(changed(&kept));
    }
    let whole = hash(plan, keys);
    if kept.layout.replicates > plan.file.replicates {
        return Err(Refusal::input(format!(
            "the sweep in `{}` has {} replicates; allowed: as many or more; found: {}",
            folder.display(),
            kept.layout.replicates,
            plan.file.replicates
        )));
    }
    if how.shard.is_some() && (kept.lists.len() > 1 || kept.lists[0].hash != whole || kept.layout.replicates != plan.file.replicates) {
        let mut text = changed(&kept).to_string();
        text += "\n  help: shards make one sweep from its first run to its last; add to it without --shard, or begin in another folder";
        return Err(Refusal::input(text));
    }
    if kept.lists.len() == 1 && kept.lists[0].hash == whole {
        kept.lists[0].order = None;
        return adopt(folder, plan, kept, vec![(everything(plan), whole)]);
    }
    let mut free: HashMap<CaseKey, Vec<u32>> = HashMap::new();
    for (case, key) in keys.iter().enumerate().rev() {
        free.entry(*key).or_default().push(case as u32);
    }
    let mut lists = Vec::new();
    for (number, list) in kept.lists.iter().enumerate() {
        let old = read_keys(&folder.join(FOLDER).join(keys_file(number)))?;
        let cases: Option<Vec<u32>> = old.iter().map(|key| free.get_mut(key).and_then(Vec::pop)).collect();
        let Some(cases) = cases.filter(|cases| cases.len() as u64 == list.cases) else { return Err(changed(&kept)) };
        lists.push((cases, list.hash.clone()));
    }
    let mut new: Vec<u32> = free.into_values().flatten().collect();
    new.sort_unstable();
    if !new.is_empty() {
        let new_keys: Vec<CaseKey> = new.iter().map(|case| keys[*case as usize]).collect();
        appear(&folder.join(FOLDER).join(keys_file(kept.lists.len())), new_keys.as_flattened(), true)?;
        let list = List { cases: new.len() as u64, hash: hash(plan, &new_keys), order: None };
        lists.push((new, list.hash.clone()));
        kept.lists.push(list);
    }
    for (number, (cases, _)) in lists.iter().enumerate() {
        let name = format!("order-{}-{number}", &whole[..8]);
        let bytes: Vec<u8> = cases.iter().flat_map(|case| case.to_le_bytes()).collect();
        appear(&folder.join(FOLDER).join(&name), &bytes, true)?;
        kept.lists[number].order = Some(name);
    }
    adopt(folder, plan, kept, lists)
}

/// Lets the folder say what the plan is now.
fn adopt(folder: &Path, plan: &SweepPlan, mut kept: Kept, lists: Vec<(Vec<u32>, String)>) -> Result<Vec<(Vec<u32>, String)>, Refusal> {
    kept.layout = plan.grid.layout.clone();
    if Kept::read(folder)?.as_ref() != Some(&kept) {
        kept.write(folder, true)?;
    }
    Ok(lists)
}

fn read_keys(path: &Path) -> Result<Vec<CaseKey>, Refusal> {
    let bytes = fs::read(path).map_err(|error| Refusal::failed(format!("cannot read {}: {error}", path.display())))?;
    let (keys, rest) = bytes.as_chunks::<16>();
    if !rest.is_empty() {
        return Err(Refusal::failed(format!("{} is damaged: {} bytes are no whole number of cases", path.display(), bytes.len())));
    }
    Ok(keys.to_vec())
}

/// Why a sweep cannot go on by another file: what differs.
fn changed(folder: &Path, there: &Layout, here: &Layout) -> Refusal {
    let differences = there.differences(here);
    let none = || "nothing".to_owned();
    let shown = differences
        .iter()
        .take(12)
        .map(|(name, there, here)| format!("\n  {name}: {} there, {} here", there.clone().unwrap_or_else(none), here.clone().unwrap_or_else(none)));
    let mut text = format!("the sweep in `{}` is another one", folder.display());
    if differences.is_empty() {
        text += ": worlds, or points of a file, have other values or are fewer";
    }
    text.extend(shown);
    if differences.len() > 12 {
        text += &format!("\n  and {} more", differences.len() - 12);
    }
    Refusal::input(text + "\n  = allowed: the same sweep with more replicates, points or worlds; for another one another folder")
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
    let found = super::shards::find(journal)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    super::shards::complete(&found, hash, None)
}
