//! Directions: what theory says must rise, rises, replicate by replicate against a twin with the same draws.
//!
//! Each claim holds when the mean paired difference of 60 replicates of ten years is more than two standard errors on
//! the side of theory. The seed is fixed, so a claim does not fail by chance from run to run; under a change of the
//! model that redraws all luck, a true effect seen at z standard errors fails with the probability that a normal of mean z
//! is below 2 (z = 4: 2.3 %, z = 5: 0.13 %), and an effect that is not there passes with 2.3 %. The numbers beside
//! the claims were measured when the tests were written: difference, then z.

mod common;

use std::sync::LazyLock;

use common::{histories, results, scenario, short, values};
use topline::experiment::Results;
use topline::model::{Flow, History, Line};
use topline::outcome::statistics::Paired;
use topline::scenario::Scenario;

const REPLICATES: u32 = 60;

/// Everybody who may claim the tax credit does: its shipped take-up of 12 % hides the difference that refunds make.
const ALL_CLAIM: [(&str, &str); 4] = [
    ("policy.tax_credit.take_up.mid", "1"),
    ("policy.tax_credit.take_up.small", "1"),
    ("policy.tax_credit.take_up.startup", "1"),
    ("policy.tax_credit.take_up_ceiling", "1"),
];

/// Name of a case, shipped scenario, settings.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Where the shipped strength is too small to be seen in 60 replicates, ten times its budget.
const CASES: [Case; 13] = [
    ("baseline", "baseline", &[]),
    ("guarantee", "loan_guarantee", &[]),
    ("equity fund", "content_fund", &[]),
    ("startup grants", "startup_grants", &[]),
    ("grants x 10", "production_grants", &[("policy.production_grant.budget", "80000")]),
    ("grants x 10 with condition", "identity_condition", &[("policy.production_grant.budget", "80000")]),
    ("credit", "music_tax_credit", &ALL_CLAIM),
    ("refundable credit", "music_tax_credit_refundable", &ALL_CLAIM),
    ("training x 10", "creator_training", &[("policy.creator_training.budget", "50000")]),
    ("brokerage", "brokerage", &[]),
    ("localisation voucher x 10", "localisation_vouchers", &[("policy.localisation_voucher.budget", "50000")]),
    (
        "touring voucher x 10",
        "touring_vouchers",
        &[
            ("policy.touring_voucher.overseas_performance.budget", "50000"),
            ("policy.touring_voucher.overseas_performance.cap", "1000"),
            ("policy.touring_voucher.export_growth.budget", "27900"),
            ("policy.touring_voucher.export_growth.cap", "870"),
        ],
    ),
    ("fair contract", "fair_contract", &[]),
];

static RESULTS: LazyLock<Results> = LazyLock::new(|| {
    let scenarios: Vec<Scenario> = CASES.iter().map(|(_, file, settings)| scenario(file, settings)).collect();
    results(&scenarios.iter().collect::<Vec<_>>(), REPLICATES)
});

/// Values of an outcome in a case.
fn of_case(case: &str, outcome: &str) -> Vec<Option<f64>> {
    let n = CASES.iter().position(|(name, ..)| *name == case).unwrap_or_else(|| panic!("no case `{case}`"));
    values(&RESULTS, n, outcome)
}

/// Mean paired difference over its standard error.
fn z(case: &str, twin: &str, outcome: &str) -> f64 {
    let difference = Paired::of(&of_case(twin, outcome), &of_case(case, outcome)).difference;
    let (mean, se) = (difference.mean.unwrap(), difference.se.unwrap());
    println!("{outcome}: {case} less {twin} {mean:.5}, z {:.1}, n {}", mean / se, difference.n);
    mean / se
}

#[track_caller]
fn raises(case: &str, outcome: &str) {
    raises_over(case, "baseline", outcome);
}

#[track_caller]
fn raises_over(case: &str, twin: &str, outcome: &str) {
    let z = z(case, twin, outcome);
    assert!(z > 2.0, "{case} must raise {outcome} over {twin}: {z:.2} standard errors");
}

#[test]
fn a_credit_that_is_paid_out_keeps_more_startups_alive_than_one_that_waits_for_tax() {
    // More are founded, too, so that of those founded no larger part need survive.
    raises_over("refundable credit", "credit", "startups_alive"); // +42 without the settling, z above 20
}

#[test]
fn where_startups_close_sooner_fewer_live_and_as_many_are_founded() {
    // Founders' mood aside: with fewer startups payoffs rise, and entry with them.
    let with = |hazard| scenario("baseline", &[("closure_hazard.startup", hazard), ("entry_sensitivity", "0")]);
    let results = results(&[&with("0.05"), &with("0.055")], REPLICATES);
    let difference = |outcome: &str| Paired::of(&values(&results, 0, outcome), &values(&results, 1, outcome)).difference;
    let (entries, alive) = (difference("entries"), difference("startups_alive"));
    assert!(entries.mean.unwrap().abs() < 3.0 * entries.se.unwrap(), "{entries:?}");
    assert!(alive.mean.unwrap() < -5.0 * alive.se.unwrap(), "{alive:?}");
}

