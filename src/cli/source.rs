//! What the command line asks of scenarios.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::end::End;
use super::options::Change;
use crate::report::{Resolved, aligned};
use crate::scenario::{self, Overrides, Problems, Scenario, registry};

/// Loads all scenarios with the changes of the command line; the mistakes of all files at once.
pub fn load_all(files: &[PathBuf], change: &Change) -> Result<Vec<Scenario>, End> {
    let set = Overrides::parse_set(&change.set).map_err(bad)?;
    let overrides = Overrides { set, quarters: change.quarters, scale: change.scale };
    let mut scenarios = Vec::new();
    let mut mistakes = Problems::default();
    for file in files {
        match Scenario::load_with(file, &overrides) {
            Ok(scenario) => scenarios.push(scenario),
            Err(problems) => mistakes.0.extend(problems.0),
        }
    }
    if mistakes.0.is_empty() { Ok(scenarios) } else { Err(bad(mistakes)) }
}

/// Every mistake as an error of its own; one that several scenarios share is told once.
pub fn bad(mistakes: Problems) -> End {
    let mut told: Vec<String> = Vec::new();
    for text in mistakes.0.iter().map(|mistake| format!("error: {mistake}")) {
        if !told.contains(&text) {
            told.push(text);
        }
    }
    End::BadInput(told.join("\n\n"))
}

/// A scenario for the manifest.
pub fn resolved(scenario: &Scenario) -> Resolved { Resolved { name: scenario.name.clone(), values: scenario.to_json() } }

/// What `check` prints of a scenario: what it is, what it sets, and what it assumes.
pub fn summary(scenario: &Scenario) -> String {
    let Scenario { name, title, why, start, quarters, programmes, events, .. } = scenario;
    let last = start.plus(*quarters as i32 - 1);
    let assumed = scenario.assumed();
    let entry = |e: &&scenario::Entry| vec![format!("  {}", e.path), e.value.clone(), e.unit.clone(), e.origin.clone()];
    let set: Vec<Vec<String>> = scenario.entries().iter().filter(|e| e.origin != "registry" && e.origin != "default").map(|e| entry(&e)).collect();
    format!(
        "{name}: {title}\n  {why}\n  {start} to {last}, {} programmes, {} events, hash {}\n\
         set ({}):\n{}assumed ({}):\n{}ok\n",
        programmes.len(),
        events.len(),
        scenario.hash(),
        set.len(),
        aligned(&set),
        assumed.len(),
        aligned(&assumed.iter().map(entry).collect::<Vec<_>>()),
    )
}

/// Rows of path, first value, second value, unit; an empty value does not exist.
pub fn differences(a: &Scenario, b: &Scenario) -> Vec<Vec<String>> {
    let row = |d: scenario::Difference| vec![d.path, d.a.unwrap_or_default(), d.b.unwrap_or_default(), d.unit];
    scenario::diff(a, b).into_iter().map(row).collect()
}

/// All parameters, or those that are assumed: graded C, as in `check`.
pub fn parameters(assumed: bool) -> Vec<Value> {
    let row = |row: &registry::Row| {
        json!({
            "name": row.name, "default": row.default, "low": row.low, "high": row.high, "unit": row.unit,
            "kind": row.kind, "grade": row.grade, "source": row.source, "description": row.description,
        })
    };
    registry::rows().iter().filter(|r| !assumed || r.grade == "C").map(row).collect()
}

/// The JSON Schema of scenario files.
pub fn schema() -> Value { scenario::schema() }

/// A commented scenario to start from.
pub fn template(name: &str) -> String { scenario::template(name) }
