//! The answer of the first screen: what to fund, what that changes, and what it costs.

use super::about::SearchPage;
use super::front;
use super::phrase::{change, cost, difference, effect, funds, objective, part, turned, unit};
use crate::experiment::search::{BudgetResult, CurvePoint, Known, Wanted};
use crate::policy::Kind;
use crate::report::html::view::{PageCell, PageTable};
use crate::report::output::text::listed;
use crate::report::search::names;
use crate::scenario::search::{Mix, MixPart};

/// The answer of the first screen.
pub fn answer(page: &SearchPage<'_>) -> String {
    let (plan, result) = (page.plan, page.result);
    let sums = &plan.file.budgets;
    match result.curves.first().map(Vec::as_slice) {
        None => of_sum(page, &result.budgets[0]),
        Some([first, .., last]) if plan.wanted.len() == 1 => {
            let wanted = &plan.wanted[0];
            let gained = |point: &CurvePoint| difference(turned(point.gain, wanted.sign()));
            format!(
                "The best division found of {} a year changes {} by {} {}, that of {} by {}. How each sum is divided stands in the table.",
                names::sum(sums[first.budget]),
                objective(page, wanted),
                gained(first),
                unit(wanted),
                names::sum(sums[last.budget]),
                gained(last)
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

/// Instruments that a mix gives nothing, in words; empty where there are none.
fn nothing_for(page: &SearchPage<'_>, mix: &Mix) -> String {
    let none: Vec<String> = (0..mix.money.len()).filter(|number| mix.money[*number] == 0).map(|number| part(page, number)).collect();
    if none.is_empty() { String::new() } else { format!("; nothing for {}", listed(&none)) }
}

/// What a mix costs, and why it is not the sum.
fn spent(page: &SearchPage<'_>, mix: &Mix, known: Known) -> String {
    let sum = mix.money.iter().sum::<u64>() as f64 / 1000.0;
    let (low, high) = known.1.unwrap_or((known.0, known.0));
    let returns = |(part, money): (&MixPart, &u64)| *money > 0 && matches!(part.kind, Kind::EquityFund | Kind::LoanGuarantee);
    let why = match (high < sum, low > sum) {
        (true, _) if page.plan.file.parts.iter().zip(&mix.money).any(returns) => {
            ", less than the sum: what firms (labels) do not ask for is not spent, and what a fund or a guarantee gets back is no cost"
        }
        (true, _) => ", less than the sum: what firms (labels) do not ask for is not spent",
        (_, true) => ", more than the sum: administration comes on top",
        _ => "",
    };
    format!("It costs the public {} bn KRW a year{why}.", cost(known))
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

fn of_sum(page: &SearchPage<'_>, budget: &BudgetResult) -> String {
    let (sum, reported) = (names::sum(budget.sum), &budget.certified.reported);
    let first = reported[0];
    let effects = page.plan.wanted.iter().enumerate().map(|(objective, wanted)| effect(page, wanted, budget.gains[first][objective]));
    match (reported.len(), page.plan.wanted.len()) {
        (1, _) => format!(
            "With {sum} a year, fund {}{}. That changes {}, against the baseline. {}{}",
            funds(page, &budget.candidates[first]),
            nothing_for(page, &budget.candidates[first]),
            listed(&effects.collect::<Vec<_>>()),
            spent(page, &budget.candidates[first], budget.costs[first]),
            too_small(page, budget, first)
        ),
        (n, 1) => format!(
            "With {sum} a year, {n} mixes could not be told apart. The one with the largest mean funds {}. That changes {}, against the baseline. {}",
            funds(page, &budget.candidates[first]),
            listed(&effects.collect::<Vec<_>>()),
            spent(page, &budget.candidates[first], budget.costs[first])
        ),
        (n, _) => format!(
            "{sum} a year can be spent in {n} ways, none of which is better in everything: what one gains in one aim it gives up in another. {}",
            extremes(page, budget)
        ),
    }
}

/// Which reported mix does most in each aim.
fn extremes(page: &SearchPage<'_>, budget: &BudgetResult) -> String {
    let of = |(number, wanted): (usize, &Wanted)| {
        let merit = |candidate: usize| wanted.sign() * budget.gains[candidate][number].0;
        let best =
            |best: usize, other: usize| if merit(budget.certified.reported[other]) > merit(budget.certified.reported[best]) { other } else { best };
        let place = (0..budget.certified.reported.len()).reduce(best)?;
        let candidate = budget.certified.reported[place];
        Some(format!("{} for {}, {}", names::mix(page.plan, 0, place), objective(page, wanted), change(wanted, budget.gains[candidate][number])))
    };
    let each: Vec<String> = page.plan.wanted.iter().enumerate().filter_map(of).collect();
    format!("Most is done by {}.", each.join("; by "))
}

/// What a reported mix changes: measured anew where it is on the curve of sums.
pub fn gain(page: &SearchPage<'_>, objective: usize, budget: usize, candidate: usize) -> Known {
    let on_curve = page.result.curves.get(objective).and_then(|curve| curve.iter().find(|p| (p.budget, p.candidate) == (budget, candidate)));
    on_curve.map_or(page.result.budgets[budget].gains[candidate][objective], |point| turned(point.gain, page.plan.wanted[objective].sign()))
}

/// The reported mixes, each with its effects and cost.
pub fn options(page: &SearchPage<'_>) -> PageTable {
    let mut rows = Vec::new();
    for (number, budget) in page.result.budgets.iter().enumerate() {
        for (place, candidate) in budget.certified.reported.iter().enumerate() {
            let mut row =
                vec![PageCell { below: funds(page, &budget.candidates[*candidate]), ..PageCell::text(names::mix(page.plan, number, place)) }];
            row.extend((0..page.plan.wanted.len()).map(|objective| PageCell::text(difference(gain(page, objective, number, *candidate)))));
            row.push(PageCell::text(cost(budget.costs[*candidate])));
            rows.push(row);
        }
    }
    PageTable { caption: "What each mix changes against the baseline, and what it costs the public".into(), head: front::head(page), rows }
}
