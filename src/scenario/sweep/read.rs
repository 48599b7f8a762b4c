//! Reading a sweep file.

use std::path::Path;

use toml::de::DeTable;

use super::spans::{self, PlacedAxis};
use super::tables;
use super::{Axis, SampledWorld, SweepFile};
use crate::scenario::plain;
use crate::scenario::toml_table::{TableFile, has_one_of};
use crate::scenario::{Draft, LARGEST_SEED, Overrides, Problem, Problems, nearest};

/// Most replicates of a case.
pub const MOST_REPLICATES: u32 = 1_000_000_000;
/// Most points that one key may ask for; with what varies, designs are limited further.
pub(super) const MOST_POINTS: u64 = 50_000_000;
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

impl SweepFile {
    /// Keys at the root of a sweep file.
    pub const KEYS: [&'static str; 11] =
        ["title", "why", "base", "set", "worlds", "replicates", "seed", "outcomes", "design", "levers", "uncertainties"];

    /// Whether a file is a sweep rather than a scenario, by the keys that scenarios do not have.
    pub fn is_at(path: &Path) -> bool {
        has_one_of(path, &["base", "design", "levers", "uncertainties"])
    }

    /// Reads a sweep file and the scenarios it names, changed by the settings of the command line. `outcomes` are the
    /// names that the key of that name may list.
    pub fn load(path: impl AsRef<Path>, outcomes: &[&str], change: &Overrides) -> Result<Self, Problems> {
        TableFile::read(path.as_ref(), |file, table| Reader { file }.sweep(table, outcomes, change))
    }
}

pub(super) struct Reader<'a> {
    pub(super) file: &'a mut TableFile,
}

