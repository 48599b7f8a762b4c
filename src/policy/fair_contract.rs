//! Contract terms: floors for creators' shares and autonomy, and rights that come back.
//!
//! ```text
//! c_i    <- max(c_i, c_lo)                 creators' contract share; signed contracts stay
//! c_i of streaming >= c_S                  while the law is in force
//! o_x    >= o_lo                           autonomy of placed works
//! C'     -> C by rev a year                catalogue that platforms hold
//! fees   * (1 - fcut),  fixed cost * (1 + cc)                    for labels of the eligible tiers
//! slots  * (1 - scut)                      of platforms other than domestic, for all
//! streaming paid by listener               to the part u of each market's money
//! ```
//!
//! | symbol | row of `policy.fair_contract` | unit | source | grade |
//! | --- | --- | --- | --- | --- |
//! | c_lo | `creator_share_floor` | share | assumed; Korean streaming 10.5 and 6.25 % (F120) | C |
//! | c_S | `streaming_share_floor` | share | assumed; off | C |
//! | u | `user_centric_share` | share | assumed; off | C |
//! | theta | `listener_flattening` | - | top ten -17.2 %, those beyond rank 10,000 +5.2 % (CNM and Deloitte 2021) | B |
//! | o_lo | `autonomy_floor` | 0..1 | assumed | C |
//! | rev | `reversion_rate` | share a year | 1/7: standard exclusive contract, at most 7 years (F180) | B |
//! | cc | `compliance_cost` | share of fixed cost | assumed | C |
//! | fcut | `fee_cut` | share | assumed | C |
//! | scut | `slot_cut` | share | assumed | C |
//! | | `eligible` | 0 or 1 by tier | assumed | C |
//!
//! It is law, not an offer: no take-up and no budget. The cuts are what platforms answer.

use super::answers::{ContractTerms, PlatformTerms, PlatformWide};
use super::instrument::{Instrument, Seam};
use super::facts::LabelFacts;
use super::terms::Values;
use crate::units::{PerTier, Share};

/// What takes all strength where all of it is 0: floors, payment by listener, reversion, cost of compliance and the answer of platforms.
pub const STRENGTH: &[&[&str]] = &[&[
    "creator_share_floor",
    "streaming_share_floor",
    "user_centric_share",
    "autonomy_floor",
    "reversion_rate",
    "compliance_cost",
    "fee_cut",
    "slot_cut",
]];

/// Contract terms.
#[derive(Clone, Debug)]
pub struct FairContract {
    /// Floor of the creators' contract share.
    creator_share_floor: Share,
    /// Floor of the creators' share of streaming.
    streaming_share_floor: Share,
    /// Part of a market's streaming money that is paid by listener.
    user_centric_share: Share,
    /// How much less what listeners hear much is paid for each stream when they pay one by one.
    listener_flattening: f64,
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
            streaming_share_floor: share("streaming_share_floor"),
            user_centric_share: share("user_centric_share"),
            listener_flattening: values.number("listener_flattening"),
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
    fn seams(&self) -> &'static [Seam] { &[Seam::PlatformTerms, Seam::Contracts] }
    fn has_strength(&self, _year: usize) -> bool {
        let for_creators = [self.creator_share_floor, self.streaming_share_floor, self.user_centric_share, self.autonomy_floor];
        let other = [self.reversion_rate, self.compliance_cost, self.fee_cut, self.slot_cut];
        for_creators.iter().chain(&other).any(|term| term.get() > 0.0)
    }
    fn tiers(&self) -> PerTier<bool> { self.eligible }

    fn platform_terms(&self, label: &LabelFacts) -> PlatformTerms {
        if !self.covers(label) { return PlatformTerms::default(); }
        PlatformTerms { fee_cut: self.fee_cut.get(), ..PlatformTerms::default() }
    }

    fn platform_wide(&self) -> PlatformWide {
        let (user_centric_share, listener_flattening) = (self.user_centric_share.get(), self.listener_flattening);
        let by_listener = if user_centric_share > 0.0 { [user_centric_share, listener_flattening] } else { [0.0; 2] };
        PlatformWide { slot_cut: self.slot_cut.get(), by_listener, ..PlatformWide::default() }
    }

    fn contract_terms(&self, label: &LabelFacts) -> ContractTerms {
        if !self.covers(label) { return ContractTerms::default(); }
        ContractTerms {
            creator_share_floor: self.creator_share_floor.get(),
            streaming_share_floor: self.streaming_share_floor.get(),
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
            ("streaming_share_floor", 0.25),
            ("user_centric_share", 0.5),
            ("listener_flattening", 0.125),
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
        let zero = STRENGTH.concat().into_iter().map(|key| (key, 0.0)).chain([("listener_flattening", 0.5)]);
        changes_nothing(&FairContract::read(&given(&zero.collect::<Vec<_>>())));
    }

    #[test]
    fn a_small_label_has_the_terms_of_the_law() {
        let terms = ContractTerms {
            creator_share_floor: 0.2,
            streaming_share_floor: 0.25,
            autonomy_floor: 0.45,
            reversion_rate: 0.125,
            compliance_cost: 0.04,
        };
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
    fn platforms_cut_slots_and_pay_by_listener_for_everybody() {
        assert_eq!(law().platform_wide(), PlatformWide { slot_cut: 0.15, by_listener: [0.5, 0.125], ..PlatformWide::default() });
    }

    #[test]
    fn nobody_applies_for_a_law_and_it_has_no_money() {
        assert!(law().take_up().is_none());
        assert_eq!(law().budget(), Budget::None);
    }
}
