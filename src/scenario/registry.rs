//! The registry: every parameter once, with unit, prior range, source, grade and hard limits.
//!
//! `parameters.csv` beside this file is embedded in the program. Its `low` and `high` are the prior
//! range that designs explore; `type`, `min` and `max` are what a scenario is checked against.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::policy::registered;

/// What a parameter is; its limits follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Part of a whole.
    Share,
    /// Probability of an event.
    Probability,
    /// Part of a trailing value that is kept.
    Memory,
    /// Change per quarter, year or work.
    Rate,
    /// Whole number of things.
    Count,
    /// Quantity with a unit, not negative.
    Amount,
    /// Yearly amount: one number, or one for each calendar year from the programme's first.
    Schedule,
    /// Multiplier, weight or exponent, not negative.
    Factor,
    /// Standard deviation.
    Spread,
    /// Number of either sign.
    Real,
    /// Switch.
    Flag,
    /// Word from a closed list.
    Choice,
}

impl Type {
    /// All types.
    pub const ALL: [Type; 12] = [
        Self::Share,
        Self::Probability,
        Self::Memory,
        Self::Rate,
        Self::Count,
        Self::Amount,
        Self::Schedule,
        Self::Factor,
        Self::Spread,
        Self::Real,
        Self::Flag,
        Self::Choice,
    ];

    /// Name in the registry.
    pub fn name(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Probability => "probability",
            Self::Memory => "memory",
            Self::Rate => "rate",
            Self::Count => "count",
            Self::Amount => "amount",
            Self::Schedule => "schedule",
            Self::Factor => "factor",
            Self::Spread => "spread",
            Self::Real => "real",
            Self::Flag => "flag",
            Self::Choice => "choice",
        }
    }
}

/// Hard limits of a parameter: what a scenario may set.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// What the parameter is.
    pub kind: Type,
    /// Smallest value allowed.
    pub min: f64,
    /// Largest value allowed.
    pub max: f64,
    /// Words allowed, for a choice.
    pub choices: Vec<String>,
}

impl Limits {
    /// Whether only whole numbers are allowed.
    pub fn integer(&self) -> bool {
        self.kind == Type::Count
    }

    /// Whether a number is finite, within the limits, and whole where it must be.
    pub fn allow(&self, number: f64) -> bool {
        (self.min..=self.max).contains(&number) && (!self.integer() || number.fract() == 0.0)
    }

    /// What is allowed, in words.
    pub fn describe(&self, unit: &str) -> String {
        let unit = if matches!(unit, "-" | "" | "0 or 1" | "0..1") { String::new() } else { format!(" ({unit})") };
        let (min, max) = (self.min, self.max);
        match self.kind {
            Type::Flag => "true or false (or 1 or 0)".into(),
            Type::Choice => self.choices.join(", "),
            Type::Count => format!("a whole number from {min} to {max}{unit}"),
            Type::Schedule => format!("a number from {min} to {max}{unit}, or a list with one for each calendar year"),
            _ => format!("a number from {min} to {max}{unit}"),
        }
    }
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct Row {
    /// Path in scenario files and `--set`, such as `fixed_cost.major`.
    pub name: String,
    /// Symbol in the equations.
    pub symbol: String,
    /// Section of the specification.
    pub section: String,
    /// Default, as written in the registry.
    pub default: String,
    /// Lower end of the prior range; none for a choice.
    pub low: Option<f64>,
    /// Upper end of the prior range; none for a choice.
    pub high: Option<f64>,
    /// Unit.
    pub unit: String,
    /// Where the default comes from: known, derived or assumed.
    pub kind: String,
    /// Source of the default, or `assumed`.
    pub source: String,
    /// Grade of the evidence, from A (best) to C (assumed).
    pub grade: String,
    /// Meaning.
    pub description: String,
    /// What a scenario may set.
    pub limits: Limits,
    /// Value at which its term drops out of an equation: 0 of a weight or noise, 1 of a factor, a bound that never binds.
    pub neutral: Option<f64>,
    /// Whether a core has it at its neutral value (docs/core.md).
    pub core: bool,
}

impl Row {
    /// Whether the row is a parameter of the world, in force in every scenario (not of an instrument or event).
    pub fn of_world(&self) -> bool {
        !self.name.starts_with("policy.") && !self.name.starts_with("event.")
    }

    /// Value at a place (0 to 1) of the prior range: whole for counts, and never beyond what a scenario may set.
    pub fn at(&self, place: f64) -> f64 {
        let (low, high) = (self.low.unwrap_or(0.0), self.high.unwrap_or(0.0));
        let value = low + place * (high - low);
        let value = if self.limits.integer() { value.round() } else { value };
        value.clamp(self.limits.min, self.limits.max)
    }

    /// Name without its cell: `fixed_cost` of `fixed_cost.major`; for instruments the path down to the parameter.
    pub fn vector(&self) -> &str {
        let parts = if self.of_world() { 1 } else { 3 };
        let end = self.name.match_indices('.').nth(parts - 1).map_or(self.name.len(), |(at, _)| at);
        &self.name[..end]
    }
}

/// A line of `parameters.csv`.
#[derive(Deserialize)]
struct Line {
    name: String,
    symbol: String,
    section: String,
    default: String,
    low: Option<f64>,
    high: Option<f64>,
    unit: String,
    kind: String,
    source: String,
    grade: String,
    description: String,
    r#type: String,
    min: Option<f64>,
    max: Option<f64>,
    neutral: Option<f64>,
    core: Option<bool>,
}

impl TryFrom<Line> for Row {
    type Error = String;

