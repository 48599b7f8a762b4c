//! A hundred dots for a hundred runs, by class: a frequency that can be counted (Fernandes et al. 2018, on quantile dotplots).

use plotters::prelude::*;

use super::bars::{PARTS, Whole, key_places};
use super::{DrawError, End, INK, PictureText, WIDTH, at, cut, picture, rectangle, words};

/// Dots of a row; a hundred are four rows.
const ACROSS: usize = 25;
const ROWS: usize = 100 / ACROSS;
/// Distance of dots and height of the name above, units of the page.
const STEP: f64 = 13.4;
const NAME: f64 = 18.0;
/// Height of a line of the key.
const KEY: f64 = 17.0;

/// The picture; the key above says which class has which colour.
pub fn hundred(about: &PictureText, key: &[String], colours: &[usize], wholes: &[Whole]) -> Result<String, DrawError> {
    let places = key_places(key);
    let top = places.last().map_or(0.0, |(_, y)| y + KEY) + 4.0;
    let each = NAME + ROWS as f64 * STEP + 8.0;
    picture(about, (top + each * wholes.len() as f64) as u32, |canvas| {
        for ((text, (x, y)), colour) in key.iter().zip(&places).zip(colours) {
            rectangle(canvas, (*x, y + 3.0), (x + 11.0, y + 14.0), PARTS[*colour].0)?;
            words(canvas, text, (x + 16.0, y + 8.5), INK, End::Left)?;
        }
        for (number, whole) in wholes.iter().enumerate() {
            let from = top + number as f64 * each;
            words(canvas, &cut(&whole.label, f64::from(WIDTH)), (0.0, from + 9.0), INK, End::Left)?;
            let classes = counts(&whole.parts).into_iter().zip(colours).flat_map(|(count, colour)| std::iter::repeat_n(*colour, count));
            for (dot, colour) in classes.enumerate() {
                let (x, y) = ((dot / ROWS) as f64 * STEP + 6.0, from + NAME + (dot % ROWS) as f64 * STEP + 6.0);
                canvas.draw(&Circle::new(at(x, y), 10, PARTS[colour].0.filled())).map_err(|e| e.to_string())?;
            }
        }
        Ok(())
    })
}

/// Dots of each part: whole numbers that add up to a hundred, the largest remainders rounded up.
pub fn counts(parts: &[f64]) -> Vec<usize> {
    let total: f64 = parts.iter().sum();
    if total <= 0.0 {
        return vec![0; parts.len()];
    }
    let exact: Vec<f64> = parts.iter().map(|part| 100.0 * part / total).collect();
    let mut counts: Vec<usize> = exact.iter().map(|part| (part + 1e-9).floor() as usize).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| (exact[*b] - counts[*b] as f64).total_cmp(&(exact[*a] - counts[*a] as f64)));
    let missing = 100usize.saturating_sub(counts.iter().sum());
    order.into_iter().take(missing).for_each(|part| counts[part] += 1);
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_a_hundred_and_follow_the_shares() {
        assert_eq!(counts(&[0.5, 0.25, 0.25]), [50, 25, 25]);
        assert_eq!(counts(&[1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]).iter().sum::<usize>(), 100);
        assert_eq!(counts(&[0.006, 0.994]), [1, 99]);
        assert_eq!(counts(&[0.0, 0.0]), [0, 0]);
    }

    #[test]
    fn every_run_has_its_dot() {
        let about = PictureText { id: "x".into(), title: "t".into(), description: "d".into() };
        let wholes = [Whole { label: "with".into(), parts: vec![0.8, 0.2] }, Whole { label: "without".into(), parts: vec![0.5, 0.5] }];
        let svg = hundred(&about, &["a".into(), "b".into()], &[0, 4], &wholes).unwrap();
        assert_eq!(svg.matches("<circle").count(), 200);
    }
}
