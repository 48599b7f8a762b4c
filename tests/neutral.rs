//! What has no strength, or has not begun, changes nothing: the run equals that of the baseline bit for bit.

mod common;

use common::{draft, fingerprint, history, history_with, scenario, shipped, short};
use topline::model::{History, PanelRow, QuarterTotals};
use topline::policy::Kind;
use topline::scenario::{Draft, Event, Scenario};

/// Three year's ends.
const QUARTERS: usize = 12;
const REPLICATES: u32 = 2;

/// Settings that leave an instrument switched on without effect, beside the lists of `Kind::strength`.
fn without_effect(kind: Kind) -> &'static [&'static [(&'static str, &'static str)]] {
    match kind {
        Kind::TaxCredit => &[&[("rate", "0"), ("refundable", "1"), ("budget", "5000")]],
        Kind::CreatorTraining => &[&[("cost_per_place", "100000")]],
        Kind::Brokerage => &[&[("budget", "499")]],
        Kind::IdentityCondition => &[&[("bonus", "0")], &[("threshold", "1"), ("bonus", "0.5")], &[("loss_weight", "1")]],
        _ => &[],
    }
}

/// The settings that take all strength from an instrument and leave it all else. One list is one case.
fn without_strength(kind: Kind) -> Vec<Vec<(&'static str, &'static str)>> {
    kind.strength().iter().map(|keys| keys.iter().map(|key| (*key, "0")).collect()).collect()
}

/// A shipped scenario with an instrument added.
fn with(base: &str, kind: Kind, settings: &[(&str, &str)]) -> Scenario {
    let paths: Vec<(String, &str)> = settings.iter().map(|(key, value)| (format!("policy.{}.{key}", kind.name()), *value)).collect();
    let mut all: Vec<(&str, &str)> = paths.iter().map(|(path, value)| (path.as_str(), *value)).collect();
    let quarters = QUARTERS.to_string();
    all.push(("run.quarters", &quarters));
    let scenario = scenario(base, &all);
    assert!(scenario.programmes.iter().any(|programme| programme.kind == kind), "{} is not in force", kind.name());
    scenario
}

/// The history as text, but for money that lapses because nobody may have it.
fn but_for_lapsed_money(mut history: History) -> String {
    for quarter in &mut history.quarters {
        quarter.lapsed = 0.0;
    }
    fingerprint(&history)
}

#[track_caller]
fn same_as(base: &str, other: &Scenario, what: &str) {
    for replicate in 0..REPLICATES {
        let (plain, with) = (history(&short(base, QUARTERS), replicate), history(other, replicate));
        assert!(but_for_lapsed_money(plain) == but_for_lapsed_money(with), "{what} changes {base} in replicate {replicate}");
    }
}

#[test]
fn an_instrument_without_strength_equals_the_world_without_it() {
    for kind in Kind::ALL {
        let other = without_effect(*kind).iter().map(|settings| settings.to_vec());
        for settings in without_strength(*kind).into_iter().chain(other) {
            let what = format!("{} with {settings:?}", kind.name());
            for base in ["baseline", "golden"] {
                same_as(base, &with(base, *kind, &settings), &what);
            }
        }
    }
}

#[test]
fn an_instrument_at_zero_strength_is_no_instrument_not_even_in_money_that_lapses() {
    for kind in Kind::ALL {
        let mut draft = draft("baseline");
        draft.set("run.quarters", &QUARTERS.to_string()).unwrap();
        draft.set(&format!("policy.{}.enabled", kind.name()), "true").unwrap();
        let zero = draft.policy_at_zero().build().unwrap();
        assert_eq!(zero.programmes.len(), 1);
        let (plain, zero) = (history(&short("baseline", QUARTERS), 0), history(&zero, 0));
        assert!(fingerprint(&plain) == fingerprint(&zero), "{} at zero strength changes the baseline", kind.name());
    }
}

#[test]
fn without_strength_an_instrument_is_off_and_no_money_lapses() {
    for kind in Kind::ALL {
        for settings in without_strength(*kind) {
            let off = with("baseline", *kind, &settings);
            assert!(!off.programmes[0].rule.has_strength(0), "{} with {settings:?} is not off", kind.name());
            let (plain, with) = (history(&short("baseline", QUARTERS), 0), history(&off, 0));
            assert!(fingerprint(&plain) == fingerprint(&with), "{} with {settings:?} changes the baseline", kind.name());
        }
        assert!(with("baseline", *kind, &[("enabled", "1")]).programmes[0].rule.has_strength(0), "{} is off", kind.name());
    }
}

