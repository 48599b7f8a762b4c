//! A root between two points of opposite sign.

/// Most steps of a search.
const STEPS: usize = 40;

/// Two points between which a function changes its sign, with its values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bracket {
    /// One point and the value there.
    pub a: (f64, f64),
    /// The other.
    pub b: (f64, f64),
}

/// Narrows a bracket until its points are no further apart than `tolerance`, and gives the point with the smaller
/// value; with a tolerance of 1 `whole` keeps to whole numbers.
///
/// Secant steps that never leave the bracket, by the Illinois rule (Dowell and Jarratt 1971); every third step halves
/// it, so that a function with jumps, as a simulated difference is, costs no more than a few steps beyond bisection.
pub fn root<E>(mut bracket: Bracket, tolerance: f64, whole: bool, mut f: impl FnMut(f64) -> Result<f64, E>) -> Result<f64, E> {
    let mut kept = 0;
    for step in 0..STEPS {
        let Bracket { a, b } = bracket;
        if (b.0 - a.0).abs() <= tolerance || a.1 == 0.0 || b.1 == 0.0 {
            break;
        }
        let secant = a.0 - a.1 * (b.0 - a.0) / (b.1 - a.1);
        let x = inside(if step % 3 == 2 { (a.0 + b.0) / 2.0 } else { secant }, bracket, tolerance, whole);
        let y = f(x)?;
        // The end that stays twice in a row counts half, so that it moves too.
        let halved = |end: (f64, f64), side: i32| (end.0, if kept == side { end.1 / 2.0 } else { end.1 });
        if (y > 0.0) == (a.1 > 0.0) {
            (bracket, kept) = (Bracket { a: (x, y), b: halved(b, 1) }, 1);
        } else {
            (bracket, kept) = (Bracket { a: halved(a, -1), b: (x, y) }, -1);
        }
    }
    let Bracket { a, b } = bracket;
    Ok(if a.1.abs() <= b.1.abs() { a.0 } else { b.0 })
}

/// A point within the bracket, at least a third of the tolerance from either end.
fn inside(x: f64, bracket: Bracket, tolerance: f64, whole: bool) -> f64 {
    let (low, high) = (bracket.a.0.min(bracket.b.0), bracket.a.0.max(bracket.b.0));
    let margin = if whole { 1.0 } else { tolerance / 3.0 };
    let x = if whole { x.round() } else { x };
    if high - low <= 2.0 * margin { low + (high - low) / 2.0 } else { x.clamp(low + margin, high - margin) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn search(low: f64, high: f64, tolerance: f64, f: impl Fn(f64) -> f64) -> (f64, usize) {
        let mut calls = 0;
        let bracket = Bracket { a: (low, f(low)), b: (high, f(high)) };
        let found = root(bracket, tolerance, false, |x| {
            calls += 1;
            Ok::<f64, Infallible>(f(x))
        });
        (found.unwrap(), calls)
    }

    #[test]
    fn known_roots_are_found_in_few_steps() {
        let (x, calls) = search(0.0, 2.0, 1e-6, |x| x * x - 2.0);
        assert!((x - 2f64.sqrt()).abs() < 1e-6 && calls < 20, "{x} in {calls}");
        let (x, calls) = search(0.0, 10.0, 0.01, |x| 3.0 - x);
        assert!((x - 3.0).abs() < 0.01 && calls < 8, "{x} in {calls}");
    }

    #[test]
    fn a_jump_over_zero_is_found_where_it_is() {
        let (x, calls) = search(0.0, 1.0, 1e-3, |x| if x < 0.7 { -5.0 } else { 0.1 });
        assert!((x - 0.7).abs() <= 1e-3 && calls <= 40, "{x} in {calls}");
    }

    #[test]
    fn whole_numbers_stay_whole() {
        let bracket = Bracket { a: (0.0, -3.5), b: (60.0, 56.5) };
        let mut seen = Vec::new();
        let found = root(bracket, 1.0, true, |x| {
            seen.push(x);
            Ok::<f64, Infallible>(x - 3.5)
        });
        assert!([3.0, 4.0].contains(&found.unwrap()));
        assert!(seen.iter().all(|x| x.fract() == 0.0), "{seen:?}");
    }
}
