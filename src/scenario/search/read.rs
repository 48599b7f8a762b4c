//! Reading a search file.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::de::DeTable;

use super::count::{count_of, units_of};
use super::parts::PlacedPart;
use super::{KnownOutcome, MOST_CANDIDATES, MOST_POINTS, SearchEffort, SearchFile, aims, parts};
use crate::scenario::source::Source;
use crate::scenario::sweep::toml_table::Notes;
use crate::scenario::sweep::{SampledWorld, tables};
use crate::scenario::{Draft, Overrides, Problem, Problems, plain, shipped};

/// Keys at the root of a search file.
const KEYS: [&str; 13] =
    ["title", "why", "baseline", "budget", "seed", "worlds", "instruments", "constraints", "objectives", "lattice", "screen", "refine", "certify"];
/// Largest seed: whole numbers up to here are exact in every program that reads the tables.
const LARGEST_SEED: u64 = (1 << 53) - 1;

impl SearchFile {
    /// Whether a file is a search rather than a scenario or a sweep, by the keys that those do not have.
    pub fn is_at(path: &Path) -> bool {
        let Ok(source) = Source::read(path) else { return false };
        let (table, _) = DeTable::parse_recoverable(&source.text);
        ["budget", "objectives", "instruments"].into_iter().any(|key| table.get_ref().contains_key(key))
    }

