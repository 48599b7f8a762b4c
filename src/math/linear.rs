//! Linear systems.

/// Solves a symmetric positive system, of which the lower triangle is given (Cholesky); `None` where it is not positive.
pub(crate) fn solve_positive(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Option<Vec<f64>> {
    let n = b.len();
    for i in 0..n {
        for j in 0..=i {
            let sum = a[i][j] - (0..j).map(|k| a[i][k] * a[j][k]).sum::<f64>();
            a[i][j] = if i == j { Some(sum).filter(|s| *s > 0.0)?.sqrt() } else { sum / a[j][j] };
        }
    }
    for i in 0..n {
        b[i] = (b[i] - (0..i).map(|k| a[i][k] * b[k]).sum::<f64>()) / a[i][i];
    }
    for i in (0..n).rev() {
        b[i] = (b[i] - (i + 1..n).map(|k| a[k][i] * b[k]).sum::<f64>()) / a[i][i];
    }
    Some(b)
}

#[cfg(test)]
mod tests {
    use super::solve_positive;

    #[test]
    fn a_system_of_two_is_solved() {
        // 4x + 2y = 10, 2x + 3y = 11: x = 1, y = 3.
        let found = solve_positive(vec![vec![4.0, 0.0], vec![2.0, 3.0]], vec![10.0, 11.0]).unwrap();
        assert!((found[0] - 1.0).abs() < 1e-15 && (found[1] - 3.0).abs() < 1e-15);
        assert_eq!(solve_positive(vec![vec![1.0, 0.0], vec![2.0, 1.0]], vec![1.0, 1.0]), None);
    }
}
