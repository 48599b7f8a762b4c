//! What the first screen may say: effects of options and leads of one over another, each looked at together with all of its kind.

use super::page::Page;
use super::rows::WorldEffectRow;
use super::told::those_told;
use crate::report::appraisal::chief::EXPORTS;

/// Outcomes told of each option besides exports and cost.
pub const TOLD: [&str; 2] = ["small_label_exports", "startup_survival_3y"];

/// An effect as it is told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// Mean effect.
    pub mean: f64,
    /// Ends of its 95 % interval.
    pub low: f64,
    /// The upper one.
    pub high: f64,
    /// Where nine tenths of worlds lie; none without worlds.
    pub worlds: Option<(f64, f64)>,
    /// Share of worlds in which it has the sign of the mean.
    pub share: Option<f64>,
    /// Two-sided probability under no effect.
    pub p: Option<f64>,
    /// Whether it may be told when all effects of the screen are looked at together.
    pub shown: bool,
}

impl Told {
    /// Whether it is shown to rise.
    pub fn up(&self) -> bool {
        self.shown && self.mean > 0.0
    }
    /// Whether it differs from 0 and is not shown to.
    pub fn open(&self) -> bool {
        !self.shown && self.mean != 0.0
    }
}

/// Effects and leads of the options of a page; what holds of each family is found once.
pub struct Findings<'a> {
    /// The page that they are of.
    pub page: &'a Page<'a>,
    looked_at: Vec<(&'a str, &'static str)>,
    effects: Vec<(&'a str, &'static str)>,
    leads: Vec<((&'a str, &'a str), Lead)>,
    ahead: Vec<(&'a str, &'a str)>,
}

impl<'a> Findings<'a> {
    /// Of all options: scenarios with instruments.
    pub fn of(page: &'a Page<'a>) -> Self {
        let options: Vec<&str> = page.data.policies().filter(|s| s.instruments > 0).map(|s| s.name.as_str()).collect();
        let outcomes = || std::iter::once(EXPORTS).chain(TOLD);
        let effects = options.iter().flat_map(|option| outcomes().map(move |outcome| (*option, outcome)));
        let effects: Vec<_> = effects.filter_map(|of| Some((of, measured(page, of.0, of.1)?.p))).collect();
        let pairs = options.iter().flat_map(|one| options.iter().filter(move |two| *two != one).map(move |two| (*one, *two)));
        let leads: Vec<_> = pairs.filter_map(|pair| Some((pair, lead(page, pair.0, pair.1)?))).collect();
        // A pair is one comparison, whichever of the two comes first.
        let once = leads.iter().filter(|((one, two), _)| options.iter().find(|o| *o == one || *o == two) == Some(one));
        let once: Vec<_> = once.map(|(pair, lead)| (*pair, lead.p)).collect();
        let looked_at = effects.iter().map(|(of, _)| *of).collect();
        Self { page, looked_at, effects: those_told(&effects), ahead: those_told(&once), leads }
    }

    /// The effect of an option, and whether it may be told when all effects of the screen are looked at together.
    pub fn told(&self, scenario: &str, outcome: &str) -> Option<Told> {
        let shown = self.effects.contains(&(scenario, outcome));
        Some(Told { shown, ..measured(self.page, scenario, outcome)? })
    }

    /// Whether an effect may be told; none of an effect that the screen does not look at.
    pub fn tells(&self, scenario: &str, outcome: &str) -> Option<bool> {
        let same = |of: &&(&str, &str)| **of == (scenario, outcome);
        self.looked_at.iter().find(same).map(|_| self.effects.contains(&(scenario, outcome)))
    }

    /// Share of worlds in which the first option is ahead of another, and whether it may be told to be ahead in the mean when all leads
    /// of options over one another are looked at together.
    pub fn ahead(&self, first: &str, other: &str) -> Option<(f64, bool)> {
        let (_, lead) = self.leads.iter().find(|(pair, _)| *pair == (first, other))?;
        let holds = self.ahead.iter().any(|pair| *pair == (first, other) || *pair == (other, first));
        Some((lead.share?, lead.mean > 0.0 && holds))
    }
}

/// The effect over worlds, else in the reference world.
pub fn measured(page: &Page<'_>, scenario: &str, outcome: &str) -> Option<Told> {
    let over = |row: &WorldEffectRow| {
        let worlds = row.p05.zip(row.p95).filter(|(low, high)| low < high);
        Some(Told { mean: row.mean?, low: row.ci_low?, high: row.ci_high?, worlds, share: row.share_sign, p: row.p_value, shown: false })
    };
    let of = |row: &&WorldEffectRow| row.scenario == scenario && row.outcome == outcome;
    page.data.world_effects.iter().find(of).and_then(over).or_else(|| {
        let row = page.data.contrast(scenario, outcome)?;
        let (mean, low, high) = (row.mean_difference?, row.ci_low?, row.ci_high?);
        Some(Told { mean, low, high, worlds: None, share: None, p: row.p_value, shown: false })
    })
}

/// A lead of one option over another, exports net of cost.
struct Lead {
    mean: f64,
    p: Option<f64>,
    share: Option<f64>,
}

/// Over worlds, else in the reference world.
fn lead(page: &Page<'_>, first: &str, other: &str) -> Option<Lead> {
    let row = page.data.world_leads.iter().find(|l| l.scenario == first && l.rival == other && l.outcome == EXPORTS);
    if let Some(row) = row {
        return Some(Lead { mean: row.mean?, p: row.p_value, share: row.share_ahead });
    }
    if !page.data.world_effects.is_empty() {
        return None;
    }
    let lead = page.data.runs.paired_net(other, first, EXPORTS, page.data.cost())?;
    Some(Lead { mean: lead.difference.mean?, p: lead.p, share: lead.share_above })
}
