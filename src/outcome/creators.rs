//! Creators' income, rights and careers.

use super::entry::{Better, Formula, Outcome};
use super::window::{mean, mean_years, ratio};

/// Outcomes of the family.
pub const OUTCOMES: &[Outcome] = &[
    Outcome {
        name: "creator_income_mean",
        unit: "M KRW/yr",
        better: Better::Higher,
        family: "creators",
        meaning: "Mean over creators of music income a person in a calendar year (a creator slot is a team of persons_per_creator), mean over years",
        formula: Formula::Years(|y| mean_years(y, |y| Some(y.creator_mean))),
        classes: &[],
    },
    Outcome {
        name: "creator_income_median",
        unit: "M KRW/yr",
        better: Better::Higher,
        family: "creators",
        meaning: "Median over creators of income a person in a calendar year (element floor(n/2) of the slots), mean over years",
        formula: Formula::Years(|y| mean_years(y, |y| Some(y.creator_median))),
        classes: &[],
    },
    Outcome {
        name: "creator_income_gini",
        unit: "0..1",
        better: Better::Lower,
        family: "creators",
        meaning: "Gini coefficient of the same income over creator slots, mean over years",
        formula: Formula::Years(|y| mean_years(y, |y| y.creator_gini)),
        classes: &[],
    },
    Outcome {
        name: "creator_income_top1",
        unit: "share",
        better: Better::Lower,
        family: "creators",
        meaning: "Share of the floor(n/100) best-paid creators in the same income, mean over years",
        formula: Formula::Years(|y| mean_years(y, |y| y.creator_top1)),
        classes: &[],
    },
    Outcome {
        name: "creator_revenue_share",
        unit: "share",
        better: Better::Higher,
        family: "creators",
        meaning: "Paid to creators / revenue, sums over the run",
        formula: Formula::Quarters(|q| ratio(q, |q| q.paid_to_creators, |q| q.revenue())),
        classes: &[],
    },
    Outcome {
        name: "rights_retained",
        unit: "share",
        better: Better::Higher,
        family: "creators",
        meaning: "Mean over works made of rights_kept (placed works) or 1, mean over quarters",
        formula: Formula::Quarters(|q| mean(q, |q| q.rights_kept)),
        classes: &[],
    },
    Outcome {
        name: "creators_with_international_credit",
        unit: "share",
        better: Better::Higher,
        family: "creators",
        meaning: "Creators with at least one international credit in the calendar year / creator slots, mean over years",
        formula: Formula::Years(|y| mean_years(y, |y| Some(y.creators_international))),
        classes: &[],
    },
    Outcome {
        name: "creator_exits",
        unit: "creators/yr",
        better: Better::Lower,
        family: "creators",
        meaning: "Creators (persons) who leave for good, sum over the run / years",
        formula: Formula::EachYear(|y| y.creator_exits),
        classes: &[],
    },
];
