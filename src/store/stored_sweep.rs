//! What the folder of a sweep says of it: its layout, and the cases in the order in which they were added.
//!
//! A sweep to which points or worlds were added has several lists of cases, each with a log of its own. The plan of a
//! later call must hold all cases of all lists; where it holds more, they make another list.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::lock::{FOLDER, JournalMode};
use super::log::sync_folder;
use super::new_file::new_file;
use super::refusal::{Refusal, writing};
use crate::experiment::sweep::{CaseKey, Grid, Layout, SweepPlan};

const PLAN: &str = "plan.json";

/// The cases of a list, by their numbers in the plan, and the hash that names their runs.
pub type Cases = (Vec<u32>, String);

/// What the folder says of its sweep.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct StoredSweep {
    /// Version of the program that began it.
    pub version: String,
    /// The sweep.
    pub layout: Layout,
    /// Lists of cases, in the order in which they were added.
    pub lists: Vec<CaseList>,
}

/// A list of cases that were added together.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct CaseList {
    /// Number of cases.
    pub cases: u64,
    /// Hash of the cases, the seed and the outcomes: the plan of its runs.
    pub hash: String,
    /// File with the numbers of its cases in the layout; none where they are all cases in their order.
    pub order: Option<String>,
}

impl CaseList {
    /// Name of the file that names its cases. It holds the hash, so that sweeps which begin at once in one folder do not
    /// write over each other's names.
    fn keys_file(&self, number: usize) -> String {
        format!("cases-{number}-{}.keys", &self.hash[..16])
    }

    /// Numbers of its cases in a layout of so many.
    pub fn in_layout(&self, journal: &Path, all: usize) -> Result<Vec<u32>, Refusal> {
        let Some(name) = &self.order else { return Ok((0..self.cases as u32).collect()) };
        let path = journal.join(name);
        let bytes = fs::read(&path).map_err(|error| Refusal::failed(format!("cannot read {}: {error}", path.display())))?;
        let cases: Vec<u32> = bytes.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
        match cases.len() as u64 == self.cases && cases.iter().all(|case| (*case as usize) < all) {
            true => Ok(cases),
            false => Err(Refusal::failed(format!("{} is damaged: it has not the {} cases of {all} that it should", path.display(), self.cases))),
        }
    }

    /// Whether it can be a list of a sweep: its names lead to files of the journal alone.
    fn is_sound(&self) -> bool {
        let plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        self.hash.len() == 32 && plain(&self.hash) && self.order.as_deref().is_none_or(plain)
    }
}

impl StoredSweep {
    /// Reads what a folder says; `None` where it holds no sweep.
    pub fn read(folder: &Path) -> Result<Option<Self>, Refusal> {
        let path = folder.join(FOLDER).join(PLAN);
        match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Refusal::failed(format!("cannot read {}: {error}", path.display()))),
            Ok(bytes) => match serde_json::from_slice(&bytes) {
                Ok(kept) => Self::sound(kept, &path).map(Some),
                Err(error) => Err(Refusal::failed(format!("{} is damaged: {error}", path.display()))),
            },
        }
    }

    /// Refuses what no plan of ours says, before it is used to find or count anything.
    fn sound(self, path: &Path) -> Result<Self, Refusal> {
        let lists = !self.lists.is_empty() && self.lists.iter().all(CaseList::is_sound);
        match self.layout.refuse_unsound().err().or_else(|| (!lists).then(|| "its lists of cases are none".to_owned())) {
            None => Ok(self),
            Some(what) => Err(Refusal::failed(format!("{} is damaged: {what}", path.display()))),
        }
    }

    /// The grid of its layout, which must have as many cases as its lists.
    pub fn grid(&self, folder: &Path) -> Result<Grid, Refusal> {
        let damaged = |what: String| Refusal::failed(format!("{} is damaged: {what}", folder.join(FOLDER).join(PLAN).display()));
        let grid = Grid::new(self.layout.clone()).map_err(damaged)?;
        let listed = self.lists.iter().fold(0_u64, |sum, list| sum.saturating_add(list.cases));
        if listed == grid.cases() as u64 { Ok(grid) } else { Err(damaged(format!("it lists {listed} cases instead of {}", grid.cases()))) }
    }

    fn write(&self, folder: &Path, replace: bool) -> Result<(), Refusal> {
        let path = folder.join(FOLDER).join(PLAN);
        let bytes = serde_json::to_vec_pretty(self).expect("plain values");
        appear(&path, &bytes, replace)
    }
}

