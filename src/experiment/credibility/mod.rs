//! How far to believe it: verification, validation, calibration, and what uncertain parameters move.

pub mod calibrate;
pub mod screen;
pub mod sensitivity;
pub mod trust;
pub mod validate;
pub mod verify;
