//! The second part of the burn-in: the economy comes to rest before the run, without policy, events or growth.

mod common;

use common::{SEED, draft, fingerprint, history, scenario};
use topline::model::{Flow, RecordOptions, Simulation, identities};

const YEAR: (&str, &str) = ("run.quarters", "4");

#[test]
fn a_programme_and_an_event_that_end_before_the_run_change_nothing() {
    let plain = fingerprint(&history(&scenario("baseline", &[YEAR]), 0));
    let over = [YEAR, ("policy.production_grant.start", "2017Q1"), ("policy.production_grant.end", "2025Q1")];
    let granted = [&over[..], &[("policy.production_grant.rate", "0.5"), ("policy.production_grant.budget", "50000")]].concat();
    assert!(fingerprint(&history(&scenario("baseline", &granted), 0)) == plain, "grants were paid before the run");
    let mut closed = draft("event_market_closure");
    for (path, value) in [YEAR, ("event.market_closure.from", "2017Q1"), ("event.market_closure.to", "2025Q1")] {
        closed.set(path, value).unwrap();
    }
    assert!(fingerprint(&history(&closed.build().unwrap(), 0)) == plain, "a market was closed before the run");
}

#[test]
fn the_books_open_with_the_cash_and_debt_that_settling_left() {
    for replicate in 0..2 {
        let history = history(&scenario("baseline", &[YEAR]), replicate);
        assert_eq!(identities::imbalance(&history), None);
        let (opening, first) = (&history.opening, &history.quarters[0].ledger);
        assert!(opening.bank_debt > 0.0 && opening.guaranteed_debt == 0.0, "{} of bank debt", opening.bank_debt);
        let paid = first.of(Flow::BankRepayment) + first.of(Flow::OwnerRecourse);
        let change = first.of(Flow::BankLoans) - paid - first.bank_written_off;
        assert!((first.bank_debt - opening.bank_debt - change).abs() < identities::WON);
    }
}

#[test]
fn labels_of_the_settling_are_no_entrants_of_the_run() {
    let history = history(&scenario("baseline", &[("run.quarters", "8")]), 0);
    let entries: u32 = history.quarters.iter().map(|quarter| quarter.entries).sum();
    assert_eq!(history.entrants.len(), entries as usize);
    assert!(entries > 0 && history.entrants.iter().all(|entrant| entrant.born >= 0 && entrant.died.is_none_or(|died| died >= entrant.born)));
    // What is recorded begins with the run, too.
    assert_eq!((history.quarters.len(), history.years.len(), history.years[0].quarter), (8, 2, 3));
    // Slots are empty when the run opens: exits and entries went on before it.
    let living: u32 = history.quarters[0].living.iter().sum();
    let [exits, entries] = [history.quarters[0].exits, history.quarters[0].entries];
    assert!(living + exits - entries < 400, "{living} labels after {exits} exits and {entries} entries");
}

#[test]
fn runs_that_start_in_different_quarters_of_the_year_do_not_share_their_settling() {
    let start = |quarter| scenario("baseline", &[("run.quarters", "3"), ("run.start", quarter)]);
    let (first, third, later) = (start("2026Q1"), start("2026Q3"), start("2031Q1"));
    let mut used = Simulation::new(&first);
    let mut rerun = |scenario| fingerprint(used.run(scenario, SEED, 0, RecordOptions::default()).unwrap());
    for scenario in [&first, &third, &first, &later] {
        assert!(rerun(scenario) == fingerprint(&history(scenario, 0)), "{}", scenario.start);
    }
}

#[test]
fn settling_that_ends_within_a_year_is_refused_with_the_reason() {
    let mut draft = draft("baseline");
    draft.set("settling_quarters", "6").unwrap();
    let message = draft.build().unwrap_err().to_string();
    for part in ["the settling ends within a year", "a multiple of 4", "settling_quarters = 6"] {
        assert!(message.contains(part), "{message}");
    }
    draft.set("settling_quarters", "0").unwrap();
    assert_eq!(draft.build().unwrap().parameters.settling_quarters, 0);
}

#[test]
fn without_settling_the_run_opens_as_the_calibration_leaves_it() {
    let history = history(&scenario("baseline", &[YEAR, ("settling_quarters", "0")]), 0);
    assert_eq!(history.opening.bank_debt, 0.0);
    // Nobody can fail before the run, so all 400 labels of the start live until its first exits and entries.
    let first = &history.quarters[0];
    assert_eq!(first.living.iter().sum::<u32>() + first.exits - first.entries, 400);
}
