//! Government: an account for each programme, and what programmes together mean for a label (5.2).

use super::labels::{Labels, NONE};
use crate::model::constants::RunConstants;
use crate::model::equation::take_up as equation;
use crate::policy::{Claim, ContractTerms, LabelFacts, PlatformTerms, Programme, Seam};
use crate::units::{PerStrategy, PerTier, Strategy, Tier};

/// What government keeps for one programme.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// Whether the programme runs this quarter: it is in force and has strength.
    pub running: bool,
    /// Calendar year of the last round of applications.
    pub round: Option<i32>,
    /// Labels that applied this year (all eligible ones where there is no application).
    pub applied: Vec<bool>,
    /// Places of the calendar year (brokerage).
    pub places: u32,
    /// Labels with a place (brokerage).
    pub place: Vec<bool>,
    /// Share of the money claimed that is expected to be paid, by tier.
    pub served: PerTier<f64>,
    /// Part of what applicants could claim in the quarter that the budget covers.
    pub cover: f64,
    /// Money claimed and paid in the quarter, by tier, M KRW.
    pub claims: PerTier<[f64; 2]>,
    /// Money left, M KRW.
    pub money: f64,
    /// Money released in the calendar year, M KRW.
    pub released: f64,
    /// What its levy brought in the quarter, M KRW; released in the next.
    pub levied: f64,
    /// Guaranteed debt under the programme, by label, M KRW.
    pub guaranteed: Vec<f64>,
    /// Tax credits carried forward, by label, M KRW.
    pub carried: Vec<f64>,
    /// Net cost of works of the year in running quarters, by strategy and label, M KRW.
    pub year_works: PerStrategy<Vec<f64>>,
    /// Net cost of foreign visits, likewise.
    pub year_visits: PerStrategy<Vec<f64>>,
}

impl Account {
    /// The part of its claims that a label of a tier counts on: what it saw, and no more than the money covers.
    pub fn counted_on(&self, tier: Tier) -> f64 {
        self.served[tier.index()].min(self.cover)
    }

    /// Forgets the run before; claims are expected to be served by a share.
    fn reset(&mut self, expected: f64) {
        let Self {
            running,
            round,
            applied,
            places,
            place,
            served,
            cover,
            claims,
            money,
            released,
            levied,
            guaranteed,
            carried,
            year_works,
            year_visits,
        } = self;
        (*running, *round, *places) = (false, None, 0);
        applied.fill(false);
        place.fill(false);
        (*served, *cover, *claims) = (PerTier::build(|_| expected), 1.0, PerTier::default());
        (*money, *released, *levied) = (0.0, 0.0, 0.0);
        [guaranteed, carried].into_iter().chain(year_works.iter_mut()).chain(year_visits.iter_mut()).for_each(|column| column.fill(0.0));
    }
}

/// State of government.
#[derive(Clone, Debug, Default)]
pub struct Government {
    /// One account for each programme.
    pub accounts: Vec<Account>,
    /// Whether any programme has run: without, every seam is skipped.
    pub active: bool,
    /// Contract terms by label; empty while no programme sets any.
    pub contract: Vec<ContractTerms>,
    /// Identity conditions that run this quarter.
    conditions: Vec<usize>,
    /// Programmes with terms for platforms that run this quarter.
    dealers: Vec<usize>,
}

impl Government {
    /// Allocates accounts for the programmes of a run.
    pub fn allocate(constants: &RunConstants) -> Self {
        let slots = constants.label_slots();
        let column = |wanted: bool| vec![0.0; if wanted { slots } else { 0 }];
        let accounts = constants.programmes.iter().map(|programme| {
            let credit = programme.acts_at(Seam::TaxCredits);
            Account {
                applied: vec![false; slots],
                place: vec![false; slots],
                guaranteed: column(programme.acts_at(Seam::Guarantees)),
                carried: column(credit),
                year_works: PerStrategy::build(|_| column(credit)),
                year_visits: PerStrategy::build(|_| column(credit)),
                ..Account::default()
            }
        });
        let contract = if constants.programmes.iter().any(|p| p.acts_at(Seam::Contracts)) { slots } else { 0 };
        let numbers = || Vec::with_capacity(constants.programmes.len());
        Self {
            accounts: accounts.collect(),
            active: false,
            contract: vec![ContractTerms::default(); contract],
            conditions: numbers(),
            dealers: numbers(),
        }
    }

