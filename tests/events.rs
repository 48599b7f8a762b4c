//! Events move what they must, the way they must, by the amount that follows from their strength.
//!
//! In quarter 0 all that came before is the baseline's, and choices of the quarter rest on what came before. So most
//! effects of an event that begins there are known exactly: factors on money, attendance and slots.

mod common;

use common::{SEED, fingerprint, history};
use topline::model::{ChoiceRow, Flow, Line, QuarterTotals, RecordOptions, Simulation};
use topline::scenario::Scenario;
use topline::units::{Market, Platform, Strategy, Tier};

/// A scenario that opens as the calibration leaves it, so that each label has what it has by its tier.
fn scenario(name: &str, settings: &[(&str, &str)]) -> Scenario {
    common::scenario(name, &[&[("settling_quarters", "0")], settings].concat())
}

/// The same of some quarters.
fn short(name: &str, quarters: usize) -> Scenario {
    scenario(name, &[("run.quarters", &quarters.to_string())])
}

const REPLICATES: u32 = 4;
/// Runs of one quarter over which a hit is told from other titles.
const HITS: u32 = 24;
const FIRST: &str = "2026Q1";

/// Quarters of a run in which an event begins at once.
fn quarters(event: &str, settings: &[(&str, &str)], replicate: u32) -> Vec<QuarterTotals> {
    let paths: Vec<(String, &str)> = settings.iter().map(|(key, value)| (format!("event.{event}.{key}"), *value)).collect();
    let mut all: Vec<(&str, &str)> = paths.iter().map(|(path, value)| (path.as_str(), *value)).collect();
    all.push(("run.quarters", "3"));
    history(&scenario("baseline", &all), replicate).quarters
}

fn usual(replicate: u32) -> Vec<QuarterTotals> {
    history(&short("baseline", 3), replicate).quarters
}

/// Checks the first quarter of an event that begins at once against that of the baseline, in some replicates.
fn at_once(event: &str, settings: &[(&str, &str)], mut check: impl FnMut(&QuarterTotals, &QuarterTotals)) {
    for replicate in 0..REPLICATES {
        check(&quarters(event, settings, replicate)[0], &usual(replicate)[0]);
    }
}

#[track_caller]
fn is_part(found: f64, part: f64, of: f64) {
    assert!(of != 0.0, "nothing is there of which {part} could be seen");
    assert!((found / of - part).abs() < 1e-9, "{found} is {} of {of}, not {part}", found / of);
}

/// Revenue of a line.
fn line(quarter: &QuarterTotals, line: Line) -> f64 {
    quarter.revenue_by_line[line as usize]
}

const CLOSURE: [(&str, &str); 4] = [("market", "sea"), ("from", FIRST), ("to", "2026Q2"), ("strength", "0.4")];

#[test]
fn a_market_that_closes_by_two_fifths_loses_them_in_every_line_and_no_other_market_does() {
    let sea = Market::Sea.index();
    at_once("market_closure", &CLOSURE, |closed, usual| {
        is_part(closed.albums_by_market[sea], 0.6, usual.albums_by_market[sea]);
        for sold in [Line::Streaming, Line::Concerts] {
            assert!(line(closed, sold) < line(usual, sold), "{sold:?} must lose");
        }
        // Streaming loses money of the market and, through reach, attention in it; visits that no longer pay are not made.
        let left = closed.revenue_by_market[sea] / usual.revenue_by_market[sea];
        assert!(left > 0.4 && left < 0.6 + 1e-9, "{left} of the revenue is left");
        assert!(closed.korean_share[sea] < usual.korean_share[sea]);
        assert!(closed.fandom[sea] < usual.fandom[sea], "fewer new fans");
        for m in Market::ALL.map(Market::index).into_iter().filter(|m| *m != sea) {
            is_part(closed.revenue_by_market[m], 1.0, usual.revenue_by_market[m]);
            is_part(closed.korean_share[m], 1.0, usual.korean_share[m]);
            is_part(closed.fandom[m], 1.0, usual.fandom[m]);
        }
    });
}

