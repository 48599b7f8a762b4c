//! Chief outcomes run by run, for what two policies differ in and for modes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::experiment::CostBasis;
use crate::outcome::statistics::{Paired, Scale};
use crate::report::appraisal::chief::CHIEF;
use crate::report::credibility::trust::Several;
use crate::report::results::run_rows::WORLD;
use crate::scenario::regular_file;

/// Where files are: the place of the file of a name, if it is there.
pub type FileFinder<'a> = dyn Fn(&str) -> Option<PathBuf> + 'a;

/// Chief outcomes of all runs in the world as assumed; runs in other worlds are not mixed with them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChiefRuns {
    /// Runs in the order of the file: scenario, world, replicate.
    keys: Vec<(String, String, String)>,
    /// Values of each outcome, one for each run.
    values: HashMap<String, Vec<Option<f64>>>,
    /// Class of the verdict of each run; empty where it has none.
    verdicts: Vec<String>,
}

impl ChiefRuns {
    /// Reads `runs.csv`.
    pub fn read(path: &Path) -> Result<Self, String> {
        Self::parse(csv::Reader::from_reader(regular_file::open(path).map_err(|e| format!("cannot read {}: {e}", path.display()))?))
            .map_err(|e| format!("{} is not as topline writes it: {e}", path.display()))
    }

    /// Of a table in memory, for tests.
    #[cfg(test)]
    pub fn of_text(text: &str) -> Result<Self, String> {
        Self::parse(csv::Reader::from_reader(text.as_bytes()))
    }

    fn parse(mut reader: csv::Reader<impl std::io::Read>) -> Result<Self, String> {
        let header = reader.headers().map_err(|e| e.to_string())?.clone();
        let column = |name: &str| header.iter().position(|h| h == name);
        let key = |name: &str| column(name).ok_or(format!("it has no column `{name}`"));
        let (scenario, world, replicate) = (key("scenario")?, key("world")?, key("replicate")?);
        let verdict = column("verdict");
        let chief: Vec<(&str, usize)> = CHIEF.iter().filter_map(|name| Some((*name, column(name)?))).collect();
        let mut runs = Self::default();
        let mut columns = vec![Vec::new(); chief.len()];
        for record in reader.records() {
            let record = record.map_err(|e| e.to_string())?;
            let cell = |at: usize| record.get(at).unwrap_or_default();
            if cell(world) != WORLD {
                continue;
            }
            runs.verdicts.push(verdict.map_or(String::new(), |at| cell(at).to_string()));
            runs.keys.push((cell(scenario).into(), cell(world).into(), cell(replicate).into()));
            for (values, (_, at)) in columns.iter_mut().zip(&chief) {
                let number = cell(*at).parse::<f64>().ok();
                if number.is_some_and(|number| !number.is_finite()) {
                    let line = record.position().map_or(0, csv::Position::line);
                    return Err(format!("line {line}: found `{}`; allowed: a number, or an empty cell", cell(*at)));
                }
                values.push(number);
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

    /// The difference of an outcome less a cost, both in bn KRW a year, between two scenarios, over runs of the same world
    /// and replicate.
    pub fn paired_net(&self, from: &str, to: &str, outcome: &str, cost: CostBasis) -> Option<Paired> {
        let (values, costs) = (self.values.get(outcome)?, self.values.get(cost.outcome())?);
        let net: Vec<Option<f64>> = values.iter().zip(costs).map(|(value, cost)| value.zip(*cost).map(|(value, cost)| value - cost)).collect();
        Some(self.paired_on(Scale::Unbounded, from, to, &net))
    }

    /// The difference in the share of runs that end in one of several classes of the verdict.
    pub fn paired_classes(&self, from: &str, to: &str, classes: &[&str]) -> Paired {
        let of = |class: &String| (!class.is_empty()).then(|| f64::from(u8::from(classes.contains(&class.as_str()))));
        self.paired_on(Scale::Class, from, to, &self.verdicts.iter().map(of).collect::<Vec<_>>())
    }

    fn paired_on(&self, scale: Scale, from: &str, to: &str, values: &[Option<f64>]) -> Paired {
        let runs = |scenario: &str| -> HashMap<(&str, &str), Option<f64>> {
            let of = self.keys.iter().zip(values).filter(|(key, _)| key.0 == scenario);
            of.map(|(key, value)| ((key.1.as_str(), key.2.as_str()), *value)).collect()
        };
        let other = runs(to);
        let shared = self.keys.iter().zip(values).filter(|(key, _)| key.0 == from);
        let pairs = shared.filter_map(|(key, value)| Some((*value, *other.get(&(key.1.as_str(), key.2.as_str()))?)));
        let (before, after): (Vec<_>, Vec<_>) = pairs.unzip();
        Paired::on(scale, &before, &after)
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
        let text = "scenario,world,replicate,export_revenue,public_cost\na,default,0,1.0,0\na,default,1,2.0,0\nb,default,1,4.0,0\nb,default,0,2.0,0\nb,default,2,9.0,0\nb,w1,0,50.0,0\n";
        let runs = ChiefRuns::parse(csv::Reader::from_reader(text.as_bytes())).unwrap();
        let paired = runs.paired_net("a", "b", "export_revenue", CostBasis::Public).unwrap();
        assert_eq!((paired.difference.n, paired.difference.mean), (2, Some(1.5)));
        assert_eq!(runs.of("b", "export_revenue"), [4.0, 2.0, 9.0]);
        assert_eq!(runs.paired_net("a", "b", "verdict", CostBasis::Public), None);
    }

    #[test]
    fn two_classes_told_together_are_one_share() {
        // Recurrent loses what autonomous gains: together nothing moves, and the interval says so.
        let line = |scenario: &str, r: usize, verdict: &str| format!("{scenario},default,{r},{verdict}\n");
        let of = |r: usize, one: &str, other: &str| {
            if r.is_multiple_of(2) { line("a", r, one) + &line("b", r, other) } else { line("a", r, "none") + &line("b", r, "none") }
        };
        let rows: String = (0..40).map(|r| of(r, "recurrent", "autonomous")).collect();
        let runs = ChiefRuns::parse(csv::Reader::from_reader(("scenario,world,replicate,verdict\n".to_string() + &rows).as_bytes())).unwrap();
        let together = runs.paired_classes("a", "b", &["recurrent", "autonomous"]);
        assert_eq!((together.difference.n, together.difference.mean, together.p), (40, Some(0.0), Some(1.0)));
        assert!(together.difference.ci_low.unwrap() < 0.0 && together.difference.ci_high.unwrap() < 0.1);
        assert!(runs.paired_classes("a", "b", &["autonomous"]).p.unwrap() < 1e-4);
    }

    #[test]
    fn money_is_compared_net_of_cost() {
        let text = "scenario,world,replicate,export_revenue,public_cost\na,default,0,1.0,0.5\na,default,1,2.0,0.5\nb,default,0,4.0,2.5\nb,default,1,5.0,2.5\n";
        let runs = ChiefRuns::parse(csv::Reader::from_reader(text.as_bytes())).unwrap();
        assert_eq!(runs.paired_net("a", "b", "export_revenue", CostBasis::Public).unwrap().difference.mean, Some(1.0));
    }

    #[test]
    fn a_table_of_something_else_is_refused() {
        assert!(ChiefRuns::parse(csv::Reader::from_reader("a,b\n1,2\n".as_bytes())).unwrap_err().contains("no column `scenario`"));
    }
}
