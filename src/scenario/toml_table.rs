//! Reading tables of TOML with the place of every mistake.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::scenario::source::Source;
use crate::scenario::value::describe;
use crate::scenario::{Problem, Problems, in_hand, nearest, plain, shipped};

/// A value with its place.
pub type SpannedValue<'a> = Spanned<DeValue<'a>>;

/// Whether the root of a file has one of these keys; not so where it cannot be read.
pub fn has_one_of(path: &Path, keys: &[&str]) -> bool {
    let Ok(source) = Source::read(path) else { return false };
    let (table, _) = DeTable::parse_recoverable(&source.text);
    keys.iter().any(|key| table.get_ref().contains_key(*key))
}

/// A file of tables while it is read.
pub struct TableFile {
    /// Name of the file, without its ending.
    pub name: String,
    /// Folder of the file: what it names stands there or in the folder above.
    pub folder: PathBuf,
    /// Mistakes.
    pub notes: Notes,
}

impl TableFile {
    /// Reads a file by its root table; all mistakes of it, or what it says.
    pub fn read<T>(path: &Path, read: impl FnOnce(&mut Self, &DeTable<'_>) -> Option<T>) -> Result<T, Problems> {
        let source = Arc::new(Source::read(path)?);
        let (table, errors) = DeTable::parse_recoverable(&source.text);
        let mut file = Self {
            name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            folder: path.parent().unwrap_or(Path::new("")).to_path_buf(),
            notes: Notes { source: source.clone(), problems: Vec::new() },
        };
        for error in &errors {
            file.notes.report(error.span().unwrap_or(0..0), Problem::new(format!("not valid TOML: {}", error.message())));
        }
        let found = if errors.is_empty() { read(&mut file, table.get_ref()) } else { None };
        match found {
            Some(found) if file.notes.problems.is_empty() => Ok(found),
            _ => Err(Problems(file.notes.problems)),
        }
    }

    /// The path of a scenario that a file names, or whose path it gives: beside it, in the folder above, or shipped.
    pub fn scenario(&self, name: &str) -> PathBuf {
        if name.ends_with(".toml") {
            return self.folder.join(name);
        }
        let file = format!("{name}.toml");
        let beside = self.folder.join(&file);
        if in_hand::is_file(&beside) {
            return beside;
        }
        let above = self.folder.join("..").join(file);
        if above.is_file() { above } else { shipped::named(name).unwrap_or(above) }
    }

    /// Title and purpose, which must be there and must not act on those who read them; nor may the name of the file.
    pub fn head(&mut self, table: &DeTable<'_>, what: &str) -> (Option<String>, Option<String>) {
        for head in ["title", "why"].into_iter().filter(|head| table.get(*head).is_none()) {
            self.notes.missing(head, &format!("{head} = \"...\" at the head of the file"), None);
        }
        let texts = (self.notes.text(table, "title"), self.notes.text(table, "why"));
        if let Some((allowed, found)) = plain::name_refusal(&self.name) {
            let problem = Problem::new(format!("the name of the {what} file cannot be shown"));
            self.notes.problems.push(problem.allowed(allowed).found(found));
        }
        for (head, longest) in [("title", plain::LONGEST_TITLE), ("why", plain::LONGEST_TEXT)] {
            let Some((given, text)) = table.get(head).and_then(|given| Some((given, given.get_ref().as_str()?))) else { continue };
            if let Some((allowed, found)) = plain::refusal(text, longest) {
                self.notes.report(given.span(), Problem::new(format!("`{head}` cannot be shown")).allowed(allowed).found(found));
            }
        }
        texts
    }
}

/// Where mistakes are gathered.
pub struct Notes {
    pub source: Arc<Source>,
    pub problems: Vec<Problem>,
}

impl Notes {
    /// Notes a mistake at a place of the file.
    pub fn report(&mut self, span: Range<usize>, problem: Problem) {
        self.problems.push(self.source.place(span, problem));
    }

