//! Differences over time, a strip for each option: its name, a line at no difference, a pale band for the interval and the mean. All
//! strips share both axes, so that options are compared without their lines crossing.

use plotters::prelude::*;

use super::fan::Axes;
use super::{BLUE, Canvas, DrawError, End, GREY, INK, PALE, PictureText, Scale, WIDTH, at, cut, line, picture, tick_words, ticks, width_of, words};

/// Time, mean and both ends of the interval.
pub type CoursePoint = (f64, f64, f64, f64);

/// An option over time.
#[derive(Clone, Debug)]
pub struct Course {
    /// Its name.
    pub label: String,
    /// Its course.
    pub points: Vec<CoursePoint>,
}

/// Heights of the words above a strip, of the strip, and of the years below the last one.
const NAME: f64 = 20.0;
const STRIP: f64 = 52.0;
const YEARS: f64 = 24.0;
/// Room for the numbers at the left, and free space at the right.
const LEFT: f64 = 46.0;
const RIGHT: f64 = 14.0;
/// Room for a year.
const YEAR: f64 = 70.0;

/// The picture.
pub fn strips(about: &PictureText, courses: &[Course], axes: Axes) -> Result<String, DrawError> {
    let bottom = courses.len() as f64 * (NAME + STRIP);
    let across = Scale { from: axes.time, to: (LEFT, f64::from(WIDTH) - RIGHT) };
    picture(about, (bottom + YEARS) as u32, |canvas| {
        for (number, course) in courses.iter().enumerate() {
            let top = number as f64 * (NAME + STRIP);
            let up = Scale { from: axes.value, to: (top + NAME + STRIP - 4.0, top + NAME) };
            heights(canvas, across, up, number == 0)?;
            strip(canvas, course, across, up)?;
        }
        years(canvas, across, bottom)
    })
}

/// Pale lines at round numbers, which the first strip names for all.
fn heights(canvas: &Canvas<'_>, across: Scale, up: Scale, named: bool) -> Result<(), DrawError> {
    let (left, right) = across.to;
    let heights = ticks(up.from.0, up.from.1, 4.0);
    for (tick, text) in heights.iter().zip(tick_words(&heights)) {
        line(canvas, &[(left, up.place(*tick)), (right, up.place(*tick))], PALE, 1, None)?;
        if named {
            words(canvas, &text, (left - 6.0, up.place(*tick)), GREY, End::Right)?;
        }
    }
    Ok(())
}

fn strip(canvas: &Canvas<'_>, course: &Course, across: Scale, up: Scale) -> Result<(), DrawError> {
    let (left, right) = across.to;
    let name_at = up.to.1 - NAME / 2.0 + 1.0;
    words(canvas, &cut(&course.label, right - 2.0), (2.0, name_at), INK, End::Left)?;
    line(canvas, &[(left, up.place(0.0)), (right, up.place(0.0))], GREY, 3, None)?;
    let end = |of: fn(&CoursePoint) -> f64| course.points.iter().map(move |p| at(across.place(p.0), up.place(of(p))));
    let corners: Vec<(i32, i32)> = end(|p| p.3).chain(end(|p| p.2).rev()).collect();
    if corners.len() >= 4 {
        canvas.draw(&Polygon::new(corners, BLUE.mix(0.2).filled())).map_err(|e| e.to_string())?;
    }
    line(canvas, &course.points.iter().map(|p| (across.place(p.0), up.place(p.1))).collect::<Vec<_>>(), BLUE, 4, None)
}

fn years(canvas: &Canvas<'_>, across: Scale, top: f64) -> Result<(), DrawError> {
    let (left, right) = across.to;
    line(canvas, &[(left, top), (right, top)], GREY, 2, None)?;
    let room = ((right - left) / YEAR).floor().max(1.0);
    let step = ((across.from.1 - across.from.0) / room).ceil().max(1.0);
    let mut year = across.from.0.ceil();
    while year <= across.from.1 {
        let text = format!("{year:.0}");
        let place = across.place(year).min(f64::from(WIDTH) - width_of(&text) / 2.0);
        words(canvas, &text, (place, top + 12.0), GREY, End::Middle)?;
        year += step;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_has_a_strip_with_its_whole_name_line_and_band() {
        let about = PictureText { id: "x".into(), title: "t".into(), description: "d".into() };
        let course =
            |label: &str, mean: f64| Course { label: label.into(), points: vec![(2026.0, 0.0, -1.0, 1.0), (2030.0, mean, mean - 2.0, mean + 2.0)] };
        let axes = Axes { time: (2026.0, 2030.0), value: (-5.0, 20.0) };
        let courses = [course("Vouchers for localisation in small labels", 10.0), course("loan", 12.0)];
        let svg = strips(&about, &courses, axes).unwrap();
        assert!(svg.contains("Vouchers for localisation in small labels"), "{svg}");
        assert_eq!(svg.matches("<polygon").count(), 2, "{svg}");
        let zeros = svg.matches("stroke-width=\"3\"").count();
        assert_eq!(zeros, 2, "a line at no difference in each strip: {svg}");
    }
}
