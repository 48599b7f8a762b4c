//! Call 15: what is observed of a quarter, and the invariants that every quarter must keep.

use super::economy::{Economy, Now};
use super::history::{ChoiceRow, PanelRow};
use super::revenue::rights_kept;
use super::scratch::ordered;
use super::{Broken, Watch};
use crate::units::{Market, PerStrategy, Strategy};

/// After call 10, before exits: strategies, rights, identity and autonomy of exports.
pub fn observe_works(now: &Now, e: &mut Economy) {
    let (mut rights, mut weight, mut identity, mut autonomy) = (0.0, 0.0, 0.0, 0.0);
    let (mut payoff, mut works) = ([0.0; Strategy::COUNT], [0.0; Strategy::COUNT]);
    rights_kept(now).gather(&e.works, &mut e.scratch.by_work[0]);
    for (x, kept) in e.scratch.by_work[0].iter().enumerate() {
        let k = e.works.strategy[x].index();
        e.totals.works[k] += 1;
        e.totals.placed += u32::from(e.works.placed(x));
        rights += kept;
        weight += e.works.exports[x];
        identity += e.works.exports[x] * e.works.identity[x];
        autonomy += e.works.exports[x] * e.works.autonomy[x];
        payoff[k] += e.works.payoff[x];
        works[k] += 1.0;
    }
    e.totals.rights_kept = (!e.works.is_empty()).then(|| rights / e.works.len() as f64);
    e.totals.identity = (weight > 0.0).then(|| identity / weight);
    e.totals.autonomy = (weight > 0.0).then(|| autonomy / weight);
    e.totals.payoff = PerStrategy::build(|k| (works[k.index()] > 0.0).then(|| payoff[k.index()] / works[k.index()]));
    let titles: u32 = e.platforms.titles.iter().sum();
    e.totals.slots = [titles, e.platforms.slots.iter().sum(), e.platforms.brokered, e.platforms.brokered_slots];
}

/// Started works with what became of them; both lists are in the order of slot and act.
pub fn record_choices(now: &Now, e: &mut Economy) {
    let mut x = 0;
    for (slot, act, choice) in &e.works.choices {
        let i = *slot as usize;
        let made = x < e.works.len() && (e.works.label[x], e.works.act[x]) == (*slot, *act);
        e.history.choices.push(ChoiceRow {
            quarter: now.t as u32,
            slot: *slot,
            generation: e.labels.generation[i],
            act: *act,
            tier: e.labels.tier[i],
            choice: *choice,
            made: made.then(|| e.works.strategy[x]),
            platform: if made { e.works.platform(x) } else { None },
        });
        x += usize::from(made);
    }
}

/// After exit and entry: the state at the quarter's end.
pub fn observe_state(now: &Now, e: &mut Economy, watch: Watch) -> Result<(), Broken> {
    e.totals.korean_share = e.markets.korean_share;
    let l = &e.labels;
    e.totals.fandom.0 = sums(l.fandom.each_ref());
    [e.ledger.cash, e.ledger.bank_debt, e.ledger.guaranteed_debt] = sums([&l.cash, &l.bank_debt, &l.guaranteed_debt]);
    observe_concentration(e);
    observe_identity(e);
    e.totals.ledger = e.ledger.clone();
    if watch.panel {
        fill_panel(now, e);
    }
    check(now, e)?;
    e.history.quarters.push(e.totals.clone());
    Ok(())
}

/// Sum of each column, in the order of slots; the sums go side by side, for one addition waits for the one before.
fn sums<const N: usize>(columns: [&Vec<f64>; N]) -> [f64; N] {
    let slots = columns[0].len();
    let columns = columns.map(|column| &column[..slots]);
    let mut sums = [0.0; N];
    for i in 0..slots {
        for (sum, column) in sums.iter_mut().zip(columns) {
            *sum += column[i];
        }
    }
    sums
}

