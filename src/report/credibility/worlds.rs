//! `worlds.csv`: plausible sets of parameters; `pinned.csv`: what the evidence says of each parameter.

use crate::experiment::Space;
use crate::experiment::credibility::calibrate::{Calibrated, MatchedWorld};
use crate::experiment::design::sampling::Point;
use crate::outcome::statistics::{quantile, sorted};
use crate::report::output::files;
use crate::report::output::table::{Column, ColumnType, Sheet, cell, leaked};
use crate::report::output::tables::Table;
use crate::report::output::text::aligned;

/// Part of a uniform prior between its 5 % and 95 % quantiles.
const UNIFORM: f64 = 0.9;

/// Worlds, one in each row: parameters by path, as `--set` takes them, then means of the patterns.
pub fn worlds(space: &Space, found: &Calibrated) -> Table {
    let paths: Vec<String> = found.worlds.first().map_or(vec![], |w| space.settings(&w.place).into_iter().map(|s| s.0).collect());
    let paired: Vec<&str> = found.worlds.first().map_or(vec![], |w| w.paired.iter().map(|p| p.0).collect());
    let mut columns =
        vec![Column::integer("world", "Number of the world, from 1."), Column::number("implausibility", "Largest implausibility over the patterns.")];
    // Names of columns live as long as the program, which ends soon after.
    columns.extend(paths.into_iter().map(|p| Column { name: leaked(p), kind: ColumnType::Number, unit: None, meaning: "Value of the parameter." }));
    columns.extend(found.patterns.iter().map(|p| Column::number(p.id, p.definition)));
    columns.extend(paired.into_iter().map(|id| Column::number(leaked(id.into()), "Ratio or mean difference of the pattern.")));
    let row = |(number, world): (usize, &MatchedWorld)| {
        let mut row = vec![(number + 1).to_string(), cell(Some(world.scores.implausibility(&found.patterns)))];
        row.extend(space.settings(&world.place).into_iter().map(|(_, value)| cell(Some(value))));
        row.extend(found.patterns.iter().map(|p| cell(world.scores.mean(p))));
        row.extend(world.paired.iter().map(|(_, value)| cell(*value)));
        row
    };
    Table {
        sheet: Sheet { file: files::WORLDS, title: "Plausible worlds", columns, key: &["world"] },
        rows: found.worlds.iter().enumerate().map(row).collect(),
    }
}

/// Places of a factor that evidence leaves: 5 % and 95 % quantile, and by how much the prior is narrowed.
fn posterior<'a>(places: impl Iterator<Item = &'a Point>, factor: usize) -> Option<(f64, f64, f64)> {
    let places = sorted(&places.map(|p| p[factor]).collect::<Vec<_>>());
    let (low, high) = (quantile(&places, 0.05)?, quantile(&places, 0.95)?);
    Some((low, high, 1.0 - (high - low) / UNIFORM))
}

/// Prior and posterior range of each parameter.
pub fn pinned(space: &Space, found: &Calibrated) -> Table {
    let columns = vec![
        Column::text("parameter", "Parameter."),
        Column::text("factor", "Vector whose cells were moved together, or the parameter itself."),
        Column::text("unit", "Unit of the ranges."),
        Column::number("prior_low", "Lower end of the prior range."),
        Column::number("prior_high", "Upper end of the prior range."),
        Column::number("plausible_low", "5 % quantile over the points of the last wave that are not implausible."),
        Column::number("plausible_high", "95 % quantile over them."),
        Column::number("plausible_narrowing", "The same as narrowing, of these points."),
        Column::number("posterior_low", "5 % quantile over the worlds, in which all means lie in their ranges."),
        Column::number("posterior_high", "95 % quantile over the worlds."),
        Column::number(
            "narrowing",
            "1 - width from 5 to 95 % over that of the prior: 0 says nothing, 1 everything; below 0 the middle is ruled out.",
        ),
    ];
    let mut rows = Vec::new();
    for (position, factor) in space.factors.iter().enumerate() {
        let posteriors = [posterior(found.left.iter(), position), posterior(found.worlds.iter().map(|w| &w.place), position)];
        for row in &factor.cells {
            let mut cells = vec![row.name.clone(), factor.name.clone(), row.unit.clone(), cell(row.low), cell(row.high)];
            for posterior in posteriors {
                cells.push(cell(posterior.map(|p| row.at(p.0))));
                cells.push(cell(posterior.map(|p| row.at(p.1))));
                cells.push(cell(posterior.map(|p| p.2)));
            }
            rows.push(cells);
        }
    }
    Table { sheet: Sheet { file: files::PINNED, title: "What the evidence pins down", columns, key: &["parameter"] }, rows }
}

/// What people read at the end: waves, then what is pinned down.
pub fn calibration_text(space: &Space, found: &Calibrated) -> String {
    let heading = ["wave", "points", "plausible", "in all ranges", "drawn again", "share left"].map(String::from).to_vec();
    let wave = |(n, w): (usize, &crate::experiment::credibility::calibrate::Wave)| {
        let left = format!("{:.5}", w.left);
        vec![(n + 1).to_string(), w.points.to_string(), w.plausible.to_string(), w.passing.to_string(), w.drawn_again.to_string(), left]
    };
    let waves: Vec<Vec<String>> = std::iter::once(heading).chain(found.waves.iter().enumerate().map(wave)).collect();
    let of_worlds = |f: usize| posterior(found.worlds.iter().map(|w| &w.place), f).unwrap_or((0.0, 1.0, 0.0));
    let narrowing = |f: usize| of_worlds(f).2;
    let mut order: Vec<usize> = (0..space.factors.len()).collect();
    order.sort_by(|a, b| narrowing(*b).total_cmp(&narrowing(*a)));
    let heading = ["parameter", "from", "to", "narrowed by", "not implausible"].map(String::from).to_vec();
    let line = |f: &usize| {
        let (low, high, narrowed) = of_worlds(*f);
        let plausible = posterior(found.left.iter(), *f).map_or(0.0, |p| p.2);
        let percent = |share: f64| format!("{:.0} %", 100.0 * share);
        vec![space.factors[*f].name.clone(), format!("{low:.2}"), format!("{high:.2}"), percent(narrowed), percent(plausible)]
    };
    let lines: Vec<Vec<String>> = std::iter::once(heading).chain(order.iter().map(line)).collect();
    let third = order.iter().filter(|f| narrowing(**f) >= 1.0 / 3.0).count();
    format!(
        "{}\n{} worlds; {} places that the surfaces took for worlds were refused by the simulation\n\n\
         Places in the prior ranges (0 low, 1 high) that the evidence leaves, 5 to 95 % of worlds; beside it the\n\
         narrowing over the {} points of the last wave that are not implausible\n\n{}\n\
         The evidence narrows {third} of {} parameters by a third or more.\n",
        aligned(&waves),
        found.worlds.len(),
        found.refused,
        found.left.len(),
        aligned(&lines),
        space.factors.len(),
    )
}
