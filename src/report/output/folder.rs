//! The output folder: files appear in it whole, or not at all.

use std::error::Error;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::files::FILES;
use super::table::Sheet;
use crate::store::new_file::new_file;

/// How names of files begin that are still being written.
const UNFINISHED: &str = ".topline-unfinished-";

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

/// A folder that was checked to take the output.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    created: bool,
    staged: Vec<(&'static str, NamedTempFile)>,
}

impl Folder {
    /// Takes a folder that does not exist, is empty, or (with `force`) holds other files. The error is a sentence.
    pub fn open(path: &Path, force: bool) -> Result<Self, String> {
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
        let folder = Self { path: path.to_path_buf(), created, staged: Vec::new() };
        let count = fs::read_dir(path).map_err(|e| format!("cannot read the output folder `{shown}`: {e}"))?.count();
        if count > 0 && !force {
            return Err(format!(
                "the output folder `{shown}` is not empty; allowed: a folder that is new or empty (--out names another), \
                 or any with --force, which replaces the files of an earlier experiment and leaves others alone; found: {count} {}",
                if count == 1 { "entry" } else { "entries" },
            ));
        }
        folder.temporary().map_err(|e| format!("cannot write to the output folder `{shown}`: {e}; allowed: a folder that you may write to"))?;
        Ok(folder)
    }

    /// Takes a folder that holds more than tables, such as the journal of a sweep, and clears it of what a killed
    /// process left unfinished. The error is a sentence.
    pub fn continued(path: &Path) -> Result<Self, String> {
        let folder = Self { path: path.to_path_buf(), created: false, staged: Vec::new() };
        let shown = path.display();
        for entry in fs::read_dir(path).map_err(|e| format!("cannot read the output folder `{shown}`: {e}"))?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                // What stays is written over by nobody and read by nobody.
                let _ = fs::remove_file(entry.path());
            }
        }
        folder.temporary().map_err(|e| format!("cannot write to the output folder `{shown}`: {e}; allowed: a folder that you may write to"))?;
        Ok(folder)
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
        let folder = Self { path: path.parent().unwrap_or(path).to_path_buf(), created: false, staged: Vec::new() };
        let written = folder.temporary().and_then(|mut file| {
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

    /// Lets all staged files appear in the place of those of an earlier experiment; the last one
    /// staged appears last, and a folder without it is unfinished.
    pub(crate) fn commit(mut self) -> Result<Vec<&'static str>, WriteError> {
        self.remove_what_an_earlier_experiment_left()?;
        let mut written = Vec::new();
        for (name, file) in std::mem::take(&mut self.staged) {
            file.persist(self.path.join(name)).map_err(|e| self.cannot_write(name, e.error))?;
            written.push(name);
        }
        // That the names themselves are on the disk matters only to a machine that loses power.
        if let Ok(folder) = File::open(&self.path) {
            let _ = folder.sync_all();
        }
        Ok(written)
    }

    /// Last name first, so that no folder looks finished with files of two experiments.
    fn remove_what_an_earlier_experiment_left(&self) -> Result<(), WriteError> {
        for name in FILES.iter().rev() {
            match fs::remove_file(self.path.join(name)) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(self.cannot_write(name, e)),
                _ => {}
            }
        }
        Ok(())
    }
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

    #[test]
    fn force_replaces_known_files_and_leaves_others_alone() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["runs.csv", "comparison.csv", "notes.txt"] {
            fs::write(folder.path().join(name), "old").unwrap();
        }
        let refused = Folder::open(folder.path(), false).unwrap_err();
        assert!(refused.contains("not empty") && refused.contains("--force") && refused.contains("3 entries"), "{refused}");
        let mut forced = Folder::open(folder.path(), true).unwrap();
        staged(&mut forced, "runs.csv", "new");
        forced.commit().unwrap();
        assert_eq!(names(folder.path()), ["notes.txt", "runs.csv"]);
        assert_eq!(fs::read_to_string(folder.path().join("runs.csv")).unwrap(), "new");
    }

    #[test]
    fn a_file_is_no_output_folder() {
        let file = NamedTempFile::new().unwrap();
        assert!(Folder::open(file.path(), true).unwrap_err().contains("is a file"));
    }
}
