//! Do the measures of a package complement each other? Shapley values and interactions of its instruments.

use minijinja::context;

use super::chart::PictureText;
use super::chart::dots::{Dot, Tone, dots};
use super::command::command;
use super::numbers::{interval, signed};
use super::page::Page;
use super::rows::{InteractionRow, ShapleyRow};
use super::tone::tone;
use super::view::{Figure, FigurePanel, PageBlock, PageCell, PageSection, PageTable};
use crate::outcome::direction::Direction;

/// Outcomes shown.
const SHOWN: [&str; 4] = ["export_revenue", "small_label_exports", "startup_survival_3y", "creator_income_median"];

/// The section, folded; the command where a package was not taken apart, nothing without a package.
pub fn section(page: &Page<'_>) -> Result<Option<PageSection>, String> {
    let Some(first) = page.data.parts.first() else {
        let commands: Vec<PageBlock> = page.data.policies().filter(|s| s.instruments > 1).map(|s| absent(page, &s.title, &s.name)).collect();
        return Ok((!commands.is_empty()).then(|| page.folded("complement", commands)));
    };
    let there = SHOWN.iter().filter(|name| page.data.parts.iter().any(|p| p.outcome == **name));
    let panels = there.map(|name| panel(page, name)).collect::<Result<Vec<_>, String>>()?;
    let mut blocks = vec![PageBlock::text(page.words.say("complement.lead", context! { package => page.data.title(&first.scenario) }))];
    blocks.extend(sentences(page).into_iter().map(PageBlock::text));
    let repeated = format!("topline decompose {} -r {} -s {}", first.scenario, page.data.experiment.replicates, page.data.experiment.seed);
    let again = if page.data.experiment.command == "decompose" { repeated } else { command(page.data) };
    blocks.push(PageBlock::Figure(Figure { command: again, ..page.figure("complement", panels, table(page)) }));
    Ok(Some(page.folded("complement", blocks)))
}

fn absent(page: &Page<'_>, title: &str, name: &str) -> PageBlock {
    PageBlock::Command { text: page.words.say("complement.absent", context! { package => title }), command: format!("topline decompose {name}") }
}

fn named(page: &Page<'_>, instrument: &str) -> String {
    page.words.known(&format!("instrument.{instrument}")).unwrap_or(instrument.to_string())
}

/// Pairs that do more or less together than each alone, and how many of which that cannot be told.
fn sentences(page: &Page<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    for name in SHOWN {
        let pairs: Vec<&InteractionRow> = page.data.interactions.iter().filter(|i| i.outcome == name).collect();
        for (wanted, phrase) in [(Tone::Better, "complement.more"), (Tone::Worse, "complement.less")] {
            let found = pairs.iter().filter(|i| tone(name, Direction::of(i.mean, i.lower, i.upper)) == wanted);
            let list: Vec<String> = found.filter_map(|i| pair(page, i)).collect();
            if !list.is_empty() {
                sentences.push(page.words.say(phrase, context! { outcome => page.words.outcome(name), list => page.words.list(&list) }));
            }
        }
        let open = pairs.iter().filter(|i| Direction::of(i.mean, i.lower, i.upper) == Direction::Open).count();
        if open > 0 {
            sentences.push(page.words.say("complement.open", context! { outcome => page.words.outcome(name), open, pairs => pairs.len() }));
        }
    }
    sentences
}

fn pair(page: &Page<'_>, found: &InteractionRow) -> Option<String> {
    let unit = page.words.unit(&found.unit);
    let shown = interval(found.mean? * unit.factor, found.lower? * unit.factor, found.upper? * unit.factor);
    let values = context! {
        first => named(page, &found.first), second => named(page, &found.second), value => page.words.change(&signed(shown.value), unit),
        range => page.words.say("range_signed", context! { low => shown.low, high => shown.high }),
    };
    Some(page.words.say("complement.pair", values))
}

fn panel(page: &Page<'_>, outcome: &str) -> Result<FigurePanel, String> {
    let dot = |p: &ShapleyRow| {
        let unit = page.words.unit(&p.unit);
        let ends = p.lower.zip(p.upper).map(|(low, high)| (low * unit.factor, high * unit.factor));
        let shown = p.mean.zip(ends).map_or("–".into(), |(mean, (low, high))| signed(interval(mean * unit.factor, low, high).value));
        Dot {
            label: named(page, &p.instrument),
            shown,
            value: p.mean.map(|mean| (mean * unit.factor, ends)),
            tone: tone(outcome, Direction::of(p.mean, p.lower, p.upper)),
        }
    };
    let parts: Vec<&ShapleyRow> = page.data.parts.iter().filter(|p| p.outcome == outcome).collect();
    let rows: Vec<Dot> = parts.iter().map(|p| dot(p)).collect();
    let axis = page.plain(&format!("axis_change.{}", page.words.unit(parts.first().map_or("", |p| p.unit.as_str())).key));
    let title = page.words.say("panel.outcome", context! { outcome => page.words.outcome(outcome), unit => axis });
    let description = rows.iter().map(|r| format!("{}: {}", r.label, r.shown)).collect::<Vec<_>>().join("; ");
    let about = PictureText { id: format!("complement-{outcome}"), title: title.clone(), description };
    Ok(FigurePanel { title, svg: dots(&about, &rows, 0.0)? })
}

/// Shapley values, then interactions.
fn table(page: &Page<'_>) -> PageTable {
    let shown = |outcome: &str| SHOWN.contains(&outcome);
    let row = |outcome: &str, what: String, unit_name: &str, (mean, lower, upper): (Option<f64>, Option<f64>, Option<f64>)| {
        let unit = page.words.unit(unit_name);
        let cell = match mean.zip(lower).zip(upper) {
            None => PageCell::text("–"),
            Some(((mean, low), high)) => {
                let shown = interval(mean * unit.factor, low * unit.factor, high * unit.factor);
                let below = page.words.say("range_signed", context! { low => shown.low, high => shown.high });
                PageCell { below, ..PageCell::number(signed(shown.value), Some(mean)) }
            }
        };
        vec![
            PageCell::text(what),
            PageCell::text(page.words.outcome(outcome)),
            cell,
            PageCell::text(page.plain(&format!("axis_change.{}", unit.key))),
        ]
    };
    let parts = page.data.parts.iter().filter(|p| shown(&p.outcome));
    let pairs = page.data.interactions.iter().filter(|i| shown(&i.outcome));
    let mut rows: Vec<Vec<PageCell>> = parts.map(|p| row(&p.outcome, named(page, &p.instrument), &p.unit, (p.mean, p.lower, p.upper))).collect();
    let both = |i: &InteractionRow| format!("{} × {}", named(page, &i.first), named(page, &i.second));
    rows.extend(pairs.map(|i| row(&i.outcome, both(i), &i.unit, (i.mean, i.lower, i.upper))));
    let head = ["instrument", "outcome", "mean", "unit"];
    PageTable { caption: page.plain("complement.table"), head: head.map(|name| page.plain(&format!("word.{name}"))).to_vec(), rows }
}
