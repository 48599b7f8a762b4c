//! `runs.csv`: one row per scenario and replicate.

use crate::report::output::files;
use std::io::{self, Write};

use super::run_rows::{WORLD, run_columns, run_row};
use crate::experiment::Results;
use crate::outcome::Outcome;
use crate::report::output::table::{Column, ColumnType, CsvRows, Sheet};

/// What the file holds.
pub fn sheet(results: &Results) -> Sheet {
    let mut columns = run_columns();
    columns.push(Column::text("status", "`ok`, or `failed`: the reason stands in failures.csv and outcomes are empty."));
    columns.extend(results.outcomes.iter().map(outcome_column));
    Sheet { file: files::RUNS, title: "Outcomes of each run", columns, key: &["scenario", "world", "replicate"] }
}

/// The same of runs in plausible worlds, whose names may all be numbers.
pub fn world_sheet(results: &Results, numbered: bool) -> Sheet {
    let mut sheet = Sheet { file: files::WORLD_RUNS, title: "Outcomes of each run in plausible worlds", ..sheet(results) };
    if let Some(world) = sheet.columns.iter_mut().find(|column| column.name == "world" && numbered) {
        world.kind = ColumnType::Integer;
    }
    sheet
}

/// The column of an outcome.
pub fn outcome_column(outcome: &Outcome) -> Column {
    let kind = if outcome.classes.is_empty() { ColumnType::Number } else { ColumnType::Text };
    Column { name: outcome.name, kind, unit: Some(outcome.unit), meaning: outcome.meaning }
}

/// Writes the file.
pub fn write(results: &Results, out: impl Write) -> io::Result<()> {
    let mut rows = CsvRows::begin(&sheet(results), out)?;
    for case in &results.cases {
        for (replicate, run) in case.runs.iter().enumerate() {
            rows.row(run_row(&case.case.name, WORLD, replicate, results.seed, results.outcomes, run))?;
        }
    }
    rows.end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::appraisal::sample;

    #[test]
    fn a_run_is_a_row_and_a_failed_run_has_no_outcomes() {
        let mut bytes = Vec::new();
        write(&sample::results(), &mut bytes).unwrap();
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
