//! Why it works: what part of an effect goes to which cause, and where two runs part.

pub(crate) mod channels;
pub(crate) mod decompose;
pub(crate) mod divergence;
