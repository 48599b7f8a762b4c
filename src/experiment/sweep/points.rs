//! The points of a sweep: coordinates of the axes in the order of the design.

use crate::experiment::design::sampling::{self, Stream, StreamPurpose, latin_hypercube, saltelli, trajectory};
use crate::scenario::sweep::{Axis, Design, DesignSize, Method};

/// Coordinates of all points, and what the design says of each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    width: usize,
    coordinates: Vec<f64>,
    /// What kind of design it is, for the columns that tell its points apart.
    pub scheme: GridScheme,
    /// Axis that a point moved, counted from 0; empty where no design moves one at a time.
    moved: Vec<Option<u16>>,
}

/// Designs whose points have a place in a scheme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GridScheme {
    /// Points like any other.
    #[default]
    Plain,
    /// Blocks A, AB, B of Saltelli.
    Saltelli,
    /// Trajectories of Morris.
    Morris,
}

impl Points {
    /// Number of points.
    pub fn len(&self) -> usize {
        self.coordinates.len().checked_div(self.width).unwrap_or(0)
    }

    /// Coordinates of a point, one for each axis.
    pub fn at(&self, point: usize) -> &[f64] {
        &self.coordinates[point * self.width..(point + 1) * self.width]
    }

    /// Block and place in it of a point of a scheme: base point and A, AB.., B; or trajectory and step.
    pub fn place(&self, point: usize) -> (usize, usize) {
        let block = match self.scheme {
            GridScheme::Plain => return (0, point),
            GridScheme::Saltelli => self.width + 2,
            GridScheme::Morris => self.width + 1,
        };
        (point / block, point % block)
    }

    /// The axis that this point moved against its base.
    pub fn moved(&self, point: usize) -> Option<usize> {
        self.moved.get(point).copied().flatten().map(usize::from)
    }

    /// Consecutive points from the first that differ in levers alone, and so share their burn-in.
    pub fn share_a_world(&self, axes: &[Axis]) -> usize {
        let world = |point: usize| axes.iter().zip(self.at(point)).filter(|(axis, _)| !axis.lever).map(|(_, x)| x.to_bits());
        (1..self.len()).find(|point| !world(*point).eq(world(0))).unwrap_or(self.len()).max(1)
    }

    /// The points of a design; the error is a sentence.
    pub fn of(design: &Design, axes: &[Axis]) -> Result<Self, String> {
        design.count(axes).map_err(|too_many| too_many.to_string())?;
        match design {
            Design::Joint(method) => Self::joint(method, axes),
            Design::Crossed { levers, uncertainties } => {
                let part = |lever: bool| axes.iter().filter(|axis| axis.lever == lever).cloned().collect::<Vec<_>>();
                let (levers, worlds) = (Self::joint(levers, &part(true))?, Self::joint(uncertainties, &part(false))?);
                let pairs = (0..worlds.len()).flat_map(|w| (0..levers.len()).map(move |l| (l, w)));
                let coordinates = pairs.flat_map(|(l, w)| levers.at(l).iter().chain(worlds.at(w)).copied()).collect();
                Ok(Self { width: axes.len(), coordinates, ..Self::default() })
            }
        }
    }

