//! The bench: what a run costs, where its time goes, and what a settled difference costs.
//!
//! Every part is measured in the same process, and parts that are divided by each other are
//! measured in turn, so that a machine that slows down slows both. Medians are over rounds.

mod clock;
mod floor;
mod pairs;
mod sizes;
mod speed;
mod subject;
mod threads;

pub use floor::Floor;
pub use pairs::{Pairs, SETTLED_SHARE};
pub use sizes::SizeCost;
pub use speed::{ProcessTime, Speed};
pub use subject::Subject;
pub use threads::Threads;

use serde::Serialize;

use crate::math::Cpu;

/// All that the bench found.
#[derive(Clone, Debug, Serialize)]
pub struct BenchResults {
    /// The machine.
    pub machine: Machine,
    /// Runs in one thread.
    pub speed: Speed,
    /// The least that the same draws and functions take.
    pub floor: Floor,
    /// Runs in several threads.
    pub threads: Vec<Threads>,
    /// Larger economies.
    pub sizes: Vec<SizeCost>,
    /// Differences between two scenarios.
    pub pairs: Pairs,
}

/// The machine and the build.
#[derive(Clone, Debug, Serialize)]
pub struct Machine {
    /// Version of the program.
    pub version: &'static str,
    /// Name of the processor.
    pub processor: Option<String>,
    /// Vectors in use.
    pub path: &'static str,
    /// Threads that can run at once.
    pub threads: usize,
}

impl Machine {
    fn this() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self { version: env!("CARGO_PKG_VERSION"), processor: clock::processor(), path: Cpu::detect().name(), threads }
    }
}

/// Measures everything; tells each part before it begins.
pub fn measure(subject: &Subject<'_>, mut begin: impl FnMut(&str)) -> BenchResults {
    let machine = Machine::this();
    begin("time of each process, and the floor");
    let (speed, floor) = speed::measure(subject.baseline, subject.seconds * 0.15);
    begin("threads");
    let threads = threads::measure(subject.baseline, machine.threads, speed.milliseconds_per_run / 1000.0, subject.seconds * 0.25);
    begin("differences between scenarios");
    let pairs = pairs::measure(subject.baseline, subject.policy, (subject.seconds * 7.0) as u32);
    begin("large economies");
    let sizes = sizes::measure(subject.sizes, subject.seconds * 0.2);
    BenchResults { machine, speed, floor, threads, sizes, pairs }
}
