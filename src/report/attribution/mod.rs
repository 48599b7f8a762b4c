//! Why it works: tables and sentences of parts, channels and choices.

pub(crate) mod decomposition;
pub(crate) mod explanation;
pub(crate) mod revenue;
