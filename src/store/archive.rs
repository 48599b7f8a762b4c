//! All runs of a sweep for reading: any replicate of any cases, from logs and shards, without an index in memory.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::log::Head;
use super::record::RecordForm;

/// Consecutive runs in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The file.
    pub path: PathBuf,
    /// Where its records begin.
    pub start: u64,
    /// The runs it holds, over its list of cases.
    pub runs: Range<u64>,
}

impl Piece {
    /// The whole records of a log, by its length; `None` where there is none. A log of another plan is an error.
    pub fn of_log(path: &Path, plan: &str) -> io::Result<Option<Self>> {
        let length = match std::fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other?.len(),
        };
        let Some((head, start)) = Head::read(path)? else { return Ok(None) };
        if head.plan != plan {
            return Err(io::Error::other(format!("it holds runs of another plan ({}, not {plan})", head.plan)));
        }
        let count = length.saturating_sub(start) / head.form().length() as u64;
        Ok((count > 0).then(|| Self { path: path.into(), start, runs: head.first..head.first + count }))
    }
}

/// The runs of a list of cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Cases of the plan.
    pub cases: Vec<u32>,
    /// Where its runs are, in order and without gaps.
    pub pieces: Vec<Piece>,
}

impl Held {
    fn runs(&self) -> u64 {
        self.pieces.last().map_or(0, |piece| piece.runs.end)
    }
}

/// All runs of a sweep.
#[derive(Debug)]
pub struct Archive {
    held: Vec<Held>,
    form: RecordForm,
    cases: usize,
    /// List and place in it of each case; none where the one list has all cases in their order.
    places: Option<Vec<(u32, u32)>>,
    /// The file that was read last.
    open: Option<(PathBuf, File)>,
    buffer: Vec<u8>,
}

impl Archive {
    /// The runs of lists that together have so many cases.
    pub fn new(held: Vec<Held>, cases: usize, outcomes: usize) -> Self {
        let ordered = held.len() == 1 && held[0].cases.iter().enumerate().all(|(place, case)| place == *case as usize);
        let places = (!ordered).then(|| {
            let mut places = vec![(u32::MAX, 0); cases];
            for (list, held) in held.iter().enumerate() {
                for (place, case) in held.cases.iter().enumerate() {
                    places[*case as usize] = (list as u32, place as u32);
                }
            }
            places
        });
        Self { held, form: RecordForm::of(outcomes), cases, places, open: None, buffer: Vec::new() }
    }

    /// The form of its records.
    pub fn form(&self) -> RecordForm {
        self.form
    }

    /// Runs that are there.
    pub fn runs(&self) -> u64 {
        self.held.iter().map(Held::runs).sum()
    }

    /// Replicates that all cases have.
    pub fn whole_replicates(&self) -> u32 {
        self.held.iter().map(|held| held.runs() / held.cases.len().max(1) as u64).min().unwrap_or(0) as u32
    }

    /// Hands on the records of consecutive cases of a replicate, in order. A damaged record is an error.
    pub fn read(&mut self, replicate: u32, cases: Range<usize>, mut each: impl FnMut(usize, &[u8]) -> io::Result<()>) -> io::Result<()> {
        debug_assert!(cases.end <= self.cases);
        let length = self.form.length();
        let mut case = cases.start;
        while case < cases.end {
            let (list, place) = self.place(case);
            let mut count = 1;
            while case + count < cases.end && self.place(case + count) == (list, place + count) {
                count += 1;
            }
            let run = u64::from(replicate) * self.held[list].cases.len() as u64 + place as u64;
            let mut buffer = std::mem::take(&mut self.buffer);
            buffer.resize(count * length, 0);
            self.fill(list, run, &mut buffer)?;
            for (n, record) in buffer.chunks_exact(length).enumerate() {
                let run = run + n as u64;
                if !self.form.is_whole(run, record) {
                    return Err(self.damaged(list, run));
                }
                each(case + n, record)?;
            }
            self.buffer = buffer;
            case += count;
        }
        Ok(())
    }

    fn place(&self, case: usize) -> (usize, usize) {
        self.places.as_ref().map_or((0, case), |places| (places[case].0 as usize, places[case].1 as usize))
    }

    /// Reads consecutive records of a list, which may lie in several files.
    fn fill(&mut self, list: usize, mut run: u64, mut into: &mut [u8]) -> io::Result<()> {
        let length = self.form.length();
        while !into.is_empty() {
            let Some(piece) = self.piece(list, run).cloned() else {
                return Err(io::Error::other(format!("run {run} is missing")));
            };
            let count = ((piece.runs.end - run) as usize).min(into.len() / length);
            let (now, later) = into.split_at_mut(count * length);
            if self.open.as_ref().is_none_or(|(path, _)| *path != piece.path) {
                self.open = Some((piece.path.clone(), File::open(&piece.path)?));
            }
            let (_, file) = self.open.as_mut().expect("opened above");
            file.seek(SeekFrom::Start(piece.start + (run - piece.runs.start) * length as u64))?;
            file.read_exact(now)?;
            run += count as u64;
            into = later;
        }
        Ok(())
    }

    fn piece(&self, list: usize, run: u64) -> Option<&Piece> {
        let pieces = &self.held[list].pieces;
        pieces.get(pieces.partition_point(|piece| piece.runs.end <= run)).filter(|piece| piece.runs.contains(&run))
    }

    fn damaged(&self, list: usize, run: u64) -> io::Error {
        let file = self.piece(list, run).map(|piece| piece.path.display().to_string()).unwrap_or_default();
        io::Error::other(format!("run {run} in {file} is damaged: its checksum is wrong; `topline sweep` with --resume runs it again"))
    }
}
