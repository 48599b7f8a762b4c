//! The front: what the reported mixes give in each aim, two aims at a time, or the candidates in the one aim.

use super::about::SearchPage;
use super::phrase;
use crate::experiment::search::certify::CandidateStatus;
use crate::report::html::chart::PictureText;
use crate::report::html::chart::crosses::{Cross, crosses};
use crate::report::html::chart::dots::{Dot, Tone, dots};
use crate::report::html::view::{Figure, FigurePanel, PageBlock, PageCell, PageSection, PageTable};
use crate::report::search::names;

/// Most candidates that a picture of one aim shows.
const SHOWN: usize = 12;

/// The section; none of a search that reports nothing.
pub fn section(page: &SearchPage<'_>) -> Result<Option<PageSection>, String> {
    let several = page.plan.wanted.len() > 1;
    let mut panels = Vec::new();
    for number in 0..page.result.budgets.len() {
        panels.extend(if several { pairs(page, number)? } else { vec![ranking(page, number)?] });
    }
    let caption = match several {
        true => {
            "Each cross is a reported mix with its intervals, as a difference to the baseline; its number is that in its name. Small circles are other \
             candidates. Up and to the right is better where more is better."
        }
        false => {
            "Candidates from the largest mean to the smallest; the table behind the picture has what each funds. Filled circle: the reported mix, or one shown to be as good. Empty circle: not shown to be as good \
             (“as good or worse”: shown not to be better by more than the margin; “beaten”: shown to be worse than another). All mixes met the same simulated years, so that the difference of two is known \
             better than either: that intervals overlap says little. The upright line is the baseline."
        }
    };
    let caption = format!("{caption}{}", chosen_by(page));
    let title = if several { "What one aim costs in another" } else { "How far candidates are apart" };
    let figure = Figure { title: title.into(), caption, panels, table: table(page), command: phrase::command(page) };
    Ok(Some(PageSection {
        id: "front",
        label: "What the mixes bring".into(),
        heading: "What the mixes bring".into(),
        blocks: vec![PageBlock::Figure(figure)],
        folded: false,
    }))
}

/// One picture for each pair of aims.
fn pairs(page: &SearchPage<'_>, number: usize) -> Result<Vec<FigurePanel>, String> {
    let (budget, wanted) = (&page.result.budgets[number], &page.plan.wanted);
    let mut panels = Vec::new();
    for across in 0..wanted.len() {
        for upwards in across + 1..wanted.len() {
            let cross = |candidate: usize| {
                let place = budget.certified.reported.iter().position(|reported| *reported == candidate);
                Cross {
                    label: place.map_or(String::new(), |place| (place + 1).to_string()),
                    across: budget.gains[candidate][across],
                    upwards: budget.gains[candidate][upwards],
                    front: place.is_some(),
                }
            };
            let points: Vec<Cross> = (0..budget.candidates.len()).map(cross).collect();
            let [x, y] = [across, upwards].map(|objective| phrase::objective(page, &wanted[objective]));
            let about = PictureText {
                id: format!("front-{number}-{across}-{upwards}"),
                title: format!("{x} and {y}"),
                description: format!("Differences of {} candidates to the baseline; numbers are those of the reported mixes.", points.len()),
            };
            let axis = |objective: usize, name: &str| format!("{name}, {}", phrase::unit(&wanted[objective]));
            let svg = crosses(&about, &points, &axis(across, &x), &axis(upwards, &y), false)?;
            panels.push(FigurePanel { title: format!("{}: {x} and {y}", names::sum(budget.sum)), svg });
        }
    }
    Ok(panels)
}

