//! Append-only logs of runs, which survive a kill at any moment.
//!
//! A log begins with one line that says whose runs it holds; then records follow, one for each run, in order. What a
//! kill or a full disk cut off at the end is dropped when the log is opened again. The log of a shard that is finished
//! ends with a seal: the number of runs and a SHA-256 of all before it.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::record::{Outcomes, RecordForm};
use crate::experiment::sweep::{MOST_RUNS, Shard};

/// Begins the first line; the number is that of the format.
const MAGIC: &str = "topline-runs-1 ";
const SEAL: &[u8; 8] = b"\nsealed\n";
/// Bytes of a seal: mark, number of runs, hash.
const SEAL_LENGTH: u64 = 8 + 8 + 32;
/// Most outcomes of a record; there are less than a hundred.
const MOST_OUTCOMES: usize = 10_000;
/// Longest first line.
pub const LONGEST_HEAD: u64 = 1 << 12;
/// Runs reach the system at once, and the disk itself after this time: a machine that loses power loses so much.
const SYNC: Duration = Duration::from_secs(1);

/// Whose runs a log holds.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Head {
    /// Hash of the plan.
    pub plan: String,
    /// Version of the program.
    pub version: String,
    /// Number of outcomes of a record.
    pub outcomes: usize,
    /// First run.
    pub first: u64,
    /// Run after the last; none where replicates may be added.
    pub end: Option<u64>,
    /// Part and number of parts, for a shard.
    pub shard: Option<(u32, u32)>,
}

impl Head {
    fn line(&self) -> String {
        let json = serde_json::to_string(self).expect("plain values");
        format!("{MAGIC}{:08x} {json}\n", crc32fast::hash(json.as_bytes()))
    }

    /// Form of the records.
    pub fn form(&self) -> RecordForm {
        RecordForm::of(self.outcomes)
    }

    /// Whether both hold the same runs of the same plan, by whatever version.
    fn is_of(&self, other: &Self) -> bool {
        *self == Self { version: self.version.clone(), ..other.clone() }
    }

    /// Whether it says what a log can hold: arithmetic with its numbers cannot wrap round.
    fn is_sound(&self) -> bool {
        let runs = self.first <= self.end.unwrap_or(self.first) && self.end.unwrap_or(self.first) <= MOST_RUNS as u64;
        let shard = self.shard.is_none_or(|(index, count)| index < count && count <= Shard::MOST);
        runs && shard && self.outcomes <= MOST_OUTCOMES
    }

    /// Reads the first line of a log, and tells where records begin.
    pub fn read(path: &Path) -> io::Result<Option<(Self, u64)>> {
        let mut line = Vec::new();
        BufReader::new(File::open(path)?).take(LONGEST_HEAD).read_until(b'\n', &mut line)?;
        let parse = || {
            let text = std::str::from_utf8(&line).ok()?.strip_suffix('\n')?;
            let (sum, json) = text.strip_prefix(MAGIC)?.split_once(' ')?;
            let head: Head = serde_json::from_str(json).ok()?;
            (u32::from_str_radix(sum, 16).ok()? == crc32fast::hash(json.as_bytes()) && head.is_sound()).then_some(head)
        };
        Ok(parse().map(|head| (head, line.len() as u64)))
    }
}

/// A log that is being written.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    file: File,
    head: Head,
    start: u64,
    /// Runs that it holds.
    count: u64,
    buffer: Vec<u8>,
    synced: Instant,
}

/// What was dropped from the end of a log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dropped {
    /// Bytes.
    pub bytes: u64,
    /// Whether more than the last record was lost: something other than a kill was at work.
    pub damaged: bool,
}

