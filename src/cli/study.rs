//! What the commands share that study given scenarios: options, loading, and writing.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use clap::builder::RangedU64ValueParser;

use super::error::{CliError, print};
use super::find::scenario_file;
use super::options::Change;
use super::source;
use crate::experiment::Failure;
use crate::report::{Folder, Provenance, Table, TablesRequest, write_tables};
use crate::scenario::{Draft, LARGEST_SEED, Scenario};

/// Changes to scenarios that such a command takes.
pub trait Changes: Args {
    /// Parameters that are set.
    fn set(&self) -> &[String];
}

impl Changes for Change {
    fn set(&self) -> &[String] {
        &self.set
    }
}

/// Options of such a command.
#[derive(Args, Clone, Debug)]
pub struct StudyArgs<C: Changes = Change> {
    /// Seed of all draws
    #[arg(short, long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(0..=LARGEST_SEED))]
    pub seed: u64,
    /// Threads (default: as many as cores); results do not depend on it
    #[arg(short = 'j', long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..=1024))]
    threads: Option<usize>,
    /// Output folder [default: output/<command>-<scenario>]
    #[arg(short, long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Replace the files of an earlier experiment in the output folder, those that its manifest names
    #[arg(short, long)]
    force: bool,
    /// Changes to the scenarios
    #[command(flatten)]
    pub change: C,
    /// Print nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
}

impl<C: Changes> StudyArgs<C> {
    /// Number of threads.
    pub fn threads(&self) -> usize {
        self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
    }

    /// Takes the folder for a command that is named after a scenario.
    pub fn output(&self, command: &'static str, named_after: &str) -> Result<StudyOutput, CliError> {
        let path = self.out.clone().unwrap_or_else(|| Path::new("output").join(format!("{command}-{named_after}")));
        let folder = Folder::open(&path, self.force).map_err(CliError::BadInput)?;
        let set = self.change.set().to_vec();
        Ok(StudyOutput { command, set, threads: self.threads(), quiet: self.quiet, path, folder, began: Instant::now() })
    }
}

impl StudyArgs {
    /// Loads scenarios with the changes of the command line, which reach those that they concern.
    pub fn load(&self, given: &[&str]) -> Result<Vec<(Draft, Scenario)>, CliError> {
        let files = given.iter().map(|name| scenario_file(name)).collect::<Result<Vec<_>, _>>()?;
        source::drafts(&files, &self.change, true)
    }
}

/// Where a study is written.
pub struct StudyOutput {
    command: &'static str,
    set: Vec<String>,
    threads: usize,
    quiet: bool,
    /// The folder.
    pub path: PathBuf,
    folder: Folder,
    began: Instant,
}

impl StudyOutput {
    /// Writes the tables and prints what people read.
    pub fn end(self, tables: &[Table], text: &str, scenarios: &[&Scenario], asked: &TablesRequest) -> Result<(), CliError> {
        let about = Provenance {
            command: self.command,
            given: Vec::new(),
            set: self.set,
            asked: None,
            scenarios: scenarios.iter().map(|s| source::resolved(s)).collect(),
            threads: self.threads,
            seconds: self.began.elapsed().as_secs_f64(),
            label_quarters: asked.runs * scenarios.first().map_or(0, |s| s.label_quarters()) as u64,
        };
        let written = write_tables(self.folder, tables, &about, asked).map_err(CliError::failed)?;
        if self.quiet {
            return Ok(());
        }
        print(format!("{text}\n{} in {}\n", written.join(", "), self.path.display()))
    }
}

/// A failed run is told after what the others gave was written.
pub fn none_failed(failed: usize, runs: u64, first: Option<(String, usize, &Failure)>) -> Result<(), CliError> {
    match first {
        None => Ok(()),
        Some((name, replicate, failure)) => {
            Err(CliError::Failed(format!("{failed} of {runs} runs failed; the first is replicate {replicate} of `{name}`: {}", failure.reason)))
        }
    }
}
