//! Under which weightings of outcomes each option is best: stochastic multicriteria acceptability analysis, SMAA-2 (Lahdelma and
//! Salminen 2001, *SMAA-2: Stochastic Multicriteria Acceptability Analysis for Group Decision Making*, Operations Research 49).
//!
//! People weigh exports, small labels, creators and money differently, and no weighting is the right one. Options are scored by a
//! weighted sum of their effects, each effect over the range that the options' mean effects span (so that a weight is what the step
//! from the worst to the best option is worth), for weights drawn evenly from all that add up to 1 and effects drawn from what is not
//! known of them: a plausible world each, or a resample of the replicates. Doing nothing is an option too.
//!
//! - *acceptability*: share of draws in which an option is best;
//! - *central weights*: mean of the weights under which it is best, those of its typical supporter;
//! - *confidence*: share of draws of the effects in which it is best under its central weights.

use crate::experiment::Results;
use crate::experiment::appraisal::generality::WorldEffect;
use crate::experiment::design::sampling::{Stream, StreamPurpose};
use crate::experiment::{CostBasis, Measure};
use crate::math::ln;
use crate::outcome::Better;

/// Draws of weights.
const DRAWS: usize = 20_000;
/// Resamples of replicates where there are no worlds.
const RESAMPLES: usize = 400;

/// Outcomes that are weighed, each with a short name.
pub const CRITERIA: [(&str, &str); 6] = [
    ("exports", "export_revenue"),
    ("small", "small_label_exports"),
    ("startups", "startup_survival_3y"),
    ("creators", "creator_income_median"),
    ("autonomy", "export_autonomy"),
    ("identity", "export_identity"),
];
/// Short name of cost, the last criterion.
pub const COST: &str = "cost";

/// Weights of one's own: criterion (a short name) and weight.
pub type OwnWeights = Vec<(String, f64)>;

/// The outcome of a criterion.
pub fn outcome_of(criterion: &str, cost: CostBasis) -> Option<&'static str> {
    if criterion == COST {
        return Some(cost.outcome());
    }
    CRITERIA.iter().find(|(name, outcome)| *name == criterion || *outcome == criterion).map(|(_, outcome)| *outcome)
}

