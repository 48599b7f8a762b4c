//! `runs.csv`: one row per scenario and replicate.

use std::io::{self, Write};

use super::world_runs::WorldRuns;
use crate::experiment::{Record, Results};
use crate::outcome::Outcome;
use crate::report::output::table::{Column, Kind, Rows, Sheet, cell};

/// Name of the file.
pub const FILE: &str = "runs.csv";

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

/// What the file holds.
pub fn sheet(results: &Results) -> Sheet {
    let mut columns = run_columns();
    columns.push(Column::text("status", "`ok`, or `failed`: the reason stands in failures.csv and outcomes are empty."));
    columns.extend(results.outcomes.iter().map(outcome_column));
    Sheet { file: FILE, title: "Outcomes of each run", columns, key: &["scenario", "world", "replicate"] }
}

/// The column of an outcome.
pub fn outcome_column(outcome: &Outcome) -> Column {
    let kind = if outcome.classes.is_empty() { Kind::Number } else { Kind::Text };
    Column { name: outcome.name, kind, unit: Some(outcome.unit), meaning: outcome.meaning }
}

/// Writes the file.
pub fn write(results: &Results, worlds: Option<&mut WorldRuns>, mut out: impl Write) -> io::Result<()> {
    let mut rows = Rows::begin(&sheet(results), &mut out)?;
    for case in &results.cases {
        for (replicate, run) in case.runs.iter().enumerate() {
            rows.row(row(&case.case.name, WORLD, replicate, results.seed, results.outcomes, run))?;
        }
    }
    rows.end()?;
    worlds.map_or(Ok(()), |worlds| worlds.append(out))
}

/// The row of a run.
pub fn row(scenario: &str, world: &str, replicate: usize, seed: u64, outcomes: &[Outcome], run: &Record) -> Vec<String> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::appraisal::sample;

    #[test]
    fn a_run_is_a_row_and_a_failed_run_has_no_outcomes() {
        let mut bytes = Vec::new();
        write(&sample::results(), None, &mut bytes).unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "\
scenario,world,replicate,seed,status,revenue,exits,verdict
baseline,default,0,7,ok,1.5,,isolated
baseline,default,1,7,ok,2.5,4.0,none
baseline,default,2,7,ok,2.0,4.0,
grant,default,0,7,ok,2.5,3.0,isolated
grant,default,1,7,failed,,,
grant,default,2,7,ok,3.25,3.0,isolated
"
        );
    }
}
