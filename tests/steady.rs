//! A world in which nothing may move: what has no inflow and no outflow stays as it is, bit for bit.
//!
//! Recognition of a label is not among the outputs. It is seen here through everything that depends on it: a label
//! that starts without recognition and never wins any has ln(1 + R) = 0, so no weight on recognition matters.

mod common;

use std::collections::BTreeMap;

use common::{fingerprint, history, history_with, scenario};
use topline::model::{History, Line, QuarterTotals};
use topline::scenario::Scenario;

/// Fans neither leave nor come: no churn, no conversion of listeners, no fans from concerts or awards.
const NO_FANS_MOVE: [(&str, &str); 5] = [
    ("fan_churn", "0"),
    ("conversion_scale", "0"),
    ("touring_fan_gain", "0"),
    ("award_categories.premiere", "0"),
    ("award_categories.televised", "0"),
];

/// Nobody fails: so much cash at the start that no bill empties it, and no closure for other reasons.
const ALL_LIVE: [(&str, &str); 8] = [
    ("initial_cash.major", "1e9"),
    ("initial_cash.mid", "1e9"),
    ("initial_cash.small", "1e9"),
    ("initial_cash.startup", "1e9"),
    ("closure_hazard.major", "0"),
    ("closure_hazard.mid", "0"),
    ("closure_hazard.small", "0"),
    ("closure_hazard.startup", "0"),
];

const NO_GROWTH: [(&str, &str); 7] = [
    ("market_growth.kr", "0"),
    ("market_growth.jp", "0"),
    ("market_growth.us", "0"),
    ("market_growth.eu", "0"),
    ("market_growth.cn", "0"),
    ("market_growth.sea", "0"),
    ("market_growth.row", "0"),
];

/// The baseline's world with settings.
fn world(settings: &[&[(&str, &str)]]) -> Scenario {
    scenario("baseline", &settings.concat())
}

/// Fans of each label (slot and generation) in the quarters in which it lived, as bits.
fn fans(history: &History) -> BTreeMap<(u32, u32), Vec<u64>> {
    let mut fans: BTreeMap<(u32, u32), Vec<u64>> = BTreeMap::new();
    for row in &history.panel {
        fans.entry((row.slot, row.generation)).or_default().push(row.fandom.to_bits());
    }
    fans
}

/// Labels with fans that moved, of those seen more than once.
fn moved(scenario: &Scenario) -> (usize, usize) {
    let fans = fans(&history_with(scenario, 0, true));
    let seen: Vec<&Vec<u64>> = fans.values().filter(|bits| bits.len() > 1).collect();
    (seen.iter().filter(|bits| bits.iter().any(|b| *b != bits[0])).count(), seen.len())
}

#[test]
fn fans_that_neither_leave_nor_come_are_the_same_in_every_quarter_of_a_label_s_life() {
    let (moved, labels) = moved(&world(&[&NO_FANS_MOVE]));
    // 400 labels of the start and the entrants of ten years.
    assert!(labels > 500, "{labels} labels live for two quarters");
    assert_eq!(moved, 0, "of {labels} labels");
}

#[test]
fn each_way_for_fans_to_come_or_leave_moves_them_when_it_is_opened_alone() {
    // Conversion is scaled to the churn that it replaces, so without churn there is none.
    let ways: [(&str, &[(&str, &str)]); 3] = [
        ("churn", &[("fan_churn", "0.05")]),
        ("concerts", &[("touring_fan_gain", "0.1")]),
        ("awards", &[("award_categories.premiere", "4"), ("award_categories.televised", "4")]),
    ];
    let mut counts = Vec::new();
    for (way, open) in ways {
        let (moved, labels) = moved(&world(&[&NO_FANS_MOVE, open]));
        assert!(moved > 0, "{way} moves no fan of {labels} labels");
        counts.push(moved);
    }
    assert!(counts[2] < counts[0] / 2, "awards lift winners alone: {counts:?}");
}

