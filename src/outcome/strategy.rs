//! Works and strategies.

use super::entry::{Better, Formula, Outcome};
use super::window::{mean, ratio};
use crate::math;
use crate::model::QuarterTotals;
use crate::units::Strategy;

/// Outcomes of the family.
pub const OUTCOMES: &[Outcome] = &[
    Outcome {
        name: "works",
        unit: "works/quarter",
        better: Better::Neither,
        family: "strategy",
        meaning: "Mean number of works made a quarter",
        formula: Formula::Quarters(|q| mean(q, |q| Some(f64::from(q.works_made())))),
        classes: &[],
    },
    Outcome {
        name: "skipped_share",
        unit: "share",
        better: Better::Lower,
        family: "strategy",
        meaning: "Works started but not made (no feasible strategy, or dropped for lack of money) / works started, sums over the run",
        formula: Formula::Quarters(|q| ratio(q, |q| f64::from(q.skipped), |q| f64::from(q.started))),
        classes: &[],
    },
    Outcome {
        name: "platform_led_share",
        unit: "share",
        better: Better::Neither,
        family: "strategy",
        meaning: "tie_in and partnership works / works made, sums over the run, by chosen strategy, placed or not",
        formula: Formula::Quarters(|q| {
            ratio(q, |q| works_of(q, Strategy::TieIn) + works_of(q, Strategy::Partnership), |q| f64::from(q.works_made()))
        }),
        classes: &[],
    },
    Outcome {
        name: "touring_share",
        unit: "share",
        better: Better::Neither,
        family: "strategy",
        meaning: "touring works / works made, sums over the run",
        formula: Formula::Quarters(|q| ratio(q, |q| works_of(q, Strategy::Touring), |q| f64::from(q.works_made()))),
        classes: &[],
    },
    Outcome {
        name: "tie_in_share",
        unit: "share",
        better: Better::Neither,
        family: "strategy",
        meaning: "tie_in works / works made, sums over the run",
        formula: Formula::Quarters(|q| ratio(q, |q| works_of(q, Strategy::TieIn), |q| f64::from(q.works_made()))),
        classes: &[],
    },
    Outcome {
        name: "partnership_share",
        unit: "share",
        better: Better::Neither,
        family: "strategy",
        meaning: "partnership works / works made, sums over the run",
        formula: Formula::Quarters(|q| ratio(q, |q| works_of(q, Strategy::Partnership), |q| f64::from(q.works_made()))),
        classes: &[],
    },
    Outcome {
        name: "balanced_share",
        unit: "share",
        better: Better::Neither,
        family: "strategy",
        meaning: "balanced works / works made, sums over the run",
        formula: Formula::Quarters(|q| ratio(q, |q| works_of(q, Strategy::Balanced), |q| f64::from(q.works_made()))),
        classes: &[],
    },
    Outcome {
        name: "placed_share",
        unit: "share",
        better: Better::Higher,
        family: "strategy",
        meaning: "Works placed on a platform / tie_in, partnership and balanced works, sums over the run",
        formula: Formula::Quarters(|q| ratio(q, |q| f64::from(q.placed), |q| f64::from(q.platform_works()))),
        classes: &[],
    },
    Outcome {
        name: "switching_rate",
        unit: "share",
        better: Better::Neither,
        family: "strategy",
        meaning: "Free choices of acts with an earlier work whose strategy differs from the act's last one / such choices, sums over the run; works bound by a partnership are no choices; empty when there are none",
        formula: Formula::Quarters(|q| ratio(q, |q| f64::from(q.switches), |q| f64::from(q.free_choices))),
        classes: &[],
    },
    Outcome {
        name: "strategy_entropy",
        unit: "0..1",
        better: Better::Neither,
        family: "strategy",
        meaning: "-sum p ln p / ln 4 over the four shares of works of the run",
        formula: Formula::Quarters(strategy_entropy),
        classes: &[],
    },
];

fn works_of(q: &QuarterTotals, strategy: Strategy) -> f64 {
    f64::from(q.works[strategy.index()])
}

/// -sum p ln p / ln 4 over the shares of the four strategies.
fn strategy_entropy(q: &[QuarterTotals]) -> Option<f64> {
    let counts = Strategy::ALL.map(|k| q.iter().map(|q| works_of(q, k)).sum::<f64>());
    let total: f64 = counts.iter().sum();
    let term = |n: &f64| if *n > 0.0 { n / total * math::ln(n / total) } else { 0.0 };
    // 0 less the sum, so that a single strategy gives 0 and not -0.
    (total > 0.0).then(|| 0.0 - counts.iter().map(term).sum::<f64>() / math::ln(4.0))
}
