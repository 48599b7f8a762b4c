//! Designs: where in the unit cube a model is looked at.
//!
//! Latin hypercube: McKay, Beckman and Conover (1979). Trajectories: Morris (1991), *Factorial
//! Sampling Plans for Preliminary Computational Experiments*, as sampled by SALib. Saltelli's
//! scheme: Saltelli et al. (2010), over Sobol' points with direction numbers of Joe and Kuo (2008)
//! and Owen's scrambling by Burley (2020). Every design is a function of its size and seed alone.

use rand::{Rng, SeedableRng};

use crate::draw::{Philox, to_uniform};

/// A point of the unit cube.
pub type Point = Vec<f64>;

/// Levels of a factor in Morris trajectories.
pub const LEVELS: usize = 4;
/// Most factors of Saltelli's scheme: it needs two dimensions for each.
pub const MOST_SALTELLI_FACTORS: usize = 128;

/// A sequence of uniform numbers of its own for each purpose of a design.
pub struct Stream(Philox);

impl Stream {
    /// Stream `number` of a `purpose` under a seed.
    pub fn new(seed: u64, purpose: u32, number: u32) -> Self {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8..12].copy_from_slice(&(0xDE51_0000 | purpose).to_le_bytes());
        bytes[12..].copy_from_slice(&number.to_le_bytes());
        Self(Philox::from_seed(bytes))
    }

    /// Uniform in (0, 1).
    pub fn uniform(&mut self) -> f64 {
        to_uniform(self.0.next_u32())
    }

    /// A whole number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.uniform() * n as f64) as usize).min(n - 1)
    }

    /// 0 to n - 1 in random order (Fisher and Yates).
    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for last in (1..n).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }

    /// A point anywhere in the cube.
    pub fn point(&mut self, factors: usize) -> Point {
        (0..factors).map(|_| self.uniform()).collect()
    }
}

/// Purposes of streams; numbers are never reused.
#[derive(Clone, Copy, Debug)]
#[repr(u32)]
pub enum StreamPurpose {
    /// A dimension of a Latin hypercube.
    Hypercube = 1,
    /// A trajectory.
    Trajectory = 2,
    /// Points drawn again.
    Again = 3,
    /// Places of worlds.
    World = 4,
    /// Resamples of the blocks of a design.
    Bootstrap = 8,
    /// Orders in which the instruments of a package come together.
    Order = 9,
    /// Random mixes of a search's challenge.
    Challenge = 10,
    /// Parents of a mix that a search makes.
    Parents = 11,
    /// How a mix lies between its parents.
    Crossing = 12,
    /// What is moved in a mix.
    Mutation = 13,
    /// Weightings of outcomes, and resamples of the replicates to which they are put.
    Weightings = 14,
}

/// One point in each of `points` layers of every dimension; `round` tells the designs of one seed apart.
pub fn latin_hypercube(points: usize, factors: usize, seed: u64, round: u32) -> Vec<Point> {
    let mut design = vec![vec![0.0; factors]; points];
    for factor in 0..factors {
        let mut stream = Stream::new(seed, StreamPurpose::Hypercube as u32, round << 16 | factor as u32);
        for (point, layer) in stream.permutation(points).into_iter().enumerate() {
            design[point][factor] = (layer as f64 + stream.uniform()) / points as f64;
        }
    }
    design
}

/// Length of a Morris step.
pub fn morris_step() -> f64 {
    LEVELS as f64 / (2.0 * (LEVELS as f64 - 1.0))
}

/// A Morris trajectory: a point on the grid, then one factor after the other moved by a step, in random order.
pub fn trajectory(factors: usize, stream: &mut Stream) -> Vec<Point> {
    let (step, top) = (morris_step(), (LEVELS - 1) as f64);
    let mut point: Point = (0..factors).map(|_| stream.below(LEVELS) as f64 / top).collect();
    let mut points = vec![point.clone()];
    for factor in stream.permutation(factors) {
        let here = point[factor];
        point[factor] = if here + step <= 1.0 + 1e-12 { here + step } else { here - step };
        points.push(point.clone());
    }
    points
}

