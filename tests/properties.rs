//! What holds for every scenario, tried on random ones: 256 in a usual run, `PROPTEST_CASES=10000` in a long one.
//!
//! A case that fails is made as small as it fails and printed; the next run tries it first (`properties.proptest-regressions`).

mod common;

use std::fmt::Write;
use std::fs;

use common::{SEED, draft};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use topline::model::identities::{IDENTITIES, WON};
use topline::model::{Flow, History, Ledger, RecordOptions, Simulation};
use topline::policy::Kind;
use topline::scenario::registry::{Row, Type, rows};
use topline::scenario::{Draft, Scenario};
use topline::units::Tier;

/// A value for a row of the registry: the row's place among those that may be set, the value's place from 0 to 1, and
/// whether it is sought within all that a scenario may set or within the prior range.
#[derive(Clone, Debug)]
struct Setting {
    row: prop::sample::Index,
    place: f64,
    wide: bool,
}

/// A random world with instruments and an event, small and short.
#[derive(Clone, Debug)]
struct Plan {
    settings: Vec<Setting>,
    instruments: Vec<prop::sample::Index>,
    event: Option<(usize, f64)>,
    quarters: u8,
    replicate: u32,
}

fn setting() -> impl Strategy<Value = Setting> {
    (any::<prop::sample::Index>(), 0.0..=1.0, prop::bool::weighted(0.3)).prop_map(|(row, place, wide)| Setting { row, place, wide })
}

fn plan() -> impl Strategy<Value = Plan> {
    let instruments = prop::collection::vec(any::<prop::sample::Index>(), 0..4);
    let event = prop::option::of((0..EVENTS.len(), 0.0..=1.0));
    (prop::collection::vec(setting(), 0..16), instruments, event, 1..10_u8, 0..1000_u32)
        .prop_map(|(settings, instruments, event, quarters, replicate)| Plan { settings, instruments, event, quarters, replicate })
}

