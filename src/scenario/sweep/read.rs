//! Reading a sweep file.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::de::DeTable;

use super::spans::{self, PlacedAxis};
use super::tables;
use super::toml_table::Notes;
use super::{Axis, AxisEffect, AxisSpan, Design, DesignSize, Level, Method, SampledWorld, SweepFile, step};
use crate::scenario::in_hand;
use crate::scenario::plain;
use crate::scenario::shipped;
use crate::scenario::source::Source;
use crate::scenario::{Draft, Overrides, Problem, Problems, nearest};

/// Most replicates of a case.
pub const MOST_REPLICATES: u32 = 1_000_000_000;
/// Largest seed: whole numbers up to here are exact in every program that reads the tables.
const LARGEST_SEED: u64 = (1 << 53) - 1;
/// Most points that one key may ask for; with what varies, designs are limited further.
const MOST_POINTS: u64 = 50_000_000;
/// Most points of the sequence of Sobol', and most base points of Saltelli's scheme, which is made of it.
const MOST_OF_SOBOL: u64 = 1 << 16;
/// Columns of the tables of a sweep, besides its outcomes.
const COLUMNS: [&str; 24] = [
    "point",
    "scenario",
    "world",
    "replicate",
    "seed",
    "status",
    "block",
    "matrix",
    "trajectory",
    "step",
    "moved",
    "outcome",
    "unit",
    "n",
    "missing",
    "mean",
    "sd",
    "se",
    "ci_low",
    "ci_high",
    "min",
    "max",
    "quarter",
    "reason",
];
/// Most steps of a split.
const MOST_STEPS: u64 = 1000;

impl SweepFile {
    /// Keys at the root of a sweep file.
    pub const KEYS: [&'static str; 11] =
        ["title", "why", "base", "set", "worlds", "replicates", "seed", "outcomes", "design", "levers", "uncertainties"];

    /// Whether a file is a sweep rather than a scenario, by the keys that scenarios do not have.
    pub fn is_at(path: &Path) -> bool {
        let Ok(source) = Source::read(path) else { return false };
        let (table, _) = DeTable::parse_recoverable(&source.text);
        ["base", "design", "levers", "uncertainties"].into_iter().any(|key| table.get_ref().contains_key(key))
    }

    /// Reads a sweep file and the scenarios it names, changed by the settings of the command line. `outcomes` are the
    /// names that the key of that name may list.
    pub fn load(path: impl AsRef<Path>, outcomes: &[&str], change: &Overrides) -> Result<Self, Problems> {
        let path = path.as_ref();
        let source = Arc::new(Source::read(path)?);
        let (table, errors) = DeTable::parse_recoverable(&source.text);
        let mut notes = Notes { source: source.clone(), problems: Vec::new() };
        for error in &errors {
            notes.report(error.span().unwrap_or(0..0), Problem::new(format!("not valid TOML: {}", error.message())));
        }
        let mut reader = Reader { notes, folder: path.parent().unwrap_or(Path::new("")).to_path_buf() };
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let file = if errors.is_empty() { reader.file(name, table.get_ref(), outcomes, change) } else { None };
        match file {
            Some(file) if reader.notes.problems.is_empty() => Ok(file),
            _ => Err(Problems(reader.notes.problems)),
        }
    }
}

struct Reader {
    notes: Notes,
    /// Folder of the file: what it names stands there or in the folder above.
    folder: PathBuf,
}

impl Reader {
    fn file(&mut self, name: String, table: &DeTable<'_>, outcomes: &[&str], change: &Overrides) -> Option<SweepFile> {
        self.notes.only(table, "", &SweepFile::KEYS);
        for head in ["title", "why"].into_iter().filter(|head| table.get(*head).is_none()) {
            self.notes.missing(head, &format!("{head} = \"...\" at the head of the file"), None);
        }
        let (title, why) = (self.notes.text(table, "title"), self.notes.text(table, "why"));
        self.refuse_what_acts(&name, table);
        let mut scenarios = self.scenarios(table, change);
        self.set(table, &mut scenarios);
        let worlds = self.worlds(table);
        let replicates = self.notes.whole(table, "replicates", (1, u64::from(MOST_REPLICATES))).unwrap_or(100) as u32;
        let seed = self.notes.whole(table, "seed", (0, LARGEST_SEED)).unwrap_or(1);
        let known = outcomes;
        let outcomes = self.outcomes(table, known);
        let mut axes = Vec::new();
        for (key, lever) in [("levers", true), ("uncertainties", false)] {
            if let Some((inner, _)) = self.notes.table(table, key) {
                axes.extend(spans::axes(&mut self.notes, inner, lever));
            }
        }
        self.refuse_names_of_columns(&axes, known);
        let design = self.design(table, &mut axes);
        self.refuse_too_many_points(table, design.as_ref(), &axes);
        for placed in axes.iter().filter(|_| self.notes.problems.is_empty()).collect::<Vec<_>>() {
            for draft in &scenarios {
                spans::check(&mut self.notes, placed, draft);
            }
        }
        let axes: Vec<Axis> = axes.into_iter().map(|placed| placed.axis).collect();
        self.refuse_paths_that_vary_twice(&axes);
        let text = self.notes.source.text.clone();
        Some(SweepFile { name, title: title?, why: why?, text, scenarios, worlds: worlds?, replicates, seed, outcomes, axes, design: design? })
    }

