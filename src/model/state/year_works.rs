//! Works of the calendar year as juries see them, for the awards at its end.

use crate::model::columns::columns;
use crate::units::Strategy;

columns! {
    /// Columns of the works of the year.
    YearWorks {
        kept {
            /// Label slot.
            label: Vec<u32> = 0,
            /// Generation of the label at release.
            generation: Vec<u32> = 0,
            /// Act.
            act: Vec<u32> = 0,
            /// Quarter of the year, from 0.
            quarter: Vec<u32> = 0,
            /// Strategy.
            strategy: Vec<Strategy> = Strategy::Touring,
            /// Platform of the title, `NONE` without.
            platform: Vec<u8> = super::labels::NONE,
            /// Share of attention in the United States in the release quarter.
            share_us: Vec<f64> = 0.0,
            /// ln quality.
            ln_quality: Vec<f64> = 0.0,
            /// Effective localisation level in the United States.
            level_us: Vec<f64> = 0.0,
            /// Mean network.
            network: Vec<f64> = 0.0,
            /// Autonomy.
            autonomy: Vec<f64> = 0.0,
            /// Identity.
            identity: Vec<f64> = 0.0,
            /// First credited creator in `year_credits`.
            credit_first: Vec<u32> = 0,
            /// Number of credited creators.
            credit_count: Vec<u32> = 0,
        }
    }
}

impl YearWorks {
    /// Number of works.
    pub fn len(&self) -> usize {
        self.label.len()
    }
}
