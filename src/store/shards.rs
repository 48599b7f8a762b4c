//! Shards of a sweep: found in its journal, checked, and put in order without copying them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::archive::Piece;
use super::log::{Head, LONGEST_HEAD, check_sealed};
use super::refusal::Refusal;

/// Most names that a message lists.
const SHOWN: usize = 20;

/// The file of a shard, by its first line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShardFile {
    /// The file.
    pub path: PathBuf,
    /// Whose runs it holds; `None` where the first line is damaged.
    pub head: Option<Head>,
    /// Whether it is finished.
    pub finished: bool,
    /// Whether its first line is whole.
    begun: bool,
}

impl ShardFile {
    fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Whether its first line is there and says nothing that a shard can be; that of a shard that just begins may be missing.
    pub fn is_damaged(&self) -> bool {
        self.head.as_ref().is_none_or(|head| head.shard.is_none()) && (self.finished || self.begun)
    }

    /// Runs that an unfinished shard holds, by its length.
    pub fn runs(&self) -> u64 {
        let plan = self.head.as_ref().map_or("", |head| &head.plan);
        Piece::of_log(&self.path, plan).ok().flatten().map_or(0, |piece| piece.runs.end - piece.runs.start)
    }
}

/// All files of shards in a journal, in the order of their names.
pub fn find(journal: &Path) -> Result<Vec<ShardFile>, Refusal> {
    let mut found = Vec::new();
    let cannot = |error: std::io::Error| Refusal::failed(format!("cannot read {}: {error}", journal.display()));
    for entry in fs::read_dir(journal).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let finished = name.ends_with(".runs");
        if name.starts_with("shard-") && (finished || name.ends_with(".part")) {
            let head = Head::read(&path).map_err(|error| Refusal::failed(format!("cannot read {}: {error}", path.display())))?;
            let begun = fs::metadata(&path).is_ok_and(|file| file.len() > LONGEST_HEAD) || fs::read(&path).is_ok_and(|bytes| bytes.contains(&b'\n'));
            found.push(ShardFile { path, head: head.map(|h| h.0), finished, begun });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// The runs of all shards of a plan in order; refuses mixed plans, doubles, gaps and damage, and names them.
/// `runs` is the number that they must have together, where it is known.
pub fn complete(found: &[ShardFile], plan: &str, runs: Option<u64>) -> Result<Vec<Piece>, Refusal> {
    let mut problems = Vec::new();
    let mut parts: BTreeMap<u32, &ShardFile> = BTreeMap::new();
    let mut count = None;
    for shard in found.iter().filter(|shard| shard.finished) {
        let name = shard.name();
        let Some((head, (index, of))) = shard.head.as_ref().and_then(|head| Some((head, head.shard?))) else {
            problems.push(format!("{name} is damaged: its first line is not that of a shard"));
            continue;
        };
        if head.plan != plan {
            problems.push(format!("{name} is of another plan ({}, not {plan})", head.plan));
        } else if *count.get_or_insert(of) != of {
            problems.push(format!("{name} is one of {of}, others are of {}", count.unwrap_or_default()));
        } else if let Some(first) = parts.insert(index, shard) {
            problems.push(format!("{name} and {} are both shard {index} of {of}", first.name()));
        }
    }
    let count = count.unwrap_or(0);
    let missing: Vec<u32> = (0..count).filter(|index| !parts.contains_key(index)).collect();
    if !missing.is_empty() {
        let unfinished = found.iter().filter(|shard| !shard.finished).count();
        let note = if unfinished > 0 { format!("; {unfinished} of them unfinished") } else { String::new() };
        problems.push(format!("of {count} shards {} are missing{note}: {}", missing.len(), listed(&missing)));
    }
    if parts.is_empty() && problems.is_empty() {
        problems.push(format!("no shard is finished, {} are unfinished", found.len()));
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for shard in parts.values() {
        match check_sealed(&shard.path) {
            Ok(sealed) => {
                pieces.push(Piece { path: shard.path.clone(), start: sealed.start, runs: sealed.head.first..sealed.head.end.unwrap_or_default() });
            }
            Err(what) => problems.push(format!("{} {what}", shard.name())),
        }
    }
    if problems.is_empty() {
        let ends: Vec<u64> = pieces.iter().map(|piece| piece.runs.end).collect();
        let starts = pieces.iter().map(|piece| piece.runs.start);
        let fits = starts.eq(std::iter::once(0).chain(ends.iter().copied()).take(ends.len())) && runs.is_none_or(|runs| ends.last() == Some(&runs));
        if !fits {
            problems.push("the shards do not make the whole sweep: they are of another number of replicates".into());
        }
    }
    match problems.is_empty() {
        true => Ok(pieces.into_iter().filter(|piece| !piece.runs.is_empty()).collect()),
        false => Err(Refusal::failed(format!(
            "the shards do not make a sweep:\n  {}\n  = allowed: every shard of one plan once, finished; \
             `topline sweep` with --shard K/N --resume finishes a shard or runs again what is damaged",
            problems.join("\n  ")
        ))),
    }
}

/// Numbers as ranges: `0-3, 7`.
pub fn listed(numbers: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, end)) if *end + 1 == *number => *end = *number,
            _ => ranges.push((*number, *number)),
        }
    }
    let more = ranges.len().saturating_sub(SHOWN);
    let shown = ranges.iter().take(SHOWN).map(|(a, b)| if a == b { a.to_string() } else { format!("{a}-{b}") });
    let text = shown.collect::<Vec<_>>().join(",");
    if more > 0 { format!("{text} and {more} more ranges") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_listed_as_ranges_that_a_slurm_array_takes() {
        assert_eq!(listed(&[0, 1, 2, 5, 7, 8]), "0-2,5,7-8");
        assert_eq!(listed(&[]), "");
    }
}
