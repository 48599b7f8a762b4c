//! May the averages be trusted? Half-widths, modes and ergodicity of each outcome.
//!
//! Ergodicity after Grazzini (2012), *Analysis of the Emergent Properties: Stationarity and
//! Ergodicity*, JASSS 15(2) 7. Two questions are asked of the yearly means of an outcome:
//!
//! - *stationary*: within one long run, from the last year of the scenario on, do years above and
//!   below the run's median follow each other as if at random (runs test)?
//! - *ergodic*: have these years of one long run the same distribution as the last year of the
//!   scenario has over replicates (runs test and Kolmogorov-Smirnov)?
//!
//! Nothing is detrended: an outcome that grows is neither. Years of one run depend on each other,
//! so the second test is severe; where it fails, one run says little about the others, and only
//! replicates do.

use std::sync::atomic::AtomicBool;

use crate::experiment::{RunError, Sample, Survey, Surveyor};
use crate::model::History;
use crate::outcome::hypothesis::{few_runs, kolmogorov_smirnov, same_distribution};
use crate::outcome::modes::{Modes, modes};
use crate::outcome::statistics::{Estimate, mean, quantile, sorted};
use crate::outcome::{OUTCOMES, Outcome};
use crate::scenario::{Draft, Problems};

/// What is asked.
pub struct TrustQuestion<'a> {
    /// The scenario.
    pub draft: &'a Draft,
    /// Its quarters.
    pub quarters: usize,
    /// Quarters of the long run.
    pub long: usize,
    /// Replicates.
    pub replicates: u32,
    /// Half-width that is aimed at, relative to the mean.
    pub target: f64,
    /// Seed of all draws.
    pub seed: u64,
    /// Number of threads.
    pub threads: usize,
}

/// Tests of years within one run against those over replicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ergodicity {
    /// Years of the long run.
    pub years: usize,
    /// Probability of the runs test of stationarity.
    pub stationary_p: Option<f64>,
    /// Probability of the runs test of one distribution.
    pub runs_p: Option<f64>,
    /// Largest distance of the two distributions.
    pub distance: f64,
    /// Probability of the test of Kolmogorov and Smirnov.
    pub distance_p: f64,
}

/// What is known of the average of an outcome.
#[derive(Clone, Debug)]
pub struct Trust {
    /// The outcome.
    pub outcome: &'static Outcome,
    /// Mean and interval.
    pub estimate: Estimate,
    /// Replicates for the half-width that is aimed at; `None` where the mean is 0.
    pub needed: Option<f64>,
    /// Modes; `None` where the outcome does not vary or has too few values.
    pub modes: Option<Modes>,
    /// Ergodicity; `None` for outcomes without values by quarter.
    pub ergodicity: Option<Ergodicity>,
}

/// Replicates needed for a half-width relative to the mean.
pub fn needed(estimate: &Estimate, target: f64) -> Option<f64> {
    let (mean, sd) = (estimate.mean?, estimate.sd?);
    (mean != 0.0).then(|| (1.96 * sd / (target * mean)).powi(2).ceil().max(2.0))
}

/// Outcomes that are numbers.
fn outcomes() -> Vec<&'static Outcome> {
    OUTCOMES.iter().filter(|o| o.classes.is_empty()).collect()
}

/// Mean of an outcome in each full year of a run.
fn years(h: &History, outcome: &Outcome) -> Vec<Option<f64>> {
    if !outcome.has_trajectory() {
        return vec![];
    }
    let year = |year: usize| mean(&(4 * year..4 * year + 4).filter_map(|t| outcome.of_quarter(h, t)).collect::<Vec<_>>());
    (0..h.quarters.len() / 4).map(year).collect()
}

/// Values of all outcomes, then of the years from the scenario's last one on, outcome by outcome.
fn take(h: &History, from: usize) -> Vec<Option<f64>> {
    let outcomes = outcomes();
    let values = outcomes.iter().map(|o| o.value(h));
    let by_year = outcomes.iter().flat_map(|o| years(h, o).into_iter().skip(from));
    values.chain(by_year).collect()
}

