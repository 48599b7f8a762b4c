//! Events that answer, last or come by chance: by how much they move what they must is worked out beside the run.
//!
//! In the first quarter of an event, and of what answers in the second, all that came before is the baseline's, so that
//! the effect follows from numbers of the baseline.

mod common;

use common::{SEED, history, history_with};
use topline::draw::{Draws, Purpose, Time, Who};
use topline::model::{ChoiceRow, History, Line, RecordOptions, Simulation};
use topline::outcome::statistics::Paired;
use topline::scenario::Scenario;
use topline::units::{Market, Tier};

const REPLICATES: u32 = 4;
const FIRST: &str = "2026Q1";

/// A scenario that opens as the calibration leaves it, of some quarters, with settings of an event.
fn with(base: &str, event: &str, settings: &[(&str, &str)], quarters: usize) -> Scenario {
    let paths: Vec<(String, &str)> = settings.iter().map(|(key, value)| (format!("event.{event}.{key}"), *value)).collect();
    let quarters = quarters.to_string();
    let mut all = vec![("settling_quarters", "0"), ("run.quarters", quarters.as_str()), ("fan_value", "0")];
    all.extend(paths.iter().map(|(path, value)| (path.as_str(), *value)));
    common::scenario(base, &all)
}

/// The same without the event.
fn usual(base: &str, quarters: usize) -> Scenario {
    with(base, "", &[], quarters)
}

#[track_caller]
fn is(found: f64, expected: f64) {
    assert!((found / expected - 1.0).abs() < 1e-9, "{found} instead of {expected}");
}

/// The works of a run with what was chosen.
fn choices(scenario: &Scenario, replicate: u32) -> Vec<ChoiceRow> {
    let mut simulation = Simulation::new(scenario);
    let record = RecordOptions { choices: true, ..RecordOptions::default() };
    simulation.run(scenario, SEED, replicate, record).expect("the run holds its invariants").choices.clone()
}

const SERVICE: [(&str, &str); 4] = [("tier", "major"), ("from", "2026Q2"), ("to", "2026Q4"), ("strength", "1")];

/// Label and act of the works started in a quarter.
fn started(rows: &[ChoiceRow], quarter: u32) -> Vec<(u32, u32)> {
    rows.iter().filter(|row| row.quarter == quarter).map(|row| (row.slot, row.act)).collect()
}

#[test]
fn the_act_with_the_most_fans_makes_no_works_while_it_is_away_and_all_others_go_on() {
    let (away, usual) = (with("baseline", "absence", &SERVICE, 6), usual("baseline", 6));
    let mut after = 0;
    for replicate in 0..REPLICATES {
        let panel = history_with(&usual, replicate, true).panel;
        let majors = panel.iter().filter(|row| row.quarter == 0 && row.tier == Tier::Major);
        let star = majors.reduce(|star, row| if row.fandom > star.fandom { row } else { star }).unwrap().slot;
        let (away, usual) = (choices(&away, replicate), choices(&usual, replicate));
        let lead = |rows: &[ChoiceRow], quarter: u32| started(rows, quarter).contains(&(star, 0));
        assert_eq!(started(&away, 0), started(&usual, 0));
        for quarter in [1, 2] {
            let mut expected = started(&usual, quarter);
            expected.retain(|work| *work != (star, 0));
            let others = |rows: &[ChoiceRow]| started(rows, quarter).into_iter().filter(|(slot, _)| *slot < 20).collect::<Vec<_>>();
            let expected: Vec<_> = expected.into_iter().filter(|(slot, _)| *slot < 20).collect();
            assert_eq!(others(&away), expected, "quarter {quarter}, replicate {replicate}");
            assert!(!lead(&away, quarter));
        }
        for quarter in 3..6 {
            assert_eq!(lead(&away, quarter), lead(&usual, quarter), "it is back");
            after += usize::from(lead(&away, quarter));
        }
    }
    assert!(after > 0);
}

#[test]
fn an_act_that_leaves_takes_fans_along_in_proportion_and_for_good() {
    let of = |lost: &str, replicate| {
        let settings = [("tier", "major"), ("from", FIRST), ("to", "2026Q2"), ("strength", "1"), ("fans_lost", lost)];
        history(&with("baseline", "absence", &settings, 3), replicate)
    };
    for replicate in 0..REPLICATES {
        let [none, half, all] = ["0", "0.5", "1"].map(|lost| of(lost, replicate));
        let licensing = |history: &History| history.quarters[0].revenue_by_line[Line::Licensing as usize];
        assert!(licensing(&all) < licensing(&none));
        is(licensing(&none) - licensing(&half), (licensing(&none) - licensing(&all)) / 2.0);
        for t in 0..3 {
            let fans = |history: &History| history.quarters[t].fandom.iter().sum::<f64>();
            assert!(fans(&all) < fans(&half) && fans(&half) < fans(&none), "quarter {t}");
        }
    }
}

