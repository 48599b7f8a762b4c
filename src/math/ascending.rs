//! Numbers in ascending order, in room that is used again.

/// Most numbers in a bucket that are inserted one by one.
const CROWD: u32 = 64;

/// Room for numbers to be sorted.
#[derive(Clone, Debug, Default)]
pub struct Ascending {
    sorted: Vec<f64>,
    /// Place behind the last number of each bucket.
    ends: Vec<u32>,
}

impl Ascending {
    /// Room for so many numbers, fewer than 2^32.
    pub fn allocate(numbers: usize) -> Self {
        Self { sorted: Vec::with_capacity(numbers), ends: Vec::with_capacity(1 + 2 * numbers.next_power_of_two()) }
    }

    /// The numbers in ascending order; none is negative or NaN.
    ///
    /// The bits of such numbers have their order. Twice as many buckets as there are numbers share the bits from the
    /// least positive number to the largest evenly (a bucket sort: Knuth 1998, The Art of Computer Programming 3,
    /// 5.2.5), so that few meet in a bucket, and inserting each at its place takes hardly a step.
    pub fn sort(&mut self, numbers: &[f64]) -> &[f64] {
        // Less one, 0 is the largest of all.
        let least = numbers.iter().map(|x| x.to_bits().wrapping_sub(1)).min().unwrap_or(0).wrapping_add(1);
        let span = numbers.iter().map(|x| x.to_bits().saturating_sub(least)).max().unwrap_or(0);
        let buckets = 2 * numbers.len().next_power_of_two();
        let shift = (u64::BITS - span.leading_zeros()).saturating_sub(buckets.trailing_zeros());
        // Bucket 0 is for 0 alone.
        let bucket = |x: &f64| if *x > 0.0 { 1 + (x.to_bits().saturating_sub(least) >> shift) as usize } else { 0 };
        self.count(numbers, 1 + buckets, bucket);
        let crowded = self.ends.windows(2).skip(1).any(|ends| ends[1] - ends[0] > CROWD);
        self.sorted.resize(numbers.len(), 0.0);
        for x in numbers {
            let place = &mut self.ends[bucket(x)];
            self.sorted[*place as usize] = *x;
            *place += 1;
        }
        match crowded {
            true => self.sorted.sort_unstable_by(f64::total_cmp),
            false => insert(&mut self.sorted),
        }
        &self.sorted
    }

    /// The place of the first number of each bucket.
    fn count(&mut self, numbers: &[f64], buckets: usize, bucket: impl Fn(&f64) -> usize) {
        self.ends.clear();
        self.ends.resize(buckets, 0);
        for x in numbers {
            self.ends[bucket(x)] += 1;
        }
        let mut place = 0;
        for end in &mut self.ends {
            place += std::mem::replace(end, place);
        }
    }
}

/// Sorts numbers that are nearly in order, each by going back to its place.
fn insert(numbers: &mut [f64]) {
    for n in 1..numbers.len() {
        let (number, mut place) = (numbers[n], n);
        while place > 0 && numbers[place - 1] > number {
            numbers[place] = numbers[place - 1];
            place -= 1;
        }
        numbers[place] = number;
    }
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

    #[test]
    fn numbers_are_in_the_order_of_a_sort() {
        let same = vec![1.5; 40];
        let few = [vec![], vec![0.0], vec![0.0; 9], vec![3.0, 0.0], vec![f64::MAX, f64::MIN_POSITIVE, 1.0, 0.0], same];
        let mut room = Ascending::default();
        for numbers in few.into_iter().chain([2, 3, 17, 1000, 1780, 4097].map(incomes)) {
            let mut expected = numbers.clone();
            expected.sort_by(f64::total_cmp);
            assert_eq!(room.sort(&numbers), expected, "{numbers:?}");
        }
    }

    #[test]
    fn numbers_that_crowd_into_one_bucket_are_sorted_too() {
        let mut numbers: Vec<f64> = (0..500).map(|i| 1.0 + f64::from(i * 7919 % 500) * f64::EPSILON).collect();
        numbers.push(1e300);
        let sorted = Ascending::default().sort(&numbers).to_vec();
        assert!(sorted.is_sorted());
    }
}
