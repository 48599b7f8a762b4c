//! Worlds: the same comparison under other plausible values of the parameters, world by world.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::experiment::engine::cost::CostBasis;
use crate::experiment::engine::in_order::in_order;
use crate::experiment::engine::results::Measure;
use crate::experiment::engine::run::recorded;
use crate::experiment::observe;
use crate::experiment::{Interrupted, RunError, RunResult, SinkError};
use crate::model::{RecordOptions, Simulation};
use crate::outcome::OUTCOMES;
use crate::outcome::pattern::PATTERNS;
use crate::scenario::{Problems, Scenario, nearest, plain, registry};

/// Replicates of a world that one thread runs before it takes the next unit.
const BLOCK: u32 = 5;

/// Names of columns of a table of worlds that are no parameters, besides those of patterns.
const NO_PARAMETERS: [&str; 2] = ["world", "implausibility"];

/// Whether a row is a number of an instrument, which a world may give: who applies, how they behave.
fn of_policy(row: &registry::Row) -> bool {
    row.name.starts_with("policy.") && row.limits.kind != registry::Type::Choice
}

/// A plausible set of parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct PlausibleWorld {
    /// Name, unique in its table.
    pub name: String,
    /// Values of parameters, in the order of columns.
    pub values: Vec<f64>,
}

/// A table of worlds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorldTable {
    /// Names of parameters, as `--set` takes them.
    pub parameters: Vec<String>,
    /// Worlds.
    pub worlds: Vec<PlausibleWorld>,
}

impl WorldTable {
    /// Reads a table as `topline calibrate` writes it: a column `world`, a column for each parameter, and others
    /// that are ignored (implausibility, patterns). The error is a sentence.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().map_err(|e| e.to_string())?.clone();
        let named = header.iter().position(|name| name == "world").ok_or("it has no column `world`")?;
        let mut columns = Vec::new();
        for (position, name) in header.iter().enumerate() {
            if registry::find(name).is_some_and(|row| row.of_world() || of_policy(row)) {
                columns.push(position);
            } else if !NO_PARAMETERS.contains(&name) && !PATTERNS.iter().any(|p| p.id == name) {
                let near = nearest(name, registry::rows().iter().map(|row| row.name.clone()));
                let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                return Err(format!("its column `{name}` is no parameter of the world, nor of an instrument{near}"));
            }
        }
        let mut table = Self { parameters: columns.iter().map(|c| header[*c].to_owned()).collect(), worlds: Vec::new() };
        for (number, record) in reader.records().enumerate() {
            let record = record.map_err(|e| e.to_string())?;
            let number_in = |column: &usize| {
                let text = &record[*column];
                let wrong = || format!("row {}, column `{}`: allowed: a number; found: `{text}`", number + 2, &header[*column]);
                text.trim().parse::<f64>().ok().filter(|v| v.is_finite()).ok_or_else(wrong)
            };
            let values = columns.iter().map(number_in).collect::<Result<_, _>>()?;
            let name = record[named].trim().to_owned();
            if let Some((allowed, found)) = plain::name_refusal(&name) {
                return Err(format!("row {}: the name of the world cannot be shown; allowed: {allowed}; found: {found}", number + 2));
            }
            if name.is_empty() || table.worlds.iter().any(|w| w.name == name) {
                return Err(format!("row {}: the world `{name}` needs a name of its own", number + 2));
            }
            table.worlds.push(PlausibleWorld { name, values });
        }
        if table.worlds.is_empty() { Err("it has no world".into()) } else { Ok(table) }
    }

    /// Settings of a world, as `--set` takes them.
    pub fn settings(&self, world: usize) -> impl Iterator<Item = (&str, String)> {
        self.parameters.iter().zip(&self.worlds[world].values).map(|(name, value)| (name.as_str(), value.to_string()))
    }
}

/// All runs in all worlds.
pub struct Ensemble<'a> {
    /// Number of worlds.
    pub worlds: usize,
    /// Number of scenarios.
    pub scenarios: usize,
    /// Replicates of each scenario in each world.
    pub replicates: u32,
    /// Seed of all draws; replicate n has the same draws in every world and scenario.
    pub seed: u64,
    /// Number of threads.
    pub threads: usize,
    /// Builds a scenario in a world.
    pub build: &'a (dyn Fn(usize, usize) -> Result<Scenario, Problems> + Sync),
}

