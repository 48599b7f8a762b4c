//! Patterns that rest on one mechanism: switched off, the pattern fails or moves the right way.
//! All comparisons are paired; "moves" means by more than three standard errors.

use std::sync::atomic::AtomicBool;

use topline::experiment::{Sample, Survey};
use topline::outcome::pattern::{PATTERNS, Pattern, PatternTest, Variants};
use topline::outcome::statistics::{Estimate, Paired};
use topline::scenario::Draft;

const MARKETS: [&str; 7] = ["kr", "jp", "us", "eu", "cn", "sea", "row"];

fn pattern(id: &str) -> &'static Pattern {
    PATTERNS.iter().find(|p| p.id == id).unwrap()
}

/// Values of a pattern with and without a mechanism, by replicate.
fn samples(id: &str, variants: &[&[(&str, &str)]], replicates: u32) -> Vec<Sample> {
    let (PatternTest::Mean(value) | PatternTest::SpreadRatio(Variants { value, .. }) | PatternTest::Difference(Variants { value, .. })) =
        pattern(id).check
    else {
        panic!("{id} is no number of a run")
    };
    let baseline = Draft::load("scenarios/baseline.toml").unwrap();
    let scenario = |point: usize| {
        let mut draft = baseline.clone();
        variants[point].iter().try_for_each(|(path, value)| draft.set(path, value))?;
        draft.build()
    };
    let counts = vec![replicates; variants.len()];
    let take = |h: &_| vec![value(h)];
    let survey = Survey { replicates: &counts, scenario: &scenario, take: &take, seed: 1, threads: 2, panel: true };
    let mut samples = Vec::new();
    survey.conduct(&mut samples, &AtomicBool::new(false)).unwrap();
    samples
}

/// What switching a mechanism off does: the paired change, and the pattern without it.
fn without(id: &str, off: &[(&str, &str)], replicates: u32) -> (Estimate, f64) {
    let samples = samples(id, &[&[], off], replicates);
    let paired = Paired::of(&samples[0].column(0), &samples[1].column(0));
    (paired.difference, paired.scenario_mean.unwrap())
}

fn fails(id: &str, off: &[(&str, &str)]) {
    let (change, value) = without(id, off, 16);
    assert!(!pattern(id).holds(value), "{id} still holds at {value}");
    assert!(change.mean.unwrap().abs() > 3.0 * change.se.unwrap(), "{change:?}");
}

fn falls(id: &str, off: &[(&str, &str)], replicates: u32) {
    let (change, _) = without(id, off, replicates);
    assert!(change.mean.unwrap() < -3.0 * change.se.unwrap(), "{id}: {change:?}");
}

#[test]
fn without_fame_creators_are_not_so_unequal() {
    fails("P06", &[("fame_spread", "0")]);
}

#[test]
fn without_fame_the_gini_coefficient_of_creators_is_lower() {
    falls("P07", &[("fame_spread", "0")], 16);
}

#[test]
fn where_fame_counts_for_little_the_median_creator_is_not_poor() {
    fails("P08", &[("fame_floor", "1")]);
}

#[test]
fn without_investors_too_few_startups_survive() {
    fails("P05", &[("investor_inflow", "0")]);
}

#[test]
fn without_closures_too_many_startups_survive() {
    fails("P05", &[("closure_hazard.startup", "0"), ("closure_hazard.small", "0")]);
}

#[test]
fn without_its_cost_labels_switch_too_often() {
    fails("P12", &[("switching_cost", "0")]);
}

#[test]
fn with_half_the_fixed_cost_of_majors_the_margin_is_too_good() {
    fails("P13", &[("fixed_cost.major", "30000")]);
}

#[test]
fn without_concerts_recorded_music_is_too_large_a_part() {
    let markets = MARKETS.map(|market| format!("attendance_rate.{market}"));
    fails("P14", &markets.each_ref().map(|path| (path.as_str(), "0")));
}

