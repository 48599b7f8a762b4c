//! Values of scenario keys: read from TOML, checked against what the key allows, written back.

use std::fmt;
use std::ops::Range;

use serde_json::json;
use toml::Spanned;
use toml::de::DeValue;

use super::Problem;
use super::problem::nearest;
use super::registry::{Limits, Type};
use crate::units::{Market, PerMarket, Platform, Quarter, Tier, amount};

/// A checked value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Number(f64),
    Flag(bool),
    Word(String),
    List(Vec<f64>),
    Quarter(Quarter),
    Markets(PerMarket<bool>),
}

impl Value {
    /// The number; a switch counts as 0 or 1.
    pub fn number(&self) -> f64 {
        match self {
            Self::Number(number) => *number,
            Self::Flag(on) => f64::from(u8::from(*on)),
            _ => unreachable!("checked to be a number"),
        }
    }

    /// The value in JSON.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::Number(number) => json_number(*number),
            Self::Flag(on) => json!(on),
            Self::List(numbers) => numbers.iter().copied().map(json_number).collect(),
            Self::Word(_) | Self::Quarter(_) => json!(self.to_string()),
            Self::Markets(markets) => Market::ALL.into_iter().filter(|m| markets[m.index()]).map(Market::name).collect(),
        }
    }
}

/// A number in JSON, whole numbers without a decimal point.
pub(super) fn json_number(number: f64) -> serde_json::Value {
    if number.fract() == 0.0 && number.abs() < 9e15 { json!(number as i64) } else { json!(number) }
}

