//! Calibration by history matching: which parts of the prior ranges agree with all evidence?
//!
//! Waves of a Latin hypercube; after each, a response surface for each pattern rules out what is
//! implausible, and the next wave looks only at what is left. It stops when the share left is
//! stable. Points whose simulated means lie in all ranges are worlds.

mod emulator;
mod implausible;
mod worlds;

pub use implausible::{CUT, implausibility};

use std::sync::atomic::AtomicBool;

use emulator::{Surface, coefficients};
use worlds::Finder;

use crate::experiment::design::sampling::{Point, Purpose, Stream, latin_hypercube};
use crate::experiment::{Sample, SinkError, Space, Survey, Surveyor, Trouble};
use crate::outcome::pattern::{PATTERNS, Pattern};
use crate::outcome::statistics::{mean, variance};
use crate::scenario::{Problems, Scenario};

/// Places tried on the surfaces to measure the share that is left.
const TRIED: usize = 100_000;
/// Most places tried to fill a wave.
const MOST_TRIED: usize = 4_000_000;
/// Relative change of the share left below which it is stable.
const STABLE: f64 = 0.1;

/// Mean and variance over replicates of each pattern at a point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// Replicates whose run did not fail.
    pub n: usize,
    /// Means, in the order of the table of patterns; `None` where no run has one.
    pub means: Vec<Option<f64>>,
    /// Variances over replicates.
    pub variances: Vec<Option<f64>>,
}

/// Place of a pattern in the table.
fn column(pattern: &Pattern) -> usize {
    PATTERNS.iter().position(|p| p.id == pattern.id).expect("the pattern is in the table")
}

impl Scores {
    fn of(sample: &Sample, patterns: usize) -> Self {
        let columns: Vec<Vec<f64>> = (0..patterns).map(|column| sample.present(column)).collect();
        Self {
            n: sample.runs.len() - sample.failed(),
            means: columns.iter().map(|c| mean(c)).collect(),
            variances: columns.iter().map(|c| variance(c)).collect(),
        }
    }

    /// Largest implausibility; infinite where a pattern has no value.
    pub fn implausibility(&self, patterns: &[&Pattern]) -> f64 {
        let of = |pattern: &&Pattern| match (self.mean(pattern), self.variances[column(pattern)]) {
            (Some(mean), Some(variance)) => implausibility(pattern, mean, variance / self.n as f64),
            _ => f64::INFINITY,
        };
        patterns.iter().map(of).fold(0.0, f64::max)
    }

    /// Whether every mean lies in its range.
    pub fn pass(&self, patterns: &[&Pattern]) -> bool {
        patterns.iter().all(|pattern| self.mean(pattern).is_some_and(|mean| pattern.holds(mean)))
    }

    /// Mean of a pattern.
    pub fn mean(&self, pattern: &Pattern) -> Option<f64> {
        self.means[column(pattern)]
    }
}

/// Keeps what is done, so that a calibration that was killed goes on where it stood.
pub trait Journal {
    /// Scores of a stage that are known from before, from its first point on.
    fn known(&self, stage: &str) -> Vec<Scores>;
    /// Keeps the scores of the next point of a stage.
    fn keep(&mut self, stage: &str, scores: &Scores) -> Result<(), SinkError>;
    /// So many more runs are done, of all that the stage needs.
    fn progress(&mut self, stage: &str, runs: u64, of: u64);
}

/// What a calibration is asked.
pub struct Calibration<'a> {
    /// Parameters and their ranges over a scenario.
    pub space: &'a Space,
    /// Points of a wave.
    pub points: usize,
    /// Replicates of each point.
    pub replicates: u32,
    /// Replicates with which worlds are confirmed.
    pub confirm: u32,
    /// Worlds wanted.
    pub worlds: usize,
    /// Most waves.
    pub waves: usize,
    /// Whether worlds must show the patterns that need hundreds of replicates too.
    pub paired: bool,
    /// Seed of designs and draws.
    pub seed: u64,
    /// Number of threads.
    pub threads: usize,
}

