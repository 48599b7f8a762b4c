//! What support brought about, against what would have happened without it.

use minijinja::context;

use crate::report::html::chart::PictureText;
use crate::report::html::chart::bars::{Whole, parts};
use crate::report::html::numbers::{interval, number as digits, percent};
use crate::report::html::page::Page;
use crate::report::html::rows::AdditionalityRow;
use crate::report::html::view::{FigurePanel, PageBlock, PageCell, PageTable};

/// Colours of works that are not made without support, larger with it, and the same without it.
const COLOURS: [usize; 3] = [4, 1, 0];
/// The row of a whole policy.
const ALL: &str = "all";

/// Text and figure; a line where the folder does not have them.
pub fn blocks(page: &Page<'_>) -> Result<Vec<PageBlock>, String> {
    if page.data.additionality.is_empty() {
        return Ok(vec![PageBlock::text(page.plain("additional.absent"))]);
    }
    let with_works: Vec<&str> =
        page.data.policies().map(|s| s.name.as_str()).filter(|name| number(page, name, ALL, "supported_works").is_some_and(|n| n > 0.0)).collect();
    let mut blocks = vec![PageBlock::text(page.plain("additional.lead"))];
    blocks.extend(with_works.iter().filter_map(|name| sentence(page, name)).map(PageBlock::text));
    let panels = with_works.iter().map(|name| panel(page, name)).collect::<Result<Vec<_>, String>>()?;
    blocks.push(PageBlock::Figure(page.figure("additional", panels, table(page))));
    Ok(blocks)
}

fn row<'a>(page: &'a Page<'_>, scenario: &str, instrument: &str, measure: &str) -> Option<&'a AdditionalityRow> {
    page.data.additionality.iter().find(|a| a.scenario == scenario && a.instrument == instrument && a.measure == measure)
}

fn number(page: &Page<'_>, scenario: &str, instrument: &str, measure: &str) -> Option<f64> {
    row(page, scenario, instrument, measure)?.mean
}

/// Windfall of a policy: works that are made without it too.
fn sentence(page: &Page<'_>, scenario: &str) -> Option<String> {
    let found = row(page, scenario, ALL, "deadweight_share")?;
    let (mean, low, high) = (found.mean?, found.ci_low?, found.ci_high?);
    let shown = interval(100.0 * mean, 100.0 * low, 100.0 * high);
    let range = page.words.say("range", context! { low => shown.low, high => shown.high });
    let enlarged = number(page, scenario, ALL, "enlarged_works")? / number(page, scenario, ALL, "supported_works")?;
    let values = context! { policy => page.data.title(scenario), share => shown.value, range, enlarged => percent(enlarged) };
    Some(page.words.say("additional.sentence", values))
}

fn panel(page: &Page<'_>, scenario: &str) -> Result<FigurePanel, String> {
    let key = ["additional", "enlarged", "deadweight"].map(|name| page.plain(&format!("additional.key_{name}")));
    let mut instruments: Vec<&str> = Vec::new();
    for a in page.data.additionality.iter().filter(|a| a.scenario == scenario) {
        if !instruments.contains(&a.instrument.as_str()) {
            instruments.push(&a.instrument);
        }
    }
    let whole = |instrument: &&str| {
        let supported = number(page, scenario, instrument, "supported_works").filter(|n| *n > 0.0)?;
        let share = |measure: &str| number(page, scenario, instrument, measure).map_or(0.0, |n| n / supported);
        let (additional, enlarged) = (share("additional_works"), share("enlarged_works"));
        Some(Whole { label: named(page, instrument), parts: vec![additional, enlarged, (1.0 - additional - enlarged).max(0.0)] })
    };
    let wholes: Vec<Whole> = instruments.iter().filter_map(whole).collect();
    let said = wholes.iter().map(|w| {
        format!("{}: {}", w.label, w.parts.iter().zip(&key).map(|(p, k)| format!("{k} {}", page.words.percent(*p))).collect::<Vec<_>>().join(", "))
    });
    let title = page.data.title(scenario).to_string();
    let about = PictureText {
        id: page.anchor("additional", scenario),
        title: format!("{}: {title}", page.plain("additional.title")),
        description: said.collect::<Vec<_>>().join("; "),
    };
    Ok(FigurePanel { title, svg: parts(&about, &key, &COLOURS, &wholes)? })
}

fn named(page: &Page<'_>, instrument: &str) -> String {
    page.words.known(&format!("instrument.{instrument}")).unwrap_or(instrument.to_string())
}

fn table(page: &Page<'_>) -> PageTable {
    let head = ["policy", "instrument", "measure", "mean", "unit"];
    let shown = page.data.additionality.iter().filter_map(|a| Some((a, page.words.known(&format!("measure.{}", a.measure))?, a.mean?)));
    let row = |(a, measure, mean): (&AdditionalityRow, String, f64)| {
        let unit_of = page.words.unit(&a.unit);
        let factor = unit_of.factor;
        let shown = a.ci_low.zip(a.ci_high).map(|(low, high)| interval(mean * factor, low * factor, high * factor));
        let below = match &shown {
            None => page.plain("glance.one_pair"),
            Some(shown) => page.words.say("range", context! { low => &shown.low, high => &shown.high }),
        };
        let shown = shown.map_or_else(|| digits(mean * factor), |shown| shown.value);
        let unit = if unit_of.key == "plain" { a.unit.clone() } else { page.plain(&format!("axis.{}", unit_of.key)) };
        let words = [page.data.title(&a.scenario).to_string(), named(page, &a.instrument), measure];
        let value = PageCell { below, ..PageCell::number(shown, Some(mean)) };
        words.map(PageCell::text).into_iter().chain([value, PageCell::text(unit)]).collect()
    };
    PageTable {
        caption: page.plain("additional.table"),
        head: head.map(|name| page.plain(&format!("word.{name}"))).to_vec(),
        rows: shown.map(row).collect(),
    }
}
