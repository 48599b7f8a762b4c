//! What a folder holds, read for the page. A file that is not there gives no rows.

use crate::report::output::files;
use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::rows::{
    AdditionalityRow, BenefitRow, ComparisonRow, DecisionRow, DifferenceRow, DistributionRow, EffectRow, FlipRow, InteractionRow, OutsideRow,
    PatternRow, RegretRow, ShapleyRow, SpendRow, TrajectoryRow, WeightingRow, WhatIfRow, WinnersRow, WorldEffectRow, WorldLeadRow,
};
use super::runs::{ChiefRuns, FileFinder};
use super::words::Language;
use crate::experiment::CostBasis;
use crate::outcome::VERDICTS;
use crate::report::appraisal::chief::CHIEF;
use crate::report::output::manifest::{AskedEvent, ComparisonRequest};
use crate::scenario::{plain, regular_file};

/// The screening of the shipped baseline, for folders without one.
const SCREENING: &str = include_str!("../../../docs/screening.csv");
/// The validation of the shipped baseline, for folders without one.
const VALIDATION: &str = include_str!("../../../docs/validation.csv");
/// What instruments bring for each won over the shipped worlds.
const OUTSIDE: &str = include_str!("../../../docs/evidence/outside.csv");
/// Outcomes that the page shows over time, beside the chief ones.
const OVER_TIME: [&str; 4] = ["touring_share", "tie_in_share", "partnership_share", "balanced_share"];

/// Outcomes of which the page shows the difference over time.
pub const OVER_YEARS: [&str; 3] = ["export_revenue", "small_label_exports", "creator_income_median"];

/// A scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScenarioSummary {
    /// Name, as in the tables.
    pub name: String,
    /// Title, as given; that in the language of the page where there is one.
    pub title: String,
    /// Why it is looked at, likewise.
    pub why: String,
    /// Number of instruments of policy that it has.
    pub instruments: usize,
    /// Their names.
    pub kinds: Vec<String>,
    /// Whether one of them works through taxes.
    pub taxed: bool,
}

/// What was run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExperimentSummary {
    /// Version of the program.
    pub version: String,
    /// Command.
    pub command: String,
    /// Seed.
    pub seed: u64,
    /// Parameters set on the command line.
    pub set: Vec<String>,
    /// Scenarios as the command line gave them, in the order of the tables; folders of older versions do not say it.
    pub given: Vec<String>,
    /// What a comparison was asked beyond differences; folders of older versions do not say it.
    pub asked: Option<ComparisonRequest>,
    /// Events under which all was compared once more: name and title.
    pub events: Vec<(String, String)>,
    /// Name of the scenario with which the others are compared.
    pub baseline: Option<String>,
    /// Scenarios, in the order of the tables.
    pub scenarios: Vec<ScenarioSummary>,
    /// Replicates of each scenario.
    pub replicates: usize,
    /// Runs.
    pub runs: usize,
    /// Runs that failed.
    pub failed: usize,
    /// Quarters of a run.
    pub quarters: usize,
    /// First quarter.
    pub start: String,
    /// Size of the economy over the usual one.
    pub scale: f64,
    /// Whether what no outcome can identify was switched off.
    pub core: bool,
}

/// Everything that the page is made of.
#[derive(Debug, Default)]
pub struct FolderData {
    pub experiment: ExperimentSummary,
    pub runs: ChiefRuns,
    pub distributions: Vec<DistributionRow>,
    pub steps: Vec<TrajectoryRow>,
    pub contrasts: Vec<ComparisonRow>,
    pub additionality: Vec<AdditionalityRow>,
    pub winners: Vec<WinnersRow>,
    /// Whether outcomes for each won were asked for.
    pub budget: bool,
    pub decision: Vec<DecisionRow>,
    pub spend: Vec<SpendRow>,
    pub world_effects: Vec<WorldEffectRow>,
    pub world_leads: Vec<WorldLeadRow>,
    pub differences: Vec<DifferenceRow>,
    pub benefits: Vec<BenefitRow>,
    pub weightings: Vec<WeightingRow>,
    pub what_ifs: Vec<WhatIfRow>,
    pub regret: Vec<RegretRow>,
    pub flips: Vec<FlipRow>,
    pub parts: Vec<ShapleyRow>,
    pub interactions: Vec<InteractionRow>,
    pub effects: Vec<EffectRow>,
    pub patterns: Vec<PatternRow>,
    /// What instruments bring for each won over the shipped worlds.
    pub outside: Vec<OutsideRow>,
    /// Whether the patterns are of this folder, not of the shipped baseline.
    pub own_patterns: bool,
}

