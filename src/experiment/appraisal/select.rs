//! Which scenario is best: a fully sequential selection with common random numbers.
//!
//! Scenarios are compared pair by pair on their shared replicates, each pair with a time-uniform interval
//! ([`sequence`]) at error a = (1 - confidence) / pairs (Bonferroni), so that with probability `confidence` all
//! intervals of all pairs hold at all numbers of replicates together. While they hold, with "better" the direction
//! of the outcome and m the margin:
//!
//! ```text
//! a scenario is separated          once another is better for certain: the interval of their difference is above 0
//! it is indistinguishable          once its difference to the best is within -m and m for certain
//! the selection is settled         when each scenario but the best is one or the other
//! ```
//!
//! So the scenario named best is the best or within the margin of it, and whatever is said of the others is true, with
//! that probability (an indifference zone, as in Kim and Nelson (2001), *A Fully Sequential Procedure for
//! Indifference-Zone Selection in Simulation*; their triangle of continuation is replaced by an interval that holds at
//! every look, which also says how far apart scenarios are). Separated scenarios get no more replicates. A margin above
//! 0 settles in finite time, for the interval narrows to a point.
//!
//! A pair whose difference is the same in every replicate is not settled by that: its interval has the width of the rule of three.

use crate::outcome::Better;
use crate::outcome::sequence::{self, Spread};
use crate::outcome::statistics::Scale;

/// Replicates before the first look, where nothing asks for more.
pub const FIRST_LOOK: u32 = 40;
/// Replicates between looks.
pub const BATCH: u32 = 20;
/// Largest number of replicates that is told as needed.
const MOST: usize = 100_000_000;

/// By what is decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Better direction of the outcome.
    pub better: Better,
    /// Values that it can have.
    pub scale: Scale,
    /// Difference that does not matter.
    pub margin: f64,
    /// Probability with which all that is said holds.
    pub confidence: f64,
}

impl Rule {
    /// Error probability of the interval of one pair of so many scenarios.
    pub fn error(&self, scenarios: usize) -> f64 {
        let pairs = (scenarios * scenarios.saturating_sub(1) / 2).max(1);
        (1.0 - self.confidence) / pairs as f64
    }

    /// Replicates before the first look at so many scenarios.
    pub fn first_look(&self, scenarios: usize) -> u32 {
        let needed = sequence::first_look(self.scale, self.error(scenarios));
        u32::try_from(needed).unwrap_or(u32::MAX).max(FIRST_LOOK)
    }
}

/// What is known of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectionStatus {
    /// No scenario has a better mean.
    Best,
    /// Another is better.
    Separated,
    /// Within the margin of the best.
    Indistinguishable,
    /// Neither can be said.
    Undecided,
}

impl SelectionStatus {
    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Separated => "separated",
            Self::Indistinguishable => "indistinguishable",
            Self::Undecided => "undecided",
        }
    }
}

/// Difference of two scenarios with its interval, unbounded where it has no end yet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// Mean difference over the shared replicates.
    pub mean: f64,
    /// Lower end; `None` while unbounded.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// The differences, summed up.
    spread: Spread,
    /// Range of the values whose differences are taken.
    range: f64,
    /// Replicates of both, with or without the outcome.
    replicates: usize,
}

/// What is known of all scenarios.
#[derive(Clone, Debug, PartialEq)]
pub struct SelectionState {
    /// Position of the best.
    pub best: usize,
    /// Status by scenario.
    pub status: Vec<SelectionStatus>,
    /// Scenario less the best; `None` for the best, or without a shared replicate.
    pub gap: Vec<Option<Gap>>,
    /// Replicates at which an undecided scenario would be settled, if mean and spread stay.
    pub needed: Vec<Option<usize>>,
    /// Which scenarios get further replicates.
    pub active: Vec<bool>,
}

impl SelectionState {
    /// Whether nothing is undecided.
    pub fn settled(&self) -> bool {
        !self.status.contains(&SelectionStatus::Undecided)
    }
}

/// Keeps what was found at earlier looks: by whom a scenario was beaten, and by how much at least.
#[derive(Clone, Debug)]
pub struct Selection {
    rule: Rule,
    /// Scenarios; pairs follow.
    scenarios: usize,
    beaten: Vec<Option<(usize, f64)>>,
}

impl Selection {
    /// Begins with all scenarios.
    pub fn new(rule: Rule, scenarios: usize) -> Self {
        Self { rule, scenarios, beaten: vec![None; scenarios] }
    }

    fn error(&self) -> f64 {
        self.rule.error(self.scenarios)
    }

