//! What a calibration is asked, and the simulation of its points.

use std::sync::atomic::AtomicBool;

use super::scores::Scores;
use crate::experiment::credibility::validate;
use crate::experiment::design::sampling::Point;
use crate::experiment::{RunError, Sample, SinkError, Space, Survey, Surveyor};
use crate::outcome::pattern::{PATTERNS, Pattern};
use crate::scenario::{Problems, Scenario};

/// Keeps what is done, so that a calibration that was killed goes on where it stood.
pub trait CalibrationJournal {
    /// Scores of a stage that are known from before, from its first point on.
    fn known(&self, stage: &str) -> Vec<Scores>;
    /// Keeps the scores of the next point of a stage.
    fn keep(&mut self, stage: &str, scores: &Scores) -> Result<(), SinkError>;
    /// So many more runs are done, of all that the stage needs.
    fn progress(&mut self, stage: &str, runs: u64, of: u64);
}

/// What a calibration is asked.
pub struct HistoryMatching<'a> {
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

impl HistoryMatching<'_> {
    /// Simulates the points of a stage that the journal does not know.
    pub(super) fn simulate(
        &self,
        stage: &str,
        points: &[Point],
        replicates: u32,
        journal: &mut dyn CalibrationJournal,
        stop: &AtomicBool,
    ) -> Result<Vec<Scores>, RunError> {
        self.scores(stage, points.len(), &|point| self.space.scenario(&points[point]), replicates, journal, stop)
    }

    /// Scores of the points of a stage, each a scenario of its own.
    pub(super) fn scores(
        &self,
        stage: &str,
        points: usize,
        scenario: &(dyn Fn(usize) -> Result<Scenario, Problems> + Sync),
        replicates: u32,
        journal: &mut dyn CalibrationJournal,
        stop: &AtomicBool,
    ) -> Result<Vec<Scores>, RunError> {
        let patterns: Vec<&'static Pattern> = PATTERNS.iter().collect();
        let mut scores = journal.known(stage);
        scores.truncate(points);
        let done = scores.len();
        let counts = vec![replicates; points - done];
        let survey = Survey {
            replicates: &counts,
            scenario: &|point| scenario(done + point),
            take: &|history| validate::numbers(&patterns, history),
            seed: self.seed,
            threads: self.threads,
            panel: true,
        };
        let mut keeper = Keeper { stage, journal, scores: &mut scores, runs: survey.runs() };
        survey.conduct(&mut keeper, stop)?;
        Ok(scores)
    }
}

/// Passes finished points to the journal.
struct Keeper<'a> {
    stage: &'a str,
    journal: &'a mut dyn CalibrationJournal,
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
