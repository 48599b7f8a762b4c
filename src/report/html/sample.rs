//! A comparison made by hand, for tests of what the answer says.

use crate::report::html::data::{ExperimentSummary, FolderData, ScenarioSummary};
use crate::report::html::page::Page;
use crate::report::html::rows::ComparisonRow;
use crate::report::html::told::probability;
use crate::report::html::words::{Language, Words};

/// Scenarios with public cost and the difference in exports: mean and both ends of its interval.
pub fn data(policies: &[(&str, f64, [f64; 3])]) -> FolderData {
    let scenario = |name: &str| ScenarioSummary { name: name.into(), title: name.into(), instruments: 1, ..ScenarioSummary::default() };
    let names = std::iter::once("baseline").chain(policies.iter().map(|p| p.0));
    let experiment =
        ExperimentSummary { baseline: Some("baseline".into()), scenarios: names.map(scenario).collect(), ..ExperimentSummary::default() };
    let rows = |(name, cost, exports): &(&str, f64, [f64; 3])| {
        [row(name, "export_revenue", "bn KRW/yr", *exports), row(name, "public_cost", "bn KRW/yr", [*cost; 3])]
    };
    FolderData { experiment, contrasts: policies.iter().flat_map(rows).collect(), ..FolderData::default() }
}

/// A difference: mean and both ends of its interval.
pub fn row(scenario: &str, outcome: &str, unit: &str, [mean, low, high]: [f64; 3]) -> ComparisonRow {
    ComparisonRow {
        scenario: scenario.into(),
        outcome: outcome.into(),
        unit: unit.into(),
        n: 10,
        baseline_mean: Some(100.0),
        scenario_mean: Some(100.0 + mean),
        mean_difference: Some(mean),
        ci_low: Some(low),
        ci_high: Some(high),
        share_better: None,
        p_value: probability(Some(mean), Some((low, high)), 10),
    }
}

/// What is said of it in English.
pub fn said<T>(data: &FolderData, say: impl Fn(&Page<'_>) -> T) -> T {
    let words = Words::load(Language::English, None).unwrap();
    say(&Page { data, words: &words, several: &[] })
}