impl FolderData {
    /// Reads the files of a folder.
    pub fn read(manifest: &Value, place: &FileFinder<'_>, language: Language) -> Result<Self, String> {
        let own_patterns = place(files::VALIDATION).is_some();
        Ok(Self {
            experiment: experiment(manifest, language)?,
            runs: place(files::RUNS).map_or(Ok(ChiefRuns::default()), |path| ChiefRuns::read(&path))?,
            distributions: rows(place, files::DISTRIBUTIONS, |_| true)?,
            steps: over_time(place, |s| shown_over_time(&s.outcome))?,
            contrasts: rows(place, files::COMPARISON, |_| true)?,
            additionality: rows(place, files::ADDITIONALITY, |_| true)?,
            winners: rows(place, files::WINNERS, |_| true)?,
            budget: place(files::BUDGET).is_some(),
            decision: rows(place, files::DECISION, |_| true)?,
            spend: rows(place, files::SPEND, |_| true)?,
            world_effects: rows(place, files::WORLD_EFFECTS, |_| true)?,
            world_leads: rows(place, files::WORLD_LEADS, |_| true)?,
            differences: rows(place, files::DIFFERENCES, |d: &DifferenceRow| OVER_YEARS.contains(&d.outcome.as_str()))?,
            benefits: rows(place, files::BENEFIT_COST, |_| true)?,
            weightings: rows(place, files::WEIGHTINGS, |_| true)?,
            what_ifs: rows(place, files::WHAT_IFS, |_| true)?,
            regret: rows(place, files::REGRET, |_| true)?,
            flips: rows(place, files::FLIPS, |_| true)?,
            parts: rows(place, files::SHAPLEY, |_| true)?,
            interactions: rows(place, files::INTERACTIONS, |_| true)?,
            effects: or_shipped(place, files::SCREENING, SCREENING)?,
            patterns: or_shipped(place, files::VALIDATION, VALIDATION)?.into_iter().filter(|row: &PatternRow| row.year.is_none()).collect(),
            outside: shipped("outside.csv", OUTSIDE)?,
            own_patterns,
        })
    }

    /// The difference of an outcome in a scenario.
    pub fn contrast(&self, scenario: &str, outcome: &str) -> Option<&ComparisonRow> {
        self.contrasts.iter().find(|c| c.scenario == scenario && c.outcome == outcome)
    }

    /// The distribution of an outcome in a scenario.
    pub fn distribution(&self, scenario: &str, outcome: &str) -> Option<&DistributionRow> {
        self.distributions.iter().find(|d| d.scenario == scenario && d.outcome == outcome)
    }

    /// Title of an event under which all was compared once more, in the language of the page.
    pub fn event_title<'a>(&'a self, name: &'a str) -> &'a str {
        self.experiment.events.iter().find(|(event, _)| event == name).map_or(name, |(_, title)| title.as_str())
    }

    /// Scenarios that are compared with the baseline; none without one.
    pub fn policies(&self) -> impl Iterator<Item = &ScenarioSummary> {
        let baseline = self.experiment.baseline.as_deref();
        self.experiment.scenarios.iter().filter(move |s| baseline.is_some_and(|b| b != s.name))
    }

    /// Title of a scenario.
    pub fn title<'a>(&'a self, name: &'a str) -> &'a str {
        self.experiment.scenarios.iter().find(|s| s.name == name).map_or(name, |s| s.title.as_str())
    }

    /// Title of the baseline.
    pub fn baseline_title(&self) -> &str {
        self.experiment.baseline.as_deref().map_or("", |name| self.title(name))
    }

    /// Cost that is taken off money where scenarios are ranked: public cost, or what the comparison was asked for.
    pub fn cost(&self) -> CostBasis {
        let asked = self.experiment.asked.as_ref().and_then(|asked| asked.cost.as_deref());
        asked.and_then(CostBasis::named).unwrap_or_default()
    }

    /// Chief outcomes that the folder has, in their order.
    pub fn chief(&self) -> Vec<&'static str> {
        CHIEF.iter().copied().filter(|name| self.distributions.iter().any(|d| d.outcome == *name)).collect()
    }

    /// Classes of the verdict that the folder has, with the names of their rows.
    pub fn classes(&self) -> Vec<(&'static str, String)> {
        let rows = VERDICTS.iter().map(|class| (*class, format!("verdict.{class}")));
        rows.filter(|(_, name)| self.distributions.iter().any(|d| d.outcome == *name)).collect()
    }

    /// Unit of an outcome; empty where the folder does not have it.
    pub fn unit_of(&self, outcome: &str) -> &str {
        self.distributions.iter().find(|d| d.outcome == outcome).map_or("", |d| d.unit.as_str())
    }
}

/// Values over time that are asked for.
pub fn over_time(place: &FileFinder<'_>, keep: impl Fn(&TrajectoryRow) -> bool) -> Result<Vec<TrajectoryRow>, String> {
    rows(place, files::TRAJECTORIES, keep)
}

fn shown_over_time(outcome: &str) -> bool {
    OVER_TIME.contains(&outcome) || CHIEF.contains(&outcome)
}

