//! `sensitivity.csv`: indices of parameters from the folder of a sweep; what people read of them; and
//! their picture.

mod design;
mod found;
mod picture;
mod read;
mod rows;
#[cfg(test)]
mod tests;

pub use found::SensitivityResult;
pub use read::{column_of, read};

use crate::report::output::files;
use found::{SHOWN, title};
use std::io;

use crate::experiment::credibility::sensitivity::{Estimated, Index, Sensitivity, SensitivityMeasure, warnings};
use crate::report::output::folder::{Folder, WriteError};
use crate::report::output::manifest::Provenance;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::{Table, TablesRequest, write_tables};
use crate::report::output::text::{aligned, fixed, rounded};

/// Beside a parameter whose interval reaches down to what noise alone would give.
const MAY_BE_NOISE: &str = "may be luck";
fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario."),
        Column::text("baseline", "Scenario whose outcomes are taken off, run by run; empty where outcomes are the scenario's own."),
        Column::text("world", "Sampled set of parameters; `default` where none was sampled."),
        Column::text("outcome", "Outcome, with the class after a dot where it is one; a class is 1 in its runs and 0 in others."),
        Column::text("parameter", "Parameter that varies in the design; empty where the measure is not of one."),
        Column::text(
            "measure",
            "S1 (first-order index), ST (total index), S1_sum (sum of S1 over the parameters); mu_star, mu, sigma (mean size, mean and standard \
             deviation of elementary effects, low to high end); luck_of_means, luck_of_runs (shares of luck in the variance of means over \
             replicates, and of single runs), luck_mu_star (mu_star that luck alone would give).",
        ),
        Column::integer("rank", "Rank of the parameter for the outcome, by ST or mu_star; empty where the measure is not of one."),
        Column::text("unit", "Unit of the estimate: a share of variance, or the unit of the outcome."),
        Column::number("estimate", "Estimate; empty where the outcome does not vary."),
        Column::number("lower", "Lower end of its bootstrap interval."),
        Column::number("upper", "Upper end of its bootstrap interval."),
        Column::integer("n", "Blocks of Saltelli's scheme, or trajectories, that are used.").unit("blocks"),
        Column::integer("replicates", "Replicates of each point that are used.").unit("replicates"),
    ];
    Sheet {
        file: files::SENSITIVITY,
        title: "Sensitivity indices",
        columns,
        key: &["scenario", "baseline", "world", "outcome", "parameter", "measure"],
    }
}

/// Writes table and picture, what the columns hold, and the manifest; all appear together.
pub fn write_sensitivity(
    mut folder: Folder,
    all: &[SensitivityResult],
    about: &Provenance,
    asked: &TablesRequest,
) -> Result<Vec<&'static str>, WriteError> {
    folder.stage(Sheet::untabled(files::SENSITIVITY_PICTURE), |out| out.write_all(picture::picture(all).map_err(io::Error::other)?.as_bytes()))?;
    write_tables(folder, &[sensitivity_table(all)], about, asked)
}

/// The table of all indices, the strongest parameter of each outcome first.
fn sensitivity_table(all: &[SensitivityResult]) -> Table {
    Table { sheet: sheet(), rows: all.iter().flat_map(rows).collect() }
}

fn rows(found: &SensitivityResult) -> Vec<Vec<String>> {
    let ranked = found.sensitivity.ranked();
    let rank_of = |index: &Index| index.parameter.and_then(|parameter| ranked.iter().position(|r| *r == parameter));
    let mut indices: Vec<&Index> = found.sensitivity.indices.iter().collect();
    indices.sort_by_key(|index| rank_of(index).unwrap_or(usize::MAX));
    let row = |index: &&Index| {
        let Index { measure, parameter, value } = index;
        let unit = if measure.is_share() { "share" } else { found.outcome.unit };
        let name = parameter.map_or(String::new(), |p| found.parameters[p].clone());
        let rank = rank_of(index).map_or(String::new(), |rank| (rank + 1).to_string());
        let mut row = vec![found.group.scenario.clone(), found.group.baseline.clone().unwrap_or_default(), found.group.world.clone()];
        row.extend([found.outcome.name.clone(), name, measure.name().to_string(), rank, unit.into()]);
        row.extend([value.estimate, value.lower, value.upper].map(cell));
        row.extend([found.sensitivity.blocks.to_string(), found.sensitivity.replicates.to_string()]);
        row
    };
    indices.iter().map(row).collect()
}

