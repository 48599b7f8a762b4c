//! The model: one quarter as a timetable of calls, in the order and with the headings of `docs/odd.md`.

mod columns;
mod constants;
mod process;
mod record;
mod state;
mod step;

pub use process::invariants::InvariantViolation;
pub use record::{
    Choice, ChoiceRow, Entrant, Flow, History, Ledger, Line, PanelRow, Process, QuarterTotals, Sector, Trace, UtilityTerms, WorkTrace, Yardsticks,
    YearTotals, identities, taken,
};
pub use step::RecordOptions;

use crate::draw::{Draws, Purpose, Time};
use crate::math::{self, Cpu};
use crate::scenario::Scenario;
use constants::RunConstants;
use process::{
    award, burn_in, career, credit, demand, entry, event, fans, finance, founding, government, learning, observe, partnership, platform, production,
    revenue, strategy, support, take_up, tax, touring, trace,
};
use state::{Economy, Government, Snapshot};
use step::StepContext;

/// The state of one economy, reused from run to run; one for each thread.
#[derive(Debug)]
pub struct Simulation {
    economy: Economy,
    /// State after the last burn-in, for the twins of the replicate.
    burnt_in: Option<Snapshot>,
}

impl Simulation {
    /// Allocates for the scenario.
    pub fn new(scenario: &Scenario) -> Self {
        Self { economy: Economy::allocate(&RunConstants::new(scenario)), burnt_in: None }
    }

    /// Simulates one replicate; a function of scenario, seed and replicate alone.
    ///
    /// Scenarios that differ in policy or events alone have the same burn-in: run after one another on one
    /// `Simulation`, replicate by replicate, they share it.
    pub fn run(&mut self, scenario: &Scenario, seed: u64, replicate: u32, watch: RecordOptions) -> Result<&History, InvariantViolation> {
        let constants = RunConstants::new(scenario);
        let e = &mut self.economy;
        fit(e, &constants);
        let draws = Draws::new(seed, replicate);
        let cpu = Cpu::detect();
        let step = |t: i32| StepContext { constants: &constants, draws, t, time: Time::quarter(t), cpu };

        e.stopwatch.start(watch.time);
        e.keep_choices = false;
        clear(&constants, e);
        e.history.trace.clear(watch.trace);
        match &mut self.burnt_in {
            Some(state) if state.is_of(constants.p, seed, replicate) => state.restore(e),
            kept => {
                burn_in(&step, e);
                match kept {
                    Some(state) => state.keep(e, constants.p, seed, replicate),
                    None => *kept = Some(Snapshot::of(e, constants.p, seed, replicate)),
                }
            }
        }
        open_books(e);
        e.keep_choices = watch.choices;
        trace::open(e);
        for t in 0..constants.quarters as i32 {
            quarter(&step(t), e, watch)?;
        }
        Ok(&e.history)
    }
}

impl Simulation {
    /// Time of each process in the last run, where it was watched.
    pub fn times(&self) -> &[std::time::Duration; Process::COUNT] {
        self.economy.stopwatch.spent()
    }
}

/// Allocates anew what does not have the shape of a world.
fn fit(e: &mut Economy, constants: &RunConstants) {
    if e.labels.slots() != constants.label_slots() || e.creators.slots() != constants.creator_slots {
        *e = Economy::allocate(constants);
    } else if !e.government.matches(constants) {
        e.government = Government::allocate(constants);
    }
}

/// Forgets the run before.
fn clear(constants: &RunConstants, e: &mut Economy) {
    e.history.clear(constants);
    e.government.reset(constants);
    e.year_works.clear();
    e.year = Default::default();
}

/// The initial state (2.2) and the burn-in (2.3).
fn burn_in<'a>(step: &dyn Fn(i32) -> StepContext<'a>, e: &mut Economy) {
    let first = step(0);
    founding::found_economy(&first, e);
    e.stopwatch.lap(Process::Founding);
    for t in -(first.constants.p.burn_in_quarters as i32)..0 {
        burn_in_quarter(&step(t), e);
    }
    burn_in::freeze_references(&first, e);
}

/// A quarter of the burn-in (2.3): no policy, events, finance, fans, year's end, exit or entry.
fn burn_in_quarter(step: &StepContext, e: &mut Economy) {
    open_quarter(step, e);
    event::set_conditions(step, e);
    e.stopwatch.lap(Process::Opening);
    strategy::start_and_choose(step, e);
    e.stopwatch.lap(Process::Strategy);
    credit::credit_creators(step, e);
    e.stopwatch.lap(Process::Credits);
    make_and_sell(step, e);
    learning::learn(step, e);
    platform::update_beliefs(step, e);
    platform::value_exposure(step, e);
    burn_in::close_quarter(step, e);
    e.stopwatch.lap(Process::Learning);
}