/// Runs the scenario and the long run, and answers.
pub fn trust(question: &TrustQuestion<'_>, progress: &mut dyn FnMut(u64), stop: &AtomicBool) -> Result<Vec<Trust>, RunError> {
    let from = (question.quarters / 4).saturating_sub(1);
    let scenario = |point: usize| {
        let mut draft = question.draft.clone();
        if point == 1 {
            draft.set_as("run.quarters", &question.long.to_string(), "trust")?;
        }
        draft.build()
    };
    let survey = Survey {
        replicates: &[question.replicates, 1],
        scenario: &scenario,
        take: &|h| take(h, from),
        seed: question.seed,
        threads: question.threads,
        panel: false,
    };
    let mut watched = Watched { samples: Vec::new(), progress };
    survey.conduct(&mut watched, stop)?;
    Ok(answers(question, &watched.samples[0], &watched.samples[1]))
}

/// Builds the long run, so that a mistake is found before the first run.
pub fn check(question: &TrustQuestion<'_>) -> Result<(), Problems> {
    let mut draft = question.draft.clone();
    draft.set_as("run.quarters", &question.long.to_string(), "--long")?;
    draft.build().map(drop)
}

fn answers(question: &TrustQuestion<'_>, sample: &Sample, long: &Sample) -> Vec<Trust> {
    let outcomes = outcomes();
    let long_years = (question.long / 4).saturating_sub((question.quarters / 4).saturating_sub(1));
    let (mut here, mut there) = (outcomes.len(), outcomes.len());
    let of = |(column, outcome): (usize, &&'static Outcome)| {
        let values = sample.present(column);
        let estimate = Estimate::of(&values);
        let ergodicity = outcome.has_trajectory().then_some(()).and_then(|()| {
            let over_time: Vec<f64> = (there..there + long_years).flat_map(|c| long.present(c)).collect();
            let over_replicates = sample.present(here);
            (here, there) = (here + 1, there + long_years);
            ergodicity(&over_time, &over_replicates)
        });
        Trust { outcome, needed: needed(&estimate, question.target), modes: modes(&values), estimate, ergodicity }
    };
    outcomes.iter().enumerate().map(of).collect()
}

/// Tests the years of one run against one year of many; `None` where there are too few or they do not vary.
fn ergodicity(over_time: &[f64], over_replicates: &[f64]) -> Option<Ergodicity> {
    let median = quantile(&sorted(over_time), 0.5)?;
    let off: Vec<bool> = over_time.iter().filter(|v| **v != median).map(|v| *v > median).collect();
    let (distance, distance_p) = kolmogorov_smirnov(over_time, over_replicates)?;
    let varies = over_time.iter().chain(over_replicates).any(|v| *v != over_time[0]);
    let enough = varies && over_time.len() >= 10 && over_replicates.len() >= 10;
    enough.then(|| Ergodicity {
        years: over_time.len(),
        stationary_p: few_runs(&off),
        runs_p: same_distribution(over_time, over_replicates),
        distance,
        distance_p,
    })
}

/// Keeps samples and tells how many runs are done.
struct Watched<'a> {
    samples: Vec<Sample>,
    progress: &'a mut dyn FnMut(u64),
}

impl Surveyor for Watched<'_> {
    fn runs(&mut self, count: u64) {
        (self.progress)(count);
    }
    fn point(&mut self, _point: usize, sample: Sample) -> Result<(), crate::experiment::SinkError> {
        self.samples.push(sample);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::design::sampling::Stream;

    #[test]
    fn a_process_without_memory_is_ergodic_and_a_trend_is_not() {
        let mut stream = Stream::new(1, 9, 9);
        let (years, replicates) = (stream.point(60), stream.point(100));
        let fair = ergodicity(&years, &replicates).unwrap();
        assert!(fair.distance_p > 0.01 && fair.runs_p.unwrap() > 0.01 && fair.stationary_p.unwrap() > 0.01, "{fair:?}");
        let rising: Vec<f64> = years.iter().enumerate().map(|(t, u)| u + t as f64 / 10.0).collect();
        let found = ergodicity(&rising, &replicates).unwrap();
        assert!(found.distance_p < 1e-6 && found.stationary_p.unwrap() < 1e-3, "{found:?}");
    }

    #[test]
    fn a_hundred_times_the_replicates_give_a_tenth_of_the_width() {
        let estimate = Estimate { n: 10, mean: Some(2.0), sd: Some(1.0), ..Estimate::default() };
        assert_eq!(needed(&estimate, 0.1), Some(97.0));
        assert_eq!(needed(&estimate, 0.01), Some(9604.0));
        assert_eq!(needed(&Estimate { mean: Some(0.0), ..estimate }, 0.1), None);
    }
}
