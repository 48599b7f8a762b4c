//! The keys that a scenario file may use, by section: the registry's rows and the dates, names and
//! places beside them.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::registry::{self, Limits, Row, Type};
use super::value::{Value, ValueForm};
use crate::policy::Kind;
use crate::units::{Market, PerMarket, Quarter};

/// Largest number of programmes of one instrument: draws number them so.
const PROGRAMMES: usize = 16;
/// Largest number of events of one kind: one for each quarter of the longest run.
const EVENTS: usize = 400;
/// Longest run, quarters.
pub(super) const LONGEST: f64 = 400.0;
/// First quarter of a run that names none.
const START: (i32, u32) = (2026, 1);
/// Quarters of a run that names none.
const QUARTERS: f64 = 40.0;

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    /// Parameters of the world, at the root of the file.
    World,
    /// First quarter, length and size of the run.
    Run,
    /// Programmes of an instrument.
    Policy(Kind),
    /// Events of a kind.
    Event(EventKind),
}

/// Kinds of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EventKind {
    Hit,
    PlatformExit,
    MarketClosure,
    TouringStop,
    ExchangeRate,
    Absence,
    RivalResponse,
    AiWorks,
    ExchangeVolatility,
    BudgetReaction,
}

impl EventKind {
    /// All kinds with name and meaning.
    pub const ALL: [(EventKind, &'static str, &'static str); 10] = [
        (Self::Hit, "hit", "A song becomes a world hit on a platform"),
        (Self::PlatformExit, "platform_exit", "A platform loses reach and slots; at strength 1 it leaves"),
        (Self::MarketClosure, "market_closure", "A foreign market closes, wholly or in part"),
        (Self::TouringStop, "touring_stop", "Concerts stop in the given markets, wholly or in part"),
        (Self::ExchangeRate, "exchange_rate", "Money from the given markets changes its value in won"),
        (Self::Absence, "absence", "The most popular act of a tier is away, and may take its fans along"),
        (Self::RivalResponse, "rival_response", "Rivals abroad answer to Korean success: attention to them grows with it"),
        (Self::AiWorks, "ai_works", "A flood of works made by machines takes attention, and money from the pools that pay by streams"),
        (Self::ExchangeVolatility, "exchange_volatility", "The won value of money from the given markets wanders by chance around what it was"),
        (Self::BudgetReaction, "budget_reaction", "Government raises the budgets of its programmes after a hit and cuts them after a bad year"),
    ];
}

/// One key.
#[derive(Debug)]
pub(super) struct Field {
    /// Path within the section, such as `rate.small`.
    pub key: String,
    /// What it takes.
    pub form: ValueForm,
    /// Its value where no file sets it; none where the builder decides or a value is required.
    pub default: Option<Value>,
    /// Whether a file must set it.
    pub required: bool,
    /// Unit.
    pub unit: String,
    /// Grade of the default's source.
    pub grade: String,
    /// Meaning.
    pub description: String,
    /// Its row in the registry.
    pub row: Option<&'static Row>,
}

impl Field {
    fn new(key: &str, form: ValueForm, unit: &str, description: &str) -> Self {
        let (key, unit, description) = (key.into(), unit.into(), description.into());
        Self { key, form, default: None, required: false, unit, grade: String::new(), description, row: None }
    }

    fn required(self) -> Self {
        Self { required: true, ..self }
    }

    fn or(self, default: Value) -> Self {
        Self { default: Some(default), ..self }
    }

    fn of_row(row: &'static Row, section: &str) -> Self {
        let key = row.name.strip_prefix(section).unwrap_or(&row.name).trim_start_matches('.');
        let number = || row.default.parse::<f64>().expect("the registry's defaults are numbers");
        let (form, default) = match row.limits.kind {
            Type::Flag => (ValueForm::Flag, Value::Flag(number() == 1.0)),
            Type::Choice => (ValueForm::Word { what: "choice", words: row.limits.choices.clone() }, Value::Word(row.default.clone())),
            _ => (ValueForm::Number(row.limits.clone()), Value::Number(number())),
        };
        let field = Self::new(key, form, &row.unit, &row.description).or(default);
        Self { row: Some(row), grade: row.grade.clone(), ..field }
    }

    /// What is allowed, in words.
    pub fn allowed(&self) -> String {
        self.form.allowed(&self.unit)
    }
}

/// The keys of a section.
#[derive(Debug)]
pub(super) struct Section {
    /// What it is about.
    pub topic: Topic,
    /// Path of the section; empty for the world.
    pub name: String,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// Keys: the registry's in its order, after dates and places.
    pub fields: Vec<Field>,
    index: HashMap<String, usize>,
}

impl Section {
    fn new(topic: Topic, name: &str, summary: &'static str, mut fields: Vec<Field>) -> Self {
        let own = |row: &&Row| match topic {
            Topic::World => row.of_world(),
            Topic::Run => false,
            _ => row.name.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')),
        };
        fields.extend(registry::rows().iter().filter(own).map(|row| Field::of_row(row, name)));
        if matches!(topic, Topic::Event(_)) {
            for field in fields.iter_mut().filter(|field| field.key == "strength") {
                field.required = true;
            }
        }
        let index = fields.iter().enumerate().map(|(i, field)| (field.key.clone(), i)).collect();
        Self { topic, name: name.into(), summary, fields, index }
    }

    /// Position of a key.
    pub fn find(&self, key: &str) -> Option<usize> {
        self.index.get(key).copied()
    }

