//! `comparison.csv`: each scenario minus the baseline, replicate by replicate.

use crate::report::output::files;
use std::io::{self, Write};

use crate::experiment::{Comparison, Contrast};
use crate::report::output::table::{Column, CsvRows, Sheet, cell};

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("baseline", "Scenario with which the other is compared."),
        Column::text("scenario", "Scenario."),
        Column::text("outcome", "Outcome; `outcome.class` is 1 in replicates of the class and 0 in others, so its mean is their share."),
        Column::text("unit", "Unit of the outcome, of both means, the difference and its interval."),
        Column::integer("n", "Pairs: replicates in which the outcome exists in both."),
        Column::number("baseline_mean", "Mean of the baseline over the pairs."),
        Column::number("scenario_mean", "Mean of the scenario over the pairs."),
        Column::number("mean_difference", "Mean of scenario minus baseline over the pairs."),
        Column::number("ci_low", "Lower end of the 95 % interval of the mean difference (Student's t; of a class, Tango's)."),
        Column::number("ci_high", "Upper end of it."),
        Column::number("share_better", "Share of pairs in which the scenario is better, equal ones not counted; empty where no direction is better.")
            .unit("share"),
        Column::number(
            "variance_reduction",
            "Variance of the difference with independent seeds over the paired one; empty where the difference does not vary.",
        )
        .unit("ratio"),
        Column::number(
            "p_value",
            "Two-sided probability of such a mean difference, or a larger one, by chance (Student's t with skewness taken out; of a class, McNemar's exact test); of many told together, correct it for their number (Holm).",
        )
        .unit("share"),
    ];
    Sheet { file: files::COMPARISON, title: "Paired differences to the baseline", columns, key: &["scenario", "outcome"] }
}

/// Writes the file.
pub fn write(comparison: &Comparison, out: impl Write) -> io::Result<()> {
    let mut rows = CsvRows::begin(&sheet(), out)?;
    for contrast in &comparison.contrasts {
        rows.row(row(&comparison.baseline, contrast))?;
    }
    rows.end()
}

fn row(baseline: &str, contrast: &Contrast) -> Vec<String> {
    let (measure, paired) = (&contrast.measure, &contrast.paired);
    let difference = paired.difference;
    let mut row = vec![baseline.into(), contrast.scenario.clone(), measure.name.clone(), measure.unit.into(), difference.n.to_string()];
    row.extend([paired.baseline_mean, paired.scenario_mean, difference.mean, difference.ci_low, difference.ci_high].map(cell));
    row.extend([contrast.share_better(), paired.variance_reduction, paired.p].map(cell));
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::appraisal::sample;

    #[test]
    fn a_difference_is_over_the_pairs_that_exist_in_both() {
        let mut bytes = Vec::new();
        write(&Comparison::of(&sample::results()).unwrap(), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let rows: Vec<&str> = text.lines().collect();
        assert!(rows[1].starts_with("baseline,grant,revenue,bn KRW/yr,2,1.75,2.875,1.125,"), "{}", rows[1]);
        assert!(rows[1].contains(",1.0,13"), "{}", rows[1]);
        assert_eq!(rows[2], "baseline,grant,exits,labels/yr,1,4.0,3.0,-1.0,,,1.0,,");
        assert_eq!(rows[3], "baseline,grant,verdict.none,share,1,0.0,0.0,0.0,,,,,");
        assert_eq!(rows.len(), 5);
    }
}
