//! Runs and what drives them: plans, threads, results gathered in order, pairs of runs, short runs for surveys.

pub(crate) mod cost;
pub(crate) mod in_order;
pub(crate) mod limits;
pub(crate) mod observe;
pub(crate) mod panics;
pub(crate) mod plan;
pub(crate) mod results;
pub(crate) mod run;
pub(crate) mod sink;
pub(crate) mod survey;
pub(crate) mod twin;
pub(crate) mod twins;
