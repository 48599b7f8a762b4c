//! The ten seams at which an instrument may act.

use super::answers::{
    ContractTerms, CreatorGains, Eligibility, FinanceOffer, GuaranteeTerms, PlatformTerms, PlatformWide, StakeTerms, TaxRelief, Voucher,
};
use super::facts::{Claim, CreatorFacts, LabelFacts, Stage, YearCost};
use super::terms::{Budget, Order, TakeUp};
use crate::units::{Market, PerStrategy, PerTier, Strategy};

/// Where a rule acts. Claims, terms for single labels, places, credits, contracts and levies are asked of rules that name the seam;
/// announced support and terms for platforms as a whole are asked of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seam {
    /// Conditions on the support of other instruments: [`Instrument::eligibility`].
    Conditions,
    /// Grants for works: [`Instrument::announced_support`], [`Instrument::work_grant`].
    Grants,
    /// Public equity: [`Instrument::finance_offer`], [`Instrument::stake_terms`].
    Equity,
    /// Guarantees of loans: [`Instrument::finance_offer`], [`Instrument::guarantee_terms`].
    Guarantees,
    /// Brokered places on platforms: [`Instrument::places`].
    Places,
    /// Terms with platforms for single labels: [`Instrument::platform_terms`].
    PlatformTerms,
    /// Vouchers for localisation: [`Instrument::cost_voucher`].
    LocalisationVouchers,
    /// Vouchers for visits abroad: [`Instrument::cost_voucher`].
    TouringVouchers,
    /// Credits against corporate tax: [`Instrument::tax_relief`].
    TaxCredits,
    /// Training places of creators: [`Instrument::cost_per_place`], [`Instrument::creator_places`].
    Training,
    /// Contract terms by law, without application: [`Instrument::contract_terms`].
    Contracts,
    /// Levies on streaming: [`Instrument::streaming_levy`].
    Levy,
}

impl Seam {
    /// Its bit in a set of seams.
    pub(crate) fn bit(self) -> u16 {
        1 << self as u16
    }

    /// The set of the seams at which a rule acts.
    pub(crate) fn of(rule: &dyn Instrument) -> u16 {
        rule.seams().iter().fold(0, |set, seam| set | seam.bit())
    }
}

/// A rule at ten seams; every seam has a default that changes nothing.
pub trait Instrument: Send + Sync + std::fmt::Debug {
    /// The seams at which it acts.
    fn seams(&self) -> &'static [Seam];
    /// Eligible tiers.
    fn tiers(&self) -> PerTier<bool> {
        PerTier([true; 4])
    }
    /// Who applies; `None` where it is not a matter of application.
    fn take_up(&self) -> Option<&TakeUp> {
        None
    }
    /// Whether it can do anything in a calendar year, counted from the programme's first: without money, rate or whatever else
    /// its strength is made of, it is off.
    fn has_strength(&self, year: usize) -> bool;
    /// How its money is limited.
    fn budget(&self) -> Budget<'_> {
        Budget::None
    }
    /// Order of claims when money is short.
    fn order(&self) -> Order {
        Order::Lottery
    }
    /// Administrative cost as share of outlay (guarantee: of new guaranteed debt).
    fn admin_share(&self) -> f64 {
        0.0
    }
    /// Part of the budget reserved for small labels and startups.
    fn reserved_share(&self) -> f64 {
        0.0
    }
    /// Whether what is announced is scaled by the part of its claims that a label counts on (`counted`).
    fn expects_service(&self) -> bool {
        false
    }

    /// Seam 1, every call with a claim: condition on the support of *other* instruments.
    fn eligibility(&self, _label: &LabelFacts, _claim: Claim) -> Eligibility {
        Eligibility::default()
    }
    /// Seam 2, call 3: announced support as share of a work's cost.
    fn announced_support(&self, _label: &LabelFacts, _strategy: Strategy, _grant_factor: f64, _counted: f64) -> f64 {
        0.0
    }
    /// What a label could claim for a work of usual cost, of the strategy that claims most, M KRW: RB_i `strategy_cost`_k times
    /// what is announced where all claims are paid; strategies without a grant factor are refused.
    fn largest_claim(&self, label: &LabelFacts, grant_factors: &PerStrategy<Option<f64>>) -> f64 {
        let claim = |k: Strategy| Some(label.usual_cost(k) * self.announced_support(label, k, grant_factors[k.index()]?, 1.0));
        Strategy::ALL.into_iter().filter_map(claim).fold(0.0, f64::max)
    }
    /// Seam 3, call 4: claim for a work, M KRW, of planned cost `cost`.
    fn work_grant(&self, _label: &LabelFacts, _cost: f64, _strategy: Strategy, _grant_factor: f64) -> f64 {
        0.0
    }
    /// Seam 4, call 5: equity asked for and guaranteed limit for a remaining gap, M KRW.
    fn finance_offer(&self, _label: &LabelFacts, _gap: f64) -> FinanceOffer {
        FinanceOffer::default()
    }
    /// Seam 4, calls 5 and 14: terms of guaranteed debt; `None` for instruments that guarantee nothing.
    fn guarantee_terms(&self) -> Option<GuaranteeTerms> {
        None
    }

    /// How stakes that the programme has bought are sold, for instruments that buy any.
    fn stake_terms(&self) -> Option<StakeTerms> {
        None
    }
    /// Seam 5, calls 3, 6, 10, 12: terms with platforms for one label.
    fn platform_terms(&self, _label: &LabelFacts) -> PlatformTerms {
        PlatformTerms::default()
    }
    /// Places of a calendar year, counted from the programme's first, that its money pays.
    fn places(&self, _year: usize) -> u32 {
        0
    }
    /// Seam 5 for platforms as a whole.
    fn platform_wide(&self) -> PlatformWide {
        PlatformWide::default()
    }
    /// Seam 6, calls 7 and 9: voucher for a cost, M KRW.
    fn cost_voucher(&self, _label: &LabelFacts, _stage: Stage, _cost: f64) -> Voucher {
        Voucher::default()
    }
    /// Seam 7, call 13: credit for the cost of the year.
    fn tax_relief(&self, _label: &LabelFacts, _cost: &YearCost) -> TaxRelief {
        TaxRelief::default()
    }
    /// Seam 8, call 13: cost of a training place, M KRW; `None` where there are no places.
    fn cost_per_place(&self) -> Option<f64> {
        None
    }
    /// Seam 8, call 13: gains of a creator from a place.
    fn creator_places(&self, _label: &LabelFacts, _creator: &CreatorFacts) -> CreatorGains {
        CreatorGains::default()
    }
    /// Seam 9, calls 1, 7, 10, 14 and wherever fixed cost appears.
    fn contract_terms(&self, _label: &LabelFacts) -> ContractTerms {
        ContractTerms::default()
    }
    /// Seam 10, call 10: share of what streaming services pay labels in a market that they pay into the programme's fund on
    /// top of it (`Budget::Levied`).
    fn streaming_levy(&self, _market: Market) -> f64 {
        0.0
    }
}
