//! A run against its twin, the baseline in the same replicate: what support brought about, who won and who lost (6.2).

use crate::model::{History, Trace, WorkTrace};
use crate::policy::Kind;
use crate::units::Tier;

/// Instruments that support works; the others support labels, creators or terms.
pub const OF_WORKS: [Kind; 9] = [
    Kind::ProductionGrant,
    Kind::TaxCredit,
    Kind::Brokerage,
    Kind::LocalisationVoucher,
    Kind::TouringVoucher,
    Kind::Own0,
    Kind::Own1,
    Kind::Own2,
    Kind::Own3,
];

/// What support did to works, a year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SupportedWorks {
    /// Works supported.
    pub supported: f64,
    /// Those that the twin run has not: no work of the same slot, generation, act and quarter.
    pub additional: f64,
    /// Those that the twin run has with less spending.
    pub enlarged: f64,
    /// Spending on supported works, bn KRW.
    pub spending: f64,
    /// Spending beyond that of the twin's same works, bn KRW.
    pub extra_spending: f64,
}

impl SupportedWorks {
    fn add(&mut self, work: &WorkTrace, twin: Option<&WorkTrace>) {
        let extra = (work.spending - twin.map_or(0.0, |t| t.spending)).max(0.0);
        self.supported += 1.0;
        self.additional += f64::from(u8::from(twin.is_none()));
        self.enlarged += f64::from(u8::from(twin.is_some() && extra > 0.0));
        self.spending += work.spending / 1000.0;
        self.extra_spending += extra / 1000.0;
    }

    fn per_year(&mut self, years: f64) {
        for sum in [&mut self.supported, &mut self.additional, &mut self.enlarged, &mut self.spending, &mut self.extra_spending] {
            *sum /= years;
        }
    }
}

/// Totals of a run less those of its twin.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Extra {
    /// Net public cost, bn KRW a year.
    pub public_cost: f64,
    /// The same with the marginal cost of public funds.
    pub cost_of_funds: f64,
    /// Net public cost less taxes, bn KRW a year.
    pub net_fiscal_cost: f64,
    /// Exports, bn KRW a year.
    pub exports: f64,
    /// Labels living at the end.
    pub survivors: f64,
    /// Income of creators, bn KRW a year.
    pub creator_income: f64,
}

/// Changes of the agents of a group against their twins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupChange {
    /// Number of agents.
    pub count: usize,
    /// Share better off.
    pub better: f64,
    /// Share worse off.
    pub worse: f64,
    /// Mean change a year, M KRW.
    pub change: f64,
    /// Mean of the twins a year, M KRW.
    pub before: f64,
    /// Quantiles of the change at [`QUANTILES`].
    pub quantiles: [f64; QUANTILES.len()],
}

/// Probabilities of the quantiles of changes.
pub const QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// A group of agents and what is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupName {
    /// `labels` or `creators`.
    pub agents: &'static str,
    /// Tier at the start, `none` or `all`.
    pub tier: &'static str,
    /// What is compared.
    pub measure: &'static str,
}

/// A run compared with its twin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Twin {
    /// Outlays by instrument, bn KRW a year.
    pub support: [f64; Kind::PLACES],
    /// Works by instrument; zeros where it supports none.
    pub works: [SupportedWorks; Kind::PLACES],
    /// Works supported by any instrument, each once.
    pub any: SupportedWorks,
    /// Totals.
    pub extra: Extra,
    /// Groups in the order of [`groups`]; `None` for those without agents.
    pub groups: Vec<Option<GroupChange>>,
}

/// What the baseline's run leaves for its twins.
#[derive(Clone, Debug, Default)]
pub struct BaselineRun {
    trace: Trace,
    totals: Extra,
}

impl BaselineRun {
    /// Takes over a run of the baseline, in the room that there is.
    pub fn keep(&mut self, history: &History) {
        self.trace.copy_from(&history.trace);
        self.totals = totals(history);
    }
}

fn years(history: &History) -> f64 {
    (history.quarters.len() as f64 / 4.0).max(0.25)
}

fn totals(history: &History) -> Extra {
    let years = years(history);
    let sum = |f: fn(&crate::model::QuarterTotals) -> f64| history.quarters.iter().map(f).sum::<f64>() / 1000.0 / years;
    let public_cost = sum(|q| q.public_cost());
    Extra {
        public_cost,
        cost_of_funds: public_cost * (1.0 + history.yardsticks.marginal_cost_of_funds),
        net_fiscal_cost: sum(|q| q.net_fiscal_cost()),
        exports: sum(|q| q.exports()),
        survivors: history.quarters.last().map_or(0.0, |q| q.living.iter().map(|n| f64::from(*n)).sum()),
        creator_income: sum(|q| q.paid_to_creators),
    }
}

