//! What `topline sensitivity` reads of the folder of a sweep: `design.csv` and `runs.csv`.

use std::collections::HashMap;
use std::path::Path;

use super::design::{DesignTable, design};
use super::rows::{FILES, SweepRows};
use crate::experiment::Measure;
use crate::report::results::run_rows::WORLD;

/// Runs of a scenario in a world.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SweepGroup {
    /// Scenario.
    pub scenario: String,
    /// World.
    pub world: String,
    /// Scenario whose values are taken off, run by run; none where the values are the scenario's own.
    pub baseline: Option<String>,
    /// Values by outcome, point and replicate; a point that was not run so often has fewer.
    pub runs: Vec<Vec<Vec<Option<f64>>>>,
}

impl SweepGroup {
    /// Scenario, what it is compared with, and the world where there are several.
    pub fn name(&self) -> String {
        let less = self.baseline.as_ref().map_or(String::new(), |baseline| format!(" less {baseline}"));
        let world = if self.world == WORLD { String::new() } else { format!(" in world {}", self.world) };
        format!("{}{less}{world}", self.scenario)
    }
}

/// The design of a sweep with its runs.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepResults {
    /// The design.
    pub design: DesignTable,
    /// The outcomes that were asked for.
    pub outcomes: Vec<Measure>,
    /// Runs by scenario and world, in the order of the file.
    pub groups: Vec<SweepGroup>,
}

/// Reads the folder; `choose` takes outcomes from the names of the columns. The error is a sentence.
pub fn read(folder: &Path, choose: impl FnOnce(&[String]) -> Result<Vec<Measure>, String>) -> Result<SweepResults, String> {
    let [design_file, runs_file] = FILES.map(|name| folder.join(name));
    let design = design(SweepRows::open(&design_file)?, folder)?;
    let mut rows = SweepRows::open(&runs_file)?;
    let outcomes = choose(&rows.header)?;
    let columns = outcomes.iter().map(|o| rows.column(column_of(o))).collect::<Result<Vec<_>, _>>()?;
    let [scenario, world, replicate, point] =
        ["scenario", "world", "replicate", "point"].map(|name| rows.column(name)).into_iter().collect::<Result<Vec<_>, _>>()?[..]
    else {
        unreachable!("four names give four columns")
    };
    let mut groups: Vec<SweepGroup> = Vec::new();
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    let points = design.position.len();
    // Replicates count from 0, so that no number is as large as the file has rows.
    let most = rows.most_rows();
    while let Some(row) = rows.next()? {
        let key = (row.text(scenario).to_string(), row.text(world).to_string());
        let group = *known.entry(key).or_insert_with_key(|(scenario, world)| {
            groups.push(SweepGroup {
                scenario: scenario.clone(),
                world: world.clone(),
                baseline: None,
                runs: vec![vec![Vec::new(); points]; outcomes.len()],
            });
            groups.len() - 1
        });
        let number = row.count(point)?;
        let position = *design.position.get(&number).ok_or_else(|| row.wrong(&format!("point {number} does not stand in {}", FILES[0])))?;
        let replicate = row.count_below(replicate, most)? as usize;
        for ((measure, column), of_outcome) in outcomes.iter().zip(&columns).zip(&mut groups[group].runs) {
            let replicates = &mut of_outcome[position];
            replicates.resize(replicates.len().max(replicate + 1), None);
            replicates[replicate] = row.value(measure, *column)?;
        }
    }
    Ok(SweepResults { design, outcomes, groups })
}

impl SweepResults {
    /// Every other scenario less a baseline, at the same point and replicate, so with the same noise: what policy does.
    /// The error is a sentence.
    pub fn versus(mut self, baseline: &str) -> Result<Self, String> {
        let (of_baseline, others): (Vec<SweepGroup>, Vec<SweepGroup>) =
            std::mem::take(&mut self.groups).into_iter().partition(|g| g.scenario == baseline);
        if of_baseline.is_empty() || others.is_empty() {
            let mut names: Vec<String> = of_baseline.iter().chain(&others).map(|g| g.scenario.clone()).collect();
            names.dedup();
            return Err(format!("nothing to compare with `{baseline}`; allowed: one of several scenarios of the sweep; found: {}", names.join(", ")));
        }
        for mut group in others {
            let Some(base) = of_baseline.iter().find(|base| base.world == group.world) else { continue };
            let points = group.runs.iter_mut().flatten().zip(base.runs.iter().flatten());
            points.for_each(|(runs, base)| *runs = runs.iter().zip(base).map(|(run, base)| Some((*run)? - (*base)?)).collect());
            group.baseline = Some(baseline.to_string());
            self.groups.push(group);
        }
        Ok(self)
    }
}

/// The column of a measure: for a class that of its outcome.
pub fn column_of(measure: &Measure) -> &str {
    if measure.class.is_some() { measure.name.split('.').next().unwrap_or_default() } else { &measure.name }
}