impl Ensemble<'_> {
    /// Number of runs.
    pub fn runs(&self) -> u64 {
        self.worlds as u64 * self.scenarios as u64 * u64::from(self.replicates)
    }

    /// Builds every scenario in every world once, so that a mistake is found before the first run.
    pub fn check(&self) -> Result<(), Problems> {
        (0..self.worlds).flat_map(|w| (0..self.scenarios).map(move |s| (w, s))).try_for_each(|(w, s)| (self.build)(w, s).map(drop))
    }

    /// Runs all; `take` gets the number of the world and a run, in the order of world, replicate and scenario.
    pub fn conduct(&self, take: &mut dyn FnMut(usize, RunResult) -> Result<(), SinkError>, stop: &AtomicBool) -> Result<(), RunError> {
        let blocks = self.replicates.div_ceil(BLOCK);
        let units = self.worlds as u32 * blocks;
        let worker = || {
            let mut worker = Worker { ensemble: self, world: None, scenarios: Vec::new(), simulation: None };
            move |unit: u32| (!stop.load(Ordering::Relaxed)).then(|| worker.run((unit / blocks) as usize, unit % blocks * BLOCK))
        };
        let done =
            in_order(units, self.threads, worker, |(world, runs): (usize, Vec<RunResult>)| runs.into_iter().try_for_each(|run| take(world, run)));
        match done {
            Err(error) => Err(RunError::Sink(error)),
            Ok(n) if n < units => Err(RunError::Interrupted(Interrupted { done: n, planned: units })),
            Ok(_) => Ok(()),
        }
    }
}

/// One thread: the scenarios of the world it is in, and the simulation they share.
struct Worker<'a, 'b> {
    ensemble: &'b Ensemble<'a>,
    world: Option<usize>,
    scenarios: Vec<Scenario>,
    simulation: Option<Simulation>,
}

impl Worker<'_, '_> {
    fn run(&mut self, world: usize, first: u32) -> (usize, Vec<RunResult>) {
        if self.world != Some(world) {
            let built = (0..self.ensemble.scenarios).map(|s| (self.ensemble.build)(world, s).expect("checked before the first run"));
            self.scenarios = built.collect();
            self.world = Some(world);
        }
        let replicates = first..(first + BLOCK).min(self.ensemble.replicates);
        (world, replicates.flat_map(|replicate| self.replicate(replicate)).collect())
    }

    /// Scenarios of a world one after the other: they share the burn-in.
    fn replicate(&mut self, replicate: u32) -> Vec<RunResult> {
        let (scenarios, slot, seed) = (&self.scenarios, &mut self.simulation, self.ensemble.seed);
        let run = |(position, scenario): (usize, &Scenario)| {
            let run = recorded(position, replicate, || {
                let simulation = slot.get_or_insert_with(|| Simulation::new(scenario));
                let history = simulation.run(scenario, seed, replicate, RecordOptions::default())?;
                Ok((observe(&OUTCOMES[..], history, 0)?, Vec::new(), None))
            });
            if run.failure.is_some() {
                // A state that was left in the middle of a step is not used again.
                *slot = None;
            }
            run
        };
        scenarios.iter().enumerate().map(run).collect()
    }
}

/// Values of one measure in all worlds, by world, scenario and replicate.
#[derive(Clone, Debug, PartialEq)]
pub struct ValuesByWorld {
    /// The measure.
    pub measure: Measure,
    /// By world, scenario and replicate; `None` where the run failed or the outcome does not exist.
    pub values: Vec<Vec<Vec<Option<f64>>>>,
    /// Cost that is taken off money to rank scenarios.
    pub cost: CostBasis,
    /// That cost likewise, where it is taken off; else nothing.
    costs: Vec<Vec<Vec<Option<f64>>>>,
}

impl ValuesByWorld {
    /// Room for the values of a measure.
    pub fn new(measure: Measure, cost: CostBasis, worlds: usize, scenarios: usize) -> Self {
        let room = vec![vec![Vec::new(); scenarios]; worlds];
        Self { measure, values: room.clone(), cost, costs: room }
    }

    /// Takes the value of a run.
    pub fn take(&mut self, world: usize, run: &RunResult) {
        let of = |outcome: usize| run.outcomes.get(outcome).copied().flatten();
        self.values[world][run.scenario].push(self.measure.of(of(self.measure.outcome)));
        if self.measure.nets_cost {
            self.costs[world][run.scenario].push(of(self.cost.position()));
        }
    }

    /// The values by which scenarios are ranked: net of cost where the measure is money.
    pub fn ranked(&self) -> Self {
        let mut net = self.clone();
        for (values, costs) in net.values.iter_mut().flatten().zip(self.costs.iter().flatten()) {
            values.iter_mut().zip(costs).for_each(|(value, cost)| *value = value.zip(*cost).map(|(value, cost)| value - cost));
        }
        net
    }

