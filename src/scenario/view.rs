//! One table of a scenario with its defaults filled in: what builders and instruments read.

use super::layer::{Block, Setting};
use super::value::Value;
use super::vocabulary::{Field, Section, Topic};
use crate::policy::{Kind, Schedule, UNLIMITED, Values};
use crate::units::Quarter;

/// A table, its section and the size of the economy.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub section: &'a Section,
    pub block: &'a Block,
    pub scale: f64,
}

impl<'a> View<'a> {
    /// A key's field and what the scenario set, if anything.
    fn find(&self, key: &str) -> (&'a Field, Option<&'a Setting>) {
        let place = self.section.find(key).unwrap_or_else(|| panic!("`{}` is no parameter", self.section.path(key)));
        (&self.section.fields[place], self.block.values.get(&place))
    }

    /// What the scenario set, with its place.
    pub fn set(&self, key: &str) -> Option<&'a Setting> {
        self.find(key).1
    }

    /// The value of a key, set or default.
    pub fn get(&self, key: &str) -> Option<&'a Value> {
        let (field, setting) = self.find(key);
        setting.map(|setting| &setting.value).or(field.default.as_ref())
    }

    /// The quarter of a key, if it has one.
    pub fn quarter(&self, key: &str) -> Option<Quarter> {
        match self.get(key) {
            Some(Value::Quarter(quarter)) => Some(*quarter),
            _ => None,
        }
    }

    /// The number as it is written, before the size of the economy.
    pub fn unscaled(&self, key: &str) -> f64 {
        self.get(key).map(Value::number).unwrap_or_else(|| panic!("`{}` has no value", self.section.path(key)))
    }

    /// A number times the size of the economy where it is a quantity of the whole economy.
    fn scaled(&self, key: &str, number: f64) -> f64 {
        match self.section.topic {
            Topic::World => scaled_world(key, number, self.scale),
            // An amount that stands for "no limit" must not become one in a small economy.
            Topic::Policy(Kind::TaxCredit) if key == "budget" && number >= UNLIMITED => number * self.scale.max(1.0),
            Topic::Policy(_) if ["budget", "volume", "places"].contains(&key) => number * self.scale,
            _ => number,
        }
    }
}

/// A row of the world in an economy `scale` times as large, in which a label lives as before.
fn scaled_world(name: &str, number: f64, scale: f64) -> f64 {
    match name.split('.').next().unwrap_or(name) {
        _ if scale == 1.0 => number,
        "label_count" => {
            if number > 0.0 {
                (number * scale).round().max(1.0)
            } else {
                0.0
            }
        }
        "base_slots" | "market_pool" | "initial_fandom" | "investor_inflow" => number * scale,
        "chart_cutoff" => number / scale,
        _ => number,
    }
}

impl Values for View<'_> {
    fn number(&self, key: &str) -> f64 {
        self.scaled(key, self.unscaled(key))
    }

    fn word(&self, key: &str) -> String {
        self.get(key).map(Value::to_string).unwrap_or_default()
    }

    fn yearly(&self, key: &str) -> Schedule {
        match self.get(key) {
            Some(Value::List(amounts)) => Schedule::ByYear(amounts.iter().map(|amount| self.scaled(key, *amount)).collect()),
            _ => Schedule::Constant(self.number(key)),
        }
    }
}
