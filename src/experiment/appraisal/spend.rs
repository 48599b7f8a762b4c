//! Options of equal spending: the factor by which the budgets of a scenario are multiplied so that it spends a sum.
//!
//! Budgets, volumes and places of all its programmes are multiplied alike; rates and caps stay. What a scenario spends is its mean
//! public cost over a few replicates, with the same draws for every factor, so that the search is for the root of one function.
//! Where more budget brings no more spending, the scenario absorbs that much and no more, and that is the finding.

use std::sync::atomic::AtomicBool;

use super::root::{Bracket, root};
use crate::experiment::{CostBasis, Plan, RunError, run};
use crate::scenario::{Draft, Lever, Problems, Scenario};

/// Replicates over which spending is the mean.
pub const REPLICATES: u32 = 24;
/// Keys of a programme that say how much it may spend.
const MONEY: [&str; 3] = ["budget", "volume", "places"];
/// Width to which the factor is narrowed, as part of it.
const PRECISION: f64 = 1.0 / 200.0;
/// Doublings of the budgets before the search ends.
const DOUBLINGS: u32 = 10;
/// Growth of spending under doubled budgets that counts as none.
const NOTHING: f64 = 0.005;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct SpendQuestion {
    /// Sum to be spent, bn KRW a year.
    pub sum: f64,
    /// Seed of all draws.
    pub seed: u64,
    /// Number of threads; as many as cores where it is not given.
    pub threads: Option<usize>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Spending {
    /// Factor of budgets, volumes and places; `None` where the scenario has none.
    pub factor: Option<f64>,
    /// What is spent then, bn KRW a year.
    pub spends: f64,
    /// The most that it spends whatever its budgets, where that is less than the sum.
    pub most: Option<f64>,
    /// Its budgets, volumes and places then, as `--set` takes them.
    pub settings: Vec<(String, String)>,
}

impl SpendQuestion {
    /// Searches for the factor of a scenario.
    pub fn ask(&self, draft: &Draft, stop: &AtomicBool) -> Result<Spending, SpendError> {
        let levers: Vec<Lever> =
            draft.levers().into_iter().filter(|lever| MONEY.iter().any(|key| lever.path.ends_with(&format!(".{key}")))).collect();
        let as_given = self.spent(&draft.build()?, stop)?;
        if levers.is_empty() {
            return Ok(Spending { factor: None, spends: as_given, most: None, settings: Vec::new() });
        }
        // A budget that stands for none is what is spent without limit.
        let times = |factor: f64| levers.iter().fold(draft.clone(), |draft, lever| draft.times(lever, factor, 1000.0 * as_given));
        let found = search(self.sum, as_given, |factor| self.spent(&times(factor).build()?, stop))?;
        let settings = levers.iter().flat_map(|lever| times(found.factor).setting(lever)).collect();
        Ok(Spending { factor: Some(found.factor), spends: found.spends, most: found.most, settings })
    }

    /// Mean public cost, bn KRW a year.
    fn spent(&self, scenario: &Scenario, stop: &AtomicBool) -> Result<f64, SpendError> {
        let plan = Plan { scenarios: vec![scenario], baseline: None, replicates: REPLICATES, seed: self.seed, threads: self.threads, panel: false };
        let results = run(&plan, &mut (), stop).map_err(SpendError::Run)?;
        let place = CostBasis::Public.position();
        let costs: Vec<f64> = results.cases[0].runs.iter().filter_map(|run| run.outcomes.get(place).copied().flatten()).collect();
        crate::outcome::statistics::mean(&costs).ok_or(SpendError::Nothing)
    }
}

/// Why a search ended.
#[derive(Debug)]
pub enum SpendError {
    /// A scenario that is not allowed.
    Problems(Problems),
    /// Runs that ended.
    Run(RunError),
    /// No run has a public cost.
    Nothing,
}

impl From<Problems> for SpendError {
    fn from(problems: Problems) -> Self {
        Self::Problems(problems)
    }
}

/// A factor and what is spent there.
struct Found {
    factor: f64,
    spends: f64,
    most: Option<f64>,
}

/// The factor at which `spent` reaches the sum, or comes within a hundredth of the most that it reaches.
fn search<E>(sum: f64, as_given: f64, mut spent: impl FnMut(f64) -> Result<f64, E>) -> Result<Found, E> {
    // Points (factor, spending): as given, then upwards by doublings or more.
    let (mut low, mut high) = ((0.0, 0.0), (1.0, as_given));
    let mut most = None;
    for _ in 0..DOUBLINGS {
        if high.1 >= sum {
            break;
        }
        let step = if high.1 > 0.0 { (sum / high.1).clamp(2.0, 8.0) } else { 2.0 };
        let next = (step * high.0, spent(step * high.0)?);
        if high.1 > 0.0 && next.1 <= high.1 * (1.0 + NOTHING) && next.1 < sum {
            most = Some(next.1.max(high.1));
            break;
        }
        (low, high) = (high, next);
    }
    let target = most.map_or(sum, |most| 0.99 * most);
    if high.1 < target {
        // Still growing after all doublings: what is reached stands.
        return Ok(Found { factor: high.0, spends: high.1, most: Some(high.1) });
    }
    let mut seen = vec![low, high];
    let bracket = Bracket { a: (low.0, low.1 - target), b: (high.0, high.1 - target) };
    root(bracket, PRECISION * high.0, false, |factor| {
        let value = spent(factor)?;
        seen.push((factor, value));
        Ok(value - target)
    })?;
    let nearest = seen.into_iter().filter(|(factor, _)| *factor > 0.0).min_by(|a, b| (a.1 - target).abs().total_cmp(&(b.1 - target).abs()));
    let (factor, spends) = nearest.unwrap_or(high);
    Ok(Found { factor, spends, most })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;
    use std::f64::consts::LN_2;

    fn found(sum: f64, as_given: f64, spent: impl Fn(f64) -> f64) -> (Found, usize) {
        let mut calls = 0;
        let found = search(sum, as_given, |factor| {
            calls += 1;
            Ok::<f64, Infallible>(spent(factor))
        });
        (found.unwrap(), calls)
    }

    #[test]
    fn budgets_that_are_spent_whole_are_multiplied_to_the_sum() {
        let (at, calls) = found(30.0, 8.0, |factor| 8.0 * factor);
        assert!((at.factor - 3.75).abs() < 1e-9 && (at.spends - 30.0).abs() < 1e-6 && at.most.is_none(), "{} {}", at.factor, at.spends);
        assert!(calls < 6, "{calls}");
    }

    #[test]
    fn what_absorbs_less_and_less_is_found_where_it_spends_the_sum() {
        // 12 (1 - exp(-x)) spends 9 at x = ln 4.
        let (at, calls) = found(9.0, 12.0 * (1.0 - (-1f64).exp()), |factor| 12.0 * (1.0 - (-factor).exp()));
        assert!((at.factor - 2.0 * LN_2).abs() < 0.02 && (at.spends - 9.0).abs() < 0.1 && at.most.is_none(), "{}", at.factor);
        assert!(calls < 15, "{calls}");
    }

    #[test]
    fn a_sum_beyond_what_can_be_absorbed_is_told_with_the_most() {
        let (at, _) = found(30.0, 5.0, |factor| (5.0 * factor).min(7.9));
        assert_eq!(at.most, Some(7.9));
        assert!((at.spends - 0.99 * 7.9).abs() < 0.05 && at.factor < 1.7, "{} {}", at.factor, at.spends);
    }

    #[test]
    fn what_absorbs_no_more_than_it_has_stays_as_it_is() {
        let (at, calls) = found(30.0, 0.16, |factor| (0.16 * factor).min(0.161));
        assert!(at.most.is_some_and(|most| most == 0.161) && (at.factor, at.spends) == (1.0, 0.16), "{} {}", at.factor, at.spends);
        assert!(calls < 12, "{calls}");
    }

    #[test]
    fn budgets_above_the_sum_are_cut() {
        let (at, _) = found(30.0, 46.0, |factor| 46.0 * factor.sqrt());
        assert!((at.spends - 30.0).abs() < 0.2 && at.most.is_none() && at.factor < 1.0, "{} {}", at.factor, at.spends);
    }

    #[test]
    fn nothing_spent_at_first_is_no_end_of_the_search() {
        let (at, _) = found(4.0, 0.0, |factor| if factor < 3.0 { 0.0 } else { 2.0 * (factor - 2.0) });
        assert!((at.spends - 4.0).abs() < 0.1, "{} {}", at.factor, at.spends);
    }
}
