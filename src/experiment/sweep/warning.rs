//! What the author of a sweep file may not have meant.

use std::fmt;

use super::SweepPlan;
use crate::scenario::instrument_or_event;
use crate::scenario::registry::{self, Type};
use crate::scenario::sweep::{Axis, AxisEffect, AxisSpan, Design, Method};

/// Something that a sweep does and its file does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SweepWarning {
    /// Levers switch on an instrument that a base scenario does not have.
    SwitchesOn {
        /// Base scenario.
        base: String,
        /// Instrument, as `policy.tax_credit`.
        instrument: String,
        /// Names of the levers.
        levers: Vec<String>,
    },
    /// Two base scenarios that are the same at every point.
    Twins(String, String),
    /// A list of two numbers in a design that could draw from the range between them.
    TwoValues {
        /// Name of the axis.
        axis: String,
        /// Design.
        method: &'static str,
        /// The numbers.
        values: [String; 2],
    },
}

impl SweepPlan {
    /// All warnings: by base scenario, then of base scenarios that are the same, then of axes.
    pub fn warnings(&self) -> Vec<SweepWarning> {
        let mut warnings: Vec<SweepWarning> = (0..self.bases.len()).flat_map(|base| self.switched_on(base)).collect();
        warnings.extend(self.twins());
        warnings.extend(self.file.axes.iter().filter_map(|axis| two_values(axis, method_of(&self.file.design, axis))));
        warnings
    }

    /// Instruments that levers switch on in a base scenario.
    fn switched_on(&self, base: usize) -> Vec<SweepWarning> {
        let scenario = &self.bases[base].scenario;
        let has = |instrument: &str| scenario.entries().iter().any(|entry| instrument_or_event(&entry.path) == Some(instrument));
        let mut found: Vec<SweepWarning> = Vec::new();
        for lever in self.file.axes.iter().filter(|axis| axis.lever) {
            let mut lacking: Vec<&str> = lever.paths.iter().filter_map(|path| instrument_or_event(path)).filter(|name| !has(name)).collect();
            lacking.dedup();
            for name in lacking {
                let known = found.iter_mut().find_map(|warning| match warning {
                    SweepWarning::SwitchesOn { instrument, levers, .. } if instrument == name => Some(levers),
                    _ => None,
                });
                match known {
                    Some(levers) => levers.push(lever.name.clone()),
                    None => found.push(SweepWarning::SwitchesOn {
                        base: scenario.name.clone(),
                        instrument: name.to_owned(),
                        levers: vec![lever.name.clone()],
                    }),
                }
            }
        }
        found
    }

    /// Base scenarios that differ from an earlier one in no value at the first point, and in none that is multiplied.
    fn twins(&self) -> Vec<SweepWarning> {
        let hash = |case: usize| Some(self.draft(case).and_then(|draft| draft.build()).ok()?.hash());
        let hashes: Vec<Option<String>> = (0..self.bases.len()).map(hash).collect();
        let multiplied = |base: usize| {
            let paths = self.file.axes.iter().filter(|axis| axis.effect == AxisEffect::Times).flat_map(|axis| &axis.paths);
            paths.map(|path| self.base_number(base, path)).collect::<Vec<_>>()
        };
        let same = |a: usize, b: usize| hashes[a].is_some() && hashes[a] == hashes[b] && multiplied(a) == multiplied(b);
        let name = |base: usize| self.bases[base].scenario.name.clone();
        let earlier = |base: usize| (0..base).find(|other| same(*other, base));
        (0..self.bases.len()).filter_map(|base| Some(SweepWarning::Twins(name(earlier(base)?), name(base)))).collect()
    }
}

/// The method that varies an axis.
fn method_of<'a>(design: &'a Design, axis: &Axis) -> &'a Method {
    match design {
        Design::Joint(method) => method,
        Design::Crossed { levers, uncertainties } => {
            if axis.lever {
                levers
            } else {
                uncertainties
            }
        }
    }
}

fn two_values(axis: &Axis, method: &Method) -> Option<SweepWarning> {
    method.size()?;
    let AxisSpan::Levels(levels) = &axis.span else { return None };
    let [low, high] = levels.as_slice() else { return None };
    let counted = |path: &String| registry::find(path).is_some_and(|row| matches!(row.limits.kind, Type::Flag | Type::Choice));
    let numbers = low.number.is_some() && high.number.is_some() && !axis.paths.iter().any(counted);
    let values = [low.text.clone(), high.text.clone()];
    numbers.then(|| SweepWarning::TwoValues { axis: axis.name.clone(), method: method.name(), values })
}

impl fmt::Display for SweepWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SwitchesOn { base, instrument, levers } => {
                let (what, verb) = if levers.len() == 1 { ("lever", "switches") } else { ("levers", "switch") };
                let levers = levers.iter().map(|lever| format!("`{lever}`")).collect::<Vec<_>>().join(", ");
                write!(
                    f,
                    "`{base}` has no {instrument}: the {what} {levers} {verb} it on, so that its rows are not those of `{base}` alone; \
                     where that is meant, \"{instrument}.enabled\" = true under [set] says so"
                )
            }
            Self::Twins(first, second) => {
                write!(f, "the base scenarios `{first}` and `{second}` are the same at every point: all runs are made twice, and differences are 0")
            }
            Self::TwoValues { axis, method, values: [low, high] } => {
                write!(f, "`{axis}` is {low} or {high} in the design `{method}`, and nothing between; the range is {{ low = {low}, high = {high} }}")
            }
        }
    }
}
