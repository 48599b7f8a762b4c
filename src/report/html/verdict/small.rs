//! Which policies help small and young labels, and at what cost.

use minijinja::context;

use super::cost;
use crate::outcome::direction::Direction;
use crate::report::html::numbers::interval;
use crate::report::html::page::Page;
use crate::report::html::rows::ComparisonRow;

/// Outcomes of small and young labels.
const OUTCOMES: [&str; 2] = ["small_label_exports", "startup_survival_3y"];

/// What each outcome does under the policies, and where it rises most for each won.
pub fn sentences(page: &Page<'_>, ranked: &[&ComparisonRow]) -> Vec<String> {
    let found = |outcome: &str| -> Vec<&ComparisonRow> {
        let mut found: Vec<&ComparisonRow> = ranked.iter().filter_map(|c| page.data.contrast(&c.scenario, outcome)).collect();
        found.retain(|c| c.mean_difference.is_some());
        found.sort_by(|a, b| b.mean_difference.unwrap_or(0.0).total_cmp(&a.mean_difference.unwrap_or(0.0)));
        found
    };
    let mut sentences: Vec<String> = OUTCOMES.iter().flat_map(|outcome| moves(page, outcome, &found(outcome))).collect();
    let most = cost::cheapest(page, found(OUTCOMES[0]).into_iter());
    sentences.extend(most.map(|(c, ratio)| {
        page.words.say("answer.small_per_won", context! { policy => page.data.title(&c.scenario), ratio => cost::ratio_words(page, c, ratio) })
    }));
    sentences
}

/// Policies under which an outcome is shown to rise, and to fall; the largest change first.
fn moves(page: &Page<'_>, outcome: &str, found: &[&ComparisonRow]) -> Vec<String> {
    if found.is_empty() {
        return Vec::new();
    }
    let list = |wanted: Direction| found.iter().filter(|c| c.direction() == wanted).filter_map(|c| each(page, c)).collect::<Vec<_>>();
    let (up, mut down) = (list(Direction::Up), list(Direction::Down));
    down.reverse();
    let outcome = page.words.outcome(outcome);
    let say = |name: &str, list: &[String]| page.words.say(name, context! { outcome => &outcome, list => page.words.list(list) });
    let none = || page.words.say("answer.small_none", context! { outcome => &outcome });
    let mut sentences = vec![if up.is_empty() { none() } else { say("answer.small_up", &up) }];
    sentences.extend((!down.is_empty()).then(|| say("answer.small_down", &down)));
    sentences
}

/// A policy with the size of the change, its interval and the public cost.
fn each(page: &Page<'_>, contrast: &ComparisonRow) -> Option<String> {
    let (mean, low, high) = (contrast.mean_difference?, contrast.ci_low?, contrast.ci_high?);
    let (low, high) = if mean < 0.0 { (-high, -low) } else { (low, high) };
    let unit = page.words.unit(&contrast.unit);
    let shown = interval(mean.abs() * unit.factor, low * unit.factor, high * unit.factor);
    let (policy, value) = (page.data.title(&contrast.scenario), page.words.change(&shown.value, unit));
    let range = page.words.say("range", context! { low => shown.low, high => shown.high });
    Some(match cost::of(page, &contrast.scenario).filter(|cost| *cost != 0.0) {
        None => page.words.say("answer.small_each_free", context! { policy, value, range }),
        Some(cost) => page.words.say("answer.small_each", context! { policy, value, range, cost => cost::level(page, cost) }),
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{contrast, data, row, said};
    use super::*;

    #[test]
    fn what_a_cheap_policy_does_for_startups_stands_in_the_answer() {
        let mut data = data(&[("vouchers", 5.0, [80.0, 70.0, 90.0]), ("guarantee", 0.5, [-6.0, -18.0, 6.0])]);
        data.contrasts.push(row("vouchers", "small_label_exports", "bn KRW/yr", [20.0, 15.0, 25.0]));
        data.contrasts.push(row("guarantee", "small_label_exports", "bn KRW/yr", [0.5, -1.0, 2.0]));
        data.contrasts.push(row("vouchers", "startup_survival_3y", "share", [-0.01, -0.012, -0.008]));
        data.contrasts.push(row("guarantee", "startup_survival_3y", "share", [0.046, 0.041, 0.051]));
        let ranked = ["vouchers", "guarantee"].map(|name| contrast(&data, name));
        let expected = [
            "Exports of small labels and startups: up with vouchers by 20.0 bn KRW a year (15.0 to 25.0; public cost 5.00 bn KRW a year).",
            "Startups alive after 3 years: up with guarantee by 4.60 percentage points (4.10 to 5.10; public cost 0.500 bn KRW a year).",
            "Startups alive after 3 years: down with vouchers by 1.00 percentage points (0.80 to 1.20; public cost 5.00 bn KRW a year).",
            "For each won of public money exports of small labels and startups rise most with vouchers: 4.0 (3.0 to 5.0) won.",
        ];
        assert_eq!(said(&data, |page| sentences(page, &ranked)), expected);
    }
}
