//! How far to believe it: verification, validation, calibration, and what uncertain parameters move.

pub(crate) mod calibrate;
pub(crate) mod limit;
pub(crate) mod screen;
pub(crate) mod sensitivity;
pub(crate) mod trust;
pub(crate) mod validate;
pub(crate) mod verify;
