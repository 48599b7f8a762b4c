//! `budget.csv`: public cost of each scenario, whether scenarios cost the same, and outcomes per won.

use super::chief::EXPORTS;
use crate::experiment::{CostBasis, Measure, Results};
use crate::outcome::Better;
use crate::outcome::moments::Moments;
use crate::outcome::statistics::{Estimate, Paired};
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;
use crate::report::output::text::{aligned, rounded, with_half_width};

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario."),
        Column::text("outcome", "Outcome."),
        Column::text("unit", "Unit of the outcome and its difference to the baseline."),
        Column::number("public_cost", "Mean net public cost.").unit("bn KRW/yr"),
        Column::number("public_cost_low", "Lower end of its 95 % interval.").unit("bn KRW/yr"),
        Column::number("public_cost_high", "Upper end of it.").unit("bn KRW/yr"),
        Column::number("net_fiscal_cost", "Mean difference of net fiscal cost to the baseline: public cost less the change in taxes.")
            .unit("bn KRW/yr"),
        Column::number("net_fiscal_cost_low", "Lower end of its 95 % interval.").unit("bn KRW/yr"),
        Column::number("net_fiscal_cost_high", "Upper end of it.").unit("bn KRW/yr"),
        Column::text("reference", "The policy scenario with which cost is compared: the first one given that costs anything."),
        Column::number("cost_ratio", "Public cost over that of the reference.").unit("ratio"),
        Column::text("unequal", "`yes` where cost differs from that of the reference by more than 5 %, `no` where not; empty for the baseline."),
        Column::number("difference", "Mean difference of the outcome to the baseline."),
        Column::number("per_bn_krw", "Difference per bn KRW of public cost a year: ratio of the two means, in units of the outcome per bn KRW/yr."),
        Column::number("per_bn_krw_low", "Lower end of its 95 % interval (Cochran's variance of a ratio)."),
        Column::number("per_bn_krw_high", "Upper end of it."),
    ];
    Sheet { file: files::BUDGET, title: "Public cost, and outcomes per won", columns, key: &["scenario", "outcome"] }
}

/// Difference of public cost beyond which scenarios are not compared at equal cost, as a share.
pub const EQUAL: f64 = 0.05;

/// What a scenario costs.
struct Cost {
    estimate: Estimate,
    ratio: Option<f64>,
}

impl Cost {
    fn unequal(&self) -> bool {
        self.ratio.is_none_or(|ratio| (ratio - 1.0).abs() > EQUAL)
    }
}

/// Values of `public_cost` and costs of all scenarios; nothing without a baseline or the outcome.
fn costs(results: &Results) -> Option<(Measure, Vec<Cost>, usize)> {
    let baseline = results.baseline?;
    let measure = results.measures().into_iter().find(|m| m.name == CostBasis::Public.outcome())?;
    let estimates: Vec<Estimate> =
        (0..results.cases.len()).map(|case| Estimate::of(&results.values(case, &measure).into_iter().flatten().collect::<Vec<_>>())).collect();
    let reference = (0..results.cases.len()).find(|case| *case != baseline && estimates[*case].mean.is_some_and(|m| m != 0.0));
    let reference = reference.or_else(|| (0..results.cases.len()).find(|case| *case != baseline))?;
    let of = estimates[reference].mean.filter(|mean| *mean != 0.0);
    let cost = |estimate: &Estimate| Cost { estimate: *estimate, ratio: estimate.mean.zip(of).map(|(own, of)| own / of) };
    Some((measure, estimates.iter().map(cost).collect(), reference))
}

/// Whether policies differ in public cost by more than 5 %; the baseline is none.
pub fn costs_differ(results: &Results) -> bool {
    let Some((_, costs, _)) = costs(results) else { return false };
    let policies = costs.iter().enumerate().filter(|(case, _)| Some(*case) != results.baseline);
    policies.clone().any(|(_, cost)| cost.estimate.mean.is_some_and(|mean| mean != 0.0)) && policies.clone().any(|(_, cost)| cost.unequal())
}

/// The table; none where there is no baseline.
pub fn table(results: &Results) -> Option<Table> {
    let (cost_measure, costs, reference) = costs(results)?;
    let baseline = results.baseline?;
    let fiscal: Vec<Estimate> = (0..results.cases.len()).map(|case| fiscal(results, case)).collect();
    let mut rows = Vec::new();
    for (position, case) in results.cases.iter().enumerate() {
        let cost = &costs[position];
        for measure in results.measures().iter().filter(|m| m.better != Better::Neither && !CostBasis::is(&m.name)) {
            let mut row = vec![case.case.name.clone(), measure.name.clone(), measure.unit.into()];
            row.extend([cost.estimate.mean, cost.estimate.ci_low, cost.estimate.ci_high].map(cell));
            row.extend([fiscal[position].mean, fiscal[position].ci_low, fiscal[position].ci_high].map(cell));
            row.push(results.cases[reference].case.name.clone());
            row.push(cell(cost.ratio));
            let flag = if cost.unequal() { "yes" } else { "no" };
            row.push(if position == baseline { String::new() } else { flag.into() });
            row.extend(per_won(results, position, measure, &cost_measure));
            rows.push(row);
        }
    }
    Some(Table { sheet: sheet(), rows })
}

