//! What instruments answer at their seams; each default changes nothing.

/// Answer of the eligibility seam.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Eligibility {
    /// Whether the claim is allowed.
    pub allowed: bool,
    /// Factor on grant rates (1 without bonus).
    pub grant_factor: f64,
}

impl Default for Eligibility {
    fn default() -> Self {
        Self { allowed: true, grant_factor: 1.0 }
    }
}

/// Answer of the finance seam.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FinanceOffer {
    /// Equity that the label may ask the public fund for, M KRW.
    pub equity_asked: f64,
    /// Largest guaranteed debt of the label, M KRW (the debt it has counts).
    pub guaranteed_limit: f64,
    /// Part of the cost of its works that a going concern may borrow beside its gap.
    pub working_capital: f64,
}

/// How a public fund sells its stakes, which runs on after the programme's end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StakeTerms {
    /// Years over which a stake is sold: one part of so many at each year's end.
    pub holding_years: f64,
    /// Part of the valuation that is lost in a sale.
    pub exit_discount: f64,
}

/// Terms of guaranteed debt, which run on after the programme's end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GuaranteeTerms {
    /// Part of the loan spread that is charged.
    pub spread_share: f64,
    /// Guarantee fee to government, per quarter.
    pub fee: f64,
    /// Part of the missing debt that government pays at exit.
    pub coverage: f64,
}

/// Terms with platforms for one label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlatformTerms {
    /// The capability threshold of a partnership is waived.
    pub threshold_waived: bool,
    /// The coordination cost of a partnership is waived.
    pub coordination_waived: bool,
    /// Added to 1 as factor on the term of a new partnership.
    pub durable_factor: f64,
    /// Factor on the probability that the partnership breaks.
    pub break_factor: f64,
    /// Cut of the platform's fee.
    pub fee_cut: f64,
}

impl Default for PlatformTerms {
    fn default() -> Self {
        Self { threshold_waived: false, coordination_waived: false, durable_factor: 0.0, break_factor: 1.0, fee_cut: 0.0 }
    }
}

/// Terms for platforms as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PlatformWide {
    /// Price of a brokered partnership, paid to intermediaries, M KRW.
    pub cost_per_deal: f64,
    /// Cut of the slots of platforms other than domestic.
    pub slot_cut: f64,
    /// Part of a market's streaming money that is paid by listener, and how much that flattens what is paid.
    pub by_listener: [f64; 2],
}

/// Answer of the voucher seam.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Voucher {
    /// Part of the cost that the voucher pays.
    pub rate: f64,
    /// Largest amount that can be claimed, M KRW.
    pub cap: f64,
    /// Amount claimed, M KRW; 0 is no claim.
    pub claim: f64,
}

/// Answer of the tax seam.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TaxRelief {
    /// Credit earned in the year, M KRW.
    pub credit: f64,
    /// Whether the part above tax is paid out.
    pub refundable: bool,
}

/// Gains of a creator from a place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CreatorGains {
    /// Added to skill, sd.
    pub skill: f64,
    /// Added to the skill towards which skill fades, sd.
    pub starting_skill: f64,
    /// Added to network.
    pub network: f64,
}

/// Contract terms for one label.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ContractTerms {
    /// Floor of the creators' contract share.
    pub creator_share_floor: f64,
    /// Floor of the creators' share of streaming.
    pub streaming_share_floor: f64,
    /// Floor of the autonomy of placed works.
    pub autonomy_floor: f64,
    /// Part of the catalogue held by platforms that comes back in a year.
    pub reversion_rate: f64,
    /// Compliance cost as share of fixed cost.
    pub compliance_cost: f64,
}
