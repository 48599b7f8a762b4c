//! Call 0: the quarter's conditions under the scheduled events (section 7 of the model), and the hit.

use crate::draw::Who;
use crate::model::equation::events::{answered, contested, in_full, is_bad, left_behind, lessened, reacting, strikes};
use crate::model::record::QuarterTotals;
use crate::model::state::{Conditions, Economy};
use crate::model::step::StepContext;
use crate::scenario::{Event, Span};
use crate::units::{Market, Platform, Strategy, Tier};

/// Call 0: sets the quarter's conditions; a platform that leaves in full ends its partnerships.
pub fn set_conditions(step: &StepContext, e: &mut Economy) {
    e.conditions = Conditions::of_quarter(step);
    for (n, event) in step.constants.events.iter().enumerate().filter(|_| step.t >= 0) {
        match *event {
            Event::PlatformExit { platform, span, strength } if begins(step, span) && in_full(strength) => end_partnerships(e, platform),
            Event::Absence { tier, span, strength, fans_lost } if span.contains(step.t) => {
                if begins(step, span) {
                    e.event_memory.absent[n] = leave(step, e, tier, strength * fans_lost);
                }
                stay_away(e, n, strength);
            }
            Event::RivalResponse { markets, span, strength, memory } if span.contains(step.t) => {
                for m in (0..Market::COUNT).filter(|m| markets[*m]) {
                    answer(step, e, n, m, (strength, memory));
                }
            }
            Event::BudgetReaction { span, strength, boost, boost_years, cut, bad_year } if span.contains(step.t) => {
                let (year, memory) = (step.constants.year(step.t), &e.event_memory);
                let after_hit = memory.hit_year.is_some_and(|hit| f64::from(year - hit) <= boost_years);
                let bad = |(now, before, of): (f64, Option<f64>, i32)| of == year - 1 && before.is_some_and(|before| is_bad(now, before, bad_year));
                e.conditions.budgets *= reacting(strength, (boost, after_hit), (cut, memory.revenue.is_some_and(bad)));
            }
            _ => {}
        }
    }
}

/// Call 13: whether the calendar year had a hit, an award won or the hit of an event, and what it brought.
pub fn close_year(step: &StepContext, e: &mut Economy, quarters: &[QuarterTotals]) {
    if step.burn_in() {
        return;
    }
    let year = step.constants.year(step.t);
    let struck =
        |event: &Event| matches!(*event, Event::Hit { quarter, popularity, .. } if step.constants.year(quarter) == year && strikes(popularity));
    if e.year.wins.iter().sum::<u32>() > 0 || step.constants.events.iter().any(struck) {
        e.event_memory.hit_year = Some(year);
    }
    // The first year of a run that begins later than with it is not complete.
    if let Some(before) = quarters.len().checked_sub(3) {
        let revenue = quarters[before..].iter().map(QuarterTotals::revenue).sum::<f64>() + e.totals.revenue();
        let last = e.event_memory.revenue.map(|(last, ..)| last);
        e.event_memory.revenue = Some((revenue, last, year));
    }
}

/// Rivals in a market see the Korean share of the quarter before.
fn answer(step: &StepContext, e: &mut Economy, n: usize, m: usize, (strength, memory): (f64, f64)) {
    let answer = &mut e.event_memory.answer[n][m];
    *answer = answered(*answer, memory, e.markets.korean_share[m], step.constants.p.initial_korean_share[m]);
    e.conditions.rivals[m] = contested(e.conditions.rivals[m], strength, *answer);
}

/// Whether the quarter is the first of a span within the run.
fn begins(step: &StepContext, span: Span) -> bool {
    span.from == step.t || step.t == 0 && span.contains(0)
}

/// The label of the tier with the most fans: its first act leaves, and takes part of its own fans along.
fn leave(step: &StepContext, e: &mut Economy, tier: Tier, part: f64) -> Option<Who> {
    let l = &e.labels;
    let of_tier = (0..l.slots()).filter(|i| l.alive[*i] && l.tier[*i] == tier);
    let star = of_tier.reduce(|star, i| if l.fans(i) > l.fans(star) { i } else { star })?;
    let share = step.constants.act_share[tier.index()][0];
    e.labels.fandom.iter_mut().for_each(|fans| fans[star] = left_behind(fans[star], part, share));
    Some(e.who(star))
}

/// While its label lives, the act that is away starts fewer works.
fn stay_away(e: &mut Economy, n: usize, strength: f64) {
    if let Some(who) = e.event_memory.absent[n]
        && e.labels.alive[who.slot as usize]
        && e.who(who.slot as usize) == who
    {
        e.conditions.away.push((who.slot, lessened(1.0, strength)));
    }
}

fn end_partnerships(e: &mut Economy, platform: Platform) {
    for i in 0..e.labels.slots() {
        if e.labels.partner(i) == Some(platform) {
            e.labels.end_partnership(i);
        }
    }
}

/// The hit, right after call 6: one work of the tier becomes a tie_in placed on the platform with
/// the popularity of a world hit.
pub fn strike_hits(step: &StepContext, e: &mut Economy) {
    for event in step.constants.events {
        if let Event::Hit { quarter, tier, platform, popularity, .. } = *event
            && quarter == step.t
            && strikes(popularity)
            && let Some(x) = hit_work(e, tier)
        {
            e.works.strategy[x] = Strategy::TieIn;
            e.works.platform[x] = platform.index() as u8;
            e.works.hit[x] = true;
            e.works.list_titles();
        }
    }
}

/// The first placed tie_in of the tier, else its first tie_in, else its first work.
fn hit_work(e: &Economy, tier: Tier) -> Option<usize> {
    let of_tier = |x: &usize| e.labels.tier[e.works.label[*x] as usize] == tier;
    let tie_in = |x: &usize| e.works.strategy[*x] == Strategy::TieIn;
    let works = || (0..e.works.len()).filter(of_tier);
    works().find(|x| tie_in(x) && e.works.placed(*x)).or_else(|| works().find(tie_in)).or_else(|| works().next())
}

/// Popularity, quality floor and localisation of the hit in force for the tier of a hit work.
pub fn hit_of(step: &StepContext, tier: Tier) -> Option<(f64, f64, f64)> {
    step.constants.events.iter().find_map(|event| match *event {
        Event::Hit { quarter, tier: of, popularity, quality_floor, localisation, .. } if quarter == step.t && of == tier && strikes(popularity) => {
            Some((popularity, quality_floor, localisation))
        }
        _ => None,
    })
}
