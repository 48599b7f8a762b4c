//! `topline check`: is a scenario, a sweep or a search fit to run, and what does it assume?

use std::path::{Path, PathBuf};

use clap::Args;

use super::search;
use super::sweep::Planned;
use crate::cli::error::{CliError, print};
use crate::cli::find::scenario_or_sweep_file;
use crate::cli::options::Change;
use crate::cli::outline::outline;
use crate::cli::source;
use crate::scenario::search::SearchFile;
use crate::scenario::sweep::SweepFile;

/// Check scenarios and list what they assume, sweeps and list what varies, or searches and list what is divided, without running them
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Files of scenarios, sweeps or searches, or names of files in scenarios/, scenarios/sweeps/ or scenarios/searches/
    #[arg(value_name = "FILE", required = true)]
    files: Vec<String>,
    #[command(flatten)]
    change: Change,
}

impl CheckArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let files = self.files.iter().map(|given| scenario_or_sweep_file(given)).collect::<Result<Vec<_>, _>>()?;
        let (searches, others): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(|file| SearchFile::is_at(file));
        let (sweeps, scenarios): (Vec<PathBuf>, Vec<PathBuf>) = others.into_iter().partition(|file| SweepFile::is_at(file));
        for scenario in source::load_all(&scenarios, &self.change, false)? {
            print(source::summary(&scenario))?;
        }
        sweeps.iter().try_for_each(|file| print(self.sweep(file)?))?;
        searches.iter().try_for_each(|file| {
            let plan = search::plan(file, &self.change)?;
            print(format!("{}: {}\n  {}\n{}ok\n", plan.file.name, plan.file.title, plan.file.why, search::outline(&plan)))
        })
    }

    /// What is printed of a sweep.
    fn sweep(&self, file: &Path) -> Result<String, CliError> {
        let plan = Planned { replicates: None, change: self.change.clone() }.load(file)?;
        let layout = &plan.grid.layout;
        Ok(format!("{}: {}\n  {}\n{}ok\n", layout.name, layout.title, layout.why, outline(&plan)))
    }
}
