//! `topline compare`: scenarios against a baseline, with the same luck.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::decision::DecisionArgs;
use crate::cli::error::CliError;
use crate::cli::experiment::{ScenarioExperiment, refuse_same_names};
use crate::cli::find::scenario_file;
use crate::cli::options::Options;
use crate::cli::page::PageArgs;

/// Compare scenarios with a baseline, replicate by replicate with the same draws
#[derive(Args, Debug)]
pub struct CompareArgs {
    /// Scenario with which the others are compared
    baseline: String,
    /// Scenario files, or names of files in scenarios/; the baseline among them is dropped
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<String>,
    #[command(flatten)]
    judge: DecisionArgs,
    /// Rate a year at which present values are discounted [default: what the scenarios say, 0.045]
    #[arg(long, value_name = "RATE")]
    discount: Option<f64>,
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    paper: PageArgs,
    /// Write no report
    #[arg(long)]
    no_report: bool,
}

impl CompareArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let baseline = scenario_file(&self.baseline)?;
        let others = self.scenarios.iter().map(|given| scenario_file(given)).collect::<Result<Vec<_>, _>>()?;
        let others: Vec<PathBuf> = others.into_iter().filter(|file| !same_file(file, &baseline)).collect();
        let Some(policy) = others.first().cloned() else {
            return Err(CliError::bad_input(format!(
                "nothing to compare with `{}`: the only scenario given is the baseline itself; allowed: one other scenario or more",
                baseline.display()
            )));
        };
        let files: Vec<PathBuf> = std::iter::once(baseline).chain(others).collect();
        refuse_same_names(&files)?;
        let words = if self.no_report { None } else { Some(self.paper.words()?) };
        let judge = Some(self.judge);
        let mut options = self.options;
        options.change.set.extend(self.discount.map(|rate| format!("discount_rate={rate:?}")));
        ScenarioExperiment { command: "compare", files, baseline: Some(0), named_after: policy, judge, options, words }.run()
    }
}

/// Whether two paths lead to one file.
fn same_file(a: &Path, b: &Path) -> bool {
    a == b || fs::canonicalize(a).is_ok_and(|a| fs::canonicalize(b).is_ok_and(|b| a == b))
}
