//! Benefit-cost appraisal: what a policy costs the public over the whole run and what it buys, in present values.
//!
//! With the differences of a scenario to the baseline, replicate by replicate: X the present value of exports, C that of net fiscal
//! cost (public cost less the change in taxes) times 1 + `marginal_cost_of_funds`, both at `discount_rate` (4.5 % a year in Korean
//! preliminary feasibility studies). An extra won of exports is not a won of benefit: labour and capital would have earned something
//! elsewhere. With s the share of it that counts,
//!
//! ```text
//! net benefit          s X - C
//! benefit-cost ratio   s X / C
//! turning share        C / X: the share from which benefits outweigh costs
//! ```
//!
//! Ratios have Fieller's interval; where the lower number may be 0 they have none.

use crate::experiment::Results;
use crate::outcome::statistics::{Estimate, Paired, Ratio};

/// Share of an extra won of exports that counts as benefit where nothing else is asked; assumed.
pub const COUNTED: f64 = 0.5;
const EXPORTS: &str = "export_present_value";
const COST: &str = "fiscal_cost_present_value";
const PUBLIC_COST: &str = "public_cost";
const TAX: &str = "tax_revenue";

/// What one scenario costs and buys.
#[derive(Clone, Debug, PartialEq)]
pub struct Benefit {
    /// Position of the scenario.
    pub scenario: usize,
    /// Present value of extra exports, bn KRW, with the probability of such a one by chance, as of the next two.
    pub exports: (Estimate, Option<f64>),
    /// Present value of net fiscal cost with the cost of funds, bn KRW.
    pub cost: (Estimate, Option<f64>),
    /// Net benefit at the counted share, bn KRW.
    pub net: (Estimate, Option<f64>),
    /// Benefit-cost ratio at the counted share; none where nothing is paid.
    pub ratio: Option<Ratio>,
    /// Share of an extra won of exports from which benefits outweigh costs; none where nothing is paid or exports do not rise.
    pub turning: Option<Ratio>,
    /// Taxes that come back for each won of public cost.
    pub returned: Option<Ratio>,
}

/// The appraisal of each scenario but the baseline, at a share of extra exports that counts; none without a baseline or the outcomes.
pub fn benefits(results: &Results, counted: f64) -> Vec<Benefit> {
    let Some(baseline) = results.baseline else { return Vec::new() };
    let others = (0..results.cases.len()).filter(|case| *case != baseline);
    others.filter_map(|scenario| benefit(results, baseline, scenario, counted)).collect()
}

fn benefit(results: &Results, baseline: usize, scenario: usize, counted: f64) -> Option<Benefit> {
    let pairs = both(results, (baseline, scenario), [EXPORTS, COST])?;
    let of = |f: &dyn Fn(&(f64, f64)) -> f64| {
        let paired = Paired::of(&vec![Some(0.0); pairs.len()], &pairs.iter().map(|pair| Some(f(pair))).collect::<Vec<_>>());
        (paired.difference, paired.p)
    };
    let exports = of(&|(x, _)| *x);
    let cost = of(&|(_, c)| *c);
    let paid = cost.0.mean.is_some_and(|cost| cost > 0.0);
    let swapped: Vec<(f64, f64)> = pairs.iter().map(|(x, c)| (*c, counted * x)).collect();
    let taxes = both(results, (baseline, scenario), [PUBLIC_COST, TAX]).unwrap_or_default();
    let returned = Some(Ratio::of(&taxes)).filter(|ratio| ratio.value.is_some());
    Some(Benefit {
        scenario,
        exports,
        cost,
        net: of(&|(x, c)| counted * x - c),
        ratio: paid.then(|| Ratio::of(&swapped)),
        turning: (paid && exports.0.mean.is_some_and(|x| x > 0.0)).then(|| Ratio::of(&pairs)),
        returned,
    })
}

/// Differences to the baseline of two outcomes in the replicates that have both; `None` where one does not exist.
fn both(results: &Results, (baseline, scenario): (usize, usize), names: [&str; 2]) -> Option<Vec<(f64, f64)>> {
    let measures = results.measures();
    let differences = |name: &str| -> Option<Vec<Option<f64>>> {
        let measure = measures.iter().find(|measure| measure.name == name)?;
        let (without, with) = (results.values(baseline, measure), results.values(scenario, measure));
        Some(without.iter().zip(&with).map(|(a, b)| a.zip(*b).map(|(a, b)| b - a)).collect())
    };
    let [first, second] = names.map(differences);
    Some(first?.into_iter().zip(second?).filter_map(|(a, b)| a.zip(b)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Case, CaseResults, Record};
    use crate::outcome::OUTCOMES;

    /// A baseline of zeros and a policy whose outcomes are given by replicate: exports, cost, public cost, tax.
    fn results(policy: &[[f64; 4]]) -> Results {
        let case = |name: &str| Case { name: name.into(), start: "2026Q1".parse().unwrap(), quarters: 2 };
        let record = |values: [f64; 4]| {
            let of = |name: &str| [EXPORTS, COST, PUBLIC_COST, TAX].iter().position(|n| *n == name).map_or(0.0, |place| values[place]);
            Record { outcomes: OUTCOMES.iter().map(|outcome| Some(of(outcome.name))).collect(), failure: None }
        };
        let runs = |values: Vec<[f64; 4]>| values.into_iter().map(record).collect();
        let cases = vec![
            CaseResults { case: case("baseline"), runs: runs(vec![[0.0; 4]; policy.len()]), twins: None },
            CaseResults { case: case("policy"), runs: runs(policy.to_vec()), twins: None },
        ];
        Results { outcomes: &OUTCOMES[..], seed: 1, baseline: Some(0), cases }
    }

    #[test]
    fn benefits_and_costs_are_those_worked_out_by_hand() {
        // Exports 100, 140, 60; cost 20, 30, 10: at a half, net 30, 40, 20, ratio 50 / 20, turning share 20 / 100; taxes 4 of 8.
        let found = benefits(&results(&[[100.0, 20.0, 8.0, 4.0], [140.0, 30.0, 10.0, 5.0], [60.0, 10.0, 6.0, 3.0]]), 0.5).remove(0);
        assert_eq!((found.exports.0.mean, found.cost.0.mean, found.net.0.mean), (Some(100.0), Some(20.0), Some(30.0)));
        assert_eq!((found.ratio.unwrap().value, found.turning.unwrap().value, found.returned.unwrap().value), (Some(2.5), Some(0.2), Some(0.5)));
    }

    #[test]
    fn the_turning_share_is_the_one_at_which_the_net_benefit_is_nothing() {
        let results = results(&[[90.0, 21.0, 8.0, 4.0], [140.0, 30.0, 10.0, 5.0], [60.0, 10.0, 6.0, 3.0]]);
        let share = benefits(&results, 0.5).remove(0).turning.unwrap().value.unwrap();
        assert!(benefits(&results, share).remove(0).net.0.mean.unwrap().abs() < 1e-12);
    }

    #[test]
    fn what_brings_more_taxes_than_it_costs_has_no_ratio() {
        let found = benefits(&results(&[[100.0, -2.0, 8.0, 10.0], [140.0, -3.0, 10.0, 12.0]]), 0.5).remove(0);
        assert_eq!((found.ratio, found.turning), (None, None));
        assert_eq!(found.net.0.mean, Some(62.5));
        let nothing = benefits(&results(&[[-5.0, 2.0, 0.0, 0.0], [-7.0, 3.0, 0.0, 0.0]]), 0.5).remove(0);
        assert_eq!((nothing.turning, nothing.returned), (None, None));
    }
}
