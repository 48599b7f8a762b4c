//! Pictures as SVG elements, drawn with plotters, one kind in one file.
//!
//! A picture is as wide as a phone and stands beside others on common axes where there is room. It is drawn at
//! twice its size, because plotters rounds to whole units. Colours are those of Okabe and Ito (2008), *Color
//! Universal Design*, which the colour-blind tell apart; shape, dash or a word says the same.

pub(crate) mod bars;
pub(crate) mod crosses;
pub(crate) mod dots;
pub(crate) mod fan;
pub(crate) mod hundred;
pub(crate) mod lines;
pub(crate) mod plane;
pub(crate) mod ranges;
pub(crate) mod strips;

use plotters::coord::Shift;
use plotters::element::DashedPathElement;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Black of axes and words.
pub const INK: RGBColor = RGBColor(34, 34, 34);
/// Grey of what is in the background.
pub const GREY: RGBColor = RGBColor(110, 110, 110);
/// Grey of grids.
pub const PALE: RGBColor = RGBColor(221, 221, 221);
/// Blue.
pub const BLUE: RGBColor = RGBColor(0, 114, 178);
/// Vermillion.
pub const VERMILLION: RGBColor = RGBColor(213, 94, 0);
/// Bluish green.
pub const GREEN: RGBColor = RGBColor(0, 158, 115);
/// Orange.
pub const ORANGE: RGBColor = RGBColor(230, 159, 0);
/// Sky blue.
pub const SKY: RGBColor = RGBColor(86, 180, 233);

/// Yellow.
pub const YELLOW: RGBColor = RGBColor(240, 228, 66);
/// Reddish purple.
pub const PURPLE: RGBColor = RGBColor(204, 121, 167);

/// Width of a picture, units of the page.
pub const WIDTH: u32 = 340;
/// Units of a drawing for a unit of the page.
const FINE: i32 = 2;
/// Size of words, units of the page.
const WORDS: f64 = 12.0;

/// What plotters could not draw.
pub type DrawError = String;
/// A drawing.
pub type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// What a picture is, for those who do not see it.
#[derive(Clone, Debug)]
pub struct PictureText {
    /// Identifier, unique in the page.
    pub id: String,
    /// What it is.
    pub title: String,
    /// What it shows.
    pub description: String,
}

/// A picture of a height, painted by a function that places things in units of the page.
pub fn picture(about: &PictureText, height: u32, paint: impl FnOnce(&Canvas<'_>) -> Result<(), DrawError>) -> Result<String, DrawError> {
    let (wide, high) = (WIDTH * FINE as u32, height * FINE as u32);
    let mut drawn = String::new();
    {
        let canvas = SVGBackend::with_string(&mut drawn, (wide, high)).into_drawing_area();
        paint(&canvas)?;
        canvas.present().map_err(|e| e.to_string())?;
    }
    let inside = drawn.split_once('\n').map_or("", |(_, rest)| rest).replace(" opacity=\"1\"", "").replace(" stroke=\"none\"", "");
    let PictureText { id, title, description } = about;
    let (title, description) = (escaped(title), escaped(description));
    Ok(format!(
        "<svg viewBox=\"0 0 {wide} {high}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\n\
         <title id=\"{id}-t\">{title}</title>\n<desc id=\"{id}-d\">{description}</desc>\n{inside}"
    ))
}

/// Words inside an element.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A place in units of the page.
fn at(x: f64, y: f64) -> (i32, i32) {
    ((x * f64::from(FINE)).round() as i32, (y * f64::from(FINE)).round() as i32)
}

/// Which end of words stands at their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Left,
    Middle,
    Right,
}

fn style(colour: RGBColor, end: End) -> TextStyle<'static> {
    let across = match end {
        End::Left => HPos::Left,
        End::Middle => HPos::Center,
        End::Right => HPos::Right,
    };
    // The backend divides sizes by 1.24.
    let font = ("sans-serif", WORDS * f64::from(FINE) * 1.24).into_font();
    TextStyle { color: colour.to_backend_color(), pos: Pos::new(across, VPos::Center), font }
}

/// Words at a place, centred about its height.
fn words(canvas: &Canvas<'_>, text: &str, (x, y): (f64, f64), colour: RGBColor, end: End) -> Result<(), DrawError> {
    canvas.draw(&Text::new(text.to_string(), at(x, y), style(colour, end))).map_err(|e| e.to_string())
}

/// A line through places, `dash` units on and off where it is dashed.
fn line(canvas: &Canvas<'_>, places: &[(f64, f64)], colour: RGBColor, width: u32, dash: Option<u32>) -> Result<(), DrawError> {
    let style = colour.stroke_width(width);
    let places: Vec<(i32, i32)> = places.iter().map(|(x, y)| at(*x, *y)).collect();
    let drawn = match dash {
        None => canvas.draw(&PathElement::new(places, style)),
        Some(dash) => canvas.draw(&DashedPathElement::new(places, dash, dash, style)),
    };
    drawn.map_err(|e| e.to_string())
}

