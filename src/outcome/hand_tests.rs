//! Outcomes of two made-up years, worked by hand: a year of quarters A and one of quarters B.

use std::f64::consts::LN_2;

use super::find;
use crate::model::{Entrant, Flow, History, Line, QuarterTotals, YearTotals};
use crate::policy::Kind;
use crate::units::{Award, Market, Strategy, Tier};

/// Money of a quarter by line, market, tier and flow, M KRW.
struct Money {
    /// Streaming, catalogue, albums, concerts.
    lines: [f64; 4],
    markets: [f64; Market::COUNT],
    albums: [f64; Market::COUNT],
    majors: f64,
    /// Exports of small labels and startups.
    small: [f64; 2],
    /// Tax of labels, of creators, value-added tax.
    taxes: [f64; 3],
    /// Grants, administration, guarantee losses; less fees, payouts, stakes.
    cost: [f64; 6],
}

fn quarter(money: Money, rest: QuarterTotals) -> QuarterTotals {
    let mut q = rest;
    for (line, amount) in [Line::Streaming, Line::Catalogue, Line::Albums, Line::Concerts].into_iter().zip(money.lines) {
        q.revenue_by_line[line as usize] = amount;
    }
    q.revenue_by_market.0 = money.markets;
    q.albums_by_market.0 = money.albums;
    q.revenue_by_tier[Tier::Major.index()] = money.majors;
    (q.exports_by_tier[Tier::Small.index()], q.exports_by_tier[Tier::Startup.index()]) = (money.small[0], money.small[1]);
    for (flow, amount) in [Flow::Tax, Flow::IncomeTax, Flow::ValueAddedTax].into_iter().zip(money.taxes) {
        q.ledger.book(flow, amount);
    }
    q.outlays[Kind::ProductionGrant as usize] = money.cost[0];
    [q.administration, q.guarantee_losses, q.guarantee_fees, q.equity_payouts, q.stakes_returned] = [1, 2, 3, 4, 5].map(|n| money.cost[n]);
    q
}

/// Works by strategy: touring, tie-in, partnership, balanced.
fn works(q: &mut QuarterTotals, numbers: [u32; 4]) {
    let of = [Strategy::Touring, Strategy::TieIn, Strategy::Partnership, Strategy::Balanced];
    of.into_iter().zip(numbers).for_each(|(strategy, n)| q.works[strategy.index()] = n);
}

/// A quarter of the first year.
fn first_quarter() -> QuarterTotals {
    let counts = QuarterTotals {
        profit: 1000.0,
        paid_to_creators: 1300.0,
        started: 50,
        skipped: 4,
        placed: 12,
        free_choices: 32,
        switches: 8,
        rights_kept: Some(0.9),
        identity: Some(0.6),
        autonomy: Some(0.8),
        hhi: 0.2,
        top1: Some(0.7),
        identity_sd: Some(0.1),
        chart_entries: 3,
        entries: 5,
        exits: 4,
        tax_credits: 40.0,
        tax_received: 60.0,
        lapsed: 30.0,
        ..QuarterTotals::default()
    };
    let mut a = quarter(
        Money {
            lines: [3000.0, 1000.0, 2000.0, 4000.0],
            markets: [6000.0, 1500.0, 1000.0, 700.0, 400.0, 300.0, 100.0],
            albums: [900.0, 500.0, 300.0, 100.0, 80.0, 15.0, 5.0],
            majors: 7000.0,
            small: [300.0, 100.0],
            taxes: [100.0, 30.0, 50.0],
            cost: [100.0, 10.0, 20.0, 2.0, 1.0, 3.0],
        },
        counts,
    );
    works(&mut a, [10, 6, 8, 16]);
    (a.korean_share[Market::Kr.index()], a.korean_share[Market::Us.index()], a.living[Tier::Startup.index()]) = (0.5, 0.02, 280);
    a
}

