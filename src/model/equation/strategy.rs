//! Strategy choice and learning (4.2).

use crate::units::{PerStrategy, Strategy};

/// The strategy that a work takes: P(k) in proportion to the weights, drawn with one u in (0, 1) against the cumulated
/// P in the order of strategies; a bound work takes partnership. `None` where none is feasible.
pub fn taken(bound: bool, feasible: &PerStrategy<bool>, draw: f64, weights: &PerStrategy<f64>) -> Option<Strategy> {
    if bound {
        return Some(Strategy::Partnership);
    }
    let target = draw * weights.iter().sum::<f64>();
    // What is not feasible weighs nothing, so the draw cannot fall on it.
    let (mut cumulated, mut passed) = (0.0, 0);
    for weight in weights.iter() {
        cumulated += weight;
        passed += usize::from(target >= cumulated);
    }
    if passed < Strategy::COUNT { Some(Strategy::at(passed)) } else { Strategy::ALL.into_iter().rev().find(|k| feasible[k.index()]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: PerStrategy<bool> = PerStrategy([true, false, true, true]);

    /// Weights 1, 0, 1, 2: a quarter of the draws takes touring, none a tie-in, a quarter partnership, half balanced.
    fn of_draw(draw: f64) -> Option<Strategy> {
        taken(false, &OPEN, draw, &PerStrategy([1.0, 0.0, 1.0, 2.0]))
    }

    #[test]
    fn a_draw_falls_on_a_strategy_by_its_part_of_the_weights() {
        use Strategy::{Balanced, Partnership, Touring};
        assert_eq!([0.01, 0.24, 0.25, 0.49, 0.5, 0.99].map(of_draw), [Touring, Touring, Partnership, Partnership, Balanced, Balanced].map(Some));
    }

    #[test]
    fn a_draw_that_rounding_leaves_beyond_all_weights_takes_the_last_that_is_feasible() {
        let feasible = PerStrategy([true, true, false, false]);
        assert_eq!(taken(false, &feasible, 1.0, &PerStrategy([0.5, 0.5, 0.0, 0.0])), Some(Strategy::TieIn));
    }

    #[test]
    fn a_bound_work_takes_partnership_and_without_a_feasible_strategy_there_is_none() {
        assert_eq!(taken(true, &PerStrategy([false; 4]), 0.1, &PerStrategy([1.0; 4])), Some(Strategy::Partnership));
        assert_eq!(taken(false, &PerStrategy([false; 4]), 0.5, &PerStrategy([0.0; 4])), None);
    }
}
