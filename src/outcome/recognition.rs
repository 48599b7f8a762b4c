//! Awards and charts.

use super::entry::{Better, Formula, Outcome};
use super::window::{mean_years, sum_years, yearly_count};
use crate::model::History;
use crate::units::Award;

/// Outcomes of the family.
pub const OUTCOMES: &[Outcome] = &[
    Outcome {
        name: "wins_premiere",
        unit: "wins/run",
        better: Better::Higher,
        family: "recognition",
        meaning: "Premiere awards won by Korean works in the run",
        formula: Formula::Years(|y| Some(sum_years(y, |y| f64::from(y.wins[Award::Premiere.index()])))),
        classes: &[],
    },
    Outcome {
        name: "wins_televised",
        unit: "wins/run",
        better: Better::Higher,
        family: "recognition",
        meaning: "Televised awards won in the run",
        formula: Formula::Years(|y| Some(sum_years(y, |y| f64::from(y.wins[Award::Televised.index()])))),
        classes: &[],
    },
    Outcome {
        name: "nominations",
        unit: "nominations/yr",
        better: Better::Higher,
        family: "recognition",
        meaning: "Nominations of both tiers, each work and category counted, sum over the run / award years",
        formula: Formula::Years(|y| mean_years(y, |y| Some(f64::from(y.nominations)))),
        classes: &[],
    },
    Outcome {
        name: "years_with_win",
        unit: "years/run",
        better: Better::Higher,
        family: "recognition",
        meaning: "Award years with at least one win of either tier",
        formula: Formula::Years(|y| Some(sum_years(y, |y| f64::from(u8::from(y.win_weight > 0.0 || y.wins.iter().any(|w| *w > 0)))))),
        classes: &[],
    },
    Outcome {
        name: "first_televised_win_year",
        unit: "calendar year",
        better: Better::Lower,
        family: "recognition",
        meaning: "Calendar year (of the works) of the first televised win; empty when there is none",
        formula: Formula::Run(first_televised_win_year),
        classes: &[],
    },
    Outcome {
        name: "chart_entries",
        unit: "entries/yr",
        better: Better::Higher,
        family: "recognition",
        meaning: "Chart entries in the United States, sum over the run / years",
        formula: Formula::Quarters(|q| yearly_count(q, |q| f64::from(q.chart_entries))),
        classes: &[],
    },
];

/// Calendar year of the works of the first televised win.
fn first_televised_win_year(h: &History) -> Option<f64> {
    h.years.iter().find(|y| y.wins[Award::Televised.index()] > 0).map(|y| f64::from(y.year))
}
