//! Call 11: listeners, fandom and recognition (4.6).

use crate::model::columns::{by_market, each};
use crate::model::equation::fandom as equation;
use crate::model::state::Economy;
use crate::model::step::StepContext;
use crate::units::{Market, PerMarket};

/// What the winning of fans works with, one number for each label.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Identity lost in the works of the quarter, added up.
    lost_in_all: Vec<f64>,
    /// Its mean over the works.
    lost: Vec<f64>,
    /// Listeners converted by market, before the conversion factor, thousand.
    converted: PerMarket<Vec<f64>>,
}

impl Workspace {
    /// Allocates for so many labels.
    pub fn allocate(labels: usize) -> Self {
        Self { lost_in_all: vec![0.0; labels], lost: vec![0.0; labels], converted: PerMarket::build(|_| vec![0.0; labels]) }
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
        let audience = equation::audience(p.listeners[m], p.listening_breadth);
        let of_catalogue = equation::catalogue_audience(audience, e.markets.attention[m]);
        each!(step.cpu, all.len();
            read { catalogue: e.labels.catalogue[m] }
            write { listeners: all }
            { *listeners += catalogue * of_catalogue });
        for (label, share) in e.works.label.iter().zip(&e.works.share[m]) {
            all[*label as usize] += share * audience;
        }
    }
}

/// Fandom and recognition of the quarter.
pub fn win_fans(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    measure_hybridity(step, e, ws);
    set_room(step, e);
    let converted = &mut ws.converted;
    converted.iter_mut().for_each(|column| column.fill(0.0));
    by_market::add(converted, &e.works.label, &e.works.converted, |converted, _| converted);
    for m in 0..Market::COUNT {
        grow(step, e, ws, m);
    }
    update_recognition(step, e);
}

/// Identity lost in each label's works: the mean over them, 0 without works.
fn measure_hybridity(step: &StepContext, e: &Economy, ws: &mut Workspace) {
    let lost = &mut ws.lost_in_all[..];
    lost.fill(0.0);
    for (label, identity) in e.works.label.iter().zip(&e.works.identity) {
        let i = *label as usize;
        lost[i] += equation::identity_lost(e.labels.founding_identity[i], *identity);
    }
    each!(step.cpu, lost.len();
        read { in_all: ws.lost_in_all, works: e.labels.works }
        write { lost: ws.lost }
        { *lost = equation::mean_of_works(in_all, works) });
}

/// Room for fandom by market, from the fandom at the end of the quarter before.
fn set_room(step: &StepContext, e: &mut Economy) {
    let p = step.constants.p;
    for m in 0..Market::COUNT {
        e.markets.room[m] = equation::room(e.markets.fandom[m], p.initial_fandom[m], p.fandom_room);
    }
}

/// Fans of one market leave and are won; identity lost costs fans in Asia.
fn grow(step: &StepContext, e: &mut Economy, ws: &Workspace, m: usize) {
    let p = step.constants.p;
    let near = matches!(Market::at(m), Market::Kr | Market::Jp | Market::Cn | Market::Sea);
    let (churn, hybrid) = (p.fan_churn, if near { p.hybrid_churn } else { 0.0 });
    let room = e.markets.room[m] * e.conditions.openness[m];
    let (conversion, touring_gain) = (e.markets.conversion[m], p.touring_fan_gain);
    let l = &mut e.labels;
    each!(step.cpu, l.slots();
    read { lost: ws.lost, converted: ws.converted[m], attendance: l.attendance[m] }
    write { fans: l.fandom[m] }
    {
        let leaving = equation::leaving(churn, hybrid, lost);
        let won = equation::won(converted, conversion, attendance, touring_gain);
        *fans = equation::fans(*fans, leaving, room, won);
    });
}

/// Recognition moves to the listeners of the quarter.
fn update_recognition(step: &StepContext, e: &mut Economy) {
    let (updating, unit, l) = (step.constants.p.recognition_updating, e.listener_unit, &mut e.labels);
    each!(step.cpu, l.slots();
        read { listeners: l.listeners }
        write { recognition: l.recognition }
        { *recognition = equation::recognition(*recognition, listeners, unit, updating) });
}
