//! What a difference with its interval allows to say: the one rule for more, less, the same and cannot be told.

use super::entry::Better;
use super::statistics::Estimate;

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The interval lies above 0.
    Up,
    /// It lies below 0.
    Down,
    /// It holds 0 as an end or within, or there is none: one pair tells nothing, not even that nothing differs.
    Open,
    /// Mean and both ends are 0: the difference is 0 in every one of several pairs.
    Same,
    /// There is no pair.
    Absent,
}

impl Direction {
    /// That of a mean and its interval.
    pub fn of(mean: Option<f64>, low: Option<f64>, high: Option<f64>) -> Self {
        match (mean, low, high) {
            (None, ..) => Self::Absent,
            (Some(mean), Some(low), Some(high)) if mean == 0.0 && low == 0.0 && high == 0.0 => Self::Same,
            (_, Some(low), _) if low > 0.0 => Self::Up,
            (_, _, Some(high)) if high < 0.0 => Self::Down,
            _ => Self::Open,
        }
    }

    /// That of an estimated difference.
    pub fn of_estimate(difference: &Estimate) -> Self {
        Self::of(difference.mean, difference.ci_low, difference.ci_high)
    }

    /// Whether something is seen to move, up or down.
    pub fn moves(self) -> bool {
        matches!(self, Self::Up | Self::Down)
    }

    /// Whether the movement is better; `None` where nothing is seen to move, or neither direction is better.
    pub fn is_better(self, better: Better) -> Option<bool> {
        match (self, better) {
            (Self::Up, Better::Higher) | (Self::Down, Better::Lower) => Some(true),
            (Self::Up, Better::Lower) | (Self::Down, Better::Higher) => Some(false),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::statistics::Paired;

    fn of(mean: f64, low: f64, high: f64) -> Direction {
        Direction::of(Some(mean), Some(low), Some(high))
    }

    fn of_pairs(differences: &[f64]) -> Direction {
        let scenario: Vec<Option<f64>> = differences.iter().map(|d| Some(*d)).collect();
        Direction::of_estimate(&Paired::of(&vec![Some(0.0); differences.len()], &scenario).difference)
    }

    #[test]
    fn an_interval_that_touches_or_holds_zero_is_open() {
        assert_eq!((of(0.2, 0.1, 0.3), of(-0.2, -0.3, -0.1)), (Direction::Up, Direction::Down));
        assert_eq!((of(0.1, 0.0, 0.2), of(-0.1, -0.2, 0.0), of(0.1, -0.1, 0.3)), (Direction::Open, Direction::Open, Direction::Open));
        assert_eq!(of(0.0, -0.1, 0.1), Direction::Open);
    }

    #[test]
    fn several_pairs_without_a_difference_are_the_same_and_one_pair_tells_nothing() {
        assert_eq!((of_pairs(&[0.0, 0.0]), of_pairs(&[0.0, 0.0, 0.0])), (Direction::Same, Direction::Same));
        assert_eq!((of_pairs(&[0.0]), of_pairs(&[5.0]), of_pairs(&[])), (Direction::Open, Direction::Open, Direction::Absent));
        assert_eq!((of_pairs(&[-1.0, 1.0]), of_pairs(&[1.0, 1.0])), (Direction::Open, Direction::Up));
    }

    #[test]
    fn whether_up_is_better_depends_on_the_outcome() {
        assert_eq!((Direction::Up.is_better(Better::Higher), Direction::Up.is_better(Better::Lower)), (Some(true), Some(false)));
        assert_eq!((Direction::Down.is_better(Better::Lower), Direction::Down.is_better(Better::Higher)), (Some(true), Some(false)));
        assert_eq!((Direction::Up.is_better(Better::Neither), Direction::Open.is_better(Better::Higher)), (None, None));
        assert!(Direction::Up.moves() && Direction::Down.moves() && !Direction::Same.moves() && !Direction::Open.moves());
    }
}
