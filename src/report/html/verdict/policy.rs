//! A policy by itself: what is better, what is worse, what cannot be told, and what would change that.

use minijinja::context;

use crate::experiment::CostBasis;
use crate::outcome::direction::Direction;
use crate::report::appraisal::chief::{CHIEF, EXPORTS, left_over};
use crate::report::html::chart::dots::Tone;
use crate::report::html::data::ScenarioSummary;
use crate::report::html::numbers::{count, fixed, interval, number, percent};
use crate::report::html::page::Page;
use crate::report::html::rows::ComparisonRow;
use crate::report::html::view::{Item, PageBlock, PageSection};

/// The section; none where nothing was compared.
pub fn section(page: &Page<'_>) -> Option<PageSection> {
    let items: Vec<Item> = page.data.policies().map(|scenario| item(page, scenario)).collect();
    let blocks = vec![PageBlock::Items { items, beside: true }];
    (!page.data.contrasts.is_empty()).then(|| PageSection { id: "policies", heading: page.plain("policy.heading"), blocks, folded: true })
}

/// Heading and sentences of a policy.
fn item(page: &Page<'_>, scenario: &ScenarioSummary) -> Item {
    let words = page.words;
    let judged = CHIEF.iter().filter(|name| !CostBasis::is(name));
    let contrasts: Vec<&ComparisonRow> = judged.filter_map(|name| page.data.contrast(&scenario.name, name)).collect();
    let of = |tone: Tone| contrasts.iter().filter(move |c| c.tone() == tone).filter_map(|c| moved(page, c)).collect::<Vec<_>>();
    let found = |wanted: Direction| contrasts.iter().copied().filter(move |c| c.direction() == wanted);
    let open: Vec<String> = found(Direction::Open).map(|c| uncertain(page, c)).collect();
    let same: Vec<String> = found(Direction::Same).map(|c| words.outcome(&c.outcome)).collect();
    let absent: Vec<String> = found(Direction::Absent).map(|c| words.outcome(&c.outcome)).collect();
    let mut sentences = Vec::new();
    if !scenario.why.is_empty() {
        sentences.push(words.say("policy.why", context! { why => &scenario.why }));
    }
    let named = [("better", of(Tone::Better)), ("worse", of(Tone::Worse)), ("open", open), ("same", same), ("absent", absent)];
    sentences.extend(
        named
            .into_iter()
            .filter(|(_, list)| !list.is_empty())
            .map(|(name, list)| words.say(&format!("policy.{name}"), context! { list => words.list(&list) })),
    );
    sentences.extend(costs(page, &scenario.name));
    sentences.extend(unused(page, &scenario.name));
    sentences.extend(super::outside::sentences(page, scenario));
    sentences.extend(page.data.contrast(&scenario.name, EXPORTS).and_then(|c| flip(page, c)));
    Item { heading: scenario.title.clone(), sentences }
}

/// An outcome that is up or down, with the size and its interval; none where it did not move.
pub fn moved(page: &Page<'_>, contrast: &ComparisonRow) -> Option<String> {
    let (mean, low, high) = (contrast.mean_difference?, contrast.ci_low?, contrast.ci_high?);
    let (name, low, high) = match contrast.direction() {
        Direction::Up => ("moved.up", low, high),
        Direction::Down => ("moved.down", -high, -low),
        _ => return None,
    };
    let unit = page.words.unit(&contrast.unit);
    let shown = interval(mean.abs() * unit.factor, low * unit.factor, high * unit.factor);
    let range = page.words.say("range", context! { low => shown.low, high => shown.high });
    Some(page.words.say(name, context! { outcome => page.words.outcome(&contrast.outcome), value => page.words.change(&shown.value, unit), range }))
}

/// An outcome of which the interval holds 0, with it.
fn uncertain(page: &Page<'_>, contrast: &ComparisonRow) -> String {
    let outcome = page.words.outcome(&contrast.outcome);
    match contrast.shown(page.words).filter(|_| contrast.ci_low.is_some()) {
        None => page.words.say("moved.one_pair", context! { outcome }),
        Some(shown) => {
            let ends = page.words.say("range_signed", context! { low => shown.low, high => shown.high });
            let range = page.words.change(&ends, page.words.unit(&contrast.unit));
            page.words.say("moved.open", context! { outcome, range })
        }
    }
}

/// What it costs the public, and what of that is left after the taxes that it brings or loses.
pub fn costs(page: &Page<'_>, scenario: &str) -> Vec<String> {
    let public = page.data.contrast(scenario, CostBasis::Public.outcome()).and_then(|c| cost(page, c));
    public.into_iter().chain(fiscal_cost(page, scenario)).collect()
}