    /// Reads a search file and the scenario it names, changed by the settings of the command line. `outcomes` are what an
    /// objective may name.
    pub fn load(path: impl AsRef<Path>, outcomes: &[KnownOutcome], change: &Overrides) -> Result<Self, Problems> {
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
    fn file(&mut self, name: String, table: &DeTable<'_>, outcomes: &[KnownOutcome], change: &Overrides) -> Option<SearchFile> {
        self.notes.only(table, "", &KEYS);
        for head in ["title", "why"].into_iter().filter(|head| table.get(*head).is_none()) {
            self.notes.missing(head, &format!("{head} = \"...\" at the head of the file"), None);
        }
        let (title, why) = (self.notes.text(table, "title"), self.notes.text(table, "why"));
        self.refuse_what_acts(&name, table);
        let baseline = self.baseline(table, change);
        let budgets = aims::budgets(&mut self.notes, table);
        let placed = parts::parts(&mut self.notes, table);
        let (groups, cost_limit) = aims::constraints(&mut self.notes, table, &placed);
        let objectives = aims::objectives(&mut self.notes, table, outcomes);
        let worlds = self.worlds(table);
        let effort = self.effort(table);
        let seed = self.notes.whole(table, "seed", (0, LARGEST_SEED)).unwrap_or(1);
        let whole = self.notes.problems.is_empty();
        for budget in budgets.iter().filter(|_| whole) {
            parts::refuse_empty(&mut self.notes, &placed, &groups, budget.clone());
        }
        if let (Some((_, draft)), Some((most, _)), true) = (&baseline, budgets.last(), self.notes.problems.is_empty()) {
            placed.iter().for_each(|part| parts::check(&mut self.notes, part, draft, *most));
        }
        self.refuse_too_many_points(table, &placed, &budgets, effort);
        let (baseline_name, baseline) = baseline?;
        Some(SearchFile {
            name,
            title: title?,
            why: why?,
            text: self.notes.source.text.clone(),
            baseline_name,
            baseline,
            budgets: budgets.into_iter().map(|(sum, _)| sum).collect(),
            parts: placed.into_iter().map(|placed| placed.part).collect(),
            groups: groups.into_iter().map(|(group, _)| group).collect(),
            cost_limit,
            objectives,
            worlds: worlds?,
            effort,
            seed,
        })
    }

    /// The scenario that every mix extends: a name of the folder above, or a path from the search file.
    fn baseline(&mut self, table: &DeTable<'_>, change: &Overrides) -> Option<(String, Draft)> {
        let given = table.get("baseline");
        let name = if given.is_some() { self.notes.text(table, "baseline")? } else { "baseline".to_owned() };
        let path = self.named(&name);
        let loaded = Draft::load(&path).and_then(|mut draft| {
            change.apply(&mut draft)?;
            draft.build()?;
            Ok(draft)
        });
        let extended = match shipped::named(&name) {
            Some(_) if !name.ends_with(".toml") => name,
            _ => path.canonicalize().unwrap_or(path).display().to_string(),
        };
        match (loaded, given) {
            (Ok(draft), _) => Some((extended, draft)),
            (Err(Problems(problems)), Some(given)) if problems.iter().any(|p| p.line.is_none() && p.what.starts_with("no such scenario")) => {
                problems.into_iter().take(1).for_each(|problem| self.notes.report(given.span(), problem));
                None
            }
            (Err(problems), _) => {
                self.notes.problems.extend(problems.0);
                None
            }
        }
    }

    /// A scenario by its name or path.
    fn named(&self, name: &str) -> PathBuf {
        if name.ends_with(".toml") {
            return self.folder.join(name);
        }
        let file = format!("{name}.toml");
        let near = [self.folder.join(&file), self.folder.join("..").join(&file)];
        near.iter().find(|path| path.is_file()).cloned().or_else(|| shipped::named(name)).unwrap_or_else(|| near[1].clone())
    }

    fn worlds(&mut self, table: &DeTable<'_>) -> Option<Vec<SampledWorld>> {
        let Some((inner, span)) = self.notes.table(table, "worlds") else {
            return table.get("worlds").is_none().then(|| vec![SampledWorld { name: "default".into(), settings: vec![] }]);
        };
        self.notes.only(inner, "worlds", &["file", "first"]);
        let (file, first) = (self.notes.text(inner, "file"), self.notes.whole(inner, "first", (1, MOST_WORLDS)));
        let Some(file) = file else {
            let allowed = "file, the path of a table of worlds from the folder of this file; with first, only so many of its worlds";
            self.notes.missing("worlds.file", allowed, Some(span));
            return None;
        };
        let worlds = tables::worlds(&self.folder.join(&file), first.map(|n| n as usize)).and_then(|worlds| match worlds.len() as u64 {
            0..=MOST_WORLDS => Ok(worlds),
            many => {
                Err(Problem::new(format!("`{file}` has too many worlds")).allowed(format!("`first` up to {MOST_WORLDS}")).found(many.to_string()))
            }
        });
        self.notes.or_note(span, worlds)
    }

    /// How much is tried, with defaults.
    fn effort(&mut self, table: &DeTable<'_>) -> SearchEffort {
        let mut effort = SearchEffort {
            units: 5,
            points: None,
            screen_runs: 60_000,
            generations: 6,
            population: 24,
            candidates: 40,
            blocks: 4000,
            confidence: 0.95,
            challenge: 330,
        };
        let notes = &mut self.notes;
        if let Some((inner, _)) = notes.table(table, "lattice") {
            notes.only(inner, "lattice", &["units", "points"]);
            effort.units = notes.whole(inner, "units", (1, 1_000_000)).unwrap_or(5) as u32;
            effort.points = notes.whole(inner, "points", (1, MOST_SUBSET)).map(|points| points as u32);
        }
        if let Some((inner, _)) = notes.table(table, "screen") {
            notes.only(inner, "screen", &["runs"]);
            effort.screen_runs = notes.whole(inner, "runs", (100, 1_000_000_000)).unwrap_or(effort.screen_runs);
        }
        if let Some((inner, _)) = notes.table(table, "refine") {
            notes.only(inner, "refine", &["generations", "population"]);
            effort.generations = notes.whole(inner, "generations", (0, 10_000)).unwrap_or(6) as u32;
            effort.population = notes.whole(inner, "population", (4, 1000)).unwrap_or(24) as u32;
        }
        if let Some((inner, _)) = notes.table(table, "certify") {
            notes.only(inner, "certify", &["candidates", "blocks", "confidence", "challenge"]);
            effort.candidates = notes.whole(inner, "candidates", (2, MOST_CANDIDATES)).unwrap_or(40) as u32;
            effort.blocks = notes.whole(inner, "blocks", (40, 100_000)).unwrap_or(4000) as u32;
            effort.challenge = notes.whole(inner, "challenge", (0, 10_000)).unwrap_or(330) as u32;
            if let Some(given) = inner.get("confidence") {
                match notes.number(inner, "confidence").filter(|level| (0.5..1.0).contains(level)) {
                    Some(level) => effort.confidence = level,
                    None => notes.wrong(given, "confidence", "a probability", "a number from 0.5 to below 1"),
                }
            }
        }
        effort
    }

    /// Names and texts that would act on those who read them.
    fn refuse_what_acts(&mut self, name: &str, table: &DeTable<'_>) {
        if let Some((allowed, found)) = plain::name_refusal(name) {
            self.notes.problems.push(Problem::new("the name of the search file cannot be shown").allowed(allowed).found(found));
        }
        for (head, longest) in [("title", plain::LONGEST_TITLE), ("why", plain::LONGEST_TEXT)] {
            let Some((given, text)) = table.get(head).and_then(|given| Some((given, given.get_ref().as_str()?))) else { continue };
            if let Some((allowed, found)) = plain::refusal(text, longest) {
                self.notes.report(given.span(), Problem::new(format!("`{head}` cannot be shown")).allowed(allowed).found(found));
            }
        }
    }

    /// Mixes of the lattice are counted before any is made.
    fn refuse_too_many_points(&mut self, table: &DeTable<'_>, placed: &[PlacedPart], budgets: &[(u64, Range<usize>)], effort: SearchEffort) {
        for (sum, span) in budgets.iter().filter(|_| self.notes.problems.is_empty()).collect::<Vec<_>>() {
            let limits: Vec<(usize, usize, u128)> = placed.iter().map(|placed| units(placed, *sum, effort.units)).collect();
            let count = count_of(&limits, effort.units as usize);
            if count == 0 {
                let problem = Problem::new("no mix in whole units keeps to the limits").allowed("more units in [lattice], or wider limits");
                self.notes.report(span.clone(), problem.found(format!("{} units of {sum} M KRW", effort.units)));
            }
            if count > u128::from(MOST_POINTS) && effort.points.is_none() {
                let allowed = format!("at most {MOST_POINTS} mixes: fewer units, or points = N in [lattice] for N mixes that fill the space");
                let found = if count == u128::MAX { "more than 10^38 mixes".into() } else { format!("{count} mixes") };
                let place = table.get("lattice").map_or(span.clone(), |given| given.span());
                self.notes.report(place, Problem::new("the lattice of mixes is too large").allowed(allowed).found(found));
            }
        }
    }
}

/// Fewest and most units of a part, and combinations of its choices.
fn units(placed: &PlacedPart, sum: u64, units: u32) -> (usize, usize, u128) {
    let (least, most) = units_of(&placed.part, sum, units);
    (least, most, placed.part.variants() as u128)
}

/// Most worlds of a search.
const MOST_WORLDS: u64 = 1000;
/// Most mixes of a part of a lattice: points of the sequence of Sobol'.
const MOST_SUBSET: u64 = 1 << 16;