    /// Whether the accounts were allocated for the programmes of a run.
    pub fn matches(&self, constants: &RunConstants) -> bool {
        let contract = constants.programmes.iter().any(|p| p.acts_at(Seam::Contracts));
        let same = |(account, programme): (&Account, &Programme)| {
            account.guaranteed.is_empty() != programme.acts_at(Seam::Guarantees) && account.carried.is_empty() != programme.acts_at(Seam::TaxCredits)
        };
        self.accounts.len() == constants.programmes.len()
            && self.accounts.iter().zip(constants.programmes).all(same)
            && self.contract.is_empty() != contract
            && self.accounts.iter().all(|account| account.applied.len() == constants.label_slots())
    }

    /// Forgets the run before.
    pub fn reset(&mut self, constants: &RunConstants) {
        let Self { accounts, active, contract, conditions, dealers } = self;
        accounts.iter_mut().for_each(|account| account.reset(constants.p.served_start));
        *active = false;
        contract.fill(ContractTerms::default());
        conditions.clear();
        dealers.clear();
    }

    /// Notes which identity conditions and which programmes with terms for platforms run this quarter.
    pub fn list_running(&mut self, constants: &RunConstants) {
        let Self { accounts, conditions, dealers, .. } = self;
        let running = || constants.programmes.iter().enumerate().filter(|(n, _)| accounts[*n].running);
        conditions.clear();
        conditions.extend(running().filter(|(_, p)| p.acts_at(Seam::Conditions)).map(|(n, _)| n));
        dealers.clear();
        dealers.extend(running().filter(|(_, p)| p.acts_at(Seam::PlatformTerms)).map(|(n, _)| n));
    }

    /// Contract terms in force for a label.
    #[inline]
    pub fn contract(&self, i: usize) -> ContractTerms {
        self.contract.get(i).copied().unwrap_or_default()
    }

    /// Contract terms of all labels; none where no programme has any.
    pub fn contracts(&self) -> &[ContractTerms] {
        &self.contract
    }

