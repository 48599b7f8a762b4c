//! Break-even: the value of a parameter at which a scenario and another are worth the same.
//!
//! The paired mean difference is a function of the parameter, for all values meet the same draws. Its root
//! is found within a bracket; the interval of the root holds the values at which the 95 % interval of the
//! difference holds 0 (inversion of the test, as in Fieller 1954), out to where it excludes it on either side.

use std::sync::atomic::AtomicBool;

use super::root::{Bracket, root};
use crate::experiment::run;
use crate::experiment::{CostBasis, Plan, Results, RunError, Sink};
use crate::outcome::statistics::Estimate;
use crate::scenario::registry::{self, Row, Type};
use crate::scenario::sweep::step;
use crate::scenario::{Draft, Problems, Scenario, nearest};

/// Points at which the range is looked at first.
const GRID: usize = 5;
/// Width to which the root is narrowed, as part of the range.
const PRECISION: f64 = 1.0 / 500.0;

/// A parameter that is varied: one value, or all cells of a vector alike.
#[derive(Clone, Debug)]
pub struct Lever {
    /// Name as it was given.
    pub name: String,
    /// Paths of its cells.
    paths: Vec<String>,
    row: &'static Row,
    /// Whether it belongs to the world, and so varies in both scenarios.
    pub of_world: bool,
}

impl Lever {
    /// The parameter of a scenario with that name. The error is a sentence.
    pub fn find(scenario: &Scenario, name: &str) -> Result<Self, String> {
        let cell = |path: &str| path == name || path.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
        let paths: Vec<String> = scenario.entries().iter().filter(|entry| cell(&entry.path)).map(|entry| entry.path.clone()).collect();
        let Some(first) = paths.first() else { return Err(unknown(scenario, name)) };
        let row = paths.iter().map(|path| row(path)).collect::<Option<Vec<_>>>();
        let numbers = row.filter(|rows| rows.iter().all(|row| !matches!(row.limits.kind, Type::Flag | Type::Choice)));
        let Some(rows) = numbers else { return Err(format!("`{name}` is no number that can be varied; allowed: a rate, an amount or a count")) };
        let of_world = !first.starts_with("policy.") && !first.starts_with("event.");
        Ok(Self { name: name.to_owned(), row: rows[0], paths, of_world })
    }

    /// Prior range of the registry.
    pub fn range(&self) -> Option<(f64, f64)> {
        self.row.low.zip(self.row.high).filter(|(low, high)| low < high)
    }

    /// Unit.
    pub fn unit(&self) -> &'static str {
        &self.row.unit
    }

    fn whole(&self) -> bool {
        self.row.limits.integer()
    }

    /// The scenario at a value; an error where the value is not allowed.
    pub fn at(&self, draft: &Draft, value: f64) -> Result<Scenario, Problems> {
        let mut draft = draft.clone();
        for path in &self.paths {
            draft.set_as(path, &value.to_string(), "--between")?;
        }
        draft.build()
    }
}

/// The registry's row of a path, which may name a programme (`policy.production_grant.young.rate`).
fn row(path: &str) -> Option<&'static Row> {
    registry::find(path).or_else(|| {
        let parts: Vec<&str> = path.split('.').collect();
        (parts.len() > 3).then(|| registry::find(&[&parts[..2], &parts[3..]].concat().join("."))).flatten()
    })
}

fn unknown(scenario: &Scenario, name: &str) -> String {
    let near = nearest(name, scenario.entries().iter().flat_map(|e| [e.path.clone(), e.path.rsplit_once('.').map_or(String::new(), |p| p.0.into())]));
    let help = near.map_or(String::new(), |near| format!("\n  help: did you mean `{near}`?"));
    format!("`{}` has no parameter `{name}`; allowed: a row or vector of its world, or of an instrument or event that it has{help}", scenario.name)
}

/// What is asked.
pub struct BreakEvenQuestion<'a> {
    /// What the scenario is compared with, and the scenario.
    pub drafts: [&'a Draft; 2],
    /// What is varied.
    pub lever: Lever,
    /// Position of the outcome.
    pub outcome: usize,
    /// Price of a won of cost, where the difference is net of cost.
    pub price: Option<f64>,
    /// Which cost that is.
    pub cost: CostBasis,
    /// Difference that is looked for.
    pub target: f64,
    /// Range of the parameter.
    pub between: (f64, f64),
    /// Replicates of each point.
    pub replicates: u32,
    /// Seed of all draws.
    pub seed: u64,
    /// Number of threads.
    pub threads: usize,
}