#[test]
fn an_absence_is_of_the_label_that_had_the_most_fans_and_not_of_who_follows_in_its_slot() {
    // All labels of the tier close before the second quarter, and startups fill their slots.
    let closing = |event: &str, settings: &[(&str, &str)]| {
        let mut draft = common::draft("baseline");
        let small = [("run.scale", "0.2"), ("run.quarters", "3"), ("settling_quarters", "0"), ("closure_hazard.startup", "1"), ("slot_reserve", "0")];
        let small = [&small[..], &[("entry_rate", "1"), ("start_probability", "1")]].concat();
        let event: Vec<(String, &str)> = settings.iter().map(|(key, value)| (format!("event.{event}.{key}"), *value)).collect();
        small.iter().for_each(|(path, value)| draft.set(path, value).unwrap());
        event.iter().for_each(|(path, value)| draft.set(path, value).unwrap());
        draft.build().unwrap()
    };
    let settings = [("tier", "startup"), ("from", FIRST), ("to", "2028Q1"), ("strength", "1")];
    let (away, usual) = (closing("absence", &settings), closing("", &[]));
    let later = |scenario: &Scenario| started(&choices(scenario, 0), 2);
    assert!(!later(&usual).is_empty() && later(&away) == later(&usual), "{:?} instead of {:?}", later(&away), later(&usual));
}

#[test]
fn rivals_answer_in_the_quarter_after_a_success_by_what_follows_from_it() {
    let settings = [("from", FIRST), ("to", "2036Q1"), ("strength", "0.5"), ("memory", "0.75")];
    let (answered, usual) = (with("golden", "rival_response", &settings, 2), usual("golden", 2));
    let mut seen = 0;
    for replicate in 0..REPLICATES {
        let (answered, plain) = (history(&answered, replicate), history(&usual, replicate));
        for m in Market::ALL.map(Market::index) {
            let share = |history: &History, t: usize| history.quarters[t].korean_share[m];
            is(share(&answered, 0), share(&plain, 0));
            let above = (share(&plain, 0) / usual.parameters.initial_korean_share[m] - 1.0).max(0.0);
            let factor = if m == Market::Kr.index() { 1.0 } else { 1.0 + 0.5 * 0.25 * above };
            // Attention to Korean music over that to others, which grows by the factor.
            let odds = |share: f64| share / (1.0 - share);
            is(odds(share(&answered, 1)), odds(share(&plain, 1)) / factor);
            seen += usize::from(factor > 1.0);
        }
    }
    assert!(seen > REPLICATES as usize, "the hit is seen in {seen} markets");
}

#[test]
fn works_made_by_machines_take_listeners_by_what_is_heard_and_pools_by_what_is_not() {
    let mut settings = vec![("from", FIRST), ("to", "2027Q1"), ("strength", "0.2"), ("fraud_share", "0.75"), ("ramp", "1")];
    let flooded = with("baseline", "ai_works", &settings, 1);
    settings[4].1 = "4";
    let rising = with("baseline", "ai_works", &settings, 1);
    let usual = usual("baseline", 1);
    for replicate in 0..REPLICATES {
        let plain = history(&usual, replicate).quarters[0].clone();
        // A fifth of streams, a quarter of them heard: 0.95 of attention and 0.85 of the pool; in the first of four steps
        // a twentieth: 0.9875 and 0.9625.
        for (scenario, attention, pool) in [(&flooded, 0.95, 0.85), (&rising, 0.9875, 0.9625)] {
            let now = history(scenario, replicate).quarters[0].clone();
            for m in Market::ALL.map(Market::index) {
                is(now.korean_share[m], attention * plain.korean_share[m]);
                is(now.albums_by_market[m], plain.albums_by_market[m]);
            }
            for line in [Line::Streaming, Line::Catalogue] {
                is(now.revenue_by_line[line as usize], attention * pool * plain.revenue_by_line[line as usize]);
            }
        }
    }
}

#[test]
fn the_won_wanders_by_the_draws_of_its_own_purpose() {
    let settings = [("from", FIRST), ("to", "2027Q1"), ("strength", "0.1"), ("persistence", "0.9"), ("common_share", "0.36")];
    let (volatile, usual) = (with("baseline", "exchange_volatility", &settings, 2), usual("baseline", 2));
    for replicate in 0..REPLICATES {
        let (now, plain) = (history(&volatile, replicate), history(&usual, replicate));
        let draws = Draws::new(SEED, replicate);
        for m in Market::ALL.map(Market::index) {
            let z = |t: i32, index: usize| draws.normal(Purpose::ExchangeShock, Time::quarter(t), Who::NOBODY, index as u32);
            let shock = |t: i32| 0.1 * (0.6 * z(t, 0) + 0.8 * z(t, m));
            // Log and variance after one quarter: e and 0.01.
            let factor = if m == Market::Kr.index() { 1.0 } else { (shock(0) - 0.005).exp() };
            is(now.quarters[0].albums_by_market[m], factor * plain.quarters[0].albums_by_market[m]);
            // After two: 0.9 e0 + e1, and 0.81 * 0.01 + 0.01. Who makes works in the second quarter, and fans, are all but the same.
            let factor = if m == Market::Kr.index() { 1.0 } else { (0.9 * shock(0) + shock(1) - 0.00905).exp() };
            let albums = now.quarters[1].albums_by_market[m] / plain.quarters[1].albums_by_market[m];
            assert!((albums / factor - 1.0).abs() < 0.03, "{albums} instead of {factor} in market {m}");
        }
    }
}

