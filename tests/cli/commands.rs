//! The other commands, and the usage.

use std::process::Stdio;

use crate::{Answer, Place, program, topline};

fn json(arguments: &[&str]) -> serde_json::Value {
    let answer = topline(arguments);
    serde_json::from_str(&answer.is_fine().stdout).expect("the program prints JSON")
}

#[test]
fn check_says_what_a_scenario_is_and_what_it_assumes() {
    let answer = topline(&["check", "baseline", "scenarios/startup_grants.toml"]);
    answer.is_fine();
    for part in ["startup_grants: ", "2026Q1 to 2035Q4", "policy.production_grant.rate", "assumed (", "\nok\n"] {
        assert!(answer.stdout.contains(part), "`{part}` is not in:\n{}", answer.stdout);
    }
}

#[test]
fn every_shipped_scenario_passes_check() {
    let scenarios = json(&["list", "scenarios", "--json"]);
    let names: Vec<&str> = scenarios.as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect();
    assert!(names.len() > 20 && names.contains(&"baseline") && names.contains(&"golden"), "{names:?}");
    topline(&[&["check"], &names[..]].concat()).is_fine();
}

#[test]
fn a_scenario_is_found_by_name_and_a_misspelt_one_gets_the_nearest() {
    topline(&["check", "golden"]).is_fine();
    topline(&["check", "goldne"]).refuses(2, &["unknown scenario `goldne`", "no `scenarios/goldne.toml`", "allowed: ", "did you mean `golden`?"]);
}

#[test]
fn list_tells_parameters_instruments_and_outcomes_as_text_and_as_json() {
    for (what, name) in [("scenarios", "baseline"), ("parameters", "fixed_cost.major"), ("instruments", "tax_credit"), ("outcomes", "export_revenue")]
    {
        let text = topline(&["list", what]);
        assert!(text.is_fine().stdout.lines().any(|line| line.split(' ').next() == Some(name)), "{what}: {}", text.stdout);
        let entries = json(&["list", what, "--json"]);
        assert!(entries.as_array().unwrap().iter().any(|entry| entry["name"] == name), "{what}");
    }
}

