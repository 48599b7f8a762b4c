//! Neutrality of a scenario, checked by running it: at zero strength and before its start it is its own
//! world without policy and events, bit for bit, and money is conserved.

use std::fmt::Debug;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::experiment::engine::in_order::in_order;
use crate::experiment::engine::panics::caught;
use crate::experiment::{Failure, Interrupted, RunError};
use crate::model::identities::{Imbalance, imbalance};
use crate::model::{History, RecordOptions, Simulation};
use crate::outcome::OUTCOMES;
use crate::scenario::{Draft, Problems, Scenario};

/// What two runs must have in common, or one run must show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// Runs of two scenarios are the same in the first quarters.
    Same { one: usize, other: usize, quarters: usize },
    /// Money is conserved in a scenario.
    Conserved { scenario: usize },
}

/// One check.
#[derive(Clone, Debug)]
pub struct Check {
    /// What is checked, a sentence.
    pub name: String,
    rule: Rule,
}

/// A scenario with the variants against which it is checked.
pub struct Verification {
    /// The scenario first, then its variants.
    pub scenarios: Vec<Scenario>,
    /// The checks.
    pub checks: Vec<Check>,
    /// What cannot be checked, sentences.
    pub left_out: Vec<String>,
    /// Position of the world without policy and events.
    twin: usize,
}

impl Verification {
    /// Sets up the checks that a scenario allows.
    pub fn of(draft: &Draft) -> Result<Self, Problems> {
        let scenario = draft.build()?;
        let (policy, events, all) = (!scenario.programmes.is_empty(), !scenario.events.is_empty(), scenario.quarters);
        let mut this = Self { scenarios: vec![scenario], checks: Vec::new(), left_out: Vec::new(), twin: 0 };
        this.twin = this.add(&draft.without_policy().without_events())?;
        if policy {
            let (zero, none) = (this.add(&draft.policy_at_zero())?, this.add(&draft.without_policy())?);
            let name = "instruments at zero strength equal none";
            this.check(name, Rule::Same { one: none, other: zero, quarters: all });
        }
        if events {
            let (zero, none) = (this.add(&draft.events_at_zero())?, this.add(&draft.without_events())?);
            this.check("events of strength 0 equal none", Rule::Same { one: none, other: zero, quarters: all });
        }
        if policy || events {
            this.before_start(draft, all)?;
        } else {
            this.left_out.push("there is no instrument and no event that could be neutral".into());
        }
        this.check("money is conserved in every quarter", Rule::Conserved { scenario: 0 });
        if policy || events {
            this.check("money is conserved without instruments and events", Rule::Conserved { scenario: this.twin });
        }
        Ok(this)
    }

    fn add(&mut self, draft: &Draft) -> Result<usize, Problems> {
        self.scenarios.push(draft.build()?);
        Ok(self.scenarios.len() - 1)
    }

    fn check(&mut self, name: &str, rule: Rule) {
        self.checks.push(Check { name: name.into(), rule });
    }

    /// The same some years later: until then nothing has happened. Whole years, so that yearly budgets stay in step.
    fn before_start(&mut self, draft: &Draft, quarters: usize) -> Result<(), Problems> {
        let delay = 4 * (quarters / 8);
        let first = (draft.first_in_force()?.unwrap_or(0) + delay as i32).clamp(0, quarters as i32) as usize;
        if delay == 0 {
            self.left_out.push(format!("a run of {quarters} quarters is too short to begin later; allowed: 8 or more"));
            return Ok(());
        }
        let later = self.add(&draft.later(delay as i32)?)?;
        let name = format!("begun {delay} quarters later, its first {first} quarters equal those of none");
        self.check(&name, Rule::Same { one: self.twin, other: later, quarters: first });
        Ok(())
    }

    /// Number of runs.
    pub fn runs(&self, replicates: u32) -> u64 {
        u64::from(replicates) * self.scenarios.len() as u64
    }

