//! What events remember from quarter to quarter (7).

use crate::draw::Who;
use crate::units::PerMarket;

/// One entry for each event of the scenario, in its order.
#[derive(Clone, Debug, Default)]
pub struct EventMemory {
    /// The label whose first act is away, from the first quarter of the absence on; `None` where the tier had none.
    pub absent: Vec<Option<Who>>,
    /// What rivals have made of Korean success, by market; 0 before the event.
    pub answer: Vec<PerMarket<f64>>,
    /// Last calendar year of the run with a hit, counted from that of the start.
    pub hit_year: Option<i32>,
    /// Revenue of the last complete calendar year of the run and of the one before it, M KRW, and its number.
    pub revenue: Option<(f64, Option<f64>, i32)>,
}

impl EventMemory {
    /// Forgets all, and takes the number of events.
    pub fn reset(&mut self, events: usize) {
        self.absent.clear();
        self.absent.resize(events, None);
        (self.hit_year, self.revenue) = (None, None);
        self.answer.clear();
        self.answer.resize(events, PerMarket::default());
    }
}
