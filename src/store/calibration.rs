//! The journal of a calibration: one line for each finished point, so that a run that was killed goes on.
//!
//! The first line says what the calibration was asked; a journal of another question is not used.
//! A line that was cut off is dropped. Numbers are written so that they read back bit for bit.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use serde_json::Value;

use crate::experiment::SinkError;
use crate::experiment::credibility::calibrate::{CalibrationJournal, Scores};
use crate::scenario::regular_file;

/// Is told what is being done, how much of it is done, and how much there is.
type Progress<'a> = Box<dyn FnMut(&str, u64, u64) + 'a>;

/// A journal in a file.
pub struct JournalFile<'a> {
    file: File,
    known: Vec<(String, Scores)>,
    progress: Progress<'a>,
}

impl<'a> JournalFile<'a> {
    /// Opens the journal of a question, or begins it; also tells how many points are known.
    pub fn open(path: &Path, question: &str, progress: impl FnMut(&str, u64, u64) + 'a) -> io::Result<(Self, usize)> {
        let text = match regular_file::read_text(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            other => other?,
        };
        let begins = |line: &str| serde_json::from_str::<Value>(line).is_ok_and(|question| question.is_object());
        if !text.is_empty() && !text.lines().next().is_some_and(begins) {
            return Err(io::Error::other("it is no journal of a calibration, and is not written over; allowed: another output folder"));
        }
        let whole = &text[..text.rfind('\n').map_or(0, |end| end + 1)];
        let known: Vec<(String, Scores)> = match whole.lines().next() {
            Some(first) if first == question => whole.lines().skip(1).map_while(parsed).collect(),
            _ => Vec::new(),
        };
        let mut file = OpenOptions::new().create(true).write(true).truncate(true).open(path)?;
        writeln!(file, "{question}")?;
        for (stage, scores) in &known {
            writeln!(file, "{}", line(stage, scores))?;
        }
        let count = known.len();
        Ok((Self { file, known, progress: Box::new(progress) }, count))
    }
}

impl CalibrationJournal for JournalFile<'_> {
    fn known(&self, stage: &str) -> Vec<Scores> {
        self.known.iter().filter(|(of, _)| of == stage).map(|(_, scores)| scores.clone()).collect()
    }

    fn keep(&mut self, stage: &str, scores: &Scores) -> Result<(), SinkError> {
        writeln!(self.file, "{}", line(stage, scores))?;
        Ok(self.file.flush()?)
    }

    fn progress(&mut self, stage: &str, runs: u64, of: u64) {
        (self.progress)(stage, runs, of);
    }
}

fn line(stage: &str, scores: &Scores) -> String {
    let number = |value: &Option<f64>| value.map_or(String::new(), |v| format!("{v:e}"));
    let cells = scores.means.iter().chain(&scores.variances).map(number);
    let mut line = format!("{stage},{}", scores.n);
    cells.for_each(|cell| {
        line.push(',');
        line.push_str(&cell);
    });
    line + ",end"
}

fn parsed(line: &str) -> Option<(String, Scores)> {
    let mut cells: Vec<&str> = line.strip_suffix(",end")?.split(',').collect();
    let (stage, n) = (cells.remove(0).to_string(), cells.remove(0).parse().ok()?);
    let read = |cell: &&str| if cell.is_empty() { Some(None) } else { cell.parse().ok().map(Some) };
    let mut means: Vec<Option<f64>> = cells.iter().map(read).collect::<Option<_>>()?;
    let variances = means.split_off(means.len() / 2);
    Some((stage, Scores { n, means, variances }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_reads_back_and_drops_a_line_that_was_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let scores = Scores { n: 3, means: vec![Some(1.0 / 3.0), None], variances: vec![Some(1e-300), None] };
        let (mut journal, _) = JournalFile::open(&path, r#"{"seed":1}"#, |_, _, _| {}).unwrap();
        journal.keep("wave 1", &scores).unwrap();
        journal.keep("wave 2", &scores).unwrap();
        std::fs::write(&path, std::fs::read_to_string(&path).unwrap() + "wave 2,3,0.5").unwrap();
        let (journal, count) = JournalFile::open(&path, r#"{"seed":1}"#, |_, _, _| {}).unwrap();
        assert_eq!((count, journal.known("wave 1")), (2, vec![scores]));
        let (journal, count) = JournalFile::open(&path, r#"{"seed":2}"#, |_, _, _| {}).unwrap();
        assert_eq!((count, journal.known("wave 1")), (0, vec![]));
    }

    #[test]
    fn a_file_that_is_no_journal_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.journal");
        std::fs::write(&path, "my notes\n").unwrap();
        let refused = JournalFile::open(&path, "{}", |_, _, _| {}).err().unwrap();
        assert!(refused.to_string().contains("no journal of a calibration"), "{refused}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "my notes\n");
    }
}
