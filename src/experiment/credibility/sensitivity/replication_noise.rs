//! Noise: how much of what varies is not the parameters'.
//!
//! All points meet the same replicates, so that a run is a cell of a table of points by replicates,
//! and its variance has three parts (two-way analysis of variance with random effects; Searle,
//! Casella and McCulloch 1992, *Variance Components*, chapter 4):
//!
//! ```text
//! y_pr = m + a_p + b_r + c_pr
//! ```
//!
//! a: parameters; b: noise that all points share; c: noise that each point meets in its own way.
//! Indices are computed from means over replicates. There b is the same at all points and drops
//! out, and c is divided by the number of replicates.

/// Parts of the variance of single runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parts {
    /// Of parameters.
    pub parameters: f64,
    /// Of noise that all points share.
    pub shared: f64,
    /// Of noise that each point meets in its own way.
    pub own: f64,
    /// Replicates of each point.
    pub replicates: usize,
}

impl Parts {
    /// Share of the variance of single runs that is noise, of either kind; `None` where nothing varies.
    pub fn of_a_run(&self) -> Option<f64> {
        ratio(self.shared + self.own, self.parameters + self.shared + self.own)
    }

    /// Share of the variance of the means at points that is noise; `None` where they do not vary.
    pub fn of_a_mean(&self) -> Option<f64> {
        let own = self.own / self.replicates as f64;
        ratio(own, self.parameters + own)
    }
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// Sums over points from which the parts follow; those of several blocks add up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sums {
    points: usize,
    /// Over points: the square of the sum over replicates.
    of_points: f64,
    /// By replicate: the sum over points.
    of_replicates: Vec<f64>,
    squares: f64,
}

impl Sums {
    /// Sums over points, each with a value for every replicate. Values count from an `origin`, so that a level
    /// far from zero costs no digits.
    pub fn of<'a>(points: impl Iterator<Item = &'a [f64]>, replicates: usize, origin: f64) -> Self {
        let mut sums = Self::none(replicates);
        for point in points {
            let mut sum = 0.0;
            for (of_replicate, value) in sums.of_replicates.iter_mut().zip(point) {
                let value = value - origin;
                sum += value;
                *of_replicate += value;
                sums.squares += value * value;
            }
            sums.points += 1;
            sums.of_points += sum * sum;
        }
        sums
    }

    /// Sums over no points.
    pub fn none(replicates: usize) -> Self {
        Self { of_replicates: vec![0.0; replicates], ..Self::default() }
    }

    /// Adds the points of others.
    pub fn add(&mut self, other: &Self) {
        self.points += other.points;
        self.of_points += other.of_points;
        self.of_replicates.iter_mut().zip(&other.of_replicates).for_each(|(sum, more)| *sum += more);
        self.squares += other.squares;
    }

    /// The parts; `None` below two points or two replicates. A part that comes out negative is 0.
    pub fn parts(&self) -> Option<Parts> {
        let replicates = self.of_replicates.len();
        if replicates < 2 || self.points < 2 {
            return None;
        }
        let (p, r) = (self.points as f64, replicates as f64);
        let total: f64 = self.of_replicates.iter().sum();
        let correction = total * total / (p * r);
        let between_points = (self.of_points / r - correction).max(0.0);
        let between_replicates = (self.of_replicates.iter().map(|sum| sum * sum).sum::<f64>() / p - correction).max(0.0);
        let mean_square = |squares: f64, degrees: f64| if squares > self.squares * ROUNDING { squares / degrees } else { 0.0 };
        let own = mean_square(self.squares - correction - between_points - between_replicates, (p - 1.0) * (r - 1.0));
        let parameters = ((mean_square(between_points, p - 1.0) - own) / r).max(0.0);
        let shared = ((mean_square(between_replicates, r - 1.0) - own) / p).max(0.0);
        Some(Parts { parameters, shared, own, replicates })
    }
}

/// What is left of sums of squares of equal values, relative to them.
const ROUNDING: f64 = 1e-12;

