//! What more money brings: the curve of sums, and what the next billion adds.

use super::about::SearchPage;
use super::phrase;
use crate::experiment::search::{Known, Wanted};
use crate::report::html::chart::PictureText;
use crate::report::html::chart::crosses::{Cross, crosses};
use crate::report::html::view::{Figure, FigurePanel, PageBlock, PageCell, PageSection, PageTable};
use crate::report::search::names;

/// A number turned back and multiplied.
fn turned((mean, ends): Known, by: f64) -> Known {
    (mean * by, ends.map(|(low, high)| (by * low, by * high)).map(|(a, b)| (a.min(b), a.max(b))))
}

/// Steps of an objective: sums, and what each bn KRW more brings.
fn steps(page: &SearchPage<'_>, objective: usize) -> Vec<(u64, u64, Known)> {
    let (curve, wanted, sums) = (&page.result.curves[objective], &page.plan.wanted[objective], &page.plan.file.budgets);
    let pairs = curve.windows(2).filter_map(|pair| {
        let (before, after) = (sums[pair[0].budget], sums[pair[1].budget]);
        Some((before, after, turned(pair[1].step?, wanted.sign() * 1000.0 / (after - before) as f64)))
    });
    pairs.collect()
}

/// Whether a bn KRW more brings more or less than a bn KRW, where the aim is money of all together.
fn pays(wanted: &Wanted, step: Known) -> &'static str {
    match step.1 {
        Some((low, _)) if wanted.measure.nets_cost && low > 1.0 => "it brings more than it costs",
        Some((_, high)) if wanted.measure.nets_cost && high < 1.0 => "it brings less than it costs",
        Some((low, _)) if low > 0.0 => "it brings something",
        Some((_, high)) if high < 0.0 => "it takes away",
        _ => "whether it brings anything cannot be told",
    }
}

/// What the first screen says.
pub fn in_short(page: &SearchPage<'_>) -> String {
    let Some(_) = page.result.curves.first() else {
        return "not looked at, for this search has one sum; a search with several sums (budget = [\"30 bn KRW\", \"40 bn KRW\"]) shows it.".into();
    };
    let wanted = &page.plan.wanted[0];
    let said: Vec<String> = steps(page, 0)
        .into_iter()
        .map(|(before, after, step)| {
            format!(
                "from {} to {} each further bn KRW brings {} {}: {}",
                names::sum(before),
                names::sum(after),
                phrase::difference(step),
                phrase::unit(wanted),
                pays(wanted, step)
            )
        })
        .collect();
    said.join("; ") + "."
}

/// The curve of an objective.
pub fn picture(page: &SearchPage<'_>, objective: usize, id: &str) -> Result<String, String> {
    let (curve, wanted) = (&page.result.curves[objective], &page.plan.wanted[objective]);
    let points: Vec<Cross> = curve
        .iter()
        .map(|point| Cross {
            label: String::new(),
            across: (page.plan.file.budgets[point.budget] as f64 / 1000.0, None),
            upwards: turned(point.gain, wanted.sign()),
            front: true,
        })
        .collect();
    let name = phrase::objective(page, wanted);
    let described = points.iter().map(|p| format!("{} bn KRW: {}", p.across.0, phrase::difference(p.upwards)));
    let about = PictureText { id: id.to_owned(), title: format!("{name} by budget"), description: described.collect::<Vec<_>>().join("; ") };
    crosses(&about, &points, "budget, bn KRW a year", &format!("{name} against the baseline, {}", phrase::unit(wanted)), true)
}

/// The section; none of one sum.
pub fn section(page: &SearchPage<'_>) -> Result<Option<PageSection>, String> {
    if page.result.curves.is_empty() {
        return Ok(None);
    }
    let mut panels = Vec::new();
    for (number, wanted) in page.plan.wanted.iter().enumerate() {
        panels
            .push(FigurePanel { title: phrase::sentence(&phrase::objective(page, wanted)), svg: picture(page, number, &format!("curve-{number}"))? });
    }
    let mut rows = Vec::new();
    for (number, wanted) in page.plan.wanted.iter().enumerate() {
        for (before, after, step) in steps(page, number) {
            rows.push(vec![
                PageCell::text(format!("{}: {} to {}", phrase::objective(page, wanted), names::sum(before), names::sum(after))),
                PageCell::text(format!("{} {}", phrase::difference(step), phrase::unit(wanted))),
                PageCell::text(pays(wanted, step)),
            ]);
        }
    }
    let figure = Figure {
        title: "What each sum brings".into(),
        caption:
            "Each point is the best mix of a sum, against the baseline; intervals of all points hold together. Where an interval of a step holds 0, \
                  the simulation cannot tell whether more money brings more."
                .into(),
        panels,
        table: PageTable {
            caption: "What each further bn KRW brings, between the best mixes of two sums in the same simulated years".into(),
            head: vec!["Step".into(), "For each bn KRW more".into(), "Does it pay?".into()],
            rows,
        },
        command: phrase::command(page),
    };
    let blocks = vec![PageBlock::text(phrase::sentence(&in_short(page))), PageBlock::Figure(figure)];
    Ok(Some(PageSection { id: "curve", label: "What more money brings".into(), heading: "What more money brings".into(), blocks, folded: false }))
}