/// Living labels, as in the panel: revenue and exports by tier, HHI of revenue, top 1 % of trailing revenue.
fn observe_concentration(e: &mut Economy) {
    let (l, living) = (&e.labels, &mut e.scratch.by_rank);
    living.clear();
    let (mut total, mut trailing) = (0.0, 0.0);
    for i in (0..l.slots()).filter(|i| l.alive[*i]) {
        let t = l.tier[i].index();
        e.totals.living[t] += 1;
        e.totals.revenue_by_tier[t] += l.revenue[i];
        e.totals.exports_by_tier[t] += l.exports[i];
        total += l.revenue[i];
        trailing += l.revenue_year[i];
        // The highest comes first, of equals the lower slot.
        living.push((!ordered(l.revenue_year[i]), i as u32));
    }
    if total > 0.0 {
        e.totals.hhi = living.iter().map(|(_, i)| (l.revenue[*i as usize] / total) * (l.revenue[*i as usize] / total)).sum();
    }
    let top = living.len().div_ceil(100);
    if top > 0 && trailing > 0.0 {
        living.select_nth_unstable(top - 1);
        // A fixed order of addition, whatever the selection leaves.
        living[..top].sort_unstable_by_key(|(_, i)| *i);
        e.totals.top1 = Some(living[..top].iter().map(|(_, i)| l.revenue_year[*i as usize]).sum::<f64>() / trailing);
    }
}

/// Standard deviation of identity over living labels (over n, it is the population).
fn observe_identity(e: &mut Economy) {
    let living = || e.labels.alive.iter().zip(&e.labels.identity).filter(|(alive, _)| **alive).map(|(_, h)| *h);
    let n = living().count() as f64;
    if n > 0.0 {
        let mean = living().sum::<f64>() / n;
        e.totals.identity_sd = Some((living().map(|h| (h - mean) * (h - mean)).sum::<f64>() / n).sqrt());
    }
}

fn fill_panel(now: &Now, e: &mut Economy) {
    for i in 0..e.labels.slots() {
        if !e.labels.alive[i] {
            continue;
        }
        let entered = e.labels.born[i] == now.t;
        e.history.panel.push(PanelRow {
            quarter: now.t as u32,
            slot: i as u32,
            generation: e.labels.generation[i],
            tier: e.labels.tier[i],
            strategy: if entered { None } else { most_used(e, i) },
            works: e.labels.works[i],
            revenue: e.labels.revenue[i],
            export_revenue: e.labels.exports[i],
            cash: e.labels.cash[i],
            fandom: e.labels.fans(i),
            support_received: e.labels.support[i],
        });
    }
}

/// Strategy of most of a label's works of the quarter, the earlier in the order when tied.
fn most_used(e: &Economy, i: usize) -> Option<Strategy> {
    let mut best = (0.0, None);
    for k in Strategy::ALL {
        let count = e.labels.works_of(i, k);
        if count > best.0 {
            best = (count, Some(k));
        }
    }
    best.1
}

/// Invariants of section 9; a run that breaks one is reported as failed, with the number.
fn check(now: &Now, e: &Economy) -> Result<(), Broken> {
    let broken = |reason: String| Err(Broken { quarter: now.t, reason });
    let totals = &e.totals;
    for (name, value) in [("revenue", totals.revenue()), ("profit", totals.profit), ("cash of labels", e.ledger.cash), ("HHI", totals.hhi)] {
        if !value.is_finite() {
            return broken(format!("{name} is {value}, not a finite number"));
        }
    }
    for m in Market::ALL {
        let (fans, share) = (totals.fandom[m.index()], totals.korean_share[m.index()]);
        if !(fans >= 0.0 && fans.is_finite()) {
            return broken(format!("fandom in {m} is {fans}; it must be 0 or more"));
        }
        if !(0.0..=1.0).contains(&share) {
            return broken(format!("Korean share in {m} is {share}; it must be within 0 and 1"));
        }
    }
    for i in 0..e.labels.slots() {
        let (identity, claim, debt) = (e.labels.identity[i], e.labels.claim(i), e.labels.bank_debt[i].min(e.labels.guaranteed_debt[i]));
        if !(0.0..=1.0).contains(&identity) {
            return broken(format!("identity of label {i} is {identity}; it must be within 0 and 1"));
        }
        if claim.is_nan() || claim > now.world.p.claim_ceiling + 1e-9 {
            return broken(format!("investors' claim on label {i} is {claim}, above the ceiling"));
        }
        if debt.is_nan() || debt < 0.0 {
            return broken(format!("debt of label {i} is {debt}; it must be 0 or more"));
        }
    }
    if totals.slots[0] > totals.slots[1] || totals.slots[2] > totals.slots[3] {
        return broken(format!("titles {} of {} slots, brokered {} of {}", totals.slots[0], totals.slots[1], totals.slots[2], totals.slots[3]));
    }
    Ok(())
}
