//! Snapshots: runs of every shipped scenario give the numbers that are written down, to the last bit.
//!
//! A change that is meant to move results is committed with the refreshed files and nothing else:
//!
//! ```text
//! TOPLINE_REFRESH_SNAPSHOTS=1 cargo test --test snapshots
//! git diff --stat tests/snapshots
//! ```
//!
//! `outcomes.csv` is the `runs.csv` of `topline run` with all shipped scenarios; `tests/snapshots_release.sh` holds the
//! release build to the same bytes. `hashes.csv` sees what outcomes do not: every number of every quarter.

mod common;

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use common::{history, shipped, short};
use sha2::{Digest, Sha256};
use topline::math::{CPU_VARIABLE, Cpu};
use topline::scenario::Event;

const OUTCOMES: &str = "tests/snapshots/outcomes.csv";
const HASHES: &str = "tests/snapshots/hashes.csv";
/// Eleven years: every programme and event of the shipped scenarios begins and ends within them.
const QUARTERS: usize = 44;
const REPLICATES: u32 = 2;

/// Compares with a snapshot, or writes it where the environment asks for that.
#[track_caller]
fn is_as_written(file: &str, now: &str) {
    if env::var_os("TOPLINE_REFRESH_SNAPSHOTS").is_some_and(|value| value == "1") {
        fs::create_dir_all(Path::new(file).parent().unwrap()).unwrap();
        return fs::write(file, now).unwrap();
    }
    let written = fs::read_to_string(file).unwrap_or_default();
    if written == now {
        return;
    }
    let changed = differences(&written, now);
    let how = "if results are meant to change, refresh: TOPLINE_REFRESH_SNAPSHOTS=1 cargo test --test snapshots";
    panic!("{file} differs in {} cells: {}\n{how}", changed.len(), changed.iter().take(10).cloned().collect::<Vec<_>>().join("; "));
}

/// Cells that differ between two tables, in words.
fn differences(written: &str, now: &str) -> Vec<String> {
    let table = |text: &str| -> Vec<Vec<String>> { text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect() };
    let (written, now) = (table(written), table(now));
    let Some(header) = written.first().filter(|header| now.first() == Some(*header)) else { return vec!["the columns".into()] };
    let mut changed = Vec::new();
    for row in &now[1..] {
        // A row is named by its first three cells.
        let Some(old) = written.iter().find(|old| old[..3] == row[..3]) else {
            changed.push(format!("{} is new", row[..3].join(" ")));
            continue;
        };
        let cells = header.iter().zip(old).zip(row).filter(|((_, old), new)| old != new);
        changed.extend(cells.map(|((column, old), new)| format!("{} {column}: {old} is now {new}", row[..3].join(" "))));
    }
    let gone = written[1..].iter().filter(|old| !now.iter().any(|row| row[..3] == old[..3]));
    changed.extend(gone.map(|old| format!("{} is gone", old[..3].join(" "))));
    if changed.is_empty() { vec!["the order of rows or the ends of lines".into()] } else { changed }
}

/// `runs.csv` of all shipped scenarios from the program, with an instruction set forced where one is named.
fn runs(instructions: Option<&str>) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_topline"));
    match instructions {
        Some(name) => program.env(CPU_VARIABLE, name),
        None => program.env_remove(CPU_VARIABLE),
    };
    program.arg("run").args(shipped().into_iter().map(|name| format!("scenarios/{name}.toml")));
    program.args(["--quarters", &QUARTERS.to_string(), "--replicates", &REPLICATES.to_string(), "--seed", "1", "--quiet", "--out"]);
    let answer = program.arg(folder.path().join("out")).output().unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    fs::read_to_string(folder.path().join("out/runs.csv")).unwrap()
}

#[test]
fn outcomes_of_every_scenario_are_as_written_down() {
    is_as_written(OUTCOMES, &runs(None));
}

#[test]
fn every_instruction_set_of_this_machine_gives_the_same_bytes() {
    let plain = runs(None);
    for name in ["sse2", "avx2", "avx512"].into_iter().filter(|name| Cpu::named(name).is_some()) {
        assert!(runs(Some(name)) == plain, "{name} gives other results than {}", Cpu::detect().name());
    }
}

/// SHA-256 over all numbers of all quarters, in order, each as the shortest digits that read back as its bits.
fn hash(name: &str, replicate: u32) -> String {
    let text = format!("{:#?}", history(&short(name, QUARTERS), replicate).quarters);
    let mut hasher = Sha256::new();
    // One field a line, `name: value,`: values count, names do not.
    for line in text.lines() {
        hasher.update(line.rsplit(' ').next().unwrap_or_default());
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn all_numbers_of_all_quarters_have_the_hash_that_is_written_down() {
    let mut table = String::from("scenario,quarters,replicate,sha256\n");
    for name in shipped() {
        for replicate in 0..REPLICATES {
            table += &format!("{name},{QUARTERS},{replicate},{}\n", hash(&name, replicate));
        }
    }
    is_as_written(HASHES, &table);
}

#[test]
fn no_two_scenarios_have_the_same_hash() {
    let table = fs::read_to_string(HASHES).unwrap();
    let mut seen: HashMap<&str, &str> = HashMap::new();
    for row in table.lines().skip(1) {
        let (run, hash) = row.rsplit_once(',').unwrap();
        let twin = seen.insert(hash, run);
        assert!(twin.is_none(), "{run} and {} are the same to the last bit: the window shows nothing of one of them", twin.unwrap());
    }
    assert_eq!(seen.len(), shipped().len() * REPLICATES as usize);
}

#[test]
fn every_programme_and_event_of_a_scenario_begins_and_ends_within_the_window() {
    let window = 0..QUARTERS as i32;
    for name in shipped() {
        let scenario = short(&name, QUARTERS);
        for programme in &scenario.programmes {
            assert!(window.contains(&programme.starts) && programme.ends <= window.end, "{name}: {programme:?}");
        }
        for event in &scenario.events {
            let (first, end) = match event {
                Event::Hit { quarter, .. } => (*quarter, *quarter + 1),
                Event::PlatformExit { span, .. } | Event::MarketClosure { span, .. } => (span.from, span.to),
                Event::TouringStop { span, .. } | Event::ExchangeRate { span, .. } => (span.from, span.to),
                Event::Absence { span, .. } | Event::RivalResponse { span, .. } | Event::AiWorks { span, .. } => (span.from, span.to),
                Event::ExchangeVolatility { span, .. } | Event::BudgetReaction { span, .. } => (span.from, span.to),
            };
            assert!(window.contains(&first) && window.contains(&end), "{name}: {event:?} must begin and end within {window:?}");
        }
    }
}

#[test]
fn a_changed_cell_is_told_with_scenario_outcome_and_both_values() {
    let written = "scenario,world,replicate,revenue\na,default,0,1.5\nb,default,0,2.0\n";
    let now = "scenario,world,replicate,revenue\na,default,0,1.25\nc,default,0,2.0\n";
    let told = differences(written, now);
    assert_eq!(told, ["a default 0 revenue: 1.5 is now 1.25", "c default 0 is new", "b default 0 is gone"]);
    assert_eq!(differences(written, &written.replace('\n', "\r\n")).len(), 1);
}