    /// Worlds with the replicates in which every scenario has a value, where there are at least `fewest`; with their numbers.
    pub fn complete(&self, fewest: usize) -> (Vec<usize>, Vec<Vec<Vec<f64>>>) {
        let complete = |world: &Vec<Vec<Option<f64>>>| {
            let replicates = world.iter().map(Vec::len).min().unwrap_or(0);
            let kept: Vec<usize> = (0..replicates).filter(|r| world.iter().all(|s| s[*r].is_some())).collect();
            world.iter().map(|s| kept.iter().filter_map(|r| s[*r]).collect()).collect::<Vec<Vec<f64>>>()
        };
        let worlds = self.values.iter().map(complete).enumerate();
        worlds.filter(|(_, world)| world.first().is_some_and(|values| values.len() >= fewest)).unzip()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Draft;

    #[test]
    fn a_table_has_parameters_and_ignores_what_calibration_adds() {
        let table = WorldTable::read("world,implausibility,start_probability,P01,fame_spread\n1,0.5,0.6,3,1.8\n2,0.4,0.7,3,1.9\n").unwrap();
        assert_eq!(table.parameters, ["start_probability", "fame_spread"]);
        let settings: Vec<(&str, String)> = table.settings(1).collect();
        assert_eq!(settings, [("start_probability", "0.7".to_string()), ("fame_spread", "1.9".to_string())]);
    }

    #[test]
    fn worlds_may_say_who_applies_and_not_what_is_chosen() {
        let table = WorldTable::read("world,policy.tax_credit.take_up.small\n1,0.4\n").unwrap();
        assert_eq!(table.parameters, ["policy.tax_credit.take_up.small"]);
        let error = WorldTable::read("world,policy.production_grant.selection\n1,2\n").unwrap_err();
        assert!(error.contains("`policy.production_grant.selection` is no parameter of the world, nor of an instrument"), "{error}");
    }

    #[test]
    fn what_is_no_table_of_worlds_is_refused_with_its_place() {
        for (text, part) in [
            ("start_probability\n0.5\n", "no column `world`"),
            ("world,start_probabilty\n1,0.5\n", "did you mean `start_probability`?"),
            ("world,start_probability\n1,much\n", "row 2, column `start_probability`: allowed: a number; found: `much`"),
            ("world,start_probability\n1,0.5\n1,0.6\n", "row 3: the world `1` needs a name of its own"),
            ("world,start_probability\n", "it has no world"),
        ] {
            let error = WorldTable::read(text).unwrap_err();
            assert!(error.contains(part), "{error}");
        }
    }

    fn runs(threads: usize) -> Vec<(usize, RunResult)> {
        let build = |world: usize, scenario: usize| {
            let mut draft = Draft::registry("short");
            draft.set("run.quarters", "2")?;
            draft.set("start_probability", if world == 0 { "0.5" } else { "0.9" })?;
            draft.rename(if scenario == 0 { "a" } else { "b" });
            draft.build()
        };
        let ensemble = Ensemble { worlds: 2, scenarios: 2, replicates: 6, seed: 1, threads, build: &build };
        let mut taken = Vec::new();
        let mut take = |world, run| {
            taken.push((world, run));
            Ok(())
        };
        ensemble.conduct(&mut take, &AtomicBool::new(false)).unwrap();
        taken
    }

    #[test]
    fn every_world_has_its_runs_in_order_whatever_the_threads() {
        let one = runs(1);
        assert_eq!(one.len(), 24);
        let order: Vec<(usize, u32, usize)> = one.iter().map(|(w, run)| (*w, run.replicate, run.scenario)).collect();
        assert!(order.is_sorted());
        assert!(one[0].1.outcomes != one[12].1.outcomes, "worlds differ");
        assert_eq!(one, runs(3));
    }

    #[test]
    fn a_replicate_counts_where_every_scenario_has_a_value() {
        let mut values = ValuesByWorld::new(crate::experiment::appraisal::decide::measure("export_revenue").unwrap(), CostBasis::Public, 1, 2);
        values.values = vec![vec![vec![Some(1.0), None, Some(3.0)], vec![Some(4.0), Some(5.0), Some(6.0)]]];
        assert_eq!(values.complete(2), (vec![0], vec![vec![vec![1.0, 3.0], vec![4.0, 6.0]]]));
        assert_eq!(values.complete(3).0, Vec::<usize>::new());
    }

    #[test]
    fn scenarios_are_ranked_net_of_cost_and_targets_are_of_the_outcome_itself() {
        let mut values = ValuesByWorld::new(crate::experiment::appraisal::decide::measure("export_revenue").unwrap(), CostBasis::Public, 1, 2);
        values.values = vec![vec![vec![Some(10.0)], vec![Some(30.0)]]];
        values.costs = vec![vec![vec![Some(0.0)], vec![Some(25.0)]]];
        assert_eq!((values.ranked().complete(1).1, values.complete(1).1), (vec![vec![vec![10.0], vec![5.0]]], vec![vec![vec![10.0], vec![30.0]]]));
    }
}
