//! `regret.csv`: what choosing a scenario costs in worlds where another would have been better.

use crate::experiment::appraisal::regret::{Regret, RegretInterval};
use crate::experiment::appraisal::robustness::Regrets;
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;
use crate::report::output::text::{counted, fixed, value_and_interval};

/// Worlds below which the share of those in which a scenario is best says little of all plausible ones.
pub const MANY_WORLDS: usize = 20;

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario, the baseline among them."),
        Column::text("outcome", "Outcome."),
        Column::text(
            "unit",
            "Unit of all regrets and of the target; money of all labels together is net of public cost, or of the cost asked for with --cost.",
        ),
        Column::integer("worlds", "Worlds."),
        Column::integer("replicates", "Replicates in each world."),
        Column::number(
            "mean",
            "Regret of the scenario (outcome of the best in the world, less its own), mean over worlds, noise of the best taken out.",
        ),
        Column::number("mean_low", "Lower end of the 95 % interval: noise of the model, in these very worlds."),
        Column::number("mean_high", "Upper end of it."),
        Column::number("p90", "90 % quantile of regret over worlds, likewise."),
        Column::number("p90_low", "Lower end of its 95 % interval."),
        Column::number("p90_high", "Upper end of it."),
        Column::number("max", "Largest regret over worlds, likewise."),
        Column::number("max_low", "Lower end of its 95 % interval."),
        Column::number("max_high", "Upper end of it."),
        Column::number("share_best", "Share of worlds in which the mean of the scenario is the best; scenarios that are the same share a world.")
            .unit("share"),
        Column::number(
            "share_best_low",
            "Lower end of its 95 % interval: worlds as a sample of plausible ones (Wilson; exact where few), and noise.",
        )
        .unit("share"),
        Column::number("share_best_high", "Upper end of it.").unit("share"),
        Column::text("target", "Target, as given: `>=` or `<=` and a number; empty without one."),
        Column::number("share_target", "Share of worlds in which the mean of the scenario meets the target; empty without one.").unit("share"),
        Column::number("share_target_low", "Lower end of its 95 % interval.").unit("share"),
        Column::number("share_target_high", "Upper end of it.").unit("share"),
    ];
    Sheet { file: files::REGRET, title: "Regret over plausible worlds", columns, key: &["scenario", "outcome"] }
}

/// The table; none without worlds.
pub fn table(found: &[Regrets], names: &[&str]) -> Option<Table> {
    let rows: Vec<Vec<String>> =
        found.iter().flat_map(|regrets| regrets.scenarios.iter().zip(names).map(|(r, name)| row(regrets, r, name))).collect();
    (!rows.is_empty()).then(|| Table { sheet: sheet(), rows })
}

fn row(regrets: &Regrets, regret: &Regret, name: &str) -> Vec<String> {
    let mut row = vec![name.into(), regrets.measure.name.clone(), regrets.measure.unit.into()];
    row.extend([regrets.worlds.to_string(), regrets.replicates.to_string()]);
    for interval in [regret.mean, regret.p90, regret.max, regret.best] {
        row.extend([interval.value, interval.low, interval.high].map(|v| cell(Some(v))));
    }
    row.push(regrets.target.as_ref().map_or(String::new(), |t| format!("{}{}", if t.at_least { ">=" } else { "<=" }, t.value)));
    row.extend([regret.target.map(|t| t.value), regret.target.map(|t| t.low), regret.target.map(|t| t.high)].map(cell));
    row
}

/// What the worlds do to the answer, in plain words: one line for each scenario of the first outcome.
pub fn sentences(found: &[Regrets], names: &[&str]) -> String {
    let Some(regrets) = found.first() else { return String::new() };
    let net = if regrets.measure.nets_cost { format!(" net of {}", regrets.cost.words()) } else { String::new() };
    let (outcome, unit, n) = (&regrets.measure.name, regrets.measure.unit, regrets.worlds);
    let replicates = counted(regrets.replicates, "replicate");
    let mut text = format!("{outcome}{net} in {}, {replicates} in each (regret.csv has all outcomes):\n", counted(n, "plausible world"));
    for (regret, name) in regrets.scenarios.iter().zip(names) {
        let number = |i: &RegretInterval| {
            let (value, ends) = value_and_interval(i.value, i.low, i.high);
            format!("{value} ({ends})")
        };
        let target = regret.target.zip(regrets.target.as_ref());
        let target = target.map_or(String::new(), |(share, t)| {
            format!("; {} {} in {}", if t.at_least { "at least" } else { "at most" }, t.value, of_worlds(&share, n))
        });
        let (best, mean, max) = (of_worlds(&regret.best, n), number(&regret.mean), number(&regret.max));
        text += &format!("  {name}: best in {best}; regret {mean} {unit} on average, at most {max}{target}\n");
    }
    if n < MANY_WORLDS {
        text += &format!("  {} say little of all plausible ones; with --worlds {MANY_WORLDS} or more they say more.\n", counted(n, "world"));
    }
    text
}

/// `17 of 20 worlds (16 to 19)`: a share of worlds with its interval in these very worlds.
fn of_worlds(share: &RegretInterval, worlds: usize) -> String {
    let [value, low, high] = [share.value, share.low, share.high].map(|part| fixed(part * worlds as f64, 0));
    let range = if low == high { String::new() } else { format!(" ({low} to {high})") };
    format!("{value} of {}{range}", counted(worlds, "world"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::CostBasis;
    use crate::experiment::appraisal::decide::measure;
    use crate::experiment::appraisal::regret::Target;

    #[test]
    fn a_target_stands_as_it_was_given_and_is_empty_without_one() {
        let interval = RegretInterval { value: 0.5, low: 0.25, high: 0.75 };
        let regret = Regret { mean: interval, p90: interval, max: interval, best: interval, target: None };
        let measure = measure("export_revenue").unwrap();
        let target = Some(Target { outcome: measure.name.clone(), at_least: true, value: 2000.0 });
        let with = Regrets {
            measure: measure.clone(),
            cost: CostBasis::Public,
            worlds: 8,
            replicates: 20,
            target,
            scenarios: vec![Regret { target: Some(interval), ..regret.clone() }],
        };
        let without = Regrets { target: None, scenarios: vec![regret], ..with.clone() };
        let rows = table(&[with.clone(), without], &["grant"]).unwrap().rows;
        assert_eq!(rows[0][rows[0].len() - 4..], [">=2000", "0.5", "0.25", "0.75"]);
        assert_eq!(rows[1][rows[1].len() - 4..], ["", "", "", ""]);
        assert_eq!(rows[0].len(), sheet().columns.len());
        let text = sentences(&[with], &["grant"]);
        assert!(text.contains("grant: best in 4 of 8 worlds (2 to 6)") && text.contains("at least 2000 in 4 of 8 worlds (2 to 6)"), "{text}");
        assert!(text.ends_with("  8 worlds say little of all plausible ones; with --worlds 20 or more they say more.\n"), "{text}");
    }

    #[test]
    fn a_scenario_that_is_best_in_every_world_has_no_range_of_worlds() {
        let all = RegretInterval { value: 1.0, low: 1.0, high: 1.0 };
        assert_eq!([4, 1].map(|worlds| of_worlds(&all, worlds)), ["4 of 4 worlds", "1 of 1 world"]);
    }
}