#[test]
fn in_a_year_without_money_an_instrument_is_off_and_what_it_left_runs_on() {
    let money = |kind: &Kind| kind.strength().iter().flat_map(|keys| keys.iter().copied()).find(|key| ["budget", "volume"].contains(key));
    for (kind, budget) in Kind::ALL.iter().filter_map(|kind| Some((*kind, money(kind)?))) {
        let of = |years: &str| history(&with("baseline", kind, &[(budget, years)]), 0);
        let (off, never) = (of("[4000, 0, 0]"), of("[0, 0, 0]"));
        assert!(fingerprint(&never) == fingerprint(&history(&short("baseline", QUARTERS), 0)), "{} without money in any year", kind.name());
        for (t, quarter) in off.quarters.iter().enumerate().skip(4) {
            assert_eq!(quarter.outlays[kind as usize], 0.0, "{} pays in quarter {t}", kind.name());
            assert_eq!((quarter.guaranteed_loans, quarter.lapsed), (0.0, 0.0), "{} in quarter {t}", kind.name());
        }
        let spent = |quarter: &QuarterTotals| quarter.outlays[kind as usize] + quarter.guaranteed_loans;
        assert!(off.quarters[..4].iter().map(spent).sum::<f64>() > 0.0, "{} pays nothing in its first year", kind.name());
    }
}

#[test]
fn an_instrument_for_which_no_tier_is_eligible_equals_the_baseline() {
    let nobody = [("eligible.major", "0"), ("eligible.mid", "0"), ("eligible.small", "0"), ("eligible.startup", "0")];
    for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::IdentityCondition) {
        let mut settings = nobody.to_vec();
        // Platforms' answer in slots meets every label.
        if *kind == Kind::FairContract {
            settings.push(("slot_cut", "0"));
        }
        // Extra slots stand open, for nobody.
        if *kind == Kind::Brokerage {
            settings.push(("places", "3"));
        }
        let with = with("baseline", *kind, &settings);
        let (plain, mut with) = (history(&short("baseline", QUARTERS), 0), history(&with, 0));
        for quarter in &mut with.quarters {
            quarter.slots[3] = 0;
        }
        assert!(but_for_lapsed_money(plain) == but_for_lapsed_money(with), "{} for nobody changes the baseline", kind.name());
    }
}

#[test]
fn an_instrument_for_which_nobody_applies_equals_the_baseline() {
    // Founders count on grants and credits that are open to startups, whether those apply or not (4.8).
    let nobody = [
        ("take_up.major", "0"),
        ("take_up.mid", "0"),
        ("take_up.small", "0"),
        ("eligible.startup", "0"),
        ("take_up_rise", "0"),
        ("take_up_ceiling", "0"),
    ];
    for kind in Kind::ALL.iter().filter(|kind| !matches!(kind, Kind::FairContract | Kind::IdentityCondition | Kind::Brokerage)) {
        same_as("baseline", &with("baseline", *kind, &nobody), &format!("{} without applicants", kind.name()));
    }
}

#[test]
fn every_instrument_at_the_registry_s_strength_moves_the_baseline_but_the_condition() {
    let plain = fingerprint(&history(&short("baseline", QUARTERS), 0));
    for kind in Kind::ALL {
        let moves = fingerprint(&history(&with("baseline", *kind, &[("enabled", "1")]), 0)) != plain;
        assert_eq!(moves, *kind != Kind::IdentityCondition, "{}", kind.name());
    }
}

/// A way to write an event with no strength, with all that it needs.
const EVENTS_WITHOUT_STRENGTH: [(&str, &[(&str, &str)]); 10] = [
    ("hit", &[("quarter", "2026Q3"), ("tier", "mid"), ("platform", "global_video"), ("popularity", "0")]),
    ("platform_exit", &[("platform", "global_video"), ("from", "2026Q2"), ("to", "2028Q1"), ("strength", "0")]),
    ("market_closure", &[("market", "jp"), ("from", "2026Q2"), ("to", "2028Q1"), ("strength", "0")]),
    ("touring_stop", &[("from", "2026Q2"), ("to", "2028Q1"), ("strength", "0")]),
    ("exchange_rate", &[("from", "2026Q2"), ("to", "2028Q1"), ("strength", "0")]),
    ("absence", &[("tier", "major"), ("from", "2026Q2"), ("to", "2028Q1"), ("strength", "0"), ("fans_lost", "1")]),
    ("rival_response", &[("from", "2026Q2"), ("to", "2028Q1"), ("strength", "0"), ("memory", "0")]),
    ("ai_works", &[("from", "2026Q2"), ("to", "2028Q1"), ("strength", "0"), ("fraud_share", "0.5")]),
    ("exchange_volatility", &[("from", "2026Q2"), ("to", "2028Q1"), ("strength", "0"), ("persistence", "1")]),
    // It answers to a hit with the budgets of programmes, so that it needs both.
    ("budget_reaction", &[("from", "2026Q2"), ("to", "2029Q1"), ("strength", "0"), ("boost", "0.5"), ("cut", "1"), ("bad_year", "0.3")]),
];

