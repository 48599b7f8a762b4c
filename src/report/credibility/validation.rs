//! `validation.csv`: each pattern of evidence beside what the scenario shows.

use crate::experiment::PatternResult;
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;
use crate::report::output::text::{aligned, rounded};

fn sheet() -> Sheet {
    let columns = vec![
        Column::text("pattern", "Number of the pattern."),
        Column::text("name", "Name of the pattern."),
        Column::text(
            "use",
            "`tuned`: the baseline and the shipped worlds were chosen so that it holds; `checked`: asked without tuning, no verdict hangs on it.",
        ),
        Column::integer("year", "Year of the run in which the pattern is asked, from 1: the mean of the year; empty: as it is defined."),
        Column::text("definition", "What is computed."),
        Column::text("unit", "Unit of the range and of all columns from mean to ci_high."),
        Column::number("low", "Lower end of the range of evidence."),
        Column::number("high", "Upper end of the range of evidence."),
        Column::text("source", "Source of the range."),
        Column::text("grade", "Grade of the evidence: A (best) to C; design where there is none and the question needs it."),
        Column::integer("n", "Replicates with a value."),
        Column::integer("failed", "Replicates whose run failed; then no pattern passes."),
        Column::number(
            "mean",
            "What is compared with the range: the mean over replicates, or the ratio or mean difference that the definition names.",
        ),
        Column::number("p05", "5 % quantile over replicates (type 7); empty where there is no value for each."),
        Column::number("p95", "95 % quantile over replicates."),
        Column::number("ci_low", "Lower end of the 95 % interval of the mean (Student's t)."),
        Column::number("ci_high", "Upper end of the 95 % interval of the mean."),
        Column::number("p", "Probability of the one-sided test, where the pattern has one.").unit("probability"),
        Column::text("decided_by", "Outcome that decides, where the pattern looks at several."),
        Column::text("passed", "yes or no."),
    ];
    Sheet { file: files::VALIDATION, title: "Patterns of evidence", columns, key: &["pattern", "year"] }
}

/// The table and its text for people: what the model was tuned to, then what is only checked.
pub fn validation(findings: &[PatternResult]) -> (Table, String) {
    let table = Table { sheet: sheet(), rows: findings.iter().map(row).collect() };
    let (tuned, checked): (Vec<&PatternResult>, Vec<&PatternResult>) = findings.iter().partition(|f| f.pattern.tuned());
    let mut text = String::new();
    for (found, said) in [(tuned, "patterns that the model was tuned to pass"), (checked, "patterns that are only checked pass")] {
        if found.is_empty() {
            continue;
        }
        let heading = ["pattern", "evidence", "unit", "grade", "mean", "5-95 %", "verdict"].map(String::from).to_vec();
        let lines: Vec<Vec<String>> = std::iter::once(heading).chain(found.iter().map(|f| line(f))).collect();
        text += &format!("{}{}\n{}\n", if text.is_empty() { "" } else { "\n" }, aligned(&lines), count(&found, said));
    }
    (table, text)
}

/// How many patterns pass, how many times they do in single years, and those that do not.
fn count(findings: &[&PatternResult], said: &str) -> String {
    let of = |years: bool| {
        let asked: Vec<&&PatternResult> = findings.iter().filter(|f| f.year.is_some() == years).collect();
        format!("{} of {}", asked.iter().filter(|f| f.passed).count(), asked.len())
    };
    let years = if findings.iter().any(|f| f.year.is_some()) { format!("; in single years {}", of(true)) } else { String::new() };
    let name = |f: &&&PatternResult| f.year.map_or(f.pattern.id.into(), |year| format!("{} in year {year}", f.pattern.id));
    let failed: Vec<String> = findings.iter().filter(|f| !f.passed).map(|f| name(&f)).collect();
    let failed = if failed.is_empty() { String::new() } else { format!("; outside: {}", failed.join(", ")) };
    format!("{} {said}{years}{failed}", of(false))
}

fn yes(passed: bool) -> &'static str {
    if passed { "yes" } else { "no" }
}

fn row(finding: &PatternResult) -> Vec<String> {
    let p = finding.pattern;
    let year = finding.year.map_or(String::new(), |year| year.to_string());
    let mut row: Vec<String> = [p.id, p.name, p.used(), &year, p.definition, p.unit].map(String::from).to_vec();
    row.extend([p.low, p.high].map(|v| cell(Some(v))));
    row.extend([p.source.into(), p.grade.into(), finding.n.to_string(), finding.failed.to_string()]);
    row.extend([finding.value, finding.p05, finding.p95, finding.ci_low, finding.ci_high, finding.p].map(cell));
    row.extend([finding.decided_by.unwrap_or_default(), yes(finding.passed)].map(String::from));
    row
}

fn line(finding: &PatternResult) -> Vec<String> {
    let p = finding.pattern;
    let spread = finding.p05.zip(finding.p95).map(|(low, high)| format!("{} to {}", rounded(low), rounded(high)));
    let spread = spread.or_else(|| finding.p.map(|p| format!("p = {p:.4}")));
    let name = match (finding.year, finding.decided_by) {
        (Some(year), _) => format!("{} in year {year}", p.id),
        (None, Some(outcome)) => format!("{} {} ({outcome})", p.id, p.name),
        (None, None) => format!("{} {}", p.id, p.name),
    };
    vec![
        name,
        format!("{} to {}", p.low, p.high),
        p.unit.into(),
        p.grade.into(),
        finding.value.map_or("-".into(), rounded),
        spread.unwrap_or("-".into()),
        match (finding.passed, p.tuned()) {
            (true, _) => "pass".into(),
            (false, true) => "FAIL".into(),
            (false, false) => "outside".into(),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Sample;
    use crate::experiment::credibility::validate::find_out;
    use crate::outcome::pattern::Pattern;

    #[test]
    fn what_is_only_checked_is_told_apart_from_what_was_tuned_to() {
        let found = |id: &str, value: f64| {
            let sample = Sample { runs: vec![Ok(vec![Some(value)]); 2] };
            find_out(Pattern::all().find(|p| p.id == id).unwrap(), 0, &[&sample])
        };
        let (table, text) = validation(&[found("P02", 0.4), found("C01", 0.3), found("C08", 0.5)]);
        assert_eq!(table.rows.iter().map(|row| row[2].as_str()).collect::<Vec<_>>(), ["tuned", "checked", "checked"]);
        assert!(text.contains("1 of 1 patterns that the model was tuned to pass\n"), "{text}");
        assert!(text.ends_with("1 of 2 patterns that are only checked pass; outside: C08\n"), "{text}");
    }
}
