//! Runs mixes in blocks, in threads, with what a journal holds already taken from there.
//!
//! Work is cut into units, which are numbered over the whole search. Of shards each makes every so-manieth unit, and takes those of the others
//! from their journals as soon as they are there: all shards know the same runs, and go the same way.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::plan::SearchPlan;
use crate::experiment::engine::in_order::in_order;
use crate::experiment::engine::observe::observe_outcomes;
use crate::experiment::engine::panics::caught;
use crate::experiment::engine::survey::Taken;
use crate::experiment::sweep::Shard;
use crate::experiment::{Failure, SinkError};
use crate::model::{RecordOptions, Simulation};
use crate::scenario::Scenario;
use crate::scenario::search::Mix;

/// Mixes of a unit of work, which share their burn-in.
const MIXES: usize = 16;
/// Blocks of a unit.
const BLOCKS: u32 = 4;

/// Time between two looks for the runs of another shard.
const PAUSE: Duration = Duration::from_millis(50);

/// Where runs are kept, in the order in which they are asked for.
pub trait SearchTape {
    /// Up to so many of the next runs that are there.
    fn recorded(&mut self, count: usize) -> Result<Vec<Taken>, SinkError>;
    /// Keeps the runs that follow all that is there.
    fn append(&mut self, runs: &[Taken]) -> Result<(), SinkError>;
    /// The next runs of another shard; `None` while not all of them are there.
    fn of_shard(&mut self, shard: u32, _count: usize) -> Result<Option<Vec<Taken>>, SinkError> {
        Err(format!("there is no shard {shard}").into())
    }
}

/// Keeps nothing.
impl SearchTape for () {
    fn recorded(&mut self, _count: usize) -> Result<Vec<Taken>, SinkError> {
        Ok(Vec::new())
    }
    fn append(&mut self, _runs: &[Taken]) -> Result<(), SinkError> {
        Ok(())
    }
}

/// Who is told how far a search is.
pub trait SearchWatcher {
    /// A stage begins, with about so many runs before it ends.
    fn stage(&mut self, _name: &str, _runs: u64) {}
    /// So many more runs are there.
    fn runs(&mut self, _count: u64) {}
}

/// Watches nothing.
impl SearchWatcher for () {}

/// Why a search ended early.
#[derive(Debug)]
pub enum SearchError {
    /// It was told to stop.
    Interrupted,
    /// What keeps its runs cannot take or give more.
    Tape(SinkError),
    /// It cannot go on; a sentence.
    Stuck(String),
}

/// Kept outcomes of a mix in one block, world by world; empty where a run failed.
pub type BlockValues = Vec<Vec<Option<f64>>>;

/// Runs mixes of a search.
pub struct Evaluator<'a> {
    /// The search.
    pub plan: &'a SearchPlan,
    /// Number of threads.
    pub threads: usize,
    /// Where runs are kept.
    pub tape: &'a mut dyn SearchTape,
    /// Who is told.
    pub watcher: &'a mut dyn SearchWatcher,
    /// Raised to stop.
    pub stop: &'a AtomicBool,
    /// The part that is made here; `None`: all.
    pub shard: Option<Shard>,
    /// Units so far.
    pub units: u64,
    /// Runs so far.
    pub runs: u64,
    /// Of these, those that failed.
    pub failed: u64,
    /// Why the first of them did.
    pub first_failure: Option<String>,
}

/// Some mixes in some blocks of one world.
struct Unit {
    mixes: Range<usize>,
    blocks: Range<u32>,
    world: usize,
}

impl Unit {
    fn runs(&self) -> usize {
        self.mixes.len() * self.blocks.len()
    }
}