    /// Base scenarios: names of the folder above, or paths from the sweep file.
    fn scenarios(&mut self, table: &DeTable<'_>, change: &Overrides) -> Vec<Draft> {
        let Some(given) = table.get("base") else {
            self.notes.missing("base", "the name of a scenario, or a path to one that ends in .toml; or a list of them", None);
            return Vec::new();
        };
        let mut drafts: Vec<Draft> = Vec::new();
        for (name, span) in self.notes.texts(given, "base", "a scenario") {
            let loaded = Draft::load(self.named(&name)).and_then(|mut draft| {
                change.apply(&mut draft)?;
                draft.build()?;
                Ok(draft)
            });
            match loaded {
                Ok(draft) if drafts.iter().any(|other| other.name() == draft.name()) => {
                    self.notes.report(span, Problem::new(format!("two base scenarios are called `{}`", draft.name())).allowed("each name once"));
                }
                Ok(draft) => drafts.push(draft),
                Err(problems) => {
                    let missing = |p: &&Problem| p.line.is_none() && p.what.starts_with("no such scenario");
                    match problems.0.iter().find(missing) {
                        Some(problem) => self.notes.report(span, Problem { excerpt: None, ..problem.clone() }),
                        None => self.notes.problems.extend(problems.0),
                    }
                }
            }
        }
        drafts
    }

    /// Settings of the sweep for all its base scenarios.
    fn set(&mut self, table: &DeTable<'_>, drafts: &mut [Draft]) {
        let Some((settings, _)) = self.notes.table(table, "set") else { return };
        let place = |draft: &Draft, problem: Problem| Problem { what: format!("{} (in `{}`)", problem.what, draft.name()), ..problem };
        for (path, given) in settings {
            let Some(level) = spans::level(given) else {
                self.notes.wrong(given, path.get_ref(), "a value", "a number, true or false, or a word");
                continue;
            };
            for draft in drafts.iter_mut() {
                let set = draft.set_as(path.get_ref(), &level.text, "sweep").and_then(|()| draft.build().map(drop));
                for problem in set.err().into_iter().flat_map(|problems| problems.0) {
                    self.notes.report(given.span(), place(draft, problem));
                }
            }
        }
    }

