//! A choice of strategy looked at again: its probabilities, and the smallest change of announced support that
//! would have flipped it.
//!
//! The choice is drawn with one u against the cumulated probabilities in the order of strategies (4.2). With
//! w_k = exp(beta U_k) of the feasible ones, sum W and u fixed, strategy c is taken while
//!
//! ```text
//! w before c <= u W < w before c + w_c
//! ```
//!
//! Support d_k moves w_k = w_k(now) * exp(beta th_p (d_k - now)) alone, so each bound is linear in w_k and is met at
//! one w_k; and it makes k affordable from some d_k on.

use crate::math;
use crate::model::{Choice, UtilityTerms, taken};
use crate::units::{PerStrategy, Strategy};

/// What turns utility into probability, and support into utility.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taste {
    /// beta, `choice_intensity`.
    pub intensity: f64,
    /// th_p, `policy_weight`.
    pub policy_weight: f64,
}

/// Weights exp(beta (U - best)) of the feasible strategies, 0 of the others; computed as the model does.
pub fn weights(terms: &PerStrategy<UtilityTerms>, feasible: &PerStrategy<bool>, intensity: f64) -> PerStrategy<f64> {
    let utility = |k: Strategy| terms[k.index()].sum();
    let best = Strategy::ALL.into_iter().filter(|k| feasible[k.index()]).map(utility).fold(f64::NEG_INFINITY, f64::max);
    PerStrategy::build(|k| if feasible[k.index()] { math::exp(intensity * (utility(k) - best)) } else { 0.0 })
}

/// The strategy that a choice takes.
pub fn choose(choice: &Choice, intensity: f64) -> Option<Strategy> {
    taken(choice.bound, &choice.feasible, choice.draw, &weights(&choice.terms, &choice.feasible, intensity))
}

/// Probabilities of the strategies.
pub fn probabilities(choice: &Choice, intensity: f64) -> PerStrategy<f64> {
    let weights = weights(&choice.terms, &choice.feasible, intensity);
    let sum: f64 = weights.iter().sum();
    PerStrategy::build(|k| if sum > 0.0 { weights[k.index()] / sum } else { 0.0 })
}

/// A change of announced support that flips a choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChoiceFlip {
    /// Strategy whose support changes.
    pub support_of: Strategy,
    /// Support as it was, share of cost.
    pub from: f64,
    /// Support beyond which the choice is another.
    pub to: f64,
    /// What would have been taken then; `None`: nothing would have been feasible.
    pub then: Option<Strategy>,
}

/// For each strategy the nearest support below and above, within [0, 1), that flips the choice; smallest change first.
pub fn flips(choice: &Choice, taste: Taste) -> Vec<ChoiceFlip> {
    if choice.bound {
        return Vec::new();
    }
    let mut flips: Vec<ChoiceFlip> = Strategy::ALL.into_iter().flat_map(|k| flips_by(choice, k, taste)).collect();
    flips.sort_by(|a, b| (a.to - a.from).abs().total_cmp(&(b.to - b.from).abs()));
    flips
}

/// Width within which a flip is told from no change.
const STEP: f64 = 1e-9;

fn flips_by(choice: &Choice, k: Strategy, taste: Taste) -> Vec<ChoiceFlip> {
    let from = choice.announced[k.index()];
    let mut candidates = thresholds(choice, k, taste);
    candidates.sort_by(f64::total_cmp);
    let was = choose(choice, taste.intensity);
    let flip = |to: f64, beyond: f64| {
        let then = choose(&with_support(choice, k, beyond, taste), taste.intensity);
        (then != was && (0.0..1.0).contains(&beyond)).then_some(ChoiceFlip { support_of: k, from, to, then })
    };
    let below = candidates.iter().rev().filter(|d| **d <= from).find_map(|d| flip(*d, d - STEP));
    let above = candidates.iter().filter(|d| **d >= from).find_map(|d| flip(*d, d + STEP));
    below.into_iter().chain(above).collect()
}

/// Supports at which the choice may change: where a bound of the taken strategy is met, and where k becomes affordable.
fn thresholds(choice: &Choice, k: Strategy, taste: Taste) -> Vec<f64> {
    let from = choice.announced[k.index()];
    let mut found = vec![choice.affordable_from[k.index()]];
    let slope = taste.intensity * taste.policy_weight;
    if slope <= 0.0 || !choice.open[k.index()] {
        return found;
    }
    let feasible = PerStrategy::build(|other| other == k || choice.feasible[other.index()]);
    let weights = weights(&choice.terms, &feasible, taste.intensity);
    let (now, others) = (weights[k.index()], weights.iter().sum::<f64>() - weights[k.index()]);
    let mut before = 0.0;
    let mut passed = false;
    // Borders between strategies in cumulated weight: constant + (1 where k lies before it) * w_k = u (others + w_k).
    for strategy in Strategy::ALL {
        passed |= strategy == k;
        if strategy != k {
            before += weights[strategy.index()];
        }
        let slope_of_border = f64::from(u8::from(passed)) - choice.draw;
        let w = (choice.draw * others - before) / slope_of_border;
        if w > 0.0 && w.is_finite() {
            found.push(from + math::ln(w / now) / slope);
        }
    }
    found
}

