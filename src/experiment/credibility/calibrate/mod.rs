//! Calibration by history matching: which parts of the prior ranges agree with all evidence?
//!
//! Waves of a Latin hypercube; after each, a response surface for each pattern rules out what is
//! implausible, and the next wave looks only at what is left. It stops when the share left is
//! stable. Points whose simulated means lie in all ranges are worlds.

mod emulator;
mod implausible;
mod places;
mod scores;
mod simulate;
mod worlds;

pub use implausible::CUT;
pub use scores::Scores;
pub use simulate::{CalibrationJournal, HistoryMatching};
pub use worlds::MatchedWorld;

use std::sync::atomic::AtomicBool;

use emulator::{Surface, coefficients};
use places::{MOST_TRIED, Surfaces, between, go_on, leaves};
use worlds::Finder;

use crate::experiment::RunError;
use crate::experiment::design::sampling::{Point, Stream, StreamPurpose, latin_hypercube};
use crate::outcome::pattern::{PATTERNS, Pattern, PatternTest};

/// Places tried on the surfaces to measure the share that is left.
const TRIED: usize = 100_000;
/// Relative change of the share left below which it is stable.
const STABLE: f64 = 0.1;

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

/// All that a calibration found.
pub struct Calibrated {
    /// Patterns that scores refer to.
    pub patterns: Vec<&'static Pattern>,
    /// Waves.
    pub waves: Vec<Wave>,
    /// Worlds.
    pub worlds: Vec<MatchedWorld>,
    /// Places of the last wave that are not implausible: what the evidence leaves.
    pub left: Vec<Point>,
    /// Places that the surfaces took for worlds and the simulation refused.
    pub refused: usize,
}

/// Patterns of one run: those that the waves use.
pub fn of_a_run() -> Vec<&'static Pattern> {
    PATTERNS.iter().filter(|p| p.of_a_run().is_some()).collect()
}

/// Calibrates; the same for any number of threads and of interruptions.
pub fn calibrate(calibration: &HistoryMatching<'_>, journal: &mut dyn CalibrationJournal, stop: &AtomicBool) -> Result<Calibrated, RunError> {
    let patterns = of_a_run();
    let mut surfaces: Vec<Surfaces> = Vec::new();
    let mut waves: Vec<Wave> = Vec::new();
    let (mut seen, mut left) = (Vec::new(), Vec::new());
    for number in 0..calibration.waves {
        let (points, drawn_again) = calibration.design(number as u32, &surfaces, stop)?;
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

impl HistoryMatching<'_> {
    /// Fewest points of a wave for which surfaces can be fitted.
    pub fn fewest_points(factors: usize) -> usize {
        coefficients(factors) + coefficients(factors) / 2
    }

    /// Most replicates that a pattern asks of a world: those that compare variants ask for hundreds.
    pub fn most_replicates(paired: bool) -> u32 {
        let of = |pattern: &Pattern| match pattern.check {
            PatternTest::SpreadRatio(v) if paired => v.replicates,
            PatternTest::Difference(v) => v.replicates,
            _ => 0,
        };
        PATTERNS.iter().map(of).max().unwrap_or(0)
    }

    /// Points of a wave: a Latin hypercube, later what the surfaces leave; and how many were drawn again.
    fn design(&self, wave: u32, surfaces: &[Surfaces], stop: &AtomicBool) -> Result<(Vec<Point>, usize), RunError> {
        let factors = self.space.factors.len();
        let mut again = Stream::new(self.seed, StreamPurpose::Again as u32, wave);
        let mut drawn_again = 0;
        if surfaces.is_empty() {
            let mut points = latin_hypercube(self.points, factors, self.seed, wave);
            for point in &mut points {
                while !self.space.allows(point) {
                    go_on(stop)?;
                    *point = again.point(factors);
                    drawn_again += 1;
                }
            }
            return Ok((points, drawn_again));
        }
        let mut points = Vec::new();
        for _ in 0..MOST_TRIED {
            if points.len() == self.points {
                break;
            }
            go_on(stop)?;
            // With enough points at hand, others are found between them (ter Braak's differential step).
            let place = if points.len() >= 50 { between(&points, &mut again) } else { again.point(factors) };
            let inside = place.iter().all(|u| (0.0..=1.0).contains(u));
            if !inside || !leaves(surfaces, &place) {
                continue;
            }
            if self.space.allows(&place) { points.push(place) } else { drawn_again += 1 }
        }
        Ok((points, drawn_again))
    }

    /// Share of the prior ranges that the surfaces leave.
    fn share_left(&self, wave: u32, surfaces: &[Surfaces]) -> f64 {
        let places = latin_hypercube(TRIED, self.space.factors.len(), self.seed, 1000 + wave);
        places.iter().filter(|place| leaves(surfaces, place)).count() as f64 / TRIED as f64
    }
}
