//! Equations of the model: pure functions of numbers, with the symbols of `docs/odd.md` and one file for each of its
//! sections. They know neither the state nor its columns.
//!
//! A process lifts them over its columns (`columns::each`), or over eight rows at a time: then a function is generic over
//! [`Real`], so that an equation is written once and tested with plain numbers.

pub mod creators;
pub mod founding;
pub mod imitation;
pub mod strategy;

pub mod demand;
pub mod fandom;
pub mod payoff;
pub mod revenue;
pub mod touring;

use std::ops::{Add, Mul};

use crate::math::F64x8;

/// A number, or eight side by side.
pub trait Real: Copy + Default + Add<Output = Self> + Mul<Output = Self> + Mul<f64, Output = Self> {}

impl Real for f64 {}
impl Real for F64x8 {}
