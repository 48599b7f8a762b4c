//! What must hold between parameters. Limits of single values stand in the registry.

use super::layer::Group;
use super::layer::enabled;
use super::source::Origin;
use super::view::View;
use super::vocabulary::{Topic, sections};
use super::{Parameters, Problem, Problems};
use crate::policy::Kind;
use crate::units::Tier;

/// Most labels that fit a run.
const LABELS: usize = 1_000_000;

/// Reports a broken constraint at the last place that set one of the parameters.
fn report(world: &View<'_>, names: &[&str], what: &str, allowed: &str, problems: &mut Problems) {
    let shown = |name: &&str| match world.set(name) {
        Some(setting) => format!("{name} = {} ({})", setting.value, setting.origin),
        None => format!("{name} = {} (registry)", world.unscaled(name)),
    };
    let found: Vec<String> = names.iter().map(shown).collect();
    let problem = Problem::new(what).allowed(allowed).found(found.join(", "));
    let place: Option<&Origin> = names.iter().rev().find_map(|name| world.set(name)).map(|setting| &setting.origin);
    problems.0.push(place.map_or(problem.clone(), |origin| origin.place(problem)));
}

/// Values that must not fall from one name to the next.
fn ordered(world: &View<'_>, names: &[&str], strictly: bool, problems: &mut Problems) {
    for pair in names.windows(2) {
        let (low, high) = (world.unscaled(pair[0]), world.unscaled(pair[1]));
        if low < high || (low == high && !strictly) {
            continue;
        }
        let (what, sign) = if strictly { ("must be below", "<") } else { ("must not exceed", "<=") };
        let what = format!("`{}` {what} `{}`", pair[0], pair[1]);
        report(world, pair, &what, &format!("{} {sign} {}", pair[0], pair[1]), problems);
    }
}

/// Constraints across parameters of the world.
pub(super) fn check_world(world: &View<'_>, parameters: &Parameters, problems: &mut Problems) {
    let value = |name: &str| world.unscaled(name);
    ordered(world, &["size_floor", "size_ceiling"], false, problems);
    for tier in Tier::ALL {
        ordered(world, &[&format!("initial_localisation_capability.{tier}"), "localisation_ceiling"], false, problems);
    }
    ordered(world, &["slot_floor", "slot_ceiling"], false, problems);
    ordered(world, &["verdict_years", "verdict_window"], false, problems);
    ordered(world, &["tier_threshold.small", "tier_threshold.mid", "tier_threshold.major"], true, problems);
    ordered(world, &["tax_bracket.b1", "tax_bracket.b2", "tax_bracket.b3"], true, problems);

    // Else winners run away: attention would rise faster than in proportion to fans.
    if (1.0 + value("cumulative_advantage")) * value("fan_concavity") > 1.0 + 1e-9 {
        let names = ["cumulative_advantage", "fan_concavity"];
        let what = "cumulative advantage outgrows the concavity of fans";
        report(world, &names, what, "(1 + cumulative_advantage) * fan_concavity <= 1", problems);
    }
    // Else a label could lose more fans than it has.
    if value("fan_churn") * (1.0 + value("hybrid_churn")) > 1.0 {
        let what = "more than all fans may leave in a quarter";
        report(world, &["fan_churn", "hybrid_churn"], what, "fan_churn * (1 + hybrid_churn) <= 1", problems);
    }
    let shares = ["major", "mid", "small", "startup"].map(|tier| format!("initial_fandom_share.{tier}"));
    let sum: f64 = shares.iter().map(|name| value(name)).sum();
    if (sum - 1.0).abs() > 1e-6 {
        let what = format!("the tiers' shares of the initial fandom add up to {sum}");
        report(world, &shares.each_ref().map(String::as_str), &what, "a sum of 1 over initial_fandom_share", problems);
    }
    if !parameters.settling_quarters.is_multiple_of(4) {
        let allowed = "whole years, a multiple of 4: the years of the settling end with those of the run";
        report(world, &["settling_quarters"], "the settling ends within a year", allowed, problems);
    }
    let labels = parameters.label_count.iter().sum::<usize>() + parameters.empty_slots();
    if labels > LABELS {
        let names = ["label_count.major", "label_count.mid", "label_count.small", "label_count.startup", "slot_reserve"];
        let allowed = format!("at most {LABELS} labels, after run.scale");
        report(world, &names, &format!("{labels} labels are too many"), &allowed, problems);
    }
}

/// Constraints across instruments: a grant raised by the identity bonus must not exceed the cost of the work.
pub(super) fn check_policy(groups: &[Group], problems: &mut Problems) {
    let of = |kind: Kind| {
        let pair = sections().iter().zip(groups).find(|(section, _)| section.topic == Topic::Policy(kind));
        let (section, group) = pair.expect("every instrument has a section");
        group.blocks.iter().filter(|block| enabled(section, block)).map(|block| View { section, block, scale: 1.0 })
    };
    let factor: f64 = of(Kind::IdentityCondition).map(|view| 1.0 + view.unscaled("bonus")).product();
    for grant in of(Kind::ProductionGrant).filter(|grant| grant.unscaled("rate") * factor > 1.0 + 1e-9) {
        let what = format!("`{}` with the bonus of the identity condition exceeds the cost of a work", grant.section.path("rate"));
        let problem = Problem::new(what)
            .allowed("policy.production_grant.rate * (1 + policy.identity_condition.bonus) <= 1")
            .found(format!("rate = {}, 1 + bonus = {factor}", grant.unscaled("rate")));
        let place = grant.set("rate").map(|setting| &setting.origin).or(grant.block.origin.as_ref());
        problems.0.push(place.map_or(problem.clone(), |origin| origin.place(problem)));
    }
}
