//! What `compare` is asked beyond differences: a decision, budgets, worlds.

use std::path::PathBuf;

use clap::Args;

use super::cost::CostArgs;
use super::error::CliError;
use crate::experiment::appraisal::decide::{DecisionQuestion, Margin, measure};
use crate::experiment::appraisal::regret::{FEWEST, Target};
use crate::experiment::appraisal::weightings::{COST, CRITERIA, OwnWeights, outcome_of};
use crate::experiment::appraisal::worlds::WorldTable;
use crate::experiment::{CostBasis, Measure};
use crate::report::{self, ComparisonRequest};
use crate::scenario::{regular_file, shipped};
use crate::units::amount;

/// No worlds.
const NO_WORLDS: &str = "0";
/// All worlds of the shipped table.
const ALL_WORLDS: &str = "all";
/// Replicates in each world where nothing is asked of worlds, and where something is.
const FEW_REPLICATES: u32 = 6;
const MANY_REPLICATES: u32 = 20;

/// Options of a decision.
#[derive(Args, Clone, Debug, Default)]
pub struct DecisionArgs {
    /// Add replicates until the best scenario is settled for an outcome; MARGIN: difference that does not matter, in
    /// its unit or as `0.5%` of the baseline's mean
    #[arg(long, value_name = "OUTCOME[:MARGIN]", conflicts_with = "replicates")]
    pub decide: Option<String>,
    /// Probability with which all that is said of a decision holds
    #[arg(long, value_name = "P", default_value_t = 0.95, value_parser = probability, requires = "decide")]
    pub confidence: f64,
    /// Most replicates of a scenario in a decision
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(2..), requires = "decide")]
    pub max_replicates: u32,
    /// Flag scenarios of unequal public cost, and write outcomes per won to budget.csv
    #[arg(long)]
    pub budget_check: bool,
    #[command(flatten)]
    pub cost: CostArgs,
    /// Plausible worlds in which the comparison is repeated: a table of them, or the first N of scenarios/worlds.csv; 0 leaves
    /// them out
    #[arg(long, value_name = "FILE|N")]
    pub worlds: Option<String>,
    /// Replicates of each scenario in each world [default: 6; 20 with --worlds or --target; from 10 on regret and flips are told]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..))]
    pub world_replicates: Option<u32>,
    /// Goal for an outcome: in which share of worlds is it met? (repeatable)
    #[arg(long, value_name = "OUTCOME>=X")]
    pub target: Vec<String>,
    /// Multiply the budgets of each scenario, rates as they are, until it spends this sum a year: `30bn`, `300억`, or M KRW
    #[arg(long, value_name = "SUM", value_parser = sum)]
    pub spend: Option<f64>,
    /// Compare all once more where the events of this scenario happen in each, such as event_platform_exit (repeatable)
    #[arg(long = "if", value_name = "EVENT")]
    pub events: Vec<String>,
    /// Share of an extra won of exports that counts as benefit in benefit_cost.csv [default: 0.5, assumed]
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub benefit_share: Option<f64>,
    /// Weights of outcomes of your own, such as exports=2,small=1; allowed: exports, small, startups, creators, autonomy, identity, cost
    #[arg(long, value_name = "OUTCOME=W,...", value_parser = weights)]
    pub weights: Option<AskedWeights>,
    /// Leave out additionality.csv and winners.csv
    #[arg(long)]
    pub no_twins: bool,
}

/// A sum of a year, M KRW.
fn sum(text: &str) -> Result<f64, String> {
    amount(text).filter(|sum| *sum > 0.0).ok_or_else(|| "an amount above 0, such as 30bn, 300억 or 30000 (M KRW)".into())
}

/// A share of a won, above 0.
fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if share > 0.0 && share <= 1.0 => Ok(share),
        _ => Err("a number above 0 and up to 1, such as 0.5".into()),
    }
}

/// Weights as given, and as read.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedWeights {
    pub given: String,
    pub read: OwnWeights,
}

fn weights(text: &str) -> Result<AskedWeights, String> {
    let allowed = || CRITERIA.iter().map(|(name, _)| *name).chain([COST]).collect::<Vec<_>>().join(", ");
    let mut read: OwnWeights = Vec::new();
    for part in text.split(',') {
        let (name, weight) = part.split_once('=').ok_or_else(|| format!("`{part}` is no OUTCOME=W; allowed: such as exports=2,small=1"))?;
        let name = name.trim();
        let outcome = outcome_of(name, CostBasis::Public).ok_or_else(|| format!("unknown outcome `{name}`; allowed: {}", allowed()))?;
        if read.iter().any(|(other, _)| outcome_of(other, CostBasis::Public) == Some(outcome)) {
            return Err(format!("`{name}` is given twice; allowed: each outcome once"));
        }
        match weight.trim().parse::<f64>() {
            Ok(weight) if weight.is_finite() && weight >= 0.0 => read.push((name.to_owned(), weight)),
            _ => return Err(format!("the weight of `{name}` is `{}`; allowed: a number of 0 or above", weight.trim())),
        }
    }
    match read.iter().any(|(_, weight)| *weight > 0.0) {
        true => Ok(AskedWeights { given: text.to_owned(), read }),
        false => Err("all weights are 0; allowed: one above 0".into()),
    }
}

