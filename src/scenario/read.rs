//! From the text of a file to a layer of checked values, with all mistakes that it has.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::layer::{Block, Group, Layer, Setting};
use super::source::{CORE, Origin, Source};
use super::value::{ValueForm, describe, near_path};
use super::vocabulary::{self, RUN, Section, WORLD, sections};
use super::{Problem, Problems, plain};
use crate::units::{Market, Platform, Strategy, Tier};

/// Keys at the root that are no values: title and sentence why, both in Korean too, source, and the scenario below.
const HEAD: [&str; 6] = ["title", "why", "title_ko", "why_ko", "source", "extends"];
/// Most problems of a file that are shown.
const SHOWN: usize = 50;

type Key<'a> = Spanned<DeString<'a>>;
type Given<'a> = Spanned<DeValue<'a>>;

/// Reads the text of a file.
pub(super) fn read(source: &Arc<Source>) -> Result<Layer, Problems> {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    let mut reader = Reader { source, problems: Vec::new(), hidden: 0, layer: Layer::new() };
    for error in errors.iter().take(SHOWN) {
        reader.syntax(error.message(), error.span());
    }
    if reader.problems.iter().any(|problem| problem.what == TOO_DEEP) {
        reader.problems.retain(|problem| problem.what == TOO_DEEP);
    } else {
        let broken: BTreeSet<Option<usize>> = reader.problems.iter().map(|problem| problem.line).collect();
        let syntax = reader.problems.len();
        reader.root(table.get_ref());
        // What the parser made up where it could not read would only be noise.
        let noise = |p: &Problem| !broken.is_empty() && (p.line.is_none() || broken.contains(&p.line));
        let read = reader.problems.split_off(syntax);
        reader.problems.extend(read.into_iter().filter(|problem| !noise(problem)));
    }
    reader.problems.sort_by_key(|problem| (problem.line.is_none(), problem.line, problem.column));
    reader.problems.dedup();
    let more = reader.hidden + errors.len().saturating_sub(SHOWN);
    if more > 0 {
        reader.problems.push(Problem::new(format!("and {more} more")));
    }
    let Reader { problems, layer, .. } = reader;
    Problems(problems).or(|| layer)
}

const TOO_DEEP: &str = "tables or lists are nested too deeply";

struct Reader<'a> {
    source: &'a Arc<Source>,
    problems: Vec<Problem>,
    /// Problems beyond those that are shown.
    hidden: usize,
    layer: Layer,
}

