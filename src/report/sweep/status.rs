//! What a folder holds of its sweep, and its tables from what is there.

use std::fmt;
use std::path::Path;

use super::output::{Written, write};
use super::tables::SweepTables;
use super::timing::Timing;
use super::writer::Format;
use crate::experiment::sweep::{Grid, SweepPlan};
use crate::outcome::{Outcome, find as outcome};
use crate::store::archive::{Archive, Held, Piece};
use crate::store::journal::{Journal, log_file};
use crate::store::lock::{FOLDER, LOCK, lock};
use crate::store::refusal::Refusal;
use crate::store::shards::{complete, find, listed};
use crate::store::stored_sweep::StoredSweep;

/// How far a sweep is.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepStatus {
    /// Name of the sweep.
    pub name: String,
    /// Version of the program that began it.
    pub version: String,
    /// Runs that are there.
    pub held: u64,
    /// Runs that there should be.
    pub planned: u64,
    /// Cases of a replicate.
    pub cases: u64,
    /// Replicates that there should be.
    pub replicates: u32,
    /// Shards: finished, unfinished with their runs, missing; empty where there are none.
    pub shards: Option<ShardStatus>,
}

/// How far the shards of a sweep are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShardStatus {
    /// Number of shards.
    pub count: u32,
    /// Finished ones.
    pub finished: u32,
    /// Unfinished ones with the runs they hold.
    pub unfinished: Vec<(u32, u64)>,
    /// Those that have not begun.
    pub missing: Vec<u32>,
}

impl SweepStatus {
    /// Whether nothing is missing.
    pub fn is_complete(&self) -> bool {
        self.held == self.planned
    }
}

impl fmt::Display for SweepStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = 100.0 * self.held as f64 / self.planned.max(1) as f64;
        writeln!(f, "{}: {} of {} runs ({percent:.1} %), {} cases, {} replicates", self.name, self.held, self.planned, self.cases, self.replicates)?;
        match &self.shards {
            Some(shards) => {
                writeln!(f, "{} of {} shards are finished", shards.finished, shards.count)?;
                for (index, runs) in &shards.unfinished {
                    writeln!(f, "shard {index} is unfinished: {runs} runs")?;
                }
                if !shards.missing.is_empty() {
                    writeln!(f, "missing: {}", listed(&shards.missing))?;
                }
            }
            None if !self.is_complete() => {
                writeln!(f, "{} runs are missing, from replicate {} on", self.planned - self.held, self.held / self.cases.max(1))?;
            }
            None => {}
        }
        Ok(())
    }
}

/// How far the sweep of a folder is. Nothing is changed, so that it may be asked while the sweep goes on.
pub fn status(folder: &Path) -> Result<SweepStatus, Refusal> {
    let (kept, grid) = known(folder)?;
    let journal = folder.join(FOLDER);
    let found = find(&journal)?;
    let mut held = 0;
    for (number, list) in kept.lists.iter().enumerate() {
        held += piece(&journal.join(log_file(number)), &list.hash)?.map_or(0, |piece| piece.runs.end - piece.runs.start);
    }
    let mut shards = None;
    if let Some(shard) = found.iter().find(|shard| shard.is_damaged()) {
        return Err(Refusal::failed(format!("{} is damaged: its first line is not that of a shard", shard.path.display())));
    }
    if !found.is_empty() {
        let of = |found: &crate::store::shards::ShardFile| found.head.as_ref().and_then(|head| head.shard);
        let count = found.iter().filter_map(of).map(|(_, count)| count).max().unwrap_or(0);
        let mut status = ShardStatus { count, ..ShardStatus::default() };
        let mut seen = vec![false; count as usize];
        for (shard, (index, _)) in found.iter().filter_map(|shard| Some((shard, of(shard)?))).filter(|(_, (_, n))| *n == count) {
            seen[index as usize] = true;
            held += shard.runs();
            if shard.finished {
                status.finished += 1;
            } else {
                status.unfinished.push((index, shard.runs()));
            }
        }
        status.missing = (0..count).filter(|index| !seen[*index as usize]).collect();
        shards = Some(status);
    }
    let (cases, replicates) = (grid.cases() as u64, kept.layout.replicates);
    Ok(SweepStatus { name: kept.layout.name.clone(), version: kept.version, held, planned: grid.runs(), cases, replicates, shards })
}