    fn joint(method: &Method, axes: &[Axis]) -> Result<Self, String> {
        let plain = |coordinates| Self { width: axes.len(), coordinates, ..Self::default() };
        Ok(match method {
            Method::Factorial => plain(factorial(axes)),
            Method::List => plain((0..axes[0].levels().len()).flat_map(|row| axes.iter().map(move |axis| axis.coordinate_of(row))).collect()),
            Method::Split { steps, .. } => plain(splits(*steps, axes.len()).flat_map(|split| in_levels(axes, &split)).collect()),
            Method::Table(rows) => plain(
                rows.iter()
                    .flat_map(|row| {
                        axes.iter().zip(row).map(|(axis, level)| {
                            let position = || axis.levels().iter().position(|l| l.text == level.text).unwrap_or_default() as f64;
                            level.number.filter(|_| !axis.has_words()).unwrap_or_else(position)
                        })
                    })
                    .collect(),
            ),
            Method::LatinHypercube(size) => {
                plain(latin_hypercube(size.points, axes.len(), size.seed, 0).iter().flat_map(|p| in_spans(axes, p)).collect())
            }
            Method::Sobol(size) => {
                let points = sampling::sobol(size.points, axes.len(), size.seed);
                plain(points.ok_or_else(|| too_large(axes.len(), *size))?.iter().flat_map(|p| in_spans(axes, p)).collect())
            }
            Method::Saltelli(size) => {
                let points = saltelli(size.points, axes.len(), size.seed).ok_or_else(|| too_large(axes.len(), *size))?;
                let block = (0..axes.len() + 2).map(|place| place.checked_sub(1).filter(|axis| *axis < axes.len()).map(|axis| axis as u16));
                let moved = block.cycle().take(points.len()).collect();
                Self { scheme: GridScheme::Saltelli, moved, ..plain(points.iter().flat_map(|p| in_spans(axes, p)).collect()) }
            }
            Method::Morris(size) => morris(axes, *size),
        })
    }
}

fn too_large(axes: usize, size: DesignSize) -> String {
    format!(
        "the sequence of Sobol' has no {} points in {axes} dimensions; allowed: at most {} axes (half as many in Saltelli's scheme) and 65536 points",
        size.points,
        2 * sampling::MOST_SALTELLI_FACTORS
    )
}

fn in_spans<'a>(axes: &'a [Axis], place: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    axes.iter().zip(place).map(|(axis, place)| axis.coordinate_at(*place))
}

/// Coordinates of a point of a trajectory, which stands on the levels of Morris.
fn on_grid<'a>(axes: &'a [Axis], point: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    let steps = sampling::LEVELS as u64 - 1;
    axes.iter().zip(point).map(move |(axis, place)| axis.coordinate_on_grid((place * steps as f64).round() as u64, steps))
}

fn in_levels(axes: &[Axis], levels: &[usize]) -> Vec<f64> {
    axes.iter().zip(levels).map(|(axis, level)| axis.coordinate_of(*level)).collect()
}

/// All combinations of levels. Uncertainties change last, so that neighbours share their world; among the rest the
/// first axis changes last.
fn factorial(axes: &[Axis]) -> Vec<f64> {
    let slow_first: Vec<usize> = (0..axes.len()).filter(|a| !axes[*a].lever).chain((0..axes.len()).filter(|a| axes[*a].lever)).collect();
    // Counted without wrapping round before any point is made.
    let count: usize = axes.iter().map(|axis| axis.levels().len()).product();
    let mut coordinates = Vec::with_capacity(count * axes.len());
    let mut levels = vec![0; axes.len()];
    for _ in 0..count {
        coordinates.extend(in_levels(axes, &levels));
        for axis in slow_first.iter().rev() {
            levels[*axis] += 1;
            if levels[*axis] < axes[*axis].levels().len() {
                break;
            }
            levels[*axis] = 0;
        }
    }
    coordinates
}

/// All ways to give `steps` steps to `parts` parts.
fn splits(steps: usize, parts: usize) -> Box<dyn Iterator<Item = Vec<usize>>> {
    if parts == 1 {
        return Box::new(std::iter::once(vec![steps]));
    }
    Box::new((0..=steps).flat_map(move |first| splits(steps - first, parts - 1).map(move |rest| [&[first][..], &rest].concat())))
}

