//! The design of a sweep, read back from its `design.csv`.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde_json::Value;

use super::rows::{RowLocation, SweepRows};
use crate::experiment::credibility::sensitivity::{MorrisStep, PointScheme};
use crate::report::output::files;
use crate::scenario::regular_file;

/// Columns that are no parameters.
const NO_PARAMETERS: [&str; 8] = ["point", "scenario", "world", "block", "matrix", "trajectory", "step", "moved"];

/// Parameters and points, and how the points belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignTable {
    /// Names of the parameters that vary.
    pub parameters: Vec<String>,
    /// Blocks or trajectories, of positions of points.
    pub scheme: PointScheme,
    /// Position of each point by its number.
    pub position: HashMap<u64, usize>,
}

/// A point where it stands in its block: the cells that say where, and its values.
struct Point {
    block: u64,
    place: String,
    moved: String,
    values: Vec<String>,
    line: RowLocation,
}

/// Lower and upper end of what varies, by name.
pub type Ranges = HashMap<String, (f64, f64)>;

/// Ranges of the columns of a design, from the manifest of the sweep: its ends, or the least and largest of its values.
pub fn ranges(folder: &Path) -> Result<Ranges, String> {
    let path = folder.join(files::MANIFEST);
    let cannot = |error: String| {
        format!("cannot read {}, which holds the ranges of what varies: {error}; allowed: the folder of a finished sweep", path.display())
    };
    let text = regular_file::read_text(&path).map_err(|error| cannot(error.to_string()))?;
    let manifest: Value = serde_json::from_str(&text).map_err(|error| cannot(error.to_string()))?;
    let columns = manifest["design"]["columns"].as_array().ok_or_else(|| cannot("it has no `design.columns`".into()))?;
    let range = |column: &Value| {
        let ends = [column["low"].as_f64(), column["high"].as_f64()].into_iter().flatten();
        let values: Vec<f64> = ends.chain(column["levels"].as_array().into_iter().flatten().filter_map(Value::as_f64)).collect();
        let (low, high) = (values.iter().copied().reduce(f64::min)?, values.iter().copied().reduce(f64::max)?);
        Some((column["name"].as_str()?.to_owned(), (low, high)))
    };
    Ok(columns.iter().filter_map(range).collect())
}

/// Reads the design of a folder. All scenarios stand at the same points, so that the first row of a point tells all.
pub fn design(mut rows: SweepRows, folder: &Path) -> Result<DesignTable, String> {
    let has = |name: &str| rows.header.iter().any(|h| h == name);
    let (saltelli, morris) = (has("block") && has("matrix"), has("trajectory") && has("step"));
    if !saltelli && !morris {
        return Err(format!(
            "{} is no design of Saltelli's or of Morris', which indices need; allowed: a sweep with `method = \"saltelli\"` or `\"morris\"`, \
             whose design has the columns block and matrix, or trajectory and step; found: {}. docs/interop.md has other analyses",
            rows.file,
            rows.header.join(", ")
        ));
    }
    let parameters: Vec<String> = rows.header.iter().filter(|h| !NO_PARAMETERS.contains(&h.as_str())).cloned().collect();
    let of_parameters: Vec<usize> = parameters.iter().map(|p| rows.column(p)).collect::<Result<_, _>>()?;
    let (number, moved) = (rows.column("point")?, rows.column("moved")?);
    let (block, place) = if saltelli { ("block", "matrix") } else { ("trajectory", "step") };
    let (block, place) = (rows.column(block)?, rows.column(place)?);
    let mut points: BTreeMap<u64, Point> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let values = of_parameters.iter().map(|column| row.text(*column).to_string()).collect();
        let (place, moved) = (row.text(place).to_string(), row.text(moved).to_string());
        let point = Point { block: row.count(block)?, place, moved, values, line: row.place() };
        points.entry(row.count(number)?).or_insert(point);
    }
    let position: HashMap<u64, usize> = points.keys().enumerate().map(|(position, number)| (*number, position)).collect();
    let points: Vec<Point> = points.into_values().collect();
    let scheme = if saltelli { of_saltelli(&points, &parameters)? } else { of_morris(&points, &parameters, &ranges(folder)?)? };
    Ok(DesignTable { parameters, scheme, position })
}

/// Positions of points by block.
fn blocks(points: &[Point]) -> BTreeMap<u64, Vec<usize>> {
    let mut blocks: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    points.iter().enumerate().for_each(|(position, point)| blocks.entry(point.block).or_default().push(position));
    blocks
}

fn of_saltelli(points: &[Point], parameters: &[String]) -> Result<PointScheme, String> {
    let ordered = |(number, positions): (u64, Vec<usize>)| {
        let one = |matrix: &str, moved: &str| {
            let mut found = positions.iter().filter(|p| points[**p].place == matrix && points[**p].moved == moved);
            found.next().copied().filter(|_| found.next().is_none()).ok_or_else(|| {
                let (file, _) = &points[positions[0]].line;
                let which = if moved.is_empty() { matrix.to_string() } else { format!("{matrix} of {moved}") };
                format!("{file}: block {number} must have one row with matrix {which}")
            })
        };
        let mixed = parameters.iter().map(|parameter| one("AB", parameter));
        std::iter::once(one("A", "")).chain(mixed).chain([one("B", "")]).collect::<Result<Vec<usize>, String>>()
    };
    blocks(points).into_iter().map(ordered).collect::<Result<_, _>>().map(PointScheme::Saltelli)
}

fn of_morris(points: &[Point], parameters: &[String], ranges: &Ranges) -> Result<PointScheme, String> {
    let steps = |(number, positions): (u64, Vec<usize>)| {
        let steps =
            positions.windows(2).map(|pair| step(points, parameters, ranges, (pair[0], pair[1]))).collect::<Result<Vec<MorrisStep>, String>>()?;
        let mut moved: Vec<usize> = steps.iter().map(|step| step.factor).collect();
        moved.sort_unstable();
        if moved.iter().copied().ne(0..parameters.len()) {
            let (file, _) = &points[positions[0]].line;
            return Err(format!("{file}: trajectory {number} must move each of the {} parameters once", parameters.len()));
        }
        Ok(steps)
    };
    blocks(points).into_iter().map(steps).collect::<Result<_, _>>().map(PointScheme::Morris)
}

fn step(points: &[Point], parameters: &[String], ranges: &Ranges, (from, to): (usize, usize)) -> Result<MorrisStep, String> {
    let (file, line) = &points[to].line;
    let moved = &points[to].moved;
    let factor = parameters.iter().position(|p| p == moved).ok_or_else(|| format!("{file}, line {line}: `{moved}` is no parameter of the design"))?;
    let value = |point: usize| {
        let text = &points[point].values[factor];
        text.parse::<f64>()
            .ok()
            .filter(|value| value.is_finite())
            .ok_or_else(|| format!("{file}, line {line}: {moved} is moved, so it must be a number; found `{text}`"))
    };
    let (low, high) = *ranges.get(moved).ok_or_else(|| format!("{} holds no range of `{moved}`", files::MANIFEST))?;
    let share = (value(to)? - value(from)?) / (high - low);
    if share.abs() > 1.0 + 1e-9 {
        return Err(format!("{file}, line {line}: {moved} moves beyond its range; allowed: {low} to {high}, as {} says", files::MANIFEST));
    }
    Ok(MorrisStep { from, to, factor, share: if high > low { share } else { 0.0 } })
}