/// The best candidates in the one aim.
fn ranking(page: &SearchPage<'_>, number: usize) -> Result<FigurePanel, String> {
    let (budget, wanted) = (&page.result.budgets[number], &page.plan.wanted[0]);
    let rows: Vec<Dot> = ranked(page, number)
        .into_iter()
        .take(SHOWN)
        .map(|(rank, candidate)| {
            let gain = budget.gains[candidate][0];
            let alike = matches!(budget.certified.status[candidate], CandidateStatus::Reported | CandidateStatus::AsGood(_));
            let tone = if alike { Tone::Better } else { Tone::Open };
            Dot { label: label(page, number, (rank, candidate)), shown: phrase::difference(gain), value: Some(gain), tone }
        })
        .collect();
    let name = phrase::objective(page, wanted);
    let about = PictureText {
        id: format!("front-{number}"),
        title: format!("{name} of the best candidates of {}", names::sum(budget.sum)),
        description: rows.iter().map(|row| format!("{}: {}", row.label, row.shown)).collect::<Vec<_>>().join("; "),
    };
    let title = format!("{} a year: {name} against the baseline, {}", names::sum(budget.sum), phrase::unit(wanted));
    Ok(FigurePanel { title, svg: dots(&about, &rows, 0.0)? })
}

/// Candidates from the best mean in the first aim to the worst, each with its rank from 1.
pub fn ranked(page: &SearchPage<'_>, number: usize) -> Vec<(usize, usize)> {
    let (budget, wanted) = (&page.result.budgets[number], &page.plan.wanted[0]);
    let mut order: Vec<usize> = (0..budget.candidates.len()).collect();
    // What was left out early has few blocks, and its mean says little.
    let early = |c: &usize| !matches!(budget.certified.status[*c], CandidateStatus::Beaten(_) | CandidateStatus::TooDear);
    order.sort_by(|a, b| {
        let merit = |c: usize| wanted.sign() * budget.gains[c][0].0;
        early(b).cmp(&early(a)).then(merit(*b).total_cmp(&merit(*a))).then(a.cmp(b))
    });
    order.into_iter().enumerate().map(|(place, candidate)| (place + 1, candidate)).collect()
}

/// Name of a candidate: its rank by the first aim, and the name of its mix where it is reported, else its status.
fn label(page: &SearchPage<'_>, number: usize, (rank, candidate): (usize, usize)) -> String {
    let certified = &page.result.budgets[number].certified;
    match certified.reported.iter().position(|reported| *reported == candidate) {
        Some(place) => format!("{rank}. {}", names::mix(page.plan, number, place)),
        None => format!("{rank}. {}", status(certified.status[candidate])),
    }
}

fn table(page: &SearchPage<'_>) -> PageTable {
    let mut rows = Vec::new();
    for number in 0..page.result.budgets.len() {
        for ranked in ranked(page, number) {
            rows.push(row(page, number, ranked));
        }
    }
    PageTable { caption: "All candidates: what each changes against the baseline, and what it costs the public".into(), head: head(page), rows }
}

/// What must be said of candidates' numbers where those of the first screen were measured anew.
pub fn chosen_by(page: &SearchPage<'_>) -> &'static str {
    match page.result.curves.is_empty() {
        true => "",
        false => {
            " Numbers are of the simulations by which mixes were chosen, where the chosen look a little too good; those of the first screen were measured anew."
        }
    }
}

/// Columns of `row`.
pub fn head(page: &SearchPage<'_>) -> Vec<String> {
    let effect = |wanted| format!("{}, {}", phrase::sentence(&phrase::objective(page, wanted)), phrase::unit(wanted));
    let effects = page.plan.wanted.iter().map(effect);
    ["Mix, and what it funds".to_owned()].into_iter().chain(effects).chain(["Public cost, bn KRW a year".into()]).collect()
}

/// A candidate with what it funds, changes and costs.
pub fn row(page: &SearchPage<'_>, number: usize, (rank, candidate): (usize, usize)) -> Vec<PageCell> {
    let budget = &page.result.budgets[number];
    let name = PageCell { below: phrase::funds(page, &budget.candidates[candidate]), ..PageCell::text(label(page, number, (rank, candidate))) };
    let effects = budget.gains[candidate].iter().map(|gain| PageCell::text(phrase::difference(*gain)));
    [name].into_iter().chain(effects).chain([PageCell::text(phrase::cost(budget.costs[candidate]))]).collect()
}

/// A status for readers.
fn status(status: CandidateStatus) -> &'static str {
    match status {
        CandidateStatus::Reported => "reported",
        CandidateStatus::AsGood(_) => "as good",
        CandidateStatus::Covered(_) => "as good or worse",
        CandidateStatus::Beaten(_) => "beaten",
        CandidateStatus::TooDear => "costs too much",
        CandidateStatus::Open => "cannot be told",
    }
}
