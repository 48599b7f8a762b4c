//! Surveys: what is taken from the runs of many points, in threads, delivered point by point.
//!
//! A point is a scenario with replicates of its own: a variant for a pattern, a point of a design,
//! a candidate world. Scenarios are built where they are run, so that thousands of points need no
//! more memory than one.

use std::sync::atomic::{AtomicBool, Ordering};

use super::in_order::in_order;
use super::panics::caught;
use crate::experiment::{Failure, Interrupted, RunError, SinkError};
use crate::model::{History, RecordOptions, Simulation};
use crate::scenario::{Problems, Scenario};

/// Most replicates of a point that one thread runs before it takes the next unit.
const BLOCK: u32 = 4;

/// What is to be run, and what is taken from each run.
pub struct Survey<'a> {
    /// Replicates of each point.
    pub replicates: &'a [u32],
    /// Builds the scenario of a point.
    pub scenario: &'a (dyn Fn(usize) -> Result<Scenario, Problems> + Sync),
    /// Takes numbers from a run.
    pub take: &'a (dyn Fn(&History) -> Vec<Option<f64>> + Sync),
    /// Seed of all draws; replicate n of every point has the same draws.
    pub seed: u64,
    /// Number of threads.
    pub threads: usize,
    /// Whether a row per quarter and living label is recorded.
    pub panel: bool,
}

/// Numbers of a run, or why it has none.
pub type Taken = Result<Vec<Option<f64>>, Failure>;

/// All runs of a point, by replicate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// One for each replicate.
    pub runs: Vec<Taken>,
}

impl Sample {
    /// One of the numbers by replicate; `None` where the run failed or the number does not exist.
    pub fn column(&self, position: usize) -> Vec<Option<f64>> {
        self.runs.iter().map(|run| run.as_ref().ok().and_then(|values| values[position])).collect()
    }

    /// The same without those that do not exist.
    pub fn present(&self, position: usize) -> Vec<f64> {
        self.column(position).into_iter().flatten().collect()
    }

    /// Number of failed runs.
    pub fn failed(&self) -> usize {
        self.runs.iter().filter(|run| run.is_err()).count()
    }
}

/// Who is told what a survey finds, in order of points.
pub trait Surveyor {
    /// So many more runs are done.
    fn runs(&mut self, _count: u64) {}
    /// A point is complete; an error ends the survey.
    fn point(&mut self, point: usize, sample: Sample) -> Result<(), SinkError>;
}

/// Keeps all samples.
impl Surveyor for Vec<Sample> {
    fn point(&mut self, _point: usize, sample: Sample) -> Result<(), SinkError> {
        self.push(sample);
        Ok(())
    }
}

/// Some replicates of a point.
#[derive(Clone, Copy)]
struct Unit {
    point: usize,
    first: u32,
    last: u32,
}

impl Survey<'_> {
    /// Number of runs.
    pub fn runs(&self) -> u64 {
        self.replicates.iter().map(|n| u64::from(*n)).sum()
    }

    /// Runs all points; the results are the same for any number of threads.
    pub fn conduct(&self, surveyor: &mut dyn Surveyor, stop: &AtomicBool) -> Result<(), RunError> {
        let units = self.units();
        let worker = || {
            let mut worker = Worker { survey: self, scenario: None, simulation: None };
            let units = &units;
            move |number: u32| (!stop.load(Ordering::Relaxed)).then(|| worker.run(units[number as usize]))
        };
        let (mut sample, mut point) = (Sample::default(), 0);
        let done = in_order(units.len() as u32, self.threads, worker, |runs: Vec<Taken>| {
            surveyor.runs(runs.len() as u64);
            sample.runs.extend(runs);
            if sample.runs.len() == self.replicates[point] as usize {
                surveyor.point(point, std::mem::take(&mut sample))?;
                point += 1;
            }
            Ok(())
        });
        match done {
            Err(error) => Err(RunError::Sink(error)),
            Ok(n) if (n as usize) < units.len() => Err(RunError::Interrupted(Interrupted { done: n, planned: units.len() as u32 })),
            Ok(_) => Ok(()),
        }
    }

    fn units(&self) -> Vec<Unit> {
        let of_point = |(point, replicates): (usize, &u32)| {
            let (point, replicates) = (point, *replicates);
            assert!(replicates > 0, "a point needs a replicate");
            (0..replicates).step_by(BLOCK as usize).map(move |first| Unit { point, first, last: (first + BLOCK).min(replicates) })
        };
        self.replicates.iter().enumerate().flat_map(of_point).collect()
    }
}

