//! Additionality in the model itself: support that changes nothing is windfall, support without which there is no money is not.

mod common;

use common::{SEED, draft};
use topline::experiment::{Additionality, Plan, PlanPart, Results, run_part};
use topline::scenario::Scenario;

/// A shipped scenario of one quarter in an economy of 40 labels; no label counts on support before it has it.
fn scenario(name: &str, settings: &[(&str, &str)]) -> Scenario {
    let mut draft = draft(name);
    for (path, value) in [("run.quarters", "1"), ("run.scale", "0.25"), ("support_ceiling", "0"), ("settling_quarters", "0")].iter().chain(settings) {
        draft.set(path, value).unwrap_or_else(|problems| panic!("{problems}"));
    }
    draft.build().unwrap_or_else(|problems| panic!("{problems}"))
}

/// Rows of additionality of a scenario whose labels have so much initial cash.
fn additionality(name: &str, cash: &str) -> Vec<Additionality> {
    let cash: Vec<(&str, &str)> =
        ["initial_cash.major", "initial_cash.mid", "initial_cash.small", "initial_cash.startup"].into_iter().map(|path| (path, cash)).collect();
    let (baseline, policy) = (scenario("baseline", &cash), scenario(name, &cash));
    let plan = Plan { scenarios: vec![&baseline, &policy], baseline: Some(0), replicates: 6, seed: SEED, threads: Some(2), panel: false };
    let mut results = Results::empty(&plan).with_twins(&plan);
    run_part(&plan, &PlanPart::all(&plan, true), &mut results, &mut (), &Default::default()).expect("nobody stops the runs");
    results.cases[1].twins.as_ref().expect("the policy has twins").additionality()
}

fn of(rows: &[Additionality], measure: &str) -> Option<f64> {
    rows.iter().find(|row| row.instrument == "all" && row.measure == measure).expect("every measure has a row").estimate.mean
}

#[test]
fn grants_to_labels_that_have_all_the_money_they_need_are_all_deadweight() {
    let rows = additionality("production_grants", "1000000");
    assert!(of(&rows, "supported_works").unwrap() > 10.0, "{rows:?}");
    assert_eq!((of(&rows, "deadweight_share"), of(&rows, "deadweight_spending_share")), (Some(1.0), Some(1.0)));
    assert_eq!((of(&rows, "additional_works"), of(&rows, "enlarged_works"), of(&rows, "extra_exports")), (Some(0.0), Some(0.0), Some(0.0)));
}

#[test]
fn grants_to_labels_without_money_bring_about_works() {
    let rows = additionality("production_grants", "0.001");
    for (additional, deadweight) in [("additional_share", "deadweight_share"), ("additional_spending_share", "deadweight_spending_share")] {
        let (additional, deadweight) = (of(&rows, additional).unwrap(), of(&rows, deadweight).unwrap());
        assert!(additional > 0.0 && (additional + deadweight - 1.0).abs() < 1e-12, "{additional} {deadweight}");
    }
}

#[test]
fn guarantees_support_no_works() {
    let rows = additionality("loan_guarantee", "0.001");
    assert_eq!(of(&rows, "supported_works"), None);
    assert!(rows.iter().any(|row| row.instrument == "loan_guarantee" && row.measure == "extra_survivors" && row.estimate.mean.is_some()));
}

#[test]
fn nothing_is_recorded_where_nobody_asks() {
    let history = common::history(&common::short("package_balanced", 2), 0);
    assert!(history.trace.works.is_empty() && history.trace.revenue.capacity() == 0);
}
