//! `mix_regret.csv`: what a reported mix costs in worlds where another one, or the baseline, would have been better.

use super::names;
use crate::experiment::appraisal::regret::RegretInterval;
use crate::experiment::search::{SearchPlan, SearchResult};
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;

/// What the file holds.
pub fn sheet() -> Sheet {
    let mut columns = vec![
        Column::number("budget", "Sum that is divided.").unit("M KRW a year"),
        Column::text("outcome", "Objective."),
        Column::text("unit", "Unit of the regret."),
        Column::text("mix", "Reported mix, or baseline."),
        Column::integer("worlds", "Worlds of the search."),
    ];
    for (name, meaning) in [
        ("mean", "Mean regret over worlds."),
        ("max", "Largest regret over worlds."),
        ("best", "Share of worlds in which it is the best of those in the table; ties share a world."),
    ] {
        columns.extend([
            Column::number(name, meaning),
            Column::number(crate::report::output::table::leaked(format!("{name}_low")), "Lower end of its 95 % interval."),
            Column::number(crate::report::output::table::leaked(format!("{name}_high")), "Upper end of it."),
        ]);
    }
    Sheet { file: files::MIX_REGRET, title: "Regret over the worlds of a search", columns, key: &["budget", "outcome", "mix"] }
}

/// The table; none of a search in one world.
pub fn table(plan: &SearchPlan, result: &SearchResult) -> Option<Table> {
    let mut rows = Vec::new();
    for (number, budget) in result.budgets.iter().enumerate() {
        for (wanted, regrets) in plan.wanted.iter().zip(&budget.regrets) {
            for (place, regret) in regrets.iter().enumerate() {
                let name = if place + 1 == regrets.len() { "baseline".to_owned() } else { names::mix(plan, number, place) };
                let mut row = vec![cell(Some(budget.sum as f64)), wanted.measure.name.clone(), wanted.measure.unit.to_owned(), name];
                row.push(plan.file.worlds.len().to_string());
                let cells = |interval: RegretInterval| [interval.value, interval.low, interval.high].map(|value| cell(Some(value)));
                row.extend([regret.mean, regret.max, regret.best].into_iter().flat_map(cells));
                rows.push(row);
            }
        }
    }
    (!rows.is_empty()).then(|| Table { sheet: sheet(), rows })
}
