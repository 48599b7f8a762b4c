//! Does the model show what evidence says? The pattern scorecard.

use minijinja::context;

use super::chart::PictureText;
use super::chart::ranges::{RangeRow, ranges};
use super::numbers::number;
use super::page::Page;
use super::rows::PatternRow;
use super::view::{Figure, FigurePanel, PageBlock, PageCell, PageSection, PageTable};

/// The section: how many facts the model shows, and which it does not; none without patterns.
pub fn section(page: &Page<'_>) -> Option<PageSection> {
    let patterns = &page.data.patterns;
    if patterns.is_empty() {
        return None;
    }
    let whose = page.plain(if page.data.own_patterns { "scorecard.own" } else { "scorecard.shipped" });
    let counts = |tuned: bool| {
        let asked = patterns.iter().filter(move |p| p.tuned() == tuned);
        (asked.clone().filter(|p| p.passed == "yes").count(), asked.count())
    };
    let ((passed, all), (held, checked)) = (counts(true), counts(false));
    let outside: Vec<String> = patterns.iter().filter(|p| p.passed != "yes").map(|p| name(page, p)).collect();
    let lead = page.words.say("scorecard.lead", context! { whose, outside => page.words.list(&outside) });
    let finding = page.words.say("scorecard.finding", context! { passed, all, held, checked });
    Some(page.section("scorecard", finding, vec![PageBlock::text(lead)]))
}

/// All patterns, folded.
pub fn patterns(page: &Page<'_>) -> Result<Option<PageSection>, String> {
    let patterns = &page.data.patterns;
    if patterns.is_empty() {
        return Ok(None);
    }
    // Two columns of pictures: nobody reads seventeen rows in one.
    let half = patterns.len().div_ceil(2);
    let panels = patterns.chunks(half).enumerate().map(|(number, part)| panel(page, number, part)).collect::<Result<Vec<_>, _>>()?;
    let command = page.plain("patterns.command");
    let figure = Figure { command, ..page.figure("patterns", panels, table(page)) };
    Ok(Some(page.folded("patterns", vec![PageBlock::Figure(figure)])))
}

fn name(page: &Page<'_>, pattern: &PatternRow) -> String {
    page.words.known(&format!("pattern.{}", pattern.pattern)).unwrap_or_else(|| pattern.name.clone())
}

/// A number in the unit of the page.
fn shown(page: &Page<'_>, pattern: &PatternRow, value: f64) -> String {
    let unit = page.words.unit(&pattern.unit);
    page.words.level(&number(value * unit.factor), unit)
}

fn panel(page: &Page<'_>, number: usize, patterns: &[PatternRow]) -> Result<FigurePanel, String> {
    let row = |p: &PatternRow| RangeRow {
        label: name(page, p),
        shown: p.mean.map_or("–".into(), |mean| shown(page, p, mean)),
        range: (p.low, p.high),
        value: p.mean,
        spread: p.p05.zip(p.p95),
        passed: p.passed == "yes",
    };
    let rows: Vec<RangeRow> = patterns.iter().map(row).collect();
    let description = rows.iter().map(|r| format!("{}: {}", r.label, r.shown)).collect::<Vec<_>>().join("; ");
    let about = PictureText { id: format!("scorecard-{number}"), title: page.plain("patterns.title"), description };
    Ok(FigurePanel { title: String::new(), svg: ranges(&about, &rows)? })
}

fn table(page: &Page<'_>) -> PageTable {
    let head = ["pattern", "used", "low", "high", "model", "passed", "grade", "source"];
    let row = |p: &PatternRow| {
        let cell = |v: Option<f64>| PageCell::number(v.map_or(String::new(), |v| shown(page, p, v)), v);
        let verdict = page.plain(if p.passed == "yes" { "word.yes" } else { "word.no" });
        let label = PageCell::text(format!("{} {}", p.pattern, name(page, p)));
        let numbers = [Some(p.low), Some(p.high), p.mean].map(cell);
        let used = PageCell::text(page.plain(if p.tuned() { "scorecard.used_tuned" } else { "scorecard.used_checked" }));
        [label, used].into_iter().chain(numbers).chain([verdict, p.grade.clone(), p.source.clone()].map(PageCell::text)).collect()
    };
    PageTable {
        caption: page.plain("patterns.table"),
        head: head.map(|name| page.plain(&format!("word.{name}"))).to_vec(),
        rows: page.data.patterns.iter().map(row).collect(),
    }
}
