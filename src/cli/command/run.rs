//! `topline run`: outcomes of scenarios.

use clap::Args;

use crate::cli::error::CliError;
use crate::cli::experiment::{ScenarioExperiment, file_stem, refuse_same_names};
use crate::cli::find::scenario_file;
use crate::cli::options::Options;

/// Simulate scenarios and write the distributions of their outcomes
#[derive(Args, Debug)]
pub struct RunArgs {
    /// Scenario files, or names of files in scenarios/
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<String>,
    #[command(flatten)]
    options: Options,
}

impl RunArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let files = self.scenarios.iter().map(|given| scenario_file(given)).collect::<Result<Vec<_>, _>>()?;
        refuse_same_names(&files)?;
        let policy = files.iter().find(|file| file_stem(file) != "baseline").unwrap_or(&files[0]).clone();
        ScenarioExperiment { command: "run", files, baseline: None, named_after: policy, judge: None, options: self.options, words: None }.run()
    }
}