/// What a wave found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wave {
    /// Points simulated.
    pub points: usize,
    /// Those whose simulated means are not implausible.
    pub plausible: usize,
    /// Those whose means lie in all ranges.
    pub passing: usize,
    /// Points that were drawn again because they broke a constraint.
    pub drawn_again: usize,
    /// Share of the prior ranges that the surfaces of all waves leave.
    pub left: f64,
}

/// A plausible set of parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    /// Place in the prior ranges.
    pub place: Point,
    /// Scores with the replicates of the confirmation.
    pub scores: Scores,
    /// Scores of patterns that compare variants, where computed.
    pub paired: Vec<(&'static str, Option<f64>)>,
}

/// All that a calibration found.
pub struct Calibrated {
    /// Patterns that scores refer to.
    pub patterns: Vec<&'static Pattern>,
    /// Waves.
    pub waves: Vec<Wave>,
    /// Worlds.
    pub worlds: Vec<World>,
    /// Places of the last wave that are not implausible: what the evidence leaves.
    pub left: Vec<Point>,
    /// Places that the surfaces took for worlds and the simulation refused.
    pub refused: usize,
}

/// Patterns of one run: those that the waves use.
pub fn of_a_run() -> Vec<&'static Pattern> {
    PATTERNS.iter().filter(|p| p.of_a_run().is_some()).collect()
}

