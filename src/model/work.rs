//! Works of one quarter: columns in the order of label slot and act.

use super::label::NONE;
use crate::units::{PerMarket, PerStrategy, Platform, Strategy};

/// The six terms of a strategy's utility (4.2), kept apart for explanation.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct UtilityTerms {
    /// Own experience: the attraction.
    pub experience: f64,
    /// Announced support, weighted.
    pub support: f64,
    /// Imitation, weighted.
    pub imitation: f64,
    /// Capability, weighted.
    pub capability: f64,
    /// Perceived risk, weighted; negative.
    pub risk: f64,
    /// Cost of switching; negative or 0.
    pub switching: f64,
}

impl UtilityTerms {
    /// Utility: the sum of the terms, in this order.
    pub fn sum(&self) -> f64 {
        self.experience + self.support + self.imitation + self.capability + self.risk + self.switching
    }
}

/// Why a work has the strategy it has, and what was open to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// Utility terms by strategy.
    pub terms: PerStrategy<UtilityTerms>,
    /// Announced support by strategy, share of cost.
    pub announced: PerStrategy<f64>,
    /// Feasible strategies.
    pub feasible: PerStrategy<bool>,
    /// The draw, uniform in (0, 1); unused for works bound by a partnership.
    pub draw: f64,
    /// Whether a partnership bound the work.
    pub bound: bool,
}

impl Choice {
    /// Largest utility of a feasible strategy; minus infinity without one.
    pub fn best(&self) -> f64 {
        let feasible = |k: &usize| self.feasible[*k];
        (0..Strategy::COUNT).filter(feasible).map(|k| self.terms[k].sum()).fold(f64::NEG_INFINITY, f64::max)
    }

    /// P(k) in proportion to the weights, drawn with one u against the cumulated P in the order of strategies.
    pub fn taken(&self, weights: &PerStrategy<f64>) -> Option<Strategy> {
        if self.bound { return Some(Strategy::Partnership); }
        let target = self.draw * weights.iter().sum::<f64>();
        let mut cumulated = 0.0;
        let mut last = None;
        for k in Strategy::ALL {
            if !self.feasible[k.index()] { continue; }
            cumulated += weights[k.index()];
            last = Some(k);
            if target < cumulated { break; }
        }
        last
    }
}

