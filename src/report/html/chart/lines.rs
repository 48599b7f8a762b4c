//! Lines over time, each with its name at its end.

use plotters::prelude::RGBColor;

use super::fan::{Axes, HEIGHT, frame};
use super::{BLUE, DrawError, End, GREEN, INK, ORANGE, PURPLE, PictureText, SKY, VERMILLION, WIDTH, line, picture, width_of, words};

/// A line.
#[derive(Clone, Debug)]
pub struct Series {
    /// Its name.
    pub label: String,
    /// Time and value.
    pub points: Vec<(f64, f64)>,
}

/// Colours and dashes, by number.
const LOOKS: [(RGBColor, Option<u32>); 8] =
    [(BLUE, None), (VERMILLION, Some(12)), (GREEN, Some(5)), (INK, Some(20)), (ORANGE, None), (SKY, Some(12)), (PURPLE, Some(5)), (BROWN, Some(20))];
/// A brown that stands apart from the others.
const BROWN: RGBColor = RGBColor(120, 80, 40);

/// Colour and dash of a line.
fn look(number: usize) -> (RGBColor, Option<u32>) {
    LOOKS[number % LOOKS.len()]
}

/// The picture.
pub fn lines(about: &PictureText, series: &[Series], axes: Axes) -> Result<String, DrawError> {
    let room = series.iter().map(|s| width_of(&s.label)).fold(0.0, f64::max) + 12.0;
    picture(about, HEIGHT, |canvas| {
        let (across, up) = frame(canvas, axes, room)?;
        let ends: Vec<f64> = series.iter().map(|s| s.points.last().map_or(0.0, |(_, value)| up.place(*value))).collect();
        for ((number, s), y) in series.iter().enumerate().zip(apart(&ends, 13.0)) {
            let (colour, dash) = look(number);
            let places: Vec<(f64, f64)> = s.points.iter().map(|(time, value)| (across.place(*time), up.place(*value))).collect();
            line(canvas, &places, colour, 5, dash)?;
            words(canvas, &s.label, (f64::from(WIDTH) - room + 6.0, y), colour, End::Left)?;
        }
        Ok(())
    })
}

/// Heights moved as little as needed to keep a distance, in the order given.
fn apart(heights: &[f64], distance: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..heights.len()).collect();
    order.sort_by(|a, b| heights[*a].total_cmp(&heights[*b]));
    let mut moved = heights.to_vec();
    for pair in order.windows(2) {
        moved[pair[1]] = moved[pair[1]].max(moved[pair[0]] + distance);
    }
    let most = f64::from(HEIGHT) - 26.0;
    let over = order.last().map_or(0.0, |last| (moved[*last] - most).max(0.0));
    moved.iter().map(|y| y - over).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_apart() {
        assert_eq!(apart(&[50.0, 10.0, 52.0], 13.0), [50.0, 10.0, 63.0]);
    }
}
