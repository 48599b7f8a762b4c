//! The state of one economy: labels, creators, works, platforms, markets, press, investors,
//! the award institution and government.

use super::conditions::Conditions;
use super::creators::Creators;
use super::event_memory::EventMemory;
use super::government::Government;
use super::labels::Labels;
use super::markets::{Markets, Platforms};
use super::members::Members;
use super::press::{Calibration, Investors, Press};
use super::works::Works;
use super::year_works::YearWorks;
use crate::draw::Who;
use crate::model::columns::{DrawRows, Table};
use crate::model::constants::RunConstants;
use crate::model::equation::firms;
use crate::model::record::{Ledger, QuarterTotals, YearTotals};
use crate::units::PerTier;

/// The whole state.
#[derive(Debug)]
pub struct Economy {
    /// Labels.
    pub labels: Labels,
    /// Creators.
    pub creators: Creators,
    /// Creators by label.
    pub members: Members,
    /// Works of the quarter.
    pub works: Works,
    /// Works of the calendar year, for awards.
    pub year_works: YearWorks,
    /// Their credited creators.
    pub year_credits: Vec<u32>,
    /// Draws of each label slot in the quarter: break and renewal of its partnership, closure of its label.
    pub label_draws: DrawRows,
    /// Platforms.
    pub platforms: Platforms,
    /// Markets.
    pub markets: Markets,
    /// Press.
    pub press: Press,
    /// Investors.
    pub investors: Investors,
    /// Openness Omega of the award institution.
    pub openness: f64,
    /// Government.
    pub government: Government,
    /// Conditions of the quarter.
    pub conditions: Conditions,
    /// What events remember.
    pub event_memory: EventMemory,
    /// Money of the quarter.
    pub ledger: Ledger,
    /// Totals of the quarter.
    pub totals: QuarterTotals,
    /// Totals of the calendar year.
    pub year: YearTotals,
    /// Sums for calibration.
    pub calibration: Calibration,
    /// Listener unit of recognition L_ref, thousand.
    pub listener_unit: f64,
    /// Mean trailing revenue of each tier at the end of the burn-in.
    pub revenue_reference: PerTier<f64>,
}

impl Economy {
    /// Allocates for the constants of a run; nothing is allocated later while sizes stay as they are.
    pub fn allocate(constants: &RunConstants) -> Self {
        let (slots, works, credits) = (constants.label_slots(), constants.works_to_allocate(), constants.p.credit_count);
        Self {
            labels: Labels::filled(slots),
            creators: Creators::filled(constants.creator_slots),
            members: Members::allocate(constants.creator_slots, slots),
            works: Works::allocate(works, works * credits),
            year_works: YearWorks::reserved(4 * works),
            year_credits: Vec::with_capacity(4 * works * credits),
            label_draws: DrawRows::allocate(slots),
            platforms: Platforms::default(),
            markets: Markets::default(),
            press: Press::default(),
            investors: Investors::default(),
            openness: 0.0,
            government: Government::allocate(constants),
            conditions: Conditions::default(),
            event_memory: EventMemory::default(),
            ledger: Ledger::default(),
            totals: QuarterTotals::default(),
            year: YearTotals::default(),
            calibration: Calibration::default(),
            listener_unit: 1.0,
            revenue_reference: PerTier::default(),
        }
    }

    /// Who a draw of a label is for.
    #[inline]
    pub fn who(&self, i: usize) -> Who {
        Who::new(i as u32, self.labels.generation[i])
    }

    /// Who a draw of a creator is for.
    #[inline]
    pub fn creator(&self, g: usize) -> Who {
        Who::new(g as u32, self.creators.generation[g])
    }

    /// Fixed cost FX of all labels a quarter, M KRW, with compliance cost.
    ///
    /// It stands from call 2 on; the year's end sets it anew for tiers and sizes that changed.
    pub fn set_fixed_cost(&mut self, constants: &RunConstants) {
        let (l, fixed_cost) = (&mut self.labels, &constants.p.fixed_cost);
        for ((cost, tier), size) in l.fixed_cost.iter_mut().zip(&l.tier).zip(&l.size) {
            *cost = firms::fixed_cost(fixed_cost[tier.index()], *size);
        }
        for (cost, terms) in l.fixed_cost.iter_mut().zip(self.government.contracts()) {
            *cost = firms::with_compliance(*cost, terms.compliance_cost);
        }
    }
}
