//! Revenue, exports, margins and concentration.

use super::entry::{Better, Formula, Outcome};
use super::window::{mean, present_value, ratio, yearly};
use crate::math;
use crate::model::{History, Line, QuarterTotals};
use crate::units::Tier;

/// Outcomes of the family.
pub const OUTCOMES: &[Outcome] = &[
    Outcome {
        name: "revenue",
        unit: "bn KRW/yr",
        better: Better::Higher,
        family: "economy",
        meaning: "Gross revenue of all labels (all seven lines of section 4.7 of the model), sum over the run / years of the run",
        formula: Formula::Quarters(|q| yearly(q, |q| q.revenue())),
        classes: &[],
    },
    Outcome {
        name: "export_revenue",
        unit: "bn KRW/yr",
        better: Better::Higher,
        family: "economy",
        meaning: "Export part of revenue defined in section 4.7 of the model (foreign markets, and fees and backend of platforms other than domestic), sum over the run / years",
        formula: Formula::Quarters(|q| yearly(q, |q| q.exports())),
        classes: &[],
    },
    Outcome {
        name: "export_share",
        unit: "share",
        better: Better::Higher,
        family: "economy",
        meaning: "export_revenue / revenue (ratio of sums over the run)",
        formula: Formula::Quarters(|q| ratio(q, |q| q.exports(), |q| q.revenue())),
        classes: &[],
    },
    Outcome {
        name: "export_growth",
        unit: "1/yr",
        better: Better::Higher,
        family: "economy",
        meaning: "(ln exports of the last calendar year - ln exports of the first) / (years - 1); empty below two years",
        formula: Formula::Run(export_growth),
        classes: &[],
    },
    Outcome {
        name: "export_present_value",
        unit: "bn KRW",
        better: Better::Higher,
        family: "economy",
        meaning: "Sum over quarters t of exports * (1 + discount_rate)^(-t/4)",
        formula: Formula::Run(|h| Some(present_value(h, |q| q.exports()))),
        classes: &[],
    },
    Outcome {
        name: "value_added",
        unit: "bn KRW/yr",
        better: Better::Higher,
        family: "economy",
        meaning: "value_added_coefficient * revenue: value added that it induces in all industries at home, imports left out; moves with revenue alone",
        formula: Formula::Measured(|q, y| yearly(q, |q| y.value_added_coefficient * q.revenue())),
        classes: &[],
    },
    Outcome {
        name: "jobs",
        unit: "persons",
        better: Better::Higher,
        family: "economy",
        meaning: "employment_coefficient * revenue in bn KRW a year: persons employed in all industries at home; moves with revenue alone, and does not say whether they would have worked elsewhere",
        formula: Formula::Measured(|q, y| yearly(q, |q| y.employment_coefficient * q.revenue())),
        classes: &[],
    },
    Outcome {
        name: "profit_margin",
        unit: "share",
        better: Better::Higher,
        family: "economy",
        meaning: "Profit of all labels before tax and payouts (section 4.8 of the model) / revenue, ratio of sums over the run",
        formula: Formula::Quarters(|q| ratio(q, |q| q.profit, |q| q.revenue())),
        classes: &[],
    },
    Outcome {
        name: "concentration_hhi",
        unit: "index",
        better: Better::Lower,
        family: "economy",
        meaning: "Mean over quarters of the sum over living labels of (label revenue of the quarter / total of the living)^2; labels living after exit",
        formula: Formula::Quarters(|q| mean(q, |q| Some(q.hhi))),
        classes: &[],
    },
    Outcome {
        name: "top1_revenue_share",
        unit: "share",
        better: Better::Lower,
        family: "economy",
        meaning: "Share of the ceil(1 %) living labels with the highest trailing yearly revenue in the total of the living, at the end",
        formula: Formula::LastQuarters(1, |q| mean(q, |q| q.top1)),
        classes: &[],
    },
    Outcome {
        name: "major_revenue_share",
        unit: "share",
        better: Better::Neither,
        family: "economy",
        meaning: "Revenue of labels while they are major / revenue, sums over the run",
        formula: Formula::Quarters(|q| ratio(q, |q| q.revenue_by_tier[Tier::Major.index()], |q| q.revenue())),
        classes: &[],
    },
    Outcome {
        name: "recorded_music_share",
        unit: "share",
        better: Better::Neither,
        family: "economy",
        meaning: "(Streaming of works and catalogue + albums) / revenue, sums over the run",
        formula: Formula::Quarters(|q| ratio(q, recorded_music, |q| q.revenue())),
        classes: &[],
    },
    Outcome {
        name: "concert_share",
        unit: "share",
        better: Better::Neither,
        family: "economy",
        meaning: "Concerts and merchandise / revenue, sums over the run",
        formula: Formula::Quarters(|q| ratio(q, |q| q.revenue_by_line[Line::Concerts as usize], |q| q.revenue())),
        classes: &[],
    },
];

/// Streaming of works and catalogue, and albums, M KRW.
fn recorded_music(q: &QuarterTotals) -> f64 {
    [Line::Streaming, Line::Catalogue, Line::Albums].iter().map(|line| q.revenue_by_line[*line as usize]).sum()
}

/// (ln exports of the last complete calendar year - ln of the first) / (years - 1).
fn export_growth(h: &History) -> Option<f64> {
    let complete: Vec<usize> = h.years.iter().map(|y| y.quarter).filter(|quarter| *quarter >= 3).collect();
    if complete.len() < 2 {
        return None;
    }
    let exports = |end: usize| -> f64 { h.quarters[end - 3..=end].iter().map(QuarterTotals::exports).sum() };
    let (first, last) = (exports(complete[0]), exports(complete[complete.len() - 1]));
    (first > 0.0 && last > 0.0).then(|| (math::ln(last) - math::ln(first)) / (complete.len() - 1) as f64)
}