impl Reader<'_> {
    fn report(&mut self, span: Range<usize>, problem: Problem) {
        if self.problems.len() < 2 * SHOWN {
            self.problems.push(self.source.place(span, problem));
        } else {
            self.hidden += 1;
        }
    }

    /// A mistake in the TOML itself.
    fn syntax(&mut self, message: &str, span: Option<Range<usize>>) {
        let deep = message.contains("recurs");
        let problem = match deep {
            true => Problem::new(TOO_DEEP).allowed("at most 80 levels; a scenario needs 4"),
            false => Problem::new(format!("not valid TOML: {message}")),
        };
        match span {
            Some(span) => self.report(span, problem),
            None => self.problems.push(Problem { file: Some(self.source.path.clone()), ..problem }),
        }
    }

    fn origin(&self, span: Range<usize>) -> Origin {
        Origin::File { source: self.source.clone(), span }
    }

    /// The whole file.
    fn root(&mut self, table: &DeTable<'_>) {
        for (key, given) in table {
            match key.get_ref().as_ref() {
                head if HEAD.contains(&head) => self.head(head, given),
                CORE => self.core(given),
                "run" => self.single(RUN, given),
                family @ ("policy" | "event") => self.family(family, given),
                _ => self.key(&sections()[WORLD], "", key, given, WORLD, 0),
            }
        }
        for (name, text) in [("title", &self.layer.title), ("why", &self.layer.why)] {
            if text.is_none() && !table.keys().any(|key| key.get_ref() == name) {
                let problem = Problem::new(format!("`{name}` is missing"));
                let problem = problem.allowed(format!("{name} = \"...\" at the head of the file")).found("nothing");
                self.problems.push(Problem { file: Some(self.source.path.clone()), ..problem });
            }
        }
    }

    /// Title, why, source, extends.
    fn head(&mut self, name: &str, given: &Given<'_>) {
        let text = given.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let Some(text) = text else {
            let problem = Problem::new(format!("`{name}` must be a text")).allowed("a text that is not empty");
            return self.report(given.span(), problem.found(describe(given.get_ref())));
        };
        let longest = if name.starts_with("title") { plain::LONGEST_TITLE } else { plain::LONGEST_TEXT };
        if let Some((allowed, found)) = plain::refusal(&text, longest) {
            let problem = Problem::new(format!("`{name}` cannot be shown")).allowed(allowed);
            return self.report(given.span(), problem.found(found));
        }
        match name {
            "title" => self.layer.title = Some(text),
            "why" => self.layer.why = Some(text),
            "title_ko" => self.layer.title_ko = Some(text),
            "why_ko" => self.layer.why_ko = Some(text),
            "source" => self.layer.source = Some(text),
            _ => self.layer.extends = Some((text, self.origin(given.span()))),
        }
    }

    /// Whether the scenario is a core.
    fn core(&mut self, given: &Given<'_>) {
        match ValueForm::Flag.read(CORE, "", given) {
            Ok(value) => self.layer.core = Some(Setting { value, origin: self.origin(given.span()) }),
            Err((problem, span)) => self.report(span, problem.allowed(ValueForm::Flag.allowed(""))),
        }
    }

    /// A section that stands once, such as `run`.
    fn single(&mut self, place: usize, given: &Given<'_>) {
        let section = &sections()[place];
        match given.get_ref() {
            DeValue::Table(table) => self.keys(section, "", table, place, 0),
            other => {
                let problem = Problem::new(format!("`{}` must be a table", section.name)).allowed(format!("[{}]", section.name));
                self.report(given.span(), problem.found(describe(other)));
            }
        }
    }

    /// `policy` or `event` with its kinds.
    fn family(&mut self, family: &str, given: &Given<'_>) {
        let DeValue::Table(table) = given.get_ref() else {
            let problem = Problem::new(format!("`{family}` must be a table")).allowed(format!("[{family}.name]"));
            return self.report(given.span(), problem.found(describe(given.get_ref())));
        };
        for (key, value) in table {
            let (name, kinds) = (key.get_ref().as_ref(), vocabulary::kinds(family));
            match vocabulary::section(&format!("{family}.{name}")).filter(|_| !name.contains('.')) {
                Some(place) => self.blocks(place, key, value),
                None => {
                    let what = if family == "policy" { "instrument" } else { "event" };
                    let near = near_path(family, name, kinds.iter().map(|kind| (*kind).to_owned()));
                    let problem = Problem::new(format!("unknown {what} `{family}.{name}`")).allowed(kinds.join(", "));
                    self.report(key.span(), Problem { nearest: near, ..problem });
                }
            }
        }
    }

    /// One table or several tables of an instrument or event.
    fn blocks(&mut self, place: usize, key: &Key<'_>, given: &Given<'_>) {
        let section = &sections()[place];
        let tables: Option<Vec<(&DeTable<'_>, Range<usize>)>> = match given.get_ref() {
            DeValue::Table(table) => Some(vec![(table, key.span())]),
            DeValue::Array(items) => items.iter().map(|item| Some((item.get_ref().as_table()?, item.span()))).collect(),
            _ => None,
        };
        let Some(tables) = tables else {
            let allowed = format!("[{0}], or [[{0}]] for several", section.name);
            let problem = Problem::new(format!("`{}` must be a table", section.name)).allowed(allowed);
            return self.report(given.span(), problem.found(describe(given.get_ref())));
        };
        let most = section.most();
        if tables.len() > most {
            let problem = Problem::new(format!("too many tables of `{}`", section.name)).allowed(format!("at most {most}"));
            return self.report(tables[most].1.clone(), problem.found(tables.len().to_string()));
        }
        let listed = given.get_ref().is_array();
        let blocks = tables.iter().map(|(_, span)| Block::new(self.origin(span.clone()))).collect();
        self.layer.groups[place] = Group { listed, blocks };
        for (i, (table, _)) in tables.iter().enumerate() {
            self.keys(section, "", table, place, i);
        }
    }

    /// All keys of a table below a prefix.
    fn keys(&mut self, section: &Section, prefix: &str, table: &DeTable<'_>, place: usize, block: usize) {
        for (key, given) in table {
            self.key(section, prefix, key, given, place, block);
        }
    }

    /// One key: a value, or a table with cells.
    fn key(&mut self, section: &Section, prefix: &str, key: &Key<'_>, given: &Given<'_>, place: usize, block: usize) {
        let name = key.get_ref().as_ref();
        let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
        let full = section.path(&path);
        if name.is_empty() {
            return self.report(key.span(), nameless(section, prefix));
        }
        let field = section.find(&path).filter(|_| !name.contains('.'));
        if let Some(field) = field {
            match section.fields[field].form.read(&full, &section.fields[field].unit, given) {
                Ok(value) => {
                    let setting = Setting { value, origin: self.origin(given.span()) };
                    self.layer.groups[place].blocks[block].values.insert(field, setting);
                }
                Err((problem, span)) => self.report(span, problem.allowed(section.fields[field].allowed())),
            }
        } else if section.below(&path).next().is_none() || name.contains('.') {
            // Finding the nearest name is slow where a whole file is not ours.
            let problem = if self.problems.len() < 2 * SHOWN { unknown(section, prefix, name) } else { Problem::default() };
            self.report(key.span(), problem);
        } else if let DeValue::Table(table) = given.get_ref() {
            self.keys(section, &path, table, place, block);
        } else {
            self.report(given.span(), needs_cells(section, &path).found(describe(given.get_ref())));
        }
    }
}

