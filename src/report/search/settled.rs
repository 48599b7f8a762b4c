//! `settled.csv`: in which limits a part of a reported mix may lie without a difference that can be told.

use super::names;
use crate::experiment::search::settled::ranges;
use crate::experiment::search::{SearchPlan, SearchResult};
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::number("budget", "Sum that is divided.").unit("M KRW a year"),
        Column::text("mix", "Reported mix."),
        Column::text("instrument", "Part of the mix."),
        Column::number("share", "Its share in the mix.").unit("share"),
        Column::number("least", "Least share of it in candidates that are as good in every objective, up to what does not matter.").unit("share"),
        Column::number("most", "Most.").unit("share"),
        Column::integer("as_good", "Candidates that are as good."),
    ];
    Sheet { file: files::SETTLED, title: "What is settled in a mix", columns, key: &["budget", "mix", "instrument"] }
}

/// The table.
pub fn table(plan: &SearchPlan, result: &SearchResult) -> Table {
    let mut rows = Vec::new();
    for (number, budget) in result.budgets.iter().enumerate() {
        for (place, candidate) in budget.certified.reported.iter().enumerate() {
            let (as_good, parts) = ranges(&budget.certified, &budget.candidates, *candidate);
            for (part, range) in plan.file.parts.iter().zip(parts) {
                let mut row = vec![cell(Some(budget.sum as f64)), names::mix(plan, number, place), part.name.clone()];
                row.extend([range.reported, range.least, range.most].map(|share| cell(Some(share))));
                row.push(as_good.to_string());
                rows.push(row);
            }
        }
    }
    Table { sheet: sheet(), rows }
}
