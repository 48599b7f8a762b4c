//! Reading a search file.

use std::ops::Range;
use std::path::Path;

use toml::de::DeTable;

use super::count::{count_of, units_of};
use super::parts::PlacedPart;
use super::{KnownOutcome, MOST_CANDIDATES, MOST_POINTS, SearchEffort, SearchFile, aims, parts};
use crate::scenario::sweep::{SampledWorld, tables};
use crate::scenario::toml_table::{TableFile, has_one_of};
use crate::scenario::{Draft, LARGEST_SEED, Overrides, Problem, Problems, shipped};

/// Keys at the root of a search file.
const KEYS: [&str; 13] =
    ["title", "why", "baseline", "budget", "seed", "worlds", "instruments", "constraints", "objectives", "lattice", "screen", "refine", "certify"];

impl SearchFile {
    /// Whether a file is a search rather than a scenario or a sweep, by the keys that those do not have.
    pub fn is_at(path: &Path) -> bool {
        has_one_of(path, &["budget", "objectives", "instruments"])
    }

    /// Reads a search file and the scenario it names, changed by the settings of the command line. `outcomes` are what an
    /// objective may name.
    pub fn load(path: impl AsRef<Path>, outcomes: &[KnownOutcome], change: &Overrides) -> Result<Self, Problems> {
        TableFile::read(path.as_ref(), |file, table| Reader { file }.search(table, outcomes, change))
    }
}

struct Reader<'a> {
    file: &'a mut TableFile,
}

impl Reader<'_> {
    fn search(&mut self, table: &DeTable<'_>, outcomes: &[KnownOutcome], change: &Overrides) -> Option<SearchFile> {
        self.file.notes.only(table, "", &KEYS);
        let (title, why) = self.file.head(table, "search");
        let baseline = self.baseline(table, change);
        let budgets = aims::budgets(&mut self.file.notes, table);
        let placed = parts::parts(&mut self.file.notes, table);
        let (groups, cost_limit) = aims::constraints(&mut self.file.notes, table, &placed);
        let objectives = aims::objectives(&mut self.file.notes, table, outcomes);
        let worlds = self.worlds(table);
        let effort = self.effort(table);
        let seed = self.file.notes.whole(table, "seed", (0, LARGEST_SEED)).unwrap_or(1);
        let whole = self.file.notes.problems.is_empty();
        for budget in budgets.iter().filter(|_| whole) {
            parts::refuse_empty(&mut self.file.notes, &placed, &groups, budget.clone());
        }
        if let (Some((_, draft)), Some((most, _)), true) = (&baseline, budgets.last(), self.file.notes.problems.is_empty()) {
            placed.iter().for_each(|part| parts::check(&mut self.file.notes, part, draft, *most));
        }
        self.refuse_too_many_points(table, &placed, &budgets, effort);
        let (baseline_name, baseline) = baseline?;
        Some(SearchFile {
            name: self.file.name.clone(),
            title: title?,
            why: why?,
            text: self.file.notes.source.text.clone(),
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
        let name = if given.is_some() { self.file.notes.text(table, "baseline")? } else { "baseline".to_owned() };
        let path = self.file.scenario(&name);
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
                problems.into_iter().take(1).for_each(|problem| self.file.notes.report(given.span(), problem));
                None
            }
            (Err(problems), _) => {
                self.file.notes.problems.extend(problems.0);
                None
            }
        }
    }

    fn worlds(&mut self, table: &DeTable<'_>) -> Option<Vec<SampledWorld>> {
        let Some((inner, span)) = self.file.notes.table(table, "worlds") else {
            return table.get("worlds").is_none().then(|| vec![SampledWorld { name: "default".into(), settings: vec![] }]);
        };
        self.file.notes.only(inner, "worlds", &["file", "first"]);
        let (file, first) = (self.file.notes.text(inner, "file"), self.file.notes.whole(inner, "first", (1, MOST_WORLDS)));
        let Some(file) = file else {
            let allowed = "file, the path of a table of worlds from the folder of this file; with first, only so many of its worlds";
            self.file.notes.missing("worlds.file", allowed, Some(span));
            return None;
        };
        let worlds = tables::worlds(&self.file.folder.join(&file), first.map(|n| n as usize)).and_then(|worlds| match worlds.len() as u64 {
            0..=MOST_WORLDS => Ok(worlds),
            many => {
                Err(Problem::new(format!("`{file}` has too many worlds")).allowed(format!("`first` up to {MOST_WORLDS}")).found(many.to_string()))
            }
        });
        self.file.notes.or_note(span, worlds)
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
        let notes = &mut self.file.notes;
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

    /// Mixes of the lattice are counted before any is made.
    fn refuse_too_many_points(&mut self, table: &DeTable<'_>, placed: &[PlacedPart], budgets: &[(u64, Range<usize>)], effort: SearchEffort) {
        for (sum, span) in budgets.iter().filter(|_| self.file.notes.problems.is_empty()).collect::<Vec<_>>() {
            let limits: Vec<(usize, usize, u128)> = placed.iter().map(|placed| units(placed, *sum, effort.units)).collect();
            let count = count_of(&limits, effort.units as usize);
            if count == 0 {
                let problem = Problem::new("no mix in whole units keeps to the limits").allowed("more units in [lattice], or wider limits");
                self.file.notes.report(span.clone(), problem.found(format!("{} units of {sum} M KRW", effort.units)));
            }
            if count > u128::from(MOST_POINTS) && effort.points.is_none() {
                let allowed = format!("at most {MOST_POINTS} mixes: fewer units, or points = N in [lattice] for N mixes that fill the space");
                let found = if count == u128::MAX { "more than 10^38 mixes".into() } else { format!("{count} mixes") };
                let place = table.get("lattice").map_or(span.clone(), |given| given.span());
                self.file.notes.report(place, Problem::new("the lattice of mixes is too large").allowed(allowed).found(found));
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
