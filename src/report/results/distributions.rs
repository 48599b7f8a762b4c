//! `distributions.csv`: the distribution of each outcome over replicates.

use crate::report::output::files;
use std::io::{self, Write};

use crate::experiment::Results;
use crate::outcome::statistics::{Estimate, Scale, quantile, sorted};
use crate::report::output::table::{Column, CsvRows, Sheet, cell};

/// Columns of quantiles with their probabilities.
pub const QUANTILES: [(Column, f64); 9] = [
    (Column::number("min", "Smallest value."), 0.0),
    (Column::number("p05", "5 % quantile (type 7, as in pandas and R)."), 0.05),
    (Column::number("p10", "10 % quantile."), 0.10),
    (Column::number("p25", "25 % quantile."), 0.25),
    (Column::number("p50", "Median."), 0.50),
    (Column::number("p75", "75 % quantile."), 0.75),
    (Column::number("p90", "90 % quantile."), 0.90),
    (Column::number("p95", "95 % quantile."), 0.95),
    (Column::number("max", "Largest value."), 1.0),
];

/// Columns from the outcome on, which a sweep's summary has too.
pub fn distribution_columns() -> Vec<Column> {
    let mut columns = vec![
        Column::text("outcome", "Outcome; `outcome.class` is 1 in replicates of the class and 0 in others, so its mean is their share."),
        Column::text("unit", "Unit of the outcome and of all columns from mean on."),
        Column::integer("n", "Replicates in which the outcome exists."),
        Column::integer("missing", "Replicates in which it does not, failed runs included."),
        Column::number("mean", "Mean over replicates."),
        Column::number("sd", "Standard deviation (n - 1)."),
        Column::number("se", "Standard error of the mean."),
        Column::number("ci_low", "Lower end of the 95 % interval of the mean (Student's t; of a share, Wilson's)."),
        Column::number("ci_high", "Upper end of the 95 % interval of the mean (Student's t; of a share, Wilson's)."),
    ];
    columns.extend(QUANTILES.map(|(column, _)| column));
    columns
}

/// What the file holds.
pub fn sheet() -> Sheet {
    let mut columns = vec![Column::text("scenario", "Scenario.")];
    columns.extend(distribution_columns());
    Sheet { file: files::DISTRIBUTIONS, title: "Distribution of each outcome over replicates", columns, key: &["scenario", "outcome"] }
}

/// Writes the file.
pub fn write(results: &Results, out: impl Write) -> io::Result<()> {
    let mut rows = CsvRows::begin(&sheet(), out)?;
    for (position, case) in results.cases.iter().enumerate() {
        for measure in results.measures() {
            let values = results.values(position, &measure);
            let mut row = vec![case.case.name.clone(), measure.name.clone(), measure.unit.into()];
            row.extend(cells(measure.scale, &values));
            rows.row(row)?;
        }
    }
    rows.end()
}

/// From `n` on.
fn cells(scale: Scale, values: &[Option<f64>]) -> Vec<String> {
    let present: Vec<f64> = values.iter().flatten().copied().collect();
    let Estimate { n, mean, sd, se, ci_low, ci_high } = Estimate::on(scale, &present);
    let ordered = sorted(&present);
    let mut row = vec![n.to_string(), (values.len() - n).to_string()];
    row.extend([mean, sd, se, ci_low, ci_high].map(cell));
    row.extend(QUANTILES.map(|(_, probability)| cell(quantile(&ordered, probability))));
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::appraisal::sample;

    #[test]
    fn a_distribution_counts_what_exists_and_leaves_the_rest_empty() {
        let mut bytes = Vec::new();
        write(&sample::results(), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let rows: Vec<&str> = text.lines().collect();
        assert!(rows[1].starts_with("baseline,revenue,bn KRW/yr,3,0,2.0,0.5,0.2886751345948"), "{}", rows[1]);
        assert!(rows[1].ends_with(",1.5,1.55,1.6,1.75,2.0,2.25,2.4,2.45,2.5"), "{}", rows[1]);
        assert_eq!(rows[2], "baseline,exits,labels/yr,2,1,4.0,0.0,0.0,4.0,4.0,4.0,4.0,4.0,4.0,4.0,4.0,4.0,4.0,4.0");
        assert!(rows[3].starts_with("baseline,verdict.none,share,2,1,0.5,"), "{}", rows[3]);
        assert!(rows[8].starts_with("grant,verdict.isolated,share,2,1,1.0,0.0,0.0,0.1581138830"), "{}", rows[8]);
    }

    #[test]
    fn of_nothing_there_is_no_distribution() {
        assert_eq!(cells(Scale::Class, &[None, None]).join(","), "0,2,,,,,,,,,,,,,,");
    }
}
