//! `sensitivity.svg`: indices with their intervals, a panel for each outcome, drawn with plotters.
//!
//! Colours are those of the charts of the page, which the colour-blind tell apart; shapes say the
//! same. A title and a description stand in the file for those who do not see it.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::found::{SHOWN, SensitivityResult, title};
use crate::experiment::credibility::sensitivity::{Estimated, SensitivityMeasure};
use crate::report::html::chart::{BLUE, Canvas, DrawError, GREY, INK, PALE, VERMILLION, escaped, tick_words, ticks};
use crate::report::output::text::{fixed, rounded};

/// Sizes in pixels: the picture, the names left of the plot, and what a panel has above and below its rows.
const WIDTH: i32 = 800;
const NAMES: i32 = 330;
const RIGHT: i32 = 24;
const ROW: i32 = 26;
const ABOVE: i32 = 54;
const BELOW: i32 = 40;
const LETTERS: i32 = 13;

/// The picture of all outcomes.
pub fn picture(all: &[SensitivityResult]) -> Result<String, DrawError> {
    let heights: Vec<i32> = all.iter().map(|found| ABOVE + BELOW + ROW * shown(found).len() as i32).collect();
    let height = heights.iter().sum::<i32>().max(1);
    let mut drawn = String::new();
    {
        let canvas = SVGBackend::with_string(&mut drawn, (WIDTH as u32, height as u32)).into_drawing_area();
        canvas.fill(&WHITE).map_err(|e| e.to_string())?;
        let mut top = 0;
        for (found, height) in all.iter().zip(&heights) {
            panel(&canvas, found, top)?;
            top += height;
        }
        canvas.present().map_err(|e| e.to_string())?;
    }
    Ok(described(&drawn, all))
}

/// Puts title and description into the root element.
fn described(drawn: &str, all: &[SensitivityResult]) -> String {
    let (root, rest) = drawn.split_once('\n').unwrap_or((drawn, ""));
    let root = root.replacen("<svg ", "<svg role=\"img\" aria-labelledby=\"title description\" ", 1);
    let strongest = |found: &SensitivityResult| {
        let first = shown(found).first().map(|parameter| {
            let measure = leading(found);
            let value = of(found, measure, *parameter).estimate.map_or("none".into(), |value| number(measure, value));
            format!("{} ({} {value})", found.parameters[*parameter], measure.name())
        });
        format!("{} of {}: {}", found.outcome.name, found.group.name(), first.unwrap_or("no estimate".into()))
    };
    let description = all.iter().map(strongest).collect::<Vec<_>>().join("; ");
    format!(
        "{root}\n<title id=\"title\">Sensitivity of outcomes to parameters</title>\n\
         <desc id=\"description\">Estimates with bootstrap intervals, parameters from the strongest to the weakest. The strongest: {}.</desc>\n{rest}",
        escaped(&description)
    )
}

/// Parameters of a panel, the strongest first; none where nothing is estimated.
fn shown(found: &SensitivityResult) -> Vec<usize> {
    let measure = leading(found);
    found.sensitivity.ranked().into_iter().filter(|p| of(found, measure, *p).estimate.is_some()).take(SHOWN).collect()
}

fn leading(found: &SensitivityResult) -> SensitivityMeasure {
    if found.sensitivity.of(SensitivityMeasure::Total).next().is_some() { SensitivityMeasure::Total } else { SensitivityMeasure::MuStar }
}

/// What is drawn beside the leading measure.
fn second(leading: SensitivityMeasure) -> SensitivityMeasure {
    if leading == SensitivityMeasure::Total { SensitivityMeasure::FirstOrder } else { SensitivityMeasure::Sigma }
}

fn of(found: &SensitivityResult, measure: SensitivityMeasure, parameter: usize) -> Estimated {
    found.sensitivity.of(measure).find(|(p, _)| *p == parameter).map_or(Estimated::default(), |(_, value)| value)
}

fn number(measure: SensitivityMeasure, value: f64) -> String {
    if measure.is_share() { fixed(value, 2) } else { rounded(value) }
}

/// Where numbers stand on the horizontal axis.
#[derive(Clone, Copy)]
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// Holds 0, all estimates and their intervals.
    fn of(values: impl Iterator<Item = Estimated>) -> Self {
        let ends = values.flat_map(|v| [v.estimate, v.lower, v.upper]).flatten();
        let (low, high) = ends.fold((0.0, 0.0), |(low, high), end| (f64::min(low, end), f64::max(high, end)));
        if high > low { Self { low, high } } else { Self { low: 0.0, high: 1.0 } }
    }

    fn place(self, value: f64) -> i32 {
        NAMES + ((value - self.low) / (self.high - self.low) * f64::from(WIDTH - NAMES - RIGHT)).round() as i32
    }
}

