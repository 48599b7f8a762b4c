//! What the tests of the model share: shipped scenarios with settings laid over them, and runs of them.

#![allow(dead_code, reason = "every test file is a crate of its own and uses a part of this one")]

use std::fs;

use topline::experiment::run;
use topline::experiment::{Plan, Results};
use topline::model::{History, RecordOptions, Simulation};
use topline::outcome;
use topline::outcome::statistics::Paired;
use topline::scenario::{Draft, Scenario};

/// Seed of the tests that name no other.
pub const SEED: u64 = 1;

/// Names of the shipped scenarios, in alphabetical order.
pub fn shipped() -> Vec<String> {
    let files = fs::read_dir("scenarios").expect("tests run in the folder of the project").map(|entry| entry.unwrap().path());
    let of_scenario = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let mut names: Vec<String> = of_scenario.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    assert!(names.len() >= 24, "a scenario is missing: {names:?}");
    names
}

/// A shipped scenario before it is built.
pub fn draft(name: &str) -> Draft {
    Draft::load(format!("scenarios/{name}.toml")).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A shipped scenario with settings, as `--set` gives them.
pub fn scenario(name: &str, settings: &[(&str, &str)]) -> Scenario {
    let mut draft = draft(name);
    for (path, value) in settings {
        draft.set(path, value).unwrap_or_else(|problems| panic!("{problems}"));
    }
    draft.build().unwrap_or_else(|problems| panic!("{problems}"))
}

/// A shipped scenario cut to a number of quarters.
pub fn short(name: &str, quarters: usize) -> Scenario {
    scenario(name, &[("run.quarters", &quarters.to_string())])
}

/// One run, with the panel where asked for.
pub fn history_with(scenario: &Scenario, replicate: u32, panel: bool) -> History {
    let mut simulation = Simulation::new(scenario);
    match simulation.run(scenario, SEED, replicate, RecordOptions { panel, ..RecordOptions::default() }) {
        Ok(history) => history.clone(),
        Err(broken) => panic!("{}, replicate {replicate}: {broken:?}", scenario.name),
    }
}

/// One run.
pub fn history(scenario: &Scenario, replicate: u32) -> History {
    history_with(scenario, replicate, false)
}

/// Everything in a history as text; two histories have the same text only where all their numbers have the same
/// bits (a number prints its shortest digits that read back as itself, and zero its sign).
pub fn fingerprint(history: &History) -> String {
    format!("{history:#?}")
}

/// All replicates of scenarios, in two threads.
pub fn results(scenarios: &[&Scenario], replicates: u32) -> Results {
    let plan = Plan { scenarios: scenarios.to_vec(), baseline: Some(0), replicates, seed: SEED, threads: Some(2), panel: false };
    let results = run(&plan, &mut (), &Default::default()).expect("nobody stops the runs");
    if let Some((case, replicate, failure)) = results.failures().next() {
        panic!("{}, replicate {replicate}: {failure:?}", case.name);
    }
    results
}

/// An outcome of a case by replicate.
pub fn values(results: &Results, case: usize, outcome: &str) -> Vec<Option<f64>> {
    let position = outcome::OUTCOMES.iter().position(|o| o.name == outcome).unwrap_or_else(|| panic!("`{outcome}` is no outcome"));
    results.cases[case].runs.iter().map(|run| run.outcomes[position]).collect()
}

/// Case `b` less case `a`, replicate by replicate.
pub fn paired(results: &Results, a: usize, b: usize, outcome: &str) -> Paired {
    Paired::of(&values(results, a, outcome), &values(results, b, outcome))
}

/// Replicates of a scenario, in two threads.
pub fn histories(scenario: &Scenario, replicates: u32) -> Vec<History> {
    let every_second = |first: u32| (first..replicates).step_by(2).map(|replicate| history(scenario, replicate)).collect::<Vec<_>>();
    let (even, odd) = std::thread::scope(|scope| {
        let odd = scope.spawn(|| every_second(1));
        (every_second(0), odd.join().expect("the runs hold their invariants"))
    });
    let (mut even, mut odd) = (even.into_iter(), odd.into_iter());
    (0..replicates).map(|replicate| if replicate % 2 == 0 { even.next() } else { odd.next() }.unwrap()).collect()
}
