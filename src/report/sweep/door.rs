//! Who may open the folder of a sweep: one process at a time, or one for each shard.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use super::refusal::{Refusal, writing};
use crate::experiment::sweep::Shard;

/// Folder in the output folder.
pub const FOLDER: &str = "journal";
/// The file that the process holds which writes.
pub const LOCK: &str = "lock";

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

/// Refuses a folder that holds something else, or a sweep that was not to go on.
pub fn refuse_strangers(folder: &Path, sweep: bool, resume: bool) -> Result<(), Refusal> {
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
