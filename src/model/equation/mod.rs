//! Equations of the model: pure functions of numbers, with the symbols of `docs/odd.md` and one file for each of its
//! sections. They know neither the state nor its columns; processes lift them over columns.

pub mod strategy;
