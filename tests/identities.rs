//! Money: what leaves one account enters another, in every quarter of every shipped scenario.
//!
//! Runs of 12 quarters hold three year's ends, with taxes, payouts, training and lapsing budgets. The identities
//! of the books stand in `model::identities`, where `topline verify` finds them too; here are those that need more.

mod common;

use std::sync::LazyLock;

use common::{history, scenario, shipped, short};
use topline::model::identities::{IDENTITIES, WON, imbalance};
use topline::model::{Flow, History, Ledger, QuarterTotals, RecordOptions, Simulation};
use topline::policy::{Kind, UNLIMITED};
use topline::scenario::{Event, Scenario};
use topline::units::{Market, Platform, Quarter};

const QUARTERS: usize = 12;

/// Every shipped scenario in two short replicates, and a package over ten years.
static RUNS: LazyLock<Vec<(Scenario, Vec<History>)>> = LazyLock::new(|| {
    let long = ("package_balanced".to_owned(), 40, 1);
    let runs = |(name, quarters, replicates): (String, usize, u32)| {
        let scenario = short(&name, quarters);
        let histories = (0..replicates).map(|replicate| history(&scenario, replicate)).collect();
        (scenario, histories)
    };
    shipped().into_iter().map(|name| (name, QUARTERS, 2)).chain([long]).map(runs).collect()
});

fn every_run(mut check: impl FnMut(&Scenario, &History, &str)) {
    for (scenario, histories) in RUNS.iter() {
        for (replicate, history) in histories.iter().enumerate() {
            assert_eq!(history.quarters.len(), scenario.quarters);
            check(scenario, history, &format!("{}, replicate {replicate}", scenario.name));
        }
    }
}

/// The same, quarter by quarter, with the books before it.
fn every_quarter(mut check: impl FnMut(&Scenario, &Ledger, &QuarterTotals, &str)) {
    every_run(|scenario, history, run| {
        let mut before = &history.opening;
        for (t, quarter) in history.quarters.iter().enumerate() {
            check(scenario, before, quarter, &format!("{run}, quarter {t}"));
            before = &quarter.ledger;
        }
    });
}

/// A run of the hit, with what is asked to be recorded.
fn golden(record: RecordOptions) -> History {
    let scenario = short("golden", QUARTERS);
    Simulation::new(&scenario).run(&scenario, 1, 0, record).expect("the run holds its invariants").clone()
}

#[track_caller]
fn same_money(a: f64, b: f64, what: &str) {
    assert!((a - b).abs() <= WON, "{what}: {a} and {b} M KRW differ by {:e}", a - b);
}

#[test]
fn receipts_of_works_and_catalogues_are_the_revenue_of_labels_and_of_lines() {
    let run = golden(RecordOptions { panel: true, receipts: true, ..RecordOptions::default() });
    let of_quarter = |t: usize| run.receipts.iter().filter(move |row| row.quarter as usize == t);
    for (t, quarter) in run.quarters.iter().enumerate() {
        for (line, booked) in quarter.revenue_by_line.iter().enumerate() {
            same_money(of_quarter(t).map(|row| row.lines[line]).sum(), *booked, &format!("line {line} in quarter {t}"));
        }
        same_money(of_quarter(t).map(|row| row.exports).sum(), quarter.exports(), &format!("exports in quarter {t}"));
    }
    // Labels that entered at the quarter's end have earned nothing in it.
    let mut labels = 0;
    for row in &run.panel {
        let own = |r: &&topline::model::ReceiptRow| (r.slot, r.generation) == (row.slot, row.generation);
        let earned: Vec<_> = of_quarter(row.quarter as usize).filter(own).collect();
        same_money(earned.iter().map(|r| r.gross()).sum(), row.revenue, &format!("label {} in quarter {}", row.slot, row.quarter));
        same_money(earned.iter().map(|r| r.exports).sum(), row.export_revenue, &format!("exports of {} in {}", row.slot, row.quarter));
        labels += usize::from(earned.len() > 1);
    }
    assert!(labels > 1000, "{labels} labels with works and catalogue");
}

#[test]
fn profits_of_labels_add_up_to_that_of_the_economy() {
    let run = golden(RecordOptions { panel: true, trace: true, ..RecordOptions::default() });
    same_money(run.trace.profit.iter().sum(), run.quarters.iter().map(|q| q.profit).sum(), "profit of all labels");
    let (mut stayed, mut losses) = (0, 0);
    for (slot, whole) in run.trace.profit.iter().enumerate() {
        let rows: Vec<_> = run.panel.iter().filter(|row| row.slot as usize == slot && row.generation == 0).collect();
        // Labels that close are not in the panel of their last quarter.
        if rows.len() == run.quarters.len() {
            same_money(rows.iter().map(|row| row.profit).sum(), *whole, &format!("profit of label {slot}"));
            stayed += 1;
            losses += rows.iter().filter(|row| row.profit < 0.0).count();
        }
    }
    let entered = run.panel.iter().filter(|row| row.generation > 0 && row.strategy.is_none() && row.revenue == 0.0 && row.profit == 0.0).count();
    assert!(stayed > 50 && losses > 50 && entered > 10, "{stayed} labels stay, with {losses} quarters of loss, {entered} entered");
}

