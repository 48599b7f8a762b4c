//! What policies cost the public and what that buys: the best for exports, each beside the others, and whether extra
//! exports pay for it.

use minijinja::context;

use super::policy::fiscal_cost;
use crate::experiment::CostBasis;
use crate::outcome::direction::Direction;
use crate::report::appraisal::budget::EQUAL;
use crate::report::html::numbers::{interval, number, percent};
use crate::report::html::page::Page;
use crate::report::html::rows::ComparisonRow;

/// The cost of the best, what each policy costs, and how to read won for won.
pub fn sentences(page: &Page<'_>, best: &ComparisonRow, ranked: &[&ComparisonRow]) -> Vec<String> {
    let (data, words) = (page.data, page.words);
    let policy = data.title(&best.scenario);
    let Some(cost) = data.contrast(&best.scenario, CostBasis::Public.outcome()) else { return Vec::new() };
    let (Some(shown), Some(ratio)) = (cost.shown(words), per_won(page, best)) else {
        let none = words.say("answer.cost_none", context! { policy });
        return std::iter::once(none).chain(fiscal_cost(page, &best.scenario)).chain(compared(page, ranked)).collect();
    };
    let value = words.level(&shown.value, words.unit(&cost.unit));
    let range = cost.range(words);
    let mut sentences = vec![words.say("answer.cost", context! { policy, value, range, ratio => ratio_words(page, best, ratio) })];
    sentences.extend(fiscal_cost(page, &best.scenario));
    let others = ranked.iter().copied().filter(|c| c.scenario != best.scenario);
    if let Some((other, theirs)) = cheapest(page, others).filter(|(_, theirs)| *theirs > ratio) {
        sentences.push(words.say("answer.cost_other", context! { policy => data.title(&other.scenario), ratio => ratio_words(page, other, theirs) }));
    }
    sentences.extend(compared(page, ranked));
    sentences.push(words.plain("answer.cost_caution"));
    sentences
}

/// Whether policies cost the same, with what each costs and exports for each won; nothing of a single policy, or where
/// none costs anything.
pub fn compared(page: &Page<'_>, ranked: &[&ComparisonRow]) -> Option<String> {
    let costs: Vec<(&ComparisonRow, f64)> = ranked.iter().filter_map(|c| Some((*c, of(page, &c.scenario)?))).collect();
    let reference = page.data.policies().filter_map(|s| of(page, &s.name)).find(|cost| *cost != 0.0)?;
    if costs.len() < 2 {
        return None;
    }
    let equal = costs.iter().all(|(_, cost)| (cost / reference - 1.0).abs() <= EQUAL);
    let list: Vec<String> = costs.iter().map(|(exports, cost)| each(page, exports, *cost)).collect();
    Some(page.words.say(if equal { "answer.cost_equal" } else { "answer.cost_unequal" }, context! { list => page.words.list(&list) }))
}

/// A policy with its cost and its exports for each won, where these are shown to change.
fn each(page: &Page<'_>, exports: &ComparisonRow, cost: f64) -> String {
    let policy = page.data.title(&exports.scenario);
    let fiscal = fiscal(page, &exports.scenario);
    if cost == 0.0 {
        return page.words.say("answer.each_free", context! { policy, fiscal });
    }
    let value = level(page, cost);
    let ratio = exports.mean_difference.map(|mean| mean / cost).zip(ratio_ends(page, exports));
    match ratio.filter(|_| matches!(exports.direction(), Direction::Up | Direction::Down)) {
        None => page.words.say("answer.each_open", context! { policy, value, fiscal }),
        Some((ratio, (low, high))) => {
            let shown = interval(ratio, low, high);
            let range = page.words.say("range_signed", context! { low => shown.low, high => shown.high });
            page.words.say("answer.each", context! { policy, value, ratio => shown.value, range, fiscal })
        }
    }
}

/// The change in net fiscal cost of a scenario, where it is shown to change.
fn fiscal(page: &Page<'_>, scenario: &str) -> Option<String> {
    let contrast = page.data.contrast(scenario, CostBasis::Fiscal.outcome())?;
    let moves = matches!(contrast.direction(), Direction::Up | Direction::Down);
    let value = contrast.mean_difference.filter(|_| moves)?;
    Some(page.words.say("answer.each_fiscal", context! { value => level(page, value) }))
}

/// Mean public cost of a scenario above that of the baseline, bn KRW a year.
pub fn of(page: &Page<'_>, scenario: &str) -> Option<f64> {
    page.data.contrast(scenario, CostBasis::Public.outcome())?.mean_difference
}

/// A public cost in words.
pub fn level(page: &Page<'_>, cost: f64) -> String {
    let unit = page.words.unit("bn KRW/yr");
    page.words.level(&number(cost * unit.factor), unit)
}

/// The difference with the most for each won among those shown to lie above 0.
pub fn cheapest<'a>(page: &Page<'_>, differences: impl Iterator<Item = &'a ComparisonRow>) -> Option<(&'a ComparisonRow, f64)> {
    let up = differences.filter(|c| c.direction() == Direction::Up);
    up.filter_map(|c| Some((c, per_won(page, c)?))).max_by(|a, b| a.1.total_cmp(&b.1))
}

