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
        self.start(&|t| step(t, RecordOptions::default()))?;
        let (e, history) = (&mut self.economy, &mut self.records.history);
        opening::open_stocks(e);
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
        self.economy.event_memory.reset(constants.events.len());
        self.economy.year_works.forget_all();
        self.economy.year_credits.clear();
        self.economy.year = Default::default();
    }

    /// The state in which the run starts: that kept of the same burn-in, or that of a burn-in.
    fn start<'a>(&mut self, step: &dyn Fn(i32) -> StepContext<'a>) -> Result<(), InvariantViolation> {
        let StepContext { constants, draws, .. } = step(0);
        if let Some(kept) = self.burnt_in.as_ref().filter(|kept| kept.is_of(constants, draws)) {
            kept.restore(&mut self.economy);
            return Ok(());
        }
        self.burn_in(step)?;
        match &mut self.burnt_in {
            Some(kept) => kept.keep(&self.economy, constants, draws),
            none => *none = Some(Snapshot::of(&self.economy, constants, draws)),
        }
        Ok(())
    }

    /// The initial state (2.2) and both parts of the burn-in (2.3).
    fn burn_in<'a>(&mut self, step: &dyn Fn(i32) -> StepContext<'a>) -> Result<(), InvariantViolation> {
        let (first, e, w, records) = (step(0), &mut self.economy, &mut self.workspaces, &mut self.records);
        founding::found_economy(&first, e, &mut w.founding);
        records.stopwatch.lap(Process::Founding);
        let settling = first.constants.settling_starts();
        for t in first.constants.burn_in_starts()..settling {
            burn_in_quarter(&step(t), e, w, &mut records.stopwatch);
        }
        burn_in::freeze_references(&first, e, &mut w.tiers);
        opening::open_stocks(e);
        for t in settling..0 {
            quarter(&step(t), e, w, records)?;
            burn_in::take_views(e);
        }
        burn_in::open_year(e);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Draft;
    use crate::units::{Market, Strategy};

    /// The registry's world with settings.
    fn world(settings: &[(&str, &str)]) -> Scenario {
        let mut draft = Draft::registry("registry");
        for (path, value) in settings {
            draft.set(path, value).expect("the registry has the setting");
        }
        draft.build().expect("the scenario is sound")
    }

    /// A simulation of a scenario after its burn-in.
    fn burnt_in(scenario: &Scenario) -> (Simulation, Result<(), InvariantViolation>) {
        let (mut simulation, constants) = (Simulation::new(scenario), RunConstants::new(scenario));
        let (draws, cpu) = (Draws::new(1, 0), Cpu::detect());
        let step = |t: i32| StepContext { constants: &constants, draws, t, time: Time::quarter(t), cpu, record: RecordOptions::default() };
        let ended = simulation.burn_in(&step);
        (simulation, ended)
    }

    #[test]
    fn the_korean_share_is_that_of_the_start_when_the_run_opens() {
        for settling in ["0", "8"] {
            let scenario = world(&[("settling_quarters", settling)]);
            let (simulation, ended) = burnt_in(&scenario);
            ended.expect("the burn-in holds its invariants");
            for m in 0..Market::COUNT {
                let (share, wanted) = (simulation.economy.markets.korean_share[m], scenario.parameters.initial_korean_share[m]);
                assert!((share - wanted).abs() < 1e-12, "{share} instead of {wanted} after {settling} quarters");
            }
        }
    }

    #[test]
    fn the_year_and_the_references_of_the_run_begin_with_it() {
        let scenario = world(&[("settling_quarters", "8"), ("run.start", "2026Q3")]);
        let (Simulation { economy: e, .. }, ended) = burnt_in(&scenario);
        ended.expect("the burn-in holds its invariants");
        assert!(e.labels.profit_year.iter().chain(&e.creators.income).all(|money| *money == 0.0));
        assert!(e.year_works.label.is_empty() && e.year_credits.is_empty());
        assert_eq!(e.press.industry_reference, e.press.industry_view);
        // Pools do not grow, and no label is older than it can be.
        assert_eq!(e.conditions.pool, scenario.parameters.market_pool);
        assert!(e.labels.born.iter().any(|born| (-8..0).contains(born)), "nobody entered in the settling");
    }

    #[test]
    fn a_violation_in_the_settling_is_told_with_its_quarter() {
        let mut scenario = world(&[("settling_quarters", "4")]);
        scenario.parameters.initial_cash[0] = f64::INFINITY;
        let (_, ended) = burnt_in(&scenario);
        let violation = ended.expect_err("the sum of cash is no number");
        assert_eq!((violation.quarter, violation.reason.as_str()), (-4, "cash of labels is inf, not a finite number"));
    }

    /// Part of the tie_in works of a quarter that are planned early, in a few replicates.
    fn early_tie_ins(settings: &[(&str, &str)]) -> f64 {
        let scenario = world(&[&[("run.quarters", "1"), ("settling_quarters", "0")], settings].concat());
        let mut simulation = Simulation::new(&scenario);
        let (mut early, mut all) = (0, 0);
        for replicate in 0..4 {
            simulation.run(&scenario, 1, replicate, RecordOptions::default()).expect("no invariant breaks");
            let works = &simulation.economy.works;
            let tie_ins = || works.strategy.iter().zip(&works.early).filter(|(strategy, _)| **strategy == Strategy::TieIn);
            (early, all) = (early + tie_ins().filter(|(_, early)| **early).count(), all + tie_ins().count());
        }
        early as f64 / all as f64
    }

    #[test]
    fn the_cheaper_it_is_to_plan_early_the_more_works_are() {
        let [cheap, dear] = ["0.4", "0.9"].map(|factor| early_tie_ins(&[("early_cost_factor", factor)]));
        assert!(cheap > dear + 0.1, "{cheap} against {dear}");
    }

    #[test]
    fn the_more_slots_there_are_the_more_works_are_localised_before_they_have_one() {
        const SLOTS: [&str; 4] = ["base_slots.global_video", "base_slots.us_social", "base_slots.asia_regional", "base_slots.domestic"];
        let [few, many] = ["1", "100"].map(|slots| early_tie_ins(&SLOTS.map(|name| (name, slots))));
        assert!(many > few + 0.1, "{many} against {few}");
    }
}