    /// Difference of two scenarios, in the direction in which more is better.
    fn gap(&self, a: &[Option<f64>], b: &[Option<f64>]) -> Option<Gap> {
        let sign = if self.rule.better == Better::Lower { -1.0 } else { 1.0 };
        let (mut differences, mut smallest, mut largest) = (Vec::new(), f64::INFINITY, f64::NEG_INFINITY);
        for (a, b) in a.iter().zip(b).filter_map(|(a, b)| a.zip(*b)) {
            differences.push(sign * (a - b));
            (smallest, largest) = (smallest.min(a).min(b), largest.max(a).max(b));
        }
        let (spread, range) = (Spread::of(&differences)?, largest - smallest);
        let (low, high) = sequence::interval(self.rule.scale, &differences, range, self.error()).unzip();
        Some(Gap { mean: spread.mean, low, high, spread, range, replicates: a.len().min(b.len()) })
    }

    /// Looks at the values of all scenarios, by replicate.
    pub fn look(&mut self, values: &[Vec<Option<f64>>]) -> SelectionState {
        self.beat(values);
        let best = self.best(values);
        let mut standing = SelectionState {
            best,
            status: vec![SelectionStatus::Best; self.scenarios],
            gap: vec![None; self.scenarios],
            needed: vec![None; self.scenarios],
            active: self.beaten.iter().map(Option::is_none).collect(),
        };
        for other in (0..self.scenarios).filter(|other| *other != best) {
            let gap = self.gap(&values[other], &values[best]).map(|gap| self.narrowed(gap, other, best, values));
            standing.status[other] = self.status(other, gap);
            standing.needed[other] = (standing.status[other] == SelectionStatus::Undecided).then(|| self.needed(gap)).flatten();
            standing.gap[other] = gap.map(|gap| self.turned(gap));
        }
        standing
    }

    /// Marks the scenarios that another one beats for certain.
    fn beat(&mut self, values: &[Vec<Option<f64>>]) {
        let open: Vec<usize> = (0..self.scenarios).filter(|s| self.beaten[*s].is_none()).collect();
        let mut found = Vec::new();
        for loser in &open {
            let by = |winner: &usize| self.gap(&values[*winner], &values[*loser]).and_then(|g| g.low).map(|low| (*winner, low));
            let winners = open.iter().filter(|w| *w != loser).filter_map(by).filter(|(_, low)| *low > 0.0);
            if let Some(most) = winners.max_by(|a, b| a.1.total_cmp(&b.1)) {
                found.push((*loser, most));
            }
        }
        found.into_iter().for_each(|(loser, by)| self.beaten[loser] = Some(by));
    }

    /// The scenario with the best mean over shared replicates among those not beaten, the earlier one when tied.
    fn best(&self, values: &[Vec<Option<f64>>]) -> usize {
        let mut open = (0..self.scenarios).filter(|s| self.beaten[*s].is_none());
        let first = open.next().unwrap_or(0);
        open.fold(first, |best, other| match self.gap(&values[other], &values[best]) {
            Some(gap) if gap.mean > 0.0 => other,
            _ => best,
        })
    }

    /// A scenario beaten by one that the best beats is below the best by at least the sum.
    fn narrowed(&self, mut gap: Gap, other: usize, best: usize, values: &[Vec<Option<f64>>]) -> Gap {
        let (mut at, mut sum) = (other, 0.0);
        // Values that are missing might make a circle of losers; it ends after as many steps as there are scenarios.
        for _ in 0..self.scenarios {
            let Some((winner, by)) = self.beaten[at] else { break };
            (at, sum) = (winner, sum + by);
        }
        if at != other {
            let rest = if at == best { Some(0.0) } else { self.gap(&values[best], &values[at]).and_then(|g| g.low) };
            let chained = rest.map(|rest| -(sum + rest));
            gap.high = match (gap.high, chained) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        gap
    }

    fn status(&self, other: usize, gap: Option<Gap>) -> SelectionStatus {
        let within = |gap: Gap| gap.low.is_some_and(|low| low >= -self.rule.margin) && gap.high.is_some_and(|high| high <= self.rule.margin);
        match gap {
            _ if self.beaten[other].is_some() => SelectionStatus::Separated,
            Some(gap) if within(gap) => SelectionStatus::Indistinguishable,
            _ => SelectionStatus::Undecided,
        }
    }

    /// The half-width that settles is the distance to the best, or what is left of the margin beyond it. Replicates, not pairs that
    /// have the outcome: where it exists in one of ten, ten times as many.
    fn needed(&self, gap: Option<Gap>) -> Option<usize> {
        let Gap { spread, range, replicates, .. } = gap?;
        let distance = spread.mean.abs();
        let width = distance.max(self.rule.margin - distance);
        let pairs = sequence::needed(self.rule.scale, &spread, range, width, self.error(), MOST)?;
        Some((pairs as f64 * replicates as f64 / spread.n as f64).ceil() as usize)
    }

    /// Back to the direction of the outcome.
    fn turned(&self, gap: Gap) -> Gap {
        if self.rule.better == Better::Lower { Gap { mean: -gap.mean, low: gap.high.map(|h| -h), high: gap.low.map(|l| -l), ..gap } } else { gap }
    }
}

#[cfg(test)]
#[path = "select_tests.rs"]
mod tests;
