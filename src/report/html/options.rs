//! Each option by itself: what it is for, what it leaves unspent, and what others have published of its instruments.

use minijinja::context;

use super::data::ScenarioSummary;
use super::numbers::{number, percent};
use super::outside;
use super::page::Page;
use super::view::{Item, PageBlock, PageSection};
use crate::experiment::CostBasis;
use crate::report::appraisal::chief::left_over;

/// The section; none where nothing was compared.
pub fn section(page: &Page<'_>) -> Option<PageSection> {
    let items: Vec<Item> = page.data.policies().map(|scenario| item(page, scenario)).collect();
    (!page.data.contrasts.is_empty()).then(|| page.folded("options", vec![PageBlock::Items { items, beside: true }]))
}

/// Heading and sentences of an option.
fn item(page: &Page<'_>, scenario: &ScenarioSummary) -> Item {
    let why = (!scenario.why.is_empty()).then(|| page.words.say("options.why", context! { why => &scenario.why }));
    let sentences = why.into_iter().chain(unused(page, &scenario.name)).chain(outside::sentences(page, scenario)).collect();
    Item { heading: scenario.title.clone(), sentences }
}

/// Money of its budgets that is left unspent, where it is a tenth or more of it and the public cost.
fn unused(page: &Page<'_>, scenario: &str) -> Option<String> {
    let left = page.data.contrast(scenario, "budget_unused")?;
    let (mean, spent) = (left.scenario_mean?, page.data.contrast(scenario, CostBasis::Public.outcome())?.scenario_mean?);
    let share = left_over(mean, spent)?;
    let unit = page.words.unit(&left.unit);
    let value = page.words.level(&number(mean * unit.factor), unit);
    Some(page.words.say("options.unused", context! { value, share => percent(share) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::html::sample::{data, row, said};

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
}