/// A quarter of the second.
fn second_quarter() -> QuarterTotals {
    let counts = QuarterTotals {
        profit: 1000.0,
        paid_to_creators: 3200.0,
        started: 70,
        skipped: 11,
        placed: 20,
        free_choices: 48,
        switches: 2,
        rights_kept: Some(0.8),
        identity: Some(0.5),
        autonomy: Some(0.6),
        hhi: 0.3,
        top1: Some(0.9),
        identity_sd: Some(0.3),
        chart_entries: 1,
        entries: 7,
        exits: 9,
        tax_credits: 20.0,
        tax_received: 100.0,
        lapsed: 50.0,
        ..QuarterTotals::default()
    };
    let mut b = quarter(
        Money {
            lines: [8000.0, 2000.0, 6000.0, 4000.0],
            markets: [8000.0, 6000.0, 3000.0, 1000.0, 1000.0, 600.0, 400.0],
            albums: [1000.0, 1000.0, 1200.0, 400.0, 200.0, 150.0, 50.0],
            majors: 13000.0,
            small: [500.0, 200.0],
            taxes: [120.0, 40.0, 60.0],
            cost: [300.0, 30.0, 10.0, 4.0, 6.0, 0.0],
        },
        counts,
    );
    works(&mut b, [20, 4, 12, 24]);
    (b.korean_share[Market::Kr.index()], b.korean_share[Market::Us.index()], b.living[Tier::Startup.index()]) = (0.6, 0.03, 300);
    b
}

fn two_years() -> History {
    let mut first =
        YearTotals { year: 2026, quarter: 3, nominations: 5, win_weight: 2.0, creator_mean: 60.0, creator_median: 3.0, ..YearTotals::default() };
    (first.creator_gini, first.creators_international, first.creator_exits) = (Some(0.9), 0.3, 200.0);
    first.wins[Award::Premiere.index()] = 2;
    let mut second =
        YearTotals { year: 2027, quarter: 7, nominations: 8, win_weight: 3.0, creator_mean: 70.0, creator_median: 5.0, ..YearTotals::default() };
    (second.creator_gini, second.creator_top1, second.creators_international, second.creator_exits) = (Some(0.8), Some(0.5), 0.5, 300.0);
    (second.wins[Award::Premiere.index()], second.wins[Award::Televised.index()]) = (1, 1);
    let quarters = [vec![first_quarter(); 4], vec![second_quarter(); 4]].concat();
    History { quarters, years: vec![first, second], ..History::default() }
}