/// Compares a run with the run of the baseline in the same replicate.
pub fn compare(history: &History, twin: &BaselineRun) -> Twin {
    let (years, own) = (years(history), totals(history));
    let extra = Extra {
        public_cost: own.public_cost - twin.totals.public_cost,
        cost_of_funds: own.cost_of_funds - twin.totals.cost_of_funds,
        net_fiscal_cost: own.net_fiscal_cost - twin.totals.net_fiscal_cost,
        exports: own.exports - twin.totals.exports,
        survivors: own.survivors - twin.totals.survivors,
        creator_income: own.creator_income - twin.totals.creator_income,
    };
    let support = std::array::from_fn(|k| history.quarters.iter().map(|q| q.outlays[k]).sum::<f64>() / 1000.0 / years);
    let mut compared = Twin { support, extra, groups: changes(&history.trace, &twin.trace, years), ..Twin::default() };
    compare_works(&mut compared, &history.trace.works, &twin.trace.works);
    compared.works.iter_mut().chain([&mut compared.any]).for_each(|works| works.per_year(years));
    compared
}

/// Both lists are in the order of quarter, slot and act, and no act has two works in a quarter: one walk pairs them.
fn compare_works(compared: &mut Twin, works: &[WorkTrace], twins: &[WorkTrace]) {
    let mut twins = twins.iter().peekable();
    for work in works {
        while twins.next_if(|twin| place(twin) < place(work)).is_some() {}
        let twin = twins.peek().filter(|twin| twin.key() == work.key()).copied();
        for kind in OF_WORKS.into_iter().filter(|kind| work.supported_by(*kind)) {
            compared.works[kind as usize].add(work, twin);
        }
        if OF_WORKS.into_iter().any(|kind| work.supported_by(kind)) {
            compared.any.add(work, twin);
        }
    }
}

fn place(work: &WorkTrace) -> (u32, u32, u32) {
    (work.quarter, work.slot, work.act)
}

/// Groups of agents, in the order of the table.
pub fn groups() -> Vec<GroupName> {
    let tiers = || Tier::ALL.into_iter().map(Tier::name);
    let of_labels = |measure| tiers().chain(["all"]).map(move |tier| GroupName { agents: "labels", tier, measure });
    let of_creators = tiers().chain(["none", "all"]).map(|tier| GroupName { agents: "creators", tier, measure: "income" });
    ["revenue", "exports", "profit"].into_iter().flat_map(of_labels).chain(of_creators).collect()
}

fn changes(own: &Trace, twin: &Trace, years: f64) -> Vec<Option<GroupChange>> {
    let tiers = || Tier::ALL.into_iter().map(Some);
    let mut found = Vec::new();
    for (own_sums, twin_sums) in [(&own.revenue, &twin.revenue), (&own.exports, &twin.exports), (&own.profit, &twin.profit)] {
        let pairs = a_year(own_sums, twin_sums, years);
        found.extend(tiers().map(|tier| group(&of_tier(&pairs, &own.tiers, |t| Some(*t) == tier))));
        found.push(group(&pairs));
    }
    let pairs = a_year(&own.income, &twin.income, years);
    found.extend(tiers().chain([None]).map(|tier| group(&of_tier(&pairs, &own.creator_tiers, |t| *t == tier))));
    found.push(group(&pairs));
    found
}

/// Change of each agent and what its twin has, a year.
type ChangeAndTwin = (f64, f64);

fn a_year(own: &[f64], twin: &[f64], years: f64) -> Vec<ChangeAndTwin> {
    own.iter().zip(twin).map(|(a, b)| ((a - b) / years, b / years)).collect()
}

fn of_tier<T>(pairs: &[ChangeAndTwin], tiers: &[T], is: impl Fn(&T) -> bool) -> Vec<ChangeAndTwin> {
    pairs.iter().zip(tiers).filter(|(_, tier)| is(tier)).map(|(pair, _)| *pair).collect()
}

fn group(pairs: &[ChangeAndTwin]) -> Option<GroupChange> {
    let (changes, twins): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let count = changes.len();
    let share = |test: fn(f64) -> bool| changes.iter().filter(|c| test(**c)).count() as f64 / count as f64;
    let (better, worse) = (share(|c| c > 0.0), share(|c| c < 0.0));
    let ordered = crate::outcome::statistics::sorted(&changes);
    let quantile = |p: f64| crate::outcome::statistics::quantile(&ordered, p).unwrap_or_default();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / count as f64;
    let (change, before) = (mean(&changes), mean(&twins));
    (count > 0).then(|| GroupChange { count, better, worse, change, before, quantiles: QUANTILES.map(quantile) })
}
