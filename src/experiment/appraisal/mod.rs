//! Which policy: comparisons, decisions, regret, worlds, and where the answer turns.

pub(crate) mod benefit;
pub(crate) mod break_even;
pub(crate) mod compare;
pub(crate) mod decide;
pub(crate) mod generality;
pub(crate) mod prim;
pub(crate) mod regret;
pub(crate) mod robustness;
pub(crate) mod root;
pub(crate) mod select;
pub(crate) mod spend;
pub(crate) mod weightings;
pub(crate) mod what_if;
pub(crate) mod worlds;
