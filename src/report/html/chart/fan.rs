//! A distribution over time: median, half of the replicates and nine tenths of them.

use plotters::prelude::*;

use super::{BLUE, Canvas, DrawError, End, GREY, INK, PALE, PictureText, SKY, Scale, WIDTH, at, line, picture, tick_words, ticks, words};

/// A quarter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// Calendar time, years.
    pub time: f64,
    /// Quantiles at 5, 25, 50, 75 and 95 %.
    pub quantiles: [f64; 5],
}

/// Ends of the axes that pictures share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axes {
    /// Calendar time, years.
    pub time: (f64, f64),
    /// The outcome.
    pub value: (f64, f64),
}

/// Height of a picture.
pub const HEIGHT: u32 = 190;
/// Room for the numbers at the left, and at the bottom.
const LEFT: f64 = 46.0;
const BOTTOM: f64 = 22.0;

/// Draws the axes and tells the two scales.
pub(super) fn frame(canvas: &Canvas<'_>, axes: Axes, right: f64) -> Result<(Scale, Scale), DrawError> {
    let (bottom, right) = (f64::from(HEIGHT) - BOTTOM, f64::from(WIDTH) - right);
    let across = Scale { from: axes.time, to: (LEFT, right) };
    let up = Scale { from: axes.value, to: (bottom, 8.0) };
    let heights = ticks(axes.value.0, axes.value.1, 5.0);
    for (tick, text) in heights.iter().zip(tick_words(&heights)) {
        let y = up.place(*tick);
        line(canvas, &[(LEFT, y), (right, y)], PALE, 1, None)?;
        words(canvas, &text, (LEFT - 6.0, y), GREY, End::Right)?;
    }
    // Years keep apart: a number is about 30 wide.
    let room = ((right - LEFT) / 36.0).floor().clamp(1.0, 5.0);
    let step = ((axes.time.1 - axes.time.0) / room).ceil().max(1.0);
    let mut year = axes.time.0.ceil();
    while year <= axes.time.1 {
        words(canvas, &format!("{year:.0}"), (across.place(year), bottom + 11.0), GREY, End::Middle)?;
        year += step;
    }
    line(canvas, &[(LEFT, bottom), (right, bottom)], GREY, 2, None)?;
    Ok((across, up))
}

/// The picture of one scenario; the median of the baseline is dashed.
pub fn fan(about: &PictureText, moments: &[Moment], baseline: &[Moment], axes: Axes) -> Result<String, DrawError> {
    picture(about, HEIGHT, |canvas| {
        let (across, up) = frame(canvas, axes, 16.0)?;
        let place = |m: &Moment, quantile: usize| (across.place(m.time), up.place(m.quantiles[quantile]));
        let band = |low: usize, high: usize, colour: RGBColor| {
            let there = moments.iter().map(|m| place(m, high));
            let back = moments.iter().rev().map(|m| place(m, low));
            let ring: Vec<(i32, i32)> = there.chain(back).map(|(x, y)| at(x, y)).collect();
            canvas.draw(&Polygon::new(ring, colour.filled())).map_err(|e| e.to_string())
        };
        band(0, 4, RGBColor(214, 234, 248))?;
        band(1, 3, SKY)?;
        line(canvas, &baseline.iter().map(|m| place(m, 2)).collect::<Vec<_>>(), INK, 3, Some(8))?;
        line(canvas, &moments.iter().map(|m| place(m, 2)).collect::<Vec<_>>(), BLUE, 5, None)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fan_has_two_bands_and_two_medians() {
        let about = PictureText { id: "x".into(), title: "t".into(), description: "d".into() };
        let moments: Vec<Moment> = (0..8).map(|q| Moment { time: 2026.0 + f64::from(q) / 4.0, quantiles: [1.0, 2.0, 3.0, 4.0, 5.0] }).collect();
        let svg = fan(&about, &moments, &moments, Axes { time: (2026.0, 2027.75), value: (0.0, 6.0) }).unwrap();
        assert_eq!(svg.matches("<polygon").count(), 2, "{svg}");
        assert!(svg.contains("\n2026\n") || svg.contains(">\n2026"), "{svg}");
    }
}
