//! `additionality.csv`: what support brought about that the same replicate without the policy has not.

use crate::experiment::{Additionality, Results};
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario; its twin is the baseline in the same replicate."),
        Column::text("instrument", "Instrument, all its programmes together; `all`: the whole policy of the scenario."),
        Column::text("measure", "What is measured; docs/decisions.md explains each."),
        Column::text("unit", "Unit of the mean and its interval."),
        Column::integer("n", "Replicates in which the measure exists."),
        Column::number(
            "mean",
            "Mean over replicates; of a share or a ratio, the ratio of the two sums over replicates. Empty where it does not exist.",
        ),
        Column::number(
            "ci_low",
            "Lower end of the 95 % interval over replicates (Student's t; of a ratio, with Cochran's variance; of a share, Wilson's with the cases that its spread is worth).",
        ),
        Column::number("ci_high", "Upper end of it."),
    ];
    Sheet { file: files::ADDITIONALITY, title: "Additionality and deadweight of support", columns, key: &["scenario", "instrument", "measure"] }
}

/// The table; none where no run was compared with a twin, or no scenario has an instrument.
pub fn table(results: &Results) -> Option<Table> {
    let of_case = |case: &crate::experiment::CaseResults| {
        let rows = case.twins.as_ref().map_or(Vec::new(), |twins| twins.additionality());
        rows.into_iter().map(|found| row(&case.case.name, found)).collect::<Vec<_>>()
    };
    let rows: Vec<Vec<String>> = results.cases.iter().flat_map(of_case).collect();
    (!rows.is_empty()).then(|| Table { sheet: sheet(), rows })
}

fn row(scenario: &str, found: Additionality) -> Vec<String> {
    let Additionality { instrument, measure, unit, estimate } = found;
    let mut row = [scenario, instrument, measure, unit].map(String::from).to_vec();
    row.push(estimate.n.to_string());
    row.extend([estimate.mean, estimate.ci_low, estimate.ci_high].map(cell));
    row
}
