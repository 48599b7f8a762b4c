//! Full victory, or one step? The distribution over the classes of the verdict.

use minijinja::context;

use super::chart::PictureText;
use super::chart::bars::{Whole, parts};
use super::numbers::percent;
use super::page::Page;
use super::view::{FigurePanel, PageBlock, PageCell, PageSection, PageTable};

/// Colours of the classes, in their order.
const COLOURS: [usize; 5] = [0, 1, 2, 3, 4];

/// The section; none without a verdict.
pub fn section(page: &Page<'_>) -> Result<Option<PageSection>, String> {
    let classes = page.data.classes();
    if classes.is_empty() {
        return Ok(None);
    }
    let mut blocks = vec![PageBlock::text(page.plain("classes.lead"))];
    blocks.extend(page.data.experiment.scenarios.iter().filter_map(|s| sentence(page, &s.name)).map(PageBlock::text));
    blocks.extend(changes(page));
    let figure = page.figure("classes", vec![panel(page, &classes)?], table(page, &classes));
    blocks.push(PageBlock::Figure(figure));
    blocks.push(PageBlock::Terms {
        terms: classes.iter().map(|(class, _)| (page.plain(&format!("class.{class}")), page.plain(&format!("class_means.{class}")))).collect(),
    });
    Ok(Some(PageSection { id: "classes", heading: page.plain("classes.heading"), blocks }))
}

fn share(page: &Page<'_>, scenario: &str, class: &str) -> Option<f64> {
    page.data.distribution(scenario, &format!("verdict.{class}"))?.mean
}

/// What the runs of a scenario end with; for the baseline alone, or for every scenario without one.
fn sentence(page: &Page<'_>, scenario: &str) -> Option<String> {
    if page.data.experiment.baseline.as_deref().is_some_and(|baseline| baseline != scenario) {
        return None;
    }
    let of = |class: &str| share(page, scenario, class).map(percent);
    let step: f64 = ["none", "isolated", "platform_dependent"].iter().filter_map(|class| share(page, scenario, class)).sum();
    Some(page.words.say(
        "classes.sentence",
        context! {
            scenario => page.data.title(scenario),
            nothing => of("none")?, isolated => of("isolated")?, dependent => of("platform_dependent")?,
            recurrent => of("recurrent")?, autonomous => of("autonomous")?, step => percent(step),
        },
    ))
}

/// Policies that change the share of a class, and how many do not.
fn changes(page: &Page<'_>) -> Vec<PageBlock> {
    let lasting = ["recurrent", "autonomous"].map(|class| format!("verdict.{class}"));
    let contrasts = page.data.contrasts.iter().filter(|c| c.outcome.starts_with("verdict."));
    let moved: Vec<_> = contrasts.filter(|c| c.tone() == super::chart::dots::Tone::Moved).collect();
    let said = moved.iter().filter_map(|c| {
        let shown = c.shown(page.words)?;
        let range = page.words.say("range_signed", context! { low => shown.low, high => shown.high });
        let value = page.words.change(&super::numbers::signed(shown.value), page.words.unit(&c.unit));
        let class = page.plain(&format!("class.{}", c.outcome.trim_start_matches("verdict.")));
        Some(page.words.say("classes.moved", context! { policy => page.data.title(&c.scenario), class, value, range }))
    });
    let mut blocks: Vec<PageBlock> = said.map(PageBlock::text).collect();
    let policies = page.data.policies().count();
    if policies > 0 && !moved.iter().any(|c| lasting.contains(&c.outcome)) {
        blocks.push(PageBlock::text(page.words.say("classes.nothing_lasts", context! { policies })));
    }
    blocks
}

fn panel(page: &Page<'_>, classes: &[(&'static str, String)]) -> Result<FigurePanel, String> {
    let key: Vec<String> = classes.iter().map(|(class, _)| page.plain(&format!("class.{class}"))).collect();
    let wholes: Vec<Whole> = page
        .data
        .experiment
        .scenarios
        .iter()
        .map(|s| {
            let parts = classes.iter().map(|(class, _)| share(page, &s.name, class).unwrap_or(0.0)).collect();
            Whole { label: s.title.clone(), parts }
        })
        .collect();
    let said = wholes.iter().map(|w| {
        format!("{}: {}", w.label, w.parts.iter().zip(&key).map(|(p, k)| format!("{k} {}", page.words.percent(*p))).collect::<Vec<_>>().join(", "))
    });
    let about = PictureText { id: "classes".into(), title: page.plain("classes.title"), description: said.collect::<Vec<_>>().join("; ") };
    Ok(FigurePanel { title: page.plain("classes.unit"), svg: parts(&about, &key, &COLOURS, &wholes)? })
}

fn table(page: &Page<'_>, classes: &[(&'static str, String)]) -> PageTable {
    let head = classes.iter().map(|(class, _)| page.plain(&format!("class.{class}")));
    let row = |s: &super::data::ScenarioSummary| {
        let cells = classes.iter().map(|(_, name)| {
            let found = page.data.distribution(&s.name, name);
            let mean = found.and_then(|d| d.mean);
            let ends = found.and_then(|d| d.ci_low.zip(d.ci_high)).map_or(String::new(), |(low, high)| {
                page.words.say("range", context! { low => percent(low.max(0.0)), high => percent(high.min(1.0)) })
            });
            PageCell { below: ends, ..PageCell::number(mean.map_or(String::new(), |m| page.words.percent(m)), mean) }
        });
        std::iter::once(PageCell::text(&s.title)).chain(cells).collect()
    };
    PageTable {
        caption: page.plain("classes.table"),
        head: std::iter::once(page.plain("word.scenario")).chain(head).collect(),
        rows: page.data.experiment.scenarios.iter().map(row).collect(),
    }
}
