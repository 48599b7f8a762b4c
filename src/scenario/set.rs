//! Settings from outside a file: `--set path=value`, `--quarters`, `--scale`.

use toml::Spanned;
use toml::de::{DeArray, DeValue};

use super::Problem;
use super::layer::{Block, Group, Layer, Setting, several};
use super::read::{needs_cells, unknown};
use super::source::{CORE, Origin};
use super::value::{ValueForm, near_path};
use super::vocabulary::{self, RUN, Section, WORLD, sections};

/// `policy.x` or `event.x` of a path; nothing for rows of the world.
pub fn instrument_or_event(path: &str) -> Option<&str> {
    let kind = ["policy.", "event."].into_iter().find(|kind| path.starts_with(kind))?;
    let end = path[kind.len()..].find(['.', '[']).map_or(path.len(), |n| kind.len() + n);
    Some(&path[..end])
}

/// Sets one value in a layer, or all cells of a vector of an instrument or event alike.
pub(super) fn set(layer: &mut Layer, path: &str, value: &str, origin: Origin) -> Result<(), Problem> {
    if path == CORE {
        let read = ValueForm::Flag.read(CORE, "", &parse(value));
        let value = read.map_err(|(problem, _)| origin.place(problem.allowed(ValueForm::Flag.allowed(""))))?;
        layer.core = Some(Setting { value, origin });
        layer.settle_core();
        return Ok(());
    }
    let target = resolve(layer, path).map_err(|problem| origin.place_path(problem))?;
    let section = &sections()[target.place];
    let Some(field) = section.find(&target.key) else {
        let cells: Vec<&str> = if section.repeats() && !target.key.is_empty() { section.below(&target.key).collect() } else { Vec::new() };
        if cells.is_empty() {
            return Err(origin.place_path(no_field(section, &target.key)));
        }
        return cells.into_iter().try_for_each(|cell| set(layer, &format!("{path}.{cell}"), value, origin.clone()));
    };
    let form = &section.fields[field].form;
    let value = parse(value);
    let value = form
        .read(&section.path(&target.key), &section.fields[field].unit, &value)
        .map_err(|(problem, _)| origin.place(problem.allowed(section.fields[field].allowed())))?;
    let group = &mut layer.groups[target.place];
    if group.blocks.is_empty() {
        group.blocks.push(Block::new(origin.clone()));
    }
    group.blocks[target.block].values.insert(field, Setting { value, origin });
    Ok(())
}

/// Why a path is no key: a vector without its cell, a cell of a number, or an unknown name.
fn no_field(section: &Section, key: &str) -> Problem {
    if key.is_empty() && !section.name.is_empty() {
        return Problem::new(format!("`{}` is a table; set one of its keys", section.name)).allowed(section.steps("").join(", "));
    }
    if !key.is_empty() && section.below(key).next().is_some() {
        return needs_cells(section, key);
    }
    let ends = || key.match_indices('.').map(|(at, _)| at);
    if let Some(number) = ends().map(|at| &key[..at]).find(|prefix| section.find(prefix).is_some()) {
        return Problem::new(format!("`{}` has no cells", section.path(number))).allowed("the parameter itself");
    }
    let known = ends().rev().map(|at| &key[..at]).find(|prefix| section.below(prefix).next().is_some()).unwrap_or_default();
    let rest = key[known.len()..].trim_start_matches('.');
    unknown(section, known, rest.split('.').next().unwrap_or(rest))
}

/// A value as TOML; what is no TOML value is a bare word, in a list too.
fn parse(text: &str) -> Spanned<DeValue<'_>> {
    let word = |text: &str| Spanned::new(0..0, DeValue::String(text.to_owned().into()));
    if let Ok(value) = DeValue::parse(text) {
        return value;
    }
    match text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(items) if !items.trim().is_empty() && !items.contains(['[', '"', '\'']) => {
            let mut list = DeArray::new();
            for item in items.split(',') {
                let item = item.trim();
                list.push(DeValue::parse(item).map_or_else(|_| word(item), |value| Spanned::new(0..0, value.into_inner())));
            }
            Spanned::new(0..0, DeValue::Array(list))
        }
        _ => word(text),
    }
}

/// The table and key that a path means.
struct Target {
    place: usize,
    block: usize,
    key: String,
}

/// Finds the section and the table of a path.
fn resolve(layer: &Layer, path: &str) -> Result<Target, Problem> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    match first {
        "run" => Ok(Target { place: RUN, block: 0, key: rest.to_owned() }),
        "policy" | "event" => {
            let (kind, key) = rest.split_once('.').unwrap_or((rest, ""));
            let (kind, number) = match kind.strip_suffix(']').and_then(|kind| kind.split_once('[')) {
                Some((kind, number)) => (kind, Some(number)),
                None => (kind, None),
            };
            let Some(place) = vocabulary::section(&format!("{first}.{kind}")) else {
                let kinds = vocabulary::kinds(first);
                let near = near_path(first, kind, kinds.iter().map(|kind| (*kind).to_owned()));
                let what = if first == "policy" { "instrument" } else { "event" };
                let problem = match kind {
                    "" => Problem::new(format!("`{first}` is a table; set a key of one of its {what}s")),
                    _ => Problem::new(format!("unknown {what} `{first}.{kind}`")),
                };
                let problem = problem.allowed(kinds.join(", "));
                return Err(Problem { nearest: near, ..problem });
            };
            let (block, key) = pick(&sections()[place], &layer.groups[place], number, key)?;
            Ok(Target { place, block, key })
        }
        _ => Ok(Target { place: WORLD, block: 0, key: path.to_owned() }),
    }
}

/// Picks one of the tables of a section: by number from 0, by name, or the only one.
fn pick(section: &Section, group: &Group, number: Option<&str>, key: &str) -> Result<(usize, String), Problem> {
    let count = group.blocks.len();
    if let Some(number) = number {
        let place = number.parse().ok().filter(|place| *place < count);
        return place.map(|place| (place, key.to_owned())).ok_or_else(|| {
            let problem = Problem::new(format!("`{}` has no table number {number}", section.name));
            problem.allowed(if count == 0 { "none: the scenario has no such table".into() } else { format!("0 to {}", count - 1) })
        });
    }
    let (name, rest) = key.split_once('.').unwrap_or((key, ""));
    if let Some(place) = group.blocks.iter().position(|block| block.name(section).as_deref() == Some(name)) {
        return Ok((place, rest.to_owned()));
    }
    if count > 1 {
        let names: Vec<String> = group.blocks.iter().filter_map(|block| block.name(section)).collect();
        let known = rest.is_empty() || section.steps("").contains(&name);
        let problem = several(section, group, "the scenario");
        return Err(if known { problem } else { Problem { nearest: near_path(&section.name, name, names), ..problem } });
    }
    Ok((0, key.to_owned()))
}
