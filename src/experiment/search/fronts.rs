//! Fronts of points by several objectives, more being better.
//!
//! Ranks are those of non-dominated sorting (Deb, Pratap, Agarwal and Meyarivan 2002, *A Fast and Elitist Multiobjective Genetic
//! Algorithm: NSGA-II*): the front has rank 0, the front of the rest rank 1, and so on.

/// Whether a point is as good as another in everything, and better in something.
pub fn dominates(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a >= b) && a.iter().zip(b).any(|(a, b)| a > b)
}

/// Rank of each point.
pub fn ranks(points: &[Vec<f64>]) -> Vec<usize> {
    if points.first().is_some_and(|point| point.len() == 1) {
        // Of one objective: how many values are larger, each counted once.
        let mut values: Vec<f64> = points.iter().map(|point| point[0]).collect();
        values.sort_by(|a, b| b.total_cmp(a));
        values.dedup();
        return points.iter().map(|point| values.partition_point(|value| *value > point[0])).collect();
    }
    let mut ranks = vec![usize::MAX; points.len()];
    let mut left: Vec<usize> = (0..points.len()).collect();
    let mut rank = 0;
    while !left.is_empty() {
        let front: Vec<usize> = left.iter().copied().filter(|p| !left.iter().any(|q| dominates(&points[*q], &points[*p]))).collect();
        front.iter().for_each(|p| ranks[*p] = rank);
        left.retain(|p| ranks[*p] == usize::MAX);
        rank += 1;
    }
    ranks
}

/// All points from the best to the worst: by rank, and within a rank those first that stand apart from those already taken, in units
/// of the differences that do not matter (Gonzalez 1985: each next one is the farthest from all before).
pub fn ordered(points: &[Vec<f64>], epsilons: &[f64], most: usize) -> Vec<usize> {
    let ranks = ranks(points);
    let mut by_rank: Vec<usize> = (0..points.len()).collect();
    by_rank.sort_by_key(|p| (ranks[*p], *p));
    let distance = |a: usize, b: usize| points[a].iter().zip(&points[b]).zip(epsilons).map(|((x, y), e)| ((x - y) / e).abs()).fold(0.0, f64::max);
    let mut taken: Vec<usize> = Vec::new();
    for front in by_rank.chunk_by(|a, b| ranks[*a] == ranks[*b]) {
        let room = most.saturating_sub(taken.len());
        if front.len() <= room {
            taken.extend(front);
            continue;
        }
        let mut left: Vec<(usize, f64)> = front.iter().map(|p| (*p, taken.iter().map(|q| distance(*p, *q)).fold(f64::INFINITY, f64::min))).collect();
        for _ in 0..room {
            let Some(next) = (0..left.len()).reduce(|best, other| if left[other].1 > left[best].1 { other } else { best }) else { break };
            let (point, _) = left.remove(next);
            taken.push(point);
            left.iter_mut().for_each(|(p, nearest)| *nearest = nearest.min(distance(*p, point)));
        }
        break;
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_has_rank_zero_and_what_it_alone_beats_rank_one() {
        let points = vec![vec![3.0, 1.0], vec![1.0, 3.0], vec![2.0, 2.0], vec![1.0, 1.0], vec![2.0, 1.0], vec![0.0, 0.0]];
        assert_eq!(ranks(&points), [0, 0, 0, 2, 1, 3]);
        assert_eq!(ranks(&[vec![1.0], vec![5.0], vec![5.0], vec![2.0]]), [2, 0, 0, 1]);
        assert!(dominates(&[1.0, 2.0], &[1.0, 1.0]) && !dominates(&[1.0, 1.0], &[1.0, 1.0]));
    }

    #[test]
    fn of_a_front_that_is_too_large_those_far_apart_are_taken() {
        let points: Vec<Vec<f64>> = (0..11).map(|n| vec![f64::from(n), 10.0 - f64::from(n)]).collect();
        let mut taken = ordered(&points, &[1.0, 1.0], 3);
        taken.sort_unstable();
        assert_eq!(taken, [0, 5, 10]);
        assert_eq!(ordered(&[vec![1.0], vec![3.0], vec![2.0]], &[1.0], 2), [1, 2]);
    }
}
