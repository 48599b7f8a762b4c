//! The one table of outcomes.

pub mod statistics;

use crate::model::History;

/// Which direction of an outcome is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither.
    Neither,
}

/// One outcome: its name, unit and meaning, and the function of a run's history that gives it.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// Name of the column.
    pub name: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Better direction.
    pub better: Better,
    /// Family, for grouping.
    pub family: &'static str,
    /// Meaning, a sentence.
    pub meaning: &'static str,
    /// Value of a run; `None` does not exist (an empty cell). For a class: the number of the class.
    pub value: fn(&History) -> Option<f64>,
    /// Value of one quarter of the run, where that makes sense.
    pub trajectory: Option<fn(&History, usize) -> Option<f64>>,
    /// Names of the classes where the outcome is a class, else empty.
    pub classes: &'static [&'static str],
}

/// Classes of the verdict (6.3).
pub const VERDICTS: &[&str] = &["none", "isolated", "platform_dependent", "recurrent", "autonomous"];

/// All outcomes, in the order of columns.
pub static OUTCOMES: &[Outcome] = &[];
