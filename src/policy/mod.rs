//! Policy instruments: pure rules at ten named seams.
//!
//! An instrument sees numbers and facts about a label, never the state of the model, and never
//! draws. Everything that needs state or luck (take-up, lotteries and merit order, budgets,
//! places, accounts) belongs to the government process of the model, once for all instruments.
//! Each seam has a default that changes nothing.
//!
//! To add an instrument: write its file with its equation, its parameters, what its strength is
//! (`STRENGTH`) and its tests, and add its line to `instruments!` below. An instrument of one's own,
//! of another crate, is registered: [`OwnInstrument`].

mod answers;
#[cfg(test)]
pub(crate) mod example;
mod facts;
mod instrument;
mod own;
mod terms;
mod voucher;

pub use answers::{
    ContractTerms, CreatorGains, Eligibility, FinanceOffer, GuaranteeTerms, PlatformTerms, PlatformWide, StakeTerms, TaxRelief, Voucher,
};
pub use facts::{Claim, CreatorFacts, Industry, LabelFacts, Stage, YearCost};
pub use instrument::{Instrument, Seam};
pub use own::{OwnInstrument, RegistrationError};
pub(crate) use own::{register, registered};
pub use terms::{Budget, Order, Schedule, TakeUp, UNLIMITED, Values};

use crate::units::Quarter;

/// Registers the instruments: module, type, name in scenario files, what it does in a sentence.
macro_rules! instruments {
    ($($(#[$doc:meta])* $module:ident :: $kind:ident = $text:literal : $summary:literal),+ $(,)?) => {
        $(pub(crate) mod $module;)+

        /// The kinds of instrument.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Kind {
            $($(#[$doc])* $kind,)+
            /// The first instrument of one's own ([`OwnInstrument`]).
            Own0,
            /// The second.
            Own1,
            /// The third.
            Own2,
            /// The fourth.
            Own3,
        }

        impl Kind {
            /// The built-in kinds, in the order of the specification.
            pub const ALL: &'static [Kind] = &[$(Kind::$kind),+];
            /// Number of built-in kinds.
            pub const COUNT: usize = Self::ALL.len();
            /// Places for instruments of one's own.
            pub const OWN: [Kind; 4] = [Kind::Own0, Kind::Own1, Kind::Own2, Kind::Own3];
            /// Number of all places: what is kept by kind has so many.
            pub const PLACES: usize = Self::COUNT + Self::OWN.len();
            /// Name in scenario files and outputs.
            pub fn name(self) -> &'static str { match self { $(Kind::$kind => $text,)+ own => own.registered().name } }
            /// What it does, in a sentence.
            pub fn summary(self) -> &'static str { match self { $(Kind::$kind => $summary,)+ own => own.registered().summary } }
            /// Lists of keys (or vectors of keys): where all of one list are 0, it is off and changes nothing.
            pub fn strength(self) -> &'static [&'static [&'static str]] {
                match self { $(Kind::$kind => $module::STRENGTH,)+ own => own.registered().strength }
            }
            /// Builds the rule from its parameters.
            pub fn build(self, values: &dyn Values) -> Box<dyn Instrument> {
                match self { $(Kind::$kind => Box::new($module::$kind::read(values)),)+ own => (own.registered().build)(values) }
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
    localisation_voucher::LocalisationVoucher = "localisation_voucher": "Pays part of localisation",
    /// Vouchers for touring abroad.
    touring_voucher::TouringVoucher = "touring_voucher": "Pays part of the fixed cost of visits abroad",
    /// Contract terms.
    fair_contract::FairContract = "fair_contract": "Sets floors for creators' shares and autonomy, and returns rights from platforms",
    /// Condition on other support.
    identity_condition::IdentityCondition = "identity_condition": "Ties the support of other instruments to the identity of the label",
}

impl Kind {
    /// The built-in kinds, then those that were registered.
    pub fn all() -> impl Iterator<Item = Kind> {
        Self::ALL.iter().copied().chain(Self::OWN.into_iter().take(registered().len()))
    }

    /// Kind of that name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Self::all().find(|kind| kind.name() == name)
    }

    /// What was registered for a place for one's own.
    fn registered(self) -> &'static OwnInstrument {
        &registered()[self as usize - Self::COUNT]
    }
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
    /// The seams at which the rule acts, a bit each.
    pub(crate) seams: u16,
}

impl Programme {
    /// Number of a programme in draws, by its place among those of its kind.
    pub fn key(kind: Kind, place: usize) -> u32 {
        16 * kind as u32 + place as u32
    }

    /// Calendar year of a quarter of the run, counted from the programme's first, in a run that starts in a quarter.
    pub fn year(&self, start: Quarter, t: i32) -> usize {
        (start.plus(t).year() - start.plus(self.starts).year()).max(0) as usize
    }

    /// Whether the programme is in force in a quarter of a run that starts in a quarter, and has strength in its year.
    pub fn is_on(&self, start: Quarter, quarter: i32) -> bool {
        self.runs(quarter) && self.rule.has_strength(self.year(start, quarter))
    }

    /// Whether its rule acts at a seam.
    pub fn acts_at(&self, seam: Seam) -> bool {
        self.seams & seam.bit() != 0
    }

    /// Whether the programme is in force in a quarter of the run.
    pub fn runs(&self, quarter: i32) -> bool {
        self.starts <= quarter && quarter < self.ends
    }
}
