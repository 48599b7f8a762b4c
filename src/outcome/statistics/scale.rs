//! What values a number can have, which decides its interval.

/// The scale of an outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// 0 or 1: whether a replicate is of a class.
    Class,
    /// A share: 0 to 1.
    Share,
    /// Any number.
    #[default]
    Unbounded,
}