    /// Runs everything and answers check by check.
    pub fn run(&self, replicates: u32, seed: u64, threads: usize, progress: &mut dyn FnMut(u64), stop: &AtomicBool) -> Result<Verdict, RunError> {
        let mut verdict = Verdict { faults: vec![None; self.checks.len()], moves_from: None, failure: None };
        let worker = || {
            let mut simulation = None;
            move |replicate| {
                let answer = (!stop.load(Ordering::Relaxed)).then(|| caught(|| self.replicate(&mut simulation, seed, replicate)));
                answer.map(|caught| (replicate, caught.unwrap_or_else(|reason| Err(Failure::of_the_run(reason)))))
            }
        };
        let done = in_order(replicates, threads, worker, |(replicate, answer): (u32, Result<Answer, Failure>)| {
            progress(self.scenarios.len() as u64);
            verdict.take(replicate, answer);
            Ok::<(), crate::experiment::SinkError>(())
        });
        match done {
            Err(error) => Err(RunError::Sink(error)),
            Ok(done) if done < replicates => Err(RunError::Interrupted(Interrupted { done, planned: replicates })),
            Ok(_) => Ok(verdict),
        }
    }

    fn replicate(&self, simulation: &mut Option<Simulation>, seed: u64, replicate: u32) -> Result<Answer, Failure> {
        let simulation = simulation.get_or_insert_with(|| Simulation::new(&self.scenarios[0]));
        let watch = RecordOptions { panel: true, ..RecordOptions::default() };
        let mut histories = Vec::new();
        for scenario in &self.scenarios {
            histories.push(simulation.run(scenario, seed, replicate, watch)?.clone());
        }
        let fault = |check: &Check| match check.rule {
            Rule::Same { one, other, quarters } => first_difference(&histories[one], &histories[other], quarters).map(What::Difference),
            Rule::Conserved { scenario } => imbalance(&histories[scenario]).map(What::Imbalance),
        };
        let moves = first_difference(&histories[self.twin], &histories[0], histories[0].quarters.len());
        Ok(Answer { faults: self.checks.iter().map(fault).collect(), moves_from: moves.and_then(|d| d.quarter) })
    }
}

/// Answers of one replicate.
struct Answer {
    faults: Vec<Option<What>>,
    moves_from: Option<usize>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Two runs differ that should not.
    Difference(Mismatch),
    /// Money is lost or made.
    Imbalance(Imbalance),
}

/// The first thing that is wrong with a check.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Replicate.
    pub replicate: u32,
    /// What is wrong in it.
    pub what: What,
}

/// Answers to all checks.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// One for each check; `None` where it passed in all replicates.
    pub faults: Vec<Option<Fault>>,
    /// First quarter in which the scenario at its own strength differs from its world without; `None`
    /// where it changes nothing.
    pub moves_from: Option<usize>,
    /// The first run that failed.
    pub failure: Option<(u32, Failure)>,
}

impl Verdict {
    /// Whether all checks passed.
    pub fn passed(&self) -> bool {
        self.faults.iter().all(Option::is_none)
    }

    fn take(&mut self, replicate: u32, answer: Result<Answer, Failure>) {
        match answer {
            Err(failure) => self.failure = self.failure.take().or(Some((replicate, failure))),
            Ok(answer) => {
                for (fault, found) in self.faults.iter_mut().zip(answer.faults) {
                    *fault = fault.take().or(found.map(|what| Fault { replicate, what }));
                }
                self.moves_from = self.moves_from.into_iter().chain(answer.moves_from).min();
            }
        }
    }
}

/// The first number in which two runs differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Quarter; `None` for numbers of the whole run.
    pub quarter: Option<usize>,
    /// Slot of the label, where it is a label's.
    pub slot: Option<u32>,
    /// What differs.
    pub what: String,
    /// In the one run.
    pub one: String,
    /// In the other.
    pub other: String,
}

