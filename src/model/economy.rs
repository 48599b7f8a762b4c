//! The state of one economy: labels, creators, works, platforms, markets, press, investors,
//! the award institution and government.

use super::accounts::Ledger;
use super::award::YearWorks;
use super::creator::Creators;
use super::event::Conditions;
use super::government::Government;
use super::history::{History, QuarterTotals, YearTotals};
use super::label::Labels;
use super::scratch::Scratch;
use super::stopwatch::Stopwatch;
use super::work::Works;
use super::world::World;
use crate::draw::{Draws, Purpose, Time, Who};
use crate::math::Cpu;
use crate::units::{PerMarket, PerPlatform, PerStrategy, PerTier};

/// Where and when a process runs.
#[derive(Clone, Copy, Debug)]
pub struct Now<'a> {
    /// Constants of the run.
    pub world: &'a World<'a>,
    /// Draws of the replicate.
    pub draws: Draws,
    /// Quarter of the run; negative in the burn-in.
    pub t: i32,
    /// The quarter as key of draws.
    pub time: Time,
    /// Vectors of the machine.
    pub cpu: Cpu,
}

impl Now<'_> {
    /// Whether the quarter belongs to the burn-in.
    pub fn burn_in(&self) -> bool {
        self.t < 0
    }
    /// Whether the quarter is the first of the burn-in.
    pub fn first_of_burn_in(&self) -> bool {
        self.t == -(self.world.p.burn_in_quarters as i32)
    }
    /// The calendar year as key of draws.
    pub fn year(&self) -> Time {
        Time::year(self.world.year(self.t))
    }
    /// A uniform draw of this quarter for a label or creator.
    pub fn uniform(&self, purpose: Purpose, who: Who, index: usize) -> f64 {
        self.draws.uniform(purpose, self.time, who, index as u32)
    }
    /// A standard Gumbel draw of this quarter.
    pub fn gumbel(&self, purpose: Purpose, who: Who, index: usize) -> f64 {
        self.draws.gumbel(purpose, self.time, who, index as u32)
    }
}

/// State of the platforms.
#[derive(Clone, Copy, Debug, Default)]
pub struct Platforms {
    /// Belief b in Korean titles.
    pub belief: PerPlatform<f64>,
    /// Expected log performance e of a title.
    pub expectation: PerPlatform<f64>,
    /// Slots of the quarter.
    pub slots: PerPlatform<u32>,
    /// Titles given by the ordinary slots of the quarter.
    pub titles: PerPlatform<u32>,
    /// Titles of the quarter in brokered extra slots.
    pub brokered: u32,
    /// Extra slots that brokerage opened.
    pub brokered_slots: u32,
    /// Streaming value vp of exposure by market, last quarter, M KRW.
    pub value: PerPlatform<PerMarket<f64>>,
}

/// State of the markets.
#[derive(Clone, Copy, Debug, Default)]
pub struct Markets {
    /// Attention O to music from elsewhere; constant after the burn-in.
    pub outside: PerMarket<f64>,
    /// All attention D of the quarter.
    pub attention: PerMarket<f64>,
    /// Korean share of attention.
    pub korean_share: PerMarket<f64>,
    /// Conversion factor cv of listeners into fans.
    pub conversion: PerMarket<f64>,
    /// Room for fandom of the quarter.
    pub room: PerMarket<f64>,
}

/// What the trade press reports and investors and entrants see.
#[derive(Clone, Copy, Debug, Default)]
pub struct Press {
    /// Industry mean payoff by strategy.
    pub industry: PerStrategy<f64>,
    /// Square of the perceived volatility by strategy.
    pub volatility_squared: PerStrategy<f64>,
    /// Press mean by tier and strategy.
    pub tier: PerTier<PerStrategy<f64>>,
    /// Mean payoff of all works as investors see it.
    pub industry_view: f64,
    /// Its value at the end of the burn-in.
    pub industry_reference: f64,
    /// Mean payoff of startups' works as entrants see it.
    pub startup_view: f64,
    /// Its value at the end of the burn-in.
    pub startup_reference: f64,
}

/// Private investors.
#[derive(Clone, Copy, Debug, Default)]
pub struct Investors {
    /// Money at hand, M KRW.
    pub pool: f64,
    /// Sentiment by strategy.
    pub sentiment: PerStrategy<f64>,
}

/// Sums over the last four burn-in quarters, for calibration at its end.
#[derive(Clone, Copy, Debug, Default)]
pub struct Calibration {
    /// Listeners converted, before the conversion factor, by market.
    pub converted: PerMarket<f64>,
    /// Mean listeners of a major.
    pub major_listeners: f64,
}

/// The whole state.
#[derive(Debug)]
pub struct Economy {
    /// Labels.
    pub labels: Labels,
    /// Creators.
    pub creators: Creators,
    /// Works of the quarter.
    pub works: Works,
    /// Whether the terms of every choice are kept, for explanation.
    pub keep_choices: bool,
    /// Works of the calendar year, for awards.
    pub year_works: YearWorks,
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
    /// Room for intermediate results.
    pub scratch: Scratch,
    /// Time of each process, where it is watched.
    pub stopwatch: Stopwatch,
    /// What is recorded.
    pub history: History,
}

impl Economy {
    /// Allocates for a world; nothing is allocated later while sizes stay as they are.
    pub fn allocate(world: &World) -> Self {
        let slots = world.label_slots();
        let acts: usize = world.slot_tier.iter().map(|t| world.p.act_count[t.index()]).sum();
        let room = acts + acts / 2 + 16;
        let credits = world.p.credit_count;
        Self {
            labels: Labels::allocate(slots),
            creators: Creators::allocate(world.creator_slots, slots),
            works: Works::allocate(room, room * credits),
            keep_choices: false,
            year_works: YearWorks::allocate(4 * room, 4 * room * credits),
            platforms: Platforms::default(),
            markets: Markets::default(),
            press: Press::default(),
            investors: Investors::default(),
            openness: 0.0,
            government: Government::allocate(world),
            conditions: Conditions::default(),
            ledger: Ledger::default(),
            totals: QuarterTotals::default(),
            year: YearTotals::default(),
            calibration: Calibration::default(),
            listener_unit: 1.0,
            revenue_reference: PerTier::default(),
            scratch: Scratch::allocate(slots, world.creator_slots, room),
            stopwatch: Stopwatch::default(),
            history: History::allocate(world),
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

    /// Fixed cost FX of all labels a quarter, M KRW: `fixed_cost` of the tier times size, with compliance cost.
    ///
    /// It stands from call 2 on; the year's end sets it anew for tiers and sizes that changed.
    pub fn set_fixed_cost(&mut self, world: &World) {
        let (l, fixed_cost) = (&mut self.labels, &world.p.fixed_cost);
        for ((cost, tier), size) in l.fixed_cost.iter_mut().zip(&l.tier).zip(&l.size) {
            *cost = fixed_cost[tier.index()] * size;
        }
        for (cost, terms) in l.fixed_cost.iter_mut().zip(self.government.contracts()) {
            *cost *= 1.0 + terms.compliance_cost;
        }
    }
}
