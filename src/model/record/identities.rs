//! Money is conserved: identities that hold in every quarter of every run, to rounding.

use super::history::History;
use super::ledger::{Flow, Ledger, Sector};
use super::lines::Line;
use super::totals::QuarterTotals;
use crate::policy::Kind;

/// One won, M KRW: sums of some hundred numbers of up to 1e6 M KRW in another order differ by less.
pub const WON: f64 = 1e-6;
/// By how much two sums may differ for rounding alone, relative to all that moves and is held: a sum of n numbers in another
/// order is off by some square root of n times 1e-16 of it, and n is below a hundred million.
const ROUNDING: f64 = 1e-12;

/// Two sums of money that are equal in every quarter.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    /// What is equal, in words.
    pub name: &'static str,
    /// Both sums, M KRW, from the books of the quarter before and the quarter's totals.
    pub sides: fn(&Ledger, &QuarterTotals) -> (f64, f64),
}

/// An identity that does not hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Imbalance {
    /// Quarter of the run.
    pub quarter: usize,
    /// What is not equal.
    pub identity: &'static str,
    /// One sum, M KRW.
    pub left: f64,
    /// The other.
    pub right: f64,
}

/// All identities (9.1).
pub const IDENTITIES: &[Identity] = &[
    Identity {
        name: "what labels receive less what they pay is the change of their cash",
        sides: |before, q| (q.ledger.balance(Sector::Labels), q.ledger.cash - before.cash),
    },
    Identity {
        name: "bank loans less repayments less what owners pay less write-offs are the change of bank debt",
        sides: |before, q| {
            let (now, by_owners) = (&q.ledger, q.ledger.of(Flow::OwnerRecourse) - q.guaranteed_recourse);
            let change = now.of(Flow::BankLoans) - now.of(Flow::BankRepayment) - by_owners - now.bank_written_off;
            (change, now.bank_debt - before.bank_debt)
        },
    },
    Identity {
        name: "guaranteed loans less repayments less what owners pay less write-offs are the change of guaranteed debt",
        sides: |before, q| {
            let now = &q.ledger;
            let change = now.of(Flow::GuaranteedLoans) - now.of(Flow::GuaranteedRepayment) - q.guaranteed_recourse - now.guaranteed_written_off;
            (change, now.guaranteed_debt - before.guaranteed_debt)
        },
    },
    Identity { name: "guaranteed loans are those that government counts", sides: |_, q| (q.ledger.of(Flow::GuaranteedLoans), q.guaranteed_loans) },
    Identity {
        name: "all sectors together gain and lose nothing",
        sides: |_, q| (Sector::ALL.iter().map(|sector| q.ledger.balance(*sector)).sum(), 0.0),
    },
    Identity {
        name: "fees and backend are what platforms pay",
        sides: |_, q| (line(q, Line::Fee) + line(q, Line::Backend), q.ledger.of(Flow::PlatformReceipts)),
    },
    Identity {
        name: "the other lines are what audiences pay",
        sides: |_, q| (q.revenue() - line(q, Line::Fee) - line(q, Line::Backend), q.ledger.of(Flow::MarketReceipts)),
    },
    Identity { name: "revenue by line is revenue by market", sides: |_, q| (q.revenue(), q.revenue_by_market.iter().sum()) },
    Identity { name: "album revenue is that of all markets", sides: |_, q| (line(q, Line::Albums), q.albums_by_market.iter().sum()) },
    Identity { name: "profit is what the flows of the quarter say", sides: |_, q| (profit(&q.ledger), q.profit) },
    Identity {
        name: "all outlays are what labels, trainers and brokers receive",
        sides: |_, q| (q.outlays.iter().sum(), PAID_OUT.iter().map(|flow| q.ledger.of(*flow)).sum()),
    },
    Identity { name: "outlays of grants are what labels receive", sides: |_, q| of_built_in(q, &[Kind::ProductionGrant], Flow::Grants) },
    Identity { name: "outlays of the equity fund are what labels receive", sides: |_, q| of_built_in(q, &[Kind::EquityFund], Flow::PublicEquity) },
    Identity { name: "outlays of tax credits are what labels receive", sides: |_, q| of_built_in(q, &[Kind::TaxCredit], Flow::TaxCredits) },
    Identity { name: "outlays of training are what trainers receive", sides: |_, q| of_built_in(q, &[Kind::CreatorTraining], Flow::Training) },
    Identity { name: "outlays of brokerage are what brokers receive", sides: |_, q| of_built_in(q, &[Kind::Brokerage], Flow::Brokerage) },
    Identity {
        name: "outlays of vouchers are what labels receive",
        sides: |_, q| of_built_in(q, &[Kind::LocalisationVoucher, Kind::TouringVoucher], Flow::Vouchers),
    },
    Identity {
        name: "guarantees, contract terms and conditions have no outlays",
        sides: |_, q| (outlay(q, Kind::LoanGuarantee) + outlay(q, Kind::FairContract) + outlay(q, Kind::IdentityCondition), 0.0),
    },
    Identity { name: "tax credits used are those paid", sides: |_, q| (q.tax_credits, q.ledger.of(Flow::TaxCredits)) },
    Identity { name: "administration is what it is paid", sides: |_, q| (q.administration, q.ledger.of(Flow::Administration)) },
    Identity { name: "tax received is tax less credits", sides: |_, q| (q.tax_received, q.ledger.of(Flow::Tax) - q.ledger.of(Flow::TaxCredits)) },
    Identity { name: "guarantee losses are what banks receive", sides: |_, q| (q.guarantee_losses, q.ledger.of(Flow::GuaranteeLosses)) },
    Identity { name: "guarantee fees are what labels pay", sides: |_, q| (q.guarantee_fees, q.ledger.of(Flow::GuaranteeFees)) },
    Identity { name: "payouts on public equity are what labels pay", sides: |_, q| (q.equity_payouts, q.ledger.of(Flow::PublicPayouts)) },
    Identity {
        name: "what public stakes return is what buyers and closing labels pay",
        sides: |_, q| (q.stakes_returned, q.ledger.of(Flow::StakeSales) + q.ledger.of(Flow::ExitToFund)),
    },
    Identity {
        name: "the government's account is what taxes bring less public cost",
        sides: |_, q| (q.ledger.balance(Sector::Government), q.tax_revenue() - q.public_cost()),
    },
    Identity {
        name: "sales at home and exports are what labels receive for them",
        sides: |_, q| (q.domestic_sales() + q.exports(), q.ledger.of(Flow::MarketReceipts) + q.ledger.of(Flow::PlatformReceipts)),
    },
    Identity {
        name: "what private sectors keep, government and suppliers is what audiences and platforms pay",
        sides: |_, q| {
            let kept = q.private_income() - q.net_fiscal_cost() + q.ledger.balance(Sector::Suppliers);
            let paid = [Flow::MarketReceipts, Flow::PlatformReceipts, Flow::ValueAddedTax].iter().map(|flow| q.ledger.of(*flow)).sum();
            (kept, paid)
        },
    },
    Identity { name: "creators receive what is paid to them", sides: |_, q| (q.paid_to_creators, q.ledger.of(Flow::PaidToCreators)) },
];