/// Compares everything that two runs leave in their first quarters: labels one by one, totals, trajectories,
/// years, entrants, and outcomes where all quarters are compared. Two numbers are the same only in all their bits.
pub fn first_difference(one: &History, other: &History, quarters: usize) -> Option<Mismatch> {
    let in_quarter = |t: usize| labels(one, other, t).or_else(|| totals(one, other, t));
    (0..quarters).find_map(in_quarter).or_else(|| years(one, other, quarters)).or_else(|| whole_run(one, other, quarters))
}

fn labels(one: &History, other: &History, t: usize) -> Option<Mismatch> {
    let rows = |h: &'_ History| {
        let begin = h.panel.partition_point(|row| (row.quarter as usize) < t);
        let end = h.panel.partition_point(|row| row.quarter as usize <= t);
        begin..end
    };
    let (a, b) = (&one.panel[rows(one)], &other.panel[rows(other)]);
    for (a, b) in a.iter().zip(b) {
        if let Some((what, x, y)) = apart(a, b) {
            return Some(Mismatch { quarter: Some(t), slot: Some(a.slot.min(b.slot)), what, one: x, other: y });
        }
    }
    let count = |rows: &[_]| rows.len().to_string();
    (a.len() != b.len()).then(|| Mismatch { quarter: Some(t), slot: None, what: "living labels".into(), one: count(a), other: count(b) })
}

fn totals(one: &History, other: &History, t: usize) -> Option<Mismatch> {
    let named = OUTCOMES.iter().filter_map(|outcome| apart_as(outcome.name, &outcome.of_quarter(one, t), &outcome.of_quarter(other, t)));
    let found = named.into_iter().next().or_else(|| apart(&one.quarters[t], &other.quarters[t]));
    found.map(|(what, one, other)| Mismatch { quarter: Some(t), slot: None, what, one, other })
}

/// Years that ended and labels that entered within the quarters.
fn years(one: &History, other: &History, quarters: usize) -> Option<Mismatch> {
    let years = |h: &History| h.years.iter().filter(|year| year.quarter < quarters).cloned().collect::<Vec<_>>();
    let entrants = |h: &History| {
        let born = h.entrants.iter().filter(|e| (e.born as usize) < quarters).copied();
        born.map(|e| (e.born, e.died.filter(|died| (*died as usize) < quarters))).collect::<Vec<_>>()
    };
    let found = apart(&years(one), &years(other)).or_else(|| apart_as("entrants", &entrants(one), &entrants(other)));
    found.map(|(what, one, other)| Mismatch { quarter: None, slot: None, what, one, other })
}

fn whole_run(one: &History, other: &History, quarters: usize) -> Option<Mismatch> {
    if quarters < one.quarters.len() {
        return None;
    }
    let outcomes = OUTCOMES.iter().find_map(|outcome| apart_as(outcome.name, &outcome.value(one), &outcome.value(other)));
    let found = outcomes.or_else(|| apart_as("opening books", &one.opening, &other.opening));
    found.map(|(what, one, other)| Mismatch { quarter: None, slot: None, what, one, other })
}

fn apart_as<T: Debug>(name: &str, one: &T, other: &T) -> Option<(String, String, String)> {
    let (one, other) = (format!("{one:?}"), format!("{other:?}"));
    (one != other).then(|| (name.to_string(), one, other))
}

