//! Paired differences to the baseline with their intervals, against zero.

use minijinja::context;

use super::chart::PictureText;
use super::chart::dots::{Dot, dots};
use super::numbers::{fixed, signed};
use super::page::Page;
use super::rows::ComparisonRow;
use super::view::{FigurePanel, PageBlock, PageCell, PageSection, PageTable};
use crate::experiment::CostBasis;

/// The section; none where nothing was compared.
pub fn section(page: &Page<'_>) -> Result<Option<PageSection>, String> {
    if page.data.contrasts.is_empty() {
        return Ok(None);
    }
    // Costs have pictures of their own.
    let shown = page.data.chief().into_iter().filter(|outcome| !CostBasis::is(outcome));
    let panels = shown.map(|outcome| panel(page, outcome)).collect::<Result<Vec<_>, _>>()?;
    let figure = PageBlock::Figure(page.figure("differences", panels, table(page)));
    Ok(Some(page.folded("differences", vec![PageBlock::text(page.plain("differences.lead")), figure])))
}

fn panel(page: &Page<'_>, outcome: &str) -> Result<FigurePanel, String> {
    let (data, words) = (page.data, page.words);
    let axis = words.plain(&format!("axis_change.{}", page.words.unit(data.unit_of(outcome)).key));
    let title = words.say("panel.outcome", context! { outcome => words.outcome(outcome), unit => axis });
    let contrasts = data.policies().filter_map(|s| data.contrast(&s.name, outcome));
    let rows: Vec<Dot> = contrasts.map(|c| dot(page, c)).collect();
    let said = rows.iter().map(|row| format!("{}: {}", row.label, row.shown)).collect::<Vec<_>>().join("; ");
    let about = PictureText { id: format!("differences-{outcome}"), title: title.clone(), description: said };
    Ok(FigurePanel { title, svg: dots(&about, &rows, 0.0)? })
}

fn dot(page: &Page<'_>, contrast: &ComparisonRow) -> Dot {
    let factor = page.words.unit(&contrast.unit).factor;
    let ends = contrast.ci_low.zip(contrast.ci_high).map(|(low, high)| (low * factor, high * factor));
    Dot {
        label: page.data.title(&contrast.scenario).to_string(),
        shown: contrast.shown(page.words).map_or("–".into(), |shown| signed(shown.value)),
        value: contrast.mean_difference.map(|mean| (mean * factor, ends)),
        tone: contrast.tone(),
    }
}

fn table(page: &Page<'_>) -> PageTable {
    let (data, words) = (page.data, page.words);
    let head = ["policy", "outcome", "unit", "baseline", "with_policy", "difference", "interval_low", "interval_high", "share_better"];
    let row = |c: &ComparisonRow| {
        let unit = page.words.unit(&c.unit);
        let number = |value: Option<f64>| PageCell::number(value.map_or(String::new(), |v| super::numbers::number(v * unit.factor)), value);
        let (value, low, high) = c.shown(page.words).map_or_else(Default::default, |s| (signed(s.value), s.low, s.high));
        // One pair has no interval.
        let (low, high) = if c.ci_low.is_some() { (low, high) } else { Default::default() };
        vec![
            PageCell::text(data.title(&c.scenario)),
            PageCell::text(words.outcome(&c.outcome)),
            PageCell::text(words.plain(&format!("axis_change.{}", unit.key))),
            number(c.baseline_mean),
            number(c.scenario_mean),
            PageCell::number(value, c.mean_difference),
            PageCell::number(low, c.ci_low),
            PageCell::number(high, c.ci_high),
            PageCell::number(c.share_better.map_or(String::new(), |s| page.words.percent(s)), c.share_better),
        ]
    };
    let chief = data.chief();
    let shown = data.contrasts.iter().filter(|c| chief.contains(&c.outcome.as_str()));
    PageTable {
        caption: words.say("differences.table", context! { n => fixed(data.experiment.replicates as f64, 0) }),
        head: head.map(|name| words.plain(&format!("word.{name}"))).to_vec(),
        rows: shown.map(row).collect(),
    }
}
