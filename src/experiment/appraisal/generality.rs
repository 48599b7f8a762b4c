//! Whether what is found in the reference world holds in the plausible ones: effects and leads over worlds.

use super::worlds::ValuesByWorld;
use crate::experiment::Measure;
use crate::outcome::Better;
use crate::outcome::statistics::Crossed;

/// An effect of a scenario over worlds: its outcome less the baseline's.
#[derive(Clone, Debug, PartialEq)]
pub struct WorldEffect {
    /// The outcome.
    pub measure: Measure,
    /// Position of the scenario.
    pub scenario: usize,
    /// The difference over worlds and replicates.
    pub over: Crossed,
}

/// How far a scenario leads another over worlds, in the better direction, money net of cost.
#[derive(Clone, Debug, PartialEq)]
pub struct WorldLead {
    /// The outcome.
    pub measure: Measure,
    /// Position of the scenario.
    pub scenario: usize,
    /// Position of the other.
    pub rival: usize,
    /// The lead over worlds and replicates.
    pub over: Crossed,
}

/// Effects of all scenarios but the baseline on an outcome; none of those that do not exist in enough worlds.
pub fn effects(values: &ValuesByWorld, baseline: usize) -> Vec<WorldEffect> {
    let of = |scenario| Some(WorldEffect { measure: values.measure.clone(), scenario, over: difference(values, scenario, baseline, 1.0)? });
    others(values, baseline).into_iter().filter_map(of).collect()
}

/// Leads of each of these scenarios over each other of them.
pub fn leads(values: &ValuesByWorld, scenarios: &[usize]) -> Vec<WorldLead> {
    let (ranked, sign) = (values.ranked(), if values.measure.better == Better::Lower { -1.0 } else { 1.0 });
    let pairs = scenarios.iter().flat_map(|one| scenarios.iter().filter(move |other| *other != one).map(move |other| (*one, *other)));
    let lead =
        |(scenario, rival)| Some(WorldLead { measure: values.measure.clone(), scenario, rival, over: difference(&ranked, scenario, rival, sign)? });
    pairs.filter_map(lead).collect()
}

fn others(values: &ValuesByWorld, baseline: usize) -> Vec<usize> {
    let scenarios = values.values.first().map_or(0, Vec::len);
    (0..scenarios).filter(|s| *s != baseline).collect()
}

/// One scenario less another, over the worlds in which both have every replicate.
fn difference(values: &ValuesByWorld, one: usize, other: usize, sign: f64) -> Option<Crossed> {
    let replicates = values.values.iter().map(|world| world[one].len().min(world[other].len())).max()?;
    let of_world = |world: &Vec<Vec<Option<f64>>>| {
        let pairs = world[one].iter().zip(&world[other]);
        let differences: Vec<f64> = pairs.filter_map(|(a, b)| a.zip(*b)).map(|(a, b)| sign * (a - b)).collect();
        (differences.len() == replicates).then_some(differences)
    };
    Crossed::of(&values.values.iter().filter_map(of_world).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::CostBasis;
    use crate::experiment::appraisal::decide::measure;

    fn values(name: &str, worlds: Vec<Vec<Vec<Option<f64>>>>) -> ValuesByWorld {
        let mut values = ValuesByWorld::new(measure(name).unwrap(), CostBasis::Public, worlds.len(), 3);
        values.values = worlds;
        values
    }

    #[test]
    fn effects_are_paired_and_worlds_with_gaps_are_left_out() {
        let some = |numbers: [f64; 2]| numbers.map(Some).to_vec();
        let found = effects(
            &values(
                "public_cost",
                vec![
                    vec![some([1.0, 2.0]), some([2.0, 3.0]), some([1.0, 2.0])],
                    vec![some([5.0, 9.0]), some([8.0, 12.0]), some([5.0, 9.0])],
                    vec![some([5.0, 9.0]), vec![Some(100.0), None], some([5.0, 9.0])],
                ],
            ),
            0,
        );
        assert_eq!(found.iter().map(|e| (e.scenario, e.over.worlds, e.over.mean)).collect::<Vec<_>>(), [(1, 2, 2.0), (2, 3, 0.0)]);
        assert_eq!((found[0].over.sd_both, found[0].over.sd_luck), (0.0, 0.0));
    }

    #[test]
    fn a_lead_is_in_the_better_direction() {
        let world = vec![vec![Some(0.0); 2], vec![Some(3.0); 2], vec![Some(1.0); 2]];
        let found = leads(&values("public_cost", vec![world.clone(), world]), &[1, 2]);
        assert_eq!(found.iter().map(|l| (l.scenario, l.rival, l.over.mean)).collect::<Vec<_>>(), [(1, 2, -2.0), (2, 1, 2.0)]);
    }
}
