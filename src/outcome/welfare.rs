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

#[cfg(test)]
mod tests {
    use crate::model::{Flow, History, QuarterTotals, Yardsticks};
    use crate::outcome::find;
    use crate::policy::Kind;
    use crate::units::Market;

    /// A quarter by hand, M KRW: 300 sold at home and 100 abroad; creators get 80, suppliers 200; corporate tax 30, creators' tax
    /// 8, value-added tax 30; a grant of 50 with 5 of administration. What a policy adds is multiplied by `strength`.
    fn quarter(strength: f64) -> QuarterTotals {
        let mut q = QuarterTotals { administration: 5.0 * strength, tax_received: 30.0, paid_to_creators: 80.0, ..QuarterTotals::default() };
        q.outlays[Kind::ProductionGrant as usize] = 50.0 * strength;
        q.revenue_by_market[Market::Kr.index()] = 300.0;
        q.revenue_by_market[Market::Jp.index()] = 100.0;
        let flows = [
            (Flow::MarketReceipts, 400.0),
            (Flow::PaidToCreators, 80.0),
            (Flow::Production, 200.0),
            (Flow::Tax, 30.0),
            (Flow::IncomeTax, 8.0),
            (Flow::ValueAddedTax, 30.0),
            (Flow::Grants, 50.0 * strength),
            (Flow::Administration, 5.0 * strength),
        ];
        flows.into_iter().for_each(|(flow, amount)| q.ledger.book(flow, amount));
        q
    }

    /// A year of such quarters, in bn KRW: multiplied by 1000.
    fn history(strength: f64) -> History {
        let mut q = quarter(strength);
        q.revenue_by_line[0] = 400.0;
        let thousandfold = |q: &QuarterTotals| {
            let mut q = q.clone();
            q.ledger.flows.iter_mut().chain(&mut q.outlays).chain(q.revenue_by_market.iter_mut()).for_each(|money| *money *= 1000.0);
            q.revenue_by_line[0] *= 1000.0;
            q.administration *= 1000.0;
            q.tax_received *= 1000.0;
            q
        };
        // At a discount rate of 1 a quarter counts 2^(-1/4) of the one before, so that the four of a year count
        // 1, 0.8409, 0.7071 and 0.5946: 3.1426 in all.
        let yardsticks = Yardsticks {
            discount_rate: 1.0,
            marginal_cost_of_funds: 0.25,
            value_added_coefficient: 0.8,
            employment_coefficient: 10.0,
            ..Yardsticks::default()
        };
        History { quarters: vec![thousandfold(&q); 4], yardsticks, ..History::default() }
    }

    fn of(h: &History, name: &str) -> f64 {
        find(name).unwrap().value(h).unwrap()
    }

    const YEAR: f64 = 3.142_606_8;

    #[test]
    fn the_budget_is_what_policy_costs_less_all_taxes() {
        let (with, without) = (history(1.0), history(0.0));
        // 4 * (50 + 5); 4 * (30 + 8 + 30)
        assert_eq!((of(&with, "public_cost"), of(&with, "tax_revenue")), (220.0, 272.0));
        assert_eq!((of(&with, "creator_income_tax"), of(&with, "value_added_tax")), (32.0, 120.0));
        // 220 - 272; without policy -272
        assert_eq!((of(&with, "net_fiscal_cost"), of(&without, "net_fiscal_cost")), (-52.0, -272.0));
        assert_eq!(find("net_fiscal_cost").unwrap().of_quarter(&with, 2), Some(-52.0));
        assert!(with.quarters.iter().all(|q| q.net_fiscal_cost() == -q.ledger.balance(crate::model::Sector::Government)));
    }

    #[test]
    fn a_policy_that_loses_taxes_costs_the_budget_what_it_loses() {
        let mut contract = history(0.0);
        contract.quarters.iter_mut().for_each(|q| q.ledger.book(Flow::Tax, -10_000.0));
        assert_eq!(of(&contract, "public_cost"), 0.0);
        assert_eq!(of(&contract, "net_fiscal_cost") - of(&history(0.0), "net_fiscal_cost"), 40.0);
    }

    #[test]
    fn credits_used_are_a_cost_and_not_a_loss_of_tax_as_well() {
        let mut credit = history(0.0);
        for q in &mut credit.quarters {
            q.ledger.book(Flow::TaxCredits, 10_000.0);
            (q.tax_credits, q.outlays[Kind::TaxCredit as usize], q.tax_received) = (10_000.0, 10_000.0, 20_000.0);
        }
        // Public cost rises by 40 and tax before credits stays: 40, not 80.
        assert_eq!(of(&credit, "net_fiscal_cost") - of(&history(0.0), "net_fiscal_cost"), 40.0);
        assert_eq!(of(&credit, "tax_revenue"), 272.0);
        assert_eq!(of(&credit, "tax_received"), 80.0);
    }

    #[test]
    fn a_transfer_costs_the_country_its_administration_and_the_cost_of_raising_it() {
        let (with, without) = (history(1.0), history(0.0));
        // Labels 400 - 80 - 200 - 30 = 90, creators 80 - 8 = 72; the grant adds 50.
        assert_eq!((of(&without, "private_income"), of(&with, "private_income")), (4.0 * 162.0, 4.0 * 212.0));
        let change = |name: &str| of(&with, name) - of(&without, name);
        // 1.25 * 55 a quarter against a gain of 50: -18.75
        assert!((change("fiscal_cost_present_value") - 1.25 * 55.0 * YEAR).abs() < 1e-4);
        assert!((change("net_benefit_present_value") + 18.75 * YEAR).abs() < 1e-4);
        assert!((of(&without, "export_present_value") - 100.0 * YEAR).abs() < 1e-4);
    }

    #[test]
    fn value_added_and_jobs_follow_revenue() {
        // 1600 bn KRW a year
        assert_eq!((of(&history(0.0), "value_added"), of(&history(0.0), "jobs")), (1280.0, 16_000.0));
        assert_eq!(find("jobs").unwrap().of_quarter(&history(0.0), 0), Some(16_000.0));
    }
}
