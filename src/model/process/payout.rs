//! Call 10: the shares of attention for which streaming is paid, by stream or by listener (4.7).

use crate::model::equation::revenue as equation;
use crate::model::state::Economy;
use crate::units::{Market, PerMarket};

/// What the rule of payment works with.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Share of attention of each work that is paid for, where any of it is paid by listener.
    by_listener: PerMarket<Vec<f64>>,
    /// Whether any of it is.
    applies: bool,
}

impl Workspace {
    /// Allocates for so many works.
    pub fn allocate(works: usize) -> Self {
        Self { by_listener: PerMarket::build(|_| Vec::with_capacity(works)), applies: false }
    }

    /// What the works of a market are paid for together stays; of it, those that are heard most get less by listener.
    pub fn pay_by_listener(&mut self, e: &Economy) {
        let [user_centric, flattening] = e.conditions.by_listener;
        self.applies = user_centric > 0.0;
        if !self.applies {
            return;
        }
        for m in 0..Market::COUNT {
            let (share, paid) = (&e.works.share[m], &mut self.by_listener[m]);
            let all: f64 = share.iter().sum();
            let mean = all / share.len().max(1) as f64;
            paid.clear();
            paid.extend(share.iter().map(|share| equation::listener_weight(*share, share / mean, flattening)));
            let weights: f64 = paid.iter().sum();
            let unit = if weights > 0.0 { all / weights } else { 0.0 };
            for (paid, share) in paid.iter_mut().zip(share) {
                *paid = equation::paid_share(*share, *paid, unit, user_centric);
            }
        }
    }

    /// The shares that are paid for: those of attention where all is paid by stream.
    pub fn paid<'a>(&'a self, share: &'a PerMarket<Vec<f64>>) -> &'a PerMarket<Vec<f64>> {
        if self.applies { &self.by_listener } else { share }
    }
}
