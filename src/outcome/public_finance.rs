//! Public cost and tax.

use super::entry::{Better, Formula, Outcome};
use super::window::yearly;

/// Outcomes of the family.
pub const OUTCOMES: &[Outcome] = &[
    Outcome {
        name: "public_cost",
        unit: "bn KRW/yr",
        better: Better::Lower,
        family: "public finance",
        meaning: "Outlays of all instruments including tax credits used, administrative cost and guarantee losses, less guarantee fees and payouts on public equity, sum over the run / years; 0 without policy",
        formula: Formula::Quarters(|q| yearly(q, |q| q.public_cost())),
        classes: &[],
    },
    Outcome {
        name: "tax_expenditure",
        unit: "bn KRW/yr",
        better: Better::Lower,
        family: "public finance",
        meaning: "Tax credits used (refunds included), sum over the run / years",
        formula: Formula::Quarters(|q| yearly(q, |q| q.tax_credits)),
        classes: &[],
    },
    Outcome {
        name: "tax_received",
        unit: "bn KRW/yr",
        better: Better::Higher,
        family: "public finance",
        meaning: "Corporate tax after credits, refunds deducted, sum over the run / years",
        formula: Formula::Quarters(|q| yearly(q, |q| q.tax_received)),
        classes: &[],
    },
    Outcome {
        name: "guarantee_losses",
        unit: "bn KRW/yr",
        better: Better::Lower,
        family: "public finance",
        meaning: "Paid on guarantees at exit, sum over the run / years",
        formula: Formula::Quarters(|q| yearly(q, |q| q.guarantee_losses)),
        classes: &[],
    },
    Outcome {
        name: "budget_unused",
        unit: "bn KRW/yr",
        better: Better::Lower,
        family: "public finance",
        meaning: "Money released and not spent, of instruments with a limited budget (a tax credit budget of 1,000,000 M KRW or more is none; the guarantee volume is no budget), lapsed at year's end, sum over the run / years",
        formula: Formula::Quarters(|q| yearly(q, |q| q.lapsed)),
        classes: &[],
    },
];
