//! Why it works: tables and sentences of parts, channels and choices.

pub mod decomposition;
pub mod explanation;
