//! Room for intermediate results, allocated once.

use super::credit::Races;
use super::demand::Hearing;
use super::economy::Now;
use super::founding::{FoundingDraws, Unattached};
use super::localisation::LocalisationColumns;
use super::platform::Matching;
use super::production::TitleDraws;
use super::quartile::Quartiles;
use super::revenue::Receipts;
use super::stock::Stock;
use super::strategy::Choosing;
use super::touring::Touring;
use crate::draw::{Purpose, Time};
use crate::math::{Ascending, Cpu};
use crate::units::PerMarket;

/// Most blocks of a holder that [`DrawRows::ask_first`] asks for.
pub const MOST_BLOCKS: usize = 16;

/// Draws made together: one row for each block, in columns.
#[derive(Clone, Debug, Default)]
pub struct DrawRows {
    /// Slot of each row.
    pub slots: Vec<u32>,
    /// Generation in the slot.
    pub generations: Vec<u32>,
    /// Number of the block.
    pub blocks: Vec<u32>,
    /// The four words of each block.
    pub words: [Vec<u32>; 4],
}

impl DrawRows {
    /// Room for a number of rows.
    pub fn allocate(rows: usize) -> Self {
        let column = || Vec::with_capacity(rows);
        Self { slots: column(), generations: column(), blocks: column(), words: [column(), column(), column(), column()] }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Forgets the rows.
    pub fn clear(&mut self) {
        self.slots.clear();
        self.generations.clear();
        self.blocks.clear();
    }

    /// Asks for a block.
    pub fn push(&mut self, slot: u32, generation: u32, block: u32) {
        self.slots.push(slot);
        self.generations.push(generation);
        self.blocks.push(block);
    }

    /// Forgets the rows and asks for a number of blocks: slots, generations and numbers, to be filled in.
    pub fn open(&mut self, rows: usize) -> [&mut [u32]; 3] {
        [&mut self.slots, &mut self.generations, &mut self.blocks].map(|column| {
            column.resize(rows, 0);
            &mut column[..]
        })
    }

    /// Forgets the rows behind the first ones.
    pub fn truncate(&mut self, rows: usize) {
        self.slots.truncate(rows);
        self.generations.truncate(rows);
        self.blocks.truncate(rows);
    }

    /// Asks for the first blocks of one holder of a slot.
    pub fn push_blocks(&mut self, slot: u32, generation: u32, blocks: u32) {
        self.slots.extend(std::iter::repeat_n(slot, blocks as usize));
        self.generations.extend(std::iter::repeat_n(generation, blocks as usize));
        self.blocks.extend(0..blocks);
    }

    /// Asks for the first blocks of holders of slots, given by slot, generation and number of blocks.
    ///
    /// Each asks for as many as any may, and the next takes the place of those that it does not need.
    pub fn ask_first(&mut self, cpu: Cpu, holders: impl Iterator<Item = (u32, u32, usize)> + Clone) {
        let rows = holders.clone().map(|(_, _, needed)| needed).sum::<usize>();
        let [slots, generations, blocks] = self.open(rows + MOST_BLOCKS);
        let (generations, blocks) = (&mut generations[..slots.len()], &mut blocks[..slots.len()]);
        cpu.run(
            #[inline(always)]
            || {
                let mut row = 0;
                for (slot, generation, needed) in holders {
                    let rows = row..row + MOST_BLOCKS;
                    slots[rows.clone()].fill(slot);
                    generations[rows.clone()].fill(generation);
                    blocks[rows].copy_from_slice(&std::array::from_fn::<u32, MOST_BLOCKS, _>(|block| block as u32));
                    row += needed;
                }
            },
        );
        self.truncate(rows);
    }

    /// Asks for one block of each of several works, by the label, its generation and the block of each.
    pub fn ask(&mut self, works: &[u32], labels: &[u32], generations: &[u32], blocks: &[u32]) {
        for (column, of_work) in [(&mut self.slots, labels), (&mut self.generations, generations), (&mut self.blocks, blocks)] {
            column.clear();
            column.extend(works.iter().map(|x| of_work[*x as usize]));
        }
    }

    /// Draws a block for each slot of a column of generations.
    pub fn draw_each(&mut self, now: &Now, purpose: Purpose, time: Time, generation: &[u32], block: u32) {
        let [slots, generations, blocks] = self.open(generation.len());
        slots.iter_mut().zip(0..).for_each(|(to, slot)| *to = slot);
        generations.copy_from_slice(generation);
        blocks.fill(block);
        self.draw(now, purpose, time);
    }

    /// Draws all blocks that were asked for.
    pub fn draw(&mut self, now: &Now, purpose: Purpose, time: Time) {
        let rows = self.len();
        self.words.iter_mut().for_each(|column| column.resize(rows, 0));
        let (slots, generations, blocks) = (&self.slots[..], &self.generations[..], &self.blocks[..]);
        let words = self.words.each_mut().map(|column| &mut column[..]);
        now.cpu.run(
            #[inline(always)]
            || now.draws.rows(purpose, time, slots, generations, blocks, words),
        );
    }
}

/// The numbers below `n` for which something holds, ascending; without branches, for it is hard to foretell.
pub fn list(numbers: &mut Vec<u32>, n: usize, holds: impl Fn(usize) -> bool) {
    numbers.resize(n, 0);
    let mut listed = 0;
    for x in 0..n {
        numbers[listed] = x as u32;
        listed += usize::from(holds(x));
    }
    numbers.truncate(listed);
}

/// Keeps the numbers for which something holds, in their order; without branches.
pub fn keep(numbers: &mut Vec<u32>, holds: impl Fn(usize) -> bool) {
    let mut kept = 0;
    for n in 0..numbers.len() {
        let x = numbers[n];
        numbers[kept] = x;
        kept += usize::from(holds(x as usize));
    }
    numbers.truncate(kept);
}

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

impl Ranked {
    /// Place in the order, as one number: comparing it needs no branch.
    fn order(&self) -> u128 {
        debug_assert!(self.act < 1 << 16 && self.place < 1 << 16);
        u128::from(!ordered(self.score)) << 64 | u128::from(self.slot) << 32 | u128::from(self.act << 16 | self.place)
    }
}

/// Sorts by score, highest first, then slot, act and place, ascending.
pub fn rank(rows: &mut [Ranked]) {
    rows.sort_unstable_by_key(Ranked::order);
}

/// Bits of a number as a whole number in the same order.
pub fn ordered(x: f64) -> u64 {
    let bits = x.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

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
