//! Exports and Korean shares by market.

use super::entry::{Better, Formula, Outcome};
use super::window::{mean, ratio, yearly};
use crate::model::QuarterTotals;
use crate::units::Market;

/// Outcomes of the family.
pub const OUTCOMES: &[Outcome] = &[
    Outcome {
        name: "export_revenue_jp",
        unit: "bn KRW/yr",
        better: Better::Higher,
        family: "markets",
        meaning: "Revenue booked to Japan, sum over the run / years; fees and backend as booked in section 4.7 of the model",
        formula: Formula::Quarters(|q| yearly(q, |q| q.revenue_by_market[Market::Jp.index()])),
        classes: &[],
    },
    Outcome {
        name: "export_revenue_us",
        unit: "bn KRW/yr",
        better: Better::Higher,
        family: "markets",
        meaning: "Revenue booked to the United States, sum over the run / years; fees and backend as booked in section 4.7 of the model",
        formula: Formula::Quarters(|q| yearly(q, |q| q.revenue_by_market[Market::Us.index()])),
        classes: &[],
    },
    Outcome {
        name: "export_revenue_eu",
        unit: "bn KRW/yr",
        better: Better::Higher,
        family: "markets",
        meaning: "Revenue booked to Europe, sum over the run / years; fees and backend as booked in section 4.7 of the model",
        formula: Formula::Quarters(|q| yearly(q, |q| q.revenue_by_market[Market::Eu.index()])),
        classes: &[],
    },
    Outcome {
        name: "export_revenue_cn",
        unit: "bn KRW/yr",
        better: Better::Higher,
        family: "markets",
        meaning: "Revenue booked to China, sum over the run / years; fees and backend as booked in section 4.7 of the model",
        formula: Formula::Quarters(|q| yearly(q, |q| q.revenue_by_market[Market::Cn.index()])),
        classes: &[],
    },
    Outcome {
        name: "export_revenue_sea",
        unit: "bn KRW/yr",
        better: Better::Higher,
        family: "markets",
        meaning: "Revenue booked to South-East Asia, sum over the run / years; fees and backend as booked in section 4.7 of the model",
        formula: Formula::Quarters(|q| yearly(q, |q| q.revenue_by_market[Market::Sea.index()])),
        classes: &[],
    },
    Outcome {
        name: "export_revenue_row",
        unit: "bn KRW/yr",
        better: Better::Higher,
        family: "markets",
        meaning: "Revenue booked to the rest of the world, sum over the run / years; fees and backend as booked in section 4.7 of the model",
        formula: Formula::Quarters(|q| yearly(q, |q| q.revenue_by_market[Market::Row.index()])),
        classes: &[],
    },
    Outcome {
        name: "album_export_share_jp",
        unit: "share",
        better: Better::Neither,
        family: "markets",
        meaning: "Album revenue from Japan / album revenue from all foreign markets, sums over the run",
        formula: Formula::Quarters(|q| ratio(q, |q| q.albums_by_market[Market::Jp.index()], |q| q.albums_by_market[1..].iter().sum())),
        classes: &[],
    },
    Outcome {
        name: "album_export_share_top3",
        unit: "share",
        better: Better::Neither,
        family: "markets",
        meaning: "Album revenue from the three foreign markets with the most of it / album revenue from all foreign markets, sums over the run",
        formula: Formula::Quarters(album_export_share_top3),
        classes: &[],
    },
    Outcome {
        name: "korean_share_kr",
        unit: "share",
        better: Better::Higher,
        family: "markets",
        meaning: "Korean share of attention in Korea (section 4.6 of the model), mean of the last four quarters",
        formula: Formula::LastQuarters(4, |q| mean(q, |q| Some(q.korean_share[Market::Kr.index()]))),
        classes: &[],
    },
    Outcome {
        name: "korean_share_us",
        unit: "share",
        better: Better::Higher,
        family: "markets",
        meaning: "Korean share of attention in the United States (section 4.6 of the model), mean of the last four quarters",
        formula: Formula::LastQuarters(4, |q| mean(q, |q| Some(q.korean_share[Market::Us.index()]))),
        classes: &[],
    },
];

/// Album revenue of the three foreign markets with the most of it, as share of all foreign markets.
fn album_export_share_top3(q: &[QuarterTotals]) -> Option<f64> {
    let mut albums = [0.0; Market::COUNT - 1];
    for quarter in q {
        for (sum, album) in albums.iter_mut().zip(&quarter.albums_by_market[1..]) {
            *sum += album;
        }
    }
    albums.sort_unstable_by(|a, b| b.total_cmp(a));
    let total: f64 = albums.iter().sum();
    (total > 0.0).then(|| albums[..3].iter().sum::<f64>() / total)
}
