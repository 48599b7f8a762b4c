//! CSV files that a sweep names: worlds, and points of a design.

use std::collections::HashSet;
use std::path::Path;

use super::{Level, SampledWorld};
use crate::scenario::{Problem, plain, registry, regular_file};

/// A table with its header.
struct Rows {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

fn read(path: &Path, what: &str) -> Result<Rows, Problem> {
    let shown = path.display().to_string();
    let refuse = |text: String| Problem::new(format!("{what} `{shown}` cannot be read")).found(text);
    let text = regular_file::read_text(path).map_err(|error| refuse(error.to_string()))?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().map_err(|error| refuse(error.to_string()))?.iter().map(str::to_owned).collect();
    let row = |record: Result<csv::StringRecord, csv::Error>| record.map(|r| r.iter().map(str::to_owned).collect());
    let rows: Vec<Vec<String>> = reader.records().map(row).collect::<Result<_, _>>().map_err(|error| refuse(error.to_string()))?;
    if let Some(column) = header.iter().find(|column| column.trim().is_empty() || plain::name_refusal(column).is_some()) {
        let problem = Problem::new(format!("{what} `{shown}` has a column whose name cannot be shown"));
        return Err(problem.allowed("names of parameters, without control characters").found(format!("{column:?}")));
    }
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
    let mut known = HashSet::new();
    for (row, text) in rows.iter().enumerate().map(|(row, cells)| (row, &cells[name])) {
        let unshowable = plain::name_refusal(text);
        let strange = text.trim().is_empty() || !known.insert(text);
        let refused = unshowable.or_else(|| strange.then(|| ("a name of its own for each world".to_owned(), format!("`{text}`"))));
        if let Some((allowed, found)) = refused {
            let problem = Problem::new(format!("the name of a world cannot be used ({}, row {})", path.display(), row + 2));
            return Err(problem.allowed(allowed).found(found));
        }
    }
    let world = |row: Vec<String>| SampledWorld {
        name: row[name].clone(),
        settings: parameters.iter().map(|column| (header[*column].clone(), row[*column].clone())).collect(),
    };
    if let Some(asked) = first.filter(|asked| *asked > rows.len()) {
        let problem = Problem::new(format!("`{}` has fewer worlds than are asked for", path.display()));
        return Err(problem.allowed(format!("`first` from 1 to {}", rows.len())).found(asked.to_string()));
    }
    Ok(rows.into_iter().take(first.unwrap_or(usize::MAX)).map(world).collect())
}

/// Points of a design: columns are paths, rows are points.
pub fn points(path: &Path) -> Result<(Vec<String>, Vec<Vec<Level>>), Problem> {
    let Rows { header, rows } = read(path, "the file of points")?;
    let level = |text: String| Level { number: text.parse().ok(), text };
    Ok((header, rows.into_iter().map(|row| row.into_iter().map(level).collect()).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_worlds_as_are_asked_for_and_no_fewer() {
        let of = |first| worlds(Path::new("scenarios/worlds.csv"), first).map(|worlds| worlds.len());
        assert_eq!([of(None), of(Some(80)), of(Some(2))].map(Result::unwrap), [80, 80, 2]);
        let refused = of(Some(81)).unwrap_err();
        assert_eq!((refused.allowed.as_deref(), refused.found.as_deref()), (Some("`first` from 1 to 80"), Some("81")));
    }
}
