//! Variants of a scenario against which neutrality is checked: without policy or events, with all
//! their strength at zero, and later.

use std::sync::Arc;

use super::layer::{Block, Setting};
use super::source::Origin;
use super::value::Value;
use super::vocabulary::{EventKind, RUN, Section, Topic, sections};
use super::{Draft, Problems};
use crate::units::Quarter;

impl Draft {
    /// The same scenario without instruments.
    pub fn without_policy(&self) -> Self {
        self.without(|topic| matches!(topic, Topic::Policy(_)))
    }

    /// The same scenario without events.
    pub fn without_events(&self) -> Self {
        self.without(|topic| matches!(topic, Topic::Event(_)))
    }

    fn without(&self, topic: impl Fn(Topic) -> bool) -> Self {
        let mut draft = self.clone();
        for (section, group) in sections().iter().zip(&mut draft.layer.groups) {
            if topic(section.topic) {
                group.blocks.clear();
            }
        }
        draft
    }

    /// The same scenario with every instrument at zero strength.
    pub fn policy_at_zero(&self) -> Self {
        self.changed(|section, block| {
            let Topic::Policy(kind) = section.topic else { return };
            kind.strength().iter().copied().flatten().for_each(|key| set_to_zero(section, block, key));
        })
    }

    /// The same scenario with every event at strength 0; a hit's strength is its popularity.
    pub fn events_at_zero(&self) -> Self {
        self.changed(|section, block| match section.topic {
            Topic::Event(EventKind::Hit) => set_to_zero(section, block, "popularity"),
            Topic::Event(_) => set_to_zero(section, block, "strength"),
            _ => {}
        })
    }

    /// The same scenario with all dates of instruments and events so many quarters later.
    pub fn later(&self, quarters: i32) -> Result<Self, Problems> {
        let start = self.build()?.start;
        let dates = ["start", "end", "from", "to", "quarter"];
        Ok(self.changed(|section, block| {
            let policy = matches!(section.topic, Topic::Policy(_));
            for key in dates.into_iter().filter(|key| section.find(key).is_some()) {
                let own = match block.get(section, key).map(|setting| &setting.value) {
                    Some(Value::Quarter(quarter)) => Some(*quarter),
                    _ => (policy && key == "start").then_some(start),
                };
                if let Some(quarter) = own {
                    set(section, block, key, Value::Quarter(quarter.plus(quarters)));
                }
            }
        }))
    }

    /// First quarter in which an instrument or event of the scenario is in force, from the start of the run.
    pub fn first_in_force(&self) -> Result<Option<i32>, Problems> {
        let scenario = self.build()?;
        let programmes = scenario.programmes.iter().map(|programme| programme.starts);
        let dates = sections().iter().zip(&self.layer.groups).filter(|(section, _)| matches!(section.topic, Topic::Event(_)));
        let begins = |(section, block): (&Section, &Block)| ["from", "quarter"].iter().find_map(|key| quarter(section, block, key));
        let events = dates.flat_map(|(section, group)| group.blocks.iter().filter_map(move |block| begins((section, block))));
        Ok(programmes.chain(events.map(|quarter| quarter.since(scenario.start))).min())
    }

    fn changed(&self, change: impl Fn(&Section, &mut Block)) -> Self {
        let mut draft = self.clone();
        for (section, group) in sections().iter().zip(&mut draft.layer.groups).skip(RUN + 1) {
            group.blocks.iter_mut().for_each(|block| change(section, block));
        }
        draft
    }
}

fn quarter(section: &Section, block: &Block, key: &str) -> Option<Quarter> {
    match block.get(section, key)?.value {
        Value::Quarter(quarter) => Some(quarter),
        _ => None,
    }
}

/// Sets a key, or all cells of a vector, to 0.
fn set_to_zero(section: &Section, block: &mut Block, key: &str) {
    let cells = section.fields.iter().filter(|field| field.key == key || field.key.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')));
    cells.for_each(|field| set(section, block, &field.key, Value::Number(0.0)));
}

/// Sets a key of a table, in the name of `verify`.
pub(super) fn set(section: &Section, block: &mut Block, key: &str, value: Value) {
    let text = value.to_string();
    let origin = Origin::Option { option: Arc::from("verify"), given: Arc::from(format!("verify={text}")) };
    let place = section.find(key).expect("a key of the section");
    block.values.insert(place, Setting { value, origin });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Kind;
    use crate::scenario::vocabulary;

    #[test]
    fn every_strength_is_a_key_that_may_be_zero() {
        for kind in Kind::ALL {
            let section = &sections()[vocabulary::section(&format!("policy.{}", kind.name())).unwrap()];
            for key in kind.strength().iter().copied().flatten() {
                let cells: Vec<_> = section.fields.iter().filter(|f| f.key == *key || f.key.starts_with(&format!("{key}."))).collect();
                assert!(!cells.is_empty(), "{} has no `{key}`", kind.name());
                assert!(cells.iter().all(|f| f.row.unwrap().limits.allow(0.0)), "`{key}` of {} may not be 0", kind.name());
            }
        }
    }

    #[test]
    fn a_package_at_zero_keeps_its_programmes_and_none_of_their_strength() {
        let draft = Draft::load("scenarios/package_creators_first.toml").unwrap();
        let (whole, zero) = (draft.build().unwrap(), draft.policy_at_zero().build().unwrap());
        assert_eq!(zero.programmes.len(), whole.programmes.len());
        let rates: Vec<&str> = zero.entries().iter().filter(|e| e.path.contains("policy.tax_credit.rate.")).map(|e| e.value.as_str()).collect();
        assert_eq!(rates, ["0"; 4]);
        assert!(draft.without_policy().build().unwrap().programmes.is_empty());
    }

    #[test]
    fn later_moves_every_date_by_as_much() {
        let draft = Draft::load("scenarios/event_market_closure.toml").unwrap();
        assert_eq!((draft.first_in_force().unwrap(), draft.later(8).unwrap().first_in_force().unwrap()), (Some(4), Some(12)));
        let grants = Draft::load("scenarios/startup_grants.toml").unwrap();
        assert_eq!((grants.first_in_force().unwrap(), grants.later(4).unwrap().first_in_force().unwrap()), (Some(0), Some(4)));
        assert_eq!(Draft::registry("world").first_in_force().unwrap(), None);
    }
}