#[test]
fn budgets_rise_in_the_years_after_a_hit_and_fall_after_a_bad_year() {
    let settings = [
        ("run.quarters", "28"),
        ("event.hit.quarter", "2026Q1"),
        ("event.hit.tier", "mid"),
        ("event.hit.platform", "global_video"),
        ("event.budget_reaction.strength", "0.8"),
        ("event.budget_reaction.boost", "0.5"),
        ("event.budget_reaction.boost_years", "2"),
        ("event.budget_reaction.cut", "0.25"),
        ("event.budget_reaction.bad_year", "0.01"),
        ("policy.production_grant.budget", "8000"),
    ];
    let reacting = common::scenario("event_budgets_react", &settings);
    let mut seen = [0; 3];
    for replicate in 0..REPLICATES {
        let history = history(&reacting, replicate);
        let year = |of: usize| &history.quarters[4 * of..4 * of + 4];
        let revenue = |of: usize| year(of).iter().map(|quarter| quarter.revenue()).sum::<f64>();
        let hit = |of: usize| of == 0 || history.years[of].wins.iter().sum::<u32>() > 0;
        for of in 0..7_usize {
            let after_hit = (of.saturating_sub(2)..of).any(hit);
            let after_bad_year = of >= 2 && revenue(of - 1) <= 0.99 * revenue(of - 2);
            // 0.8 of both answers: 0.4 more, 0.2 less.
            let factor = 1.0 + if after_hit { 0.4 } else { 0.0 } - if after_bad_year { 0.2 } else { 0.0 };
            // What was released was paid or lapsed.
            let released: f64 = year(of).iter().map(|quarter| quarter.outlays.iter().sum::<f64>() + quarter.lapsed).sum();
            is(released, 8000.0 * factor);
            seen = [seen[0] + usize::from(after_hit), seen[1] + usize::from(after_bad_year), seen[2] + usize::from(factor == 1.0)];
        }
    }
    assert!(seen.iter().all(|n| *n > 0), "after a hit, after a bad year, neither: {seen:?} times");
}

/// Mean paired difference of a sum over the quarters of two years, over its standard error.
fn z(base: &str, name: &str, of: fn(&History) -> f64) -> f64 {
    let [without, with] = [base, name].map(|name| {
        let runs = common::histories(&common::short(name, 12), 24);
        runs.iter().map(|history| Some(of(history))).collect::<Vec<_>>()
    });
    let difference = Paired::of(&without, &with).difference;
    difference.mean.unwrap() / difference.se.unwrap()
}

fn exports(history: &History) -> f64 {
    history.quarters.iter().map(|quarter| quarter.exports()).sum()
}

fn of_majors(history: &History) -> f64 {
    history.quarters.iter().map(|quarter| quarter.revenue_by_tier[Tier::Major.index()]).sum()
}

#[test]
fn a_superstar_that_is_gone_rivals_and_machines_cost_exports() {
    for (base, name, of) in [
        ("baseline", "event_superstar_serves", of_majors as fn(&History) -> f64),
        ("event_superstar_serves", "event_superstar_leaves", of_majors),
        ("golden", "event_rivals_answer", exports),
        ("baseline", "event_ai_works", exports),
    ] {
        let z = z(base, name, of);
        println!("{name} less {base}: z {z:.1}");
        assert!(z < -2.0, "{name} must lower it: {z} standard errors");
    }
}

#[test]
fn a_ten_thousandth_of_an_event_moves_next_to_nothing() {
    let span = [("from", FIRST), ("to", "2036Q1")];
    for (base, event, settings, full) in [
        ("baseline", "absence", vec![("tier", "major"), ("fans_lost", "1")], 1.0),
        ("golden", "rival_response", vec![], 0.5),
        ("baseline", "ai_works", vec![("ramp", "1")], 0.1),
        ("baseline", "exchange_volatility", vec![], 0.04),
    ] {
        let moved = |factor: f64| {
            let strength = format!("{:?}", factor * full);
            let settings = [&span[..], &settings, &[("strength", strength.as_str())]].concat();
            let (with, without) = (with(base, event, &settings, 2), usual(base, 2));
            let revenue = |scenario: &Scenario, replicate| history(scenario, replicate).quarters.iter().map(|quarter| quarter.revenue()).sum::<f64>();
            (0..8).map(|replicate| (revenue(&with, replicate) - revenue(&without, replicate)).abs()).sum::<f64>()
        };
        let (whole, little) = (moved(1.0), moved(1e-4));
        assert!(little <= 0.01 * whole, "{event}: {little} of {whole}");
    }
}
