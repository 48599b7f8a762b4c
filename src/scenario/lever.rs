//! Levers: the parameters of which the strength of a scenario's instruments is made, one by one.

use super::layer::{Block, enabled, programme_name};
use super::value::Value;
use super::variant::set;
use super::vocabulary::{Field, Section, Topic, sections};
use super::{Draft, Scenario};
use crate::policy::Programme;

/// An amount that stands for no limit (`docs/parameters.md`).
const NONE: f64 = 1_000_000.0;

/// A parameter of an instrument's strength, with all its cells, that a scenario has above 0.
#[derive(Clone, Debug)]
pub struct Lever {
    /// Path of the parameter, such as `policy.production_grant.cap`.
    pub path: String,
    /// Whether it is a whole number, which has no small values.
    pub whole: bool,
    /// Key of its programme.
    programme: u32,
    place: usize,
    block: usize,
    key: &'static str,
}

impl Lever {
    /// Its programme in a scenario built of the draft.
    pub fn programme<'a>(&self, scenario: &'a Scenario) -> Option<&'a Programme> {
        scenario.programmes.iter().find(|programme| programme.key == self.programme)
    }
}

impl Draft {
    /// The levers of each programme that is switched on, in the order of instruments and of `Kind::strength`.
    pub fn levers(&self) -> Vec<Lever> {
        let mut levers = Vec::new();
        for (place, (section, group)) in sections().iter().zip(&self.layer.groups).enumerate() {
            let Topic::Policy(kind) = section.topic else { continue };
            for (block, of_programme) in group.blocks.iter().enumerate().filter(|(_, block)| enabled(section, block)) {
                for key in kind.strength().iter().copied().flatten() {
                    let numbers = cells(section, key).map(|field| value(section, of_programme, field));
                    if numbers.into_iter().any(|value| largest(&value) > 0.0) {
                        let whole = cells(section, key).any(|field| field.row.is_some_and(|row| row.limits.integer()));
                        let path = format!("{}.{key}", programme_name(section, group, block));
                        levers.push(Lever { path, whole, programme: Programme::key(kind, block), place, block, key });
                    }
                }
            }
        }
        levers
    }

    /// The same scenario with a lever at a part of its value; a value above the range of its row stands for none and is
    /// counted from the range's upper end.
    pub fn at_part(&self, lever: &Lever, part: f64) -> Self {
        let of_range = |field: &Field, number: f64| number.min(field.row.and_then(|row| row.high).unwrap_or(number));
        self.moved(lever, |field, number| part * if part < 1.0 { of_range(field, number) } else { number })
    }

    /// The same scenario with a lever multiplied; a value above the range of its row stands for none and counts as `none`, whole numbers
    /// stay whole and at least 1, and nothing leaves the limits of its row.
    pub fn times(&self, lever: &Lever, factor: f64, none: f64) -> Self {
        self.moved(lever, |field, number| {
            let Some(row) = field.row else { return number };
            let unlimited = number >= NONE && row.high.is_some_and(|high| number > high);
            let most = if row.limits.integer() { row.limits.max } else { row.limits.max.min(NONE - 1.0) };
            let moved = (if unlimited { none } else { number } * factor).clamp(row.limits.min, most);
            if row.limits.integer() && number > 0.0 { moved.round().max(1.0) } else { moved }
        })
    }

    /// What the cells of a lever say, as `--set` takes it.
    pub fn setting(&self, lever: &Lever) -> Vec<(String, String)> {
        let section = &sections()[lever.place];
        let block = &self.layer.groups[lever.place].blocks[lever.block];
        let suffix = |field: &Field| field.key.strip_prefix(lever.key).unwrap_or_default().to_owned();
        cells(section, lever.key).map(|field| (lever.path.clone() + &suffix(field), value(section, block, field).to_string())).collect()
    }

    /// The same scenario with all cells of a lever at a number.
    pub fn at_number(&self, lever: &Lever, number: f64) -> Self {
        self.moved(lever, |_, _| number)
    }

    fn moved(&self, lever: &Lever, to: impl Fn(&Field, f64) -> f64) -> Self {
        let (mut draft, section) = (self.clone(), &sections()[lever.place]);
        let block = &mut draft.layer.groups[lever.place].blocks[lever.block];
        for field in cells(section, lever.key) {
            let moved = match value(section, block, field) {
                Value::List(numbers) => Value::List(numbers.into_iter().map(|number| to(field, number)).collect()),
                other => Value::Number(to(field, other.number())),
            };
            set(section, block, &field.key, moved);
        }
        draft
    }
}

