//! A run allocates nothing after its first quarter.
#![allow(unsafe_code, reason = "an allocator that counts is an unsafe trait; it only passes on what it is asked")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use topline::model::{RecordOptions, Simulation};
use topline::scenario::{Overrides, Scenario};

thread_local! {
    /// Allocations of this thread, growth included.
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

/// The system's allocator, counting.
struct Counting;

impl Counting {
    fn count(&self) {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
    }
}

// SAFETY: every call goes to the system's allocator as it came; the counter does not allocate.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.count();
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        self.count();
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        self.count();
        unsafe { System.realloc(old, layout, size) }
    }

    unsafe fn dealloc(&self, old: *mut u8, layout: Layout) {
        unsafe { System.dealloc(old, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn scenario(name: &str, quarters: usize) -> Scenario {
    let overrides = Overrides { quarters: Some(quarters), ..Overrides::default() };
    Scenario::load_with(format!("scenarios/{name}.toml"), &overrides).expect("the scenario is shipped")
}

/// Allocations of one replicate.
fn allocations(simulation: &mut Simulation, scenario: &Scenario, replicate: u32) -> u64 {
    let before = ALLOCATIONS.get();
    simulation.run(scenario, 1, replicate, RecordOptions::default()).expect("the run does not break");
    ALLOCATIONS.get() - before
}

/// A run of ten years allocates as often as one of a quarter, each in a simulation used for the first time.
#[track_caller]
fn allocates_nothing_after_the_first_quarter(name: &str) {
    for replicate in 0..4 {
        let [one, forty] = [1, 40].map(|quarters| {
            let scenario = scenario(name, quarters);
            allocations(&mut Simulation::new(&scenario), &scenario, replicate)
        });
        assert_eq!(forty, one, "{name}, replicate {replicate}: allocations of a run of 40 quarters and of 1");
    }
}

#[test]
fn the_counter_counts() {
    let before = ALLOCATIONS.get();
    let number = Box::new(7);
    assert_eq!((ALLOCATIONS.get() - before, *number), (1, 7));
}

#[test]
fn a_quarter_of_the_baseline_allocates_nothing() {
    allocates_nothing_after_the_first_quarter("baseline");
}

#[test]
fn a_quarter_with_every_instrument_of_a_package_allocates_nothing() {
    allocates_nothing_after_the_first_quarter("package_balanced");
}

#[test]
fn a_simulation_in_use_allocates_the_same_for_every_replicate() {
    let scenario = scenario("package_balanced", 8);
    let mut simulation = Simulation::new(&scenario);
    let counts: Vec<u64> = (0..6).map(|replicate| allocations(&mut simulation, &scenario, replicate)).collect();
    assert!(counts[2..].iter().all(|count| *count == counts[1]), "{counts:?}");
}
