//! The output folder: files appear in it whole, or not at all.

use std::error::Error;
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::NamedTempFile;

use super::earlier::{Earlier, is_ours};
use super::exchange::{Exchange, UNFINISHED};
use super::files;
use super::table::Sheet;
use crate::store::new_file::new_file;

/// Most names that a message lists.
const SHOWN: usize = 5;

/// A file could not be written.
#[derive(Debug)]
pub struct WriteError {
    path: PathBuf,
    source: io::Error,
}

impl WriteError {
    /// The file and what the system said.
    pub(crate) fn new(path: PathBuf, source: io::Error) -> Self {
        Self { path, source }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write {}: {}; no file of this experiment was written", self.path.display(), self.source)?;
        if matches!(self.source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge) {
            write!(f, "\n  help: make room, or choose another folder with --out")?;
        }
        Ok(())
    }
}

impl Error for WriteError {}

/// A folder that was checked to take the output. No other process writes to it meanwhile.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    created: bool,
    /// Files of an earlier experiment, which may be replaced.
    replaceable: Vec<String>,
    staged: Vec<(&'static str, NamedTempFile)>,
    /// Held until the folder is done with; `None` where the file system has no locks.
    _lock: Option<File>,
}

impl Folder {
    /// Takes a folder that does not exist, is empty, or (with `force`) holds an earlier experiment. The error is a sentence.
    pub fn open(path: &Path, force: bool) -> Result<Self, String> {
        Self::claim(path, |earlier, entries| {
            let shown = path.display();
            match earlier {
                _ if !force => Err(format!(
                    "the output folder `{shown}` is not empty; allowed: a folder that is new or empty (--out names another), or, with --force, \
                     one that holds an earlier experiment, whose files are replaced and others left alone; found: {}",
                    listed(entries)
                )),
                None => Err(format!(
                    "the output folder `{shown}` holds no experiment of topline (no manifest.json of its own), so that --force replaces nothing \
                     in it; allowed: a folder that is new or empty, or that holds an earlier experiment; in the way: {}",
                    listed(entries)
                )),
                Some(earlier) if earlier.command == "sweep" => Err(format!(
                    "the output folder `{shown}` holds a sweep, which --force does not replace; allowed: another folder with --out; in the way: {}",
                    listed(entries)
                )),
                Some(_) => Ok(()),
            }
        })
    }

    /// Takes a folder that does not exist, is empty, or holds what the same command wrote before, which is replaced. The
    /// error is a sentence.
    pub fn again(path: &Path, command: &str) -> Result<Self, String> {
        Self::claim(path, |earlier, entries| match earlier {
            Some(earlier) if earlier.command == command => Ok(()),
            _ => Err(format!(
                "the output folder `{}` holds something else; allowed: a folder that is new or empty, or that an earlier `topline {command}` wrote; \
                 in the way: {}",
                path.display(),
                listed(entries)
            )),
        })
    }

    /// Takes a folder for this process, cleared of what a killed one left; where it holds something, `may` says whether it
    /// may be replaced.
    fn claim(path: &Path, may: impl FnOnce(Option<&Earlier>, &[String]) -> Result<(), String>) -> Result<Self, String> {
        let shown = path.display();
        let created = match fs::metadata(path) {
            Ok(found) if !found.is_dir() => {
                return Err(format!("the output folder `{shown}` is a file; allowed: a folder that is new or empty"));
            }
            Ok(_) => false,
            Err(_) => {
                fs::create_dir_all(path).map_err(|e| format!("cannot create the output folder `{shown}`: {e}"))?;
                true
            }
        };
        let lock = lock(path)?;
        let mut folder = Self { path: path.to_path_buf(), created, replaceable: Vec::new(), staged: Vec::new(), _lock: lock };
        folder.remove_leftovers();
        let entries = names_in(path).map_err(|e| format!("cannot read the output folder `{shown}`: {e}"))?;
        if !entries.is_empty() {
            let earlier = Earlier::of(path);
            may(earlier.as_ref(), &entries)?;
            folder.replaceable = earlier.map_or(Vec::new(), |earlier| earlier.files);
            folder.refuse_what_stands_in_the_way(&entries)?;
        }
        folder.writable()
    }

