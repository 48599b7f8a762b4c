//! A new scenario with every key of instruments and events as a comment, from the registry.

use std::fmt::Write;

use super::vocabulary::{EventKind, Section, Topic, sections};

/// A commented new scenario that passes `check`. Lines that begin with `#` and no space are keys to switch on.
pub fn template(name: &str) -> String {
    let plain: String = name.chars().filter(|c| !c.is_control() && !['"', '\\'].contains(c)).collect();
    let mut text = format!(
        "#:schema ./scenario.schema.json\n\
         # A scenario says only what differs from the one that it extends. Remove the # before a key to set it.\n\
         # `topline check` on this file checks it and lists what it assumes.\n\n\
         title = \"{plain}\"\n\
         why = \"Say in a sentence why this is asked.\"\n\
         source = \"Say where the proposal comes from.\"\n\n\
         # The scenario of which this gives the difference: a name in this folder or in scenarios/, or a path with .toml.\n\
         # Without it every value is the registry's (`topline list parameters`), which is another world than the baseline's.\n\
         extends = \"baseline\"\n\n\
         # Any parameter of the world can be set here by its name, for example:\n\
         #choice_intensity = 4.2\n\
         #fixed_cost.major = 60000\n\n\
         # Rates are shares, money is in million KRW of 2024, quarters are written 2027Q1. A budget is one number a\n\
         # year or a list with one for each calendar year from the programme's first. Several programmes of one\n\
         # instrument are written [[policy.production_grant]], each with a name of its own.\n"
    );
    for section in sections().iter().filter(|section| section.repeats()) {
        table(section, &mut text);
    }
    text
}

/// One instrument or event, all of it commented out.
fn table(section: &Section, text: &mut String) {
    let _ = write!(text, "\n# {}.\n#[{}]\n", section.summary, section.name);
    for step in section.steps("") {
        if ["name", "enabled"].contains(&step) {
            continue;
        }
        let cell = |cell: &str| format!("{cell} = {}", sample(section, &format!("{step}.{cell}")));
        let cells: Vec<String> = section.below(step).map(cell).collect();
        let value = if cells.is_empty() { sample(section, step) } else { format!("{{ {} }}", cells.join(", ")) };
        let key = cells.first().map_or(step.to_owned(), |_| format!("{step}.{}", section.steps(step)[0]));
        let field = &section.fields[section.find(&key).expect("a step leads to a key")];
        let plain = ["-", "0 or 1", "0..1", "quarter", "tier", "platform", "market", "markets"].contains(&field.unit.as_str());
        let unit = if plain { String::new() } else { format!(" [{}]", field.unit) };
        let _ = writeln!(text, "#{:<40} # {}{unit}", format!("{step} = {value}"), field.description);
    }
}

/// A value of a key as it is written in a file: the default, or an example where there is none.
fn sample(section: &Section, key: &str) -> String {
    let field = &section.fields[section.find(key).expect("a key of the section")];
    let example = match (key, section.topic) {
        ("start", _) => "\"2027Q1\"",
        ("end", _) => "\"2032Q1\"",
        ("from" | "quarter", _) => "\"2028Q1\"",
        ("to", _) => "\"2029Q1\"",
        ("tier", _) => "\"mid\"",
        ("platform", _) => "\"global_video\"",
        ("market", _) => "\"cn\"",
        ("strength", Topic::Event(EventKind::ExchangeRate)) => "-0.1",
        ("strength", Topic::Event(EventKind::AiWorks)) => "0.1",
        ("strength", Topic::Event(EventKind::ExchangeVolatility)) => "0.04",
        ("strength", _) => "1",
        _ => "",
    };
    if !example.is_empty() {
        return example.into();
    }
    field.default.as_ref().map(|value| value.json().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::{Draft, Problems};
    use super::*;

    fn build(text: &str) -> Result<crate::scenario::Scenario, Problems> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy("scenarios/baseline.toml", folder.path().join("baseline.toml")).unwrap();
        let path = folder.path().join("new.toml");
        std::fs::write(&path, text).unwrap();
        Draft::load(path)?.build()
    }

    #[test]
    fn a_new_scenario_passes_as_it_is_and_changes_nothing() {
        let scenario = build(&template("new")).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(scenario.programmes.is_empty() && scenario.events.is_empty());
        assert_eq!(scenario.hash(), Draft::load("scenarios/baseline.toml").unwrap().build().unwrap().hash());
    }

    #[test]
    fn a_new_scenario_passes_with_every_key_switched_on() {
        let on = |line: &str| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with([' ', ':']) => rest.to_owned(),
            _ => line.to_owned(),
        };
        let text: Vec<String> = template("new").lines().map(on).collect();
        let scenario = build(&text.join("\n")).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!((scenario.programmes.len(), scenario.events.len()), (10, EventKind::ALL.len()));
    }

    #[test]
    fn a_strange_name_cannot_break_the_file() {
        assert!(build(&template("a\"b\\c\nd")).is_ok());
    }
}