/// Begins a sweep: its cases, then its plan, which makes it one.
pub fn begin(folder: &Path, plan: &SweepPlan, keys: &[CaseKey]) -> Result<StoredSweep, Refusal> {
    let list = CaseList { cases: keys.len() as u64, hash: hash(plan, keys), order: None };
    let names = folder.join(FOLDER).join(list.keys_file(0));
    appear(&names, keys.as_flattened(), true)?;
    let mine = list.hash.clone();
    let kept = StoredSweep { version: env!("CARGO_PKG_VERSION").into(), layout: plan.grid.layout.clone(), lists: vec![list] };
    kept.write(folder, false)?;
    // Of shards that begin at once, the first one's plan stands; names of the cases of another are of no use.
    let kept = StoredSweep::read(folder)?.unwrap_or(kept);
    if kept.lists.first().is_some_and(|list| list.hash != mine) {
        let _ = fs::remove_file(names);
    }
    Ok(kept)
}

/// How names of files of a journal begin that are still being written.
const UNFINISHED: &str = ".unfinished-";

/// Clears a journal that no other process holds of what a killed one left unfinished.
pub fn remove_leftovers(journal: &Path) {
    for entry in fs::read_dir(journal).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            // What stays is read by nobody.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Lets a file appear whole. Without `replace` one that is there stays.
fn appear(path: &Path, bytes: &[u8], replace: bool) -> Result<(), Refusal> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || -> io::Result<()> {
        let mut file = new_file(folder, UNFINISHED)?;
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

/// All cases in their order.
pub fn everything(plan: &SweepPlan) -> Vec<u32> {
    (0..plan.grid.cases() as u32).collect()
}

/// Name of the runs of some cases.
pub fn hash(plan: &SweepPlan, keys: &[CaseKey]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(plan.file.seed.to_le_bytes());
    hasher.update(plan.grid.layout.outcomes.join(","));
    hasher.update(keys.as_flattened());
    hex::encode(&hasher.finalize()[..16])
}

/// The plan's cases of each list of a folder that holds the sweep; cases that are new make a list of their own.
pub fn matched(folder: &Path, plan: &SweepPlan, keys: &[CaseKey], mut kept: StoredSweep, how: JournalMode) -> Result<Vec<Cases>, Refusal> {
    let whole = hash(plan, keys);
    refuse_another(folder, plan, &whole, &kept, how)?;
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
        let old = read_keys(&folder.join(FOLDER).join(list.keys_file(number)))?;
        let cases: Option<Vec<u32>> = old.iter().map(|key| free.get_mut(key).and_then(Vec::pop)).collect();
        let Some(cases) = cases.filter(|cases| cases.len() as u64 == list.cases) else { return Err(changed(folder, &kept, plan)) };
        lists.push((cases, list.hash.clone()));
    }
    let mut new: Vec<u32> = free.into_values().flatten().collect();
    new.sort_unstable();
    if !new.is_empty() {
        let new_keys: Vec<CaseKey> = new.iter().map(|case| keys[*case as usize]).collect();
        let list = CaseList { cases: new.len() as u64, hash: hash(plan, &new_keys), order: None };
        appear(&folder.join(FOLDER).join(list.keys_file(kept.lists.len())), new_keys.as_flattened(), true)?;
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

/// Refuses what is no continuation, before the cases are looked at one by one.
fn refuse_another(folder: &Path, plan: &SweepPlan, whole: &str, kept: &StoredSweep, how: JournalMode) -> Result<(), Refusal> {
    let (shown, version) = (folder.display(), env!("CARGO_PKG_VERSION"));
    if kept.version != version && !how.allow_other_version {
        return Err(Refusal::input(format!(
            "the sweep in `{shown}` was begun by version {} of topline, and this is version {version}: results may differ; \
             allowed: the version that began it, another folder, or --allow-other-version",
            kept.version
        )));
    }
    if kept.layout.seed != plan.file.seed || kept.layout.outcomes != plan.grid.layout.outcomes {
        return Err(changed(folder, kept, plan));
    }
    if kept.layout.replicates > plan.file.replicates {
        let (there, here) = (kept.layout.replicates, plan.file.replicates);
        return Err(Refusal::input(format!("the sweep in `{shown}` has {there} replicates; allowed: as many or more; found: {here}")));
    }
    let same = kept.lists.len() == 1 && kept.lists[0].hash == whole && kept.layout.replicates == plan.file.replicates;
    if how.shard.is_some() && !same {
        let help = "\n  help: shards make one sweep from its first run to its last; add to it without --shard, or begin in another folder";
        return Err(Refusal::input(changed(folder, kept, plan).to_string() + help));
    }
    Ok(())
}

/// Lets the folder say what the plan is now.
fn adopt(folder: &Path, plan: &SweepPlan, mut kept: StoredSweep, lists: Vec<Cases>) -> Result<Vec<Cases>, Refusal> {
    kept.layout = plan.grid.layout.clone();
    if StoredSweep::read(folder)?.as_ref() != Some(&kept) {
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
fn changed(folder: &Path, kept: &StoredSweep, plan: &SweepPlan) -> Refusal {
    let mut differences = kept.layout.differences(&plan.grid.layout);
    let (there, here) = (kept.layout.replicates, plan.file.replicates);
    if there != here {
        differences.push(("replicates".into(), Some(there.to_string()), Some(here.to_string())));
    }
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
