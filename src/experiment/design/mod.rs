//! Which values are tried: factors, their space, and designs that fill it.

pub mod factor;
pub mod sampling;
