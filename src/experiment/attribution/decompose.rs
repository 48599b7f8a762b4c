//! Complementarity of a package (6.4): what each of its instruments adds, and what pairs do together.
//!
//! Each subset of the instruments runs with the same draws, every member at its own budget and with
//! all its programmes; events and values of the world stay in every subset, the empty one too. Values
//! are divided replicate by replicate, so that intervals are those of paired differences.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use crate::experiment::design::sampling::{Stream, StreamPurpose};
use crate::experiment::run;
use crate::experiment::{Measure, Plan, Results, RunError, Sink};
use crate::outcome::shapley::{Set, everyone, interaction, marginals, path, shapley};
use crate::outcome::statistics::{Estimate, above_rounding_or_zero, mean};
use crate::policy::Kind;
use crate::scenario::{Draft, Problems, Scenario};

/// Most instruments of which all subsets run.
pub const MOST_EXACT: usize = 6;

/// A package and the subsets of it that are to be run.
pub struct Package {
    draft: Draft,
    /// Its instruments, in the order of the specification.
    pub members: Vec<Kind>,
    /// Orders in which instruments come together, each beside its reverse; `None` where all subsets run.
    pub orders: Option<Vec<Vec<usize>>>,
    /// Subsets to run, the empty one first and the whole last.
    pub subsets: Vec<Set>,
}

impl Package {
    /// A package; above [`MOST_EXACT`] instruments 2 * `pairs` random orders stand for all of them.
    pub fn new(draft: Draft, pairs: usize, seed: u64) -> Result<Self, Problems> {
        let scenario = draft.build()?;
        let members: Vec<Kind> = Kind::all().filter(|kind| scenario.programmes.iter().any(|p| p.kind == *kind)).collect();
        let orders = (members.len() > MOST_EXACT).then(|| sampled_orders(members.len(), pairs, seed));
        let subsets = subsets(members.len(), orders.as_deref());
        Ok(Self { draft, members, orders, subsets })
    }

    /// The scenario of a subset: programmes of other instruments are switched off, which moves nobody's draws.
    pub fn scenario(&self, subset: Set) -> Result<Scenario, Problems> {
        let mut draft = self.draft.clone();
        let inside = |kind: Kind| self.members.iter().position(|m| *m == kind).is_some_and(|i| subset >> i & 1 == 1);
        for programme in self.draft.build()?.programmes.iter().filter(|p| !inside(p.kind)) {
            draft.set_as(&format!("policy.{}.enabled", programme.name), "false", "decompose")?;
        }
        draft.rename(&self.subset_name(subset));
        draft.build()
    }

    fn subset_name(&self, subset: Set) -> String {
        let names: Vec<&str> = self.members.iter().enumerate().filter(|(i, _)| subset >> i & 1 == 1).map(|(_, kind)| kind.name()).collect();
        if names.is_empty() { "none".into() } else { names.join("+") }
    }

    /// Runs every subset and divides the effect; `scenarios` are those of `subsets`, in order.
    pub fn run(
        &self,
        scenarios: &[Scenario],
        asked: &DecompositionRequest<'_>,
        sink: &mut dyn Sink,
        stop: &AtomicBool,
    ) -> Result<Decomposition, RunError> {
        let plan = Plan {
            scenarios: scenarios.iter().collect(),
            baseline: Some(0),
            replicates: asked.replicates,
            seed: asked.seed,
            threads: Some(asked.threads),
            panel: false,
        };
        let results = run(&plan, sink, stop)?;
        Ok(self.divide(asked.name, results))
    }

    fn divide(&self, name: &str, results: Results) -> Decomposition {
        let (mut parts, mut pairs, mut effects) = (Vec::new(), Vec::new(), Vec::new());
        for measure in results.measures() {
            let games = self.games(&results, &measure);
            effects.push((measure.clone(), self.estimate(&games, |v| v(everyone(self.members.len())) - v(0))));
            parts.extend(self.parts(&games, &measure));
            pairs.extend(self.pairs(&games, &measure));
        }
        Decomposition { name: name.to_owned(), members: self.members.clone(), parts, pairs, effects, results }
    }

