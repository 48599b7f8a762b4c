//! New files in the place of those of an earlier experiment.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// How names of files begin that are still being written.
pub(super) const UNFINISHED: &str = ".topline-unfinished-";

/// New files in the place of old ones, all or none: dropped before its end, it puts the old ones back.
pub(super) struct Exchange<'a> {
    folder: &'a Path,
    aside: Vec<String>,
    appeared: Vec<&'static str>,
}

impl<'a> Exchange<'a> {
    pub(super) fn of(folder: &'a Path) -> Self {
        Self { folder, aside: Vec::new(), appeared: Vec::new() }
    }

    fn place(&self, name: &str) -> (PathBuf, PathBuf) {
        (self.folder.join(name), self.folder.join(format!("{UNFINISHED}before-{name}")))
    }

    pub(super) fn set_aside(&mut self, name: &str) -> io::Result<()> {
        let (place, aside) = self.place(name);
        match fs::rename(place, aside) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
            Ok(()) => {
                self.aside.push(name.to_owned());
                Ok(())
            }
        }
    }

    /// What appeared meanwhile under the name is another's and stays.
    pub(super) fn let_appear(&mut self, name: &'static str, file: NamedTempFile) -> io::Result<()> {
        let place = self.folder.join(name);
        if fs::symlink_metadata(&place).is_ok() {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "a file or folder of the name appeared meanwhile"));
        }
        file.persist(place).map_err(|error| error.error)?;
        self.appeared.push(name);
        Ok(())
    }

    pub(super) fn end(mut self) {
        self.appeared.clear();
        for name in std::mem::take(&mut self.aside) {
            // What stays is cleared by the next command that takes the folder.
            let _ = fs::remove_file(self.place(&name).1);
        }
    }
}

impl Drop for Exchange<'_> {
    fn drop(&mut self) {
        for name in self.appeared.iter().rev() {
            let _ = fs::remove_file(self.folder.join(name));
        }
        for name in self.aside.iter().rev() {
            let (place, aside) = self.place(name);
            let _ = fs::rename(aside, place);
        }
    }
}
