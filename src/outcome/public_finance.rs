//! Public cost, taxes, and what is left of them in the budget.

use super::entry::{Better, Formula, Outcome, PUBLIC_FINANCE};
use super::window::yearly;
use crate::model::{Flow, QuarterTotals};
use crate::policy::Kind;

/// Outcomes of the family.
pub const OUTCOMES: &[Outcome] = &[
    Outcome {
        name: "public_cost",
        unit: "bn KRW/yr",
        better: Better::Lower,
        family: PUBLIC_FINANCE,
        meaning: "Outlays of all instruments including tax credits used, administrative cost and guarantee losses, less guarantee fees, payouts on public equity, what sold stakes and closing labels return of it and levies, sum over the run / years; 0 without policy",
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
        name: "guarantee_loss_rate",
        unit: "1/yr",
        better: Better::Lower,
        family: PUBLIC_FINANCE,
        meaning: "Paid on guarantees at exit a year / mean guaranteed debt at the end of quarters; empty without guaranteed debt",
        formula: Formula::Quarters(loss_rate),
        classes: &[],
    },
    Outcome {
        name: "public_stake_value",
        unit: "bn KRW",
        better: Better::Higher,
        family: PUBLIC_FINANCE,
        meaning: "What the public fund's stakes would be sold for at the end of the run; not part of public_cost",
        formula: Formula::LastQuarters(1, |q| q.last().map(|q| q.public_stake / 1000.0)),
        classes: &[],
    },
    Outcome {
        name: "fund_return",
        unit: "x outlay",
        better: Better::Higher,
        family: PUBLIC_FINANCE,
        meaning: "(Payouts on public equity, sales, what closing labels return and the stake left) / outlay of the public fund - 1, over the run without interest; empty without outlay",
        formula: Formula::Run(|h| fund_return(&h.quarters)),
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

/// What the public fund has and got back of its outlay, less 1; `None` without outlay.
fn fund_return(quarters: &[QuarterTotals]) -> Option<f64> {
    let outlay: f64 = quarters.iter().map(|q| q.outlays[Kind::EquityFund as usize]).sum();
    let back: f64 = quarters.iter().map(|q| q.equity_payouts + q.stakes_returned).sum();
    let left = quarters.last().map_or(0.0, |q| q.public_stake);
    (outlay > 0.0).then(|| (back + left) / outlay - 1.0)
}

/// Losses on guarantees a year / mean guaranteed debt; `None` without.
fn loss_rate(quarters: &[QuarterTotals]) -> Option<f64> {
    let sum = |of: fn(&QuarterTotals) -> f64| quarters.iter().map(of).sum::<f64>();
    let (losses, debt) = (sum(|q| q.guarantee_losses), sum(|q| q.ledger.guaranteed_debt));
    (debt > 0.0).then(|| 4.0 * losses / debt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fund_returns_payouts_sales_and_what_it_still_holds() {
        let mut first = QuarterTotals { equity_payouts: 10.0, stakes_returned: 20.0, public_stake: 90.0, ..QuarterTotals::default() };
        first.outlays[Kind::EquityFund as usize] = 100.0;
        let last = QuarterTotals { stakes_returned: 5.0, public_stake: 60.0, ..QuarterTotals::default() };
        // (10 + 20 + 5 + 60) / 100 - 1
        assert!((fund_return(&[first, last]).unwrap() + 0.05).abs() < 1e-15);
        assert_eq!(fund_return(&[QuarterTotals::default()]), None);
    }

    #[test]
    fn the_loss_rate_is_of_a_year_and_of_the_debt_that_there_is() {
        let quarter = |guarantee_losses: f64, debt: f64| {
            let mut quarter = QuarterTotals { guarantee_losses, ..QuarterTotals::default() };
            quarter.ledger.guaranteed_debt = debt;
            quarter
        };
        // 4 in half a year are 8 a year, on 200 in the mean.
        assert_eq!(loss_rate(&[quarter(1.0, 100.0), quarter(3.0, 300.0)]), Some(0.04));
        assert_eq!(loss_rate(&[quarter(0.0, 0.0)]), None);
    }
}