/// The first identity that does not hold to one won, or to rounding where so much moves that a won is less, with its quarter.
pub fn imbalance(history: &History) -> Option<Imbalance> {
    let mut before = &history.opening;
    for (quarter, totals) in history.quarters.iter().enumerate() {
        for identity in IDENTITIES {
            let (left, right) = (identity.sides)(before, totals);
            if differ(left, right, size(before, totals)) {
                return Some(Imbalance { quarter, identity: identity.name, left, right });
            }
        }
        before = &totals.ledger;
    }
    None
}

/// Whether two sums differ by more than rounding, where so much moves and is held.
fn differ(left: f64, right: f64, size: f64) -> bool {
    let apart = (left - right).abs();
    apart.is_nan() || apart > WON.max(ROUNDING * size)
}

/// All that moves in a quarter and is held at its ends, M KRW, whatever its sign.
fn size(before: &Ledger, q: &QuarterTotals) -> f64 {
    let held = |ledger: &Ledger| ledger.cash.abs() + ledger.bank_debt.abs() + ledger.guaranteed_debt.abs();
    q.ledger.flows.iter().map(|flow| flow.abs()).sum::<f64>() + held(before) + held(&q.ledger)
}

fn line(q: &QuarterTotals, line: Line) -> f64 {
    q.revenue_by_line[line as usize]
}