#[test]
fn list_can_be_limited_to_parameters_that_are_assumed() {
    let (all, assumed) = (json(&["list", "parameters", "--json"]), json(&["list", "parameters", "--assumed", "--json"]));
    let assumed = assumed.as_array().unwrap();
    assert!(!assumed.is_empty() && assumed.len() < all.as_array().unwrap().len());
    assert!(assumed.iter().all(|row| row["grade"] == "C"));
    topline(&["list", "outcomes", "--assumed"]).refuses(2, &["--assumed"]);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut running = program().args(["list", "parameters"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(running.stdout.take());
    let answer: Answer = running.wait_with_output().unwrap().into();
    answer.is_fine();
}

#[test]
fn new_writes_a_scenario_that_passes_check_and_never_replaces_one() {
    let place = Place::new();
    std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/baseline.toml"), place.path("baseline.toml")).unwrap();
    let folder = place.text("");
    let answer = topline(&["new", "my_policy", "--dir", &folder]);
    assert!(answer.is_fine().stdout.contains("topline check"), "{}", answer.stdout);
    assert!(place.read("my_policy.toml").lines().filter(|line| line.starts_with('#')).count() > 3);
    topline(&["check", &place.text("my_policy.toml")]).is_fine();
    topline(&["new", "my_policy", "--dir", &folder]).refuses(2, &["my_policy.toml", "exists already", "not replaced"]);
}

#[test]
fn new_refuses_names_that_are_none_and_folders_that_are_missing() {
    for name in ["", "My Policy", "../x", "a.toml", "정책"] {
        topline(&["new", name]).refuses(2, &["is no name of a scenario, a sweep or a search", "allowed: small letters, digits, - and _"]);
    }
    let place = Place::new();
    topline(&["new", "a", "--dir", &place.text("missing")]).refuses(2, &["there is no folder", "missing"]);
}

#[test]
fn diff_shows_what_differs_and_says_when_nothing_does() {
    let answer = topline(&["diff", "baseline", "startup_grants"]);
    assert!(answer.is_fine().stdout.contains("policy.production_grant.budget"), "{}", answer.stdout);
    let same = topline(&["diff", "baseline", "scenarios/baseline.toml"]);
    assert!(same.is_fine().stdout.contains("the same values"), "{}", same.stdout);
}

#[test]
fn schema_is_a_json_schema() {
    let schema = json(&["schema"]);
    assert!(schema["$schema"].as_str().unwrap().contains("json-schema.org"));
    assert!(schema["properties"]["policy"].is_object());
}

#[test]
fn completions_and_the_manual_name_every_command() {
    let man = topline(&["man"]);
    let bash = topline(&["completions", "bash"]);
    for command in ["run", "compare", "check", "list", "new", "diff", "schema", "completions", "man"] {
        assert!(man.is_fine().stdout.contains(command), "{command}");
        assert!(bash.is_fine().stdout.contains(command), "{command}");
    }
    for shell in ["zsh", "fish", "elvish", "powershell"] {
        assert!(!topline(&["completions", shell]).is_fine().stdout.is_empty());
    }
    topline(&["completions", "tcsh"]).refuses(2, &["invalid value 'tcsh'", "possible values", "bash"]);
}

#[test]
fn help_and_version_are_no_failure_and_tell_the_exit_codes() {
    assert!(topline(&["--help"]).is_fine().stdout.contains("130 interrupted"));
    assert!(topline(&["--version"]).is_fine().stdout.starts_with("topline "));
    assert!(topline(&["run", "--help"]).is_fine().stdout.contains("[default: 200]"));
}

#[test]
fn wrong_usage_is_refused_with_what_is_allowed() {
    assert_eq!(topline(&[]).code, Some(2));
    topline(&["run"]).refuses(2, &["<SCENARIO>"]);
    topline(&["comapre", "baseline"]).refuses(2, &["unrecognized subcommand 'comapre'", "compare"]);
    topline(&["run", "baseline", "--replicate", "3"]).refuses(2, &["--replicates"]);
}

#[test]
fn shipped_scenarios_are_found_in_a_folder_without_any() {
    let place = Place::new();
    let here = |arguments: &[&str]| -> Answer { program().current_dir(place.path("")).args(arguments).output().expect("the program starts").into() };
    assert!(here(&["list", "scenarios"]).is_fine().stdout.contains("package_balanced"));
    place.file("own.toml", "extends = \"golden\"\ntitle = \"Own\"\nwhy = \"To see what is found.\"\n");
    here(&["check", "own.toml"]).is_fine();
    here(&["compare", "baseline", "own.toml", "--quarters", "1", "--scale", "0.05", "-r", "2", "-o", "out", "-q"]).is_fine();
    place.file("other.toml", "extends = \"goldne\"\ntitle = \"Own\"\nwhy = \"To see what is found.\"\n");
    here(&["check", "other.toml"])
        .refuses(2, &["cannot extend `goldne.toml`", "other.toml:1", "allowed: a scenario of the same folder or of scenarios/"]);
}

#[test]
fn a_core_says_what_it_switches_off_and_is_compared_with_cores_alone() {
    let place = Place::new();
    let core = place.scenario("core.toml", "core = true\nbreak_slope = 0.5\n");
    let answer = topline(&["check", &core]);
    assert_eq!(answer.code, Some(0));
    for part in
        ["core: switched off (16):", "chart_noise", "instead of 0.2", "is a core and keeps what it sets itself: break_slope = 0.5 (core.toml:5)"]
    {
        assert!(answer.stdout.contains(part), "`{part}` is not in:\n{}", answer.stdout);
    }
    let differences = topline(&["diff", "baseline", &core]);
    assert!(differences.is_fine().stdout.lines().any(|line| line.starts_with("core ") && line.contains("true")), "{}", differences.stdout);
    let out = place.text("out");
    topline(&["compare", "baseline", &core, "-r", "2", "-o", &out])
        .refuses(2, &["`baseline` and `core` cannot be compared: no core and a core", "allowed: `core = true` in all scenarios or in none"]);
    let short = ["--set", "core=true", "-r", "2", "--quarters", "4", "--scale", "0.2", "--quiet", "-o", &out];
    topline(&[&["compare", "baseline", "fair_contract"], &short[..]].concat()).is_fine();
    let manifest: serde_json::Value = serde_json::from_str(&place.read("out/manifest.json")).unwrap();
    assert!((0..2).all(|n| manifest["scenarios"][n]["values"]["core"] == true), "{}", manifest["scenarios"][0]);
    assert!(place.read("out/report.html").contains("All numbers of this page are those of the core"));
}
