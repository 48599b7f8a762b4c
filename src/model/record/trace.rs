//! What a comparison with a twin run needs beyond totals (6): every work with its spending and the support it
//! had, and what each slot of labels and creators earned. Recorded only where it is asked for.

use crate::policy::Kind;
use crate::units::{Strategy, Tier};

/// One work made. Money in M KRW.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorkTrace {
    /// Quarter of the run.
    pub quarter: u32,
    /// Slot of the label.
    pub slot: u32,
    /// Generation of the label in its slot.
    pub generation: u32,
    /// Act of the label.
    pub act: u32,
    /// Strategy.
    pub strategy: Strategy,
    /// Cost, localisation and fixed cost of foreign visits, whoever pays.
    pub spending: f64,
    /// Support of each instrument; the waived coordination cost for brokerage, for tax credits the work's part of
    /// the credit that its label used at the year's end.
    pub support: [f64; Kind::PLACES],
    /// Whether the title holds a brokered slot.
    pub brokered: bool,
    /// Cost of the work that the label bears, as tax credits count it.
    pub own_cost: f64,
    /// Fixed cost of foreign visits that the label bears, likewise.
    pub own_visits: f64,
}

impl WorkTrace {
    /// What names the same work in the twin run.
    pub fn key(&self) -> (u32, u32, u32, u32) {
        (self.quarter, self.slot, self.act, self.generation)
    }

    /// Whether an instrument supported the work.
    pub fn supported_by(&self, kind: Kind) -> bool {
        self.support[kind as usize] > 0.0 || (kind == Kind::Brokerage && self.brokered)
    }
}

/// Works and earnings of one run.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Works, in the order of quarter, slot and act.
    pub works: Vec<WorkTrace>,
    /// Tier of each slot of labels at the start of the run.
    pub tiers: Vec<Tier>,
    /// Revenue of each slot of labels over the run, M KRW.
    pub revenue: Vec<f64>,
    /// Exports likewise.
    pub exports: Vec<f64>,
    /// Profit before tax and payouts likewise.
    pub profit: Vec<f64>,
    /// Tier of the label of each slot of creators at the start of the run; `None` without a label.
    pub creator_tiers: Vec<Option<Tier>>,
    /// Income of each slot of creators over the run, M KRW.
    pub income: Vec<f64>,
}

impl Trace {
    /// Forgets the run before.
    pub(in crate::model) fn clear(&mut self) {
        let Self { works, tiers, revenue, exports, profit, creator_tiers, income } = self;
        works.clear();
        tiers.clear();
        creator_tiers.clear();
        [revenue, exports, profit, income].into_iter().for_each(Vec::clear);
    }

    /// Takes over another trace, in the memory that there is.
    pub fn copy_from(&mut self, from: &Self) {
        let Self { works, tiers, revenue, exports, profit, creator_tiers, income } = self;
        works.clone_from(&from.works);
        tiers.clone_from(&from.tiers);
        creator_tiers.clone_from(&from.creator_tiers);
        let own = [revenue, exports, profit, income];
        own.into_iter().zip([&from.revenue, &from.exports, &from.profit, &from.income]).for_each(|(to, from)| to.clone_from(from));
    }
}
