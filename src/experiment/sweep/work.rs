//! Runs portions of a sweep in threads and delivers the runs in order.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use cpu_time::{ProcessTime, ThreadTime};

use super::SweepPlan;
use crate::experiment::in_order::in_order;
use crate::experiment::observe::observe_outcomes;
use crate::experiment::panics::caught;
use crate::experiment::{Failure, SinkError};
use crate::model::{Simulation, Watch};

/// Most runs that a thread does before it delivers them.
const UNIT: usize = 16;

/// Consecutive runs over a list of cases: run i is replicate i / cases, case i % cases.
#[derive(Clone, Debug)]
pub struct Portion<'a> {
    /// Cases of the plan, in the order in which they are run.
    pub cases: &'a [u32],
    /// Runs to do, counted over all replicates from 0.
    pub runs: Range<u64>,
}

/// One run as it is handed to the sink.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepRun {
    /// Case of the plan.
    pub case: usize,
    /// Replicate, from 0.
    pub replicate: u32,
    /// One value for each outcome of the plan, or why there is none.
    pub outcomes: Result<Vec<Option<f64>>, Failure>,
}

/// Where runs flow, in the order of the portions whatever the number of threads.
pub trait SweepSink {
    /// Takes the next runs of a portion; an error ends the work.
    fn take(&mut self, portion: usize, runs: &[SweepRun]) -> Result<(), SinkError>;
}

/// Where the time went, over all threads.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cost {
    /// Runs done.
    pub runs: u64,
    /// Processor time in the simulation alone, summed over threads.
    pub simulation: Duration,
    /// Processor time of the whole process.
    pub processor: Duration,
    /// Time in the sink.
    pub sink: Duration,
    /// Time from start to end.
    pub elapsed: Duration,
    /// Whether everything was done, not told to stop before.
    pub complete: bool,
}

/// A unit of work: runs of one portion, delivered together.
struct Delivery {
    portion: usize,
    runs: Vec<SweepRun>,
    /// Whether the unit was done to its end.
    whole: bool,
}

/// Does all portions, one after the other. When `stop` becomes true, runs in hand are finished, delivered, and no
/// other is begun.
pub fn work(plan: &SweepPlan, portions: &[Portion<'_>], threads: usize, sink: &mut dyn SweepSink, stop: &AtomicBool) -> Result<Cost, SinkError> {
    let (began, processor) = (Instant::now(), ProcessTime::now());
    let units = Units::of(portions, plan.share_a_burn_in());
    let simulated = AtomicU64::new(0);
    let worker = || {
        let mut simulation = None;
        let (units, simulated) = (&units, &simulated);
        move |number: u32| {
            let (portion, runs) = units.at(portions, u64::from(number));
            let mut done = Vec::with_capacity(UNIT);
            for run in runs.clone() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let cases = portions[portion].cases;
                let (replicate, case) = (run / cases.len() as u64, cases[(run % cases.len() as u64) as usize] as usize);
                done.push(one_run(plan, &mut simulation, case, replicate as u32, simulated));
            }
            let whole = done.len() as u64 == runs.end - runs.start;
            (!done.is_empty()).then_some(Delivery { portion, runs: done, whole })
        }
    };
    let mut cost = Cost { complete: true, ..Cost::default() };
    let total = units.count();
    let units_done = in_order(total, threads, worker, |delivery: Delivery| -> Result<(), SinkError> {
        // What follows a unit that was broken off would leave a gap.
        if !cost.complete {
            return Ok(());
        }
        let took = Instant::now();
        sink.take(delivery.portion, &delivery.runs)?;
        cost.sink += took.elapsed();
        cost.runs += delivery.runs.len() as u64;
        cost.complete = delivery.whole;
        Ok(())
    })?;
    cost.complete &= units_done == total;
    cost.simulation = Duration::from_nanos(simulated.into_inner());
    (cost.elapsed, cost.processor) = (began.elapsed(), processor.elapsed());
    Ok(cost)
}

