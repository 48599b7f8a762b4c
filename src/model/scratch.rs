//! Room for intermediate results, allocated once.

use crate::units::PerMarket;

/// A pair of work and platform that compete, or a claim for money, with its order.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ranked {
    /// Score; the highest comes first.
    pub score: f64,
    /// Label or creator slot; ties go to the lower.
    pub slot: u32,
    /// Act; ties go to the lower.
    pub act: u32,
    /// Platform or market; ties go to the lower.
    pub place: u32,
    /// Work, where there is one.
    pub work: u32,
    /// Amount claimed, M KRW.
    pub amount: f64,
}

/// Sorts by score, highest first, then slot, act and place, ascending.
pub fn rank(rows: &mut [Ranked]) {
    rows.sort_unstable_by(|a, b| {
        b.score.total_cmp(&a.score).then(a.slot.cmp(&b.slot)).then(a.act.cmp(&b.act)).then(a.place.cmp(&b.place))
    });
}

/// Buffers of the processes.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Claims and competing pairs.
    pub ranked: Vec<Ranked>,
    /// One number for each label.
    pub by_label: Vec<f64>,
    /// Another.
    pub by_label_2: Vec<f64>,
    /// One number for each label and market.
    pub by_label_market: PerMarket<Vec<f64>>,
    /// Another.
    pub by_label_market_2: PerMarket<Vec<f64>>,
    /// One number for each creator.
    pub by_creator: Vec<f64>,
    /// Order of creators.
    pub order: Vec<u32>,
    /// A destination or quartile for each creator.
    pub choice: Vec<u32>,
}

impl Scratch {
    /// Allocates.
    pub fn allocate(labels: usize, creators: usize, works: usize) -> Self {
        Self {
            ranked: Vec::with_capacity(works * 7 + creators),
            by_label: vec![0.0; labels],
            by_label_2: vec![0.0; labels],
            by_label_market: PerMarket::build(|_| vec![0.0; labels]),
            by_label_market_2: PerMarket::build(|_| vec![0.0; labels]),
            by_creator: vec![0.0; creators],
            order: Vec::with_capacity(creators),
            choice: vec![0; creators],
        }
    }
}
