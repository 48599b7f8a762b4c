//! Effects over time: a picture for an outcome, with a strip for each option.

use minijinja::context;

use super::chart::PictureText;
use super::chart::fan::Axes;
use super::chart::strips::{Course, CoursePoint, strips};
use super::command::command;
use super::data::OVER_YEARS;
use super::fans::time;
use super::numbers::{interval, number, signed};
use super::page::Page;
use super::rows::DifferenceRow;
use super::told;
use super::view::{Figure, FigurePanel, PageBlock, PageCell, PageSection, PageTable};
use crate::report::appraisal::chief::EXPORTS;

/// Options that stand in one picture.
const MANY: usize = 12;

/// The section; none without differences over time.
pub fn section(page: &Page<'_>) -> Result<Option<PageSection>, String> {
    let there: Vec<&str> =
        OVER_YEARS.into_iter().filter(|name| page.data.differences.iter().any(|d| d.outcome == *name && d.mean_difference.is_some())).collect();
    if there.is_empty() {
        return Ok(None);
    }
    let panels = there.iter().map(|name| panel(page, name)).collect::<Result<Vec<_>, _>>()?;
    let caption = page.words.say("course.caption", context! { baseline => page.data.baseline_title() });
    let figure = Figure { title: page.plain("course.title"), caption, panels, table: table(page, &there), command: command(page.data) };
    Ok(Some(page.section("course", finding(page), vec![PageBlock::Figure(figure)])))
}

/// What an option is shown to change in the mean of the first and of the last year, of the option that changes exports most.
fn finding(page: &Page<'_>) -> String {
    let compared: Vec<(&str, Option<f64>)> =
        page.data.policies().filter_map(|s| Some((s.name.as_str(), page.data.contrast(&s.name, EXPORTS)?.p_value))).collect();
    let size = |name: &str| page.data.contrast(name, EXPORTS).and_then(|c| c.mean_difference).unwrap_or(0.0);
    let held = told::those_told(&compared).into_iter().max_by(|a, b| size(a).abs().total_cmp(&size(b).abs()));
    let Some(scenario) = held else { return page.plain("course.finding_none") };
    let of: Vec<&DifferenceRow> = page.data.differences.iter().filter(|d| d.scenario == scenario && d.outcome == EXPORTS).collect();
    let unit = page.words.unit("bn KRW/yr");
    let year = |row: &DifferenceRow| row.quarter.get(..4).unwrap_or_default().to_owned();
    let mean = |wanted: &str| {
        let values: Vec<f64> = of.iter().filter(|d| year(d) == wanted).filter_map(|d| d.mean_difference).collect();
        signed(number(unit.factor * values.iter().sum::<f64>() / values.len().max(1) as f64))
    };
    let (Some(start), Some(end)) = (of.first().map(|d| year(d)), of.last().map(|d| year(d))) else { return page.plain("course.finding_none") };
    if start == end {
        return page.plain("course.finding_none");
    }
    let change = |wanted: &str| page.words.change(&mean(wanted), unit);
    page.words.say("course.finding", context! { policy => page.data.title(scenario), first => change(&start), start, last => change(&end), end })
}

fn panel(page: &Page<'_>, outcome: &str) -> Result<FigurePanel, String> {
    let unit = page.words.unit(page.data.unit_of(outcome));
    let course = |scenario: &str| -> Vec<CoursePoint> {
        let of = page.data.differences.iter().filter(|d| d.scenario == scenario && d.outcome == outcome);
        let point = |d: &DifferenceRow| {
            let mean = d.mean_difference? * unit.factor;
            Some((time(&d.quarter)?, mean, d.ci_low.map_or(mean, |v| v * unit.factor), d.ci_high.map_or(mean, |v| v * unit.factor)))
        };
        of.filter_map(point).collect()
    };
    let shown = page.data.policies().take(MANY);
    let courses: Vec<Course> =
        shown.map(|s| Course { label: s.title.clone(), points: course(&s.name) }).filter(|course| !course.points.is_empty()).collect();
    let points = || courses.iter().flat_map(|c| &c.points);
    let span = |of: fn(&CoursePoint) -> (f64, f64), start: (f64, f64)| points().map(of).fold(start, |(low, high), (l, h)| (low.min(l), high.max(h)));
    let times = span(|p| (p.0, p.0), (f64::INFINITY, f64::NEG_INFINITY));
    let (low, high) = span(|p| (p.2, p.3), (0.0, 0.0));
    let air = if high > low { 0.04 * (high - low) } else { 1.0 };
    let axes = Axes { time: (times.0.floor(), times.1.ceil()), value: (low - air, high + air) };
    let axis = page.plain(&format!("axis_change.{}", unit.key));
    let title = page.words.say("panel.outcome", context! { outcome => page.words.outcome(outcome), unit => axis });
    let ends: Vec<String> = courses.iter().filter_map(|c| Some(format!("{}: {}", c.label, signed(number(c.points.last()?.1))))).collect();
    let about = PictureText { id: format!("course-{outcome}"), title: title.clone(), description: ends.join("; ") };
    Ok(FigurePanel { title, svg: strips(&about, &courses, axes)? })
}

/// Differences in the last quarter of each year.
fn table(page: &Page<'_>, outcomes: &[&str]) -> PageTable {
    let head = ["policy", "outcome", "quarter", "difference"];
    let row = |d: &DifferenceRow| {
        let unit = page.words.unit(page.data.unit_of(&d.outcome));
        let shown = d.mean_difference.zip(d.ci_low).zip(d.ci_high).map(|((m, l), h)| interval(m * unit.factor, l * unit.factor, h * unit.factor));
        let below = shown.as_ref().map_or(String::new(), |s| page.words.say("range_signed", context! { low => &s.low, high => &s.high }));
        let value = shown.map_or_else(|| d.mean_difference.map_or(String::new(), |m| number(m * unit.factor)), |s| s.value);
        let words = [page.data.title(&d.scenario).to_owned(), page.words.outcome(&d.outcome), d.quarter.clone()];
        let cell = PageCell { below, ..PageCell::number(signed(value), d.mean_difference) };
        words.map(PageCell::text).into_iter().chain([cell]).collect()
    };
    let at_end = |d: &&DifferenceRow| d.quarter.ends_with("Q4") && d.mean_difference.is_some() && outcomes.contains(&d.outcome.as_str());
    let policies: Vec<&str> = page.data.policies().map(|s| s.name.as_str()).collect();
    PageTable {
        caption: page.plain("course.table"),
        head: head.map(|name| page.plain(&format!("word.{name}"))).to_vec(),
        rows: page.data.differences.iter().filter(at_end).filter(|d| policies.contains(&d.scenario.as_str())).map(row).collect(),
    }
}
