use super::Twins;
use crate::experiment::engine::twin::{BaselineRun, Twin, compare, groups};
use crate::model::{History, QuarterTotals, WorkTrace};
use crate::policy::Kind;
use crate::units::{Strategy, Tier};

/// A work of act 0 in quarter 0 with spending and a grant.
fn work(slot: u32, spending: f64, grant: f64) -> WorkTrace {
    let mut support = [0.0; Kind::PLACES];
    support[Kind::ProductionGrant as usize] = grant;
    let strategy = Strategy::Touring;
    WorkTrace { quarter: 0, slot, generation: 0, act: 0, strategy, spending, support, brokered: false, own_cost: 0.0, own_visits: 0.0 }
}

/// A year of one quarter's works and of revenues of two small labels and a startup.
fn history(works: Vec<WorkTrace>, revenue: [f64; 3], outlay: f64) -> History {
    let mut history = History::default();
    for quarter in 0..4 {
        let mut totals = QuarterTotals::default();
        if quarter == 0 {
            totals.outlays[Kind::ProductionGrant as usize] = outlay;
        }
        totals.living[2] = 2;
        history.quarters.push(totals);
    }
    history.trace.works = works;
    history.trace.tiers = vec![Tier::Small, Tier::Small, Tier::Startup];
    history.trace.revenue = revenue.to_vec();
    history.trace.exports = vec![0.0; 3];
    history.trace.profit = vec![0.0; 3];
    history
}

fn compared(with: &History, without: &History) -> Twin {
    let mut kept = BaselineRun::default();
    kept.keep(without);
    compare(with, &kept)
}

fn measures(twin: &Twin) -> Vec<(&'static str, f64)> {
    let mut twins = Twins::with(vec![Kind::ProductionGrant]);
    twins.add(twin);
    twins.additionality().into_iter().filter(|a| a.instrument != "all").filter_map(|a| Some((a.measure, a.estimate.mean?))).collect()
}

#[test]
fn a_grant_that_everyone_would_do_without_is_all_deadweight() {
    let with = history(vec![work(0, 100.0, 50.0), work(1, 80.0, 40.0)], [0.0; 3], 90.0);
    let without = history(vec![work(0, 100.0, 0.0), work(1, 80.0, 0.0)], [0.0; 3], 0.0);
    let found = measures(&compared(&with, &without));
    let of = |name: &str| found.iter().find(|(measure, _)| *measure == name).unwrap().1;
    assert_eq!((of("supported_works"), of("additional_works"), of("enlarged_works")), (2.0, 0.0, 0.0));
    assert_eq!((of("deadweight_share"), of("deadweight_spending_share"), of("additional_share")), (1.0, 1.0, 0.0));
    assert_eq!((of("support_paid"), of("extra_exports"), of("extra_exports_per_won")), (0.09, 0.0, 0.0));
}

#[test]
fn new_works_are_additional_and_larger_ones_enlarged() {
    // Slot 0 is enlarged by 60 of 160, slot 1 is new with 40, slot 2 is unsupported and does not count.
    let with = history(vec![work(0, 160.0, 50.0), work(1, 40.0, 20.0), work(2, 999.0, 0.0)], [0.0; 3], 70.0);
    let without = history(vec![work(0, 100.0, 0.0), work(2, 999.0, 0.0)], [0.0; 3], 0.0);
    let twin = compared(&with, &without);
    let grants = twin.works[Kind::ProductionGrant as usize];
    assert_eq!((grants.supported, grants.additional, grants.enlarged), (2.0, 1.0, 1.0));
    assert!((grants.extra_spending / grants.spending - 0.5).abs() < 1e-12);
    assert_eq!(twin.any, grants);
}

#[test]
fn a_work_of_another_generation_of_the_slot_is_another_work() {
    let with = history(vec![WorkTrace { generation: 1, ..work(0, 100.0, 50.0) }], [0.0; 3], 50.0);
    let without = history(vec![work(0, 100.0, 0.0)], [0.0; 3], 0.0);
    assert_eq!(compared(&with, &without).any.additional, 1.0);
}

#[test]
fn winners_and_losers_are_counted_by_the_tier_of_the_start() {
    let twin = compared(&history(vec![], [12.0, 8.0, 5.0], 0.0), &history(vec![], [10.0, 9.0, 5.0], 0.0));
    let of = |tier: &str| {
        let at = groups().iter().position(|g| (g.agents, g.tier, g.measure) == ("labels", tier, "revenue")).unwrap();
        twin.groups[at].clone()
    };
    let small = of("small").unwrap();
    assert_eq!((small.count, small.better, small.worse, small.change), (2, 0.5, 0.5, 0.5));
    assert_eq!(small.quantiles[2], 0.5);
    let startup = of("startup").unwrap();
    assert_eq!((startup.better, startup.worse, startup.change), (0.0, 0.0, 0.0));
    assert_eq!((of("major"), of("all").unwrap().count), (None, 3));
}

#[test]
fn what_supports_no_works_has_no_additionality() {
    let mut twins = Twins::with(vec![Kind::LoanGuarantee]);
    twins.add(&compared(&history(vec![], [1.0; 3], 0.0), &history(vec![], [1.0; 3], 0.0)));
    let rows = twins.additionality();
    let share = rows.iter().find(|r| r.measure == "deadweight_share").unwrap();
    assert_eq!((share.instrument, share.estimate.mean), ("loan_guarantee", None));
    assert!(Twins::with(vec![]).additionality().is_empty());
}