#[test]
fn without_growth_of_the_markets_exports_grow_less() {
    let markets = MARKETS.map(|market| format!("market_growth.{market}"));
    falls("P15", &markets.each_ref().map(|path| (path.as_str(), "0")), 64);
}

#[test]
fn without_moving_to_better_pay_the_median_creator_earns_less() {
    falls("P08", &[("moving_rate", "0")], 24);
}

#[test]
fn without_cumulative_advantage_majors_dominate_less() {
    falls("P03", &[("cumulative_advantage", "0")], 16);
}

#[test]
fn without_cumulative_advantage_the_largest_labels_are_less_far_ahead() {
    falls("P04", &[("cumulative_advantage", "0")], 48);
}

/// The two variants that a pattern compares.
fn variants(id: &str) -> [Vec<(&'static str, &'static str)>; 2] {
    let (PatternTest::SpreadRatio(v) | PatternTest::Difference(v)) = pattern(id).check else { panic!("{id} compares no variants") };
    [v.without, v.with].map(|own| [v.both, own].concat())
}

#[test]
fn where_advantage_is_clipped_away_social_influence_changes_nothing() {
    let [out, with] = variants("P16");
    let clipped = |own: &[(&'static str, &'static str)]| [own, &[("advantage_clip", "1")]].concat();
    let samples = samples("P16", &[&out, &with, &clipped(&out), &clipped(&with)], 4);
    assert_ne!(samples[0].column(0), samples[1].column(0));
    assert_eq!(samples[2].column(0), samples[3].column(0));
}

#[test]
fn an_institution_that_learns_nothing_from_wins_gives_fewer() {
    falls("P09", &[("openness_gain", "0")], 100);
}

#[test]
fn without_weight_of_exposure_there_are_fewer_premiere_wins() {
    falls("P09", &[("award_exposure.premiere", "0")], 400);
}

#[test]
fn without_fit_to_the_norms_there_are_fewer_televised_wins() {
    falls("P10", &[("award_norm_fit.televised", "0")], 100);
}

#[test]
fn without_capability_from_platform_work_fewer_works_are_platform_led() {
    falls("P11", &[("platform_learning", "0")], 16);
}

#[test]
fn a_credit_matters_by_refund_to_those_without_profit_and_not_at_all_at_rate_nil() {
    let [out, with] = variants("P17");
    let nil = ["mid", "small", "startup"].map(|tier| format!("policy.tax_credit.rate.{tier}"));
    let nil = nil.each_ref().map(|path| (path.as_str(), "0"));
    let (with_nil, out_nil) = ([&with[..], &nil].concat(), [&out[..], &nil].concat());
    let samples = samples("P17", &[&out, &with, &out_nil, &with_nil], 48);
    let refund = Paired::of(&samples[0].column(0), &samples[1].column(0)).difference;
    assert!(refund.mean.unwrap() > 3.0 * refund.se.unwrap(), "{refund:?}");
    assert_eq!(samples[2].column(0), samples[3].column(0));
}

#[test]
fn a_refund_to_mid_labels_alone_keeps_few_startups_alive() {
    let mid = [("policy.tax_credit.eligible.small", "0"), ("policy.tax_credit.eligible.startup", "0")];
    let [out, with] = variants("P17");
    let [out_to_mid, with_to_mid] = [&out, &with].map(|own| [&own[..], &mid].concat());
    let samples = samples("P17", &[&out, &with, &out_to_mid, &with_to_mid], 48);
    let kept = |out: usize, with: usize| -> Vec<Option<f64>> {
        samples[out].column(0).iter().zip(samples[with].column(0)).map(|(out, with)| Some(with? - (*out)?)).collect()
    };
    let paired = Paired::of(&kept(0, 1), &kept(2, 3));
    let (of_all, of_mid) = (paired.baseline_mean.unwrap(), paired.scenario_mean.unwrap());
    assert!(of_mid < 0.5 * of_all && paired.difference.mean.unwrap() < -3.0 * paired.difference.se.unwrap(), "{of_mid} of {of_all}: {paired:?}");
}
