//! Reading what varies: `[levers]` and `[uncertainties]`.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::{Axis, AxisEffect, AxisSpan, Level, step};
use crate::scenario::toml_table::{Notes, SpannedValue, number};
use crate::scenario::value::describe;
use crate::scenario::{Draft, Problem, registry};

/// What an axis may be given.
const ALLOWED: &str = "a list of values; { low = .., high = .. } with or without steps; \"prior\" for its prior range; \
    { times = [..] } or { times = { low = .., high = .. } } for multiples of the base scenario; \"part\" of a split; \
    and `paths` where several move together";
/// What an axis that is written as a table may be given.
const ALLOWED_IN_TABLE: &str = "one of values = [..]; low and high, with or without steps; times = [..] or { low = .., high = .. }; \
    prior = true; and with each `paths`, where several move together";
/// Most levels of one axis.
const MOST_LEVELS: u64 = 100_000;

/// An axis with its place in the file, and whether it is a part of a split.
pub struct PlacedAxis {
    pub axis: Axis,
    pub span: Range<usize>,
    pub part: bool,
}

/// Axes of one table, in the order of the file.
pub fn axes(notes: &mut Notes, table: &DeTable<'_>, lever: bool) -> Vec<PlacedAxis> {
    let mut keys: Vec<_> = table.iter().collect();
    keys.sort_by_key(|(key, _)| key.span().start);
    let mut found = Vec::new();
    for (key, given) in keys {
        let name = key.get_ref().as_ref();
        let Some((mut paths, span, effect, part)) = axis(notes, name, given) else { continue };
        if paths.is_empty() {
            paths.push(name.to_owned());
        }
        if let Some(stray) = paths.iter().find(|path| path.starts_with("policy.") != lever) {
            let (here, there) = if lever { ("levers", "uncertainties") } else { ("uncertainties", "levers") };
            let problem = Problem::new(format!("`{stray}` does not belong under [{here}]"));
            let allowed = "policy.* under [levers], everything else under [uncertainties]";
            notes.report(key.span(), problem.allowed(allowed).found(format!("move it to [{there}]")));
            continue;
        }
        let mut paths: Vec<String> = paths.iter().flat_map(|path| cells(path)).collect();
        if effect == AxisEffect::Place && paths.iter().any(|path| has_range(path)) {
            // Cells without a prior range stay where they are.
            paths.retain(|path| has_range(path));
        }
        let axis = Axis { name: name.to_owned(), lever, paths, effect, span };
        found.push(PlacedAxis { axis: simpler(axis), span: key.span().start..given.span().end, part });
    }
    found
}

/// The cells of a vector, or the path itself.
fn cells(path: &str) -> Vec<String> {
    let below = |row: &&registry::Row| row.name.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
    let cells: Vec<String> = registry::rows().iter().filter(below).map(|row| row.name.clone()).collect();
    if cells.is_empty() || registry::find(path).is_some() { vec![path.to_owned()] } else { cells }
}

fn has_range(path: &str) -> bool {
    registry::find(path).and_then(|row| row.low.zip(row.high)).is_some_and(|(low, high)| low < high)
}

/// One cell that moves over its prior range has its values as coordinates, not places.
fn simpler(axis: Axis) -> Axis {
    let row = axis.paths.first().and_then(|path| registry::find(path)).filter(|_| axis.paths.len() == 1 && axis.effect == AxisEffect::Place);
    match row.and_then(|row| row.low.zip(row.high)) {
        Some((low, high)) => Axis { effect: AxisEffect::Set, span: AxisSpan::Range { low, high }, ..axis },
        None => axis,
    }
}

type Read = (Vec<String>, AxisSpan, AxisEffect, bool);

fn axis(notes: &mut Notes, name: &str, given: &SpannedValue<'_>) -> Option<Read> {
    match given.get_ref() {
        DeValue::Array(_) => Some((vec![], AxisSpan::Levels(levels(notes, name, given)?), AxisEffect::Set, false)),
        DeValue::String(word) if word == "prior" => Some((vec![], AxisSpan::Range { low: 0.0, high: 1.0 }, AxisEffect::Place, false)),
        DeValue::String(word) if word == "part" => Some((vec![], AxisSpan::Range { low: 0.0, high: 1.0 }, AxisEffect::Set, true)),
        DeValue::Table(table) => {
            let paths = table.get("paths").map_or(vec![], |given| notes.texts(given, "paths", "a list of paths"));
            let (span, effect) = spanned(notes, name, table, given)?;
            Some((paths.into_iter().map(|p| p.0).collect(), span, effect, false))
        }
        other => {
            let problem = Problem::new(format!("`{name}` does not say how it varies")).allowed(ALLOWED);
            notes.report(given.span(), problem.found(describe(other)));
            None
        }
    }
}

