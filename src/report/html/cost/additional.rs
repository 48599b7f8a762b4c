//! What support brought about, against what would have happened without it.

use minijinja::context;

use crate::report::html::chart::PictureText;
use crate::report::html::chart::bars::{Whole, parts};
use crate::report::html::data::ScenarioSummary;
use crate::report::html::numbers::{interval, number as digits};
use crate::report::html::page::Page;
use crate::report::html::rows::AdditionalityRow;
use crate::report::html::view::{FigurePanel, PageCell, PageTable};

/// Colours of works that are not made without support, larger with it, and the same without it.
const COLOURS: [usize; 3] = [4, 1, 0];
/// The row of a whole policy.
const ALL: &str = "all";

fn row<'a>(page: &'a Page<'_>, scenario: &str, instrument: &str, measure: &str) -> Option<&'a AdditionalityRow> {
    page.data.additionality.iter().find(|a| a.scenario == scenario && a.instrument == instrument && a.measure == measure)
}

fn number(page: &Page<'_>, scenario: &str, instrument: &str, measure: &str) -> Option<f64> {
    row(page, scenario, instrument, measure)?.mean
}

/// Supported works of each whole policy: additional, enlarged, windfall; none where no works are supported.
pub fn panel(page: &Page<'_>) -> Result<Option<FigurePanel>, String> {
    let key = ["additional", "enlarged", "deadweight"].map(|name| page.plain(&format!("additional.key_{name}")));
    let whole = |scenario: &ScenarioSummary| {
        let of = |measure: &str| number(page, &scenario.name, ALL, measure);
        let supported = of("supported_works").filter(|n| *n > 0.0)?;
        let (additional, enlarged) = (of("additional_works").unwrap_or(0.0) / supported, of("enlarged_works").unwrap_or(0.0) / supported);
        Some(Whole { label: scenario.title.clone(), parts: vec![additional, enlarged, (1.0 - additional - enlarged).max(0.0)] })
    };
    let wholes: Vec<Whole> = page.data.policies().filter_map(whole).collect();
    if wholes.is_empty() {
        return Ok(None);
    }
    let said = wholes.iter().map(|w| {
        format!("{}: {}", w.label, w.parts.iter().zip(&key).map(|(p, k)| format!("{k} {}", page.words.percent(*p))).collect::<Vec<_>>().join(", "))
    });
    let title = page.plain("additional.title");
    let about = PictureText { id: "additional".into(), title: title.clone(), description: said.collect::<Vec<_>>().join("; ") };
    Ok(Some(FigurePanel { title, svg: parts(&about, &key, &COLOURS, &wholes)? }))
}

fn named(page: &Page<'_>, instrument: &str) -> String {
    page.words.known(&format!("instrument.{instrument}")).unwrap_or(instrument.to_string())
}

/// Additionality by instrument.
pub fn table(page: &Page<'_>) -> PageTable {
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