/// Scrambled Sobol' points; more points add to fewer. `None` for more points or dimensions than the sequence has.
pub fn sobol(points: usize, factors: usize, seed: u64) -> Option<Vec<Point>> {
    let coordinate = |point: usize, dimension: usize| f64::from(sobol_burley::sample(point as u32, dimension as u32, seed as u32));
    let fits = factors <= 2 * MOST_SALTELLI_FACTORS && points <= 1 << 16;
    fits.then(|| (0..points).map(|point| (0..factors).map(|d| coordinate(point, d)).collect()).collect())
}

/// Saltelli's scheme: for each of `base` points A, every A with one factor from B, and B; `None` for
/// more factors or points than the sequence has.
pub fn saltelli(base: usize, factors: usize, seed: u64) -> Option<Vec<Point>> {
    if factors > MOST_SALTELLI_FACTORS || base > 1 << 16 {
        return None;
    }
    let coordinate = |point: usize, dimension: usize| f64::from(sobol_burley::sample(point as u32, dimension as u32, seed as u32));
    let block = |point: usize| {
        let a: Point = (0..factors).map(|d| coordinate(point, d)).collect();
        let b: Point = (factors..2 * factors).map(|d| coordinate(point, d)).collect();
        let mixed = (0..factors)
            .map(|d| {
                let mut ab = a.clone();
                ab[d] = b[d];
                ab
            })
            .collect::<Vec<_>>();
        std::iter::once(a).chain(mixed).chain(std::iter::once(b)).collect::<Vec<_>>()
    };
    Some((0..base).flat_map(block).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_latin_hypercube_has_one_point_in_each_layer() {
        let design = latin_hypercube(50, 3, 7, 0);
        for factor in 0..3 {
            let mut layers: Vec<usize> = design.iter().map(|p| (p[factor] * 50.0) as usize).collect();
            layers.sort_unstable();
            assert_eq!(layers, (0..50).collect::<Vec<_>>());
        }
        assert_eq!(design, latin_hypercube(50, 3, 7, 0));
        assert_ne!(design, latin_hypercube(50, 3, 7, 1));
    }

    #[test]
    fn a_trajectory_moves_each_factor_once_by_a_step_and_stays_on_the_grid() {
        let points = trajectory(6, &mut Stream::new(1, StreamPurpose::Trajectory as u32, 0));
        let mut moved = Vec::new();
        for pair in points.windows(2) {
            let changed: Vec<usize> = (0..6).filter(|f| pair[0][*f] != pair[1][*f]).collect();
            assert_eq!(changed.len(), 1);
            assert!(((pair[0][changed[0]] - pair[1][changed[0]]).abs() - 2.0 / 3.0).abs() < 1e-12);
            moved.push(changed[0]);
        }
        moved.sort_unstable();
        assert_eq!(moved, [0, 1, 2, 3, 4, 5]);
        let on_grid = |u: &f64| (u * 3.0 - (u * 3.0).round()).abs() < 1e-9 && (-1e-12..=1.0 + 1e-12).contains(u);
        assert!(points.iter().flatten().all(on_grid));
    }

    #[test]
    fn saltelli_points_mix_two_samples_that_fill_the_cube() {
        let design = saltelli(256, 3, 1).unwrap();
        assert_eq!(design.len(), 256 * 5);
        let (a, ab, b) = (&design[0], &design[2], &design[4]);
        assert_eq!(ab, &vec![a[0], b[1], a[2]]);
        for factor in 0..3 {
            let mean = design.iter().step_by(5).map(|p| p[factor]).sum::<f64>() / 256.0;
            assert!((mean - 0.5).abs() < 0.005, "{mean}");
        }
        assert_eq!(saltelli(8, MOST_SALTELLI_FACTORS + 1, 1), None);
    }
}
