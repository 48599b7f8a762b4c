//! `budget.csv`: public cost of each scenario, whether scenarios cost the same, and outcomes per won.

use super::table::{Column, Sheet};

/// Name of the file.
pub const FILE: &str = "budget.csv";

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario."),
        Column::text("outcome", "Outcome."),
        Column::text("unit", "Unit of the outcome and its difference to the baseline."),
        Column::number("public_cost", "Mean net public cost.").unit("bn KRW/yr"),
        Column::number("public_cost_low", "Lower end of its 95 % interval.").unit("bn KRW/yr"),
        Column::number("public_cost_high", "Upper end of it.").unit("bn KRW/yr"),
        Column::text("reference", "The policy scenario with which cost is compared: the first one given."),
        Column::number("cost_ratio", "Public cost over that of the reference.").unit("ratio"),
        Column::text("unequal", "`yes` where cost differs from that of the reference by more than 5 %, `no` where not; empty for the baseline."),
        Column::number("difference", "Mean difference of the outcome to the baseline."),
        Column::number("per_bn_krw", "Difference per bn KRW of public cost a year: ratio of the two means, in units of the outcome per bn KRW/yr."),
        Column::number("per_bn_krw_low", "Lower end of its 95 % interval (Cochran's variance of a ratio)."),
        Column::number("per_bn_krw_high", "Upper end of it."),
    ];
    Sheet { file: FILE, title: "Public cost, and outcomes per won", columns, key: &["scenario", "outcome"] }
}
