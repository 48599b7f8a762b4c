//! Comparisons with twins over replicates: means, shares and ratios with intervals.

use super::twin::{Extra, GroupName, OF_WORKS, SupportedWorks, Twin, groups};
use crate::outcome::moments::Moments;
use crate::outcome::statistics::Estimate;
use crate::policy::Kind;
use crate::scenario::Scenario;

/// A row of the table of additionality.
#[derive(Clone, Debug, PartialEq)]
pub struct Additionality {
    /// Instrument, or `all`.
    pub instrument: &'static str,
    /// What is measured.
    pub measure: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// The measure; without a mean where it does not exist.
    pub estimate: Estimate,
}

/// A row of the table of winners.
#[derive(Clone, Debug, PartialEq)]
pub struct Winners {
    /// The group and what is compared.
    pub name: GroupName,
    /// Agents of the group in a replicate.
    pub count: Estimate,
    /// Share better off.
    pub better: Estimate,
    /// Share worse off.
    pub worse: Estimate,
    /// Mean change, M KRW a year.
    pub change: Estimate,
    /// Two-sided probability of such a mean change by chance.
    pub change_p: Option<f64>,
    /// Mean change over the mean of the twins, ratio of the two.
    pub relative: Estimate,
    /// Quantiles of the change.
    pub quantiles: [Estimate; 5],
}

/// Sums of what support did to works.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct WorksSums {
    supported: Moments,
    additional: Moments,
    enlarged: Moments,
    deadweight: Moments,
    extra_spending: Moments,
    deadweight_spending: Moments,
}

impl WorksSums {
    fn add(&mut self, works: &SupportedWorks) {
        self.supported.add(1.0, works.supported);
        self.additional.add(works.supported, works.additional);
        self.enlarged.add(works.supported, works.enlarged);
        self.deadweight.add(works.supported, works.supported - works.additional);
        self.extra_spending.add(works.spending, works.extra_spending);
        self.deadweight_spending.add(works.spending, works.spending - works.extra_spending);
    }
}

/// Sums of totals against the twin.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct ExtraSums {
    public_cost: Moments,
    cost_of_funds: Moments,
    net_fiscal_cost: Moments,
    exports: Moments,
    survivors: Moments,
    creator_income: Moments,
}

impl ExtraSums {
    fn add(&mut self, extra: &Extra) {
        let cost = extra.cost_of_funds;
        self.public_cost.add(1.0, extra.public_cost);
        self.cost_of_funds.add(1.0, cost);
        self.net_fiscal_cost.add(1.0, extra.net_fiscal_cost);
        self.exports.add(cost, extra.exports);
        self.survivors.add(cost, extra.survivors);
        self.creator_income.add(cost, extra.creator_income);
    }
}

/// Sums of the changes of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct GroupSums {
    /// Count, share better, share worse, change, quantiles.
    numbers: [Moments; 9],
    relative: Moments,
}

/// Twins of a scenario, added up replicate by replicate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Twins {
    instruments: Vec<Kind>,
    support: [Moments; Kind::PLACES],
    support_of_all: Moments,
    works: [WorksSums; Kind::PLACES],
    any: WorksSums,
    extra: ExtraSums,
    groups: Vec<GroupSums>,
}

