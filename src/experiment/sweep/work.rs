//! Runs portions of a sweep in threads and delivers the runs in order.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use cpu_time::{ProcessTime, ThreadTime};

use super::SweepPlan;
use crate::experiment::engine::in_order::in_order;
use crate::experiment::engine::observe::observe_outcomes;
use crate::experiment::engine::panics::caught;
use crate::experiment::{Failure, SinkError};
use crate::model::{RecordOptions, Simulation};

/// Runs of ten years of the whole industry that a thread does before it delivers them.
const UNIT: usize = 16;
/// Label-quarters of so many runs; of shorter runs a unit has more.
const UNIT_LABEL_QUARTERS: f64 = UNIT as f64 * 16_000.0;
/// Most runs of a unit: what a kill costs each thread.
const MOST: usize = 128;

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
    /// Processor time in the simulation alone, summed over threads: that of all units of work times the share of the
    /// simulation in their time on the wall.
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
    let units = Units::of(portions, plan.share_a_burn_in(), runs_of_a_unit(plan));
    let clock = Clock::default();
    // Lists of values that were delivered serve again: to allocate them in one thread and free them in another is slow.
    let spent = Mutex::new(Vec::new());
    let worker = || {
        let mut simulation = None;
        let (units, clock, spent) = (&units, &clock, &spent);
        move |number: u32| {
            // Within the time on the wall nothing asks the system, which would put the thread aside there before all.
            let processor = ThreadTime::now();
            let began = Instant::now();
            let mut simulated = Duration::ZERO;
            let mut lists = lists_of(take_one(spent));
            let (portion, runs) = units.at(portions, u64::from(number));
            let mut done = Vec::with_capacity((runs.end - runs.start) as usize);
            for run in runs.clone() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let cases = portions[portion].cases;
                let (replicate, case) = (run / cases.len() as u64, cases[(run % cases.len() as u64) as usize] as usize);
                let values = lists.next().unwrap_or_default();
                done.push(one_run(plan, &mut simulation, case, replicate as u32, values, &mut simulated));
            }
            drop(lists);
            let wall = began.elapsed();
            clock.add(processor.elapsed(), wall, simulated);
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
        spent.lock().unwrap_or_else(PoisonError::into_inner).push(delivery.runs);
        Ok(())
    })?;
    cost.complete &= units_done == total;
    cost.simulation = clock.simulation();
    (cost.elapsed, cost.processor) = (began.elapsed(), processor.elapsed());
    Ok(cost)
}

/// Runs that were delivered, if there are any whose lists are not yet used again.
fn take_one(spent: &Mutex<Vec<Vec<SweepRun>>>) -> Vec<SweepRun> {
    spent.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
}

/// The lists of values of runs, emptied.
fn lists_of(runs: Vec<SweepRun>) -> impl Iterator<Item = Vec<Option<f64>>> {
    let emptied = |mut values: Vec<Option<f64>>| {
        values.clear();
        values
    };
    runs.into_iter().filter_map(move |run| run.outcomes.ok().map(emptied))
}

/// Runs that make a unit, so that handing them over costs little beside them.
fn runs_of_a_unit(plan: &SweepPlan) -> usize {
    let longest = plan.bases.iter().map(|base| base.scenario.label_quarters() as f64).fold(1.0, f64::max);
    ((UNIT_LABEL_QUARTERS / longest) as usize).clamp(UNIT, MOST)
}

/// Time of units, ns. Short runs are told apart from what is done with them by the clock on the wall, which takes a
/// twentieth of the time that the system takes to tell the processor time of a thread.
#[derive(Default)]
struct Clock {
    processor: AtomicU64,
    wall: AtomicU64,
    /// Of the time on the wall, in the simulation.
    simulated: AtomicU64,
}

impl Clock {
    fn add(&self, processor: Duration, wall: Duration, simulated: Duration) {
        for (sum, time) in [(&self.processor, processor), (&self.wall, wall), (&self.simulated, simulated)] {
            sum.fetch_add(time.as_nanos() as u64, Ordering::Relaxed);
        }
    }