    fn try_from(line: Line) -> Result<Self, String> {
        let kind = Type::ALL.into_iter().find(|t| t.name() == line.r#type);
        let allowed = || Type::ALL.map(Type::name).join(", ");
        let kind = kind.ok_or_else(|| format!("`{}` has the unknown type `{}`; allowed: {}", line.name, line.r#type, allowed()))?;
        let words = line.unit.replace(" or ", ", ");
        let choices = if kind == Type::Choice { words.split(", ").map(str::to_owned).collect() } else { Vec::new() };
        let limits = Limits { kind, min: line.min.unwrap_or(0.0), max: line.max.unwrap_or(0.0), choices };
        Ok(Row {
            name: line.name,
            symbol: line.symbol,
            section: line.section,
            default: line.default,
            low: line.low,
            high: line.high,
            unit: line.unit,
            kind: line.kind,
            source: line.source,
            grade: line.grade,
            description: line.description,
            limits,
            neutral: line.neutral,
            core: line.core == Some(true),
        })
    }
}

/// The rows of a text with the columns of `parameters.csv`.
pub(crate) fn parse(text: &str) -> Result<Vec<Row>, String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize::<Line>().map(|line| line.map_err(|error| error.to_string())?.try_into()).collect()
}

/// All parameters, in the order of the registry: the world, then instruments, then events; then those of instruments that were
/// registered ([`crate::register`]).
pub fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let texts = std::iter::once(include_str!("parameters.csv")).chain(registered().iter().map(|own| own.parameters));
        texts.flat_map(|text| parse(text).unwrap_or_else(|why| panic!("the registry: {why}"))).collect()
    })
}

/// The parameter of that name.
pub fn find(name: &str) -> Option<&'static Row> {
    static INDEX: OnceLock<HashMap<&'static str, &'static Row>> = OnceLock::new();
    INDEX.get_or_init(|| rows().iter().map(|row| (row.name.as_str(), row)).collect()).get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Parameters;
    use std::cell::RefCell;
    use std::collections::HashSet;

    #[test]
    fn every_row_has_unit_range_source_grade_and_meaning() {
        assert_eq!(rows().len(), 655);
        for row in rows() {
            let texts = [&row.name, &row.symbol, &row.section, &row.default, &row.unit, &row.kind, &row.source, &row.description];
            assert!(texts.iter().all(|text| !text.trim().is_empty()), "{row:?}");
            assert!(["A", "B", "C"].contains(&row.grade.as_str()), "{row:?}");
            // A choice has no range, nor has what belongs to the procedure and not to the world.
            let without = row.limits.kind == Type::Choice || row.name == "settling_quarters";
            assert_eq!(without, row.low.is_none() || row.high.is_none(), "{row:?}");
            assert!(without || row.low <= row.high, "{row:?}");
        }
    }

    #[test]
    fn every_default_is_within_its_own_hard_limits() {
        for row in rows() {
            match row.limits.kind {
                Type::Choice => assert!(row.limits.choices.contains(&row.default), "{row:?}"),
                _ => assert!(row.limits.allow(row.default.parse().unwrap()), "{row:?}"),
            }
        }
    }

    #[test]
    fn what_a_core_switches_off_has_a_neutral_value_within_its_limits_and_is_on_without_it() {
        for row in rows().iter().filter(|row| row.core) {
            let neutral = row.neutral.unwrap_or_else(|| panic!("{} has no neutral value", row.name));
            assert!(row.of_world() && row.limits.allow(neutral), "{row:?}");
        }
        let vectors = || rows().iter().filter(|row| row.core).map(Row::vector).collect::<HashSet<_>>();
        for vector in vectors() {
            let cells = || rows().iter().filter(|row| row.vector() == vector);
            assert!(cells().all(|row| row.core), "{vector} is in the core in part");
            assert!(cells().any(|row| row.neutral != row.default.parse().ok()), "{vector} is neutral as it is");
        }
        assert!(vectors().len() > 10);
    }

    #[test]
    fn names_are_unique_and_found() {
        let names: HashSet<&str> = rows().iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names.len(), rows().len());
        assert_eq!(find("fixed_cost.major").unwrap().default, "50000");
        assert!(find("fixed_cost").is_none());
        assert_eq!(find("policy.tax_credit.rate.small").unwrap().vector(), "policy.tax_credit.rate");
        assert_eq!(find("reach.domestic.kr").unwrap().vector(), "reach");
    }

    #[test]
    fn the_model_reads_every_row_of_the_world_exactly_once() {
        let read = RefCell::new(Vec::new());
        Parameters::read(&|name| {
            read.borrow_mut().push(name.to_owned());
            find(name).unwrap_or_else(|| panic!("`{name}` is no row")).default.parse().unwrap()
        });
        let mut read = read.into_inner();
        let mut world: Vec<String> = rows().iter().filter(|row| row.of_world()).map(|row| row.name.clone()).collect();
        let vectors: HashSet<&str> = rows().iter().filter(|row| row.of_world()).map(Row::vector).collect();
        assert_eq!(vectors, Parameters::FIELDS.iter().copied().collect());
        read.sort();
        world.sort();
        assert_eq!(read, world);
    }
}
