//! Contract terms: floors for creators' shares and autonomy, and rights that come back.
//!
//! ```text
//! c_i    <- max(c_i, c_lo)                 creators' contract share; signed contracts stay
//! o_x    >= o_lo                           autonomy of placed works
//! C'     -> C by rev a year                catalogue that platforms hold
//! fees   * (1 - fcut),  fixed cost * (1 + cc)                    for labels of the eligible tiers
//! slots  * (1 - scut)                      of platforms other than domestic, for all
//! ```
//!
//! | symbol | row of `policy.fair_contract` | unit | source | grade |
//! | --- | --- | --- | --- | --- |
//! | c_lo | `creator_share_floor` | share | assumed; Korean streaming 10.5 and 6.25 % (F120) | C |
//! | o_lo | `autonomy_floor` | 0..1 | assumed | C |
//! | rev | `reversion_rate` | share a year | 1/7: standard exclusive contract, at most 7 years (F180) | B |
//! | cc | `compliance_cost` | share of fixed cost | assumed | C |
//! | fcut | `fee_cut` | share | assumed | C |
//! | scut | `slot_cut` | share | assumed | C |
//! | | `eligible` | 0 or 1 by tier | assumed | C |
//!
//! It is law, not an offer: no take-up and no budget. The cuts are what platforms answer.

use super::answers::{ContractTerms, PlatformTerms, PlatformWide};
use super::instrument::Instrument;
use super::facts::LabelFacts;
use super::terms::Values;
use crate::units::{PerTier, Share};

/// What takes all strength where all of it is 0: floors, reversion, cost of compliance and the answer of platforms.
pub const STRENGTH: &[&[&str]] = &[&["creator_share_floor", "autonomy_floor", "reversion_rate", "compliance_cost", "fee_cut", "slot_cut"]];

/// Contract terms.
#[derive(Clone, Debug)]
pub struct FairContract {
    /// Floor of the creators' contract share.
    creator_share_floor: Share,
    /// Floor of the autonomy of placed works.
    autonomy_floor: Share,
    /// Part of the catalogue held by platforms that comes back in a year.
    reversion_rate: Share,
    /// Cost of compliance as share of fixed cost.
    compliance_cost: Share,
    /// Cut of platforms' fixed fees.
    fee_cut: Share,
    /// Cut of the slots of platforms other than domestic.
    slot_cut: Share,
    eligible: PerTier<bool>,
}

impl FairContract {
    /// Reads the rule from values that were checked.
    pub fn read(values: &dyn Values) -> Self {
        let share = |key: &str| Share::new(values.number(key)).expect("checked when the scenario was read");
        Self {
            creator_share_floor: share("creator_share_floor"),
            autonomy_floor: share("autonomy_floor"),
            reversion_rate: share("reversion_rate"),
            compliance_cost: share("compliance_cost"),
            fee_cut: share("fee_cut"),
            slot_cut: share("slot_cut"),
            eligible: values.tiers("eligible"),
        }
    }

    /// Whether the law covers the label.
    fn covers(&self, label: &LabelFacts) -> bool { self.eligible[label.tier.index()] }
}

impl Instrument for FairContract {
    fn has_strength(&self, _year: usize) -> bool {
        let terms = [self.creator_share_floor, self.autonomy_floor, self.reversion_rate, self.compliance_cost, self.fee_cut, self.slot_cut];
        terms.iter().any(|term| term.get() > 0.0)
    }
    fn tiers(&self) -> PerTier<bool> { self.eligible }
    fn deals_with_platforms(&self) -> bool { true }

    fn platform_terms(&self, label: &LabelFacts) -> PlatformTerms {
        if !self.covers(label) { return PlatformTerms::default(); }
        PlatformTerms { fee_cut: self.fee_cut.get(), ..PlatformTerms::default() }
    }

    fn platform_wide(&self) -> PlatformWide { PlatformWide { slot_cut: self.slot_cut.get(), ..PlatformWide::default() } }

    fn contract_terms(&self, label: &LabelFacts) -> ContractTerms {
        if !self.covers(label) { return ContractTerms::default(); }
        ContractTerms {
            creator_share_floor: self.creator_share_floor.get(),
            autonomy_floor: self.autonomy_floor.get(),
            reversion_rate: self.reversion_rate.get(),
            compliance_cost: self.compliance_cost.get(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::example::{changes_nothing, given, small_label};
    use crate::policy::terms::Budget;
    use crate::policy::answers::PlatformWide;
    use super::*;
    use crate::units::Tier;

    fn law() -> FairContract {
        FairContract::read(&given(&[
            ("creator_share_floor", 0.2),
            ("autonomy_floor", 0.45),
            ("reversion_rate", 0.125),
            ("compliance_cost", 0.04),
            ("fee_cut", 0.1),
            ("slot_cut", 0.15),
            ("eligible.startup", 0.0),
        ]))
    }

    #[test]
    fn a_law_without_floors_and_cuts_changes_nothing() {
        let zero = ["creator_share_floor", "autonomy_floor", "reversion_rate", "compliance_cost", "fee_cut", "slot_cut"];
        changes_nothing(&FairContract::read(&given(&zero.map(|key| (key, 0.0)))));
    }

    #[test]
    fn a_small_label_has_the_terms_of_the_law() {
        let terms = ContractTerms { creator_share_floor: 0.2, autonomy_floor: 0.45, reversion_rate: 0.125, compliance_cost: 0.04 };
        assert_eq!(law().contract_terms(&small_label()), terms);
        assert_eq!(law().platform_terms(&small_label()), PlatformTerms { fee_cut: 0.1, ..PlatformTerms::default() });
    }

    #[test]
    fn a_tier_that_the_law_leaves_out_has_neither_duties_nor_cut_fees() {
        let startup = LabelFacts { tier: Tier::Startup, ..small_label() };
        assert_eq!(law().contract_terms(&startup), ContractTerms::default());
        assert_eq!(law().platform_terms(&startup), PlatformTerms::default());
    }

    #[test]
    fn platforms_cut_slots_for_everybody() {
        assert_eq!(law().platform_wide(), PlatformWide { slot_cut: 0.15, ..PlatformWide::default() });
    }

    #[test]
    fn nobody_applies_for_a_law_and_it_has_no_money() {
        assert!(law().take_up().is_none());
        assert_eq!(law().budget(), Budget::None);
    }
}
