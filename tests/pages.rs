//! The pages about evidence say what the program computes: they are written from the tables beside them,
//! and these tables from runs that are repeated here.

use std::fs;
use std::path::Path;
use std::process::Command;

#[path = "../examples/flows.rs"]
mod flows;
#[path = "../examples/write_pages/main.rs"]
mod write_pages;

fn committed(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_default()
}

#[test]
fn pages_and_pictures_are_written_from_the_tables_beside_them() {
    for (path, text) in write_pages::pages().unwrap() {
        assert!(committed(&path) == text, "{path} is out of date: refresh it with `cargo run --release --example write_pages` and commit it");
    }
}

/// Rows of a table of first runs by folder and scenario.
fn rows(text: &str) -> Vec<Vec<&str>> {
    text.lines().map(|line| line.split(',').collect()).collect()
}

/// Runs the first replicate of a command of a script and gives back its `runs.csv`.
fn first_runs(command: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut words: Vec<&str> = command.split_whitespace().skip(1).collect();
    for (option, value) in [("-r", "1"), ("--out", out.to_str().unwrap())] {
        let place = words.iter().position(|word| *word == option).unwrap();
        words[place + 1] = value;
    }
    let answer = Command::new(env!("CARGO_BIN_EXE_topline")).args(words).arg("--quiet").output().unwrap();
    assert!(answer.status.success(), "{command}: {}", String::from_utf8_lossy(&answer.stderr));
    fs::read_to_string(out.join("runs.csv")).unwrap()
}

/// The first replicate of each scenario of each command of a script has the outcomes that the page rests on.
fn the_first_runs_are_those_of(script: &str, table: &str) {
    let text = committed(table);
    let held = rows(&text);
    let mut compared = 0;
    for command in write_pages::commands(script).unwrap().iter().filter(|command| !command.starts_with("topline validate")) {
        let (text, folder) = (first_runs(command), command.split_whitespace().last().unwrap());
        let now = rows(&text);
        for row in &now[1..] {
            let cell = |name: &&str| row[now[0].iter().position(|column| column == name).unwrap()];
            let expected = held.iter().find(|known| known[0] == folder && known[1] == cell(&"scenario"));
            let expected = expected.unwrap_or_else(|| panic!("{table} has no row of {folder}, {}", row[0]));
            let found: Vec<&str> = held[0][1..].iter().map(cell).collect();
            assert_eq!(&expected[1..], found, "{folder}: the page was made by another program; run {script}");
            compared += 1;
        }
    }
    assert_eq!(compared, held.len() - 1, "{table} has rows that no command makes");
}

#[test]
fn the_page_of_the_hit_rests_on_runs_that_the_program_repeats() {
    the_first_runs_are_those_of("scripts/golden.sh", "docs/golden/held.csv");
}

#[test]
fn the_page_of_evidence_rests_on_runs_that_the_program_repeats() {
    the_first_runs_are_those_of("scripts/evidence.sh", "docs/evidence/held.csv");
    let flows = flows::table(2, 4, &["music_tax_credit", "new_talent_credit", "startup_grants"]).unwrap();
    assert!(committed("docs/evidence/flows_held.csv") == flows, "the flows of the page are of another program; run scripts/evidence.sh");
}

#[test]
fn every_test_of_a_mechanism_that_the_page_names_exists() {
    let tests = committed("tests/mechanisms.rs");
    for name in write_pages::tests_of_mechanisms() {
        assert!(tests.contains(&format!("fn {name}()")), "tests/mechanisms.rs has no test {name}");
    }
}

#[test]
fn effects_for_each_won_rest_on_runs_in_worlds_that_the_program_repeats() {
    let script = committed("scripts/evidence.sh");
    let line = script.lines().find(|line| line.starts_with("in_worlds compare")).unwrap();
    let scenarios = line.split_whitespace().skip(2).take_while(|word| *word != "-r");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut program = Command::new(env!("CARGO_BIN_EXE_topline"));
    program.arg("compare").args(scenarios).args(["-r", "2", "--worlds", "1", "--world-replicates", "10", "--no-twins", "--no-report", "--quiet"]);
    let answer = program.arg("--out").arg(&out).output().unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    let (text, known) = (fs::read_to_string(out.join("world_runs.csv")).unwrap(), committed("docs/evidence/outside_held.csv"));
    let (now, held) = (rows(&text), rows(&known));
    let place = |name: &str| now[0].iter().position(|column| *column == name).unwrap();
    let first = now[1..].iter().filter(|row| row[place("world")] == "1" && row[place("replicate")] == "0");
    let found: Vec<Vec<&str>> =
        first.map(|row| std::iter::once("scenario").chain(write_pages::HELD_IN_WORLDS).map(|name| row[place(name)]).collect()).collect();
    assert_eq!(found, held[1..], "docs/evidence/outside.csv was made by another program; run scripts/evidence.sh");
}