impl Evaluator<'_> {
    /// Values of each mix in each of some blocks; replicates are numbered from `first` on.
    pub fn blocks(&mut self, mixes: &[&Mix], blocks: Range<u32>, first: u32) -> Result<Vec<Vec<BlockValues>>, SearchError> {
        let worlds = self.plan.file.worlds.len();
        let units = units(mixes.len(), &blocks, worlds);
        let shards = self.shard.map_or(1, |shard| shard.count);
        let maker = |unit: usize| ((self.units + unit as u64) % u64::from(shards)) as u32;
        let makers: Vec<u32> = (0..units.len()).map(maker).collect();
        let mut made = Vec::new();
        // What is made here comes first, so that no shard waits for one that waits for it.
        let own = self.shard.map_or(0, |shard| shard.index);
        for shard in std::iter::once(own).chain((0..shards).filter(|shard| *shard != own)) {
            let of: Vec<&Unit> = units.iter().zip(&makers).filter(|(_, maker)| **maker == shard).map(|(unit, _)| unit).collect();
            let runs = if shard == own { self.make(&of, mixes, first)? } else { self.wait(shard, of.iter().map(|unit| unit.runs()).sum())? };
            made.push((shard, runs.into_iter()));
        }
        let mut all = Vec::with_capacity(units.iter().map(Unit::runs).sum());
        for (unit, maker) in units.iter().zip(&makers) {
            let (_, runs) = made.iter_mut().find(|(shard, _)| shard == maker).expect("every shard has its runs");
            all.extend(runs.take(unit.runs()));
        }
        self.units += units.len() as u64;
        self.count(&all);
        Ok(sorted(&units, all, mixes.len(), &blocks, worlds))
    }

    /// Makes units, but for what the journal has of them.
    fn make(&mut self, units: &[&Unit], mixes: &[&Mix], first: u32) -> Result<Vec<Taken>, SearchError> {
        let total: usize = units.iter().map(|unit| unit.runs()).sum();
        let mut all = self.tape.recorded(total).map_err(SearchError::Tape)?;
        self.watcher.runs(all.len() as u64);
        if let (Some(kept), Some(unit)) = (all.first(), units.first()) {
            self.recheck(unit, mixes, first, kept)?;
        }
        // Units of which the journal has a part are done again, and what it has of them is left out.
        let (mut whole, mut upto) = (0, 0);
        while whole < units.len() && upto + units[whole].runs() <= all.len() {
            upto += units[whole].runs();
            whole += 1;
        }
        let mut skip = all.len() - upto;
        let left = &units[whole..];
        let (plan, stop, tape, watcher) = (self.plan, self.stop, &mut *self.tape, &mut *self.watcher);
        let worker = || {
            let mut worker = Worker { plan, mixes, first, simulation: None };
            move |number: u32| worker.unit(left[number as usize], stop)
        };
        let done = in_order(left.len() as u32, self.threads, worker, |mut runs: Vec<Taken>| {
            let runs = runs.split_off(std::mem::take(&mut skip));
            tape.append(&runs)?;
            watcher.runs(runs.len() as u64);
            all.extend(runs);
            Ok(())
        });
        let done = done.map_err(SearchError::Tape)?;
        if (done as usize) < left.len() { Err(SearchError::Interrupted) } else { Ok(all) }
    }

    /// Waits for the runs of another shard.
    fn wait(&mut self, shard: u32, count: usize) -> Result<Vec<Taken>, SearchError> {
        loop {
            if let Some(runs) = self.tape.of_shard(shard, count).map_err(SearchError::Tape)? {
                self.watcher.runs(runs.len() as u64);
                return Ok(runs);
            }
            if self.stop.load(Ordering::Relaxed) {
                return Err(SearchError::Interrupted);
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Makes the first run of each part of a journal again: a program that gives other numbers, or would ask for other runs, must not go on.
    fn recheck(&self, unit: &Unit, mixes: &[&Mix], first: u32, kept: &Taken) -> Result<(), SearchError> {
        let (mix, block) = (unit.mixes.start, unit.blocks.start);
        let mut worker = Worker { plan: self.plan, mixes, first, simulation: None };
        let again = worker.unit(&Unit { mixes: mix..mix + 1, blocks: block..block + 1, world: unit.world }, &AtomicBool::new(false));
        // Of a reason the journal keeps what fits.
        let same = again.iter().flatten().all(|run| run == kept || (run.is_err() && kept.is_err()));
        if same {
            return Ok(());
        }
        let text = "this program gives other numbers than the one that began the search, or asks for other runs: a run of the journal, done \
                    again, is not the same; allowed: the program that began it, or another folder";
        Err(SearchError::Stuck(text.into()))
    }

    fn count(&mut self, runs: &[Taken]) {
        self.runs += runs.len() as u64;
        self.failed += runs.iter().filter(|run| run.is_err()).count() as u64;
        if self.first_failure.is_none() {
            self.first_failure = runs.iter().find_map(|run| run.as_ref().err()).map(|failure| failure.reason.clone());
        }
    }
}

/// All units: by blocks, then worlds, then mixes.
fn units(mixes: usize, blocks: &Range<u32>, worlds: usize) -> Vec<Unit> {
    let mut units = Vec::new();
    for start in blocks.clone().step_by(BLOCKS as usize) {
        for world in 0..worlds {
            for from in (0..mixes).step_by(MIXES) {
                units.push(Unit { mixes: from..(from + MIXES).min(mixes), blocks: start..(start + BLOCKS).min(blocks.end), world });
            }
        }
    }
    units
}

/// Runs in the order of units, by mix and block.
fn sorted(units: &[Unit], runs: Vec<Taken>, mixes: usize, blocks: &Range<u32>, worlds: usize) -> Vec<Vec<BlockValues>> {
    let mut found = vec![vec![vec![Vec::new(); worlds]; blocks.len()]; mixes];
    let mut runs = runs.into_iter();
    for unit in units {
        for block in unit.blocks.clone() {
            for mix in unit.mixes.clone() {
                let values = runs.next().and_then(Result::ok).unwrap_or_default();
                found[mix][(block - blocks.start) as usize][unit.world] = values;
            }
        }
    }
    found
}

/// One thread's state.
struct Worker<'a> {
    plan: &'a SearchPlan,
    mixes: &'a [&'a Mix],
    first: u32,
    simulation: Option<Simulation>,
}

