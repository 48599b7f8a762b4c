//! The model: one quarter as a timetable of calls, in the order and with the headings of `docs/odd.md`.

mod accounts;
mod award;
pub mod books;
mod burn_in;
mod by_market;
mod career;
mod claims;
mod creator;
mod credit;
mod demand;
mod economy;
mod entry;
mod event;
mod fans;
mod finance;
mod founding;
mod government;
mod history;
mod imitation;
mod label;
mod learning;
mod localisation;
mod observe;
mod partnership;
mod platform;
mod production;
mod quartile;
mod revenue;
mod scratch;
mod snapshot;
mod stock;
mod stopwatch;
mod strategy;
mod support;
mod take_up;
mod tax;
mod touring;
mod trace;
mod utility;
mod work;
mod world;

pub use accounts::{Flow, Ledger, Sector};
pub use history::{ChoiceRow, Entrant, History, PanelRow, QuarterTotals, Yardsticks, YearTotals};
pub use revenue::Line;
pub use stopwatch::Process;
pub use trace::{Trace, WorkTrace};
pub use work::{Choice, UtilityTerms, taken};

use crate::draw::{Draws, Purpose, Time};
use crate::math::{self, Cpu};
use crate::scenario::Scenario;
use economy::{Economy, Now};
use snapshot::Snapshot;
use world::World;

/// Why a run was broken off: an invariant did not hold or a number was not finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// Quarter of the run, negative in the burn-in.
    pub quarter: i32,
    /// What was broken, with the number.
    pub reason: String,
}

