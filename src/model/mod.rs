//! The model: one quarter as a timetable of calls, in the order and with the headings of `docs/odd.md`.
//!
//! Folders from below: `equation` (pure functions of numbers), `constants` and `step` (when, on what, with which draws), `columns` (tables and lists of numbers),
//! `record` (money, totals, what outcomes read), `state` (the economy), `process` (what moves it), and this page.

mod columns;
mod constants;
mod equation;
mod process;
mod record;
mod simulation;
mod state;
mod step;

pub use equation::strategy::{UtilityTerms, taken};
pub use process::invariants::InvariantViolation;
pub(crate) use record::{Choice, Trace, WorkTrace};
pub use record::{
    ChoiceRow, Earner, Entrant, Flow, History, Ledger, Line, PanelRow, Process, QuarterTotals, ReceiptRow, Sector, Yardsticks, YearTotals, identities,
};
pub use simulation::Simulation;
pub use step::RecordOptions;

use process::{
    Workspaces, award, burn_in, career, credit, demand, entry, event, fans, finance, government, learning, observe, opening, partnership, platform,
    production, revenue, strategy, support, take_up, tax, tiers, touring, trace,
};
use record::{Records, Stopwatch};
use state::Economy;
use step::StepContext;

/// One quarter.
fn quarter(step: &StepContext, e: &mut Economy, w: &mut Workspaces, records: &mut Records) -> Result<(), InvariantViolation> {
    let Records { history, stopwatch } = records;
    opening::open_quarter(step, e);
    // 0 Events
    event::set_conditions(step, e);
    stopwatch.lap(Process::Opening);
    // 1 Government
    take_up::open_quarter(step, e, &mut w.claims);
    stopwatch.lap(Process::Government);
    // 2 Starts, 3 Strategy choice
    strategy::start_and_choose(step, e, &mut w.strategy);
    stopwatch.lap(Process::Strategy);
    // 4 Credits
    credit::credit_creators(step, e, &mut w.credit);
    support::award_grants(step, e, &mut w.claims);
    stopwatch.lap(Process::Credits);
    // 5 Finance
    finance::finance_works(step, e, &mut w.finance, &mut w.claims);
    stopwatch.lap(Process::Finance);
    // 6 Platforms, 7 Production, 8 Demand, 9 Touring, 10 Revenue
    make_and_sell(step, e, w, stopwatch);
    revenue::record(step, e, &w.revenue, &mut history.receipts);
    observe::observe_works(step, e, &mut w.observe);
    observe::record_choices(step, e, history);
    stopwatch.lap(Process::Revenue);
    // 11 Fans
    fans::win_fans(step, e, &mut w.fans);
    stopwatch.lap(Process::Fans);
    // 12 Learning
    learning::learn(step, e, &mut w.learning);
    platform::update_beliefs(step, e, &mut w.platform);
    platform::value_exposure(step, e);
    government::learn_service(step, e);
    award::enter_works(step, e);
    trace::record(step, e, &mut history.trace);
    stopwatch.lap(Process::Learning);
    // 13 Year's end
    if step.constants.ends_year(step.t) {
        end_year(step, e, w, history);
    }
    stopwatch.lap(Process::YearEnd);
    // 14 Exit and entry
    entry::exit_and_enter(step, e, &mut w.entry, &mut history.entrants);
    stopwatch.lap(Process::ExitAndEntry);
    // 15 Observation
    observe::observe_state(step, e, &mut w.observe, history)?;
    stopwatch.lap(Process::Observation);
    Ok(())
}

/// Calls 6 to 10, alike in the burn-in and after.
fn make_and_sell(step: &StepContext, e: &mut Economy, w: &mut Workspaces, stopwatch: &mut Stopwatch) {
    e.works.open();
    // 6 Platforms
    platform::place_works(step, e, &mut w.platform);
    partnership::found(step, e);
    event::strike_hits(step, e);
    strategy::remember_works(e);
    stopwatch.lap(Process::Platforms);
    // 7 Production
    production::produce(step, e, &mut w.production, &mut w.claims);
    stopwatch.lap(Process::Production);
    // 8 Demand
    demand::allocate_attention(step, e, &mut w.demand);
    fans::count_listeners(step, e);
    stopwatch.lap(Process::Demand);
    // 9 Touring
    touring::tour(step, e, &mut w.touring, &mut w.claims);
    stopwatch.lap(Process::Touring);
    // 10 Revenue
    revenue::earn(step, e, &mut w.revenue);
    stopwatch.lap(Process::Revenue);
}

/// Call 13, at the end of the fourth quarter, for the year that ends.
fn end_year(step: &StepContext, e: &mut Economy, w: &mut Workspaces, history: &mut History) {
    tax::collect_taxes(step, e, &mut w.tax, &mut history.trace);
    award::hold_awards(step, e, &mut w.award);
    career::measure_creators(step, e, &mut w.career);
    trace::record_incomes(step, e, &mut history.trace);
    career::quit_and_move(step, e, &mut w.career);
    career::train_creators(step, e, &mut w.claims);
    government::lapse(step, e);
    tiers::classify_labels(step, e, &mut w.tiers);
    event::close_year(step, e, &history.quarters);
    observe::close_year(step, e, history);
}

/// A quarter of the first part of the burn-in (2.3): no policy, events, finance, fans, year's end, exit or entry.
/// Those of the second are quarters like the run's.
fn burn_in_quarter(step: &StepContext, e: &mut Economy, w: &mut Workspaces, stopwatch: &mut Stopwatch) {
    opening::open_quarter(step, e);
    event::set_conditions(step, e);
    stopwatch.lap(Process::Opening);
    strategy::start_and_choose(step, e, &mut w.strategy);
    stopwatch.lap(Process::Strategy);
    credit::credit_creators(step, e, &mut w.credit);
    stopwatch.lap(Process::Credits);
    make_and_sell(step, e, w, stopwatch);
    learning::learn(step, e, &mut w.learning);
    platform::update_beliefs(step, e, &mut w.platform);
    platform::value_exposure(step, e);
    burn_in::close_quarter(step, e);
    stopwatch.lap(Process::Learning);
}