/// Difference in net fiscal cost to the baseline; of the baseline itself, or where it was not observed, there is none.
fn fiscal(results: &Results, case: usize) -> Estimate {
    let baseline = results.baseline.filter(|baseline| *baseline != case);
    let measure = results.measures().into_iter().find(|m| m.name == CostBasis::Fiscal.outcome());
    baseline.zip(measure).map_or(Estimate::default(), |(baseline, measure)| {
        Paired::of(&results.values(baseline, &measure), &results.values(case, &measure)).difference
    })
}

/// `, 1.53 ±0.21 net of taxes`: nothing where it is the public cost itself, or not known.
fn net_of_taxes(results: &Results, case: usize) -> String {
    let estimate = fiscal(results, case);
    estimate.mean.map_or(String::new(), |mean| format!(", {} net of taxes", with_half_width(mean, estimate.half_width(), true)))
}

/// Difference to the baseline, and over the difference of public cost with its interval.
fn per_won(results: &Results, position: usize, measure: &Measure, cost: &Measure) -> [String; 4] {
    let baseline = results.baseline.unwrap_or(0);
    if position == baseline {
        return [None; 4].map(cell);
    }
    let [own, of_baseline] = [position, baseline].map(|case| results.values(case, measure));
    let [own_cost, baseline_cost] = [position, baseline].map(|case| results.values(case, cost));
    let mut moments = Moments::default();
    for r in 0..own.len().min(of_baseline.len()) {
        if let (Some(a), Some(b), Some(c), Some(d)) = (own[r], of_baseline[r], own_cost[r], baseline_cost[r]) {
            moments.add(c - d, a - b);
        }
    }
    let ratio = moments.ratio();
    [moments.mean().mean, ratio.mean, ratio.ci_low, ratio.ci_high].map(cell)
}

/// Whether scenarios are compared at equal public cost, with what each costs and exports for each won; nothing where
/// there is one scenario beside the baseline, or none costs anything.
pub fn sentence(results: &Results) -> String {
    let (Some((measure, costs, reference)), Some(baseline)) = (costs(results), results.baseline) else { return String::new() };
    let compared: Vec<usize> = (0..results.cases.len()).filter(|case| *case != baseline).collect();
    if compared.len() < 2 || costs[reference].estimate.mean.is_none_or(|mean| mean == 0.0) {
        return String::new();
    }
    let name = |case: usize| results.cases[case].case.name.as_str();
    let own = costs[reference].estimate.mean.map_or("-".into(), rounded);
    if compared.iter().all(|case| !costs[*case].unequal()) {
        return format!("All scenarios cost as much as {} ({own} bn KRW/yr), within 5 %.\n", name(reference));
    }
    let said = |case: &usize| match costs[*case].estimate.mean {
        Some(mean) if mean != 0.0 => {
            let net = net_of_taxes(results, *case);
            format!("{} costs {} bn KRW/yr{net}{}", name(*case), rounded(mean), exports(results, *case, &measure))
        }
        Some(_) => format!("{} costs nothing{}", name(*case), net_of_taxes(results, *case)),
        None => format!("what {} costs is not known", name(*case)),
    };
    format!("Not at equal public cost: {}.\n", compared.iter().map(said).collect::<Vec<_>>().join("; "))
}

/// ` (exports +16.0 ±3.1 for each won)`: outcome and cost are both in bn KRW/yr.
fn exports(results: &Results, case: usize, cost: &Measure) -> String {
    let Some(measure) = results.measures().into_iter().find(|m| m.name == EXPORTS) else { return String::new() };
    let [_, value, low, high] = per_won(results, case, &measure, cost).map(|cell| cell.parse::<f64>().ok());
    let half = low.zip(high).map(|(low, high)| (high - low) / 2.0);
    value.map_or(String::new(), |value| format!(" (exports {} for each won)", with_half_width(value, half, true)))
}

