//! A core is the same model with what no outcome can identify switched off, and with nothing else changed.

mod common;

#[path = "../examples/write_core.rs"]
mod write_core;

use std::fs;
use std::path::Path;

use common::{draft, fingerprint, history, scenario};
use topline::scenario::registry::{Row, rows};
use topline::scenario::{Overrides, Scenario, diff};

const QUARTERS: (&str, &str) = ("run.quarters", "6");

fn of_core() -> impl Iterator<Item = &'static Row> {
    rows().iter().filter(|row| row.core)
}

/// The baseline with the word, and settings before and after it.
fn core(before: &[(&str, &str)], after: &[(&str, &str)]) -> Scenario {
    scenario("baseline", &[before, &[("core", "true"), QUARTERS], after].concat())
}

fn same(a: &Scenario, b: &Scenario) -> bool {
    fingerprint(&history(a, 0)) == fingerprint(&history(b, 0))
}

#[test]
fn a_core_is_the_full_model_with_its_settings_at_their_neutral_values() {
    let neutral: Vec<(&str, String)> = of_core().map(|row| (row.name.as_str(), row.neutral.unwrap().to_string())).collect();
    let by_hand: Vec<(&str, &str)> = neutral.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let by_hand = scenario("baseline", &[&by_hand[..], &[QUARTERS]].concat());
    let (core, full) = (core(&[], &[]), common::short("baseline", 6));
    assert!(core.core && !full.core && same(&core, &by_hand) && !same(&core, &full));
    assert_eq!(core.switched_off().count(), neutral.len());
    assert_ne!(core.hash(), by_hand.hash(), "what is a core says so");
}

#[test]
fn a_core_with_all_of_it_set_back_by_hand_is_the_full_model_bit_for_bit() {
    let back: Vec<(&str, &str)> = of_core().map(|row| (row.name.as_str(), row.default.as_str())).collect();
    let full = common::short("baseline", 6);
    for core in [core(&back, &[]), core(&[], &back)] {
        assert!(core.core && same(&core, &full), "a value that is set before or after the word wins");
        assert_eq!(core.switched_off().count(), 0);
        let said = core.warnings()[0].to_string();
        assert!(said.contains("`baseline` is a core and keeps what it sets itself: "), "{said}");
        assert!(said.contains("chart_noise = 0.2 (--set)"), "{said}");
    }
}

#[test]
fn each_setting_of_the_core_is_switched_off_alone_by_the_word_and_back_on_without_it() {
    let mut changed = draft("baseline");
    changed.set("core", "1").unwrap();
    assert!(changed.build().unwrap().warnings().is_empty());
    let differences = diff(&draft("baseline").build().unwrap(), &changed.build().unwrap());
    let off = of_core().filter(|row| row.default.parse().ok() != row.neutral).count();
    assert_eq!(differences.len(), off + 1, "the word and what it switches off");
    assert!(differences.iter().any(|d| d.path == "core" && d.a.is_none() && d.b.as_deref() == Some("true")));
    changed.set("core", "false").unwrap();
    assert_eq!(diff(&draft("baseline").build().unwrap(), &changed.build().unwrap()), []);
}

/// Scenario files in a folder of their own.
fn files(texts: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in texts {
        fs::write(folder.path().join(name), format!("title = \"t\"\nwhy = \"w\"\n{text}")).unwrap();
    }
    folder
}

fn load(folder: &Path, name: &str) -> Result<Scenario, String> {
    Scenario::load_with(folder.join(name), &Overrides::default()).map_err(|problems| problems.to_string())
}

#[test]
fn a_scenario_that_extends_a_core_is_one_unless_it_says_otherwise() {
    let folder = files(&[
        ("below.toml", "core = true\nchart_noise = 0.5\n"),
        ("same.toml", "extends = \"below\"\nbreak_slope = 0.2\n"),
        ("full.toml", "extends = \"below\"\ncore = false\n"),
    ]);
    let same = load(folder.path(), "same.toml").unwrap();
    let p = &same.parameters;
    assert_eq!((same.core, p.chart_noise, p.break_slope, p.identity_noise), (true, 0.5, 0.2, 0.0));
    let kept: Vec<&str> = same.kept_on().map(|entry| entry.path.as_str()).collect();
    assert_eq!(kept, ["break_slope", "chart_noise"]);
    let full = load(folder.path(), "full.toml").unwrap();
    assert_eq!((full.core, full.parameters.chart_noise, full.parameters.identity_noise), (false, 0.5, 0.05));
}

#[test]
fn what_is_no_switch_is_refused_with_its_place() {
    let folder = files(&[("a.toml", "core = \"yes\"\n")]);
    let said = load(folder.path(), "a.toml").unwrap_err();
    assert!(said.contains("a.toml:3:8") && said.contains("`core` must be a switch") && said.contains("true or false"), "{said}");
    let said = draft("baseline").set("core", "2").unwrap_err().to_string();
    assert!(said.contains("--set") && said.contains("`core` must be a switch"), "{said}");
}

#[test]
fn no_outcome_identifies_what_is_in_the_core() {
    // A move that luck alone would give (docs/screening.csv): each parameter has one row for each outcome.
    let mut screening = csv::Reader::from_path("docs/screening.csv").unwrap();
    let header = screening.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap();
    let (parameter, size, luck) = (column("parameter"), column("mu_star"), column("luck"));
    let records: Vec<csv::StringRecord> = screening.records().map(Result::unwrap).collect();
    for row in of_core() {
        let of_row: Vec<_> = records.iter().filter(|record| &record[parameter] == row.vector()).collect();
        assert_eq!(of_row.len(), 20, "{}", row.name);
        for record in of_row {
            let number = |at: usize| record[at].parse::<f64>().unwrap();
            assert!(number(size) <= number(luck), "{} moves {} by more than luck does", row.name, &record[column("outcome")]);
        }
    }
}

#[test]
fn the_page_about_the_core_is_up_to_date() {
    let written = write_core::page().unwrap();
    assert!(fs::read_to_string("docs/core.md").unwrap() == written, "refresh docs/core.md with `cargo run --release --example write_core`");
    for row in of_core() {
        assert!(written.contains(&format!("| `{}` |", row.name)), "{}", row.name);
    }
}
