//! Differences over time: a line for each option with its name at the end, a pale band for its interval, and a line at no difference.

use plotters::prelude::*;

use super::fan::{Axes, HEIGHT, frame};
use super::lines::{apart, look};
use super::{Canvas, DrawError, End, GREY, PictureText, Scale, WIDTH, at, cut, line, picture, width_of, words};

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

/// Widest name at the end of a line, units of the page.
const NAME: f64 = 130.0;

/// The picture.
pub fn bands(about: &PictureText, courses: &[Course], axes: Axes) -> Result<String, DrawError> {
    let names: Vec<String> = courses.iter().map(|course| cut(&course.label, NAME)).collect();
    let room = names.iter().map(|name| width_of(name)).fold(0.0, f64::max) + 12.0;
    picture(about, HEIGHT, |canvas| {
        let (across, up) = frame(canvas, axes, room)?;
        let zero = up.place(0.0);
        line(canvas, &[(across.to.0, zero), (across.to.1, zero)], GREY, 3, None)?;
        for (number, course) in courses.iter().enumerate() {
            band(canvas, course, look(number).0, across, up)?;
        }
        let ends: Vec<f64> = courses.iter().map(|c| c.points.last().map_or(0.0, |p| up.place(p.1))).collect();
        for ((number, course), y) in courses.iter().enumerate().zip(apart(&ends, 13.0)) {
            let (colour, dash) = look(number);
            let places: Vec<(f64, f64)> = course.points.iter().map(|p| (across.place(p.0), up.place(p.1))).collect();
            line(canvas, &places, colour, 5, dash)?;
            words(canvas, &names[number], (f64::from(WIDTH) - room + 6.0, y), colour, End::Left)?;
        }
        Ok(())
    })
}

fn band(canvas: &Canvas<'_>, course: &Course, colour: RGBColor, across: Scale, up: Scale) -> Result<(), DrawError> {
    let upper = course.points.iter().map(|p| at(across.place(p.0), up.place(p.3)));
    let lower = course.points.iter().rev().map(|p| at(across.place(p.0), up.place(p.2)));
    let corners: Vec<(i32, i32)> = upper.chain(lower).collect();
    if corners.len() < 4 {
        return Ok(());
    }
    canvas.draw(&Polygon::new(corners, colour.mix(0.13).filled())).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_has_its_line_band_and_name() {
        let about = PictureText { id: "x".into(), title: "t".into(), description: "d".into() };
        let course =
            |label: &str, mean: f64| Course { label: label.into(), points: vec![(2026.0, 0.0, -1.0, 1.0), (2030.0, mean, mean - 2.0, mean + 2.0)] };
        let axes = Axes { time: (2026.0, 2030.0), value: (-5.0, 20.0) };
        let svg = bands(&about, &[course("grant", 10.0), course("loan", 10.0)], axes).unwrap();
        assert!(svg.contains("grant") && svg.contains("loan"), "{svg}");
        assert_eq!(svg.matches("<polygon").count(), 2, "{svg}");
    }
}
