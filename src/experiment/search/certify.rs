//! Certifies a front: on fresh blocks, until what is said of all candidates is true but with a given probability.
//!
//! Each pair of candidates has a time-uniform interval of its mean difference in each objective (`outcome::sequence`), and each candidate
//! one of its mean, its difference to the baseline and its cost, all at the error d / (number of intervals): with probability 1 - d all
//! of them hold at all numbers of blocks together. Let U(a - b) be the upper end of the difference of a and b, e the difference that does not matter. Candidates stop when there is a set R of
//! reported ones with
//!
//! ```text
//! no r in R is beaten by more than e by any candidate c:   in some objective U(c - r) <= e
//! every candidate c is covered by some r in R:             in all objectives U(c - r) <= e
//! ```
//!
//! While the intervals hold, both sentences are true of the means themselves, whatever the data led to look at, to leave out and to stop.
//! This is relaxed identification of the Pareto set (Auer, Chiang, Ortner and Drugan 2016, *Pareto Front Identification from Stochastic
//! Bandit Feedback*; Kone, Kaufmann and Richert 2023, *Adaptive Algorithms for Relaxed Pareto Set Identification*) with paired
//! differences. It ends: once no interval is wider than e, R may be the front of the sample.
//!
//! A candidate that another one (which keeps to the limit of cost) matches or beats in every objective for certain gets no more blocks:
//! whatever covers the other covers it too.

use super::aims::{Aim, MoreRows, Row, column, mean_of};
use super::pairs::Pair;
use crate::outcome::sequence;
use crate::outcome::statistics::Scale;

/// Fewest blocks before the first look.
const FIRST: u32 = 40;
/// Blocks between looks, as a part of those there are.
const STEP: u32 = 8;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct CertifyQuestion<'a> {
    /// Objectives.
    pub aims: &'a [Aim],
    /// Largest mean cost; the measure after the objectives.
    pub cost_limit: Option<f64>,
    /// Probability with which something said may be false.
    pub error: f64,
    /// Most blocks.
    pub most: u32,
}

/// What is known of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CandidateStatus {
    /// On the front that is reported.
    Reported,
    /// No reported one is better or worse by more than what does not matter: as good as this one.
    AsGood(usize),
    /// This reported one is as good or better, up to what does not matter.
    Covered(usize),
    /// Another candidate matches or beats it in everything for certain.
    Beaten(usize),
    /// Costs more than is allowed for certain.
    TooDear,
    /// Nothing can be said yet.
    Open,
}

impl CandidateStatus {
    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::AsGood(_) => "as_good",
            Self::Covered(_) => "covered",
            Self::Beaten(_) => "beaten",
            Self::TooDear => "too_dear",
            Self::Open => "open",
        }
    }

    /// The candidate that it is compared with.
    pub fn by(self) -> Option<usize> {
        match self {
            Self::AsGood(by) | Self::Covered(by) | Self::Beaten(by) => Some(by),
            _ => None,
        }
    }
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Certified {
    /// Whether both sentences were reached.
    pub reached: bool,
    /// Reported candidates, the best in the first objective first.
    pub reported: Vec<usize>,
    /// Status of each candidate.
    pub status: Vec<CandidateStatus>,
    /// Values of each candidate, block by block.
    pub rows: Vec<Vec<Row>>,
    /// Blocks of those that were followed to the end.
    pub blocks: u32,
    /// Error of each interval.
    pub error_of_one: f64,
}

/// Ends of an interval that has been narrowed look by look.
type Ends = (f64, f64);

/// The candidates while they are looked at.
struct Standing<'a> {
    asked: CertifyQuestion<'a>,
    rows: Vec<Vec<Row>>,
    /// Interval of the first less the second, for each objective; by [`Standing::place`].
    ends: Vec<Ends>,
    cost: Vec<Ends>,
    /// Who beat a candidate, while it is out.
    beaten: Vec<Option<usize>>,
    error: f64,
}

