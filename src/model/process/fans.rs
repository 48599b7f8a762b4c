//! Call 11: listeners, fandom and recognition (4.6).

use crate::model::columns::by_market;
use crate::model::state::Economy;
use crate::model::step::StepContext;
use crate::units::{Market, PerMarket};

/// What the winning of fans works with, one number for each label.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Identity lost in the works of the quarter.
    lost: Vec<f64>,
    /// Listeners converted by market, before the conversion factor, thousand.
    converted: PerMarket<Vec<f64>>,
}

impl Workspace {
    /// Allocates for so many labels.
    pub fn allocate(labels: usize) -> Self {
        Self { lost: vec![0.0; labels], converted: PerMarket::build(|_| vec![0.0; labels]) }
    }
}

/// Listeners of each label: sum over markets of (works' shares + C / D) * listeners * breadth, thousand.
///
/// Runs in call 8, when shares are known and the catalogue is still that of the quarter.
pub fn count_listeners(step: &StepContext, e: &mut Economy) {
    let p = step.constants.p;
    let all = &mut e.labels.listeners[..];
    all.fill(0.0);
    for m in 0..Market::COUNT {
        let unit = p.listeners[m] * p.listening_breadth;
        let (of_catalogue, catalogue) = (unit / e.markets.attention[m], &e.labels.catalogue[m][..]);
        step.cpu.run(
            #[inline(always)]
            || hear_catalogue(all, catalogue, of_catalogue),
        );
        for (label, share) in e.works.label.iter().zip(&e.works.share[m]) {
            all[*label as usize] += share * unit;
        }
    }
}

#[inline(always)]
fn hear_catalogue(listeners: &mut [f64], catalogue: &[f64], unit: f64) {
    for (listeners, catalogue) in listeners.iter_mut().zip(catalogue) {
        *listeners += catalogue * unit;
    }
}

/// Fandom and recognition of the quarter.
pub fn win_fans(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    measure_hybridity(step, e, &mut ws.lost);
    set_room(step, e);
    let converted = &mut ws.converted;
    converted.iter_mut().for_each(|column| column.fill(0.0));
    by_market::add(converted, &e.works.label, &e.works.converted, |converted, _| converted);
    for m in 0..Market::COUNT {
        grow(step, e, ws, m);
    }
    update_recognition(step, e);
}

/// Mean over the label's works of (founding identity - identity of the work)+; 0 without works.
fn measure_hybridity(step: &StepContext, e: &Economy, sums: &mut [f64]) {
    let works = &e.labels.works[..];
    sums.fill(0.0);
    for (label, identity) in e.works.label.iter().zip(&e.works.identity) {
        let i = *label as usize;
        sums[i] += (e.labels.founding_identity[i] - identity).max(0.0);
    }
    step.cpu.run(
        #[inline(always)]
        || {
            for (sum, works) in sums.iter_mut().zip(works) {
                *sum /= f64::from((*works).max(1));
            }
        },
    );
}

/// room = (1 - sum F / (n sum F at the start))+ * n / (n - 1); sum F is that of the end of the quarter before.
fn set_room(step: &StepContext, e: &mut Economy) {
    let n = step.constants.p.fandom_room;
    let fans = e.markets.fandom;
    for m in 0..Market::COUNT {
        e.markets.room[m] = (1.0 - fans[m] / (n * step.constants.p.initial_fandom[m])).max(0.0) * n / (n - 1.0);
    }
}

/// F <- (1 - churn) F + room * (cv * sum of n over the works + gain * attendance); identity lost costs fans in Asia.
fn grow(step: &StepContext, e: &mut Economy, ws: &Workspace, m: usize) {
    let p = step.constants.p;
    let near = matches!(Market::at(m), Market::Kr | Market::Jp | Market::Cn | Market::Sea);
    let hybrid = if near { p.hybrid_churn } else { 0.0 };
    let won = [e.markets.room[m] * e.conditions.openness[m], e.markets.conversion[m], p.touring_fan_gain];
    let audience = [&ws.converted[m][..], &e.labels.attendance[m][..]];
    let (fans, lost) = (&mut e.labels.fandom[m][..], &ws.lost[..]);
    step.cpu.run(
        #[inline(always)]
        || turn_over(fans, lost, audience, [p.fan_churn, hybrid], won),
    );
}

/// The loop of [`grow`]; the audience are listeners converted and attendees, the rates churn and extra churn by
/// identity lost, then room, fans won per listener and per attendee.
#[inline(always)]
fn turn_over(fans: &mut [f64], lost: &[f64], audience: [&[f64]; 2], [churn, hybrid]: [f64; 2], [room, conversion, gain]: [f64; 3]) {
    let n = fans.len();
    let lost = &lost[..n];
    let [converted, attendance] = audience.map(|column| &column[..n]);
    for i in 0..n {
        let leaving = churn * (1.0 + hybrid * lost[i]);
        fans[i] = (1.0 - leaving) * fans[i] + room * (converted[i] * conversion + gain * attendance[i]);
    }
}

/// R <- (1 - d) R + d * listeners / listener unit.
fn update_recognition(step: &StepContext, e: &mut Economy) {
    let d = step.constants.p.recognition_updating;
    let (recognition, listeners, unit) = (&mut e.labels.recognition[..], &e.labels.listeners[..], e.listener_unit);
    step.cpu.run(
        #[inline(always)]
        || {
            for (recognition, listeners) in recognition.iter_mut().zip(listeners) {
                *recognition = (1.0 - d) * *recognition + d * listeners / unit;
            }
        },
    );
}
