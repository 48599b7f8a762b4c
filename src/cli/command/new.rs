//! `topline new`: a scenario or a sweep to start from.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::error::{CliError, print};
use crate::cli::{find, source};
use crate::report::shell::word;
use crate::scenario::shipped;
use crate::scenario::sweep::template;

/// Write a commented scenario, or sweep file, to start from
#[derive(Args, Debug)]
pub struct NewArgs {
    /// Name of the file: small letters, digits, - and _
    name: String,
    /// A sweep file instead of a scenario
    #[arg(long)]
    sweep: bool,
    /// Folder to write it to [default: scenarios, or scenarios/sweeps]
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
}

/// The folder where scenarios or sweeps are found by name, which is made where it is not there.
fn default_folder(sweep: bool) -> Result<PathBuf, CliError> {
    let scenarios = Path::new(find::FOLDER);
    let folder = if sweep { scenarios.join(shipped::SWEEP_FOLDER) } else { scenarios.to_path_buf() };
    match fs::create_dir_all(&folder) {
        Ok(()) => Ok(folder),
        Err(error) => Err(CliError::bad_input(format!("cannot make the folder `{}`: {error}; allowed: another one with --dir", folder.display()))),
    }
}

impl NewArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let Self { name, sweep, dir } = self;
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
        if name.is_empty() || !name.chars().all(letter) {
            return Err(CliError::bad_input(format!("`{name}` is no name of a scenario or a sweep; allowed: small letters, digits, - and _")));
        }
        let dir = match dir {
            Some(dir) => dir,
            None => default_folder(sweep)?,
        };
        let path = dir.join(format!("{name}.toml"));
        let shown = path.display();
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => CliError::bad_input(format!("`{shown}` exists already and is not replaced; allowed: a new name")),
            ErrorKind::NotFound => CliError::bad_input(format!("there is no folder `{}`; allowed: a folder that exists, see --dir", dir.display())),
            _ => CliError::bad_input(format!("cannot write `{shown}`: {error}")),
        })?;
        let text = if sweep { template(&name) } else { source::template(&name) };
        file.write_all(text.as_bytes()).map_err(|error| {
            // Half a scenario is worse than none.
            let _ = std::fs::remove_file(&path);
            CliError::failed(format!("cannot write `{shown}`: {error}"))
        })?;
        print(format!("wrote {shown}\nnext: topline check {}\n", word(&path.display().to_string())))
    }
}
