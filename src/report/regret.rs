//! `regret.csv`: what choosing a scenario costs in worlds where another would have been better.

use super::table::{Column, Sheet};

/// Name of the file.
pub const FILE: &str = "regret.csv";

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario, the baseline among them."),
        Column::text("outcome", "Outcome."),
        Column::text("unit", "Unit of all regrets and of the target."),
        Column::integer("worlds", "Worlds."),
        Column::integer("replicates", "Replicates in each world."),
        Column::number(
            "mean",
            "Regret of the scenario (outcome of the best in the world, less its own), mean over worlds, noise of the best taken out.",
        ),
        Column::number("mean_low", "Lower end of the 95 % interval: noise of the model, in these very worlds."),
        Column::number("mean_high", "Upper end of it."),
        Column::number("p90", "90 % quantile of regret over worlds, likewise."),
        Column::number("p90_low", "Lower end of its 95 % interval."),
        Column::number("p90_high", "Upper end of it."),
        Column::number("max", "Largest regret over worlds, likewise."),
        Column::number("max_low", "Lower end of its 95 % interval."),
        Column::number("max_high", "Upper end of it."),
        Column::number("share_best", "Share of worlds in which the mean of the scenario is the best.").unit("share"),
        Column::number("share_best_low", "Lower end of its 95 % interval.").unit("share"),
        Column::number("share_best_high", "Upper end of it.").unit("share"),
        Column::text("target", "Target, as given: `>=` or `<=` and a number; empty without one."),
        Column::number("share_target", "Share of worlds in which the mean of the scenario meets the target; empty without one.").unit("share"),
        Column::number("share_target_low", "Lower end of its 95 % interval.").unit("share"),
        Column::number("share_target_high", "Upper end of it.").unit("share"),
    ];
    Sheet { file: FILE, title: "Regret over plausible worlds", columns, key: &["scenario", "outcome"] }
}