    /// Processor time in the simulation.
    fn simulation(self) -> Duration {
        let [processor, wall, simulated] = [self.processor, self.wall, self.simulated].map(|time| time.into_inner() as f64);
        Duration::from_nanos(if wall > 0.0 { (processor * (simulated / wall).min(1.0)) as u64 } else { 0 })
    }
}

/// One run, with whatever goes wrong in it recorded. `values` is an empty list to be filled; `simulated` grows by the time
/// in the simulation.
fn one_run(
    plan: &SweepPlan,
    simulation: &mut Option<Simulation>,
    case: usize,
    replicate: u32,
    values: Vec<Option<f64>>,
    simulated: &mut Duration,
) -> SweepRun {
    let outcomes = plan.with_scenario(case, |scenario| {
        let scenario = scenario.map_err(|reason| Failure::of_the_run(reason.clone()))?;
        let run = caught(|| {
            let simulation = simulation.get_or_insert_with(|| Simulation::new(scenario));
            let began = Instant::now();
            let history = simulation.run(scenario, plan.file.seed, replicate, RecordOptions::default())?;
            *simulated += began.elapsed();
            observe_outcomes(&plan.outcomes, history, values)
        });
        run.unwrap_or_else(|reason| Err(Failure::of_the_run(reason)))
    });
    if outcomes.is_err() {
        // A state that was left in the middle of a step is not used again.
        *simulation = None;
    }
    SweepRun { case, replicate, outcomes }
}

/// Portions cut into units: some whole replicates of few cases, or a part of one that does not tear apart cases with a
/// shared burn-in more than it must.
struct Units {
    length: u64,
    /// Number of the first unit of each portion, and of the end.
    first: Vec<u64>,
}

impl Units {
    /// Units of about `wanted` runs; `together` cases share a burn-in.
    fn of(portions: &[Portion<'_>], together: usize, wanted: usize) -> Self {
        let length = if together <= wanted { wanted / together * together } else { together.div_ceil(together.div_ceil(wanted)) } as u64;
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

    /// Runs that no unit reaches beyond, and units of them: one of whole replicates, or those of one replicate.
    fn stretch(&self, portion: &Portion<'_>) -> (u64, u64) {
        let cases = portion.cases.len() as u64;
        ((self.length / cases).max(1) * cases, cases.div_ceil(self.length))
    }

    /// Number within its portion, from the portion's replicate 0, of the unit that holds a run.
    fn of_run(&self, portion: &Portion<'_>, run: u64) -> u64 {
        let (stretch, units) = self.stretch(portion);
        run / stretch * units + if units > 1 { run % stretch / self.length } else { 0 }
    }

    /// Portion and runs of a unit.
    fn at(&self, portions: &[Portion<'_>], unit: u64) -> (usize, Range<u64>) {
        let number = self.first.partition_point(|first| *first <= unit) - 1;
        let portion = &portions[number];
        let unit = unit - self.first[number] + self.of_run(portion, portion.runs.start);
        let (stretch, units) = self.stretch(portion);
        let start = unit / units * stretch + unit % units * self.length;
        let end = (unit / units * stretch + stretch).min(start + self.length);
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
        for (together, wanted) in [1, 3, 10, 16, 17, 37, 100].into_iter().flat_map(|together| [(together, 16), (together, 64), (together, 200)]) {
            let units = Units::of(&portions, together, wanted);
            let all: Vec<(usize, u64)> =
                (0..u64::from(units.count())).map(|u| units.at(&portions, u)).flat_map(|(p, runs)| runs.map(move |run| (p, run))).collect();
            let expected: Vec<(usize, u64)> =
                portions.iter().enumerate().flat_map(|(p, portion)| portion.runs.clone().map(move |run| (p, run))).collect();
            assert_eq!(all, expected, "{together} of {wanted}");
        }
    }
}