impl Log {
    /// Opens a log, or begins it; drops what is no whole record. A log of another plan is an error.
    pub fn open(path: &Path, head: Head) -> io::Result<(Self, Dropped)> {
        let found = match File::open(path) {
            Ok(file) if file.metadata()?.len() > 0 => Head::read(path)?,
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => None,
        };
        let mut file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)?;
        let length = file.metadata()?.len();
        let (start, count) = match found {
            Some((other, start)) if other.is_of(&head) => (start, whole_records(path, &head, start)?),
            Some(_) => return Err(io::Error::other("it holds runs of another plan")),
            // A kill leaves a part of the first line at most; after more than that, runs follow which are not thrown away.
            None if length > head.line().len() as u64 => {
                return Err(io::Error::other(format!(
                    "its first line is damaged, and {length} bytes of runs may follow; put back a copy of the file, or remove it to run them again"
                )));
            }
            None => (0, 0),
        };
        let end = start + count * head.form().length() as u64;
        let dropped = Dropped { bytes: length - end, damaged: length - end > LONGEST_HEAD.min(head.form().length().max(head.line().len()) as u64) };
        file.set_len(end)?;
        file.seek(SeekFrom::End(0))?;
        let mut log = Self { path: path.to_path_buf(), file, head, start, count, buffer: Vec::new(), synced: Instant::now() };
        if start == 0 {
            let line = log.head.line();
            log.start = line.len() as u64;
            log.file.write_all(line.as_bytes())?;
            log.sync()?;
        }
        Ok((log, dropped))
    }

    /// Opens the finished log of a shard, to which nothing can be added.
    pub fn sealed(path: &Path, head: Head) -> io::Result<Self> {
        let (found, start) = Head::read(path)?.ok_or_else(|| io::Error::other("its first line is damaged"))?;
        if !found.is_of(&head) {
            return Err(io::Error::other("it holds runs of another plan"));
        }
        let count = head.end.unwrap_or(head.first) - head.first;
        let (file, path) = (File::open(path)?, path.to_path_buf());
        Ok(Self { path, file, head, start, count, buffer: Vec::new(), synced: Instant::now() })
    }

    /// Runs that it holds.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The first run that it does not hold.
    pub fn next(&self) -> u64 {
        self.head.first + self.count
    }

    /// Form of its records.
    pub fn form(&self) -> RecordForm {
        self.head.form()
    }

    /// The plan whose runs it holds.
    pub fn plan(&self) -> &str {
        &self.head.plan
    }

    /// Number and record of its first run.
    pub fn first_record(&self) -> io::Result<(u64, Vec<u8>)> {
        let mut file = File::open(&self.path)?;
        let mut record = vec![0; self.form().length()];
        file.seek(SeekFrom::Start(self.start))?;
        file.read_exact(&mut record)?;
        Ok((self.head.first, record))
    }

    /// Some of its runs, counted from its first.
    pub fn runs(&self, from: u64, count: u64) -> io::Result<Vec<Outcomes>> {
        runs(&self.path, &self.head, self.start, from, count)
    }

    /// Appends runs. What cannot be written whole is taken back, so that the log stays one of whole records.
    pub fn append<'a>(&mut self, runs: impl IntoIterator<Item = &'a Outcomes>) -> io::Result<()> {
        let form = self.head.form();
        self.buffer.clear();
        let mut next = self.next();
        for outcomes in runs {
            form.write(next, outcomes, &mut self.buffer);
            next += 1;
        }
        let synced = || if self.synced.elapsed() >= SYNC { self.file.sync_data() } else { Ok(()) };
        if let Err(error) = (&self.file).write_all(&self.buffer).and_then(|()| synced()) {
            let whole = self.start + self.count * form.length() as u64;
            // Where even this fails, the next opening drops the rest.
            let _ = self.file.set_len(whole).and_then(|()| self.file.seek(SeekFrom::End(0)));
            return Err(error);
        }
        if self.synced.elapsed() >= SYNC {
            self.synced = Instant::now();
        }
        self.count = next - self.head.first;
        Ok(())
    }

    /// Puts everything on the disk.
    pub fn sync(&mut self) -> io::Result<()> {
        self.synced = Instant::now();
        self.file.sync_data()
    }

    /// Ends the log of a shard and lets it appear under its final name.
    pub fn seal(mut self, name: &Path) -> io::Result<()> {
        self.sync()?;
        let hash = hash_of(&self.path, u64::MAX)?;
        self.file.seek(SeekFrom::End(0))?;
        self.file.write_all(&[&SEAL[..], &self.count.to_le_bytes(), &hash].concat())?;
        self.file.sync_all()?;
        std::fs::rename(&self.path, name)?;
        sync_folder(name);
        Ok(())
    }
}

/// Some runs of a log whose records begin at a place, counted from its first.
pub fn runs(path: &Path, head: &Head, start: u64, from: u64, count: u64) -> io::Result<Vec<Outcomes>> {
    let form = head.form();
    let mut file = BufReader::with_capacity(1 << 18, File::open(path)?);
    file.seek(SeekFrom::Start(start + from * form.length() as u64))?;
    let mut record = vec![0; form.length()];
    let mut runs = Vec::with_capacity(count as usize);
    for run in from..from + count {
        file.read_exact(&mut record)?;
        if !form.is_whole(head.first + run, &record) {
            return Err(io::Error::other(format!("run {run} in {} is damaged: its checksum is wrong", path.display())));
        }
        runs.push(form.failure(&record).map_or_else(|| Ok(form.outcomes(&record).collect()), Err));
    }
    Ok(runs)
}

/// Makes names durable; a system that cannot has other ways.
pub fn sync_folder(file: &Path) {
    if let Some(folder) = file.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
}

/// Number of whole records from the start of a log on.
fn whole_records(path: &Path, head: &Head, start: u64) -> io::Result<u64> {
    let form = head.form();
    let mut file = BufReader::with_capacity(1 << 18, File::open(path)?);
    file.seek(SeekFrom::Start(start))?;
    let mut record = vec![0; form.length()];
    let mut count = 0;
    while file.read_exact(&mut record).is_ok() && form.is_whole(head.first + count, &record) {
        count += 1;
    }
    Ok(count)
}

