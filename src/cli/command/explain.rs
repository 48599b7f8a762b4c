//! `topline explain`: why a label chose as it did, what it earned, where two runs part, and what moved the shares of strategies.

use clap::Args;
use serde_json::json;

use crate::cli::error::end_of;
use crate::cli::error::{CliError, print};
use crate::cli::progress::bar;
use crate::cli::signals::stop_on_signals;
use crate::cli::study::StudyArgs;
use crate::experiment::attribution::channels::{channels, twins};
use crate::experiment::attribution::divergence::parting;
use crate::experiment::{Failure, runs_of};
use crate::model::{ChoiceRow, History, ReceiptRow, RecordOptions, Simulation};
use crate::report;
use crate::scenario::Scenario;
use crate::units::Quarter;

/// Explain a choice of a label, or why two scenarios differ
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    topline explain music_tax_credit --label 37 --quarter 2028Q3    why label 37 chose as it did, and what would have changed it\n  \
    topline explain golden --label 37 --quarter 2028Q3 --revenue    what each work of label 37 and its catalogue earned, line by line\n  \
    topline explain baseline music_tax_credit                       where the two part, and how the difference spreads\n  \
    topline explain baseline music_tax_credit --split -r 100        what moved the shares of strategies, channel by channel\n\n\
    Runs are simulated again, with the draws of `run` and `compare` for the same seed and replicate; nothing has to have been stored.")]
pub struct ExplainArgs {
    /// Scenario, or a baseline and a scenario
    #[arg(value_name = "SCENARIO", num_args = 1..=2, required = true)]
    scenarios: Vec<String>,
    /// Slot of the label whose choice is explained, as in labels.csv
    #[arg(long, value_name = "SLOT", requires = "quarter")]
    label: Option<u32>,
    /// Act of the label, from 0 [default: all that started a work]
    #[arg(long, value_name = "ACT", requires = "label", conflicts_with = "revenue")]
    act: Option<u32>,
    /// Quarter, such as 2028Q1
    #[arg(long, value_name = "QUARTER", requires = "label")]
    quarter: Option<Quarter>,
    /// What the label earned in the quarter, by work and line, instead of its choices
    #[arg(long, requires = "label")]
    revenue: bool,
    /// Replicate that is looked at, as in runs.csv
    #[arg(long, value_name = "N", default_value_t = 0)]
    replicate: u32,
    /// Divide the change in shares of strategies among its channels
    #[arg(long, conflicts_with = "label")]
    split: bool,
    /// Replicates over which the change is divided
    #[arg(short, long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..), requires = "split")]
    replicates: u32,
    #[command(flatten)]
    study: StudyArgs,
}

