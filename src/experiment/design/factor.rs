//! Factors: parameters of the world that a design moves over their prior ranges.

use super::sampling::{Point, morris_step};
use crate::scenario::registry::{self, Row};
use crate::scenario::{Draft, Problems, Scenario, nearest};

/// Shares of one whole: if one moves, all are divided by their sum.
const WHOLE: &str = "initial_fandom_share";

/// One coordinate of a design: a parameter, or all cells of a vector, moved together over their ranges.
#[derive(Clone, Debug)]
pub struct Factor {
    /// Name of the parameter or vector.
    pub name: String,
    /// Its rows in the registry.
    pub cells: Vec<&'static Row>,
}

impl Factor {
    /// Whether a guess is among its values: a row that is assumed, with the lowest grade.
    pub fn guessed(&self) -> bool {
        self.cells.iter().any(|row| row.grade == "C" && row.kind == "assumed")
    }

    /// Share of the range that a step between two places crosses, negative downwards. That of a count is the share of its
    /// values; cells of a vector share by shares.
    pub fn share(&self, from: f64, to: f64) -> f64 {
        let nominal = morris_step().copysign(to - from);
        let of_cell = |row: &&'static Row| match row.at(1.0) - row.at(0.0) {
            range if row.limits.integer() && range > 0.0 => (row.at(to) - row.at(from)) / range,
            _ => nominal,
        };
        if self.cells.iter().any(|row| row.limits.integer()) {
            self.cells.iter().map(of_cell).sum::<f64>() / self.cells.len() as f64
        } else {
            nominal
        }
    }

    /// Lowest grade of its rows.
    pub fn grade(&self) -> &'static str {
        self.cells.iter().map(|row| row.grade.as_str()).max().unwrap_or("")
    }
}

fn moves(row: &&'static Row) -> bool {
    row.of_world() && row.low.zip(row.high).is_some_and(|(low, high)| low < high)
}

/// All parameters of the world that have a prior range, vector by vector.
pub fn all_factors() -> Vec<Factor> {
    let mut factors: Vec<Factor> = Vec::new();
    for row in registry::rows().iter().filter(moves) {
        match factors.iter_mut().find(|factor| factor.name == row.vector()) {
            Some(factor) => factor.cells.push(row),
            None => factors.push(Factor { name: row.vector().to_owned(), cells: vec![row] }),
        }
    }
    factors
}

/// The factors of these names: whole vectors, or single cells. The error is a sentence.
pub fn named_factors(names: &[String]) -> Result<Vec<Factor>, String> {
    let known = all_factors();
    let find = |name: &String| {
        let whole = known.iter().find(|factor| factor.name == *name).cloned();
        let cell = || registry::find(name).filter(moves).map(|row| Factor { name: name.clone(), cells: vec![row] });
        whole.or_else(cell).ok_or_else(|| {
            let near = nearest(name, known.iter().map(|f| f.name.clone())).map_or(String::new(), |n| format!("; did you mean `{n}`?"));
            format!("`{name}` is no parameter of the world with a prior range; see topline list parameters{near}")
        })
    };
    names.iter().map(find).collect()
}

/// Factors over a scenario whose other values stay.
pub struct Space {
    /// The scenario.
    pub base: Draft,
    /// The factors, in the order of coordinates.
    pub factors: Vec<Factor>,
    /// Shares of one whole in the scenario.
    whole: Vec<(String, f64)>,
}

impl Space {
    /// Factors over a scenario.
    pub fn new(base: Draft, factors: Vec<Factor>) -> Result<Self, Problems> {
        let scenario = base.build()?;
        let shares = scenario.entries().iter().filter(|entry| entry.path.split('.').next() == Some(WHOLE));
        let whole = shares.filter_map(|entry| Some((entry.path.clone(), entry.value.parse().ok()?))).collect();
        Ok(Self { base, factors, whole })
    }

    /// Paths and values at a point.
    pub fn settings(&self, point: &[f64]) -> Vec<(String, f64)> {
        let at = |(factor, place): (&Factor, &f64)| {
            let place = *place;
            factor.cells.iter().map(move |row| (row.name.clone(), row.at(place))).collect::<Vec<_>>()
        };
        let mut settings: Vec<(String, f64)> = self.factors.iter().zip(point).flat_map(at).collect();
        self.normalise(&mut settings);
        settings
    }

    fn normalise(&self, settings: &mut Vec<(String, f64)>) {
        let is_share = |path: &str| self.whole.iter().any(|(name, _)| name == path);
        if !settings.iter().any(|(path, _)| is_share(path)) {
            return;
        }
        for (name, value) in &self.whole {
            if !settings.iter().any(|(path, _)| path == name) {
                settings.push((name.clone(), *value));
            }
        }
        let sum: f64 = settings.iter().filter(|(path, _)| is_share(path)).map(|(_, value)| value).sum();
        settings.iter_mut().filter(|(path, _)| is_share(path)).for_each(|(_, value)| *value /= sum);
    }

    /// The draft at a point.
    pub fn draft(&self, point: &[f64]) -> Result<Draft, Problems> {
        let mut draft = self.base.clone();
        for (path, value) in self.settings(point) {
            draft.set_as(&path, &value.to_string(), "design")?;
        }
        Ok(draft)
    }

    /// The scenario at a point; an error where the point breaks a constraint.
    pub fn scenario(&self, point: &[f64]) -> Result<Scenario, Problems> {
        self.draft(point)?.build()
    }

    /// Whether a point keeps all constraints.
    pub fn allows(&self, point: &Point) -> bool {
        self.scenario(point).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space(names: &[&str]) -> Space {
        let names: Vec<String> = names.iter().map(|n| n.to_string()).collect();
        Space::new(Draft::registry("world"), named_factors(&names).unwrap()).unwrap()
    }

    #[test]
    fn a_vector_is_one_factor_and_policy_is_none() {
        let factors = all_factors();
        assert!(factors.iter().all(|f| !f.name.starts_with("policy.") && !f.name.starts_with("event.")));
        assert_eq!(factors.iter().filter(|f| f.name == "fixed_cost").map(|f| f.cells.len()).collect::<Vec<_>>(), [4]);
        assert!(named_factors(&["fixed_cots".into()]).unwrap_err().contains("did you mean `fixed_cost"));
    }

    #[test]
    fn counts_are_whole_and_shares_add_up_to_one() {
        let space = space(&["label_count.small", "initial_fandom_share"]);
        let settings = space.settings(&[0.51, 0.9]);
        assert_eq!(settings[0], ("label_count.small".into(), 80.0));
        assert!((settings[1..].iter().map(|s| s.1).sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(space.allows(&vec![0.51, 0.9]));
    }

    #[test]
    fn a_point_that_breaks_a_constraint_is_not_allowed() {
        let space = space(&["cumulative_advantage", "fan_concavity"]);
        assert!(space.allows(&vec![0.0, 1.0]) && !space.allows(&vec![1.0, 1.0]));
    }
}
