//! Words of the page: phrases by name in a language, the page around them and its style, all of which a folder of
//! templates may replace.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use super::korean;
use super::numbers::{self, Unit};
use crate::scenario::regular_file;

/// Names and texts of the files that a folder of templates may have.
pub const TEMPLATES: [(&str, &str); 4] = [
    ("report.html", include_str!("templates/report.html")),
    ("style.css", include_str!("templates/style.css")),
    ("en.toml", include_str!("templates/en.toml")),
    ("ko.toml", include_str!("templates/ko.toml")),
];

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Korean.
    Korean,
}

impl Language {
    /// Its code, as in the page's `lang`.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// Name of the file of a page in it.
    pub fn file(self) -> &'static str {
        match self {
            Self::English => crate::report::output::files::PAGE,
            Self::Korean => crate::report::output::files::KOREAN_PAGE,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Phrases of a language, and the page that they stand in.
pub struct Words {
    environment: Environment<'static>,
    phrases: BTreeMap<String, String>,
    style: String,
    language: Language,
    trouble: RefCell<Option<String>>,
}

impl Words {
    /// Takes the words of a language, from a folder of templates where it has them.
    pub fn load(language: Language, folder: Option<&Path>) -> Result<Self, String> {
        let file = format!("{language}.toml");
        let mut phrases = phrases_of(&file, shipped(&file))?;
        if let Some(own) = own(folder, &file)? {
            let path = folder.map_or(file.clone(), |f| f.join(&file).display().to_string());
            for (name, phrase) in phrases_of(&path, &own)? {
                if !phrases.contains_key(&name) {
                    return Err(format!("{path}: no phrase is called `{name}`; allowed: the names in the {file} of the program"));
                }
                phrases.insert(name, phrase);
            }
        }
        let text = |name: &str| own(folder, name).map(|own| own.unwrap_or_else(|| shipped(name).to_string()));
        let mut environment = environment();
        environment.add_template_owned("report.html", text("report.html")?).map_err(|e| said("report.html", &e))?;
        Ok(Self { environment, phrases, style: text("style.css")?, language, trouble: RefCell::new(None) })
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The style of the page.
    pub fn style(&self) -> &str {
        &self.style
    }

    /// The phrase of a name with values in it. What is wrong with a phrase is told by [`Words::page`].
    pub fn say(&self, name: &str, values: Value) -> String {
        let Some(phrase) = self.phrases.get(name) else {
            self.wrong(format!("there is no phrase `{name}` in {}", self.language));
            return String::new();
        };
        self.environment.render_str(phrase, values).unwrap_or_else(|error| {
            self.wrong(said(&format!("the phrase `{name}` in {}", self.language), &error));
            String::new()
        })
    }

    /// A phrase without values.
    pub fn plain(&self, name: &str) -> String {
        self.say(name, Value::UNDEFINED)
    }

    /// A phrase that need not exist.
    pub fn known(&self, name: &str) -> Option<String> {
        self.phrases.contains_key(name).then(|| self.plain(name))
    }

    /// Name of an outcome; its column where it has no other.
    pub fn outcome(&self, name: &str) -> String {
        self.known(&format!("outcome.{name}")).unwrap_or_else(|| name.to_string())
    }

    /// How numbers of a unit of the tables are shown: in Korean money is counted in 10^8 and 10^4 won.
    pub fn unit(&self, name: &str) -> Unit {
        let unit = numbers::unit(name);
        let factor = match (self.language, unit.key) {
            (Language::Korean, "bn" | "bn_yearly") => 10.0,
            (Language::Korean, "m" | "m_yearly") => 100.0,
            _ => unit.factor,
        };
        Unit { factor, ..unit }
    }

    /// A shown number with its unit.
    pub fn level(&self, shown: &str, unit: Unit) -> String {
        self.say(&format!("level.{}", unit.key), minijinja::context! { n => shown })
    }

    /// A shown difference with its unit.
    pub fn change(&self, shown: &str, unit: Unit) -> String {
        self.say(&format!("change.{}", unit.key), minijinja::context! { n => shown })
    }

    /// A share between 0 and 1 in per cent, with its sign.
    pub fn percent(&self, share: f64) -> String {
        self.level(&numbers::percent(share), numbers::unit("share"))
    }

    /// Words joined as in a sentence.
    pub fn list(&self, words: &[String]) -> String {
        let and = self.plain("and");
        match words {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{}{and}{last}", first.join(", ")),
        }
    }

    /// The page of values, or what was wrong with a phrase or with the page.
    pub fn page(&self, values: Value) -> Result<String, String> {
        let template = self.environment.get_template("report.html").map_err(|e| said("report.html", &e))?;
        let page = template.render(values).map_err(|e| said("report.html", &e))?;
        // A file of text ends with a line break, which templates drop.
        self.trouble.borrow_mut().take().map_or(Ok(page + "\n"), Err)
    }

    /// Keeps the first mistake.
    fn wrong(&self, mistake: String) {
        self.trouble.borrow_mut().get_or_insert(mistake);
    }
}

fn shipped(name: &str) -> &'static str {
    TEMPLATES.iter().find(|(file, _)| *file == name).map_or("", |(_, text)| text)
}

/// A file of the folder of templates, if there is one.
fn own(folder: Option<&Path>, name: &str) -> Result<Option<String>, String> {
    let Some(folder) = folder else { return Ok(None) };
    if !folder.is_dir() {
        return Err(format!(
            "`--templates {}` is no folder; allowed: a folder with any of {}",
            folder.display(),
            TEMPLATES.map(|(n, _)| n).join(", ")
        ));
    }
    match regular_file::read_text(folder.join(name)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("cannot read {}: {error}", folder.join(name).display())),
    }
}

/// Phrases of a file by name: `section.name`.
fn phrases_of(file: &str, text: &str) -> Result<BTreeMap<String, String>, String> {
    let table: toml::Table = text.parse().map_err(|e| format!("{file}: {e}"))?;
    let mut phrases = BTreeMap::new();
    for (section, inside) in table {
        match inside {
            toml::Value::String(phrase) => drop(phrases.insert(section, phrase)),
            toml::Value::Table(inside) => {
                for (name, phrase) in inside {
                    let phrase = phrase.as_str().ok_or(format!("{file}: `{section}.{name}` is no text"))?;
                    phrases.insert(format!("{section}.{name}"), phrase.trim().to_string());
                }
            }
            _ => return Err(format!("{file}: `{section}` is neither a text nor a table of texts")),
        }
    }
    Ok(phrases)
}

/// Strict about names; pages are escaped, phrases are not, for they are text that a page escapes.
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None });
    environment.add_filter("particle", |word: String, pair: String| korean::with_particle(&word, &pair));
    environment.add_filter("counted", |count: Value, one: String, many: String| {
        let count = count.to_string();
        let noun = if count == "1" { one } else { many };
        format!("{count} {noun}")
    });
    environment.add_filter("sentence", |text: String| {
        let mut letters = text.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    });
    environment
}