/// Chief outcomes per bn KRW of public cost, scenario by scenario.
pub fn per_won_text(results: &Results, outcomes: &[&str]) -> String {
    let (Some((cost_measure, ..)), Some(baseline)) = (costs(results), results.baseline) else { return String::new() };
    let measures: Vec<Measure> = results.measures().into_iter().filter(|m| outcomes.contains(&m.name.as_str()) && !CostBasis::is(&m.name)).collect();
    let mut rows = vec![std::iter::once("per bn KRW of public cost".to_string()).chain(measures.iter().map(|m| m.name.clone())).collect::<Vec<_>>()];
    for case in (0..results.cases.len()).filter(|case| *case != baseline) {
        let shown = |m: &Measure| {
            let [_, value, low, high] = per_won(results, case, m, &cost_measure).map(|cell| cell.parse::<f64>().ok());
            value.map_or("-".into(), |value| with_half_width(value, low.zip(high).map(|(low, high)| (high - low) / 2.0), true))
        };
        rows.push(std::iter::once(results.cases[case].case.name.clone()).chain(measures.iter().map(shown)).collect());
    }
    aligned(&rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Case, CaseResults, Record};
    use crate::outcome::OUTCOMES;

    /// Two replicates of a scenario that costs so much and exports so much, a quarter of which is taxed away.
    fn case(name: &str, cost: [f64; 2], exports: [f64; 2]) -> CaseResults {
        let run = |r: usize| {
            let value = |o: &crate::outcome::Outcome| match o.name {
                "public_cost" => Some(cost[r]),
                "export_revenue" => Some(exports[r]),
                "net_fiscal_cost" => Some(cost[r] - exports[r] / 4.0),
                _ => None,
            };
            Record { outcomes: OUTCOMES.iter().map(value).collect(), failure: None }
        };
        let case = Case { name: name.into(), start: "2026Q1".parse().unwrap(), quarters: 4 };
        CaseResults { case, runs: vec![run(0), run(1)], twins: None }
    }

    fn results(costs: [f64; 2]) -> Results {
        let cases = vec![case("baseline", [0.0, 0.0], [10.0, 20.0]), case("one", [2.0, 2.0], [14.0, 24.0]), case("two", costs, [12.0, 22.0])];
        Results { outcomes: &OUTCOMES[..], seed: 1, baseline: Some(0), cases }
    }

    #[test]
    fn a_scenario_of_another_cost_is_flagged_with_its_outcome_per_won() {
        let table = table(&results([4.0, 4.0])).unwrap();
        let row = |scenario: &str| table.rows.iter().find(|r| r[0] == scenario && r[1] == "export_revenue").unwrap()[3..].join(",");
        assert_eq!(row("one"), "2.0,2.0,2.0,1.0,1.0,1.0,one,1.0,no,4.0,2.0,2.0,2.0");
        assert_eq!(row("two"), "4.0,4.0,4.0,3.5,3.5,3.5,one,2.0,yes,2.0,0.5,0.5,0.5");
        assert_eq!(row("baseline"), "0.0,0.0,0.0,,,,one,0.0,,,,,");
        let per_won = per_won_text(&results([4.0, 4.0]), &["export_revenue"]);
        assert_eq!(
            per_won,
            "per bn KRW of public cost   export_revenue\none                          +2.000 ±0.000\ntwo                        +0.5000 ±0.0000\n"
        );
    }

    #[test]
    fn unequal_cost_is_said_with_what_each_scenario_costs_and_exports() {
        let expected = "Not at equal public cost: one costs 2.000 bn KRW/yr, +1.000 ±0.000 net of taxes (exports +2.000 ±0.000 for each won); \
                        two costs 4.000 bn KRW/yr, +3.500 ±0.000 net of taxes (exports +0.5000 ±0.0000 for each won).\n";
        assert_eq!(sentence(&results([4.0, 4.0])), expected);
        let free = sentence(&results([0.0, 0.0]));
        assert!(free.ends_with("; two costs nothing, -0.5000 ±0.0000 net of taxes.\n"), "{free}");
    }

    #[test]
    fn one_scenario_costs_as_much_as_no_other_and_nothing_is_said() {
        let mut alone = results([4.0, 4.0]);
        alone.cases.pop();
        assert_eq!(sentence(&alone), "");
        let mut free = results([0.0, 0.0]);
        free.cases.remove(1);
        free.cases.push(case("three", [0.0, 0.0], [11.0, 21.0]));
        assert_eq!(sentence(&free), "");
    }

    #[test]
    fn policies_of_unequal_cost_are_told_from_those_of_equal_cost() {
        assert_eq!([[4.0, 4.0], [2.05, 2.05]].map(|costs| costs_differ(&results(costs))), [true, false]);
        let mut free = results([0.0, 0.0]);
        free.cases.remove(1);
        assert!(!costs_differ(&free));
    }

    #[test]
    fn scenarios_of_equal_cost_are_said_to_be_so() {
        assert_eq!(sentence(&results([2.05, 2.05])), "All scenarios cost as much as one (2.000 bn KRW/yr), within 5 %.\n");
    }
}
