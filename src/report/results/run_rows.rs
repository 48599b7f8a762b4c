//! Rows of runs and of failed runs, and the columns that name a run.

use crate::experiment::{Case, Failure, Record};
use crate::outcome::Outcome;
use crate::report::output::table::{Column, cell};

/// The world of runs whose parameters were not sampled.
pub const WORLD: &str = "default";

/// Columns that name a run, shared with other files.
pub fn run_columns() -> Vec<Column> {
    vec![
        Column::text("scenario", "Scenario: the name of its file without the ending."),
        Column::text("world", "World: `default` with the parameters of the scenarios, or the name of a set of plausible ones."),
        Column::integer("replicate", "Replicate, from 0; the same replicate meets the same luck in every scenario."),
        Column::integer("seed", "Seed of all draws."),
    ]
}

/// The row of a run.
pub fn run_row(scenario: &str, world: &str, replicate: usize, seed: u64, outcomes: &[Outcome], run: &Record) -> Vec<String> {
    let status = if run.failure.is_some() { "failed" } else { "ok" };
    let mut row = vec![scenario.into(), world.into(), replicate.to_string(), seed.to_string(), status.into()];
    row.extend(outcome_cells(outcomes, run));
    row
}

/// One cell for each outcome: empty in a failed run, the name where the outcome is a class.
fn outcome_cells(outcomes: &[Outcome], run: &Record) -> Vec<String> {
    let cell_of = |(position, outcome): (usize, &Outcome)| {
        let value = run.outcomes.get(position).copied().flatten();
        match value.and_then(|v| outcome.classes.get(v as usize)) {
            Some(class) => (*class).to_string(),
            None => cell(value),
        }
    };
    outcomes.iter().enumerate().map(cell_of).collect()
}

/// The row of a failed run.
pub fn failure_row(case: &Case, world: &str, replicate: usize, seed: u64, failure: &Failure) -> [String; 6] {
    let quarter = failure.quarter.map_or(String::new(), |quarter| case.start.plus(quarter).to_string());
    [case.name.clone(), world.into(), replicate.to_string(), seed.to_string(), quarter, failure.reason.clone()]
}
