//! Quartiles of creators by skill, and the median income of each (4.3).

/// Number of quartiles.
pub const QUARTILES: usize = 4;

/// Quartiles of all creators, and what finding them works with.
#[derive(Clone, Debug, Default)]
pub struct Quartiles {
    /// Quartile of each creator, from 0.
    pub of: Vec<u32>,
    /// Bucket of each creator; a higher one has higher skill.
    buckets: Vec<u32>,
    /// Creators in each bucket, then the quartile in which it begins.
    counts: Vec<u32>,
    /// Creators of a bucket in which a quartile begins.
    crowd: Vec<u32>,
}

impl Quartiles {
    /// Allocates for so many creators.
    pub fn allocate(creators: usize) -> Self {
        let numbers = || Vec::with_capacity(creators + 1);
        Self { of: numbers(), buckets: numbers(), counts: numbers(), crowd: numbers() }
    }

    /// Rank by skill, ties in the order of slots; quartile floor(4 rank / n).
    ///
    /// Only the buckets in which a quartile begins are put in order.
    pub fn part(&mut self, skill: &[f64]) {
        let n = skill.len();
        self.fill_buckets(skill);
        let (mut first, mut mixed) = (0, [None; QUARTILES]);
        for (bucket, count) in (0..).zip(&mut self.counts) {
            let (quartile, end) = (quartile_of(first, n), first + *count as usize);
            if *count > 1 && quartile_of(end - 1, n) != quartile {
                mixed[quartile] = Some((bucket, first));
            }
            (*count, first) = (quartile as u32, end);
        }
        let counts = &self.counts[..];
        self.of.clear();
        self.of.extend(self.buckets.iter().map(|bucket| counts[*bucket as usize]));
        mixed.into_iter().flatten().for_each(|(bucket, first)| self.part_bucket(skill, bucket, first));
    }

    /// As many buckets as creators, evenly from the least skill to the highest.
    fn fill_buckets(&mut self, skill: &[f64]) {
        let n = skill.len();
        let (least, most) = skill.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), s| (s.min(least), s.max(most)));
        let scale = if most > least { n as f64 / (most - least) } else { 0.0 };
        self.buckets.clear();
        self.buckets.extend(skill.iter().map(|s| (((s - least) * scale) as u32).min(n as u32)));
        self.counts.clear();
        self.counts.resize(n + 1, 0);
        for bucket in &self.buckets {
            self.counts[*bucket as usize] += 1;
        }
    }

    /// Quartiles within a bucket, whose first creator has rank `first`.
    fn part_bucket(&mut self, skill: &[f64], bucket: u32, first: usize) {
        let of_bucket = (0..).zip(&self.buckets).filter(|(_, of)| **of == bucket);
        self.crowd.clear();
        self.crowd.extend(of_bucket.map(|(g, _)| g));
        self.crowd.sort_unstable_by(|a, b| skill[*a as usize].total_cmp(&skill[*b as usize]).then(a.cmp(b)));
        for (rank, g) in (first..).zip(&self.crowd) {
            self.of[*g as usize] = quartile_of(rank, skill.len()) as u32;
        }
    }

    /// Median income of each quartile: element floor(n / 2) of its incomes in ascending order; 0 of nobody's.
    ///
    /// `ascending` has all creators in the order of their incomes.
    pub fn median_incomes(&self, income: &[f64], ascending: &[u32]) -> [f64; QUARTILES] {
        let n = income.len();
        let mut medians = [0.0; QUARTILES];
        let mut ahead: [i64; QUARTILES] = std::array::from_fn(|q| (start(q + 1, n) - start(q, n)) as i64 / 2);
        for g in ascending {
            let quartile = self.of[*g as usize] as usize;
            if ahead[quartile] == 0 {
                medians[quartile] = income[*g as usize];
            }
            ahead[quartile] -= 1;
        }
        medians
    }
}

/// The first rank of a quartile of `n`.
fn start(quartile: usize, n: usize) -> usize {
    (quartile * n).div_ceil(QUARTILES)
}

/// floor(4 rank / n), without a division.
fn quartile_of(rank: usize, n: usize) -> usize {
    (1..QUARTILES).map(|q| usize::from(rank >= start(q, n))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quartiles and medians as 4.3 says them.
    fn plainly(skill: &[f64], income: &[f64]) -> (Vec<u32>, [f64; QUARTILES]) {
        let n = skill.len();
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|a, b| skill[*a].total_cmp(&skill[*b]));
        let mut of = vec![0; n];
        (0..n).for_each(|rank| of[order[rank]] = (4 * rank / n) as u32);
        let median = |q: usize| {
            let mut incomes: Vec<f64> = (0..n).filter(|g| of[*g] == q as u32).map(|g| income[g]).collect();
            incomes.sort_by(f64::total_cmp);
            incomes.get(incomes.len() / 2).copied().unwrap_or(0.0)
        };
        let medians = std::array::from_fn(median);
        (of, medians)
    }

    #[test]
    fn quartiles_and_medians_are_those_of_the_ranks() {
        let uniform = |i: usize, by: usize| (i * by % 1009) as f64 / 1009.0;
        let spread = |i: usize| (uniform(i, 617) - 0.5) * 9.0;
        let tied = |i: usize| (uniform(i, 617) * 5.0).floor();
        let crowded = |i: usize| if i == 3 { 1e12 } else { uniform(i, 617) };
        for n in [1, 2, 3, 4, 5, 7, 100, 1000] {
            for skill in [(0..n).map(spread).collect::<Vec<_>>(), (0..n).map(tied).collect(), (0..n).map(crowded).collect()] {
                let income: Vec<f64> = (0..n).map(|i| uniform(i, 401)).collect();
                let mut quartiles = Quartiles::allocate(n);
                quartiles.part(&skill);
                let mut ascending: Vec<u32> = (0..n as u32).collect();
                ascending.sort_by(|a, b| income[*a as usize].total_cmp(&income[*b as usize]));
                let medians = quartiles.median_incomes(&income, &ascending);
                assert_eq!((quartiles.of, medians), plainly(&skill, &income), "{skill:?}");
            }
        }
    }
}
