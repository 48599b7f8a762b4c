//! Tables as Apache Parquet: columns of words, whole numbers and numbers, each cell of which may be missing.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::cells::{TableCell, TableWriter};
use crate::report::output::table::{Column, ColumnType, Sheet};

/// Rows of a group: what is in memory before it is written.
const GROUP: usize = 1 << 14;

/// A table that is being written.
pub struct Parquet<'a> {
    file: SerializedFileWriter<&'a mut (dyn Write + Send)>,
    columns: Vec<Values>,
    rows: usize,
}

/// Values of a column that are there, and which rows have one.
struct Values {
    present: Vec<i16>,
    values: Typed,
}

enum Typed {
    Texts(Vec<ByteArray>),
    Integers(Vec<i64>),
    Numbers(Vec<f64>),
}

impl<'a> Parquet<'a> {
    /// Begins with the columns of a sheet.
    pub fn begin(sheet: &Sheet, out: &'a mut (dyn Write + Send)) -> io::Result<Self> {
        let fields = sheet.columns.iter().map(|column| field(column).map(Arc::new)).collect::<Result<_, _>>().map_err(said)?;
        let schema = Type::group_type_builder("table").with_fields(fields).build().map_err(said)?;
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(said)?;
        let columns = sheet.columns.iter().map(|column| Values { present: Vec::new(), values: Typed::of(column.kind) }).collect();
        Ok(Self { file, columns, rows: 0 })
    }

    /// Writes the rows that are in memory.
    fn group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.file.next_row_group()?;
        for column in &mut self.columns {
            let mut writer = group.next_column()?.expect("as many columns as in the schema");
            let present = Some(&column.present[..]);
            match &mut column.values {
                Typed::Texts(values) => writer.typed::<ByteArrayType>().write_batch(values, present, None).map(|_| values.clear())?,
                Typed::Integers(values) => writer.typed::<Int64Type>().write_batch(values, present, None).map(|_| values.clear())?,
                Typed::Numbers(values) => writer.typed::<DoubleType>().write_batch(values, present, None).map(|_| values.clear())?,
            }
            column.present.clear();
            writer.close()?;
        }
        self.rows = 0;
        group.close().map(drop)
    }
}

impl TableWriter for Parquet<'_> {
    fn row(&mut self, cells: &[TableCell<'_>]) -> io::Result<()> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            match (&mut column.values, cell) {
                (_, TableCell::Missing | TableCell::Text("")) => {
                    column.present.push(0);
                    continue;
                }
                (Typed::Texts(values), TableCell::Text(text)) => values.push(ByteArray::from(*text)),
                (Typed::Integers(values), TableCell::Integer(number)) => values.push(*number),
                (Typed::Numbers(values), TableCell::Number(number)) => values.push(number + 0.0),
                (_, cell) => return Err(io::Error::other(format!("{cell:?} is in a column of another kind"))),
            }
            column.present.push(1);
        }
        self.rows += 1;
        if self.rows == GROUP { self.group().map_err(said) } else { Ok(()) }
    }

    fn end(mut self: Box<Self>) -> io::Result<()> {
        if self.rows > 0 {
            self.group().map_err(said)?;
        }
        self.file.close().map(drop).map_err(said)
    }
}

impl Typed {
    fn of(kind: ColumnType) -> Self {
        match kind {
            ColumnType::Text => Self::Texts(Vec::new()),
            ColumnType::Integer => Self::Integers(Vec::new()),
            ColumnType::Number => Self::Numbers(Vec::new()),
        }
    }
}

fn field(column: &Column) -> Result<Type, ParquetError> {
    let (physical, logical) = match column.kind {
        ColumnType::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        ColumnType::Integer => (Physical::INT64, None),
        ColumnType::Number => (Physical::DOUBLE, None),
    };
    Type::primitive_type_builder(column.name, physical).with_repetition(Repetition::OPTIONAL).with_logical_type(logical).build()
}

/// An error of the file system as it was, any other in words.
fn said(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::FileReader;
    use parquet::file::serialized_reader::SerializedFileReader;
    use parquet::record::RowAccessor;

    #[test]
    fn a_table_reads_back_with_its_missing_cells() {
        let columns = vec![Column::text("name", ""), Column::integer("n", ""), Column::number("policy.x.y", "")];
        let sheet = Sheet { columns, ..Sheet::untabled("t") };
        let mut bytes = Vec::new();
        let mut table = Box::new(Parquet::begin(&sheet, &mut bytes).unwrap());
        for n in 0..GROUP as i64 + 1 {
            table.row(&[TableCell::Text("a"), TableCell::Integer(n), if n == 1 { TableCell::Missing } else { TableCell::Number(0.5) }]).unwrap();
        }
        table.end().unwrap();
        let mut written = tempfile::tempfile().unwrap();
        written.write_all(&bytes).unwrap();
        let file = SerializedFileReader::new(written).unwrap();
        let rows: Vec<_> = file.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        assert_eq!((rows.len(), file.num_row_groups()), (GROUP + 1, 2));
        assert_eq!((rows[2].get_string(0).unwrap().as_str(), rows[2].get_long(1).unwrap(), rows[2].get_double(2).unwrap()), ("a", 2, 0.5));
        assert!(rows[1].get_double(2).is_err());
    }
}