/// mu* that noise alone would give: the mean size of a difference of two means that differ only by
/// noise of their own, over the length of a step.
pub fn mu_star(parts: &Parts, step: f64) -> f64 {
    (4.0 * parts.own / (parts.replicates as f64 * std::f64::consts::PI)).sqrt() / step
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::design::sampling::Stream;

    /// A table of so many points and replicates whose three parts have these standard deviations.
    fn table(parameters: f64, shared: f64, own: f64) -> Vec<Vec<f64>> {
        let mut stream = Stream::new(11, 0, 0);
        // Uniform numbers of variance 1 about 0.
        let mut draw = |sd: f64| sd * 12.0_f64.sqrt() * (stream.uniform() - 0.5);
        let b: Vec<f64> = (0..40).map(|_| draw(shared)).collect();
        let row = |_| {
            let a = draw(parameters);
            b.iter().map(|b| 1000.0 + a + b + draw(own)).collect()
        };
        (0..400).map(row).collect()
    }

    fn sums(table: &[Vec<f64>]) -> Sums {
        Sums::of(table.iter().map(Vec::as_slice), table[0].len(), table[0][0])
    }

    fn parts_of(table: &[Vec<f64>]) -> Parts {
        sums(table).parts().unwrap()
    }

    #[test]
    fn the_three_parts_of_a_table_are_found() {
        let found = parts_of(&table(2.0, 1.0, 3.0));
        // Standard errors: 4 x sqrt(2/399), 1 x sqrt(2/39), 9 x sqrt(2/(399 x 39)).
        assert!((found.parameters - 4.0).abs() < 0.9 && (found.shared - 1.0).abs() < 0.7 && (found.own - 9.0).abs() < 0.4, "{found:?}");
        assert!((found.of_a_run().unwrap() - 10.0 / 14.0).abs() < 0.06);
        assert!((found.of_a_mean().unwrap() - (9.0 / 40.0) / (4.0 + 9.0 / 40.0)).abs() < 0.02);
    }

    #[test]
    fn noise_that_all_points_share_is_none_of_their_means() {
        let found = parts_of(&table(2.0, 5.0, 0.0));
        assert_eq!(found.of_a_mean(), Some(0.0));
        assert!(found.of_a_run().unwrap() > 0.5);
    }

    #[test]
    fn where_parameters_move_nothing_all_is_noise() {
        let found = parts_of(&table(0.0, 0.0, 1.0));
        assert!(found.of_a_run().unwrap() > 0.98 && found.of_a_mean().unwrap() > 0.8, "{found:?}");
    }

    #[test]
    fn what_does_not_vary_has_no_shares_and_one_replicate_tells_nothing() {
        let still = parts_of(&vec![vec![0.1; 3]; 4]);
        assert_eq!((still.of_a_run(), still.of_a_mean()), (None, None));
        assert_eq!(sums(&[vec![1.0], vec![2.0]]).parts(), None);
        assert_eq!(sums(&[vec![1.0, 2.0]]).parts(), None);
    }

    #[test]
    fn sums_of_blocks_add_up() {
        let table = table(1.0, 1.0, 1.0);
        let of = |rows: &[Vec<f64>]| Sums::of(rows.iter().map(Vec::as_slice), 40, 1000.0);
        let mut sum = of(&table[..100]);
        sum.add(&of(&table[100..]));
        let (both, whole) = (sum.parts().unwrap(), of(&table).parts().unwrap());
        assert!((both.own - whole.own).abs() < 1e-9 && (both.parameters - whole.parameters).abs() < 1e-9);
    }

    #[test]
    fn noise_alone_gives_the_mu_star_of_a_normal_difference() {
        // Two means over 4 replicates of variance 8: their difference has sd 2, its mean size is 2 sqrt(2 / pi).
        let parts = Parts { parameters: 1.0, shared: 1.0, own: 8.0, replicates: 4 };
        assert!((mu_star(&parts, 0.5) - 2.0 * 2.0 * (2.0 / std::f64::consts::PI).sqrt()).abs() < 1e-12);
    }
}