/// Rows of a file; none where it is not there.
fn rows<T: DeserializeOwned>(place: &FileFinder<'_>, file: &str, keep: impl Fn(&T) -> bool) -> Result<Vec<T>, String> {
    let Some(path) = place(file) else { return Ok(Vec::new()) };
    let file = regular_file::open(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    parse(csv::Reader::from_reader(file), keep).map_err(|e| format!("{} is not as topline writes it: {e}", path.display()))
}

fn parse<T: DeserializeOwned>(mut reader: csv::Reader<impl std::io::Read>, keep: impl Fn(&T) -> bool) -> Result<Vec<T>, String> {
    let header = reader.headers().map_err(|e| e.to_string())?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| e.to_string())?;
        refuse_strange_cells(&header, &record)?;
        let row = record.deserialize(Some(&header)).map_err(|e| e.to_string())?;
        if keep(&row) {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// Columns that may hold any word.
const WORDS: [&str; 7] = ["scenario", "against", "world", "best", "worst", "rival", "event"];

/// Refuses what topline writes into no table: numbers that are none, and what would act on those who read the page.
fn refuse_strange_cells(header: &csv::StringRecord, record: &csv::StringRecord) -> Result<(), String> {
    for (column, cell) in header.iter().zip(record) {
        let line = record.position().map_or(0, csv::Position::line);
        let no_number = !WORDS.contains(&column) && cell.parse::<f64>().is_ok_and(|number| !number.is_finite());
        let allowed = no_number.then(|| "a number, or an empty cell".to_owned()).or_else(|| plain::refusal(cell, plain::LONGEST_TEXT).map(|r| r.0));
        if let Some(allowed) = allowed {
            return Err(format!("line {line}, column `{column}`: found `{cell}`; allowed: {allowed}"));
        }
    }
    Ok(())
}

/// Rows of a file, or of the one that the program brings along.
fn or_shipped<T: DeserializeOwned>(place: &FileFinder<'_>, file: &str, shipped: &str) -> Result<Vec<T>, String> {
    match place(file) {
        Some(_) => rows(place, file, |_| true),
        None => self::shipped(file, shipped),
    }
}

/// Rows of a file that the program brings along.
fn shipped<T: DeserializeOwned>(file: &str, text: &str) -> Result<Vec<T>, String> {
    parse(csv::Reader::from_reader(text.as_bytes()), |_| true).map_err(|e| format!("the shipped {file} cannot be read: {e}"))
}

/// What the manifest says of an experiment.
pub fn experiment(manifest: &Value, language: Language) -> Result<ExperimentSummary, String> {
    let text = |value: &Value| plain::harmless(value.as_str().unwrap_or_default(), plain::LONGEST_TEXT);
    let count = |name: &str| manifest["counts"][name].as_u64().unwrap_or(0) as usize;
    let listed = manifest["scenarios"].as_array().filter(|s| !s.is_empty()).ok_or("manifest.json lists no scenarios")?;
    let scenario = |s: &Value| {
        let names = s["values"].as_object().into_iter().flat_map(|values| values.keys());
        let kinds: BTreeSet<&str> = names.filter_map(|key| key.strip_prefix("policy.")?.split('.').next()).collect();
        let own = |name: &str| match language {
            Language::Korean => s[format!("{name}_ko")].as_str().map_or_else(|| text(&s[name]), String::from),
            Language::English => text(&s[name]),
        };
        let (name, title, why) = (text(&s["name"]), own("title"), own("why"));
        let taxed = kinds.contains("tax_credit");
        let kinds: Vec<String> = kinds.into_iter().map(String::from).collect();
        ScenarioSummary { name, title, why, instruments: kinds.len(), kinds, taxed }
    };
    let values = &listed[0]["values"];
    let asked: Option<ComparisonRequest> =
        serde_json::from_value(manifest["asked"].clone()).map_err(|e| format!("`asked` in manifest.json is not as topline writes it: {e}"))?;
    let event = |event: &AskedEvent| {
        let korean = event.title_ko.as_ref().filter(|_| language == Language::Korean);
        (event.name.clone(), plain::harmless(korean.unwrap_or(&event.title), plain::LONGEST_TEXT))
    };
    let events = asked.as_ref().map_or(Vec::new(), |asked| asked.events.iter().map(event).collect());
    Ok(ExperimentSummary {
        version: text(&manifest["version"]),
        command: text(&manifest["command"]),
        seed: manifest["seed"].as_u64().unwrap_or(0),
        set: manifest["set"].as_array().map_or(Vec::new(), |set| set.iter().map(text).collect()),
        asked,
        events,
        given: manifest["given"].as_array().map_or(Vec::new(), |given| given.iter().map(text).collect()),
        baseline: manifest["baseline"].as_str().map(String::from),
        scenarios: listed.iter().map(scenario).collect(),
        replicates: count("replicates"),
        runs: count("runs"),
        failed: count("failed"),
        quarters: values["run.quarters"].as_u64().unwrap_or(0) as usize,
        start: text(&values["run.start"]),
        scale: values["run.scale"].as_f64().unwrap_or(1.0),
        core: values["core"].as_bool().unwrap_or(false),
    })
}