fn probability(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(p) if (0.5..1.0).contains(&p) => Ok(p),
        _ => Err("a number from 0.5 to below 1, such as 0.95".into()),
    }
}

impl DecisionArgs {
    /// The question of `--decide`, if there is one.
    pub fn question(&self) -> Result<Option<DecisionQuestion>, CliError> {
        let Some(given) = &self.decide else { return Ok(None) };
        let refuse = |why: String| CliError::bad_input(format!("`--decide {given}`: {why}"));
        let (outcome, margin) = given.split_once(':').map_or((given.as_str(), None), |(o, m)| (o, Some(m)));
        let measure = measure(outcome.trim()).map_err(refuse)?;
        let margin = margin.map_or(Ok(Margin::Absolute(0.0)), margin_of).map_err(refuse)?;
        Ok(Some(DecisionQuestion { measure, margin, confidence: self.confidence, most: self.max_replicates, cost: self.cost.cost() }))
    }
}

impl DecisionArgs {
    /// What was asked, for the manifest; what belongs to an option that was not given stays away.
    pub fn asked(&self) -> ComparisonRequest {
        let (decides, looks) = (self.decide.is_some(), self.worlds.as_deref() != Some(NO_WORLDS));
        ComparisonRequest {
            decide: self.decide.clone(),
            confidence: decides.then_some(self.confidence),
            max_replicates: decides.then_some(self.max_replicates),
            worlds: self.worlds.clone().or(Some(ALL_WORLDS.to_owned())),
            world_replicates: looks.then_some(self.world_replicates()),
            targets: self.target.clone(),
            spend: self.spend,
            budget_check: self.budget_check,
            cost: self.cost.asked(),
            events: Vec::new(),
            benefit_share: self.benefit_share,
            weights: self.weights.as_ref().map(|weights| weights.given.clone()),
            twins: !self.no_twins,
        }
    }

    /// Replicates of each scenario in each world.
    pub fn world_replicates(&self) -> u32 {
        let asked = self.worlds.is_some() || !self.target.is_empty();
        self.world_replicates.unwrap_or(if asked { MANY_REPLICATES } else { FEW_REPLICATES })
    }

    /// The goals of `--target`.
    pub fn targets(&self) -> Result<Vec<Target>, CliError> {
        self.target.iter().map(|given| target(given).map_err(|why| CliError::bad_input(format!("`--target {given}`: {why}")))).collect()
    }

    /// Outcomes looked at in worlds: that of the decision, those of targets, and the chief ones.
    pub fn outlook_measures(&self, question: Option<&DecisionQuestion>, targets: &[Target]) -> Vec<Measure> {
        let asked = question.map(|q| q.measure.clone()).into_iter().chain(targets.iter().filter_map(|t| measure(&t.outcome).ok()));
        let chief = report::CHIEF.iter().filter_map(|name| measure(name).ok());
        let mut measures: Vec<Measure> = Vec::new();
        for measure in asked.chain(chief) {
            if !measures.contains(&measure) {
                measures.push(measure);
            }
        }
        measures
    }

    /// The table of `--worlds`.
    pub fn world_table(&self) -> Result<Option<WorldTable>, CliError> {
        let given = self.worlds.as_deref().unwrap_or(ALL_WORLDS);
        if given == NO_WORLDS {
            return match self.target.first() {
                None => Ok(None),
                Some(target) => Err(CliError::bad_input(format!(
                    "`--target {target}` is asked of worlds; allowed: with one world or more; found: --worlds {NO_WORLDS}"
                ))),
            };
        }
        let first = given.parse::<usize>().ok();
        let path = if first.is_some() || given == ALL_WORLDS { shipped::worlds() } else { PathBuf::from(given) };
        if !self.target.is_empty() && (self.world_replicates() as usize) < FEWEST {
            return Err(CliError::bad_input(format!("`--target` with --world-replicates {}: allowed: {FEWEST} or more", self.world_replicates())));
        }
        let refuse = |why: String| CliError::bad_input(format!("`--worlds {given}`: the table of worlds {} cannot be used: {why}", path.display()));
        let text = regular_file::read_text(&path).map_err(|e| refuse(e.to_string()))?;
        let mut table = WorldTable::read(&text).map_err(refuse)?;
        if let Some(first) = first {
            if first > table.worlds.len() {
                return Err(refuse(format!("allowed: 0 to {} worlds; found: {first}", table.worlds.len())));
            }
            table.worlds.truncate(first);
        }
        Ok(Some(table))
    }
}