/// What a run records beyond its history of totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Watch {
    /// One row per quarter and living label.
    pub panel: bool,
    /// The time of each process.
    pub time: bool,
    /// One row per started work: why it has its strategy.
    pub choices: bool,
    /// Every work, and what each slot earned.
    pub trace: bool,
}

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
        Self { economy: Economy::allocate(&World::new(scenario)), burnt_in: None }
    }

    /// Simulates one replicate; a function of scenario, seed and replicate alone.
    ///
    /// Scenarios that differ in policy or events alone have the same burn-in: run after one another on one
    /// `Simulation`, replicate by replicate, they share it.
    pub fn run(&mut self, scenario: &Scenario, seed: u64, replicate: u32, watch: Watch) -> Result<&History, Broken> {
        let world = World::new(scenario);
        let e = &mut self.economy;
        fit(e, &world);
        let draws = Draws::new(seed, replicate);
        let cpu = Cpu::detect();
        let now = |t: i32| Now { world: &world, draws, t, time: Time::quarter(t), cpu };

        e.stopwatch.start(watch.time);
        e.keep_choices = false;
        clear(&world, e);
        e.history.trace.clear(watch.trace);
        match &mut self.burnt_in {
            Some(state) if state.is_of(world.p, seed, replicate) => state.restore(e),
            kept => {
                burn_in(&now, e);
                match kept {
                    Some(state) => state.keep(e, world.p, seed, replicate),
                    None => *kept = Some(Snapshot::of(e, world.p, seed, replicate)),
                }
            }
        }
        open_books(e);
        e.keep_choices = watch.choices;
        trace::open(e);
        for t in 0..world.quarters as i32 {
            quarter(&now(t), e, watch)?;
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
fn fit(e: &mut Economy, world: &World) {
    if e.labels.slots() != world.label_slots() || e.creators.slots() != world.creator_slots {
        *e = Economy::allocate(world);
    } else if !e.government.matches(world) {
        e.government = government::Government::allocate(world);
    }
}

/// Forgets the run before.
fn clear(world: &World, e: &mut Economy) {
    e.history.clear(world);
    e.government.reset(world);
    e.year_works.clear();
    e.year = Default::default();
}

/// The initial state (2.2) and the burn-in (2.3).
fn burn_in<'a>(now: &dyn Fn(i32) -> Now<'a>, e: &mut Economy) {
    let first = now(0);
    founding::found_economy(&first, e);
    e.stopwatch.lap(Process::Founding);
    for t in -(first.world.p.burn_in_quarters as i32)..0 {
        burn_in_quarter(&now(t), e);
    }
    burn_in::freeze_references(&first, e);
}

/// A quarter of the burn-in (2.3): no policy, events, finance, fans, year's end, exit or entry.
fn burn_in_quarter(now: &Now, e: &mut Economy) {
    open_quarter(now, e);
    event::set_conditions(now, e);
    e.stopwatch.lap(Process::Opening);
    strategy::start_and_choose(now, e);
    e.stopwatch.lap(Process::Strategy);
    credit::credit_creators(now, e);
    e.stopwatch.lap(Process::Credits);
    make_and_sell(now, e);
    learning::learn(now, e);
    platform::update_beliefs(now, e);
    platform::value_exposure(now, e);
    burn_in::close_quarter(now, e);
    e.stopwatch.lap(Process::Learning);
}

/// One quarter.
fn quarter(now: &Now, e: &mut Economy, watch: Watch) -> Result<(), Broken> {
    open_quarter(now, e);
    // 0 Events
    event::set_conditions(now, e);
    e.stopwatch.lap(Process::Opening);
    // 1 Government
    take_up::open_quarter(now, e);
    e.stopwatch.lap(Process::Government);
    // 2 Starts, 3 Strategy choice
    strategy::start_and_choose(now, e);
    e.stopwatch.lap(Process::Strategy);
    // 4 Credits
    credit::credit_creators(now, e);
    support::award_grants(now, e);
    e.stopwatch.lap(Process::Credits);
    // 5 Finance
    finance::finance_works(now, e);
    e.stopwatch.lap(Process::Finance);
    // 6 Platforms, 7 Production, 8 Demand, 9 Touring, 10 Revenue
    make_and_sell(now, e);
    observe::observe_works(now, e);
    if watch.choices {
        observe::record_choices(now, e);
    }
    e.stopwatch.lap(Process::Revenue);
    // 11 Fans
    fans::win_fans(now, e);
    e.stopwatch.lap(Process::Fans);
    // 12 Learning
    learning::learn(now, e);
    platform::update_beliefs(now, e);
    platform::value_exposure(now, e);
    government::learn_service(now, e);
    award::enter_works(now, e);
    trace::record(now, e);
    e.stopwatch.lap(Process::Learning);
    // 13 Year's end
    if now.world.ends_year(now.t) {
        end_year(now, e);
    }
    e.stopwatch.lap(Process::YearEnd);
    // 14 Exit and entry
    entry::exit_and_enter(now, e);
    e.stopwatch.lap(Process::ExitAndEntry);
    // 15 Observation
    observe::observe_state(now, e, watch)?;
    e.stopwatch.lap(Process::Observation);
    Ok(())
}

/// Calls 6 to 10, alike in the burn-in and after.
fn make_and_sell(now: &Now, e: &mut Economy) {
    e.works.open();
    // 6 Platforms
    platform::place_works(now, e);
    partnership::found(now, e);
    event::strike_hits(now, e);
    strategy::remember_works(e);
    e.stopwatch.lap(Process::Platforms);
    // 7 Production
    production::produce(now, e);
    e.stopwatch.lap(Process::Production);
    // 8 Demand
    demand::allocate_attention(now, e);
    fans::count_listeners(now, e);
    e.stopwatch.lap(Process::Demand);
    // 9 Touring
    touring::tour(now, e);
    e.stopwatch.lap(Process::Touring);
    // 10 Revenue
    revenue::earn(now, e);
    e.stopwatch.lap(Process::Revenue);
}

/// Call 13, at the end of the fourth quarter, for the year that ends.
fn end_year(now: &Now, e: &mut Economy) {
    e.year.year = now.world.start.plus(now.t).year();
    e.year.quarter = now.t as usize;
    tax::collect_taxes(now, e);
    award::hold_awards(now, e);
    career::measure_creators(e);
    trace::record_incomes(e);
    career::quit_and_move(now, e);
    career::train_creators(now, e);
    government::lapse(now, e);
    entry::classify_labels(now, e);
    e.history.years.push(std::mem::take(&mut e.year));
}

/// Clears the flows of the quarter before; takes the logarithm of recognition, which stands until call 11.
fn open_quarter(now: &Now, e: &mut Economy) {
    let (recognition, ln_recognition) = (&e.labels.recognition[..], &mut e.labels.ln_recognition[..]);
    now.cpu.run(
        #[inline(always)]
        || {
            for (ln, r) in ln_recognition.iter_mut().zip(recognition) {
                *ln = math::ln(1.0 + r);
            }
        },
    );
    // One block for each slot: break and renewal of its partnership, closure of its label.
    e.scratch.fates.draw_each(now, Purpose::Break, now.time, &e.labels.generation, 0);
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
