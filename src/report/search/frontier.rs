//! `frontier.csv`: the candidates of a search with what the fresh blocks say of them, the reported ones first.

use super::names;
use crate::experiment::search::certify::CandidateStatus;
use crate::experiment::search::{BudgetResult, Known, SearchPlan, SearchResult};
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell, leaked};
use crate::report::output::tables::Table;

/// What the file holds; columns of shares, choices and objectives are named after them.
pub fn sheet(plan: &SearchPlan) -> Sheet {
    let mut columns = vec![
        Column::number("budget", "Sum that is divided.").unit("M KRW a year"),
        Column::integer("candidate", "Number of the candidate, from 0."),
        Column::text("mix", "Name of a reported mix; empty for others."),
        Column::text(
            "status",
            "reported; as_good: no reported mix differs by more than what does not matter; covered: a reported mix is as good or better up to it; \
             beaten: another candidate matches or beats it in everything; too_dear: costs more than allowed; open: nothing could be told.",
        ),
        Column::integer("by", "The candidate that it is compared with in its status; empty where there is none."),
        Column::text("scenario", "Its scenario file; empty where none was written."),
    ];
    for part in &plan.file.parts {
        columns.push(Column::number(leaked(format!("share.{}", part.name)), "Part of the sum.").unit("share"));
        let choice =
            |key: &str| Column::text(leaked(format!("choice.{}.{key}", part.name)), "Value that was chosen; empty where the part has no money.");
        columns.extend(part.choices.iter().map(|c| choice(&c.key)));
    }
    for wanted in &plan.wanted {
        let (name, unit) = (&wanted.measure.name, wanted.measure.unit);
        let column = |what: &str, meaning| Column::number(leaked(format!("{name}.{what}")), meaning).unit(unit);
        columns.extend([
            column("mean", "Mean over the fresh blocks."),
            column("low", "Lower end of its interval, which holds for all candidates together; empty where there is none yet."),
            column("high", "Upper end of it."),
            column("gain", "Mean difference to the baseline in the same blocks."),
            column("gain_low", "Lower end of its interval."),
            column("gain_high", "Upper end of it."),
        ]);
    }
    columns.extend([
        Column::number("cost.mean", "Mean public cost over the fresh blocks.").unit("bn KRW/yr"),
        Column::number("cost.low", "Lower end of its interval.").unit("bn KRW/yr"),
        Column::number("cost.high", "Upper end of it.").unit("bn KRW/yr"),
        Column::integer("blocks", "Fresh blocks."),
    ]);
    Sheet { file: files::FRONTIER, title: "Candidates of a search on fresh blocks", columns, key: &["budget", "candidate"] }
}

/// The table.
pub fn table(plan: &SearchPlan, result: &SearchResult) -> Table {
    let rows = result.budgets.iter().enumerate().flat_map(|(number, budget)| {
        let reported = &budget.certified.reported;
        let others = (0..budget.candidates.len()).filter(|c| !reported.contains(c));
        reported.iter().copied().chain(others).map(move |candidate| row(plan, number, budget, candidate)).collect::<Vec<_>>()
    });
    Table { rows: rows.collect(), sheet: sheet(plan) }
}

fn row(plan: &SearchPlan, number: usize, budget: &BudgetResult, candidate: usize) -> Vec<String> {
    let status = budget.certified.status[candidate];
    let place = budget.certified.reported.iter().position(|reported| *reported == candidate);
    let mix = place.filter(|_| status == CandidateStatus::Reported).map(|place| names::mix(plan, number, place));
    let about = &budget.candidates[candidate];
    let mut row = vec![
        cell(Some(budget.sum as f64)),
        candidate.to_string(),
        mix.clone().unwrap_or_default(),
        status.name().to_owned(),
        status.by().map_or(String::new(), |by| by.to_string()),
        mix.map_or(String::new(), |name| format!("mixes/{name}.toml")),
    ];
    for (part, file) in plan.file.parts.iter().enumerate() {
        row.push(cell(Some(about.share(part))));
        let shown = |value: &str| if about.money[part] > 0 { value.to_owned() } else { String::new() };
        row.extend(file.chosen(about.variant[part]).map(|(_, value)| shown(value)));
    }
    for objective in 0..plan.wanted.len() {
        row.extend(known(budget.means[candidate][objective]));
        row.extend(known(budget.gains[candidate][objective]));
    }
    row.extend(known(budget.costs[candidate]));
    row.push(budget.certified.rows[candidate].len().to_string());
    row
}

/// Cells of a number and its interval.
pub fn known((mean, ends): Known) -> [String; 3] {
    [Some(mean), ends.map(|ends| ends.0), ends.map(|ends| ends.1)].map(cell)
}
