//! Values of mixes for optimisers of others, which ask for them one request at a time.

use std::sync::atomic::AtomicBool;

use super::evaluate::{Evaluator, SearchError};
use super::plan::SearchPlan;
use crate::scenario::search::Mix;

/// Mixes whose values are asked for.
#[derive(Clone, Debug)]
pub struct MixQuestion {
    /// The mixes.
    pub mixes: Vec<Mix>,
    /// First replicate.
    pub first: u32,
    /// Blocks of each mix.
    pub blocks: u32,
}

impl MixQuestion {
    /// Refuses mixes that are none of the search; the error is a sentence.
    pub fn check(&self, plan: &SearchPlan) -> Result<(), String> {
        let parts = &plan.file.parts;
        for mix in &self.mixes {
            let sum = plan.file.budgets.get(mix.budget).ok_or_else(|| format!("there is no budget number {}", mix.budget))?;
            if mix.money.len() != parts.len() || mix.variant.len() != parts.len() {
                return Err(format!("a mix needs money and a variant for each of {} instruments", parts.len()));
            }
            if mix.money.iter().try_fold(0_u64, |total, money| total.checked_add(*money)).is_none_or(|total| total > *sum) {
                return Err(format!("the money of a mix is more than its budget of {sum} M KRW"));
            }
            if mix.variant.iter().zip(parts).any(|(variant, part)| *variant as usize >= part.variants()) {
                return Err("a variant is none of the instrument's combinations of choices".into());
            }
        }
        Ok(())
    }
}

/// Values of each mix, block by block: each objective as it is, then the public cost.
pub fn answer(plan: &SearchPlan, asked: &MixQuestion, threads: usize, stop: &AtomicBool) -> Result<Vec<Vec<Vec<Option<f64>>>>, SearchError> {
    let mut evaluator =
        Evaluator { plan, threads, tape: &mut (), watcher: &mut (), stop, shard: None, units: 0, runs: 0, failed: 0, first_failure: None };
    let mixes: Vec<&Mix> = asked.mixes.iter().collect();
    let found = evaluator.blocks(&mixes, 0..asked.blocks, asked.first)?;
    let row = |block: &super::evaluate::BlockValues| {
        let mut row = plan.row(block);
        plan.wanted.iter().zip(&mut row).for_each(|(wanted, value)| *value = value.map(|value| wanted.sign() * value));
        row
    };
    Ok(found.iter().map(|blocks| blocks.iter().map(row).collect()).collect())
}