/// One run, with whatever goes wrong in it recorded.
fn one_run(plan: &SweepPlan, simulation: &mut Option<Simulation>, case: usize, replicate: u32, simulated: &AtomicU64) -> SweepRun {
    let outcomes = plan.with_scenario(case, |scenario| {
        let scenario = scenario.map_err(|reason| Failure::of_the_run(reason.clone()))?;
        let run = caught(|| {
            let began = ThreadTime::now();
            let simulation = simulation.get_or_insert_with(|| Simulation::new(scenario));
            let history = simulation.run(scenario, plan.file.seed, replicate, Watch::default())?;
            simulated.fetch_add(began.elapsed().as_nanos() as u64, Ordering::Relaxed);
            observe_outcomes(&plan.outcomes, history)
        });
        run.unwrap_or_else(|reason| Err(Failure::of_the_run(reason)))
    });
    if outcomes.is_err() {
        // A state that was left in the middle of a step is not used again.
        *simulation = None;
    }
    SweepRun { case, replicate, outcomes }
}

/// Portions cut into units that do not tear apart cases with a shared burn-in more than they must.
struct Units {
    length: u64,
    /// Number of the first unit of each portion, and of the end.
    first: Vec<u64>,
}

impl Units {
    fn of(portions: &[Portion<'_>], together: usize) -> Self {
        let length = if together <= UNIT { UNIT / together * together } else { together.div_ceil(together.div_ceil(UNIT)) } as u64;
        let mut units = Self { length, first: vec![0] };
        for portion in portions {
            let count =
                if portion.runs.is_empty() { 0 } else { units.of_run(portion, portion.runs.end - 1) - units.of_run(portion, portion.runs.start) + 1 };
            units.first.push(units.first[units.first.len() - 1] + count);
        }
        units
    }

    fn count(&self) -> u32 {
        u32::try_from(self.first[self.first.len() - 1]).unwrap_or(u32::MAX)
    }

    /// Units of a whole replicate.
    fn of_replicate(&self, portion: &Portion<'_>) -> u64 {
        (portion.cases.len() as u64).div_ceil(self.length)
    }

    /// Number within its portion, from the portion's replicate 0, of the unit that holds a run.
    fn of_run(&self, portion: &Portion<'_>, run: u64) -> u64 {
        let cases = portion.cases.len() as u64;
        run / cases * self.of_replicate(portion) + run % cases / self.length
    }

    /// Portion and runs of a unit.
    fn at(&self, portions: &[Portion<'_>], unit: u64) -> (usize, Range<u64>) {
        let number = self.first.partition_point(|first| *first <= unit) - 1;
        let portion = &portions[number];
        let unit = unit - self.first[number] + self.of_run(portion, portion.runs.start);
        let (cases, per_replicate) = (portion.cases.len() as u64, self.of_replicate(portion));
        let start = unit / per_replicate * cases + unit % per_replicate * self.length;
        let end = (unit / per_replicate * cases + cases).min(start + self.length);
        (number, start.max(portion.runs.start)..end.min(portion.runs.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_cover_every_run_of_every_portion_once_and_in_order() {
        let cases: Vec<u32> = (0..37).collect();
        let portions = [(0, 0), (5, 200), (3, 3), (74, 111), (36, 38)].map(|(start, end)| Portion { cases: &cases, runs: start..end });
        for together in [1, 3, 10, 16, 17, 37, 100] {
            let units = Units::of(&portions, together);
            let all: Vec<(usize, u64)> =
                (0..u64::from(units.count())).map(|u| units.at(&portions, u)).flat_map(|(p, runs)| runs.map(move |run| (p, run))).collect();
            let expected: Vec<(usize, u64)> =
                portions.iter().enumerate().flat_map(|(p, portion)| portion.runs.clone().map(move |run| (p, run))).collect();
            assert_eq!(all, expected, "{together}");
        }
    }
}
