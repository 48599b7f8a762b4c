//! Bars: parts of a whole side by side, and sizes from the largest down.

use plotters::prelude::*;

use super::{
    BLUE, Canvas, DrawError, End, GREEN, GREY, INK, ORANGE, PURPLE, PictureText, SKY, Scale, VERMILLION, WIDTH, YELLOW, axis_below, cut, picture,
    rectangle, upright, width_of, words,
};

/// Colours of parts with that of the words on them.
pub(super) const PARTS: [(RGBColor, RGBColor); MOST_PARTS] =
    [(GREY, WHITE), (SKY, INK), (ORANGE, INK), (GREEN, WHITE), (BLUE, WHITE), (VERMILLION, WHITE), (YELLOW, INK), (PURPLE, INK), (INK, WHITE)];
/// Number of colours of parts.
pub const MOST_PARTS: usize = 9;
/// Height of a row.
const ROW: f64 = 40.0;
/// Height of a line of the key.
const KEY: f64 = 17.0;

/// A whole with its parts.
#[derive(Clone, Debug)]
pub struct Whole {
    /// What it is.
    pub label: String,
    /// Shares of the parts, between 0 and 1, in the order of the key.
    pub parts: Vec<f64>,
}

/// Wholes below each other; the key above says which part is which.
pub fn parts(about: &PictureText, key: &[String], colours: &[usize], wholes: &[Whole]) -> Result<String, DrawError> {
    let places = key_places(key);
    let top = places.last().map_or(0.0, |(_, y)| y + KEY);
    picture(about, (top + ROW * wholes.len() as f64 + 4.0) as u32, |canvas| {
        for ((text, (x, y)), colour) in key.iter().zip(&places).zip(colours) {
            rectangle(canvas, (*x, y + 3.0), (x + 11.0, y + 14.0), PARTS[*colour].0)?;
            words(canvas, text, (x + 16.0, y + 8.5), INK, End::Left)?;
        }
        wholes.iter().enumerate().try_for_each(|(number, whole)| bar(canvas, whole, colours, top + number as f64 * ROW))
    })
}

/// Places of the words of the key, in as many lines as they need.
pub(super) fn key_places(key: &[String]) -> Vec<(f64, f64)> {
    let (mut x, mut y) = (0.0, 0.0);
    let mut places = Vec::new();
    for text in key {
        let width = width_of(text) + 28.0;
        if x > 0.0 && x + width > f64::from(WIDTH) {
            (x, y) = (0.0, y + KEY);
        }
        places.push((x, y));
        x += width;
    }
    places
}

fn bar(canvas: &Canvas<'_>, whole: &Whole, colours: &[usize], top: f64) -> Result<(), DrawError> {
    let wide = f64::from(WIDTH);
    words(canvas, &cut(&whole.label, wide), (0.0, top + 11.0), INK, End::Left)?;
    let mut from = 0.0;
    for (share, colour) in whole.parts.iter().zip(colours) {
        let to = from + share * wide;
        if to - from > 1.0 {
            rectangle(canvas, (from, top + 20.0), (to - 1.0, top + 37.0), PARTS[*colour].0)?;
        }
        let text = super::super::numbers::percent(*share);
        if to - from > width_of(&text) + 6.0 {
            words(canvas, &text, ((from + to) / 2.0, top + 28.5), PARTS[*colour].1, End::Middle)?;
        }
        from = to;
    }
    Ok(())
}

/// A size.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it is.
    pub label: String,
    /// The number as shown.
    pub shown: String,
    /// The size.
    pub size: f64,
    /// Whether the bar is filled, or only its outline drawn.
    pub filled: bool,
}

/// Sizes below each other; a dashed line at a threshold.
pub fn sizes(about: &PictureText, rows: &[Bar], threshold: Option<f64>) -> Result<String, DrawError> {
    let bottom = ROW * rows.len() as f64;
    let most = rows.iter().map(|r| r.size).chain(threshold).fold(0.0, f64::max);
    let scale = Scale { from: (0.0, if most > 0.0 { most * 1.02 } else { 1.0 }), to: (2.0, f64::from(WIDTH) - 12.0) };
    picture(about, bottom as u32 + 26, |canvas| {
        let lanes: Vec<(f64, f64)> = (0..rows.len()).map(|n| (n as f64 * ROW + 18.0, n as f64 * ROW + 36.0)).collect();
        axis_below(canvas, scale, &lanes)?;
        for (number, row) in rows.iter().enumerate() {
            size(canvas, row, scale, number as f64 * ROW)?;
        }
        let x = threshold.map(|t| scale.place(t));
        x.map_or(Ok(()), |x| upright(canvas, x, &lanes, INK, 3, Some(6)))
    })
}

fn size(canvas: &Canvas<'_>, row: &Bar, scale: Scale, top: f64) -> Result<(), DrawError> {
    let (right, end) = (f64::from(WIDTH) - 2.0, scale.place(row.size));
    words(canvas, &cut(&row.label, right - width_of(&row.shown) - 12.0), (2.0, top + 11.0), INK, End::Left)?;
    words(canvas, &row.shown, (right, top + 11.0), INK, End::Right)?;
    rectangle(canvas, (2.0, top + 20.0), (end, top + 34.0), if row.filled { BLUE } else { ORANGE })?;
    if !row.filled && end > 7.0 {
        rectangle(canvas, (4.0, top + 22.0), (end - 2.0, top + 32.0), WHITE)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_without_room_for_their_number_have_none() {
        let about = PictureText { id: "x".into(), title: "t".into(), description: "d".into() };
        let wholes = [Whole { label: "all".into(), parts: vec![0.98, 0.02] }];
        let svg = parts(&about, &["a".into(), "b".into()], &[0, 4], &wholes).unwrap();
        assert!(svg.contains("\n98\n") || svg.contains("98"), "{svg}");
        assert!(!svg.contains(">\n2\n"), "{svg}");
    }

    #[test]
    fn a_key_goes_on_in_the_next_line() {
        let key: Vec<String> = ["a long word of the key", "a second long one", "a third long word of it"].map(String::from).to_vec();
        assert_eq!(key_places(&key).last().unwrap().1, KEY);
    }
}