#[test]
fn money_of_the_lines_that_a_closure_cuts_falls_each_by_its_part() {
    // All lines but concerts and streaming are cut by exactly two fifths, so what the lines lose is known.
    let sea = Market::Sea.index();
    at_once("market_closure", &CLOSURE, |closed, usual| {
        let lost = |of: Line| line(usual, of) - line(closed, of);
        is_part(lost(Line::Albums), 0.4, usual.albums_by_market[sea]);
        let whole = usual.revenue_by_market[sea] - closed.revenue_by_market[sea];
        let lines: f64 = usual.revenue_by_line.iter().sum::<f64>() - closed.revenue_by_line.iter().sum::<f64>();
        is_part(lines, 1.0, whole);
        assert!(lost(Line::Licensing) > 0.0 && lost(Line::Catalogue) > 0.0 && lost(Line::Streaming) > 0.0);
    });
}

#[test]
fn a_market_that_closes_in_full_pays_nothing_and_is_not_visited() {
    let sea = Market::Sea.index();
    let closed = [("market", "sea"), ("from", FIRST), ("to", "2026Q2"), ("strength", "1")];
    at_once("market_closure", &closed, |closed, usual| {
        assert_eq!(closed.revenue_by_market[sea], 0.0);
        assert!(closed.ledger.of(Flow::Visits) < usual.ledger.of(Flow::Visits));
        assert!(closed.fandom[sea] > 0.0 && closed.fandom[sea] < usual.fandom[sea], "fans churn and none are won");
    });
}

#[test]
fn an_event_is_over_in_the_quarter_in_which_it_ends() {
    let sea = Market::Sea.index();
    for replicate in 0..REPLICATES {
        let (closed, usual) = (quarters("market_closure", &CLOSURE, replicate), usual(replicate));
        let left = |t: usize| closed[t].albums_by_market[sea] / usual[t].albums_by_market[sea];
        assert!((left(0) - 0.6).abs() < 1e-9 && left(1) > 0.9, "{} and then {} of the albums", left(0), left(1));
    }
}

const STOP: [(&str, &str); 2] = [("from", FIRST), ("to", "2026Q2")];

#[test]
fn concerts_lose_two_fifths_of_their_audience_and_visits_that_no_longer_pay() {
    at_once("touring_stop", &[&STOP[..], &[("strength", "0.4")]].concat(), |stopped, usual| {
        let left = line(stopped, Line::Concerts) / line(usual, Line::Concerts);
        assert!(left > 0.45 && left < 0.6 + 1e-9, "{left} of concerts is left");
        assert!(stopped.ledger.of(Flow::Visits) < usual.ledger.of(Flow::Visits));
        for sold in [Line::Streaming, Line::Albums, Line::Fee, Line::Backend, Line::Catalogue, Line::Licensing] {
            is_part(line(stopped, sold), 1.0, line(usual, sold));
        }
    });
}

#[test]
fn a_full_stop_ends_all_concerts_visits_and_their_vouchers() {
    let stop = [("event.touring_stop.from", "2026Q2"), ("event.touring_stop.to", "2026Q3"), ("event.touring_stop.strength", "1")];
    let history = history(&scenario("touring_vouchers", &[&stop[..], &[("run.quarters", "3")]].concat()), 0);
    for (quarter, toured) in history.quarters.iter().zip([true, false, true]) {
        assert_eq!(line(quarter, Line::Concerts) > 0.0, toured);
        assert_eq!(quarter.ledger.of(Flow::Visits) > 0.0, toured);
        assert_eq!(quarter.ledger.of(Flow::Vouchers) > 0.0, toured);
    }
}

