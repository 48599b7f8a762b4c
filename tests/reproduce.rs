//! A run is a function of scenario, seed and replicate, and of nothing else.

mod common;

use std::collections::HashSet;

use common::{SEED, fingerprint, history, history_with, scenario, shipped, short};
use topline::experiment::run;
use topline::experiment::{Plan, RunResult, Sink, SinkError};
use topline::model::{RecordOptions, Simulation};
use topline::scenario::Scenario;

const QUARTERS: usize = 8;

/// A run in a state that others have used.
fn rerun(simulation: &mut Simulation, scenario: &Scenario, seed: u64, replicate: u32) -> String {
    fingerprint(simulation.run(scenario, seed, replicate, RecordOptions::default()).expect("the run holds its invariants"))
}

#[test]
fn a_state_that_any_shipped_scenario_has_used_gives_the_same_run_as_a_new_one() {
    let baseline = short("baseline", QUARTERS);
    let fresh = fingerprint(&history(&baseline, 0));
    let mut simulation = Simulation::new(&baseline);
    for name in shipped() {
        let other = short(&name, QUARTERS);
        let used = rerun(&mut simulation, &other, SEED, 1);
        assert!(used == fingerprint(&history(&other, 1)), "{name} remembers what ran before it");
        assert!(rerun(&mut simulation, &baseline, SEED, 0) == fresh, "the baseline remembers {name}");
    }
}

/// Everything that a run can record.
const ALL: RecordOptions = RecordOptions { panel: true, time: false, choices: true, receipts: true, trace: true };

#[test]
fn twins_that_share_a_burn_in_give_the_same_run_as_twins_with_one_each() {
    // In ten quarters every shipped programme and event begins.
    let worlds: Vec<Scenario> = shipped().iter().map(|name| short(name, 10)).collect();
    let record = |simulation: &mut Simulation, world: &Scenario| {
        let history = simulation.run(world, SEED, 3, ALL).expect("the run holds its invariants");
        assert!(history.panel.len() > 1000 && history.choices.len() > 1000 && history.trace.works.len() > 1000);
        fingerprint(history)
    };
    // The first world burns in; all others, and at last the first again, take up what it left.
    let mut shared = Simulation::new(&worlds[0]);
    for world in worlds.iter().chain(&worlds[..1]) {
        let fresh = record(&mut Simulation::new(world), world);
        assert!(record(&mut shared, world) == fresh, "{} differs after a shared burn-in", world.name);
    }
}

#[test]
fn a_state_goes_from_one_world_to_another_of_other_size_length_and_dates() {
    let worlds = [
        short("package_balanced", 12),
        scenario("package_balanced", &[("run.quarters", "5"), ("run.scale", "0.5")]),
        scenario("package_balanced", &[("run.quarters", "6"), ("run.start", "2025Q3")]),
        scenario("package_creators_first", &[("run.quarters", "5"), ("act_count.major", "12"), ("label_count.mid", "20")]),
        scenario("baseline", &[("run.quarters", "3"), ("burn_in_quarters", "4")]),
    ];
    let fresh: Vec<String> = worlds.iter().map(|world| fingerprint(&history(world, 2))).collect();
    let mut simulation = Simulation::new(&worlds[0]);
    // Forth and back: each world follows each of its neighbours.
    for n in (0..worlds.len()).chain((0..worlds.len()).rev()) {
        assert!(rerun(&mut simulation, &worlds[n], SEED, 2) == fresh[n], "world {n} remembers another");
    }
}

#[test]
fn replicates_are_the_same_in_any_order_and_with_others_between_them() {
    let world = short("package_touring_first", QUARTERS);
    let mut simulation = Simulation::new(&world);
    let forth: Vec<String> = (0..5).map(|replicate| rerun(&mut simulation, &world, SEED, replicate)).collect();
    for replicate in [3, 1, 4, 0, 2] {
        assert!(rerun(&mut simulation, &world, SEED, replicate) == forth[replicate as usize], "replicate {replicate}");
        rerun(&mut simulation, &world, 1_000 + u64::from(replicate), 77);
    }
}

#[test]
fn every_seed_and_every_replicate_is_another_run() {
    let world = short("baseline", 2);
    let mut simulation = Simulation::new(&world);
    let seeds = [0, 1, 2, 3, 1 << 32, (1 << 53) - 1];
    let runs: HashSet<String> =
        seeds.iter().flat_map(|seed| (0..4).map(move |r| (*seed, r))).map(|(seed, r)| rerun(&mut simulation, &world, seed, r)).collect();
    assert_eq!(runs.len(), 24, "two runs of 24 are the same");
}

#[test]
fn watching_labels_changes_nothing() {
    let world = short("package_platform_first", QUARTERS);
    let mut watched = history_with(&world, 0, true);
    assert!(watched.panel.len() > 300 * QUARTERS);
    watched.panel.clear();
    assert!(fingerprint(&watched) == fingerprint(&history(&world, 0)));
}

#[test]
fn a_longer_run_begins_like_a_shorter_one() {
    let (mut long, shorter) = (history(&short("package_balanced_2y", 12), 0), history(&short("package_balanced_2y", QUARTERS), 0));
    long.quarters.truncate(QUARTERS);
    long.years.truncate(QUARTERS / 4);
    assert_eq!(long.quarters, shorter.quarters);
    assert_eq!(long.years, shorter.years);
}

/// Everything that flows to the writers of tables.
#[derive(Default)]
struct Everything(String);

impl Sink for Everything {
    fn take(&mut self, run: &RunResult) -> Result<(), SinkError> {
        self.0 += &format!("{run:?}\n");
        Ok(())
    }
}

#[test]
fn one_two_and_seven_threads_hand_over_the_same_results_in_the_same_order() {
    let worlds = [short("baseline", 4), short("package_balanced", 5), short("golden", 4)];
    let with = |threads: usize| {
        let scenarios = worlds.iter().collect();
        let plan = Plan { scenarios, baseline: Some(0), replicates: 9, seed: 3, threads: Some(threads), panel: true };
        let mut sink = Everything::default();
        run(&plan, &mut sink, &Default::default()).expect("nobody stops the runs");
        sink.0
    };
    let one = with(1);
    assert_eq!(one.lines().count(), 27);
    for threads in [2, 7] {
        assert!(with(threads) == one, "{threads} threads give other results than one");
    }
}
