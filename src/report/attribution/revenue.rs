//! What `explain --revenue` tells: a label's revenue of one quarter, by work and line.

use crate::model::{Earner, Line, ReceiptRow};
use crate::report::output::text::aligned;
use crate::scenario::Scenario;
use crate::units::Quarter;

/// Lines with their names, in the order of 4.7.
const LINES: [(Line, &str); Line::COUNT] = [
    (Line::Streaming, "streaming"),
    (Line::Albums, "albums"),
    (Line::Concerts, "concerts"),
    (Line::Fee, "fee"),
    (Line::Backend, "backend"),
    (Line::Catalogue, "catalogue"),
    (Line::Licensing, "licensing"),
];

/// Where the rules stand.
const RULES: &str = "Rules: docs/odd.md 4.6 (attention, fans), 4.7 (the lines); src/model/equation/{demand,fandom,touring,revenue}.rs.\n";

/// A row for each work and for the catalogue, M KRW, and their sum; lines that brought nothing are left out.
pub fn revenue(scenario: &Scenario, label: u32, quarter: Quarter, rows: &[&ReceiptRow]) -> String {
    let heading = format!("{}: label {label}, {quarter}, gross receipts in M KRW\n\n", scenario.name);
    if rows.is_empty() {
        return heading + "No label lived in the slot, so nothing was earned.\n";
    }
    let brought: Vec<&(Line, &str)> = LINES.iter().filter(|(line, _)| rows.iter().any(|row| row.lines[*line as usize] != 0.0)).collect();
    let mut table = vec![titles(&brought)];
    table.extend(rows.iter().map(|row| {
        let amounts = brought.iter().map(|(line, _)| row.lines[*line as usize]).chain([row.gross(), row.exports]);
        std::iter::once(name(row.earner)).chain(amounts.map(money)).collect()
    }));
    let sum = |of: &dyn Fn(&ReceiptRow) -> f64| rows.iter().map(|row| of(row)).sum::<f64>();
    let sums = brought.iter().map(|(line, _)| sum(&|row| row.lines[*line as usize])).chain([sum(&ReceiptRow::gross), sum(&|row| row.exports)]);
    table.push(std::iter::once("all".to_owned()).chain(sums.map(money)).collect());
    heading + &aligned(&table) + "\n" + RULES
}

fn titles(brought: &[&(Line, &str)]) -> Vec<String> {
    let lines = brought.iter().map(|(_, name)| *name);
    std::iter::once("earned by").chain(lines).chain(["revenue", "of which exports"]).map(String::from).collect()
}

fn name(earner: Earner) -> String {
    match earner {
        Earner::Work { act, strategy, platform: Some(platform) } => format!("act {act}, {strategy} on {platform}"),
        Earner::Work { act, strategy, platform: None } => format!("act {act}, {strategy}"),
        Earner::Catalogue => "earlier works and fans".into(),
    }
}

fn money(amount: f64) -> String {
    format!("{:.3}", amount + 0.0)
}
