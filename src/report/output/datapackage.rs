//! `datapackage.json`: what every column holds, as a Frictionless tabular data package (version 1).

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::table::{Column, Sheet};
use crate::report::Provenance;

/// Writes the file for the tables of a folder.
pub fn write(sheets: &[Sheet], about: &Provenance, mut out: impl Write) -> io::Result<()> {
    let names: Vec<&str> = about.scenarios.iter().map(|s| s.name.as_str()).collect();
    let package = json!({
        "profile": "tabular-data-package",
        "name": format!("topline-{}", about.command),
        "title": format!("topline {}: {}", about.command, names.join(", ")),
        "resources": sheets.iter().map(resource).collect::<Vec<_>>(),
    });
    serde_json::to_writer_pretty(&mut out, &package)?;
    out.write_all(b"\n")
}

fn resource(sheet: &Sheet) -> Value {
    json!({
        "profile": "tabular-data-resource",
        "name": sheet.file.trim_end_matches(".csv"),
        "path": sheet.file,
        "title": sheet.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "delimiter": ",", "lineTerminator": "\n", "quoteChar": "\"", "doubleQuote": true, "header": true },
        "schema": {
            "fields": sheet.columns.iter().map(field).collect::<Vec<_>>(),
            "missingValues": [""],
            "primaryKey": sheet.key,
        },
    })
}

fn field(column: &Column) -> Value {
    let mut field = Map::new();
    field.insert("name".into(), json!(column.name));
    field.insert("type".into(), json!(column.kind.frictionless()));
    let meaning = column.meaning.trim_end_matches('.');
    let description = column.unit.map_or(format!("{meaning}."), |unit| format!("{meaning}. Unit: {unit}."));
    field.insert("description".into(), json!(description));
    if let Some(unit) = column.unit {
        field.insert("unit".into(), json!(unit));
    }
    Value::Object(field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::appraisal::sample;
    use crate::report::results::runs;

    #[test]
    fn every_column_has_a_type_and_a_meaning_with_its_unit() {
        let about =
            Provenance { command: "run", given: vec![], set: vec![], asked: None, scenarios: vec![], threads: 1, seconds: 0.0, label_quarters: 0 };
        let mut bytes = Vec::new();
        write(&[runs::sheet(&sample::results())], &about, &mut bytes).unwrap();
        let read: Value = serde_json::from_slice(&bytes).unwrap();
        let fields = read["resources"][0]["schema"]["fields"].as_array().unwrap();
        assert_eq!(fields.len(), 8);
        assert_eq!(fields[2]["type"], "integer");
        assert_eq!(fields[5]["description"], "Revenue of all labels. Unit: bn KRW/yr.");
        assert_eq!(fields[7]["type"], "string");
    }
}
