//! Policy instruments: pure rules at nine named seams.
//!
//! An instrument sees numbers and facts about a label, never the state of the model, and never
//! draws. Everything that needs state or luck (take-up, lotteries and merit order, budgets,
//! places, accounts) belongs to the government process of the model, once for all instruments.
//! Each seam has a default that changes nothing.
//!
//! To add an instrument: write its file with its equation, its parameters, what its strength is
//! (`STRENGTH`) and its tests, and add its line to `instruments!` below.

mod answers;
mod facts;

pub use answers::{ContractTerms, CreatorGains, Eligibility, FinanceOffer, GuaranteeTerms, PlatformTerms, PlatformWide, TaxRelief, Voucher};
pub use facts::{Claim, CreatorFacts, Industry, LabelFacts, Stage, YearCost};

use crate::units::{Market, PerMarket, PerStrategy, PerTier, Strategy, Tier};

/// Where an instrument reads its parameters from; keys are relative to the programme
/// (`rate.major`, `cap`). All values were checked before; reading cannot fail.
pub trait Values {
    /// A number.
    fn number(&self, key: &str) -> f64;
    /// A word from a closed list.
    fn word(&self, key: &str) -> String;
    /// One number for every year, or one number for each year from the programme's first.
    fn yearly(&self, key: &str) -> Schedule;

    /// A switch, written 0 or 1.
    fn flag(&self, key: &str) -> bool {
        self.number(key) != 0.0
    }
    /// Numbers by tier (`key.major` and so on).
    fn by_tier(&self, key: &str) -> PerTier<f64> {
        PerTier::build(|t| self.number(&format!("{key}.{t}")))
    }
    /// Switches by tier.
    fn tiers(&self, key: &str) -> PerTier<bool> {
        PerTier::build(|t| self.flag(&format!("{key}.{t}")))
    }
    /// Switches by strategy.
    fn strategies(&self, key: &str) -> PerStrategy<bool> {
        PerStrategy::build(|k| self.flag(&format!("{key}.{k}")))
    }
    /// Switches by market; Korea is never eligible.
    fn markets(&self, key: &str) -> PerMarket<bool> {
        PerMarket::build(|m| m != Market::Kr && self.flag(&format!("{key}.{m}")))
    }
}

/// A yearly amount: the same every year, or one for each calendar year from the programme's first.
#[derive(Clone, Debug, PartialEq)]
pub enum Schedule {
    /// The same every year.
    Constant(f64),
    /// One for each calendar year from the programme's first; 0 after the last.
    ByYear(Vec<f64>),
}

impl Schedule {
    /// Amount of a calendar year, counted from the programme's first.
    pub fn of_year(&self, year: usize) -> f64 {
        match self {
            Self::Constant(amount) => *amount,
            Self::ByYear(amounts) => amounts.get(year).copied().unwrap_or(0.0),
        }
    }
}

/// How an instrument's money is limited.
#[derive(Clone, Debug, PartialEq)]
pub enum Budget {
    /// No money of its own.
    None,
    /// Released by quarters, carried within the calendar year, lapsing at its end.
    Quarterly(Schedule),
    /// A limit on new debt, released like a budget.
    Volume(Schedule),
    /// The sum of the year's releases, settled at the year's end.
    YearEnd(Schedule),
}

/// A tax credit budget at or above this amount (M KRW a year) stands for none.
pub const UNLIMITED: f64 = 1_000_000.0;

impl Budget {
    /// Whether money that is not spent counts as unused.
    pub fn counts_as_unused(&self) -> bool {
        match self {
            Self::None | Self::Volume(_) => false,
            Self::Quarterly(_) => true,
            Self::YearEnd(Schedule::Constant(amount)) => *amount < UNLIMITED,
            Self::YearEnd(Schedule::ByYear(amounts)) => amounts.iter().all(|a| *a < UNLIMITED),
        }
    }
}

/// Order in which claims are served when money is short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Expected quality and recognition, with a jury's noise.
    Merit,
    /// A lottery.
    Lottery,
    /// Those with the least burden of application first.
    FirstCome,
}

/// Who applies: probability min(max(ceiling, first), first + rise * full years since the start).
#[derive(Clone, Debug, PartialEq)]
pub struct TakeUp {
    /// Probability of the first year by tier.
    pub first: PerTier<f64>,
    /// Rise a year.
    pub rise: f64,
    /// Ceiling of the rise.
    pub ceiling: f64,
}

impl TakeUp {
    /// Reads `take_up.*`, `take_up_rise` and `take_up_ceiling`.
    pub fn read(values: &dyn Values) -> Self {
        Self { first: values.by_tier("take_up"), rise: values.number("take_up_rise"), ceiling: values.number("take_up_ceiling") }
    }
    /// Probability that an eligible label applies, `years` full years after the start.
    pub fn probability(&self, tier: Tier, years: i32) -> f64 {
        let first = self.first[tier.index()];
        (first + self.rise * f64::from(years.max(0))).min(self.ceiling.max(first))
    }
}