    /// Takes a folder that holds more than tables, such as the journal of a sweep, with the files in it that are the
    /// sweep's own. The error is a sentence.
    pub fn continued(path: &Path, own: &[&str]) -> Result<Self, String> {
        let replaceable = own.iter().map(|name| (*name).to_owned()).collect();
        let folder = Self { path: path.to_path_buf(), created: false, replaceable, staged: Vec::new(), _lock: lock(path)? };
        folder.remove_leftovers();
        folder.writable()
    }

    /// Clears the folder of what a killed process left unfinished.
    fn remove_leftovers(&self) {
        for name in names_of_all(&self.path).unwrap_or_default().iter().filter(|name| name.starts_with(UNFINISHED)) {
            // What stays is written over by nobody and read by nobody.
            let _ = fs::remove_file(self.path.join(name));
        }
    }

    /// Refuses files of the names that are written but not of the earlier experiment, and folders of such names.
    fn refuse_what_stands_in_the_way(&self, entries: &[String]) -> Result<(), String> {
        let is_folder = |name: &String| fs::symlink_metadata(self.path.join(name)).is_ok_and(|found| found.is_dir());
        let strange = |name: &&String| is_ours(name) && (!self.replaceable.contains(name) || is_folder(name));
        let in_the_way: Vec<String> = entries.iter().filter(strange).cloned().collect();
        if in_the_way.is_empty() {
            return Ok(());
        }
        Err(format!(
            "the output folder `{}` holds what its manifest does not name as the earlier experiment's, and what would be written over; \
             allowed: another folder with --out, or these elsewhere; in the way: {}",
            self.path.display(),
            listed(&in_the_way)
        ))
    }

    fn writable(self) -> Result<Self, String> {
        let shown = self.path.display();
        match self.temporary() {
            Ok(_) => Ok(self),
            Err(e) => Err(format!("cannot write to the output folder `{shown}`: {e}; allowed: a folder that you may write to")),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The error of a file in this folder.
    pub fn cannot_write(&self, file: &str, source: io::Error) -> WriteError {
        WriteError::new(self.path.join(file), source)
    }

    /// Puts a file in the place of the one in a finished folder, whole or not at all.
    pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        let folder = path.parent().unwrap_or(path);
        let written = new_file(folder, UNFINISHED).and_then(|mut file| {
            file.write_all(bytes)?;
            file.as_file().sync_all()?;
            file.persist(path).map_err(|e| e.error).map(drop)
        });
        written.map_err(|e| WriteError::new(path.to_path_buf(), e))
    }

    /// A file that vanishes unless it is kept.
    fn temporary(&self) -> io::Result<NamedTempFile> {
        new_file(&self.path, UNFINISHED)
    }

    /// Writes a file to the disk under a name of its own; it appears with [`Self::commit`].
    pub(crate) fn stage(&mut self, sheet: Sheet, write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>) -> Result<Sheet, WriteError> {
        let staged = self.temporary().and_then(|file| {
            let mut out = BufWriter::with_capacity(1 << 16, file.as_file());
            write(&mut out)?;
            out.flush()?;
            drop(out);
            file.as_file().sync_all()?;
            Ok(file)
        });
        self.staged.push((sheet.file, staged.map_err(|e| self.cannot_write(sheet.file, e))?));
        Ok(sheet)
    }

    /// Where a staged file lies until it appears.
    pub(crate) fn staged(&self, name: &str) -> Option<PathBuf> {
        self.staged.iter().find(|(staged, _)| *staged == name).map(|(_, file)| file.path().to_path_buf())
    }

    /// Stages the manifest, which names all files of the experiment.
    pub(crate) fn stage_manifest(&mut self, mut manifest: Value) -> Result<(), WriteError> {
        manifest["files"] = self.staged.iter().map(|(name, _)| *name).chain([files::MANIFEST]).collect();
        self.stage(Sheet::untabled(files::MANIFEST), |mut out| {
            serde_json::to_writer_pretty(&mut out, &manifest)?;
            out.write_all(b"\n")
        })
        .map(drop)
    }

    /// Lets all staged files appear in the place of those of an earlier experiment; the last one staged appears last, and a
    /// folder without it is unfinished. Where one cannot appear, the earlier experiment is put back.
    pub(crate) fn commit(mut self) -> Result<Vec<&'static str>, WriteError> {
        let mut exchange = Exchange::of(&self.path);
        // The manifest goes first, so that no folder looks finished with files of two experiments.
        let (first, others): (Vec<&String>, Vec<&String>) = self.replaceable.iter().partition(|name| *name == files::MANIFEST);
        for name in first.into_iter().chain(others) {
            exchange.set_aside(name).map_err(|e| self.cannot_write(name, e))?;
        }
        let mut written = Vec::new();
        for (name, file) in std::mem::take(&mut self.staged) {
            exchange.let_appear(name, file).map_err(|e| self.cannot_write(name, e))?;
            written.push(name);
        }
        exchange.end();
        // That the names themselves are on the disk matters only to a machine that loses power.
        if let Ok(folder) = File::open(&self.path) {
            let _ = folder.sync_all();
        }
        Ok(written)
    }
}