/// One quarter.
fn quarter(step: &StepContext, e: &mut Economy, watch: RecordOptions) -> Result<(), InvariantViolation> {
    open_quarter(step, e);
    // 0 Events
    event::set_conditions(step, e);
    e.stopwatch.lap(Process::Opening);
    // 1 Government
    take_up::open_quarter(step, e);
    e.stopwatch.lap(Process::Government);
    // 2 Starts, 3 Strategy choice
    strategy::start_and_choose(step, e);
    e.stopwatch.lap(Process::Strategy);
    // 4 Credits
    credit::credit_creators(step, e);
    support::award_grants(step, e);
    e.stopwatch.lap(Process::Credits);
    // 5 Finance
    finance::finance_works(step, e);
    e.stopwatch.lap(Process::Finance);
    // 6 Platforms, 7 Production, 8 Demand, 9 Touring, 10 Revenue
    make_and_sell(step, e);
    observe::observe_works(step, e);
    if watch.choices {
        observe::record_choices(step, e);
    }
    e.stopwatch.lap(Process::Revenue);
    // 11 Fans
    fans::win_fans(step, e);
    e.stopwatch.lap(Process::Fans);
    // 12 Learning
    learning::learn(step, e);
    platform::update_beliefs(step, e);
    platform::value_exposure(step, e);
    government::learn_service(step, e);
    award::enter_works(step, e);
    trace::record(step, e);
    e.stopwatch.lap(Process::Learning);
    // 13 Year's end
    if step.constants.ends_year(step.t) {
        end_year(step, e);
    }
    e.stopwatch.lap(Process::YearEnd);
    // 14 Exit and entry
    entry::exit_and_enter(step, e);
    e.stopwatch.lap(Process::ExitAndEntry);
    // 15 Observation
    observe::observe_state(step, e, watch)?;
    e.stopwatch.lap(Process::Observation);
    Ok(())
}

/// Calls 6 to 10, alike in the burn-in and after.
fn make_and_sell(step: &StepContext, e: &mut Economy) {
    e.works.open();
    // 6 Platforms
    platform::place_works(step, e);
    partnership::found(step, e);
    event::strike_hits(step, e);
    strategy::remember_works(e);
    e.stopwatch.lap(Process::Platforms);
    // 7 Production
    production::produce(step, e);
    e.stopwatch.lap(Process::Production);
    // 8 Demand
    demand::allocate_attention(step, e);
    fans::count_listeners(step, e);
    e.stopwatch.lap(Process::Demand);
    // 9 Touring
    touring::tour(step, e);
    e.stopwatch.lap(Process::Touring);
    // 10 Revenue
    revenue::earn(step, e);
    e.stopwatch.lap(Process::Revenue);
}

/// Call 13, at the end of the fourth quarter, for the year that ends.
fn end_year(step: &StepContext, e: &mut Economy) {
    e.year.year = step.constants.start.plus(step.t).year();
    e.year.quarter = step.t as usize;
    tax::collect_taxes(step, e);
    award::hold_awards(step, e);
    career::measure_creators(e);
    trace::record_incomes(e);
    career::quit_and_move(step, e);
    career::train_creators(step, e);
    government::lapse(step, e);
    entry::classify_labels(step, e);
    e.history.years.push(std::mem::take(&mut e.year));
}

/// Clears the flows of the quarter before; takes the logarithm of recognition, which stands until call 11.
fn open_quarter(step: &StepContext, e: &mut Economy) {
    let (recognition, ln_recognition) = (&e.labels.recognition[..], &mut e.labels.ln_recognition[..]);
    step.cpu.run(
        #[inline(always)]
        || {
            for (ln, r) in ln_recognition.iter_mut().zip(recognition) {
                *ln = math::ln(1.0 + r);
            }
        },
    );
    // One block for each slot: break and renewal of its partnership, closure of its label.
    e.scratch.fates.draw_each(step, Purpose::Break, step.time, &e.labels.generation, 0);
    e.labels.clear_flows();
    e.works.clear();
    e.ledger.clear();
    e.totals = QuarterTotals::default();
}

/// Stocks of money before the first quarter of the run.
fn open_books(e: &mut Economy) {
    e.ledger.clear();
    e.ledger.cash = e.labels.cash.iter().sum();
    e.ledger.bank_debt = 0.0;
    e.ledger.guaranteed_debt = 0.0;
    e.history.opening = e.ledger.clone();
}
