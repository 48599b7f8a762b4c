//! What more money brings: the curve of sums, and what the next billion adds.

use super::about::SearchPage;
use super::phrase::{self, turned};
use crate::experiment::search::{Known, Wanted};
use crate::report::html::chart::PictureText;
use crate::report::html::chart::crosses::{Cross, crosses};
use crate::report::html::view::{Figure, FigurePanel, PageBlock, PageCell, PageSection, PageTable};
use crate::report::output::text::listed;
use crate::report::search::names;

/// Steps of an objective: sums, and what each bn KRW more brings.
fn steps(page: &SearchPage<'_>, objective: usize) -> Vec<(u64, u64, Known)> {
    let (curve, wanted, sums) = (&page.result.curves[objective], &page.plan.wanted[objective], &page.plan.file.budgets);
    let pairs = curve.windows(2).filter_map(|pair| {
        let (before, after) = (sums[pair[0].budget], sums[pair[1].budget]);
        Some((before, after, turned(pair[1].step?, wanted.sign() * 1000.0 / (after - before) as f64)))
    });
    pairs.collect()
}

/// What is shown of a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// It brings more than it costs, where the aim is money of all together.
    Pays,
    /// It brings less than it costs, but something.
    PaysNot,
    /// It brings something.
    Brings,
    /// It takes something away.
    Takes,
    /// Not even that can be told.
    Open,
}

impl Step {
    fn of(wanted: &Wanted, step: Known) -> Self {
        match step.1 {
            Some((low, _)) if wanted.measure.nets_cost && low > 1.0 => Self::Pays,
            Some((low, high)) if wanted.measure.nets_cost && high < 1.0 && low > 0.0 => Self::PaysNot,
            Some((low, _)) if low > 0.0 => Self::Brings,
            Some((_, high)) if high < 0.0 => Self::Takes,
            _ => Self::Open,
        }
    }

    fn said(self) -> &'static str {
        match self {
            Self::Pays => "it brings more than it costs",
            Self::PaysNot => "it brings something, less than it costs",
            Self::Brings => "it brings something",
            Self::Takes => "it takes away",
            Self::Open => "whether it brings anything cannot be told",
        }
    }
}

/// What the first screen says, of the first objective.
pub fn in_short(page: &SearchPage<'_>) -> String {
    let Some(_) = page.result.curves.first() else {
        return "not looked at, for this search has one sum; a search with several sums (budget = [\"30 bn KRW\", \"40 bn KRW\"]) shows it.".into();
    };
    let wanted = &page.plan.wanted[0];
    let steps = steps(page, 0);
    let between = |before: u64, after: u64| format!("{} to {}", names::sum(before).trim_end_matches(" bn KRW"), names::sum(after));
    let each: Vec<String> =
        steps.iter().map(|(before, after, step)| format!("{} from {}", phrase::difference(*step), between(*before, *after))).collect();
    let of = |kinds: &[Step]| -> Vec<String> {
        steps.iter().filter(|step| kinds.contains(&Step::of(wanted, step.2))).map(|(before, after, _)| between(*before, *after)).collect()
    };
    let something = of(&[Step::Pays, Step::PaysNot, Step::Brings]);
    let shown = match (something.len(), steps.len()) {
        (0, _) => "No step is shown to bring anything".to_owned(),
        (n, all) if n == all => "Every step is shown to bring something".to_owned(),
        _ => format!("It is shown to bring something from {}", listed(&something)),
    };
    let pays = of(&[Step::Pays]);
    let more = match (wanted.measure.nets_cost && !something.is_empty(), pays.is_empty()) {
        (false, _) => String::new(),
        (true, true) => "; in no step is it shown to bring more than it costs".to_owned(),
        (true, false) => format!(", more than it costs from {}", listed(&pays)),
    };
    let unit = phrase::unit(wanted);
    format!("each further bn KRW brings, in {unit} of {}: {}. {shown}{more}.", phrase::objective(page, wanted), each.join("; "))
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
                PageCell::text(Step::of(wanted, step).said()),
            ]);
        }
    }
    let table = PageTable {
        caption: "What each further bn KRW brings, between the best mixes of two sums in the same simulated years".into(),
        head: vec!["Step".into(), "For each bn KRW more".into(), "What is shown".into()],
        rows,
    };
    let figure = Figure {
        title: "What each sum brings".into(),
        caption:
            "Each point is the best mix of a sum, against the baseline, in simulated runs made after the choice. All intervals hold together. Where that of a step holds 0, it cannot be told whether more money brings more."
                .into(),
        panels,
        table: points(page),
        command: phrase::command(page),
    };
    let blocks = vec![PageBlock::Figure(figure), PageBlock::Table(table)];
    Ok(Some(PageSection { id: "curve", label: "What more money brings".into(), heading: "What more money brings".into(), blocks, folded: false }))
}

/// The points of the curves.
fn points(page: &SearchPage<'_>) -> PageTable {
    let mut rows = Vec::new();
    for (wanted, curve) in page.plan.wanted.iter().zip(&page.result.curves) {
        rows.extend(curve.iter().map(|point| {
            vec![
                PageCell::text(phrase::sentence(&phrase::objective(page, wanted))),
                PageCell::text(names::sum(page.plan.file.budgets[point.budget])),
                PageCell::text(format!("{} {}", phrase::difference(turned(point.gain, wanted.sign())), phrase::unit(wanted))),
            ]
        }));
    }
    PageTable { caption: "The best mix of each sum".into(), head: vec!["Aim".into(), "Sum".into(), "Against the baseline".into()], rows }
}
