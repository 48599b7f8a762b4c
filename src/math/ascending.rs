//! Numbers in ascending order, in memory that is used again.

/// Bits of a digit.
const DIGIT: u32 = 11;
/// Values of a digit.
const VALUES: usize = 1 << DIGIT;
/// Steps of insertion for each number, beyond which numbers crowd and are compared instead.
const PATIENCE: usize = 16;

/// The order of numbers, and what finding it works with.
#[derive(Clone, Debug, Default)]
pub struct Ascending {
    order: Vec<u32>,
    by_low_digit: Vec<u32>,
    /// Low and high digit of each number.
    digits: [Vec<u16>; 2],
}

impl Ascending {
    /// Allocates for so many numbers, fewer than 2^32.
    pub fn allocate(numbers: usize) -> Self {
        let (places, digits) = (|| Vec::with_capacity(numbers), || Vec::with_capacity(numbers));
        Self { order: places(), by_low_digit: places(), digits: [digits(), digits()] }
    }

    /// The places of the numbers in ascending order; none is negative or NaN, and of equal ones the first comes first.
    ///
    /// The bits of such numbers have their order. Two digits of eleven bits tell how far a number is from the least
    /// positive one to the largest; sorting by one after the other (a radix sort: Knuth 1998, The Art of Computer
    /// Programming 3, 5.2.5) leaves few to be put at their places.
    pub fn order(&mut self, numbers: &[f64]) -> &[u32] {
        // Less one, 0 is the largest of all.
        let least = numbers.iter().map(|x| x.to_bits().wrapping_sub(1)).min().unwrap_or(0).wrapping_add(1);
        let span = numbers.iter().map(|x| x.to_bits().saturating_sub(least)).max().unwrap_or(0);
        let shift = (u64::BITS - span.leading_zeros()).saturating_sub(2 * DIGIT);
        // 0 goes with the least number and is put before it at the end.
        let distance = |x: &f64| x.to_bits().saturating_sub(least) >> shift;
        let [low, high] = &mut self.digits;
        low.clear();
        low.extend(numbers.iter().map(|x| distance(x) as u16 % VALUES as u16));
        high.clear();
        high.extend(numbers.iter().map(|x| (distance(x) >> DIGIT) as u16));
        sort_by_digit(&mut self.by_low_digit, 0..numbers.len() as u32, low);
        sort_by_digit(&mut self.order, self.by_low_digit.iter().copied(), high);
        if !insert(&mut self.order, numbers) {
            self.order.sort_unstable_by(|a, b| numbers[*a as usize].total_cmp(&numbers[*b as usize]).then(a.cmp(b)));
        }
        &self.order
    }

    /// What [`Self::order`] found last.
    pub fn places(&self) -> &[u32] {
        &self.order
    }
}

/// Writes places in the order of their digits; those of the same digit stay in theirs.
fn sort_by_digit(sorted: &mut Vec<u32>, places: impl Iterator<Item = u32>, digits: &[u16]) {
    let mut next = [0; VALUES];
    for digit in digits {
        next[usize::from(*digit) % VALUES] += 1;
    }
    let mut first = 0;
    for next in &mut next {
        first += std::mem::replace(next, first);
    }
    sorted.resize(digits.len(), 0);
    for n in places {
        let place = &mut next[usize::from(digits[n as usize]) % VALUES];
        sorted[*place as usize] = n;
        *place += 1;
    }
}

/// Sorts what is nearly in order, each by going back to its place; false where that takes too long.
fn insert(order: &mut [u32], numbers: &[f64]) -> bool {
    let mut steps = 0;
    for n in 1..order.len() {
        let (x, mut place) = (order[n], n);
        while place > 0 && numbers[order[place - 1] as usize] > numbers[x as usize] {
            order[place] = order[place - 1];
            place -= 1;
        }
        order[place] = x;
        steps += n - place;
        if steps > PATIENCE * order.len() {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::{exp, inverse_normal};

    /// Incomes spread over many orders of size, a third of them 0.
    fn incomes(n: u32) -> Vec<f64> {
        let uniform = |i: u32| f64::from(i.wrapping_mul(2_654_435_769)) / 4_294_967_296.0;
        (0..n).map(|i| if i % 3 == 0 { 0.0 } else { exp(3.0 * inverse_normal(uniform(i))) }).collect()
    }

    fn expected(numbers: &[f64]) -> Vec<u32> {
        let mut order: Vec<u32> = (0..numbers.len() as u32).collect();
        order.sort_by(|a, b| numbers[*a as usize].total_cmp(&numbers[*b as usize]));
        order
    }

    #[test]
    fn the_order_is_that_of_a_stable_sort() {
        let same = vec![1.5; 40];
        let few = [vec![], vec![0.0], vec![0.0; 9], vec![3.0, 0.0], vec![f64::MAX, f64::MIN_POSITIVE, 1.0, 0.0], same];
        let mut ascending = Ascending::default();
        for numbers in few.into_iter().chain([2, 3, 17, 1000, 1780, 4097].map(incomes)) {
            assert_eq!(ascending.order(&numbers), expected(&numbers), "{numbers:?}");
        }
    }

    #[test]
    fn numbers_that_crowd_are_put_in_order_too() {
        let mut numbers: Vec<f64> = (0..500).map(|i| 1.0 + f64::from(i * 7919 % 500) * f64::EPSILON).collect();
        numbers.push(1e300);
        assert_eq!(Ascending::default().order(&numbers), expected(&numbers));
    }
}
