//! `regret.csv`: what choosing a scenario costs in worlds where another would have been better.

use super::table::{Column, Sheet, cell};
use super::tables::Table;
use super::text::value_and_interval;
use crate::experiment::outlook::Regrets;
use crate::experiment::regret::{Interval, Regret};

/// Name of the file.
pub const FILE: &str = "regret.csv";

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario, the baseline among them."),
        Column::text("outcome", "Outcome."),
        Column::text("unit", "Unit of all regrets and of the target."),
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
        Column::number("share_best", "Share of worlds in which the mean of the scenario is the best.").unit("share"),
        Column::number("share_best_low", "Lower end of its 95 % interval.").unit("share"),
        Column::number("share_best_high", "Upper end of it.").unit("share"),
        Column::text("target", "Target, as given: `>=` or `<=` and a number; empty without one."),
        Column::number("share_target", "Share of worlds in which the mean of the scenario meets the target; empty without one.").unit("share"),
        Column::number("share_target_low", "Lower end of its 95 % interval.").unit("share"),
        Column::number("share_target_high", "Upper end of it.").unit("share"),
    ];
    Sheet { file: FILE, title: "Regret over plausible worlds", columns, key: &["scenario", "outcome"] }
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
    let (outcome, unit, n) = (&regrets.measure.name, regrets.measure.unit, regrets.worlds);
    let mut text = format!("{outcome} in {n} plausible worlds, {} replicates in each (regret.csv has all outcomes):\n", regrets.replicates);
    for (regret, name) in regrets.scenarios.iter().zip(names) {
        let percent = |i: &Interval| format!("{:.0} % ({:.0} to {:.0})", 100.0 * i.value, 100.0 * i.low, 100.0 * i.high);
        let number = |i: &Interval| {
            let (value, ends) = value_and_interval(i.value, i.low, i.high);
            format!("{value} ({ends})")
        };
        let target = regret.target.zip(regrets.target.as_ref());
        let target = target
            .map_or(String::new(), |(share, t)| format!("; {} {} in {}", if t.at_least { "at least" } else { "at most" }, t.value, percent(&share)));
        let (best, mean, max) = (percent(&regret.best), number(&regret.mean), number(&regret.max));
        text += &format!("  {name}: best in {best} of worlds; regret {mean} {unit} on average, at most {max}{target}\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::decide::measure;
    use crate::experiment::regret::Target;

    #[test]
    fn a_target_stands_as_it_was_given_and_is_empty_without_one() {
        let interval = Interval { value: 0.5, low: 0.25, high: 0.75 };
        let regret = Regret { mean: interval, p90: interval, max: interval, best: interval, target: None };
        let measure = measure("export_revenue").unwrap();
        let target = Some(Target { outcome: measure.name.clone(), at_least: true, value: 2000.0 });
        let with = Regrets {
            measure: measure.clone(),
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
        assert!(text.contains("grant: best in 50 % (25 to 75) of worlds") && text.contains("at least 2000 in 50 % (25 to 75)"), "{text}");
    }
}
