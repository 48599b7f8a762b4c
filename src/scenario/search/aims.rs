//! Reading what is wanted, and what must hold.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::parts::{PlacedPart, amount_of};
use super::{GroupBound, KnownOutcome, MOST_OBJECTIVES, Objective, OverWorlds};
use crate::scenario::Problem;
use crate::scenario::toml_table::{Notes, SpannedValue, number};
use crate::units::amount;

/// The tables of a list of tables.
fn tables<'t, 'd>(notes: &mut Notes, table: &'t DeTable<'d>, name: &str) -> Vec<(&'t DeTable<'d>, Range<usize>)> {
    let Some(given) = table.get(name) else { return Vec::new() };
    let one = |item: &'t SpannedValue<'d>| item.get_ref().as_table().map(|table| (table, item.span()));
    let found: Option<Vec<_>> = given.get_ref().as_array().and_then(|items| items.iter().map(one).collect());
    if found.is_none() {
        notes.wrong(given, name, "a list of tables", format!("[[{name}]] for each"));
    }
    found.unwrap_or_default()
}

/// What is wanted, one to five.
pub fn objectives(notes: &mut Notes, table: &DeTable<'_>, known: &[KnownOutcome]) -> Vec<Objective> {
    let given = tables(notes, table, "objectives");
    if given.is_empty() && table.get("objectives").is_none() {
        notes.missing("objectives", "[[objectives]] with an outcome and epsilon, 1 to 5 of them", None);
    }
    if given.len() > MOST_OBJECTIVES {
        let problem = Problem::new("there are too many objectives").allowed(format!("1 to {MOST_OBJECTIVES}"));
        notes.report(given[MOST_OBJECTIVES].1.clone(), problem.found(given.len().to_string()));
    }
    let mut found: Vec<Objective> = Vec::new();
    for (inner, span) in given {
        let Some(objective) = objective(notes, inner, span, known) else { continue };
        if found.iter().any(|other| other.outcome == objective.outcome) {
            let place = inner.get("outcome").map_or(0..0, SpannedValue::span);
            let problem = Problem::new(format!("the objective `{}` is given twice", objective.outcome));
            notes.report(place, problem.allowed("each outcome once"));
            continue;
        }
        found.push(objective);
    }
    found
}

fn objective(notes: &mut Notes, table: &DeTable<'_>, span: Range<usize>, known: &[KnownOutcome]) -> Option<Objective> {
    notes.only(table, "objectives", &["outcome", "better", "epsilon", "over"]);
    let Some(name) = notes.text(table, "outcome") else {
        if table.get("outcome").is_none() {
            notes.missing("outcome", "an outcome of `topline list outcomes`", Some(span));
        }
        return None;
    };
    let place = table.get("outcome")?.span();
    let Some(outcome) = known.iter().find(|outcome| outcome.name == name) else {
        let problem = Problem::new(format!("unknown outcome `{name}`")).allowed("outcomes of `topline list outcomes`");
        notes.report(place, problem.nearest(&name, known.iter().map(|outcome| &outcome.name)));
        return None;
    };
    let better = word(notes, table, "better", &["higher", "lower"]);
    let Some(higher) = better.map(|place| place == 0).or(outcome.higher) else {
        let problem = Problem::new(format!("no direction of `{name}` is better by itself"));
        notes.report(place, problem.allowed("better = \"higher\" or better = \"lower\" beside it"));
        return None;
    };
    let epsilon = epsilon(notes, table, span, outcome)?;
    let over = if word(notes, table, "over", &OverWorlds::NAMES) == Some(1) { OverWorlds::WorstTenth } else { OverWorlds::Mean };
    Some(Objective { outcome: name, higher, epsilon, over })
}

/// The difference that does not matter; of money also in words.
fn epsilon(notes: &mut Notes, table: &DeTable<'_>, span: Range<usize>, outcome: &KnownOutcome) -> Option<f64> {
    let allowed = format!("a number above 0 in {}: the difference that does not matter", outcome.unit);
    let Some(given) = table.get("epsilon") else {
        notes.missing("epsilon", &allowed, Some(span));
        return None;
    };
    let in_words = |text: &str| amount(text).filter(|_| outcome.unit.starts_with("bn KRW")).map(|money| money / 1000.0);
    let read = given.get_ref().as_str().map_or_else(|| number(given.get_ref()), in_words).filter(|epsilon| *epsilon > 0.0);
    if read.is_none() {
        notes.wrong(given, "epsilon", "above 0", allowed);
    }
    read
}

