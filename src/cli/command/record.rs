//! `topline record`: one file by which a folder can be checked.

use std::path::PathBuf;

use clap::Args;

use crate::cli::error::{CliError, print};
use crate::report::FolderRecord;

/// Write ro-crate-metadata.json: what was asked, the program and its commit, scenarios as resolved, and a hash of every output
#[derive(Args, Debug)]
#[command(after_help = "Example: topline record output/compare-golden\n\n\
    The file is RO-Crate 1.1 metadata, which repositories of research data read. `topline verify FILE` checks it.")]
pub struct RecordArgs {
    /// Folder that `compare` or `run` wrote
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Print nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

impl RecordArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let record = FolderRecord::of_folder(&self.folder).map_err(CliError::bad_input)?;
        let file = record.write(&self.folder).map_err(CliError::failed)?;
        if self.quiet { Ok(()) } else { print(format!("{} with the hashes of {} files\n", file.display(), record.files().len())) }
    }
}
