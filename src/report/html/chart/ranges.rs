//! Values beside the ranges in which they should lie, each range stretched to the same width.

use plotters::prelude::*;

use super::{BLUE, Canvas, DrawError, End, INK, PALE, PictureText, Scale, VERMILLION, WIDTH, at, cut, line, picture, rectangle, width_of, words};

/// A value and its range.
#[derive(Clone, Debug)]
pub struct RangeRow {
    /// What it is.
    pub label: String,
    /// The number as shown.
    pub shown: String,
    /// Ends of the range.
    pub range: (f64, f64),
    /// The value.
    pub value: Option<f64>,
    /// Its quantiles at 5 and 95 %.
    pub spread: Option<(f64, f64)>,
    /// Whether it passes.
    pub passed: bool,
}

/// Height of a row.
const ROW: f64 = 38.0;

/// The picture; what lies beyond its edges ends there.
pub fn ranges(about: &PictureText, rows: &[RangeRow]) -> Result<String, DrawError> {
    picture(about, (ROW * rows.len() as f64 + 4.0) as u32, |canvas| {
        rows.iter().enumerate().try_for_each(|(number, row)| placed(canvas, row, number as f64 * ROW))
    })
}

fn placed(canvas: &Canvas<'_>, row: &RangeRow, top: f64) -> Result<(), DrawError> {
    let (wide, middle) = (f64::from(WIDTH), top + 28.0);
    words(canvas, &cut(&row.label, wide - width_of(&row.shown) - 12.0), (2.0, top + 11.0), INK, End::Left)?;
    words(canvas, &row.shown, (wide - 2.0, top + 11.0), INK, End::Right)?;
    let scale = Scale { from: row.range, to: (wide * 0.25, wide * 0.75) };
    rectangle(canvas, (wide * 0.25, top + 20.0), (wide * 0.75, top + 36.0), PALE)?;
    let inside = |value: f64| scale.place(value).clamp(6.0, wide - 6.0);
    let colour = if row.passed { BLUE } else { VERMILLION };
    if let Some((low, high)) = row.spread {
        line(canvas, &[(inside(low), middle), (inside(high), middle)], colour, 3, None)?;
    }
    let Some(value) = row.value else { return Ok(()) };
    let place = at(inside(value), middle);
    let drawn =
        if row.passed { canvas.draw(&Circle::new(place, 9, colour.filled())) } else { canvas.draw(&TriangleMarker::new(place, 13, colour.filled())) };
    drawn.map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_fails_has_another_shape() {
        let about = PictureText { id: "x".into(), title: "t".into(), description: "d".into() };
        let row = |passed| RangeRow { label: "a".into(), shown: "5".into(), range: (0.0, 1.0), value: Some(0.5), spread: None, passed };
        assert!(ranges(&about, &[row(true)]).unwrap().contains("<circle"));
        assert!(ranges(&about, &[row(false)]).unwrap().contains("<polygon"));
    }
}
