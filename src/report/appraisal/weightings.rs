//! `weightings.csv`: under which weightings of outcomes each option is best.

use crate::experiment::appraisal::weightings::{Supported, Weightings};
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;
use crate::report::output::text::fixed;

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario; the baseline stands for doing nothing."),
        Column::text("outcome", "Outcome that is weighed."),
        Column::number("share_best", "Share of all weightings (and of what is not known of effects) under which the scenario is best.").unit("share"),
        Column::number(
            "central_weight",
            "Weight of the outcome, mean over the weightings under which the scenario is best; empty where there are none.",
        )
        .unit("share"),
        Column::number("confidence", "Share of draws of the effects in which the scenario is best under its central weights.").unit("share"),
        Column::number("share_best_own", "Share of draws of the effects in which it is best under the weights of --weights; empty without.")
            .unit("share"),
    ];
    Sheet { file: files::WEIGHTINGS, title: "Weightings of outcomes under which scenarios are best", columns, key: &["scenario", "outcome"] }
}

/// The table; none for fewer than two policies.
pub fn table(found: Option<&Weightings>, names: &[&str]) -> Option<Table> {
    let found = found?;
    let row = |option: &Supported, place: usize, outcome: &str| {
        let mut row = vec![names[option.scenario].to_owned(), outcome.to_owned(), cell(Some(option.acceptability))];
        row.extend([option.central.as_ref().map(|weights| weights[place]), option.confidence, option.own].map(cell));
        row
    };
    let of = |option| found.criteria.iter().enumerate().map(move |(place, (_, measure))| row(option, place, &measure.name));
    Some(Table { sheet: sheet(), rows: found.options.iter().flat_map(of).collect() })
}

/// A line: the share of weightings of each option, the largest first.
pub fn text(found: Option<&Weightings>, names: &[&str]) -> String {
    let Some(found) = found else { return String::new() };
    let mut options: Vec<&Supported> = found.options.iter().collect();
    options.sort_by(|a, b| b.acceptability.total_cmp(&a.acceptability));
    let percent = |share: f64| format!("{} %", fixed(100.0 * share, 0));
    let shown: Vec<String> = options.iter().map(|option| format!("{} {}", names[option.scenario], percent(option.acceptability))).collect();
    let mut own: Vec<&&Supported> = options.iter().filter(|option| option.own.is_some_and(|share| share > 0.0)).collect();
    own.sort_by(|a, b| b.own.unwrap_or(0.0).total_cmp(&a.own.unwrap_or(0.0)));
    let own: Vec<String> = own.iter().map(|option| format!("{} {}", names[option.scenario], percent(option.own.unwrap_or(0.0)))).collect();
    let yours = match (found.weightless, own.is_empty()) {
        (true, _) => " No option changes what the weights given are of.".to_owned(),
        (false, true) => String::new(),
        (false, false) => format!(" Under the weights given: {}.", own.join(", ")),
    };
    format!("Best over all weightings of {} outcomes: {}.{yours}\n", found.criteria.len(), shown.join(", "))
}
