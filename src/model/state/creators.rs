//! Creators: one column for each attribute, one row for each slot (4.3).

use crate::model::columns::columns;

/// Stands for "no label".
pub const UNATTACHED: u32 = u32::MAX;

columns! {
    /// Columns of the creators.
    Creators {
        kept {
            /// Label slot, `UNATTACHED` without.
            label: Vec<u32> = UNATTACHED,
            /// Number of the person in the slot.
            generation: Vec<u32> = 0,
            /// Skill, sd.
            skill: Vec<f64> = 0.0,
            /// Skill towards which skill fades, sd.
            starting_skill: Vec<f64> = 0.0,
            /// International network, index.
            network: Vec<f64> = 0.0,
            /// Recognition r.
            recognition: Vec<f64> = 0.0,
            /// Recognition towards which it fades.
            starting_recognition: Vec<f64> = 0.0,
        }
        /// Clears what is counted in a calendar year.
        clear_year() {
            /// Music income of the calendar year, M KRW.
            income: Vec<f64> = 0.0,
            /// International credits of the calendar year.
            international_credits: Vec<u32> = 0,
        }
    }
}

impl Creators {
    /// Number of slots.
    pub fn slots(&self) -> usize {
        self.label.len()
    }
}
