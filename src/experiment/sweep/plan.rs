//! What a sweep runs: its cases, their names that survive changes of the file, and their scenarios.

use std::collections::HashMap;
use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use super::layout::{BaseOf, Grid, Layout};
use crate::outcome::{OUTCOMES, Outcome};
use crate::scenario::sweep::SweepFile;
use crate::scenario::{Draft, Problem, Problems, Scenario};

/// Scenarios that are kept once they are built, in 112 MiB; others are built anew for every run.
const KEPT: usize = (112 << 20) / size_of::<OnceLock<Result<Scenario, String>>>();

/// Name of a case: a hash of all that its runs depend on besides seed and replicate.
pub type CaseKey = [u8; 16];

/// A base scenario.
#[derive(Debug)]
pub struct Base {
    /// The scenario.
    pub scenario: Scenario,
    /// Its values that are numbers.
    numbers: HashMap<String, f64>,
}

/// A sweep, ready to run.
#[derive(Debug)]
pub struct SweepPlan {
    /// The file.
    pub file: SweepFile,
    /// Base scenarios.
    pub bases: Vec<Base>,
    /// Its cases and what they are called.
    pub grid: Grid,
    /// Outcomes that are kept.
    pub outcomes: Vec<Outcome>,
    built: Vec<OnceLock<Result<Scenario, String>>>,
}

impl SweepPlan {
    /// Lays out the cases of a sweep file. The first case of each base scenario must be a valid scenario. `set` is what
    /// the command line set, for the manifest.
    pub fn new(file: SweepFile, set: Vec<String>) -> Result<Self, Problems> {
        let base = |draft: &Draft| {
            let scenario = draft.build()?;
            Ok(Base { numbers: scenario.numbers(), scenario })
        };
        let bases = file.scenarios.iter().map(base).collect::<Result<Vec<_>, Problems>>()?;
        let kept = |outcome: &&Outcome| file.outcomes.as_ref().is_none_or(|names| names.iter().any(|name| name == outcome.name));
        let outcomes: Vec<Outcome> = OUTCOMES.iter().filter(kept).copied().collect();
        let layout = Layout {
            name: file.name.clone(),
            title: file.title.clone(),
            why: file.why.clone(),
            set,
            axes: file.axes.clone(),
            design: file.design.clone(),
            worlds: file.worlds.iter().map(|world| world.name.clone()).collect(),
            bases: bases.iter().map(|base| BaseOf::scenario(&base.scenario)).collect(),
            outcomes: outcomes.iter().map(|outcome| outcome.name.to_owned()).collect(),
            seed: file.seed,
            replicates: file.replicates,
        };
        let grid = Grid::new(layout).map_err(Problem::new)?;
        let built = (0..grid.cases().min(KEPT)).map(|_| OnceLock::new()).collect();
        let plan = Self { file, bases, grid, outcomes, built };
        for case in 0..plan.bases.len() {
            plan.scenario(case)?;
        }
        Ok(plan)
    }

    /// Cases that follow each other and share their burn-in, where their number is regular.
    pub fn share_a_burn_in(&self) -> usize {
        self.grid.points.share_a_world(&self.file.axes) * self.bases.len()
    }

    /// A number of a base scenario, if it has one at the path.
    pub fn base_number(&self, base: usize, path: &str) -> Option<f64> {
        self.bases[base].numbers.get(path).copied()
    }

    /// Paths and values that make a case of its base scenario.
    pub fn settings(&self, case: usize) -> Vec<(String, String)> {
        let cell = self.grid.cell(case);
        let numbers = &self.bases[cell.scenario].numbers;
        let mut settings = self.file.worlds[cell.world].settings.clone();
        for (axis, coordinate) in self.file.axes.iter().zip(self.grid.points.at(cell.point)) {
            settings.extend(axis.settings(*coordinate, numbers));
        }
        settings
    }

    /// The scenario of a case, for runs; an error where its values break a constraint.
    pub fn scenario(&self, case: usize) -> Result<Scenario, Problems> {
        self.draft(case)?.build_for_runs()
    }

    /// A case before it is built.
    pub(super) fn draft(&self, case: usize) -> Result<Draft, Problems> {
        let mut draft = self.file.scenarios[self.grid.cell(case).scenario].clone();
        for (path, value) in self.settings(case) {
            draft.set_as(&path, &value, "sweep")?;
        }
        Ok(draft)
    }

    /// Does something with the scenario of a case; the first cases are built once and kept.
    pub fn with_scenario<T>(&self, case: usize, run: impl FnOnce(Result<&Scenario, &String>) -> T) -> T {
        let build = || self.scenario(case).map_err(|problems| one_line(&problems));
        match self.built.get(case) {
            Some(kept) => run(kept.get_or_init(build).as_ref()),
            None => run(build().as_ref()),
        }
    }

    /// Names of all cases, in their order.
    pub fn keys(&self) -> Vec<CaseKey> {
        let bases: Vec<String> = self.bases.iter().map(|base| format!("{}\n{}", base.scenario.name, base.scenario.hash())).collect();
        let mut keys = Vec::with_capacity(self.grid.cases());
        for case in 0..self.grid.cases() {
            let cell = self.grid.cell(case);
            let mut hasher = Sha256::new();
            hasher.update(&bases[cell.scenario]);
            hasher.update(&self.file.worlds[cell.world].name);
            for (path, value) in self.settings(case) {
                hasher.update(format!("\n{path}={value}"));
            }
            let mut key = CaseKey::default();
            key.copy_from_slice(&hasher.finalize()[..16]);
            keys.push(key);
        }
        keys
    }
}

/// Problems as the reason of a failed run, on one line.
fn one_line(problems: &Problems) -> String {
    let said = problems.0.iter().map(|p| match &p.found {
        Some(found) => format!("{}, found {found}", p.what),
        None => p.what.clone(),
    });
    said.collect::<Vec<_>>().join("; ")
}
