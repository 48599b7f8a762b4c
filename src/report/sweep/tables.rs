//! Rows of the tables of a sweep: `design`, `runs`, `summary`, `failures`.

use std::io;
use std::ops::Range;

use super::cells::{TableCell, TableWriter};
use crate::experiment::sweep::{BaseOf, Grid, GridScheme};
use crate::experiment::{Measure, measures};
use crate::outcome::Outcome;
use crate::outcome::ranks::quantiles;
use crate::outcome::statistics::Estimate;
use crate::report::results::distributions::QUANTILES;
use crate::scenario::sweep::Axis;
use crate::store::archive::Archive;

/// Values that a summary holds in memory at once: 64 MiB.
const AT_ONCE: usize = 8 << 20;

/// Values that are gathered at once before they go to their places: 1 MiB, which stays in the cache.
const ROOM: usize = 1 << 17;

/// Most replicates that are gathered at once.
const REPLICATES_AT_ONCE: usize = 16;

/// Cases that are read at once.
const CASES_AT_ONCE: usize = 4096;

/// A sweep with its runs, as tables need it.
pub struct SweepTables<'a> {
    /// Cases and their names.
    pub grid: &'a Grid,
    /// Outcomes of the records.
    pub outcomes: &'a [Outcome],
    /// The runs.
    pub archive: Archive,
    /// Replicates of each case that are there.
    pub replicates: u32,
}

impl<'a> SweepTables<'a> {
    /// Writes `design`.
    pub fn write_design(&self, rows: &mut dyn TableWriter) -> io::Result<()> {
        let Grid { layout, points } = self.grid;
        for point in 0..points.len() {
            let (block, place) = points.place(point);
            let matrix = if place == 0 {
                "A"
            } else if place <= layout.axes.len() {
                "AB"
            } else {
                "B"
            };
            let moved = points.moved(point).map_or("", |axis| &layout.axes[axis].name);
            for base in &layout.bases {
                let mut row = vec![TableCell::Integer(point as i64), TableCell::Text(&base.name)];
                push_axes(self.grid, point, &mut row);
                match points.scheme {
                    GridScheme::Plain => {}
                    GridScheme::Saltelli => row.extend([TableCell::Integer(block as i64), TableCell::Text(matrix), TableCell::Text(moved)]),
                    GridScheme::Morris => row.extend([TableCell::Integer(block as i64), TableCell::Integer(place as i64), TableCell::Text(moved)]),
                }
                rows.row(&row)?;
            }
        }
        Ok(())
    }

    /// Writes `runs`, and counts those that failed.
    pub fn write_runs(&mut self, rows: &mut dyn TableWriter) -> io::Result<u64> {
        let form = self.archive.form();
        let classes: Vec<&[&str]> = self.outcomes.iter().map(|outcome| outcome.classes).collect();
        let mut failed = 0;
        let mut row = Vec::new();
        self.each_run(|run, record| {
            let status = if form.failed(record) { "failed" } else { "ok" };
            failed += u64::from(form.failed(record));
            row.clear();
            row.extend(run.cells());
            row.extend([TableCell::Text(status), TableCell::Integer(run.point as i64)]);
            push_axes(run.grid, run.point, &mut row);
            row.extend(classes.iter().zip(form.outcomes(record)).map(|(classes, value)| outcome_cell(classes, value)));
            rows.row(&row)
        })?;
        Ok(failed)
    }

    /// Writes `failures`.
    pub fn write_failures(&mut self, rows: &mut dyn TableWriter) -> io::Result<()> {
        let form = self.archive.form();
        self.each_run(|run, record| {
            let Some(failure) = form.failure(record) else { return Ok(()) };
            let quarter = failure.quarter.and_then(|quarter| run.base.quarter(quarter)).map_or(String::new(), |q| q.to_string());
            let mut row = run.cells().to_vec();
            row.push(TableCell::Integer(run.point as i64));
            push_axes(run.grid, run.point, &mut row);
            row.extend([TableCell::Text(&quarter), TableCell::Text(&failure.reason)]);
            rows.row(&row)
        })
    }

