//! `winners.csv`: labels and creators against themselves in the same replicate without the policy.

use super::table::{Column, Sheet};

/// Name of the file.
pub const FILE: &str = "winners.csv";

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario; its twin is the baseline in the same replicate."),
        Column::text("agents", "`labels` or `creators`: slots, which keep their place when one leaves and another follows."),
        Column::text("tier", "Tier of the label, or of the creator's label, at the start of the run; `none`: creators without a label then; `all`."),
        Column::text("measure", "What is compared: `revenue`, `exports` or `support` of labels, `income` of creators, a year, mean over the run."),
        Column::text("unit", "Unit of the change and its quantiles."),
        Column::integer("n", "Pairs of replicates."),
        Column::number("count", "Agents of the tier in a replicate, mean.").unit("agents"),
        Column::number("share_better", "Share of the agents that are better off than in the twin, mean over replicates.").unit("share"),
        Column::number("share_better_low", "Lower end of its 95 % interval over replicates (Student's t).").unit("share"),
        Column::number("share_better_high", "Upper end of it.").unit("share"),
        Column::number("share_worse", "Share that are worse off; the rest are as in the twin to the last bit.").unit("share"),
        Column::number("share_worse_low", "Lower end of its 95 % interval.").unit("share"),
        Column::number("share_worse_high", "Upper end of it.").unit("share"),
        Column::number("mean_change", "Mean change of an agent, mean over replicates."),
        Column::number("mean_change_low", "Lower end of its 95 % interval."),
        Column::number("mean_change_high", "Upper end of it."),
        Column::number("q05", "5 % quantile of the change over the agents of a replicate, mean over replicates."),
        Column::number("q25", "25 % quantile, likewise."),
        Column::number("q50", "Median, likewise."),
        Column::number("q75", "75 % quantile, likewise."),
        Column::number("q95", "95 % quantile, likewise."),
    ];
    Sheet { file: FILE, title: "Winners and losers against the twin run", columns, key: &["scenario", "agents", "tier", "measure"] }
}
