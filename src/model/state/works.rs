//! Works of one quarter: columns in the order of label slot and act.

use super::labels::NONE;
use crate::model::columns::{Column, DrawRows, list};
use crate::model::record::Choice;
use crate::units::{PerMarket, Platform, Strategy, Tier};

/// Most programmes that grant works.
const MOST_GRANTS: usize = 16;

/// Declares the columns of works once, by the call in which they begin; what is done to all columns of a group
/// alike follows from the list.
macro_rules! work_columns {
    (planned { $($(#[$pdoc:meta])* $planned:ident: $ptype:ty = $pzero:expr,)+ }
     cast { $($(#[$tdoc:meta])* $cast:ident: $ttype:ty = $tzero:expr,)+ }
     credited { $($(#[$cdoc:meta])* $credited:ident: $ctype:ty = $czero:expr,)+ }
     made { $($(#[$mdoc:meta])* $made:ident: $mtype:ty = $mzero:expr,)+ }
     set { $($(#[$sdoc:meta])* $set:ident: $stype:ty = $szero:expr,)+ }) => {
        /// Columns of the works of a quarter: planned in call 3, cast and credited in call 4, made from call 6 on, set
        /// as a whole by the process that they belong to. Plans and casts are written for every work too, so what
        /// stands in them of the quarter before need not be cleared.
        #[derive(Clone, Debug)]
        pub struct Works {
            $($(#[$pdoc])* pub $planned: Vec<$ptype>,)+
            $($(#[$tdoc])* pub $cast: Vec<$ttype>,)+
            $($(#[$cdoc])* pub $credited: Vec<$ctype>,)+
            $($(#[$mdoc])* pub $made: Vec<$mtype>,)+
            $($(#[$sdoc])* pub $set: $stype,)+
            /// Grants by programme, those that grant works alone, M KRW; no rows where none runs.
            pub grants_of: Vec<[f64; MOST_GRANTS]>,
            /// Touring vouchers by market, M KRW; no rows where no programme runs.
            pub visit_vouchers: Vec<PerMarket<f64>>,
            /// Credited creators of all works.
            pub credits_of_works: Vec<u32>,
            /// Works with a title, ascending.
            pub titles: Vec<u32>,
            /// Label, act and choice of each work that was started, where they are kept.
            pub choices: Vec<(u32, u32, Choice)>,
            /// Log performance of each title, in the order of `titles`: platforms measure it in call 12, and partners
            /// judge by it.
            pub title_performance: Vec<f64>,
            /// Draws of call 7, a block for each work: identity, autonomy, popularity, and the chart of call 8.
            pub draws: DrawRows,
        }

        impl Works {
            /// Allocates for `works` works with `credits` credited creators.
            pub fn allocate(works: usize, credits: usize) -> Self {
                Self {
                    $($planned: Vec::with_capacity(works),)+
                    $($cast: Vec::with_capacity(works),)+
                    $($credited: Vec::with_capacity(works),)+
                    $($made: Vec::with_capacity(works),)+
                    $($set: Column::reserved(works),)+
                    grants_of: Vec::with_capacity(works),
                    visit_vouchers: Vec::with_capacity(works),
                    credits_of_works: Vec::with_capacity(credits),
                    titles: Vec::with_capacity(works),
                    choices: Vec::new(),
                    title_performance: Vec::with_capacity(works),
                    draws: DrawRows::allocate(works),
                }
            }

            /// Forgets the works of the quarter before.
            pub fn clear(&mut self) {
                self.label.clear();
                $(self.$credited.clear();)+
                $(self.$made.clear();)+
                self.grants_of.clear();
                self.visit_vouchers.clear();
                self.choices.clear();
            }

            /// Opens the columns of call 3 for so many works more; gives the place of the first.
            pub fn open_plans(&mut self, more: usize) -> usize {
                let first = self.len();
                $(self.$planned.resize(first + more, $pzero);)+
                first
            }

            /// Closes the columns of call 3 behind the last planned work.
            pub fn close_plans(&mut self, works: usize) { $(self.$planned.truncate(works);)+ }

            /// Opens the columns of call 4 for the planned works.
            pub fn open_credits(&mut self) {
                let works = self.len();
                $(self.$cast.resize(works, $tzero);)+
                $(self.$credited.resize(works, $czero);)+
            }

            /// Opens the columns of the works that are made.
            pub fn open(&mut self) {
                let works = self.len();
                $(self.$made.resize(works, $mzero);)+
                // What stands in them of the quarter before is written over, so it need not be cleared.
                $(self.$set.take_rows(works, $szero);)+
            }

            /// Removes the works marked as dropped; the others keep their order.
            pub fn remove_dropped(&mut self) {
                let Some(first) = self.dropped.iter().position(|dropped| *dropped) else { return };
                let mut kept = first;
                for x in first..self.len() {
                    if !self.dropped[x] {
                        $(self.$planned[kept] = self.$planned[x];)+
                        $(self.$cast[kept] = self.$cast[x];)+
                        $(self.$credited[kept] = self.$credited[x];)+
                        if !self.grants_of.is_empty() {
                            self.grants_of[kept] = self.grants_of[x];
                        }
                        kept += 1;
                    }
                }
                $(self.$planned.truncate(kept);)+
                $(self.$cast.truncate(kept);)+
                $(self.$credited.truncate(kept);)+
                self.grants_of.truncate(kept);
            }
        }
    };
}

work_columns! {
planned {
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
    /// Coordination cost waived by a brokerage place, M KRW.
    waived_coordination: f64 = 0.0,
}
cast {
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
}
credited {
    /// Production grant, M KRW.
    grant: f64 = 0.0,
    /// Whether the work was dropped for lack of money.
    dropped: bool = false,
}
made {
    /// Localisation cost, M KRW.
    localisation_cost: f64 = 0.0,
    /// Localisation voucher, M KRW.
    localisation_voucher: f64 = 0.0,
    /// Touring vouchers, M KRW.
    touring_vouchers: f64 = 0.0,
    /// Fixed cost of foreign visits, M KRW.
    visit_cost: f64 = 0.0,
    /// Platform of the title, `NONE` without.
    platform: u8 = NONE,
    /// Receipts from abroad, M KRW.
    exports: f64 = 0.0,
    /// The label's net receipts without vouchers, M KRW.
    net: f64 = 0.0,
    /// Streaming receipts of all markets, M KRW.
    streaming: f64 = 0.0,
    /// Album receipts of all markets, M KRW.
    albums: f64 = 0.0,
    /// Concert receipts of all markets, M KRW.
    concerts: f64 = 0.0,
    /// Value of new fans in album purchases, M KRW.
    fan_value: f64 = 0.0,
    /// Whether the work was put through by an event's hit.
    hit: bool = false,
    /// Whether a brokered extra slot holds the title.
    brokered_slot: bool = false,
}
set {
    /// Size class of the label.
    tier: Vec<Tier> = Tier::Startup,
    /// Row of strategy and placement, see [`ByPlacement::row`].
    placement: Vec<u8> = 0,
    /// ln quality.
    ln_quality: Vec<f64> = 0.0,
    /// Quality.
    quality: Vec<f64> = 0.0,
    /// Popularity Z of the title, 0 without.
    popularity: Vec<f64> = 0.0,
    /// Identity.
    identity: Vec<f64> = 0.0,
    /// Autonomy.
    autonomy: Vec<f64> = 0.0,
    /// Weight of the work in the press.
    salience: Vec<f64> = 0.0,
    /// The label's net streaming receipts, M KRW.
    net_streaming: Vec<f64> = 0.0,
    /// Paid to creators, M KRW.
    creators_part: Vec<f64> = 0.0,
    /// Payoff pi.
    payoff: Vec<f64> = 0.0,
    /// Whether localisation was planned from the start.
    early: Vec<bool> = false,
    /// Fans of the act by market, thousand.
    fans: PerMarket<Vec<f64>> = 0.0,
    /// Listeners converted by market before the conversion factor and room for fandom, thousand.
    converted: PerMarket<Vec<f64>> = 0.0,
    /// Mean level over foreign markets before the gain.
    mean_level: Vec<f64> = 0.0,
    /// Effective localisation level by market.
    level: PerMarket<Vec<f64>> = 0.0,
    /// Attention a by market.
    attention: PerMarket<Vec<f64>> = 0.0,
    /// Share S of the market's attention.
    share: PerMarket<Vec<f64>> = 0.0,
    /// Noise of identity, standard normal.
    identity_noise: Vec<f64> = 0.0,
    /// Cost of production and localisation that the label bears, net of grants and vouchers, M KRW.
    own_cost: Vec<f64> = 0.0,
}
}

impl Works {
    /// Number of works.
    pub fn len(&self) -> usize {
        self.label.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.label.is_empty()
    }

    /// Platform of a work.
    pub fn platform(&self, x: usize) -> Option<Platform> {
        self.placed(x).then(|| Platform::at(usize::from(self.platform[x])))
    }

    /// Whether a work is placed.
    pub fn placed(&self, x: usize) -> bool {
        self.platform[x] != NONE
    }

    /// Lists the works with a title, once platforms are chosen.
    pub fn list_titles(&mut self) {
        let platform = &self.platform[..];
        list(&mut self.titles, platform.len(), |x| platform[x] != NONE);
    }

    /// Opens the rows of grants by programme.
    pub fn open_grants(&mut self) {
        self.grants_of.resize(self.label.len(), [0.0; MOST_GRANTS]);
    }

    /// Opens the rows of touring vouchers by market.
    pub fn open_visit_vouchers(&mut self) {
        self.visit_vouchers.resize(self.label.len(), PerMarket::default());
    }

    /// Grant of a work by the programme with a place among those that grant works, M KRW.
    pub fn grant_of(&self, x: usize, place: usize) -> f64 {
        self.grants_of.get(x).map_or(0.0, |of| of[place])
    }

    /// Touring voucher of a work in a market, M KRW.
    #[inline]
    pub fn visit_voucher(&self, x: usize, m: usize) -> f64 {
        self.visit_vouchers.get(x).map_or(0.0, |of| of[m])
    }

    /// Contract share of creators c of each work, of those of the labels; 0 where it credits nobody.
    pub fn contracts<'a>(&'a self, of_labels: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
        self.label.iter().zip(&self.credit_count).map(|(label, credits)| if *credits > 0 { of_labels[*label as usize] } else { 0.0 })
    }

    /// Creators credited for a work.
    pub fn credits(&self, x: usize) -> &[u32] {
        let first = self.credit_first[x] as usize;
        &self.credits_of_works[first..first + self.credit_count[x] as usize]
    }
}