#[test]
fn touring_stops_in_the_markets_that_are_named_and_in_no_other() {
    let in_japan = [&STOP[..], &[("markets", r#"["jp"]"#), ("strength", "1")]].concat();
    at_once("touring_stop", &in_japan, |stopped, usual| {
        for m in Market::ALL {
            let (now, then) = (stopped.revenue_by_market[m.index()], usual.revenue_by_market[m.index()]);
            assert_eq!(now < then, m == Market::Jp, "{m}: {now} instead of {then}");
        }
        let lost = usual.revenue_by_market[Market::Jp.index()] - stopped.revenue_by_market[Market::Jp.index()];
        is_part(line(usual, Line::Concerts) - line(stopped, Line::Concerts), 1.0, lost);
    });
}

#[test]
fn a_weaker_won_raises_and_a_stronger_won_lowers_money_from_the_named_markets_alone() {
    for (strength, factor) in [("0.5", 1.5), ("-0.5", 0.5), ("0.1", 1.1)] {
        let change = [("from", FIRST), ("to", "2026Q2"), ("markets", r#"["us", "cn"]"#), ("strength", strength)];
        at_once("exchange_rate", &change, |changed, usual| {
            for m in Market::ALL {
                let factor = if matches!(m, Market::Us | Market::Cn) { factor } else { 1.0 };
                is_part(changed.albums_by_market[m.index()], factor, usual.albums_by_market[m.index()]);
                let revenue = changed.revenue_by_market[m.index()] / usual.revenue_by_market[m.index()];
                // Revenue and fixed cost of a visit move together, so that few visits begin or end to pay.
                assert!((revenue - factor).abs() < 0.02 * factor, "{m}: {revenue} at {strength}");
                // Only through localisation: its cost and fans' albums are in won, its streaming is not.
                let share = changed.korean_share[m.index()] / usual.korean_share[m.index()] - 1.0;
                assert!(share.abs() < if factor == 1.0 { 1e-4 } else { 5e-3 }, "{m}: {share}");
            }
        });
    }
}

#[test]
fn the_fixed_cost_of_visits_moves_with_the_won() {
    // Concerts at home stop, so that concerts are those of visits: both move with the won, whoever still goes.
    let at_home = [
        ("run.quarters", "1"),
        ("event.touring_stop.markets", r#"["kr"]"#),
        ("event.touring_stop.from", FIRST),
        ("event.touring_stop.to", "2026Q2"),
        ("event.touring_stop.strength", "1"),
    ];
    let a_won_of_visits = |strength: &str, replicate: u32| {
        let change = [("event.exchange_rate.from", FIRST), ("event.exchange_rate.strength", strength)];
        let history = history(&scenario("event_stronger_won", &[&at_home[..], &change].concat()), replicate);
        line(&history.quarters[0], Line::Concerts) / history.quarters[0].ledger.of(Flow::Visits)
    };
    for replicate in 0..REPLICATES {
        let [weak, usual, strong] = ["0.5", "0", "-0.5"].map(|strength| a_won_of_visits(strength, replicate));
        assert!((weak / usual - 1.0).abs() < 0.2 && (strong / usual - 1.0).abs() < 0.2, "{weak}, {usual} and {strong} for a won");
    }
}

/// Slots of all platforms with the global video platform weakened.
fn slots(strength: &str, replicate: u32) -> u32 {
    let exit = [("platform", "global_video"), ("from", FIRST), ("to", "2026Q2"), ("strength", strength)];
    quarters("platform_exit", &exit, replicate)[0].slots[1]
}

#[test]
fn a_platform_that_leaves_by_half_has_half_its_slots() {
    for replicate in 0..REPLICATES {
        let [all, half, none] = ["0", "0.5", "1"].map(|strength| slots(strength, replicate));
        let of_platform = f64::from(all - none);
        assert!(of_platform > 5.0, "the platform has {of_platform} slots");
        // The luck of the rounding may give one more.
        assert!((f64::from(all - half) - of_platform / 2.0).abs() <= 1.0, "{all}, {half} and {none} slots");
    }
}

#[test]
fn a_platform_that_leaves_by_half_brings_a_hit_on_it_to_fewer_ears() {
    // The hit stands outside the slots, so that its attention tells reach from slots.
    let exit: Vec<(String, &str)> = [("platform", "global_video"), ("from", FIRST), ("to", "2026Q2"), ("strength", "0.5")]
        .map(|(key, value)| (format!("event.platform_exit.{key}"), value))
        .into();
    let mut settings: Vec<(&str, &str)> = exit.iter().map(|(path, value)| (path.as_str(), *value)).collect();
    settings.push(("run.quarters", "1"));
    for replicate in 0..REPLICATES {
        let us = |h: &topline::model::History| h.quarters[0].korean_share[Market::Us.index()];
        let plain = us(&history(&short("baseline", 1), replicate));
        let hit = us(&history(&short("golden", 1), replicate)) - plain;
        let weakened = us(&history(&scenario("golden", &settings), replicate)) - plain;
        assert!(hit > 0.0005, "the hit brings {hit} of attention");
        assert!(weakened < 0.75 * hit, "with half the reach it brings {weakened} instead of {hit}");
    }
}

/// The works of a run's first quarters with what was chosen.
fn choices(scenario: &Scenario, replicate: u32) -> Vec<ChoiceRow> {
    let mut simulation = Simulation::new(scenario);
    simulation
        .run(scenario, SEED, replicate, RecordOptions { choices: true, ..RecordOptions::default() })
        .expect("the run holds its invariants")
        .choices
        .clone()
}

#[test]
fn a_platform_that_leaves_in_full_has_no_titles_and_ends_its_partnerships() {
    let exit = [("event.platform_exit.from", "2026Q2"), ("run.quarters", "3")];
    let (left, usual) = (scenario("event_platform_exit", &exit), short("baseline", 3));
    for replicate in 0..REPLICATES {
        let (left, usual) = (choices(&left, replicate), choices(&usual, replicate));
        let titles = |rows: &[ChoiceRow], t: u32| rows.iter().filter(|row| row.quarter == t && row.platform == Some(Platform::GlobalVideo)).count();
        // Works that a partnership binds before the event and that nothing binds once it has begun.
        let bound = |rows: &[ChoiceRow], t: u32| rows.iter().filter(|row| row.quarter == t && row.choice.bound).count();
        assert!(titles(&left, 0) == titles(&usual, 0) && titles(&usual, 0) > 0);
        assert_eq!((titles(&left, 1), titles(&left, 2)), (0, 0));
        assert!(bound(&left, 1) < bound(&usual, 1), "{} works are bound instead of {}", bound(&left, 1), bound(&usual, 1));
        assert!(bound(&left, 1) > 0, "partnerships with other platforms stay");
    }
}

#[test]
fn an_exit_from_before_the_run_ends_partnerships_in_the_first_quarter_and_not_in_the_burn_in() {
    let exit = |from: &str| scenario("event_platform_exit", &[("event.platform_exit.from", from), ("run.quarters", "2")]);
    let (before, at_start, usual) = (exit("2025Q4"), exit(FIRST), short("baseline", 2));
    for replicate in 0..REPLICATES {
        assert!(fingerprint(&history(&before, replicate)) == fingerprint(&history(&at_start, replicate)));
        let bound = |rows: Vec<ChoiceRow>| rows.iter().filter(|row| row.quarter == 0 && row.choice.bound).count();
        let (left, usual) = (bound(choices(&before, replicate)), bound(choices(&usual, replicate)));
        assert!(left > 0 && left < usual, "{left} works are bound instead of {usual}");
    }
}

/// The work that becomes the hit of a tier: first placed tie_in, else first tie_in, else first work; and which it was.
fn hit_work(rows: &[ChoiceRow], tier: Tier) -> Option<(&ChoiceRow, usize)> {
    let works = || rows.iter().filter(|row| row.tier == tier && row.made.is_some());
    let tie_in = |row: &&ChoiceRow| row.made == Some(Strategy::TieIn);
    let placed = works().find(|row| tie_in(row) && row.platform.is_some()).map(|row| (row, 0));
    placed.or_else(|| works().find(tie_in).map(|row| (row, 1))).or_else(|| works().next().map(|row| (row, 2)))
}

#[test]
fn the_hit_takes_the_first_placed_tie_in_of_its_tier_else_the_first_tie_in_else_the_first_work() {
    let mut seen = [0; 3];
    for slots in ["9", "0"] {
        for tier in Tier::ALL {
            let world = [("run.quarters", "1"), ("run.scale", "0.2"), ("base_slots.global_video", slots), ("base_slots.us_social", slots)];
            let world = [&world[..], &[("base_slots.asia_regional", slots), ("base_slots.domestic", slots)]].concat();
            let name = tier.to_string();
            let hit = scenario("golden", &[&world[..], &[("event.hit.tier", name.as_str())]].concat());
            let usual = scenario("baseline", &world);
            for replicate in 0..6 {
                let (hit, usual) = (choices(&hit, replicate), choices(&usual, replicate));
                let expected = hit_work(&usual, tier);
                seen[expected.map_or(2, |(_, which)| which)] += usize::from(expected.is_some());
                for (with, without) in hit.iter().zip(&usual) {
                    let key = |row: &ChoiceRow| (row.slot, row.act);
                    assert_eq!(key(with), key(without));
                    let is_hit = expected.is_some_and(|(row, _)| key(row) == key(without));
                    let made = if is_hit { (Some(Strategy::TieIn), Some(Platform::GlobalVideo)) } else { (without.made, without.platform) };
                    assert_eq!((with.made, with.platform), made, "slot {}, act {}, replicate {replicate}", with.slot, with.act);
                }
            }
        }
    }
    assert!(seen.iter().all(|n| *n > 0), "first placed tie_in, first tie_in, first work: seen {seen:?} times");
}

#[test]
fn a_hit_brings_attention_abroad_and_money_to_its_tier_more_with_popularity_quality_and_localisation() {
    // In a single run the hit may take the place of a title that was as good.
    let mean = |name: &str, settings: &[(&str, &str)], of: fn(&QuarterTotals) -> f64| {
        let world = scenario(name, &[&[("run.quarters", "1")], settings].concat());
        (0..HITS).map(|replicate| of(&history(&world, replicate).quarters[0])).sum::<f64>() / f64::from(HITS)
    };
    let us: fn(&QuarterTotals) -> f64 = |quarter| quarter.korean_share[Market::Us.index()];
    let mid: fn(&QuarterTotals) -> f64 = |quarter| quarter.revenue_by_tier[Tier::Mid.index()];
    let small: fn(&QuarterTotals) -> f64 = |quarter| quarter.revenue_by_tier[Tier::Small.index()];
    let fans: fn(&QuarterTotals) -> f64 = |quarter| quarter.fandom[Market::Us.index()];
    let more = |of| assert!(mean("golden", &[], of) > mean("baseline", &[], of));
    [us, mid, fans].into_iter().for_each(more);
    for (less, key) in [("40", "event.hit.popularity"), ("0", "event.hit.quality_floor"), ("0.2", "event.hit.localisation")] {
        let weaker = mean("golden", &[(key, less)], us);
        assert!(weaker < mean("golden", &[], us) && weaker > mean("baseline", &[], us), "{key} at {less} must bring less attention");
    }
    let elsewhere = |of| mean("golden", &[("event.hit.tier", "small")], of);
    assert!(elsewhere(small) > mean("baseline", &[], small), "the hit of a small label pays small labels");
    assert!(elsewhere(mid) < mean("golden", &[], mid), "and not mid ones");
}
