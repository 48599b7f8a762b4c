//! `run` and `compare`.

use std::io::Read;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::{Place, names, program, tables, topline};

const SMALL: [&str; 4] = ["-r", "2", "--quarters", "8"];

fn experiment(command: &[&str], place: &Place, out: &str) -> crate::Answer {
    let out = place.text(out);
    topline(&[command, &SMALL, &["-o", &out]].concat())
}

#[test]
fn run_writes_its_tables_and_shows_the_chief_results() {
    let place = Place::new();
    let answer = experiment(&["run", "baseline", "scenarios/golden.toml"], &place, "out");
    answer.is_fine();
    assert!(answer.stdout.contains("export_revenue") || answer.stdout.contains("revenue"), "{}", answer.stdout);
    assert!(answer.stdout.contains("golden") && answer.stdout.contains("autonomous"), "{}", answer.stdout);
    assert_eq!(names(&place.path("out")), ["datapackage.json", "distributions.csv", "manifest.json", "runs.csv", "trajectories.csv"]);
    let runs = place.read("out/runs.csv");
    let rows: Vec<&str> = runs.lines().collect();
    assert!(rows[0].starts_with("scenario,world,replicate,seed,status,revenue,export_revenue,"), "{}", rows[0]);
    assert!(rows[0].ends_with(",verdict"), "{}", rows[0]);
    let starts: Vec<String> = rows[1..].iter().map(|row| row.split(',').take(5).collect::<Vec<_>>().join(",")).collect();
    assert_eq!(starts, ["baseline,default,0,1,ok", "baseline,default,1,1,ok", "golden,default,0,1,ok", "golden,default,1,1,ok"]);
}

#[test]
fn no_table_holds_nan_or_infinity_or_a_carriage_return() {
    let place = Place::new();
    experiment(&["compare", "baseline", "startup_grants", "--panel"], &place, "out").is_fine();
    for (name, bytes) in tables(&place.path("out")) {
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.ends_with('\n') && !text.contains('\r'), "{name}");
        let wrong = |cell: &str| matches!(cell.to_lowercase().as_str(), "nan" | "inf" | "-inf" | "-0" | "null" | "na");
        assert!(!text.lines().any(|line| line.split(',').any(wrong)), "{name}");
    }
}

#[test]
fn compare_writes_paired_differences_and_says_them_in_a_sentence() {
    let place = Place::new();
    let answer = experiment(&["compare", "baseline", "startup_grants", "-v"], &place, "out");
    assert_eq!(answer.code, Some(0), "{answer:?}");
    assert!(answer.stdout.contains("Differences to baseline with 95 % intervals, 2 paired replicates"), "{}", answer.stdout);
    assert!(answer.stdout.lines().any(|line| line.starts_with("startup_grants: ")), "{}", answer.stdout);
    let comparison = place.read("out/comparison.csv");
    assert!(comparison.starts_with(
        "baseline,scenario,outcome,unit,n,baseline_mean,scenario_mean,mean_difference,ci_low,ci_high,share_better,variance_reduction,p_value\n"
    ));
    assert!(comparison.contains("\nbaseline,startup_grants,export_revenue,bn KRW/yr,2,"), "{comparison}");
    assert!(comparison.contains("\nbaseline,startup_grants,verdict.none,share,"), "{comparison}");
}

#[test]
fn the_baseline_named_again_among_the_scenarios_is_dropped() {
    let place = Place::new();
    let again = ["compare", "baseline", "golden", "scenarios/baseline.toml", "./scenarios/../scenarios/baseline.toml"];
    experiment(&again, &place, "out").is_fine();
    let rows = place.read("out/runs.csv");
    assert_eq!(rows.lines().filter(|row| row.starts_with("baseline,")).count(), 2, "{rows}");
}

#[test]
fn a_comparison_with_the_baseline_alone_is_refused() {
    topline(&["compare", "baseline", "scenarios/baseline.toml"]).refuses(2, &["nothing to compare", "allowed: one other scenario"]);
}

#[test]
fn two_scenarios_of_one_name_are_refused() {
    let place = Place::new();
    let twin = place.scenario("golden.toml", "");
    topline(&["run", "golden", &twin]).refuses(2, &["two scenarios have the name `golden`", &twin]);
    topline(&["compare", "baseline", "golden", "golden"]).refuses(2, &["two scenarios have the name `golden`"]);
}

