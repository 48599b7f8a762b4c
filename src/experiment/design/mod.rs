//! Which values are tried: factors, their space, and designs that fill it.

pub(crate) mod factor;
pub(crate) mod sampling;
