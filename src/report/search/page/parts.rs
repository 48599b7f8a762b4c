//! What the reported mixes fund: stacked bars along the front, and their scenarios.

use super::about::SearchPage;
use super::phrase;
use crate::report::html::chart::PictureText;
use crate::report::html::chart::bars::{MOST_PARTS, Whole, parts};
use crate::report::html::view::{Figure, FigurePanel, PageBlock, PageCell, PageSection, PageTable};
use crate::report::output::text::{fixed, rounded};
use crate::report::search::names;
use crate::scenario::search::MixPart;

/// The section.
pub fn section(page: &SearchPage<'_>) -> Result<PageSection, String> {
    let several = page.result.budgets.iter().map(|budget| budget.certified.reported.len()).sum::<usize>() > 1;
    let mut panels = Vec::new();
    for number in 0..page.result.budgets.len() {
        let title = format!("{} a year", names::sum(page.plan.file.budgets[number]));
        panels.push(FigurePanel { title, svg: picture(page, number, &format!("parts-{number}"))? });
    }
    let figure = Figure {
        title: "How the money is divided".into(),
        caption: match (several, page.plan.wanted.len()) {
            (false, _) => "In per cent of the money.".into(),
            (true, 1) => "Each bar is a mix, in per cent of the money.".into(),
            (true, _) => format!(
                "Each bar is a mix, in per cent of the money; that with the best {} stands first.",
                phrase::objective(page, &page.plan.wanted[0])
            ),
        },
        panels,
        table: table(page),
        command: phrase::command(page),
    };
    let example = names::mix(page.plan, 0, 0);
    let compare = format!("topline compare baseline output/search-{}/mixes/{example}.toml", page.plan.file.name);
    let blocks = vec![
        PageBlock::Figure(figure),
        PageBlock::Table(instruments(page)),
        PageBlock::Command {
            text: "Each of these mixes is written as a scenario, which can be compared with others under other assumptions:".into(),
            command: compare,
        },
    ];
    Ok(PageSection { id: "mixes", label: "What to fund".into(), heading: "What to fund".into(), blocks, folded: false })
}

/// Instruments by the money that reported mixes of all sums give them, the most first.
fn by_money(page: &SearchPage<'_>) -> Vec<usize> {
    let all = page.result.budgets.iter().flat_map(|budget| budget.certified.reported.iter().map(|candidate| budget.candidates[*candidate].shares()));
    let mut sums = vec![0.0; page.plan.file.parts.len()];
    all.for_each(|shares| sums.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share));
    let mut order: Vec<usize> = (0..sums.len()).collect();
    order.sort_by(|a, b| sums[*b].total_cmp(&sums[*a]).then(a.cmp(b)));
    order
}

/// Stacked bars of the mixes of a sum. Parts beyond the number of colours are drawn together.
pub fn picture(page: &SearchPage<'_>, number: usize, id: &str) -> Result<String, String> {
    let budget = &page.result.budgets[number];
    let shares: Vec<Vec<f64>> = budget.certified.reported.iter().map(|candidate| budget.candidates[*candidate].shares()).collect();
    // All panels give an instrument the same colour: its rank by money in all reported mixes.
    let order = by_money(page);
    let used = |part: &usize| shares.iter().any(|mix| mix[*part] > 0.0);
    let (own, rest) = order.split_at(order.len().min(if order.len() > MOST_PARTS { MOST_PARTS - 1 } else { MOST_PARTS }));
    let shown: Vec<(usize, usize)> = own.iter().copied().enumerate().filter(|(_, part)| used(part)).collect();
    let others = rest.iter().any(used);
    let key: Vec<String> = shown.iter().map(|(_, part)| phrase::part(page, *part)).chain(others.then(|| "others".to_owned())).collect();
    let colours: Vec<usize> = shown.iter().map(|(rank, _)| *rank).chain(others.then_some(own.len())).map(|rank| (rank + 1) % MOST_PARTS).collect();
    let wholes: Vec<Whole> = shares
        .iter()
        .enumerate()
        .map(|(place, mix)| {
            let mut parts: Vec<f64> = shown.iter().map(|(_, part)| mix[*part]).collect();
            parts.extend(others.then(|| rest.iter().map(|part| mix[*part]).sum::<f64>()));
            Whole { label: names::mix(page.plan, number, place), parts }
        })
        .collect();
    let described = wholes.iter().map(|whole| {
        let parts = whole.parts.iter().zip(&key).filter(|(share, _)| **share > 0.0);
        format!("{}: {}", whole.label, parts.map(|(share, name)| format!("{name} {} %", fixed(100.0 * share, 0))).collect::<Vec<_>>().join(", "))
    });
    let about = PictureText {
        id: id.to_owned(),
        title: format!("How {} a year are divided", names::sum(budget.sum)),
        description: described.collect::<Vec<_>>().join("; "),
    };
    parts(&about, &key, &colours, &wholes)
}

/// What each instrument is, and the terms that the search file gives it.
fn instruments(page: &SearchPage<'_>) -> PageTable {
    let row = |(number, about): (usize, &MixPart)| {
        let mut terms: Vec<String> = about.set.iter().map(|(key, value)| phrase::setting(about, key, value)).collect();
        terms.extend(about.counts.iter().map(|(key, each)| format!("{} M KRW for each of its {}", rounded(*each), key.replace('_', " "))));
        terms.extend(about.choices.iter().map(|choice| {
            let values: Vec<String> = choice.values.iter().map(|value| phrase::setting(about, &choice.key, value)).collect();
            values.join(" or ")
        }));
        let terms = if terms.is_empty() { "the model's usual ones".to_owned() } else { terms.join("; ") };
        vec![PageCell::text(phrase::sentence(&phrase::part(page, number))), PageCell::text(about.kind.summary()), PageCell::text(terms)]
    };
    PageTable {
        caption: "The instruments, and their terms in this search".into(),
        head: vec!["Instrument".into(), "What it does".into(), "Terms; the model's usual ones where nothing is said".into()],
        rows: page.plan.file.parts.iter().enumerate().map(row).collect(),
    }
}

fn table(page: &SearchPage<'_>) -> PageTable {
    let mut head = vec!["Mix".to_owned()];
    head.extend((0..page.plan.file.parts.len()).map(|part| phrase::sentence(&phrase::part(page, part))));
    let mut rows = Vec::new();
    for (number, budget) in page.result.budgets.iter().enumerate() {
        for (place, candidate) in budget.certified.reported.iter().enumerate() {
            let mix = &budget.candidates[*candidate];
            let cell = |part: usize| {
                let about = &page.plan.file.parts[part];
                let chosen: Vec<String> = about.chosen(mix.variant[part]).map(|(key, value)| phrase::setting(about, key, value)).collect();
                let money = format!("{} M KRW", mix.money[part]);
                match mix.money[part] {
                    0 => PageCell::text("–"),
                    _ => PageCell {
                        below: [vec![money], chosen].concat().join("; "),
                        ..PageCell::text(format!("{} %", fixed(100.0 * mix.share(part), 0)))
                    },
                }
            };
            rows.push([PageCell::text(names::mix(page.plan, number, place))].into_iter().chain((0..mix.money.len()).map(cell)).collect());
        }
    }
    PageTable { caption: "Shares of the money, with the amount a year and what is chosen".into(), head, rows }
}