    /// Whether several tables of the section may stand in a file.
    pub fn repeats(&self) -> bool {
        self.most() > 1
    }

    /// How many tables of the section may stand in a file.
    pub fn most(&self) -> usize {
        match self.topic {
            Topic::World | Topic::Run => 1,
            Topic::Policy(_) => PROGRAMMES,
            Topic::Event(_) => EVENTS,
        }
    }

    /// Full path of a key.
    pub fn path(&self, key: &str) -> String {
        if self.name.is_empty() { key.into() } else { format!("{}.{key}", self.name) }
    }

    /// Keys below a prefix (empty: all), relative to it.
    pub fn below<'a>(&'a self, prefix: &str) -> impl Iterator<Item = &'a str> {
        let rest = move |key: &'a str| if prefix.is_empty() { Some(key) } else { key.strip_prefix(prefix)?.strip_prefix('.') };
        self.fields.iter().filter_map(move |field| rest(&field.key))
    }

    /// First steps of the keys below a prefix, each once.
    pub fn steps(&self, prefix: &str) -> Vec<&str> {
        let mut steps: Vec<&str> = self.below(prefix).map(|key| key.split('.').next().unwrap_or(key)).collect();
        steps.dedup();
        steps
    }
}

/// Limits of a number that is no row of the registry.
fn limits(kind: Type, min: f64, max: f64) -> Limits {
    Limits { kind, min, max, choices: Vec::new() }
}

/// Dates, names and switches of programmes.
fn programme_fields() -> Vec<Field> {
    vec![
        Field::new("name", ValueForm::Name, "name", "name of the programme, needed where an instrument has several"),
        Field::new("enabled", ValueForm::Flag, "true or false", "false switches off a programme of the scenario that this one extends")
            .or(Value::Flag(true)),
        Field::new("start", ValueForm::Quarter, "quarter", "first quarter in force; default: the start of the run"),
        Field::new("end", ValueForm::Quarter, "quarter", "first quarter no longer in force; default: the end of the run"),
    ]
}

/// Dates and places of events.
fn event_fields(kind: EventKind) -> Vec<Field> {
    let quarter = |key, text| Field::new(key, ValueForm::Quarter, "quarter", text).required();
    let span = || [quarter("from", "first quarter"), quarter("to", "first quarter after it")];
    let platform = || Field::new("platform", ValueForm::platform(), "platform", "the platform").required();
    let tier = |text| Field::new("tier", ValueForm::tier(), "tier", text).required();
    let markets = |among: &'static [Market]| {
        let all = Value::Markets(PerMarket::build(|m| among.contains(&m)));
        Field::new("markets", ValueForm::Markets(among), "markets", "the markets; default: all of them").or(all)
    };
    let mut fields = match kind {
        EventKind::Hit => {
            return vec![quarter("quarter", "quarter of the release"), tier("tier of the label that has the hit"), platform()];
        }
        EventKind::PlatformExit => vec![platform()],
        EventKind::MarketClosure => vec![Field::new("market", ValueForm::foreign_market(), "market", "the market").required()],
        EventKind::TouringStop | EventKind::AiWorks => vec![markets(&Market::ALL)],
        EventKind::ExchangeRate | EventKind::RivalResponse | EventKind::ExchangeVolatility => vec![markets(&Market::FOREIGN)],
        EventKind::Absence => vec![tier("tier of the label whose act is away")],
        EventKind::BudgetReaction => Vec::new(),
    };
    fields.extend(span());
    fields
}

/// First quarter, length and size of the run.
fn run_fields() -> Vec<Field> {
    let start = Quarter::new(START.0, START.1).expect("a quarter");
    let factor = "size of the economy relative to the registry's: counts of labels, slots, pools, fandom, inflow and budgets";
    vec![
        Field::new("start", ValueForm::Quarter, "quarter", "first quarter of the run").or(Value::Quarter(start)),
        Field::new("quarters", ValueForm::Number(limits(Type::Count, 1.0, LONGEST)), "quarters", "quarters of the run").or(Value::Number(QUARTERS)),
        Field::new("scale", ValueForm::Number(limits(Type::Factor, 0.01, 1000.0)), "-", factor).or(Value::Number(1.0)),
    ]
}

/// All sections: the run, the world, instruments in their order, events in theirs.
pub(super) fn sections() -> &'static [Section] {
    static SECTIONS: OnceLock<Vec<Section>> = OnceLock::new();
    SECTIONS.get_or_init(|| {
        let mut all = vec![
            Section::new(Topic::Run, "run", "First quarter, length and size of the run", run_fields()),
            Section::new(Topic::World, "", "Parameters of the world", Vec::new()),
        ];
        for kind in Kind::all() {
            all.push(Section::new(Topic::Policy(kind), &format!("policy.{}", kind.name()), kind.summary(), programme_fields()));
        }
        for (kind, name, summary) in EventKind::ALL {
            all.push(Section::new(Topic::Event(kind), &format!("event.{name}"), summary, event_fields(kind)));
        }
        all
    })
}

/// Place of the section of the run in [`sections`].
pub(super) const RUN: usize = 0;
/// Place of the section of the world in [`sections`].
pub(super) const WORLD: usize = 1;

/// Place of the section with that path.
pub(super) fn section(name: &str) -> Option<usize> {
    sections().iter().position(|section| section.name == name)
}

/// Names of the sections below `policy` or `event`.
pub(super) fn kinds(family: &str) -> Vec<&'static str> {
    let names = sections().iter().filter_map(|section| section.name.strip_prefix(family)?.strip_prefix('.'));
    names.collect()
}
