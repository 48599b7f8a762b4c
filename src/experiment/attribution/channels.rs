//! Why shares of strategies differ between two runs: their change divided among the channels of choice (6.5).
//!
//! Both runs have the same draws. A work that both have (slot, generation, act and quarter) is chosen again with
//! each set of channels taken from the scenario and the others from its twin: the six terms of utility, and
//! access (which strategies are feasible, whether a partnership binds the work, whether it is made, and whether a
//! hit takes it). With all channels of the scenario that is the scenario's own choice, with none the twin's. Works
//! that only one run has are the channel of labels that entered, grew or left. The change of a share is divided
//! by Shapley values over all orders of the channels, replicate by replicate; they sum to the change.
//!
//! A channel is what weighs in the choice of the quarter. What support changed earlier comes back as
//! experience, imitation or switching.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::experiment::engine::in_order::in_order;
use crate::experiment::engine::panics::caught;
use crate::experiment::{Failure, Interrupted, RunError, SinkError};
use crate::model::{Choice, ChoiceRow, History, RecordOptions, Simulation, UtilityTerms, taken};
use crate::outcome::choice::weights;
use crate::outcome::shapley::shapley;
use crate::outcome::statistics::Estimate;
use crate::scenario::Scenario;
use crate::units::{PerStrategy, Strategy};

/// Channels of a change, in this order.
pub const CHANNELS: [&str; 8] = ["support", "experience", "imitation", "capability", "risk", "switching", "access", "labels"];
/// Channels that are terms of utility.
const TERMS: usize = 6;
/// Sets of channels that a work of both runs meets: terms and access.
const SETS: usize = 1 << (TERMS + 1);

/// Shares that are divided: of tie_in and partnership together, and of each strategy.
pub const SHARES: [&str; 5] = ["platform_led_share", "touring_share", "tie_in_share", "partnership_share", "balanced_share"];

/// Works made by strategy.
type Counts = PerStrategy<f64>;

/// The change of one run against its twin, by share: channel by channel, then the whole change.
#[derive(Clone, Debug, PartialEq)]
pub struct Division {
    /// Shapley values by channel, for each of [`SHARES`].
    pub parts: Vec<Vec<f64>>,
    /// Share of the twin, share of the scenario.
    pub shares: Vec<(f64, f64)>,
}

/// Divides the change of a run against its twin; `None` where one of them made no work.
pub fn divide(twin: &History, scenario: &History, intensity: f64) -> Option<Division> {
    let (both, only) = count(&twin.choices, &scenario.choices, intensity);
    let counts = |set: usize| {
        let (both, only) = (&both[set % SETS], &only[set / SETS]);
        PerStrategy::build(|k| both[k.index()] + only[k.index()])
    };
    let values: Vec<[f64; 5]> = (0..2 * SETS).map(|set| shares(&counts(set))).collect();
    if values.iter().flatten().any(|v| !v.is_finite()) {
        return None;
    }
    let column = |share: usize| values.iter().map(|v| v[share]).collect::<Vec<_>>();
    let parts = (0..SHARES.len()).map(|share| shapley(CHANNELS.len(), &column(share))).collect();
    let ends = (values[0], values[2 * SETS - 1]);
    Some(Division { parts, shares: (0..SHARES.len()).map(|share| (ends.0[share], ends.1[share])).collect() })
}

fn shares(counts: &Counts) -> [f64; 5] {
    let all: f64 = counts.iter().sum();
    let [touring, tie_in, partnership, balanced] = counts.0;
    [tie_in + partnership, touring, tie_in, partnership, balanced].map(|works| works / all)
}

/// Works by set of channels that both runs have, and those that only the twin or only the scenario has.
fn count(twin: &[ChoiceRow], scenario: &[ChoiceRow], intensity: f64) -> (Vec<Counts>, [Counts; 2]) {
    let mut both = vec![Counts::default(); SETS];
    let mut only = [Counts::default(); 2];
    let key = |row: &ChoiceRow| (row.quarter, row.slot, row.act);
    let (mut a, mut b) = (twin.iter().peekable(), scenario.iter().peekable());
    loop {
        let order = match (a.peek(), b.peek()) {
            (None, None) => return (both, only),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(x), Some(y)) => key(x).cmp(&key(y)),
        };
        let x = if order.is_le() { a.next() } else { None };
        let y = if order.is_ge() { b.next() } else { None };
        match (x, y) {
            (Some(x), Some(y)) if x.generation == y.generation => add_both(&mut both, x, y, intensity),
            (x, y) => {
                for (side, row) in [x, y].into_iter().enumerate() {
                    add(&mut only[side], row.and_then(|row| row.made));
                }
            }
        }
    }
}

fn add(counts: &mut Counts, made: Option<Strategy>) {
    if let Some(strategy) = made {
        counts[strategy.index()] += 1.0;
    }
}

