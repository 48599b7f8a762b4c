//! The first screen of made-up comparisons.

use super::data::FolderData;
use super::overview::{Overview, overview};
use super::rows::{WorldEffectRow, WorldLeadRow};
use super::sample::{data, said};
use super::told::probability;
use crate::report::appraisal::chief::EXPORTS;

fn effect(scenario: &str, outcome: &str, [mean, low, high]: [f64; 3]) -> WorldEffectRow {
    WorldEffectRow {
        scenario: scenario.into(),
        outcome: outcome.into(),
        worlds: 80,
        replicates: 4,
        mean: Some(mean),
        ci_low: Some(low),
        ci_high: Some(high),
        p_value: probability(Some(mean), Some((low, high)), 80),
        p05: Some(mean - 20.0),
        p95: Some(mean + 20.0),
        share_sign: Some(0.9),
        sd_world: None,
        sd_luck: None,
        sd_both: None,
    }
}

fn lead(scenario: &str, rival: &str, p: f64, share: f64) -> WorldLeadRow {
    let mean = if share > 0.5 { 30.0 } else { -30.0 };
    WorldLeadRow {
        scenario: scenario.into(),
        rival: rival.into(),
        outcome: EXPORTS.into(),
        mean: Some(mean),
        p_value: Some(p),
        share_ahead: Some(share),
    }
}

/// Two policies in worlds: vouchers lead net of cost, but only the credit is shown to raise exports where `vouchers` is open.
fn in_worlds(vouchers: [f64; 3], leads: Vec<WorldLeadRow>) -> FolderData {
    let mut found = data(&[("vouchers", 5.0, [80.0, 70.0, 90.0]), ("credit", 30.0, [10.0, -5.0, 25.0])]);
    let costs = [("vouchers", [5.0, 4.9, 5.1]), ("credit", [30.0, 29.0, 31.0])];
    found.world_effects = vec![effect("vouchers", EXPORTS, vouchers), effect("credit", EXPORTS, [35.0, 18.0, 52.0])];
    found.world_effects.extend(costs.map(|(name, cost)| effect(name, "public_cost", cost)));
    found.world_leads = leads;
    found
}

fn of(found: &FolderData) -> Overview {
    said(found, |page| overview(page).unwrap().unwrap())
}

#[test]
fn the_best_is_the_first_net_of_cost_among_those_shown_to_raise_exports() {
    let open = of(&in_worlds([19.0, -2.0, 39.0], vec![lead("credit", "vouchers", 0.2, 0.3)]));
    assert_eq!(
        open.answer,
        "Exports rise with credit: +35 (18 to 52; in nine tenths of plausible worlds 15 to 55), 35.0 % of exports without it. This costs 30.0 bn KRW a year. Whether that is better than vouchers once cost is taken off cannot be told."
    );
    assert_eq!(open.options.rows.iter().map(|row| row[0].text.as_str()).collect::<Vec<_>>(), ["credit", "vouchers"]);
    assert_eq!((open.options.rows[0][3].tone, open.options.rows[1][3].tone), ("", "open"));
    assert!(
        open.confidence[0].said.contains("exports rise with credit in 90 % of plausible worlds; net of cost it is ahead of vouchers in 30 %"),
        "{:?}",
        open.confidence
    );
    assert_eq!(open.title, "No option is shown to bring more extra exports than it costs");
}

#[test]
fn a_policy_that_raises_exports_is_never_told_as_none_whatever_it_costs() {
    let found = data(&[("vouchers", 5.0, [19.0, -2.0, 39.0]), ("credit", 30.0, [35.0, 18.0, 52.0])]);
    assert!(of(&found).answer.starts_with("Exports rise with credit: +35 (18 to 52)"), "{}", of(&found).answer);
}

#[test]
fn an_interval_that_leaves_out_0_alone_is_told_only_where_all_hold_together() {
    // Of two intervals one leaves out 0, with a probability of about 2 in 100.
    let found = data(&[("vouchers", 5.0, [19.0, -2.0, 39.0]), ("credit", 30.0, [12.0, 2.0, 22.0])]);
    let screen = of(&found);
    let none = "None of 2 policies compared is shown to raise exports above those of baseline. The best guess, cost taken off, \
        is vouchers: exports +19 (-2 to 39); luck alone may do as much. It costs 5.00 bn KRW a year.";
    assert_eq!(screen.answer.replace('\u{2212}', "-").to_lowercase(), none.to_lowercase());
    assert_eq!(screen.options.rows.iter().map(|row| row[3].tone).collect::<Vec<_>>(), ["open", "open"]);
}

#[test]
fn an_option_that_leads_every_other_does_most() {
    let settled = of(&in_worlds([60.0, 40.0, 80.0], vec![lead("vouchers", "credit", 1e-6, 0.98), lead("credit", "vouchers", 1e-6, 0.02)]));
    assert!(settled.answer.starts_with("Exports rise most with vouchers: +60 (40 to 80; "), "{}", settled.answer);
    assert_eq!(settled.title, "Extra exports exceed the money spent: vouchers");
    // The other costs more and does less: grey.
    assert!(settled.svg.contains("credit") && settled.svg.contains("#6E6E6E"));
}

#[test]
fn without_worlds_the_reference_is_told_and_nothing_shown_is_told_as_nothing() {
    let none = of(&data(&[("vouchers", 5.0, [3.0, -7.0, 13.0]), ("credit", 30.0, [10.0, -5.0, 25.0])]));
    assert!(none.answer.starts_with("None of 2 policies compared is shown to raise exports"), "{}", none.answer);
    assert!(none.basis.contains("in the reference world"), "{}", none.basis);
    let mut event = data(&[("hit", 0.0, [3.0, 1.0, 5.0])]);
    event.experiment.scenarios.iter_mut().for_each(|s| s.instruments = 0);
    assert!(said(&event, |page| overview(page).unwrap()).is_none());
}