impl Worker<'_> {
    /// Block by block all mixes of the unit, which share the burn-in of the block; `None` when told to stop.
    fn unit(&mut self, unit: &Unit, stop: &AtomicBool) -> Option<Vec<Taken>> {
        let built = |mix: usize| {
            let draft = self.plan.file.draft(self.mixes[mix], unit.world).and_then(|draft| draft.build_for_runs());
            draft.map_err(|problems| Failure::of_the_run(problems.to_string()))
        };
        let scenarios: Vec<Result<Scenario, Failure>> = unit.mixes.clone().map(built).collect();
        let mut runs = Vec::with_capacity(unit.runs());
        for block in unit.blocks.clone() {
            for scenario in &scenarios {
                if stop.load(Ordering::Relaxed) {
                    return None;
                }
                runs.push(self.run(scenario, self.first + block));
            }
        }
        Some(runs)
    }

    fn run(&mut self, scenario: &Result<Scenario, Failure>, replicate: u32) -> Taken {
        let scenario = scenario.as_ref().map_err(Clone::clone)?;
        let (slot, plan) = (&mut self.simulation, self.plan);
        let run = caught(|| {
            let simulation = slot.get_or_insert_with(|| Simulation::new(scenario));
            let history = simulation.run(scenario, plan.file.seed, replicate, RecordOptions::default())?;
            observe_outcomes(&plan.outcomes, history, Vec::new())
        });
        let run = run.unwrap_or_else(|reason| Err(Failure::of_the_run(reason)));
        if run.is_err() {
            // A state that was left in the middle of a step is not used again.
            self.simulation = None;
        }
        run
    }
}
