//! Decides which scenario is best: replicates are added in batches until the selection is settled.
//!
//! Looks are taken at fixed numbers of replicates, so that neither threads nor their timing change the answer.

use std::sync::atomic::AtomicBool;

use super::select::{BATCH, Rule, Selection, SelectionState, SelectionStatus};
use crate::experiment::{CostBasis, Measure, Plan, PlanPart, Results, RunError, Sink, run_part};
use crate::math::inverse_normal;
use crate::outcome::Better;
use crate::outcome::allocation::allocation;
use crate::outcome::statistics::{mean, variance};

/// Difference that does not matter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Margin {
    /// In the unit of the outcome.
    Absolute(f64),
    /// As a share of the mean of the first scenario at the first look.
    OfBaseline(f64),
}

/// What is to be decided.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionQuestion {
    /// Outcome, or a class of one; with a better direction.
    pub measure: Measure,
    /// Difference that does not matter.
    pub margin: Margin,
    /// Probability with which all that is said holds.
    pub confidence: f64,
    /// Most replicates of a scenario.
    pub most: u32,
    /// Cost that is taken off money.
    pub cost: CostBasis,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The question.
    pub question: DecisionQuestion,
    /// Margin in the unit of the outcome.
    pub margin: f64,
    /// What is known of each scenario.
    pub standing: SelectionState,
    /// Replicates of each scenario.
    pub replicates: Vec<usize>,
    /// Mean of each scenario over its replicates; of money, net of cost.
    pub means: Vec<Option<f64>>,
    /// Share of further replicates by scenario, as advice.
    pub further: Vec<f64>,
    /// Replicates with seeds of its own, fixed beforehand, at which the same could be said of each scenario.
    pub independent: Vec<Option<f64>>,
}

/// Runs the scenarios of a plan until the question is decided; the replicates of the plan are not used.
pub fn decide(
    plan: &Plan<'_>,
    question: DecisionQuestion,
    results: &mut Results,
    sink: &mut dyn Sink,
    twins: bool,
    stop: &AtomicBool,
) -> Result<Decision, RunError> {
    let (measure, scenarios) = (&question.measure, plan.scenarios.len());
    let mut rule = Rule { better: measure.better, scale: measure.scale, margin: 0.0, confidence: question.confidence };
    let mut part = PlanPart { replicates: 0..rule.first_look(scenarios).min(question.most), active: vec![true; scenarios], twins };
    run_part(plan, &part, results, sink, stop)?;
    let margin = margin(&question, results);
    rule.margin = margin;
    let mut selection = Selection::new(rule, plan.scenarios.len());
    loop {
        let values: Vec<Vec<Option<f64>>> = (0..plan.scenarios.len()).map(|s| results.ranked_by(s, &question.measure, question.cost)).collect();
        let standing = selection.look(&values);
        let done = part.replicates.end;
        if standing.settled() || done >= question.most {
            return Ok(decision(question, margin, standing, &values));
        }
        part.active.clone_from(&standing.active);
        part.replicates = done..(done + BATCH).min(question.most);
        run_part(plan, &part, results, sink, stop)?;
    }
}

fn margin(question: &DecisionQuestion, results: &Results) -> f64 {
    match question.margin {
        Margin::Absolute(margin) => margin,
        Margin::OfBaseline(share) => {
            let present: Vec<f64> =
                results.ranked_by(results.baseline.unwrap_or(0), &question.measure, question.cost).into_iter().flatten().collect();
            share * mean(&present).unwrap_or(0.0).abs()
        }
    }
}

fn decision(question: DecisionQuestion, margin: f64, standing: SelectionState, values: &[Vec<Option<f64>>]) -> Decision {
    let present: Vec<Vec<f64>> = values.iter().map(|v| v.iter().flatten().copied().collect()).collect();
    let means: Vec<Option<f64>> = present.iter().map(|v| mean(v)).collect();
    let variances: Vec<f64> = present.iter().map(|v| variance(v).unwrap_or(0.0)).collect();
    let known: Vec<f64> = means.iter().map(|m| m.unwrap_or(0.0)).collect();
    let sds: Vec<f64> = variances.iter().map(|v| v.sqrt()).collect();
    let further = allocation(&known, &sds, standing.best);
    let independent = independent(&question, margin, &standing, &variances);
    let replicates = values.iter().map(Vec::len).collect();
    Decision { question, margin, replicates, means, further, independent, standing }
}

/// n = (z (1 - a / 2))^2 (s_best^2 + s^2) / w^2, at the error a of one pair: w is the distance to the best where it is
/// separated, what is left of the margin where it is indistinguishable. The best needs as many as the hungriest other.
fn independent(question: &DecisionQuestion, margin: f64, standing: &SelectionState, variances: &[f64]) -> Vec<Option<f64>> {
    let scenarios = variances.len();
    let pairs = (scenarios * scenarios.saturating_sub(1) / 2).max(1);
    let z = inverse_normal(1.0 - (1.0 - question.confidence) / pairs as f64 / 2.0);
    let of = |s: usize| {
        let distance = standing.gap[s]?.mean.abs();
        let width = match standing.status[s] {
            SelectionStatus::Separated => distance,
            SelectionStatus::Indistinguishable => margin - distance,
            SelectionStatus::Best | SelectionStatus::Undecided => return None,
        };
        (width > 0.0).then(|| (z * z * (variances[standing.best] + variances[s]) / (width * width)).ceil().max(2.0))
    };
    let mut needed: Vec<Option<f64>> = (0..scenarios).map(of).collect();
    needed[standing.best] = needed.iter().flatten().copied().reduce(f64::max);
    needed
}

/// A measure of the table of outcomes by its name; the error is a sentence.
pub fn measure(name: &str) -> Result<Measure, String> {
    let all = crate::experiment::measures(&crate::outcome::OUTCOMES);
    let usable = |m: &&Measure| m.better != Better::Neither;
    let found = all.iter().find(|m| m.name == name);
    match found {
        Some(measure) if usable(&measure) => Ok(measure.clone()),
        Some(_) => {
            Err(format!("no direction of `{name}` is better, so nothing can be decided by it; allowed: outcomes whose `better` is higher or lower"))
        }
        None => {
            let near = crate::scenario::nearest(name, all.iter().filter(usable).map(|m| m.name.clone()));
            let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            Err(format!("`{name}` is no outcome; see topline list outcomes{near}"))
        }
    }
}
