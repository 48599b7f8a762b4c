//! Rows in the order of a score: claims for money, works that compete for slots.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_score_is_first_then_the_lowest_slot_act_and_place() {
        let row = |score, slot, act, place| Ranked { score, slot, act, place, ..Ranked::default() };
        let mut rows = [row(-1.0, 0, 0, 0), row(2.0, 1, 0, 1), row(2.0, 1, 0, 0), row(2.0, 0, 3, 9), row(2.0, 0, 2, 9), row(3.5, 9, 9, 9)];
        rank(&mut rows);
        let found = rows.map(|row| (row.score, row.slot, row.act, row.place));
        assert_eq!(found, [(3.5, 9, 9, 9), (2.0, 0, 2, 9), (2.0, 0, 3, 9), (2.0, 1, 0, 0), (2.0, 1, 0, 1), (-1.0, 0, 0, 0)]);
    }
}