    /// Values of the subsets by replicate, where all of them exist.
    fn games(&self, results: &Results, measure: &Measure) -> Vec<Vec<f64>> {
        let columns: Vec<Vec<Option<f64>>> = (0..results.cases.len()).map(|case| results.values(case, measure)).collect();
        let replicates = columns.first().map_or(0, Vec::len);
        (0..replicates).filter_map(|r| columns.iter().map(|column| column[r]).collect()).collect()
    }

    /// Value of a subset in a game.
    fn value<'a>(&'a self, game: &'a [f64]) -> impl Fn(Set) -> f64 + 'a {
        |set| game[self.subsets.binary_search(&set).expect("a subset that was run")]
    }

    fn estimate(&self, games: &[Vec<f64>], of: impl Fn(&dyn Fn(Set) -> f64) -> f64) -> Estimate {
        // What is left of numbers that should be the same is their rounding.
        let value = |game: &Vec<f64>| above_rounding_or_zero(of(&self.value(game)), largest(game));
        Estimate::of(&games.iter().map(value).collect::<Vec<_>>())
    }

    fn parts(&self, games: &[Vec<f64>], measure: &Measure) -> Vec<ShapleyValue> {
        let by_game: Vec<Vec<Vec<f64>>> = games.iter().map(|game| self.additions(game)).collect();
        let part = |(i, kind): (usize, &Kind)| {
            let added = |additions: &Vec<Vec<f64>>| mean(&additions.iter().map(|added| added[i]).collect::<Vec<_>>());
            let of_game = |(additions, game): (&Vec<Vec<f64>>, &Vec<f64>)| Some(above_rounding_or_zero(added(additions)?, largest(game)));
            let values: Vec<f64> = by_game.iter().zip(games).filter_map(of_game).collect();
            ShapleyValue {
                instrument: *kind,
                measure: measure.clone(),
                value: Estimate::of(&values),
                sampling_error: self.sampling_error(&by_game, i),
            }
        };
        self.members.iter().enumerate().map(part).collect()
    }

    /// What each instrument adds: once over all subsets, or in each pair of orders.
    fn additions(&self, game: &[f64]) -> Vec<Vec<f64>> {
        let Some(orders) = &self.orders else { return vec![shapley(self.members.len(), game)] };
        let of_pair = |pair: &[Vec<usize>]| {
            let both: Vec<Vec<f64>> = pair.iter().map(|order| marginals(order, self.value(game))).collect();
            (0..self.members.len()).map(|i| both.iter().map(|added| added[i]).sum::<f64>() / both.len() as f64).collect()
        };
        orders.chunks(2).map(of_pair).collect()
    }

    /// Standard error from the sample of orders, of means over replicates.
    fn sampling_error(&self, by_game: &[Vec<Vec<f64>>], i: usize) -> Option<f64> {
        let pairs = self.orders.as_ref()?.len() / 2;
        let of_pair = |pair: usize| mean(&by_game.iter().map(|game| game[pair][i]).collect::<Vec<_>>());
        Estimate::of(&(0..pairs).filter_map(of_pair).collect::<Vec<_>>()).se
    }

    fn pairs(&self, games: &[Vec<f64>], measure: &Measure) -> Vec<Pair> {
        let n = self.members.len();
        let couples = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
        let pair = |(i, j): (usize, usize)| Pair {
            first: self.members[i],
            second: self.members[j],
            measure: measure.clone(),
            value: self.estimate(games, |v| interaction(i, j, v)),
        };
        couples.map(pair).collect()
    }
}

/// Size of the largest value of a game.
fn largest(game: &[f64]) -> f64 {
    game.iter().fold(0.0, |size, value| size.max(value.abs()))
}

