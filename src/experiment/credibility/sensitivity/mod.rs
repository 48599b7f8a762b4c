//! Sensitivity: which parameters move an outcome over the points of a sweep, and how much is noise.
//!
//! Indices are those of the mean of each point over its replicates. All points meet the same
//! replicates; where a sweep was cut short, only replicates that all points have are used, so that
//! points differ by parameters alone. See [`replication_noise`] for what the means leave out.

pub(crate) mod bootstrap;
mod measure;
mod morris;
pub(crate) mod replication_noise;
mod sobol;
#[cfg(test)]
mod tests;
mod warning;

pub use bootstrap::{Estimated, Resampling};
pub use measure::SensitivityMeasure;
pub use morris::MorrisStep;
pub use warning::warnings;

use crate::experiment::credibility::screen::mean_share;
use crate::outcome::statistics::{above_rounding, mean, sorted};
use bootstrap::bootstrap;
use replication_noise::Sums;

/// How the points of a design belong together.
#[derive(Clone, Debug, PartialEq)]
pub enum PointScheme {
    /// Saltelli's: by block the positions of A, of A with one parameter after the other from B, and of B.
    Saltelli(Vec<Vec<usize>>),
    /// Morris': the steps of each trajectory.
    Morris(Vec<Vec<MorrisStep>>),
}

/// An estimate, and what it is of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// What is estimated.
    pub measure: SensitivityMeasure,
    /// Position of the parameter; `None` where the measure is not of one.
    pub parameter: Option<usize>,
    /// The estimate with its interval.
    pub value: Estimated,
}

/// What is found for an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// Estimates: parameter by parameter, then those of no parameter.
    pub indices: Vec<Index>,
    /// Blocks or trajectories that are used.
    pub blocks: usize,
    /// Blocks or trajectories of the design.
    pub planned: usize,
    /// Replicates of each point that are used.
    pub replicates: usize,
    /// Most replicates that a point has.
    pub most_replicates: usize,
    /// Runs, among those used, that have no value: they failed, or the outcome does not exist in them.
    pub missing: usize,
}

impl Sensitivity {
    /// Estimates of a measure by parameter.
    pub fn of(&self, measure: SensitivityMeasure) -> impl Iterator<Item = (usize, Estimated)> + '_ {
        self.indices.iter().filter(move |i| i.measure == measure).filter_map(|i| Some((i.parameter?, i.value)))
    }

    /// The estimate of a measure that is of no parameter.
    pub fn overall(&self, measure: SensitivityMeasure) -> Option<Estimated> {
        self.indices.iter().find(|i| i.measure == measure && i.parameter.is_none()).map(|i| i.value)
    }

    /// What a block of the design is called: those of Morris are trajectories.
    pub fn blocks_are(&self) -> &'static str {
        if self.of(SensitivityMeasure::MuStar).next().is_some() { "trajectories" } else { "blocks" }
    }

    /// What noise alone would give the measure that ranks: for total indices its share of the means, for mu* a mu* of its own.
    pub fn noise_level(&self) -> Option<f64> {
        let total = self.of(SensitivityMeasure::Total).next().is_some();
        self.overall(if total { SensitivityMeasure::NoiseOfMeans } else { SensitivityMeasure::NoiseMuStar })?.estimate
    }

    /// Whether what a parameter is found to move may be nothing but noise: its interval reaches down to what noise alone
    /// would give.
    pub fn may_be_noise(&self, parameter: usize) -> bool {
        let ranking =
            |index: &&Index| index.parameter == Some(parameter) && [SensitivityMeasure::Total, SensitivityMeasure::MuStar].contains(&index.measure);
        let found = self.indices.iter().find(ranking).and_then(|index| index.value.lower.or(index.value.estimate));
        found.zip(self.noise_level()).is_some_and(|(lower, noise)| noise > 0.0 && lower <= noise)
    }

    /// Parameters from the one that moves the outcome most: by total index, or by mu*.
    pub fn ranked(&self) -> Vec<usize> {
        let leading = [SensitivityMeasure::Total, SensitivityMeasure::MuStar];
        let of = |i: &&Index| leading.contains(&i.measure);
        let mut order: Vec<(usize, f64)> =
            self.indices.iter().filter(of).filter_map(|i| Some((i.parameter?, i.value.estimate.unwrap_or(f64::NEG_INFINITY)))).collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1));
        order.into_iter().map(|(parameter, _)| parameter).collect()
    }
}

/// Sensitivity of one outcome, from its values by point and replicate; `None` in a run without a value.
pub fn sensitivity(scheme: &PointScheme, parameters: usize, runs: &[Vec<Option<f64>>], how: &Resampling) -> Sensitivity {
    let runs = &without_rounding(runs);
    let replicates = runs.iter().map(Vec::len).filter(|n| *n > 0).min().unwrap_or(0);
    let used: Vec<&[Option<f64>]> = runs.iter().map(|point| &point[..replicates.min(point.len())]).collect();
    let means: Vec<Option<f64>> = used.iter().map(|point| mean(&point.iter().flatten().copied().collect::<Vec<_>>())).collect();
    let (mut indices, blocks) = match scheme {
        PointScheme::Saltelli(blocks) => of_saltelli(blocks, parameters, &means, how),
        PointScheme::Morris(trajectories) => of_morris(trajectories, parameters, &means, how),
    };
    indices.extend(noise_of(scheme, &used, replicates, how));
    Sensitivity {
        indices,
        blocks,
        planned: scheme.blocks(),
        replicates,
        most_replicates: runs.iter().map(Vec::len).max().unwrap_or(0),
        missing: used.iter().flat_map(|point| point.iter()).filter(|value| value.is_none()).count(),
    }
}

