//! What is rounding, and no signal.

/// Error of sums and products of numbers, as a share of their size: some thousand roundings of 1.1e-16, one way.
pub const ROUNDING: f64 = 1e-12;

/// Whether numbers vary by more than rounding: their range is above 1e-12 of the largest.
pub fn varies(values: impl IntoIterator<Item = f64>) -> bool {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values {
        (low, high) = (low.min(value), high.max(value));
    }
    high - low > ROUNDING * high.abs().max(low.abs())
}

/// Whether a difference is above the rounding of the numbers it was made of, the largest of which has this size.
pub fn above_rounding(difference: f64, size: f64) -> bool {
    difference.abs() > ROUNDING * size.abs()
}

/// A difference; 0 where it is nothing but the rounding of the numbers it was made of.
pub fn above_rounding_or_zero(difference: f64, size: f64) -> f64 {
    if above_rounding(difference, size) { difference } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_digits_are_no_variation() {
        let sum = 0.1 + 0.2;
        assert!(!varies([0.3, sum]) && !varies([5.0; 3]) && !varies([]) && !varies([0.0]));
        assert!(varies([0.3, 0.300_000_1]) && varies([-1e-9, 1e-9]));
    }

    #[test]
    fn a_difference_is_held_against_the_size_of_its_parts() {
        assert!(!above_rounding((0.1 + 0.2) - 0.3, 0.3));
        assert!(above_rounding(1e-9, 1.0) && !above_rounding(0.0, 0.0));
        assert_eq!((above_rounding_or_zero(1e-16, 0.3), above_rounding_or_zero(0.1, 0.3)), (0.0, 0.1));
    }
}
