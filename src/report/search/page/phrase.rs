//! Words that several sections share: names of instruments and objectives, mixes in a sentence, numbers with intervals.

use super::about::SearchPage;
use crate::experiment::search::{BudgetResult, CurvePoint, Known, Wanted};
use crate::report::html::view::{PageCell, PageTable};
use crate::report::output::text::{fixed, listed, places};
use crate::report::search::names;
use crate::scenario::search::Mix;

/// Name of a part for readers.
pub fn part(page: &SearchPage<'_>, number: usize) -> String {
    let about = &page.plan.file.parts[number];
    let usual = page.words.known(&format!("instrument.{}", about.kind.name())).filter(|_| about.name == about.kind.name());
    usual.unwrap_or_else(|| about.name.replace('_', " "))
}

/// Name of an objective for readers.
pub fn objective(page: &SearchPage<'_>, wanted: &Wanted) -> String {
    page.words.outcome(&wanted.measure.name).replace('_', " ")
}

/// A unit for readers.
pub fn unit(wanted: &Wanted) -> &'static str {
    match wanted.measure.unit {
        "bn KRW/yr" => "bn KRW a year",
        "M KRW/yr" => "M KRW a year",
        other => other,
    }
}

/// What a mix funds, the largest part first: `12 bn KRW for touring vouchers (40 %; cap 300)`.
pub fn funds(page: &SearchPage<'_>, mix: &Mix) -> String {
    let mut order: Vec<usize> = (0..mix.money.len()).filter(|part| mix.money[*part] > 0).collect();
    order.sort_by_key(|part| (std::cmp::Reverse(mix.money[*part]), *part));
    let one = |number: usize| {
        let chosen: Vec<String> = page.plan.file.parts[number].chosen(mix.variant[number]).map(|(key, value)| chosen(key, value)).collect();
        let beside = [vec![format!("{} %", fixed(100.0 * mix.share(number), 0))], chosen].concat().join("; ");
        format!("{} for {} ({beside})", names::sum(mix.money[number]), part(page, number))
    };
    listed(&order.into_iter().map(one).collect::<Vec<_>>())
}

/// A choice for readers.
pub fn chosen(key: &str, value: &str) -> String {
    let key = key.replace('_', " ");
    match value {
        "0" | "false" => format!("not {key}"),
        "1" | "true" => key,
        other => format!("{key} {}", other.trim_matches('"').replace('_', " ")),
    }
}

/// A difference with its interval: `+31 (12 to 50)`.
pub fn difference((mean, ends): Known) -> String {
    let sign = |value: f64, text: String| if value > 0.0 && text.chars().any(|c| ('1'..='9').contains(&c)) { format!("+{text}") } else { text };
    match ends {
        None => format!("{} (no interval: too few runs)", sign(mean, fixed(mean, 2))),
        Some((low, high)) => {
            let decimals = places((high - low) / 2.0, low.abs().max(high.abs()));
            format!("{} ({} to {})", sign(mean, fixed(mean, decimals)), fixed(low, decimals), fixed(high, decimals))
        }
    }
}

/// The same without a plus.
pub fn amount(known: Known) -> String {
    difference(known).trim_start_matches('+').to_owned()
}

/// A sentence with a capital at its head.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// What a mix changes in an objective: `exports by +31 bn KRW a year (12 to 50)`.
pub fn effect(page: &SearchPage<'_>, wanted: &Wanted, gain: Known) -> String {
    let open = gain.1.is_none_or(|(low, high)| low <= 0.0 && high >= 0.0);
    format!("{} by {} {}{}", objective(page, wanted), difference(gain), unit(wanted), if open { ", which may be nothing" } else { "" })
}

/// What the money could go to, and what effects are measured against.
pub fn terms(page: &SearchPage<'_>) -> String {
    let file = &page.plan.file;
    let all: Vec<String> = (0..file.parts.len()).map(|number| part(page, number)).collect();
    format!("Money could go to {}. Effects are against the scenario {}, which each mix extends.", listed(&all), file.baseline_name)
}

/// What does not matter, in words: `20 bn KRW a year of exports`.
pub fn margins(page: &SearchPage<'_>) -> String {
    let of = |wanted: &Wanted| format!("{} {} of {}", wanted.objective.epsilon, unit(wanted), objective(page, wanted));
    listed(&page.plan.wanted.iter().map(of).collect::<Vec<_>>())
}

