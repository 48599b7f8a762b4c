//! What the commands about evidence share: options, loading, and writing.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use clap::builder::RangedU64ValueParser;

use super::error::{CliError, print};
use super::find::{FOLDER, scenario_file};
use super::options::LARGEST_SEED;
use super::source;
use crate::report::{Folder, Provenance, Table, TablesRequest, write_tables};
use crate::scenario::{Draft, Overrides, Scenario};

/// Options of the commands about evidence.
#[derive(Args, Clone, Debug)]
pub struct Common {
    /// Scenario file, or name of a file in scenarios/ [default: baseline]
    #[arg(value_name = "SCENARIO")]
    scenario: Option<String>,
    /// Seed of all draws
    #[arg(short, long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(0..=LARGEST_SEED))]
    pub seed: u64,
    /// Threads (default: as many as cores); results do not depend on it
    #[arg(short = 'j', long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..=1024))]
    threads: Option<usize>,
    /// Output folder [default: output/<command>-<scenario>]
    #[arg(short, long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Replace the files of an earlier experiment in the output folder
    #[arg(short, long)]
    pub force: bool,
    /// Set a parameter, after the file (repeatable)
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Print nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
}

/// A loaded scenario with its place to write to.
pub struct Task {
    command: &'static str,
    common: Common,
    /// The scenario as a draft, for variants.
    pub draft: Draft,
    /// The scenario.
    pub scenario: Scenario,
    /// Where the output goes.
    pub path: PathBuf,
    folder: Folder,
    began: Instant,
}

impl Common {
    /// Number of threads.
    pub fn threads(&self) -> usize {
        self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
    }

    /// Loads the scenario and takes the folder.
    pub fn begin(&self, command: &'static str) -> Result<Task, CliError> {
        let draft = self.draft()?;
        let scenario = draft.build().map_err(source::bad)?;
        let path = self.out.clone().unwrap_or_else(|| Path::new("output").join(format!("{command}-{}", scenario.name)));
        let folder = Folder::open(&path, self.force).map_err(CliError::BadInput)?;
        Ok(Task { command, common: self.clone(), draft, scenario, path, folder, began: Instant::now() })
    }

    /// The scenario named, the shipped baseline, or, where that is not here, the world of the registry.
    pub fn draft(&self) -> Result<Draft, CliError> {
        let baseline = Path::new(FOLDER).join("baseline.toml");
        let mut draft = match &self.scenario {
            Some(given) => Draft::load(scenario_file(given)?).map_err(source::bad)?,
            None if baseline.is_file() => Draft::load(baseline).map_err(source::bad)?,
            None => Draft::registry("baseline"),
        };
        let set = Overrides::parse_set(&self.set).map_err(source::bad)?;
        Overrides { set, ..Overrides::default() }.apply(&mut draft).map_err(source::bad)?;
        Ok(draft)
    }
}

impl Task {
    /// Writes the tables and prints what people read.
    pub fn end(self, tables: &[Table], text: &str, asked: &TablesRequest) -> Result<(), CliError> {
        let scenario = &self.scenario;
        let about = Provenance {
            command: self.command,
            set: self.common.set.clone(),
            asked: None,
            scenarios: vec![source::resolved(scenario)],
            threads: self.common.threads(),
            seconds: self.began.elapsed().as_secs_f64(),
            label_quarters: asked.runs * scenario.label_quarters() as u64,
        };
        let written = write_tables(self.folder, tables, &about, asked).map_err(CliError::failed)?;
        if self.common.quiet {
            return Ok(());
        }
        print(format!("{text}\n{} in {}\n", written.join(", "), self.path.display()))
    }
}
