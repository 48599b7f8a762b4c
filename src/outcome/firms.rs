//! Entry, survival and small labels.

use super::entry::{Better, Formula, Outcome};
use super::window::{mean, yearly, yearly_count};
use crate::model::History;
use crate::units::Tier;

/// Outcomes of the family.
pub const OUTCOMES: &[Outcome] = &[
    Outcome {
        name: "startup_survival_3y",
        unit: "share",
        better: Better::Higher,
        family: "firms",
        meaning: "Entrants born in quarter t with t + 12 < quarters of the run that are alive at the end of quarter t + 12 / such entrants; labels of the start excluded (their age is unknown); empty when there are none",
        formula: Formula::Run(|h| survival(h, 12)),
        classes: &[],
    },
    Outcome {
        name: "startup_survival_5y",
        unit: "share",
        better: Better::Higher,
        family: "firms",
        meaning: "The same with 20 quarters",
        formula: Formula::Run(|h| survival(h, 20)),
        classes: &[],
    },
    Outcome {
        name: "entries",
        unit: "labels/yr",
        better: Better::Neither,
        family: "firms",
        meaning: "Entrants, sum over the run / years",
        formula: Formula::Quarters(|q| yearly_count(q, |q| f64::from(q.entries))),
        classes: &[],
    },
    Outcome {
        name: "exits",
        unit: "labels/yr",
        better: Better::Lower,
        family: "firms",
        meaning: "Exits, sum over the run / years",
        formula: Formula::Quarters(|q| yearly_count(q, |q| f64::from(q.exits))),
        classes: &[],
    },
    Outcome {
        name: "startups_alive",
        unit: "labels",
        better: Better::Higher,
        family: "firms",
        meaning: "Labels of tier startup alive at the end of the quarter, mean of the last four quarters",
        formula: Formula::LastQuarters(4, |q| mean(q, |q| Some(f64::from(q.living[Tier::Startup.index()])))),
        classes: &[],
    },
    Outcome {
        name: "small_label_exports",
        unit: "bn KRW/yr",
        better: Better::Higher,
        family: "firms",
        meaning: "Exports of labels while they are small or startup, sum over the run / years",
        formula: Formula::Quarters(|q| yearly(q, |q| q.exports_by_tier[Tier::Small.index()] + q.exports_by_tier[Tier::Startup.index()])),
        classes: &[],
    },
];

/// Share of entrants alive `quarters` later, of those whose time came within the run.
fn survival(h: &History, quarters: i32) -> Option<f64> {
    let observed = || h.entrants.iter().filter(|entrant| entrant.born + quarters < h.quarters.len() as i32);
    let alive = observed().filter(|entrant| entrant.died.is_none_or(|died| died > entrant.born + quarters)).count();
    (observed().count() > 0).then(|| alive as f64 / observed().count() as f64)
}