fn morris(axes: &[Axis], size: DesignSize) -> Points {
    let (mut coordinates, mut moved) = (Vec::new(), Vec::new());
    for number in 0..size.points {
        let points = trajectory(axes.len(), &mut Stream::new(size.seed, StreamPurpose::Trajectory as u32, number as u32));
        moved.push(None);
        moved.extend(points.windows(2).map(|pair| (0..axes.len()).find(|axis| pair[0][*axis] != pair[1][*axis]).map(|axis| axis as u16)));
        coordinates.extend(points.iter().flat_map(|p| on_grid(axes, p)));
    }
    Points { width: axes.len(), coordinates, scheme: GridScheme::Morris, moved }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sweep::{AxisEffect, AxisSpan, Level};

    fn axis(name: &str, lever: bool, levels: &[f64]) -> Axis {
        let span = match levels {
            [] => AxisSpan::Range { low: 0.0, high: 1.0 },
            levels => AxisSpan::Levels(levels.iter().map(|n| Level::number(*n)).collect()),
        };
        Axis { name: name.into(), lever, paths: vec![name.into()], effect: AxisEffect::Set, span }
    }

    fn rows(points: &Points) -> Vec<Vec<f64>> {
        (0..points.len()).map(|p| points.at(p).to_vec()).collect()
    }

    #[test]
    fn a_factorial_changes_levers_first_so_that_neighbours_share_their_world() {
        let axes = [axis("l", true, &[1.0, 2.0]), axis("u", false, &[5.0, 6.0])];
        let points = Points::of(&Design::Joint(Method::Factorial), &axes).unwrap();
        assert_eq!(rows(&points), [[1.0, 5.0], [2.0, 5.0], [1.0, 6.0], [2.0, 6.0]]);
        assert_eq!(points.share_a_world(&axes), 2);
    }

    #[test]
    fn a_split_gives_all_ways_to_share_a_total() {
        let axes = ["a", "b", "c"].map(|name| axis(name, true, &[0.0, 5.0, 10.0]));
        let points = Points::of(&Design::Joint(Method::Split { total: 10.0, steps: 2 }), &axes).unwrap();
        assert_eq!(points.len(), 6);
        assert!(rows(&points).iter().all(|row| row.iter().sum::<f64>() == 10.0));
        assert_eq!(points.share_a_world(&axes), 6);
    }

    #[test]
    fn points_of_saltelli_and_morris_tell_which_axis_they_moved() {
        let axes = [axis("a", false, &[]), axis("b", false, &[])];
        let points = Points::of(&Design::Joint(Method::Saltelli(DesignSize { points: 2, seed: 1 })), &axes).unwrap();
        let moved: Vec<Option<usize>> = (0..8).map(|p| points.moved(p)).collect();
        assert_eq!(moved, [None, Some(0), Some(1), None, None, Some(0), Some(1), None]);
        assert_eq!((points.place(5), points.at(5)[1]), ((1, 1), points.at(4)[1]));
        let points = Points::of(&Design::Joint(Method::Morris(DesignSize { points: 3, seed: 1 })), &axes).unwrap();
        for point in (0..9).filter(|p| points.place(*p).1 > 0) {
            let moved = points.moved(point).unwrap();
            assert!(points.at(point)[moved] != points.at(point - 1)[moved]);
            assert!(points.at(point)[1 - moved] == points.at(point - 1)[1 - moved]);
        }
    }

    #[test]
    fn a_design_that_is_too_large_is_refused_before_a_point_is_made() {
        let axes = [axis("l", true, &[1.0; 2000]), axis("u", false, &[1.0; 30_000])];
        let hypercube = || Method::LatinHypercube(DesignSize { points: 400_000_000, seed: 1 });
        for design in [
            Design::Joint(Method::Factorial),
            Design::Joint(hypercube()),
            Design::Crossed { levers: Method::Factorial, uncertainties: hypercube() },
            Design::Joint(Method::Split { total: 1.0, steps: 1_000_000_000 }),
            Design::Joint(Method::Morris(DesignSize { points: 100_000_000, seed: 1 })),
        ] {
            let refused = Points::of(&design, &axes).unwrap_err();
            assert!(refused.contains("allowed: at most 25000000 points of 2 parameters"), "{refused}");
        }
    }

    #[test]
    fn more_points_of_a_sequence_add_to_fewer() {
        let axes = [axis("a", false, &[]), axis("b", true, &[])];
        for method in [Method::Sobol, Method::Saltelli, Method::Morris] {
            let of = |points| rows(&Points::of(&Design::Joint(method(DesignSize { points, seed: 3 })), &axes).unwrap());
            let (few, many) = (of(4), of(9));
            assert!(many.starts_with(&few) && many.len() > few.len());
        }
    }
}