/// SHA-256 of the first bytes of a file.
fn hash_of(path: &Path, length: u64) -> io::Result<[u8; 32]> {
    let mut file = File::open(path)?.take(length);
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; 1 << 18]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hasher.finalize().into()),
            n => hasher.update(&buffer[..n]),
        }
    }
}

/// A finished shard that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Whose runs it holds.
    pub head: Head,
    /// Where records begin.
    pub start: u64,
}

/// Checks the file of a finished shard: its length, number of runs and hash. The error is a sentence without the name
/// of the file.
pub fn check_sealed(path: &Path) -> Result<Sealed, String> {
    let said = |error: io::Error| format!("cannot be read: {error}");
    let (head, start) = Head::read(path).map_err(said)?.ok_or("is damaged: its first line is not that of a shard")?;
    let runs = head.end.and_then(|end| end.checked_sub(head.first)).ok_or("is no shard: it does not say where its runs end")?;
    let records = start + runs * head.form().length() as u64;
    let length = std::fs::metadata(path).map_err(said)?.len();
    if length != records + SEAL_LENGTH {
        return Err(format!("is cut short or too long: {length} bytes instead of {} for {runs} runs", records + SEAL_LENGTH));
    }
    let mut seal = vec![0; SEAL_LENGTH as usize];
    let mut file = File::open(path).map_err(said)?;
    file.seek(SeekFrom::Start(records)).and_then(|_| file.read_exact(&mut seal)).map_err(said)?;
    let hash = hash_of(path, records).map_err(said)?;
    if seal[..8] != SEAL[..] || seal[8..16] != runs.to_le_bytes() || seal[16..] != hash {
        return Err(format!("is damaged: its SHA-256 over {runs} runs is not the one it was written with"));
    }
    Ok(Sealed { head, start })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn head(end: Option<u64>) -> Head {
        Head { plan: "ab".into(), version: "1".into(), outcomes: 2, first: 10, end, shard: end.map(|_| (1, 3)) }
    }

    fn run(n: u64) -> Outcomes {
        Ok(vec![Some(n as f64), None])
    }

    fn written(folder: &Path, runs: u64) -> PathBuf {
        let path = folder.join("log");
        let (mut log, dropped) = Log::open(&path, head(Some(10 + runs))).unwrap();
        assert_eq!(dropped, Dropped::default());
        for n in 0..runs {
            log.append([&run(n)]).unwrap();
        }
        path
    }

    #[test]
    fn a_log_cut_anywhere_opens_with_its_whole_records_and_goes_on_to_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = written(folder.path(), 5);
        let whole = fs::read(&path).unwrap();
        for cut in 0..whole.len() {
            fs::write(&path, &whole[..cut]).unwrap();
            let (mut log, _) = Log::open(&path, head(Some(15))).unwrap();
            for n in log.count()..5 {
                log.append([&run(n)]).unwrap();
            }
            assert!(fs::read(&path).unwrap() == whole, "cut at {cut}");
        }
    }

    #[test]
    fn a_flipped_byte_drops_the_runs_from_there_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = written(folder.path(), 5);
        let mut bytes = fs::read(&path).unwrap();
        let place = bytes.len() - 3 * head(None).form().length();
        bytes[place] ^= 1;
        fs::write(&path, &bytes).unwrap();
        let (log, dropped) = Log::open(&path, head(Some(15))).unwrap();
        assert_eq!((log.count(), dropped.damaged), (2, true));
    }

    #[test]
    fn a_log_whose_first_line_is_damaged_is_not_thrown_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = written(folder.path(), 5);
        let mut bytes = fs::read(&path).unwrap();
        bytes[3] ^= 1;
        fs::write(&path, &bytes).unwrap();
        assert!(Log::open(&path, head(Some(15))).unwrap_err().to_string().contains("first line is damaged"));
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }

    #[test]
    fn the_log_of_another_plan_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = written(folder.path(), 1);
        let other = Head { plan: "cd".into(), ..head(Some(11)) };
        assert!(Log::open(&path, other).unwrap_err().to_string().contains("another plan"));
    }

    #[test]
    fn a_sealed_log_is_checked_to_the_last_bit() {
        let folder = tempfile::tempdir().unwrap();
        let (path, name) = (written(folder.path(), 3), folder.path().join("sealed"));
        Log::open(&path, head(Some(13))).unwrap().0.seal(&name).unwrap();
        assert_eq!(check_sealed(&name).unwrap().head, head(Some(13)));
        let whole = fs::read(&name).unwrap();
        for place in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[place] ^= 4;
            fs::write(&name, &flipped).unwrap();
            assert!(check_sealed(&name).is_err(), "{place}");
        }
        fs::write(&name, &whole[..whole.len() - 1]).unwrap();
        assert!(check_sealed(&name).unwrap_err().contains("cut short"));
    }
}
