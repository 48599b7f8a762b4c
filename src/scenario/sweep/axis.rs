//! What varies: a lever or an uncertainty with the values that a design gives it.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::step;
use crate::scenario::registry;

/// A varied quantity: one column of the design.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Axis {
    /// Name of its column: the path, or a name of the file's own for several paths.
    pub name: String,
    /// Whether it belongs to policy; else it belongs to the world.
    pub lever: bool,
    /// Paths of single values that it sets.
    pub paths: Vec<String>,
    /// How a value of the axis becomes values of the paths.
    pub effect: AxisEffect,
    /// Values of the axis.
    pub span: AxisSpan,
}

/// How a value of an axis becomes values of its paths.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub enum AxisEffect {
    /// Every path gets the value.
    Set,
    /// Every path gets what lies at this place (0 to 1) of its own prior range.
    Place,
    /// Every path gets the base scenario's value times this.
    Times,
}

/// Values of an axis.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum AxisSpan {
    /// One of these.
    Levels(Vec<Level>),
    /// Any number from one end to the other.
    Range {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
}

/// One value that an axis may have.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Level {
    /// As it would be written in a scenario file.
    pub text: String,
    /// The number, unless it is a word.
    pub number: Option<f64>,
}

impl Level {
    /// A number.
    pub fn number(number: f64) -> Self {
        Self { text: number.to_string(), number: Some(number) }
    }
}

impl Axis {
    /// Keys of an axis that is written as a table.
    pub const KEYS: [&'static str; 7] = ["paths", "values", "low", "high", "steps", "times", "prior"];

    /// How it varies, in words.
    pub fn in_words(&self) -> String {
        let span = match &self.span {
            AxisSpan::Levels(levels) if levels.len() == 1 => format!("always {}", levels[0].text),
            AxisSpan::Levels(levels) => format!("one of {}", levels.iter().map(|level| level.text.as_str()).collect::<Vec<_>>().join(", ")),
            AxisSpan::Range { low, high } => format!("{low} to {high}"),
        };
        match self.effect {
            AxisEffect::Set => span,
            AxisEffect::Place => "from the lower to the upper end of the prior range of each, all at the same place".into(),
            AxisEffect::Times => format!("{span}, times the value of the base scenario"),
        }
    }

    /// Whether its values are words, which designs count instead.
    pub fn has_words(&self) -> bool {
        matches!(&self.span, AxisSpan::Levels(levels) if levels.iter().any(|level| level.number.is_none()))
    }

    /// Whether a value stands twice among its levels.
    pub fn repeats_a_level(&self) -> bool {
        let mut seen = HashSet::new();
        self.levels().iter().any(|level| !seen.insert(&level.text))
    }

    /// Levels of the axis; none where it moves over a range.
    pub fn levels(&self) -> &[Level] {
        match &self.span {
            AxisSpan::Levels(levels) => levels,
            AxisSpan::Range { .. } => &[],
        }
    }

    /// The coordinate of a level: its number, or its position where levels are words.
    pub fn coordinate_of(&self, level: usize) -> f64 {
        let number = if self.has_words() { None } else { self.levels()[level].number };
        number.unwrap_or(level as f64)
    }

    /// The coordinate at a place between 0 and 1 of the axis.
    pub fn coordinate_at(&self, place: f64) -> f64 {
        match &self.span {
            AxisSpan::Levels(levels) => self.coordinate_of(((place * levels.len() as f64) as usize).min(levels.len() - 1)),
            AxisSpan::Range { low, high } => {
                let value = low + place * (high - low);
                if self.effect == AxisEffect::Set && self.counts() { value.round() } else { value }
            }
        }
    }

    /// The coordinate at a level of a grid of equal steps.
    pub fn coordinate_on_grid(&self, number: u64, steps: u64) -> f64 {
        match &self.span {
            AxisSpan::Levels(levels) => self.coordinate_of((number as usize * levels.len() / steps as usize).min(levels.len() - 1)),
            AxisSpan::Range { low, high } => {
                let value = step(*low, *high, number, steps);
                if self.effect == AxisEffect::Set && self.counts() { value.round() } else { value }
            }
        }
    }

    /// The value at a coordinate, as tables show it and scenario files write it.
    pub fn shown(&self, coordinate: f64) -> String {
        match &self.span {
            AxisSpan::Levels(levels) if self.has_words() => levels[coordinate as usize].text.clone(),
            _ => coordinate.to_string(),
        }
    }

    /// Paths and values at a coordinate, over the values of a base scenario.
    pub fn settings(&self, coordinate: f64, base: &HashMap<String, f64>) -> Vec<(String, String)> {
        let value = |path: &String| match self.effect {
            AxisEffect::Set => self.shown(coordinate),
            AxisEffect::Place => registry::find(path).map_or(f64::NAN, |row| row.at(coordinate)).to_string(),
            AxisEffect::Times => {
                let value = base.get(path).copied().unwrap_or(f64::NAN) * coordinate;
                if counts(path) { value.round() } else { value }.to_string()
            }
        };
        self.paths.iter().map(|path| (path.clone(), value(path))).collect()
    }

    /// Whether all its paths count things.
    fn counts(&self) -> bool {
        self.paths.iter().all(|path| counts(path))
    }
}

fn counts(path: &str) -> bool {
    path == "run.quarters" || registry::find(path).is_some_and(|row| row.limits.integer())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(paths: &[&str], effect: AxisEffect, span: AxisSpan) -> Axis {
        Axis { name: paths[0].into(), lever: false, paths: paths.iter().map(|p| p.to_string()).collect(), effect, span }
    }

    #[test]
    fn a_place_becomes_a_level_or_a_number_and_counts_are_whole() {
        let words = ["merit", "lottery"].map(|word| Level { text: word.into(), number: None });
        let rule = axis(&["policy.production_grant.selection"], AxisEffect::Set, AxisSpan::Levels(words.to_vec()));
        assert_eq!(rule.shown(rule.coordinate_at(0.0)), "merit");
        assert_eq!(rule.shown(rule.coordinate_at(1.0)), "lottery");
        let labels = axis(&["label_count.small"], AxisEffect::Set, AxisSpan::Range { low: 60.0, high: 61.0 });
        assert_eq!((labels.coordinate_at(0.4), labels.coordinate_at(0.6)), (60.0, 61.0));
    }

    #[test]
    fn a_factor_multiplies_the_base_and_a_place_moves_every_cell_over_its_own_range() {
        let base = HashMap::from([("label_count.small".to_string(), 80.0), ("label_count.mid".to_string(), 16.0)]);
        let times = axis(&["label_count.small", "label_count.mid"], AxisEffect::Times, AxisSpan::Range { low: 0.5, high: 1.5 });
        let set: Vec<String> = times.settings(0.55, &base).into_iter().map(|s| s.1).collect();
        assert_eq!(set, ["44", "9"]);
        let place = axis(&["label_count.small", "label_count.mid"], AxisEffect::Place, AxisSpan::Range { low: 0.0, high: 1.0 });
        let set: Vec<String> = place.settings(1.0, &base).into_iter().map(|s| s.1).collect();
        assert_eq!(set, ["100", "20"]);
    }
}