fn panel(canvas: &Canvas<'_>, found: &SensitivityResult, top: i32) -> Result<(), DrawError> {
    let (parameters, measures) = (shown(found), [leading(found), second(leading(found))]);
    let heading = format!("{} of {}", found.outcome.name, found.group.name());
    words(canvas, &heading, (8, top + 16), INK, HPos::Left)?;
    if parameters.is_empty() {
        return words(canvas, "no estimate: it does not vary over the design, or has no value", (8, top + 40), GREY, HPos::Left);
    }
    let noise = noise(found, measures[0]);
    let values = parameters.iter().flat_map(|p| measures.map(|m| of(found, m, *p)));
    let scale = Scale::of(values.chain(noise));
    let (first, last) = (top + ABOVE, top + ABOVE + ROW * parameters.len() as i32);
    axis(canvas, scale, (first, last))?;
    if let Some(share) = noise.and_then(|l| l.estimate) {
        let x = scale.place(share);
        dashed(canvas, x, (first - 4, last))?;
    }
    legend(canvas, found, measures, top + 38)?;
    for (row, parameter) in parameters.iter().enumerate() {
        let middle = first + ROW * row as i32 + ROW / 2;
        words(canvas, &found.parameters[*parameter], (NAMES - 14, middle), INK, HPos::Right)?;
        for (place, measure) in measures.into_iter().enumerate() {
            interval(canvas, scale, of(found, measure, *parameter), middle + if place == 0 { -5 } else { 6 }, place == 0)?;
        }
    }
    Ok(())
}

/// What noise alone would give the leading measure.
fn noise(found: &SensitivityResult, leading: SensitivityMeasure) -> Option<Estimated> {
    found.sensitivity.overall(if leading == SensitivityMeasure::Total { SensitivityMeasure::NoiseOfMeans } else { SensitivityMeasure::NoiseMuStar })
}

fn legend(canvas: &Canvas<'_>, found: &SensitivityResult, measures: [SensitivityMeasure; 2], y: i32) -> Result<(), DrawError> {
    for (place, measure) in measures.into_iter().enumerate() {
        let x = NAMES + 150 * place as i32;
        mark(canvas, (x + 6, y), place == 0)?;
        words(canvas, &title(measure, found.outcome.unit), (x + 18, y), INK, HPos::Left)?;
    }
    let x = NAMES + 320;
    dashed(canvas, x, (y - 8, y + 8))?;
    words(canvas, "luck alone", (x + 10, y), INK, HPos::Left)
}

fn axis(canvas: &Canvas<'_>, scale: Scale, (first, last): (i32, i32)) -> Result<(), DrawError> {
    let ticks = ticks(scale.low, scale.high, 8.0);
    for (tick, text) in ticks.iter().zip(tick_words(&ticks)) {
        let x = scale.place(*tick);
        line(canvas, [(x, first - 4), (x, last)], if *tick == 0.0 { GREY } else { PALE }, 1)?;
        words(canvas, &text, (x, last + 14), GREY, HPos::Center)?;
    }
    Ok(())
}

/// An estimate with its interval.
fn interval(canvas: &Canvas<'_>, scale: Scale, value: Estimated, y: i32, leading: bool) -> Result<(), DrawError> {
    let Some(estimate) = value.estimate else { return Ok(()) };
    if let Some((lower, upper)) = value.lower.zip(value.upper) {
        line(canvas, [(scale.place(lower), y), (scale.place(upper), y)], if leading { BLUE } else { VERMILLION }, 2)?;
    }
    mark(canvas, (scale.place(estimate), y), leading)
}

/// A square for the leading measure, a circle for the second.
fn mark(canvas: &Canvas<'_>, (x, y): (i32, i32), leading: bool) -> Result<(), DrawError> {
    let drawn = if leading {
        canvas.draw(&Rectangle::new([(x - 4, y - 4), (x + 4, y + 4)], BLUE.filled()))
    } else {
        canvas.draw(&Circle::new((x, y), 4, VERMILLION.filled()))
    };
    drawn.map_err(|e| e.to_string())
}

fn line(canvas: &Canvas<'_>, places: [(i32, i32); 2], colour: RGBColor, width: u32) -> Result<(), DrawError> {
    canvas.draw(&PathElement::new(places.to_vec(), colour.stroke_width(width))).map_err(|e| e.to_string())
}

/// A dashed line downwards.
fn dashed(canvas: &Canvas<'_>, x: i32, (first, last): (i32, i32)) -> Result<(), DrawError> {
    (first..last).step_by(8).try_for_each(|y| line(canvas, [(x, y), (x, (y + 4).min(last))], GREY, 2))
}

/// Words whose middle stands at a height.
fn words(canvas: &Canvas<'_>, text: &str, place: (i32, i32), colour: RGBColor, end: HPos) -> Result<(), DrawError> {
    // The backend divides sizes by 1.24.
    let font = ("sans-serif", f64::from(LETTERS) * 1.24).into_font();
    let style = TextStyle::from(font).color(&colour).pos(Pos::new(end, VPos::Center));
    canvas.draw(&Text::new(text.to_string(), place, style)).map_err(|e| e.to_string())
}
