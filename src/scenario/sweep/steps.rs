//! Equal steps from one number to another, as they would be written by hand: the third of five from 0 to 0.4 is 0.3.

/// Step `number` of `steps` from `low` (step 0) to `high` (the last).
///
/// Both ends are read as the decimal fractions that they are written as, the step between them is a ratio of whole
/// numbers, and that ratio is rounded once. Where the whole numbers are too large, floating-point arithmetic it is.
pub fn step(low: f64, high: f64, number: u64, steps: u64) -> f64 {
    match number {
        0 => low,
        _ if number >= steps => high,
        _ => exactly(low, high, number, steps).unwrap_or_else(|| low + (high - low) * (number as f64 / steps as f64)),
    }
}

/// Largest whole number below which all are exact.
const EXACT: i128 = 1 << f64::MANTISSA_DIGITS;
/// Most digits behind the point that are looked at.
const MOST_DIGITS: usize = 15;

fn exactly(low: f64, high: f64, number: u64, steps: u64) -> Option<f64> {
    let ((low, of_low), (high, of_high)) = (decimal(low)?, decimal(high)?);
    let digits = of_low.max(of_high);
    let scaled = |whole: i128, digits_of: usize| whole.checked_mul(10_i128.pow((digits - digits_of) as u32));
    let (low, high) = (scaled(low, of_low)?, scaled(high, of_high)?);
    let weighted = low.checked_mul(i128::from(steps - number))?.checked_add(high.checked_mul(i128::from(number))?)?;
    let whole = 10_i128.pow(digits as u32).checked_mul(i128::from(steps))?;
    let shared = common_divisor(weighted.unsigned_abs(), whole.unsigned_abs()) as i128;
    let (weighted, whole) = (weighted / shared, whole / shared);
    (weighted.abs() <= EXACT && whole <= EXACT).then(|| weighted as f64 / whole as f64)
}

/// A number as a whole number over a power of ten, by its shortest digits.
fn decimal(number: f64) -> Option<(i128, usize)> {
    let text = number.to_string();
    let digits = text.split_once('.').map_or(0, |(_, digits)| digits.len());
    let whole = text.replace('.', "").parse().ok()?;
    (digits <= MOST_DIGITS).then_some((whole, digits))
}

fn common_divisor(a: u128, b: u128) -> u128 {
    if b == 0 { a.max(1) } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(low: f64, high: f64, steps: u64) -> Vec<String> {
        (0..=steps).map(|n| step(low, high, n, steps).to_string()).collect()
    }

    #[test]
    fn steps_are_the_numbers_that_one_would_write() {
        assert_eq!(all(0.0, 0.4, 4), ["0", "0.1", "0.2", "0.3", "0.4"]);
        assert_eq!(all(0.1, 0.7, 6), ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"]);
        assert_eq!(all(-0.3, 0.3, 2), ["-0.3", "0", "0.3"]);
        assert_eq!(all(1e6, 1.3e6, 3), ["1000000", "1100000", "1200000", "1300000"]);
        assert_eq!(all(0.7, 0.1, 2), ["0.7", "0.4", "0.1"]);
    }

    #[test]
    fn a_step_that_no_decimal_is_equal_to_is_the_nearest_number() {
        assert_eq!(step(0.0, 1.0, 1, 3), 1.0 / 3.0);
        assert_eq!(step(0.0, 0.1, 1, 7), 1.0 / 70.0);
    }

    #[test]
    fn ends_of_any_size_stay_as_they_are_and_steps_lie_between_them() {
        for (low, high) in [(0.0, f64::MAX), (1e-300, 1e300), (1.0 / 3.0, 2.0 / 3.0), (0.1, 0.1 + 1e-15)] {
            let steps: Vec<f64> = (0..=5).map(|n| step(low, high, n, 5)).collect();
            assert!(steps[0] == low && steps[5] == high && steps.is_sorted(), "{steps:?}");
        }
    }
}