/// The same values; those that differ by nothing but rounding are one number, the least of them: else a resample of blocks that differ
/// by rounding alone would have indices without bound.
fn without_rounding(runs: &[Vec<Option<f64>>]) -> Vec<Vec<Option<f64>>> {
    let ordered = sorted(&runs.iter().flatten().flatten().copied().collect::<Vec<_>>());
    let mut firsts: Vec<f64> = Vec::new();
    for value in ordered {
        if firsts.last().is_none_or(|first| above_rounding(value - first, value.abs().max(first.abs()))) {
            firsts.push(value);
        }
    }
    let first = |value: f64| firsts[firsts.partition_point(|first| *first <= value).saturating_sub(1)];
    runs.iter().map(|point| point.iter().map(|value| value.map(first)).collect()).collect()
}

impl PointScheme {
    /// Number of blocks or trajectories.
    pub fn blocks(&self) -> usize {
        match self {
            Self::Saltelli(blocks) => blocks.len(),
            Self::Morris(trajectories) => trajectories.len(),
        }
    }

    /// Mean share of a range that steps crossed.
    fn mean_step(&self) -> f64 {
        match self {
            Self::Saltelli(_) => 1.0,
            Self::Morris(trajectories) => mean_share(trajectories.iter().flatten().map(|step| step.share)),
        }
    }

    /// Positions of the points of each block.
    fn points(&self) -> Vec<Vec<usize>> {
        match self {
            Self::Saltelli(blocks) => blocks.clone(),
            Self::Morris(trajectories) => {
                let points = |steps: &Vec<MorrisStep>| steps.iter().take(1).map(|s| s.from).chain(steps.iter().map(|s| s.to)).collect();
                trajectories.iter().map(points).collect()
            }
        }
    }
}

/// Indices of each parameter and their sum, from the blocks all of whose points have an output.
fn of_saltelli(blocks: &[Vec<usize>], parameters: usize, means: &[Option<f64>], how: &Resampling) -> (Vec<Index>, usize) {
    let outputs = |block: &Vec<usize>| block.iter().map(|point| means[*point]).collect::<Option<Vec<f64>>>();
    let outputs: Vec<Vec<f64>> = blocks.iter().filter_map(outputs).collect();
    let blocks = sobol::blocks(&outputs);
    let estimate = |chosen: &[usize]| {
        let mut found = sobol::indices(&blocks, chosen)?;
        found.push(found.iter().step_by(sobol::MEASURES.len()).sum());
        Some(found)
    };
    let mut found = bootstrap(blocks.len(), sobol::MEASURES.len() * parameters + 1, how, estimate);
    let sum = found.pop().unwrap_or_default();
    let mut indices = by_parameter(&sobol::MEASURES, &found);
    indices.push(Index { measure: SensitivityMeasure::Sum, parameter: None, value: sum });
    (indices, blocks.len())
}

/// Measures of each parameter, from the trajectories all of whose points have an output.
fn of_morris(trajectories: &[Vec<MorrisStep>], parameters: usize, means: &[Option<f64>], how: &Resampling) -> (Vec<Index>, usize) {
    let effects: Vec<Vec<f64>> = trajectories.iter().filter_map(|steps| morris::effects(steps, means)).collect();
    let found = bootstrap(effects.len(), morris::MEASURES.len() * parameters, how, |chosen| morris::measures(&effects, chosen));
    (by_parameter(&morris::MEASURES, &found), effects.len())
}

/// Names the numbers of an estimator: all measures of the first parameter, then those of the next.
fn by_parameter(measures: &[SensitivityMeasure], found: &[Estimated]) -> Vec<Index> {
    let name = |(position, value): (usize, &Estimated)| {
        let (parameter, measure) = (position / measures.len(), position % measures.len());
        Index { measure: measures[measure], parameter: Some(parameter), value: *value }
    };
    found.iter().enumerate().map(name).collect()
}

/// Shares of noise, from the points that have a value in every replicate.
fn noise_of(scheme: &PointScheme, runs: &[&[Option<f64>]], replicates: usize, how: &Resampling) -> Vec<Index> {
    let complete = |point: &usize| runs[*point].iter().copied().collect::<Option<Vec<f64>>>().filter(|values| values.len() == replicates);
    let blocks: Vec<Vec<Vec<f64>>> = scheme.points().iter().map(|block| block.iter().filter_map(complete).collect()).collect();
    let origin = blocks.iter().flatten().flatten().next().copied().unwrap_or(0.0);
    let of_block = |block: &Vec<Vec<f64>>| Sums::of(block.iter().map(Vec::as_slice), replicates, origin);
    let sums: Vec<Sums> = blocks.iter().map(of_block).collect();
    let step = scheme.mean_step();
    let estimate = |chosen: &[usize]| {
        let mut sum = Sums::none(replicates);
        chosen.iter().for_each(|block| sum.add(&sums[*block]));
        let parts = sum.parts()?;
        Some(vec![parts.of_a_mean()?, parts.of_a_run()?, replication_noise::mu_star(&parts, step)])
    };
    let mut measures = vec![SensitivityMeasure::NoiseOfMeans, SensitivityMeasure::NoiseOfRuns];
    if matches!(scheme, PointScheme::Morris(_)) {
        measures.push(SensitivityMeasure::NoiseMuStar);
    }
    let found = bootstrap(sums.len(), 3, how, estimate);
    measures.into_iter().zip(found).map(|(measure, value)| Index { measure, parameter: None, value }).collect()
}