/// What must be said where all that a mix changes is less than what does not matter.
fn too_small(page: &SearchPage<'_>, budget: &BudgetResult, candidate: usize) -> &'static str {
    let small = |(wanted, gain): (&Wanted, &Known)| {
        gain.1.is_some_and(|(low, high)| if wanted.objective.higher { high <= wanted.objective.epsilon } else { -low <= wanted.objective.epsilon })
    };
    match page.plan.wanted.iter().zip(&budget.gains[candidate]).all(small) {
        true => " That is no more than the difference that the search was told does not matter: the baseline is as good.",
        false => "",
    }
}

/// The answer of the first screen.
pub fn answer(page: &SearchPage<'_>) -> String {
    let (plan, result) = (page.plan, page.result);
    let sums = &plan.file.budgets;
    match result.curves.first().map(Vec::as_slice) {
        None => of_sum(page, &result.budgets[0]),
        Some([first, .., last]) if plan.wanted.len() == 1 => {
            let wanted = &plan.wanted[0];
            let change = |point: &CurvePoint| difference(turned(point.gain, wanted.sign()));
            format!(
                "The best division found of {} a year changes {} by {} {}, that of {} by {}. How each sum is divided stands in the rows.",
                names::sum(sums[first.budget]),
                objective(page, wanted),
                change(first),
                unit(wanted),
                names::sum(sums[last.budget]),
                change(last)
            )
        }
        Some(_) => format!(
            "Sums from {} to {} a year were divided for {}. The curves show what the best division found of each sum brings in each.",
            names::sum(sums[0]),
            sums.last().map_or(String::new(), |sum| names::sum(*sum)),
            listed(&plan.wanted.iter().map(|wanted| objective(page, wanted)).collect::<Vec<_>>())
        ),
    }
}

/// A number turned back and multiplied.
pub fn turned((mean, ends): Known, by: f64) -> Known {
    (mean * by, ends.map(|(low, high)| (by * low, by * high)).map(|(a, b)| (a.min(b), a.max(b))))
}

fn of_sum(page: &SearchPage<'_>, budget: &BudgetResult) -> String {
    let (sum, reported) = (names::sum(budget.sum), &budget.certified.reported);
    let first = reported[0];
    let effects = page.plan.wanted.iter().enumerate().map(|(objective, wanted)| effect(page, wanted, budget.gains[first][objective]));
    match (reported.len(), page.plan.wanted.len()) {
        (1, _) => format!(
            "With {sum} a year, fund {}. Against the baseline that changes {}, at a public cost of {} bn KRW a year.{}",
            funds(page, &budget.candidates[first]),
            listed(&effects.collect::<Vec<_>>()),
            amount(budget.costs[first]),
            too_small(page, budget, first)
        ),
        (n, 1) => format!(
            "With {sum} a year, {n} mixes could not be told apart. The one with the largest mean funds {}. Against the baseline that changes {}.",
            funds(page, &budget.candidates[first]),
            listed(&effects.collect::<Vec<_>>())
        ),
        (n, _) => format!(
            "{sum} a year can be spent in {n} ways, none of which is better in everything: what one gains in one aim it gives up in another. \
             Which is right depends on how much {} count.",
            listed(&page.plan.wanted.iter().map(|wanted| objective(page, wanted)).collect::<Vec<_>>())
        ),
    }
}

/// What a reported mix changes: measured anew where it is on the curve of sums.
fn gain(page: &SearchPage<'_>, objective: usize, budget: usize, candidate: usize) -> Known {
    let on_curve = page.result.curves.get(objective).and_then(|curve| curve.iter().find(|p| (p.budget, p.candidate) == (budget, candidate)));
    on_curve.map_or(page.result.budgets[budget].gains[candidate][objective], |point| turned(point.gain, page.plan.wanted[objective].sign()))
}

/// The reported mixes, each with its effects and cost.
pub fn options(page: &SearchPage<'_>) -> PageTable {
    let mut head = vec!["Mix, and what it funds".to_owned()];
    head.extend(page.plan.wanted.iter().map(|wanted| format!("{}, {}", sentence(&objective(page, wanted)), unit(wanted))));
    head.push("Public cost, bn KRW a year".into());
    let mut rows = Vec::new();
    for (number, budget) in page.result.budgets.iter().enumerate() {
        for (place, candidate) in budget.certified.reported.iter().enumerate() {
            let mut row =
                vec![PageCell { below: funds(page, &budget.candidates[*candidate]), ..PageCell::text(names::mix(page.plan, number, place)) }];
            row.extend((0..page.plan.wanted.len()).map(|objective| PageCell::text(difference(gain(page, objective, number, *candidate)))));
            row.push(PageCell::text(amount(budget.costs[*candidate])));
            rows.push(row);
        }
    }
    PageTable { caption: "Reported mixes: difference to the baseline, and what they cost".into(), head, rows }
}

/// The command that makes the page again.
pub fn command(page: &SearchPage<'_>) -> String {
    format!("topline search {}", crate::report::shell::word(&page.plan.file.name))
}
