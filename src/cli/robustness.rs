//! `compare --worlds`: the comparison repeated in plausible worlds.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use super::decision::DecisionArgs;
use super::error::CliError;
use super::error::end_of;
use super::options::{Change, Options};
use super::progress::bar;
use super::source;
use crate::experiment::appraisal::generality::{effects, leads};
use crate::experiment::appraisal::regret::{FEWEST, Target};
use crate::experiment::appraisal::robustness::{flips, regrets};
use crate::experiment::appraisal::spend::Spending;
use crate::experiment::appraisal::worlds::{Ensemble, ValuesByWorld, WorldTable};
use crate::experiment::{CostBasis, Measure, Plan, RunResult, runs_of};
use crate::report::{Appraisal, Folder, WorldRuns};
use crate::scenario::{Draft, Overrides, Problems, Scenario, instrument_or_event};

/// The worlds asked for, and what is looked at in them.
pub struct RobustnessCheck {
    table: WorldTable,
    replicates: u32,
    measures: Vec<Measure>,
    cost: CostBasis,
    targets: Vec<Target>,
    drafts: Vec<(Draft, Overrides)>,
    /// Instruments and events of each scenario.
    has: Vec<Vec<String>>,
    /// What the files of each scenario say themselves, which no world changes.
    own: Vec<Vec<String>>,
    /// Settings of each scenario by `--spend`.
    budgets: Vec<Vec<(String, String)>>,
    quiet: bool,
}

impl RobustnessCheck {
    /// Reads what is asked; nothing with `--worlds 0`.
    pub fn of(judge: &DecisionArgs, files: &[PathBuf], options: &Options) -> Result<Option<Self>, CliError> {
        let targets = judge.targets()?;
        let measures = judge.outlook_measures(judge.question()?.as_ref(), &targets);
        let Some(table) = judge.world_table()? else { return Ok(None) };
        let counts = [table.worlds.len() as u64, files.len() as u64, u64::from(judge.world_replicates())];
        runs_of(&[("worlds", counts[0]), ("scenarios", counts[1]), ("world replicates", counts[2])]).map_err(CliError::bad_input)?;
        let drafts = drafts(files, &options.change)?;
        let built = drafts.iter().map(|(draft, _)| draft.build().map_err(source::bad)).collect::<Result<Vec<_>, _>>()?;
        let (has, mut own): (Vec<_>, Vec<_>) = built.iter().map(|scenario| (sections(scenario), own(scenario))).unzip();
        for (own, (draft, overrides)) in own.iter_mut().zip(&drafts) {
            own.extend(switched_off(draft, overrides).map_err(source::bad)?);
        }
        for parameter in &table.parameters {
            let section = instrument_or_event(parameter);
            if section.is_some_and(|section| !has.iter().flatten().any(|own| own == section)) {
                return Err(CliError::bad_input(format!(
                    "--worlds: its column `{parameter}` changes nothing, for no scenario compared has that instrument; allowed: rows of instruments that one of them has"
                )));
            }
        }
        let found = Self {
            table,
            replicates: judge.world_replicates(),
            measures,
            cost: judge.cost.cost(),
            targets,
            budgets: vec![Vec::new(); drafts.len()],
            drafts,
            has,
            own,
            quiet: options.silent(),
        };
        found.ensemble(1, 1, &|world, scenario| found.build(world, scenario)).check().map_err(source::bad)?;
        Ok(Some(found))
    }

    /// Budgets with which scenarios spend a sum, laid over everything else.
    pub fn spend(&mut self, spent: &[Option<Spending>]) {
        for (settings, spending) in self.budgets.iter_mut().zip(spent) {
            settings.extend(spending.iter().flat_map(|spending| spending.settings.iter().cloned()));
        }
    }

