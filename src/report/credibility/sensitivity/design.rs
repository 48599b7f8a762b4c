//! The design of a sweep, read back from its `design.csv`.

use std::collections::{BTreeMap, HashMap};

use super::rows::{RowLocation, SweepRows};
use crate::experiment::credibility::sensitivity::{MorrisStep, PointScheme};

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

/// Reads the design. All scenarios stand at the same points, so that the first row of a point tells all.
pub fn design(mut rows: SweepRows) -> Result<DesignTable, String> {
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
    let scheme = if saltelli { of_saltelli(&points, &parameters)? } else { of_morris(&points, &parameters)? };
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

fn of_morris(points: &[Point], parameters: &[String]) -> Result<PointScheme, String> {
    let steps = |(number, positions): (u64, Vec<usize>)| {
        let steps = positions.windows(2).map(|pair| step(points, parameters, (pair[0], pair[1]))).collect::<Result<Vec<MorrisStep>, String>>()?;
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

fn step(points: &[Point], parameters: &[String], (from, to): (usize, usize)) -> Result<MorrisStep, String> {
    let (file, line) = &points[to].line;
    let moved = &points[to].moved;
    let factor = parameters.iter().position(|p| p == moved).ok_or_else(|| format!("{file}, line {line}: `{moved}` is no parameter of the design"))?;
    let value = |point: usize| {
        let text = &points[point].values[factor];
        text.parse::<f64>().map_err(|_| format!("{file}, line {line}: {moved} is moved, so it must be a number; found `{text}`"))
    };
    Ok(MorrisStep { from, to, factor, up: value(to)? > value(from)? })
}
