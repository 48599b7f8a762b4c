//! Writes the generated documents, `docs/parameters.md`, `docs/outcomes.md` and `docs/decision_tables.md`:
//!
//! ```text
//! cargo run --example write_docs
//! ```
//!
//! `tests/docs.rs` holds the committed files to what this writes.

use std::fmt::Write;
use std::path::Path;

use topline::outcome::{Better, OUTCOMES, Outcome};
use topline::report::{ColumnType, Sheet, decision_sheets};
use topline::scenario::registry::{Row, Type, rows};

/// The generated documents: path from the project's folder, and text.
pub fn documents() -> [(&'static str, String); 3] {
    [("docs/parameters.md", parameters()), ("docs/outcomes.md", outcomes()), ("docs/decision_tables.md", decision_tables())]
}

#[allow(dead_code, reason = "tests use this file as a module, without its main")]
fn main() -> std::io::Result<()> {
    for (path, text) in documents() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), text)?;
        println!("wrote {path}");
    }
    Ok(())
}

/// What the sections of the model that parameters belong to are about.
const SECTIONS: &[(&str, &str)] = &[
    ("2.1", "Entities"),
    ("2.2", "Initial state"),
    ("2.3", "Burn-in"),
    ("3", "Time and order"),
    ("4.2", "Strategy choice and learning"),
    ("4.3", "Creators and quality"),
    ("4.4", "Localisation, identity, autonomy"),
    ("4.5", "Platforms"),
    ("4.6", "Demand, fandom, recognition"),
    ("4.7", "Touring, revenue, splits"),
    ("4.8", "Finance, exit, entry, tiers"),
    ("4.9", "Awards"),
    ("4.10", "Taxes and payouts"),
    ("5.2", "Policy: common rules"),
    ("5.3", "Policy: the instruments"),
    ("6.1", "Outcomes"),
    ("6.3", "Verdict"),
    ("7", "Events"),
];

fn parameters() -> String {
    let count = |kind: &str| rows().iter().filter(|row| row.kind == kind).count();
    let grade = |grade: &str| rows().iter().filter(|row| row.grade == grade).count();
    let mut text = format!(
        "# Parameters\n\n\
         Generated from the registry in the program by `cargo run --example write_docs`; do not edit. The same is in `topline list parameters`.\n\n\
         {} parameters: {} known, {} derived from evidence, {} assumed. Grades of the evidence: {} A, {} B, {} C (C: assumed, or no better than a guess).\n\n\
         *Value* is the default. *Range* is the prior range that designs explore; *limits* are what a scenario may set. F numbers in sources are entries of the\n\
         project's list of evidence. Sections are those of [odd.md](odd.md).\n",
        rows().len(),
        count("known"),
        count("derived"),
        count("assumed"),
        grade("A"),
        grade("B"),
        grade("C"),
    );
    for (section, title) in SECTIONS {
        let _ = write!(
            text,
            "\n## {section} {title}\n\n| name | symbol | value | unit | range | limits | kind, grade | source | meaning |\n\
             | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        );
        for row in rows().iter().filter(|row| row.section == *section) {
            text += &parameter(row);
        }
    }
    text
}

fn parameter(row: &Row) -> String {
    let range = match (row.low, row.high) {
        (Some(low), Some(high)) => format!("{low} to {high}"),
        _ => String::new(),
    };
    let limits = match row.limits.kind {
        Type::Flag => "0 or 1".into(),
        Type::Choice => row.limits.choices.join(", "),
        Type::Count => format!("whole, {} to {}", row.limits.min, row.limits.max),
        _ => format!("{} to {}", row.limits.min, row.limits.max),
    };
    let cells = [
        format!("`{}`", row.name),
        cell(&row.symbol),
        cell(&row.default),
        cell(&row.unit),
        range,
        limits,
        format!("{}, {}", row.kind, row.grade),
        cell(&row.source),
        cell(&row.description),
    ];
    format!("| {} |\n", cells.join(" | "))
}

fn outcomes() -> String {
    let mut text = format!(
        "# Outcomes\n\n\
         Generated from the table of outcomes in the program by `cargo run --example write_docs`; do not edit. The same is in `topline list outcomes`.\n\n\
         {} outcomes. Each is a function of one run; an outcome that does not exist is an empty cell, never 0. *Better* says which direction `share_better` in\n\
         `comparison.csv` counts. *By quarter* says whether `trajectories.csv` has it; yearly outcomes stand at the fourth quarter. Section numbers are those of\n\
         [odd.md](odd.md). bn KRW: billion won of 2024; M KRW: million. A class has one row for each class (`verdict.none`, ...) in tables of distributions and\n\
         comparisons: its value is the share of replicates.\n",
        OUTCOMES.len()
    );
    let mut family = "";
    for outcome in OUTCOMES.iter() {
        if outcome.family != family {
            family = outcome.family;
            let _ = write!(text, "\n## {family}\n\n| name | unit | better | by quarter | meaning |\n| --- | --- | --- | --- | --- |\n");
        }
        text += &row_of(outcome);
    }
    text
}

fn row_of(outcome: &Outcome) -> String {
    let better = match outcome.better {
        Better::Higher => "higher",
        Better::Lower => "lower",
        Better::Neither => "neither",
    };
    let by_quarter = if outcome.has_trajectory() { "yes" } else { "no" };
    let meaning: Vec<String> = outcome.meaning.split(' ').map(linked).collect();
    format!("| `{}` | {} | {better} | {by_quarter} | {} |\n", outcome.name, cell(outcome.unit), cell(&meaning.join(" ")))
}

fn decision_tables() -> String {
    let mut text = String::from(
        "# Tables of decisions\n\n\
         Generated from the tables of the program by `cargo run --example write_docs`; do not edit. What `topline compare` writes beside `comparison.csv`;\n\
         [decisions.md](decisions.md) says how the numbers come about. An empty cell is what does not exist. Columns in **bold** together name a row.\n",
    );
    for sheet in decision_sheets() {
        text += &columns_of(&sheet);
    }
    text
}

fn columns_of(sheet: &Sheet) -> String {
    let mut text = format!("\n## `{}`: {}\n\n| column | type | unit | meaning |\n| --- | --- | --- | --- |\n", sheet.file, sheet.title);
    for column in &sheet.columns {
        let name = format!("`{}`", column.name);
        let name = if sheet.key.contains(&column.name) { format!("**{name}**") } else { name };
        let kind = match column.kind {
            ColumnType::Text => "text",
            ColumnType::Integer => "whole number",
            ColumnType::Number => "number",
        };
        let _ = writeln!(text, "| {name} | {kind} | {} | {} |", cell(column.unit.unwrap_or_default()), cell(column.meaning));
    }
    text
}

/// A reference to the document of the model becomes a link.
fn linked(word: &str) -> String {
    let bare = word.trim_start_matches('(');
    if bare.ends_with(".md") { format!("{}[odd.md](odd.md)", &word[..word.len() - bare.len()]) } else { word.into() }
}

/// Text that cannot end a table's cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
