//! What others have published of an instrument, beside what it brings in the model over worlds.

use minijinja::context;

use crate::outcome::outside::{Effect, OUTSIDE, OutsideEstimate, Standing};
use crate::report::html::data::ScenarioSummary;
use crate::report::html::numbers::{interval, number};
use crate::report::html::page::Page;
use crate::report::html::rows::OutsideRow;

/// A sentence for each published estimate of its instruments; that none was found, where none was.
pub fn sentences(page: &Page<'_>, scenario: &ScenarioSummary) -> Vec<String> {
    if scenario.kinds.is_empty() {
        return Vec::new();
    }
    let of_instrument = |estimate: &&OutsideEstimate| scenario.kinds.iter().any(|kind| kind == estimate.instrument.name());
    let mut found: Vec<String> = OUTSIDE.iter().filter(of_instrument).filter_map(|estimate| sentence(page, estimate)).collect();
    if found.is_empty() {
        found.push(page.plain("outside.none"));
    }
    found
}

/// How the model stands to published estimates of a scenario's instruments, the worst of several; `None` where none was found.
pub fn standing(page: &Page<'_>, scenario: &ScenarioSummary) -> Option<Standing> {
    let of_instrument = |estimate: &&OutsideEstimate| scenario.kinds.iter().any(|kind| kind == estimate.instrument.name());
    let standing = |estimate: &OutsideEstimate| over_worlds(page, estimate).map(|[median, low, high]| estimate.standing(median, [low, high]));
    let found: Vec<Standing> = OUTSIDE.iter().filter(of_instrument).filter_map(standing).collect();
    found.iter().copied().find(|s| *s != Standing::Inside).or(found.first().copied())
}

/// What the model has of an estimate over worlds: median, 5 and 95 % quantile.
fn over_worlds(page: &Page<'_>, estimate: &OutsideEstimate) -> Option<[f64; 3]> {
    let of = |r: &&OutsideRow| r.instrument == estimate.instrument.name() && Effect::named(&r.effect) == Some(estimate.effect);
    let row = page.data.outside.iter().find(of)?;
    Some([row.median?, row.p05?, row.p95?])
}

fn sentence(page: &Page<'_>, estimate: &OutsideEstimate) -> Option<String> {
    let (instrument, effect) = (estimate.instrument.name(), estimate.effect);
    let [median, low, high] = over_worlds(page, estimate)?;
    let name = if estimate.high.is_finite() { "outside.between" } else { "outside.above" };
    let range = page.words.say(name, context! { low => number(estimate.low), high => number(estimate.high) });
    let published = page.words.say(&format!("outside.{}", effect.name()), context! { range });
    let shown = interval(median, low, high);
    let worlds = page.words.say("range_signed", context! { low => shown.low, high => shown.high });
    let standing = page.plain(&format!("outside.standing_{}", estimate.standing(median, [low, high]).name()));
    let instrument = page.words.known(&format!("instrument.{instrument}")).unwrap_or(instrument.to_owned());
    let values = context! { instrument, published, grade => estimate.grade, median => shown.value, worlds, standing };
    Some(page.words.say("outside.sentence", values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::html::sample::{data, said};

    #[test]
    fn a_published_range_stands_beside_the_instrument_with_where_the_model_lies() {
        let told = |kinds: &[&str], worlds: [f64; 3]| {
            let mut data = data(&[("vouchers", 5.0, [80.0, 70.0, 90.0])]);
            let [median, p05, p95] = worlds.map(Some);
            data.outside = vec![OutsideRow { instrument: "touring_voucher".into(), effect: "exports".into(), median, p05, p95 }];
            data.experiment.scenarios[1].kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
            said(&data, |page| sentences(page, &page.data.experiment.scenarios[1]))
        };
        let outside = told(&["touring_voucher"], [1.2, 0.4, 2.0]);
        assert_eq!(
            outside,
            ["Published of touring voucher: exports of 2.20 to 19.0 won for each won (grade C). The model has 1.20 (0.40 to 2.00 over \
              plausible worlds) on the shipped scenario: outside."]
        );
        assert!(told(&["touring_voucher"], [3.0, 1.0, 5.0])[0].ends_with(": inside."));
        assert_eq!(told(&["brokerage"], [3.0, 1.0, 5.0]), ["No published estimate was found of what it brings for each won."]);
        assert!(told(&[], [3.0, 1.0, 5.0]).is_empty());
    }
}
