//! `topline list`: what there is.

use std::path::Path;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::cli::error::{CliError, print};
use crate::cli::options::Change;
use crate::cli::{find, source};
use crate::outcome::{Better, OUTCOMES, Outcome};
use crate::policy::Kind;
use crate::report::aligned;

/// List scenarios, parameters, instruments or outcomes
#[derive(Args, Debug)]
pub struct ListArgs {
    /// What to list
    what: What,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Only parameters whose value is assumed
    #[arg(long)]
    assumed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// Scenarios in scenarios/, and those that come with the program
    Scenarios,
    /// Parameters, with default, range, unit, source and grade
    Parameters,
    /// Instruments of policy
    Instruments,
    /// Outcomes
    Outcomes,
}

impl ListArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        if self.assumed && self.what != What::Parameters {
            return Err(CliError::bad_input("--assumed belongs to `list parameters`"));
        }
        let entries = match self.what {
            What::Scenarios => scenarios(),
            What::Parameters => source::parameters(self.assumed),
            What::Instruments => Kind::all().map(|k| json!({ "name": k.name(), "summary": k.summary() })).collect(),
            What::Outcomes => OUTCOMES.iter().map(outcome).collect(),
        };
        if self.json { print(format!("{:#}\n", Value::Array(entries))) } else { print(aligned_left(&entries)) }
    }
}

/// Name and title of the scenarios here; one that is wrong says so and hides no other.
fn scenarios() -> Vec<Value> {
    let of = |name: String| {
        let file = Path::new(find::FOLDER).join(format!("{name}.toml"));
        match source::load_all(&[file], &Change::default(), false) {
            Ok(loaded) => json!({ "name": name, "title": loaded[0].title, "why": loaded[0].why }),
            Err(_) => json!({ "name": name, "title": format!("(wrong: see topline check {name})"), "why": "" }),
        }
    };
    find::scenarios().into_iter().map(of).collect()
}

fn outcome(outcome: &Outcome) -> Value {
    let better = match outcome.better {
        Better::Higher => "higher",
        Better::Lower => "lower",
        Better::Neither => "neither",
    };
    let Outcome { name, unit, family, meaning, .. } = outcome;
    json!({ "name": name, "unit": unit, "better": better, "family": family, "meaning": meaning })
}

/// A value as it stands in a table.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |n| n.to_string()),
        other => other.to_string(),
    }
}

/// Entries as a table: the keys of the first as heading.
fn aligned_left(entries: &[Value]) -> String {
    let Some(Value::Object(first)) = entries.first() else { return String::new() };
    let keys: Vec<&String> = first.keys().collect();
    let row = |entry: &Value| keys.iter().map(|key| text(&entry[key.as_str()])).collect::<Vec<_>>();
    let heading = keys.iter().map(|key| (*key).clone()).collect();
    let mut rows: Vec<Vec<String>> = std::iter::once(heading).chain(entries.iter().map(row)).collect();
    for column in 0..keys.len() {
        let width = rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        rows.iter_mut().for_each(|row| row[column] = format!("{:<width$}", row[column]));
    }
    aligned(&rows)
}
