//! `topline break-even`: the rate, budget or price at which a scenario is worth no more than another.

use clap::Args;
use serde_json::json;

use crate::cli::cost::CostArgs;
use crate::cli::error::CliError;
use crate::cli::error::end_of;
use crate::cli::progress::Watched;
use crate::cli::signals::stop_on_signals;
use crate::cli::source;
use crate::cli::study::StudyArgs;
use crate::experiment::appraisal::break_even::{Answer, BreakEven, BreakEvenQuestion, Lever};
use crate::experiment::runs_of;
use crate::outcome::OUTCOMES;
use crate::report;
use crate::scenario::{Scenario, nearest};

/// Points of the parameter that are looked at, or hardly more.
const MOST_POINTS: u64 = 40;

/// Find the rate, budget or price at which a scenario and another are worth the same
#[derive(Args, Debug)]
#[command(after_help = "Example: topline break-even baseline music_tax_credit --vary policy.tax_credit.rate --for export_revenue --net-of-cost\n\n\
    The difference is SCENARIO less BASELINE, replicate by replicate with the same draws; give another policy as BASELINE \
    to find where SCENARIO overtakes it. A parameter of an instrument or event varies in SCENARIO alone, one of the world in both.")]
pub struct BreakEvenArgs {
    /// Scenario with which the other is compared: a baseline, or one to overtake
    baseline: String,
    /// Scenario whose parameter is varied
    scenario: String,
    /// Parameter: a number such as policy.brokerage.places, or all cells of a vector such as policy.tax_credit.rate
    #[arg(long, value_name = "PARAMETER")]
    vary: String,
    /// Outcome whose difference is looked at
    #[arg(long = "for", value_name = "OUTCOME", value_parser = outcome)]
    outcome: usize,
    /// Range of the parameter [default: its prior range]
    #[arg(long, value_name = "LOW:HIGH", value_parser = range, allow_hyphen_values = true)]
    between: Option<(f64, f64)>,
    /// Difference that is looked for
    #[arg(long, value_name = "NUMBER", default_value_t = 0.0, value_parser = finite, allow_hyphen_values = true)]
    target: f64,
    /// Subtract the difference in cost, at a price per won (1.25: with a marginal cost of public funds)
    #[arg(long, value_name = "PRICE", num_args = 0..=1, default_missing_value = "1", require_equals = true, value_parser = finite)]
    net_of_cost: Option<f64>,
    #[command(flatten)]
    cost: CostArgs,
    /// Replicates of each point
    #[arg(short, long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(2..))]
    replicates: u32,
    #[command(flatten)]
    study: StudyArgs,
}

impl BreakEvenArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        runs_of(&[("points", MOST_POINTS), ("replicates", u64::from(self.replicates))]).map_err(CliError::bad_input)?;
        let mut loaded = self.study.load(&[&self.baseline, &self.scenario])?;
        let ((draft, scenario), (against, baseline)) = (loaded.remove(1), loaded.remove(0));
        self.refuse(&baseline, &scenario)?;
        let lever = Lever::find(&scenario, &self.vary).map_err(|text| CliError::bad_input(format!("--vary: {text}")))?;
        let question = BreakEvenQuestion {
            between: self.between(&lever)?,
            drafts: [&against, &draft],
            lever,
            outcome: self.outcome,
            price: self.net_of_cost,
            cost: self.cost.cost(),
            target: self.target,
            replicates: self.replicates,
            seed: self.study.seed,
            threads: self.study.threads(),
        };
        question.check().map_err(source::bad)?;
        let output = self.study.output("break-even", &scenario.name)?;
        let stop = stop_on_signals()?;
        // About half of them are looked at.
        let mut sink = Watched::new((), MOST_POINTS / 2 * u64::from(self.replicates), self.study.quiet);
        let found = question.ask(&mut sink, &stop).map_err(|trouble| end_of(&trouble))?;
        sink.finish();
        let (tables, text) = report::break_even(&question, &found);
        if found.answer == Answer::NoEffect {
            return Err(CliError::bad_input(format!(
                "--vary: {}; allowed: a parameter that does something",
                text.trim_end().lines().last().unwrap_or_default()
            )));
        }
        let design = json!({ "parameter": self.vary, "outcome": OUTCOMES[self.outcome].name, "between": question.between, "target": self.target, "net_of_cost": self.net_of_cost, "cost": self.net_of_cost.map(|_| self.cost.cost().outcome()) });
        output.end(
            &tables,
            &text,
            &[&baseline, &scenario],
            &report::TablesRequest { seed: self.study.seed, replicates: self.replicates, runs: found.runs, design },
        )?;
        none_failed(&found)
    }

    fn refuse(&self, baseline: &Scenario, scenario: &Scenario) -> Result<(), CliError> {
        if (baseline.start, baseline.quarters) != (scenario.start, scenario.quarters) {
            return Err(CliError::bad_input(format!(
                "`{}` and `{}` cannot be compared: their runs differ in time; allowed: the same start and quarters",
                baseline.name, scenario.name
            )));
        }
        let chosen = &OUTCOMES[self.outcome];
        if self.net_of_cost.is_none() || chosen.nets_cost() {
            return Ok(());
        }
        Err(CliError::bad_input(format!(
            "--net-of-cost: {} is in {}, and no cost comes off it; allowed: an outcome in {} of which more is better and that is no part of the public budget",
            chosen.name,
            chosen.unit,
            OUTCOMES[self.cost.cost().position()].unit
        )))
    }

    fn between(&self, lever: &Lever) -> Result<(f64, f64), CliError> {
        self.between
            .or_else(|| lever.range())
            .ok_or_else(|| CliError::bad_input(format!("`{}` has no prior range; allowed: --between LOW:HIGH", lever.name)))
    }
}

fn none_failed(found: &BreakEven) -> Result<(), CliError> {
    match found.failed {
        0 => Ok(()),
        failed => Err(CliError::Failed(format!("{failed} of {} runs failed; their replicates are left out", found.runs))),
    }
}

/// Position of an outcome that is a number.
fn outcome(given: &str) -> Result<usize, String> {
    let found = OUTCOMES.iter().position(|o| o.name == given && o.classes.is_empty());
    found.ok_or_else(|| {
        let near = nearest(given, OUTCOMES.iter().map(|o| o.name)).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        format!("no such outcome that is a number; see topline list outcomes{near}")
    })
}

/// LOW:HIGH.
fn range(given: &str) -> Result<(f64, f64), String> {
    let ends = given.split_once(':').and_then(|(low, high)| Some((finite(low).ok()?, finite(high).ok()?)));
    ends.filter(|(low, high)| low < high).ok_or_else(|| "allowed: LOW:HIGH, two numbers, the lower one first".into())
}

fn finite(given: &str) -> Result<f64, String> {
    given.trim().parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(|| "allowed: a number".into())
}
