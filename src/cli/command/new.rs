//! `topline new`: a scenario, a sweep or a search to start from.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::error::{CliError, print};
use crate::cli::{find, source};
use crate::report::shell::word;
use crate::scenario::shipped;
use crate::scenario::{search, sweep};

/// Write a commented scenario, sweep file or search file, to start from
#[derive(Args, Debug)]
pub struct NewArgs {
    /// Name of the file: small letters, digits, - and _
    name: String,
    /// A sweep file instead of a scenario
    #[arg(long)]
    sweep: bool,
    /// A search file instead of a scenario
    #[arg(long, conflicts_with = "sweep")]
    search: bool,
    /// Folder to write it to [default: scenarios, scenarios/sweeps or scenarios/searches]
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
}

/// The folder where such files are found by name, which is made where it is not there.
fn default_folder(inner: Option<&str>) -> Result<PathBuf, CliError> {
    let scenarios = Path::new(find::FOLDER);
    let folder = inner.map_or(scenarios.to_path_buf(), |inner| scenarios.join(inner));
    match fs::create_dir_all(&folder) {
        Ok(()) => Ok(folder),
        Err(error) => Err(CliError::bad_input(format!("cannot make the folder `{}`: {error}; allowed: another one with --dir", folder.display()))),
    }
}

impl NewArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let Self { name, sweep, search, dir } = self;
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
        if name.is_empty() || !name.chars().all(letter) {
            return Err(CliError::bad_input(format!(
                "`{name}` is no name of a scenario, a sweep or a search; allowed: small letters, digits, - and _"
            )));
        }
        let dir = match dir {
            Some(dir) => dir,
            None => default_folder(if search { Some(shipped::SEARCH_FOLDER) } else { sweep.then_some(shipped::SWEEP_FOLDER) })?,
        };
        let path = dir.join(format!("{name}.toml"));
        let shown = path.display();
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => CliError::bad_input(format!("`{shown}` exists already and is not replaced; allowed: a new name")),
            ErrorKind::NotFound => CliError::bad_input(format!("there is no folder `{}`; allowed: a folder that exists, see --dir", dir.display())),
            _ => CliError::bad_input(format!("cannot write `{shown}`: {error}")),
        })?;
        let text = match (sweep, search) {
            (true, _) => sweep::template(&name),
            (_, true) => search::template(&name),
            _ => source::template(&name),
        };
        file.write_all(text.as_bytes()).map_err(|error| {
            // Half a scenario is worse than none.
            let _ = std::fs::remove_file(&path);
            CliError::failed(format!("cannot write `{shown}`: {error}"))
        })?;
        print(format!("wrote {shown}\nnext: topline check {}\n", word(&path.display().to_string())))
    }
}