const EXPECTED: [(&str, f64); 60] = [
    ("revenue", (4.0 * 10.0 + 4.0 * 20.0) / 2.0),
    ("export_revenue", (4.0 * 4.0 + 4.0 * 12.0) / 2.0),
    ("export_share", 64.0 / 120.0),
    // ln 3
    ("export_growth", 1.098_612_288_668_11),
    ("profit_margin", 8.0 / 120.0),
    ("concentration_hhi", 0.25),
    ("top1_revenue_share", 0.9),
    ("major_revenue_share", 80.0 / 120.0),
    ("recorded_music_share", (4.0 * 6.0 + 4.0 * 16.0) / 120.0),
    ("concert_share", 32.0 / 120.0),
    ("export_revenue_jp", (4.0 * 1.5 + 4.0 * 6.0) / 2.0),
    ("export_revenue_us", 8.0),
    ("export_revenue_eu", 3.4),
    ("export_revenue_cn", 2.8),
    ("export_revenue_sea", 1.8),
    ("export_revenue_row", 1.0),
    // Of 1000 and 3000 abroad; the three largest over both years are Japan and the United States, 1500 each, and Europe.
    ("album_export_share_jp", 1500.0 / 4000.0),
    ("album_export_share_top3", 3500.0 / 4000.0),
    ("korean_share_kr", 0.6),
    ("korean_share_us", 0.03),
    ("works", 50.0),
    ("skipped_share", 60.0 / 480.0),
    ("platform_led_share", 0.3),
    ("touring_share", 0.3),
    ("tie_in_share", 0.1),
    ("partnership_share", 0.2),
    ("balanced_share", 0.4),
    ("placed_share", 128.0 / 280.0),
    ("switching_rate", 40.0 / 320.0),
    // 0.3 ln 0.3 + 0.1 ln 0.1 + 0.2 ln 0.2 + 0.4 ln 0.4 = -1.279854, over ln 4.
    ("strategy_entropy", 1.279_854_225_833_668 / (2.0 * LN_2)),
    ("creator_income_mean", 65.0),
    ("creator_income_median", 4.0),
    ("creator_income_gini", 0.85),
    ("creator_income_top1", 0.5),
    ("creator_revenue_share", (4.0 * 1.3 + 4.0 * 3.2) / 120.0),
    ("rights_retained", 0.85),
    ("creators_with_international_credit", 0.4),
    ("creator_exits", 250.0),
    ("export_identity", 0.55),
    ("export_autonomy", 0.7),
    ("identity_diversity", 0.3),
    ("wins_premiere", 3.0),
    ("wins_televised", 1.0),
    ("nominations", 6.5),
    ("years_with_win", 2.0),
    ("first_televised_win_year", 2027.0),
    ("chart_entries", 8.0),
    ("entries", 24.0),
    ("exits", 26.0),
    ("startups_alive", 300.0),
    ("small_label_exports", (4.0 * 0.4 + 4.0 * 0.7) / 2.0),
    // 100 + 10 + 20 - 2 - 1 - 3 = 124 and 300 + 30 + 10 - 4 - 6 = 330.
    ("public_cost", 4.0 * (0.124 + 0.330) / 2.0),
    ("tax_revenue", 4.0 * (0.18 + 0.22) / 2.0),
    ("net_fiscal_cost", 4.0 * (-0.056 + 0.110) / 2.0),
    ("tax_expenditure", 0.12),
    ("tax_received", 0.32),
    ("creator_income_tax", 0.14),
    ("value_added_tax", 0.22),
    ("guarantee_losses", 0.06),
    ("budget_unused", 0.16),
];

#[test]
fn outcomes_of_two_made_up_years_are_those_of_a_hand() {
    let h = two_years();
    for (name, value) in EXPECTED {
        let found = find(name).unwrap().value(&h).unwrap_or(f64::NAN);
        assert!((found - value).abs() < 1e-9, "{name}: {found}, by hand {value}");
    }
}

#[test]
fn survival_counts_those_whose_time_came_within_the_run() {
    let entrant = |born: i32, died: Option<i32>| Entrant { born, died };
    let mut h = History { quarters: vec![QuarterTotals::default(); 30], ..History::default() };
    // Twelve quarters later: alive; dead in that very quarter; dead one quarter after it; not yet; the last whose time came, dead before.
    h.entrants = vec![entrant(0, None), entrant(1, Some(13)), entrant(2, Some(15)), entrant(18, None), entrant(17, Some(20))];
    let of = |name: &str, h: &History| find(name).unwrap().value(h);
    assert_eq!(of("startup_survival_3y", &h), Some(0.5));
    // Twenty: 0 to 9 alone.
    h.entrants = vec![entrant(0, Some(20)), entrant(9, Some(30)), entrant(10, None)];
    assert_eq!(of("startup_survival_5y", &h), Some(0.5));
    h.entrants.clear();
    assert_eq!(of("startup_survival_3y", &h), None);
}

#[test]
fn growth_and_first_wins_need_what_they_are_made_of() {
    let mut h = two_years();
    h.years[1].wins[Award::Televised.index()] = 0;
    assert_eq!(find("first_televised_win_year").unwrap().value(&h), None);
    h.years.truncate(1);
    assert_eq!(find("export_growth").unwrap().value(&h), None);
}
