//! `topline sensitivity`: which parameters of a sweep move which outcomes?

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use clap::builder::RangedU64ValueParser;
use serde_json::json;

use crate::cli::error::{CliError, print};
use crate::experiment::credibility::sensitivity::{Resampling, sensitivity};
use crate::experiment::{Measure, measures};
use crate::outcome::OUTCOMES;
use crate::report::{self, CHIEF, Folder, Provenance, SensitivityResult, TablesRequest};
use crate::scenario::{LARGEST_SEED, nearest};

/// Rank the parameters of a sweep by what they move (Sobol' indices or Morris measures)
///
/// The sweep's design must be Saltelli's (first-order and total Sobol' indices) or Morris' (mu*, mu, sigma). Indices
/// are those of the means over replicates; how much of the variance of means and of single runs is luck is told
/// beside them. Intervals are bootstrap intervals over blocks of the design.
#[derive(Args, Debug)]
pub struct SensitivityArgs {
    /// Folder of a sweep, with design.csv and runs.csv
    #[arg(value_name = "DIR")]
    sweep: PathBuf,
    /// Only these outcomes, or classes of one as verdict.recurrent [default: the chief outcomes]
    #[arg(long = "outcome", value_name = "NAMES", value_delimiter = ',')]
    outcomes: Vec<String>,
    /// Of the difference that each other scenario makes to this one, run by run: what drives the effect of policy
    #[arg(long, value_name = "SCENARIO")]
    versus: Option<String>,
    /// Resamples of the bootstrap
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(100..=100_000))]
    resamples: u32,
    /// Probability that an interval is to hold
    #[arg(long, value_name = "SHARE", default_value_t = 0.95, value_parser = confidence)]
    confidence: f64,
    /// Seed of the resamples
    #[arg(short, long, value_name = "N", default_value_t = 1, value_parser = RangedU64ValueParser::<u64>::new().range(0..=LARGEST_SEED))]
    seed: u64,
    /// Output folder, whose earlier sensitivity is replaced [default: DIR/sensitivity]
    #[arg(short, long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Print nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

impl SensitivityArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let began = Instant::now();
        let swept = report::read_sweep(&self.sweep, |columns| chosen(&self.outcomes, columns)).map_err(CliError::bad_input)?;
        let swept = match &self.versus {
            Some(baseline) => swept.versus(baseline).map_err(CliError::bad_input)?,
            None => swept,
        };
        let how = Resampling { resamples: self.resamples, seed: self.seed, confidence: self.confidence };
        let parameters = &swept.design.parameters;
        let mut found = Vec::new();
        for group in &swept.groups {
            for (outcome, runs) in swept.outcomes.iter().zip(&group.runs) {
                let sensitivity = sensitivity(&swept.design.scheme, parameters.len(), runs, &how);
                found.push(SensitivityResult { group, outcome, parameters, sensitivity });
            }
        }
        let path = self.out.clone().unwrap_or_else(|| self.sweep.join("sensitivity"));
        let folder = Folder::again(&path, "sensitivity").map_err(CliError::BadInput)?;
        let about = Provenance {
            command: "sensitivity",
            given: Vec::new(),
            set: vec![],
            asked: None,
            scenarios: vec![],
            threads: 1,
            seconds: began.elapsed().as_secs_f64(),
            label_quarters: 0,
        };
        let replicates = found.iter().map(|f| f.sensitivity.replicates).max().unwrap_or(0) as u32;
        let runs = swept.groups.iter().flat_map(|g| g.runs.first()).flatten().map(|replicates| replicates.len() as u64).sum();
        let design =
            json!({ "sweep": self.sweep.display().to_string(), "versus": self.versus, "resamples": self.resamples, "confidence": self.confidence });
        let asked = TablesRequest { seed: self.seed, replicates, runs, design };
        let written = report::write_sensitivity(folder, &found, &about, &asked).map_err(CliError::failed)?;
        if self.quiet {
            return Ok(());
        }
        print(format!("{}{} in {}\n", report::sensitivity_shown(&found, self.confidence), written.join(", "), path.display()))
    }
}

/// The outcomes asked for, or the chief ones, among those that the sweep kept.
fn chosen(asked: &[String], columns: &[String]) -> Result<Vec<Measure>, String> {
    let kept: Vec<Measure> = measures(&OUTCOMES).into_iter().filter(|m| columns.iter().any(|c| c == report::column_of(m))).collect();
    if asked.is_empty() {
        let chief: Vec<Measure> = kept.iter().filter(|m| CHIEF.contains(&m.name.as_str())).cloned().collect();
        return Ok(if chief.is_empty() { kept } else { chief });
    }
    let mut chosen = Vec::new();
    for name in asked {
        let named: Vec<Measure> = kept.iter().filter(|m| m.name == *name || report::column_of(m) == name).cloned().collect();
        if named.is_empty() {
            let names: Vec<String> = kept.iter().map(|m| m.name.clone()).collect();
            let help = nearest(name, names.clone()).map_or(String::new(), |near| format!("\n  help: did you mean `{near}`?"));
            return Err(format!("`{name}` is no outcome of this sweep; allowed: {}{help}", names.join(", ")));
        }
        chosen.extend(named);
    }
    Ok(chosen)
}

/// A probability between 0 and 1.
fn confidence(given: &str) -> Result<f64, String> {
    given.parse().ok().filter(|share| (0.5..1.0).contains(share)).ok_or_else(|| "allowed: a probability from 0.5 to below 1, as 0.95".into())
}
