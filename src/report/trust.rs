//! `trust.csv`: may the averages be trusted? And the warning where an outcome has several modes.

use super::chief::CHIEF;
use super::table::{Column, Sheet, cell};
use super::tables::Table;
use super::text::{aligned, rounded, with_half_width};
use crate::experiment::Results;
use crate::experiment::trust::Trust;
use crate::outcome::modes::{LEVEL, Modes, modes};

/// Name of the file.
pub const FILE: &str = "trust.csv";

fn sheet() -> Sheet {
    let columns = vec![
        Column::text("outcome", "Outcome."),
        Column::text("unit", "Unit of mean, half_width and mode_values."),
        Column::integer("n", "Replicates with a value."),
        Column::number("mean", "Mean over replicates."),
        Column::number("half_width", "Half the width of the 95 % interval of the mean (Student's t)."),
        Column::number("half_width_relative", "Half-width over the size of the mean; empty where that is 0."),
        Column::number("replicates_for_1_percent", "Replicates at which the half-width is 1 % of the mean; empty where that is 0.")
            .unit("replicates"),
        Column::integer("modes", "Modes of the distribution over replicates (Silverman 1981, level 0.01); empty where the outcome does not vary."),
        Column::number("p_one_mode", "Probability of the test of one mode.").unit("probability"),
        Column::text("mode_values", "Values of the modes, ascending, separated by semicolons."),
        Column::text("mode_shares", "Shares of replicates by mode, in the same order."),
        Column::integer("years", "Years of the long run that are compared."),
        Column::number("stationary_p", "Runs test of the years of the long run about their median: small where like follows like.")
            .unit("probability"),
        Column::number("ergodic_runs_p", "Runs test: years of the long run and replicates of the last year of the scenario have one distribution.")
            .unit("probability"),
        Column::number("ergodic_distance", "Largest distance of the two distributions (Kolmogorov-Smirnov).").unit("share"),
        Column::number("ergodic_distance_p", "Probability of such a distance or more were they one.").unit("probability"),
    ];
    Sheet { file: FILE, title: "Trust in the averages", columns, key: &["outcome"] }
}

/// The table, and what people read of the chief outcomes.
pub fn trust(found: &[Trust], target: f64) -> (Table, String) {
    let table = Table { sheet: sheet(), rows: found.iter().map(row).collect() };
    let needed = format!("replicates for {} %", rounded(100.0 * target).trim_end_matches('0').trim_end_matches('.'));
    let heading = ["outcome", "unit", "mean", "half-width", &needed, "modes", "ergodic"].map(String::from).to_vec();
    let chief = found.iter().filter(|t| CHIEF.contains(&t.outcome.name));
    let lines: Vec<Vec<String>> = std::iter::once(heading).chain(chief.clone().map(line)).collect();
    let several = chief.filter_map(|t| several(t.outcome.name, t.modes.as_ref()?)).collect::<String>();
    (table, aligned(&lines) + &several)
}

fn row(trust: &Trust) -> Vec<String> {
    let estimate = &trust.estimate;
    let half = estimate.half_width();
    let relative = half.zip(estimate.mean.filter(|m| *m != 0.0)).map(|(half, mean)| half / mean.abs());
    let mut row = vec![trust.outcome.name.into(), trust.outcome.unit.into(), estimate.n.to_string()];
    row.extend([estimate.mean, half, relative, crate::experiment::trust::needed(estimate, 0.01)].map(cell));
    let list = |of: fn(&crate::outcome::modes::Mode) -> f64| {
        trust.modes.as_ref().map_or(String::new(), |m| m.modes.iter().map(|mode| rounded(of(mode))).collect::<Vec<_>>().join("; "))
    };
    row.push(trust.modes.as_ref().map_or(String::new(), |m| m.modes.len().to_string()));
    row.push(cell(trust.modes.as_ref().map(|m| m.p_one)));
    row.extend([list(|m| m.value), list(|m| m.share)]);
    let e = trust.ergodicity;
    row.push(e.map_or(String::new(), |e| e.years.to_string()));
    row.extend([e.and_then(|e| e.stationary_p), e.and_then(|e| e.runs_p), e.map(|e| e.distance), e.map(|e| e.distance_p)].map(cell));
    row
}

fn line(trust: &Trust) -> Vec<String> {
    let estimate = &trust.estimate;
    let ergodic = trust.ergodicity.map_or("-", |e| if e.distance_p.min(e.runs_p.unwrap_or(1.0)) < LEVEL { "no" } else { "not refuted" });
    vec![
        trust.outcome.name.into(),
        trust.outcome.unit.into(),
        estimate.mean.map_or("-".into(), |mean| with_half_width(mean, estimate.half_width(), false)),
        estimate.half_width().map_or("-".into(), rounded),
        trust.needed.map_or("-".into(), |n| format!("{n:.0}")),
        trust.modes.as_ref().map_or("-".into(), |m| m.modes.len().to_string()),
        ergodic.into(),
    ]
}

/// A sentence where an outcome has several modes.
fn several(name: &str, found: &Modes) -> Option<String> {
    let mode = |m: &crate::outcome::modes::Mode| format!("{} in {:.0} % of replicates", rounded(m.value), 100.0 * m.share);
    let list = || found.modes.iter().map(mode).collect::<Vec<_>>().join(", ");
    (found.modes.len() > 1).then(|| format!("warning: {name} has {} modes, so its mean misleads: {}\n", found.modes.len(), list()))
}

/// Warnings of a run: chief outcomes with several modes, scenario by scenario.
pub fn warnings(results: &Results) -> String {
    let measures = results.measures();
    let chief: Vec<_> = measures.iter().filter(|m| CHIEF.contains(&m.name.as_str())).collect();
    let mut text = String::new();
    for (position, case) in results.cases.iter().enumerate() {
        for measure in &chief {
            let values: Vec<f64> = results.values(position, measure).into_iter().flatten().collect();
            text += &modes(&values).and_then(|m| several(&format!("{} of {}", measure.name, case.case.name), &m)).unwrap_or_default();
        }
    }
    text
}
