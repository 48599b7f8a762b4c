//! `budget.csv`: public cost of each scenario, whether scenarios cost the same, and outcomes per won.

use super::table::{Column, Sheet, cell};
use super::tables::Table;
use super::text::{aligned, rounded, with_half_width};
use crate::experiment::{Measure, Results};
use crate::outcome::Better;
use crate::outcome::moments::Moments;
use crate::outcome::statistics::Estimate;

/// Name of the file.
pub const FILE: &str = "budget.csv";

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario."),
        Column::text("outcome", "Outcome."),
        Column::text("unit", "Unit of the outcome and its difference to the baseline."),
        Column::number("public_cost", "Mean net public cost.").unit("bn KRW/yr"),
        Column::number("public_cost_low", "Lower end of its 95 % interval.").unit("bn KRW/yr"),
        Column::number("public_cost_high", "Upper end of it.").unit("bn KRW/yr"),
        Column::text("reference", "The policy scenario with which cost is compared: the first one given that costs anything."),
        Column::number("cost_ratio", "Public cost over that of the reference.").unit("ratio"),
        Column::text("unequal", "`yes` where cost differs from that of the reference by more than 5 %, `no` where not; empty for the baseline."),
        Column::number("difference", "Mean difference of the outcome to the baseline."),
        Column::number("per_bn_krw", "Difference per bn KRW of public cost a year: ratio of the two means, in units of the outcome per bn KRW/yr."),
        Column::number("per_bn_krw_low", "Lower end of its 95 % interval (Cochran's variance of a ratio)."),
        Column::number("per_bn_krw_high", "Upper end of it."),
    ];
    Sheet { file: FILE, title: "Public cost, and outcomes per won", columns, key: &["scenario", "outcome"] }
}

/// Difference of public cost beyond which scenarios are not compared at equal cost, as a share.
const EQUAL: f64 = 0.05;

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
    let measure = results.measures().into_iter().find(|m| m.name == "public_cost")?;
    let estimates: Vec<Estimate> =
        (0..results.cases.len()).map(|case| Estimate::of(&results.values(case, &measure).into_iter().flatten().collect::<Vec<_>>())).collect();
    let reference = (0..results.cases.len()).find(|case| *case != baseline && estimates[*case].mean.is_some_and(|m| m != 0.0));
    let reference = reference.or_else(|| (0..results.cases.len()).find(|case| *case != baseline))?;
    let of = estimates[reference].mean.filter(|mean| *mean != 0.0);
    let cost = |estimate: &Estimate| Cost { estimate: *estimate, ratio: estimate.mean.zip(of).map(|(own, of)| own / of) };
    Some((measure, estimates.iter().map(cost).collect(), reference))
}

/// The table; none where there is no baseline.
pub fn table(results: &Results) -> Option<Table> {
    let (cost_measure, costs, reference) = costs(results)?;
    let baseline = results.baseline?;
    let mut rows = Vec::new();
    for (position, case) in results.cases.iter().enumerate() {
        let cost = &costs[position];
        for measure in results.measures().iter().filter(|m| m.better != Better::Neither && m.name != cost_measure.name) {
            let mut row = vec![case.case.name.clone(), measure.name.clone(), measure.unit.into()];
            row.extend([cost.estimate.mean, cost.estimate.ci_low, cost.estimate.ci_high].map(cell));
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

/// A warning where scenarios are compared at unequal public cost, with chief outcomes per won.
pub fn warning(results: &Results, outcomes: &[&str]) -> String {
    let (Some((cost_measure, costs, reference)), Some(baseline)) = (costs(results), results.baseline) else { return String::new() };
    let name = |case: usize| results.cases[case].case.name.as_str();
    let unequal = |case: &usize| *case != baseline && *case != reference && costs[*case].unequal();
    let listed: Vec<String> = (0..results.cases.len())
        .filter(unequal)
        .map(|case| format!("{} ({} bn KRW/yr)", name(case), costs[case].estimate.mean.map_or("-".into(), rounded)))
        .collect();
    let own = costs[reference].estimate.mean.map_or("-".into(), rounded);
    let mut text = match listed.is_empty() {
        true => format!("All scenarios cost as much as {} ({own} bn KRW/yr), within 5 %.\n", name(reference)),
        false => format!("warning: not at equal public cost: {} costs {own} bn KRW/yr, but {}\n", name(reference), super::text::listed(&listed)),
    };
    let measures: Vec<Measure> = results.measures().into_iter().filter(|m| outcomes.contains(&m.name.as_str()) && m.name != "public_cost").collect();
    let mut rows = vec![std::iter::once("per bn KRW of public cost".to_string()).chain(measures.iter().map(|m| m.name.clone())).collect::<Vec<_>>()];
    for case in (0..results.cases.len()).filter(|case| *case != baseline) {
        let shown = |m: &Measure| {
            let [_, value, low, high] = per_won(results, case, m, &cost_measure).map(|cell| cell.parse::<f64>().ok());
            value.map_or("-".into(), |value| with_half_width(value, low.zip(high).map(|(low, high)| (high - low) / 2.0), true))
        };
        rows.push(std::iter::once(name(case).to_string()).chain(measures.iter().map(shown)).collect());
    }
    text += &aligned(&rows);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Case, CaseResults, Record};
    use crate::outcome::OUTCOMES;

    /// Two replicates of a scenario that costs so much and exports so much.
    fn case(name: &str, cost: [f64; 2], exports: [f64; 2]) -> CaseResults {
        let run = |r: usize| {
            let value = |o: &crate::outcome::Outcome| match o.name {
                "public_cost" => Some(cost[r]),
                "export_revenue" => Some(exports[r]),
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
        assert_eq!(row("one"), "2.0,2.0,2.0,one,1.0,no,4.0,2.0,2.0,2.0");
        assert_eq!(row("two"), "4.0,4.0,4.0,one,2.0,yes,2.0,0.5,0.5,0.5");
        assert_eq!(row("baseline"), "0.0,0.0,0.0,one,0.0,,,,,");
        let text = warning(&results([4.0, 4.0]), &["export_revenue"]);
        assert!(text.starts_with("warning: not at equal public cost: one costs 2.000 bn KRW/yr, but two (4.000 bn KRW/yr)"), "{text}");
    }

    #[test]
    fn scenarios_of_equal_cost_are_said_to_be_so() {
        assert!(warning(&results([2.05, 2.05]), &["export_revenue"]).starts_with("All scenarios cost as much as one"));
    }
}