/// What is found of all options.
#[derive(Clone, Debug, PartialEq)]
pub struct Weightings {
    /// Criteria that tell options apart, by short name, with their outcomes.
    pub criteria: Vec<(&'static str, Measure)>,
    /// The options.
    pub options: Vec<Supported>,
    /// Whether effects were drawn from plausible worlds.
    pub worlds: bool,
    /// Whether weights of one's own were given, and of outcomes alone that no option changes.
    pub weightless: bool,
}

/// What is found of one option.
#[derive(Clone, Debug, PartialEq)]
pub struct Supported {
    /// Position of the scenario; of the baseline, doing nothing.
    pub scenario: usize,
    /// Share of draws in which it is best.
    pub acceptability: f64,
    /// Mean of the weights under which it is best, by criterion; none where it never is.
    pub central: Option<Vec<f64>>,
    /// Share of draws of the effects in which it is best under them.
    pub confidence: Option<f64>,
    /// Share of draws of the effects in which it is best under weights of one's own.
    pub own: Option<f64>,
}

/// Effects of options on criteria in one draw, all in the direction in which more is better.
type Effects = Vec<Vec<f64>>;

/// Looks at all weightings for the options given (positions of policies; the baseline is added); none for fewer than two policies.
pub fn weightings(results: &Results, effects: &[WorldEffect], policies: &[usize], cost: CostBasis, own: Option<&OwnWeights>) -> Option<Weightings> {
    let baseline = results.baseline?;
    if policies.len() < 2 {
        return None;
    }
    let measures = results.measures();
    let all = CRITERIA.into_iter().chain([(COST, cost.outcome())]);
    let criteria: Vec<(&str, Measure)> = all.filter_map(|(short, name)| Some((short, measures.iter().find(|m| m.name == name)?.clone()))).collect();
    let of_worlds = from_worlds(effects, policies, &criteria);
    let worlds = of_worlds.is_some();
    let draws = of_worlds.unwrap_or_else(|| from_replicates(results, baseline, policies, &criteria));
    let (kept, draws) = scaled(&draws)?;
    let criteria: Vec<(&'static str, Measure)> = kept.iter().map(|c| criteria[*c].clone()).collect();
    let given = own.map(|own| of_criteria(own, &criteria, cost));
    let own = given.clone().filter(|weights| weights.iter().sum::<f64>() > 0.0);
    let weightless = own.is_none() && given.is_some();
    let found = supported(&draws, own.as_deref(), results.seed);
    let scenarios = policies.iter().copied().chain([baseline]);
    Some(Weightings { criteria, options: scenarios.zip(found).map(|(scenario, of)| Supported { scenario, ..of }).collect(), worlds, weightless })
}

/// Weights of one's own in the order of the criteria; what is not named weighs nothing.
fn of_criteria(own: &OwnWeights, criteria: &[(&'static str, Measure)], cost: CostBasis) -> Vec<f64> {
    let weight = |name: &str| own.iter().filter(|(given, _)| outcome_of(given, cost) == Some(name)).map(|(_, w)| *w).sum();
    criteria.iter().map(|(_, measure)| weight(&measure.name)).collect()
}

fn sign(measure: &Measure) -> f64 {
    if measure.better == Better::Lower || CostBasis::is(&measure.name) { -1.0 } else { 1.0 }
}

/// A draw for each world; `None` where a criterion was not looked at in the same worlds for all options.
fn from_worlds(effects: &[WorldEffect], policies: &[usize], criteria: &[(&'static str, Measure)]) -> Option<Vec<Effects>> {
    let of = |scenario: usize, measure: &Measure| effects.iter().find(|e| e.scenario == scenario && e.measure.name == measure.name);
    let worlds = of(*policies.first()?, &criteria.first()?.1)?.over.by_world.len();
    let column = |scenario: usize, measure: &Measure| {
        let values = &of(scenario, measure)?.over.by_world;
        (values.len() == worlds).then(|| values.iter().map(|v| sign(measure) * v).collect::<Vec<f64>>())
    };
    let columns: Vec<Vec<Vec<f64>>> =
        policies.iter().map(|s| criteria.iter().map(|(_, m)| column(*s, m)).collect::<Option<_>>()).collect::<Option<_>>()?;
    let world = |w: usize| columns.iter().map(|option| option.iter().map(|values| values[w]).collect()).chain([vec![0.0; criteria.len()]]).collect();
    Some((0..worlds).map(world).collect())
}

/// A draw for each resample of the replicates, the same replicates for all options and criteria.
fn from_replicates(results: &Results, baseline: usize, policies: &[usize], criteria: &[(&'static str, Measure)]) -> Vec<Effects> {
    let differences = |scenario: usize, measure: &Measure| -> Vec<Option<f64>> {
        let (without, with) = (results.values(baseline, measure), results.values(scenario, measure));
        without.iter().zip(&with).map(|(a, b)| a.zip(*b).map(|(a, b)| sign(measure) * (b - a))).collect()
    };
    let columns: Vec<Vec<Vec<Option<f64>>>> = policies.iter().map(|s| criteria.iter().map(|(_, m)| differences(*s, m)).collect()).collect();
    let replicates = columns.iter().flatten().map(Vec::len).min().unwrap_or(0);
    let resample = |number: usize| {
        let mut stream = Stream::new(results.seed, StreamPurpose::Weightings as u32, number as u32);
        let rows: Vec<usize> = (0..replicates).map(|_| stream.below(replicates)).collect();
        let mean = |values: &Vec<Option<f64>>| {
            let (sum, n) = rows.iter().filter_map(|r| values[*r]).fold((0.0, 0u32), |(sum, n), v| (sum + v, n + 1));
            if n == 0 { 0.0 } else { sum / f64::from(n) }
        };
        columns.iter().map(|option| option.iter().map(mean).collect()).chain([vec![0.0; criteria.len()]]).collect()
    };
    (1..=RESAMPLES).map(resample).collect()
}

/// Effects over the range of the options' means, and the criteria that have one; `None` where no criterion tells options apart.
fn scaled(draws: &[Effects]) -> Option<(Vec<usize>, Vec<Effects>)> {
    let (options, criteria) = (draws.first()?.len(), draws.first()?.first()?.len());
    let mean = |o: usize, c: usize| draws.iter().map(|draw| draw[o][c]).sum::<f64>() / draws.len() as f64;
    let range = |c: usize| {
        let means = (0..options).map(|o| mean(o, c));
        means.clone().fold(f64::NEG_INFINITY, f64::max) - means.fold(f64::INFINITY, f64::min)
    };
    let ranges: Vec<f64> = (0..criteria).map(range).collect();
    let kept: Vec<usize> = (0..criteria).filter(|c| ranges[*c] > 0.0).collect();
    let of_draw = |draw: &Effects| draw.iter().map(|option| kept.iter().map(|c| option[*c] / ranges[*c]).collect()).collect();
    (!kept.is_empty()).then(|| (kept.clone(), draws.iter().map(of_draw).collect()))
}

/// The best option of a draw under weights; the first of those that are alike.
fn best(draw: &Effects, weights: &[f64]) -> usize {
    let score = |option: &Vec<f64>| option.iter().zip(weights).map(|(effect, weight)| effect * weight).sum::<f64>();
    let mut best = (0, f64::NEG_INFINITY);
    for (place, option) in draw.iter().enumerate() {
        let score = score(option);
        if score > best.1 {
            best = (place, score);
        }
    }
    best.0
}

/// Acceptability, central weights and confidence of each option.
fn supported(draws: &[Effects], own: Option<&[f64]>, seed: u64) -> Vec<Supported> {
    let (options, criteria) = (draws[0].len(), draws[0][0].len());
    let mut stream = Stream::new(seed, StreamPurpose::Weightings as u32, 0);
    let mut count = vec![0u32; options];
    let mut sums = vec![vec![0.0; criteria]; options];
    for n in 0..DRAWS {
        // Even on the simplex: exponential variates over their sum.
        let raw: Vec<f64> = (0..criteria).map(|_| -ln(stream.uniform())).collect();
        let total: f64 = raw.iter().sum();
        let weights: Vec<f64> = raw.iter().map(|w| w / total).collect();
        let winner = best(&draws[n % draws.len()], &weights);
        count[winner] += 1;
        sums[winner].iter_mut().zip(&weights).for_each(|(sum, w)| *sum += w);
    }
    let share_best = |option: usize, weights: &[f64]| {
        let won = draws.iter().filter(|draw| best(draw, weights) == option).count();
        won as f64 / draws.len() as f64
    };
    let of = |option: usize| {
        let central = (count[option] > 0).then(|| sums[option].iter().map(|sum| sum / f64::from(count[option])).collect::<Vec<f64>>());
        Supported {
            scenario: option,
            acceptability: f64::from(count[option]) / DRAWS as f64,
            confidence: central.as_ref().map(|weights| share_best(option, weights)),
            central,
            own: own.map(|weights| share_best(option, weights)),
        }
    };
    (0..options).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_weightings_are_those_worked_out_by_hand() {
        // C is best where 0.6 exceeds both weights: between 0.4 and 0.6, a fifth; A and B share the rest. Nothing never is best.
        let draw = vec![vec![1.0, 0.0], vec![0.0, 1.0], vec![0.6, 0.6], vec![0.0, 0.0]];
        let found = supported(std::slice::from_ref(&draw), Some(&[0.5, 0.5]), 1);
        for (option, share) in found.iter().zip([0.4, 0.4, 0.2, 0.0]) {
            assert!((option.acceptability - share).abs() < 0.015, "{option:?}");
        }
        // Draws of several seeds are even in the mean.
        let mean = |option: usize| (0..40).map(|seed| supported(std::slice::from_ref(&draw), None, seed)[option].acceptability).sum::<f64>() / 40.0;
        assert!((mean(0) - 0.4).abs() < 0.003 && (mean(2) - 0.2).abs() < 0.003, "{} {}", mean(0), mean(2));
        // A's supporters weigh the first outcome from 0.6 to 1: 0.8 in the mean.
        let central = found[0].central.as_ref().unwrap();
        assert!((central[0] - 0.8).abs() < 0.01 && (central[0] + central[1] - 1.0).abs() < 1e-9, "{central:?}");
        assert_eq!((found[0].confidence, found[3].central.clone(), found[3].confidence), (Some(1.0), None, None));
        assert_eq!(found.iter().map(|o| o.own.unwrap()).collect::<Vec<_>>(), [0.0, 0.0, 1.0, 0.0]);
    }

    #[test]
    fn three_outcomes_that_one_option_each_leads_share_the_weightings() {
        let draw = vec![vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0], vec![0.0, 0.0, 1.0]];
        for option in supported(&[draw], None, 3) {
            assert!((option.acceptability - 1.0 / 3.0).abs() < 0.012 && option.own.is_none(), "{option:?}");
        }
    }

    #[test]
    fn doubt_about_effects_is_doubt_about_the_best() {
        // The first option is ahead in three of four draws, whatever the weights.
        let ahead = vec![vec![1.0, 1.0], vec![0.0, 0.0]];
        let behind = vec![vec![-1.0, -1.0], vec![0.0, 0.0]];
        let found = supported(&[ahead.clone(), ahead.clone(), ahead, behind], None, 1);
        assert!((found[0].acceptability - 0.75).abs() < 1e-12 && found[0].confidence == Some(0.75), "{found:?}");
    }

    #[test]
    fn effects_are_told_by_the_range_of_the_options_and_what_none_changes_is_left_out() {
        let (kept, draws) = scaled(&[vec![vec![50.0, 2.0, 0.3], vec![0.0, 2.0, 0.1]]]).unwrap();
        assert_eq!(kept, [0, 2]);
        assert!((draws[0][0][0] - 1.0).abs() < 1e-12 && (draws[0][0][1] - 1.5).abs() < 1e-12, "{draws:?}");
        assert!(scaled(&[vec![vec![1.0], vec![1.0]]]).is_none());
    }
}