    /// A scenario in a world: the world, of instruments those that it has, under what its files say and the command line.
    fn build(&self, world: usize, scenario: usize) -> Result<Scenario, Problems> {
        let (draft, overrides) = &self.drafts[scenario];
        let mut draft = draft.clone();
        let has = |parameter: &str| instrument_or_event(parameter).is_none_or(|section| self.has[scenario].iter().any(|own| own == section));
        let reaches = |parameter: &str| has(parameter) && !self.own[scenario].iter().any(|own| own == parameter);
        for (parameter, value) in self.table.settings(world).filter(|(parameter, _)| reaches(parameter)) {
            draft.set_as(parameter, &value, "--worlds")?;
        }
        overrides.apply(&mut draft)?;
        for (path, value) in &self.budgets[scenario] {
            draft.set_as(path, value, "--spend")?;
        }
        draft.build()
    }

    fn ensemble<'a>(&self, seed: u64, threads: usize, build: &'a (dyn Fn(usize, usize) -> Result<Scenario, Problems> + Sync)) -> Ensemble<'a> {
        Ensemble { worlds: self.table.worlds.len(), scenarios: self.drafts.len(), replicates: self.replicates, seed, threads, build }
    }

    /// Runs all worlds; regret and flips go to the judgement, rows of runs to what is returned.
    pub fn look(&self, plan: &Plan<'_>, folder: &Folder, judgement: &mut Appraisal, stop: &AtomicBool) -> Result<WorldRuns, CliError> {
        let mut rows = WorldRuns::new(folder.path(), plan.cases(), plan.seed).map_err(CliError::failed)?;
        let (worlds, scenarios) = (self.table.worlds.len(), self.drafts.len());
        let mut values: Vec<ValuesByWorld> = self.measures.iter().map(|m| ValuesByWorld::new(m.clone(), self.cost, worlds, scenarios)).collect();
        let build = |world, scenario| self.build(world, scenario);
        let ensemble = self.ensemble(plan.seed, plan.threads(), &build);
        let bar = bar(ensemble.runs(), self.quiet);
        let mut take = |world: usize, run: RunResult| {
            bar.inc(1);
            values.iter_mut().for_each(|values| values.take(world, &run));
            Ok(rows.push(&self.table.worlds[world].name, run)?)
        };
        ensemble.conduct(&mut take, stop).map_err(|trouble| end_of(&trouble))?;
        bar.finish_and_clear();
        judgement.cost = self.cost;
        // Events are not chosen, and not ranked.
        let has_policy = |s: &usize| self.has[*s].iter().any(|section| section.starts_with("policy."));
        let policies: Vec<usize> = (0..scenarios).filter(|s| Some(*s) != plan.baseline).filter(has_policy).collect();
        for values in &values {
            judgement.world_effects.extend(effects(values, plan.baseline.unwrap_or(0)));
            judgement.world_leads.extend(leads(values, &policies));
            if (self.replicates as usize) < FEWEST {
                continue;
            }
            let target = self.targets.iter().find(|target| target.outcome == values.measure.name);
            judgement.regrets.extend(regrets(values, target, plan.seed));
            judgement.flips.extend(flips(values, &self.table));
        }
        Ok(rows)
    }
}

fn drafts(files: &[PathBuf], change: &Change) -> Result<Vec<(Draft, Overrides)>, CliError> {
    files.iter().map(|file| source::draft(file, change)).collect()
}

/// Rows that the files of a scenario set.
fn own(scenario: &Scenario) -> Vec<String> {
    scenario.entries().iter().filter(|entry| entry.is_set()).map(|entry| entry.path.clone()).collect()
}

/// Rows that a scenario has switched off because it is a core: no world brings them back.
fn switched_off(draft: &Draft, overrides: &Overrides) -> Result<Vec<String>, Problems> {
    let mut draft = draft.clone();
    overrides.apply(&mut draft)?;
    Ok(draft.build()?.switched_off().map(|entry| entry.path.clone()).collect())
}

/// Instruments and events of a scenario.
fn sections(scenario: &Scenario) -> Vec<String> {
    let mut found: Vec<String> = scenario.entries().iter().filter_map(|entry| instrument_or_event(&entry.path)).map(String::from).collect();
    found.dedup();
    found
}