/// How a decomposition is to be run.
pub struct DecompositionRequest<'a> {
    /// Name of the package.
    pub name: &'a str,
    /// Replicates of each subset.
    pub replicates: u32,
    /// Seed of all draws.
    pub seed: u64,
    /// Number of threads.
    pub threads: usize,
}

/// Random orders, each followed by its reverse: what comes early in one comes late in the other.
fn sampled_orders(n: usize, pairs: usize, seed: u64) -> Vec<Vec<usize>> {
    let mut stream = Stream::new(seed, StreamPurpose::Order as u32, 0);
    let pair = |_| {
        let order = stream.permutation(n);
        let reverse = order.iter().rev().copied().collect();
        [order, reverse]
    };
    (0..pairs).flat_map(pair).collect()
}

/// All subsets, or those on the way of the orders and of every pair; ascending, so the empty one is first.
fn subsets(n: usize, orders: Option<&[Vec<usize>]>) -> Vec<Set> {
    let Some(orders) = orders else { return (0..=everyone(n)).collect() };
    let mut subsets: BTreeSet<Set> = orders.iter().flat_map(|order| path(order)).collect();
    subsets.extend((0..n).flat_map(|i| (0..n).map(move |j| 1 << i | 1 << j)));
    subsets.into_iter().collect()
}

/// What an instrument adds to an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct ShapleyValue {
    /// The instrument.
    pub instrument: Kind,
    /// The outcome.
    pub measure: Measure,
    /// Its Shapley value over replicates.
    pub value: Estimate,
    /// Standard error from the sample of orders; `None` where all subsets were run.
    pub sampling_error: Option<f64>,
}

/// What two instruments do together beyond what each does alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// One instrument.
    pub first: Kind,
    /// The other.
    pub second: Kind,
    /// The outcome.
    pub measure: Measure,
    /// v(ij) - v(i) - v(j) + v(none) over replicates.
    pub value: Estimate,
}

