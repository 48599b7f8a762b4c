//! Numbers in ascending order, in room that is used again.

/// Most numbers in a bucket that are inserted one by one.
const CROWD: u32 = 64;

/// Room for the order of numbers.
#[derive(Clone, Debug, Default)]
pub struct Ascending {
    order: Vec<u32>,
    /// Place behind the last number of each bucket.
    ends: Vec<u32>,
}

impl Ascending {
    /// Room for so many numbers, fewer than 2^32.
    pub fn allocate(numbers: usize) -> Self {
        Self { order: Vec::with_capacity(numbers), ends: Vec::with_capacity(1 + 2 * numbers.next_power_of_two()) }
    }

    /// The places of the numbers in ascending order; none is negative or NaN, and of equal ones the first comes first.
    ///
    /// The bits of such numbers have their order. Twice as many buckets as there are numbers share the bits from the
    /// least positive number to the largest evenly (a bucket sort: Knuth 1998, The Art of Computer Programming 3,
    /// 5.2.5), so that few meet in a bucket, and inserting each at its place takes hardly a step.
    pub fn order(&mut self, numbers: &[f64]) -> &[u32] {
        // Less one, 0 is the largest of all.
        let least = numbers.iter().map(|x| x.to_bits().wrapping_sub(1)).min().unwrap_or(0).wrapping_add(1);
        let span = numbers.iter().map(|x| x.to_bits().saturating_sub(least)).max().unwrap_or(0);
        let buckets = 2 * numbers.len().next_power_of_two();
        let shift = (u64::BITS - span.leading_zeros()).saturating_sub(buckets.trailing_zeros());
        // Bucket 0 is for 0 alone.
        let bucket = |x: &f64| if *x > 0.0 { 1 + (x.to_bits().saturating_sub(least) >> shift) as usize } else { 0 };
        self.count(numbers, 1 + buckets, bucket);
        let crowded = self.ends.windows(2).skip(1).any(|ends| ends[1] - ends[0] > CROWD);
        self.order.resize(numbers.len(), 0);
        for (n, x) in (0..).zip(numbers) {
            let place = &mut self.ends[bucket(x)];
            self.order[*place as usize] = n;
            *place += 1;
        }
        match crowded {
            true => self.order.sort_unstable_by(|a, b| numbers[*a as usize].total_cmp(&numbers[*b as usize]).then(a.cmp(b))),
            false => insert(&mut self.order, numbers),
        }
        &self.order
    }

    /// What [`Self::order`] found last.
    pub fn places(&self) -> &[u32] {
        &self.order
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

/// Sorts what is nearly in order, each by going back to its place.
fn insert(order: &mut [u32], numbers: &[f64]) {
    for n in 1..order.len() {
        let (x, mut place) = (order[n], n);
        while place > 0 && numbers[order[place - 1] as usize] > numbers[x as usize] {
            order[place] = order[place - 1];
            place -= 1;
        }
        order[place] = x;
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

    fn expected(numbers: &[f64]) -> Vec<u32> {
        let mut order: Vec<u32> = (0..numbers.len() as u32).collect();
        order.sort_by(|a, b| numbers[*a as usize].total_cmp(&numbers[*b as usize]));
        order
    }

    #[test]
    fn the_order_is_that_of_a_stable_sort() {
        let same = vec![1.5; 40];
        let few = [vec![], vec![0.0], vec![0.0; 9], vec![3.0, 0.0], vec![f64::MAX, f64::MIN_POSITIVE, 1.0, 0.0], same];
        let mut room = Ascending::default();
        for numbers in few.into_iter().chain([2, 3, 17, 1000, 1780, 4097].map(incomes)) {
            assert_eq!(room.order(&numbers), expected(&numbers), "{numbers:?}");
        }
    }

    #[test]
    fn numbers_that_crowd_into_one_bucket_are_put_in_order_too() {
        let mut numbers: Vec<f64> = (0..500).map(|i| 1.0 + f64::from(i * 7919 % 500) * f64::EPSILON).collect();
        numbers.push(1e300);
        assert_eq!(Ascending::default().order(&numbers), expected(&numbers));
    }
}
