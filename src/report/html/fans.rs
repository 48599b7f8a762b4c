//! Outcomes over time: a fan for each scenario, all fans of an outcome on common axes.

use minijinja::context;

use super::chart::PictureText;
use super::chart::fan::{Axes, Moment, fan};
use super::command::command;
use super::numbers::number;
use super::page::Page;
use super::rows::TrajectoryRow;
use super::view::{Figure, FigurePanel, PageBlock, PageCell, PageSection, PageTable};

/// Outcomes shown.
const SHOWN: [&str; 4] = ["export_revenue", "small_label_exports", "creator_income_median", "export_autonomy"];

/// The section; none without values over time.
pub fn section(page: &Page<'_>) -> Result<Option<PageSection>, String> {
    let there = SHOWN.into_iter().filter(|name| page.data.steps.iter().any(|s| s.outcome == *name && s.p50.is_some()));
    let figures = there.map(|name| figure(page, name)).collect::<Result<Vec<_>, _>>()?;
    if figures.is_empty() {
        return Ok(None);
    }
    let lead = PageBlock::text(page.plain("fans.lead"));
    let blocks = std::iter::once(lead).chain(figures.into_iter().map(PageBlock::Figure)).collect();
    // Where scenarios are compared, what they change comes first.
    let compared = page.data.policies().next().is_some();
    Ok(Some(if compared { page.folded("fans", blocks) } else { page.section("fans", page.plain("fans.heading"), blocks) }))
}

/// The fans of an outcome, one for each scenario.
pub fn figure(page: &Page<'_>, outcome: &str) -> Result<Figure, String> {
    let (data, words) = (page.data, page.words);
    let steps: Vec<&TrajectoryRow> = data.steps.iter().filter(|s| s.outcome == outcome).collect();
    let unit_key = page.words.unit(data.unit_of(outcome)).key;
    let title = words.say("panel.outcome", context! { outcome => words.outcome(outcome), unit => words.plain(&format!("axis.{unit_key}")) });
    let of = |scenario: &str| steps.iter().filter(|s| s.scenario == scenario).filter_map(|s| moment(page, s)).collect::<Vec<_>>();
    let axes = axes(page, &steps);
    let baseline = data.experiment.baseline.as_deref().map_or(Vec::new(), of);
    let panels = data.experiment.scenarios.iter().map(|scenario| {
        let moments = of(&scenario.name);
        let about = PictureText {
            id: page.anchor(&format!("fan-{outcome}"), &scenario.name),
            title: format!("{title}: {}", scenario.title),
            description: described(page, &moments),
        };
        let other = if data.experiment.baseline.as_deref() == Some(scenario.name.as_str()) { &[][..] } else { &baseline };
        Ok(FigurePanel { title: scenario.title.clone(), svg: fan(&about, &moments, other, axes)? })
    });
    let panels = panels.collect::<Result<Vec<_>, String>>()?;
    let caption = match data.policies().next() {
        Some(_) => words.say("fans.caption", context! { baseline => data.baseline_title() }),
        None => words.plain("fans.caption_plain"),
    };
    let table = table(page, &steps, words.say("fans.table", context! { outcome => &title }));
    Ok(Figure { title, caption, panels, table, command: command(data) })
}

/// First and last median in words.
fn described(page: &Page<'_>, moments: &[Moment]) -> String {
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else { return page.plain("fans.nothing") };
    let year = |m: &Moment| format!("{:.0}", m.time.floor());
    page.words.say(
        "fans.described",
        context! {
            first => number(first.quantiles[2]), start => year(first),
            last => number(last.quantiles[2]), end => year(last),
            low => number(last.quantiles[0]), high => number(last.quantiles[4]),
        },
    )
}

fn moment(page: &Page<'_>, step: &TrajectoryRow) -> Option<Moment> {
    let factor = page.words.unit(&step.unit).factor;
    let quantiles = [step.p05?, step.p25?, step.p50?, step.p75?, step.p95?].map(|v| v * factor);
    Some(Moment { time: time(&step.quarter)?, quantiles })
}

/// Middle of a quarter written 2026Q1, years.
pub fn time(quarter: &str) -> Option<f64> {
    let (year, number) = quarter.split_once('Q')?;
    Some(year.parse::<f64>().ok()? + (number.parse::<f64>().ok()? - 0.5) / 4.0)
}

/// Axes that hold all moments; the lower end is 0 unless the values lie far above it.
fn axes(page: &Page<'_>, steps: &[&TrajectoryRow]) -> Axes {
    let moments: Vec<Moment> = steps.iter().filter_map(|s| moment(page, s)).collect();
    let span = |of: &dyn Fn(&Moment) -> (f64, f64)| {
        moments.iter().map(of).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (l, h)| (low.min(l), high.max(h)))
    };
    let time = span(&|m| (m.time, m.time));
    let (low, high) = span(&|m| (m.quantiles[0], m.quantiles[4]));
    let floor = if low > 0.0 && low < 0.6 * high { 0.0 } else { low - 0.04 * (high - low) };
    Axes { time: (time.0.floor(), time.1.ceil()), value: (floor, high + 0.02 * (high - floor)) }
}

/// Quantiles at the end of each year.
fn table(page: &Page<'_>, steps: &[&TrajectoryRow], caption: String) -> PageTable {
    let head = ["scenario", "quarter", "p05", "p25", "median", "p75", "p95"];
    let row = |s: &&&TrajectoryRow| {
        let cell = |v: Option<f64>| PageCell::number(v.map_or(String::new(), |v| number(v * page.words.unit(&s.unit).factor)), v);
        let words = [PageCell::text(page.data.title(&s.scenario)), PageCell::text(&s.quarter)];
        words.into_iter().chain([s.p05, s.p25, s.p50, s.p75, s.p95].map(cell)).collect()
    };
    PageTable {
        caption,
        head: head.map(|name| page.plain(&format!("word.{name}"))).to_vec(),
        rows: steps.iter().filter(|s| s.quarter.ends_with("Q4") && s.p50.is_some()).map(|s| row(&s)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_stands_at_its_middle() {
        assert_eq!(time("2026Q1"), Some(2026.125));
        assert_eq!(time("2026"), None);
    }
}
