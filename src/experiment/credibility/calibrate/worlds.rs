//! Worlds: places at which all means are expected, and found, in their ranges.

use std::sync::atomic::AtomicBool;

use super::emulator::Surface;
use super::places::{MOST_TRIED, Surfaces, between, go_on, leaves};
use super::scores::Scores;
use super::simulate::{CalibrationJournal, HistoryMatching};
use crate::experiment::RunError;
use crate::experiment::design::sampling::{Point, Stream, StreamPurpose};
use crate::outcome::pattern::{PATTERNS, Pattern, PatternTest};

/// Rounds of candidates for worlds.
const MOST_ROUNDS: usize = 12;
/// Distance of candidates from the edges of ranges, in deviations of the surface.
const MARGIN: f64 = 0.5;
/// Places that a walk has found before its finds count.
const POOL: usize = 1000;

/// A plausible set of parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchedWorld {
    /// Place in the prior ranges.
    pub place: Point,
    /// Scores with the replicates of the confirmation.
    pub scores: Scores,
    /// Scores of patterns that compare variants, where computed.
    pub paired: Vec<(&'static str, Option<f64>)>,
}

/// Values of the patterns that compare variants, by number; none for a point outside a range.
type Compared = Option<Vec<(&'static str, Option<f64>)>>;

impl HistoryMatching<'_> {
    /// Places that the surfaces take for worlds, simulated with more replicates, until enough pass.
    pub(super) fn find_worlds(
        &self,
        finder: &Finder<'_>,
        patterns: &[&'static Pattern],
        journal: &mut dyn CalibrationJournal,
        stop: &AtomicBool,
    ) -> Result<(Vec<MatchedWorld>, usize), RunError> {
        let (mut worlds, mut refused) = (Vec::new(), 0);
        for round in 0..MOST_ROUNDS {
            if worlds.len() >= self.worlds {
                break;
            }
            let batch = self.candidates(finder, round as u32, stop)?;
            let batch = &batch[..];
            let scores = self.simulate(&format!("confirmation {}", round + 1), batch, self.confirm, journal, stop)?;
            let passing = batch.iter().zip(scores).filter(|(_, s)| s.n == self.confirm as usize && s.pass(patterns));
            let passing: Vec<(Point, Scores)> = passing.map(|(p, s)| (p.clone(), s)).collect();
            let compared = self.compare(round, &passing, journal, stop)?;
            let before = worlds.len();
            worlds.extend(
                passing.into_iter().zip(compared).filter_map(|((place, scores), paired)| Some(MatchedWorld { place, scores, paired: paired? })),
            );
            refused += batch.len() - (worlds.len() - before);
        }
        worlds.truncate(self.worlds);
        Ok((worlds, refused))
    }

    /// As many candidates as worlds are wanted, from walks that stay where all means are expected in their ranges.
    fn candidates(&self, finder: &Finder<'_>, round: u32, stop: &AtomicBool) -> Result<Vec<Point>, RunError> {
        let mut stream = Stream::new(self.seed, StreamPurpose::World as u32, round);
        let mut found = Vec::new();
        if finder.start.is_empty() {
            return Ok(found);
        }
        let mut pool: Vec<Point> = finder.start.iter().filter(|p| finder.expects(p)).cloned().collect();
        for _ in 0..MOST_TRIED {
            if found.len() == self.worlds {
                break;
            }
            go_on(stop)?;
            let near = if pool.len() >= 50 { &pool } else { &finder.start };
            let place = between(near, &mut stream);
            let inside = place.iter().all(|u| (0.0..=1.0).contains(u));
            if !inside || !finder.expects(&place) || !self.space.allows(&place) {
                continue;
            }
            // The first finds are near to where the walk began.
            if pool.len() >= POOL {
                found.push(place.clone());
            }
            pool.push(place);
        }
        Ok(found)
    }

    /// Values of the patterns that compare variants; `None` for a point outside a range.
    fn compare(
        &self,
        round: usize,
        points: &[(Point, Scores)],
        journal: &mut dyn CalibrationJournal,
        stop: &AtomicBool,
    ) -> Result<Vec<Compared>, RunError> {
        let mut found = vec![Some(Vec::new()); points.len()];
        for (position, pattern) in PATTERNS.iter().enumerate() {
            let (PatternTest::SpreadRatio(v) | PatternTest::Difference(v)) = pattern.check else { continue };
            let spread = matches!(pattern.check, PatternTest::SpreadRatio(_));
            if spread && !self.paired {
                continue;
            }
            let scenario = |point: usize| {
                let mut draft = self.space.draft(&points[point / 2].0)?;
                for (path, value) in [v.both, if point.is_multiple_of(2) { v.with } else { v.without }].concat() {
                    draft.set_as(path, value, "pattern")?;
                }
                draft.build()
            };
            let stage = format!("confirmation {} of {}", round + 1, pattern.id);
            let scores = self.scores(&stage, 2 * points.len(), &scenario, self.confirm.max(v.replicates), journal, stop)?;
            for (kept, pair) in found.iter_mut().zip(scores.chunks(2)) {
                let of = |s: &Scores| if spread { s.variances[position].map(f64::sqrt) } else { s.means[position] };
                let value = of(&pair[0]).zip(of(&pair[1])).map(|(a, b)| if spread { a / b } else { a - b });
                let holds = value.is_some_and(|value| pattern.holds(value));
                *kept = kept.take().filter(|_| holds).map(|mut list| {
                    list.push((pattern.id, value));
                    list
                });
            }
        }
        Ok(found)
    }
}

/// Where worlds are looked for.
pub(super) struct Finder<'a> {
    /// Surfaces of all waves.
    pub surfaces: &'a [Surfaces],
    /// Surfaces over the plausible points of all waves.
    pub last: Surfaces,
    /// Plausible points of all waves, where walks begin.
    pub start: Vec<Point>,
}

impl Finder<'_> {
    /// Whether all means are expected in their ranges, clear of the edges by [`MARGIN`] deviations of the surface.
    fn expects(&self, place: &[f64]) -> bool {
        let holds = |(pattern, s): &(&'static Pattern, Surface)| {
            let (value, margin) = (s.at(place), (MARGIN * s.variance.sqrt()).min((pattern.high - pattern.low) / 4.0));
            (pattern.low + margin..=pattern.high - margin).contains(&value)
        };
        self.last.iter().all(holds) && leaves(self.surfaces, place)
    }
}
