//! Benefits and costs of a policy, as cost-benefit analysis sets them against one another.

use super::entry::{Better, Formula, Outcome};
use super::window::{present_value, yearly};
use crate::model::History;

/// Outcomes of the family.
pub const OUTCOMES: &[Outcome] = &[
    Outcome {
        name: "private_income",
        unit: "bn KRW/yr",
        better: Better::Higher,
        family: "welfare",
        meaning: "What labels, creators, investors, banks and owners receive less what they pay, taxes and support included, sum over the run / years; what they pay each other cancels out",
        formula: Formula::Quarters(|q| yearly(q, |q| q.private_income())),
        classes: &[],
    },
    Outcome {
        name: "fiscal_cost_present_value",
        unit: "bn KRW",
        better: Better::Lower,
        family: "welfare",
        meaning: "Sum over quarters t of (1 + marginal_cost_of_funds) * net_fiscal_cost * (1 + discount_rate)^(-t/4): what a policy costs the country through the budget, as its difference to the baseline",
        formula: Formula::Run(|h| Some(fiscal_cost_present_value(h))),
        classes: &[],
    },
    Outcome {
        name: "net_benefit_present_value",
        unit: "bn KRW",
        better: Better::Higher,
        family: "welfare",
        meaning: "Sum over quarters t of private_income * (1 + discount_rate)^(-t/4), less fiscal_cost_present_value: benefits less costs of a policy, as its difference to the baseline; what audiences pay counts as what it is worth to them",
        formula: Formula::Run(|h| Some(present_value(h, |q| q.private_income()) - fiscal_cost_present_value(h))),
        classes: &[],
    },
];

/// Net fiscal cost discounted to the start, with what raising the money costs, bn KRW.
fn fiscal_cost_present_value(h: &History) -> f64 {
    (1.0 + h.yardsticks.marginal_cost_of_funds) * present_value(h, |q| q.net_fiscal_cost())
}
