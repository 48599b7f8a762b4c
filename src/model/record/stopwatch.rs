//! Where the time of a quarter goes; read by the bench, off in runs.

use std::time::{Duration, Instant};

macro_rules! processes {
    ($($(#[$doc:meta])* $process:ident = $name:literal,)+) => {
        /// The calls of the quarter, as the stopwatch tells them apart.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Process { $($(#[$doc])* $process),+ }

        impl Process {
            /// All processes, in the order of the quarter.
            pub const ALL: &'static [Process] = &[$(Process::$process),+];
            /// Number of processes.
            pub const COUNT: usize = Self::ALL.len();
            /// Name in tables.
            pub fn name(self) -> &'static str { match self { $(Process::$process => $name),+ } }
        }
    };
}

processes! {
    /// The initial state (2.2).
    Founding = "founding",
    /// Clearing flows, draws of labels, conditions (call 0).
    Opening = "opening and events",
    /// Call 1.
    Government = "government",
    /// Calls 2 and 3.
    Strategy = "starts and strategy",
    /// Call 4.
    Credits = "credits",
    /// Call 5.
    Finance = "finance",
    /// Call 6.
    Platforms = "platforms",
    /// Call 7.
    Production = "production",
    /// Call 8.
    Demand = "demand",
    /// Call 9.
    Touring = "touring",
    /// Call 10.
    Revenue = "revenue",
    /// Call 11.
    Fans = "fans",
    /// Call 12.
    Learning = "learning",
    /// Call 13.
    YearEnd = "year's end",
    /// Call 14.
    ExitAndEntry = "exit and entry",
    /// Call 15.
    Observation = "observation",
}

/// Time spent by process; does nothing until it is started.
#[derive(Clone, Debug, Default)]
pub struct Stopwatch {
    last: Option<Instant>,
    spent: [Duration; Process::COUNT],
}

impl Stopwatch {
    /// Starts it anew, or switches it off.
    pub fn start(&mut self, on: bool) {
        self.last = on.then(Instant::now);
        self.spent = Default::default();
    }

    /// Adds the time since the last call to a process.
    #[inline]
    pub fn lap(&mut self, process: Process) {
        if let Some(last) = self.last {
            let now = Instant::now();
            self.spent[process as usize] += now - last;
            self.last = Some(now);
        }
    }

    /// Time of each process so far.
    pub fn spent(&self) -> &[Duration; Process::COUNT] {
        &self.spent
    }
}
