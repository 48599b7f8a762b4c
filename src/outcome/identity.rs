//! Identity and autonomy.

use super::verdict::window;
use super::{Better, Outcome, last, mean};
use crate::model::{History, YearTotals};

/// Outcomes of the family.
pub const OUTCOMES: &[Outcome] = &[
    Outcome {
        name: "export_identity",
        unit: "0..1",
        better: Better::Higher,
        family: "identity",
        meaning: "Mean over the last 12 quarters (all in shorter runs) of the quarterly mean of work identity, weighted by the work's exports in its release quarter",
        value: |h| {
            let q = last(h, 12);
            mean(q, |q| q.identity)
        },
        trajectory: Some(|h, t| {
            let q = &h.quarters[t..=t];
            mean(q, |q| q.identity)
        }),
        classes: &[],
    },
    Outcome {
        name: "export_autonomy",
        unit: "0..1",
        better: Better::Higher,
        family: "identity",
        meaning: "The same for autonomy",
        value: |h| {
            let q = last(h, 12);
            mean(q, |q| q.autonomy)
        },
        trajectory: Some(|h, t| {
            let q = &h.quarters[t..=t];
            mean(q, |q| q.autonomy)
        }),
        classes: &[],
    },
    Outcome {
        name: "identity_diversity",
        unit: "0..1",
        better: Better::Higher,
        family: "identity",
        meaning: "Standard deviation over living labels of label identity h, at the end",
        value: |h| {
            let q = last(h, 1);
            mean(q, |q| q.identity_sd)
        },
        trajectory: Some(|h, t| {
            let q = &h.quarters[t..=t];
            mean(q, |q| q.identity_sd)
        }),
        classes: &[],
    },
    Outcome {
        name: "win_autonomy",
        unit: "0..1",
        better: Better::Higher,
        family: "identity",
        meaning: "Autonomy of the winning works of the verdict window, weighted by award_weight (section 6.3 of the model); empty without a win in it",
        value: |h| win_mean(h, |y| y.win_autonomy),
        trajectory: None,
        classes: &[],
    },
    Outcome {
        name: "win_identity",
        unit: "0..1",
        better: Better::Higher,
        family: "identity",
        meaning: "The same for identity",
        value: |h| win_mean(h, |y| y.win_identity),
        trajectory: None,
        classes: &[],
    },
];

/// Mean over the winning works of the verdict window, weighted by the award's weight.
fn win_mean(h: &History, weighted: fn(&YearTotals) -> f64) -> Option<f64> {
    let weight: f64 = window(h).iter().map(|y| y.win_weight).sum();
    (weight > 0.0).then(|| window(h).iter().map(weighted).sum::<f64>() / weight)
}
