//! Bad input: one message that says what, where, what is allowed and what was found.

use std::fs::{self, File};
use std::time::{Duration, Instant};

use crate::{Answer, Place, topline};

/// Checks a scenario with this body.
fn check(body: &str) -> Answer {
    let place = Place::new();
    topline(&["check", &place.scenario("bad.toml", body)])
}

#[test]
fn an_unknown_key_is_shown_with_its_line_and_the_nearest_name() {
    check("[fixed_csot]\nmajor = 5\n").refuses(2, &["unknown key `fixed_csot`", "bad.toml:4", "[fixed_csot]", "fixed_cost"]);
    check("[policy.tax_credt]\n").refuses(2, &["tax_credt", "bad.toml:4", "tax_credit"]);
}

#[test]
fn a_wrong_type_is_shown_with_what_is_allowed_and_found() {
    check("[fixed_cost]\nmajor = \"much\"\n").refuses(2, &["fixed_cost.major", "bad.toml:5:9", "major = \"much\"", "allowed: ", "found: "]);
}

#[test]
fn a_value_out_of_range_is_shown_with_its_limits() {
    check("start_probability = 1.5\n").refuses(2, &["start_probability", "bad.toml:4", "1.5", "allowed: a number from ", "found: 1.5"]);
    check("[label_count]\nmajor = 2.5\n").refuses(2, &["label_count.major", "bad.toml:5", "whole number"]);
}

#[test]
fn a_value_that_is_no_number_is_refused() {
    for value in ["nan", "inf", "-inf"] {
        check(&format!("[fixed_cost]\nmajor = {value}\n")).refuses(2, &["fixed_cost.major", "bad.toml:5:9", "allowed: "]);
    }
}

#[test]
fn an_unknown_market_or_tier_is_shown_with_those_that_exist() {
    check("[fixed_cost]\nmajr = 5\n").refuses(2, &["majr", "bad.toml:5", "major"]);
    check("[[event.market_closure]]\nmarket = \"mars\"\n").refuses(2, &["mars", "bad.toml:5", "jp, us, eu, cn, sea, row"]);
}

#[test]
fn an_end_before_a_start_is_refused() {
    let body = "[policy.tax_credit]\nstart = \"2030Q1\"\nend = \"2028Q1\"\n";
    check(body).refuses(2, &["policy.tax_credit", "bad.toml", "2030Q1", "2028Q1"]);
}

#[test]
fn a_scenario_that_extends_itself_is_refused() {
    let place = Place::new();
    let this = place.file("loop.toml", "extends = \"loop\"\ntitle = \"Loop\"\nwhy = \"A test.\"\n");
    topline(&["check", &this]).refuses(2, &["loop.toml", "itself"]);
}

#[test]
fn a_missing_file_is_named() {
    let place = Place::new();
    topline(&["check", &place.text("missing.toml")]).refuses(2, &["missing.toml"]);
    topline(&["run", "nowhere/at/all.toml"]).refuses(2, &["nowhere/at/all.toml"]);
    let child = place.file("child.toml", "extends = \"parent\"\ntitle = \"Child\"\nwhy = \"A test.\"\n");
    topline(&["check", &child]).refuses(2, &["parent", "child.toml:1"]);
}

#[test]
fn an_empty_file_is_refused() {
    let place = Place::new();
    topline(&["check", &place.file("empty.toml", "")]).refuses(2, &["empty.toml"]);
}

#[test]
fn a_binary_file_is_refused() {
    let place = Place::new();
    fs::write(place.path("binary.toml"), [0x7f, b'E', b'L', b'F', 0, 0xff, 0xfe, 0, 1]).unwrap();
    topline(&["check", &place.text("binary.toml")]).refuses(2, &["binary.toml"]);
}

#[test]
fn a_folder_is_no_scenario() {
    let place = Place::new();
    topline(&["check", &place.text("")]).refuses(2, &[]);
}

#[test]
fn a_file_of_100_megabytes_is_refused_at_once() {
    let place = Place::new();
    File::create(place.path("huge.toml")).unwrap().set_len(100 << 20).unwrap();
    let began = Instant::now();
    topline(&["check", &place.text("huge.toml")]).refuses(2, &["huge.toml"]);
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[test]
fn ten_thousand_levels_of_nesting_are_refused() {
    let (open, close) = ("[".repeat(10_000), "]".repeat(10_000));
    check(&format!("fixed_cost = {open}{close}\n")).refuses(2, &["bad.toml"]);
    let dots = vec!["a"; 10_000].join(".");
    check(&format!("{dots} = 1\n")).refuses(2, &["bad.toml"]);
}

#[test]
fn a_line_that_is_no_toml_is_shown() {
    check("[fixed_cost\n").refuses(2, &["bad.toml:4", "[fixed_cost"]);
}

#[test]
fn all_mistakes_of_all_files_are_shown_at_once() {
    let place = Place::new();
    let one = place.scenario("one.toml", "start_probability = 2\n[fixed_cost]\nmajor = -1\n");
    let two = place.scenario("two.toml", "nonsense = 1\n");
    topline(&["run", &one, &two]).refuses(2, &["one.toml:4", "one.toml:6", "two.toml:4"]);
}

#[test]
fn set_of_an_unknown_parameter_is_refused_with_the_nearest_name() {
    topline(&["run", "baseline", "golden", "--set", "fixed_csot.major=3"]).refuses(2, &["fixed_csot", "--set", "fixed_cost"]);
    topline(&["run", "baseline", "--set", "fixed_cost.major"]).refuses(2, &["--set", "path.to.parameter=value"]);
    topline(&["check", "baseline", "--set", "start_probability=nan"]).refuses(2, &["start_probability", "allowed: "]);
    let twice = topline(&["run", "baseline", "golden", "--set", "nonsense=3"]);
    assert_eq!(twice.stderr.matches("nonsense=3").count(), 1, "{}", twice.stderr);
}

#[test]
fn zero_replicates_are_refused() {
    topline(&["run", "baseline", "-r", "0"]).refuses(2, &["invalid value '0'", "--replicates"]);
    topline(&["run", "baseline", "-r", "-1"]).refuses(2, &[]);
    topline(&["run", "baseline", "-r", "many"]).refuses(2, &["invalid value 'many'"]);
}

#[test]
fn other_numbers_that_make_no_sense_are_refused() {
    topline(&["run", "baseline", "-j", "0"]).refuses(2, &["invalid value '0'", "--threads"]);
    topline(&["run", "baseline", "-s", "9007199254740992"]).refuses(2, &["--seed"]);
    topline(&["run", "baseline", "--quarters", "0"]).refuses(2, &["--quarters"]);
    topline(&["run", "baseline", "--quarters", "1000000000"]).refuses(2, &["--quarters"]);
    for scale in ["0", "-1", "nan", "inf", "1e300"] {
        topline(&["run", "baseline", &format!("--scale={scale}")]).refuses(2, &["--scale"]);
    }
}

#[test]
fn a_misspelt_instrument_of_a_setting_gets_the_nearest_one() {
    let call = ["compare", "baseline", "music_tax_credit", "--set", "policy.tax_credi.budget=0", "-o", "/nowhere/out"];
    topline(&call).refuses(2, &["changes nothing: no scenario compared has `policy.tax_credi`", "did you mean `policy.tax_credit`?"]);
}