/// Runs candidates block by block until they are certified; `more` gives the rows of some candidates in some blocks.
pub fn certify<E>(asked: CertifyQuestion<'_>, candidates: usize, more: MoreRows<'_, E>) -> Result<Certified, E> {
    let mut standing = Standing::new(asked, candidates);
    let mut done = 0;
    let mut next = standing.first_look().min(asked.most);
    loop {
        let active = standing.active();
        for (candidate, rows) in active.iter().zip(more(&active, done..next)?) {
            standing.rows[*candidate].extend(rows);
        }
        done = next;
        standing.look();
        let reported = standing.front();
        if reported.is_some() || done >= asked.most {
            return Ok(standing.end(reported, done));
        }
        next = done.saturating_add((done / STEP).max(20)).min(asked.most);
    }
}

impl<'a> Standing<'a> {
    fn new(asked: CertifyQuestion<'a>, candidates: usize) -> Self {
        let objectives = asked.aims.len();
        let pairs = candidates * candidates.saturating_sub(1) / 2;
        let claims = pairs * objectives + candidates * (2 * objectives + 1);
        Self {
            asked,
            rows: vec![Vec::new(); candidates],
            ends: vec![(f64::NEG_INFINITY, f64::INFINITY); pairs * objectives],
            cost: vec![(f64::NEG_INFINITY, f64::INFINITY); candidates],
            beaten: vec![None; candidates],
            error: asked.error / claims.max(1) as f64,
        }
    }

    /// Blocks before which nothing could be said.
    fn first_look(&self) -> u32 {
        let needed = self.asked.aims.iter().map(|aim| sequence::first_look(aim.scale, self.error)).max().unwrap_or(0);
        u32::try_from(needed).unwrap_or(u32::MAX).max(FIRST)
    }

    fn too_dear(&self, candidate: usize) -> bool {
        self.asked.cost_limit.is_some_and(|limit| self.cost[candidate].0 > limit)
    }

    fn keeps_to_the_limit(&self, candidate: usize) -> bool {
        self.asked.cost_limit.is_none_or(|limit| self.cost[candidate].1 <= limit)
    }

    /// Candidates that get more blocks.
    fn active(&self) -> Vec<usize> {
        (0..self.rows.len()).filter(|c| self.beaten[*c].is_none() && !self.too_dear(*c)).collect()
    }

    /// Place of the interval of a pair, the smaller number first.
    fn place(&self, (low, high): (usize, usize), objective: usize) -> usize {
        (high * (high - 1) / 2 + low) * self.asked.aims.len() + objective
    }

    /// The interval of one less another.
    fn difference(&self, one: usize, other: usize, objective: usize) -> Ends {
        if one == other {
            return (0.0, 0.0);
        }
        let ends = self.ends[self.place((one.min(other), one.max(other)), objective)];
        if one < other { ends } else { (-ends.1, -ends.0) }
    }

    /// Narrows the intervals of all that are active, and finds who is beaten.
    fn look(&mut self) {
        let active = self.active();
        let aims = self.asked.aims;
        for (n, high) in active.iter().enumerate() {
            for low in &active[..n] {
                for (objective, aim) in aims.iter().enumerate() {
                    let found = Pair::of(&self.rows[*low], &self.rows[*high], objective).interval(aim.scale, self.error);
                    let place = self.place((*low, *high), objective);
                    narrow(&mut self.ends[place], found);
                }
            }
        }
        if self.asked.cost_limit.is_some() {
            for candidate in &active {
                let costs: Vec<f64> = column(&self.rows[*candidate], aims.len()).flatten().collect();
                narrow(&mut self.cost[*candidate], cost_interval(&costs, self.error));
            }
        }
        for loser in &active {
            let matches = |winner: &&usize| {
                *winner != loser && self.beaten[**winner].is_none() && self.keeps_to_the_limit(**winner) && {
                    (0..aims.len()).all(|objective| self.difference(**winner, *loser, objective).0 >= 0.0)
                }
            };
            self.beaten[*loser] = active.iter().find(matches).copied();
        }
    }

    /// Whether a candidate is as good as another up to what does not matter, for certain.
    fn covers(&self, by: usize, candidate: usize) -> bool {
        self.asked.aims.iter().enumerate().all(|(objective, aim)| self.difference(candidate, by, objective).1 <= aim.epsilon)
    }

    /// Whether no candidate beats it by more than what does not matter, for certain.
    fn unbeaten(&self, candidate: usize, active: &[usize]) -> bool {
        let not_by = |other: &usize| {
            let small = |(objective, aim): (usize, &Aim)| self.difference(*other, candidate, objective).1 <= aim.epsilon;
            self.asked.aims.iter().enumerate().any(small)
        };
        self.keeps_to_the_limit(candidate) && active.iter().all(not_by)
    }

