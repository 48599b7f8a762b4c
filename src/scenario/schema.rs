//! JSON Schema (2020-12) of scenario files, from the registry: an editor completes and checks by it.

use serde_json::{Map, Value as Json, json};

use super::registry::Type;
use super::value::{ValueForm, json_number};
use super::vocabulary::{Field, RUN, Section, WORLD, sections};
use crate::units::Market;

/// The schema; `topline schema` prints it, and `scenarios/scenario.schema.json` holds it for the `#:schema` line.
pub fn schema() -> Json {
    let text = |meaning: &str| json!({ "type": "string", "minLength": 1, "description": meaning });
    let mut properties = Map::new();
    properties.insert("title".into(), text("title of the scenario, one line"));
    properties.insert("why".into(), text("why the scenario is asked, a sentence"));
    properties.insert("title_ko".into(), text("title in Korean, for the Korean report"));
    properties.insert("why_ko".into(), text("the sentence why in Korean, for the Korean report"));
    properties.insert("source".into(), text("where the proposal comes from"));
    let extends = "the scenario of which this gives the difference: a name in the same folder, or a path with .toml";
    properties.insert("extends".into(), text(extends));
    let core = "whether what no outcome can identify is switched off, as docs/core.md lists it; a value that the scenario sets itself wins";
    let mut word = form_schema(&ValueForm::Flag, "");
    word.extend([("description".to_owned(), core.into()), ("default".to_owned(), false.into())]);
    properties.insert("core".into(), Json::Object(word));
    properties.insert("run".into(), section_schema(&sections()[RUN]));
    properties.insert("policy".into(), family("policy", "programmes of instruments; a table switches its instrument on"));
    properties.insert("event".into(), family("event", "scheduled events"));
    properties.extend(cells(&sections()[WORLD], ""));
    let repeated = sections().iter().filter(|section| section.repeats());
    let definitions: Map<String, Json> = repeated.map(|section| (section.name.clone(), section_schema(section))).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "topline scenario",
        "description": "A scenario of topline: only what differs from the scenario that it extends, or from the registry.",
        "type": "object",
        "properties": properties,
        "required": ["title", "why"],
        "additionalProperties": false,
        "$defs": definitions,
    })
}

/// All instruments or all events: each a table, or a list of tables.
fn family(name: &str, meaning: &str) -> Json {
    let below = |section: &&Section| section.name.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
    let mut properties = Map::new();
    for section in sections().iter().filter(below) {
        let table = json!({ "$ref": format!("#/$defs/{}", section.name) });
        let list = json!({ "type": "array", "items": table, "minItems": 1, "maxItems": section.most() });
        let either = json!({ "description": section.summary, "anyOf": [table, list] });
        properties.insert(section.name[name.len() + 1..].into(), either);
    }
    json!({ "type": "object", "description": meaning, "properties": properties, "additionalProperties": false })
}

/// The table of a section.
fn section_schema(section: &Section) -> Json {
    json!({
        "type": "object", "description": section.summary,
        "properties": cells(section, ""), "additionalProperties": false,
    })
}

/// The keys of a section below a prefix.
fn cells(section: &Section, prefix: &str) -> Map<String, Json> {
    let mut properties = Map::new();
    for step in section.steps(prefix) {
        let path = if prefix.is_empty() { step.to_owned() } else { format!("{prefix}.{step}") };
        let cell = match section.find(&path) {
            Some(place) => field_schema(&section.fields[place]),
            None => json!({ "type": "object", "properties": cells(section, &path), "additionalProperties": false }),
        };
        properties.insert(step.into(), cell);
    }
    properties
}

/// One key.
fn field_schema(field: &Field) -> Json {
    let mut schema = form_schema(&field.form, &field.unit);
    let range = field.row.and_then(|row| Some(format!("; prior range {} to {}", row.low?, row.high?)));
    let need = if field.required { "; required" } else { "" };
    let text = format!("{} [{}]{need}{}", field.description, field.unit, range.unwrap_or_default());
    schema.insert("description".into(), text.into());
    if let Some(default) = &field.default {
        schema.insert("default".into(), default.json());
    }
    Json::Object(schema)
}

