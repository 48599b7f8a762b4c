//! `spend.csv`: the budgets with which each scenario spends the sum asked for, or the most that it absorbs.

use super::answers::Appraisal;
use crate::experiment::appraisal::spend::{REPLICATES, Spending};
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;
use crate::report::output::text::rounded;

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario."),
        Column::number("sum", "Sum that it was to spend a year.").unit("bn KRW/yr"),
        Column::number("factor", "What its budgets, volumes and places were multiplied with; empty where it has none."),
        Column::number("spends", "Public cost then, mean over the replicates of the search.").unit("bn KRW/yr"),
        Column::number("most", "The most that it spends whatever its budgets; empty where it can spend the sum.").unit("bn KRW/yr"),
        Column::text("settings", "Its budgets, volumes and places then, as --set takes them, M KRW a year and labels a year."),
    ];
    Sheet { file: files::SPEND, title: "Budgets with which scenarios spend a sum", columns, key: &["scenario"] }
}

/// The table; none where no sum was asked for.
pub fn table(judgement: &Appraisal, names: &[&str]) -> Option<Table> {
    let sum = judgement.sum?;
    let row = |(spending, name): (&Option<Spending>, &&str)| {
        let found = spending.as_ref()?;
        let settings: Vec<String> = found.settings.iter().map(|(path, value)| format!("{path}={value}")).collect();
        let numbers = [Some(sum), found.factor, Some(found.spends), found.most].map(cell);
        Some(std::iter::once((*name).to_owned()).chain(numbers).chain([settings.join("; ")]).collect())
    };
    Some(Table { sheet: sheet(), rows: judgement.spent.iter().zip(names).filter_map(row).collect() })
}

/// A line for each scenario.
pub fn text(judgement: &Appraisal, names: &[&str]) -> String {
    let Some(sum) = judgement.sum else { return String::new() };
    let line = |(spending, name): (&Option<Spending>, &&str)| {
        let found = spending.as_ref()?;
        Some(match (found.factor, found.most) {
            (None, _) => format!("  {name}: has no budget that could be changed; it spends {} bn KRW/yr\n", rounded(found.spends)),
            (Some(factor), None) => format!("  {name}: budgets times {} spend {} bn KRW/yr\n", rounded(factor), rounded(found.spends)),
            (Some(factor), Some(most)) => {
                format!("  {name}: absorbs {} bn KRW/yr at most; budgets times {} spend {}\n", rounded(most), rounded(factor), rounded(found.spends))
            }
        })
    };
    let lines: String = judgement.spent.iter().zip(names).filter_map(line).collect();
    format!("To spend {} bn KRW/yr, rates as they are (mean of {REPLICATES} replicates):\n{lines}", rounded(sum))
}
