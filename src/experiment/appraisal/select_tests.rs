//! Selection on numbers whose answer is known.

use super::*;
use crate::experiment::design::sampling::Stream;
use crate::math::{exp, inverse_normal};
use crate::outcome::statistics::share_interval;

const RULE: Rule = Rule { better: Better::Higher, scale: Scale::Unbounded, margin: 0.5, confidence: 0.95 };

fn constant(values: &[f64], n: usize) -> Vec<Vec<Option<f64>>> {
    values.iter().map(|v| vec![Some(*v); n]).collect()
}

/// Values of scenarios with means and a common noise, as paired replicates have. Noise of its own has every scenario but the first, so
/// that differences to the first are as skewed as the noise: those of two skewed ones would be symmetric.
fn paired(means: &[f64], noise: fn(f64) -> f64, problem: u32, n: usize) -> Vec<Vec<Option<f64>>> {
    let mut stream = Stream::new(7, 900, problem);
    let mut values = vec![Vec::with_capacity(n); means.len()];
    for _ in 0..n {
        let common = noise(stream.uniform());
        for (place, (scenario, mean)) in values.iter_mut().zip(means).enumerate() {
            let own = noise(stream.uniform());
            scenario.push(Some(mean + common + if place == 0 { 0.0 } else { own }));
        }
    }
    values
}

/// Looks as an experiment does, until settled or out of replicates; what is beaten gets no more.
fn select(rule: Rule, values: &[Vec<Option<f64>>]) -> (SelectionState, Vec<usize>) {
    let mut selection = Selection::new(rule, values.len());
    let most = values[0].len();
    let mut used: Vec<usize> = vec![(rule.first_look(values.len()) as usize).min(most); values.len()];
    loop {
        let seen: Vec<Vec<Option<f64>>> = values.iter().zip(&used).map(|(v, n)| v[..*n].to_vec()).collect();
        let standing = selection.look(&seen);
        let now = *used.iter().max().unwrap();
        if standing.settled() || now + BATCH as usize > most {
            return (standing, used);
        }
        used.iter_mut().zip(&standing.active).filter(|(_, active)| **active).for_each(|(n, _)| *n += BATCH as usize);
    }
}

fn normal(u: f64) -> f64 {
    inverse_normal(u)
}

/// A lognormal of sigma 1 less its mean: skewness 6.
fn skewed(u: f64) -> f64 {
    exp(inverse_normal(u)) - exp(0.5)
}

/// Share of problems answered rightly, with its 95 % interval.
fn share_right(right: usize, of: usize) -> (f64, f64, f64) {
    let (low, high) = share_interval(right, of).unwrap();
    (right as f64 / of as f64, low, high)
}

/// Solves 400 problems; a problem is right when the best one is within the margin of the best and all that is said of the others is true.
fn coverage(means: &[f64], noise: fn(f64) -> f64) -> (f64, f64, f64) {
    let right = (0..400).filter(|problem| {
        let (standing, _) = select(RULE, &paired(means, noise, *problem, 1000));
        let top = means.iter().copied().fold(f64::MIN, f64::max);
        let said_truly = |(s, status): (usize, &SelectionStatus)| match status {
            SelectionStatus::Best | SelectionStatus::Undecided => true,
            SelectionStatus::Separated => means[s] < top,
            SelectionStatus::Indistinguishable => (means[s] - means[standing.best]).abs() <= RULE.margin,
        };
        means[standing.best] >= top - RULE.margin && standing.status.iter().enumerate().all(said_truly)
    });
    share_right(right.count(), 400)
}

#[test]
fn the_selection_is_right_at_least_as_often_as_promised_on_400_normal_problems() {
    // One clear best with the second exactly the margin below; and five that are all the same.
    for means in [vec![0.0, 0.0, 0.0, 0.5], vec![1.0; 5]] {
        let (share, low, high) = coverage(&means, normal);
        println!("normal, {means:?}: right in {share:.3} ({low:.3} to {high:.3})");
        assert!(low >= 0.95, "{means:?}: {share} ({low} to {high})");
    }
}

#[test]
fn the_selection_is_right_at_least_as_often_as_promised_on_400_skewed_problems() {
    for means in [vec![0.0, 0.0, 0.0, 0.5], vec![1.0; 5]] {
        let (share, low, high) = coverage(&means, skewed);
        println!("skewed, {means:?}: right in {share:.3} ({low:.3} to {high:.3})");
        assert!(low >= 0.95, "{means:?}: {share} ({low} to {high})");
    }
}

