//! All resolved values of a scenario: for `check`, `diff`, the manifest and the hash.

use std::collections::HashMap;

use serde_json::{Map, json};
use sha2::{Digest, Sha256};

use super::Scenario;
use super::layer::{Block, Group, Setting};
use super::layer::{enabled, programme_name};
use super::registry;
use super::source::CORE;
use super::value::Value;
use super::vocabulary::{Section, sections};
use crate::units::Quarter;

/// One resolved value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Path, as in a file and in `--set`.
    pub path: String,
    /// Value as it would be written, before the size of the economy is applied.
    pub value: String,
    /// Unit.
    pub unit: String,
    /// Grade of the registry's source (A, B, C); empty for dates, names and places.
    pub grade: String,
    /// Where it was set: `registry`, file and line, or the option.
    pub origin: String,
    /// The same value, for JSON.
    json: serde_json::Value,
}

/// A value in which two scenarios differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Path.
    pub path: String,
    /// Value in the first scenario; none where it does not exist there.
    pub a: Option<String>,
    /// Value in the second scenario; none where it does not exist there.
    pub b: Option<String>,
    /// Unit.
    pub unit: String,
}

/// All values in the order of the registry; of instruments and events only those in force.
pub(super) fn entries(groups: &[Group], start: Quarter, quarters: i32) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(640);
    for (section, group) in sections().iter().zip(groups) {
        for (place, block) in group.blocks.iter().enumerate().filter(|(_, block)| enabled(section, block)) {
            let prefix = programme_name(section, group, place);
            block_entries(section, block, &prefix, (start, start.plus(quarters)), &mut entries);
        }
    }
    entries
}

/// The values of one table; dates that are not set are those of the run.
fn block_entries(section: &Section, block: &Block, prefix: &str, run: (Quarter, Quarter), entries: &mut Vec<Entry>) {
    for (place, field) in section.fields.iter().enumerate() {
        if ["name", "enabled"].contains(&field.key.as_str()) {
            continue;
        }
        let setting = block.values.get(&place);
        let date = match field.key.as_str() {
            "start" => Some(Value::Quarter(run.0)),
            "end" => Some(Value::Quarter(run.1)),
            _ => None,
        };
        let Some(value) = setting.map(|s| s.value.clone()).or_else(|| field.default.clone()).or(date) else { continue };
        entries.push(Entry {
            path: if prefix.is_empty() { field.key.clone() } else { format!("{prefix}.{}", field.key) },
            value: value.to_string(),
            unit: field.unit.clone(),
            grade: field.grade.clone(),
            origin: setting.map_or_else(|| if field.row.is_some() { "registry" } else { "default" }.into(), |s| s.origin.to_string()),
            json: value.json(),
        });
    }
}

/// That the scenario is a core.
pub(super) fn core(setting: &Setting) -> Entry {
    let (value, origin) = (setting.value.to_string(), setting.origin.to_string());
    Entry { path: CORE.into(), value, unit: "true or false".into(), grade: String::new(), origin, json: setting.value.json() }
}

impl Entry {
    /// Whether a file or an option says it, and not the registry.
    pub(crate) fn is_set(&self) -> bool {
        self.origin != "registry" && self.origin != "default"
    }

    /// Whether a core has switched it off.
    pub(crate) fn is_switched_off(&self) -> bool {
        self.origin == CORE && self.path != CORE
    }

    /// Whether it is of the choice between core and full model: the word itself, or what it has switched off.
    pub(crate) fn is_of_core(&self) -> bool {
        self.origin == CORE || self.path == CORE
    }
}

impl Scenario {
    /// All resolved values in the order of the registry; of instruments and events only those in force.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Values that are numbers, by path.
    pub fn numbers(&self) -> HashMap<String, f64> {
        self.entries.iter().filter_map(|entry| Some((entry.path.clone(), entry.value.parse().ok()?))).collect()
    }

    /// Of a core: the values that it has switched off.
    pub fn switched_off(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.is_switched_off())
    }

    /// Of a core: the values that it would have switched off, had the scenario not set them itself.
    pub fn kept_on(&self) -> impl Iterator<Item = &Entry> {
        let core = |entry: &&Entry| registry::find(&entry.path).is_some_and(|row| row.core && entry.value.parse().ok() != row.neutral);
        self.entries.iter().filter(|entry| self.core && !entry.is_switched_off()).filter(core)
    }

    /// Values in force whose registry row is graded C, the lowest: what a result rests on without direct evidence.
    pub fn assumed(&self) -> Vec<&Entry> {
        self.entries.iter().filter(|entry| entry.grade == "C").collect()
    }

    /// SHA-256 of all values and programme numbers, in hexadecimal: the same for two scenarios of the same values,
    /// whatever their files, titles and reasons.
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        for entry in &self.entries {
            hasher.update(format!("{}={}\n", entry.path, entry.value));
        }
        for programme in &self.programmes {
            hasher.update(format!("{}#{}\n", programme.name, programme.key));
        }
        hex::encode(hasher.finalize())
    }

    /// Name, title and sentence why (also in Korean where the file has them), source, hash and all values by path.
    pub fn to_json(&self) -> serde_json::Value {
        let values: Map<String, serde_json::Value> = self.entries.iter().map(|e| (e.path.clone(), e.json.clone())).collect();
        json!({
            "name": self.name, "title": self.title, "why": self.why, "title_ko": self.title_ko, "why_ko": self.why_ko, "source": self.source,
            "hash": self.hash(), "values": values,
        })
    }
}

/// What differs between two scenarios: values of the first in its order, then what only the second has.
pub fn diff(a: &Scenario, b: &Scenario) -> Vec<Difference> {
    let of = |scenario| -> HashMap<&str, &Entry> { Scenario::entries(scenario).iter().map(|e| (e.path.as_str(), e)).collect() };
    let (in_a, in_b) = (of(a), of(b));
    let only_b = b.entries.iter().filter(|entry| !in_a.contains_key(entry.path.as_str()));
    let mut differences = Vec::new();
    for entry in a.entries.iter().chain(only_b) {
        let value = |side: &HashMap<&str, &Entry>| side.get(entry.path.as_str()).map(|entry| entry.value.clone());
        let (a, b) = (value(&in_a), value(&in_b));
        if a != b {
            differences.push(Difference { path: entry.path.clone(), a, b, unit: entry.unit.clone() });
        }
    }
    differences
}