/// Extra exports for each won of public cost; none where a policy costs nothing.
pub fn per_won(page: &Page<'_>, exports: &ComparisonRow) -> Option<f64> {
    let cost = of(page, &exports.scenario)?;
    (cost > 0.0).then_some(exports.mean_difference? / cost)
}

/// Ends of the interval of that ratio: those of the folder, else those of the exports over the mean cost, which is far
/// surer than they are.
fn ratio_ends(page: &Page<'_>, exports: &ComparisonRow) -> Option<(f64, f64)> {
    let row = page.data.budget.iter().find(|b| b.scenario == exports.scenario && b.outcome == exports.outcome);
    let cost = of(page, &exports.scenario)?;
    row.and_then(|b| b.per_bn_krw_low.zip(b.per_bn_krw_high)).or(Some((exports.ci_low? / cost, exports.ci_high? / cost)))
}

/// The ratio with its interval.
pub fn ratio_words(page: &Page<'_>, exports: &ComparisonRow, ratio: f64) -> String {
    let Some((low, high)) = ratio_ends(page, exports) else { return number(ratio) };
    let shown = interval(ratio, low, high);
    let range = page.words.say("range", context! { low => shown.low, high => shown.high });
    page.words.say("answer.ratio", context! { ratio => shown.value, range })
}

/// Whether extra exports are more than the public cost, and what that hangs on; none where nothing is paid.
pub fn worth(page: &Page<'_>, exports: &ComparisonRow) -> Option<String> {
    let ratio = per_won(page, exports)?;
    let (low, high) = ratio_ends(page, exports)?;
    let shown = ratio_words(page, exports, ratio);
    Some(match (low > 1.0, high < 1.0) {
        (true, _) => page.words.say("answer.flip_worth", context! { share => percent(1.0 / ratio) }),
        (_, true) => page.words.say("answer.flip_short", context! { ratio => shown }),
        _ => page.words.say("answer.flip_even", context! { ratio => shown }),
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{contrast, data, row, said};
    use super::*;

    #[test]
    fn unequal_cost_is_said_with_what_each_policy_costs_and_brings() {
        let data = data(&[("vouchers", 5.0, [80.0, 70.0, 90.0]), ("guarantee", 0.5, [-6.0, -18.0, 6.0]), ("contract", 0.0, [4.0, 1.0, 7.0])]);
        let ranked: Vec<&ComparisonRow> = ["vouchers", "guarantee", "contract"].map(|name| contrast(&data, name)).to_vec();
        assert_eq!(
            said(&data, |page| compared(page, &ranked)).unwrap(),
            "Policies do not cost the same, so that outcomes must be read beside cost: vouchers 5.00 bn KRW a year (16.0 won of exports for \
             each won, 14.0 to 18.0), guarantee 0.500 bn KRW a year (exports not shown to change) and contract at no public cost."
        );
    }

    #[test]
    fn a_policy_without_outlays_that_loses_taxes_is_not_told_as_free() {
        let mut data = data(&[("vouchers", 5.0, [80.0, 70.0, 90.0]), ("contract", 0.0, [4.0, 1.0, 7.0])]);
        data.contrasts.push(row("vouchers", "net_fiscal_cost", "bn KRW/yr", [-1.0, -3.0, 1.0]));
        data.contrasts.push(row("contract", "net_fiscal_cost", "bn KRW/yr", [43.0, 40.0, 46.0]));
        let ranked: Vec<&ComparisonRow> = ["vouchers", "contract"].map(|name| contrast(&data, name)).to_vec();
        assert_eq!(
            said(&data, |page| compared(page, &ranked)).unwrap(),
            "Policies do not cost the same, so that outcomes must be read beside cost: vouchers 5.00 bn KRW a year (16.0 won of exports for \
             each won, 14.0 to 18.0) and contract at no public cost (net of taxes 43.0 bn KRW a year)."
        );
        let best = said(&data, |page| sentences(page, contrast(&data, "contract"), &ranked));
        assert_eq!(best[1], "With the taxes that it brings or loses it costs the budget 43.0 bn KRW a year (40.0 to 46.0).");
    }

    #[test]
    fn one_policy_costs_as_much_as_no_other_and_nothing_is_said() {
        let alone = data(&[("vouchers", 5.0, [80.0, 70.0, 90.0])]);
        assert_eq!(said(&alone, |page| compared(page, &[contrast(&alone, "vouchers")])), None);
        let equal = data(&[("vouchers", 5.0, [80.0, 70.0, 90.0]), ("other", 5.1, [8.0, 7.0, 9.0])]);
        let ranked = ["vouchers", "other"].map(|name| contrast(&equal, name));
        assert!(said(&equal, |page| compared(page, &ranked)).unwrap().starts_with("All policies compared cost the public the same, within 5 %: "));
    }

    #[test]
    fn won_for_won_never_stands_without_its_caution() {
        let data = data(&[("vouchers", 5.0, [80.0, 70.0, 90.0])]);
        let best = contrast(&data, "vouchers");
        let sentences = said(&data, |page| sentences(page, best, &[best]));
        assert!(sentences[0].contains("16.0 (14.0 to 18.0) won higher"), "{sentences:?}");
        assert!(sentences.last().unwrap().contains("no return"), "{sentences:?}");
    }
}
