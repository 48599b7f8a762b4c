//! Which strategies labels choose, over time.

use super::chart::PictureText;
use super::chart::fan::Axes;
use super::chart::lines::{Series, lines};
use super::fans::time;
use super::numbers::number;
use super::page::Page;
use super::rows::TrajectoryRow;
use super::view::{FigurePanel, PageBlock, PageCell, PageSection, PageTable};

/// The four strategies.
const STRATEGIES: [&str; 4] = ["touring_share", "tie_in_share", "partnership_share", "balanced_share"];

/// The section; none without values over time.
pub fn section(page: &Page<'_>) -> Result<Option<PageSection>, String> {
    let steps: Vec<&TrajectoryRow> = page.data.steps.iter().filter(|s| STRATEGIES.contains(&s.outcome.as_str()) && s.mean.is_some()).collect();
    if steps.is_empty() {
        return Ok(None);
    }
    let times = steps.iter().filter_map(|s| time(&s.quarter));
    let ends = times.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), t| (low.min(t), high.max(t)));
    let most = steps.iter().filter_map(|s| s.mean).fold(0.0, f64::max);
    let axes = Axes { time: (ends.0.floor(), ends.1.ceil()), value: (0.0, 105.0 * most) };
    let panels = page.data.experiment.scenarios.iter().map(|scenario| panel(page, &steps, &scenario.name, axes));
    let figure = page.figure("strategies", panels.collect::<Result<Vec<_>, _>>()?, table(page, &steps));
    let blocks = vec![PageBlock::text(page.plain("strategies.lead")), PageBlock::Figure(figure)];
    Ok(Some(PageSection { id: "strategies", heading: page.plain("strategies.heading"), blocks, folded: false }))
}

fn panel(page: &Page<'_>, steps: &[&TrajectoryRow], scenario: &str, axes: Axes) -> Result<FigurePanel, String> {
    let series = STRATEGIES.map(|strategy| {
        let of = steps.iter().filter(|s| s.scenario == scenario && s.outcome == strategy);
        let points = of.filter_map(|s| Some((time(&s.quarter)?, 100.0 * s.mean?))).collect();
        Series { label: page.plain(&format!("strategy.{strategy}")), points }
    });
    let ends = |s: &Series| s.points.first().zip(s.points.last()).map(|(a, b)| format!("{} {} % → {} %", s.label, number(a.1), number(b.1)));
    let description = series.iter().filter_map(ends).collect::<Vec<_>>().join("; ");
    let title = page.data.title(scenario).to_string();
    let about = PictureText { id: page.anchor("strategies", scenario), title: format!("{}: {title}", page.plain("strategies.title")), description };
    Ok(FigurePanel { title, svg: lines(&about, &series, axes)? })
}

/// Shares at the end of each year.
fn table(page: &Page<'_>, steps: &[&TrajectoryRow]) -> PageTable {
    let names = STRATEGIES.map(|strategy| page.plain(&format!("strategy.{strategy}")));
    let first = steps.iter().filter(|s| s.outcome == STRATEGIES[0] && s.quarter.ends_with("Q4"));
    let rows = first.map(|at| {
        let share = |strategy: &str| steps.iter().find(|s| s.scenario == at.scenario && s.quarter == at.quarter && s.outcome == strategy);
        let cell = |strategy: &str| {
            let mean = share(strategy).and_then(|s| s.mean);
            PageCell::number(mean.map_or(String::new(), |m| page.words.percent(m)), mean)
        };
        [PageCell::text(page.data.title(&at.scenario)), PageCell::text(&at.quarter)].into_iter().chain(STRATEGIES.map(cell)).collect()
    });
    PageTable {
        caption: page.plain("strategies.table"),
        head: [page.plain("word.scenario"), page.plain("word.quarter")].into_iter().chain(names).collect(),
        rows: rows.collect(),
    }
}
