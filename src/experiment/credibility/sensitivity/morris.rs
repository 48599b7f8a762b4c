//! Morris measures from the trajectories of a sweep; the effects are those of [`screen`].
//!
//! [`screen`]: crate::experiment::screen

use super::measure::SensitivityMeasure;
use crate::experiment::credibility::screen::{elementary, summary};

/// A step of a trajectory: two points that follow each other, the factor that moves, and how far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MorrisStep {
    /// Position of the point before the step.
    pub from: usize,
    /// Position of the point after it.
    pub to: usize,
    /// The factor.
    pub factor: usize,
    /// Share of its range that it crosses, negative downwards.
    pub share: f64,
}

/// Elementary effects of a trajectory by factor; `None` where a point has no output.
pub fn effects(steps: &[MorrisStep], outputs: &[Option<f64>]) -> Option<Vec<f64>> {
    let mut effects = vec![0.0; steps.len()];
    for step in steps {
        effects[step.factor] = elementary(outputs[step.to]? - outputs[step.from]?, step.share);
    }
    Some(effects)
}

/// mu*, mu and sigma of each factor, in this order, from the effects of the `chosen` trajectories;
/// `None` for fewer than two trajectories or where no effect differs from 0.
pub fn measures(effects: &[Vec<f64>], chosen: &[usize]) -> Option<Vec<f64>> {
    let factors = effects.first()?.len();
    if effects.iter().flatten().all(|e| *e == 0.0) {
        return None;
    }
    let mut found = Vec::with_capacity(MEASURES.len() * factors);
    for factor in 0..factors {
        let of_factor: Vec<f64> = chosen.iter().map(|c| effects[*c][factor]).collect();
        let effect = summary(&of_factor)?;
        found.extend([effect.mu_star, effect.mu, effect.sigma?]);
    }
    Some(found)
}

/// What [`measures`] gives for each factor.
pub const MEASURES: [SensitivityMeasure; 3] = [SensitivityMeasure::MuStar, SensitivityMeasure::Mu, SensitivityMeasure::Sigma];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::design::sampling::{Stream, StreamPurpose, trajectory};

    #[test]
    fn a_linear_function_has_its_slopes_and_no_sigma() {
        let slope = [3.0, -1.5, 0.0];
        let effects: Vec<Vec<f64>> = (0..6).map(|n| effects_along(n, |p| p.iter().zip(slope).map(|(u, s)| u * s).sum())).collect();
        let found = measures(&effects, &[0, 1, 2, 3, 4, 5]).unwrap();
        for (measured, slope) in found.chunks(3).zip(slope) {
            assert!((measured[0] - slope.abs()).abs() < 1e-12 && (measured[1] - slope).abs() < 1e-12, "{measured:?}");
            assert!(measured[2] < 1e-12);
        }
    }

    #[test]
    fn an_effect_that_changes_sign_shows_in_mu_star_but_not_in_mu() {
        let effects = vec![vec![2.0], vec![-2.0]];
        assert_eq!(measures(&effects, &[0, 1]).unwrap()[..2], [2.0, 0.0]);
    }

    #[test]
    fn a_switch_has_the_difference_between_its_two_values_as_its_effect() {
        let step = MorrisStep { from: 0, to: 1, factor: 0, share: -1.0 };
        assert_eq!(effects(&[step], &[Some(17.5), Some(7.4)]), Some(vec![7.4_f64 - 17.5].into_iter().map(|rise| -rise).collect()));
    }

    #[test]
    fn nothing_is_measured_where_nothing_moves_or_one_trajectory_is_left() {
        assert_eq!(measures(&[vec![0.0], vec![0.0]], &[0, 1]), None);
        assert_eq!(measures(&[vec![1.0]], &[0]), None);
        assert_eq!(effects(&[MorrisStep { from: 0, to: 1, factor: 0, share: 1.0 }], &[Some(1.0), None]), None);
    }

    fn effects_along(number: u32, model: impl Fn(&[f64]) -> f64) -> Vec<f64> {
        let points = trajectory(3, &mut Stream::new(9, StreamPurpose::Trajectory as u32, number));
        let outputs: Vec<Option<f64>> = points.iter().map(|p| Some(model(p))).collect();
        let step = |to: usize| {
            let factor = (0..3).find(|f| points[to][*f] != points[to - 1][*f]).unwrap();
            MorrisStep { from: to - 1, to, factor, share: points[to][factor] - points[to - 1][factor] }
        };
        effects(&(1..4).map(step).collect::<Vec<_>>(), &outputs).unwrap()
    }
}