    /// Programmes that act at a seam and run this quarter, with their numbers.
    pub fn running<'w>(&self, constants: &'w RunConstants, seam: Seam) -> impl Iterator<Item = (usize, &'w Programme)> + use<'_, 'w> {
        constants.programmes.iter().enumerate().filter(move |(n, p)| self.accounts[*n].running && p.acts_at(seam))
    }

    /// Whether a claim of a label under a programme is covered: running, applied for, and meeting
    /// every identity condition in force; then what the programme knows of the label, and the factor on grants.
    pub fn covers<'w>(&self, constants: &'w RunConstants, labels: &Labels, n: usize, i: usize, claim: Claim) -> Option<(LabelFacts<'w>, f64)> {
        if !self.takes_part(n, i) {
            return None;
        }
        let facts = self.facts(constants, labels, i, n);
        let factor = self.condition(constants, &facts, claim)?;
        Some((facts, factor))
    }

    /// Whether a programme runs and a label has applied for it.
    pub fn takes_part(&self, n: usize, i: usize) -> bool {
        let account = &self.accounts[n];
        account.running && account.applied[i]
    }

    /// Identity conditions in force: `None` where one refuses, else the factor on grants.
    pub fn condition(&self, constants: &RunConstants, facts: &LabelFacts, claim: Claim) -> Option<f64> {
        let mut factor = 1.0;
        for n in &self.conditions {
            let answer = constants.programmes[*n].rule.eligibility(facts, claim);
            if !answer.allowed {
                return None;
            }
            factor *= answer.grant_factor;
        }
        Some(factor)
    }

    /// d_ik: what the programmes taken up announce for a work, as share of its cost.
    pub fn announced_support(&self, constants: &RunConstants, labels: &Labels, i: usize) -> PerStrategy<f64> {
        let (mut announced, mut facts) = (PerStrategy::default(), None);
        if !self.active {
            return announced;
        }
        for (n, programme) in constants.programmes.iter().enumerate() {
            if !self.takes_part(n, i) {
                continue;
            }
            let facts = facts.get_or_insert_with(|| self.facts(constants, labels, i, n));
            facts.has_place = self.accounts[n].place[i];
            let counted_on = self.accounts[n].counted_on(facts.tier);
            for k in Strategy::ALL {
                if let Some(factor) = self.condition(constants, facts, Claim::Work(k)) {
                    announced[k.index()] += programme.rule.announced_support(facts, k, factor, counted_on);
                }
            }
        }
        announced.iter_mut().for_each(|d| *d = equation::announced(*d, constants.p.support_ceiling));
        announced
    }

    /// What a label with an application could claim of a programme in a quarter on average, M KRW: works a quarter, of
    /// the strategy that claims most.
    pub fn asked(&self, constants: &RunConstants, labels: &Labels, n: usize, i: usize) -> f64 {
        let facts = self.facts(constants, labels, i, n);
        let factors = PerStrategy::build(|k| self.condition(constants, &facts, Claim::Work(k)));
        equation::asked(facts.works_a_year, constants.programmes[n].rule.largest_claim(&facts, &factors))
    }

    /// Terms with platforms for a label, of all programmes together.
    pub fn platform_terms(&self, constants: &RunConstants, labels: &Labels, i: usize) -> PlatformTerms {
        let mut terms = PlatformTerms::default();
        if !self.active {
            return terms;
        }
        for &n in &self.dealers {
            let programme = &constants.programmes[n];
            // A law reaches all labels; other terms are for those that applied.
            let facts = match programme.acts_at(Seam::Contracts) {
                true => Some(self.facts(constants, labels, i, n)),
                false => self.covers(constants, labels, n, i, Claim::Label).map(|(facts, _)| facts),
            };
            let Some(facts) = facts else { continue };
            let offer = programme.rule.platform_terms(&facts);
            terms.threshold_waived |= offer.threshold_waived;
            terms.coordination_waived |= offer.coordination_waived;
            terms.durable_factor = terms.durable_factor.max(offer.durable_factor);
            terms.break_factor = terms.break_factor.min(offer.break_factor);
            terms.fee_cut = terms.fee_cut.max(offer.fee_cut);
        }
        terms
    }

    /// Cut of the slots of platforms other than domestic.
    pub fn slot_cut(&self, constants: &RunConstants) -> f64 {
        let running = |n: usize| self.accounts[n].running;
        constants.programmes.iter().enumerate().filter(|(n, _)| running(*n)).map(|(_, p)| p.rule.platform_wide().slot_cut).fold(0.0, f64::max)
    }

    /// What a programme may know of a label.
    pub fn facts<'w>(&self, constants: &'w RunConstants, labels: &Labels, i: usize, n: usize) -> LabelFacts<'w> {
        LabelFacts {
            industry: &constants.industry,
            tier: labels.tier[i],
            identity: labels.identity[i],
            reference_budget: labels.reference_budget(constants, i),
            works_a_year: constants.works_a_year[labels.tier[i].index()],
            revenue_year: labels.revenue_year[i],
            guaranteed_debt: labels.guaranteed_debt[i],
            platform_capability: labels.platform_capability[i],
            has_partner: labels.partner[i] != NONE,
            has_place: self.accounts[n].place[i],
            localisation_share: labels.localisation_share[i],
            visit_share: labels.visit_share[i],
            tax_factor: labels.tax_factor[i],
        }
    }

    /// Announced support of grants and tax credit for a representative startup: size 1, touring, full
    /// take-up, the identity of the start, no tax due (4.8).
    pub fn startup_support(&self, constants: &RunConstants) -> f64 {
        if !self.active {
            return 0.0;
        }
        let p = constants.p;
        let startup = Tier::Startup.index();
        let facts = LabelFacts {
            industry: &constants.industry,
            tier: Tier::Startup,
            identity: p.initial_identity,
            reference_budget: p.reference_budget[startup],
            works_a_year: constants.works_a_year[startup],
            revenue_year: 0.0,
            guaranteed_debt: 0.0,
            platform_capability: p.initial_platform_capability[startup],
            has_partner: false,
            has_place: false,
            localisation_share: p.initial_localisation_share,
            visit_share: p.initial_visit_share,
            tax_factor: p.liability_without_tax,
        };
        let Some(factor) = self.condition(constants, &facts, Claim::Work(Strategy::Touring)) else { return 0.0 };
        let mut support = 0.0;
        // In the order of instruments, as everywhere; a rule at both seams announces once.
        let announces = |n: usize, p: &Programme| self.accounts[n].running && (p.acts_at(Seam::Grants) || p.acts_at(Seam::TaxCredits));
        for (n, programme) in constants.programmes.iter().enumerate().filter(|(n, p)| announces(*n, p) && p.rule.tiers()[startup]) {
            support += programme.rule.announced_support(&facts, Strategy::Touring, factor, self.accounts[n].counted_on(Tier::Startup));
        }
        equation::announced(support, p.support_ceiling)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Kind;
    use crate::policy::example::small_label;
    use crate::scenario::Draft;

    #[test]
    fn only_an_instrument_that_deals_with_platforms_has_terms_for_them() {
        for kind in Kind::ALL {
            let mut draft = Draft::registry("registry");
            draft.set(&format!("policy.{}.enabled", kind.name()), "true").unwrap();
            let scenario = draft.build().unwrap();
            let rule = &scenario.programmes[0].rule;
            assert_eq!(
                rule.platform_terms(&small_label()) != PlatformTerms::default(),
                rule.seams().contains(&Seam::PlatformTerms),
                "{}",
                kind.name()
            );
        }
    }
}