/// The effect of a package, divided.
#[derive(Clone, Debug)]
pub struct Decomposition {
    /// Name of the package.
    pub name: String,
    /// Its instruments.
    pub members: Vec<Kind>,
    /// Shapley values, outcome by outcome.
    pub parts: Vec<ShapleyValue>,
    /// Interactions, outcome by outcome.
    pub pairs: Vec<Pair>,
    /// Effect of the whole package by outcome.
    pub effects: Vec<(Measure, Estimate)>,
    /// All runs, by subset.
    pub results: Results,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Case, CaseResults, Record};
    use crate::outcome::{Better, Formula, Outcome};

    const MADE_UP: &[Outcome] = &[Outcome {
        name: "gain",
        unit: "bn",
        better: Better::Higher,
        family: "test",
        meaning: "A made-up outcome.",
        formula: Formula::Run(|_| None),
        classes: &[],
    }];

    fn package(kinds: &[Kind], pairs: usize) -> Package {
        let mut draft = Draft::registry("package");
        for kind in kinds {
            draft.set(&format!("policy.{}.enabled", kind.name()), "true").unwrap();
        }
        Package::new(draft, pairs, 1).unwrap()
    }

    /// Results in which replicate r of a subset has the value `v(set, r)`.
    fn results(package: &Package, replicates: usize, v: impl Fn(Set, usize) -> Option<f64>) -> Results {
        let scenario = Draft::registry("x").build().unwrap();
        let case = |set: &Set| CaseResults {
            twins: None,
            case: Case::of(&scenario),
            runs: (0..replicates).map(|r| Record { outcomes: vec![v(*set, r)], failure: None }).collect(),
        };
        Results { outcomes: MADE_UP, seed: 1, baseline: Some(0), cases: package.subsets.iter().map(case).collect() }
    }

    #[test]
    fn the_effect_of_a_made_up_package_is_divided_as_by_hand() {
        let package = package(&[Kind::ProductionGrant, Kind::TaxCredit], 1);
        assert_eq!(package.subsets, [0, 1, 2, 3]);
        // Alone 10 and 20, together 36: 6 beyond the sum, of which each has half. Noise cancels within pairs.
        let v = |set: Set, r: usize| Some([0.0, 10.0, 20.0, 36.0][set as usize] + 100.0 * r as f64);
        let found = package.divide("package", results(&package, 3, v));
        let values: Vec<f64> = found.parts.iter().map(|p| p.value.mean.unwrap()).collect();
        assert_eq!(values, [13.0, 23.0]);
        assert_eq!((found.parts[0].value.n, found.parts[0].value.half_width()), (3, Some(0.0)));
        assert_eq!((found.pairs[0].value.mean, found.effects[0].1.mean), (Some(6.0), Some(36.0)));
        assert_eq!(found.parts[0].sampling_error, None);
    }

    #[test]
    fn what_is_left_of_rounding_is_no_interaction() {
        let package = package(&[Kind::ProductionGrant, Kind::TaxCredit], 1);
        // 0.3 - 0.1 - 0.2 is -2.8e-17, in every replicate.
        let found = package.divide("package", results(&package, 3, |set, _| Some([0.0, 0.1, 0.2, 0.3][set as usize])));
        assert_eq!((found.pairs[0].value.mean, found.pairs[0].value.ci_low), (Some(0.0), Some(0.0)));
    }

    #[test]
    fn a_replicate_without_the_outcome_in_some_subset_does_not_count() {
        let package = package(&[Kind::ProductionGrant], 1);
        let found = package.divide("package", results(&package, 3, |set, r| (set == 0 || r != 1).then_some(f64::from(set))));
        assert_eq!((found.parts[0].value.n, found.parts[0].value.mean), (2, Some(1.0)));
        assert!(found.pairs.is_empty());
    }

    #[test]
    fn a_sample_of_orders_sums_to_the_effect_and_is_exact_where_nothing_interacts() {
        let package = package(Kind::ALL, 3);
        let orders = package.orders.clone().unwrap();
        assert_eq!((orders.len(), package.members.len()), (6, 10));
        assert!(orders[0].iter().eq(orders[1].iter().rev()));
        assert!(package.subsets.len() < 110 && package.subsets[0] == 0 && package.subsets.last() == Some(&1023));
        let found = package.divide("package", results(&package, 2, |set, _| Some(f64::from(set))));
        for (i, part) in found.parts.iter().enumerate() {
            assert_eq!((part.value.mean, part.sampling_error), (Some(f64::from(1 << i)), Some(0.0)));
        }
        let found =
            package.divide("package", results(&package, 2, |set, r| Some(f64::from(set.count_ones()).powi(2) + f64::from(set % 7) + r as f64)));
        let sum: f64 = found.parts.iter().map(|part| part.value.mean.unwrap()).sum();
        assert!((sum - found.effects[0].1.mean.unwrap()).abs() < 1e-9, "{sum}");
        assert!(found.parts.iter().any(|part| part.sampling_error.unwrap() > 0.0));
    }

    #[test]
    fn an_instrument_switches_all_its_programmes_and_the_empty_subset_has_none() {
        let package = Package::new(Draft::load("scenarios/package_balanced_2y.toml").unwrap(), 1, 1).unwrap();
        assert!(package.scenario(0).unwrap().programmes.is_empty());
        let whole = package.scenario(everyone(package.members.len())).unwrap();
        let alone = package.scenario(1).unwrap();
        let of_kind = |scenario: &Scenario| scenario.programmes.iter().filter(|p| p.kind == package.members[0]).count();
        assert_eq!((of_kind(&alone), alone.programmes.len()), (of_kind(&whole), of_kind(&whole)));
        assert_eq!(alone.name, package.members[0].name());
    }
}
