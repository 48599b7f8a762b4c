//! Search files: a sum of money, the instruments among which it is divided, what must hold, and what is wanted.
//!
//! Like scenario files they are read value by value, so that every mistake has its line and column.

mod aims;
mod count;
mod mix;
mod parts;
mod read;

pub use count::{count_of, units_of};
pub use mix::Mix;

use std::ops::RangeInclusive;

use super::Draft;
use super::sweep::SampledWorld;
use crate::policy::Kind;

/// A commented search file to start from.
pub fn template(name: &str) -> String {
    include_str!("template.toml").replace("{name}", name)
}

/// A search file, read and checked value by value.
#[derive(Clone, Debug)]
pub struct SearchFile {
    /// File name without its ending.
    pub name: String,
    /// Title, one line.
    pub title: String,
    /// What the search is to settle, a sentence.
    pub why: String,
    /// The file as it stands.
    pub text: String,
    /// Name of the scenario that every mix extends, as scenario files name it.
    pub baseline_name: String,
    /// That scenario.
    pub baseline: Draft,
    /// Sums to be divided, M KRW a year, rising.
    pub budgets: Vec<u64>,
    /// Instruments among which a sum is divided.
    pub parts: Vec<MixPart>,
    /// What must hold of the money of several instruments together.
    pub groups: Vec<GroupBound>,
    /// Largest mean public cost, bn KRW a year.
    pub cost_limit: Option<f64>,
    /// What is wanted, one to five.
    pub objectives: Vec<Objective>,
    /// Worlds over which objectives are taken; one without settings where none are named.
    pub worlds: Vec<SampledWorld>,
    /// How much is tried.
    pub effort: SearchEffort,
    /// Seed of all draws.
    pub seed: u64,
}

/// An instrument that takes a part of the sum.
#[derive(Clone, Debug, PartialEq)]
pub struct MixPart {
    /// Name in tables: the instrument's, or one of the file's own.
    pub name: String,
    /// The instrument.
    pub kind: Kind,
    /// Its parameter that is the money, M KRW a year.
    pub money: String,
    /// Parameters that count what the money pays: name, and M KRW for each.
    pub counts: Vec<(String, f64)>,
    /// Its other parameters: name, and value as a scenario file writes it.
    pub set: Vec<(String, String)>,
    /// Parameters of which one of several values is chosen.
    pub choices: Vec<PartChoice>,
    /// Least and most money.
    pub bounds: (MoneyBound, MoneyBound),
    /// Whether another part is a programme of the same instrument.
    pub repeated: bool,
}

impl MixPart {
    /// Number of combinations of what is chosen.
    pub fn variants(&self) -> usize {
        self.choices.iter().map(|choice| choice.values.len()).product()
    }
}

/// A parameter of which one of several values is chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct PartChoice {
    /// Its name.
    pub key: String,
    /// Values as a scenario file writes them.
    pub values: Vec<String>,
}

/// A limit of money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MoneyBound {
    /// Share of the sum.
    Share(f64),
    /// M KRW a year.
    Amount(f64),
}

impl MoneyBound {
    /// Share of a sum.
    pub fn of(self, budget: f64) -> f64 {
        match self {
            Self::Share(share) => share,
            Self::Amount(amount) => amount / budget,
        }
    }
}

/// A limit of the share of several parts together.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupBound {
    /// Positions of the parts.
    pub parts: Vec<usize>,
    /// Least and most share of the sum.
    pub share: RangeInclusive<f64>,
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Objective {
    /// Name of the outcome, or of a class of one.
    pub outcome: String,
    /// Whether more is better.
    pub higher: bool,
    /// Difference that does not matter, in the unit of the outcome.
    pub epsilon: f64,
    /// How it is taken over worlds.
    pub over: OverWorlds,
}

/// How an objective is taken over worlds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverWorlds {
    /// Mean.
    Mean,
    /// Mean of the worst tenth, one world at least.
    WorstTenth,
}

impl OverWorlds {
    /// Names in search files.
    pub const NAMES: [&'static str; 2] = ["mean", "worst tenth"];

    /// Name in search files.
    pub fn name(self) -> &'static str {
        Self::NAMES[usize::from(self == Self::WorstTenth)]
    }
}

/// How much is tried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SearchEffort {
    /// Equal parts into which a sum is cut for the first look.
    pub units: u32,
    /// Mixes of the first look, where all of them are too many; `None`: all.
    pub points: Option<u32>,
    /// Most runs of the screening, for each sum.
    pub screen_runs: u64,
    /// Generations of the refinement.
    pub generations: u32,
    /// Mixes of a generation.
    pub population: u32,
    /// Most candidates of the certificate.
    pub candidates: u32,
    /// Most fresh blocks of a candidate.
    pub blocks: u32,
    /// Probability with which all that is certified holds.
    pub confidence: f64,
    /// Random mixes of the challenge.
    pub challenge: u32,
}

/// What an outcome is called, for reading objectives.
#[derive(Clone, Debug)]
pub struct KnownOutcome {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: &'static str,
    /// Whether more is better; `None` where neither is.
    pub higher: Option<bool>,
}

/// Most parts of a sum.
pub const MOST_PARTS: usize = 16;
/// Most objectives.
pub const MOST_OBJECTIVES: usize = 5;
/// Most candidates of a certificate.
pub const MOST_CANDIDATES: u64 = 200;
/// Most mixes of the first look.
pub const MOST_POINTS: u64 = 200_000;
