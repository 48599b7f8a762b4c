//! Room for intermediate results, allocated once.

use super::catalogue::Stock;
use super::credit::Races;
use super::demand::Hearing;
use super::founding::{FoundingDraws, Unattached};
use super::localisation::LocalisationColumns;
use super::platform::Matching;
use super::production::TitleDraws;
use super::quartile::Quartiles;
use super::revenue::Receipts;
use super::strategy::Choosing;
use super::touring::Touring;
use crate::math::Ascending;
use crate::model::columns::{DrawRows, Ranked};
use crate::units::PerMarket;

/// Buffers of the processes.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Draws of the labels of the start.
    pub founding: FoundingDraws,
    /// Draws of works: identity, autonomy, popularity, chart.
    pub works: DrawRows,
    /// Draws of titles.
    pub titles: TitleDraws,
    /// What is heard.
    pub hearing: Hearing,
    /// Decisions of visits.
    pub touring: Touring,
    /// One number for each work.
    pub by_work: [Vec<f64>; 4],
    /// Draws of each creator slot: at the founding; quitting, moving, destination at the year's end.
    pub people: DrawRows,
    /// Draws of each label slot: break, renewal, closure, entry.
    pub fates: DrawRows,
    /// Draws of the jury.
    pub jury: DrawRows,
    /// Draws of claims and applications.
    pub claims: DrawRows,
    /// Two numbers for each work of the year and award.
    pub merit: [Vec<f64>; 4],
    /// Exposure of the works of the year.
    pub exposure: Vec<f64>,
    /// Labels with a number as [`ordered`] and their slot.
    pub by_rank: Vec<(u64, u32)>,
    /// Creators by skill.
    pub quartiles: Quartiles,
    /// Incomes in ascending order.
    pub incomes: Ascending,
    /// Partnership works of labels with a partner.
    pub bound: Vec<u32>,
    /// Matching of works and platforms.
    pub matching: Matching,
    /// Plan of localisation.
    pub localisation: LocalisationColumns,
    /// Races for credit.
    pub races: Races,
    /// Choices of the quarter.
    pub choosing: Choosing,
    /// Claims and competing pairs.
    pub ranked: Vec<Ranked>,
    /// Receipts of works.
    pub receipts: Receipts,
    /// Receipts from catalogue and licensing.
    pub stock: Stock,
    /// One number for each label.
    pub by_label: Vec<f64>,
    /// Another.
    pub by_label_2: Vec<f64>,
    /// One number for each label and market.
    pub by_label_market: PerMarket<Vec<f64>>,
    /// Another.
    pub by_label_market_2: PerMarket<Vec<f64>>,
    /// Creators without a label.
    pub unattached: Unattached,
    /// Order of creators; empty slots.
    pub order: Vec<u32>,
    /// Labels that leave.
    pub leaving: Vec<u32>,
}

impl Scratch {
    /// Allocates.
    pub fn allocate(labels: usize, creators: usize, works: usize) -> Self {
        Self {
            founding: FoundingDraws::default(),
            works: DrawRows::allocate(works),
            titles: TitleDraws::allocate(works),
            hearing: Hearing::allocate(works),
            touring: Touring::allocate(works),
            by_work: [(); 4].map(|()| Vec::with_capacity(works * 7)),
            people: DrawRows::allocate(creators),
            fates: DrawRows::allocate(labels),
            jury: DrawRows::allocate(works * 8),
            claims: DrawRows::allocate((works * 7).max(creators)),
            merit: [(); 4].map(|()| Vec::with_capacity(works * 4)),
            exposure: Vec::with_capacity(works * 4),
            by_rank: Vec::with_capacity(labels),
            quartiles: Quartiles::allocate(creators),
            incomes: Ascending::allocate(creators),
            bound: Vec::with_capacity(works),
            matching: Matching::allocate(works),
            localisation: LocalisationColumns::allocate(works),
            races: Races::allocate(creators, works),
            choosing: Choosing::allocate(labels, works),
            ranked: Vec::with_capacity(works * 7 + creators),
            receipts: Receipts::allocate(works),
            stock: Stock::allocate(labels),
            by_label: vec![0.0; labels],
            by_label_2: vec![0.0; labels],
            by_label_market: PerMarket::build(|_| vec![0.0; labels]),
            by_label_market_2: PerMarket::build(|_| vec![0.0; labels]),
            unattached: Unattached::allocate(creators),
            order: Vec::with_capacity(creators.max(labels)),
            leaving: Vec::with_capacity(labels),
        }
    }
}
