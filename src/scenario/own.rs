//! Registering an instrument of one's own: its parameters are checked like the registry's.

use std::collections::HashSet;

use super::registry::{Row, Type, parse};
use crate::policy::{self, OwnInstrument, RegistrationError};

/// Registers an instrument of one's own, before any scenario is read: scenario files may then have a table `policy.NAME`.
///
/// # Errors
/// If its name is taken, its parameters are no rows of a registry, its strength names none of them, or a scenario was read before.
pub fn register(own: OwnInstrument) -> Result<(), RegistrationError> {
    policy::register(own, check)
}

fn check(own: &OwnInstrument) -> Result<(), String> {
    let rows = parse(own.parameters).map_err(|why| format!("its parameters: {why}"))?;
    if rows.is_empty() {
        return Err("it has no parameters; allowed: one at least, by which it can be off".into());
    }
    let (prefix, mut names) = (format!("policy.{}.", own.name), HashSet::new());
    for row in &rows {
        let wrong = |why: &str| Err(format!("its parameter `{}` {why}", row.name));
        if !row.name.starts_with(&prefix) || row.name.len() == prefix.len() {
            return wrong(&format!("has another name; allowed: names that begin with `{prefix}`"));
        }
        if !names.insert(row.name.clone()) {
            return wrong("stands there twice");
        }
        if [&row.unit, &row.kind, &row.source, &row.description].iter().any(|text| text.trim().is_empty()) {
            return wrong("lacks unit, kind, source or description");
        }
        if !["A", "B", "C"].contains(&row.grade.as_str()) {
            return wrong(&format!("has the grade `{}`; allowed: A, B, C", row.grade));
        }
        if !has_default(row) {
            return wrong(&format!("has the default `{}`; allowed: {}", row.default, row.limits.describe(&row.unit)));
        }
        if row.core {
            return wrong("is in the core; allowed: parameters of the world alone");
        }
    }
    let of = |key: &str| rows.iter().any(|row| row.name[prefix.len()..] == *key || row.name[prefix.len()..].starts_with(&format!("{key}.")));
    match own.strength.iter().copied().flatten().find(|key| !of(key)) {
        Some(key) => Err(format!("its strength names `{key}`; allowed: keys of its parameters")),
        None if own.strength.is_empty() => Err("it has no strength; allowed: the keys by which it can be off".into()),
        None => Ok(()),
    }
}

/// Whether the default is a value that a scenario may set.
fn has_default(row: &Row) -> bool {
    match row.limits.kind {
        Type::Choice => row.limits.choices.contains(&row.default),
        _ => row.default.parse().is_ok_and(|number| row.limits.allow(number)),
    }
}
