//! The grid of a sweep: worlds by points by base scenarios, and what tables and messages call them.
//!
//! A [`Layout`] is kept on the disk beside the runs, so that they can be told apart without the files that the sweep
//! was made of.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Points;
use crate::scenario::Scenario;
use crate::scenario::sweep::{Axis, AxisEffect, AxisSpan, Design, Method, product};
use crate::units::Quarter;

/// What a sweep consists of, in full but for the values of sampled worlds.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Layout {
    /// Name of the sweep file.
    pub name: String,
    /// Title.
    pub title: String,
    /// Why the sweep is made.
    pub why: String,
    /// Parameters set on the command line, as given.
    pub set: Vec<String>,
    /// What varies.
    pub axes: Vec<Axis>,
    /// By which design.
    pub design: Design,
    /// Names of the worlds.
    pub worlds: Vec<String>,
    /// Base scenarios.
    pub bases: Vec<BaseOf>,
    /// Names of the outcomes that are kept.
    pub outcomes: Vec<String>,
    /// Seed of all draws.
    pub seed: u64,
    /// Replicates of each case.
    pub replicates: u32,
}

/// What tables and messages say of a base scenario.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct BaseOf {
    /// Name.
    pub name: String,
    /// First quarter.
    pub start: String,
    /// Title, hash and every value.
    pub values: Value,
}

impl BaseOf {
    /// Of a scenario.
    pub fn scenario(scenario: &Scenario) -> Self {
        Self { name: scenario.name.clone(), start: scenario.start.to_string(), values: scenario.to_json() }
    }

    /// Calendar quarter of a quarter of the run.
    pub fn quarter(&self, quarter: i32) -> Option<Quarter> {
        Some(self.start.parse::<Quarter>().ok()?.plus(quarter))
    }
}

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridCell {
    /// Position of the world.
    pub world: usize,
    /// Number of the point.
    pub point: usize,
    /// Position of the base scenario.
    pub scenario: usize,
}

/// A layout with its points.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// The layout.
    pub layout: Layout,
    /// Points of the design.
    pub points: Points,
}

impl Grid {
    /// Finds the points of a layout; the error is a sentence.
    pub fn new(layout: Layout) -> Result<Self, String> {
        layout.count()?;
        let points = Points::of(&layout.design, &layout.axes)?;
        Ok(Self { layout, points })
    }

    /// Number of cases: worlds by points by base scenarios.
    pub fn cases(&self) -> usize {
        self.layout.worlds.len() * self.points.len() * self.layout.bases.len()
    }

    /// Number of runs.
    pub fn runs(&self) -> u64 {
        self.cases() as u64 * u64::from(self.layout.replicates)
    }

    /// Where a case stands.
    pub fn cell(&self, case: usize) -> GridCell {
        let (rest, scenario) = (case / self.layout.bases.len(), case % self.layout.bases.len());
        GridCell { world: rest / self.points.len(), point: rest % self.points.len(), scenario }
    }
}

/// Most cases of a sweep: each takes some 20 bytes of memory.
const MOST_CASES: u128 = 50_000_000;
/// Most runs of a sweep: at a run in ten milliseconds three years of a core. Units of work, of 16 runs or more, are
/// counted in 32 bits.
pub const MOST_RUNS: u128 = 10_000_000_000;

impl Layout {
    /// Refuses more cases or runs than a sweep can have, before a point is made; the error is a sentence.
    fn count(&self) -> Result<(), String> {
        let points = self.design.count(&self.axes).map_err(|too_many| too_many.to_string())?;
        let (worlds, bases) = (self.worlds.len(), self.bases.len());
        let cases = product([worlds as u128, u128::from(points), bases as u128]);
        if cases == 0 {
            return Err("the design has no point".into());
        }
        if cases > MOST_CASES {
            return Err(format!(
                "the sweep has too many cases; allowed: at most {MOST_CASES}; found: {cases} (worlds {worlds}, points {points}, base scenarios {bases})"
            ));
        }
        let runs = product([cases, u128::from(self.replicates)]);
        if runs > MOST_RUNS {
            let replicates = self.replicates;
            return Err(format!("the sweep has too many runs; allowed: at most {MOST_RUNS}; found: {runs} (cases {cases}, replicates {replicates})"));
        }
        Ok(())
    }

    /// Refuses a layout that no sweep file makes, as a damaged file may hold one; the error is a sentence.
    pub fn refuse_unsound(&self) -> Result<(), String> {
        let axes = |lever: Option<bool>| self.axes.iter().filter(|axis| lever.is_none_or(|lever| axis.lever == lever)).collect::<Vec<_>>();
        let fits = match &self.design {
            Design::Joint(method) => method.fits(&axes(None)),
            Design::Crossed { levers, uncertainties } => levers.fits(&axes(Some(true))) && uncertainties.fits(&axes(Some(false))),
        };
        let named = self.bases.iter().all(|base| base.start.parse::<Quarter>().is_ok()) && !self.outcomes.is_empty();
        match (fits, named) {
            (false, _) => Err("its axes do not suit its design".into()),
            (_, false) => Err("its base scenarios or its outcomes are none".into()),
            _ => self.count(),
        }
    }

    /// Names and settings of the layout that two plans may differ in.
    fn settings(&self) -> Map<String, Value> {
        let mut all = Map::new();
        let mut say = |name: String, text: String| all.insert(name, json!(text));
        say("seed".into(), self.seed.to_string());
        say("outcomes".into(), self.outcomes.join(", "));
        say("base".into(), self.bases.iter().map(|base| base.name.as_str()).collect::<Vec<_>>().join(", "));
        say("worlds".into(), self.worlds.join(", "));
        match &self.design {
            Design::Joint(method) => say("design".into(), in_words(method)),
            Design::Crossed { levers, uncertainties } => {
                say("design.levers".into(), in_words(levers));
                say("design.uncertainties".into(), in_words(uncertainties))
            }
        };
        for axis in &self.axes {
            say(format!("{}.{}", if axis.lever { "levers" } else { "uncertainties" }, axis.name), spanned(axis));
        }
        for base in &self.bases {
            for (path, value) in base.values["values"].as_object().into_iter().flatten() {
                say(format!("{}: {path}", base.name), value.to_string());
            }
        }
        all
    }

    /// What differs from another layout: name, value here, value there; missing values are `None`.
    pub fn differences(&self, other: &Layout) -> Vec<(String, Option<String>, Option<String>)> {
        let (here, there) = (self.settings(), other.settings());
        let names: BTreeSet<&String> = here.keys().chain(there.keys()).collect();
        let text = |settings: &Map<String, Value>, name: &str| settings.get(name).and_then(Value::as_str).map(str::to_owned);
        let all = names.into_iter().map(|name| (name.clone(), text(&here, name), text(&there, name)));
        all.filter(|(_, here, there)| here != there).collect()
    }
}

/// How an axis varies, in words.
fn spanned(axis: &Axis) -> String {
    let span = match &axis.span {
        AxisSpan::Levels(levels) => levels.iter().map(|level| level.text.as_str()).collect::<Vec<_>>().join(", "),
        AxisSpan::Range { low, high } => format!("{low} to {high}"),
    };
    match axis.effect {
        AxisEffect::Set => span,
        AxisEffect::Place => format!("place in the prior range {span}"),
        AxisEffect::Times => format!("times {span}"),
    }
}

fn in_words(method: &Method) -> String {
    match (method, method.size()) {
        (_, Some(size)) => format!("{}, {} points, seed {}", method.name(), size.points, size.seed),
        (Method::Split { total, steps }, _) => format!("split of {total} in {steps} steps"),
        _ => method.name().into(),
    }
}