impl Reader<'_> {
    fn sweep(&mut self, table: &DeTable<'_>, outcomes: &[&str], change: &Overrides) -> Option<SweepFile> {
        self.file.notes.only(table, "", &SweepFile::KEYS);
        let (title, why) = self.file.head(table, "sweep");
        self.refuse_names_that_act(table);
        let mut scenarios = self.scenarios(table, change);
        self.set(table, &mut scenarios);
        let worlds = self.worlds(table);
        let replicates = self.file.notes.whole(table, "replicates", (1, u64::from(MOST_REPLICATES))).unwrap_or(100) as u32;
        let seed = self.file.notes.whole(table, "seed", (0, LARGEST_SEED)).unwrap_or(1);
        let known = outcomes;
        let outcomes = self.outcomes(table, known);
        let mut axes = Vec::new();
        for (key, lever) in [("levers", true), ("uncertainties", false)] {
            if let Some((inner, _)) = self.file.notes.table(table, key) {
                axes.extend(spans::axes(&mut self.file.notes, inner, lever));
            }
        }
        self.refuse_names_of_columns(&axes, known);
        let design = self.design(table, &mut axes);
        self.refuse_too_many_points(table, design.as_ref(), &axes);
        for placed in axes.iter().filter(|_| self.file.notes.problems.is_empty()).collect::<Vec<_>>() {
            for draft in &scenarios {
                spans::check(&mut self.file.notes, placed, draft);
            }
        }
        let axes: Vec<Axis> = axes.into_iter().map(|placed| placed.axis).collect();
        self.refuse_paths_that_vary_twice(&axes);
        let text = self.file.notes.source.text.clone();
        let name = self.file.name.clone();
        Some(SweepFile { name, title: title?, why: why?, text, scenarios, worlds: worlds?, replicates, seed, outcomes, axes, design: design? })
    }

    /// Base scenarios: names of the folder above, or paths from the sweep file.
    fn scenarios(&mut self, table: &DeTable<'_>, change: &Overrides) -> Vec<Draft> {
        let Some(given) = table.get("base") else {
            self.file.notes.missing("base", "the name of a scenario, or a path to one that ends in .toml; or a list of them", None);
            return Vec::new();
        };
        let mut drafts: Vec<Draft> = Vec::new();
        for (name, span) in self.file.notes.texts(given, "base", "a scenario") {
            let loaded = Draft::load(self.file.scenario(&name)).and_then(|mut draft| {
                change.apply(&mut draft)?;
                draft.build()?;
                Ok(draft)
            });
            match loaded {
                Ok(draft) if drafts.iter().any(|other| other.name() == draft.name()) => {
                    self.file.notes.report(span, Problem::new(format!("two base scenarios are called `{}`", draft.name())).allowed("each name once"));
                }
                Ok(draft) => drafts.push(draft),
                Err(problems) => {
                    let missing = |p: &&Problem| p.line.is_none() && p.what.starts_with("no such scenario");
                    match problems.0.iter().find(missing) {
                        Some(problem) => self.file.notes.report(span, Problem { excerpt: None, ..problem.clone() }),
                        None => self.file.notes.problems.extend(problems.0),
                    }
                }
            }
        }
        drafts
    }

    /// Settings of the sweep for all its base scenarios.
    fn set(&mut self, table: &DeTable<'_>, drafts: &mut [Draft]) {
        let Some((settings, _)) = self.file.notes.table(table, "set") else { return };
        let place = |draft: &Draft, problem: Problem| Problem { what: format!("{} (in `{}`)", problem.what, draft.name()), ..problem };
        for (path, given) in settings {
            let Some(level) = spans::level(given) else {
                self.file.notes.wrong(given, path.get_ref(), "a value", "a number, true or false, or a word");
                continue;
            };
            for draft in drafts.iter_mut() {
                let set = draft.set_as(path.get_ref(), &level.text, "sweep").and_then(|()| draft.build().map(drop));
                for problem in set.err().into_iter().flat_map(|problems| problems.0) {
                    self.file.notes.report(given.span(), place(draft, problem));
                }
            }
        }
    }

    fn worlds(&mut self, table: &DeTable<'_>) -> Option<Vec<SampledWorld>> {
        let Some(given) = table.get("worlds") else { return Some(vec![SampledWorld { name: "default".into(), settings: vec![] }]) };
        let (file, first) = match given.get_ref().as_table() {
            Some(inner) => {
                self.file.notes.only(inner, "worlds", &["file", "first"]);
                (self.file.notes.text(inner, "file"), self.file.notes.whole(inner, "first", (1, MOST_POINTS)).map(|n| n as usize))
            }
            None => (self.file.notes.text(table, "worlds"), None),
        };
        let Some(file) = file else {
            if given.get_ref().as_table().is_some_and(|inner| inner.get("file").is_none()) {
                let allowed = "file, the path of a table of worlds from the folder of this file; with first, only so many of its worlds";
                self.file.notes.missing("worlds.file", allowed, Some(given.span()));
            }
            return None;
        };
        let worlds = tables::worlds(&self.file.folder.join(file), first);
        self.file.notes.or_note(given.span(), worlds)
    }

    fn outcomes(&mut self, table: &DeTable<'_>, known: &[&str]) -> Option<Vec<String>> {
        let given = table.get("outcomes")?;
        let named = self.file.notes.texts(given, "outcomes", "a list of outcomes");
        for (name, span) in &named {
            if !known.contains(&name.as_str()) {
                let problem = Problem::new(format!("unknown outcome `{name}`")).allowed("outcomes of `topline list outcomes`");
                self.file.notes.report(span.clone(), Problem { nearest: nearest(name, known), ..problem });
            }
        }
        Some(named.into_iter().map(|n| n.0).collect())
    }

    /// Names of what varies that would act on those who read them.
    fn refuse_names_that_act(&mut self, table: &DeTable<'_>) {
        let keys = ["levers", "uncertainties"].into_iter().filter_map(|part| table.get(part)?.get_ref().as_table()).flat_map(|part| part.keys());
        for key in keys {
            let text = key.get_ref().as_ref();
            let refused = plain::name_refusal(text).or_else(|| text.trim().is_empty().then(|| ("a name".to_owned(), "an empty key".to_owned())));
            if let Some((allowed, found)) = refused {
                self.file.notes.report(key.span(), Problem::new("the name of what varies cannot be shown").allowed(allowed).found(found));
            }
        }
    }

    /// A column of the tables cannot stand for a parameter as well.
    fn refuse_names_of_columns(&mut self, axes: &[PlacedAxis], outcomes: &[&str]) {
        for placed in axes.iter().filter(|placed| COLUMNS.iter().chain(outcomes).any(|column| *column == placed.axis.name)) {
            let problem = Problem::new(format!("`{}` is a column of the tables already", placed.axis.name));
            self.file
                .notes
                .report(placed.span.clone(), problem.allowed("a path, or a name that is no other column of design.csv, runs.csv or summary.csv"));
        }
    }

    fn refuse_paths_that_vary_twice(&mut self, axes: &[Axis]) {
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for (axis, path) in axes.iter().flat_map(|axis| axis.paths.iter().map(move |path| (axis, path))) {
            match seen.iter().find(|(other, _)| other == path) {
                Some((_, first)) => {
                    let problem = Problem::new(format!("`{path}` is varied by `{first}` and by `{}`", axis.name));
                    let file = Some(self.file.notes.source.path.clone());
                    self.file.notes.problems.push(Problem { file, ..problem.allowed("each path once") });
                }
                None => seen.push((path, &axis.name)),
            }
        }
    }
}