/// An event: its kind, what its strength is called, the lowest and highest strength, and what it needs besides.
type EventRange = (&'static str, &'static str, f64, f64, &'static [(&'static str, &'static str)]);

/// Events with what they need, and their strength from a place.
const EVENTS: [EventRange; 5] = [
    ("hit", "popularity", 0.0, 2000.0, &[("quarter", "2026Q2"), ("tier", "mid"), ("platform", "global_video")]),
    ("platform_exit", "strength", 0.0, 1.0, &[("platform", "us_social"), ("from", "2026Q2"), ("to", "2027Q1")]),
    ("market_closure", "strength", 0.0, 1.0, &[("market", "us"), ("from", "2026Q2"), ("to", "2027Q1")]),
    ("touring_stop", "strength", 0.0, 1.0, &[("from", "2026Q2"), ("to", "2027Q1")]),
    ("exchange_rate", "strength", -0.5, 0.5, &[("from", "2026Q2"), ("to", "2027Q1")]),
];

/// A value at a place of all that a scenario may set: evenly, or by powers of ten where the limits are far apart.
fn within_limits(row: &Row, place: f64) -> f64 {
    let (min, max) = (row.limits.min, row.limits.max);
    // Worlds of many labels or acts are long runs, not other ones.
    let max = if row.limits.integer() { max.min(4.0 * row.default.parse::<f64>().unwrap_or(1.0).max(1.0)) } else { max };
    let value =
        if max > 1000.0 { (min + 0.001) * topline::math::pow((max + 0.001) / (min + 0.001), place) - 0.001 } else { min + place * (max - min) };
    (if row.limits.integer() { value.round() } else { value }).clamp(min, max)
}

/// The value of a setting as it is written; none for words.
fn value(row: &Row, setting: &Setting) -> Option<String> {
    match row.limits.kind {
        Type::Choice => None,
        Type::Flag => Some(if setting.place < 0.5 { "0" } else { "1" }.into()),
        _ => Some(if setting.wide { within_limits(row, setting.place) } else { row.at(setting.place) }.to_string()),
    }
}

/// Sets a value unless the scenario is refused with it.
fn try_set(draft: &mut Draft, path: &str, value: &str) {
    let mut with = draft.clone();
    if with.set(path, value).is_ok() && with.build().is_ok() {
        *draft = with;
    }
}

impl Plan {
    fn draft(&self) -> Draft {
        let mut draft = draft("baseline");
        draft.set("run.quarters", &self.quarters.to_string()).unwrap();
        draft.set("run.scale", "0.05").unwrap();
        for instrument in &self.instruments {
            draft.set(&format!("policy.{}.enabled", instrument.get(Kind::ALL).name()), "true").unwrap();
        }
        if let Some((n, place)) = self.event {
            let (name, key, low, high, needs) = EVENTS[n];
            needs.iter().for_each(|(key, value)| draft.set(&format!("event.{name}.{key}"), value).unwrap());
            draft.set(&format!("event.{name}.{key}"), &(low + place * (high - low)).to_string()).unwrap();
        }
        // What an instrument may not have beside another is left out with it.
        if draft.build().is_err() {
            return Plan { instruments: vec![], ..self.clone() }.draft();
        }
        let on =
            |row: &&Row| row.of_world() || self.instruments.iter().any(|i| row.name.starts_with(&format!("policy.{}.", i.get(Kind::ALL).name())));
        let open: Vec<&Row> = rows().iter().filter(on).collect();
        for setting in &self.settings {
            let row = setting.row.get(&open);
            if let Some(value) = value(row, setting) {
                try_set(&mut draft, &row.name, &value);
            }
        }
        draft
    }
}

/// All money that moved or stood in a quarter: what rounding is measured by.
fn turnover(books: &Ledger) -> f64 {
    books.flows.iter().map(|flow| flow.abs()).sum::<f64>() + books.cash.abs() + books.bank_debt + books.guaranteed_debt
}

fn every_identity_holds(history: &History) -> Result<(), TestCaseError> {
    let mut before = &history.opening;
    for (t, quarter) in history.quarters.iter().enumerate() {
        let rounding = WON.max(1e-11 * (turnover(before) + turnover(&quarter.ledger)));
        for identity in IDENTITIES.iter() {
            let (left, right) = (identity.sides)(before, quarter);
            prop_assert!((left - right).abs() <= rounding, "quarter {}, {}: {} and {}", t, identity.name, left, right);
        }
        before = &quarter.ledger;
    }
    Ok(())
}

/// What labels, creators and distribution get of gross revenue, and what budgets pay, is all there is.
fn splits_add_up(history: &History) -> Result<(), TestCaseError> {
    for quarter in &history.quarters {
        let (gross, rounding) = (quarter.revenue(), WON.max(1e-11 * turnover(&quarter.ledger)));
        for parts in
            [quarter.revenue_by_market.iter().sum::<f64>(), quarter.ledger.of(Flow::MarketReceipts) + quarter.ledger.of(Flow::PlatformReceipts)]
        {
            prop_assert!((parts - gross).abs() <= rounding, "{} in parts, {} gross", parts, gross);
        }
        let paid = [Flow::Grants, Flow::Vouchers, Flow::PublicEquity, Flow::TaxCredits, Flow::Training, Flow::Brokerage];
        let paid: f64 = paid.iter().map(|flow| quarter.ledger.of(*flow)).sum();
        prop_assert!((paid - quarter.outlays.iter().sum::<f64>()).abs() <= rounding, "{} paid, outlays {:?}", paid, quarter.outlays);
    }
    Ok(())
}

/// What a scenario sets, for messages.
fn set(scenario: &Scenario) -> String {
    let set = scenario.entries().iter().filter(|entry| entry.origin != "registry" && entry.origin != "default");
    set.map(|entry| format!("{}={} ", entry.path, entry.value)).collect()
}

/// A file in which all values of a scenario are written down, as the manifest of a run has them.
fn written(scenario: &Scenario) -> String {
    let head = String::from("title = \"Written\"\nwhy = \"To be read again.\"\n");
    let json = scenario.to_json();
    json["values"].as_object().unwrap().iter().fold(head, |mut text, (path, value)| {
        writeln!(text, "{path} = {value}").unwrap();
        text
    })
}

proptest! {
    // A case that fails is kept beside this file.
    #![proptest_config(ProptestConfig { failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("proptest-regressions"))), ..ProptestConfig::default() })]

    #[test]
    fn a_random_scenario_breaks_no_invariant_and_no_identity(plan in plan()) {
        let scenario = plan.draft().build().unwrap();
        let watch = RecordOptions { panel: true, choices: true, trace: true, ..RecordOptions::default() };
        let mut simulation = Simulation::new(&scenario);
        let history = simulation.run(&scenario, SEED, plan.replicate, watch).map_err(|broken| TestCaseError::fail(format!("{broken:?} under {}", set(&scenario))))?;
        prop_assert_eq!(history.quarters.len(), scenario.quarters);
        every_identity_holds(history)?;
        splits_add_up(history)?;
        for row in &history.panel {
            prop_assert!(row.revenue >= 0.0 && row.export_revenue <= row.revenue * (1.0 + 1e-12) && row.fandom >= 0.0, "{:?}", row);
        }
        for tier in Tier::ALL {
            let living = history.panel.iter().filter(|row| row.quarter + 1 == scenario.quarters as u32 && row.tier == tier).count();
            prop_assert_eq!(living as u32, history.quarters.last().unwrap().living[tier.index()]);
        }
    }

    #[test]
    fn what_is_set_by_options_and_written_in_a_file_reads_back_as_the_same_scenario(plan in plan()) {
        let set = plan.draft().build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("written.toml");
        fs::write(&file, written(&set)).unwrap();
        let read = Scenario::load(&file).map_err(|problems| TestCaseError::fail(problems.to_string()))?;
        prop_assert_eq!(read.hash(), set.hash());
        prop_assert_eq!(&read.parameters, &set.parameters);
        prop_assert_eq!(read.scale.to_bits(), set.scale.to_bits());
        prop_assert_eq!(&read.events, &set.events);
    }
}
