//! Draws made together, in columns.

use crate::draw::{Purpose, Time};
use crate::math::Cpu;
use crate::model::step::StepContext;

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
    /// Allocates for so many rows.
    pub fn allocate(rows: usize) -> Self {
        let column = || Vec::with_capacity(rows);
        Self { slots: column(), generations: column(), blocks: column(), words: [column(), column(), column(), column()] }
    }

    /// The words of a purpose that has one of the four of each block.
    pub fn words_of(&self, purpose: Purpose) -> &[u32] {
        &self.words[purpose.place(0).1]
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
    pub fn draw_each(&mut self, step: &StepContext, purpose: Purpose, time: Time, generation: &[u32], block: u32) {
        let [slots, generations, blocks] = self.open(generation.len());
        slots.iter_mut().zip(0..).for_each(|(to, slot)| *to = slot);
        generations.copy_from_slice(generation);
        blocks.fill(block);
        self.draw(step, purpose, time);
    }

    /// Draws all blocks that were asked for.
    pub fn draw(&mut self, step: &StepContext, purpose: Purpose, time: Time) {
        let rows = self.len();
        self.words.iter_mut().for_each(|column| column.resize(rows, 0));
        let (slots, generations, blocks) = (&self.slots[..], &self.generations[..], &self.blocks[..]);
        let words = self.words.each_mut().map(|column| &mut column[..]);
        step.cpu.run(
            #[inline(always)]
            || step.draws.rows(purpose, time, slots, generations, blocks, words),
        );
    }
}