impl ExplainArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let names: Vec<&str> = self.scenarios.iter().map(String::as_str).collect();
        let scenarios: Vec<Scenario> = self.study.load(&names)?.into_iter().map(|(_, scenario)| scenario).collect();
        match (self.label, &scenarios[..]) {
            (Some(label), _) if self.revenue => self.explain_revenue(label, &scenarios),
            (Some(label), _) => self.explain_choice(label, &scenarios),
            (None, [one, other]) if (one.start, one.quarters) != (other.start, other.quarters) => Err(CliError::bad_input(format!(
                "`{}` and `{}` cannot be compared: their runs differ in time; allowed: the same start and quarters",
                one.name, other.name
            ))),
            (None, [one, other]) if self.split => self.explain_change([one, other]),
            (None, [one, other]) => self.explain_parting([one, other]),
            (None, _) => Err(CliError::bad_input(
                "there is nothing to explain of one scenario alone; allowed: --label SLOT --quarter QUARTER, or a baseline and a scenario",
            )),
        }
    }

    /// What a label earned in a quarter, in each scenario.
    fn explain_revenue(&self, label: u32, scenarios: &[Scenario]) -> Result<(), CliError> {
        let quarter = self.quarter.expect("required with a label");
        for scenario in scenarios {
            let t = self.known(label, quarter, scenario)?;
            let watch = RecordOptions { receipts: true, ..RecordOptions::default() };
            let mut simulation = Simulation::new(scenario);
            let run = self.again(&mut simulation, scenario, watch)?;
            let asked = |row: &&ReceiptRow| (row.quarter as i32, row.slot) == (t, label);
            let rows: Vec<&ReceiptRow> = run.receipts.iter().filter(asked).collect();
            print(report::revenue(scenario, label, quarter, &rows) + "\n")?;
        }
        Ok(())
    }

    /// The choices of a label in a quarter, in each scenario.
    fn explain_choice(&self, label: u32, scenarios: &[Scenario]) -> Result<(), CliError> {
        let quarter = self.quarter.expect("required with a label");
        for scenario in scenarios {
            let t = self.known(label, quarter, scenario)?;
            let watch = RecordOptions { choices: true, ..RecordOptions::default() };
            let mut simulation = Simulation::new(scenario);
            let run = self.again(&mut simulation, scenario, watch)?;
            let asked = |row: &&ChoiceRow| (row.quarter as i32, row.slot) == (t, label) && self.act.is_none_or(|act| row.act == act);
            let rows: Vec<&ChoiceRow> = run.choices.iter().filter(asked).collect();
            if rows.is_empty() {
                print(self.no_work(label, quarter, scenario, &run.choices))?;
            }
            rows.iter().try_for_each(|row| print(report::choice(scenario, row) + "\n"))?;
        }
        Ok(())
    }

    /// The replicate asked for, simulated again with what is recorded of it.
    fn again<'s>(&self, simulation: &'s mut Simulation, scenario: &Scenario, watch: RecordOptions) -> Result<&'s History, CliError> {
        simulation.run(scenario, self.study.seed, self.replicate, watch).map_err(|broken| failed(&Failure::from(broken)))
    }

    /// That a label, or its act, started nothing in a quarter, with the nearest quarters in which it did.
    fn no_work(&self, label: u32, quarter: Quarter, scenario: &Scenario, choices: &[ChoiceRow]) -> String {
        let act = self.act.map_or(String::new(), |act| format!(", act {act}"));
        let of_label = |row: &&ChoiceRow| row.slot == label && self.act.is_none_or(|act| row.act == act);
        let started = choices.iter().filter(of_label).map(|row| scenario.start.plus(row.quarter as i32));
        let mut near: Vec<Quarter> = started.collect();
        near.dedup();
        near.sort_by_key(|other| other.since(quarter).abs());
        near.truncate(4);
        near.sort_by_key(|other| other.since(scenario.start));
        let near = match &near[..] {
            [] => "in no quarter of the run".to_owned(),
            near => format!("but in {}", near.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
        };
        format!("{}: label {label}{act} started no work in {quarter}, {near}.\n\n", scenario.name)
    }

    /// The quarter, counted from the start, of a label that the scenario has room for.
    fn known(&self, label: u32, quarter: Quarter, scenario: &Scenario) -> Result<i32, CliError> {
        let (slots, t) = (scenario.parameters.label_count.iter().sum::<usize>(), quarter.since(scenario.start));
        if label as usize >= slots {
            return Err(CliError::bad_input(format!("--label: `{}` has no slot {label}; allowed: 0 to {}", scenario.name, slots - 1)));
        }
        if !(0..scenario.quarters as i32).contains(&t) {
            let last = scenario.start.plus(scenario.quarters as i32 - 1);
            return Err(CliError::bad_input(format!(
                "--quarter: {quarter} is not in the run of `{}`; allowed: {} to {last}",
                scenario.name, scenario.start
            )));
        }
        Ok(t)
    }

    fn explain_parting(&self, pair: [&Scenario; 2]) -> Result<(), CliError> {
        let output = self.study.output("explain", &pair[1].name)?;
        let mut simulation = Simulation::new(pair[0]);
        let [one, other] = twins(&mut simulation, pair, self.study.seed, self.replicate).map_err(|failure| failed(&failure))?;
        let (table, text) = report::parting(pair, self.replicate, &parting(&one, &other));
        let design = json!({ "replicate": self.replicate });
        output.end(&[table], &text, &pair, &report::TablesRequest { seed: self.study.seed, replicates: 1, runs: 2, design })
    }

    fn explain_change(&self, pair: [&Scenario; 2]) -> Result<(), CliError> {
        let runs = runs_of(&[("scenarios", 2), ("replicates", u64::from(self.replicates))]).map_err(CliError::bad_input)?;
        let output = self.study.output("explain", &pair[1].name)?;
        let (stop, bar) = (stop_on_signals()?, bar(runs, self.study.quiet));
        let found = channels(pair, self.replicates, self.study.seed, self.study.threads(), &mut |n| bar.inc(n), &stop).map_err(|t| end_of(&t))?;
        bar.finish_and_clear();
        let (table, text) = report::channels(pair, &found);
        output.end(&[table], &text, &pair, &report::TablesRequest { seed: self.study.seed, replicates: self.replicates, runs, design: json!({}) })?;
        match found.failed.first() {
            None => Ok(()),
            Some((replicate, failure)) => {
                Err(CliError::Failed(format!("{} replicates failed; the first is {replicate}: {}", found.failed.len(), failure.reason)))
            }
        }
    }
}

fn failed(failure: &Failure) -> CliError {
    CliError::Failed(format!("the run failed: {}", failure.reason))
}
