//! Rows of the tables of a folder, as far as the page shows them. Columns are found by name.

use serde::Deserialize;

/// A row of `distributions.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct DistributionRow {
    pub scenario: String,
    pub outcome: String,
    pub unit: String,
    pub n: usize,
    pub missing: usize,
    pub mean: Option<f64>,
    pub ci_low: Option<f64>,
    pub ci_high: Option<f64>,
}

/// A row of `trajectories.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct TrajectoryRow {
    pub scenario: String,
    pub quarter: String,
    pub outcome: String,
    pub unit: String,
    pub mean: Option<f64>,
    pub p05: Option<f64>,
    pub p25: Option<f64>,
    pub p50: Option<f64>,
    pub p75: Option<f64>,
    pub p95: Option<f64>,
}

/// A row of `comparison.csv`.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct ComparisonRow {
    pub scenario: String,
    pub outcome: String,
    pub unit: String,
    pub n: usize,
    pub baseline_mean: Option<f64>,
    pub scenario_mean: Option<f64>,
    pub mean_difference: Option<f64>,
    pub ci_low: Option<f64>,
    pub ci_high: Option<f64>,
    pub share_better: Option<f64>,
    /// Empty in folders of earlier versions.
    #[serde(default)]
    pub p_value: Option<f64>,
}

/// A row of `additionality.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct AdditionalityRow {
    pub scenario: String,
    pub instrument: String,
    pub measure: String,
    pub unit: String,
    pub mean: Option<f64>,
    pub ci_low: Option<f64>,
    pub ci_high: Option<f64>,
}

/// A row of `winners.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct WinnersRow {
    pub scenario: String,
    pub agents: String,
    pub tier: String,
    pub measure: String,
    pub unit: String,
    pub share_better: Option<f64>,
    pub share_better_low: Option<f64>,
    pub share_better_high: Option<f64>,
    pub share_worse: Option<f64>,
    pub share_worse_low: Option<f64>,
    pub share_worse_high: Option<f64>,
    pub mean_change: Option<f64>,
    pub mean_change_low: Option<f64>,
    pub mean_change_high: Option<f64>,
    /// Empty, as the rest, in folders of earlier versions.
    #[serde(default)]
    pub mean_change_p: Option<f64>,
    #[serde(default)]
    pub relative_change: Option<f64>,
    #[serde(default)]
    pub relative_change_low: Option<f64>,
    #[serde(default)]
    pub relative_change_high: Option<f64>,
}

/// A row of `decision.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct DecisionRow {
    pub scenario: String,
    pub outcome: String,
    pub unit: String,
    pub margin: Option<f64>,
    pub confidence: Option<f64>,
    pub replicates: usize,
    pub status: String,
    pub best: String,
    pub replicates_needed: Option<f64>,
}

/// A row of `regret.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct RegretRow {
    pub scenario: String,
    pub outcome: String,
    pub unit: String,
    pub worlds: usize,
    pub replicates: usize,
    pub mean: Option<f64>,
    pub mean_low: Option<f64>,
    pub mean_high: Option<f64>,
    pub p90: Option<f64>,
    pub p90_low: Option<f64>,
    pub p90_high: Option<f64>,
    pub max: Option<f64>,
    pub max_low: Option<f64>,
    pub max_high: Option<f64>,
    pub share_best: Option<f64>,
    pub share_best_low: Option<f64>,
    pub share_best_high: Option<f64>,
}

/// A row of `spend.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct SpendRow {
    pub scenario: String,
    pub sum: f64,
    pub factor: Option<f64>,
    pub most: Option<f64>,
}

/// A row of `world_effects.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct WorldEffectRow {
    pub scenario: String,
    pub outcome: String,
    pub worlds: usize,
    pub replicates: usize,
    pub mean: Option<f64>,
    pub ci_low: Option<f64>,
    pub ci_high: Option<f64>,
    /// Empty in folders of earlier versions.
    #[serde(default)]
    pub p_value: Option<f64>,
    pub p05: Option<f64>,
    pub p95: Option<f64>,
    pub share_sign: Option<f64>,
    pub sd_world: Option<f64>,
    pub sd_luck: Option<f64>,
    pub sd_both: Option<f64>,
}

/// A row of `world_leads.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct WorldLeadRow {
    pub scenario: String,
    pub rival: String,
    pub outcome: String,
    pub mean: Option<f64>,
    /// Empty in folders of earlier versions.
    #[serde(default)]
    pub p_value: Option<f64>,
    pub share_ahead: Option<f64>,
}

/// A row of `differences.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct DifferenceRow {
    pub scenario: String,
    pub quarter: String,
    pub outcome: String,
    pub mean_difference: Option<f64>,
    pub ci_low: Option<f64>,
    pub ci_high: Option<f64>,
}

/// A row of `benefit_cost.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct BenefitRow {
    pub scenario: String,
    pub measure: String,
    pub counted_share: f64,
    pub mean: Option<f64>,
    pub ci_low: Option<f64>,
    pub ci_high: Option<f64>,
    pub p_value: Option<f64>,
}

/// A row of `weightings.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct WeightingRow {
    pub scenario: String,
    pub outcome: String,
    pub share_best: f64,
    pub central_weight: Option<f64>,
    pub share_best_own: Option<f64>,
}

/// A row of `what_ifs.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct WhatIfRow {
    pub event: String,
    pub scenario: String,
    pub outcome: String,
    pub mean_difference: Option<f64>,
    pub ci_low: Option<f64>,
    pub ci_high: Option<f64>,
    pub p_value: Option<f64>,
    pub without: Option<f64>,
    pub change_p: Option<f64>,
}

/// A row of `flips.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct FlipRow {
    pub outcome: String,
    pub scenario: String,
    pub rival: String,
    pub worlds: usize,
    pub flipped: usize,
    #[serde(rename = "box")]
    pub number: usize,
    pub parameter: Option<String>,
    pub parameter_unit: Option<String>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub inside: Option<usize>,
    pub density: Option<f64>,
}

/// A row of `shapley.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct ShapleyRow {
    pub scenario: String,
    pub outcome: String,
    pub unit: String,
    pub instrument: String,
    pub mean: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

/// A row of `interactions.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct InteractionRow {
    pub outcome: String,
    pub unit: String,
    pub first: String,
    pub second: String,
    pub mean: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

/// A row of `screening.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct EffectRow {
    pub outcome: String,
    pub rank: usize,
    pub parameter: String,
    pub kind: String,
    pub mu: f64,
    pub mu_star: f64,
    /// Standard error of it; empty in tables of earlier versions.
    #[serde(default)]
    pub se: Option<f64>,
    pub luck: Option<f64>,
}

/// A row of `validation.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct PatternRow {
    pub pattern: String,
    /// Year of the run; empty for the pattern as it is defined, and in tables of earlier versions.
    #[serde(default)]
    pub year: Option<usize>,
    pub name: String,
    /// Empty in folders of earlier versions, which had only patterns tuned to.
    #[serde(default, rename = "use")]
    pub used: String,
    pub unit: String,
    pub low: f64,
    pub high: f64,
    pub source: String,
    pub grade: String,
    pub mean: Option<f64>,
    pub p05: Option<f64>,
    pub p95: Option<f64>,
    pub passed: String,
}

/// A row of `docs/evidence/outside.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct OutsideRow {
    pub instrument: String,
    pub effect: String,
    pub median: Option<f64>,
    pub p05: Option<f64>,
    pub p95: Option<f64>,
}

impl PatternRow {
    /// Whether the model was tuned to it.
    pub fn tuned(&self) -> bool {
        self.used != "checked"
    }
}
