//! `topline report`: the page of a folder, made anew.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::error::{CliError, print};
use crate::cli::page::PageArgs;
use crate::report;

/// Write report.html (report.ko.html in Korean) anew from the tables and the manifest of a folder
#[derive(Args, Debug)]
pub struct ReportArgs {
    /// Folder that `compare` or `run` wrote
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    #[command(flatten)]
    paper: PageArgs,
    /// Print nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

impl ReportArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let words = self.paper.words()?;
        let page = report::rebuild_report(&self.folder, &words).map_err(CliError::bad_input)?;
        let language = words.language();
        report::write_report(&self.folder, &page, language).map_err(CliError::failed)?;
        if self.quiet { Ok(()) } else { print(format!("{} in {}\n", language.file(), shown(&self.folder))) }
    }
}

fn shown(folder: &Path) -> String {
    folder.display().to_string()
}