impl Twins {
    /// No twins yet of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        Self::with(Kind::all().filter(|kind| scenario.programmes.iter().any(|p| p.kind == *kind)).collect())
    }

    /// No twins yet of a scenario with these instruments.
    pub fn with(instruments: Vec<Kind>) -> Self {
        Self { instruments, groups: vec![GroupSums::default(); groups().len()], ..Self::default() }
    }

    /// Adds a replicate.
    pub fn add(&mut self, twin: &Twin) {
        for k in 0..Kind::PLACES {
            self.support[k].add(1.0, twin.support[k]);
            self.works[k].add(&twin.works[k]);
        }
        self.support_of_all.add(1.0, twin.support.iter().sum());
        self.any.add(&twin.any);
        self.extra.add(&twin.extra);
        for (sums, group) in self.groups.iter_mut().zip(&twin.groups) {
            let Some(group) = group else { continue };
            let [a, b, c, d, e] = group.quantiles;
            let numbers = [group.count as f64, group.better, group.worse, group.change, a, b, c, d, e];
            sums.numbers.iter_mut().zip(numbers).for_each(|(sum, number)| sum.add(1.0, number));
            sums.relative.add(group.before, group.change);
        }
    }

    /// Additionality by instrument, then of the whole policy; nothing without instruments.
    pub fn additionality(&self) -> Vec<Additionality> {
        if self.instruments.is_empty() {
            return Vec::new();
        }
        let mut rows = Vec::new();
        let alone = self.instruments.len() == 1;
        for kind in &self.instruments {
            let k = *kind as usize;
            let works = OF_WORKS.contains(kind).then_some(&self.works[k]);
            rows.extend(of(kind.name(), self.support[k].mean(), works, alone.then_some(&self.extra)));
        }
        let any = self.instruments.iter().any(|kind| OF_WORKS.contains(kind)).then_some(&self.any);
        rows.extend(of("all", self.support_of_all.mean(), any, Some(&self.extra)));
        rows
    }

    /// Winners and losers by group.
    pub fn winners(&self) -> Vec<Winners> {
        let row = |(name, sums): (GroupName, &GroupSums)| {
            let [count, better, worse, change, q @ ..] = sums.numbers.map(|sum| sum.mean());
            let (better, worse) = (better.within_0_and_1(), worse.within_0_and_1());
            let change_p = sums.numbers[3].probability();
            Winners { name, count, better, worse, change, change_p, relative: sums.relative.ratio(), quantiles: q }
        };
        groups().into_iter().zip(&self.groups).map(row).collect()
    }
}

/// Unit of what lies in 0..1.
const SHARE: &str = "share";

/// The rows of an instrument; what does not exist has no mean.
fn of(instrument: &'static str, paid: Estimate, works: Option<&WorksSums>, extra: Option<&ExtraSums>) -> Vec<Additionality> {
    let of_works = |value: fn(&WorksSums) -> Estimate| works.map_or(Estimate::default(), value);
    let of_extra = |value: fn(&ExtraSums) -> Estimate| extra.map_or(Estimate::default(), value);
    let rows = [
        ("support_paid", "bn KRW/yr", paid),
        ("supported_works", "works/yr", of_works(|w| w.supported.mean())),
        ("additional_works", "works/yr", of_works(|w| w.additional.mean())),
        ("enlarged_works", "works/yr", of_works(|w| w.enlarged.mean())),
        ("additional_share", SHARE, of_works(|w| w.additional.ratio())),
        ("deadweight_share", SHARE, of_works(|w| w.deadweight.ratio())),
        ("additional_spending_share", SHARE, of_works(|w| w.extra_spending.ratio())),
        ("deadweight_spending_share", SHARE, of_works(|w| w.deadweight_spending.ratio())),
        ("public_cost", "bn KRW/yr", of_extra(|e| e.public_cost.mean())),
        ("cost_of_funds", "bn KRW/yr", of_extra(|e| e.cost_of_funds.mean())),
        ("net_fiscal_cost", "bn KRW/yr", of_extra(|e| e.net_fiscal_cost.mean())),
        ("extra_exports", "bn KRW/yr", of_extra(|e| e.exports.mean())),
        ("extra_survivors", "labels", of_extra(|e| e.survivors.mean())),
        ("extra_creator_income", "bn KRW/yr", of_extra(|e| e.creator_income.mean())),
        ("extra_exports_per_won", "KRW/KRW", of_extra(|e| e.exports.ratio())),
        ("extra_survivors_per_bn_krw", "labels per bn KRW/yr", of_extra(|e| e.survivors.ratio())),
        ("extra_creator_income_per_won", "KRW/KRW", of_extra(|e| e.creator_income.ratio())),
    ];
    let row = |(measure, unit, estimate): (_, _, Estimate)| {
        let estimate = if unit == SHARE { estimate.within_0_and_1() } else { estimate };
        Additionality { instrument, measure, unit, estimate }
    };
    rows.into_iter().map(row).collect()
}

#[cfg(test)]
#[path = "twins_tests.rs"]
mod tests;