/// Locks a folder for this process until it ends in whatever way; `None` where the file system has no locks.
fn lock(path: &Path) -> Result<Option<File>, String> {
    let Ok(folder) = File::open(path) else { return Ok(None) };
    match folder.try_lock() {
        Ok(()) => Ok(Some(folder)),
        Err(TryLockError::Error(_)) => Ok(None),
        Err(TryLockError::WouldBlock) => Err(format!(
            "another process writes to the output folder `{}`; allowed: one process at a time, or another folder with --out",
            path.display()
        )),
    }
}

fn names_of_all(path: &Path) -> io::Result<Vec<String>> {
    let mut names: Vec<String> = fs::read_dir(path)?.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

/// What is in a folder, besides what is still being written.
fn names_in(path: &Path) -> io::Result<Vec<String>> {
    Ok(names_of_all(path)?.into_iter().filter(|name| !name.starts_with(UNFINISHED)).collect())
}

/// How many entries there are, and the first ones.
fn listed(names: &[String]) -> String {
    let more = if names.len() > SHOWN { ", ..." } else { "" };
    let shown: Vec<String> = names.iter().take(SHOWN).cloned().collect();
    format!("{} {} ({}{more})", names.len(), if names.len() == 1 { "entry" } else { "entries" }, shown.join(", "))
}

impl Drop for Folder {
    /// Leaves no empty folder behind where nothing was written.
    fn drop(&mut self) {
        self.staged.clear();
        if self.created {
            let _ = fs::remove_dir(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(path: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(path).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn staged(folder: &mut Folder, file: &'static str, text: &str) {
        folder.stage(Sheet::untabled(file), |out| out.write_all(text.as_bytes())).unwrap();
    }

    #[test]
    fn files_appear_together_at_the_end() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("a/b");
        let mut folder = Folder::open(&path, false).unwrap();
        staged(&mut folder, "runs.csv", "x\n");
        assert!(!path.join("runs.csv").exists());
        assert_eq!(folder.commit().unwrap(), ["runs.csv"]);
        assert_eq!(names(&path), ["runs.csv"]);
    }

    #[test]
    fn a_write_that_fails_leaves_nothing_behind() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("out");
        let mut folder = Folder::open(&path, false).unwrap();
        staged(&mut folder, "runs.csv", "x\n");
        let full = |_: &mut (dyn Write + Send)| Err(io::Error::from(io::ErrorKind::StorageFull));
        let error = folder.stage(Sheet::untabled("labels.csv"), full).unwrap_err().to_string();
        assert!(error.contains("labels.csv") && error.contains("make room"), "{error}");
        drop(folder);
        assert!(!path.exists());
    }

    const MANIFEST: &str = r#"{"program":"topline","command":"run","files":["runs.csv","comparison.csv","manifest.json"]}"#;

    /// A folder with files of these names, and an earlier experiment's manifest.
    fn earlier(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        files.iter().for_each(|name| fs::write(folder.path().join(name), "old").unwrap());
        fs::write(folder.path().join("manifest.json"), MANIFEST).unwrap();
        folder
    }

    #[test]
    fn force_replaces_the_files_that_a_manifest_names_and_leaves_others_alone() {
        let folder = earlier(&["runs.csv", "comparison.csv", "notes.txt"]);
        let refused = Folder::open(folder.path(), false).unwrap_err();
        assert!(refused.contains("not empty") && refused.contains("--force") && refused.contains("4 entries"), "{refused}");
        let mut forced = Folder::open(folder.path(), true).unwrap();
        staged(&mut forced, "runs.csv", "new");
        forced.stage_manifest(serde_json::json!({ "program": "topline", "command": "run" })).unwrap();
        forced.commit().unwrap();
        assert_eq!(names(folder.path()), ["manifest.json", "notes.txt", "runs.csv"]);
        assert_eq!(fs::read_to_string(folder.path().join("runs.csv")).unwrap(), "new");
        assert_eq!(Earlier::of(folder.path()).unwrap().files.len(), 6);
    }

    #[test]
    fn force_takes_no_folder_without_a_manifest_of_ours_and_no_file_that_it_does_not_name() {
        let inputs = tempfile::tempdir().unwrap();
        fs::write(inputs.path().join("worlds.csv"), "mine").unwrap();
        let refused = Folder::open(inputs.path(), true).unwrap_err();
        assert!(refused.contains("holds no experiment of topline") && refused.contains("in the way: 1 entry (worlds.csv)"), "{refused}");
        let beside = earlier(&["runs.csv", "worlds.csv"]);
        let refused = Folder::open(beside.path(), true).unwrap_err();
        assert!(refused.contains("in the way: 1 entry (worlds.csv)"), "{refused}");
        assert_eq!(fs::read_to_string(beside.path().join("worlds.csv")).unwrap(), "old");
    }

    #[test]
    fn the_folder_of_another_command_is_not_taken_by_one_that_replaces_its_own() {
        let folder = earlier(&["runs.csv"]);
        assert!(Folder::again(folder.path(), "sensitivity").unwrap_err().contains("an earlier `topline sensitivity` wrote"));
        assert!(Folder::again(folder.path(), "run").is_ok());
        fs::write(folder.path().join("manifest.json"), MANIFEST.replace("run\"", "sweep\"")).unwrap();
        assert!(Folder::open(folder.path(), true).unwrap_err().contains("holds a sweep"));
    }

    #[test]
    fn a_replacement_that_fails_half_way_leaves_the_old_experiment() {
        let folder = earlier(&["runs.csv", "comparison.csv"]);
        let mut forced = Folder::open(folder.path(), true).unwrap();
        staged(&mut forced, "runs.csv", "new");
        staged(&mut forced, "labels.csv", "new");
        forced.stage_manifest(serde_json::json!({})).unwrap();
        fs::create_dir(folder.path().join("labels.csv")).unwrap();
        let error = forced.commit().unwrap_err().to_string();
        assert!(error.contains("labels.csv") && error.contains("appeared meanwhile"), "{error}");
        assert_eq!(names(folder.path()), ["comparison.csv", "labels.csv", "manifest.json", "runs.csv"]);
        assert_eq!(fs::read_to_string(folder.path().join("runs.csv")).unwrap(), "old");
        assert_eq!(fs::read_to_string(folder.path().join("manifest.json")).unwrap(), MANIFEST);
    }

    #[test]
    fn a_folder_in_the_place_of_a_file_is_refused_before_the_first_run() {
        let folder = earlier(&["comparison.csv"]);
        fs::create_dir(folder.path().join("runs.csv")).unwrap();
        assert!(Folder::open(folder.path(), true).unwrap_err().contains("in the way: 1 entry (runs.csv)"));
    }

    #[test]
    fn what_a_killed_process_left_is_cleared_and_needs_no_force() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(format!("{UNFINISHED}x")), "half").unwrap();
        let taken = Folder::open(folder.path(), false).unwrap();
        assert_eq!(names(folder.path()), Vec::<String>::new());
        drop(taken);
    }

    #[cfg(unix)]
    #[test]
    fn two_processes_do_not_take_one_folder_at_once() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("out");
        let first = Folder::open(&path, false).unwrap();
        assert!(Folder::open(&path, false).unwrap_err().contains("another process writes to the output folder"));
        drop(first);
        assert!(Folder::open(&path, false).is_ok());
    }

    #[test]
    fn a_file_is_no_output_folder() {
        let file = NamedTempFile::new().unwrap();
        assert!(Folder::open(file.path(), true).unwrap_err().contains("is a file"));
    }
}
