//! How many runs, and how sure: half-widths, replicates needed, failed runs, and outcomes with several modes.

use minijinja::context;

use super::numbers::{count, number, percent};
use super::page::Page;
use super::rows::DistributionRow;
use super::view::{PageBlock, PageCell, PageSection, PageTable};

/// Half-width over mean that the table of replicates aims at.
const TARGET: f64 = 0.01;

/// The section.
pub fn section(page: &Page<'_>) -> Option<PageSection> {
    let experiment = &page.data.experiment;
    let values = context! {
        scenarios => experiment.scenarios.len(), replicates => count(experiment.replicates), runs => count(experiment.runs),
        failed => count(experiment.failed), quarters => experiment.quarters, seed => experiment.seed,
    };
    let pairs = if page.data.contrasts.is_empty() { "precision.pairs_plain" } else { "precision.pairs" };
    let mut blocks = vec![PageBlock::text(page.words.say("precision.lead", values)), PageBlock::text(page.plain(pairs))];
    blocks.extend(warnings(page));
    blocks.push(PageBlock::Table(levels(page)));
    blocks.extend((!page.data.contrasts.is_empty()).then(|| PageBlock::Table(smallest(page))));
    Some(page.folded("precision", blocks))
}

/// Failed runs and outcomes with several modes.
pub fn warnings(page: &Page<'_>) -> Vec<PageBlock> {
    let experiment = &page.data.experiment;
    let failed = (experiment.failed > 0)
        .then(|| page.words.say("warning.failed", context! { failed => count(experiment.failed), runs => count(experiment.runs) }));
    let modes = page.several.iter().map(|several| {
        let unit = page.words.unit(page.data.unit_of(&several.outcome));
        let mode = |(value, share): &(f64, f64)| {
            page.words.say("warning.mode", context! { value => page.words.level(&number(value * unit.factor), unit), share => percent(*share) })
        };
        page.words.say(
            "warning.modes",
            context! {
                outcome => page.words.outcome(&several.outcome), scenario => page.data.title(&several.scenario),
                count => several.modes.len(), modes => page.words.list(&several.modes.iter().map(mode).collect::<Vec<_>>()),
            },
        )
    });
    failed.into_iter().chain(modes).map(|text| PageBlock::Warning { text }).collect()
}

fn half_width(d: &DistributionRow) -> Option<f64> {
    Some((d.ci_high? - d.ci_low?) / 2.0)
}

/// Means of the baseline (or the first scenario) with half-widths.
fn levels(page: &Page<'_>) -> PageTable {
    let experiment = &page.data.experiment;
    let first = experiment.baseline.clone().or(experiment.scenarios.first().map(|s| s.name.clone())).unwrap_or_default();
    let head = ["outcome", "unit", "mean", "half_width", "relative", "needed", "missing"];
    let row = |d: &DistributionRow| {
        let unit = page.words.unit(&d.unit);
        let relative = half_width(d).zip(d.mean).filter(|(_, mean)| *mean != 0.0).map(|(half, mean)| half / mean.abs());
        let needed = relative.filter(|r| *r > 0.0).map(|r| (d.n as f64 * (r / TARGET).powi(2)).ceil().max(2.0));
        let derived = |value: Option<String>| PageCell::text(value.unwrap_or("–".into()));
        vec![
            PageCell::text(page.words.outcome(&d.outcome)),
            PageCell::text(page.plain(&format!("axis.{}", unit.key))),
            PageCell::number(d.mean.map_or(String::new(), |m| number(m * unit.factor)), d.mean),
            derived(half_width(d).map(|h| format!("±{}", number(h * unit.factor)))),
            derived(relative.map(|r| page.words.level(&number(100.0 * r), page.words.unit("share")))),
            derived(needed.map(|n| count(n as usize))),
            PageCell::number(count(d.missing), Some(d.missing as f64)),
        ]
    };
    let chief = page.data.chief();
    let rows = chief.iter().filter_map(|name| page.data.distribution(&first, name)).map(row).collect();
    let caption = page.words.say("precision.levels", context! { scenario => page.data.title(&first) });
    PageTable { caption, head: head.map(|name| page.plain(&format!("word.{name}"))).to_vec(), rows }
}

/// The smallest difference that these replicates can tell from 0.
fn smallest(page: &Page<'_>) -> PageTable {
    let chief = page.data.chief();
    let head = chief.iter().map(|name| {
        let unit = page.plain(&format!("axis_change.{}", page.words.unit(page.data.unit_of(name)).key));
        page.words.say("glance.column", context! { outcome => page.words.outcome(name), unit })
    });
    let row = |s: &super::data::ScenarioSummary| {
        let half = |name: &&str| {
            let contrast = page.data.contrast(&s.name, name)?;
            Some(number((contrast.ci_high? - contrast.ci_low?) / 2.0 * page.words.unit(&contrast.unit).factor))
        };
        let cells = chief.iter().map(|name| PageCell::text(half(name).map_or("–".into(), |h| format!("±{h}"))));
        std::iter::once(PageCell::text(&s.title)).chain(cells).collect()
    };
    PageTable {
        caption: page.plain("precision.smallest"),
        head: std::iter::once(page.plain("word.policy")).chain(head).collect(),
        rows: page.data.policies().map(row).collect(),
    }
}
