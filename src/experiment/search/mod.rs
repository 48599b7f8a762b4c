//! Searches: the best ways to divide a sum among instruments, found with noisy runs and certified with fresh ones.
//!
//! | stage | file | what it does |
//! | --- | --- | --- |
//! | enumerate | `space` | all mixes in equal units, or a part of them that fills the space |
//! | screen | `screen`, `pool`, `surface` | blocks for all, elimination by paired intervals |
//! | refine | `refine`, `directions` | mixes between those of the lattice |
//! | certify | `certify` | at most 200 candidates on blocks that the search never used |
//! | challenge | `challenge` | random mixes of the whole space against the front |
//! | curve | `curve` | the best mixes of several sums, on blocks of their own |
//!
//! A block is one replicate in each world. Every mix meets the same draws in a block, so that mixes are compared in pairs. What
//! is run next depends on what was found, and on nothing else: a search that is done again from its journal takes the same way.

pub mod aims;
mod answer;
pub mod certify;
pub mod challenge;
pub mod conduct;
pub(crate) mod curve;
mod directions;
mod evaluate;
mod fronts;
mod pairs;
mod pilot;
pub(crate) mod plan;
mod pool;
mod refine;
mod screen;
pub(crate) mod settled;
mod space;
mod surface;

pub(crate) use answer::{MixQuestion, answer};
pub(crate) use conduct::{BudgetResult, FRESH, Known, SearchMeans, SearchResult, conduct};
pub(crate) use curve::CurvePoint;
pub(crate) use evaluate::{SearchError, SearchTape, SearchWatcher};
pub(crate) use pilot::pilot;
pub(crate) use plan::{SearchPlan, Wanted, known_outcomes};
