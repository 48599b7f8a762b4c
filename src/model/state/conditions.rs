//! Conditions of a quarter under the scheduled events (7).

use crate::draw::{Purpose, Time, Who};
use crate::model::equation::events as equation;
use crate::model::step::StepContext;
use crate::scenario::Event;
use crate::units::{Market, PerMarket, PerPlatform};

/// Factors of the quarter; 1 (0 for what stops) without events, bit for bit.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    /// Reach of each platform in each market, share of listeners.
    pub reach: PerPlatform<PerMarket<f64>>,
    /// Factor of a platform's base slots.
    pub slots: PerPlatform<f64>,
    /// Money of the market in the quarter's year, M KRW.
    pub pool: PerMarket<f64>,
    /// Factor of album spending, licensing income and new fans.
    pub openness: PerMarket<f64>,
    /// Factor of attendance rate and capacity.
    pub attendance: PerMarket<f64>,
    /// Markets without any visit.
    pub no_visits: PerMarket<bool>,
    /// Factor of money from a market: the exchange rate.
    pub exchange: PerMarket<f64>,
    /// Factor of the outside attention: the rivals' answer.
    pub rivals: PerMarket<f64>,
    /// Part of what is heard that is made by people.
    pub by_people: PerMarket<f64>,
    /// Factor of what programmes' budgets release.
    pub budgets: f64,
    /// Part of streaming money that is paid by listener, and how much that flattens what is paid.
    pub by_listener: [f64; 2],
    /// Labels whose first act is away: slot, and factor of the probability that it starts a work.
    pub away: Vec<(u32, f64)>,
}

impl Conditions {
    /// Conditions of the quarter; before the run no event is in force.
    pub fn of_quarter(step: &StepContext) -> Self {
        let (constants, t) = (step.constants, step.t);
        let mut it = Self {
            reach: constants.p.reach,
            slots: PerPlatform([1.0; 4]),
            pool: PerMarket::build(|m| constants.market_pool(m.index(), t)),
            openness: PerMarket([1.0; 7]),
            attendance: PerMarket([1.0; 7]),
            no_visits: PerMarket([false; 7]),
            exchange: PerMarket([1.0; 7]),
            rivals: PerMarket([1.0; 7]),
            by_people: PerMarket([1.0; 7]),
            budgets: 1.0,
            by_listener: [0.0; 2],
            away: Vec::new(),
        };
        let laws = constants.programmes.iter().filter(|programme| t >= 0 && programme.is_on(constants.start, t));
        for [share, flattening] in laws.map(|programme| programme.rule.platform_wide().by_listener) {
            if share > it.by_listener[0] {
                it.by_listener = [share, flattening];
            }
        }
        for event in constants.events.iter().filter(|_| t >= 0) {
            it.apply(event, step);
        }
        it
    }

    fn apply(&mut self, event: &Event, step: &StepContext) {
        let t = step.t;
        match *event {
            Event::PlatformExit { platform, span, strength } if span.contains(t) => {
                let j = platform.index();
                self.slots[j] = equation::lessened(self.slots[j], strength);
                self.reach[j].iter_mut().for_each(|reach| *reach = equation::lessened(*reach, strength));
            }
            Event::MarketClosure { market, span, strength } if span.contains(t) => self.close(market, strength),
            Event::TouringStop { markets, span, strength } if span.contains(t) => {
                for m in (0..Market::COUNT).filter(|m| markets[*m]) {
                    self.stop_touring(m, strength);
                }
            }
            Event::ExchangeRate { markets, span, strength } if span.contains(t) => {
                for m in (0..Market::COUNT).filter(|m| markets[*m]) {
                    self.exchange[m] = equation::exchanged(self.exchange[m], strength);
                }
            }
            Event::AiWorks { markets, span, strength, fraud_share, ramp } if span.contains(t) => {
                let share = equation::flood(strength, t - span.from, ramp);
                for m in (0..Market::COUNT).filter(|m| markets[*m]) {
                    self.by_people[m] = equation::lessened(self.by_people[m], equation::heard(share, fraud_share));
                    self.pool[m] = equation::lessened(self.pool[m], equation::unheard(share, fraud_share, self.by_listener[0]));
                }
            }
            Event::ExchangeVolatility { markets, span, strength, persistence, common_share } if span.contains(t) => {
                for m in (0..Market::COUNT).filter(|m| markets[*m]) {
                    self.exchange[m] *= wandering(step, m, span.from.max(0), (strength, persistence, common_share));
                }
            }
            _ => {}
        }
    }

    /// Factor of the probability that an act of a label starts a work.
    pub fn presence(&self, slot: u32, act: u32) -> f64 {
        let here = |(_, factor): &(u32, f64)| *factor;
        self.away.iter().filter(|(absent, _)| act == 0 && *absent == slot).map(here).product()
    }

    fn close(&mut self, market: Market, strength: f64) {
        let m = market.index();
        self.pool[m] = equation::lessened(self.pool[m], strength);
        self.openness[m] = equation::lessened(self.openness[m], strength);
        self.reach.iter_mut().for_each(|reach| reach[m] = equation::lessened(reach[m], strength));
        self.stop_touring(m, strength);
    }

    fn stop_touring(&mut self, m: usize, strength: f64) {
        self.attendance[m] = equation::lessened(self.attendance[m], strength);
        self.no_visits[m] |= equation::in_full(strength);
    }
}

/// Won value of a market's money that has wandered since a quarter.
fn wandering(step: &StepContext, m: usize, from: i32, (strength, persistence, common_share): (f64, f64, f64)) -> f64 {
    let shock = |t: i32, index: usize| step.draws.normal(Purpose::ExchangeShock, Time::quarter(t), Who::NOBODY, index as u32);
    let (mut log, mut variance) = (0.0, 0.0);
    for t in from..=step.t {
        log = equation::wandered(log, persistence, strength * equation::shared(shock(t, 0), shock(t, m), common_share));
        variance = equation::wandered(variance, persistence * persistence, strength * strength);
    }
    equation::of_mean_one(log, variance)
}
