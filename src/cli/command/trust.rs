//! `topline trust`: may the averages be trusted?

use clap::Args;
use clap::builder::RangedU64ValueParser;
use serde_json::json;

use crate::cli::credibility::CredibilityArgs;
use crate::cli::error::CliError;
use crate::cli::error::end_of;
use crate::cli::progress::bar;
use crate::cli::signals::stop_on_signals;
use crate::cli::source;
use crate::experiment::credibility::trust::{TrustQuestion, check, trust};
use crate::experiment::runs_of;
use crate::report::{self, TablesRequest};

/// Tell how far the averages of a scenario can be trusted: intervals, modes, ergodicity
#[derive(Args, Debug)]
pub struct TrustArgs {
    /// Replicates
    #[arg(short, long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(20..))]
    replicates: u32,
    /// Half-width that is aimed at, relative to the mean
    #[arg(long, value_name = "SHARE", default_value_t = 0.01, value_parser = share)]
    target: f64,
    /// Quarters of the one long run that is compared with replicates
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = RangedU64ValueParser::<usize>::new().range(80..=1000))]
    long: usize,
    #[command(flatten)]
    common: CredibilityArgs,
}

impl TrustArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        runs_of(&[("replicates", u64::from(self.replicates))]).map_err(CliError::bad_input)?;
        let task = self.common.begin("trust")?;
        let draft = task.draft.clone();
        let question = TrustQuestion {
            draft: &draft,
            quarters: task.scenario.quarters,
            long: self.long,
            replicates: self.replicates,
            target: self.target,
            seed: self.common.study.seed,
            threads: self.common.study.threads(),
        };
        check(&question).map_err(source::bad)?;
        let runs = u64::from(self.replicates) + 1;
        let (stop, bar) = (stop_on_signals()?, bar(runs, self.common.study.quiet));
        let found = trust(&question, &mut |n| bar.inc(n), &stop).map_err(|t| end_of(&t))?;
        bar.finish_and_clear();
        let (table, text) = report::trust(&found, self.target);
        let design = json!({ "target": self.target, "long": self.long });
        task.end(&[table], &text, &TablesRequest { seed: self.common.study.seed, replicates: self.replicates, runs, design })
    }
}

/// A number between 0 and 1.
fn share(given: &str) -> Result<f64, String> {
    given.parse().ok().filter(|share| *share > 0.0 && *share < 1.0).ok_or_else(|| "allowed: a number between 0 and 1".into())
}
