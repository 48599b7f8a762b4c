//! Scenarios: what a file says, resolved against the registry of parameters.
//!
//! A file is read to a [`Draft`] (checked value by value, with the place of every mistake), laid over the
//! files that it extends, changed by [`Overrides`], and built to a [`Scenario`] (checked as a whole).

#![allow(clippy::result_large_err, reason = "a problem is large because it says much; it is made once and ends the command")]

mod build;
mod constraints;
mod draft;
mod entries;
mod event;
mod in_hand;
mod layer;
mod lever;
mod overrides;
mod own;
mod parameters;
pub(crate) mod plain;
mod problem;
mod read;
#[doc(hidden)]
pub mod registry;
pub(crate) mod regular_file;
mod schema;
pub mod search;
mod set;
pub(crate) mod shipped;
mod source;
pub mod sweep;
mod template;
mod toml_table;
mod value;
mod variant;
mod view;
mod vocabulary;
mod warning;

pub use draft::Draft;
pub use entries::{Difference, Entry, diff};
pub use event::{Event, Span};
pub use in_hand::with_texts;
pub(crate) use lever::Lever;
pub use overrides::Overrides;
pub use own::register;
pub use parameters::Parameters;
pub(crate) use parameters::ScoreWeight;
pub(crate) use problem::nearest;
pub use problem::{Problem, Problems};
pub use schema::schema;
pub(crate) use set::instrument_or_event;
pub(crate) use template::template;
pub use warning::ScenarioWarning;

use std::path::Path;

use crate::policy::Programme;
use crate::units::Quarter;

/// Largest seed: whole numbers up to here are exact in every program that reads the tables.
pub(crate) const LARGEST_SEED: u64 = (1 << 53) - 1;

/// A scenario, resolved and checked: all that a run depends on besides seed and replicate.
#[derive(Debug)]
pub struct Scenario {
    /// File name without its ending.
    pub name: String,
    /// Title, one line.
    pub title: String,
    /// Why the scenario is asked, a sentence.
    pub why: String,
    /// The title in Korean, where the file has one.
    pub title_ko: Option<String>,
    /// The sentence in Korean, where the file has one.
    pub why_ko: Option<String>,
    /// Where the proposal comes from; may be empty.
    pub source: String,
    /// First quarter of the run.
    pub start: Quarter,
    /// Quarters of the run.
    pub quarters: usize,
    /// Size of the economy relative to the registry's (`--scale`); counts, pools and budgets hold it already.
    pub scale: f64,
    /// Whether what no outcome can identify is switched off (docs/core.md).
    pub core: bool,
    /// Values of the world.
    pub parameters: Parameters,
    /// Programmes of policy, in the order of instruments, then of the file.
    pub programmes: Vec<Programme>,
    /// Scheduled events, in the order of kinds, then of the file.
    pub events: Vec<Event>,
    entries: Vec<Entry>,
}

impl Scenario {
    /// Labels of the start times quarters of a run: the unit of its cost. Quarters of the burn-in are not counted.
    pub fn label_quarters(&self) -> usize {
        self.parameters.label_count.iter().sum::<usize>() * self.quarters
    }

    /// Reads, resolves and checks a scenario file.
    ///
    /// ```
    /// use topline::scenario::Scenario;
    ///
    /// let baseline = Scenario::load("scenarios/baseline.toml")?;
    /// assert_eq!(baseline.quarters, 40);
    /// assert!(baseline.programmes.is_empty());
    ///
    /// let mistake = Scenario::load("scenarios/basline.toml").unwrap_err();
    /// assert_eq!(mistake.0[0].nearest.as_deref(), Some("baseline.toml"));
    /// # Ok::<(), topline::scenario::Problems>(())
    /// ```
    pub fn load(path: impl AsRef<Path>) -> Result<Scenario, Problems> {
        Self::load_with(path, &Overrides::default())
    }

    /// The same with settings of the command line laid over the file.
    pub fn load_with(path: impl AsRef<Path>, overrides: &Overrides) -> Result<Scenario, Problems> {
        let mut draft = Draft::load(path)?;
        overrides.apply(&mut draft)?;
        draft.build()
    }
}