#[test]
fn an_event_without_strength_equals_the_baseline_and_with_strength_does_not() {
    for (event, settings) in EVENTS_WITHOUT_STRENGTH {
        let base = if event == "budget_reaction" { "production_grants" } else { "baseline" };
        let mut draft = draft(base);
        draft.set("run.quarters", &QUARTERS.to_string()).unwrap();
        if event == "budget_reaction" {
            let hit = [("quarter", "2026Q1"), ("tier", "mid"), ("platform", "global_video")];
            hit.iter().for_each(|(key, value)| draft.set(&format!("event.hit.{key}"), value).unwrap());
        }
        let without = draft.build().unwrap_or_else(|problems| panic!("{problems}"));
        for (key, value) in settings {
            draft.set(&format!("event.{event}.{key}"), value).unwrap_or_else(|problems| panic!("{problems}"));
        }
        let nothing = draft.build().unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(nothing.events.len(), without.events.len() + 1);
        let plain = fingerprint(&history(&without, 0));
        assert!(fingerprint(&history(&nothing, 0)) == plain, "{event} without strength changes {base}");
        let strength = if event == "hit" { ("popularity", "300") } else { ("strength", "0.01") };
        draft.set(&format!("event.{event}.{}", strength.0), strength.1).unwrap();
        assert!(fingerprint(&history(&draft.build().unwrap(), 0)) != plain, "{event} with {strength:?} changes nothing");
    }
}

/// Quarter in which everything of a scenario begins, and its number from the start of the run.
const START: (&str, usize) = ("2027Q3", 6);

/// A shipped scenario whose instruments and events all begin late.
fn late(name: &str) -> Scenario {
    let mut draft = draft(name);
    let set = |draft: &mut Draft, path: &str| draft.set(path, START.0).unwrap_or_else(|problems| panic!("{problems}"));
    let original = draft.build().unwrap();
    for programme in &original.programmes {
        set(&mut draft, &format!("policy.{}.start", programme.name));
    }
    for event in &original.events {
        set(
            &mut draft,
            match event {
                Event::Hit { .. } => "event.hit.quarter",
                Event::PlatformExit { .. } => "event.platform_exit.from",
                Event::MarketClosure { .. } => "event.market_closure.from",
                Event::TouringStop { .. } => "event.touring_stop.from",
                Event::ExchangeRate { .. } => "event.exchange_rate.from",
                Event::Absence { .. } => "event.absence.from",
                Event::RivalResponse { .. } => "event.rival_response.from",
                Event::AiWorks { .. } => "event.ai_works.from",
                Event::ExchangeVolatility { .. } => "event.exchange_volatility.from",
                Event::BudgetReaction { .. } => "event.budget_reaction.from",
            },
        );
    }
    draft.set("run.quarters", &QUARTERS.to_string()).unwrap();
    draft.build().unwrap_or_else(|problems| panic!("{problems}"))
}

/// What is known of the quarters before the start: totals as text, labels one by one.
fn before_start(mut history: History) -> (String, Vec<PanelRow>) {
    history.quarters.truncate(START.1);
    history.years.retain(|year| year.quarter < START.1);
    history.entrants.retain(|entrant| entrant.born < START.1 as i32);
    for entrant in &mut history.entrants {
        entrant.died = entrant.died.filter(|died| *died < START.1 as i32);
    }
    let mut panel = std::mem::take(&mut history.panel);
    panel.retain(|row| row.quarter < START.1 as u32);
    (fingerprint(&history), panel)
}

#[test]
fn before_its_start_every_shipped_scenario_equals_the_baseline() {
    for replicate in 0..REPLICATES {
        let baseline = history_with(&short("baseline", QUARTERS), replicate, true);
        let whole = (fingerprint(&History { panel: Vec::new(), ..baseline.clone() }), before_start(baseline));
        assert!(whole.1.1.len() > 290 * START.1, "{}", whole.1.1.len());
        for name in shipped().iter().filter(|name| !["baseline", "growth"].contains(&name.as_str())) {
            let history = history_with(&late(name), replicate, true);
            let text = fingerprint(&History { panel: Vec::new(), ..history.clone() });
            assert!(before_start(history) == whole.1, "{name} changes what is before its start, replicate {replicate}");
            assert!(text != whole.0, "{name} changes nothing after its start either, replicate {replicate}");
        }
    }
}
