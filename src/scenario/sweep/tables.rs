//! CSV files that a sweep names: worlds, and points of a design.

use std::path::Path;

use super::{Level, SampledWorld};
use crate::scenario::{Problem, registry};

/// A table with its header.
struct Rows {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

fn read(path: &Path, what: &str) -> Result<Rows, Problem> {
    let shown = path.display().to_string();
    let refuse = |text: String| Problem::new(format!("{what} `{shown}` cannot be read")).found(text);
    let mut reader = csv::Reader::from_path(path).map_err(|error| refuse(error.to_string()))?;
    let header = reader.headers().map_err(|error| refuse(error.to_string()))?.iter().map(str::to_owned).collect();
    let row = |record: Result<csv::StringRecord, csv::Error>| record.map(|r| r.iter().map(str::to_owned).collect());
    let rows: Vec<Vec<String>> = reader.records().map(row).collect::<Result<_, _>>().map_err(|error| refuse(error.to_string()))?;
    if rows.is_empty() {
        return Err(Problem::new(format!("{what} `{shown}` has no row")).allowed("a header and a row for each"));
    }
    Ok(Rows { header, rows })
}

/// Worlds of a file as `topline calibrate` writes it: a column `world`, and one for each parameter. Other columns
/// (what the world was found to do) say nothing here.
pub fn worlds(path: &Path, first: Option<usize>) -> Result<Vec<SampledWorld>, Problem> {
    let Rows { header, rows } = read(path, "the file of worlds")?;
    let name = header.iter().position(|column| column == "world");
    let parameters: Vec<usize> = (0..header.len()).filter(|column| registry::find(&header[*column]).is_some()).collect();
    let (Some(name), false) = (name, parameters.is_empty()) else {
        let problem = Problem::new(format!("`{}` is no file of worlds", path.display()));
        return Err(problem.allowed("a column `world` and one for each parameter").found(header.join(", ")));
    };
    let world = |row: Vec<String>| SampledWorld {
        name: row[name].clone(),
        settings: parameters.iter().map(|column| (header[*column].clone(), row[*column].clone())).collect(),
    };
    Ok(rows.into_iter().take(first.unwrap_or(usize::MAX)).map(world).collect())
}

/// Points of a design: columns are paths, rows are points.
pub fn points(path: &Path) -> Result<(Vec<String>, Vec<Vec<Level>>), Problem> {
    let Rows { header, rows } = read(path, "the file of points")?;
    let level = |text: String| Level { number: text.parse().ok(), text };
    Ok((header, rows.into_iter().map(|row| row.into_iter().map(level).collect()).collect()))
}
