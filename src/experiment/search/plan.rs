//! What a search runs: its objectives as measures, its mixes of the first look, and its name in a journal.

use sha2::{Digest, Sha256};

use super::aims::{Aim, Row};
use super::space::Space;
use crate::experiment::{CostBasis, Measure, measures};
use crate::outcome::{Better, OUTCOMES, Outcome};
use crate::scenario::search::{KnownOutcome, Mix, Objective, OverWorlds, SearchFile};
use crate::scenario::{Problem, Problems};

/// What an objective may name.
pub fn known_outcomes() -> Vec<KnownOutcome> {
    let higher = |better: Better| match better {
        Better::Higher => Some(true),
        Better::Lower => Some(false),
        Better::Neither => None,
    };
    measures(&OUTCOMES).into_iter().map(|m| KnownOutcome { higher: higher(m.better), unit: m.unit, name: m.name }).collect()
}

/// An objective with its measure.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// As the file gives it.
    pub objective: Objective,
    /// The measure.
    pub measure: Measure,
    /// Place of its outcome among those that are kept.
    place: usize,
}

/// A search, ready to run.
#[derive(Debug)]
pub struct SearchPlan {
    /// The file.
    pub file: SearchFile,
    /// Objectives.
    pub wanted: Vec<Wanted>,
    /// Outcomes that are kept of each run; public cost is the last.
    pub outcomes: Vec<Outcome>,
    /// Mixes of the first look, by sum.
    pub first_look: Vec<Vec<Mix>>,
    /// Name of its runs.
    pub hash: String,
}

impl SearchPlan {
    /// Lays out a search.
    pub fn new(file: SearchFile) -> Result<Self, Problems> {
        let all = measures(&OUTCOMES);
        let (mut outcomes, mut wanted): (Vec<Outcome>, Vec<Wanted>) = (Vec::new(), Vec::new());
        let mut keep = |outcome: &Outcome| {
            outcomes.iter().position(|kept| kept.name == outcome.name).unwrap_or_else(|| {
                outcomes.push(*outcome);
                outcomes.len() - 1
            })
        };
        for objective in &file.objectives {
            let Some(measure) = all.iter().find(|measure| measure.name == objective.outcome) else {
                return Err(Problem::new(format!("unknown outcome `{}`", objective.outcome)).into());
            };
            wanted.push(Wanted { objective: objective.clone(), measure: measure.clone(), place: keep(&OUTCOMES[measure.outcome]) });
        }
        // Kept once more where it is an objective: the last one is always the cost.
        outcomes.push(OUTCOMES[CostBasis::Public.position()]);
        let first_look: Vec<Vec<Mix>> = (0..file.budgets.len()).map(|budget| Space { file: &file, budget }.first_look()).collect();
        for (mixes, sum) in first_look.iter().zip(&file.budgets) {
            if mixes.len() < 2 {
                let problem = Problem::new(format!("the constraints leave {} of the mixes of {sum} M KRW a year", mixes.len()));
                return Err(problem.allowed("2 or more: wider limits, or more units in [lattice]").into());
            }
        }
        let hash = hash(&file, &outcomes)?;
        Ok(Self { file, wanted, outcomes, first_look, hash })
    }

    /// Objectives as statistics see them.
    pub fn aims(&self) -> Vec<Aim> {
        self.wanted.iter().map(|wanted| Aim { scale: wanted.measure.scale, epsilon: wanted.objective.epsilon }).collect()
    }

    /// Whether cost is limited.
    pub fn limits_cost(&self) -> bool {
        self.file.cost_limit.is_some()
    }

    /// Mixes of a sum.
    pub fn space(&self, budget: usize) -> Space<'_> {
        Space { file: &self.file, budget }
    }

    /// The row of a block from the kept outcomes of its worlds: each objective, turned so that more is better, then the cost.
    pub fn row(&self, block: &[Vec<Option<f64>>]) -> Row {
        let mut row: Row = self.wanted.iter().map(|wanted| wanted.of(block)).collect();
        row.push(mean(&column(block, self.outcomes.len() - 1)));
        row
    }
}

impl Wanted {
    /// -1 where less is better.
    pub fn sign(&self) -> f64 {
        if self.objective.higher { 1.0 } else { -1.0 }
    }

    /// Values in each world of a block, as they are; empty where one is missing.
    pub fn by_world(&self, block: &[Vec<Option<f64>>]) -> Option<Vec<f64>> {
        column(block, self.place).into_iter().map(|value| self.measure.of(value)).collect()
    }

    /// Its value of a block, turned so that more is better.
    fn of(&self, block: &[Vec<Option<f64>>]) -> Option<f64> {
        let mut values: Vec<f64> = self.by_world(block)?.into_iter().map(|value| self.sign() * value).collect();
        if self.objective.over == OverWorlds::WorstTenth {
            values.sort_by(f64::total_cmp);
            values.truncate(values.len().div_ceil(10));
        }
        Some(values.iter().sum::<f64>() / values.len().max(1) as f64)
    }
}

/// An outcome in each world.
fn column(block: &[Vec<Option<f64>>], place: usize) -> Vec<Option<f64>> {
    block.iter().map(|world| world.get(place).copied().flatten()).collect()
}

fn mean(values: &[Option<f64>]) -> Option<f64> {
    let present: Option<Vec<f64>> = values.iter().copied().collect();
    present.filter(|values| !values.is_empty()).map(|values| values.iter().sum::<f64>() / values.len() as f64)
}

/// Number of the procedure; raised when it asks for other runs of the same search, for then no journal of before can go on.
const PROCEDURE: u32 = 3;

/// Name of the runs of a search: of everything that they and their order depend on.
fn hash(file: &SearchFile, outcomes: &[Outcome]) -> Result<String, Problems> {
    let mut hasher = Sha256::new();
    let mut take = |text: String| hasher.update(text.as_bytes());
    take(format!("{PROCEDURE}\n"));
    take(format!("{}\n{}\n{:?}\n", file.baseline.build()?.hash(), file.seed, file.budgets));
    take(format!("{:?}\n{:?}\n{:?}\n", file.parts, file.groups, file.cost_limit));
    take(format!("{:?}\n{:?}\n{:?}\n", file.objectives, file.worlds, file.effort));
    take(outcomes.iter().map(|outcome| outcome.name).collect::<Vec<_>>().join(","));
    Ok(hex::encode(&hasher.finalize()[..16]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(higher: bool, over: OverWorlds) -> Wanted {
        let measure = measures(&OUTCOMES).into_iter().find(|measure| measure.name == "export_revenue").expect("an outcome");
        let objective = Objective { outcome: measure.name.clone(), higher, epsilon: 1.0, over };
        Wanted { objective, measure, place: 0 }
    }

    #[test]
    fn a_block_is_worth_its_mean_over_worlds_or_that_of_the_worst_tenth_in_the_better_direction() {
        let block: Vec<Vec<Option<f64>>> = (0..20).map(|world| vec![Some(f64::from(world))]).collect();
        assert_eq!(wanted(true, OverWorlds::Mean).of(&block), Some(9.5));
        assert_eq!(wanted(true, OverWorlds::WorstTenth).of(&block), Some(0.5));
        assert_eq!(wanted(false, OverWorlds::WorstTenth).of(&block), Some(-18.5));
        assert_eq!(wanted(true, OverWorlds::WorstTenth).of(&block[..3]), Some(0.0));
    }

    #[test]
    fn a_block_with_a_failed_run_has_no_value() {
        assert_eq!(wanted(true, OverWorlds::Mean).of(&[vec![Some(1.0)], vec![]]), None);
    }
}
