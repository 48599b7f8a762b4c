//! Means with their intervals against zero or another mark, a row for each.

use plotters::prelude::*;

use super::{
    BLUE, Canvas, DrawError, End, GREY, INK, PictureText, Scale, VERMILLION, WIDTH, at, axis_below, cut, line, picture, upright, width_of, words,
};

/// What an interval says, by its shape and colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Better than the mark: a filled circle, blue.
    Better,
    /// Worse: a filled triangle, vermillion.
    Worse,
    /// Neither direction is better, but it is off the mark: a filled circle, black.
    Moved,
    /// The interval holds the mark: an empty circle, grey.
    Open,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Dot {
    /// What it is.
    pub label: String,
    /// The number in words, as shown.
    pub shown: String,
    /// Mean and interval; nothing where it does not exist.
    pub value: Option<(f64, Option<(f64, f64)>)>,
    /// What the interval says.
    pub tone: Tone,
}

/// Height of a row.
const ROW: f64 = 36.0;
/// Free space to the sides.
const SIDE: f64 = 14.0;

/// The picture; all rows share an axis that has the mark.
pub fn dots(about: &PictureText, rows: &[Dot], mark: f64) -> Result<String, DrawError> {
    let bottom = ROW * rows.len() as f64 + 4.0;
    let scale = Scale { from: range(rows, mark), to: (SIDE, f64::from(WIDTH) - SIDE) };
    picture(about, bottom as u32 + 22, |canvas| {
        let lanes: Vec<(f64, f64)> = (0..rows.len()).map(|n| (n as f64 * ROW + 20.0, n as f64 * ROW + ROW - 1.0)).collect();
        axis_below(canvas, scale, &lanes)?;
        upright(canvas, scale.place(mark), &lanes, INK, 3, None)?;
        rows.iter().enumerate().try_for_each(|(number, dot)| row(canvas, dot, scale, number as f64 * ROW))
    })
}

/// From the least to the greatest end, with the mark and some air.
fn range(rows: &[Dot], mark: f64) -> (f64, f64) {
    let ends = rows.iter().filter_map(|dot| dot.value).flat_map(|(mean, ends)| ends.map_or([mean, mean], |(low, high)| [low, high]));
    let (low, high) = ends.fold((mark, mark), |(low, high), end| (low.min(end), high.max(end)));
    let air = if high > low { 0.04 * (high - low) } else { 1.0 };
    (low - air, high + air)
}

fn row(canvas: &Canvas<'_>, dot: &Dot, scale: Scale, top: f64) -> Result<(), DrawError> {
    let (right, words_at, middle) = (f64::from(WIDTH) - 2.0, top + 12.0, top + 27.0);
    words(canvas, &cut(&dot.label, right - width_of(&dot.shown) - 12.0), (2.0, words_at), INK, End::Left)?;
    words(canvas, &dot.shown, (right, words_at), INK, End::Right)?;
    let Some((mean, ends)) = dot.value else { return Ok(()) };
    let colour = match dot.tone {
        Tone::Better => BLUE,
        Tone::Worse => VERMILLION,
        Tone::Moved => INK,
        Tone::Open => GREY,
    };
    if let Some((low, high)) = ends {
        line(canvas, &[(scale.place(low), middle), (scale.place(high), middle)], colour, 4, None)?;
    }
    mark_of(canvas, dot.tone, at(scale.place(mean), middle), colour)
}

fn mark_of(canvas: &Canvas<'_>, tone: Tone, place: (i32, i32), colour: RGBColor) -> Result<(), DrawError> {
    let drawn = match tone {
        Tone::Better | Tone::Moved => canvas.draw(&Circle::new(place, 9, colour.filled())),
        Tone::Worse => canvas.draw(&TriangleMarker::new(place, 12, colour.filled())),
        Tone::Open => canvas.draw(&Circle::new(place, 8, WHITE.filled())).and_then(|()| canvas.draw(&Circle::new(place, 8, colour.stroke_width(4)))),
    };
    drawn.map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_without_a_number_keeps_its_words() {
        let about = PictureText { id: "x".into(), title: "t".into(), description: "d".into() };
        let rows = [
            Dot { label: "grant".into(), shown: "+3".into(), value: Some((3.0, Some((1.0, 5.0)))), tone: Tone::Better },
            Dot { label: "loan".into(), shown: "–".into(), value: None, tone: Tone::Open },
        ];
        let svg = dots(&about, &rows, 0.0).unwrap();
        assert!(svg.contains("grant") && svg.contains("loan"), "{svg}");
        assert_eq!(svg.matches("<circle").count(), 1, "{svg}");
    }
}