/// Surfaces of one wave, one for each pattern that could be fitted.
type Surfaces = Vec<(&'static Pattern, Surface)>;

/// Calibrates; the same for any number of threads and of interruptions.
pub fn calibrate(calibration: &Calibration<'_>, journal: &mut dyn Journal, stop: &AtomicBool) -> Result<Calibrated, Trouble> {
    let patterns = of_a_run();
    let mut surfaces: Vec<Surfaces> = Vec::new();
    let mut waves: Vec<Wave> = Vec::new();
    let (mut seen, mut left) = (Vec::new(), Vec::new());
    for number in 0..calibration.waves {
        let (points, drawn_again) = calibration.design(number as u32, &surfaces);
        let scores = calibration.simulate(&format!("wave {}", number + 1), &points, calibration.replicates, journal, stop)?;
        surfaces.push(fit(&patterns, &points, &scores));
        left = chosen(&points, &scores, |s| s.implausibility(&patterns) <= CUT);
        let passing = scores.iter().filter(|s| s.pass(&patterns)).count();
        let wave = Wave { points: points.len(), plausible: left.len(), passing, drawn_again, left: calibration.share_left(number as u32, &surfaces) };
        seen.extend(points.into_iter().zip(scores).filter(|(_, s)| s.implausibility(&patterns) <= CUT));
        let stable = waves.last().is_some_and(|before| (before.left - wave.left).abs() <= STABLE * before.left);
        waves.push(wave);
        if stable {
            break;
        }
    }
    let (points, scores): (Vec<Point>, Vec<Scores>) = seen.into_iter().unzip();
    let finder = Finder { surfaces: &surfaces, last: fit(&patterns, &points, &scores), start: points };
    let (worlds, refused) = calibration.find_worlds(&finder, &patterns, journal, stop)?;
    Ok(Calibrated { patterns, waves, worlds, left, refused })
}

fn chosen(points: &[Point], scores: &[Scores], keep: impl Fn(&Scores) -> bool) -> Vec<Point> {
    points.iter().zip(scores).filter(|(_, s)| keep(s)).map(|(p, _)| p.clone()).collect()
}

/// A surface for each pattern over the points that have it.
fn fit(patterns: &[&'static Pattern], points: &[Point], scores: &[Scores]) -> Surfaces {
    let of = |pattern: &&'static Pattern| {
        let known = points.iter().zip(scores).filter_map(|(p, s)| Some((p.as_slice(), s.mean(pattern)?)));
        let (places, values): (Vec<&[f64]>, Vec<f64>) = known.unzip();
        Some((*pattern, Surface::fit(&places, &values)?))
    };
    patterns.iter().filter_map(of).collect()
}

/// Whether the surfaces of all waves leave a place.
fn leaves(surfaces: &[Surfaces], place: &[f64]) -> bool {
    surfaces.iter().flatten().all(|(pattern, s)| implausibility(pattern, s.at(place), s.variance) <= CUT)
}

impl Calibration<'_> {
    /// Fewest points of a wave for which surfaces can be fitted.
    pub fn fewest_points(factors: usize) -> usize {
        coefficients(factors) + coefficients(factors) / 2
    }

    /// Points of a wave: a Latin hypercube, later what the surfaces leave; and how many were drawn again.
    fn design(&self, wave: u32, surfaces: &[Surfaces]) -> (Vec<Point>, usize) {
        let factors = self.space.factors.len();
        let mut again = Stream::new(self.seed, Purpose::Again as u32, wave);
        let mut drawn_again = 0;
        if surfaces.is_empty() {
            let mut points = latin_hypercube(self.points, factors, self.seed, wave);
            for point in &mut points {
                while !self.space.allows(point) {
                    *point = again.point(factors);
                    drawn_again += 1;
                }
            }
            return (points, drawn_again);
        }
        let mut points = Vec::new();
        for _ in 0..MOST_TRIED {
            if points.len() == self.points {
                break;
            }
            // With enough points at hand, others are found between them (ter Braak's differential step).
            let place = if points.len() >= 50 { between(&points, &mut again) } else { again.point(factors) };
            let inside = place.iter().all(|u| (0.0..=1.0).contains(u));
            if !inside || !leaves(surfaces, &place) {
                continue;
            }
            if self.space.allows(&place) { points.push(place) } else { drawn_again += 1 }
        }
        (points, drawn_again)
    }

    /// Share of the prior ranges that the surfaces leave.
    fn share_left(&self, wave: u32, surfaces: &[Surfaces]) -> f64 {
        let places = latin_hypercube(TRIED, self.space.factors.len(), self.seed, 1000 + wave);
        places.iter().filter(|place| leaves(surfaces, place)).count() as f64 / TRIED as f64
    }

    /// Simulates the points of a stage that the journal does not know.
    fn simulate(&self, stage: &str, points: &[Point], replicates: u32, journal: &mut dyn Journal, stop: &AtomicBool) -> Result<Vec<Scores>, Trouble> {
        self.scores(stage, points.len(), &|point| self.space.scenario(&points[point]), replicates, journal, stop)
    }

    fn scores(
        &self,
        stage: &str,
        points: usize,
        scenario: &(dyn Fn(usize) -> Result<Scenario, Problems> + Sync),
        replicates: u32,
        journal: &mut dyn Journal,
        stop: &AtomicBool,
    ) -> Result<Vec<Scores>, Trouble> {
        let patterns: Vec<&'static Pattern> = PATTERNS.iter().collect();
        let mut scores = journal.known(stage);
        scores.truncate(points);
        let done = scores.len();
        let counts = vec![replicates; points - done];
        let survey = Survey {
            replicates: &counts,
            scenario: &|point| scenario(done + point),
            take: &|history| super::validate::numbers(&patterns, history),
            seed: self.seed,
            threads: self.threads,
            panel: true,
        };
        let mut keeper = Keeper { stage, journal, scores: &mut scores, runs: survey.runs() };
        survey.conduct(&mut keeper, stop)?;
        Ok(scores)
    }
}

/// A place near one point, moved along the difference of two others, with two coordinates drawn anew.
fn between(points: &[Point], stream: &mut Stream) -> Point {
    let [a, b, c] = [0; 3].map(|_| &points[stream.below(points.len())]);
    let length = 0.2 + 0.5 * stream.uniform();
    let mut place: Point = a.iter().zip(b).zip(c).map(|((a, b), c)| a + length * (b - c)).collect();
    for _ in 0..2 {
        let factor = stream.below(place.len());
        place[factor] = stream.uniform();
    }
    place
}

/// Passes finished points to the journal.
struct Keeper<'a> {
    stage: &'a str,
    journal: &'a mut dyn Journal,
    scores: &'a mut Vec<Scores>,
    runs: u64,
}

impl Surveyor for Keeper<'_> {
    fn runs(&mut self, count: u64) {
        self.journal.progress(self.stage, count, self.runs);
    }
    fn point(&mut self, _point: usize, sample: Sample) -> Result<(), SinkError> {
        let scores = Scores::of(&sample, PATTERNS.len());
        self.journal.keep(self.stage, &scores)?;
        self.scores.push(scores);
        Ok(())
    }
}