/// A value of the parameter and the difference there.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakEvenPoint {
    /// Value of the parameter.
    pub at: f64,
    /// Differences less the target, by replicate.
    pub differences: Vec<f64>,
    /// Their mean with its interval.
    pub estimate: Estimate,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The difference changes its sign.
    Crosses {
        /// Where.
        at: f64,
        /// From here on down the difference is clear of 0; `None`: nowhere in the range.
        lower: Option<f64>,
        /// From here on up the difference is clear of 0; `None`: nowhere in the range.
        upper: Option<f64>,
        /// Whether the difference rises through the target.
        rises: bool,
        /// Whether it was seen to change its sign again above.
        again: bool,
    },
    /// It does not within the range.
    NoCrossing,
    /// The parameter moves the outcome in no replicate.
    NoEffect,
}

/// An answer with all points that were run.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakEven {
    /// Points in ascending order.
    pub points: Vec<BreakEvenPoint>,
    /// What was found.
    pub answer: Answer,
    /// Runs.
    pub runs: u64,
    /// Runs that failed.
    pub failed: u64,
}

impl BreakEvenQuestion<'_> {
    /// Builds both ends, so that a mistake is found before the first run.
    pub fn check(&self) -> Result<(), Problems> {
        for value in [self.between.0, self.between.1] {
            self.lever.at(self.drafts[1], value)?;
            if self.lever.of_world {
                self.lever.at(self.drafts[0], value)?;
            }
        }
        Ok(())
    }

    /// Searches.
    pub fn ask(&self, sink: &mut dyn Sink, stop: &AtomicBool) -> Result<BreakEven, RunError> {
        let mut laboratory = Laboratory { question: self, other: None, sink, stop, runs: 0, failed: 0 };
        let (points, answer) = search(self.between, self.lever.whole(), |x| laboratory.differences(x))?;
        Ok(BreakEven { points, answer, runs: laboratory.runs, failed: laboratory.failed })
    }
}

/// Runs points; what does not vary is run once.
struct Laboratory<'a, 'b> {
    question: &'a BreakEvenQuestion<'a>,
    other: Option<Vec<Option<f64>>>,
    sink: &'b mut dyn Sink,
    stop: &'b AtomicBool,
    runs: u64,
    failed: u64,
}

impl Laboratory<'_, '_> {
    fn differences(&mut self, value: f64) -> Result<Vec<f64>, RunError> {
        let lever = &self.question.lever;
        let other = match self.other.take() {
            Some(values) => values,
            None if lever.of_world => self.values(&|| lever.at(self.question.drafts[0], value))?,
            None => self.values(&|| self.question.drafts[0].build())?,
        };
        let scenario = self.values(&|| lever.at(self.question.drafts[1], value))?;
        let pairs = other.iter().zip(&scenario).filter_map(|(a, b)| Some((*b)? - (*a)? - self.question.target));
        let differences = pairs.collect();
        if !lever.of_world {
            self.other = Some(other);
        }
        Ok(differences)
    }

    /// Value of each replicate, net of cost where asked.
    fn values(&mut self, scenario: &dyn Fn() -> Result<Scenario, Problems>) -> Result<Vec<Option<f64>>, RunError> {
        let scenario = scenario().map_err(|problems| RunError::Sink(problems.to_string().into()))?;
        let BreakEvenQuestion { replicates, seed, threads, .. } = *self.question;
        let plan = Plan { scenarios: vec![&scenario], baseline: None, replicates, seed, threads: Some(threads), panel: false };
        let results = run(&plan, self.sink, self.stop)?;
        self.runs += plan.runs();
        self.failed += results.failures().count() as u64;
        Ok(self.question.worth(&results))
    }
}

impl BreakEvenQuestion<'_> {
    fn worth(&self, results: &Results) -> Vec<Option<f64>> {
        let cost = self.cost.position();
        let of = |outcomes: &Vec<Option<f64>>| {
            let value = outcomes.get(self.outcome).copied().flatten()?;
            let paid = self.price.map_or(Some(0.0), |price| outcomes.get(cost).copied().flatten().map(|cost| price * cost))?;
            Some(value - paid)
        };
        results.cases[0].runs.iter().map(|run| of(&run.outcomes)).collect()
    }
}

