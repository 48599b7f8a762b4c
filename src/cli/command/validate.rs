//! `topline validate`: does a scenario show what evidence says?

use clap::Args;
use serde_json::json;

use crate::cli::credibility::CredibilityArgs;
use crate::cli::error::CliError;
use crate::cli::error::end_of;
use crate::cli::progress::bar;
use crate::cli::signals::stop_on_signals;
use crate::cli::source;
use crate::experiment::{self, PatternResult, Validation, runs_of};
use crate::outcome::pattern::Pattern;
use crate::report::{self, TablesRequest};

/// Compare a scenario with the patterns of evidence; exit code 3 when one that the model was tuned to fails
#[derive(Args, Debug)]
pub struct ValidateArgs {
    /// Replicates; a pattern may ask for more
    #[arg(short, long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(2..))]
    replicates: u32,
    /// Only these patterns, such as P04,P16; C.. are only checked
    #[arg(long, value_name = "PATTERNS", value_delimiter = ',', value_parser = pattern)]
    only: Vec<&'static Pattern>,
    #[command(flatten)]
    common: CredibilityArgs,
}

impl ValidateArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let task = self.common.begin("validate")?;
        let draft = task.draft.clone();
        let mut validation = Validation::of_all(&draft, self.replicates, self.common.study.seed, self.common.study.threads());
        if !self.only.is_empty() {
            validation.patterns = self.only.clone();
        }
        runs_of(&[("runs of all variants", validation.runs())]).map_err(CliError::bad_input)?;
        validation.check().map_err(source::bad)?;
        let (stop, bar) = (stop_on_signals()?, bar(validation.runs(), self.common.study.quiet));
        let findings = experiment::validate(&validation, &mut |runs| bar.inc(runs), &stop).map_err(|t| end_of(&t))?;
        bar.finish_and_clear();
        let (table, text) = report::validation(&findings);
        let design = json!({ "patterns": validation.patterns.iter().map(|p| p.id).collect::<Vec<_>>() });
        let asked = TablesRequest { seed: self.common.study.seed, replicates: self.replicates, runs: validation.runs(), design };
        task.end(&[table], &text, &asked)?;
        verdict(&findings)
    }
}

/// The pattern of a number.
fn pattern(given: &str) -> Result<&'static Pattern, String> {
    let known = || Pattern::all().map(|p| p.id).collect::<Vec<_>>().join(", ");
    Pattern::all().find(|p| p.id.eq_ignore_ascii_case(given)).ok_or_else(|| format!("no such pattern; allowed: {}", known()))
}

fn verdict(findings: &[PatternResult]) -> Result<(), CliError> {
    let name = |f: &PatternResult| f.year.map_or(f.pattern.id.into(), |year| format!("{} in year {year}", f.pattern.id));
    let failed: Vec<String> = findings.iter().filter(|f| !f.passed && f.pattern.tuned()).map(name).collect();
    if failed.is_empty() { Ok(()) } else { Err(CliError::Invalid(format!("patterns that fail: {}", failed.join(", ")))) }
}