/// An error of a template: what, where, why.
fn said(what: &str, error: &minijinja::Error) -> String {
    let line = error.line().map_or(String::new(), |line| format!(", line {line}"));
    format!("{what}{line}: {}{}", error.kind(), error.detail().map_or(String::new(), |d| format!(": {d}")))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn both_languages_say_the_same_things_with_the_same_values() {
        let [english, korean] = ["en.toml", "ko.toml"].map(|file| phrases_of(file, shipped(file)).unwrap());
        let names = |phrases: &BTreeMap<String, String>| phrases.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&english), names(&korean));
        let environment = environment();
        for (name, phrase) in &english {
            let values = |phrase: &str| {
                let template = environment.template_from_str(phrase).unwrap_or_else(|e| panic!("{name}: {e}")).undeclared_variables(false);
                let mut values: Vec<String> = template.into_iter().collect();
                values.sort();
                values
            };
            assert_eq!(values(phrase), values(&korean[name]), "{name}");
        }
    }

    #[test]
    fn korean_counts_money_in_its_own_units() {
        let words = Words::load(Language::Korean, None).unwrap();
        let exports = words.unit("bn KRW/yr");
        assert_eq!(words.level(&numbers::number(115.0 * exports.factor), exports), "연 1,150억 원");
        assert_eq!(words.unit("share").factor, 100.0);
    }

    #[test]
    fn one_of_a_thing_has_no_plural() {
        let words = Words::load(Language::English, None).unwrap();
        let lead = |worlds: usize| words.say("regret.lead", minijinja::context! { worlds });
        assert!(lead(1).contains(" in 1 such world.") && lead(20).contains(" in 20 such worlds."), "{}", lead(1));
    }

    #[test]
    fn a_folder_of_templates_replaces_phrases_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("en.toml"), "and = \" as well as \"\n").unwrap();
        let words = Words::load(Language::English, Some(folder.path())).unwrap();
        assert_eq!(words.list(&["a".into(), "b".into()]), "a as well as b");
        fs::write(folder.path().join("en.toml"), "nonsense = \"x\"\n").unwrap();
        let refused = Words::load(Language::English, Some(folder.path())).err().unwrap();
        assert!(refused.contains("no phrase is called `nonsense`"), "{refused}");
    }

    #[test]
    fn a_phrase_that_asks_for_a_value_that_is_not_there_is_told() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("en.toml"), "[level]\npercent = \"{{ m }} %\"\n").unwrap();
        let words = Words::load(Language::English, Some(folder.path())).unwrap();
        words.level("3", Unit { key: "percent", factor: 1.0 });
        let told = words.trouble.borrow().clone().unwrap();
        assert!(told.contains("`level.percent`") && told.contains("undefined"), "{told}");
    }
}
