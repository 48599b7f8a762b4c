//! Which strategies labels choose, over time.

use minijinja::context;

use super::chart::PictureText;
use super::chart::bars::{Whole, parts};
use super::chart::fan::Axes;
use super::chart::lines::{Series, lines};
use super::data::ScenarioSummary;
use super::fans::time;
use super::numbers::{number, signed};
use super::page::Page;
use super::rows::{ComparisonRow, TrajectoryRow};
use super::told;
use super::view::{FigurePanel, PageBlock, PageCell, PageSection, PageTable};

/// The four strategies.
const STRATEGIES: [&str; 4] = ["touring_share", "tie_in_share", "partnership_share", "balanced_share"];

/// Colours of their parts.
const COLOURS: [usize; 4] = [3, 1, 4, 2];

/// The section: shares of works in the last quarter, of each scenario; none without values over time.
pub fn section(page: &Page<'_>) -> Result<Option<PageSection>, String> {
    let steps = steps(page);
    if steps.is_empty() {
        return Ok(None);
    }
    let key = STRATEGIES.map(|strategy| page.plain(&format!("strategy.{strategy}")));
    let whole = |scenario: &ScenarioSummary| Whole {
        label: scenario.title.clone(),
        parts: STRATEGIES.map(|strategy| at_end(&steps, &scenario.name, strategy)).to_vec(),
    };
    let wholes: Vec<Whole> = page.data.experiment.scenarios.iter().map(whole).collect();
    let said = wholes.iter().map(|w| {
        format!("{}: {}", w.label, w.parts.iter().zip(&key).map(|(p, k)| format!("{k} {}", page.words.percent(*p))).collect::<Vec<_>>().join(", "))
    });
    let about = PictureText { id: "strategies".into(), title: page.plain("strategies.title"), description: said.collect::<Vec<_>>().join("; ") };
    let panel = FigurePanel { title: String::new(), svg: parts(&about, &key, &COLOURS, &wholes)? };
    let figure = page.figure("strategies", vec![panel], table(page, &steps, "strategies.table"));
    let blocks = vec![PageBlock::text(page.plain("strategies.lead")), PageBlock::Figure(figure)];
    Ok(Some(page.section("strategies", finding(page), blocks)))
}

/// Mean share of a strategy in the last quarter of a scenario.
fn at_end(steps: &[&TrajectoryRow], scenario: &str, strategy: &str) -> f64 {
    steps.iter().rev().find(|s| s.scenario == scenario && s.outcome == strategy).and_then(|s| s.mean).unwrap_or(0.0)
}

/// The largest change of a strategy's share that holds when all are looked at together.
fn finding(page: &Page<'_>) -> String {
    if page.data.contrasts.is_empty() {
        return page.plain("strategies.heading");
    }
    let all = page.data.contrasts.iter().filter(|c| STRATEGIES.contains(&c.outcome.as_str()));
    let told = told::those_told(&all.map(|c| (c, c.p_value)).collect::<Vec<_>>());
    let size = |c: &ComparisonRow| c.mean_difference.map_or(0.0, f64::abs);
    let Some(largest) = told.into_iter().max_by(|a, b| size(a).total_cmp(&size(b))) else { return page.plain("strategies.finding_none") };
    let Some(shown) = largest.shown(page.words) else { return page.plain("strategies.finding_none") };
    let value = page.words.change(&signed(shown.value), page.words.unit("share"));
    let strategy = page.plain(&format!("strategy.{}", largest.outcome));
    page.words.say("strategies.finding", context! { policy => page.data.title(&largest.scenario), strategy, value })
}

fn steps<'a>(page: &'a Page<'_>) -> Vec<&'a TrajectoryRow> {
    page.data.steps.iter().filter(|s| STRATEGIES.contains(&s.outcome.as_str()) && s.mean.is_some()).collect()
}

/// The shares over time, folded.
pub fn over_time(page: &Page<'_>) -> Result<Option<PageSection>, String> {
    let steps = steps(page);
    if steps.is_empty() {
        return Ok(None);
    }
    let times = steps.iter().filter_map(|s| time(&s.quarter));
    let ends = times.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), t| (low.min(t), high.max(t)));
    let most = steps.iter().filter_map(|s| s.mean).fold(0.0, f64::max);
    let axes = Axes { time: (ends.0.floor(), ends.1.ceil()), value: (0.0, 105.0 * most) };
    let panels = page.data.experiment.scenarios.iter().map(|scenario| panel(page, &steps, &scenario.name, axes));
    let figure = page.figure("choices", panels.collect::<Result<Vec<_>, _>>()?, table(page, &steps, "choices.table"));
    Ok(Some(page.folded("choices", vec![PageBlock::Figure(figure)])))
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
    let about = PictureText { id: page.anchor("choices", scenario), title: format!("{}: {title}", page.plain("choices.title")), description };
    Ok(FigurePanel { title, svg: lines(&about, &series, axes)? })
}

/// Shares at the end of each year.
fn table(page: &Page<'_>, steps: &[&TrajectoryRow], caption: &str) -> PageTable {
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
        caption: page.plain(caption),
        head: [page.plain("word.scenario"), page.plain("word.quarter")].into_iter().chain(names).collect(),
        rows: rows.collect(),
    }
}
