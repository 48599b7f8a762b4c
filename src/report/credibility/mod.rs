//! How far to believe it: tables and sentences of tests of the model.

pub(crate) mod limit;
pub(crate) mod screening;
pub(crate) mod sensitivity;
pub(crate) mod trust;
pub(crate) mod validation;
pub(crate) mod verification;
pub(crate) mod worlds;
