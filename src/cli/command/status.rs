//! `topline status`: how far a sweep is.

use std::path::PathBuf;

use clap::Args;

use super::sweep::refused;
use crate::cli::error::{CliError, print};
use crate::report::sweep::status;

/// Say how far a sweep is and what is missing, also while it runs
#[derive(Args, Debug)]
pub struct StatusArgs {
    /// Folder of the sweep
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

impl StatusArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        print(status(&self.folder).map_err(refused)?)
    }
}
