//! `topline merge`: tables from the shards or the journal of a sweep.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::sweep::{TableForm, all_fine, refused};
use crate::cli::error::{CliError, print};
use crate::report::sweep::{Timing, merge};

/// Write the tables of a sweep from its shards; the same bytes as one process writes
#[derive(Args, Debug)]
pub struct MergeArgs {
    /// Folder of the sweep
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Write the tables of the replicates that all points have, where some are missing
    #[arg(long)]
    partial: bool,
    #[command(flatten)]
    form: TableForm,
    /// Print nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

impl MergeArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let format = self.form.format()?;
        let began = Instant::now();
        let (written, replicates) = merge(&self.folder, format, self.partial, &Timing::default()).map_err(refused)?;
        if !self.quiet {
            let took = began.elapsed().as_secs_f64();
            print(format!(
                "{} runs, {replicates} replicates, in {took:.1} s\n{} in {}\n",
                written.runs,
                written.files.join(", "),
                self.folder.display()
            ))?;
        }
        all_fine(written.failed, written.runs, &self.folder)
    }
}
