//! Reference directions, and the selection of points spread along them.
//!
//! Directions: Das and Dennis (1998), *Normal-Boundary Intersection*: all points of the simplex in equal steps. Selection: Deb and Jain
//! (2014), *An Evolutionary Many-Objective Optimization Algorithm Using Reference-Point-Based Nondominated Sorting Approach, Part I*
//! (NSGA-III): whole fronts as long as there is room, of the next one those along directions that have fewest points yet. Two things are
//! done otherwise: objectives are scaled by the range of the first front, not by intercepts, and ties go to the earlier one, not to chance.

use super::fronts::ranks;

/// All directions of so many objectives in so many steps; each adds up to 1.
pub fn directions(objectives: usize, steps: usize) -> Vec<Vec<f64>> {
    fn from(left: usize, objectives: usize, steps: usize, before: &mut Vec<f64>, found: &mut Vec<Vec<f64>>) {
        let share = |n: usize| n as f64 / steps as f64;
        if objectives == 1 {
            before.push(share(left));
            found.push(before.clone());
            before.pop();
            return;
        }
        for taken in 0..=left {
            before.push(share(taken));
            from(left - taken, objectives - 1, steps, before, found);
            before.pop();
        }
    }
    let mut found = Vec::new();
    from(steps, objectives, steps.max(1), &mut Vec::new(), &mut found);
    found
}

/// The most steps with no more than so many directions.
pub fn steps_for(objectives: usize, most: usize) -> usize {
    (1..=most).take_while(|steps| directions(objectives, *steps).len() <= most).last().unwrap_or(1)
}

/// Picks so many points, more being better, by fronts and then by directions.
pub fn select(points: &[Vec<f64>], most: usize, directions: &[Vec<f64>]) -> Vec<usize> {
    let ranks = ranks(points);
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by_key(|point| (ranks[*point], *point));
    let mut taken: Vec<usize> = Vec::new();
    for front in order.chunk_by(|a, b| ranks[*a] == ranks[*b]) {
        let room = most.saturating_sub(taken.len());
        if front.len() <= room {
            taken.extend(front);
            continue;
        }
        if room > 0 {
            let scale = Normal::of(points, &order, &ranks);
            fill(&mut taken, front, room, directions, &|point| scale.nearest(&points[point], directions));
        }
        break;
    }
    taken
}

/// Fills up with points of a front, along the directions with fewest points first.
fn fill(taken: &mut Vec<usize>, front: &[usize], room: usize, directions: &[Vec<f64>], nearest: &dyn Fn(usize) -> (usize, f64)) {
    let mut counts = vec![0_usize; directions.len()];
    taken.iter().for_each(|point| counts[nearest(*point).0] += 1);
    let mut left: Vec<(usize, usize, f64)> = front.iter().map(|point| (*point, nearest(*point).0, nearest(*point).1)).collect();
    for _ in 0..room {
        let key = |(_, direction, distance): &(usize, usize, f64)| (counts[*direction], *direction, *distance);
        let less = |a: &(usize, usize, f64), b: &(usize, usize, f64)| {
            let ((ca, da, xa), (cb, db, xb)) = (key(a), key(b));
            (ca, da).cmp(&(cb, db)).then(xa.total_cmp(&xb))
        };
        let Some(place) = (0..left.len()).min_by(|a, b| less(&left[*a], &left[*b])) else { return };
        let (point, direction, _) = left.remove(place);
        counts[direction] += 1;
        taken.push(point);
    }
}

/// Best numbers and ranges of the first front.
struct Normal {
    best: Vec<f64>,
    range: Vec<f64>,
}

impl Normal {
    fn of(points: &[Vec<f64>], order: &[usize], ranks: &[usize]) -> Self {
        let objectives = points.first().map_or(0, Vec::len);
        let front = || order.iter().filter(|point| ranks[**point] == 0);
        let ends = |objective: usize| {
            front().map(|point| points[*point][objective]).fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)))
        };
        let (mut best, mut range) = (Vec::new(), Vec::new());
        for objective in 0..objectives {
            let (low, high) = ends(objective);
            best.push(high);
            range.push(if high > low { high - low } else { 1.0 });
        }
        Self { best, range }
    }

    /// The direction from the best point to which a point is nearest, and its distance to that line.
    fn nearest(&self, point: &[f64], directions: &[Vec<f64>]) -> (usize, f64) {
        let place: Vec<f64> = point.iter().zip(&self.best).zip(&self.range).map(|((value, best), range)| (best - value) / range).collect();
        let distance = |direction: &[f64]| {
            let length: f64 = direction.iter().map(|d| d * d).sum();
            let along = place.iter().zip(direction).map(|(x, d)| x * d).sum::<f64>() / length;
            place.iter().zip(direction).map(|(x, d)| (x - along * d) * (x - along * d)).sum::<f64>().sqrt()
        };
        let all = directions.iter().enumerate().map(|(number, direction)| (number, distance(direction)));
        all.reduce(|best, other| if other.1 < best.1 { other } else { best }).unwrap_or((0, 0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_are_those_of_das_and_dennis() {
        assert_eq!(directions(3, 4).len(), 15);
        assert!(directions(5, 3).iter().all(|d| (d.iter().sum::<f64>() - 1.0).abs() < 1e-12));
        assert_eq!((steps_for(3, 92), steps_for(2, 12), steps_for(1, 9)), (12, 11, 9));
    }

    #[test]
    fn points_are_taken_front_by_front_and_then_spread() {
        let mut points: Vec<Vec<f64>> = (0..21).map(|n| vec![f64::from(n), 20.0 - f64::from(n)]).collect();
        points.extend((0..5).map(|n| vec![f64::from(n) - 1.0, 10.0 - f64::from(n)]));
        let mut taken = select(&points, 5, &directions(2, 4));
        taken.sort_unstable();
        assert_eq!(taken, [0, 5, 10, 15, 20]);
        assert_eq!(select(&points, 26, &directions(2, 4)).len(), 26);
        assert_eq!(select(&[vec![1.0], vec![4.0], vec![3.0]], 2, &directions(1, 1)), [1, 2]);
    }
}