/// What a policy costs or brings the budget once taxes are counted; none where nothing changes or is known.
pub fn fiscal_cost(page: &Page<'_>, scenario: &str) -> Option<String> {
    let contrast = page.data.contrast(scenario, CostBasis::Fiscal.outcome())?;
    let (mean, low, high) = (contrast.mean_difference?, contrast.ci_low?, contrast.ci_high?);
    let unit = page.words.unit(&contrast.unit);
    let said = |name: &str, [mean, low, high]: [f64; 3]| {
        let shown = interval(mean * unit.factor, low * unit.factor, high * unit.factor);
        let range = page.words.say("range", context! { low => shown.low, high => shown.high });
        page.words.say(name, context! { value => page.words.level(&shown.value, unit), range })
    };
    match contrast.direction() {
        Direction::Up => Some(said("policy.fiscal_cost", [mean, low, high])),
        Direction::Down => Some(said("policy.fiscal_gain", [-mean, -high, -low])),
        Direction::Open => {
            let shown = contrast.shown(page.words)?;
            let range = page.words.say("range_signed", context! { low => shown.low, high => shown.high });
            Some(page.words.say("policy.fiscal_open", context! { range => page.words.level(&range, unit) }))
        }
        Direction::Same | Direction::Absent => None,
    }
}

/// What it costs the public.
fn cost(page: &Page<'_>, contrast: &ComparisonRow) -> Option<String> {
    let shown = contrast.shown(page.words)?;
    if contrast.direction() == Direction::Same {
        return Some(page.plain("policy.cost_none"));
    }
    let range = contrast.range(page.words);
    Some(page.words.say("policy.cost", context! { value => page.words.level(&shown.value, page.words.unit(&contrast.unit)), range }))
}

/// Money of its budgets that is left unspent, where it is a tenth or more of it and the public cost.
pub fn unused(page: &Page<'_>, scenario: &str) -> Option<String> {
    let left = page.data.contrast(scenario, "budget_unused")?;
    let (mean, spent) = (left.scenario_mean?, page.data.contrast(scenario, CostBasis::Public.outcome())?.scenario_mean?);
    let share = left_over(mean, spent)?;
    let unit = page.words.unit(&left.unit);
    let value = page.words.level(&number(mean * unit.factor), unit);
    Some(page.words.say("policy.unused", context! { value, share => percent(share) }))
}

/// How much smaller the effect on exports would have to be for the statement to fall, or how many replicates would
/// settle an effect of the size seen.
pub fn flip(page: &Page<'_>, contrast: &ComparisonRow) -> Option<String> {
    let (mean, low, high) = (contrast.mean_difference?, contrast.ci_low?, contrast.ci_high?);
    let change = |value: f64| page.words.change(&number(value * page.words.unit(&contrast.unit).factor), page.words.unit(&contrast.unit));
    match contrast.direction() {
        Direction::Up => Some(page.words.say("policy.flip_up", context! { value => change(low), share => percent(low / mean) })),
        Direction::Down => Some(page.words.say("policy.flip_down", context! { value => change(-high), share => percent(high / mean) })),
        Direction::Open if mean != 0.0 => {
            let needed = contrast.n as f64 * ((high - low) / 2.0 / mean).powi(2);
            let needed = if needed < 1e6 { count(round_up(needed)) } else { fixed(1e6, 0) };
            Some(page.words.say("policy.flip_open", context! { value => change(mean), needed, n => count(contrast.n) }))
        }
        _ => None,
    }
}

/// Upwards to two digits: more would pretend to know more.
fn round_up(value: f64) -> usize {
    let step = 10f64.powi((value.max(1.0).log10().floor() as i32 - 1).max(0));
    ((value / step).ceil() * step) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::html::verdict::sample::{data, row, said};

    #[test]
    fn money_left_over_is_told_with_the_cost() {
        let mut data = data(&[("vouchers", 6.0, [80.0, 70.0, 90.0])]);
        data.contrasts.push(row("vouchers", "budget_unused", "bn KRW/yr", [18.0, 17.0, 19.0]));
        data.contrasts.iter_mut().for_each(|c| c.scenario_mean = c.mean_difference);
        let told = said(&data, |page| unused(page, "vouchers")).unwrap();
        assert_eq!(told, "Left unspent: 18.0 bn KRW a year of its budgets (75 % of them and the public cost together).");
        data.contrasts.last_mut().unwrap().scenario_mean = Some(0.1);
        assert_eq!(said(&data, |page| unused(page, "vouchers")), None);
    }

    #[test]
    fn what_is_left_of_a_cost_after_taxes_is_told_with_its_sign() {
        let told = |net: [f64; 3]| {
            let mut data = data(&[("contract", 0.0, [4.0, 1.0, 7.0])]);
            data.contrasts.push(row("contract", "net_fiscal_cost", "bn KRW/yr", net));
            said(&data, |page| costs(page, "contract"))
        };
        assert_eq!(told([43.0, 40.0, 46.0])[1], "With the taxes that it brings or loses it costs the budget 43.0 bn KRW a year (40.0 to 46.0).");
        assert_eq!(told([-5.0, -8.0, -2.0])[1], "With the taxes that it brings or loses it brings the budget 5.0 bn KRW a year (2.0 to 8.0).");
        let open = told([1.0, -2.0, 4.0])[1].clone();
        assert!(open.starts_with("Whether the budget gains or loses once taxes are counted cannot be told: "), "{open}");
        assert_eq!(told([0.0; 3]).len(), 1);
    }

    #[test]
    fn replicates_needed_are_rounded_up_to_two_digits() {
        assert_eq!([12.3, 463.0, 1201.0, 9999.0].map(round_up), [13, 470, 1300, 10000]);
    }
}
