//! What is kept on the disk while a command runs: journals that a killed command resumes from, and rows too many for memory.
//!
//! A store takes what an experiment sends and gives it back in its order; what it holds is for this program alone. Files for
//! people are the work of `report`.

pub(crate) mod archive;
pub(crate) mod calibration;
pub(crate) mod journal;
pub(crate) mod lock;
pub(crate) mod log;
pub(crate) mod new_file;
pub(crate) mod record;
pub(crate) mod refusal;
pub(crate) mod search;
pub(crate) mod shards;
pub(crate) mod spill_file;
pub(crate) mod stored_sweep;
