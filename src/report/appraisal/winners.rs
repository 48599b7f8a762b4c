//! `winners.csv`: labels and creators against themselves in the same replicate without the policy.

use crate::experiment::{CaseResults, Results, Winners};
use crate::outcome::statistics::Estimate;
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario; its twin is the baseline in the same replicate."),
        Column::text("agents", "`labels` or `creators`: slots, which keep their place when one leaves and another follows."),
        Column::text("tier", "Tier of the label, or of the creator's label, at the start of the run; `none`: creators without a label then; `all`."),
        Column::text(
            "measure",
            "What is compared: `revenue`, `exports` or `profit` (before tax and payouts) of labels, `income` of creators, a year, mean over the run.",
        ),
        Column::text("unit", "Unit of the change and its quantiles."),
        Column::integer("n", "Pairs of replicates."),
        Column::number("count", "Agents of the tier in a replicate, mean.").unit("agents"),
        Column::number("share_better", "Share of the agents that are better off than in the twin, mean over replicates.").unit("share"),
        Column::number("share_better_low", "Lower end of its 95 % interval over replicates (Wilson's, with the cases that its spread is worth).")
            .unit("share"),
        Column::number("share_better_high", "Upper end of it.").unit("share"),
        Column::number("share_worse", "Share that are worse off; the rest are as in the twin to the last bit.").unit("share"),
        Column::number("share_worse_low", "Lower end of its 95 % interval.").unit("share"),
        Column::number("share_worse_high", "Upper end of it.").unit("share"),
        Column::number("mean_change", "Mean change of an agent, mean over replicates."),
        Column::number("mean_change_low", "Lower end of its 95 % interval."),
        Column::number("mean_change_high", "Upper end of it."),
        Column::number(
            "mean_change_p",
            "Two-sided probability of such a mean change, or a larger one, by chance (Student's t, skewness taken out); correct it where many are told.",
        )
        .unit("share"),
        Column::number(
            "relative_change",
            "Mean change over the mean of the twins; empty where that is 0. Of profit, which may be negative, it says little.",
        )
        .unit("share"),
        Column::number("relative_change_low", "Lower end of its 95 % interval (Cochran's variance of a ratio).").unit("share"),
        Column::number("relative_change_high", "Upper end of it.").unit("share"),
        Column::number("q05", "5 % quantile of the change over the agents of a replicate, mean over replicates."),
        Column::number("q25", "25 % quantile, likewise."),
        Column::number("q50", "Median, likewise."),
        Column::number("q75", "75 % quantile, likewise."),
        Column::number("q95", "95 % quantile, likewise."),
    ];
    Sheet { file: files::WINNERS, title: "Winners and losers against the twin run", columns, key: &["scenario", "agents", "tier", "measure"] }
}

/// Unit of changes.
const UNIT: &str = "M KRW/yr";

/// The table; none where no run was compared with a twin.
pub fn table(results: &Results) -> Option<Table> {
    let of_case = |case: &CaseResults| {
        let rows = case.twins.as_ref().map_or(Vec::new(), |twins| twins.winners());
        rows.iter().map(|found| row(&case.case.name, found)).collect::<Vec<_>>()
    };
    let rows: Vec<Vec<String>> = results.cases.iter().flat_map(of_case).collect();
    (!rows.is_empty()).then(|| Table { sheet: sheet(), rows })
}

fn row(scenario: &str, found: &Winners) -> Vec<String> {
    let Winners { name, count, better, worse, change, change_p, relative, quantiles } = found;
    let mut row = [scenario, name.agents, name.tier, name.measure, UNIT].map(String::from).to_vec();
    row.extend([count.n.to_string(), cell(count.mean)]);
    let with_interval = |e: &Estimate| [e.mean, e.ci_low, e.ci_high].map(cell);
    row.extend([better, worse, change].into_iter().flat_map(with_interval));
    row.push(cell(*change_p));
    row.extend(with_interval(relative));
    row.extend(quantiles.iter().map(|q| cell(q.mean)));
    row
}
