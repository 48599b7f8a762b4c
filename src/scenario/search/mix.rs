//! A mix of instruments, and the scenario that it is.

use std::fmt::Write;

use super::{MixPart, SearchFile};
use crate::scenario::{Draft, Problems};

/// How a sum is divided, and what is chosen beside.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mix {
    /// Position of the sum.
    pub budget: usize,
    /// Money of each part, M KRW a year; together the sum.
    pub money: Vec<u64>,
    /// Number of the combination of choices of each part; 0 where it has no money.
    pub variant: Vec<u32>,
}

impl Mix {
    /// Share of a part.
    pub fn share(&self, part: usize) -> f64 {
        let sum: u64 = self.money.iter().sum();
        self.money[part] as f64 / sum.max(1) as f64
    }

    /// Shares of all parts.
    pub fn shares(&self) -> Vec<f64> {
        (0..self.money.len()).map(|part| self.share(part)).collect()
    }
}

impl MixPart {
    /// What a combination chooses: name and value of each parameter.
    pub fn chosen(&self, variant: u32) -> impl Iterator<Item = (&str, &str)> {
        let mut rest = variant as usize;
        self.choices.iter().map(move |choice| {
            let value = &choice.values[rest % choice.values.len()];
            rest /= choice.values.len();
            (choice.key.as_str(), value.as_str())
        })
    }

    /// Its table in a scenario file.
    pub(super) fn table(&self, money: u64, variant: u32) -> String {
        let brackets = if self.repeated { ("[[", "]]") } else { ("[", "]") };
        let mut text = format!("\n{}policy.{}{}\n", brackets.0, self.kind.name(), brackets.1);
        let mut line = |key: &str, value: &str| {
            let _ = writeln!(text, "{key} = {value}");
        };
        if self.repeated {
            line("name", &format!("\"{}\"", self.name));
        }
        if money == 0 {
            line("enabled", "false");
        }
        line(&self.money, &money.to_string());
        for (key, each) in &self.counts {
            // Less than one of it is none.
            line(key, &((money as f64 / each).floor() as u64).to_string());
        }
        self.set.iter().for_each(|(key, value)| line(key, value));
        self.chosen(variant).for_each(|(key, value)| line(key, value));
        text
    }
}

impl SearchFile {
    /// The scenario file of a mix. Of an instrument without money there is no table, save where several programmes of it share their
    /// numbers in draws.
    pub fn scenario_text(&self, mix: &Mix, title: &str, why: &str) -> String {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let mut text = format!("title = {}\nwhy = {}\nextends = {}\n", quoted(title), quoted(why), quoted(&self.baseline_name));
        for (part, (money, variant)) in self.parts.iter().zip(mix.money.iter().zip(&mix.variant)) {
            if *money > 0 || part.repeated {
                text += &part.table(*money, *variant);
            }
        }
        text
    }

    /// The scenario of a mix in a world, before it is built. What a mix says itself no world changes.
    pub fn draft(&self, mix: &Mix, world: usize) -> Result<Draft, Problems> {
        let mut draft = self.baseline.extended_by(&self.name, &self.scenario_text(mix, "mix", "mix"))?;
        for (path, value) in &self.worlds[world].settings {
            if self.reaches(mix, path) {
                draft.set_as(path, value, "worlds")?;
            }
        }
        Ok(draft)
    }

    /// Whether a world's parameter reaches a mix: not one of an instrument that it lacks, nor one that the search file gives.
    fn reaches(&self, mix: &Mix, path: &str) -> bool {
        let Some(row) = path.strip_prefix("policy.") else { return true };
        let (kind, key) = row.split_once('.').unwrap_or((row, ""));
        let head = key.split('.').next().unwrap_or(key);
        let given = |part: &MixPart| {
            let set = part.set.iter().map(|(key, _)| key).chain(part.choices.iter().map(|choice| &choice.key));
            set.chain(part.counts.iter().map(|(key, _)| key)).chain([&part.money]).any(|own| own == head || own == key)
        };
        self.parts.iter().zip(&mix.money).any(|(part, money)| *money > 0 && !part.repeated && part.kind.name() == kind && !given(part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Kind;
    use crate::scenario::search::{MoneyBound, PartChoice};

    fn part() -> MixPart {
        MixPart {
            name: "deals".into(),
            kind: Kind::Brokerage,
            money: "budget".into(),
            counts: vec![("places".into(), 500.0)],
            set: vec![("durable_factor".into(), "1".into())],
            choices: vec![
                PartChoice { key: "a".into(), values: vec!["0".into(), "1".into()] },
                PartChoice { key: "b".into(), values: vec!["x".into(), "y".into(), "z".into()] },
            ],
            bounds: (MoneyBound::Share(0.0), MoneyBound::Share(1.0)),
            repeated: false,
        }
    }

    #[test]
    fn every_combination_of_choices_has_a_number() {
        let all: Vec<Vec<(String, String)>> =
            (0..part().variants() as u32).map(|v| part().chosen(v).map(|(k, v)| (k.to_owned(), v.to_owned())).collect()).collect();
        assert_eq!(all.len(), 6);
        assert_eq!(all.iter().collect::<std::collections::HashSet<_>>().len(), 6);
    }

    #[test]
    fn a_table_has_the_money_what_it_pays_and_what_is_chosen() {
        let text = part().table(1400, 3);
        assert_eq!(text, "\n[policy.brokerage]\nbudget = 1400\nplaces = 2\ndurable_factor = 1\na = 1\nb = y\n");
    }
}
