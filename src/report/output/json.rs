//! The results of a folder as JSON: rows of its tables, numbers as numbers, missing values as null.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::files;
use crate::scenario::regular_file;

/// Tables with a row for each run or quarter: they stay on the disk.
const LONG: [&str; 5] = [files::RUNS, files::TRAJECTORIES, files::DIFFERENCES, files::WORLD_RUNS, files::LABELS];

/// The folder, its files, and the rows of its tables but the longest.
pub fn results(folder: &Path, written: &[&str]) -> Result<Value, String> {
    let package = regular_file::read_text(folder.join(files::DATA_PACKAGE)).map_err(|e| format!("cannot read {}: {e}", files::DATA_PACKAGE))?;
    let package: Value = serde_json::from_str(&package).map_err(|e| format!("{} is not as topline writes it: {e}", files::DATA_PACKAGE))?;
    let mut tables = Map::new();
    for resource in package["resources"].as_array().into_iter().flatten() {
        let Some(file) = resource["path"].as_str().filter(|file| written.contains(file) && !LONG.contains(file)) else { continue };
        let rows = rows(&folder.join(file), &resource["schema"]["fields"]).map_err(|e| format!("{file} is not as topline writes it: {e}"))?;
        tables.insert(file.trim_end_matches(".csv").to_owned(), Value::Array(rows));
    }
    Ok(json!({ "folder": folder.display().to_string(), "files": written, "tables": tables }))
}

fn rows(path: &Path, fields: &Value) -> Result<Vec<Value>, csv::Error> {
    let fields: Vec<(&str, bool)> =
        fields.as_array().into_iter().flatten().map(|f| (f["name"].as_str().unwrap_or_default(), f["type"] == "string")).collect();
    let cell = |text: &str, is_text: bool| match (is_text, text.is_empty()) {
        (true, _) => Value::from(text),
        (false, true) => Value::Null,
        (false, false) => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
    };
    let mut reader = csv::Reader::from_path(path)?;
    let row = |record: csv::StringRecord| {
        let cells = record.iter().zip(&fields).map(|(text, (name, is_text))| ((*name).to_owned(), cell(text, *is_text)));
        Value::Object(cells.collect())
    };
    reader.records().map(|record| record.map(row)).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn rows_have_numbers_words_and_nulls() {
        let folder = tempfile::tempdir().unwrap();
        let fields = r#"[{"name":"scenario","type":"string"},{"name":"n","type":"integer"},{"name":"mean","type":"number"}]"#;
        let package =
            format!(r#"{{"resources":[{{"path":"comparison.csv","schema":{{"fields":{fields}}}}},{{"path":"runs.csv","schema":{{"fields":[]}}}}]}}"#);
        fs::write(folder.path().join("datapackage.json"), package).unwrap();
        fs::write(folder.path().join("comparison.csv"), "scenario,n,mean\n12,3,-0.5\nb,2,\n").unwrap();
        let found = results(folder.path(), &["comparison.csv", "runs.csv"]).unwrap();
        let expected = json!([{ "scenario": "12", "n": 3, "mean": -0.5 }, { "scenario": "b", "n": 2, "mean": null }]);
        assert_eq!(found["tables"]["comparison"], expected);
        assert!(found["tables"].get("runs").is_none());
    }
}
