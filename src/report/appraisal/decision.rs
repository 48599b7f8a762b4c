//! `decision.csv`: which scenario is best for an outcome, and what is known of the others.

use super::budget::costs_differ;
use crate::experiment::Results;
use crate::experiment::appraisal::decide::{Decision, DecisionQuestion};
use crate::experiment::appraisal::select::SelectionStatus;
use crate::outcome::Better;
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;
use crate::report::output::text::{listed, rounded, value_and_interval};

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario, the baseline among them."),
        Column::text("outcome", "Outcome by which is decided."),
        Column::text(
            "unit",
            "Unit of margin, mean, difference and interval; money of all labels together is net of public cost, or of the cost asked for with --cost.",
        ),
        Column::text("better", "Better direction of the outcome: `higher` or `lower`."),
        Column::number("margin", "Difference that does not matter (indifference zone)."),
        Column::number("confidence", "Probability with which all statements of the table hold together, whenever it stopped.").unit("share"),
        Column::integer("replicates", "Replicates of the scenario when it was settled, or when the experiment ended."),
        Column::number("mean", "Mean over these replicates."),
        Column::text(
            "status",
            "`best`; `separated`: worse than the best; `indistinguishable`: no further from the best than the margin; `undecided`: neither can be said yet.",
        ),
        Column::text("best", "The best scenario."),
        Column::number("difference", "Mean of scenario minus best over their shared replicates; empty for the best itself."),
        Column::number("ci_low", "Lower end of the time-uniform interval of the difference, at the confidence of the table."),
        Column::number("ci_high", "Upper end of it."),
        Column::integer(
            "replicates_needed",
            "Replicates at which an undecided scenario would be settled, if mean and variance stay; empty where settled.",
        ),
        Column::number("further_share", "Share of further replicates that the optimal allocation gives to the scenario (OCBA), as advice.")
            .unit("share"),
        Column::integer(
            "independent_replicates",
            "Replicates with seeds of its own, fixed beforehand, at which the same could be said; empty where undecided.",
        ),
    ];
    Sheet { file: files::DECISION, title: "Decision", columns, key: &["scenario", "outcome"] }
}

/// The table.
pub fn table(decision: &Decision, results: &Results) -> Table {
    let names: Vec<&str> = results.cases.iter().map(|case| case.case.name.as_str()).collect();
    let rows = (0..names.len()).map(|scenario| row(decision, &names, scenario)).collect();
    Table { sheet: sheet(), rows }
}

fn row(decision: &Decision, names: &[&str], scenario: usize) -> Vec<String> {
    let Decision { question, margin, standing, replicates, means, further, independent } = decision;
    let (measure, gap) = (&question.measure, standing.gap[scenario]);
    let better = if measure.better == Better::Lower { "lower" } else { "higher" };
    let mut row = [names[scenario], &measure.name, measure.unit, better].map(String::from).to_vec();
    row.extend([cell(Some(*margin)), cell(Some(question.confidence)), replicates[scenario].to_string(), cell(means[scenario])]);
    row.extend([standing.status[scenario].name(), names[standing.best]].map(String::from));
    row.extend([gap.map(|g| g.mean), gap.and_then(|g| g.low), gap.and_then(|g| g.high)].map(cell));
    row.push(standing.needed[scenario].map_or(String::new(), |n| n.to_string()));
    row.push(cell(Some(further[scenario])));
    row.push(independent[scenario].map_or(String::new(), |n| format!("{n:.0}")));
    row
}

/// The verdict in plain words: the best, what it is better than, what cannot be told from it, and what is open.
pub fn sentences(decision: &Decision, results: &Results) -> String {
    let Decision { question, margin, standing, replicates, .. } = decision;
    let names: Vec<&str> = results.cases.iter().map(|case| case.case.name.as_str()).collect();
    let (outcome, best) = (&ranked_by(question, results), names[standing.best]);
    let of = |status: SelectionStatus| (0..names.len()).filter(move |s| standing.status[*s] == status).collect::<Vec<_>>();
    let percent = format!("{} %", rounded_percent(question.confidence));
    let most = replicates.iter().max().copied().unwrap_or(0);
    let mut text = match standing.settled() {
        true => format!("{best} is best for {outcome}, settled after {most} replicates; all that follows holds together with {percent}.\n"),
        false => format!("Not settled after {most} replicates: {best} is ahead for {outcome}; what is said below holds together with {percent}.\n"),
    };
    let unit = question.measure.unit;
    for scenario in of(SelectionStatus::Separated) {
        text += &format!("  better than {}{} (after {} replicates)\n", names[scenario], by(decision, scenario, unit), replicates[scenario]);
    }
    let alike: Vec<String> = of(SelectionStatus::Indistinguishable).into_iter().map(|s| names[s].to_string()).collect();
    if !alike.is_empty() {
        text += &format!("  within {} {unit} of {}: no difference that matters\n", rounded(*margin), listed(&alike));
    }
    for scenario in of(SelectionStatus::Undecided) {
        let needed = standing.needed[scenario].map_or("more replicates than can be told".into(), |n| format!("about {n} replicates"));
        text += &format!("  cannot be told yet from {}{}; it would take {needed}\n", names[scenario], by(decision, scenario, unit));
    }
    text
}

/// What scenarios are ranked by: money net of cost, else the outcome, and that it is not at equal cost where it is not.
fn ranked_by(question: &DecisionQuestion, results: &Results) -> String {
    let name = &question.measure.name;
    match (question.measure.nets_cost, costs_differ(results)) {
        (true, _) => format!("{name} net of {}", question.cost.words()),
        (false, true) => format!("{name} (not at equal public cost, which is not weighed against it)"),
        (false, false) => name.clone(),
    }
}

/// ` by 12.3 bn KRW/yr (10.1 to 14.5)`: how much the best is ahead.
fn by(decision: &Decision, scenario: usize, unit: &str) -> String {
    let Some(gap) = decision.standing.gap[scenario] else { return ": no replicate has both".into() };
    let lower = decision.question.measure.better == Better::Lower;
    let ahead = |value: f64| if lower { value } else { -value };
    let (low, high) = if lower { (gap.low, gap.high) } else { (gap.high, gap.low) };
    match (low, high) {
        (Some(low), Some(high)) => {
            let (mean, ends) = value_and_interval(ahead(gap.mean), ahead(low), ahead(high));
            format!(" by {mean} {unit} ({ends})")
        }
        _ => format!(" by {} {unit} (no interval yet)", rounded(ahead(gap.mean))),
    }
}

/// A share in percent without needless digits.
fn rounded_percent(share: f64) -> String {
    let text = format!("{:.3}", 100.0 * share);
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}
