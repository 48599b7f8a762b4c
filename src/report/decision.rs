//! `decision.csv`: which scenario is best for an outcome, and what is known of the others.

use super::table::{Column, Sheet};

/// Name of the file.
pub const FILE: &str = "decision.csv";

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario, the baseline among them."),
        Column::text("outcome", "Outcome by which is decided."),
        Column::text("unit", "Unit of margin, mean, difference and interval."),
        Column::text("better", "Better direction of the outcome: `higher` or `lower`."),
        Column::number("margin", "Difference that does not matter (indifference zone)."),
        Column::number("confidence", "Probability with which all statements of the table hold together, whenever it stopped.").unit("share"),
        Column::integer("replicates", "Replicates of the scenario when it was settled, or when the experiment ended."),
        Column::number("mean", "Mean over these replicates."),
        Column::text(
            "status",
            "`best`; `separated`: worse than the best; `indistinguishable`: no further from the best than the margin; `undecided`: neither can be said yet.",
        ),
        Column::text("best", "The best scenario."),
        Column::number("difference", "Mean of scenario minus best over their shared replicates; empty for the best itself."),
        Column::number("ci_low", "Lower end of the time-uniform interval of the difference, at the confidence of the table."),
        Column::number("ci_high", "Upper end of it."),
        Column::integer(
            "replicates_needed",
            "Replicates at which an undecided scenario would be settled, if mean and variance stay; empty where settled.",
        ),
        Column::number("further_share", "Share of further replicates that the optimal allocation gives to the scenario (OCBA), as advice.")
            .unit("share"),
    ];
    Sheet { file: FILE, title: "Decision", columns, key: &["scenario", "outcome"] }
}
