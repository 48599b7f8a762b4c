//! Paired comparison: each scenario minus the baseline, replicate by replicate with the same draws.

use std::sync::atomic::AtomicBool;

use crate::experiment::run;
use crate::experiment::{Measure, Plan, Results, RunError};
use crate::outcome::Better;
use crate::outcome::statistics::Paired;
use crate::scenario::Scenario;

/// One outcome of one scenario against the baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Contrast {
    /// Name of the scenario.
    pub scenario: String,
    /// The outcome, or the class of it.
    pub measure: Measure,
    /// The difference.
    pub paired: Paired,
}

impl Contrast {
    /// Share of replicates in which the scenario is better; `None` where no direction is better.
    pub fn share_better(&self) -> Option<f64> {
        match self.measure.better {
            Better::Higher => self.paired.share_above,
            Better::Lower => self.paired.share_below,
            Better::Neither => None,
        }
    }
}

/// All scenarios against the baseline, scenario by scenario, in the order of the table of outcomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Name of the baseline.
    pub baseline: String,
    /// The differences.
    pub contrasts: Vec<Contrast>,
}

impl Comparison {
    /// Compares results with their baseline; `None` where they have none.
    pub fn of(results: &Results) -> Option<Self> {
        let baseline = results.baseline?;
        let measures = results.measures();
        let pairs = (0..results.cases.len()).filter(|case| *case != baseline);
        let contrasts = pairs.flat_map(|case| {
            measures.iter().map(move |measure| Contrast {
                scenario: results.cases[case].case.name.clone(),
                measure: measure.clone(),
                paired: Paired::on(measure.scale, &results.values(baseline, measure), &results.values(case, measure)),
            })
        });
        Some(Self { baseline: results.cases[baseline].case.name.clone(), contrasts: contrasts.collect() })
    }

    /// The difference of an outcome (`export_revenue`, `verdict.none`) in a scenario.
    pub fn of_outcome(&self, scenario: &str, outcome: &str) -> Option<&Contrast> {
        self.contrasts.iter().find(|c| c.scenario == scenario && c.measure.name == outcome)
    }
}

/// Runs the baseline and the scenarios with the same draws, in all cores, and compares them.
pub fn compare(baseline: &Scenario, scenarios: &[Scenario], replicates: u32, seed: u64) -> Result<Comparison, RunError> {
    let scenarios = std::iter::once(baseline).chain(scenarios).collect();
    let plan = Plan { scenarios, baseline: Some(0), replicates, seed, threads: None, panel: false };
    let results = run(&plan, &mut (), &AtomicBool::new(false))?;
    Ok(Comparison::of(&results).expect("the plan has a baseline"))
}

/// [`compare`] as a method of the baseline.
pub trait Compare {
    /// Runs both with the same draws, in all cores, and compares them.
    fn compare(&self, scenarios: &[Scenario], replicates: u32, seed: u64) -> Result<Comparison, RunError>;
}

impl Compare for Scenario {
    fn compare(&self, scenarios: &[Scenario], replicates: u32, seed: u64) -> Result<Comparison, RunError> {
        compare(self, scenarios, replicates, seed)
    }
}