#[test]
fn every_identity_of_the_books_holds_in_every_quarter() {
    every_run(|_, history, run| assert_eq!(imbalance(history), None, "{run}"));
}

#[test]
fn the_runs_move_enough_money_for_the_identities_to_mean_something() {
    let (mut lent, mut lost, mut spent) = (0.0, 0.0, [0.0; 10]);
    every_quarter(|_, _, quarter, _| {
        lent += quarter.ledger.of(Flow::GuaranteedLoans);
        lost += quarter.ledger.guaranteed_written_off;
        spent.iter_mut().zip(quarter.outlays).for_each(|(sum, outlay)| *sum += outlay);
    });
    assert!(lent > 1000.0 && lost > 0.0, "the scenarios lend {lent} and lose {lost} M KRW of guaranteed debt: too little to test");
    for kind in Kind::ALL {
        let (spent, free) = (spent[*kind as usize], matches!(kind, Kind::LoanGuarantee | Kind::FairContract | Kind::IdentityCondition));
        assert_eq!(spent > 0.0, !free, "{} spends {spent} M KRW in all", kind.name());
    }
    for (position, identity) in IDENTITIES.iter().enumerate() {
        let mut moved = false;
        every_quarter(|_, before, quarter, _| moved |= (identity.sides)(before, quarter).0.abs() > WON);
        assert!(
            moved || identity.name.contains("gain and lose nothing") || identity.name.contains("no outlays"),
            "identity {position} is always 0 = 0: {}",
            identity.name
        );
    }
}

#[test]
fn no_flow_runs_backwards() {
    every_quarter(|_, _, quarter, at| {
        for flow in Flow::ALL {
            let amount = quarter.ledger.of(*flow);
            // A distributor's part is what is neither the label's nor the creators' and may round below zero.
            assert!(amount >= -WON && amount.is_finite(), "{at}: {flow:?} is {amount}");
        }
    });
}

#[test]
fn without_policy_government_pays_nothing() {
    for name in ["baseline", "golden", "event_market_closure"] {
        let history = history(&short(name, QUARTERS), 0);
        assert!(history.quarters.iter().all(|quarter| quarter.public_cost() == 0.0 && quarter.lapsed == 0.0), "{name}");
    }
}

#[test]
fn taxes_of_creators_and_on_sales_at_home_are_their_rate_of_what_is_taxed() {
    let mut taxed = 0.0;
    every_quarter(|scenario, _, quarter, at| {
        let (p, ledger) = (&scenario.parameters, &quarter.ledger);
        same_money(ledger.of(Flow::IncomeTax), p.creator_tax_rate * ledger.of(Flow::PaidToCreators), at);
        let sales = ledger.of(Flow::MarketReceipts) + ledger.of(Flow::PlatformReceipts) - quarter.exports();
        same_money(ledger.of(Flow::ValueAddedTax), p.vat_rate * sales, at);
        taxed += ledger.of(Flow::IncomeTax).min(ledger.of(Flow::ValueAddedTax));
    });
    assert!(taxed > 1000.0, "{taxed} M KRW are too little to test");
}

#[test]
fn rates_of_counted_taxes_and_coefficients_move_nothing_but_what_is_counted() {
    let rates = ["creator_tax_rate", "vat_rate", "value_added_coefficient", "employment_coefficient"];
    let settings = rates.map(|rate| (rate, "0")).into_iter().chain([("run.quarters", "12")]).collect::<Vec<_>>();
    let without_rates = history(&scenario("package_balanced", &settings), 0);
    let mut usual = history(&short("package_balanced", 12), 0);
    let outcome = |history: &History, name: &str| topline::outcome::find(name).unwrap().value(history);
    assert_eq!((outcome(&without_rates, "jobs"), outcome(&without_rates, "value_added")), (Some(0.0), Some(0.0)));
    for quarter in &mut usual.quarters {
        for flow in [Flow::IncomeTax, Flow::ValueAddedTax] {
            assert!(quarter.ledger.of(flow) > 0.0);
            quarter.ledger.flows[flow as usize] = 0.0;
        }
    }
    assert_eq!(usual.quarters, without_rates.quarters);
    assert_eq!(usual.years, without_rates.years);
}

