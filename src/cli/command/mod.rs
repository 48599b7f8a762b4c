//! One command in one file: its arguments, and what it does.

pub mod bench;
pub mod break_even;
pub mod calibrate;
pub mod check;
pub mod compare;
pub mod completions;
pub mod decompose;
pub mod diff;
pub mod explain;
pub mod list;
pub mod man;
pub mod merge;
pub mod new;
pub mod report;
pub mod run;
pub mod schema;
pub mod screen;
pub mod sensitivity;
pub mod slurm;
pub mod status;
pub mod sweep;
pub mod trust;
pub mod validate;
pub mod verify;
