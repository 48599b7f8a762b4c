//! Sweep files: what varies (levers of policy apart from uncertainties of the world), by which design, over which
//! base scenarios and worlds.
//!
//! Like scenario files they are read value by value, so that every mistake has its line and column.

mod axis;
mod count;
mod designs;
mod read;
mod spans;
mod steps;
pub(in crate::scenario) mod tables;

pub use axis::{Axis, AxisEffect, AxisSpan, Level};
pub use count::{TooManyPoints, product};
pub use read::MOST_REPLICATES;
pub use steps::step;

use serde::{Deserialize, Serialize};

use super::Draft;

/// A commented sweep file to start from.
pub fn template(name: &str) -> String {
    include_str!("template.toml").replace("{name}", name)
}

/// A sweep file, read and checked value by value.
#[derive(Clone, Debug)]
pub struct SweepFile {
    /// File name without its ending.
    pub name: String,
    /// Title, one line.
    pub title: String,
    /// Why the sweep is made, a sentence.
    pub why: String,
    /// The file as it stands.
    pub text: String,
    /// Base scenarios, each at every point.
    pub scenarios: Vec<Draft>,
    /// Sampled worlds, each at every point; one without settings where none are named.
    pub worlds: Vec<SampledWorld>,
    /// Replicates of each case.
    pub replicates: u32,
    /// Seed of all draws.
    pub seed: u64,
    /// Outcomes to keep; `None`: all.
    pub outcomes: Option<Vec<String>>,
    /// What varies: levers, then uncertainties, each in the order of the file.
    pub axes: Vec<Axis>,
    /// Where the axes are looked at.
    pub design: Design,
}

/// A set of parameters that stands beside the base scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct SampledWorld {
    /// Name in the column `world`.
    pub name: String,
    /// Paths and values.
    pub settings: Vec<(String, String)>,
}

/// The designs of a sweep.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Design {
    /// One design over levers and uncertainties together.
    Joint(Method),
    /// Every point of the levers at every point of the uncertainties.
    Crossed {
        /// Design of the levers.
        levers: Method,
        /// Design of the uncertainties.
        uncertainties: Method,
    },
}

/// How points are chosen.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Method {
    /// Every level of each axis with every level of the others.
    Factorial,
    /// The first levels of all axes together, then the second ones, and so on.
    List,
    /// All splits of a total among the axes in equal steps (simplex lattice; Scheffé 1958).
    Split {
        /// What is split.
        total: f64,
        /// Steps from nothing to all.
        steps: usize,
    },
    /// Latin hypercube.
    LatinHypercube(DesignSize),
    /// Scrambled Sobol' points; more points add to fewer.
    Sobol(DesignSize),
    /// Saltelli's scheme over so many base points.
    Saltelli(DesignSize),
    /// So many Morris trajectories.
    Morris(DesignSize),
    /// Points of a CSV file, one in each row, in the order of the axes.
    Table(Vec<Vec<Level>>),
}

/// Size and seed of a sampled design.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct DesignSize {
    /// Points, base points or trajectories.
    pub points: usize,
    /// Seed of the design; that of the draws is another one.
    pub seed: u64,
}

impl Method {
    /// Names in sweep files.
    pub const NAMES: [&'static str; 8] = ["factorial", "list", "split", "latin_hypercube", "sobol", "saltelli", "morris", "csv"];

    /// Name in sweep files.
    pub fn name(&self) -> &'static str {
        let place = match self {
            Self::Factorial => 0,
            Self::List => 1,
            Self::Split { .. } => 2,
            Self::LatinHypercube(_) => 3,
            Self::Sobol(_) => 4,
            Self::Saltelli(_) => 5,
            Self::Morris(_) => 6,
            Self::Table(_) => 7,
        };
        Self::NAMES[place]
    }

    /// What it makes of the axes, for people.
    pub fn meaning(&self) -> String {
        match self {
            Self::Factorial => "every value of each with every value of the others".into(),
            Self::List => "the first values together, then the second ones, and so on".into(),
            Self::Split { total, steps } => format!("all ways to split {total} in {steps} equal steps"),
            Self::LatinHypercube(size) => format!("Latin hypercube of {} points, seed {}", size.points, size.seed),
            Self::Sobol(size) => format!("{} scrambled points of Sobol', seed {}", size.points, size.seed),
            Self::Saltelli(size) => {
                format!("Saltelli's scheme over {} base points, each with a block of parameters + 2 points, seed {}", size.points, size.seed)
            }
            Self::Morris(size) => format!("{} trajectories of Morris, each of parameters + 1 points, seed {}", size.points, size.seed),
            Self::Table(rows) => format!("the {} rows of a CSV file", rows.len()),
        }
    }

    /// Whether axes have what is taken from them where points are made.
    pub fn fits(&self, axes: &[&Axis]) -> bool {
        let full = axes.iter().all(|axis| matches!(axis.span, AxisSpan::Range { .. }) || !axis.levels().is_empty());
        let levels = |count: usize| axes.iter().all(|axis| axis.levels().len() == count);
        let suit = match self {
            Self::Factorial => axes.iter().all(|axis| !axis.levels().is_empty()),
            Self::List => axes.first().is_some_and(|first| levels(first.levels().len())),
            Self::Split { steps, .. } => steps.checked_add(1).is_some_and(levels),
            Self::Table(rows) => rows.iter().all(|row| row.len() == axes.len()),
            _ => true,
        };
        !axes.is_empty() && full && suit
    }

    /// Size of a sampled design.
    pub fn size(&self) -> Option<DesignSize> {
        match self {
            Self::LatinHypercube(size) | Self::Sobol(size) | Self::Saltelli(size) | Self::Morris(size) => Some(*size),
            _ => None,
        }
    }
}