#[test]
fn a_loan_guarantee_lets_more_startups_survive() {
    raises("guarantee", "startup_survival_3y"); // +0.0529, z 16.5
}

#[test]
fn public_equity_lets_more_startups_survive() {
    raises("equity fund", "startup_survival_3y"); // +0.0674, z 18.0
}

#[test]
fn grants_let_more_startups_live_and_more_works_be_made() {
    // Grants that are announced draw founders (+30 % for startup grants), who share attention and investors: of those founded a
    // smaller part survives, and still more live.
    raises("startup grants", "startups_alive"); // +49.7, z 50 over 300 replicates
    raises("grants x 10", "startups_alive");
    raises("startup grants", "works"); // +10.0 a quarter, z 29.9
}

#[test]
fn a_condition_on_identity_turns_grants_away_from_platform_led_works() {
    let budget: &[(&str, &str)] = &[("policy.production_grant.budget", "80000")];
    let led = |history: &History| history.quarters.iter().map(|quarter| f64::from(quarter.platform_works())).sum();
    let works = in_the_first_year(("production_grants", budget), ("identity_condition", budget))(&led);
    assert!(works < -2.0, "{works} standard errors");
}

#[test]
fn trained_creators_make_works_that_are_nominated_and_exported_more() {
    // Wins themselves are rare: wins_premiere +0.40, z 2.7 here, too near to two standard errors for a test.
    raises("training x 10", "nominations"); // +0.35 a year, z 9.3
    raises("training x 10", "export_revenue"); // +75 bn KRW a year, z 8.6
}

#[test]
fn brokerage_makes_more_works_partnerships() {
    raises("brokerage", "partnership_share"); // +0.0484, z 28.0
}

/// The difference that some settings of a scenario make to those of another in the first year, in which luck has not yet
/// multiplied: its mean over its standard error, of a number of a run.
fn in_the_first_year(twin: (&str, &[(&str, &str)]), case: (&str, &[(&str, &str)])) -> impl Fn(&dyn Fn(&History) -> f64) -> f64 {
    let runs = |(name, settings): (&str, &[(&str, &str)])| histories(&scenario(name, &[settings, &[("run.quarters", "4")]].concat()), 160);
    let (without, with) = (runs(twin), runs(case));
    move |of| {
        let [without, with] = [&without, &with].map(|runs| runs.iter().map(|history| Some(of(history))).collect::<Vec<_>>());
        let difference = Paired::of(&without, &with).difference;
        difference.mean.unwrap() / difference.se.unwrap()
    }
}

fn exports(history: &History) -> f64 {
    history.quarters.iter().map(|quarter| quarter.exports()).sum()
}

#[test]
fn more_localisation_sells_more_abroad_and_costs_identity() {
    let more = in_the_first_year(("baseline", &[]), ("localisation_vouchers", &[("policy.localisation_voucher.budget", "50000")]));
    let spent = more(&|history| history.quarters.iter().map(|quarter| quarter.ledger.of(Flow::Localisation)).sum());
    let identity = more(&|history| history.quarters.iter().filter_map(|quarter| quarter.identity).sum());
    let sold = more(&exports);
    assert!(spent > 2.0 && sold > 2.0 && identity < -2.0, "localisation {spent}, exports {sold}, identity {identity} standard errors");
}

#[test]
fn vouchers_for_visits_raise_exports() {
    let (_, file, settings) = CASES.iter().find(|(name, ..)| *name == "touring voucher x 10").unwrap();
    let sold = in_the_first_year(("baseline", &[]), (file, settings))(&exports);
    assert!(sold > 2.0, "{sold} standard errors");
}

#[test]
fn vouchers_for_visits_bring_more_visits_and_more_concerts_at_once() {
    // In the first year luck has not yet multiplied, so the shipped strength is seen.
    let [without, with] = ["baseline", "touring_vouchers"].map(|name| histories(&short(name, 4), 40));
    let visits = |history: &History| history.quarters.iter().map(|quarter| quarter.ledger.of(Flow::Visits)).sum();
    let concerts = |history: &History| history.quarters.iter().map(|quarter| quarter.revenue_by_line[Line::Concerts as usize]).sum();
    for of in [&visits as &dyn Fn(&History) -> f64, &concerts] {
        let [without, with] = [&without, &with].map(|runs| runs.iter().map(|history| Some(of(history))).collect::<Vec<_>>());
        let difference = Paired::of(&without, &with).difference;
        // Visits +6.8 bn KRW, z 28.2; concerts +12.1 bn KRW, z 14.7.
        assert!(difference.mean.unwrap() > 2.0 * difference.se.unwrap(), "{difference:?}");
    }
}

#[test]
fn a_fair_contract_raises_creators_share_of_revenue() {
    raises("fair contract", "creator_revenue_share"); // +0.0507, z 33.5
}