/// The choice with another support of one strategy.
fn with_support(choice: &Choice, k: Strategy, support: f64, taste: Taste) -> Choice {
    let mut other = *choice;
    let i = k.index();
    other.announced[i] = support;
    other.terms[i].support = taste.policy_weight * support;
    other.feasible[i] = choice.open[i] && support >= choice.affordable_from[i];
    other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Philox, to_uniform};
    use crate::model::{RecordOptions, Simulation};
    use crate::scenario::Draft;
    use rand::{Rng, SeedableRng};
    use std::collections::HashMap;

    const TASTE: Taste = Taste { intensity: 2.0, policy_weight: 1.0 };

    /// Two strategies of equal utility, touring with support of 0.2; the others are closed.
    fn choice(draw: f64) -> Choice {
        let mut terms = PerStrategy([UtilityTerms::default(); Strategy::COUNT]);
        (terms[0].support, terms[1].experience) = (0.2, 0.2);
        let open = PerStrategy([true, true, false, false]);
        Choice {
            terms,
            announced: PerStrategy([0.2, 0.0, 0.0, 0.0]),
            feasible: open,
            draw,
            bound: false,
            open,
            affordable_from: PerStrategy([-1.0; Strategy::COUNT]),
            taken: None,
        }
    }

    #[test]
    fn two_strategies_of_one_utility_are_taken_half_by_half() {
        assert_eq!(probabilities(&choice(0.1), 2.0), PerStrategy([0.5, 0.5, 0.0, 0.0]));
        assert_eq!((choose(&choice(0.49), 2.0), choose(&choice(0.51), 2.0)), (Some(Strategy::Touring), Some(Strategy::TieIn)));
    }

    #[test]
    fn the_flip_of_a_logit_is_where_the_odds_meet_the_draw() {
        // Touring is taken while u < 1 / (1 + exp(-2 (d - 0.2))): at u = 0.45 it needs d >= 0.2 + ln(0.45 / 0.55) / 2.
        let flips = flips(&choice(0.45), TASTE);
        let known = 0.2 + math::ln(0.45 / 0.55) / 2.0;
        let own = flips.iter().find(|f| f.support_of == Strategy::Touring).unwrap();
        assert!((own.to - known).abs() < 1e-9 && own.from == 0.2 && own.then == Some(Strategy::TieIn), "{own:?}");
        // Support of tie_in does it too, with as much of a change the other way.
        let other = flips.iter().find(|f| f.support_of == Strategy::TieIn).unwrap();
        assert!((other.to - (0.2 - known)).abs() < 1e-9 && other.then == Some(Strategy::TieIn), "{other:?}");
        assert_eq!(flips.len(), 2);
    }

    #[test]
    fn a_strategy_that_is_only_just_affordable_is_lost_with_less_support() {
        let mut tight = choice(0.1);
        tight.affordable_from[0] = 0.15;
        let flips = flips(&tight, TASTE);
        let nearest = flips.iter().find(|f| f.support_of == Strategy::Touring).unwrap();
        assert_eq!((nearest.to, nearest.then), (0.15, Some(Strategy::TieIn)));
    }

    #[test]
    fn a_bound_work_and_one_whose_draw_leaves_no_doubt_do_not_flip() {
        let bound = Choice { bound: true, ..choice(0.5) };
        assert!(flips(&bound, TASTE).is_empty());
        assert!(flips(&choice(1e-6), TASTE).is_empty());
    }

    #[test]
    fn every_flip_flips_and_nothing_nearer_does() {
        for step in 1..40 {
            let mut choice = choice(f64::from(step) / 40.0);
            (choice.feasible, choice.open) = (PerStrategy([true; 4]), PerStrategy([true; 4]));
            choice.terms[3].imitation = 0.1;
            let was = choose(&choice, TASTE.intensity);
            for flip in flips(&choice, TASTE) {
                let at =
                    |share: f64| choose(&with_support(&choice, flip.support_of, flip.from + share * (flip.to - flip.from), TASTE), TASTE.intensity);
                assert!((1..10).all(|tenth| at(f64::from(tenth) / 10.0) == was), "{flip:?}");
                assert!(at(1.0 + 1e-6) == flip.then && flip.then != was, "{flip:?}");
            }
        }
    }

    #[test]
    fn a_thousand_random_label_quarters_are_chosen_again_as_the_run_chose() {
        let mut draft = Draft::load("scenarios/package_platform_first.toml").unwrap();
        draft.set("run.quarters", "12").unwrap();
        let scenario = draft.build().unwrap();
        let mut simulation = Simulation::new(&scenario);
        let plain = simulation.run(&scenario, 1, 0, RecordOptions { panel: true, ..RecordOptions::default() }).unwrap().clone();
        let run = simulation.run(&scenario, 1, 0, RecordOptions { panel: true, choices: true, ..RecordOptions::default() }).unwrap().clone();
        assert_eq!((&plain.quarters, &plain.panel), (&run.quarters, &run.panel), "to watch choices changes the run");
        // The strategy of a label's only work of the quarter, from the run that nobody watched.
        let only: HashMap<(u32, u32), Strategy> =
            plain.panel.iter().filter(|row| row.works == 1).map(|row| ((row.quarter, row.slot), row.strategy.unwrap())).collect();
        let mut draws = Philox::from_seed([7; 16]);
        let (mut known, mut bound) = (0, 0);
        for _ in 0..1000 {
            let row = &run.choices[(to_uniform(draws.next_u32()) * run.choices.len() as f64) as usize];
            assert_eq!(choose(&row.choice, scenario.parameters.choice_intensity), row.choice.taken, "{row:?}");
            if let (Some(made), Some(strategy)) = (row.made, only.get(&(row.quarter, row.slot))) {
                assert_eq!((made, row.choice.taken), (*strategy, Some(*strategy)), "{row:?}");
                known += 1;
            }
            bound += u32::from(row.choice.bound);
        }
        assert!(known > 200 && bound > 0, "{known} of 1000 are checked against the panel, {bound} are bound");
    }
}
