//! Laws of streaming: a floor of the creators' share, and payment by listener.
//!
//! In the first quarter labels have what they have by their tier and nothing is localised, so what a law moves follows from what
//! the baseline's works and catalogues earn.

mod common;

use common::{SEED, history};
use topline::model::{Flow, History, Line, RecordOptions, Simulation};
use topline::outcome::statistics::Paired;
use topline::scenario::Scenario;
use topline::units::Tier;

const REPLICATES: u32 = 4;

/// The first quarter of a scenario in a world without spread of contracts and without localisation.
fn first_quarter(name: &str, settings: &[(&str, &str)]) -> Scenario {
    let world = [("settling_quarters", "0"), ("run.quarters", "1"), ("creator_share_spread", "0"), ("localisation_reach", "0")];
    let rights = ["tie_in", "partnership", "balanced"].map(|strategy| (format!("rights_kept.{strategy}"), "1"));
    let rights: Vec<(&str, &str)> = rights.iter().map(|(path, value)| (path.as_str(), *value)).collect();
    common::scenario(name, &[&world[..], &rights, settings].concat())
}

#[track_caller]
fn is(found: f64, expected: f64) {
    assert!((found / expected - 1.0).abs() < 1e-9, "{found} instead of {expected}");
}

fn line(history: &History, line: Line) -> f64 {
    history.quarters[0].revenue_by_line[line as usize]
}

fn of_tier(history: &History, tier: Tier) -> f64 {
    history.quarters[0].revenue_by_tier[tier.index()]
}

#[test]
fn a_floor_pays_creators_what_their_contract_lacks_of_streaming_and_labels_pay_it() {
    let (law, usual) = (first_quarter("streaming_share", &[]), first_quarter("baseline", &[]));
    let shares = usual.parameters.initial_creator_share;
    for replicate in 0..REPLICATES {
        let mut simulation = Simulation::new(&usual);
        let record = RecordOptions { receipts: true, ..RecordOptions::default() };
        let plain = simulation.run(&usual, SEED, replicate, record).expect("the run holds its invariants").clone();
        let counts = usual.parameters.label_count;
        let tier_of =
            |slot: u32| Tier::ALL.into_iter().find(|tier| (slot as usize) < counts[..=tier.index()].iter().sum()).expect("a label of the start");
        // Streaming of works and of the catalogue, times what the floor is above the contract.
        let streamed = |lines: &[f64; 7]| lines[Line::Streaming as usize] + lines[Line::Catalogue as usize];
        let raised: f64 = plain.receipts.iter().map(|row| (0.25 - shares[tier_of(row.slot).index()]) * streamed(&row.lines)).sum();
        let now = history(&law, replicate);
        let paid = |history: &History| history.quarters[0].ledger.of(Flow::PaidToCreators);
        is(paid(&now) - paid(&plain), raised);
        for sold in [Line::Streaming, Line::Catalogue, Line::Albums, Line::Concerts] {
            is(line(&now, sold), line(&plain, sold));
        }
    }
}

#[test]
fn payment_by_listener_moves_money_from_majors_to_small_labels_and_makes_none() {
    let usual = first_quarter("baseline", &[]);
    for replicate in 0..REPLICATES {
        let plain = history(&usual, replicate);
        let mut moved = Vec::new();
        for part in ["1", "0.5"] {
            let now = history(&first_quarter("user_centric_payout", &[("policy.fair_contract.user_centric_share", part)]), replicate);
            for sold in [Line::Streaming, Line::Catalogue, Line::Albums] {
                is(line(&now, sold), line(&plain, sold));
            }
            assert!(of_tier(&now, Tier::Major) < of_tier(&plain, Tier::Major));
            assert!(of_tier(&now, Tier::Startup) > of_tier(&plain, Tier::Startup));
            assert_eq!(now.quarters[0].korean_share, plain.quarters[0].korean_share);
            moved.push(of_tier(&now, Tier::Startup) - of_tier(&plain, Tier::Startup));
        }
        is(moved[1], moved[0] / 2.0);
    }
}

#[test]
fn who_pays_by_listener_pays_nothing_for_streams_that_nobody_hears() {
    let flood = [
        ("event.ai_works.from", "2026Q1"),
        ("event.ai_works.to", "2027Q1"),
        ("event.ai_works.strength", "0.2"),
        ("event.ai_works.fraud_share", "0.75"),
        ("event.ai_works.ramp", "1"),
    ];
    for replicate in 0..REPLICATES {
        let plain = history(&first_quarter("user_centric_payout", &[]), replicate);
        let flooded = history(&first_quarter("user_centric_payout", &flood), replicate);
        // A twentieth of attention goes; of the pool nothing.
        is(line(&flooded, Line::Catalogue), 0.95 * line(&plain, Line::Catalogue));
        is(line(&flooded, Line::Streaming), 0.95 * line(&plain, Line::Streaming));
    }
}

#[test]
fn a_ten_thousandth_of_a_law_moves_next_to_nothing() {
    let revenue = |scenario: &Scenario, replicate| history(scenario, replicate).quarters.iter().map(|quarter| quarter.revenue()).sum::<f64>();
    for (name, key) in [("user_centric_payout", "user_centric_share"), ("streaming_share", "streaming_share_floor")] {
        let moved = |strength: &str| {
            let settings = [("settling_quarters", "0"), ("run.quarters", "2")];
            let path = format!("policy.fair_contract.{key}");
            let (with, without) = (common::scenario(name, &[&settings[..], &[(&path, strength)]].concat()), common::scenario("baseline", &settings));
            (0..8).map(|replicate| (revenue(&with, replicate) - revenue(&without, replicate)).abs()).sum::<f64>()
        };
        // A floor moves nothing where every contract is above it.
        let (whole, little) = (moved(if name == "streaming_share" { "0.3" } else { "1" }), moved("0.0001"));
        assert!(whole > 0.0 && little <= 0.01 * whole, "{name}: {little} of {whole}");
    }
}

#[test]
fn a_floor_raises_what_creators_get_and_payment_by_listener_what_small_labels_do() {
    let z = |name: &str, of: fn(&History) -> f64| {
        let [without, with] =
            ["baseline", name].map(|name| common::histories(&common::short(name, 8), 24).iter().map(|history| Some(of(history))).collect::<Vec<_>>());
        let difference = Paired::of(&without, &with).difference;
        difference.mean.unwrap() / difference.se.unwrap()
    };
    let creators = z("streaming_share", |history| history.quarters.iter().map(|quarter| quarter.ledger.of(Flow::PaidToCreators)).sum());
    let startups = z("user_centric_payout", |history| history.quarters.iter().map(|quarter| quarter.revenue_by_tier[Tier::Startup.index()]).sum());
    println!("creators' part: z {creators:.1}; revenue of startups: z {startups:.1}");
    assert!(creators > 2.0 && startups > 2.0, "{creators} and {startups} standard errors");
}