fn piece(path: &Path, plan: &str) -> Result<Option<Piece>, Refusal> {
    Piece::of_log(path, plan).map_err(|error| Refusal::failed(format!("cannot read {}: {error}", path.display())))
}

/// What a folder says of its sweep; a folder without one is refused.
fn known(folder: &Path) -> Result<(StoredSweep, Grid), Refusal> {
    let Some(kept) = StoredSweep::read(folder)? else {
        let text = format!("`{}` holds no sweep; allowed: a folder that `topline sweep` wrote to", folder.display());
        return Err(Refusal::input(text));
    };
    let grid = kept.grid(folder)?;
    Ok((kept, grid))
}

/// Writes the tables of a complete journal that is open.
pub fn tables(folder: &Path, journal: &Journal, plan: &SweepPlan, format: Format, timing: &Timing) -> Result<Written, Refusal> {
    let archive = journal.archive(plan).map_err(|error| Refusal::failed(format!("cannot read the journal in {}: {error}", folder.display())))?;
    let swept = SweepTables { grid: &plan.grid, outcomes: &plan.outcomes, archive, replicates: plan.file.replicates };
    write(folder, swept, format, timing)
}

/// Writes the tables of a folder from its shards or logs. With `partial` those of the replicates that all cases have.
pub fn merge(folder: &Path, format: Format, partial: bool, timing: &Timing) -> Result<(Written, u32), Refusal> {
    let (kept, grid) = known(folder)?;
    let journal = folder.join(FOLDER);
    let _lock = lock(&journal.join(LOCK), false, folder)?;
    let outcomes = kept.layout.outcomes.iter().map(|name| {
        outcome(name).copied().ok_or_else(|| {
            Refusal::input(format!(
                "this version of topline does not know the outcome `{name}` of the sweep; allowed: the version {} that made it",
                kept.version
            ))
        })
    });
    let outcomes: Vec<Outcome> = outcomes.collect::<Result<_, _>>()?;
    let archive = gathered(folder, &kept, &grid, partial)?;
    let replicates = archive.whole_replicates().min(kept.layout.replicates);
    if replicates < kept.layout.replicates && !(partial && replicates > 0) {
        let text = format!(
            "the sweep in `{}` is not complete: {} of {} runs; allowed: `topline sweep` with --resume to finish it, or --partial for the {replicates} \
             replicates that are whole",
            folder.display(),
            archive.runs(),
            grid.runs(),
        );
        return Err(Refusal::failed(text));
    }
    let written = write(folder, SweepTables { grid: &grid, outcomes: &outcomes, archive, replicates }, format, timing)?;
    Ok((written, replicates))
}

/// The runs of a folder.
fn gathered(folder: &Path, kept: &StoredSweep, grid: &Grid, partial: bool) -> Result<Archive, Refusal> {
    let journal = folder.join(FOLDER);
    let shards = find(&journal)?;
    let logs = kept.lists.len();
    let mut held = Vec::new();
    for (number, list) in kept.lists.iter().enumerate() {
        let mut pieces = Vec::new();
        if number == 0 && !shards.is_empty() {
            let grown = piece(&journal.join(log_file(0)), &list.hash)?.is_some() || logs > 1;
            pieces = complete(&shards, &list.hash, (!grown && !partial).then(|| grid.runs()))?;
        }
        pieces.extend(piece(&journal.join(log_file(number)), &list.hash)?);
        held.push(Held { cases: list.in_layout(&journal, grid.cases())?, pieces });
    }
    Ok(Archive::new(held, grid.cases(), kept.layout.outcomes.len()))
}