    /// A value of the wrong kind.
    pub fn wrong(&mut self, given: &SpannedValue<'_>, name: &str, what: &str, allowed: impl Into<String>) {
        let problem = Problem::new(format!("`{name}` must be {what}")).allowed(allowed);
        self.report(given.span(), problem.found(describe(given.get_ref())));
    }

    /// Notes what a file that this one names did not give.
    pub fn or_note<T>(&mut self, span: Range<usize>, found: Result<T, Problem>) -> Option<T> {
        found.map_err(|problem| self.report(span, problem)).ok()
    }

    /// Something that must be there and is not; at a place, or for the whole file.
    pub fn missing(&mut self, name: &str, allowed: &str, place: Option<Range<usize>>) {
        let problem = Problem::new(format!("`{name}` is missing")).allowed(allowed).found("nothing");
        match place {
            Some(span) => self.report(span, problem),
            None => self.problems.push(Problem { file: Some(self.source.path.clone()), ..problem }),
        }
    }

    /// Refuses keys that the table does not have.
    pub fn only(&mut self, table: &DeTable<'_>, path: &str, keys: &[&str]) {
        for key in table.keys().filter(|key| !keys.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref().as_ref();
            let full = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            let problem = Problem::new(format!("unknown key `{full}`")).allowed(keys.join(", "));
            self.report(key.span(), Problem { nearest: nearest(name, keys), ..problem });
        }
    }

    /// A text that is not empty.
    pub fn text(&mut self, table: &DeTable<'_>, name: &str) -> Option<String> {
        let given = table.get(name)?;
        let text = given.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        if text.is_none() {
            self.wrong(given, name, "a text", "a text that is not empty");
        }
        text
    }

    /// One text or a list of texts, each with its place.
    pub fn texts(&mut self, given: &SpannedValue<'_>, name: &str, what: &str) -> Vec<(String, Range<usize>)> {
        let one = |given: &SpannedValue<'_>| given.get_ref().as_str().filter(|text| !text.trim().is_empty()).map(|t| (t.to_owned(), given.span()));
        let texts: Option<Vec<_>> = match given.get_ref() {
            DeValue::Array(items) if !items.is_empty() => items.iter().map(one).collect(),
            _ => one(given).map(|text| vec![text]),
        };
        if texts.is_none() {
            self.wrong(given, name, what, "a text, or a list of texts");
        }
        texts.unwrap_or_default()
    }

    /// A whole number within limits.
    pub fn whole(&mut self, table: &DeTable<'_>, name: &str, (least, most): (u64, u64)) -> Option<u64> {
        let given = table.get(name)?;
        let number = number(given.get_ref()).filter(|n| n.fract() == 0.0 && (least as f64..=most as f64).contains(n));
        if number.is_none() {
            self.wrong(given, name, "a whole number", format!("a whole number from {least} to {most}"));
        }
        number.map(|n| n as u64)
    }

    /// A finite number.
    pub fn number(&mut self, table: &DeTable<'_>, name: &str) -> Option<f64> {
        let given = table.get(name)?;
        let number = number(given.get_ref());
        if number.is_none() {
            self.wrong(given, name, "a number", "a finite number");
        }
        number
    }

    /// A table, if it is one.
    pub fn table<'t, 'd>(&mut self, table: &'t DeTable<'d>, name: &str) -> Option<(&'t DeTable<'d>, Range<usize>)> {
        let given = table.get(name)?;
        match given.get_ref() {
            DeValue::Table(inner) => Some((inner, given.span())),
            _ => {
                self.wrong(given, name, "a table", format!("[{name}]"));
                None
            }
        }
    }
}

/// The finite number written, if it is one; a switch counts as 0 or 1.
pub fn number(given: &DeValue<'_>) -> Option<f64> {
    let number = match given {
        DeValue::Integer(integer) => i128::from_str_radix(integer.as_str(), integer.radix()).ok().map(|n| n as f64),
        DeValue::Float(float) => float.as_str().parse().ok(),
        DeValue::Boolean(on) => Some(f64::from(u8::from(*on))),
        _ => None,
    };
    number.filter(|n| n.is_finite())
}
