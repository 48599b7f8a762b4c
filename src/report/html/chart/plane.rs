//! Effect against money: a point for each option, its interval and its range over worlds, and the line where a won brings a won.

use plotters::prelude::*;

use super::{BLUE, Canvas, DrawError, End, GREY, INK, PALE, PictureText, Scale, WIDTH, at, cut, line, picture, tick_words, ticks, width_of, words};

/// An option.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Name at the point.
    pub label: String,
    /// Money, with its interval.
    pub money: (f64, f64, f64),
    /// Effect, with its interval.
    pub effect: (f64, f64, f64),
    /// Where nine tenths of worlds lie; nothing where none were looked at.
    pub worlds: Option<(f64, f64)>,
    /// Whether another option costs no more and does no less.
    pub dominated: bool,
}

const HEIGHT: f64 = 264.0;
const LEFT: f64 = 40.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 42.0;

/// The picture, with the words of both axes.
pub fn plane(about: &PictureText, options: &[Choice], across: &str, upwards: &str) -> Result<String, DrawError> {
    let money = options.iter().flat_map(|o| [o.money.1, o.money.2]);
    let effect = options.iter().flat_map(|o| [o.effect.1, o.effect.2].into_iter().chain(o.worlds.into_iter().flat_map(|w| [w.0, w.1])));
    let x = Scale { from: range(money), to: (LEFT, f64::from(WIDTH) - 10.0) };
    let y = Scale { from: range(effect), to: (HEIGHT - BOTTOM, TOP) };
    picture(about, HEIGHT as u32, |canvas| {
        frame(canvas, x, y)?;
        words(canvas, upwards, (0.0, 8.0), GREY, End::Left)?;
        words(canvas, across, (f64::from(WIDTH) - 2.0, HEIGHT - 8.0), GREY, End::Right)?;
        let mut taken = lines_of(options, x, y);
        for option in options {
            point(canvas, option, x, y)?;
        }
        options.iter().try_for_each(|option| label(canvas, option, x, y, &mut taken))
    })
}

/// From the least to the greatest number, with 0 and some air.
fn range(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = numbers.filter(|n| n.is_finite()).fold((0f64, 0f64), |(low, high), n| (low.min(n), high.max(n)));
    let air = if high > low { 0.06 * (high - low) } else { 1.0 };
    (low - air, high + air)
}

fn frame(canvas: &Canvas<'_>, x: Scale, y: Scale) -> Result<(), DrawError> {
    let (left, right, bottom, top) = (x.to.0, x.to.1, y.to.0, y.to.1);
    let across = ticks(x.from.0, x.from.1, 5.0);
    for (tick, text) in across.iter().zip(tick_words(&across)) {
        line(canvas, &[(x.place(*tick), bottom), (x.place(*tick), bottom + 4.0)], GREY, 2, None)?;
        words(canvas, &text, (x.place(*tick), bottom + 13.0), GREY, End::Middle)?;
    }
    let upwards = ticks(y.from.0, y.from.1, 5.0);
    for (tick, text) in upwards.iter().zip(tick_words(&upwards)) {
        line(canvas, &[(left, y.place(*tick)), (right, y.place(*tick))], PALE, 1, None)?;
        words(canvas, &text, (left - 5.0, y.place(*tick)), GREY, End::Right)?;
    }
    line(canvas, &[(left, y.place(0.0)), (right, y.place(0.0))], INK, 3, None)?;
    // Where an extra won of money brings an extra won of effect, as far as both are on the picture.
    let most = x.from.1.min(y.from.1);
    if most > 0.0 && bottom > top {
        line(canvas, &[(x.place(0.0), y.place(0.0)), (x.place(most), y.place(most))], GREY, 2, Some(6))?;
    }
    Ok(())
}

fn colour(option: &Choice) -> RGBColor {
    if option.dominated { GREY } else { BLUE }
}

fn point(canvas: &Canvas<'_>, option: &Choice, x: Scale, y: Scale) -> Result<(), DrawError> {
    let (at_x, at_y, colour) = (x.place(option.money.0), y.place(option.effect.0), colour(option));
    if let Some((low, high)) = option.worlds {
        line(canvas, &[(at_x, y.place(low)), (at_x, y.place(high))], colour, 2, None)?;
    }
    line(canvas, &[(at_x, y.place(option.effect.1)), (at_x, y.place(option.effect.2))], colour, 7, None)?;
    line(canvas, &[(x.place(option.money.1), at_y), (x.place(option.money.2), at_y)], colour, 4, None)?;
    canvas.draw(&Circle::new(at(at_x, at_y), 9, colour.filled())).map_err(|e| e.to_string())
}