/// The ranked parameters of each outcome with intervals, noise, and what to know before trusting them.
pub fn sensitivity_shown(all: &[SensitivityResult], confidence: f64) -> String {
    all.iter().map(|found| shown(found, confidence) + "\n").collect()
}

fn shown(found: &SensitivityResult, confidence: f64) -> String {
    let SensitivityResult { group, outcome, parameters, sensitivity } = found;
    let of_design: &[SensitivityMeasure] = if sensitivity.of(SensitivityMeasure::Total).next().is_some() {
        &[SensitivityMeasure::Total, SensitivityMeasure::FirstOrder]
    } else {
        &[SensitivityMeasure::MuStar, SensitivityMeasure::Mu, SensitivityMeasure::Sigma]
    };
    let mut text = format!(
        "{} of {}: {} {}, {} replicates, {:.0} % intervals\n",
        outcome.name,
        group.name(),
        sensitivity.blocks,
        sensitivity.blocks_are(),
        sensitivity.replicates,
        100.0 * confidence
    );
    let heading = std::iter::once(String::new()).chain(of_design.iter().flat_map(|m| [title(*m, outcome.unit), "from to".into()]));
    let mut lines = vec![heading.collect::<Vec<_>>()];
    for parameter in sensitivity.ranked().into_iter().take(SHOWN) {
        let of =
            |measure: &SensitivityMeasure| sensitivity.of(*measure).find(|(p, _)| *p == parameter).map_or(Estimated::default(), |(_, value)| value);
        let cells = of_design.iter().flat_map(|measure| cells(*measure, of(measure)));
        let mark = if sensitivity.may_be_noise(parameter) { MAY_BE_NOISE } else { "" };
        lines.push(std::iter::once(format!("  {}", parameters[parameter])).chain(cells).chain([mark.to_owned()]).collect());
    }
    text += &aligned(&lines);
    text += &overall(sensitivity, outcome.unit);
    text + &warnings(sensitivity).iter().map(|w| format!("  warning: {}\n", w.sentence(parameters, sensitivity.blocks_are()))).collect::<String>()
}

/// Estimate and interval.
fn cells(measure: SensitivityMeasure, value: Estimated) -> [String; 2] {
    let number = |value: f64| if measure.is_share() { fixed(value, 2) } else { rounded(value) };
    let interval = value.lower.zip(value.upper).map_or("-".into(), |(lower, upper)| format!("{} to {}", number(lower), number(upper)));
    [value.estimate.map_or("-".into(), number), interval]
}

/// A sentence on what is of no parameter.
fn overall(sensitivity: &Sensitivity, unit: &str) -> String {
    let estimate = |measure| sensitivity.overall(measure).and_then(|value| value.estimate);
    let mut parts: Vec<String> = Vec::new();
    parts.extend(estimate(SensitivityMeasure::Sum).map(|sum| format!("S1 add up to {sum:.2}")));
    parts.extend(estimate(SensitivityMeasure::NoiseMuStar).map(|noise| format!("luck alone would give a mu_star of {} {unit}", rounded(noise))));
    parts.extend(estimate(SensitivityMeasure::NoiseOfMeans).map(|share| format!("luck is {:.1} % of the variance of the means", 100.0 * share)));
    parts.extend(estimate(SensitivityMeasure::NoiseOfRuns).map(|share| format!("{:.1} % of that of single runs", 100.0 * share)));
    if parts.is_empty() { String::new() } else { format!("  {}\n", parts.join("; ")) }
}
