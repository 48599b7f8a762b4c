//! A layer of values: what one file (or the files that it extends, merged) says.

use std::collections::BTreeMap;

use super::Problem;
use super::source::Origin;
use super::value::Value;
use super::vocabulary::{Field, Section, WORLD, sections};

/// A value and where it was set.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub value: Value,
    pub origin: Origin,
}

/// The values of one table, by place of the field in its section.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Where the table stands; none for the run and the world.
    pub origin: Option<Origin>,
    pub values: BTreeMap<usize, Setting>,
}

impl Block {
    /// An empty table.
    pub fn new(origin: Origin) -> Self {
        Self { origin: Some(origin), values: BTreeMap::new() }
    }

    /// A set value by key.
    pub fn get(&self, section: &Section, key: &str) -> Option<&Setting> {
        self.values.get(&section.find(key)?)
    }

    /// Name of the programme, if it has one.
    pub fn name(&self, section: &Section) -> Option<String> {
        self.get(section, "name").map(|s| s.value.to_string())
    }
}

/// The tables of a section.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// Whether they were written as a list, `[[...]]`.
    pub listed: bool,
    pub blocks: Vec<Block>,
}

/// All values that are set, by place of the section.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    pub title: Option<String>,
    pub why: Option<String>,
    pub title_ko: Option<String>,
    pub why_ko: Option<String>,
    pub source: Option<String>,
    pub extends: Option<(String, Origin)>,
    /// Whether what is not identified is switched off; none where no file says so.
    pub core: Option<Setting>,
    pub groups: Vec<Group>,
}

impl Layer {
    /// A layer that sets nothing.
    pub fn new() -> Self {
        let once = || Group { listed: false, blocks: vec![Block { origin: None, values: BTreeMap::new() }] };
        let groups = sections().iter().map(|section| if section.repeats() { Group::default() } else { once() }).collect();
        Self { title: None, why: None, title_ko: None, why_ko: None, source: None, extends: None, core: None, groups }
    }

    /// Lays a child over this layer: a table merges into the one table, a list replaces all.
    pub fn extended_by(mut self, child: Layer, problems: &mut Vec<Problem>) -> Layer {
        for ((below, above), section) in self.groups.iter_mut().zip(child.groups).zip(sections()) {
            if above.blocks.is_empty() {
                continue;
            }
            if above.listed || below.blocks.is_empty() {
                *below = above;
            } else if below.blocks.len() == 1 {
                for block in above.blocks {
                    below.blocks[0].values.extend(block.values);
                }
            } else {
                let problem = several(section, below, "the scenario below");
                let place = above.blocks[0].origin.as_ref();
                problems.push(place.map_or(problem.clone(), |origin| origin.place(problem)));
            }
        }
        Layer { groups: self.groups, core: child.core.or(self.core), ..child }
    }

    /// Whether the scenario is a core.
    pub fn is_core(&self) -> bool {
        self.core.as_ref().is_some_and(|core| core.value.number() != 0.0)
    }

    /// Gives each parameter of the core its neutral value, where nothing else sets it; takes it away where there is no core.
    pub fn settle_core(&mut self) {
        let is_core = self.is_core();
        let values = &mut self.groups[WORLD].blocks[0].values;
        values.retain(|_, setting| !matches!(setting.origin, Origin::Core));
        let neutral = |field: &Field| field.row.filter(|row| is_core && row.core)?.neutral;
        for (place, value) in sections()[WORLD].fields.iter().enumerate().filter_map(|(place, field)| Some((place, neutral(field)?))) {
            values.entry(place).or_insert(Setting { value: Value::Number(value), origin: Origin::Core });
        }
    }
}

/// One table was meant where there are several.
pub(super) fn several(section: &Section, group: &Group, owner: &str) -> Problem {
    let names: Vec<String> = group.blocks.iter().enumerate().map(|(i, block)| label(section, block, i)).collect();
    Problem::new(format!("{owner} has several tables of `{}`: {}", section.name, names.join(", ")))
        .allowed(format!("a list [[{0}]] that replaces them all, or --set {1}.key=value for one of them", section.name, names[0]))
}

/// Path of one of several tables: by name, or by number from 0.
pub(super) fn label(section: &Section, block: &Block, place: usize) -> String {
    match block.name(section) {
        Some(name) => format!("{}.{name}", section.name),
        None => format!("{}[{place}]", section.name),
    }
}

/// Whether a programme is switched on; events always are.
pub(super) fn enabled(section: &Section, block: &Block) -> bool {
    block.get(section, "enabled").is_none_or(|setting| setting.value.number() != 0.0)
}

/// Path of a table: the section's where it is alone, else with its name or number.
pub(super) fn programme_name(section: &Section, group: &Group, place: usize) -> String {
    if group.blocks.len() > 1 { label(section, &group.blocks[place], place) } else { section.name.clone() }
}
