//! Equity in labels, of private investors and of the public fund (4.8).

use crate::model::constants::RunConstants;
use crate::model::state::Economy;

/// Value of a label before new equity, M KRW.
fn value(constants: &RunConstants, e: &Economy, i: usize) -> f64 {
    constants.p.valuation_multiple * e.labels.revenue_year[i] + constants.p.valuation_floor
}

/// The part of an offered amount of equity that the claim ceiling allows.
pub fn equity_allowed(constants: &RunConstants, e: &Economy, i: usize, offered: f64) -> f64 {
    let ceiling = constants.p.claim_ceiling;
    let allowed = value(constants, e, i) * (ceiling - e.labels.claim(i)).max(0.0) / (1.0 - ceiling);
    offered.min(e.labels.gap[i]).min(allowed)
}

/// New equity e at value v dilutes old claims: claim <- claim + (1 - claim) e / (e + v), at most the ceiling.
pub fn take_equity(constants: &RunConstants, e: &mut Economy, i: usize, amount: f64, public: bool) {
    let new = amount / (amount + value(constants, e, i));
    let ceiling = constants.p.claim_ceiling;
    e.labels.private_claim[i] *= 1.0 - new;
    e.labels.public_claim[i] *= 1.0 - new;
    let granted = new.min(ceiling - e.labels.claim(i)).max(0.0);
    if public {
        e.labels.public_claim[i] += granted
    } else {
        e.labels.private_claim[i] += granted
    }
    e.labels.cash[i] += amount;
    e.labels.gap[i] -= amount;
    e.labels.equity[i] += amount;
}