/// Declares the columns of works once; what is done to all columns alike follows from the list.
macro_rules! work_columns {
    ($($(#[$doc:meta])* $name:ident: $kind:ty = $zero:expr,)+) => {
        /// Columns of the works of a quarter: planned from call 3 on, made from call 5 on.
        #[derive(Clone, Debug, Default)]
        pub struct Works {
            $($(#[$doc])* pub $name: Vec<$kind>,)+
            /// Credited creators of all works.
            pub credited: Vec<u32>,
            /// Label, act and choice of each work that was started, where they are kept.
            pub choices: Vec<(u32, u32, Choice)>,
            /// Fans of the act by market, thousand.
            pub fans: PerMarket<Vec<f64>>,
            /// Listeners converted by market before the conversion factor and room, thousand.
            pub converted: PerMarket<Vec<f64>>,
            /// Effective localisation level by market.
            pub level: PerMarket<Vec<f64>>,
            /// Attention a by market.
            pub attention: PerMarket<Vec<f64>>,
            /// Share S of the market's attention.
            pub share: PerMarket<Vec<f64>>,
        }

        impl Works {
            /// Allocates room for `works` works with `credits` credited creators.
            pub fn allocate(works: usize, credits: usize) -> Self {
                let columns = || PerMarket::build(|_| Vec::with_capacity(works));
                Self {
                    $($name: Vec::with_capacity(works),)+
                    credited: Vec::with_capacity(credits),
                    choices: Vec::new(),
                    fans: columns(),
                    converted: columns(),
                    level: columns(),
                    attention: columns(),
                    share: columns(),
                }
            }

            /// Forgets the works of the quarter before.
            pub fn clear(&mut self) {
                $(self.$name.clear();)+
                self.credited.clear();
                self.choices.clear();
            }

            /// Adds a planned work.
            pub fn plan(&mut self, plan: &Plan) {
                $(self.$name.push($zero);)+
                let x = self.len() - 1;
                self.label[x] = plan.label;
                self.act[x] = plan.act;
                self.generation[x] = plan.generation;
                self.act_share[x] = plan.act_share;
                self.ln_recognition[x] = plan.ln_recognition;
                self.strategy[x] = plan.strategy;
                self.quality_word[x] = plan.quality_word;
                self.abroad_word[x] = plan.abroad_word;
                self.scale[x] = plan.scale;
                self.reference_cost[x] = plan.reference_cost;
                self.cost[x] = plan.cost;
                self.waived_coordination[x] = plan.waived_coordination;
            }

            /// Removes the works marked as dropped; the others keep their order.
            pub fn remove_dropped(&mut self) {
                let mut kept = 0;
                for x in 0..self.len() {
                    if !self.dropped[x] {
                        if kept < x { $(self.$name[kept] = self.$name[x];)+ }
                        kept += 1;
                    }
                }
                $(self.$name.truncate(kept);)+
            }
        }
    };
}

work_columns! {
    /// Label slot.
    label: u32 = 0,
    /// Act of the label, from 0.
    act: u32 = 0,
    /// Generation of the label in its slot.
    generation: u32 = 0,
    /// Share of the act in its label.
    act_share: f64 = 0.0,
    /// ln(1 + R) of the label.
    ln_recognition: f64 = 0.0,
    /// Strategy.
    strategy: Strategy = Strategy::Touring,
    /// Word of the draw of quality.
    quality_word: u32 = 0,
    /// Word of the draw of the collaborator.
    abroad_word: u32 = 0,
    /// Scale relative to the reference.
    scale: f64 = 0.0,
    /// Reference cost ref = RB * strategy cost, M KRW.
    reference_cost: f64 = 0.0,
    /// Cost, M KRW; after call 7 what was paid.
    cost: f64 = 0.0,
    /// Production grant, M KRW.
    grant: f64 = 0.0,
    /// Localisation cost, M KRW.
    localisation_cost: f64 = 0.0,
    /// Localisation voucher, M KRW.
    localisation_voucher: f64 = 0.0,
    /// Touring vouchers, M KRW.
    touring_vouchers: f64 = 0.0,
    /// Coordination cost waived by a brokerage place, M KRW.
    waived_coordination: f64 = 0.0,
    /// Fixed cost of foreign visits, M KRW.
    visit_cost: f64 = 0.0,
    /// First credited creator in `credited`.
    credit_first: u32 = 0,
    /// Number of credited creators.
    credit_count: u32 = 0,
    /// Whether an international collaborator joined.
    abroad: bool = false,
    /// Mean network of the credited, with the collaborator's.
    network: f64 = 0.0,
    /// Expected ln quality.
    expected_quality: f64 = 0.0,
    /// ln quality.
    ln_quality: f64 = 0.0,
    /// Quality.
    quality: f64 = 0.0,
    /// Popularity Z of the title.
    popularity: f64 = 0.0,
    /// Platform of the title, `NONE` without.
    platform: u8 = NONE,
    /// Mean level over foreign markets before the gain.
    mean_level: f64 = 0.0,
    /// Whether localisation was planned from the start.
    early: bool = false,
    /// Identity.
    identity: f64 = 0.0,
    /// Autonomy.
    autonomy: f64 = 0.0,
    /// Weight of the work in the press.
    salience: f64 = 0.0,
    /// Receipts from abroad, M KRW.
    exports: f64 = 0.0,
    /// The label's net receipts, M KRW.
    net: f64 = 0.0,
    /// The label's net streaming receipts, M KRW.
    net_streaming: f64 = 0.0,
    /// Streaming receipts of all markets, M KRW.
    streaming: f64 = 0.0,
    /// Album receipts of all markets, M KRW.
    albums: f64 = 0.0,
    /// Concert receipts of all markets, M KRW.
    concerts: f64 = 0.0,
    /// Paid to creators, M KRW.
    creators_part: f64 = 0.0,
    /// Value of new fans in album purchases, M KRW.
    fan_value: f64 = 0.0,
    /// Payoff pi.
    payoff: f64 = 0.0,
    /// Whether the work was put through by an event's hit.
    hit: bool = false,
    /// Touring voucher by market, M KRW.
    visit_voucher: [f64; 7] = [0.0; 7],
    /// Whether a brokered extra slot holds the title.
    brokered_slot: bool = false,
    /// Production grant by programme of the instrument, M KRW.
    grant_of: [f64; 16] = [0.0; 16],
    /// Whether the work was dropped for lack of money.
    dropped: bool = false,
}

impl Works {
    /// Number of works.
    pub fn len(&self) -> usize { self.label.len() }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool { self.label.is_empty() }

    /// Makes the columns by market as long as there are works.
    pub fn open_markets(&mut self) {
        let works = self.len();
        for columns in [&mut self.fans, &mut self.converted, &mut self.level, &mut self.attention, &mut self.share] {
            for column in columns.iter_mut() {
                column.resize(works, 0.0);
            }
        }
    }

    /// Platform of a work.
    pub fn platform(&self, x: usize) -> Option<Platform> {
        self.placed(x).then(|| Platform::at(usize::from(self.platform[x])))
    }

    /// Whether a work is placed.
    pub fn placed(&self, x: usize) -> bool { self.platform[x] != NONE }

    /// Creators credited for a work.
    pub fn credits(&self, x: usize) -> &[u32] {
        let first = self.credit_first[x] as usize;
        &self.credited[first..first + self.credit_count[x] as usize]
    }
}

/// What is known of a work when it is chosen (call 3).
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Label slot.
    pub label: u32,
    /// Act.
    pub act: u32,
    /// Generation of the label in its slot.
    pub generation: u32,
    /// Share of the act in its label.
    pub act_share: f64,
    /// ln(1 + R) of the label.
    pub ln_recognition: f64,
    /// Strategy.
    pub strategy: Strategy,
    /// Word of the draw of quality.
    pub quality_word: u32,
    /// Word of the draw of the collaborator.
    pub abroad_word: u32,
    /// Scale relative to the reference.
    pub scale: f64,
    /// Reference cost, M KRW.
    pub reference_cost: f64,
    /// Cost, M KRW.
    pub cost: f64,
    /// Waived coordination cost, M KRW.
    pub waived_coordination: f64,
}