/// Points that were looked at, and how to look at more.
struct Search<F> {
    points: Vec<BreakEvenPoint>,
    look: F,
}

/// Searches a range for the first change of sign from below.
fn search<E>(between: (f64, f64), whole: bool, look: impl FnMut(f64) -> Result<Vec<f64>, E>) -> Result<(Vec<BreakEvenPoint>, Answer), E> {
    let mut search = Search { points: Vec::new(), look };
    let answer = search.answer(between, whole)?;
    Ok((search.points, answer))
}

impl<E, F: FnMut(f64) -> Result<Vec<f64>, E>> Search<F> {
    fn answer(&mut self, (low, high): (f64, f64), whole: bool) -> Result<Answer, E> {
        let ends = [self.point(low)?, self.point(high)?];
        if ends[0].differences == ends[1].differences {
            return Ok(Answer::NoEffect);
        }
        for number in 1..GRID - 1 {
            let x = step(low, high, number as u64, GRID as u64 - 1);
            self.point(if whole { x.round() } else { x })?;
        }
        let changes = self.sign_changes();
        let Some((a, b)) = changes.first().cloned() else { return Ok(Answer::NoCrossing) };
        let tolerance = if whole { 1.0 } else { (high - low) * PRECISION };
        let mean = |p: &BreakEvenPoint| p.estimate.mean.unwrap_or(0.0);
        let rises = mean(&a) < mean(&b);
        let at = self.root_of(&a, &b, tolerance, whole, &mean)?;
        let sides = [(low, !rises), (high, rises)];
        let [lower, upper] = sides.map(|(end, above)| self.clear_of_zero(at, end, above, tolerance, whole));
        Ok(Answer::Crosses { at, lower: lower?, upper: upper?, rises, again: changes.len() > 1 })
    }

    /// Looks at a point, unless it was looked at before.
    fn point(&mut self, at: f64) -> Result<BreakEvenPoint, E> {
        if let Some(known) = self.points.iter().find(|p| p.at == at) {
            return Ok(known.clone());
        }
        let differences = (self.look)(at)?;
        let point = BreakEvenPoint { at, estimate: Estimate::of(&differences), differences };
        let place = self.points.partition_point(|p| p.at < at);
        self.points.insert(place, point.clone());
        Ok(point)
    }

    /// Neighbours of opposite sign; where the difference is exactly 0 there is none.
    fn sign_changes(&self) -> Vec<(BreakEvenPoint, BreakEvenPoint)> {
        let signed: Vec<&BreakEvenPoint> = self.points.iter().filter(|p| p.estimate.mean.is_some_and(|m| m != 0.0)).collect();
        let opposite = |pair: &&[&BreakEvenPoint]| (pair[0].estimate.mean > Some(0.0)) != (pair[1].estimate.mean > Some(0.0));
        signed.windows(2).filter(opposite).map(|pair| (pair[0].clone(), pair[1].clone())).collect()
    }

    fn root_of(
        &mut self,
        a: &BreakEvenPoint,
        b: &BreakEvenPoint,
        tolerance: f64,
        whole: bool,
        of: &dyn Fn(&BreakEvenPoint) -> f64,
    ) -> Result<f64, E> {
        let bracket = Bracket { a: (a.at, of(a)), b: (b.at, of(b)) };
        root(bracket, tolerance, whole, |x| Ok(of(&self.point(x)?)))
    }

