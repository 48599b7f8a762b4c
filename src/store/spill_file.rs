//! Numbers of many runs on disk, written run by run and read back column by column, so that memory
//! does not grow with the number of replicates.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Memory for reading back.
const BLOCK_BYTES: usize = 64 << 20;

/// Records of equal length in a file without a name: nothing is left behind, however the program ends.
#[derive(Debug)]
pub struct SpillFile {
    file: BufWriter<File>,
    columns: usize,
    records: usize,
}

impl SpillFile {
    /// A spool of records of `columns` numbers, in a folder.
    pub fn new(folder: &Path, columns: usize) -> io::Result<Self> {
        Ok(Self { file: BufWriter::new(tempfile::tempfile_in(folder)?), columns, records: 0 })
    }

    /// Adds a record; what does not exist is kept as NaN.
    pub fn push(&mut self, record: &[Option<f64>]) -> io::Result<()> {
        debug_assert_eq!(record.len(), self.columns);
        self.records += 1;
        record.iter().try_for_each(|value| self.file.write_all(&value.unwrap_or(f64::NAN).to_le_bytes()))
    }

    /// Adds a record in which nothing exists.
    pub fn push_nothing(&mut self) -> io::Result<()> {
        self.push(&vec![None; self.columns])
    }

    /// Hands out every column in order: the values that exist, in the order of records.
    pub fn columns(&mut self, mut each: impl FnMut(usize, &[f64]) -> io::Result<()>) -> io::Result<()> {
        let cells = (BLOCK_BYTES / 8).max(1);
        self.columns_in_blocks(cells, |column, values| {
            let present: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
            each(column, &present)
        })
    }

    /// Hands out every column of two spools in order, over the records that both have (one of them may have got fewer),
    /// NaN where a value does not exist.
    pub fn pairs(&mut self, other: &mut Self, mut each: impl FnMut(usize, &[f64], &[f64]) -> io::Result<()>) -> io::Result<()> {
        debug_assert_eq!(self.columns, other.columns);
        let (width, records) = (self.width(BLOCK_BYTES / 16), self.records.min(other.records));
        for first in (0..self.columns).step_by(width) {
            let width = width.min(self.columns - first);
            let (ours, theirs) = (self.block(first, width, records)?, other.block(first, width, records)?);
            for column in 0..width {
                each(first + column, &of_column(&ours, column, width), &of_column(&theirs, column, width))?;
            }
        }
        Ok(())
    }

    fn columns_in_blocks(&mut self, cells: usize, mut each: impl FnMut(usize, &[f64]) -> io::Result<()>) -> io::Result<()> {
        let width = self.width(cells);
        for first in (0..self.columns).step_by(width) {
            let width = width.min(self.columns - first);
            let block = self.block(first, width, self.records)?;
            for column in 0..width {
                each(first + column, &of_column(&block, column, width))?;
            }
        }
        Ok(())
    }

    /// Columns of a block of so many cells.
    fn width(&self, cells: usize) -> usize {
        (cells / self.records.max(1)).clamp(1, self.columns.max(1))
    }

    /// `width` columns of the first records, record by record.
    fn block(&mut self, first: usize, width: usize, records: usize) -> io::Result<Vec<f64>> {
        self.file.flush()?;
        read_block(self.file.get_mut(), records, self.columns, first, width)
    }
}

/// One column of a block.
fn of_column(block: &[f64], column: usize, width: usize) -> Vec<f64> {
    block.iter().skip(column).step_by(width).copied().collect()
}

/// `width` columns of all records, record by record.
fn read_block(file: &mut File, records: usize, columns: usize, first: usize, width: usize) -> io::Result<Vec<f64>> {
    let mut bytes = vec![0; width * 8];
    let mut block = Vec::with_capacity(records * width);
    for record in 0..records {
        file.seek(SeekFrom::Start(8 * (record * columns + first) as u64))?;
        file.read_exact(&mut bytes)?;
        block.extend(bytes.chunks_exact(8).map(|cell| f64::from_le_bytes(cell.try_into().expect("eight bytes"))));
    }
    Ok(block)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_back_as_they_went_in_for_any_memory() {
        for cells in [1, 3, 4, 7, 1000] {
            let folder = tempfile::tempdir().unwrap();
            let mut spool = SpillFile::new(folder.path(), 3).unwrap();
            spool.push(&[Some(1.0), None, Some(3.0)]).unwrap();
            spool.push(&[Some(4.0), None, None]).unwrap();
            let mut seen = Vec::new();
            spool
                .columns_in_blocks(cells, |column, values| {
                    seen.push((column, values.iter().map(|v| (!v.is_nan()).then_some(*v)).collect::<Vec<_>>()));
                    Ok(())
                })
                .unwrap();
            assert_eq!(seen, [(0, vec![Some(1.0), Some(4.0)]), (1, vec![None, None]), (2, vec![Some(3.0), None])]);
        }
    }

    #[test]
    fn pairs_come_record_by_record_and_twice_where_asked_twice() {
        let folder = tempfile::tempdir().unwrap();
        let [mut one, mut two] = [1.0, 2.0].map(|factor| {
            let mut spool = SpillFile::new(folder.path(), 2).unwrap();
            spool.push(&[Some(factor), Some(3.0 * factor)]).unwrap();
            spool.push(&[Some(5.0 * factor), Some(7.0 * factor)]).unwrap();
            spool
        });
        for _ in 0..2 {
            let mut seen = Vec::new();
            one.pairs(&mut two, |column, ours, theirs| {
                seen.push((column, ours.to_vec(), theirs.to_vec()));
                Ok(())
            })
            .unwrap();
            assert_eq!(seen, [(0, vec![1.0, 5.0], vec![2.0, 10.0]), (1, vec![3.0, 7.0], vec![6.0, 14.0])]);
        }
    }

    #[test]
    fn pairs_are_over_the_records_that_both_have() {
        let folder = tempfile::tempdir().unwrap();
        let [mut long, mut short] = [3, 2].map(|records| {
            let mut spool = SpillFile::new(folder.path(), 1).unwrap();
            (0..records).for_each(|r| spool.push(&[Some(f64::from(r))]).unwrap());
            spool
        });
        for swapped in [false, true] {
            let (one, two) = if swapped { (&mut short, &mut long) } else { (&mut long, &mut short) };
            one.pairs(two, |_, ours, theirs| {
                assert_eq!((ours, theirs), (&[0.0, 1.0][..], &[0.0, 1.0][..]));
                Ok(())
            })
            .unwrap();
        }
    }

    #[test]
    fn a_spool_of_nothing_has_no_values() {
        let folder = tempfile::tempdir().unwrap();
        let mut count = 0;
        SpillFile::new(folder.path(), 2)
            .unwrap()
            .columns(|_, values| {
                count += 1 + values.len();
                Ok(())
            })
            .unwrap();
        assert_eq!(count, 2);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