    /// The reported candidates, where there are such: unbeaten ones that cover all, few of them.
    fn front(&self) -> Option<Vec<usize>> {
        let active = self.active();
        let unbeaten: Vec<usize> = active.iter().copied().filter(|c| self.unbeaten(*c, &active)).collect();
        let mut open = active.clone();
        let mut reported = Vec::new();
        while !open.is_empty() {
            let gain = |by: usize| open.iter().filter(|c| self.covers(by, **c)).count();
            let better = |a: usize, b: usize| (gain(a), self.merit(a)) > (gain(b), self.merit(b));
            let best = unbeaten.iter().copied().reduce(|best, other| if better(other, best) { other } else { best })?;
            if gain(best) == 0 {
                return None;
            }
            reported.push(best);
            open.retain(|c| !self.covers(best, *c));
        }
        (!reported.is_empty()).then_some(reported)
    }

    /// Sum of the means in units of what does not matter.
    fn merit(&self, candidate: usize) -> f64 {
        let of = |(objective, aim): (usize, &Aim)| mean_of(&self.rows[candidate], objective).unwrap_or(f64::NEG_INFINITY) / aim.epsilon;
        self.asked.aims.iter().enumerate().map(of).sum()
    }

    /// The front of the sample, where nothing better can be said: nothing of it is certified.
    fn front_of_means(&self) -> Vec<usize> {
        let active = self.active();
        let means = |c: usize| (0..self.asked.aims.len()).map(|o| mean_of(&self.rows[c], o).unwrap_or(f64::NEG_INFINITY)).collect::<Vec<f64>>();
        let within =
            |c: &usize| self.asked.cost_limit.is_none_or(|limit| mean_of(&self.rows[*c], self.asked.aims.len()).is_some_and(|cost| cost <= limit));
        let allowed: Vec<usize> = active.into_iter().filter(within).collect();
        let means: Vec<Vec<f64>> = allowed.iter().map(|c| means(*c)).collect();
        let ranks = super::fronts::ranks(&means);
        allowed.into_iter().zip(ranks).filter(|(_, rank)| *rank == 0).map(|(c, _)| c).collect()
    }

    fn end(self, found: Option<Vec<usize>>, blocks: u32) -> Certified {
        let reached = found.is_some();
        let mut reported = found.unwrap_or_else(|| self.front_of_means());
        reported.sort_by(|a, b| {
            let mean = |c: &usize| mean_of(&self.rows[*c], 0).unwrap_or(f64::NEG_INFINITY);
            mean(b).total_cmp(&mean(a)).then(a.cmp(b))
        });
        let status = |c: usize| {
            if reported.contains(&c) {
                return CandidateStatus::Reported;
            }
            if self.too_dear(c) {
                return CandidateStatus::TooDear;
            }
            let equal =
                reported.iter().find(|r| self.keeps_to_the_limit(c) && self.beaten[c].is_none() && self.covers(**r, c) && self.covers(c, **r));
            let covered = || reported.iter().find(|r| self.covers(**r, c));
            match (equal, self.beaten[c]) {
                (Some(by), _) => CandidateStatus::AsGood(*by),
                (None, Some(by)) => CandidateStatus::Beaten(by),
                (None, None) => covered().map_or(CandidateStatus::Open, |by| CandidateStatus::Covered(*by)),
            }
        };
        let status = (0..self.rows.len()).map(status).collect();
        Certified { reached, reported, status, rows: self.rows, blocks, error_of_one: self.error }
    }
}

/// The interval of a mean cost, which may be the same in every block.
fn cost_interval(costs: &[f64], error: f64) -> Option<Ends> {
    let range = costs.iter().copied().fold(0.0, f64::max);
    sequence::interval(Scale::Unbounded, costs, range, error)
}

/// An interval that holds at all looks may be cut with what was known before.
fn narrow(ends: &mut Ends, found: Option<Ends>) {
    if let Some((low, high)) = found {
        *ends = (ends.0.max(low), ends.1.min(high));
    }
}

#[cfg(test)]
#[path = "certify_tests.rs"]
mod tests;
