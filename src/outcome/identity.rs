//! Identity and autonomy.

use super::entry::{Better, Formula, Outcome};
use super::verdict::window;
use super::window::mean;
use crate::model::{History, YearTotals};

/// Outcomes of the family.
pub const OUTCOMES: &[Outcome] = &[
    Outcome {
        name: "export_identity",
        unit: "0..1",
        better: Better::Higher,
        family: "identity",
        meaning: "Mean over the last 12 quarters (all in shorter runs) of the quarterly mean of work identity, weighted by the work's exports in its release quarter",
        formula: Formula::LastQuarters(12, |q| mean(q, |q| q.identity)),
        classes: &[],
    },
    Outcome {
        name: "export_autonomy",
        unit: "0..1",
        better: Better::Higher,
        family: "identity",
        meaning: "The same for autonomy",
        formula: Formula::LastQuarters(12, |q| mean(q, |q| q.autonomy)),
        classes: &[],
    },
    Outcome {
        name: "identity_diversity",
        unit: "0..1",
        better: Better::Higher,
        family: "identity",
        meaning: "Standard deviation over living labels of label identity h, at the end",
        formula: Formula::LastQuarters(1, |q| mean(q, |q| q.identity_sd)),
        classes: &[],
    },
    Outcome {
        name: "win_autonomy",
        unit: "0..1",
        better: Better::Higher,
        family: "identity",
        meaning: "Autonomy of the winning works of the verdict window, weighted by award_weight (section 6.3 of the model); empty without a win in it",
        formula: Formula::Run(|h| win_mean(h, |y| y.win_autonomy)),
        classes: &[],
    },
    Outcome {
        name: "win_identity",
        unit: "0..1",
        better: Better::Higher,
        family: "identity",
        meaning: "The same for identity",
        formula: Formula::Run(|h| win_mean(h, |y| y.win_identity)),
        classes: &[],
    },
];

/// Mean over the winning works of the verdict window, weighted by the award's weight.
fn win_mean(h: &History, weighted: fn(&YearTotals) -> f64) -> Option<f64> {
    let weight: f64 = window(h).iter().map(|y| y.win_weight).sum();
    (weight > 0.0).then(|| window(h).iter().map(weighted).sum::<f64>() / weight)
}
