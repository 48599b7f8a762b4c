//! `trajectories.csv`: the distribution of each outcome over replicates, quarter by quarter.

use crate::report::output::files;
use std::io::{self, Write};

use crate::experiment::{Case, Results};
use crate::outcome::Outcome;
use crate::outcome::statistics::{mean, quantile, sorted};
use crate::report::output::table::{Column, CsvRows, Sheet, cell};
use crate::store::spill_file::SpillFile;

/// Columns of quantiles with their probabilities.
const QUANTILES: [(Column, f64); 5] = [
    (Column::number("p05", "5 % quantile over replicates (type 7)."), 0.05),
    (Column::number("p25", "25 % quantile."), 0.25),
    (Column::number("p50", "Median."), 0.50),
    (Column::number("p75", "75 % quantile."), 0.75),
    (Column::number("p95", "95 % quantile."), 0.95),
];

/// What the file holds.
pub fn sheet() -> Sheet {
    let mut columns = vec![
        Column::text("scenario", "Scenario."),
        Column::text("quarter", "Calendar quarter, written 2026Q1."),
        Column::text("outcome", "Outcome; those of a calendar year stand at its fourth quarter."),
        Column::text("unit", "Unit of the outcome and of all columns from mean on; flows are annualised."),
        Column::integer("n", "Replicates in which the outcome exists in the quarter."),
        Column::number("mean", "Mean over replicates."),
    ];
    columns.extend(QUANTILES.map(|(column, _)| column));
    Sheet { file: files::TRAJECTORIES, title: "Outcomes quarter by quarter", columns, key: &["scenario", "quarter", "outcome"] }
}

/// Outcomes that have a trajectory.
pub fn with_trajectory(outcomes: &[Outcome]) -> Vec<&Outcome> {
    outcomes.iter().filter(|o| o.has_trajectory()).collect()
}

/// Writes the file from the values of all runs, one spool for each scenario.
pub fn write(results: &Results, spools: &mut [SpillFile], out: impl Write) -> io::Result<()> {
    let mut rows = CsvRows::begin(&sheet(), out)?;
    let outcomes = with_trajectory(results.outcomes);
    for (case, spool) in results.cases.iter().zip(spools) {
        spool.columns(|column, values| {
            let (quarter, position) = (column / outcomes.len(), column % outcomes.len());
            rows.row(row(&case.case, quarter, outcomes[position], values))
        })?;
    }
    rows.end()
}

fn row(case: &Case, quarter: usize, outcome: &Outcome, values: &[f64]) -> Vec<String> {
    let calendar = case.start.plus(quarter as i32).to_string();
    let mut row = vec![case.name.clone(), calendar, outcome.name.into(), outcome.unit.into(), values.len().to_string()];
    let ordered = sorted(values);
    row.push(cell(mean(values)));
    row.extend(QUANTILES.map(|(_, probability)| cell(quantile(&ordered, probability))));
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::appraisal::sample;

    #[test]
    fn a_quarter_without_values_has_empty_cells() {
        let (results, folder) = (sample::results(), tempfile::tempdir().unwrap());
        let mut spools: Vec<SpillFile> = (0..2).map(|_| SpillFile::new(folder.path(), 4).unwrap()).collect();
        spools[0].push(&[Some(1.0), None, Some(2.0), Some(4.0)]).unwrap();
        spools[0].push(&[Some(3.0), None, Some(2.0), Some(6.0)]).unwrap();
        let mut bytes = Vec::new();
        write(&results, &mut spools, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows[1], "baseline,2026Q1,revenue,bn KRW/yr,2,2.0,1.1,1.5,2.0,2.5,2.9");
        assert_eq!(rows[2], "baseline,2026Q1,exits,labels/yr,0,,,,,,");
        assert_eq!(rows[3], "baseline,2026Q2,revenue,bn KRW/yr,2,2.0,2.0,2.0,2.0,2.0,2.0");
        assert_eq!((rows.len(), rows[8]), (9, "grant,2026Q2,exits,labels/yr,0,,,,,,"));
    }
}
