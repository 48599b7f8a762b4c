//! Outcomes of all runs, by scenario and replicate.

use super::cost::CostBasis;
use crate::experiment::{Case, Failure, Plan, RunResult, Twins};
use crate::outcome::statistics::Scale;
use crate::outcome::{Better, OUTCOMES, Outcome};

/// One run in the results.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// One value for each outcome; empty where the run failed.
    pub outcomes: Vec<Option<f64>>,
    /// Why the run failed.
    pub failure: Option<Failure>,
}

/// All runs of a scenario, by replicate.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseResults {
    /// The scenario.
    pub case: Case,
    /// One run for each replicate.
    pub runs: Vec<Record>,
    /// The runs against their twins, where they were compared.
    pub twins: Option<Twins>,
}

/// Outcomes of all runs.
#[derive(Clone, Debug)]
pub struct Results {
    /// The table of outcomes.
    pub outcomes: &'static [Outcome],
    /// Seed of all draws.
    pub seed: u64,
    /// Position of the scenario with which the others are compared.
    pub baseline: Option<usize>,
    /// Scenarios, in the order of all outputs.
    pub cases: Vec<CaseResults>,
}

impl Results {
    /// No run yet of the scenarios of a plan.
    pub fn empty(plan: &Plan<'_>) -> Self {
        let case = |case| CaseResults { case, runs: Vec::new(), twins: None };
        let cases = plan.cases().into_iter().map(case).collect();
        Self { outcomes: &OUTCOMES[..], seed: plan.seed, baseline: plan.baseline, cases }
    }

    /// Prepares for comparisons of runs with their twins.
    pub fn with_twins(mut self, plan: &Plan<'_>) -> Self {
        for (position, case) in self.cases.iter_mut().enumerate() {
            case.twins = (Some(position) != self.baseline).then(|| Twins::of(plan.scenarios[position]));
        }
        self
    }

    /// Number of runs.
    pub fn runs(&self) -> usize {
        self.cases.iter().map(|case| case.runs.len()).sum()
    }

    /// Adds a run.
    pub fn add(&mut self, run: RunResult) {
        let case = &mut self.cases[run.scenario];
        if let (Some(twins), Some(twin)) = (&mut case.twins, &run.twin) {
            twins.add(twin);
        }
        case.runs.push(Record { outcomes: run.outcomes, failure: run.failure });
    }

    /// Values of a measure in a scenario, by replicate; `None` where the run failed or the outcome does not exist.
    pub fn values(&self, case: usize, measure: &Measure) -> Vec<Option<f64>> {
        self.cases[case].runs.iter().map(|run| measure.of(run.outcomes.get(measure.outcome).copied().flatten())).collect()
    }

    /// Values by which scenarios are ranked: net of a cost where the measure is money, as they are where it is not.
    pub fn ranked_by(&self, case: usize, measure: &Measure, cost: CostBasis) -> Vec<Option<f64>> {
        let cost = self.outcomes.iter().position(|o| o.name == cost.outcome());
        let value = |run: &Record| measure.ranked_by(&run.outcomes, cost);
        self.cases[case].runs.iter().map(value).collect()
    }

    /// All failed runs, with scenario and replicate.
    pub fn failures(&self) -> impl Iterator<Item = (&Case, usize, &Failure)> {
        self.cases.iter().flat_map(|case| {
            let failed = |(replicate, run): (usize, &'_ Record)| run.failure.is_some().then_some(replicate);
            let replicates = case.runs.iter().enumerate().filter_map(failed);
            replicates.filter_map(|r| case.runs[r].failure.as_ref().map(|f| (&case.case, r, f)))
        })
    }

    /// What tables of distributions and comparisons have a row for.
    pub fn measures(&self) -> Vec<Measure> {
        measures(self.outcomes)
    }
}

/// A row of a table of distributions: an outcome, or one class of an outcome that is a class.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Name: that of the outcome, with the class after a dot (`verdict.none`).
    pub name: String,
    /// Unit.
    pub unit: &'static str,
    /// Better direction.
    pub better: Better,
    /// Position of the outcome in the table.
    pub outcome: usize,
    /// The class; its value is 1 in replicates of this class and 0 in others, so its mean is their share.
    pub class: Option<usize>,
    /// Values that it can have.
    pub scale: Scale,
    /// Whether it is money for all labels or the country together, of which the cost of a policy can be taken off.
    pub nets_cost: bool,
}

impl Measure {
    /// Value by which scenarios are ranked, from the outcomes of a run and the position of the cost among them.
    pub fn ranked_by(&self, outcomes: &[Option<f64>], cost: Option<usize>) -> Option<f64> {
        let value = self.of(outcomes.get(self.outcome).copied().flatten())?;
        match cost.filter(|_| self.nets_cost) {
            Some(cost) => outcomes.get(cost).copied().flatten().map(|cost| value - cost),
            None => Some(value),
        }
    }

    /// Value of the measure, from the value of the outcome.
    pub fn of(&self, value: Option<f64>) -> Option<f64> {
        match self.class {
            None => value,
            Some(class) => value.map(|v| f64::from(u8::from(v == class as f64))),
        }
    }
}

/// One measure for each outcome, and one for each class where the outcome is a class.
pub fn measures(outcomes: &[Outcome]) -> Vec<Measure> {
    let rows = outcomes.iter().enumerate().flat_map(|(position, outcome)| {
        let plain = Measure {
            name: outcome.name.into(),
            unit: outcome.unit,
            better: outcome.better,
            outcome: position,
            class: None,
            scale: outcome.scale(),
            nets_cost: outcome.nets_cost(),
        };
        if outcome.classes.is_empty() {
            return vec![plain];
        }
        let of_class = |(class, name): (usize, &&str)| Measure {
            name: format!("{}.{name}", outcome.name),
            unit: "share",
            class: Some(class),
            scale: Scale::Class,
            ..plain.clone()
        };
        outcome.classes.iter().enumerate().map(of_class).collect()
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_ranked_net_of_cost_and_shares_and_the_budget_as_they_are() {
        let place = |name: &str| OUTCOMES.iter().position(|o| o.name == name).unwrap();
        let mut outcomes = vec![None; OUTCOMES.len()];
        let given = [("export_revenue", 100.0), ("export_share", 0.4), ("public_cost", 7.5), ("net_fiscal_cost", -30.0), ("tax_revenue", 37.5)];
        for (name, value) in given {
            outcomes[place(name)] = Some(value);
        }
        let ranked = |name: &str, cost: CostBasis| {
            let measure = measures(&OUTCOMES).into_iter().find(|m| m.name == name).unwrap();
            measure.ranked_by(&outcomes, Some(cost.position()))
        };
        let both = |name: &str| CostBasis::ALL.map(|cost| ranked(name, cost));
        assert_eq!(both("export_revenue"), [Some(92.5), Some(130.0)]);
        assert_eq!(both("export_share"), [Some(0.4); 2]);
        assert_eq!(both("revenue"), [None; 2]);
        // Parts of the budget are ranked as they are: net fiscal cost is their sum, and credits are cost already.
        assert_eq!((both("tax_revenue"), both("net_fiscal_cost")), ([Some(37.5); 2], [Some(-30.0); 2]));
        assert!(measures(&OUTCOMES).iter().filter(|m| m.nets_cost).all(|m| !m.name.contains("tax")));
    }
}
