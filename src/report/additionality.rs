//! `additionality.csv`: what support brought about that the same replicate without the policy has not.

use super::table::{Column, Sheet};

/// Name of the file.
pub const FILE: &str = "additionality.csv";

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
        Column::number("ci_low", "Lower end of the 95 % interval over replicates (Student's t; of a ratio, with Cochran's variance)."),
        Column::number("ci_high", "Upper end of it."),
    ];
    Sheet { file: FILE, title: "Additionality and deadweight of support", columns, key: &["scenario", "instrument", "measure"] }
}