/// `export_revenue>=3000` or `creator_exits<=20`.
fn target(text: &str) -> Result<Target, String> {
    let parts = text.split_once(">=").map(|p| (p, true)).or_else(|| text.split_once("<=").map(|p| (p, false)));
    let Some(((outcome, number), at_least)) = parts else {
        return Err("allowed: an outcome, `>=` or `<=`, and a number, such as export_revenue>=2000".into());
    };
    let value = number.trim().parse::<f64>().ok().filter(|v| v.is_finite());
    let value = value.ok_or_else(|| format!("allowed: a number behind `>=` or `<=`; found: `{number}`"))?;
    Ok(Target { outcome: measure(outcome.trim())?.name, at_least, value })
}

/// `12.5`, or `0.5%`.
fn margin_of(text: &str) -> Result<Margin, String> {
    let (number, share) = text.trim().strip_suffix('%').map_or((text.trim(), false), |n| (n.trim(), true));
    match number.parse::<f64>() {
        Ok(value) if value >= 0.0 && value.is_finite() => Ok(if share { Margin::OfBaseline(value / 100.0) } else { Margin::Absolute(value) }),
        _ => Err(format!(
            "the margin is no number; allowed: 0 or more in the unit of the outcome, or a percentage of the baseline's mean such as 0.5%; found: `{text}`"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(text: &str) -> DecisionArgs {
        DecisionArgs { decide: Some(text.into()), confidence: 0.95, max_replicates: 100, ..DecisionArgs::default() }
    }

    #[test]
    fn a_margin_is_a_number_or_a_share_of_the_baselines_mean() {
        let margin = |text: &str| judge(text).question().unwrap().unwrap().margin;
        assert_eq!(margin("export_revenue"), Margin::Absolute(0.0));
        assert_eq!(margin("export_revenue:12.5"), Margin::Absolute(12.5));
        assert_eq!(margin("export_revenue: 0.5 %"), Margin::OfBaseline(0.005));
    }

    #[test]
    fn a_target_is_an_outcome_a_bound_and_a_number() {
        let asked = DecisionArgs { target: vec!["export_revenue >= 2000".into(), "creator_exits<=20".into()], ..DecisionArgs::default() };
        let targets = asked.targets().unwrap();
        assert_eq!((targets[0].at_least, targets[0].value, targets[1].at_least), (true, 2000.0, false));
        for (text, part) in [("export_revenue=3", "allowed: an outcome, `>=`"), ("export_revenue>=x", "found: `x`"), ("nothing>=3", "is no outcome")]
        {
            let Err(CliError::BadInput(message)) = (DecisionArgs { target: vec![text.into()], ..DecisionArgs::default() }).targets() else {
                panic!("{text}")
            };
            assert!(message.contains(part), "{message}");
        }
    }

    #[test]
    fn worlds_that_are_not_there_are_refused() {
        for (given, part) in [("81", "allowed: 0 to 80 worlds"), ("nowhere.csv", "nowhere.csv cannot be used")] {
            let Err(CliError::BadInput(message)) = (DecisionArgs { worlds: Some(given.into()), ..DecisionArgs::default() }).world_table() else {
                panic!("{given}")
            };
            assert!(message.contains(part), "{message}");
        }
        let three = DecisionArgs { worlds: Some("3".into()), ..DecisionArgs::default() };
        assert_eq!(three.world_table().unwrap().unwrap().worlds.len(), 3);
        let none = DecisionArgs { worlds: Some("0".into()), ..DecisionArgs::default() };
        assert!(none.world_table().unwrap().is_none());
        let Err(CliError::BadInput(message)) = (DecisionArgs { target: vec!["export_revenue>=1".into()], ..none }).world_table() else { panic!() };
        assert!(message.contains("found: --worlds 0"), "{message}");
    }

    #[test]
    fn what_cannot_be_decided_is_refused_with_what_is_allowed() {
        for (text, part) in [
            ("export_revenu:1", "did you mean `export_revenue`?"),
            ("works", "no direction of `works` is better"),
            ("export_revenue:-1", "allowed: 0 or more"),
            ("export_revenue:much", "found: `much`"),
        ] {
            let Err(CliError::BadInput(message)) = judge(text).question() else { panic!("{text}") };
            assert!(message.contains(part), "{message}");
        }
    }
}
