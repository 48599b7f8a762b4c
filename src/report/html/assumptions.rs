//! What is assumed, and which assumptions drive the results.

use minijinja::context;

use super::chart::PictureText;
use super::chart::bars::{Bar, sizes};
use super::numbers::number;
use super::page::Page;
use super::rows::EffectRow;
use super::view::{Figure, FigurePanel, PageBlock, PageCell, PageSection, PageTable};
use crate::outcome;
use crate::scenario::registry::rows;

/// Outcomes shown.
const SHOWN: [&str; 2] = ["export_revenue", "creator_income_median"];
/// Parameters shown for each.
const MOST: usize = 5;
/// Kind of a parameter of which a value is assumed.
const GUESSED: &str = "guessed";

/// The section.
pub fn section(page: &Page<'_>) -> Result<Option<PageSection>, String> {
    let panels = SHOWN.iter().filter(|name| page.data.effects.iter().any(|e| e.outcome == **name)).map(|name| panel(page, name));
    let panels = panels.collect::<Result<Vec<_>, String>>()?;
    let mut blocks = vec![PageBlock::text(counted(page)), PageBlock::text(page.plain("assumptions.lead"))];
    if page.data.experiment.core {
        let off = rows().iter().filter(|row| row.core).count();
        blocks.insert(0, PageBlock::text(page.words.say("assumptions.core", context! { off })));
    }
    if !panels.is_empty() {
        let command = page.plain("assumptions.command");
        blocks.push(PageBlock::Figure(Figure { command, ..page.figure("assumptions", panels, table(page)) }));
    }
    let guessed = kinds(page, SHOWN[0], MOST);
    let count = guessed.iter().filter(|guessed| **guessed).count();
    let finding = page.words.say("assumptions.finding", context! { guessed => count, drivers => guessed.len() });
    Ok(Some(page.section("assumptions", finding, blocks)))
}

/// Parameters by kind, as the registry has them.
fn counted(page: &Page<'_>) -> String {
    let of = |kind: &str| rows().iter().filter(|row| row.kind == kind).count();
    page.words.say("assumptions.counted", context! { all => rows().len(), assumed => of("assumed"), derived => of("derived"), known => of("known") })
}

/// Effects on an outcome, the strongest first; those that one or two trajectories carry, whose size is within twice its error, stand last.
fn effects<'a>(page: &'a Page<'_>, outcome: &str) -> Vec<&'a EffectRow> {
    let mut effects: Vec<&EffectRow> = page.data.effects.iter().filter(|e| e.outcome == outcome).collect();
    effects.sort_by_key(|e| (e.se.is_some_and(|se| e.mu_star < 2.0 * se), e.rank));
    effects.truncate(MOST);
    effects
}

/// Names of the strongest assumptions for an outcome.
pub fn strongest(page: &Page<'_>, outcome: &str, most: usize) -> Vec<String> {
    effects(page, outcome).iter().take(most).map(|e| named(page, e)).collect()
}

/// Whether each of the strongest assumptions for an outcome is a guess.
pub fn kinds(page: &Page<'_>, outcome: &str, most: usize) -> Vec<bool> {
    effects(page, outcome).iter().take(most).map(|e| e.kind == GUESSED).collect()
}

/// Name of a parameter in words.
fn plain_name(page: &Page<'_>, effect: &EffectRow) -> String {
    let described = || rows().iter().find(|row| row.vector() == effect.parameter).map(|row| row.description.clone());
    page.words.known(&format!("parameter.{}", effect.parameter)).or_else(described).unwrap_or(effect.parameter.clone())
}

/// The name with the word for a guess.
fn named(page: &Page<'_>, effect: &EffectRow) -> String {
    let name = plain_name(page, effect);
    let kind = if effect.kind == GUESSED { "guessed" } else { "known" };
    page.words.say(&format!("assumptions.{kind}"), context! { name })
}

fn panel(page: &Page<'_>, outcome: &str) -> Result<FigurePanel, String> {
    let unit = page.words.unit(outcome::find(outcome).map_or("", |o| o.unit));
    let effects = effects(page, outcome);
    let row =
        |e: &&EffectRow| Bar { label: plain_name(page, e), shown: shown(e, unit.factor), size: e.mu_star * unit.factor, filled: e.kind != GUESSED };
    let rows: Vec<Bar> = effects.iter().map(row).collect();
    let noise = effects.first().and_then(|e| e.luck).map(|noise| noise * unit.factor);
    let axis = page.plain(&format!("axis_change.{}", unit.key));
    let title = page.words.say("panel.outcome", context! { outcome => page.words.outcome(outcome), unit => axis });
    let description = rows.iter().map(|r| format!("{}: {}", r.label, r.shown)).collect::<Vec<_>>().join("; ");
    let about = PictureText { id: format!("assumptions-{outcome}"), title: title.clone(), description };
    Ok(FigurePanel { title, svg: sizes(&about, &rows, noise)? })
}

/// The size with the direction, where effects go one way in the mean.
fn shown(effect: &EffectRow, factor: f64) -> String {
    let size = number(effect.mu_star * factor);
    if effect.mu.abs() < 0.9 * effect.mu_star {
        format!("±{size}")
    } else if effect.mu > 0.0 {
        format!("+{size}")
    } else {
        format!("\u{2212}{size}")
    }
}

fn table(page: &Page<'_>) -> PageTable {
    let head = ["outcome", "assumption", "parameter", "unit", "effect", "effect_signed", "luck"];
    let row = |e: &EffectRow| {
        let unit = page.words.unit(outcome::find(&e.outcome).map_or("", |o| o.unit));
        let cell = |v: Option<f64>| PageCell::number(v.map_or(String::new(), |v| number(v * unit.factor)), v);
        let words = [page.words.outcome(&e.outcome), named(page, e), e.parameter.clone(), page.plain(&format!("axis_change.{}", unit.key))];
        words.map(PageCell::text).into_iter().chain([Some(e.mu_star), Some(e.mu), e.luck].map(cell)).collect()
    };
    PageTable {
        caption: page.plain("assumptions.table"),
        head: head.map(|name| page.plain(&format!("word.{name}"))).to_vec(),
        rows: SHOWN.iter().flat_map(|outcome| effects(page, outcome)).map(row).collect(),
    }
}
