//! How many mixes a lattice has, counted before any of them is made.

use super::MixPart;

/// Fewest and most units of a part, out of so many.
pub fn units_of(part: &MixPart, sum: u64, units: u32) -> (usize, usize) {
    let (whole, sum) = (f64::from(units), sum as f64);
    let least = (part.bounds.0.of(sum) * whole - ROUNDING).ceil().max(0.0);
    let most = (part.bounds.1.of(sum) * whole + ROUNDING).floor().clamp(0.0, whole);
    (least as usize, most as usize)
}

/// Share of a unit by which a limit may be missed: rounding of decimal shares.
const ROUNDING: f64 = 1e-9;

/// Ways to give all units to parts with fewest and most units and combinations of choices; without units a part has one
/// combination. The largest number where there are more.
pub fn count_of(parts: &[(usize, usize, u128)], units: usize) -> u128 {
    // Beyond a million steps the count is far above every limit.
    if parts.len() > 1 && units > LARGEST {
        return u128::MAX;
    }
    let mut ways = vec![0_u128; units + 1];
    ways[0] = 1;
    for (least, most, variants) in parts {
        let mut next = vec![0_u128; units + 1];
        // Sums of the ways over a sliding window of what the part may take, without and with its combinations.
        for total in 0..=units {
            let zero = if *least == 0 { ways[total] } else { 0 };
            let from = total.saturating_sub(*most);
            let window = total
                .checked_sub((*least).max(1))
                .map_or(0, |to| if from > to { 0 } else { ways[from..=to].iter().fold(0_u128, |sum, way| sum.saturating_add(*way)) });
            next[total] = zero.saturating_add(window.saturating_mul(*variants));
        }
        ways = next;
    }
    ways[units]
}

/// Most units that are counted exactly.
const LARGEST: usize = 5000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixes_are_counted_as_binomials_and_without_wrapping_round() {
        let free = |parts: usize, units: usize| count_of(&vec![(0, units, 1); parts], units);
        assert_eq!((free(10, 5), free(10, 10), free(1, 7)), (2002, 92_378, 1));
        assert_eq!(count_of(&[(0, 5000, u128::MAX / 2), (0, 5000, u128::MAX / 2)], 5000), u128::MAX);
        assert_eq!(free(16, 1_000_000), u128::MAX);
    }

    #[test]
    fn limits_and_choices_count() {
        // Two parts in 4 units, the first with 1 to 2 of them and three combinations: (1, 3) and (2, 2).
        assert_eq!(count_of(&[(1, 2, 3), (0, 4, 1)], 4), 6);
        // Without units a part has one combination: (0, 1) once, (1, 0) five times.
        assert_eq!(count_of(&[(0, 1, 5), (0, 1, 1)], 1), 6);
        assert_eq!(count_of(&[(0, 1, 1), (0, 1, 1)], 3), 0);
    }
}
