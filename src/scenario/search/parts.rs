//! Reading the instruments among which a sum is divided.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::{GroupBound, MOST_PARTS, MixPart, MoneyBound, PartChoice};
use crate::policy::Kind;
use crate::scenario::toml_table::{Notes, SpannedValue, number};
use crate::scenario::{Draft, Problem, plain, registry};
use crate::units::amount;

/// A part with its place in the file.
pub struct PlacedPart {
    pub part: MixPart,
    pub span: Range<usize>,
}

/// Parameters that may be the money of an instrument, the usual one first.
const MONEY: [&str; 2] = ["budget", "volume"];
/// Keys of an instrument's table.
const KEYS: [&str; 7] = ["kind", "money", "counts", "set", "choices", "least", "most"];

/// The instruments of a file, in its order.
pub fn parts(notes: &mut Notes, table: &DeTable<'_>) -> Vec<PlacedPart> {
    let Some((inner, span)) = notes.table(table, "instruments") else {
        if table.get("instruments").is_none() {
            notes.missing("instruments", "[instruments.NAME] for each instrument that takes a part of the budget", None);
        }
        return Vec::new();
    };
    let mut keys: Vec<_> = inner.iter().collect();
    keys.sort_by_key(|(key, _)| key.span().start);
    let mut found: Vec<PlacedPart> = keys.into_iter().filter_map(|(key, given)| one(notes, key.get_ref(), key.span(), given)).collect();
    if found.len() > MOST_PARTS || found.is_empty() {
        let problem = Problem::new("so many instruments cannot share a budget").allowed(format!("1 to {MOST_PARTS}"));
        notes.report(span, problem.found(found.len().to_string()));
    }
    let kinds: Vec<Kind> = found.iter().map(|placed| placed.part.kind).collect();
    for placed in &mut found {
        placed.part.repeated = kinds.iter().filter(|kind| **kind == placed.part.kind).count() > 1;
    }
    found
}

fn one(notes: &mut Notes, name: &str, place: Range<usize>, given: &SpannedValue<'_>) -> Option<PlacedPart> {
    if let Some((allowed, found)) = plain::name_refusal(name).or_else(|| name.contains(['"', '\\']).then(|| ("letters".into(), name.into()))) {
        notes.report(place, Problem::new("the name of an instrument cannot be shown").allowed(allowed).found(found));
        return None;
    }
    let DeValue::Table(table) = given.get_ref() else {
        notes.wrong(given, name, "a table", format!("[instruments.{name}]"));
        return None;
    };
    notes.only(table, &format!("instruments.{name}"), &KEYS);
    let kind = kind(notes, name, place.clone(), table)?;
    let row = |key: &str| registry::find(&format!("policy.{}.{key}", kind.name())).is_some();
    let usual = MONEY.into_iter().find(|key| row(key));
    let money = notes.text(table, "money").or(usual.map(str::to_owned));
    let Some(money) = money.filter(|money| row(money)) else {
        let problem = Problem::new(format!("`{}` has no parameter that is its money", kind.name()));
        notes.report(place, problem.allowed("an instrument with a budget or a volume, or money = the name of a parameter in M KRW"));
        return None;
    };
    let counts = keyed(notes, table, "counts", name).into_iter().filter_map(|(key, given)| {
        let each = amount_of(given).filter(|each| *each > 0.0);
        if each.is_none() {
            notes.wrong(given, &key, "an amount", "M KRW for each, above 0");
        }
        Some((key, each?))
    });
    let counts = counts.collect();
    let set = keyed(notes, table, "set", name).into_iter().map(|(key, given)| (key, verbatim(notes, given))).collect();
    let choices = choices(notes, table, name);
    let bounds = (bound(notes, table, "least", 0.0), bound(notes, table, "most", 1.0));
    let part = MixPart { name: name.to_owned(), kind, money, counts, set, choices, bounds, repeated: false };
    Some(PlacedPart { part, span: place.start..given.span().end.min(place.end.max(given.span().start)) })
}

/// The instrument of a part: the key `kind`, or the name of the part.
fn kind(notes: &mut Notes, name: &str, place: Range<usize>, table: &DeTable<'_>) -> Option<Kind> {
    let given = notes.text(table, "kind");
    let place = table.get("kind").map_or(place, |given| given.span());
    let named = given.unwrap_or_else(|| name.to_owned());
    let kind = Kind::from_name(&named);
    if kind.is_none() {
        let names: Vec<&str> = Kind::all().map(Kind::name).collect();
        let problem = Problem::new(format!("unknown instrument `{named}`")).allowed(names.join(", ")).nearest(&named, names);
        notes.report(place, problem);
    }
    kind
}

/// The keys of a table inside an instrument's, in the order of the file.
fn keyed<'t, 'd>(notes: &mut Notes, table: &'t DeTable<'d>, key: &str, name: &str) -> Vec<(String, &'t SpannedValue<'d>)> {
    let Some(given) = table.get(key) else { return Vec::new() };
    let DeValue::Table(inner) = given.get_ref() else {
        notes.wrong(given, &format!("instruments.{name}.{key}"), "a table", "{ parameter = value, ... }");
        return Vec::new();
    };
    let mut keys: Vec<_> = inner.iter().collect();
    keys.sort_by_key(|(key, _)| key.span().start);
    keys.into_iter().map(|(key, given)| (key.get_ref().to_string(), given)).collect()
}