fn outlay(q: &QuarterTotals, kind: Kind) -> f64 {
    q.outlays[kind as usize]
}

/// Flows by which outlays of instruments are paid.
const PAID_OUT: [Flow; 6] = [Flow::Grants, Flow::PublicEquity, Flow::TaxCredits, Flow::Training, Flow::Brokerage, Flow::Vouchers];

/// Outlays of built-in instruments beside the flow by which they are paid. Instruments of one's own may pay by any flow: where they
/// pay at all, the flow may have more, and all outlays together are held by an identity of their own.
fn of_built_in(q: &QuarterTotals, kinds: &[Kind], flow: Flow) -> (f64, f64) {
    let (outlays, paid) = (kinds.iter().map(|kind| outlay(q, *kind)).sum(), q.ledger.of(flow));
    let own = Kind::OWN.iter().any(|kind| outlay(q, *kind) > 0.0);
    (outlays, if own { paid.min(outlays) } else { paid })
}

/// What labels earn less what they pay, before tax and payouts, M KRW.
fn profit(ledger: &Ledger) -> f64 {
    use Flow::{FixedCost, GuaranteeFees, Interest, Localisation, PaidToCreators, PaidToDistribution, Production, Visits};
    let flows = |names: &[Flow]| names.iter().map(|flow| ledger.of(*flow)).sum::<f64>();
    flows(&[Flow::MarketReceipts, Flow::PlatformReceipts, Flow::Grants, Flow::Vouchers])
        - flows(&[PaidToCreators, PaidToDistribution, Production, Localisation, Visits, FixedCost, Interest, GuaranteeFees])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_of_large_flows_is_no_imbalance_and_a_loss_among_them_is_one() {
        let mut quarter = QuarterTotals::default();
        quarter.ledger.book(Flow::MarketReceipts, 2e9);
        quarter.ledger.book(Flow::FixedCost, 1e9);
        let moved = size(&Ledger::default(), &quarter);
        assert_eq!(moved, 3e9);
        assert!(!differ(2e9, 2e9 + 2e-3, moved) && differ(2e9, 2e9 + 4e-3, moved));
        assert!(!differ(1.0, 1.0 + 0.9 * WON, 5.0) && differ(1.0, 1.0 + 1.1 * WON, 5.0));
        assert!(differ(f64::NAN, 1.0, moved) && differ(1.0, 2.0, f64::NAN));
    }

    #[test]
    fn a_flow_that_pays_more_than_its_instruments_is_an_imbalance_unless_one_of_ones_own_pays() {
        let grant = [Kind::ProductionGrant];
        let mut quarter = QuarterTotals::default();
        quarter.outlays[Kind::ProductionGrant as usize] = 5.0;
        quarter.ledger.book(Flow::Grants, 7.0);
        assert_eq!(of_built_in(&quarter, &grant, Flow::Grants), (5.0, 7.0));
        quarter.outlays[Kind::OWN[0] as usize] = 2.0;
        assert_eq!(of_built_in(&quarter, &grant, Flow::Grants), (5.0, 5.0));
    }

    #[test]
    fn a_won_that_nobody_pays_is_found_with_its_quarter() {
        let mut history = History { quarters: vec![QuarterTotals::default(); 3], ..History::default() };
        assert_eq!(imbalance(&history), None);
        history.quarters[1].administration = 2.0 * WON;
        let found = imbalance(&history).unwrap();
        assert_eq!((found.quarter, found.identity, found.left), (1, "administration is what it is paid", 2.0 * WON));
    }
}
