//! Blocks for many at once, in flat loops that become vector code.

use super::philox::philox_wide;
use super::{Draws, Purpose, Time, moment, place};
use crate::math::tally::{Operation, count};

impl Draws {
    /// [`Draws::block`] for many: `out[i]` is the block for `slots[i]` and `generations[i]`.
    ///
    /// Panics unless the three slices are of one length.
    pub fn blocks(&self, purpose: Purpose, time: Time, slots: &[u32], generations: &[u32], block: u32, out: &mut [[u32; 4]]) {
        let n = out.len();
        assert!(slots.len() == n && generations.len() == n, "one slot and one generation for each block");
        let place = place(purpose, block);
        for ((&slot, &generation), out) in slots.iter().zip(generations).zip(out) {
            *out = self.wide(slot, moment(time, generation), place).map(|word| word as u32);
        }
    }

    /// [`Draws::blocks`] by columns: word `w` of the block for `slots[i]` is `out[w][i]`.
    ///
    /// Panics unless all slices are of one length.
    pub fn block_columns(&self, purpose: Purpose, time: Time, slots: &[u32], generations: &[u32], block: u32, out: [&mut [u32]; 4]) {
        let n = slots.len();
        let [w0, w1, w2, w3] = out;
        let lengths = [generations.len(), w0.len(), w1.len(), w2.len(), w3.len()];
        assert!(lengths == [n; 5], "one generation and one place in each column for each slot");
        let place = place(purpose, block);
        for i in 0..n {
            let words = self.wide(slots[i], moment(time, generations[i]), place);
            [w0[i], w1[i], w2[i], w3[i]] = words.map(|word| word as u32);
        }
    }

    /// One block for each row: word `w` of block `blocks[i]` for `slots[i]` and `generations[i]` is `out[w][i]`.
    ///
    /// Panics unless all slices are of one length. Inlined, so that it runs on the vectors of its caller.
    #[inline(always)]
    pub fn rows(&self, purpose: Purpose, time: Time, slots: &[u32], generations: &[u32], blocks: &[u32], out: [&mut [u32]; 4]) {
        let n = slots.len();
        let [w0, w1, w2, w3] = out;
        let lengths = [generations.len(), blocks.len(), w0.len(), w1.len(), w2.len(), w3.len()];
        assert!(lengths == [n; 6], "one generation, block and place in each column for each slot");
        let (family, time) = (place(purpose, 0), moment(time, 0));
        for i in 0..n {
            let words = self.wide(slots[i], time | generations[i], family | blocks[i]);
            [w0[i], w1[i], w2[i], w3[i]] = words.map(|word| word as u32);
        }
    }

    /// The block of a counter, each word in the lower half of 64 bits.
    #[inline(always)]
    fn wide(&self, slot: u32, moment: u32, place: u32) -> [u64; 4] {
        count(Operation::BulkBlock);
        philox_wide([slot, moment, place, self.replicate].map(u64::from), self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Who;
    use super::*;

    #[test]
    fn blocks_of_many_are_the_blocks_of_each() {
        let draws = Draws::new(0x0123_4567_89ab_cdef, 3);
        let (purpose, time) = (Purpose::Attendance, Time::quarter(-16));
        for n in [0, 1, 7, 8, 100, 1003] {
            let slots: Vec<u32> = (0..n).map(|i| i * 7 + 3).collect();
            let generations: Vec<u32> = (0..n).map(|i| i % 5).collect();
            let mut rows = vec![[0; 4]; n as usize];
            let mut columns = [(); 4].map(|()| vec![0; n as usize]);
            draws.blocks(purpose, time, &slots, &generations, 2, &mut rows);
            draws.block_columns(purpose, time, &slots, &generations, 2, columns.each_mut().map(|c| &mut c[..]));
            for i in 0..n as usize {
                let block = draws.block(purpose, time, Who::new(slots[i], generations[i]), 2);
                assert_eq!(rows[i], block, "row {i} of {n}");
                assert_eq!(columns.each_ref().map(|c| c[i]), block, "column entry {i} of {n}");
            }
        }
    }

    #[test]
    fn rows_are_the_blocks_of_each() {
        let draws = Draws::new(77, 5);
        let (purpose, time) = (Purpose::CreditRace, Time::quarter(3));
        let slots: Vec<u32> = (0..1003).map(|i| i * 3).collect();
        let generations: Vec<u32> = (0..1003).map(|i| i % 7).collect();
        let blocks: Vec<u32> = (0..1003).map(|i| i % 4).collect();
        let mut columns = [(); 4].map(|()| vec![0; 1003]);
        draws.rows(purpose, time, &slots, &generations, &blocks, columns.each_mut().map(|c| &mut c[..]));
        for i in 0..1003 {
            let block = draws.block(purpose, time, Who::new(slots[i], generations[i]), blocks[i]);
            assert_eq!(columns.each_ref().map(|c| c[i]), block, "row {i}");
        }
    }

    #[test]
    #[should_panic(expected = "one generation and one place in each column for each slot")]
    fn columns_of_another_length_are_refused() {
        let mut columns = [(); 4].map(|()| vec![0; 2]);
        let columns = columns.each_mut().map(|c| &mut c[..]);
        Draws::new(1, 1).block_columns(Purpose::Start, Time::quarter(0), &[1, 2, 3], &[0; 3], 0, columns);
    }
}
