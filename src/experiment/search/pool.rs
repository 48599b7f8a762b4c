//! All mixes that a search has looked at, and what it makes of their blocks.
//!
//! The mean of a few blocks is mostly luck, and the best of many such means is the luckiest. So each mean is drawn towards what a
//! quadratic surface over all mixes (`surface`) says of it, by empirical Bayes: with v the variance of a mean, t the variance of true
//! means about the surface f,
//!
//! ```text
//! estimate = f + t / (t + v) (mean - f)
//! ```
//!
//! Means are of differences to the baseline in the same blocks. Estimates choose what is looked at; nothing that is certified rests on
//! them.

use std::collections::HashMap;

use super::aims::{Row, column};
use super::surface::MixtureSurface;
use crate::outcome::statistics::{mean, variance};
use crate::scenario::search::{Mix, MixPart, SearchFile};

/// Why a mix is looked at no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Another beats it in everything.
    Beaten,
    /// It costs more than is allowed.
    TooDear,
    /// Runs were too few to go on with all.
    SetAside,
    /// It did the same as another in every block.
    Twin,
}

/// Least spread of true means about the surface, as part of the luck of a mean.
const LEAST: f64 = 0.02;

/// Mixes with their blocks.
#[derive(Debug, Default)]
pub struct Pool {
    /// Mixes.
    pub mixes: Vec<Mix>,
    /// Their rows, from block 0.
    pub rows: Vec<Vec<Row>>,
    /// Why they are looked at no further.
    pub left: Vec<Option<Left>>,
    /// Rows of the baseline, from block 0.
    pub baseline: Vec<Row>,
    places: HashMap<Mix, usize>,
}

impl Pool {
    /// Takes a mix in, unless it is there; with its place, and whether it is new.
    pub fn add(&mut self, mix: Mix) -> (usize, bool) {
        if let Some(place) = self.places.get(&mix) {
            return (*place, false);
        }
        let place = self.mixes.len();
        self.places.insert(mix.clone(), place);
        self.mixes.push(mix);
        self.rows.push(Vec::new());
        self.left.push(None);
        (place, true)
    }

    /// Those that are looked at further.
    pub fn active(&self) -> Vec<usize> {
        (0..self.mixes.len()).filter(|point| self.left[*point].is_none()).collect()
    }

    /// Differences to the baseline of one objective, block by block.
    fn gains(&self, point: usize, objective: usize) -> Vec<f64> {
        let pairs = column(&self.rows[point], objective).zip(column(&self.baseline, objective));
        pairs.filter_map(|(value, base)| value.zip(base)).map(|(value, base)| value - base).collect()
    }

    /// Estimates of all mixes, each with one number for each objective; the worst number of all where nothing is known.
    pub fn estimates(&self, file: &SearchFile, objectives: usize) -> Vec<Vec<f64>> {
        let components: Vec<Vec<f64>> = self.mixes.iter().map(|mix| components(file, mix)).collect();
        let columns: Vec<Vec<f64>> = (0..objectives).map(|objective| self.estimated(&components, objective)).collect();
        (0..self.mixes.len()).map(|point| columns.iter().map(|column| column[point]).collect()).collect()
    }

    fn estimated(&self, components: &[Vec<f64>], objective: usize) -> Vec<f64> {
        let gains: Vec<Vec<f64>> = (0..self.mixes.len()).map(|point| self.gains(point, objective)).collect();
        let known: Vec<usize> = (0..gains.len()).filter(|point| !gains[*point].is_empty()).collect();
        let means: Vec<f64> = known.iter().map(|point| mean(&gains[*point]).unwrap_or(0.0)).collect();
        // One variance for all: those of few blocks are luck themselves.
        let spreads: Vec<f64> = known.iter().filter_map(|point| variance(&gains[*point])).collect();
        let spread = mean(&spreads).unwrap_or(0.0);
        let noise: Vec<f64> = known.iter().map(|point| spread / gains[*point].len() as f64).collect();
        let mut estimates = vec![f64::NEG_INFINITY; gains.len()];
        let places: Vec<&[f64]> = known.iter().map(|point| components[*point].as_slice()).collect();
        let surface = MixtureSurface::fit(&places, &means, &noise);
        let about: Vec<f64> = places.iter().zip(&means).map(|(place, mean)| surface.as_ref().map_or(*mean, |surface| surface.at(place))).collect();
        let true_spread = surface.map_or(0.0, |surface| surface.true_spread).max(LEAST * mean(&noise).unwrap_or(0.0));
        for (place, point) in known.iter().enumerate() {
            let weight = if true_spread > 0.0 { true_spread / (true_spread + noise[place]) } else { 1.0 };
            estimates[*point] = about[place] + weight * (means[place] - about[place]);
        }
        estimates
    }

    /// Leaves out those that did the same as an earlier one in every block of both, of which there must be so many.
    pub fn leave_out_twins(&mut self, fewest: usize) {
        let mut firsts: HashMap<Vec<u64>, usize> = HashMap::new();
        for point in self.active() {
            let rows = &self.rows[point];
            if rows.len() < fewest {
                continue;
            }
            let bits = rows[..fewest].iter().flatten().map(|value| value.map_or(u64::MAX, f64::to_bits)).collect();
            match firsts.get(&bits) {
                Some(first) if self.rows[*first].iter().zip(rows).all(|(a, b)| a == b) => self.left[point] = Some(Left::Twin),
                Some(_) => {}
                None => drop(firsts.insert(bits, point)),
            }
        }
    }
}

/// Where a mix stands for the surface: the share of each part with each combination of its choices.
fn components(file: &SearchFile, mix: &Mix) -> Vec<f64> {
    let of = |(number, part): (usize, &MixPart)| {
        let share = mix.share(number);
        (0..part.variants() as u32).map(move |variant| if mix.variant[number] == variant { share } else { 0.0 })
    };
    file.parts.iter().enumerate().flat_map(of).collect()
}
