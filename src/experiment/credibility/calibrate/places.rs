//! Places that the surfaces of all waves leave, and walks among them.

use std::sync::atomic::{AtomicBool, Ordering};

use super::emulator::Surface;
use super::implausible::{CUT, implausibility};
use crate::experiment::design::sampling::{Point, Stream};
use crate::experiment::{Interrupted, RunError};
use crate::outcome::pattern::Pattern;

/// Most places tried to fill a wave.
pub const MOST_TRIED: usize = 4_000_000;

/// Surfaces of one wave, one for each pattern that could be fitted.
pub type Surfaces = Vec<(&'static Pattern, Surface)>;

/// Whether the surfaces of all waves leave a place.
pub fn leaves(surfaces: &[Surfaces], place: &[f64]) -> bool {
    surfaces.iter().flatten().all(|(pattern, s)| implausibility(pattern, s.at(place), s.variance) <= CUT)
}

/// An interruption where the calibration was told to stop.
pub fn go_on(stop: &AtomicBool) -> Result<(), RunError> {
    if stop.load(Ordering::Relaxed) { Err(RunError::Interrupted(Interrupted { done: 0, planned: 0 })) } else { Ok(()) }
}

/// A place near one point, moved along the difference of two others, with two coordinates drawn anew.
pub fn between(points: &[Point], stream: &mut Stream) -> Point {
    let [a, b, c] = [0; 3].map(|_| &points[stream.below(points.len())]);
    let length = 0.2 + 0.5 * stream.uniform();
    let mut place: Point = a.iter().zip(b).zip(c).map(|((a, b), c)| a + length * (b - c)).collect();
    for _ in 0..2 {
        let factor = stream.below(place.len());
        place[factor] = stream.uniform();
    }
    place
}
