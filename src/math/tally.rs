//! How often each costly operation is done, for the floor of the bench.
//!
//! Counts only where the program is built with the feature `tally`; otherwise [`count`] is empty
//! and costs nothing. Each thread counts for itself.

macro_rules! operations {
    ($($(#[$doc:meta])* $operation:ident = $name:literal,)+) => {
        /// What is counted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Operation { $($(#[$doc])* $operation),+ }

        impl Operation {
            /// All operations.
            pub const ALL: &'static [Operation] = &[$(Operation::$operation),+];
            /// Number of operations.
            pub const COUNT: usize = Self::ALL.len();
            /// Name in tables.
            pub fn name(self) -> &'static str { match self { $(Operation::$operation => $name),+ } }
        }
    };
}

operations! {
    /// A block of four random words, drawn with many others.
    BulkBlock = "blocks drawn in bulk",
    /// A block of four random words, drawn by itself.
    SingleBlock = "blocks drawn one by one",
    /// A normal quantile, its logarithm included.
    Normal = "normal quantiles",
    /// An exponential, also as a part of a power or of log-odds.
    Exp = "exponentials",
    /// A logarithm, also as a part of a power.
    Ln = "logarithms",
    /// A logarithm of a number known to be in range: exponential and Gumbel draws.
    LnOfDraw = "logarithms of draws",
}

/// How often each of [`Operation::ALL`] was done.
pub type Counts = [u64; Operation::COUNT];

#[cfg(feature = "tally")]
mod counter {
    use super::{Counts, Operation};
    use std::cell::Cell;

    thread_local! {
        static COUNTS: Cell<Counts> = const { Cell::new([0; Operation::COUNT]) };
    }

    /// Adds one.
    pub fn count(operation: Operation) {
        let mut counts = COUNTS.get();
        counts[operation as usize] += 1;
        COUNTS.set(counts);
    }

    /// The counts of this thread since the last call.
    pub fn take() -> Counts {
        COUNTS.take()
    }
}

#[cfg(feature = "tally")]
pub use counter::{count, take};

/// Adds one in a build that counts; this one does not.
#[cfg(not(feature = "tally"))]
#[inline(always)]
pub fn count(_: Operation) {}
