//! `topline verify`: is a scenario neutral where it must be?

use std::path::Path;

use clap::Args;
use clap::builder::RangedU64ValueParser;

use crate::cli::error::end_of;
use crate::cli::error::{CliError, print};
use crate::cli::find::scenario_file;
use crate::cli::options::Change;
use crate::cli::progress::bar;
use crate::cli::record::{record_file, verify_record};
use crate::cli::signals::stop_on_signals;
use crate::cli::source;
use crate::experiment::Failure;
use crate::experiment::credibility::limit::{Limits, REPLICATES};
use crate::experiment::credibility::verify::Verification;
use crate::experiment::runs_of;
use crate::report;
use crate::scenario::LARGEST_SEED;

/// Check that a scenario at zero strength, and before its start, changes nothing, and next to nothing close to zero; or that a record
/// still gives the same bytes; exit code 3 if not
#[derive(Args, Debug)]
#[command(after_help = "Examples: topline verify package_balanced; topline verify output/compare-golden/ro-crate-metadata.json\n\n\
    Of a record (`topline record`): the files that lie beside it, then what its command writes today, are compared with its hashes.\n\n\
    Checked bit for bit, replicate by replicate: instruments at zero strength equal none (rates, gains, places, floors, \
    cuts and budgets 0); events of strength 0 equal none; begun later, the quarters before equal those of none; and \
    in every quarter money is conserved. A difference is told with quarter, label and both values.\n\n\
    Small values: each parameter of an instrument's strength (rate, cap, budget, ...) is taken at 0.01 to 0.00001 of its \
    value; what is left of its effect on revenue must go to 0, so that no rule jumps.")]
pub struct VerifyArgs {
    /// Scenario file, or name of a file in scenarios/; or a record, or the folder that has one
    #[arg(value_name = "SCENARIO|RECORD")]
    scenario: String,
    /// Replicates
    #[arg(short, long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    replicates: u32,
    /// Seed of all draws
    #[arg(short, long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(0..=LARGEST_SEED))]
    seed: u64,
    /// Threads (default: as many as cores); results do not depend on it
    #[arg(short = 'j', long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..=1024))]
    threads: Option<usize>,
    #[command(flatten)]
    change: Change,
    /// Print nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

impl VerifyArgs {
    /// Runs the command; `again` does what the words of a command say.
    pub fn run(self, again: fn(Vec<String>) -> Result<(), CliError>) -> Result<(), CliError> {
        if let Some(file) = record_file(Path::new(&self.scenario)) {
            return verify_record(&file, self.threads, self.quiet, again);
        }
        let (draft, _) = source::drafts(&[scenario_file(&self.scenario)?], &self.change, true)?.remove(0);
        let verification = Verification::of(&draft).map_err(source::bad)?;
        let scenarios = verification.runs(1);
        runs_of(&[("scenarios", scenarios), ("replicates", u64::from(self.replicates))]).map_err(CliError::bad_input)?;
        let limits = Limits::of(&draft).map_err(source::bad)?;
        let runs = verification.runs(self.replicates) + limits.runs(REPLICATES);
        let (stop, bar) = (stop_on_signals()?, bar(runs, self.quiet));
        let threads = self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
        let verdict = verification.run(self.replicates, self.seed, threads, &mut |n| bar.inc(n), &stop).map_err(|t| end_of(&t))?;
        let small = limits.run(REPLICATES, self.seed, threads, &mut |n| bar.inc(n), &stop).map_err(|t| end_of(&t))?;
        bar.finish_and_clear();
        failed(verdict.failure.as_ref())?;
        failed(small.failure.as_ref())?;
        if !self.quiet {
            print(report::verification(&verification, &verdict, self.replicates) + &report::approaches(&small.of_parameters))?;
        }
        if verdict.passed() && small.passed() {
            return Ok(());
        }
        let faults = [report::faults(&verification, &verdict), report::jumps(&small.of_parameters)];
        Err(CliError::Invalid(faults.join("\n").trim().into()))
    }
}

/// The first run that failed, if one did.
fn failed(failure: Option<&(u32, Failure)>) -> Result<(), CliError> {
    failure.map_or(Ok(()), |(replicate, failure)| Err(CliError::Failed(format!("replicate {replicate} failed: {}", failure.reason))))
}