/// The first field in which two records differ, by what they print: the shortest digits that read back, zero with
/// its sign.
fn apart<T: Debug>(one: &T, other: &T) -> Option<(String, String, String)> {
    if format!("{one:?}") == format!("{other:?}") {
        return None;
    }
    let (one, other) = (format!("{one:#?}"), format!("{other:#?}"));
    let mut field = "";
    for (a, b) in one.lines().zip(other.lines()) {
        if let Some((name, _)) = a.split_once(':') {
            field = name.trim();
        }
        if a != b {
            let value = |line: &str| line.rsplit(": ").next().unwrap_or(line).trim().trim_end_matches(',').to_string();
            return Some((field.to_string(), value(a), value(b)));
        }
    }
    Some(("number of entries".into(), one.lines().count().to_string(), other.lines().count().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PanelRow, QuarterTotals};
    use crate::units::Tier;

    fn row(quarter: u32, slot: u32, cash: f64) -> PanelRow {
        let (revenue, export_revenue, profit, fandom, support_received) = (1.0, 0.0, 0.5, 2.0, 0.0);
        PanelRow {
            quarter,
            slot,
            generation: 0,
            tier: Tier::Mid,
            strategy: None,
            works: 0,
            revenue,
            export_revenue,
            profit,
            cash,
            fandom,
            support_received,
        }
    }

    fn history(cash: f64) -> History {
        let panel = vec![row(0, 4, 1.0), row(1, 4, 1.0), row(1, 9, cash)];
        History { quarters: vec![QuarterTotals::default(); 2], panel, ..History::default() }
    }

    #[test]
    fn the_first_difference_has_its_quarter_slot_and_values() {
        let found = first_difference(&history(3.0), &history(3.5), 2).unwrap();
        assert_eq!((found.quarter, found.slot, found.what.as_str()), (Some(1), Some(9), "cash"));
        assert_eq!((found.one.as_str(), found.other.as_str()), ("3.0", "3.5"));
        assert_eq!(first_difference(&history(3.0), &history(3.5), 1), None);
        assert_eq!(first_difference(&history(3.0), &history(3.0), 2), None);
    }

    #[test]
    fn a_zero_of_another_sign_is_a_difference() {
        assert_eq!(first_difference(&history(0.0), &history(-0.0), 2).unwrap().other, "-0.0");
    }

    #[test]
    fn totals_are_compared_beyond_outcomes() {
        let mut other = history(1.0);
        other.quarters[1].guaranteed_loans = 7.0;
        let found = first_difference(&history(1.0), &other, 2).unwrap();
        assert_eq!((found.quarter, found.what.as_str(), found.other.as_str()), (Some(1), "guaranteed_loans", "7.0"));
        other.quarters[0].lapsed = 7.0;
        let found = first_difference(&history(1.0), &other, 2).unwrap();
        assert_eq!((found.quarter, found.what.as_str()), (Some(0), "budget_unused"));
    }

    fn verdict(name: &str, settings: &[(&str, &str)]) -> (Verification, Verdict) {
        let mut draft = Draft::load(format!("scenarios/{name}.toml")).unwrap();
        for (path, value) in [("run.scale", "0.2"), ("run.quarters", "8")].iter().chain(settings) {
            draft.set(path, value).unwrap();
        }
        let verification = Verification::of(&draft).unwrap();
        let verdict = verification.run(1, 1, 2, &mut |_| {}, &AtomicBool::new(false)).unwrap();
        (verification, verdict)
    }

    #[test]
    fn packages_and_events_are_neutral() {
        for (name, checks) in [("package_creators_first", 4), ("event_touring_stop", 4), ("baseline", 1)] {
            let (verification, verdict) = verdict(name, &[]);
            assert_eq!(verification.checks.len(), checks, "{name}");
            assert!(verdict.passed() && verdict.failure.is_none(), "{name}: {verdict:?}");
            assert_eq!(verdict.moves_from.is_some(), name != "baseline", "{name}");
        }
    }

    #[test]
    fn a_rule_that_does_not_hold_is_found() {
        let (mut verification, _) = verdict("startup_grants", &[]);
        verification.checks[0].rule = Rule::Same { one: 1, other: 0, quarters: 8 };
        let verdict = verification.run(2, 1, 2, &mut |_| {}, &AtomicBool::new(false)).unwrap();
        let fault = verdict.faults[0].as_ref().unwrap();
        assert!(!verdict.passed() && fault.replicate == 0 && matches!(&fault.what, What::Difference(d) if d.quarter == verdict.moves_from));
    }
}
