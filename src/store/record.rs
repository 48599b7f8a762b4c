//! Records: one run in a fixed number of bytes, with a checksum over its number and content.
//!
//! Fixed length lets any run be read without an index. Layout: CRC-32 (4 bytes), status (1), then outcomes as 8-byte
//! numbers in the order of the plan, or quarter (4), length (2) and text of the reason of a failure. All little-endian.

use crate::experiment::Failure;

/// Room for the reason of a failure where there are few outcomes, bytes.
const LEAST: usize = 160;
/// The number that stands for an outcome that does not exist: a NaN that no arithmetic gives.
const MISSING: u64 = u64::MAX;
/// The quarter of a failure that belongs to none.
const NO_QUARTER: i32 = i32::MIN;
const HEAD: usize = 5;
const OK: u8 = 1;
const FAILED: u8 = 2;

/// What a run gave.
pub type Outcomes = Result<Vec<Option<f64>>, Failure>;

/// The form of the records of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordForm {
    outcomes: usize,
}

impl RecordForm {
    /// Records of so many outcomes.
    pub fn of(outcomes: usize) -> Self {
        Self { outcomes }
    }

    /// Bytes of a record.
    pub fn length(self) -> usize {
        HEAD + (8 * self.outcomes).max(LEAST)
    }

    /// Appends the record of a run; a reason that is too long is cut.
    pub fn write(self, run: u64, outcomes: &Outcomes, bytes: &mut Vec<u8>) {
        let start = bytes.len();
        bytes.resize(start + self.length(), 0);
        let record = &mut bytes[start..];
        match outcomes {
            Ok(values) => {
                record[4] = OK;
                for (place, value) in record[HEAD..].as_chunks_mut().0.iter_mut().zip(values) {
                    *place = value.map_or(MISSING, f64::to_bits).to_le_bytes();
                }
            }
            Err(failure) => {
                record[4] = FAILED;
                let room = self.length() - HEAD - 6;
                let mut end = failure.reason.len().min(room);
                while !failure.reason.is_char_boundary(end) {
                    end -= 1;
                }
                let body = &mut record[HEAD..];
                body[..4].copy_from_slice(&failure.quarter.unwrap_or(NO_QUARTER).to_le_bytes());
                body[4..6].copy_from_slice(&(end as u16).to_le_bytes());
                body[6..6 + end].copy_from_slice(&failure.reason.as_bytes()[..end]);
            }
        }
        let sum = checksum(run, &record[4..]);
        record[..4].copy_from_slice(&sum.to_le_bytes());
    }

    /// Whether a record is whole and that of this run.
    pub fn is_whole(self, run: u64, record: &[u8]) -> bool {
        record.len() == self.length() && record[..4] == checksum(run, &record[4..]).to_le_bytes()
    }

    /// Whether the run failed.
    pub fn failed(self, record: &[u8]) -> bool {
        record[4] == FAILED
    }

    /// All outcomes of a run; `None` where the run failed or the outcome does not exist.
    pub fn outcomes(self, record: &[u8]) -> impl Iterator<Item = Option<f64>> {
        let ok = record[4] == OK;
        record[HEAD..].as_chunks().0.iter().take(self.outcomes).map(move |bytes| {
            let bits = u64::from_le_bytes(*bytes);
            (ok && bits != MISSING).then(|| f64::from_bits(bits))
        })
    }

    /// Why the run failed.
    pub fn failure(self, record: &[u8]) -> Option<Failure> {
        let body = &record[HEAD..];
        let quarter = i32::from_le_bytes(body[..4].try_into().expect("four bytes"));
        let length = usize::from(u16::from_le_bytes(body[4..6].try_into().expect("two bytes"))).min(body.len() - 6);
        let reason = String::from_utf8_lossy(&body[6..6 + length]).into_owned();
        self.failed(record).then(|| Failure { quarter: (quarter != NO_QUARTER).then_some(quarter), reason })
    }
}

/// Over the number of the run too, so that a record in the wrong place is no record.
fn checksum(run: u64, content: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&run.to_le_bytes());
    hasher.update(content);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(form: RecordForm, run: u64, outcomes: &Outcomes) -> Vec<u8> {
        let mut bytes = Vec::new();
        form.write(run, outcomes, &mut bytes);
        bytes
    }

    #[test]
    fn outcomes_read_back_bit_for_bit_and_what_is_missing_stays_missing() {
        let form = RecordForm::of(30);
        let values: Vec<Option<f64>> = (0..30).map(|n| (n != 3).then_some(f64::from(n) / 3.0)).collect();
        let record = written(form, 7, &Ok(values.clone()));
        assert_eq!((record.len(), form.is_whole(7, &record), form.failed(&record)), (form.length(), true, false));
        assert_eq!(form.outcomes(&record).collect::<Vec<_>>(), values);
        assert_eq!(form.outcomes(&record).collect::<Vec<_>>(), values);
        assert_eq!(form.failure(&record), None);
    }

    #[test]
    fn a_failure_keeps_its_quarter_and_what_fits_of_its_reason() {
        let form = RecordForm::of(1);
        for quarter in [None, Some(-3), Some(12)] {
            let failure = Failure { quarter, reason: "cash is NaN".into() };
            let record = written(form, 1, &Err(failure.clone()));
            assert_eq!((form.failure(&record), form.outcomes(&record).next().flatten()), (Some(failure), None));
            assert_eq!(form.outcomes(&record).collect::<Vec<_>>(), [None]);
        }
        let long = written(form, 1, &Err(Failure { quarter: None, reason: "갑".repeat(100) }));
        assert_eq!((long.len(), form.failure(&long).unwrap().reason.chars().count()), (form.length(), 51));
    }

    #[test]
    fn a_flipped_byte_or_another_place_is_seen() {
        let form = RecordForm::of(2);
        let record = written(form, 9, &Ok(vec![Some(1.0), None]));
        assert!(!form.is_whole(8, &record) && !form.is_whole(9, &record[1..]));
        for place in 0..record.len() {
            let mut flipped = record.clone();
            flipped[place] ^= 1;
            assert!(!form.is_whole(9, &flipped), "{place}");
        }
    }
}