/// A rule at nine seams; every seam has a default that changes nothing.
pub trait Instrument: Send + Sync + std::fmt::Debug {
    /// Eligible tiers.
    fn tiers(&self) -> PerTier<bool> {
        PerTier([true; 4])
    }
    /// Who applies; `None` where it is not a matter of application.
    fn take_up(&self) -> Option<&TakeUp> {
        None
    }
    /// How its money is limited.
    fn budget(&self) -> Budget {
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
    /// Whether `served` (the experience of claims served) scales what is announced.
    fn expects_service(&self) -> bool {
        false
    }

    /// Seam 1, every call with a claim: condition on the support of *other* instruments.
    fn eligibility(&self, _label: &LabelFacts, _claim: Claim) -> Eligibility {
        Eligibility::default()
    }
    /// Seam 2, call 3: announced support as share of a work's cost.
    fn announced_support(&self, _label: &LabelFacts, _strategy: Strategy, _grant_factor: f64, _served: f64) -> f64 {
        0.0
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
    /// Whether it has terms with platforms for single labels (seam 5); other rules are not asked for them.
    fn deals_with_platforms(&self) -> bool {
        false
    }
    /// Seam 5, calls 3, 6, 10, 12: terms with platforms for one label.
    fn platform_terms(&self, _label: &LabelFacts) -> PlatformTerms {
        PlatformTerms::default()
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
}

/// Registers the instruments: module, type, name in scenario files, what it does in a sentence.
macro_rules! instruments {
    ($($(#[$doc:meta])* $module:ident :: $kind:ident = $text:literal : $summary:literal),+ $(,)?) => {
        $(pub mod $module;)+

        /// The kinds of instrument.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Kind { $($(#[$doc])* $kind),+ }

        impl Kind {
            /// All kinds, in the order of the specification.
            pub const ALL: &'static [Kind] = &[$(Kind::$kind),+];
            /// Number of kinds.
            pub const COUNT: usize = Self::ALL.len();
            /// Name in scenario files and outputs.
            pub fn name(self) -> &'static str { match self { $(Kind::$kind => $text),+ } }
            /// What it does, in a sentence.
            pub fn summary(self) -> &'static str { match self { $(Kind::$kind => $summary),+ } }
            /// Keys (or vectors of keys) that are 0 at zero strength, at which it changes nothing.
            pub fn strength(self) -> &'static [&'static str] { match self { $(Kind::$kind => $module::STRENGTH),+ } }
            /// Kind of that name.
            pub fn from_name(name: &str) -> Option<Kind> { match name { $($text => Some(Kind::$kind),)+ _ => None } }
            /// Builds the rule from its parameters.
            pub fn build(self, values: &dyn Values) -> Box<dyn Instrument> {
                match self { $(Kind::$kind => Box::new($module::$kind::read(values))),+ }
            }
        }
    };
}

instruments! {
    /// Grants for works.
    production_grant::ProductionGrant = "production_grant": "Pays part of the cost of a work, by merit, lottery or first come",
    /// Guarantees for loans.
    loan_guarantee::LoanGuarantee = "loan_guarantee": "Guarantees bank loans to labels that need money beyond their bank limit",
    /// Public equity.
    equity_fund::EquityFund = "equity_fund": "Buys equity of labels that need money, part of it reserved for small ones",
    /// Tax credit for production.
    tax_credit::TaxCredit = "tax_credit": "Credits part of production cost against corporate tax, refundable or not",
    /// Training places for creators.
    creator_training::CreatorTraining = "creator_training": "Trains creators and builds their international networks, by lottery",
    /// Brokered partnerships.
    brokerage::Brokerage = "brokerage": "Opens partnerships with platforms to labels that lack access, with durable terms",
    /// Vouchers for localisation.
    localisation_voucher::LocalisationVoucher = "localisation_voucher": "Pays part of localisation, planned from the start",
    /// Vouchers for touring abroad.
    touring_voucher::TouringVoucher = "touring_voucher": "Pays part of the fixed cost of visits abroad",
    /// Contract terms.
    fair_contract::FairContract = "fair_contract": "Sets floors for creators' shares and autonomy, and returns rights from platforms",
    /// Condition on other support.
    identity_condition::IdentityCondition = "identity_condition": "Ties the support of other instruments to the identity of the label",
}

/// An instrument in force in a scenario, with its dates.
#[derive(Debug)]
pub struct Programme {
    /// Kind of instrument.
    pub kind: Kind,
    /// Name, unique in the scenario: the instrument's, or `instrument.name` where there are several.
    pub name: String,
    /// Number of the programme in draws: 16 times the instrument's place plus its place among programmes of the kind.
    pub key: u32,
    /// First quarter in force, counted from the start of the run (may be negative).
    pub starts: i32,
    /// First quarter no longer in force, counted from the start of the run.
    pub ends: i32,
    /// The rule.
    pub rule: Box<dyn Instrument>,
}

impl Programme {
    /// Whether the programme is in force in a quarter of the run.
    pub fn runs(&self, quarter: i32) -> bool {
        self.starts <= quarter && quarter < self.ends
    }
}
