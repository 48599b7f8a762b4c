//! Equity in labels, of private investors and of the public fund (4.8).

use crate::model::constants::RunConstants;
use crate::model::equation::finance as equation;
use crate::model::state::Economy;
use crate::policy::StakeTerms;

/// Value of a label before new equity, M KRW.
fn value(constants: &RunConstants, e: &Economy, i: usize) -> f64 {
    equation::valuation(e.labels.revenue_year[i], constants.p.valuation_multiple, constants.p.valuation_floor)
}

/// What a part of a label is sold for by the public fund, M KRW.
pub fn stake_price(constants: &RunConstants, e: &Economy, i: usize, part: f64, terms: StakeTerms) -> f64 {
    equation::stake_price(part, value(constants, e, i), terms.exit_discount)
}

/// What all public stakes would be sold for, M KRW; 0 without a public fund.
pub fn public_stake(constants: &RunConstants, e: &Economy) -> f64 {
    let Some(terms) = constants.stake_terms() else { return 0.0 };
    let held = (0..e.labels.slots()).filter(|i| e.labels.alive[*i] && e.labels.public_claim[*i] > 0.0);
    // A sum over nothing would be -0.
    held.fold(0.0, |sum, i| sum + stake_price(constants, e, i, e.labels.public_claim[i], terms))
}

/// The part of an offered amount of equity that the claim ceiling allows.
pub fn equity_allowed(constants: &RunConstants, e: &Economy, i: usize, offered: f64) -> f64 {
    equation::equity_taken(offered, e.labels.gap[i], value(constants, e, i), e.labels.claim(i), constants.p.claim_ceiling)
}

/// New equity dilutes old claims and adds one of its own, up to the ceiling.
pub fn take_equity(constants: &RunConstants, e: &mut Economy, i: usize, amount: f64, public: bool) {
    let new = equation::bought(amount, value(constants, e, i));
    e.labels.private_claim[i] = equation::diluted(e.labels.private_claim[i], new);
    e.labels.public_claim[i] = equation::diluted(e.labels.public_claim[i], new);
    let granted = equation::claim_given(new, e.labels.claim(i), constants.p.claim_ceiling);
    if public {
        e.labels.public_claim[i] += granted
    } else {
        e.labels.private_claim[i] += granted
    }
    e.labels.cash[i] += amount;
    e.labels.gap[i] -= amount;
    e.labels.equity[i] += amount;
}
