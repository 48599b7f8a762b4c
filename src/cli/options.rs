//! Options that `run` and `compare` share.

use std::path::PathBuf;

use clap::Args;
use clap::builder::RangedU64ValueParser;

use crate::scenario::LARGEST_SEED;

/// Changes to a scenario from the command line.
#[derive(Args, Clone, Debug, Default)]
pub struct Change {
    /// Set a parameter in all scenarios, after their files (repeatable)
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Quarters of the run
    #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    pub quarters: Option<usize>,
    /// Simulate an economy K times as large, in which a label lives as before
    #[arg(long, value_name = "K")]
    pub scale: Option<f64>,
}

/// Options of an experiment.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// Replicates of each scenario
    #[arg(short, long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
    pub replicates: u32,
    /// Seed of all draws
    #[arg(short, long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(0..=LARGEST_SEED))]
    pub seed: u64,
    /// Threads (default: as many as cores); results do not depend on it
    #[arg(short = 'j', long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..=1024))]
    pub threads: Option<usize>,
    /// Output folder [default: output/<command>-<first policy scenario>]
    #[arg(short, long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// Replace the files of an earlier experiment in the output folder, those that its manifest names
    #[arg(short, long)]
    pub force: bool,
    /// Changes to the scenarios
    #[command(flatten)]
    pub change: Change,
    /// Also write labels.csv: one row per scenario, replicate, quarter and living label
    #[arg(long)]
    pub panel: bool,
    /// Print the table alone: no sentences, notes or progress
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more: what is done, and every chief result in words
    #[arg(short, long)]
    pub verbose: bool,
    /// Print the results as JSON, and nothing else
    #[arg(long, conflicts_with = "verbose")]
    pub json: bool,
}

impl Options {
    /// Whether notes and progress are left out.
    pub fn silent(&self) -> bool {
        self.quiet || self.json
    }
}
