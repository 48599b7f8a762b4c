//! Points in a plane with the intervals of both numbers: fronts of two objectives, and what a sum brings.

use plotters::prelude::*;

use super::{BLUE, Canvas, DrawError, End, GREY, INK, PALE, PictureText, Scale, WIDTH, at, line, picture, tick_words, ticks, width_of, words};

/// A number with its interval.
pub type Placed = (f64, Option<(f64, f64)>);

/// A point.
#[derive(Clone, Debug)]
pub struct Cross {
    /// Short name at the point; empty for none.
    pub label: String,
    /// The number across, with its interval.
    pub across: Placed,
    /// The number upwards, with its interval.
    pub upwards: Placed,
    /// Whether it is one of the front, else it is in the background.
    pub front: bool,
}

const HEIGHT: f64 = 264.0;
const LEFT: f64 = 46.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 42.0;

/// The picture, with the words of both axes; `joined` draws a line through the points of the front.
pub fn crosses(about: &PictureText, points: &[Cross], across: &str, upwards: &str, joined: bool) -> Result<String, DrawError> {
    let range = |of: fn(&Cross) -> Placed| {
        let ends = points.iter().flat_map(move |p| {
            let (value, ends) = of(p);
            // What is in the background does not widen the picture by its intervals.
            let shown = ends.filter(|_| p.front);
            [Some(value), shown.map(|e| e.0), shown.map(|e| e.1)].into_iter().flatten()
        });
        let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| (low.min(end), high.max(end)));
        let air = if high > low { 0.06 * (high - low) } else { 1.0 };
        if low.is_finite() { (low - air, high + air) } else { (0.0, 1.0) }
    };
    let x = Scale { from: range(|p| p.across), to: (LEFT, f64::from(WIDTH) - 12.0) };
    let y = Scale { from: range(|p| p.upwards), to: (HEIGHT - BOTTOM, TOP) };
    picture(about, HEIGHT as u32, |canvas| {
        frame(canvas, x, y)?;
        words(canvas, upwards, (0.0, 8.0), GREY, End::Left)?;
        words(canvas, across, (f64::from(WIDTH) - 2.0, HEIGHT - 8.0), GREY, End::Right)?;
        if joined {
            let places: Vec<(f64, f64)> = points.iter().filter(|p| p.front).map(|p| (x.place(p.across.0), y.place(p.upwards.0))).collect();
            line(canvas, &places, BLUE, 3, Some(6))?;
        }
        points.iter().filter(|p| !p.front).try_for_each(|p| point(canvas, p, x, y))?;
        points.iter().filter(|p| p.front).try_for_each(|p| point(canvas, p, x, y))
    })
}

fn frame(canvas: &Canvas<'_>, x: Scale, y: Scale) -> Result<(), DrawError> {
    let (left, right, bottom) = (x.to.0, x.to.1, y.to.0);
    let across = ticks(x.from.0, x.from.1, 5.0);
    for (tick, text) in across.iter().zip(tick_words(&across)) {
        line(canvas, &[(x.place(*tick), bottom), (x.place(*tick), bottom + 4.0)], GREY, 2, None)?;
        words(canvas, &text, (x.place(*tick), bottom + 13.0), GREY, End::Middle)?;
    }
    let upwards = ticks(y.from.0, y.from.1, 5.0);
    for (tick, text) in upwards.iter().zip(tick_words(&upwards)) {
        let colour = if *tick == 0.0 { INK } else { PALE };
        line(canvas, &[(left, y.place(*tick)), (right, y.place(*tick))], colour, 1, None)?;
        words(canvas, &text, (left - 5.0, y.place(*tick)), GREY, End::Right)?;
    }
    Ok(())
}

fn point(canvas: &Canvas<'_>, point: &Cross, x: Scale, y: Scale) -> Result<(), DrawError> {
    let (at_x, at_y) = (x.place(point.across.0), y.place(point.upwards.0));
    if !point.front {
        return canvas.draw(&Circle::new(at(at_x, at_y), 5, GREY.stroke_width(2))).map_err(|e| e.to_string());
    }
    if let Some((low, high)) = point.upwards.1 {
        line(canvas, &[(at_x, y.place(low)), (at_x, y.place(high))], BLUE, 4, None)?;
    }
    if let Some((low, high)) = point.across.1 {
        line(canvas, &[(x.place(low), at_y), (x.place(high), at_y)], BLUE, 4, None)?;
    }
    canvas.draw(&Circle::new(at(at_x, at_y), 9, BLUE.filled())).map_err(|e| e.to_string())?;
    let right = at_x + 8.0 + width_of(&point.label) < x.to.1;
    let (place, end) = if right { (at_x + 8.0, End::Left) } else { (at_x - 8.0, End::Right) };
    words(canvas, &point.label, (place, at_y - 10.0), INK, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cross(label: &str, value: f64, front: bool) -> Cross {
        Cross { label: label.into(), across: (value, Some((value - 1.0, value + 1.0))), upwards: (10.0 - value, None), front }
    }

    #[test]
    fn the_front_has_intervals_and_names_and_the_rest_neither() {
        let about = PictureText { id: "f".into(), title: "t".into(), description: "d".into() };
        let svg = crosses(&about, &[cross("first", 1.0, true), cross("second", 5.0, true), cross("back", 2.0, false)], "x", "y", true).unwrap();
        assert_eq!(svg.matches("<circle").count(), 3);
        assert!(svg.contains("first") && svg.contains("second") && !svg.contains("back"), "{svg}");
        assert!(crosses(&about, &[], "x", "y", false).is_ok());
    }
}