/// What the scenario's values release in a quarter of the run for all programmes of an instrument; none where none runs.
fn released(scenario: &Scenario, kind: Kind, t: usize) -> Option<f64> {
    let today = scenario.start.plus(t as i32);
    let value = |path: String| {
        let entry = scenario.entries().iter().find(|entry| entry.path == path);
        &entry.unwrap_or_else(|| panic!("`{path}` is not in force")).value
    };
    let of_programme = |name: &str| {
        let date = |key: &str| value(format!("policy.{name}.{key}")).trim_matches('"').parse().expect("a quarter");
        let (starts, ends): (Quarter, Quarter) = (date("start"), date("end"));
        let amount = if kind == Kind::LoanGuarantee { "volume" } else { "budget" };
        let yearly: f64 = value(format!("policy.{name}.{amount}")).parse().expect("one amount for every year");
        (today.since(starts) >= 0 && today.since(ends) < 0).then_some(yearly / 4.0)
    };
    let programmes = scenario.programmes.iter().filter(|programme| programme.kind == kind);
    programmes.filter_map(|programme| of_programme(&programme.name)).reduce(|a, b| a + b)
}

/// What a government that reacts to hits and bad years makes of the budgets of a quarter.
fn reaction(scenario: &Scenario, history: &History, t: usize) -> f64 {
    let reactions = scenario.events.iter().filter_map(|event| match *event {
        Event::BudgetReaction { span, strength, boost, boost_years, cut, bad_year } if span.contains(t as i32) => {
            let year = t / 4;
            let revenue = |of: usize| history.quarters[4 * of..4 * of + 4].iter().map(|quarter| quarter.revenue()).sum::<f64>();
            let after_hit = (year.saturating_sub(boost_years as usize)..year).any(|of| history.years[of].wins.iter().sum::<u32>() > 0);
            let after_bad_year = year >= 2 && revenue(year - 1) <= (1.0 - bad_year) * revenue(year - 2);
            Some(1.0 + strength * (f64::from(u8::from(after_hit)) * boost - f64::from(u8::from(after_bad_year)) * cut))
        }
        _ => None,
    });
    reactions.product()
}

#[test]
fn no_instrument_spends_more_than_was_released_since_the_new_year() {
    let with_money = |kind: &&Kind| !matches!(kind, Kind::FairContract | Kind::IdentityCondition);
    let mut scarce = 0;
    every_run(|scenario, history, run| {
        for kind in Kind::ALL.iter().filter(with_money).filter(|kind| scenario.programmes.iter().any(|p| p.kind == **kind)) {
            let (mut given, mut spent) = (0.0, 0.0);
            for (t, quarter) in history.quarters.iter().enumerate() {
                if t % 4 == 0 {
                    (given, spent) = (0.0, 0.0);
                }
                let release = released(scenario, *kind, t).map(|money| money * reaction(scenario, history, t));
                given += release.unwrap_or(0.0);
                spent += if *kind == Kind::LoanGuarantee { quarter.guaranteed_loans } else { quarter.outlays[*kind as usize] };
                // Credits that are carried are used after the programme's end, when there is no budget any more.
                if *kind == Kind::TaxCredit && release.is_none() {
                    continue;
                }
                assert!(spent <= given + WON, "{run}, quarter {t}: {} spends {spent} of {given} M KRW", kind.name());
                scarce += usize::from(spent > 0.99 * given);
            }
        }
    });
    assert!(scarce > 50, "budgets bind in {scarce} quarters only: too few to test");
}

#[test]
fn a_scarce_tax_credit_beside_grants_pays_out_its_budget_and_no_more() {
    // Grants may exceed what a work without a title costs in the end; its eligible cost is then no debt of the others.
    let settings = [("policy.tax_credit.budget", "500"), ("run.quarters", "8")];
    for replicate in 0..2 {
        let history = history(&scenario("package_creators_first", &settings), replicate);
        for t in [3, 7] {
            same_money(history.quarters[t].tax_credits, 500.0, &format!("replicate {replicate}, quarter {t}"));
        }
    }
}

