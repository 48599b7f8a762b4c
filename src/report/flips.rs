//! `flips.csv`: the worlds in which another scenario is better, as boxes of few parameters.

use super::table::{Column, Sheet};

/// Name of the file.
pub const FILE: &str = "flips.csv";

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("outcome", "Outcome."),
        Column::text("scenario", "Scenario that is better in most worlds."),
        Column::text("rival", "Scenario that is better in the worlds of interest."),
        Column::integer("worlds", "Worlds looked at."),
        Column::integer("flipped", "Worlds in which the rival is better."),
        Column::integer("box", "Number of the box, from 1; 0 where no box was found, and then the columns from parameter on are empty."),
        Column::text("parameter", "Parameter that the box restricts; a box has a row for each."),
        Column::text("parameter_unit", "Unit of the ends."),
        Column::number("lower", "The box has worlds with at least this value; empty where not restricted from below."),
        Column::number("upper", "The box has worlds with at most this value; empty where not restricted from above."),
        Column::integer("inside", "Worlds in the box."),
        Column::number("density", "Share of the worlds in the box in which the rival is better.").unit("share"),
        Column::number("coverage", "Share of all worlds in which the rival is better that the box has.").unit("share"),
        Column::number(
            "p",
            "Quasi-p-value of the restriction: probability of so many flipped worlds in the box were the parameter of no account (Bryant and Lempert 2010).",
        ),
    ];
    Sheet { file: FILE, title: "What flips the ranking", columns, key: &["outcome", "scenario", "rival", "box", "parameter"] }
}