/// A box that words or lines take: left, top, right, bottom.
type Taken = [f64; 4];

/// Boxes of the lines of all options.
fn lines_of(options: &[Choice], x: Scale, y: Scale) -> Vec<Taken> {
    let of = |o: &Choice| {
        let (at_x, at_y) = (x.place(o.money.0), y.place(o.effect.0));
        let (low, high) = o.worlds.map_or((o.effect.1, o.effect.2), |(low, high)| (low.min(o.effect.1), high.max(o.effect.2)));
        [[at_x - 4.0, y.place(high), at_x + 4.0, y.place(low)], [x.place(o.money.1), at_y - 4.0, x.place(o.money.2), at_y + 4.0]]
    };
    options.iter().flat_map(of).collect()
}

fn overlap(a: &Taken, b: &Taken) -> f64 {
    (a[2].min(b[2]) - a[0].max(b[0])).max(0.0) * (a[3].min(b[3]) - a[1].max(b[1])).max(0.0)
}

/// The name beside its point, above or below its line, where it covers least.
fn label(canvas: &Canvas<'_>, option: &Choice, x: Scale, y: Scale, taken: &mut Vec<Taken>) -> Result<(), DrawError> {
    let (at_x, at_y) = (x.place(option.money.0), y.place(option.effect.0));
    let text = cut(&option.label, 0.5 * f64::from(WIDTH));
    let wide = width_of(&text);
    let (low, high) = option.worlds.map_or((option.effect.1, option.effect.2), |(low, high)| (low.min(option.effect.1), high.max(option.effect.2)));
    let inside = |left: f64| left.clamp(x.to.0 + 2.0, (x.to.1 - wide).max(x.to.0 + 2.0));
    let beside = [0.0, -15.0, 15.0, -30.0, 30.0, -45.0, 45.0]
        .into_iter()
        .flat_map(|step| [(at_x + 9.0, at_y - 10.0 + step), (at_x - 9.0 - wide, at_y - 10.0 + step)]);
    let on_line = [(at_x - wide / 2.0, y.place(high) - 9.0), (at_x - wide / 2.0, y.place(low) + 9.0)];
    let boxed = |(left, middle): (f64, f64)| {
        let (left, middle) = (inside(left), middle.clamp(y.to.1, y.to.0 - 7.0));
        [left, middle - 7.0, left + wide, middle + 7.0]
    };
    let covered = |at: &Taken| taken.iter().map(|other| overlap(at, other)).sum::<f64>();
    let places: Vec<(Taken, f64)> = beside.chain(on_line).map(boxed).map(|at| (at, covered(&at))).collect();
    let least = places.iter().map(|(_, covered)| *covered).fold(f64::INFINITY, f64::min);
    let Some((place, _)) = places.into_iter().find(|(_, covered)| *covered <= least) else { return Ok(()) };
    taken.push(place);
    words(canvas, &text, (place[0], place[1] + 7.0), if option.dominated { GREY } else { INK }, End::Left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(label: &str, money: f64, effect: f64) -> Choice {
        let around = |v: f64| (v, v - 1.0, v + 1.0);
        Choice { label: label.into(), money: around(money), effect: around(effect), worlds: Some((effect - 9.0, effect + 9.0)), dominated: false }
    }

    #[test]
    fn names_that_stand_together_are_moved_apart() {
        let about = PictureText { id: "p".into(), title: "t".into(), description: "d".into() };
        let svg = plane(&about, &[option("grant", 10.0, 20.0), option("credit", 10.0, 20.0), option("loan", 40.0, 5.0)], "money", "exports").unwrap();
        assert_eq!(svg.matches("<circle").count(), 3);
        let place = |name: &str| {
            let element = &svg[..svg.find(&format!("\n{name}\n")).unwrap()];
            let number = |key: &str| element[element.rfind(key).unwrap() + key.len()..].split('"').next().unwrap().parse::<f64>().unwrap();
            (number(" x=\""), number(" y=\""))
        };
        let ((x, y), (other_x, other_y)) = (place("grant"), place("credit"));
        // Twice the size of the page: a word of six letters is about 76 wide and 28 high.
        assert!((x - other_x).abs() > 60.0 || (y - other_y).abs() >= 27.0, "{svg}");
    }

    #[test]
    fn an_option_without_effect_or_money_is_drawn() {
        let about = PictureText { id: "p".into(), title: "t".into(), description: "d".into() };
        let nothing = Choice { label: "none".into(), money: (0.0, 0.0, 0.0), effect: (0.0, 0.0, 0.0), worlds: None, dominated: true };
        assert!(plane(&about, &[nothing], "money", "exports").unwrap().contains("none"));
    }
}