#[test]
fn scenarios_of_different_length_cannot_be_compared() {
    let place = Place::new();
    let short = place.scenario("short.toml", "[run]\nquarters = 8\n");
    topline(&["compare", "baseline", &short, "-o", &place.text("out")])
        .refuses(2, &["`baseline` and `short`", "allowed: 40 quarters from 2026Q1", "found: 8 quarters from 2026Q1"]);
    assert!(!place.path("out").exists());
}

#[test]
fn tables_are_the_same_for_any_number_of_threads_and_on_every_call() {
    let place = Place::new();
    for (out, threads) in [("one", "1"), ("two", "2"), ("again", "2"), ("many", "5")] {
        experiment(&["compare", "baseline", "golden", "startup_grants", "--panel", "-j", threads], &place, out).is_fine();
    }
    let first = tables(&place.path("one"));
    for other in ["two", "again", "many"] {
        assert!(tables(&place.path(other)) == first, "{other}");
    }
}

#[test]
fn another_seed_gives_other_numbers() {
    let place = Place::new();
    experiment(&["run", "baseline", "-s", "1"], &place, "one").is_fine();
    experiment(&["run", "baseline", "-s", "2"], &place, "two").is_fine();
    assert_ne!(place.read("one/distributions.csv"), place.read("two/distributions.csv"));
}

#[test]
fn the_panel_has_a_row_for_every_living_label_and_quarter() {
    let place = Place::new();
    experiment(&["run", "baseline", "--panel"], &place, "out").is_fine();
    let labels = place.read("out/labels.csv");
    let header = "scenario,replicate,quarter,slot,generation,tier,strategy,works,revenue,export_revenue,profit,cash,fandom,support_received";
    assert_eq!(labels.lines().next(), Some(header));
    assert!(labels.lines().nth(1).unwrap().starts_with("baseline,0,2026Q1,0,"), "{:?}", labels.lines().nth(1));
    assert!(labels.lines().last().unwrap().starts_with("baseline,1,2027Q4,"), "{:?}", labels.lines().last());
    assert!(labels.lines().count() > 2 * 8 * 100);
}

#[test]
fn what_the_command_line_sets_reaches_the_run_and_the_manifest() {
    let place = Place::new();
    experiment(&["run", "baseline", "--set", "fixed_cost.major=50000"], &place, "out").is_fine();
    let manifest: serde_json::Value = serde_json::from_str(&place.read("out/manifest.json")).unwrap();
    assert_eq!(manifest["set"][0], "fixed_cost.major=50000");
    assert_eq!(manifest["scenarios"][0]["values"]["fixed_cost.major"].as_f64(), Some(50000.0));
    assert_eq!(manifest["counts"]["runs"], 2);
    assert!(place.read("out/trajectories.csv").contains("\nbaseline,2027Q4,"));
    assert!(!place.read("out/trajectories.csv").contains("2028Q1"));
}

#[test]
fn quiet_prints_the_table_alone_and_verbose_says_more() {
    let place = Place::new();
    let quiet = experiment(&["run", "baseline", "-q"], &place, "quiet").is_fine().stdout.clone();
    assert!(quiet.lines().any(|line| line.starts_with("baseline ")) && !quiet.contains("runs.csv"), "{quiet}");
    let options = experiment(&["compare", "baseline", "golden", "music_tax_credit", "-q"], &place, "options").is_fine().stdout.clone();
    let rows = options.lines().filter(|line| ["golden", "music_tax_credit"].iter().any(|name| line.starts_with(name))).count();
    assert!(rows >= 1 && options.contains("Public cost") && !options.contains("Full victory"), "{options}");
    let verbose = experiment(&["run", "baseline", "-v"], &place, "verbose");
    assert_eq!(verbose.code, Some(0));
    assert!(verbose.stderr.contains("2 replicates, seed 1") && verbose.stderr.contains("2 runs in"), "{}", verbose.stderr);
}