impl fmt::Display for Value {
    /// As it would be written in a scenario file; numbers in their shortest form that reads back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Flag(on) => write!(f, "{on}"),
            Self::Word(word) => f.write_str(word),
            Self::List(numbers) => write!(f, "[{}]", numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(", ")),
            Self::Quarter(quarter) => write!(f, "{quarter}"),
            Self::Markets(markets) => {
                let names = Market::ALL.into_iter().filter(|m| markets[m.index()]).map(Market::name);
                write!(f, "[{}]", names.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// What a key takes.
#[derive(Clone, Debug)]
pub(super) enum ValueForm {
    /// A number, or for a schedule a list of numbers, within limits.
    Number(Limits),
    /// A switch.
    Flag,
    /// A word of a closed list; `what` it names, for messages.
    Word { what: &'static str, words: Vec<String> },
    /// A quarter.
    Quarter,
    /// A name of a programme.
    Name,
    /// A list of markets out of these.
    Markets(&'static [Market]),
}

impl ValueForm {
    /// What is allowed, in words.
    pub fn allowed(&self, unit: &str) -> String {
        match self {
            Self::Number(limits) => limits.describe(unit),
            Self::Flag => "true or false (or 1 or 0)".into(),
            Self::Word { words, .. } => words.join(", "),
            Self::Quarter => "a quarter such as \"2027Q1\", from 1900Q1 to 2200Q4".into(),
            Self::Name => "a name of small letters, digits and _, beginning with a letter".into(),
            Self::Markets(markets) => format!("a list out of {}", markets.iter().map(|m| m.name()).collect::<Vec<_>>().join(", ")),
        }
    }

    /// A word that names a tier.
    pub fn tier() -> ValueForm {
        Self::Word { what: "tier", words: Tier::NAMES.map(str::to_owned).to_vec() }
    }

    /// A word that names a platform.
    pub fn platform() -> ValueForm {
        Self::Word { what: "platform", words: Platform::NAMES.map(str::to_owned).to_vec() }
    }

    /// A word that names a market other than Korea.
    pub fn foreign_market() -> ValueForm {
        Self::Word { what: "market", words: Market::FOREIGN.iter().map(|m| m.name().to_owned()).collect() }
    }

    /// Reads and checks a value; the span is that of the part at fault.
    pub fn read(&self, key: &str, unit: &str, given: &Spanned<DeValue<'_>>) -> Result<Value, (Problem, Range<usize>)> {
        let at = |problem: Problem| (problem.found(describe(given.get_ref())), given.span());
        let wrong_type = |what: &str| at(Problem::new(format!("`{key}` must be {what}")));
        match (self, given.get_ref()) {
            (Self::Number(limits), DeValue::Array(items)) if limits.kind == Type::Schedule => {
                if items.is_empty() {
                    return Err(at(Problem::new(format!("`{key}` is an empty list"))));
                }
                items.iter().map(|item| number(key, limits, unit, item)).collect::<Result<_, _>>().map(Value::List)
            }
            (Self::Number(limits), _) => number(key, limits, unit, given).map(Value::Number),
            (Self::Flag, DeValue::Boolean(on)) => Ok(Value::Flag(*on)),
            (Self::Flag, other) => match raw_number(other) {
                Some(n) if n == 0.0 || n == 1.0 => Ok(Value::Flag(n == 1.0)),
                _ => Err(wrong_type("a switch")),
            },
            (Self::Word { what, words }, DeValue::String(word)) => {
                if words.iter().any(|w| w == word) {
                    return Ok(Value::Word(word.to_string()));
                }
                Err(at(Problem::new(format!("unknown {what} for `{key}`")).nearest(word, words)))
            }
            (Self::Word { what, .. }, _) => Err(wrong_type(&format!("the name of a {what}"))),
            (Self::Quarter, DeValue::String(text)) => {
                text.parse().map(Value::Quarter).map_err(|_| at(Problem::new(format!("`{key}` is no quarter"))))
            }
            (Self::Quarter, _) => Err(wrong_type("a quarter")),
            (Self::Name, DeValue::String(name)) if is_name(name) => Ok(Value::Word(name.to_string())),
            (Self::Name, _) => Err(wrong_type("a name")),
            (Self::Markets(markets), DeValue::Array(items)) if !items.is_empty() => read_markets(key, markets, items),
            (Self::Markets(_), _) => Err(wrong_type("a list of markets")),
        }
    }
}

/// Whether a text is a name as programmes have.
fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    text.len() <= 60 && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(plain)
}

/// Reads a list of markets out of those allowed.
fn read_markets(key: &str, allowed: &[Market], items: &[Spanned<DeValue<'_>>]) -> Result<Value, (Problem, Range<usize>)> {
    let mut markets = PerMarket([false; Market::COUNT]);
    for item in items {
        let text = item.get_ref().as_str().unwrap_or_default();
        let Some(market) = allowed.iter().find(|m| m.name() == text) else {
            let names = allowed.iter().map(|m| m.name());
            let problem = Problem::new(format!("unknown market for `{key}`")).nearest(text, names);
            return Err((problem.found(describe(item.get_ref())), item.span()));
        };
        markets[market.index()] = true;
    }
    Ok(Value::Markets(markets))
}

/// Reads and checks a number; of money also an amount with a unit, such as "30 bn KRW".
fn number(key: &str, limits: &Limits, unit: &str, given: &Spanned<DeValue<'_>>) -> Result<f64, (Problem, Range<usize>)> {
    let at = |what: String| (Problem::new(what).found(describe(given.get_ref())), given.span());
    let whole = if limits.integer() { "a whole number" } else { "a number" };
    let in_words = || given.get_ref().as_str().filter(|_| unit.starts_with("M KRW")).and_then(amount);
    let number = raw_number(given.get_ref()).or_else(in_words).ok_or_else(|| at(format!("`{key}` must be {whole}")))?;
    if !number.is_finite() {
        return Err(at(format!("`{key}` is not finite")));
    }
    if limits.integer() && number.fract() != 0.0 {
        return Err(at(format!("`{key}` must be a whole number")));
    }
    if !limits.allow(number) {
        return Err(at(format!("`{key}` is out of range")));
    }
    Ok(number + 0.0) // no negative zero: two ways to write nothing must not be two scenarios
}

/// The number written, if it is one.
fn raw_number(given: &DeValue<'_>) -> Option<f64> {
    match given {
        DeValue::Integer(integer) => i128::from_str_radix(integer.as_str(), integer.radix()).ok().map(|n| n as f64),
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => None,
    }
}

/// What was found, in words.
pub(super) fn describe(given: &DeValue<'_>) -> String {
    match given {
        DeValue::String(text) if text.chars().count() > 60 => "a long text".into(),
        DeValue::String(text) => format!("the text \"{}\"", text.escape_debug()),
        DeValue::Integer(integer) if integer.as_str().len() <= 40 => integer.to_string(),
        DeValue::Float(float) if float.as_str().len() <= 40 => float.to_string(),
        DeValue::Integer(_) | DeValue::Float(_) => "a very long number".into(),
        DeValue::Boolean(on) => on.to_string(),
        DeValue::Datetime(date) => format!("the date {date}"),
        DeValue::Array(items) if items.is_empty() => "an empty list".into(),
        DeValue::Array(_) => "a list".into(),
        DeValue::Table(_) => "a table".into(),
    }
}

/// A near name with the path before it.
pub(super) fn near_path(prefix: &str, given: &str, names: impl IntoIterator<Item = String>) -> Option<String> {
    nearest(given, names).map(|name| if prefix.is_empty() { name } else { format!("{prefix}.{name}") })
}
