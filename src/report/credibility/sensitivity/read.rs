//! What `topline sensitivity` reads of the folder of a sweep: `design.csv` and `runs.csv`.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

use super::design::{Design, design};
use crate::experiment::Measure;
use crate::report::results::runs::WORLD;

/// Names of the files.
const FILES: [&str; 2] = ["design.csv", "runs.csv"];

/// Runs of a scenario in a world.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Scenario.
    pub scenario: String,
    /// World.
    pub world: String,
    /// Scenario whose values are taken off, run by run; none where the values are the scenario's own.
    pub baseline: Option<String>,
    /// Values by outcome, point and replicate; a point that was not run so often has fewer.
    pub runs: Vec<Vec<Vec<Option<f64>>>>,
}

impl Group {
    /// Scenario, what it is compared with, and the world where there are several.
    pub fn name(&self) -> String {
        let less = self.baseline.as_ref().map_or(String::new(), |baseline| format!(" less {baseline}"));
        let world = if self.world == WORLD { String::new() } else { format!(" in world {}", self.world) };
        format!("{}{less}{world}", self.scenario)
    }
}

/// The design of a sweep with its runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Swept {
    /// The design.
    pub design: Design,
    /// The outcomes that were asked for.
    pub outcomes: Vec<Measure>,
    /// Runs by scenario and world, in the order of the file.
    pub groups: Vec<Group>,
}

/// Reads the folder; `choose` takes outcomes from the names of the columns. The error is a sentence.
pub fn read(folder: &Path, choose: impl FnOnce(&[String]) -> Result<Vec<Measure>, String>) -> Result<Swept, String> {
    let [design_file, runs_file] = FILES.map(|name| folder.join(name));
    let design = design(Rows::open(&design_file)?)?;
    let mut rows = Rows::open(&runs_file)?;
    let outcomes = choose(&rows.header)?;
    let columns = outcomes.iter().map(|o| rows.column(column_of(o))).collect::<Result<Vec<_>, _>>()?;
    let [scenario, world, replicate, point] =
        ["scenario", "world", "replicate", "point"].map(|name| rows.column(name)).into_iter().collect::<Result<Vec<_>, _>>()?[..]
    else {
        unreachable!("four names give four columns")
    };
    let mut groups: Vec<Group> = Vec::new();
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    let points = design.position.len();
    while let Some(row) = rows.next()? {
        let key = (row.text(scenario).to_string(), row.text(world).to_string());
        let group = *known.entry(key).or_insert_with_key(|(scenario, world)| {
            groups.push(Group {
                scenario: scenario.clone(),
                world: world.clone(),
                baseline: None,
                runs: vec![vec![Vec::new(); points]; outcomes.len()],
            });
            groups.len() - 1
        });
        let number = row.count(point)?;
        let position = *design.position.get(&number).ok_or_else(|| row.wrong(&format!("point {number} does not stand in {}", FILES[0])))?;
        let replicate = row.count(replicate)? as usize;
        for ((measure, column), of_outcome) in outcomes.iter().zip(&columns).zip(&mut groups[group].runs) {
            let replicates = &mut of_outcome[position];
            replicates.resize(replicates.len().max(replicate + 1), None);
            replicates[replicate] = row.value(measure, *column)?;
        }
    }
    Ok(Swept { design, outcomes, groups })
}

