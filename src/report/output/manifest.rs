//! `manifest.json`: what was run with which version. Its timing is the only thing in the folder
//! that two calls may tell differently.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::files;
use crate::experiment::Results;
use crate::scenario::regular_file;

/// What an experiment was asked, and how long it took.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// `run` or `compare`.
    pub command: &'static str,
    /// Scenarios as the command line gave them, in the order of the results; empty where a command takes no list of them.
    pub given: Vec<String>,
    /// Parameters set on the command line, as given.
    pub set: Vec<String>,
    /// What a comparison was asked beyond differences.
    pub asked: Option<ComparisonRequest>,
    /// Scenarios as resolved, in the order of the results.
    pub scenarios: Vec<Resolved>,
    /// Threads used.
    pub threads: usize,
    /// Time of the simulation, seconds.
    pub seconds: f64,
    /// Labels at the start times quarters, over all runs.
    pub label_quarters: u64,
}

/// What a comparison was asked beyond differences, as given on the command line.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ComparisonRequest {
    /// Outcome and margin of a decision.
    pub decide: Option<String>,
    /// Probability with which all that is said of the decision holds.
    pub confidence: Option<f64>,
    /// Most replicates of a scenario in the decision.
    pub max_replicates: Option<u32>,
    /// Table of plausible worlds, or how many of the shipped one.
    pub worlds: Option<String>,
    /// Replicates of each scenario in each world.
    pub world_replicates: Option<u32>,
    /// Goals for outcomes.
    pub targets: Vec<String>,
    /// Sum that each scenario was made to spend a year, M KRW.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spend: Option<f64>,
    /// Whether budgets were compared.
    pub budget_check: bool,
    /// Cost that was taken off money, where it was not public cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
    /// Events under which all was compared once more.
    #[serde(default, rename = "if", skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<AskedEvent>,
    /// Share of an extra won of exports that counted as benefit, where it was not the usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benefit_share: Option<f64>,
    /// Weights of outcomes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weights: Option<String>,
    /// Whether the works of twins without the policies were compared.
    pub twins: bool,
}

/// An event under which all was compared once more.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct AskedEvent {
    /// The scenario as the command line gave it.
    pub given: String,
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The same in Korean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_ko: Option<String>,
    /// Hash of all that its runs depend on.
    pub hash: String,
}

/// A scenario as it was resolved.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// Name.
    pub name: String,
    /// Title, hash of all that its runs depend on besides seed and replicate, and every value.
    pub values: Value,
}

/// Commit of a released program; of one under work, or built without its history, there is none.
pub const COMMIT: Option<&str> = option_env!("TOPLINE_COMMIT");

/// What the file says.
pub fn value(results: &Results, about: &Provenance) -> Value {
    json!({
        "program": "topline",
        "version": env!("CARGO_PKG_VERSION"),
        "commit": COMMIT,
        "command": about.command,
        "seed": results.seed,
        "baseline": results.baseline.map(|position| &results.cases[position].case.name),
        "given": about.given,
        "set": about.set,
        "asked": about.asked,
        "counts": counts(results),
        "timing": timing(results, about),
        "scenarios": about.scenarios.iter().map(|s| &s.values).collect::<Vec<_>>(),
    })
}

fn runs(results: &Results) -> usize {
    results.cases.iter().map(|case| case.runs.len()).sum()
}

fn counts(results: &Results) -> Value {
    let (runs, failed) = (runs(results), results.failures().count());
    json!({
        "scenarios": results.cases.len(),
        "replicates": results.cases.iter().map(|case| case.runs.len()).max().unwrap_or(0),
        "runs": runs,
        "ok": runs - failed,
        "failed": failed,
    })
}

fn timing(results: &Results, about: &Provenance) -> Value {
    let per_second = |count: f64| (about.seconds > 0.0).then(|| (count / about.seconds).round());
    json!({
        "threads": about.threads,
        "seconds": (about.seconds * 1000.0).round() / 1000.0,
        "runs_per_second": per_second(runs(results) as f64),
        "label_quarters_per_second": per_second(about.label_quarters as f64),
    })
}

/// The manifest of a folder.
pub fn read(folder: &Path) -> Result<Value, String> {
    let path = folder.join(files::MANIFEST);
    let text = regular_file::read_text(&path)
        .map_err(|e| format!("cannot read {}: {e}; allowed: a folder that `topline compare` or `topline run` wrote", path.display()))?;
    serde_json::from_str(&text).map_err(|e| format!("{} is not as topline writes it: {e}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::appraisal::sample;

    #[test]
    fn the_manifest_counts_runs_and_keeps_what_was_resolved() {
        let resolved = Resolved { name: "grant".into(), values: json!({ "hash": "ab" }) };
        let asked = ComparisonRequest {
            decide: Some("export_revenue:0.5%".into()),
            confidence: Some(0.95),
            max_replicates: Some(100),
            worlds: None,
            world_replicates: None,
            targets: Vec::new(),
            spend: None,
            budget_check: false,
            cost: None,
            events: Vec::new(),
            benefit_share: None,
            weights: None,
            twins: true,
        };
        let about = Provenance {
            command: "compare",
            given: vec!["elsewhere/grant.toml".into()],
            set: vec!["a=1".into()],
            asked: Some(asked),
            scenarios: vec![resolved],
            threads: 2,
            seconds: 0.5,
            label_quarters: 4800,
        };
        let read = value(&sample::results(), &about);
        assert_eq!(read["counts"], json!({ "scenarios": 2, "replicates": 3, "runs": 6, "ok": 5, "failed": 1 }));
        assert_eq!((&read["baseline"], &read["seed"]), (&json!("baseline"), &json!(7)));
        assert_eq!(read["scenarios"][0]["hash"], "ab");
        assert_eq!((&read["asked"]["decide"], &read["asked"]["worlds"]), (&json!("export_revenue:0.5%"), &Value::Null));
        assert_eq!(read["timing"]["label_quarters_per_second"], 9600.0);
    }
}