/// What a key takes.
fn form_schema(form: &ValueForm, unit: &str) -> Map<String, Json> {
    let schema = match form {
        ValueForm::Number(limits) => {
            let kind = if limits.integer() { "integer" } else { "number" };
            let number = json!({ "type": kind, "minimum": json_number(limits.min), "maximum": json_number(limits.max) });
            // Money may be an amount in words (\"30 bn KRW\").
            let number = if unit.starts_with("M KRW") { json!({ "anyOf": [number, { "type": "string", "pattern": "^[0-9]" }] }) } else { number };
            match limits.kind {
                Type::Schedule => json!({ "anyOf": [number, { "type": "array", "items": number, "minItems": 1 }] }),
                _ => number,
            }
        }
        ValueForm::Flag => json!({ "anyOf": [{ "type": "boolean" }, { "enum": [0, 1] }] }),
        ValueForm::Word { words, .. } => json!({ "type": "string", "enum": words }),
        ValueForm::Quarter => json!({ "type": "string", "pattern": "^(19[0-9]{2}|2[01][0-9]{2}|2200)Q[1-4]$" }),
        ValueForm::Name => json!({ "type": "string", "pattern": "^[a-z][a-z0-9_]{0,59}$" }),
        ValueForm::Markets(markets) => {
            let names: Vec<&str> = markets.iter().map(|market: &Market| market.name()).collect();
            json!({ "type": "array", "minItems": 1, "items": { "type": "string", "enum": names } })
        }
    };
    match schema {
        Json::Object(map) => map,
        _ => unreachable!("every form is an object"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::registry::rows;
    use super::*;

    /// Follows a dotted path down the properties, through the table of an instrument.
    fn at<'a>(schema: &'a Json, path: &str) -> &'a Json {
        path.split('.').fold(schema, |here, step| {
            let table = match here["anyOf"][0]["$ref"].as_str() {
                Some(reference) => &schema["$defs"][reference.trim_start_matches("#/$defs/")],
                None => here,
            };
            table["properties"].get(step).unwrap_or_else(|| panic!("{path}"))
        })
    }

    #[test]
    fn the_schema_has_every_row_with_meaning_default_and_limits() {
        let schema = schema();
        for row in rows() {
            let cell = at(&schema, &row.name);
            assert!(cell["description"].as_str().unwrap().contains(&row.description), "{}", row.name);
            assert!(!cell["default"].is_null(), "{}", row.name);
            match row.limits.kind {
                Type::Choice => assert_eq!(cell["enum"], json!(row.limits.choices)),
                Type::Flag | Type::Schedule => assert!(cell["anyOf"].is_array(), "{}", row.name),
                // Money: a number, or an amount with its unit.
                _ if row.unit.starts_with("M KRW") => {
                    assert_eq!(
                        (cell["anyOf"][0]["maximum"].as_f64(), &cell["anyOf"][1]["type"]),
                        (Some(row.limits.max), &json!("string")),
                        "{}",
                        row.name
                    )
                }
                _ => assert_eq!(cell["maximum"].as_f64(), Some(row.limits.max), "{}", row.name),
            }
        }
    }

    #[test]
    fn no_table_of_the_schema_takes_unknown_keys() {
        fn check(schema: &Json) {
            if schema["type"] == "object" {
                assert_eq!(schema["additionalProperties"], json!(false));
            }
            let parts = ["properties", "anyOf", "$defs"].map(|key| schema.get(key));
            for part in parts.into_iter().flatten() {
                match part {
                    Json::Object(map) => map.values().for_each(check),
                    part => part.as_array().unwrap().iter().for_each(check),
                }
            }
            if let Some(items) = schema.get("items") {
                check(items);
            }
        }
        check(&schema());
    }
}
