//! A simulation: the state of one economy beside its working memory and its records, reused from run to run.

use std::time::Duration;

use super::constants::RunConstants;
use super::process::invariants::InvariantViolation;
use super::process::{Workspaces, burn_in, founding, opening, trace};
use super::record::{History, Process, Records};
use super::state::{Economy, Government, Snapshot};
use super::step::{RecordOptions, StepContext};
use super::{burn_in_quarter, quarter};
use crate::draw::{Draws, Time};
use crate::math::Cpu;
use crate::model::columns::Table;
use crate::scenario::Scenario;

/// What one thread simulates with, replicate after replicate.
#[derive(Debug)]
pub struct Simulation {
    economy: Economy,
    workspaces: Workspaces,
    records: Records,
    /// State after the last burn-in, for the twins of the replicate.
    burnt_in: Option<Snapshot>,
}

impl Simulation {
    /// Allocates for the scenario.
    pub fn new(scenario: &Scenario) -> Self {
        let constants = RunConstants::new(scenario);
        let records = Records::allocate(&constants);
        Self { economy: Economy::allocate(&constants), workspaces: Workspaces::allocate(&constants), records, burnt_in: None }
    }

    /// Simulates one replicate; a function of scenario, seed and replicate alone.
    ///
    /// Scenarios that differ in policy or events alone have the same burn-in: run after one another on one
    /// `Simulation`, replicate by replicate, they share it.
    pub fn run(&mut self, scenario: &Scenario, seed: u64, replicate: u32, record: RecordOptions) -> Result<&History, InvariantViolation> {
        let constants = RunConstants::new(scenario);
        let (draws, cpu) = (Draws::new(seed, replicate), Cpu::detect());
        let step = |t: i32, record: RecordOptions| StepContext { constants: &constants, draws, t, time: Time::quarter(t), cpu, record };

        self.fit(&constants);
        self.records.stopwatch.start(record.time);
        self.clear(&constants);
        self.start(&|t| step(t, RecordOptions::default()));
        let (e, history) = (&mut self.economy, &mut self.records.history);
        opening::open_run(e);
        history.opening.clone_from(&e.ledger);
        trace::open(&step(0, record), e, &mut history.trace);
        for t in 0..constants.quarters as i32 {
            quarter(&step(t, record), e, &mut self.workspaces, &mut self.records)?;
        }
        Ok(&self.records.history)
    }

    /// Time of each process in the last run, where it was watched.
    pub fn times(&self) -> &[Duration; Process::COUNT] {
        self.records.stopwatch.spent()
    }

    /// Allocates anew what does not have the sizes of a run.
    fn fit(&mut self, constants: &RunConstants) {
        let e = &mut self.economy;
        if e.labels.slots() != constants.label_slots() || e.creators.slots() != constants.creator_slots {
            *e = Economy::allocate(constants);
            self.workspaces = Workspaces::allocate(constants);
        } else if !e.government.matches(constants) {
            e.government = Government::allocate(constants);
        }
    }

    /// Forgets the run before.
    fn clear(&mut self, constants: &RunConstants) {
        self.records.history.clear(constants);
        self.economy.government.reset(constants);
        self.economy.year_works.forget_all();
        self.economy.year_credits.clear();
        self.economy.year = Default::default();
    }

    /// The state in which the run starts: that kept of the same burn-in, or that of a burn-in.
    fn start<'a>(&mut self, step: &dyn Fn(i32) -> StepContext<'a>) {
        let first = step(0);
        let (parameters, draws) = (first.constants.p, first.draws);
        if let Some(kept) = self.burnt_in.as_ref().filter(|kept| kept.is_of(parameters, draws)) {
            return kept.restore(&mut self.economy);
        }
        self.burn_in(step);
        match &mut self.burnt_in {
            Some(kept) => kept.keep(&self.economy, parameters, draws),
            none => *none = Some(Snapshot::of(&self.economy, parameters, draws)),
        }
    }

    /// The initial state (2.2) and the burn-in (2.3).
    fn burn_in<'a>(&mut self, step: &dyn Fn(i32) -> StepContext<'a>) {
        let (first, e, w, stopwatch) = (step(0), &mut self.economy, &mut self.workspaces, &mut self.records.stopwatch);
        founding::found_economy(&first, e, &mut w.founding);
        stopwatch.lap(Process::Founding);
        for t in -(first.constants.p.burn_in_quarters as i32)..0 {
            burn_in_quarter(&step(t), e, w, stopwatch);
        }
        burn_in::freeze_references(&first, e, &mut w.tiers);
    }
}