/// One thread's scenario and state.
struct Worker<'a, 'b> {
    survey: &'a Survey<'b>,
    scenario: Option<(usize, Result<Scenario, Failure>)>,
    simulation: Option<Simulation>,
}

impl Worker<'_, '_> {
    fn run(&mut self, unit: Unit) -> Vec<Taken> {
        if self.scenario.as_ref().is_none_or(|(point, _)| *point != unit.point) {
            let built = (self.survey.scenario)(unit.point);
            self.scenario = Some((unit.point, built.map_err(|problems| Failure::of_the_run(problems.to_string()))));
        }
        (unit.first..unit.last).map(|replicate| self.replicate(replicate)).collect()
    }

    fn replicate(&mut self, replicate: u32) -> Taken {
        let (_, scenario) = self.scenario.as_ref().expect("built before it is run");
        let scenario = scenario.as_ref().map_err(Clone::clone)?;
        let (survey, slot) = (self.survey, &mut self.simulation);
        let taken = caught(|| {
            let simulation = slot.get_or_insert_with(|| Simulation::new(scenario));
            let history = simulation.run(scenario, survey.seed, replicate, RecordOptions { panel: survey.panel, ..RecordOptions::default() })?;
            finite((survey.take)(history))
        });
        let taken = taken.unwrap_or_else(|reason| Err(Failure::of_the_run(reason)));
        if taken.is_err() {
            // A state that was left in the middle of a step is not used again.
            self.simulation = None;
        }
        taken
    }
}

fn finite(values: Vec<Option<f64>>) -> Taken {
    match values.iter().flatten().find(|v| !v.is_finite()) {
        Some(value) => Err(Failure::of_the_run(format!("a number taken from the run is {value}"))),
        None => Ok(values),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Draft;

    fn survey(threads: usize, take: &(dyn Fn(&History) -> Vec<Option<f64>> + Sync)) -> Vec<Sample> {
        let scenario = |point: usize| {
            let mut draft = Draft::registry("short");
            draft.set("run.quarters", &(point + 1).to_string())?;
            draft.build()
        };
        let survey = Survey { replicates: &[5, 1, 2], scenario: &scenario, take, seed: 1, threads, panel: false };
        let mut samples = Vec::new();
        survey.conduct(&mut samples, &AtomicBool::new(false)).unwrap();
        samples
    }

    #[test]
    fn every_point_has_its_replicates_whatever_the_threads() {
        let take = |h: &History| vec![Some(h.quarters.len() as f64), h.quarters.last().map(|q| q.revenue())];
        let one = survey(1, &take);
        assert_eq!(one.iter().map(|s| s.runs.len()).collect::<Vec<_>>(), [5, 1, 2]);
        assert_eq!(one[2].present(0), [3.0, 3.0]);
        assert_eq!(one, survey(3, &take));
    }

    #[test]
    fn a_number_that_is_not_finite_fails_its_run_only() {
        let samples = survey(2, &|h| vec![Some(if h.quarters.len() == 2 { f64::NAN } else { 1.0 })]);
        assert_eq!(samples.iter().map(Sample::failed).collect::<Vec<_>>(), [0, 1, 0]);
        assert_eq!(samples[1].column(0), [None]);
    }
}