impl Swept {
    /// Every other scenario less a baseline, at the same point and replicate, so with the same luck: what policy does.
    /// The error is a sentence.
    pub fn versus(mut self, baseline: &str) -> Result<Self, String> {
        let (of_baseline, others): (Vec<Group>, Vec<Group>) = std::mem::take(&mut self.groups).into_iter().partition(|g| g.scenario == baseline);
        if of_baseline.is_empty() || others.is_empty() {
            let mut names: Vec<String> = of_baseline.iter().chain(&others).map(|g| g.scenario.clone()).collect();
            names.dedup();
            return Err(format!("nothing to compare with `{baseline}`; allowed: one of several scenarios of the sweep; found: {}", names.join(", ")));
        }
        for mut group in others {
            let Some(base) = of_baseline.iter().find(|base| base.world == group.world) else { continue };
            let points = group.runs.iter_mut().flatten().zip(base.runs.iter().flatten());
            points.for_each(|(runs, base)| *runs = runs.iter().zip(base).map(|(run, base)| Some((*run)? - (*base)?)).collect());
            group.baseline = Some(baseline.to_string());
            self.groups.push(group);
        }
        Ok(self)
    }
}

/// The column of a measure: for a class that of its outcome.
pub fn column_of(measure: &Measure) -> &str {
    if measure.class.is_some() { measure.name.split('.').next().unwrap_or_default() } else { &measure.name }
}

/// File and line.
pub type Place = (String, u64);

/// Rows of a file below its header.
pub struct Rows {
    /// The file as it is shown.
    pub file: String,
    /// Names of its columns.
    pub header: Vec<String>,
    reader: csv::Reader<File>,
}

/// A row.
pub struct Row<'a> {
    rows: &'a Rows,
    record: csv::StringRecord,
}

impl Rows {
    /// Opens a file of a sweep.
    pub fn open(path: &Path) -> Result<Self, String> {
        let file = path.display().to_string();
        let opened = File::open(path).map_err(|error| {
            let packed = ["zst", "gz"].map(|e| format!("{file}.{e}")).into_iter().find(|p| Path::new(p).exists());
            match packed {
                Some(packed) => format!("cannot read {file}: {error}; found {packed}: unpack it first"),
                None => format!("cannot read {file}: {error}; allowed: the folder of a finished sweep, which has {}", FILES.join(" and ")),
            }
        })?;
        let mut reader = csv::Reader::from_reader(opened);
        let header = reader.headers().map_err(|e| format!("cannot read {file}: {e}"))?.iter().map(str::to_string).collect();
        Ok(Self { file, header, reader })
    }

    /// Position of a column.
    pub fn column(&self, name: &str) -> Result<usize, String> {
        self.header.iter().position(|h| h == name).ok_or_else(|| format!("{} has no column `{name}`; found: {}", self.file, self.header.join(", ")))
    }

    /// The next row, if there is one.
    pub fn next(&mut self) -> Result<Option<Row<'_>>, String> {
        let mut record = csv::StringRecord::new();
        let more = self.reader.read_record(&mut record).map_err(|e| format!("cannot read {}: {e}", self.file))?;
        Ok(more.then_some(Row { rows: self, record }))
    }
}

impl Row<'_> {
    /// A cell as it stands.
    pub fn text(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or_default()
    }

    /// A whole number.
    pub fn count(&self, column: usize) -> Result<u64, String> {
        self.text(column).parse().map_err(|_| self.not_allowed(column, "a whole number"))
    }

    /// The value of a measure; `None` where the cell is empty.
    fn value(&self, measure: &Measure, column: usize) -> Result<Option<f64>, String> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        if measure.class.is_some() {
            return Ok(Some(f64::from(u8::from(measure.name.rsplit('.').next() == Some(text)))));
        }
        text.parse().ok().filter(|v: &f64| v.is_finite()).map(Some).ok_or_else(|| self.not_allowed(column, "a number, or an empty cell"))
    }

    /// File and line of the row.
    pub fn place(&self) -> Place {
        (self.rows.file.clone(), self.record.position().map_or(0, csv::Position::line))
    }

    fn not_allowed(&self, column: usize, allowed: &str) -> String {
        self.wrong(&format!("{}: found `{}`; allowed: {allowed}", self.rows.header[column], self.text(column)))
    }

    /// A message with file and line.
    fn wrong(&self, message: &str) -> String {
        let (file, line) = self.place();
        format!("{file}, line {line}: {message}")
    }
}