/// A value was given to a vector as a whole.
pub(super) fn needs_cells(section: &Section, path: &str) -> Problem {
    let cells: Vec<String> = section.steps(path).iter().map(|step| section.path(&format!("{path}.{step}"))).collect();
    Problem::new(format!("`{}` has cells; give a value to each", section.path(path))).allowed(cells.join(", "))
}

/// A key `""`, which is no key of anything.
fn nameless(section: &Section, prefix: &str) -> Problem {
    let full = section.path(prefix);
    let place = if full.trim_end_matches('.').is_empty() { String::new() } else { format!(" in `{}`", full.trim_end_matches('.')) };
    Problem::new(format!("unknown key `\"\"`{place}: a key needs a name"))
        .allowed("names of parameters, as in `topline list parameters`")
        .found("an empty key")
}

/// Keys of earlier versions, and what to say instead.
const GONE: [(&str, &str); 1] = [("policy.fair_contract.reversion_years", "say `reversion_rate = 1 / years`")];

/// A key that does not exist, with the nearest that does.
pub(super) fn unknown(section: &Section, prefix: &str, name: &str) -> Problem {
    let steps = section.steps(prefix);
    let full = section.path(prefix);
    let full = full.trim_end_matches('.');
    let root = full.is_empty();
    if let Some((path, instead)) = GONE.iter().find(|(path, _)| *path == format!("{full}.{name}")) {
        return Problem::new(format!("`{path}` is a key no more: {instead}")).allowed(steps.join(", "));
    }
    let mut names: Vec<String> = steps.iter().map(|step| (*step).to_owned()).collect();
    if root {
        names.extend(HEAD.iter().chain(&[CORE, "run", "policy", "event"]).map(|name| (*name).to_owned()));
    }
    let mut near = near_path(full, name, names);
    if root {
        let elsewhere = sections().iter().filter_map(|s| s.name.rsplit_once('.')).find(|(_, kind)| *kind == name);
        near = elsewhere.map(|(family, kind)| format!("{family}.{kind}")).or(near);
    }
    let what = match dimension(&steps) {
        Some(what) => format!("unknown {what} `{name}` in `{full}`"),
        None if root => format!("unknown key `{name}`"),
        None => format!("unknown key `{full}.{name}`"),
    };
    let problem = Problem { nearest: near, ..Problem::new(what) };
    if root { problem } else { problem.allowed(steps.join(", ")) }
}

/// What the cells of a vector are, if they are members of a closed list.
fn dimension(steps: &[&str]) -> Option<&'static str> {
    let lists: [(&str, &[&str]); 4] =
        [("tier", &Tier::NAMES), ("strategy", &Strategy::NAMES), ("market", &Market::NAMES), ("platform", &Platform::NAMES)];
    lists.into_iter().find(|(_, names)| steps.iter().all(|step| names.contains(step))).map(|(what, _)| what)
}