#[test]
fn a_clear_best_is_found_soon_and_the_beaten_get_no_more_replicates() {
    let (standing, used) = select(Rule { margin: 0.0, ..RULE }, &paired(&[0.0, 5.0, 4.88], normal, 1, 3000));
    assert_eq!(standing.status, [SelectionStatus::Separated, SelectionStatus::Best, SelectionStatus::Separated]);
    assert_eq!(used[0], RULE.first_look(3) as usize);
    assert!(used[2] > used[0] && used[2] < 3000, "{used:?}");
    let gap = standing.gap[0].unwrap();
    assert!(gap.low.unwrap() < -5.0 && gap.high.unwrap() < 0.0 && gap.high.unwrap() > -5.0, "{gap:?}");
}

#[test]
fn scenarios_within_the_margin_are_called_indistinguishable() {
    let (standing, _) = select(RULE, &paired(&[1.0, 1.01], |u| 0.3 * normal(u), 2, 1000));
    let other = 1 - standing.best;
    assert_eq!((standing.status[other], standing.settled()), (SelectionStatus::Indistinguishable, true));
}

#[test]
fn what_cannot_be_told_yet_is_undecided_with_the_replicates_needed() {
    let (standing, used) = select(RULE, &paired(&[0.0, 0.1], |u| 3.0 * normal(u), 3, 500));
    let other = 1 - standing.best;
    assert_eq!((standing.status[other], used), (SelectionStatus::Undecided, vec![489, 489]));
    let needed = standing.needed[other].unwrap();
    assert!((200..50_000).contains(&needed), "{needed}");
}

#[test]
fn less_may_be_better() {
    let rule = Rule { better: Better::Lower, ..RULE };
    let (standing, _) = select(rule, &paired(&[3.0, 0.0], normal, 4, 1000));
    assert_eq!((standing.best, standing.status[0]), (1, SelectionStatus::Separated));
    let gap = standing.gap[0].unwrap();
    assert!(gap.mean > 0.0 && gap.low.unwrap() > 0.0, "{gap:?}");
}

#[test]
fn scenarios_that_never_differ_are_alike_only_where_the_rule_of_three_is_within_the_margin() {
    let look = |rule: Rule, n| Selection::new(rule, 2).look(&constant(&[1.0, 1.0], n)).status[1];
    let class = |margin| Rule { scale: Scale::Class, margin, ..RULE };
    assert_eq!((look(class(0.0), 2000), look(class(0.05), 40)), (SelectionStatus::Undecided, SelectionStatus::Undecided));
    assert_eq!(look(class(0.05), 400), SelectionStatus::Indistinguishable);
    // Of numbers that never vary nothing is known by which a difference could be bounded.
    assert_eq!(look(RULE, 2000), SelectionStatus::Undecided);
}

#[test]
fn a_difference_that_never_varies_is_told_after_the_rare_look() {
    let look = |n| Selection::new(RULE, 2).look(&constant(&[2.0, 1.0], n)).status[1];
    assert_eq!((look(368), look(400)), (SelectionStatus::Undecided, SelectionStatus::Separated));
}

#[test]
fn what_exists_in_one_replicate_of_ten_needs_ten_times_as_many() {
    let every = paired(&[0.0, 0.05], normal, 8, 5000);
    let thinned = |values: &Vec<Option<f64>>| values.iter().enumerate().map(|(r, v)| v.filter(|_| r % 10 == 0)).collect::<Vec<_>>();
    let shortened: Vec<Vec<Option<f64>>> = every.iter().map(|v| v.iter().step_by(10).copied().collect()).collect();
    let thin: Vec<Vec<Option<f64>>> = every.iter().map(thinned).collect();
    let needed = |values: &[Vec<Option<f64>>]| {
        let standing = Selection::new(Rule { margin: 0.0, ..RULE }, 2).look(values);
        standing.needed[1 - standing.best].unwrap()
    };
    assert_eq!(needed(&thin), 10 * needed(&shortened));
}

#[test]
fn one_scenario_is_the_best_and_no_values_decide_nothing() {
    assert_eq!(Selection::new(RULE, 1).look(&constant(&[1.0], 40)).status, [SelectionStatus::Best]);
    let nothing = Selection::new(RULE, 2).look(&[vec![None; 40], vec![Some(1.0); 40]]);
    assert_eq!((nothing.settled(), nothing.gap[1 - nothing.best]), (false, None));
}

#[test]
fn a_scenario_beaten_by_one_that_was_beaten_is_below_the_best_by_the_sum() {
    let mut selection = Selection::new(RULE, 3);
    selection.beaten = vec![Some((1, 0.7)), Some((2, 0.4)), None];
    let values = vec![paired(&[0.0], normal, 5, 40).remove(0), paired(&[0.1], normal, 6, 40).remove(0), paired(&[0.2], normal, 7, 40).remove(0)];
    let standing = selection.look(&values);
    assert!(standing.gap[0].unwrap().high.unwrap() <= -1.1 + 1e-12);
}