fn add_both(both: &mut [Counts], twin: &ChoiceRow, scenario: &ChoiceRow, intensity: f64) {
    let same = twin.choice == scenario.choice && twin.made == scenario.made;
    for (set, counts) in both.iter_mut().enumerate() {
        let access = if set >> TERMS & 1 == 1 { scenario } else { twin };
        add(counts, if same { twin.made } else { made(access, set, &twin.choice, &scenario.choice, intensity) });
    }
}

/// The work made with the access of one run and terms of both; a hit takes the work whatever was chosen.
fn made(access: &ChoiceRow, set: usize, twin: &Choice, scenario: &Choice, intensity: f64) -> Option<Strategy> {
    let own = access.made?;
    if access.choice.taken != Some(own) {
        return Some(own);
    }
    let terms = PerStrategy::build(|k| mixed(&twin.terms[k.index()], &scenario.terms[k.index()], set));
    let Choice { bound, feasible, draw, .. } = access.choice;
    taken(bound, &feasible, draw, &weights(&terms, &feasible, intensity))
}

/// Terms of the scenario where the set has their channel, else of the twin.
fn mixed(twin: &UtilityTerms, scenario: &UtilityTerms, set: usize) -> UtilityTerms {
    let of = |channel: usize, term: fn(&UtilityTerms) -> f64| term(if set >> channel & 1 == 1 { scenario } else { twin });
    UtilityTerms {
        support: of(0, |t| t.support),
        experience: of(1, |t| t.experience),
        imitation: of(2, |t| t.imitation),
        capability: of(3, |t| t.capability),
        risk: of(4, |t| t.risk),
        switching: of(5, |t| t.switching),
    }
}

/// A channel's part in the change of a share, over replicates.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelPart {
    /// The share, one of [`SHARES`].
    pub share: &'static str,
    /// The channel, one of [`CHANNELS`].
    pub channel: &'static str,
    /// Its part.
    pub value: Estimate,
}

/// The change of all shares, divided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Channels {
    /// Parts, share by share.
    pub parts: Vec<ChannelPart>,
    /// Change of each share.
    pub changes: Vec<(&'static str, Estimate)>,
    /// Mean share of the twin.
    pub twin_share: Vec<Estimate>,
    /// Runs of replicates that failed, with the first reason.
    pub failed: Vec<(u32, Failure)>,
}

/// Runs both scenarios and divides the changes.
pub fn channels(
    pair: [&Scenario; 2],
    replicates: u32,
    seed: u64,
    threads: usize,
    progress: &mut dyn FnMut(u64),
    stop: &AtomicBool,
) -> Result<Channels, RunError> {
    let worker = || {
        let mut simulation = Simulation::new(pair[0]);
        move |replicate| {
            let division = (!stop.load(Ordering::Relaxed)).then(|| caught(|| of_replicate(&mut simulation, pair, seed, replicate)));
            division.map(|caught| (replicate, caught.unwrap_or_else(|reason| Err(Failure::of_the_run(reason)))))
        }
    };
    let (mut divisions, mut failed) = (Vec::new(), Vec::new());
    let done = in_order(replicates, threads, worker, |(replicate, division): (u32, Result<Option<Division>, Failure>)| {
        progress(2);
        match division {
            Ok(division) => divisions.extend(division),
            Err(failure) => failed.push((replicate, failure)),
        }
        Ok::<(), SinkError>(())
    });
    match done {
        Err(error) => Err(RunError::Sink(error)),
        Ok(done) if done < replicates => Err(RunError::Interrupted(Interrupted { done, planned: replicates })),
        Ok(_) => Ok(Channels { failed, ..summary(&divisions) }),
    }
}

/// Both runs of a replicate with their choices: the twin first.
pub fn twins(simulation: &mut Simulation, pair: [&Scenario; 2], seed: u64, replicate: u32) -> Result<[History; 2], Failure> {
    let watch = RecordOptions { choices: true, panel: true, ..RecordOptions::default() };
    let twin = simulation.run(pair[0], seed, replicate, watch)?.clone();
    let scenario = simulation.run(pair[1], seed, replicate, watch)?.clone();
    Ok([twin, scenario])
}

fn of_replicate(simulation: &mut Simulation, pair: [&Scenario; 2], seed: u64, replicate: u32) -> Result<Option<Division>, Failure> {
    let watch = RecordOptions { choices: true, ..RecordOptions::default() };
    let twin = simulation.run(pair[0], seed, replicate, watch)?.clone();
    let scenario = simulation.run(pair[1], seed, replicate, watch)?;
    Ok(divide(&twin, scenario, pair[1].parameters.choice_intensity))
}

