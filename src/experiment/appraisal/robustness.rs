//! What worlds do to the answer: regret of each scenario, and the boxes of parameters in which the ranking flips.

use super::prim::{PrimBox, prim};
use super::regret::{FEWEST as FEWEST_REPLICATES, Goal, Regret, Target, regret};
use super::worlds::{ValuesByWorld, WorldTable};
use crate::experiment::{CostBasis, Measure};
use crate::outcome::Better;
use crate::scenario::registry;

/// Fewest worlds of either ranking between which a box is sought.
const FEWEST: usize = 5;

/// Regret of all scenarios for one outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Regrets {
    /// The outcome.
    pub measure: Measure,
    /// Cost that is taken off it where it is money.
    pub cost: CostBasis,
    /// Worlds with a value of every scenario.
    pub worlds: usize,
    /// Fewest replicates in a world.
    pub replicates: usize,
    /// The target, where there is one.
    pub target: Option<Target>,
    /// By scenario.
    pub scenarios: Vec<Regret>,
}

/// Where a rival is better than the scenario that is better in most worlds.
#[derive(Clone, Debug, PartialEq)]
pub struct Flip {
    /// The outcome.
    pub measure: Measure,
    /// Position of the scenario that is better in most worlds.
    pub scenario: usize,
    /// Position of the rival.
    pub rival: usize,
    /// Worlds.
    pub worlds: usize,
    /// Those in which the rival is better.
    pub flipped: usize,
    /// The box, with names of parameters; `None` where none was found.
    pub found: Option<(PrimBox, Vec<String>)>,
}

/// Regret for an outcome; `None` where no world has enough replicates.
pub fn regrets(values: &ValuesByWorld, target: Option<&Target>, seed: u64) -> Option<Regrets> {
    let (_, worlds) = values.ranked().complete(FEWEST_REPLICATES);
    let (_, plain) = values.complete(FEWEST_REPLICATES);
    let goal = target.map(|target| Goal { target, worlds: &plain });
    let replicates = worlds.iter().map(|w| w[0].len()).min()?;
    let scenarios = regret(&worlds, values.measure.better, goal, seed);
    Some(Regrets { measure: values.measure.clone(), cost: values.cost, worlds: worlds.len(), replicates, target: target.cloned(), scenarios })
}

/// Flips of an outcome: the scenario that is best in most worlds against each rival that is better in some.
pub fn flips(values: &ValuesByWorld, table: &WorldTable) -> Vec<Flip> {
    let (numbers, worlds) = values.ranked().complete(1);
    let sign = if values.measure.better == Better::Lower { -1.0 } else { 1.0 };
    let mean = |s: &Vec<f64>| sign * s.iter().sum::<f64>() / s.len() as f64;
    let means: Vec<Vec<f64>> = worlds.iter().map(|world| world.iter().map(mean).collect()).collect();
    let Some(scenarios) = means.first().map(Vec::len) else { return Vec::new() };
    let wins = |s: usize| means.iter().filter(|m| (0..scenarios).all(|o| o == s || m[s] > m[o])).count();
    let first = (0..scenarios).rev().max_by_key(|s| wins(*s)).unwrap_or(0);
    let factors = distinct(table, &numbers);
    let points: Vec<Vec<f64>> = numbers.iter().map(|w| factors.iter().map(|f| table.worlds[*w].values[*f]).collect()).collect();
    let flip = |rival: usize| {
        let flipped: Vec<bool> = means.iter().map(|m| m[rival] > m[first]).collect();
        let count = flipped.iter().filter(|f| **f).count();
        let enough = count >= FEWEST && means.len() - count >= FEWEST;
        let found = enough.then(|| prim(&points, &flipped)).flatten();
        let names = |found: PrimBox| {
            let names = found.restrictions.iter().map(|r| table.parameters[factors[r.parameter]].clone()).collect();
            (found, names)
        };
        Flip { measure: values.measure.clone(), scenario: first, rival, worlds: means.len(), flipped: count, found: found.map(names) }
    };
    (0..scenarios).filter(|rival| *rival != first).map(flip).filter(|flip| flip.flipped > 0).collect()
}

/// Columns to look at: those that vary, and of a vector whose cells move together the first one.
fn distinct(table: &WorldTable, numbers: &[usize]) -> Vec<usize> {
    let column = |c: usize| numbers.iter().map(|w| table.worlds[*w].values[c]).collect::<Vec<f64>>();
    let vector = |c: usize| registry::find(&table.parameters[c]).map(|row| row.vector().to_owned());
    let order = |values: &[f64]| {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
        order
    };
    let mut kept: Vec<usize> = Vec::new();
    for c in 0..table.parameters.len() {
        let values = column(c);
        let varies = values.iter().any(|v| *v != values[0]);
        let moves_with = |k: &usize| vector(*k).is_some() && vector(*k) == vector(c) && order(&column(*k)) == order(&values);
        if varies && !kept.iter().any(moves_with) {
            kept.push(c);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::appraisal::decide::measure;
    use crate::experiment::appraisal::worlds::PlausibleWorld;

    /// Worlds in which the second scenario wins where the start probability is above 0.7.
    fn made_up() -> (ValuesByWorld, WorldTable) {
        let probability = |w: usize| 0.4 + 0.5 * (w * 7 % 40) as f64 / 40.0;
        let world = |w: usize| PlausibleWorld { name: w.to_string(), values: vec![probability(w), (w * 11 % 40) as f64] };
        let table = WorldTable { parameters: vec!["start_probability".into(), "fame_spread".into()], worlds: (0..40).map(world).collect() };
        let mut values = ValuesByWorld::new(measure("export_revenue").unwrap(), CostBasis::Public, 40, 2);
        for w in 0..40 {
            values.values[w] = vec![vec![Some(1.0); 10], vec![Some(if probability(w) > 0.7 { 2.0 } else { 0.0 }); 10]];
        }
        (values, table)
    }

    #[test]
    fn a_flip_is_told_by_the_parameter_that_makes_it() {
        let (values, table) = made_up();
        let found = flips(&values, &table);
        assert_eq!((found.len(), found[0].scenario, found[0].rival, found[0].flipped), (1, 0, 1, 15));
        let (found, names) = found[0].found.clone().unwrap();
        assert_eq!(names, ["start_probability"]);
        assert!((found.restrictions[0].limits.low.unwrap() - 0.7125).abs() < 1e-9 && found.restrictions[0].limits.high.is_none());
        assert_eq!((found.density, found.coverage, found.inside), (1.0, 1.0, 15));
    }

    #[test]
    fn regret_counts_worlds_and_replicates() {
        let (values, _) = made_up();
        let found = regrets(&values, None, 1).unwrap();
        assert_eq!((found.worlds, found.replicates), (40, 10));
        assert_eq!(found.scenarios[0].best.value, 25.0 / 40.0);
        assert!((found.scenarios[0].mean.value - 15.0 / 40.0).abs() < 1e-12);
    }

    #[test]
    fn cells_of_a_vector_that_move_together_are_looked_at_once() {
        let world = |w: usize| PlausibleWorld { name: w.to_string(), values: vec![w as f64, 2.0 * w as f64, -(w as f64)] };
        let parameters = ["market_pool.kr", "market_pool.jp", "fame_spread"].map(String::from).to_vec();
        let table = WorldTable { parameters, worlds: (0..4).map(world).collect() };
        assert_eq!(distinct(&table, &[0, 1, 2, 3]), [0, 2]);
    }
}
