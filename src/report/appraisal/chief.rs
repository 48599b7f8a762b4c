//! The chief results at the end of a command, as text.

use super::sentence::sentence;
use crate::experiment::{Comparison, Contrast, Measure, Results};
use crate::outcome::statistics::{Estimate, holm, mean};
use crate::report::output::text::{aligned, counted, fixed, rounded, with_half_width};

/// The outcome by which policies are ranked.
pub const EXPORTS: &str = "export_revenue";

/// Outcomes shown at the end.
pub const CHIEF: &[&str] = &[
    "export_revenue",
    "small_label_exports",
    "startup_survival_3y",
    "creator_income_median",
    "export_autonomy",
    "export_identity",
    "public_cost",
    "net_fiscal_cost",
];

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
            text += &unused(results);
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
            shown(&Estimate::on(measure.scale, &present), false)
        };
        rows.push(std::iter::once(case.case.name.clone()).chain(chief.iter().map(cell)).collect());
    }
    format!("Means with 95 % intervals, {}\n\n{}", replicates(results, "replicate"), aligned(&rows))
}

/// Mean difference and half the width of its 95 % interval, by scenario.
fn differences(comparison: &Comparison, results: &Results, chief: &[&Measure]) -> String {
    let mut rows = headings("scenario", chief);
    let together = together(comparison, chief);
    for case in results.cases.iter().filter(|c| c.case.name != comparison.baseline) {
        let name = &case.case.name;
        let cell = |measure: &&Measure| {
            let contrast = comparison.of_outcome(name, &measure.name)?;
            let mark = if together.iter().any(|c| std::ptr::eq(*c, contrast)) { "*" } else { "" };
            Some(shown(&contrast.paired.difference, true) + mark)
        };
        rows.push(std::iter::once(name.clone()).chain(chief.iter().map(|m| cell(m).unwrap_or("-".into()))).collect());
    }
    let legend = match together.len() {
        0 => "No difference of the table moves for certain once all are looked at together (Holm).",
        _ => "* moves with 95 % also when all differences of the table are looked at together (Holm).",
    };
    let heading = format!("Differences to {} with 95 % intervals, {}", comparison.baseline, replicates(results, "paired replicate"));
    format!("{heading}\n\n{}\n{legend}\n", aligned(&rows))
}

/// Differences that move when all of the table are looked at together.
fn together<'a>(comparison: &'a Comparison, chief: &[&Measure]) -> Vec<&'a Contrast> {
    let told: Vec<&Contrast> = comparison.contrasts.iter().filter(|c| chief.iter().any(|m| m.name == c.measure.name)).collect();
    let corrected = holm(&told.iter().map(|c| c.paired.p).collect::<Vec<_>>());
    told.into_iter().zip(corrected).filter(|(_, p)| p.is_some_and(|p| p <= 0.05)).map(|(contrast, _)| contrast).collect()
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

/// Money left over, of scenarios whose budgets are not spent by a tenth or more.
fn unused(results: &Results) -> String {
    let measures = results.measures();
    let mean_of = |case: usize, name: &str| {
        let measure = measures.iter().find(|m| m.name == name)?;
        mean(&results.values(case, measure).into_iter().flatten().collect::<Vec<_>>())
    };
    let line = |case: usize| {
        let (left, spent) = (mean_of(case, "budget_unused")?, mean_of(case, "public_cost")?);
        let share = left_over(left, spent)?;
        Some(format!(
            "{}: {} bn KRW/yr of its budgets were left unspent, beside a public cost of {} ({} % of both).\n",
            results.cases[case].case.name,
            rounded(left),
            rounded(spent),
            fixed(100.0 * share, 0)
        ))
    };
    (0..results.cases.len()).filter(|case| Some(*case) != results.baseline).filter_map(line).collect()
}

/// Money left over as a share of it and the public cost, where it is a tenth or more.
pub fn left_over(left: f64, spent: f64) -> Option<f64> {
    let share = left / (left + spent.max(0.0));
    (share >= 0.1).then_some(share)
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
    fn a_budget_of_which_a_tenth_is_left_is_told_and_one_that_binds_is_not() {
        assert_eq!((left_over(3.0, 9.0), left_over(1.0, 99.0), left_over(0.0, 0.0)), (Some(0.25), None, None));
    }

    #[test]
    fn the_table_marks_what_moves_when_all_is_looked_at_together() {
        let baseline: Vec<Option<f64>> = (0..30).map(|r| Some(f64::from(r % 5))).collect();
        let clear: Vec<Option<f64>> = baseline.iter().enumerate().map(|(r, v)| v.map(|v| v + 1.0 + 0.01 * (r % 3) as f64)).collect();
        // t is 2.3 of 29: moves alone, but not where another like it is looked at as well.
        let faint: Vec<Option<f64>> = (0..30).map(|r| baseline[r].map(|v| v + [1.0, -0.4][r % 2])).collect();
        let measure = |name: &str| crate::experiment::Measure { name: name.into(), ..sample::results().measures()[0].clone() };
        let contrast = |name: &str, values: &[Option<f64>]| Contrast {
            scenario: "grant".into(),
            measure: measure(name),
            paired: crate::outcome::statistics::Paired::of(&baseline, values),
        };
        let comparison = Comparison {
            baseline: "baseline".into(),
            contrasts: vec![contrast("clear", &clear), contrast("faint", &faint), contrast("other", &faint)],
        };
        let (clear, faint, other) = (measure("clear"), measure("faint"), measure("other"));
        let marked = |chief: &[&Measure]| together(&comparison, chief).iter().map(|c| c.measure.name.clone()).collect::<Vec<_>>();
        assert_eq!((marked(&[&faint]), marked(&[&clear, &faint, &other])), (vec!["faint".to_string()], vec!["clear".to_string()]));
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