fn summary(divisions: &[Division]) -> Channels {
    let estimate = |of: &dyn Fn(&Division) -> f64| Estimate::of(&divisions.iter().map(of).collect::<Vec<_>>());
    let shares = || SHARES.into_iter().enumerate();
    let part = |(s, share)| (0..CHANNELS.len()).map(move |c| (s, share, c));
    let parts = shares().flat_map(part).map(|(s, share, c)| ChannelPart { share, channel: CHANNELS[c], value: estimate(&|d| d.parts[s][c]) });
    Channels {
        parts: parts.collect(),
        changes: shares().map(|(s, share)| (share, estimate(&|d| d.shares[s].1 - d.shares[s].0))).collect(),
        twin_share: shares().map(|(s, _)| estimate(&|d| d.shares[s].0)).collect(),
        failed: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome;
    use crate::scenario::Draft;
    use crate::units::Tier;

    /// Touring and tie_in of equal utility but for the terms given to tie_in.
    fn row(slot: u32, draw: f64, support: f64, experience: f64, made: bool) -> ChoiceRow {
        let mut terms = PerStrategy([UtilityTerms::default(); Strategy::COUNT]);
        (terms[1].support, terms[1].experience) = (support, experience);
        let open = PerStrategy([true, true, false, false]);
        let mut choice = Choice {
            terms,
            announced: PerStrategy::default(),
            feasible: open,
            draw,
            bound: false,
            open,
            affordable_from: PerStrategy([-1.0; 4]),
            taken: None,
        };
        choice.taken = outcome::choice::choose(&choice, 1.0);
        ChoiceRow { quarter: 0, slot, generation: 0, act: 0, tier: Tier::Mid, choice, made: choice.taken.filter(|_| made), platform: None }
    }

    fn history(choices: Vec<ChoiceRow>) -> History {
        History { choices, ..History::default() }
    }

    #[test]
    fn a_choice_that_support_and_experience_must_flip_together_is_half_of_each() {
        // u = 0.4 takes touring while exp(0) / (exp(0) + exp(U)) > 0.4, up to U = 0.405: each term alone does not do it.
        let twin = history(vec![row(0, 0.4, 0.0, 0.0, true), row(1, 0.9, 0.0, 0.0, true)]);
        let scenario = history(vec![row(0, 0.4, 0.3, 0.3, true), row(1, 0.9, 0.0, 0.0, true)]);
        let division = divide(&twin, &scenario, 1.0).unwrap();
        assert_eq!(division.shares[0], (0.5, 1.0));
        let known = [0.25, 0.25, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        assert!(division.parts[0].iter().zip(known).all(|(part, known)| (part - known).abs() < 1e-12), "{division:?}");
        assert!(division.parts[1].iter().zip(known).all(|(part, known)| (part + known).abs() < 1e-12), "touring loses it: {division:?}");
    }

    #[test]
    fn a_work_that_is_dropped_is_access_and_a_label_that_only_one_run_has_is_labels() {
        let twin = history(vec![row(0, 0.1, 0.0, 0.0, true), row(1, 0.9, 0.0, 0.0, true)]);
        let dropped = history(vec![row(0, 0.1, 0.0, 0.0, false), row(1, 0.9, 0.0, 0.0, true)]);
        let division = divide(&twin, &dropped, 1.0).unwrap();
        assert!((division.parts[0][6] - 0.5).abs() < 1e-12 && division.parts[0][7].abs() < 1e-12, "{division:?}");
        let more = history(vec![row(0, 0.1, 0.0, 0.0, true), row(1, 0.9, 0.0, 0.0, true), row(2, 0.9, 0.0, 0.0, true)]);
        let division = divide(&twin, &more, 1.0).unwrap();
        assert!((division.parts[0][7] - 1.0 / 6.0).abs() < 1e-12, "{division:?}");
    }

    #[test]
    fn the_parts_of_a_simulated_change_sum_to_the_change_of_the_outcome() {
        let scenario = |name: &str| {
            let mut draft = Draft::load(format!("scenarios/{name}.toml")).unwrap();
            for (path, value) in [("run.scale", "0.2"), ("run.quarters", "12")] {
                draft.set(path, value).unwrap();
            }
            draft.build().unwrap()
        };
        let (baseline, package) = (scenario("golden"), scenario("package_platform_first"));
        let mut simulation = Simulation::new(&baseline);
        let [twin, run] = twins(&mut simulation, [&baseline, &package], 1, 0).unwrap();
        let division = divide(&twin, &run, baseline.parameters.choice_intensity).unwrap();
        for (share, name) in SHARES.iter().enumerate() {
            let value = |h: &History| outcome::find(name).unwrap().value(h).unwrap();
            let (before, after) = division.shares[share];
            assert!((before - value(&twin)).abs() < 1e-12 && (after - value(&run)).abs() < 1e-12, "{name}");
            assert!((division.parts[share].iter().sum::<f64>() - (after - before)).abs() < 1e-12, "{name}");
        }
        assert!(division.parts[0].iter().filter(|part| **part != 0.0).count() >= 5, "{division:?}");
    }
}
