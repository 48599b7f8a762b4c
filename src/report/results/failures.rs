//! `failures.csv`: one row per failed run; written only when there is one.

use crate::report::output::files;
use std::io::{self, Write};

use super::run_rows::{WORLD, failure_row, run_columns};
use super::world_runs::WorldRuns;
use crate::experiment::Results;
use crate::report::output::table::{Column, CsvRows, Sheet};

/// What the file holds.
pub fn sheet() -> Sheet {
    let mut columns = run_columns();
    columns.push(Column::text("quarter", "Calendar quarter in which the run failed; empty where it belongs to no quarter."));
    columns.push(Column::text("reason", "The invariant that did not hold, or the number that was not finite."));
    Sheet { file: files::FAILURES, title: "Runs that failed", columns, key: &["scenario", "world", "replicate"] }
}

/// Writes the file.
pub fn write(results: &Results, worlds: Option<&WorldRuns>, out: impl Write) -> io::Result<()> {
    let mut rows = CsvRows::begin(&sheet(), out)?;
    for (case, replicate, failure) in results.failures() {
        rows.row(failure_row(case, WORLD, replicate, results.seed, failure))?;
    }
    worlds.map_or(&[][..], WorldRuns::failures).iter().try_for_each(|row| rows.row(row))?;
    rows.end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::appraisal::sample;

    #[test]
    fn a_failed_run_is_named_with_its_quarter_and_reason() {
        let mut bytes = Vec::new();
        write(&sample::results(), None, &mut bytes).unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "scenario,world,replicate,seed,quarter,reason\ngrant,default,1,7,2026Q2,\"cash of label 3 is NaN, at call 5\"\n"
        );
    }
}