#[test]
fn where_all_labels_live_the_fans_of_a_market_and_what_licences_bring_are_constant() {
    let history = history(&world(&[&NO_FANS_MOVE, &ALL_LIVE]), 0);
    let first = &history.quarters[0];
    let licensing = |q: &topline::model::QuarterTotals| q.revenue_by_line[Line::Licensing as usize];
    assert!(licensing(first) > 0.0);
    for (t, quarter) in history.quarters.iter().enumerate() {
        assert_eq!((quarter.exits, quarter.entries), (0, 0), "quarter {t}");
        assert_eq!(quarter.fandom.map(f64::to_bits), first.fandom.map(f64::to_bits), "quarter {t}");
        assert_eq!(licensing(quarter).to_bits(), licensing(first).to_bits(), "quarter {t}");
    }
}

#[test]
fn recognition_that_is_not_updated_stays_none_where_there_was_none() {
    const NO_RECOGNITION: [(&str, &str); 4] = [
        ("initial_recognition.major", "0"),
        ("initial_recognition.mid", "0"),
        ("initial_recognition.small", "0"),
        ("initial_recognition.startup", "0"),
    ];
    const INDIFFERENT: [(&str, &str); 4] =
        [("recognition_exposure", "0"), ("bargaining_recognition", "0"), ("score_weight.recognition", "0"), ("autonomy_recognition", "0")];
    let frozen = [("recognition_updating", "0")];
    let plain = fingerprint(&history(&world(&[&NO_FANS_MOVE, &NO_RECOGNITION, &frozen]), 0));
    let indifferent = fingerprint(&history(&world(&[&NO_FANS_MOVE, &NO_RECOGNITION, &frozen, &INDIFFERENT]), 0));
    assert!(plain == indifferent, "somebody has recognition");
    // With updating the same weights matter, so the equality above says something.
    let plain = fingerprint(&history(&world(&[&NO_FANS_MOVE, &NO_RECOGNITION]), 0));
    let indifferent = fingerprint(&history(&world(&[&NO_FANS_MOVE, &NO_RECOGNITION, &INDIFFERENT]), 0));
    assert!(plain != indifferent, "nobody wins recognition although it is updated");
}

/// Money of streams that the Korean share of attention does not explain, relative, quarter by quarter: where labels
/// keep all rights, streams and catalogue bring sum over markets of share * pool / 4.
fn unexplained_money(scenario: &Scenario, growth: bool) -> Vec<f64> {
    let p = &scenario.parameters;
    let of_quarter = |(t, quarter): (usize, &QuarterTotals)| {
        let pools = (0..7).map(|m| {
            let grown = if growth { topline::math::pow(1.0 + p.market_growth[m], t as f64 / 4.0) } else { 1.0 };
            quarter.korean_share[m] * p.market_pool[m] * grown / 4.0
        });
        let streams = quarter.revenue_by_line[Line::Streaming as usize] + quarter.revenue_by_line[Line::Catalogue as usize];
        streams / pools.sum::<f64>() - 1.0
    };
    history(scenario, 0).quarters.iter().enumerate().map(of_quarter).collect()
}

#[test]
fn without_growth_the_money_of_the_markets_is_the_same_in_every_quarter() {
    let all_rights = [("rights_kept.tie_in", "1"), ("rights_kept.partnership", "1"), ("rights_kept.balanced", "1")];
    // Some thousand products are added in another order, and growth is a power computed elsewhere.
    const ROUNDING: f64 = 1e-11;
    let still = world(&[&NO_FANS_MOVE, &ALL_LIVE, &NO_GROWTH, &all_rights]);
    let money = unexplained_money(&still, false);
    assert!(money.iter().all(|error| error.abs() < ROUNDING), "{money:?}");
    let growing = scenario("growth", &[&NO_FANS_MOVE[..], &ALL_LIVE, &all_rights].concat());
    let money = unexplained_money(&growing, true);
    assert!(money.iter().all(|error| error.abs() < ROUNDING), "{money:?}");
    assert!(unexplained_money(&growing, false)[39] > 0.2, "ten years of growth are not seen");
}
