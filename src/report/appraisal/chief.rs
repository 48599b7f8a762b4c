//! The chief results at the end of a command, as text.

use super::sentence::sentence;
use crate::experiment::{Comparison, Measure, Results};
use crate::outcome::statistics::{Estimate, mean};
use crate::report::output::text::{aligned, counted, with_half_width};

/// The outcome by which policies are ranked.
pub const EXPORTS: &str = "export_revenue";

/// Outcomes shown at the end.
pub const CHIEF: &[&str] =
    &["export_revenue", "small_label_exports", "startup_survival_3y", "creator_income_median", "export_autonomy", "export_identity", "public_cost"];

/// Widest line of a heading, characters.
const HEADING_WIDTH: usize = 13;

/// Means, or paired differences where there is a baseline; verdicts; and a sentence per scenario.
pub fn chief_results(results: &Results) -> String {
    let measures = results.measures();
    let chief: Vec<&Measure> = CHIEF.iter().filter_map(|name| measures.iter().find(|m| m.name == *name)).collect();
    let mut text = String::new();
    match Comparison::of(results) {
        None => text += &means(results, &chief),
        Some(comparison) => {
            text += &differences(&comparison, results, &chief);
            text += "\n";
            text += &sentences(&comparison, results);
        }
    }
    text + &verdicts(results, &measures)
}

/// Mean and half the width of its 95 % interval, by scenario.
fn means(results: &Results, chief: &[&Measure]) -> String {
    let mut rows = headings("scenario", chief);
    for (position, case) in results.cases.iter().enumerate() {
        let cell = |measure: &&Measure| {
            let present: Vec<f64> = results.values(position, measure).into_iter().flatten().collect();
            shown(&Estimate::of(&present), false)
        };
        rows.push(std::iter::once(case.case.name.clone()).chain(chief.iter().map(cell)).collect());
    }
    format!("Means with 95 % intervals, {}\n\n{}", replicates(results, "replicate"), aligned(&rows))
}

/// Mean difference and half the width of its 95 % interval, by scenario.
fn differences(comparison: &Comparison, results: &Results, chief: &[&Measure]) -> String {
    let mut rows = headings("scenario", chief);
    for case in results.cases.iter().filter(|c| c.case.name != comparison.baseline) {
        let name = &case.case.name;
        let cell = |measure: &&Measure| comparison.of_outcome(name, &measure.name).map_or("-".into(), |c| shown(&c.paired.difference, true));
        rows.push(std::iter::once(name.clone()).chain(chief.iter().map(cell)).collect());
    }
    format!("Differences to {} with 95 % intervals, {}\n\n{}", comparison.baseline, replicates(results, "paired replicate"), aligned(&rows))
}

/// `200 paired replicates`, or `40 to 320 paired replicates` where a decision gave some scenarios more than others.
fn replicates(results: &Results, noun: &str) -> String {
    let counts = || results.cases.iter().map(|case| case.runs.len());
    let (fewest, most) = (counts().min().unwrap_or(0), counts().max().unwrap_or(0));
    if fewest == most { counted(most, noun) } else { format!("{fewest} to {}", counted(most, noun)) }
}

fn shown(estimate: &Estimate, sign: bool) -> String {
    estimate.mean.map_or("-".into(), |mean| with_half_width(mean, estimate.half_width(), sign))
}

/// Names of outcomes over their units, broken at underscores into short lines, beside what a row is.
pub(crate) fn headings(of: &str, chief: &[&Measure]) -> Vec<Vec<String>> {
    let columns: Vec<Vec<String>> = chief.iter().map(|m| heading(&m.name)).collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    let line = |row: usize| {
        let part = |column: &Vec<String>| (row + column.len()).checked_sub(height).map_or(String::new(), |i| column[i].clone());
        std::iter::once(String::new()).chain(columns.iter().map(part)).collect()
    };
    let units = std::iter::once(of.to_string()).chain(chief.iter().map(|m| m.unit.to_string())).collect();
    (0..height).map(line).chain([units]).collect()
}

fn heading(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split('_') {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= HEADING_WIDTH => *line = format!("{line}_{word}"),
            _ => lines.push(word.to_string()),
        }
    }
    lines
}

fn sentences(comparison: &Comparison, results: &Results) -> String {
    let scenarios = results.cases.iter().map(|c| c.case.name.as_str()).filter(|name| *name != comparison.baseline);
    let mut text: String = scenarios.map(|name| sentence(comparison, name, CHIEF) + "\n").collect();
    if !text.is_empty() {
        text += "Each interval stands alone: of 20 outcomes that do not move, one seems to move by chance.\n";
    }
    text
}

/// Shares of replicates by verdict, baseline included.
fn verdicts(results: &Results, measures: &[Measure]) -> String {
    let classes: Vec<&Measure> = measures.iter().filter(|m| m.class.is_some()).collect();
    if classes.is_empty() {
        return String::new();
    }
    let class_name = |m: &&Measure| m.name.rsplit('.').next().unwrap_or_default().to_string();
    let mut rows: Vec<Vec<String>> = vec![std::iter::once("scenario".into()).chain(classes.iter().map(class_name)).collect()];
    for (position, case) in results.cases.iter().enumerate() {
        let share = |m: &&Measure| {
            let present: Vec<f64> = results.values(position, m).into_iter().flatten().collect();
            mean(&present).map_or("-".into(), |share| format!("{share:.2}"))
        };
        rows.push(std::iter::once(case.case.name.clone()).chain(classes.iter().map(share)).collect());
    }
    format!("\nVerdict, share of replicates\n\n{}", aligned(&rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::OUTCOMES;
    use crate::report::appraisal::sample;

    #[test]
    fn every_chief_result_is_an_outcome() {
        for name in CHIEF {
            assert!(OUTCOMES.iter().any(|o| o.name == *name), "{name}");
        }
    }

    #[test]
    fn headings_break_at_underscores() {
        assert_eq!(heading("creator_income_median"), ["creator", "income_median"]);
        assert_eq!(heading("export_revenue"), ["export", "revenue"]);
    }

    #[test]
    fn verdicts_are_shown_as_shares_of_replicates() {
        let results = sample::results();
        let text = verdicts(&results, &results.measures());
        assert!(text.contains("scenario  none  isolated\nbaseline  0.50      0.50\ngrant     0.00      1.00\n"), "{text}");
    }
}
