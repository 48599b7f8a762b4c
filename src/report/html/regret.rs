//! Regret over plausible worlds, and what flips the ranking.

use minijinja::context;

use super::chart::PictureText;
use super::chart::dots::{Dot, Tone, dots};
use super::command::command;
use super::numbers::{interval, number, percent};
use super::page::Page;
use super::rows::{FlipRow, RegretRow, WorldEffectRow};
use super::view::{FigurePanel, PageBlock, PageCell, PageSection, PageTable};
use crate::report::appraisal::regret::MANY_WORLDS;

/// The section, folded: effects over worlds with what luck does in them, and regret; none where no worlds were looked at.
pub fn section(page: &Page<'_>, leads: Option<PageTable>) -> Result<Option<PageSection>, String> {
    let mut blocks: Vec<PageBlock> = effects(page).into_iter().flatten().collect();
    blocks.extend(leads.map(PageBlock::Table));
    if page.data.regret.is_empty() {
        if !blocks.is_empty() {
            let command = format!("{} --worlds {MANY_WORLDS}", command(page.data)).replace(" --world-replicates 6", "");
            blocks.push(PageBlock::Command { text: page.plain("regret.more"), command });
        }
        return Ok((!blocks.is_empty()).then(|| page.folded("regret", blocks)));
    }
    let mut outcomes: Vec<&str> = Vec::new();
    for row in &page.data.regret {
        if !outcomes.contains(&row.outcome.as_str()) {
            outcomes.push(&row.outcome);
        }
    }
    let panels = outcomes.iter().map(|outcome| panel(page, outcome)).collect::<Result<Vec<_>, _>>()?;
    let worlds = page.data.regret[0].worlds;
    blocks.push(PageBlock::text(page.words.say("regret.lead", context! { worlds })));
    blocks.extend(few(page, worlds).map(|text| PageBlock::Warning { text }));
    blocks.push(PageBlock::Figure(page.figure("regret", panels, table(page))));
    Ok(Some(page.folded("regret", blocks)))
}

/// Effects over worlds: a sentence and a table with what is luck and what is world; nothing without worlds.
fn effects(page: &Page<'_>) -> Option<[PageBlock; 2]> {
    let first = page.data.world_effects.first()?;
    let lead = page.words.say("worlds.lead", context! { worlds => first.worlds, replicates => first.replicates });
    let head = ["scenario", "outcome", "unit", "mean_over_worlds", "range_over_worlds", "share_sign", "of_world", "of_luck", "of_both"];
    let row = |r: &WorldEffectRow| {
        let unit = page.words.unit(page.data.unit_of(&r.outcome));
        let ends = |value: Option<f64>, low: Option<f64>, high: Option<f64>| {
            let shown = value.zip(low).zip(high).map(|((v, low), high)| interval(v * unit.factor, low * unit.factor, high * unit.factor))?;
            Some((shown.value, page.words.say("range_signed", context! { low => shown.low, high => shown.high })))
        };
        let (mean, below) = ends(r.mean, r.ci_low, r.ci_high).unwrap_or_default();
        let alike = r.p05.is_some() && r.p05 == r.p95;
        let range = ends(r.mean, r.p05, r.p95).map_or(String::new(), |(_, range)| if alike { page.plain("worlds.alike") } else { range });
        let all: f64 = [r.sd_world, r.sd_luck, r.sd_both].iter().flatten().map(|sd| sd * sd).sum();
        let part = |sd: Option<f64>| PageCell::number(sd.filter(|_| all > 0.0).map_or("–".into(), |sd| percent(sd * sd / all)), sd);
        vec![
            PageCell::text(page.data.title(&r.scenario)),
            PageCell::text(page.words.outcome(&r.outcome)),
            PageCell::text(page.plain(&format!("axis_change.{}", unit.key))),
            PageCell { below, ..PageCell::number(mean, r.mean) },
            PageCell::text(range),
            PageCell::number(r.share_sign.map_or("–".into(), percent), r.share_sign),
            part(r.sd_world),
            part(r.sd_luck),
            part(r.sd_both),
        ]
    };
    let table = PageTable {
        caption: page.words.say("worlds.table", context! { worlds => first.worlds }),
        head: head.map(|name| page.plain(&format!("word.{name}"))).to_vec(),
        rows: page.data.world_effects.iter().map(row).collect(),
    };
    Some([PageBlock::text(lead), PageBlock::Table(table)])
}

/// That so many worlds are few.
fn few(page: &Page<'_>, worlds: usize) -> Option<String> {
    (worlds < MANY_WORLDS).then(|| page.words.say("regret.few", context! { worlds, many => MANY_WORLDS }))
}