/// A filled box between two corners.
fn rectangle(canvas: &Canvas<'_>, (x0, y0): (f64, f64), (x1, y1): (f64, f64), colour: RGBColor) -> Result<(), DrawError> {
    canvas.draw(&Rectangle::new([at(x0, y0), at(x1, y1)], colour.filled())).map_err(|e| e.to_string())
}

/// Width of words in a usual font, units of the page: letters of the Far East are as wide as high.
fn width_of(text: &str) -> f64 {
    text.chars()
        .map(|c| {
            if c >= '\u{1100}' {
                12.0
            } else if c.is_uppercase() || c.is_ascii_digit() {
                7.4
            } else {
                6.3
            }
        })
        .sum()
}

/// Words cut to a width.
fn cut(text: &str, width: f64) -> String {
    if width_of(text) <= width {
        return text.to_string();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        if width_of(&kept) + 20.0 > width {
            break;
        }
        kept.push(letter);
    }
    kept.trim_end().to_string() + "…"
}

/// Round numbers over a range, about so many.
pub fn ticks(low: f64, high: f64, about: f64) -> Vec<f64> {
    let raw = (high - low) / about;
    if raw <= 0.0 || !raw.is_finite() {
        return vec![low];
    }
    let power = 10f64.powi(raw.log10().floor() as i32);
    let step = [1.0, 2.0, 5.0, 10.0].map(|m| m * power).into_iter().find(|step| *step >= raw * 0.999).unwrap_or(10.0 * power);
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    (first..=last).map(|n| n as f64 * step).collect()
}

/// Ticks in the words of an axis, all at the decimals of their step.
pub fn tick_words(ticks: &[f64]) -> Vec<String> {
    let step = ticks.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
    let decimals = if step.is_finite() && step < 1.0 { (-step.log10().floor()) as usize } else { 0 };
    ticks.iter().map(|t| super::numbers::fixed(*t, decimals)).collect()
}

/// A straight scale from numbers to places.
#[derive(Clone, Copy, Debug)]
struct Scale {
    from: (f64, f64),
    to: (f64, f64),
}

impl Scale {
    /// Where a number stands.
    fn place(&self, value: f64) -> f64 {
        let width = self.from.1 - self.from.0;
        let share = if width > 0.0 { (value - self.from.0) / width } else { 0.5 };
        self.to.0 + share * (self.to.1 - self.to.0)
    }
}

/// A horizontal axis at the bottom of rows, with pale lines across the lower part of each, beside no words.
fn axis_below(canvas: &Canvas<'_>, scale: Scale, rows: &[(f64, f64)]) -> Result<(), DrawError> {
    let ticks = ticks(scale.from.0, scale.from.1, 5.0);
    let bottom = rows.last().map_or(0.0, |(_, bottom)| *bottom);
    for (tick, text) in ticks.iter().zip(tick_words(&ticks)) {
        let x = scale.place(*tick);
        let inside = x.clamp(width_of(&text) / 2.0, f64::from(WIDTH) - width_of(&text) / 2.0);
        upright(canvas, x, rows, PALE, 1, None)?;
        words(canvas, &text, (inside, bottom + 12.0), GREY, End::Middle)?;
    }
    Ok(())
}

/// An upright line across the lower part of each row.
fn upright(canvas: &Canvas<'_>, x: f64, rows: &[(f64, f64)], colour: RGBColor, width: u32, dash: Option<u32>) -> Result<(), DrawError> {
    rows.iter().try_for_each(|(top, bottom)| line(canvas, &[(x, *top), (x, *bottom)], colour, width, dash))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about() -> PictureText {
        PictureText { id: "a".into(), title: "<script>".into(), description: "b & c".into() }
    }

    #[test]
    fn a_picture_says_what_it_is_and_asks_for_nothing() {
        let svg = picture(&about(), 40, |canvas| words(canvas, "a <b> & c", (10.0, 10.0), INK, End::Left)).unwrap();
        assert!(svg.starts_with("<svg viewBox=\"0 0 680 80\" role=\"img\" aria-labelledby=\"a-t a-d\">"), "{svg}");
        assert!(svg.contains("<title id=\"a-t\">&lt;script&gt;</title>") && svg.contains("b &amp; c</desc>"), "{svg}");
        assert!(svg.contains("a &lt;b&gt; &amp; c") && svg.contains("font-family=\"sans-serif\""), "{svg}");
        assert!(!svg.contains("http") && svg.trim_end().ends_with("</svg>"), "{svg}");
    }

    #[test]
    fn ticks_are_round_numbers() {
        assert_eq!(ticks(-13.0, 87.0, 5.0), [0.0, 20.0, 40.0, 60.0, 80.0]);
        assert_eq!(tick_words(&ticks(-0.011, 0.005, 4.0)), ["\u{2212}0.010", "\u{2212}0.005", "0.000", "0.005"]);
        assert_eq!(ticks(1.0, 1.0, 5.0), [1.0]);
    }

    #[test]
    fn words_that_are_too_long_are_cut() {
        assert_eq!(cut("short", 100.0), "short");
        let long = cut("Package: balanced, over ten long years of this", 120.0);
        assert!(long.ends_with('…') && width_of(&long) <= 125.0, "{long}");
    }
}
