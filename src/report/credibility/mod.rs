//! How far to believe it: tables and sentences of tests of the model.

pub mod screening;
pub mod sensitivity;
pub mod trust;
pub mod validation;
pub mod verification;
pub mod worlds;