    /// Writes `summary`: some cases at a time, and where there are very many replicates some outcomes at a time.
    pub fn write_summary(&mut self, rows: &mut dyn TableWriter) -> io::Result<()> {
        let (replicates, outcomes, cases) = (self.replicates as usize, self.outcomes.len(), self.grid.cases());
        let measures = measures(self.outcomes);
        let width = (AT_ONCE / replicates.max(1)).clamp(1, outcomes.max(1));
        let height = (AT_ONCE / (replicates * width).max(1)).min(ROOM / width).clamp(1, cases.max(1));
        let mut values = vec![f64::NAN; height * width * replicates];
        let mut present = Vec::with_capacity(replicates);
        for first_case in (0..cases).step_by(height) {
            for first in (0..outcomes).step_by(width) {
                let (last_case, last) = ((first_case + height).min(cases), (first + width).min(outcomes));
                self.gather(first_case..last_case, first..last, &mut values)?;
                for case in first_case..last_case {
                    let start = (case - first_case) * (last - first) * replicates;
                    let of_case = &values[start..start + (last - first) * replicates];
                    for measure in measures.iter().filter(|measure| (first..last).contains(&measure.outcome)) {
                        let start = (measure.outcome - first) * replicates;
                        self.summary_row(case, measure, &of_case[start..start + replicates], &mut present, rows)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Values by case, outcome and replicate; NaN where there is none.
    ///
    /// Some replicates at a time are gathered in a small room, so that those of an outcome go to their places together.
    fn gather(&mut self, cases: Range<usize>, outcomes: Range<usize>, values: &mut [f64]) -> io::Result<()> {
        let (form, replicates, width) = (self.archive.form(), self.replicates as usize, outcomes.len());
        let together = (ROOM / (cases.len() * width).max(1)).clamp(1, REPLICATES_AT_ONCE);
        let mut room = vec![f64::NAN; cases.len() * width * together];
        for first in (0..replicates).step_by(together) {
            let count = together.min(replicates - first);
            for n in 0..count {
                self.archive.read((first + n) as u32, cases.clone(), |case, record| {
                    let start = (case - cases.start) * width * together + n;
                    let chosen = form.outcomes(record).skip(outcomes.start).take(width);
                    for (value, place) in chosen.zip(room[start..].iter_mut().step_by(together)) {
                        *place = value.unwrap_or(f64::NAN);
                    }
                    Ok(())
                })?;
            }
            for (gathered, all) in room.chunks_exact(together).zip(values.chunks_exact_mut(replicates)) {
                all[first..first + count].copy_from_slice(&gathered[..count]);
            }
        }
        Ok(())
    }

    fn summary_row(&self, case: usize, measure: &Measure, values: &[f64], present: &mut Vec<f64>, rows: &mut dyn TableWriter) -> io::Result<()> {
        let run = self.run(case, 0);
        let of = |value: f64| measure.of(Some(value)).unwrap_or(f64::NAN);
        present.clear();
        present.extend(values.iter().filter(|value| !value.is_nan()).map(|value| of(*value)));
        let Estimate { n, mean, sd, se, ci_low, ci_high } = Estimate::on(measure.scale, present);
        let quantiles = quantiles(present, QUANTILES.map(|(_, probability)| probability));
        let mut row = vec![TableCell::Text(&run.base.name), TableCell::Text(run.world), TableCell::Integer(run.point as i64)];
        push_axes(run.grid, run.point, &mut row);
        row.extend([
            TableCell::Text(&measure.name),
            TableCell::Text(measure.unit),
            TableCell::Integer(n as i64),
            TableCell::Integer((values.len() - n) as i64),
        ]);
        row.extend([mean, sd, se, ci_low, ci_high].map(TableCell::from));
        row.extend(quantiles.map(TableCell::from));
        rows.row(&row)
    }

    /// Hands on all runs with their names, replicate by replicate.
    fn each_run(&mut self, mut each: impl FnMut(RunName<'a>, &[u8]) -> io::Result<()>) -> io::Result<()> {
        let cases = self.grid.cases();
        for replicate in 0..self.replicates {
            for first in (0..cases).step_by(CASES_AT_ONCE) {
                let grid = self.grid;
                let named = |case| RunName::of(grid, case, replicate);
                self.archive.read(replicate, first..(first + CASES_AT_ONCE).min(cases), |case, record| each(named(case), record))?;
            }
        }
        Ok(())
    }

    fn run(&self, case: usize, replicate: u32) -> RunName<'a> {
        RunName::of(self.grid, case, replicate)
    }
}

/// What tables say of a run besides its outcomes.
struct RunName<'a> {
    grid: &'a Grid,
    base: &'a BaseOf,
    world: &'a str,
    replicate: u32,
    seed: u64,
    point: usize,
}

impl<'a> RunName<'a> {
    fn of(grid: &'a Grid, case: usize, replicate: u32) -> Self {
        let cell = grid.cell(case);
        Self {
            grid,
            base: &grid.layout.bases[cell.scenario],
            world: &grid.layout.worlds[cell.world],
            replicate,
            seed: grid.layout.seed,
            point: cell.point,
        }
    }

    /// The columns that name a run in other tables too.
    fn cells(&self) -> [TableCell<'a>; 4] {
        [
            TableCell::Text(&self.base.name),
            TableCell::Text(self.world),
            TableCell::Integer(self.replicate.into()),
            TableCell::Integer(self.seed as i64),
        ]
    }
}

/// Values of the axes at a point.
fn push_axes<'a>(grid: &'a Grid, point: usize, row: &mut Vec<TableCell<'a>>) {
    let axes: &[Axis] = &grid.layout.axes;
    row.extend(axes.iter().zip(grid.points.at(point)).map(|(axis, coordinate)| match axis.has_words() {
        true => TableCell::Text(&axis.levels()[*coordinate as usize].text),
        false => TableCell::Number(*coordinate),
    }));
}

/// Empty where the outcome does not exist, the name where it is a class.
fn outcome_cell<'a>(classes: &[&'a str], value: Option<f64>) -> TableCell<'a> {
    match value {
        Some(class) if !classes.is_empty() => classes.get(class as usize).map_or(TableCell::from(value), |name| TableCell::Text(name)),
        value => TableCell::from(value),
    }
}
