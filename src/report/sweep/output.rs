//! From the journal of a sweep to its tables, which appear together.

use crate::report::output::files;
use crate::report::output::manifest::COMMIT;
use std::path::Path;

use serde_json::{Value, json};

use super::cells::TableWriter;
use super::tables::SweepTables;
use super::timing::{TablesTimer, Timing};
use super::writer::{Format, writer};
use crate::experiment::sweep::Grid;
use crate::report::output::datapackage;
use crate::report::output::folder::Folder;
use crate::report::output::table::Sheet;
use crate::report::{Provenance, Resolved, WriteError};
use crate::scenario::sweep::{AxisEffect, AxisSpan, Design, Method};
use crate::store::refusal::Refusal;

/// What was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// Names of the files.
    pub files: Vec<String>,
    /// Runs in them.
    pub runs: u64,
    /// Failed runs.
    pub failed: u64,
}

/// Files of a sweep's own: those in a format that is not written this time are out of date.
fn own() -> Vec<&'static str> {
    use files::{DATA_PACKAGE, DESIGN, FAILURES, MANIFEST, RUNS, SUMMARY, VARIANTS};
    VARIANTS.into_iter().chain([DESIGN, RUNS, SUMMARY, FAILURES, DATA_PACKAGE, MANIFEST]).collect()
}

/// Writes all tables of a sweep.
pub fn write(folder: &Path, mut swept: SweepTables<'_>, format: Format, timing: &Timing) -> Result<Written, Refusal> {
    let failed = |error: WriteError| {
        Refusal::failed(format!(
            "{error}\n  the journal is left as it is: `topline merge` writes the tables from it; where the journal itself \
             is damaged, `topline sweep --resume` runs again what was lost"
        ))
    };
    let watch = TablesTimer::begin();
    let mut out = Folder::continued(folder, &own()).map_err(Refusal::failed)?;
    let (grid, replicates) = (swept.grid, swept.replicates);
    let mut failures = 0;
    let mut sheets = Vec::new();
    let mut stage = |out: &mut Folder, sheet: Sheet, rows: &mut dyn FnMut(&mut dyn TableWriter) -> std::io::Result<()>| {
        let named = Sheet { file: format.file(sheet.file), ..sheet };
        let columns = named.clone();
        let staged = out.stage(named, |bytes| {
            let mut table = writer(format, &columns, bytes)?;
            rows(&mut *table)?;
            table.end()
        });
        sheets.push(staged.map_err(failed)?);
        Ok::<(), Refusal>(())
    };
    stage(&mut out, swept.design_sheet(), &mut |rows| swept.write_design(rows))?;
    stage(&mut out, swept.runs_sheet(), &mut |rows| swept.write_runs(rows).map(|count| failures = count))?;
    stage(&mut out, swept.summary_sheet(), &mut |rows| swept.write_summary(rows))?;
    if failures > 0 {
        stage(&mut out, swept.failures_sheet(), &mut |rows| swept.write_failures(rows))?;
    }
    let layout = &grid.layout;
    let about = Provenance {
        command: "sweep",
        given: Vec::new(),
        set: layout.set.clone(),
        asked: None,
        scenarios: layout.bases.iter().map(|base| Resolved { name: base.name.clone(), values: base.values.clone() }).collect(),
        threads: 0,
        seconds: 0.0,
        label_quarters: 0,
    };
    out.stage(Sheet::untabled(files::DATA_PACKAGE), |bytes| datapackage::write(&sheets, &about, bytes)).map_err(failed)?;
    let manifest = manifest_of(grid, replicates, failures, timing.with(&watch));
    out.stage_manifest(manifest).map_err(failed)?;
    let files = out.commit().map_err(failed)?.into_iter().map(str::to_owned).collect();
    Ok(Written { files, runs: grid.cases() as u64 * u64::from(replicates), failed: failures })
}

fn manifest_of(grid: &Grid, replicates: u32, failed: u64, timing: Value) -> Value {
    let layout = &grid.layout;
    let runs = grid.cases() as u64 * u64::from(replicates);
    json!({
        "program": "topline",
        "version": env!("CARGO_PKG_VERSION"),
        "commit": COMMIT,
        "command": "sweep",
        "name": layout.name,
        "title": layout.title,
        "why": layout.why,
        "seed": layout.seed,
        "set": layout.set,
        "counts": {
            "scenarios": layout.bases.len(), "worlds": layout.worlds.len(), "points": grid.points.len(), "replicates": replicates,
            "replicates_planned": layout.replicates, "runs": runs, "ok": runs - failed, "failed": failed,
        },
        "design": design(grid),
        "outcomes": layout.outcomes,
        "timing": timing,
        "scenarios": layout.bases.iter().map(|base| &base.values).collect::<Vec<_>>(),
    })
}

/// The design in words and numbers, with what each column means.
fn design(grid: &Grid) -> Value {
    let columns = grid.layout.axes.iter().map(|axis| {
        let mut column = json!({ "name": axis.name, "kind": if axis.lever { "lever" } else { "uncertainty" }, "paths": axis.paths });
        let span = match (axis.effect, &axis.span) {
            (AxisEffect::Times, _) => "times",
            (AxisEffect::Place, _) => "prior",
            (AxisEffect::Set, AxisSpan::Levels(_)) => "values",
            (AxisEffect::Set, AxisSpan::Range { .. }) => "range",
        };
        column["span"] = json!(span);
        match &axis.span {
            AxisSpan::Levels(levels) => column["levels"] = levels.iter().map(|level| level.number.map_or(json!(level.text), |n| json!(n))).collect(),
            AxisSpan::Range { low, high } => (column["low"], column["high"]) = (json!(low), json!(high)),
        }
        column
    });
    let columns: Value = columns.collect();
    match &grid.layout.design {
        Design::Joint(method) => with_columns(in_json(method), columns),
        Design::Crossed { levers, uncertainties } => {
            json!({ "method": "crossed", "levers": in_json(levers), "uncertainties": in_json(uncertainties), "columns": columns })
        }
    }
}

fn with_columns(mut design: Value, columns: Value) -> Value {
    design["columns"] = columns;
    design
}

fn in_json(method: &Method) -> Value {
    let mut json = json!({ "method": method.name() });
    if let Some(size) = method.size() {
        (json["points"], json["seed"]) = (json!(size.points), json!(size.seed));
    }
    if let Method::Split { total, steps } = method {
        (json["total"], json["steps"]) = (json!(total), json!(steps));
    }
    json
}
