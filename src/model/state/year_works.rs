//! Works of the calendar year, for the awards at its end.

use crate::units::Strategy;

/// Works of the calendar year as juries see them, in columns.
#[derive(Clone, Debug, Default)]
pub struct YearWorks {
    /// Label slot.
    pub label: Vec<u32>,
    /// Generation of the label at release.
    pub generation: Vec<u32>,
    /// Act.
    pub act: Vec<u32>,
    /// Quarter of the year, from 0.
    pub quarter: Vec<u32>,
    /// Strategy.
    pub strategy: Vec<Strategy>,
    /// Platform of the title, `NONE` without.
    pub platform: Vec<u8>,
    /// Share of attention in the United States in the release quarter.
    pub share_us: Vec<f64>,
    /// ln quality.
    pub ln_quality: Vec<f64>,
    /// Effective localisation level in the United States.
    pub level_us: Vec<f64>,
    /// Mean network.
    pub network: Vec<f64>,
    /// Autonomy.
    pub autonomy: Vec<f64>,
    /// Identity.
    pub identity: Vec<f64>,
    /// First credited creator in `credits`.
    pub credit_first: Vec<u32>,
    /// Number of credited creators.
    pub credit_count: Vec<u32>,
    /// Credited creators of all works.
    pub credits: Vec<u32>,
}

impl YearWorks {
    /// Room for so many works and credits.
    pub fn allocate(works: usize, credits: usize) -> Self {
        let (numbers, counts) = (|| Vec::with_capacity(works), || Vec::with_capacity(works));
        Self {
            label: counts(),
            generation: counts(),
            act: counts(),
            quarter: counts(),
            strategy: Vec::with_capacity(works),
            platform: Vec::with_capacity(works),
            share_us: numbers(),
            ln_quality: numbers(),
            level_us: numbers(),
            network: numbers(),
            autonomy: numbers(),
            identity: numbers(),
            credit_first: counts(),
            credit_count: counts(),
            credits: Vec::with_capacity(credits),
        }
    }

    /// Forgets the works of the year before.
    pub fn clear(&mut self) {
        let counts = [&mut self.label, &mut self.generation, &mut self.act, &mut self.quarter];
        let credits = [&mut self.credit_first, &mut self.credit_count, &mut self.credits];
        counts.into_iter().chain(credits).for_each(Vec::clear);
        let numbers = [&mut self.share_us, &mut self.ln_quality, &mut self.level_us];
        numbers.into_iter().chain([&mut self.network, &mut self.autonomy, &mut self.identity]).for_each(Vec::clear);
        self.strategy.clear();
        self.platform.clear();
    }

    /// Number of works.
    pub fn len(&self) -> usize {
        self.label.len()
    }
}
