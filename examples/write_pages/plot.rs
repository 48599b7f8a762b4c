//! Pictures as SVG: effects over time with their intervals, and shares as stacked bars.

use std::error::Error;

use plotters::prelude::*;

use super::number::Number;

/// Colours that the colour-blind tell apart (Okabe and Ito 2008).
const BLUE_LINE: RGBColor = RGBColor(0, 114, 178);
const CLASSES: [RGBColor; 5] =
    [RGBColor(187, 187, 187), RGBColor(230, 159, 0), RGBColor(204, 121, 167), RGBColor(86, 180, 233), RGBColor(0, 158, 115)];
const TEXT: &str = "sans-serif";

/// One picture among several: a title, and numbers by time.
pub struct Panel {
    /// Title with unit.
    pub title: &'static str,
    /// Points in time, years.
    pub times: Vec<f64>,
    /// Numbers at these times.
    pub numbers: Vec<Number>,
}

/// Says what a picture shows to those who cannot see it.
fn described(svg: &str, description: &str) -> String {
    svg.replacen("<svg ", "<svg role=\"img\" ", 1).replacen(">\n", &format!(">\n<title>{description}</title>\n"), 1)
}

/// Panels, two in a row: mean and 95 % interval over time, with a line at 0.
pub fn over_time(panels: &[Panel], description: &str) -> Result<String, Box<dyn Error>> {
    let mut svg = String::new();
    {
        let size = (860, 250 * panels.len().div_ceil(2) as u32);
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        area.fill(&WHITE)?;
        for (place, panel) in area.split_evenly((panels.len().div_ceil(2), 2)).iter().zip(panels) {
            draw(place, panel)?;
        }
        area.present()?;
    }
    Ok(described(&svg, description))
}

fn draw(place: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>, panel: &Panel) -> Result<(), Box<dyn Error>> {
    let low = panel.numbers.iter().map(|n| n.low).fold(0.0, f64::min);
    let high = panel.numbers.iter().map(|n| n.high).fold(0.0, f64::max);
    let margin = 0.06 * (high - low);
    let (first, last) = (panel.times[0].floor(), panel.times[panel.times.len() - 1].ceil());
    let mut chart = ChartBuilder::on(place)
        .caption(panel.title, (TEXT, 15))
        .margin(10)
        .margin_right(22)
        .x_label_area_size(24)
        .y_label_area_size(44)
        .build_cartesian_2d(first..last, low - margin..high + margin)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(BLACK.mix(0.12))
        .x_labels(6)
        .y_labels(6)
        .label_style((TEXT, 12))
        .x_label_formatter(&|year| format!("{year:.0}"))
        .y_label_formatter(&|value| super::number::short(*value))
        .draw()?;
    let at = |value: fn(&Number) -> f64| panel.times.iter().zip(&panel.numbers).map(move |(time, number)| (*time, value(number)));
    let band: Vec<(f64, f64)> = at(|n| n.low).chain(at(|n| n.high).collect::<Vec<_>>().into_iter().rev()).collect();
    chart.draw_series(std::iter::once(Polygon::new(band, BLUE_LINE.mix(0.25))))?;
    chart.draw_series(std::iter::once(PathElement::new(vec![(first, 0.0), (last, 0.0)], BLACK.stroke_width(1))))?;
    chart.draw_series(std::iter::once(PathElement::new(at(|n| n.mean).collect::<Vec<_>>(), BLUE_LINE.stroke_width(2))))?;
    Ok(())
}

/// A name and shares that add up to 1.
pub struct Bar {
    /// Name of the group, empty where it is that of the bar above.
    pub name: String,
    /// What tells the bar from others of the group.
    pub kind: &'static str,
    /// Shares by class.
    pub shares: Vec<f64>,
}

/// Bars of shares by class, with a legend above.
pub fn stacked(bars: &[Bar], classes: &[&str], description: &str) -> Result<String, Box<dyn Error>> {
    const LEFT: i32 = 290;
    const WIDTH: f64 = 540.0;
    let mut svg = String::new();
    {
        let height = 40 + 13 * bars.len() as i32 + 7 * bars.iter().filter(|bar| !bar.name.is_empty()).count() as i32 + 24;
        let area = SVGBackend::with_string(&mut svg, (860, height as u32)).into_drawing_area();
        area.fill(&WHITE)?;
        let mut x = LEFT;
        for (class, colour) in classes.iter().zip(CLASSES) {
            area.draw(&Rectangle::new([(x, 10), (x + 11, 21)], colour.filled()))?;
            area.draw(&Text::new((*class).to_string(), (x + 15, 10), (TEXT, 12)))?;
            x += 26 + 7 * class.len() as i32;
        }
        let mut y = 34;
        for bar in bars {
            if !bar.name.is_empty() {
                y += 7;
                area.draw(&Text::new(bar.name.clone(), (8, y), (TEXT, 12)))?;
            }
            area.draw(&Text::new(bar.kind, (LEFT - 72, y), (TEXT, 11)))?;
            let mut left = 0.0;
            for (share, colour) in bar.shares.iter().zip(CLASSES) {
                let ends = [left, left + share].map(|part| LEFT + (WIDTH * part).round() as i32);
                area.draw(&Rectangle::new([(ends[0], y), (ends[1], y + 11)], colour.filled()))?;
                left += share;
            }
            y += 13;
        }
        for percent in [0, 25, 50, 75, 100] {
            let x = LEFT + (WIDTH * f64::from(percent) / 100.0) as i32;
            area.draw(&PathElement::new(vec![(x, 34), (x, y + 3)], BLACK.mix(0.25)))?;
            area.draw(&Text::new(format!("{percent} %"), (x - 10, y + 6), (TEXT, 11)))?;
        }
        area.present()?;
    }
    Ok(described(&svg, description))
}