fn panel(page: &Page<'_>, outcome: &str) -> Result<FigurePanel, String> {
    let unit = page.words.unit(page.data.unit_of(outcome));
    let dot = |r: &RegretRow| {
        let ends = r.mean_low.zip(r.mean_high).map(|(low, high)| (low * unit.factor, high * unit.factor));
        let shown = r.mean.map_or("–".into(), |mean| match ends {
            Some((low, high)) => interval(mean * unit.factor, low, high).value,
            None => number(mean * unit.factor),
        });
        Dot { label: page.data.title(&r.scenario).to_string(), shown, value: r.mean.map(|mean| (mean * unit.factor, ends)), tone: Tone::Moved }
    };
    let rows: Vec<Dot> = page.data.regret.iter().filter(|r| r.outcome == outcome).map(dot).collect();
    let axis = page.plain(&format!("axis_change.{}", unit.key));
    let title = page.words.say("panel.outcome", context! { outcome => page.words.outcome(outcome), unit => axis });
    let description = rows.iter().map(|r| format!("{}: {}", r.label, r.shown)).collect::<Vec<_>>().join("; ");
    let about = PictureText { id: format!("regret-{outcome}"), title: title.clone(), description };
    Ok(FigurePanel { title, svg: dots(&about, &rows, 0.0)? })
}

/// Boxes in which another scenario is better than this one in an outcome, a sentence for each.
pub fn flips_of(page: &Page<'_>, outcome: &str, scenario: &str) -> Vec<String> {
    let first = |(first, _): &(&FlipRow, Vec<&FlipRow>)| first.outcome == outcome && first.scenario == scenario && first.parameter.is_some();
    boxes(page).into_iter().filter(first).map(|(first, rows)| flip(page, first, &rows)).collect()
}

/// Worlds in which another scenario is better, a sentence for each box.
pub fn flips(page: &Page<'_>) -> Vec<String> {
    boxes(page).into_iter().map(|(first, rows)| flip(page, first, &rows)).collect()
}

/// Rows of each box.
fn boxes<'a>(page: &'a Page<'_>) -> Vec<(&'a FlipRow, Vec<&'a FlipRow>)> {
    let mut boxes: Vec<(&FlipRow, Vec<&FlipRow>)> = Vec::new();
    for row in &page.data.flips {
        match boxes.iter_mut().find(|(first, _)| (&first.outcome, &first.rival, first.number) == (&row.outcome, &row.rival, row.number)) {
            Some((_, rows)) => rows.push(row),
            None => boxes.push((row, vec![row])),
        }
    }
    boxes
}

fn flip(page: &Page<'_>, first: &FlipRow, rows: &[&FlipRow]) -> String {
    let limits: Vec<String> = rows.iter().filter_map(|row| limit(page, row)).collect();
    let values = context! {
        rival => page.data.title(&first.rival), policy => page.data.title(&first.scenario), outcome => page.words.outcome(&first.outcome),
        flipped => first.flipped, worlds => first.worlds, limits => page.words.list(&limits),
        inside => first.inside.unwrap_or(0), density => percent(first.density.unwrap_or(0.0)),
    };
    page.words.say(if limits.is_empty() { "regret.flip_nowhere" } else { "regret.flip" }, values)
}

fn limit(page: &Page<'_>, row: &FlipRow) -> Option<String> {
    let parameter = row.parameter.clone().filter(|p| !p.is_empty())?;
    let unit = row.parameter_unit.clone().unwrap_or_default();
    let values = |value: f64| context! { parameter => &parameter, unit => &unit, value => number(value) };
    let parts = [row.lower.map(|v| page.words.say("regret.at_least", values(v))), row.upper.map(|v| page.words.say("regret.at_most", values(v)))];
    Some(page.words.list(&parts.into_iter().flatten().collect::<Vec<_>>()))
}

fn table(page: &Page<'_>) -> PageTable {
    let head = ["scenario", "outcome", "unit", "regret_mean", "regret_p90", "regret_max", "share_best"];
    let row = |r: &RegretRow| {
        let unit = page.words.unit(&r.unit);
        let cell = |value: Option<f64>, low: Option<f64>, high: Option<f64>, factor: f64| {
            let Some(((value, low), high)) = value.zip(low).zip(high) else {
                return PageCell::number(value.map_or(String::new(), |v| number(v * factor)), value);
            };
            let shown = interval(value * factor, low * factor, high * factor);
            let below = page.words.say("range", context! { low => shown.low, high => shown.high });
            PageCell { below, ..PageCell::number(shown.value, Some(value)) }
        };
        vec![
            PageCell::text(page.data.title(&r.scenario)),
            PageCell::text(page.words.outcome(&r.outcome)),
            PageCell::text(page.plain(&format!("axis_change.{}", unit.key))),
            cell(r.mean, r.mean_low, r.mean_high, unit.factor),
            cell(r.p90, r.p90_low, r.p90_high, unit.factor),
            cell(r.max, r.max_low, r.max_high, unit.factor),
            cell(r.share_best, r.share_best_low, r.share_best_high, 100.0),
        ]
    };
    PageTable {
        caption: page.words.say("regret.table", context! { replicates => page.data.regret.first().map_or(0, |r| r.replicates) }),
        head: head.map(|name| page.plain(&format!("word.{name}"))).to_vec(),
        rows: page.data.regret.iter().map(row).collect(),
    }
}
