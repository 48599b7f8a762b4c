//! `differences.csv`: each scenario minus the baseline, quarter by quarter: for how long does an effect last?

use crate::report::output::files;
use std::io::{self, Write};

use crate::experiment::Results;
use crate::outcome::statistics::Paired;
use crate::report::output::table::{Column, CsvRows, Sheet, cell};
use crate::report::results::trajectories::with_trajectory;
use crate::store::spill_file::SpillFile;

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario."),
        Column::text("quarter", "Calendar quarter, written 2026Q1."),
        Column::text("outcome", "Outcome; those of a calendar year stand at its fourth quarter."),
        Column::text("unit", "Unit of the outcome and of all columns from baseline_mean on; flows are annualised."),
        Column::integer("n", "Pairs: replicates in which the outcome exists in the quarter in both."),
        Column::number("baseline_mean", "Mean of the baseline over the pairs."),
        Column::number("mean_difference", "Mean of scenario minus baseline over the pairs."),
        Column::number("ci_low", "Lower end of the 95 % interval of the mean difference (Student's t)."),
        Column::number("ci_high", "Upper end of the 95 % interval of the mean difference (Student's t)."),
    ];
    Sheet {
        file: files::DIFFERENCES,
        title: "Paired differences to the baseline, quarter by quarter",
        columns,
        key: &["scenario", "quarter", "outcome"],
    }
}

/// Writes the file from the values of all runs, one spool for each scenario; nothing without a baseline.
pub fn write(results: &Results, spools: &mut [SpillFile], out: impl Write) -> io::Result<()> {
    let mut rows = CsvRows::begin(&sheet(), out)?;
    let outcomes = with_trajectory(results.outcomes);
    for position in (0..spools.len()).filter(|_| results.baseline.is_some()) {
        let Some((baseline, scenario)) = both(spools, results.baseline.unwrap_or_default(), position) else { continue };
        let case = &results.cases[position].case;
        baseline.pairs(scenario, |column, ours, theirs| {
            let (quarter, outcome) = (column / outcomes.len(), outcomes[column % outcomes.len()]);
            let mut row = vec![case.name.clone(), case.start.plus(quarter as i32).to_string(), outcome.name.into(), outcome.unit.into()];
            let paired = Paired::of(&present(ours), &present(theirs));
            let difference = paired.difference;
            row.push(difference.n.to_string());
            row.extend([paired.baseline_mean, difference.mean, difference.ci_low, difference.ci_high].map(cell));
            rows.row(row)
        })?;
    }
    rows.end()
}

fn present(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().map(|v| (!v.is_nan()).then_some(*v)).collect()
}

/// The spool of the baseline and that of another scenario; `None` for the baseline itself.
fn both(spools: &mut [SpillFile], baseline: usize, scenario: usize) -> Option<(&mut SpillFile, &mut SpillFile)> {
    let [one, two] = spools.get_disjoint_mut([baseline, scenario]).ok()?;
    Some((one, two))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::appraisal::sample;

    #[test]
    fn a_quarter_has_its_difference_over_the_pairs_that_exist() {
        let (results, folder) = (sample::results(), tempfile::tempdir().unwrap());
        let mut spools: Vec<SpillFile> = (0..2).map(|_| SpillFile::new(folder.path(), 4).unwrap()).collect();
        for value in [1.0, 2.0, 3.0] {
            spools[0].push(&[Some(value), None, Some(2.0), Some(4.0)]).unwrap();
        }
        spools[1].push(&[Some(1.5), None, Some(5.0), Some(6.0)]).unwrap();
        spools[1].push_nothing().unwrap();
        spools[1].push(&[Some(4.5), None, Some(5.0), None]).unwrap();
        let mut bytes = Vec::new();
        write(&results, &mut spools, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let rows: Vec<&str> = text.lines().collect();
        assert!(rows[1].starts_with("grant,2026Q1,revenue,bn KRW/yr,2,2.0,1.0,-5."), "{}", rows[1]);
        assert_eq!(rows[2], "grant,2026Q1,exits,labels/yr,0,,,,");
        assert_eq!(rows[3], "grant,2026Q2,revenue,bn KRW/yr,2,2.0,3.0,3.0,3.0");
        assert_eq!((rows.len(), rows[4]), (5, "grant,2026Q2,exits,labels/yr,1,4.0,2.0,,"));
    }
}
