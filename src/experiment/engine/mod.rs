//! Runs and what drives them: plans, threads, results gathered in order, pairs of runs, short runs for surveys.

pub mod in_order;
pub mod observe;
pub mod panics;
pub mod plan;
pub mod results;
pub mod run;
pub mod sink;
pub mod survey;
pub mod twin;
pub mod twins;