/// The values of an axis that is written as a table.
fn spanned(notes: &mut Notes, name: &str, table: &DeTable<'_>, given: &SpannedValue<'_>) -> Option<(AxisSpan, AxisEffect)> {
    let ways = ["values", "low", "times", "prior"].into_iter().filter(|way| table.get(*way).is_some()).collect::<Vec<_>>();
    match ways[..] {
        ["low"] => notes.only(table, name, &["paths", "low", "high", "steps"]),
        [way] => notes.only(table, name, &["paths", way]),
        _ => notes.only(table, name, &Axis::KEYS),
    }
    match ways[..] {
        ["values"] => Some((AxisSpan::Levels(levels(notes, name, table.get("values")?)?), AxisEffect::Set)),
        ["low"] => Some((range(notes, name, table, given)?, AxisEffect::Set)),
        ["prior"] => {
            let prior = table.get("prior")?;
            if prior.get_ref().as_bool() != Some(true) {
                notes.wrong(prior, &format!("{name}.prior"), "true", "true: the range is that of `topline list parameters`");
            }
            Some((AxisSpan::Range { low: 0.0, high: 1.0 }, AxisEffect::Place))
        }
        ["times"] => {
            let times = table.get("times")?;
            let span = match times.get_ref() {
                DeValue::Table(inner) => {
                    notes.only(inner, &format!("{name}.times"), &["low", "high", "steps"]);
                    range(notes, &format!("{name}.times"), inner, times)?
                }
                _ => AxisSpan::Levels(levels(notes, &format!("{name}.times"), times)?),
            };
            Some((span, AxisEffect::Times))
        }
        _ => {
            let problem = Problem::new(format!("`{name}` does not say how it varies, or says it twice")).allowed(ALLOWED_IN_TABLE);
            let found = if ways.is_empty() { "none of them".into() } else { ways.join(" and ") };
            notes.report(given.span(), problem.found(found));
            None
        }
    }
}

fn range(notes: &mut Notes, name: &str, table: &DeTable<'_>, given: &SpannedValue<'_>) -> Option<AxisSpan> {
    let (low, high) = (notes.number(table, "low"), notes.number(table, "high"));
    let steps = notes.whole(table, "steps", (2, MOST_LEVELS));
    let (Some(low), Some(high)) = (low, high) else {
        if table.get("low").is_none() || table.get("high").is_none() {
            notes.missing(&format!("{name}.low or .high"), "both ends of a range", Some(given.span()));
        }
        return None;
    };
    if low >= high {
        let problem = Problem::new(format!("the range of `{name}` is empty")).allowed("low < high");
        notes.report(given.span(), problem.found(format!("low = {low}, high = {high}")));
        return None;
    }
    let Some(steps) = steps else { return Some(AxisSpan::Range { low, high }) };
    Some(AxisSpan::Levels((0..steps).map(|number| Level::number(step(low, high, number, steps - 1))).collect()))
}

fn levels(notes: &mut Notes, name: &str, given: &SpannedValue<'_>) -> Option<Vec<Level>> {
    let levels = given.get_ref().as_array().filter(|items| !items.is_empty()).and_then(|items| items.iter().map(level).collect());
    if levels.is_none() {
        notes.wrong(given, name, "a list of values", "numbers, true and false, or words");
    }
    levels
}

/// One value: a number, a switch or a word.
pub fn level(given: &SpannedValue<'_>) -> Option<Level> {
    match given.get_ref() {
        DeValue::String(word) => Some(Level { text: word.to_string(), number: None }),
        other => number(other).map(Level::number),
    }
}

/// Whether every end or level of an axis is a value that the scenario takes; a mistake is placed at the axis.
pub fn check(notes: &mut Notes, placed: &PlacedAxis, draft: &Draft) {
    let base = match draft.build() {
        Ok(scenario) => scenario.numbers(),
        Err(_) => return, // said where the scenario is built
    };
    let coordinates = match &placed.axis.span {
        AxisSpan::Levels(levels) => (0..levels.len()).map(|level| placed.axis.coordinate_of(level)).collect(),
        AxisSpan::Range { low, high } => vec![*low, *high],
    };
    for (path, value) in coordinates.into_iter().flat_map(|c| placed.axis.settings(c, &base)) {
        if placed.axis.effect == AxisEffect::Times && !base.contains_key(&path) {
            let problem = Problem::new(format!("`{}` multiplies `{path}`, which `{}` does not have", placed.axis.name, draft.name()));
            return notes.report(placed.span.clone(), problem.allowed("paths with a number in every base scenario"));
        }
        if placed.axis.effect == AxisEffect::Place && !has_range(&path) {
            let problem = Problem::new(format!("`{path}` has no prior range"));
            return notes.report(placed.span.clone(), problem.allowed("parameters with low < high in `topline list parameters`"));
        }
        if let Err(problems) = draft.clone().set_as(&path, &value, "sweep") {
            for problem in problems.0 {
                notes.report(placed.span.clone(), problem);
            }
            return;
        }
    }
}