/// A value as the file writes it, on one line.
fn verbatim(notes: &Notes, given: &SpannedValue<'_>) -> String {
    notes.source.text[given.span()].split_whitespace().collect::<Vec<_>>().join(" ")
}

fn choices(notes: &mut Notes, table: &DeTable<'_>, name: &str) -> Vec<PartChoice> {
    let mut found = Vec::new();
    for (key, given) in keyed(notes, table, "choices", name) {
        match given.get_ref() {
            DeValue::Array(items) if !items.is_empty() => {
                let values: Vec<String> = items.iter().map(|item| verbatim(notes, item)).collect();
                if let Some(twice) = (1..values.len()).find(|place| values[..*place].contains(&values[*place])) {
                    let problem = Problem::new(format!("a value of `{key}` stands twice")).allowed("each value once");
                    notes.report(items[twice].span(), problem.found(values[twice].clone()));
                }
                found.push(PartChoice { key, values });
            }
            _ => notes.wrong(given, &key, "a list of values", "[value, value, ...]"),
        }
    }
    found
}

/// An amount in M KRW: a number, or words such as "2 bn KRW".
pub fn amount_of(given: &SpannedValue<'_>) -> Option<f64> {
    given.get_ref().as_str().map_or_else(|| number(given.get_ref()), amount)
}

fn bound(notes: &mut Notes, table: &DeTable<'_>, key: &str, otherwise: f64) -> MoneyBound {
    let Some(given) = table.get(key) else { return MoneyBound::Share(otherwise) };
    let read = match given.get_ref().as_str() {
        Some(text) => amount(text).filter(|amount| *amount >= 0.0).map(MoneyBound::Amount),
        None => number(given.get_ref()).filter(|share| (0.0..=1.0).contains(share)).map(MoneyBound::Share),
    };
    if read.is_none() {
        notes.wrong(given, key, "a limit of money", "a share from 0 to 1, or an amount a year in quotation marks such as \"2 bn KRW\"");
    }
    read.unwrap_or(MoneyBound::Share(otherwise))
}

/// Whether every value of every part is one that a scenario takes; a mistake is placed at the part.
pub fn check(notes: &mut Notes, placed: &PlacedPart, baseline: &Draft, budget: u64) {
    let part = &placed.part;
    let longest = part.choices.iter().map(|choice| choice.values.len()).max().unwrap_or(1);
    for step in 0..longest {
        let (mut variant, mut factor) = (0, 1);
        for choice in &part.choices {
            variant += factor * step.min(choice.values.len() - 1);
            factor *= choice.values.len();
        }
        let text = format!("title = \"part\"\nwhy = \"part\"\n{}", part.table(budget, variant as u32));
        let built = baseline.extended_by(&part.name, &text).and_then(|draft| draft.build().map(drop));
        for problem in built.err().into_iter().flat_map(|problems| problems.0) {
            notes.report(placed.span.clone(), Problem { what: format!("{} (in `instruments.{}`)", problem.what, part.name), ..problem });
        }
        if !notes.problems.is_empty() {
            return;
        }
    }
}

/// Refuses limits that leave no mix of a sum.
pub fn refuse_empty(notes: &mut Notes, placed: &[PlacedPart], groups: &[(GroupBound, Range<usize>)], budget: (u64, Range<usize>)) {
    let sum = budget.0 as f64;
    let (least, most) = (|placed: &PlacedPart| placed.part.bounds.0.of(sum), |placed: &PlacedPart| placed.part.bounds.1.of(sum).min(1.0));
    for placed in placed {
        let (least, most, name) = (least(placed), most(placed), &placed.part.name);
        if least > 1.0 {
            let problem = Problem::new(format!("the budget is below the minimum of `{name}`"));
            let problem = problem.allowed(format!("{} M KRW a year or more", least * sum)).found(format!("{sum} M KRW a year"));
            notes.report(budget.1.clone(), problem);
        } else if least > most {
            let problem = Problem::new(format!("the limits of `{name}` leave no share")).allowed("least no larger than most");
            notes.report(placed.span.clone(), problem.found(format!("{least} to {most} of the budget")));
        }
    }
    let (all_least, all_most) = (placed.iter().map(least).sum::<f64>(), placed.iter().map(most).sum::<f64>());
    if all_least > 1.0 + 1e-9 || all_most < 1.0 - 1e-9 {
        let problem = Problem::new("the limits of the instruments leave no mix of the budget")
            .allowed("least shares that add up to 1 at most, and most shares that add up to 1 at least");
        notes.report(budget.1.clone(), problem.found(format!("least shares of {all_least} and most shares of {all_most} together")));
    }
    for (group, span) in groups {
        let of = |bound: &dyn Fn(&PlacedPart) -> f64| group.parts.iter().map(|part| bound(&placed[*part])).sum::<f64>();
        let others = placed.iter().enumerate().filter(|(part, _)| !group.parts.contains(part));
        let (left, needed) =
            (1.0 - others.clone().map(|(_, placed)| least(placed)).sum::<f64>(), 1.0 - others.map(|(_, placed)| most(placed)).sum::<f64>());
        let (can_least, can_most) = (of(&least).max(needed), of(&most).min(left));
        if *group.share.start() > can_most + 1e-9 || *group.share.end() < can_least - 1e-9 {
            let problem = Problem::new("the constraint leaves no mix").allowed(format!("what {can_least} to {can_most} of the budget can meet"));
            notes.report(span.clone(), problem.found(format!("{} to {}", group.share.start(), group.share.end())));
        }
    }
}