#[test]
fn a_comparison_answers_in_the_terminal_in_few_lines() {
    let place = Place::new();
    let scenarios = ["startup_grants", "music_tax_credit", "production_grants", "brokerage", "loan_guarantee", "creator_training"];
    // With two replicates intervals are so wide that the table is, too.
    let out = place.text("out");
    let call = [&["compare", "baseline"], &scenarios[..], &["-r", "4", "--quarters", "8", "-o", &out]].concat();
    let told = topline(&call).is_fine().stdout.clone();
    let (said, files) = told.split_once("\nruns.csv, ").expect("the files stand last");
    assert!(said.lines().count() <= 25, "{} lines:\n{said}", said.lines().count());
    // Sentences are wrapped; the table is as wide as its intervals.
    let (sentences, table) = said.split_once("\n\n").expect("the table stands apart");
    assert!(sentences.lines().all(|line| line.chars().count() <= 100) && table.lines().all(|line| line.chars().count() <= 130), "{said}");
    assert!(scenarios.iter().all(|name| said.lines().any(|line| line.starts_with(name))) && files.contains("report.html"), "{told}");
}

#[test]
fn results_are_printed_as_json_where_asked_for() {
    let place = Place::new();
    let told = experiment(&["compare", "baseline", "startup_grants", "--json"], &place, "out").is_fine().stdout.clone();
    let found: serde_json::Value = serde_json::from_str(&told).expect("JSON and nothing else");
    assert_eq!(found["folder"], place.text("out"));
    let rows = found["tables"]["comparison"].as_array().unwrap();
    let exports = rows.iter().find(|row| row["outcome"] == "export_revenue").unwrap();
    assert!(exports["mean_difference"].is_number() && exports["n"] == 2 && exports["scenario"] == "startup_grants", "{exports}");
    assert!(found["tables"].get("runs").is_none() && found["files"].as_array().unwrap().iter().any(|file| file == "runs.csv"));
    let run = experiment(&["run", "baseline", "--json"], &place, "run").is_fine().stdout.clone();
    assert!(serde_json::from_str::<serde_json::Value>(&run).unwrap()["tables"]["distributions"].as_array().unwrap().len() > 40);
}

#[test]
fn the_default_folder_is_named_after_the_command_and_the_first_policy_scenario() {
    let place = Place::new();
    let folder = place.path("work");
    std::fs::create_dir(&folder).unwrap();
    let scenarios = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let (baseline, golden) = (format!("{scenarios}/baseline.toml"), format!("{scenarios}/golden.toml"));
    for command in ["run", "compare"] {
        let arguments = [&[command, &baseline, &golden][..], &SMALL].concat();
        let answer: crate::Answer = program().current_dir(&folder).args(arguments).output().unwrap().into();
        answer.is_fine();
    }
    assert_eq!(names(&folder.join("output")), ["compare-golden", "run-golden"]);
}

#[test]
fn an_interrupted_experiment_writes_nothing_and_says_so() {
    for signal in ["-INT", "-TERM"] {
        let place = Place::new();
        let out = place.text("out");
        let mut running =
            program().args(["run", "baseline", "-r", "1000000", "-j", "1", "-o", &out]).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let began = Instant::now();
        while !place.path("out").exists() && began.elapsed() < Duration::from_secs(60) {
            sleep(Duration::from_millis(20));
        }
        sleep(Duration::from_millis(200));
        assert!(Command::new("kill").args([signal, &running.id().to_string()]).status().unwrap().success());
        let status = running.wait().unwrap();
        let mut stderr = String::new();
        running.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!(status.code(), Some(130), "{stderr}");
        assert!(stderr.contains("interrupted after") && stderr.contains("nothing was written"), "{stderr}");
        assert!(!place.path("out").exists());
    }
}

#[test]
fn a_scenario_of_another_world_is_compared_with_a_warning() {
    let place = Place::new();
    let other = place.scenario("other.toml", "fame_spread = 1.7\n[policy.brokerage]\nstart = \"2040Q1\"\n");
    let small = ["--quarters", "1", "--scale", "0.05", "-r", "2"];
    let answer = topline(&[&["compare", "baseline", &other, "-o", &place.text("out")], &small[..]].concat());
    assert_eq!(answer.code, Some(0), "{answer:?}");
    for part in ["`other` differs from `baseline` in its world as well: fame_spread (1.7, there 2.25)", "`brokerage` of `other` runs in no quarter"] {
        assert!(answer.stderr.contains(part), "`{part}` is not in:\n{}", answer.stderr);
    }
    topline(&[&["compare", "baseline", &other, "-f", "-q", "-o", &place.text("out")], &small[..]].concat()).is_fine();
}
