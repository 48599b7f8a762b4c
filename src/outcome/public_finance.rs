//! Public cost, taxes, and what is left of them in the budget.

use super::entry::{Better, Formula, Outcome, PUBLIC_FINANCE};
use super::window::yearly;
use crate::model::Flow;

/// Outcomes of the family.
pub const OUTCOMES: &[Outcome] = &[
    Outcome {
        name: "public_cost",
        unit: "bn KRW/yr",
        better: Better::Lower,
        family: PUBLIC_FINANCE,
        meaning: "Outlays of all instruments including tax credits used, administrative cost and guarantee losses, less guarantee fees and payouts on public equity, sum over the run / years; 0 without policy",
        formula: Formula::Quarters(|q| yearly(q, |q| q.public_cost())),
        classes: &[],
    },
    Outcome {
        name: "net_fiscal_cost",
        unit: "bn KRW/yr",
        better: Better::Lower,
        family: PUBLIC_FINANCE,
        meaning: "public_cost less tax_revenue: the government's account with its sign turned, below 0 where taxes are more than policy costs; its difference to the baseline is what a policy costs the budget after the taxes that it brings or loses",
        formula: Formula::Quarters(|q| yearly(q, |q| q.net_fiscal_cost())),
        classes: &[],
    },
    Outcome {
        name: "tax_revenue",
        unit: "bn KRW/yr",
        better: Better::Higher,
        family: PUBLIC_FINANCE,
        meaning: "Corporate tax before credits (credits used are public cost), creator_income_tax and value_added_tax, sum over the run / years",
        formula: Formula::Quarters(|q| yearly(q, |q| q.tax_revenue())),
        classes: &[],
    },
    Outcome {
        name: "tax_expenditure",
        unit: "bn KRW/yr",
        better: Better::Lower,
        family: PUBLIC_FINANCE,
        meaning: "Tax credits used (refunds included), sum over the run / years",
        formula: Formula::Quarters(|q| yearly(q, |q| q.tax_credits)),
        classes: &[],
    },
    Outcome {
        name: "tax_received",
        unit: "bn KRW/yr",
        better: Better::Higher,
        family: PUBLIC_FINANCE,
        meaning: "Corporate tax after credits, refunds deducted, sum over the run / years",
        formula: Formula::Quarters(|q| yearly(q, |q| q.tax_received)),
        classes: &[],
    },
    Outcome {
        name: "creator_income_tax",
        unit: "bn KRW/yr",
        better: Better::Higher,
        family: PUBLIC_FINANCE,
        meaning: "creator_tax_rate * what labels pay creators, sum over the run / years; counted, moves nothing",
        formula: Formula::Quarters(|q| yearly(q, |q| q.ledger.of(Flow::IncomeTax))),
        classes: &[],
    },
    Outcome {
        name: "value_added_tax",
        unit: "bn KRW/yr",
        better: Better::Higher,
        family: PUBLIC_FINANCE,
        meaning: "vat_rate * revenue from the Korean market, on top of it, sum over the run / years; exports are zero-rated; counted, moves nothing",
        formula: Formula::Quarters(|q| yearly(q, |q| q.ledger.of(Flow::ValueAddedTax))),
        classes: &[],
    },
    Outcome {
        name: "guarantee_losses",
        unit: "bn KRW/yr",
        better: Better::Lower,
        family: PUBLIC_FINANCE,
        meaning: "Paid on guarantees at exit, sum over the run / years",
        formula: Formula::Quarters(|q| yearly(q, |q| q.guarantee_losses)),
        classes: &[],
    },
    Outcome {
        name: "budget_unused",
        unit: "bn KRW/yr",
        better: Better::Lower,
        family: PUBLIC_FINANCE,
        meaning: "Money released and not spent, of instruments with a limited budget (a tax credit budget of 1,000,000 M KRW or more is none; the guarantee volume is no budget), lapsed at year's end, sum over the run / years",
        formula: Formula::Quarters(|q| yearly(q, |q| q.lapsed)),
        classes: &[],
    },
];
