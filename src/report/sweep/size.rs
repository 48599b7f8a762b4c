//! How large the tables of a sweep will be, from a few of its runs.

use crate::experiment::sweep::{Grid, SweepPlan, SweepRun};
use crate::experiment::{Measure, measures};
use crate::outcome::Outcome;
use crate::outcome::statistics::Estimate;
use crate::report::output::table::cell;
use crate::report::results::distributions::QUANTILES;
use crate::scenario::sweep::Axis;

/// Bytes of the tables as CSV, uncompressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableBytes {
    /// `design.csv`.
    pub design: u64,
    /// `runs.csv`.
    pub runs: u64,
    /// `summary.csv`.
    pub summary: u64,
}

/// From the cells that a sample of runs fills: rows of other runs are as long on average.
pub fn table_bytes(plan: &SweepPlan, sample: &[SweepRun]) -> TableBytes {
    let (grid, cases) = (&plan.grid, plan.grid.cases() as u64);
    let replicates = u64::from(grid.layout.replicates);
    let ok: Vec<(usize, &Vec<Option<f64>>)> = sample.iter().filter_map(|run| Some((run.case, run.outcomes.as_ref().ok()?))).collect();
    let mut sampled: Vec<usize> = ok.iter().map(|(case, _)| *case).collect();
    sampled.sort_unstable();
    sampled.dedup();
    let measures = measures(&plan.outcomes);
    let of_case = |case: &usize| {
        let runs: Vec<&Vec<Option<f64>>> = ok.iter().filter(|(other, _)| other == case).map(|(_, outcomes)| *outcomes).collect();
        measures.iter().map(|measure| summary_row(grid, *case, measure, &runs)).sum::<usize>()
    };
    TableBytes {
        design: times(grid.points.len() as u64 * grid.layout.bases.len() as u64, mean(sampled.iter().map(|case| design_row(grid, *case)))),
        runs: times(cases * replicates, mean(ok.iter().map(|(case, outcomes)| run_row(plan, *case, outcomes)))),
        summary: times(cases, mean(sampled.iter().map(of_case))),
    }
}

fn times(count: u64, length: f64) -> u64 {
    (count as f64 * length).round() as u64
}

fn mean(lengths: impl ExactSizeIterator<Item = usize>) -> f64 {
    let count = lengths.len().max(1);
    lengths.sum::<usize>() as f64 / count as f64
}

/// Bytes of a cell with the comma or the end of the line behind it.
fn wide(text: &str) -> usize {
    text.len() + 1
}

fn digits(number: u64) -> usize {
    wide(&number.to_string())
}

/// Point, base scenario and values of the axes, which all tables have.
fn point(grid: &Grid, case: usize) -> usize {
    let at = grid.cell(case);
    let axes = grid.layout.axes.iter().zip(grid.points.at(at.point));
    let value = |axis: &Axis, x: f64| if axis.has_words() { wide(&axis.shown(x)) } else { wide(&cell(Some(x))) };
    digits(grid.points.len() as u64) + wide(&grid.layout.bases[at.scenario].name) + axes.map(|(axis, x)| value(axis, *x)).sum::<usize>()
}

fn design_row(grid: &Grid, case: usize) -> usize {
    let moved = grid.points.moved(grid.cell(case).point).map_or(0, |axis| grid.layout.axes[axis].name.len());
    point(grid, case) + moved
}

fn run_row(plan: &SweepPlan, case: usize, outcomes: &[Option<f64>]) -> usize {
    let layout = &plan.grid.layout;
    let value = |(outcome, value): (&Outcome, &Option<f64>)| match value {
        Some(class) if !outcome.classes.is_empty() => outcome.classes.get(*class as usize).map_or(1, |name| wide(name)),
        value => wide(&cell(*value)),
    };
    let head = wide(&layout.worlds[plan.grid.cell(case).world]) + digits(layout.replicates.into()) + digits(layout.seed) + wide("ok");
    point(&plan.grid, case) + head + plan.outcomes.iter().zip(outcomes).map(value).sum::<usize>()
}

/// A row of `summary.csv`; quantiles are as long as the mean.
fn summary_row(grid: &Grid, case: usize, measure: &Measure, runs: &[&Vec<Option<f64>>]) -> usize {
    let values: Vec<f64> = runs.iter().filter_map(|outcomes| measure.of(outcomes[measure.outcome])).collect();
    let Estimate { mean, sd, se, ci_low, ci_high, .. } = Estimate::of(&values);
    let quantile = if measure.class.is_some() { cell(Some(1.0)) } else { cell(values.first().copied()) };
    let statistics: usize = [mean, sd, se, ci_low, ci_high].map(|value| wide(&cell(value))).into_iter().sum();
    let counts = digits(grid.layout.replicates.into()) + digits(0);
    let names = wide(&grid.layout.worlds[grid.cell(case).world]) + wide(&measure.name) + wide(measure.unit);
    point(grid, case) + names + counts + statistics + QUANTILES.len() * wide(&quantile)
}