#[test]
fn what_is_released_and_not_spent_lapses_at_the_year_s_end() {
    every_run(|scenario, history, run| {
        for (year, quarters) in history.quarters.chunks(4).enumerate() {
            let in_quarter = |kind: Kind, t: usize| Some(released(scenario, kind, t)? * reaction(scenario, history, t));
            let in_year = |kind: Kind| (4 * year..4 * year + 4).filter_map(|t| in_quarter(kind, t)).reduce(|a, b| a + b);
            let unspent = |kind: &Kind| {
                let given = in_year(*kind).filter(|given| *given < UNLIMITED)?;
                Some(given - quarters.iter().map(|q| q.outlays[*kind as usize]).sum::<f64>())
            };
            let limited = Kind::ALL.iter().filter(|k| !matches!(k, Kind::LoanGuarantee | Kind::FairContract | Kind::IdentityCondition));
            let lapsed: f64 = quarters.iter().map(|q| q.lapsed).sum();
            same_money(lapsed, limited.filter_map(unspent).sum(), &format!("{run}, year {year}"));
            assert!(quarters[..3].iter().all(|q| q.lapsed == 0.0), "{run}, year {year}: money lapses within the year");
        }
    });
}

#[test]
fn platforms_give_no_more_titles_than_they_have_slots() {
    let mut brokered = 0;
    every_quarter(|scenario, _, quarter, at| {
        let [titles, slots, extra, extra_slots] = quarter.slots;
        assert!(titles <= slots && extra <= extra_slots, "{at}: {:?}", quarter.slots);
        let p = &scenario.parameters;
        let most: f64 = Platform::ALL.iter().map(|j| (p.base_slots[j.index()] * p.slot_ceiling).floor() + 1.0).sum();
        assert!(f64::from(slots) <= most, "{at}: {slots} slots, at most {most} are possible");
        let places: u32 = scenario.programmes.iter().map(|programme| programme.rule.places(0)).sum();
        assert!(f64::from(extra_slots) <= (f64::from(places) / 4.0).floor() + 1.0, "{at}: {extra_slots} brokered slots of {places} places a year");
        // A hit may take a work that no platform had chosen.
        let hits = u32::from(!scenario.events.is_empty());
        let placed = titles + extra;
        assert!((placed..=placed + hits).contains(&quarter.placed), "{at}: {} works placed with {placed} titles", quarter.placed);
        brokered += extra;
    });
    assert!(brokered > 0, "no title is brokered anywhere");
}

#[test]
fn what_creators_are_paid_in_a_year_is_their_mean_income_times_their_number() {
    every_run(|scenario, history, run| {
        let p = &scenario.parameters;
        let creators: usize = p.label_count.iter().zip(p.creator_count.iter()).map(|(labels, creators)| labels * creators).sum();
        assert_eq!(history.years.len(), history.quarters.len() / 4, "{run}");
        for (year, quarters) in history.years.iter().zip(history.quarters.chunks(4)) {
            let paid: f64 = quarters.iter().map(|quarter| quarter.paid_to_creators).sum();
            let persons = creators as f64 * p.persons_per_creator;
            same_money(paid, year.creator_mean * persons, &format!("{run}, {}", year.year));
        }
    });
}

#[test]
fn living_labels_change_by_entries_less_exits() {
    every_run(|scenario, history, run| {
        let slots: usize = scenario.parameters.label_count.iter().sum();
        let living = |quarter: &QuarterTotals| quarter.living.iter().sum::<u32>() as usize;
        let first = &history.quarters[0];
        assert!(living(first) + first.exits as usize - first.entries as usize <= slots, "{run}, before quarter 0");
        for (t, pair) in history.quarters.windows(2).enumerate() {
            assert_eq!(living(&pair[1]), living(&pair[0]) + pair[1].entries as usize - pair[1].exits as usize, "{run}, quarter {}", t + 1);
        }
    });
}

#[test]
fn money_from_abroad_is_worth_less_under_a_stronger_won_and_is_still_conserved() {
    let settings = [("event.exchange_rate.from", "2026Q1"), ("event.exchange_rate.strength", "-0.5"), ("run.quarters", "1")];
    let (strong, usual) = (history(&scenario("event_stronger_won", &settings), 0), history(&short("baseline", 1), 0));
    let (strong, usual) = (&strong.quarters[0], &usual.quarters[0]);
    // The first quarter's works and fans are those of the baseline; visits and their attendance adapt, and so does localisation,
    // which moves identity and with it attention at home a little.
    let [at_home, as_usual] = [strong, usual].map(|quarter| quarter.revenue_by_market[Market::Kr.index()]);
    assert!((at_home / as_usual - 1.0).abs() < 1e-4, "revenue in Korea: {at_home} and {as_usual}");
    let [at_home, as_usual] = [strong, usual].map(|quarter| quarter.albums_by_market[Market::Kr.index()]);
    same_money(at_home, as_usual, "albums in Korea");
    for m in Market::FOREIGN.map(Market::index) {
        same_money(strong.albums_by_market[m], 0.5 * usual.albums_by_market[m], Market::at(m).name());
    }
    let paid = strong.ledger.of(Flow::MarketReceipts) + strong.ledger.of(Flow::PlatformReceipts);
    same_money(strong.revenue(), paid, "gross revenue");
}
