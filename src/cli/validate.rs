//! `topline validate`: does a scenario show what evidence says?

use clap::Args;
use serde_json::json;

use super::end::End;
use super::evidence::Common;
use super::experiment::{end_of, stop_on_signals};
use super::progress::bar;
use super::source;
use crate::experiment::{self, Finding, Validation};
use crate::report::{self, Asked};

/// Compare a scenario with the patterns of evidence; exit code 3 when one fails
#[derive(Args, Debug)]
pub struct Validate {
    /// Replicates; a pattern may ask for more
    #[arg(short, long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(2..))]
    replicates: u32,
    #[command(flatten)]
    common: Common,
}

impl Validate {
    /// Runs the command.
    pub fn run(self) -> Result<(), End> {
        let task = self.common.begin("validate")?;
        let draft = task.draft.clone();
        let validation = Validation::of_all(&draft, self.replicates, self.common.seed, self.common.threads());
        validation.check().map_err(source::bad)?;
        let (stop, bar) = (stop_on_signals()?, bar(validation.runs(), self.common.quiet));
        let findings = experiment::validate(&validation, &mut |runs| bar.inc(runs), &stop).map_err(|t| end_of(&t))?;
        bar.finish_and_clear();
        let (table, text) = report::validation(&findings);
        let design = json!({ "patterns": findings.iter().map(|f| f.pattern.id).collect::<Vec<_>>() });
        let asked = Asked { seed: self.common.seed, replicates: self.replicates, runs: validation.runs(), design };
        task.end(&[table], &text, &asked)?;
        verdict(&findings)
    }
}

fn verdict(findings: &[Finding]) -> Result<(), End> {
    let failed: Vec<&str> = findings.iter().filter(|f| !f.passed).map(|f| f.pattern.id).collect();
    if failed.is_empty() { Ok(()) } else { Err(End::Invalid(format!("patterns that fail: {}", failed.join(", ")))) }
}