/// The fields of a key: itself, or all cells of a vector.
fn cells<'a>(section: &'a Section, key: &'a str) -> impl Iterator<Item = &'a Field> {
    section.fields.iter().filter(move |field| field.key == key || field.key.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')))
}

/// What a table says of a field, or its default.
fn value(section: &Section, block: &Block, field: &Field) -> Value {
    let set = block.get(section, &field.key).map(|setting| setting.value.clone());
    set.or_else(|| field.default.clone()).expect("a parameter of strength has a default")
}

/// The largest number of a value.
fn largest(value: &Value) -> f64 {
    match value {
        Value::List(numbers) => numbers.iter().copied().fold(0.0, f64::max),
        other => other.number(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(settings: &[(&str, &str)]) -> Draft {
        let mut draft = Draft::registry("world");
        for (path, value) in settings {
            draft.set(path, value).unwrap();
        }
        draft
    }

    /// Values of all entries whose path begins so.
    fn entries(draft: &Draft, path: &str) -> Vec<String> {
        draft.build().unwrap().entries().iter().filter(|entry| entry.path.starts_with(path)).map(|entry| entry.value.clone()).collect()
    }

    #[test]
    fn each_parameter_of_strength_above_zero_is_a_lever() {
        let paths = |draft: &Draft| draft.levers().into_iter().map(|lever| (lever.path, lever.whole)).collect::<Vec<_>>();
        let grants = draft(&[("policy.production_grant.cap", "0")]);
        assert_eq!(paths(&grants), [("policy.production_grant.rate".into(), false), ("policy.production_grant.budget".into(), false)]);
        let broker = draft(&[("policy.brokerage.budget", "[0, 10]"), ("policy.tax_credit.enabled", "false")]);
        assert_eq!(paths(&broker), [("policy.brokerage.places".into(), true), ("policy.brokerage.budget".into(), false)]);
        assert!(draft(&[]).levers().is_empty());
    }

    #[test]
    fn all_cells_and_years_of_a_lever_move_and_nothing_else_does() {
        let credit = draft(&[("policy.tax_credit.rate.small", "0.3"), ("policy.tax_credit.budget", "[4000, 0, 8000, 1, 1, 1, 1, 1, 1, 1]")]);
        let levers = credit.levers();
        let small = credit.at_part(&levers[0], 0.5);
        assert_eq!(entries(&small, "policy.tax_credit.rate"), ["0.05", "0.05", "0.15", "0.075"]);
        assert_eq!(entries(&small, "policy.tax_credit.budget"), entries(&credit, "policy.tax_credit.budget"));
        let budget = levers.iter().find(|lever| lever.path.ends_with("budget")).unwrap();
        assert_eq!(entries(&credit.at_part(budget, 0.5), "policy.tax_credit.budget"), ["[2000, 0, 4000, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]"]);
        assert_eq!(entries(&credit.at_number(&levers[0], 0.0), "policy.tax_credit.rate"), ["0"; 4]);
    }

    #[test]
    fn a_value_that_stands_for_none_is_counted_from_the_end_of_its_range() {
        // The credit's cap is 1,000,000, its range ends at 10,000.
        let credit = draft(&[("policy.tax_credit.enabled", "true")]);
        let cap = &credit.levers()[1];
        assert_eq!(cap.path, "policy.tax_credit.cap");
        assert_eq!(entries(&credit.at_part(cap, 1.0), "policy.tax_credit.cap"), ["1000000"]);
        assert_eq!(entries(&credit.at_part(cap, 0.01), "policy.tax_credit.cap"), ["100"]);
    }

    #[test]
    fn levers_of_money_are_multiplied_within_their_limits() {
        let broker = draft(&[
            ("policy.brokerage.budget", "[100, 200, 1, 1, 1, 1, 1, 1, 1, 1]"),
            ("policy.brokerage.places", "3"),
            ("policy.tax_credit.enabled", "true"),
        ]);
        let levers = broker.levers();
        let of = |path: &str| levers.iter().find(|lever| lever.path == path).unwrap();
        let at = |path: &str, factor| entries(&broker.times(of(path), factor, 32_000.0), path);
        assert_eq!(at("policy.brokerage.budget", 2.5), ["[250, 500, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5]"]);
        assert_eq!((at("policy.brokerage.places", 0.1), at("policy.brokerage.places", 1.5)), (vec!["1".to_string()], vec!["5".to_string()]));
        // Without limit it counts as what is spent, and never becomes without limit again.
        assert_eq!(
            (at("policy.tax_credit.budget", 0.5), at("policy.tax_credit.budget", 1e6)),
            (vec!["16000".to_string()], vec!["999999".to_string()])
        );
        assert_eq!(
            broker.setting(of("policy.brokerage.budget")),
            [("policy.brokerage.budget".to_string(), "[100, 200, 1, 1, 1, 1, 1, 1, 1, 1]".to_string())]
        );
    }

    #[test]
    fn money_is_set_in_the_units_that_people_write() {
        let grants = |value: &str| entries(&draft(&[("policy.production_grant.budget", value)]), "policy.production_grant.budget");
        assert_eq!(
            (grants("30bn"), grants("300억"), grants("\"1.5 bn KRW\"")),
            (vec!["30000".to_string()], vec!["30000".to_string()], vec!["1500".to_string()])
        );
        assert_eq!(grants("[8bn, 8000, 80억, 1, 1, 1, 1, 1, 1, 1]"), ["[8000, 8000, 8000, 1, 1, 1, 1, 1, 1, 1]"]);
    }
}