    /// A scenario by its name or path.
    fn named(&self, name: &str) -> PathBuf {
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

    fn worlds(&mut self, table: &DeTable<'_>) -> Option<Vec<SampledWorld>> {
        let Some(given) = table.get("worlds") else { return Some(vec![SampledWorld { name: "default".into(), settings: vec![] }]) };
        let (file, first) = match given.get_ref().as_table() {
            Some(inner) => {
                self.notes.only(inner, "worlds", &["file", "first"]);
                (self.notes.text(inner, "file"), self.notes.whole(inner, "first", (1, MOST_POINTS)).map(|n| n as usize))
            }
            None => (self.notes.text(table, "worlds"), None),
        };
        let Some(file) = file else {
            if given.get_ref().as_table().is_some_and(|inner| inner.get("file").is_none()) {
                let allowed = "file, the path of a table of worlds from the folder of this file; with first, only so many of its worlds";
                self.notes.missing("worlds.file", allowed, Some(given.span()));
            }
            return None;
        };
        let worlds = tables::worlds(&self.folder.join(file), first);
        self.notes.or_note(given.span(), worlds)
    }

    fn outcomes(&mut self, table: &DeTable<'_>, known: &[&str]) -> Option<Vec<String>> {
        let given = table.get("outcomes")?;
        let named = self.notes.texts(given, "outcomes", "a list of outcomes");
        for (name, span) in &named {
            if !known.contains(&name.as_str()) {
                let problem = Problem::new(format!("unknown outcome `{name}`")).allowed("outcomes of `topline list outcomes`");
                self.notes.report(span.clone(), Problem { nearest: nearest(name, known), ..problem });
            }
        }
        Some(named.into_iter().map(|n| n.0).collect())
    }

    /// The design; a table of points brings its axes along.
    fn design(&mut self, table: &DeTable<'_>, axes: &mut Vec<PlacedAxis>) -> Option<Design> {
        let Some((design, span)) = self.notes.table(table, "design") else {
            if table.get("design").is_none() {
                let allowed = format!(
                    "[design] with method = one of {}; or [design.levers] and [design.uncertainties], each with one",
                    Method::NAMES.join(", ")
                );
                self.notes.missing("design", &allowed, None);
            }
            return None;
        };
        if !["levers", "uncertainties"].into_iter().any(|part| design.get(part).is_some()) {
            return self.method(design, span, axes, |_| true).map(Design::Joint);
        }
        self.notes.only(design, "design", &["levers", "uncertainties"]);
        let mut parts = Vec::new();
        for (part, lever) in [("levers", true), ("uncertainties", false)] {
            let Some((inner, span)) = self.notes.table(design, part) else {
                self.notes.missing(&format!("design.{part}"), "both [design.levers] and [design.uncertainties], or one [design]", Some(span.clone()));
                continue;
            };
            let method = self.method(inner, span.clone(), axes, |axis| axis.lever == lever);
            if let Some(Method::Saltelli(_) | Method::Morris(_) | Method::Table(_)) = method {
                let problem = Problem::new(format!("`design.{part}` cannot be crossed with another design"));
                self.notes.report(span, problem.allowed("saltelli, morris and csv as the one [design] of levers and uncertainties together"));
            }
            parts.extend(method);
        }
        let [levers, uncertainties] = <[Method; 2]>::try_from(parts).ok()?;
        Some(Design::Crossed { levers, uncertainties })
    }

    /// One method, checked against the axes that it is to vary.
    fn method(
        &mut self,
        table: &DeTable<'_>,
        span: std::ops::Range<usize>,
        axes: &mut Vec<PlacedAxis>,
        of: impl Fn(&Axis) -> bool,
    ) -> Option<Method> {
        let Some(name) = self.notes.text(table, "method") else {
            if table.get("method").is_none() {
                self.notes.missing("method", &Method::NAMES.join(", "), Some(span));
            }
            return None;
        };
        let given = table.get("method")?.span();
        let sampled = |notes: &mut Notes, most: u64| {
            notes.only(table, "design", &["method", "points", "seed"]);
            let points = notes.whole(table, "points", (1, most));
            if table.get("points").is_none() {
                notes.missing("points", &format!("points = a whole number from 1 to {most}"), Some(given.clone()));
            }
            Some(DesignSize { points: points? as usize, seed: notes.whole(table, "seed", (0, LARGEST_SEED)).unwrap_or(1) })
        };
        let notes = &mut self.notes;
        let method = match name.as_str() {
            "factorial" | "list" => {
                notes.only(table, "design", &["method"]);
                if name == "list" { Method::List } else { Method::Factorial }
            }
            "split" => {
                notes.only(table, "design", &["method", "total", "steps"]);
                let (total, steps) = (notes.number(table, "total"), notes.whole(table, "steps", (1, MOST_STEPS)));
                if table.get("total").is_none() || table.get("steps").is_none() {
                    let allowed = format!("total = a number in the unit of the levers, and steps = a whole number from 1 to {MOST_STEPS}");
                    notes.missing("total or steps", &allowed, Some(given.clone()));
                }
                Method::Split { total: total?, steps: steps? as usize }
            }
            "latin_hypercube" => Method::LatinHypercube(sampled(notes, MOST_POINTS)?),
            "sobol" => Method::Sobol(sampled(notes, MOST_OF_SOBOL)?),
            "saltelli" => Method::Saltelli(sampled(notes, MOST_OF_SOBOL)?),
            "morris" => Method::Morris(sampled(notes, MOST_POINTS)?),
            "csv" => return self.table_of_points(table, axes),
            other => {
                let problem = Problem::new(format!("unknown design `{other}`")).allowed(Method::NAMES.join(", "));
                notes.report(given, problem.nearest(other, Method::NAMES));
                return None;
            }
        };
        self.fits(&method, &given, axes, of).then_some(method)
    }

    /// Whether the axes have what the method needs.
    fn fits(&mut self, method: &Method, place: &std::ops::Range<usize>, axes: &mut [PlacedAxis], of: impl Fn(&Axis) -> bool) -> bool {
        let mut ours: Vec<&mut PlacedAxis> = axes.iter_mut().filter(|placed| of(&placed.axis)).collect();
        let before = self.notes.problems.len();
        if ours.is_empty() {
            self.notes.report(place.clone(), Problem::new("the design varies nothing").allowed("one or more keys under [levers] or [uncertainties]"));
        }
        for placed in &mut ours {
            let has_levels = matches!(placed.axis.span, AxisSpan::Levels(_));
            let (fits, allowed) = match method {
                Method::Split { .. } => (placed.part, "\"part\" for each axis of a split"),
                Method::Factorial | Method::List => (has_levels, "a list of values, or a range with steps"),
                Method::Morris(_) if placed.axis.has_words() => (false, "numbers, or true and false: a step between words has no direction"),
                Method::Morris(_) if placed.axis.repeats_a_level() => (false, "a list that has each value once: a step must lead to another value"),
                _ => (!placed.part, "a range, \"prior\", or a list of values"),
            };
            if !fits {
                let problem = Problem::new(format!("`{}` does not suit the design `{}`", placed.axis.name, method.name()));
                self.notes.report(placed.span.clone(), problem.allowed(allowed));
            }
            if let Method::Split { total, steps } = method {
                let level = |number: usize| Level::number(step(0.0, *total, number as u64, *steps as u64));
                placed.axis.span = AxisSpan::Levels((0..=*steps).map(level).collect());
            }
        }
        let lengths: Vec<usize> = ours.iter().map(|placed| placed.axis.levels().len()).collect();
        if *method == Method::List && lengths.iter().any(|length| *length != lengths[0]) {
            let found = ours.iter().zip(&lengths).map(|(p, n)| format!("{n} for `{}`", p.axis.name)).collect::<Vec<_>>();
            let problem = Problem::new("the axes of a list have different lengths").allowed("as many values for each axis");
            self.notes.report(place.clone(), problem.found(found.join(", ")));
        }
        self.notes.problems.len() == before
    }

    /// Points of a CSV file; its columns are the axes.
    fn table_of_points(&mut self, table: &DeTable<'_>, axes: &mut Vec<PlacedAxis>) -> Option<Method> {
        self.notes.only(table, "design", &["method", "file"]);
        let Some(file) = self.notes.text(table, "file") else {
            let allowed = "file = the path of a CSV from the folder of this file: a column for each path, a row for each point";
            self.notes.missing("file", allowed, Some(table.get("method")?.span()));
            return None;
        };
        let span = table.get("file")?.span();
        if let Some(placed) = axes.first() {
            let problem = Problem::new(format!("`{}` varies beside a table of points", placed.axis.name));
            self.notes.report(placed.span.clone(), problem.allowed("all that varies as columns of the table"));
            return None;
        }
        let read = tables::points(&self.folder.join(file));
        let (paths, points) = self.notes.or_note(span.clone(), read)?;
        for (column, path) in paths.into_iter().enumerate() {
            let mut known = HashSet::new();
            let levels: Vec<Level> = points.iter().map(|row| &row[column]).filter(|level| known.insert(&level.text)).cloned().collect();
            let axis = Axis {
                lever: path.starts_with("policy."),
                paths: vec![path.clone()],
                name: path,
                effect: AxisEffect::Set,
                span: AxisSpan::Levels(levels),
            };
            axes.push(PlacedAxis { axis, span: span.clone(), part: false });
        }
        Some(Method::Table(points))
    }

    /// Names and texts that would act on those who read them.
    fn refuse_what_acts(&mut self, name: &str, table: &DeTable<'_>) {
        if let Some((allowed, found)) = plain::name_refusal(name) {
            let problem = Problem::new("the name of the sweep file cannot be shown").allowed(allowed).found(found);
            self.notes.problems.push(problem);
        }
        for (head, longest) in [("title", plain::LONGEST_TITLE), ("why", plain::LONGEST_TEXT)] {
            let Some((given, text)) = table.get(head).and_then(|given| Some((given, given.get_ref().as_str()?))) else { continue };
            if let Some((allowed, found)) = plain::refusal(text, longest) {
                let problem = Problem::new(format!("`{head}` cannot be shown")).allowed(allowed).found(found);
                self.notes.report(given.span(), problem);
            }
        }
        let keys = ["levers", "uncertainties"].into_iter().filter_map(|part| table.get(part)?.get_ref().as_table()).flat_map(|part| part.keys());
        for key in keys {
            let text = key.get_ref().as_ref();
            let refused = plain::name_refusal(text).or_else(|| text.trim().is_empty().then(|| ("a name".to_owned(), "an empty key".to_owned())));
            if let Some((allowed, found)) = refused {
                self.notes.report(key.span(), Problem::new("the name of what varies cannot be shown").allowed(allowed).found(found));
            }
        }
    }

    /// Points are counted before any is made.
    fn refuse_too_many_points(&mut self, table: &DeTable<'_>, design: Option<&Design>, axes: &[PlacedAxis]) {
        let (Some(design), Some(given)) = (design, table.get("design")) else { return };
        let axes: Vec<Axis> = axes.iter().map(|placed| placed.axis.clone()).collect();
        if let Err(too_many) = design.count(&axes) {
            let problem = Problem::new("the design is too large").allowed(too_many.allowed());
            self.notes.report(given.span(), problem.found(too_many.found()));
        }
    }

    /// A column of the tables cannot stand for a parameter as well.
    fn refuse_names_of_columns(&mut self, axes: &[PlacedAxis], outcomes: &[&str]) {
        for placed in axes.iter().filter(|placed| COLUMNS.iter().chain(outcomes).any(|column| *column == placed.axis.name)) {
            let problem = Problem::new(format!("`{}` is a column of the tables already", placed.axis.name));
            self.notes
                .report(placed.span.clone(), problem.allowed("a path, or a name that is no other column of design.csv, runs.csv or summary.csv"));
        }
    }

    fn refuse_paths_that_vary_twice(&mut self, axes: &[Axis]) {
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for (axis, path) in axes.iter().flat_map(|axis| axis.paths.iter().map(move |path| (axis, path))) {
            match seen.iter().find(|(other, _)| other == path) {
                Some((_, first)) => {
                    let problem = Problem::new(format!("`{path}` is varied by `{first}` and by `{}`", axis.name));
                    let file = Some(self.notes.source.path.clone());
                    self.notes.problems.push(Problem { file, ..problem.allowed("each path once") });
                }
                None => seen.push((path, &axis.name)),
            }
        }
    }
}