/// The position of a word among those that are allowed.
fn word(notes: &mut Notes, table: &DeTable<'_>, key: &str, allowed: &[&str]) -> Option<usize> {
    let given = table.get(key)?;
    let place = given.get_ref().as_str().and_then(|text| allowed.iter().position(|word| *word == text));
    if place.is_none() {
        notes.wrong(given, key, "one of the words", allowed.join(", "));
    }
    place
}

/// What must hold: limits of several parts together, each with its place, and the largest public cost in bn KRW a year.
pub fn constraints(notes: &mut Notes, table: &DeTable<'_>, parts: &[PlacedPart]) -> (Vec<(GroupBound, Range<usize>)>, Option<f64>) {
    let (mut groups, mut cost) = (Vec::new(), None);
    for (inner, span) in tables(notes, table, "constraints") {
        if let Some(given) = inner.get("public_cost") {
            notes.only(inner, "constraints", &["public_cost"]);
            let limit = amount_of(given).filter(|limit| *limit > 0.0);
            if limit.is_none() {
                notes.wrong(given, "public_cost", "an amount", "the largest mean public cost a year, such as \"33 bn KRW\"");
            }
            cost = limit.map(|limit| limit / 1000.0).or(cost);
            continue;
        }
        groups.extend(group(notes, inner, &span, parts).map(|group| (group, span)));
    }
    (groups, cost)
}

fn group(notes: &mut Notes, table: &DeTable<'_>, span: &Range<usize>, parts: &[PlacedPart]) -> Option<GroupBound> {
    notes.only(table, "constraints", &["instruments", "at_least", "at_most"]);
    let Some(given) = table.get("instruments") else {
        let allowed = "instruments with at_least or at_most (shares of the budget), or public_cost (an amount)";
        notes.missing("instruments or public_cost", allowed, Some(span.clone()));
        return None;
    };
    let names: Vec<&str> = parts.iter().map(|placed| placed.part.name.as_str()).collect();
    let mut places = Vec::new();
    for (name, place) in notes.texts(given, "instruments", "a list of instruments") {
        match names.iter().position(|known| *known == name) {
            Some(part) if !places.contains(&part) => places.push(part),
            Some(_) => notes.report(place, Problem::new(format!("`{name}` stands twice")).allowed("each instrument once")),
            None => {
                let problem = Problem::new(format!("unknown instrument `{name}`")).allowed(names.join(", "));
                notes.report(place, problem.nearest(&name, &names));
            }
        }
    }
    let mut share = |key: &str, otherwise: f64| {
        let given = table.get(key)?;
        let read = number(given.get_ref()).filter(|share| (0.0..=1.0).contains(share));
        if read.is_none() {
            notes.wrong(given, key, "a share", "a share of the budget, 0 to 1");
        }
        Some(read.unwrap_or(otherwise))
    };
    let (least, most) = (share("at_least", 0.0), share("at_most", 1.0));
    if least.is_none() && most.is_none() {
        notes.missing("at_least or at_most", "a share of the budget, 0 to 1", Some(span.clone()));
        return None;
    }
    Some(GroupBound { parts: places, share: least.unwrap_or(0.0)..=most.unwrap_or(1.0) })
}

/// The sums to be divided, M KRW a year and rising, with their place.
pub fn budgets(notes: &mut Notes, table: &DeTable<'_>) -> Vec<(u64, Range<usize>)> {
    let Some(given) = table.get("budget") else {
        notes.missing("budget", "an amount a year such as \"30 bn KRW\", or a list of amounts", None);
        return Vec::new();
    };
    let items: Vec<&SpannedValue<'_>> = match given.get_ref() {
        DeValue::Array(items) => items.iter().collect(),
        _ => vec![given],
    };
    if items.is_empty() || items.len() > MOST_BUDGETS {
        notes.wrong(given, "budget", "one amount or several", format!("1 to {MOST_BUDGETS} amounts a year"));
    }
    let mut found: Vec<(u64, Range<usize>)> = Vec::new();
    for item in items {
        match amount_of(item).map(f64::round).filter(|sum| (1.0..=LARGEST).contains(sum)) {
            Some(sum) if found.iter().any(|(other, _)| *other == sum as u64) => {
                notes.report(item.span(), Problem::new("a budget is given twice").allowed("each amount once").found(format!("{sum} M KRW")));
            }
            Some(sum) => found.push((sum as u64, item.span())),
            None => notes.wrong(item, "budget", "an amount of money", "an amount a year above 0 such as \"30 bn KRW\", or a number of M KRW"),
        }
    }
    found.sort_by_key(|(sum, _)| *sum);
    found
}

/// Most sums of a search.
const MOST_BUDGETS: usize = 20;
/// Largest sum, M KRW a year.
const LARGEST: f64 = 1e9;
