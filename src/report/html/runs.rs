//! Chief outcomes run by run, for what two policies differ in and for modes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::outcome::statistics::Paired;
use crate::report::appraisal::chief::CHIEF;
use crate::report::credibility::trust::Several;
use crate::report::results::run_rows::WORLD;

/// Where files are: the place of the file of a name, if it is there.
pub type FileFinder<'a> = dyn Fn(&str) -> Option<PathBuf> + 'a;

/// Chief outcomes of all runs in the world as assumed; runs in other worlds are not mixed with them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChiefRuns {
    /// Runs in the order of the file: scenario, world, replicate.
    keys: Vec<(String, String, String)>,
    /// Values of each outcome, one for each run.
    values: HashMap<String, Vec<Option<f64>>>,
}

impl ChiefRuns {
    /// Reads `runs.csv`.
    pub fn read(path: &Path) -> Result<Self, String> {
        Self::parse(csv::Reader::from_path(path).map_err(|e| format!("cannot read {}: {e}", path.display()))?)
            .map_err(|e| format!("{} is not as topline writes it: {e}", path.display()))
    }

    fn parse(mut reader: csv::Reader<impl std::io::Read>) -> Result<Self, String> {
        let header = reader.headers().map_err(|e| e.to_string())?.clone();
        let column = |name: &str| header.iter().position(|h| h == name);
        let key = |name: &str| column(name).ok_or(format!("it has no column `{name}`"));
        let (scenario, world, replicate) = (key("scenario")?, key("world")?, key("replicate")?);
        let chief: Vec<(&str, usize)> = CHIEF.iter().filter_map(|name| Some((*name, column(name)?))).collect();
        let mut runs = Self::default();
        let mut columns = vec![Vec::new(); chief.len()];
        for record in reader.records() {
            let record = record.map_err(|e| e.to_string())?;
            let cell = |at: usize| record.get(at).unwrap_or_default();
            if cell(world) != WORLD {
                continue;
            }
            runs.keys.push((cell(scenario).into(), cell(world).into(), cell(replicate).into()));
            for (values, (_, at)) in columns.iter_mut().zip(&chief) {
                values.push(cell(*at).parse().ok());
            }
        }
        runs.values = chief.iter().map(|(name, _)| (*name).to_string()).zip(columns).collect();
        Ok(runs)
    }

    /// Values of an outcome in a scenario, where they exist.
    pub fn of(&self, scenario: &str, outcome: &str) -> Vec<f64> {
        let Some(values) = self.values.get(outcome) else { return Vec::new() };
        self.keys.iter().zip(values).filter(|(key, _)| key.0 == scenario).filter_map(|(_, value)| *value).collect()
    }

    /// The difference of an outcome between two scenarios, over runs of the same world and replicate.
    pub fn paired(&self, from: &str, to: &str, outcome: &str) -> Option<Paired> {
        let values = self.values.get(outcome)?;
        let runs = |scenario: &str| -> HashMap<(&str, &str), Option<f64>> {
            let of = self.keys.iter().zip(values).filter(|(key, _)| key.0 == scenario);
            of.map(|(key, value)| ((key.1.as_str(), key.2.as_str()), *value)).collect()
        };
        let other = runs(to);
        let shared = self.keys.iter().zip(values).filter(|(key, _)| key.0 == from);
        let pairs = shared.filter_map(|(key, value)| Some((*value, *other.get(&(key.1.as_str(), key.2.as_str()))?)));
        let (before, after): (Vec<_>, Vec<_>) = pairs.unzip();
        Some(Paired::of(&before, &after))
    }
}

/// Chief outcomes with several modes, scenario by scenario.
pub fn several(manifest: &Value, place: &FileFinder<'_>) -> Result<Vec<Several>, String> {
    let Some(path) = place(crate::report::output::files::RUNS) else { return Ok(Vec::new()) };
    let runs = ChiefRuns::read(&path)?;
    let names = manifest["scenarios"].as_array().into_iter().flatten().filter_map(|s| s["name"].as_str());
    Ok(names.flat_map(|name| CHIEF.iter().filter_map(|outcome| Several::of(name, outcome, &runs.of(name, outcome))).collect::<Vec<_>>()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_the_same_replicate_are_paired_whatever_their_order() {
        let text = "scenario,world,replicate,export_revenue\na,default,0,1.0\na,default,1,2.0\nb,default,1,4.0\nb,default,0,2.0\nb,default,2,9.0\nb,w1,0,50.0\n";
        let runs = ChiefRuns::parse(csv::Reader::from_reader(text.as_bytes())).unwrap();
        let paired = runs.paired("a", "b", "export_revenue").unwrap();
        assert_eq!((paired.difference.n, paired.difference.mean), (2, Some(1.5)));
        assert_eq!(runs.of("b", "export_revenue"), [4.0, 2.0, 9.0]);
        assert_eq!(runs.paired("a", "b", "verdict"), None);
    }

    #[test]
    fn a_table_of_something_else_is_refused() {
        assert!(ChiefRuns::parse(csv::Reader::from_reader("a,b\n1,2\n".as_bytes())).unwrap_err().contains("no column `scenario`"));
    }
}
