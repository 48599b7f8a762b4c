//! Writes all files of a search; tables and manifest appear together at the end.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::{certificate, curve, frontier, mixes, page, regret, settled};
use crate::experiment::search::{SearchPlan, SearchResult};
use crate::report::Provenance;
use crate::report::output::files;
use crate::report::output::folder::Folder;
use crate::report::output::manifest::Resolved;
use crate::report::output::table::Sheet;
use crate::report::output::{datapackage, folder::WriteError};

/// Files of a search, which it may replace.
const OWN: [&str; 8] =
    [files::FRONTIER, files::BUDGET_CURVE, files::SETTLED, files::MIX_REGRET, files::CERTIFICATE, files::PAGE, files::DATA_PACKAGE, files::MANIFEST];

/// How long a search took, for the manifest.
#[derive(Clone, Copy, Debug)]
pub struct SearchTiming {
    /// Threads.
    pub threads: usize,
    /// Time from start to end of this process, seconds.
    pub seconds: f64,
}

/// Writes everything into the folder of the journal; gives the names of files and of scenarios.
pub fn write_search(
    out: &Path,
    plan: &SearchPlan,
    result: &SearchResult,
    set: &[String],
    timing: SearchTiming,
) -> Result<(Vec<&'static str>, Vec<String>), String> {
    let mut folder = Folder::continued(out, &OWN)?;
    let scenarios = mixes::write(plan, result, out).map_err(|error| error.to_string())?;
    let files = stage(&mut folder, plan, result, set, timing, &scenarios).map_err(|error| error.to_string())?;
    debug_assert!(files.contains(&files::FRONTIER));
    Ok((folder.commit().map_err(|error| error.to_string())?, scenarios))
}

fn stage(
    folder: &mut Folder,
    plan: &SearchPlan,
    result: &SearchResult,
    set: &[String],
    timing: SearchTiming,
    scenarios: &[String],
) -> Result<Vec<&'static str>, WriteError> {
    let mut sheets = Vec::new();
    let tables = [Some(frontier::table(plan, result)), curve::table(plan, result), Some(settled::table(plan, result)), regret::table(plan, result)];
    for table in tables.into_iter().flatten() {
        sheets.push(folder.stage(table.sheet.clone(), |out| table.write(out))?);
    }
    let json = |value: &Value, mut out: &mut (dyn Write + Send)| -> io::Result<()> {
        serde_json::to_writer_pretty(&mut out, value)?;
        out.write_all(b"\n")
    };
    let certificate = certificate::certificate(plan, result);
    folder.stage(Sheet::untabled(files::CERTIFICATE), |out| json(&certificate, out))?;
    let baseline = plan.file.baseline.build().map(|scenario| Resolved { name: scenario.name.clone(), values: scenario.to_json() });
    let about = Provenance {
        command: "search",
        given: Vec::new(),
        set: set.to_vec(),
        asked: None,
        scenarios: baseline.into_iter().collect(),
        threads: timing.threads,
        seconds: timing.seconds,
        label_quarters: 0,
    };
    folder.stage(Sheet::untabled(files::DATA_PACKAGE), |out| datapackage::write(&sheets, &about, out))?;
    let page = page::page(plan, result).map_err(io::Error::other);
    folder.stage(Sheet::untabled(files::PAGE), |out| out.write_all(page?.as_bytes()))?;
    let names = sheets.iter().map(|sheet| sheet.file).collect();
    folder.stage_manifest(manifest(plan, result, &about, scenarios))?;
    Ok(names)
}

fn manifest(plan: &SearchPlan, result: &SearchResult, about: &Provenance, scenarios: &[String]) -> Value {
    json!({
        "program": "topline",
        "version": env!("CARGO_PKG_VERSION"),
        "command": "search",
        "name": plan.file.name,
        "title": plan.file.title,
        "why": plan.file.why,
        "plan": plan.hash,
        "seed": plan.file.seed,
        "set": about.set,
        "counts": { "runs": result.runs, "ok": result.runs - result.failed, "failed": result.failed },
        "file": plan.file.text,
        "mixes": scenarios.iter().map(|name| format!("{}/{name}.toml", mixes::FOLDER)).collect::<Vec<_>>(),
        "timing": { "threads": about.threads, "seconds": (about.seconds * 1000.0).round() / 1000.0 },
        "scenarios": about.scenarios.iter().map(|s| &s.values).collect::<Vec<_>>(),
    })
}
