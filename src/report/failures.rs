//! `failures.csv`: one row per failed run; written only when there is one.

use std::io::{self, Write};

use super::runs::{WORLD, run_columns};
use super::table::{Column, Rows, Sheet};
use crate::experiment::Results;

/// Name of the file.
pub const FILE: &str = "failures.csv";

/// What the file holds.
pub fn sheet() -> Sheet {
    let mut columns = run_columns();
    columns.push(Column::text("quarter", "Calendar quarter in which the run failed; empty where it belongs to no quarter."));
    columns.push(Column::text("reason", "The invariant that did not hold, or the number that was not finite."));
    Sheet { file: FILE, title: "Runs that failed", columns, key: &["scenario", "world", "replicate"] }
}

/// Writes the file.
pub fn write(results: &Results, out: impl Write) -> io::Result<()> {
    let mut rows = Rows::begin(&sheet(), out)?;
    for (case, replicate, failure) in results.failures() {
        let quarter = failure.quarter.map_or(String::new(), |quarter| case.start.plus(quarter).to_string());
        rows.row([&case.name, WORLD, &replicate.to_string(), &results.seed.to_string(), &quarter, &failure.reason])?;
    }
    rows.end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn a_failed_run_is_named_with_its_quarter_and_reason() {
        let mut bytes = Vec::new();
        write(&sample::results(), &mut bytes).unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "scenario,world,replicate,seed,quarter,reason\ngrant,default,1,7,2026Q2,\"cash of label 3 is NaN, at call 5\"\n"
        );
    }
}
