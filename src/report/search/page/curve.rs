//! What more money brings: the curve of sums, and what the next billion adds.

use super::about::SearchPage;
use super::phrase::{self, turned};
use crate::experiment::search::{CurvePoint, Known, Wanted};
use crate::report::html::chart::PictureText;
use crate::report::html::chart::crosses::{Cross, crosses};
use crate::report::html::view::{Figure, FigurePanel, PageBlock, PageCell, PageSection, PageTable};
use crate::report::output::text::{fixed, listed};
use crate::report::search::names;

/// A step from one sum to the next.
struct Step {
    /// The sums, M KRW a year.
    sums: (u64, u64),
    /// What the larger brings more.
    whole: Known,
    /// The same for each bn KRW of the sum that is more.
    each: Known,
    /// What it costs the public more, bn KRW a year, in the mean.
    cost: f64,
}

impl Step {
    /// The sums in words: `10 to 20 bn KRW`.
    fn between(&self) -> String {
        format!("{} to {}", names::sum(self.sums.0).trim_end_matches(" bn KRW"), names::sum(self.sums.1))
    }
}

/// Steps of an objective.
fn steps(page: &SearchPage<'_>, objective: usize) -> Vec<Step> {
    let (curve, wanted, sums) = (&page.result.curves[objective], &page.plan.wanted[objective], &page.plan.file.budgets);
    let cost = |point: &CurvePoint| page.result.budgets[point.budget].costs[point.candidate].0;
    let pairs = curve.windows(2).filter_map(|pair| {
        let (before, after) = (sums[pair[0].budget], sums[pair[1].budget]);
        let whole = turned(pair[1].step?, wanted.sign());
        Some(Step { sums: (before, after), whole, each: turned(whole, 1000.0 / (after - before) as f64), cost: cost(&pair[1]) - cost(&pair[0]) })
    });
    pairs.collect()
}

/// What is shown of a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Each further bn KRW brings more than a bn KRW, where the aim is money of all together.
    Pays,
    /// It brings less, but something.
    PaysNot,
    /// It brings something.
    Brings,
    /// It takes something away.
    Takes,
    /// Not even that can be told.
    Open,
}

impl Shown {
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
            Self::Pays => "it brings more than a bn KRW",
            Self::PaysNot => "it brings something, less than a bn KRW",
            Self::Brings => "it brings something",
            Self::Takes => "it takes away",
            Self::Open => "whether it brings anything cannot be told",
        }
    }
}

/// What the first screen says, of the first objective.
pub fn in_short(page: &SearchPage<'_>) -> String {
    let Some(_) = page.result.curves.first() else {
        return "not looked at, for this search divides one sum. A search with several, written as budget = [\"30 bn KRW\", \"40 bn KRW\"] in the search file, shows it.".into();
    };
    let wanted = &page.plan.wanted[0];
    let steps = steps(page, 0);
    let each: Vec<String> = steps.iter().map(|step| format!("{} from {}", phrase::difference(step.each), step.between())).collect();
    let of =
        |kinds: &[Shown]| -> Vec<String> { steps.iter().filter(|step| kinds.contains(&Shown::of(wanted, step.each))).map(Step::between).collect() };
    let something = of(&[Shown::Pays, Shown::PaysNot, Shown::Brings]);
    let shown = match (something.len(), steps.len()) {
        (0, _) => "No step is shown to bring anything".to_owned(),
        (n, all) if n == all => "Every step is shown to bring something".to_owned(),
        _ => format!("It is shown to bring something from {}", listed(&something)),
    };
    let pays = of(&[Shown::Pays]);
    let more = match (wanted.measure.nets_cost && !something.is_empty(), pays.is_empty()) {
        (false, _) => String::new(),
        (true, true) => "; that a further bn KRW brings more than a bn KRW is shown of no step".to_owned(),
        (true, false) => format!(", and more than a bn KRW for each from {}", listed(&pays)),
    };
    let unit = phrase::unit(wanted);
    format!("each further bn KRW brings, in {unit} of {}: {}. {shown}{more}.{}", phrase::objective(page, wanted), each.join("; "), guess(page))
}

/// Up to which sum a further bn KRW brings more than itself by the means alone, and which whole sums are shown to; of money alone.
fn guess(page: &SearchPage<'_>) -> String {
    let (wanted, sums) = (&page.plan.wanted[0], &page.plan.file.budgets);
    let steps = steps(page, 0);
    if !wanted.measure.nets_cost || steps.is_empty() {
        return String::new();
    }
    let paying = steps.iter().take_while(|step| step.each.0 > 1.0).count();
    let beyond = steps[paying..].iter().map(|step| step.each.0);
    let (least, most) = (beyond.clone().fold(f64::INFINITY, f64::min), beyond.fold(f64::NEG_INFINITY, f64::max));
    let beyond = if least == most { fixed(least, 2) } else { format!("{} to {}", fixed(least, 2), fixed(most, 2)) };
    let by_means = match paying {
        0 => format!(" By the means alone, which is a guess, a further bn KRW brings {beyond}."),
        n if n == steps.len() => " By the means alone, which is a guess, every further bn KRW brings more than a bn KRW.".to_owned(),
        n => format!(
            " By the means alone, which is a guess, a further bn KRW brings more than a bn KRW up to {}; beyond, {beyond}.",
            names::sum(steps[n - 1].sums.1)
        ),
    };
    let whole = |point: &CurvePoint| {
        let cost = page.result.budgets[point.budget].costs[point.candidate];
        let most = cost.1.map_or(cost.0, |(_, high)| high).max(sums[point.budget] as f64 / 1000.0);
        turned(point.gain, wanted.sign()).1.is_some_and(|(low, _)| low > most).then(|| names::sum(sums[point.budget]))
    };
    let whole: Vec<String> = page.result.curves[0].iter().filter_map(whole).collect();
    let of_whole = match whole.is_empty() {
        true => " No sum as a whole is shown to bring more than it costs.".to_owned(),
        false => format!(
            " Taken whole, from nothing, {} {} shown to bring more than the public pays; the last part of such a sum need not.",
            listed(&whole),
            if whole.len() == 1 { "is" } else { "are" }
        ),
    };
    format!("{by_means}{of_whole} What it brings goes to the industry, not to the treasury.")
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
        for step in steps(page, number) {
            rows.push(vec![
                PageCell::text(format!("{}: {}", phrase::sentence(&phrase::objective(page, wanted)), step.between())),
                PageCell::text(format!("{} {}", phrase::difference(step.whole), phrase::unit(wanted))),
                PageCell::text(fixed(step.cost, 1)),
                PageCell::text(format!("{} {}", phrase::difference(step.each), phrase::unit(wanted))),
                PageCell::text(Shown::of(wanted, step.each).said()),
            ]);
        }
    }
    let head = ["Step", "The whole step brings", "The public pays more, bn KRW a year", "Each further bn KRW brings", "What is shown of each"];
    let table = PageTable {
        caption: "What a step from one sum to the next brings, between the best mixes of both in the same simulated years".into(),
        head: head.map(String::from).to_vec(),
        rows,
    };
    let figure = Figure {
        title: "What each sum brings".into(),
        caption:
            "Each point is the best mix of a sum, against the baseline, in simulated runs made after the choice: they need not be those of the candidates above, which took part in the choice. Lines only guide the eye. Where the interval of a step \
             contains 0, it cannot be told whether more money brings more."
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
