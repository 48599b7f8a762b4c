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
pub struct JournalMode {
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

/// The system's number for "no locks available": a network file system whose lock service does not answer.
const NO_LOCKS: i32 = if cfg!(target_os = "linux") { 37 } else { 77 };

/// The system refused a lock, and not because another process holds it.
fn cannot_lock(path: &Path, error: &io::Error) -> Refusal {
    let mut text = format!("cannot lock {}: {error}", path.display());
    if error.raw_os_error() == Some(NO_LOCKS) {
        text += "\n  help: the file system of the folder has locks that do not work, so that two processes could write over each other; \
                 choose a folder on another disk (`journal/shard-*.runs` can be copied together before the merge), start the lock service \
                 (NFS: rpc.statd), or mount with locks of the node alone (NFS: nolock or local_lock=all; Lustre: localflock) where no two \
                 nodes work on the same shard";
    }
    Refusal::failed(text)
}

/// Locks a file for this process, alone or with others of its kind. The system lets go of it when the process ends.
pub fn lock(path: &Path, shared: bool, folder: &Path) -> Result<File, Refusal> {
    let file = File::options().create(true).truncate(false).read(true).write(true).open(path).map_err(|error| writing(path, error))?;
    match if shared { file.try_lock_shared() } else { file.try_lock() } {
        Ok(()) => Ok(file),
        // A network file system without locks: the promise that only one process writes is then the user's.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(error)) => Err(cannot_lock(path, &error)),
        Err(TryLockError::WouldBlock) => Err(Refusal::input(format!(
            "another process works on the sweep in `{}`; allowed: one process at a time, or shards of different numbers",
            folder.display()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_that_do_not_work_are_told_with_what_to_do() {
        let said = |number: i32| cannot_lock(Path::new("out/journal/lock"), &io::Error::from_raw_os_error(number)).to_string();
        assert!(said(NO_LOCKS).starts_with("cannot lock out/journal/lock: ") && said(NO_LOCKS).contains("choose a folder on another disk"));
        assert!(!said(5).contains("help"));
    }
}
