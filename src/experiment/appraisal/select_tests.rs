//! Selection on numbers whose answer is known.

use super::*;
use crate::experiment::design::sampling::Stream;
use crate::math::{inverse_normal, ln};

const RULE: Rule = Rule { better: Better::Higher, margin: 0.5, confidence: 0.95 };

fn constant(values: &[f64], n: usize) -> Vec<Vec<Option<f64>>> {
    values.iter().map(|v| vec![Some(*v); n]).collect()
}

/// Values of scenarios with means and a common noise of half the variance, as paired replicates have.
fn paired(means: &[f64], noise: fn(f64) -> f64, problem: u32, n: usize) -> Vec<Vec<Option<f64>>> {
    let mut stream = Stream::new(7, 900, problem);
    let mut values = vec![Vec::with_capacity(n); means.len()];
    for _ in 0..n {
        let common = noise(stream.uniform());
        for (scenario, mean) in values.iter_mut().zip(means) {
            scenario.push(Some(mean + common + noise(stream.uniform())));
        }
    }
    values
}

/// Looks as an experiment does, until settled or out of replicates; what is beaten gets no more.
fn select(rule: Rule, values: &[Vec<Option<f64>>]) -> (SelectionState, Vec<usize>) {
    let mut selection = Selection::new(rule, values.len());
    let most = values[0].len();
    let mut used: Vec<usize> = vec![FIRST_LOOK as usize; values.len()];
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

/// Standard exponential less its mean: skewness 2.
fn skewed(u: f64) -> f64 {
    -ln(u) - 1.0
}

/// Share of problems answered rightly, with the lower end of its 95 % interval (Wilson 1927).
fn share_right(right: usize, of: usize) -> (f64, f64, f64) {
    let (n, p, z) = (of as f64, right as f64 / of as f64, 1.96f64);
    let centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt() / (1.0 + z * z / n);
    (p, centre - half, centre + half)
}

/// Solves 1,000 problems; a problem is right when the best one is within the margin of the best and all that is said of the others is true.
fn coverage(means: &[f64], noise: fn(f64) -> f64) -> (f64, f64, f64) {
    let right = (0..1000).filter(|problem| {
        let (standing, _) = select(RULE, &paired(means, noise, *problem, 600));
        let top = means.iter().copied().fold(f64::MIN, f64::max);
        let said_truly = |(s, status): (usize, &SelectionStatus)| match status {
            SelectionStatus::Best | SelectionStatus::Undecided => true,
            SelectionStatus::Separated => means[s] < top,
            SelectionStatus::Indistinguishable => (means[s] - means[standing.best]).abs() <= RULE.margin,
        };
        means[standing.best] >= top - RULE.margin && standing.status.iter().enumerate().all(said_truly)
    });
    share_right(right.count(), 1000)
}

#[test]
fn the_selection_is_right_at_least_as_often_as_promised_on_1000_normal_problems() {
    // One clear best with the second exactly the margin below; and five that are all the same.
    for means in [vec![0.0, 0.0, 0.0, 0.5], vec![1.0; 5]] {
        let (share, low, high) = coverage(&means, normal);
        println!("normal, {means:?}: right in {share:.3} ({low:.3} to {high:.3})");
        assert!(low >= 0.95, "{means:?}: {share} ({low} to {high})");
    }
}

#[test]
fn the_selection_is_right_at_least_as_often_as_promised_on_1000_skewed_problems() {
    for means in [vec![0.0, 0.0, 0.0, 0.5], vec![1.0; 5]] {
        let (share, low, high) = coverage(&means, skewed);
        println!("skewed, {means:?}: right in {share:.3} ({low:.3} to {high:.3})");
        assert!(low >= 0.95, "{means:?}: {share} ({low} to {high})");
    }
}

#[test]
fn a_clear_best_is_found_soon_and_the_beaten_get_no_more_replicates() {
    let (standing, used) = select(RULE, &paired(&[0.0, 5.0, 4.0], normal, 1, 600));
    assert_eq!(standing.status, [SelectionStatus::Separated, SelectionStatus::Best, SelectionStatus::Separated]);
    assert_eq!(used[0], FIRST_LOOK as usize);
    assert!(used[2] <= 120, "{used:?}");
    let gap = standing.gap[0].unwrap();
    assert!(gap.low.unwrap() < -5.0 && gap.high.unwrap() < 0.0 && gap.high.unwrap() > -5.0, "{gap:?}");
}

#[test]
fn scenarios_within_the_margin_are_called_indistinguishable() {
    let (standing, _) = select(RULE, &paired(&[1.0, 1.05], |u| 0.3 * normal(u), 2, 600));
    let other = 1 - standing.best;
    assert_eq!((standing.status[other], standing.settled()), (SelectionStatus::Indistinguishable, true));
}

#[test]
fn what_cannot_be_told_yet_is_undecided_with_the_replicates_needed() {
    let (standing, used) = select(RULE, &paired(&[0.0, 0.3], |u| 3.0 * normal(u), 3, 100));
    let other = 1 - standing.best;
    assert_eq!((standing.status[other], used), (SelectionStatus::Undecided, vec![100, 100]));
    let needed = standing.needed[other].unwrap();
    assert!((200..50_000).contains(&needed), "{needed}");
}

#[test]
fn less_may_be_better() {
    let rule = Rule { better: Better::Lower, ..RULE };
    let (standing, _) = select(rule, &paired(&[3.0, 0.0], normal, 4, 600));
    assert_eq!((standing.best, standing.status[0]), (1, SelectionStatus::Separated));
    let gap = standing.gap[0].unwrap();
    assert!(gap.mean > 0.0 && gap.low.unwrap() > 0.0, "{gap:?}");
}

#[test]
fn scenarios_that_never_differ_are_undecided_first_and_then_indistinguishable() {
    let rule = Rule { margin: 0.0, ..RULE };
    let look = |n| Selection::new(rule, 2).look(&constant(&[2.0, 2.0], n)).status[1];
    assert_eq!((look(40), look(ALIKE_AFTER)), (SelectionStatus::Undecided, SelectionStatus::Indistinguishable));
    assert_eq!(Selection::new(rule, 2).look(&constant(&[2.0, 1.0], ALIKE_AFTER)).status[1], SelectionStatus::Separated);
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
