//! `trust.csv`: may the averages be trusted? And the warning where an outcome has several modes.

use crate::experiment::credibility::trust::Trust;
use crate::experiment::{CaseResults, Measure, Results};
use crate::outcome::modes::{LEVEL, Modes, modes};
use crate::report::appraisal::chief::CHIEF;
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;
use crate::report::output::text::{aligned, rounded, with_half_width};

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
    Sheet { file: files::TRUST, title: "Trust in the averages", columns, key: &["outcome"] }
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
    row.extend([estimate.mean, half, relative, crate::experiment::credibility::trust::needed(estimate, 0.01)].map(cell));
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

/// Smallest share of replicates that makes a mode one that misleads.
const FEW: f64 = 0.05;

/// An outcome of a scenario that has several modes, each with its value and its share of replicates.
#[derive(Clone, Debug, PartialEq)]
pub struct Several {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the outcome.
    pub outcome: String,
    /// Values and shares of the modes, ascending.
    pub modes: Vec<(f64, f64)>,
}

impl Several {
    /// Looks for modes among the values of an outcome; none where there is one, or too few values.
    pub fn of(scenario: &str, outcome: &str, values: &[f64]) -> Option<Self> {
        let of_weight = |found: &Modes| found.modes.iter().filter(|mode| mode.share >= FEW).count() > 1;
        let found = modes(values).filter(of_weight)?;
        let modes = found.modes.iter().map(|mode| (mode.value, mode.share)).collect();
        Some(Self { scenario: scenario.into(), outcome: outcome.into(), modes })
    }
}

/// A sentence where an outcome has several modes.
fn several(name: &str, found: &Modes) -> Option<String> {
    let modes: Vec<(f64, f64)> = found.modes.iter().map(|mode| (mode.value, mode.share)).collect();
    (modes.len() > 1).then(|| warning(name, &modes))
}

fn warning(name: &str, modes: &[(f64, f64)]) -> String {
    let list: Vec<String> = modes.iter().map(|(value, share)| format!("{} in {:.0} % of replicates", rounded(*value), 100.0 * share)).collect();
    format!("warning: {name} has {} modes, so its mean misleads: {}\n", modes.len(), list.join(", "))
}

/// Chief outcomes with several modes, scenario by scenario.
pub fn several_modes(results: &Results) -> Vec<Several> {
    let measures = results.measures();
    let chief: Vec<_> = CHIEF.iter().filter_map(|name| measures.iter().find(|m| m.name == *name)).collect();
    let of = |(position, case): (usize, &CaseResults)| {
        let values = |measure: &Measure| results.values(position, measure).into_iter().flatten().collect::<Vec<f64>>();
        chief.iter().filter_map(|m| Several::of(&case.case.name, &m.name, &values(m))).collect::<Vec<_>>()
    };
    results.cases.iter().enumerate().flat_map(of).collect()
}

/// Warnings of a run: chief outcomes with several modes.
pub fn warnings(several: &[Several]) -> String {
    several.iter().map(|s| warning(&format!("{} of {}", s.outcome, s.scenario), &s.modes)).collect()
}
