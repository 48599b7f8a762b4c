//! What was found for an outcome, as the table, the picture and the sentences take it.

use super::read::SweepGroup;
use crate::experiment::Measure as Outcome;
use crate::experiment::credibility::sensitivity::{Sensitivity, SensitivityMeasure};

/// Parameters shown for each outcome.
pub const SHOWN: usize = 12;

/// What was found for an outcome in a scenario and world.
#[derive(Clone, Debug)]
pub struct SensitivityResult<'a> {
    /// Scenario and world.
    pub group: &'a SweepGroup,
    /// The outcome.
    pub outcome: &'a Outcome,
    /// Names of the parameters.
    pub parameters: &'a [String],
    /// Indices.
    pub sensitivity: Sensitivity,
}

/// Heading of a measure, with the unit where it is no share.
pub fn title(measure: SensitivityMeasure, unit: &str) -> String {
    if measure.is_share() { measure.name().into() } else { format!("{}, {unit}", measure.name()) }
}
