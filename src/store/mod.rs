//! What is kept on the disk while a command runs: journals that a killed command resumes from, and rows too many for memory.
//!
//! A store takes what an experiment sends and gives it back in its order; what it holds is for this program alone. Files for
//! people are the work of `report`.

pub mod archive;
pub mod calibration;
pub mod journal;
pub mod lock;
pub mod log;
pub mod new_file;
pub mod record;
pub mod refusal;
pub mod shards;
pub mod spill_file;
pub mod stored_sweep;
