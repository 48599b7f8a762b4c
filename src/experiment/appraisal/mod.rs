//! Which policy: comparisons, decisions, regret, worlds, and where the answer turns.

pub mod break_even;
pub mod compare;
pub mod decide;
pub mod prim;
pub mod regret;
pub mod robustness;
pub mod root;
pub mod select;
pub mod worlds;
