//! The constants of a run: the scenario's parameters and what follows from them alone.

use crate::math;
use crate::model::equation::demand::market_pool;
use crate::policy::{Industry, Programme, Seam, StakeTerms};
use crate::scenario::{Event, Parameters, Scenario};
use crate::units::{Market, PerMarket, PerPlatform, PerTier, Platform, Quarter, Tier};

/// Most acts of a label; draws of awards are keyed by it.
pub const MOST_ACTS: usize = 16;
/// Most award categories of a tier; draws of awards are keyed by it.
pub const MOST_CATEGORIES: usize = 8;

/// All that stays the same from replicate to replicate.
#[derive(Debug)]
pub struct RunConstants<'a> {
    /// Values of the parameters.
    pub p: &'a Parameters,
    /// Programmes of policy.
    pub programmes: &'a [Programme],
    /// Scheduled events.
    pub events: &'a [Event],
    /// First quarter of the run.
    pub start: Quarter,
    /// Quarters of the run.
    pub quarters: usize,
    /// Size of the economy; 1 is the registry's.
    pub scale: f64,
    /// Tier of each slot at the start: those of the labels of the start, then empty ones, in which startups may enter.
    pub slot_tier: Vec<Tier>,
    /// Labels of the start, in the first slots.
    pub starting_labels: usize,
    /// Slots of creators.
    pub creator_slots: usize,
    /// Share of its label of act a, by tier.
    pub act_share: PerTier<[f64; MOST_ACTS]>,
    /// Fans of a major's act at the start, the reference of fan exposure, thousand.
    pub reference_fans: PerMarket<f64>,
    /// Works that a label of the tier releases in a quarter on average, at least 1.
    pub works_expected: PerTier<f64>,
    /// Works that a label of the tier releases in a year on average, 4 `act_count` `start_probability`.
    pub works_a_year: PerTier<f64>,
    /// Cost of a visit by tier and market before the exchange rate, M KRW.
    pub visit_cost: PerTier<PerMarket<f64>>,
    /// What instruments may know of the industry.
    pub industry: Industry,
    /// Market to which a platform's fees and backend are booked.
    pub booked_to: PerPlatform<Market>,
}

impl<'a> RunConstants<'a> {
    /// Derives the constants of a scenario.
    pub fn new(scenario: &'a Scenario) -> Self {
        let p = &scenario.parameters;
        let mut slot_tier: Vec<Tier> = Tier::ALL.into_iter().flat_map(|t| std::iter::repeat_n(t, p.label_count[t.index()])).collect();
        let starting_labels = slot_tier.len();
        slot_tier.extend(std::iter::repeat_n(Tier::Startup, p.empty_slots()));
        let major_acts = (p.label_count[0] * p.act_count[0]).max(1) as f64;
        Self {
            p,
            programmes: &scenario.programmes,
            events: &scenario.events,
            start: scenario.start,
            quarters: scenario.quarters,
            scale: scenario.scale,
            starting_labels,
            creator_slots: slot_tier[..starting_labels].iter().map(|t| p.creator_count[t.index()]).sum(),
            act_share: PerTier::build(|t| act_shares(p.act_count[t.index()], p.act_share_exponent)),
            reference_fans: PerMarket::build(|m| p.initial_fandom[m.index()] * p.initial_fandom_share[0] / major_acts),
            works_expected: PerTier::build(|t| (p.act_count[t.index()] as f64 * p.start_probability).max(1.0)),
            works_a_year: PerTier::build(|t| 4.0 * (p.act_count[t.index()] as f64 * p.start_probability)),
            visit_cost: PerTier::build(|t| PerMarket::build(|m| p.visit_cost[m.index()] * p.visit_cost_factor[t.index()])),
            booked_to: PerPlatform::build(Platform::booked_to),
            industry: Industry {
                identity_loss: p.identity_loss,
                strategy_cost: p.strategy_cost,
                touring_intensity: p.touring_intensity,
                coordination_cost: p.coordination_cost,
            },
            slot_tier,
        }
    }

    /// Works of a quarter for which memory is allocated; few quarters have more.
    pub fn works_to_allocate(&self) -> usize {
        let acts: usize = self.slot_tier.iter().map(|t| self.p.act_count[t.index()]).sum();
        acts + acts / 2 + 16
    }

    /// Place of a programme among those that grant works, which has its grants in `works.grants_of`.
    pub fn grant_place(&self, n: usize) -> usize {
        self.programmes[..n].iter().filter(|programme| programme.acts_at(Seam::Grants)).count()
    }

    /// Number of label slots.
    pub fn label_slots(&self) -> usize {
        self.slot_tier.len()
    }

    /// How public stakes are sold: as the first programme that buys any says.
    pub fn stake_terms(&self) -> Option<StakeTerms> {
        self.programmes.iter().find_map(|programme| programme.rule.stake_terms())
    }

    /// Money of a market a year at quarter `t` of the run, M KRW; no growth in the burn-in.
    pub fn market_pool(&self, market: usize, t: i32) -> f64 {
        market_pool(self.p.market_pool[market], self.p.market_growth[market], t)
    }

    /// First quarter of the burn-in, counted from the run: -(NB + NS).
    pub fn burn_in_starts(&self) -> i32 {
        self.settling_starts() - self.p.burn_in_quarters as i32
    }

    /// First quarter of its second part, counted from the run: -NS.
    pub fn settling_starts(&self) -> i32 {
        -(self.p.settling_quarters as i32)
    }

    /// Whether a quarter of the run is the last of a calendar year.
    pub fn ends_year(&self, t: i32) -> bool {
        self.start.plus(t).of_year() == 4
    }

    /// Calendar year of a quarter of the run, counted from the year of the start.
    pub fn year(&self, t: i32) -> i32 {
        self.start.plus(t).year() - self.start.year()
    }
}

/// share_a = a^-zeta / sum over acts of the same.
fn act_shares(acts: usize, exponent: f64) -> [f64; MOST_ACTS] {
    let mut shares = [0.0; MOST_ACTS];
    let mut total = 0.0;
    for (a, share) in shares.iter_mut().enumerate().take(acts) {
        *share = math::pow((a + 1) as f64, -exponent);
        total += *share;
    }
    shares.map(|s| if total > 0.0 { s / total } else { 0.0 })
}