    /// From the root towards an end: where the interval of the difference begins to exclude 0, above it or below.
    fn clear_of_zero(&mut self, root: f64, end: f64, above: bool, tolerance: f64, whole: bool) -> Result<Option<f64>, E> {
        let bound = move |p: &BreakEvenPoint| match above {
            true => p.estimate.ci_low.unwrap_or(0.0),
            false => p.estimate.ci_high.unwrap_or(0.0),
        };
        let clear = move |p: &BreakEvenPoint| if above { bound(p) > 0.0 } else { bound(p) < 0.0 };
        let outward = |p: &&BreakEvenPoint| if end < root { p.at < root } else { p.at > root };
        let mut beyond: Vec<BreakEvenPoint> = self.points.iter().filter(outward).cloned().collect();
        if end < root {
            beyond.reverse();
        }
        let Some(place) = beyond.iter().position(clear) else { return Ok(None) };
        let inner = if place == 0 { self.point(root)? } else { beyond[place - 1].clone() };
        if clear(&inner) {
            return Ok(Some(inner.at));
        }
        self.root_of(&inner, &beyond[place], tolerance, whole, &bound).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    /// Replicates of a made-up outcome: a line in the parameter, and noise that it does not move.
    fn line(slope: f64, zero: f64) -> impl Fn(f64) -> Result<Vec<f64>, Infallible> {
        move |x| Ok([-1.0, 0.0, 1.0, -0.5, 0.5].iter().map(|noise| slope * (x - zero) + noise).collect())
    }

    fn crossing(between: (f64, f64), f: impl Fn(f64) -> Result<Vec<f64>, Infallible>) -> (f64, f64, f64, bool) {
        match search(between, false, f).unwrap().1 {
            Answer::Crosses { at, lower: Some(lower), upper: Some(upper), rises, again: false } => (at, lower, upper, rises),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_line_breaks_even_at_its_zero_with_the_interval_of_its_noise() {
        // The noise has variance 0.625 over 5 replicates: half-width 2.776 * sqrt(0.125) = 0.9816, over the slope.
        for (slope, rising) in [(2.0, true), (-2.0, false)] {
            let (at, lower, upper, rises) = crossing((0.0, 10.0), line(slope, 3.0));
            assert!((at - 3.0).abs() < 0.02 && rises == rising, "{at}");
            assert!((lower - (3.0 - 0.4908)).abs() < 0.03 && (upper - (3.0 + 0.4908)).abs() < 0.03, "{lower} to {upper}");
        }
    }

    #[test]
    fn a_parameter_that_moves_nothing_and_a_line_that_stays_above_have_no_break_even() {
        assert_eq!(search((0.0, 1.0), false, |_| Ok::<_, Infallible>(vec![1.0, 2.0])).unwrap().1, Answer::NoEffect);
        let (points, answer) = search((0.0, 1.0), false, line(1.0, -5.0)).unwrap();
        assert_eq!((answer, points.len()), (Answer::NoCrossing, GRID));
    }

    #[test]
    fn where_a_policy_of_no_strength_equals_the_baseline_it_does_not_break_even() {
        let hump = |x: f64| Ok::<_, Infallible>(vec![x * (0.6 - x); 3]);
        let (at, lower, upper, rises) = crossing((0.0, 1.0), hump);
        assert!((at - 0.6).abs() < 0.01 && (lower - upper).abs() < 0.01 && !rises, "{at}");
    }

    #[test]
    fn an_interval_that_reaches_beyond_the_range_is_open() {
        let Answer::Crosses { at, lower, upper, .. } = search((0.0, 1.0), false, line(1.0, 0.5)).unwrap().1 else { panic!() };
        assert!((at - 0.5).abs() < 0.01 && lower.is_none() && upper.is_none());
    }

    #[test]
    fn counts_stay_whole() {
        let (points, answer) = search((0.0, 60.0), true, line(1.0, 20.3)).unwrap();
        assert!(points.iter().all(|p| p.at.fract() == 0.0), "{points:?}");
        assert!(matches!(answer, Answer::Crosses { at, .. } if at == 20.0 || at == 21.0), "{answer:?}");
    }

    #[test]
    fn a_lever_is_a_number_of_the_scenario_or_a_vector_and_is_told_from_a_switch() {
        let scenario = Draft::load("scenarios/package_balanced.toml").unwrap().build().unwrap();
        let rate = Lever::find(&scenario, "policy.tax_credit.rate").unwrap();
        assert_eq!((rate.paths.len(), rate.of_world), (4, false));
        assert!(Lever::find(&scenario, "policy.brokerage.places").unwrap().whole());
        assert!(Lever::find(&scenario, "start_probability").unwrap().of_world);
        assert!(Lever::find(&scenario, "policy.tax_credit.rat").unwrap_err().contains("did you mean `policy.tax_credit.rate`"));
        assert!(Lever::find(&scenario, "policy.tax_credit.refundable").unwrap_err().contains("no number"));
        assert!(Lever::find(&scenario, "policy.equity_fund.budget").unwrap_err().contains("has no parameter"));
    }
}
