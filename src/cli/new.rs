//! `topline new`: a scenario to start from.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use clap::Args;

use super::end::{End, print};
use super::{find, source};

/// Write a commented scenario to start from
#[derive(Args, Debug)]
pub struct New {
    /// Name of the scenario: small letters, digits, - and _
    name: String,
    /// Folder to write it to; the scenario it extends, baseline, must be there
    #[arg(long, value_name = "FOLDER", default_value = find::FOLDER)]
    dir: PathBuf,
}

impl New {
    /// Runs the command.
    pub fn run(self) -> Result<(), End> {
        let Self { name, dir } = self;
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
        if name.is_empty() || !name.chars().all(letter) {
            return Err(End::bad_input(format!("`{name}` is no name of a scenario; allowed: small letters, digits, - and _")));
        }
        let path = dir.join(format!("{name}.toml"));
        let shown = path.display();
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => End::bad_input(format!("`{shown}` exists already and is not replaced; allowed: a new name")),
            ErrorKind::NotFound => End::bad_input(format!("there is no folder `{}`; allowed: a folder of scenarios, see --dir", dir.display())),
            _ => End::bad_input(format!("cannot write `{shown}`: {error}")),
        })?;
        file.write_all(source::template(&name).as_bytes()).map_err(|error| {
            // Half a scenario is worse than none.
            let _ = std::fs::remove_file(&path);
            End::failed(format!("cannot write `{shown}`: {error}"))
        })?;
        print(format!("wrote {shown}\nnext: topline check {shown}\n"))
    }
}
