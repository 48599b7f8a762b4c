//! The table.

use super::labels::{largest_share, listed_against_small};
use super::years::{quarters_of, yearly};
use super::{Pattern, PatternTest, VariantSetting, Variants};
use crate::model::{History, QuarterTotals};
use crate::outcome::find;
use crate::outcome::window::ratio;
use crate::units::Strategy;

/// All patterns.
pub const PATTERNS: &[Pattern] = &[
    Pattern {
        id: "P01",
        name: "size of the modelled industry",
        definition: "Revenue of the first year: sum of quarters 0 to 3",
        unit: "bn KRW",
        low: 4000.0,
        high: 6000.0,
        source: "Big 4 alone 4,275 bn KRW in 2023 (F028); they are 0.7-0.8 of the modelled labels",
        grade: "B",
        check: PatternTest::Mean(|h| revenue_of(h, 1)),
        of_year: Some(revenue_of),
    },
    Pattern {
        id: "P02",
        name: "export share",
        definition: "Exports / revenue of the first year, ratio of sums over quarters 0 to 3",
        unit: "share",
        low: 0.30,
        high: 0.50,
        source: "Big 4 overseas share 0.31-0.64 (F041-F044); all agencies 0.18 (F053)",
        grade: "B",
        check: PatternTest::Mean(|h| export_share_of(h, 1)),
        of_year: Some(export_share_of),
    },
    Pattern {
        id: "P03",
        name: "majors dominate",
        definition: "major_revenue_share",
        unit: "share",
        low: 0.55,
        high: 0.80,
        source: "Big 4 hold 0.59-0.61 of album units (F026); their revenue share is not published, so the range is wider",
        grade: "C",
        check: PatternTest::Mean(|h| outcome(h, "major_revenue_share")),
        of_year: Some(|h, year| yearly(h, "major_revenue_share", year)),
    },
    Pattern {
        id: "P04",
        name: "listed against small firms",
        definition: "Mean revenue of the 14 largest labels / mean revenue of labels of tier small, living labels at the end, revenue of the last four quarters, tier at the end",
        unit: "ratio",
        low: 25.0,
        high: 60.0,
        source: "43 in 2016: 14 listed firms 89.5 bn against small agencies 2.1 bn (F050-F052); the source counts incorporated small agencies with a turnover, so tier small is the counterpart",
        grade: "B",
        check: PatternTest::Mean(listed_against_small),
        of_year: None,
    },
    Pattern {
        id: "P05",
        name: "startup survival, 3 years",
        definition: "startup_survival_3y",
        unit: "share",
        low: 0.30,
        high: 0.55,
        source: "Yearly exit hazard 0.19-0.32 (F061): (1 - hazard)^3 = 0.31-0.53",
        grade: "C",
        check: PatternTest::Mean(|h| outcome(h, "startup_survival_3y")),
        of_year: None,
    },
    Pattern {
        id: "P06",
        name: "creators: top 1 %",
        definition: "creator_income_top1",
        unit: "share",
        low: 0.48,
        high: 0.77,
        source: "Top 1 % of singers 0.481-0.769 of income, 2014-2021 (F073-F076)",
        grade: "A",
        check: PatternTest::Mean(|h| outcome(h, "creator_income_top1")),
        of_year: Some(|h, year| yearly(h, "creator_income_top1", year)),
    },
    Pattern {
        id: "P07",
        name: "creators: inequality",
        definition: "creator_income_gini",
        unit: "0..1",
        low: 0.80,
        high: 0.96,
        source: "Implied by top 1 % and bottom 90 % (F074, F078)",
        grade: "C",
        check: PatternTest::Mean(|h| outcome(h, "creator_income_gini")),
        of_year: Some(|h, year| yearly(h, "creator_income_gini", year)),
    },
    Pattern {
        id: "P08",
        name: "creators: low median",
        definition: "creator_income_median",
        unit: "M KRW/yr",
        low: 0.5,
        high: 8.7,
        source: "Bottom 90 % of singers average 8.7 (F074): upper bound; a mean of 64 (F075) with a lognormal sigma of 2.3-3.1 (F079) has a median of 0.5 to 4.5",
        grade: "C",
        check: PatternTest::Mean(|h| outcome(h, "creator_income_median")),
        of_year: Some(|h, year| yearly(h, "creator_income_median", year)),
    },
    Pattern {
        id: "P09",
        name: "premiere wins",
        definition: "wins_premiere in the run of 10 years",
        unit: "wins",
        low: 1.0,
        high: 7.0,
        source: "First win in 2026 after years of nominations (F140-F142)",
        grade: "C",
        check: PatternTest::Mean(|h| outcome(h, "wins_premiere")),
        of_year: None,
    },
    Pattern {
        id: "P10",
        name: "televised wins",
        definition: "wins_televised in the run of 10 years",
        unit: "wins",
        low: 0.0,
        high: 2.0,
        source: "None to 2026; 86 of 95 awards outside the telecast (F135)",
        grade: "C",
        check: PatternTest::Mean(|h| outcome(h, "wins_televised")),
        of_year: None,
    },
    Pattern {
        id: "P11",
        name: "platform-led share",
        definition: "tie_in and partnership works / works of the first year",
        unit: "share",
        low: 0.15,
        high: 0.40,
        source: "No evidence: both strategies must be alive for the question to make sense",
        grade: "design",
        check: PatternTest::Mean(|h| platform_led_of(h, 1)),
        of_year: Some(platform_led_of),
    },
    Pattern {
        id: "P12",
        name: "some switching",
        definition: "switching_rate",
        unit: "share",
        low: 0.05,
        high: 0.25,
        source: "No evidence: labels neither locked in nor erratic",
        grade: "design",
        check: PatternTest::Mean(|h| outcome(h, "switching_rate")),
        of_year: Some(|h, year| yearly(h, "switching_rate", year)),
    },
    Pattern {
        id: "P13",
        name: "margin",
        definition: "profit_margin",
        unit: "share",
        low: 0.03,
        high: 0.14,
        source: "HYBE operating margin 0.082-0.136 (F039), YG loss (F047)",
        grade: "C",
        check: PatternTest::Mean(|h| outcome(h, "profit_margin")),
        of_year: Some(|h, year| yearly(h, "profit_margin", year)),
    },
    Pattern {
        id: "P14",
        name: "recorded music in revenue",
        definition: "recorded_music_share",
        unit: "share",
        low: 0.38,
        high: 0.62,
        source: "HYBE 0.38, SM 0.42-0.48 (F034, F045); small labels higher",
        grade: "B",
        check: PatternTest::Mean(|h| outcome(h, "recorded_music_share")),
        of_year: Some(|h, year| yearly(h, "recorded_music_share", year)),
    },
    Pattern {
        id: "P15",
        name: "exports grow, slower than in the boom",
        definition: "export_growth, constant prices",
        unit: "1/yr",
        low: 0.0,
        high: 0.21,
        source: "0.21 log points a year in 2010-23 (F008) from a small base: upper bound",
        grade: "C",
        check: PatternTest::Mean(|h| outcome(h, "export_growth")),
        of_year: None,
    },
    Pattern {
        id: "P16",
        name: "social influence raises unpredictability",
        definition: "Standard deviation over replicates of the largest label's share in the revenue of the last four quarters, cumulative_advantage 0.16 over 0, fan_concavity 0.86 in both; at least 800 replicates each (the evidence asks for 400; at 800 the test is clear of luck)",
        unit: "ratio",
        low: 1.0,
        high: 3.0,
        source: "Salganik, Dodds and Watts 2006 (F091), sign",
        grade: "A",
        check: PatternTest::SpreadRatio(Variants {
            value: largest_share,
            both: &[("fan_concavity", "0.86")],
            with: &[("cumulative_advantage", "0.16")],
            without: &[("cumulative_advantage", "0")],
            replicates: 800,
        }),
        of_year: None,
    },
    Pattern {
        id: "P17",
        name: "refundability matters for loss makers",
        definition: "startups_alive, tax credit of 40 % for all but majors from quarter 0, budget 100,000 M KRW a year, take-up 0.85, 0.65 and 0.45 for mid, small and startup without rise: refundable minus not refundable",
        unit: "labels",
        low: 1.0,
        high: 30.0,
        source: "Half of the firms that knew the video credit and did not use it had no tax liability (note at F158)",
        grade: "B",
        check: PatternTest::Difference(Variants {
            value: |h| outcome(h, "startups_alive"),
            both: CREDIT,
            with: &[("policy.tax_credit.refundable", "1")],
            without: &[("policy.tax_credit.refundable", "0")],
            replicates: 1,
        }),
        of_year: None,
    },
    Pattern {
        id: "P18",
        name: "nothing drifts by more than evidence allows",
        definition: "Largest drift from year 1 to year 10 of the run, relative to its bound, of 19 outcomes (docs/odd.md); means over replicates of yearly means; at least 200 replicates are wanted",
        unit: "of bound",
        low: 0.0,
        high: 1.0,
        source: "A bound for each outcome from F008, F026, F039, F045, F048-F049, F073-F077, F127-F128, F131, F140-F141; without evidence of a trend 0.05 of a share",
        grade: "C",
        check: PatternTest::Drift,
        of_year: None,
    },
];

