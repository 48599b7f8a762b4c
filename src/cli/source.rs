//! What the command line asks of scenarios.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::caller;
use super::error::CliError;
use super::options::Change;
use crate::policy::Kind;
use crate::report::{Resolved, aligned, counted};
use crate::scenario::{self, Draft, Overrides, Problems, Scenario, instrument_or_event, registry};
use crate::units::amount_in_words;

/// Loads all scenarios with the changes of the command line; the mistakes of all files at once.
pub fn load_all(files: &[PathBuf], change: &Change, comparison: bool) -> Result<Vec<Scenario>, CliError> {
    Ok(drafts(files, change, comparison)?.into_iter().map(|(_, scenario)| scenario).collect())
}

/// The same with the drafts, for variants.
///
/// In a comparison, rows of policy and events change the scenarios that have the instrument or event; they
/// never switch it on, least of all in the baseline.
pub fn drafts(files: &[PathBuf], change: &Change, comparison: bool) -> Result<Vec<(Draft, Scenario)>, CliError> {
    let set = Overrides::parse_set(&change.set).map_err(bad)?;
    let mut scenarios = Vec::new();
    let mut mistakes = Problems::default();
    let mut met = vec![!comparison; set.len()];
    for file in files {
        let set = if comparison { of_scenario(file, &set, &mut met) } else { set.clone() };
        let overrides = Overrides { set, quarters: change.quarters, scale: change.scale };
        match drafted(file, &overrides) {
            Ok(both) => scenarios.push(both),
            Err(problems) => mistakes.0.extend(problems.0),
        }
    }
    if !mistakes.0.is_empty() {
        return Err(bad(mistakes));
    }
    match set.iter().zip(&met).find(|(_, met)| !**met) {
        None => Ok(scenarios),
        Some(((path, value), _)) => Err(CliError::bad_input(format!(
            "`--set {path}={value}` changes nothing: no scenario compared has `{}`; allowed: rows of instruments and events that \
             one of them has, for `compare` never switches one on (a scenario file does){}",
            instrument_or_event(path).unwrap_or(path),
            meant(instrument_or_event(path).unwrap_or(path))
        ))),
    }
}

fn drafted(file: &PathBuf, overrides: &Overrides) -> Result<(Draft, Scenario), Problems> {
    let mut draft = Draft::load(file)?;
    overrides.apply(&mut draft)?;
    let scenario = draft.build()?;
    Ok((draft, scenario))
}

/// A scenario of a comparison before it is built, without the changes of the command line, and those changes.
pub fn draft(file: &PathBuf, change: &Change) -> Result<(Draft, Overrides), CliError> {
    let set = Overrides::parse_set(&change.set).map_err(bad)?;
    let set = of_scenario(file, &set, &mut vec![true; set.len()]);
    Ok((Draft::load(file).map_err(bad)?, Overrides { set, quarters: change.quarters, scale: change.scale }))
}

/// The settings that reach a scenario: all of the world, and those of instruments and events that it has.
fn of_scenario(file: &PathBuf, set: &[(String, String)], met: &mut [bool]) -> Vec<(String, String)> {
    // What is wrong with the file is said where it is loaded with its settings.
    let Ok(plain) = Scenario::load(file) else { return Vec::new() };
    let has = |name: &str| plain.entries().iter().any(|e| instrument_or_event(&e.path) == Some(name));
    let mut kept = Vec::new();
    for (setting, met) in set.iter().zip(met.iter_mut()) {
        if instrument_or_event(&setting.0).is_none_or(has) {
            *met = true;
            kept.push(setting.clone());
        }
    }
    kept
}

/// The instrument that a misspelt one probably means.
fn meant(section: &str) -> String {
    let known: Vec<String> = Kind::all().map(|kind| format!("policy.{}", kind.name())).collect();
    let near = scenario::nearest(section, &known).filter(|_| !known.iter().any(|name| name == section));
    near.map_or(String::new(), |near| format!("\n  help: did you mean `{near}`?"))
}

/// Every mistake as an error of its own; one that several scenarios share is told once.
pub fn bad(mistakes: Problems) -> CliError {
    caller::handed(&mistakes.0);
    let mut told: Vec<String> = Vec::new();
    for text in mistakes.0.iter().map(|mistake| format!("error: {mistake}")) {
        if !told.contains(&text) {
            told.push(text);
        }
    }
    CliError::BadInput(told.join("\n\n"))
}

/// A scenario for the manifest.
pub fn resolved(scenario: &Scenario) -> Resolved {
    Resolved { name: scenario.name.clone(), values: scenario.to_json() }
}

/// What `check` prints of a scenario: what it is, what it sets, and what it assumes.
pub fn summary(scenario: &Scenario) -> String {
    let Scenario { name, title, why, start, quarters, programmes, events, .. } = scenario;
    let last = start.plus(*quarters as i32 - 1);
    let assumed = scenario.assumed();
    let entry = |e: &&scenario::Entry| vec![format!("  {}", e.path), e.value.clone(), e.unit.clone(), in_words(e), e.origin.clone()];
    let off: Vec<Vec<String>> = scenario.switched_off().map(switched_off).collect();
    let set: Vec<Vec<String>> = scenario.entries().iter().filter(|e| e.is_set() && !e.is_switched_off()).map(|e| entry(&e)).collect();
    let core = if scenario.core { format!("core: switched off ({}):\n{}", off.len(), aligned(&off)) } else { String::new() };
    format!(
        "{name}: {title}\n  {why}\n  {start} to {last}, {}, {}, hash {}\n\
         set ({}):\n{}{core}assumed ({}):\n{}{}ok\n",
        counted(programmes.len(), "programme"),
        counted(events.len(), "event"),
        scenario.hash(),
        set.len(),
        aligned(&set),
        assumed.len(),
        aligned(&assumed.iter().map(entry).collect::<Vec<_>>()),
        scenario.warnings().iter().map(|caution| format!("{caution}\n")).collect::<String>(),
    )
}

/// A bare amount of money said back in words: `= 8 bn KRW a year`.
fn in_words(entry: &scenario::Entry) -> String {
    let amount = entry.value.parse::<f64>().ok().filter(|_| entry.unit.starts_with("M KRW"));
    let a_year = if entry.unit.ends_with("/year") { " a year" } else { "" };
    amount.map_or(String::new(), |amount| format!("= {}{a_year}", amount_in_words(amount)))
}

/// A value that a core has switched off, beside the value that it has otherwise.
fn switched_off(entry: &scenario::Entry) -> Vec<String> {
    let full = registry::find(&entry.path).map_or(String::new(), |row| format!("instead of {}", row.default));
    vec![format!("  {}", entry.path), entry.value.clone(), entry.unit.clone(), full]
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
pub fn schema() -> Value {
    scenario::schema()
}

/// A commented scenario to start from.
pub fn template(name: &str) -> String {
    scenario::template(name)
}
