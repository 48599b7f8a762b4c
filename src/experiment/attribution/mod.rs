//! Why it works: what part of an effect goes to which cause, and where two runs part.

pub mod channels;
pub mod decompose;
pub mod divergence;