/// The credit of P17.
const CREDIT: &[VariantSetting] = &[
    ("policy.tax_credit.rate.major", "0.4"),
    ("policy.tax_credit.rate.mid", "0.4"),
    ("policy.tax_credit.rate.small", "0.4"),
    ("policy.tax_credit.rate.startup", "0.4"),
    ("policy.tax_credit.eligible.major", "0"),
    ("policy.tax_credit.budget", "100000"),
    ("policy.tax_credit.take_up.mid", "0.85"),
    ("policy.tax_credit.take_up.small", "0.65"),
    ("policy.tax_credit.take_up.startup", "0.45"),
    ("policy.tax_credit.take_up_rise", "0"),
];

/// Value of an outcome of the table.
fn outcome(h: &History, name: &str) -> Option<f64> {
    find(name).expect("the pattern names an outcome").value(h)
}

/// Revenue of a year of the run, bn KRW.
fn revenue_of(h: &History, year: usize) -> Option<f64> {
    Some(quarters_of(h, year)?.iter().map(QuarterTotals::revenue).sum::<f64>() / 1000.0)
}

/// Exports / revenue of a year of the run.
fn export_share_of(h: &History, year: usize) -> Option<f64> {
    ratio(quarters_of(h, year)?, QuarterTotals::exports, QuarterTotals::revenue)
}

/// Tie_in and partnership works / works of a year of the run.
fn platform_led_of(h: &History, year: usize) -> Option<f64> {
    let led = |works: &[u32]| f64::from(works[Strategy::TieIn.index()] + works[Strategy::Partnership.index()]);
    ratio(quarters_of(h, year)?, |q| led(&q.works[..]), |q| f64::from(q.works_made()))
}
