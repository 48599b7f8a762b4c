//! `search --evaluate`: values of mixes for an optimiser of another's, a line of JSON for each question and each answer.

use std::io::{self, BufRead, Write};
use std::sync::atomic::AtomicBool;

use serde::Deserialize;
use serde_json::json;

use super::error::CliError;
use crate::experiment::search::{MixQuestion, SearchError, SearchPlan, answer};
use crate::scenario::search::Mix;

/// Most blocks of a question.
const MOST_BLOCKS: u32 = 1_000_000;

/// A question as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    mixes: Vec<MixGiven>,
    #[serde(default)]
    first: u32,
    blocks: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MixGiven {
    #[serde(default)]
    budget: usize,
    money: Vec<u64>,
    variant: Vec<u32>,
}

/// Answers until there are no more questions.
pub fn evaluate(plan: &SearchPlan, threads: usize, stop: &AtomicBool) -> Result<(), CliError> {
    let wrong = |what: String| {
        CliError::bad_input(format!(
            "--evaluate: {what}; allowed: a line such as {{\"mixes\": [{{\"money\": [10000, 20000], \"variant\": [0, 0]}}], \"first\": 0, \"blocks\": 8}}"
        ))
    };
    for line in io::stdin().lock().lines() {
        let line = line.map_err(CliError::failed)?;
        let asked: Question = serde_json::from_str(&line).map_err(|error| wrong(error.to_string()))?;
        if asked.blocks > MOST_BLOCKS || asked.first.checked_add(asked.blocks).is_none() {
            return Err(wrong(format!("{} blocks from {} on are too many", asked.blocks, asked.first)));
        }
        let mix = |mix: MixGiven| Mix { budget: mix.budget, money: mix.money, variant: mix.variant };
        let question = MixQuestion { mixes: asked.mixes.into_iter().map(mix).collect(), first: asked.first, blocks: asked.blocks };
        question.check(plan).map_err(wrong)?;
        let values = answer(plan, &question, threads, stop).map_err(|error| match error {
            SearchError::Interrupted => CliError::Interrupted("interrupted".into()),
            SearchError::Tape(error) => CliError::failed(error),
            SearchError::Stuck(text) => CliError::BadInput(text),
        })?;
        let mut out = io::stdout().lock();
        match writeln!(out, "{}", json!({ "values": values })).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Err(CliError::PipeClosed),
            other => other.map_err(CliError::failed)?,
        }
    }
    Ok(())
}
