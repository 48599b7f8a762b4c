//! Reading the design of a sweep file.

use std::collections::HashSet;

use toml::de::DeTable;

use super::read::{MOST_POINTS, Reader};
use super::spans::PlacedAxis;
use super::tables;
use super::{Axis, AxisEffect, AxisSpan, Design, DesignSize, Level, Method, step};
use crate::scenario::toml_table::Notes;
use crate::scenario::{LARGEST_SEED, Problem};

/// Most points of the sequence of Sobol', and most base points of Saltelli's scheme, which is made of it.
const MOST_OF_SOBOL: u64 = 1 << 16;
/// Most steps of a split.
const MOST_STEPS: u64 = 1000;

impl Reader<'_> {
    /// The design; a table of points brings its axes along.
    pub(super) fn design(&mut self, table: &DeTable<'_>, axes: &mut Vec<PlacedAxis>) -> Option<Design> {
        let Some((design, span)) = self.file.notes.table(table, "design") else {
            if table.get("design").is_none() {
                let allowed = format!(
                    "[design] with method = one of {}; or [design.levers] and [design.uncertainties], each with one",
                    Method::NAMES.join(", ")
                );
                self.file.notes.missing("design", &allowed, None);
            }
            return None;
        };
        if !["levers", "uncertainties"].into_iter().any(|part| design.get(part).is_some()) {
            return self.method(design, span, axes, |_| true).map(Design::Joint);
        }
        self.file.notes.only(design, "design", &["levers", "uncertainties"]);
        let mut parts = Vec::new();
        for (part, lever) in [("levers", true), ("uncertainties", false)] {
            let Some((inner, span)) = self.file.notes.table(design, part) else {
                self.file.notes.missing(
                    &format!("design.{part}"),
                    "both [design.levers] and [design.uncertainties], or one [design]",
                    Some(span.clone()),
                );
                continue;
            };
            let method = self.method(inner, span.clone(), axes, |axis| axis.lever == lever);
            if let Some(Method::Saltelli(_) | Method::Morris(_) | Method::Table(_)) = method {
                let problem = Problem::new(format!("`design.{part}` cannot be crossed with another design"));
                self.file.notes.report(span, problem.allowed("saltelli, morris and csv as the one [design] of levers and uncertainties together"));
            }
            parts.extend(method);
        }
        let [levers, uncertainties] = <[Method; 2]>::try_from(parts).ok()?;
        Some(Design::Crossed { levers, uncertainties })
    }

    /// One method, checked against the axes that it is to vary.
    fn method(
        &mut self,
        table: &DeTable<'_>,
        span: std::ops::Range<usize>,
        axes: &mut Vec<PlacedAxis>,
        of: impl Fn(&Axis) -> bool,
    ) -> Option<Method> {
        let Some(name) = self.file.notes.text(table, "method") else {
            if table.get("method").is_none() {
                self.file.notes.missing("method", &Method::NAMES.join(", "), Some(span));
            }
            return None;
        };
        let given = table.get("method")?.span();
        let sampled = |notes: &mut Notes, most: u64| {
            notes.only(table, "design", &["method", "points", "seed"]);
            let points = notes.whole(table, "points", (1, most));
            if table.get("points").is_none() {
                notes.missing("points", &format!("points = a whole number from 1 to {most}"), Some(given.clone()));
            }
            Some(DesignSize { points: points? as usize, seed: notes.whole(table, "seed", (0, LARGEST_SEED)).unwrap_or(1) })
        };
        let notes = &mut self.file.notes;
        let method = match name.as_str() {
            "factorial" | "list" => {
                notes.only(table, "design", &["method"]);
                if name == "list" { Method::List } else { Method::Factorial }
            }
            "split" => {
                notes.only(table, "design", &["method", "total", "steps"]);
                let (total, steps) = (notes.number(table, "total"), notes.whole(table, "steps", (1, MOST_STEPS)));
                if table.get("total").is_none() || table.get("steps").is_none() {
                    let allowed = format!("total = a number in the unit of the levers, and steps = a whole number from 1 to {MOST_STEPS}");
                    notes.missing("total or steps", &allowed, Some(given.clone()));
                }
                Method::Split { total: total?, steps: steps? as usize }
            }
            "latin_hypercube" => Method::LatinHypercube(sampled(notes, MOST_POINTS)?),
            "sobol" => Method::Sobol(sampled(notes, MOST_OF_SOBOL)?),
            "saltelli" => Method::Saltelli(sampled(notes, MOST_OF_SOBOL)?),
            "morris" => Method::Morris(sampled(notes, MOST_POINTS)?),
            "csv" => return self.table_of_points(table, axes),
            other => {
                let problem = Problem::new(format!("unknown design `{other}`")).allowed(Method::NAMES.join(", "));
                notes.report(given, problem.nearest(other, Method::NAMES));
                return None;
            }
        };
        self.fits(&method, &given, axes, of).then_some(method)
    }

    /// Whether the axes have what the method needs.
    fn fits(&mut self, method: &Method, place: &std::ops::Range<usize>, axes: &mut [PlacedAxis], of: impl Fn(&Axis) -> bool) -> bool {
        let mut ours: Vec<&mut PlacedAxis> = axes.iter_mut().filter(|placed| of(&placed.axis)).collect();
        let before = self.file.notes.problems.len();
        if ours.is_empty() {
            self.file
                .notes
                .report(place.clone(), Problem::new("the design varies nothing").allowed("one or more keys under [levers] or [uncertainties]"));
        }
        for placed in &mut ours {
            let has_levels = matches!(placed.axis.span, AxisSpan::Levels(_));
            let (fits, allowed) = match method {
                Method::Split { .. } => (placed.part, "\"part\" for each axis of a split"),
                Method::Factorial | Method::List => (has_levels, "a list of values, or a range with steps"),
                Method::Morris(_) if placed.axis.has_words() => (false, "numbers, or true and false: a step between words has no direction"),
                Method::Morris(_) if placed.axis.repeats_a_level() => (false, "a list that has each value once: a step must lead to another value"),
                _ => (!placed.part, "a range, \"prior\", or a list of values"),
            };
            if !fits {
                let problem = Problem::new(format!("`{}` does not suit the design `{}`", placed.axis.name, method.name()));
                self.file.notes.report(placed.span.clone(), problem.allowed(allowed));
            }
            if let Method::Split { total, steps } = method {
                let level = |number: usize| Level::number(step(0.0, *total, number as u64, *steps as u64));
                placed.axis.span = AxisSpan::Levels((0..=*steps).map(level).collect());
            }
        }
        let lengths: Vec<usize> = ours.iter().map(|placed| placed.axis.levels().len()).collect();
        if *method == Method::List && lengths.iter().any(|length| *length != lengths[0]) {
            let found = ours.iter().zip(&lengths).map(|(p, n)| format!("{n} for `{}`", p.axis.name)).collect::<Vec<_>>();
            let problem = Problem::new("the axes of a list have different lengths").allowed("as many values for each axis");
            self.file.notes.report(place.clone(), problem.found(found.join(", ")));
        }
        self.file.notes.problems.len() == before
    }

    /// Points of a CSV file; its columns are the axes.
    fn table_of_points(&mut self, table: &DeTable<'_>, axes: &mut Vec<PlacedAxis>) -> Option<Method> {
        self.file.notes.only(table, "design", &["method", "file"]);
        let Some(file) = self.file.notes.text(table, "file") else {
            let allowed = "file = the path of a CSV from the folder of this file: a column for each path, a row for each point";
            self.file.notes.missing("file", allowed, Some(table.get("method")?.span()));
            return None;
        };
        let span = table.get("file")?.span();
        if let Some(placed) = axes.first() {
            let problem = Problem::new(format!("`{}` varies beside a table of points", placed.axis.name));
            self.file.notes.report(placed.span.clone(), problem.allowed("all that varies as columns of the table"));
            return None;
        }
        let read = tables::points(&self.file.folder.join(file));
        let (paths, points) = self.file.notes.or_note(span.clone(), read)?;
        for (column, path) in paths.into_iter().enumerate() {
            let mut known = HashSet::new();
            let levels: Vec<Level> = points.iter().map(|row| &row[column]).filter(|level| known.insert(&level.text)).cloned().collect();
            let axis = Axis {
                lever: path.starts_with("policy."),
                paths: vec![path.clone()],
                name: path,
                effect: AxisEffect::Set,
                span: AxisSpan::Levels(levels),
            };
            axes.push(PlacedAxis { axis, span: span.clone(), part: false });
        }
        Some(Method::Table(points))
    }

    /// Points are counted before any is made.
    pub(super) fn refuse_too_many_points(&mut self, table: &DeTable<'_>, design: Option<&Design>, axes: &[PlacedAxis]) {
        let (Some(design), Some(given)) = (design, table.get("design")) else { return };
        let axes: Vec<Axis> = axes.iter().map(|placed| placed.axis.clone()).collect();
        if let Err(too_many) = design.count(&axes) {
            let problem = Problem::new("the design is too large").allowed(too_many.allowed());
            self.file.notes.report(given.span(), problem.found(too_many.found()));
        }
    }
}
