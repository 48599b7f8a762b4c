//! Training places for creators: skill and international network, by lottery.
//!
//! ```text
//! places a year = floor(T_b / T_c)
//! skill   += T_s (1 - skill / skill_ceiling)+
//! skill0  += T_l T_s (1 - skill0 / skill_ceiling)+
//! network += T_w (1 - network / network_ceiling)+
//! ```
//!
//! | symbol | row of `policy.creator_training` | unit | source | grade |
//! | --- | --- | --- | --- | --- |
//! | T_b | `budget` | M KRW a year | assumed | C |
//! | T_c | `cost_per_place` | M KRW a place | assumed; trainee cost 25-30 M KRW a year in 2015 (F063) | C |
//! | T_s | `skill_gain` | sd | assumed | C |
//! | T_l | `lasting_share` | share of the gain | assumed | C |
//! | T_w | `network_gain` | index | assumed | C |
//! | | `eligible`, `take_up` | 0 or 1, share by tier | assumed | C |
//! | | `admin_share` | share of outlay | Canada Music Fund 4.9 % (F194) | A |
//!
//! skill0 is the skill towards which skill fades: the lasting share is what training leaves behind.

use super::terms::{Budget, Schedule, TakeUp, Values};
use super::facts::{CreatorFacts, LabelFacts};
use super::answers::CreatorGains;
use super::instrument::{Instrument, Seam};
use crate::units::{KrwMillion, PerTier, Share};

/// What takes all strength where it is 0: the money for places, or all that is learnt in them.
pub const STRENGTH: &[&[&str]] = &[&["budget"], &["skill_gain", "network_gain"]];

/// Training places for creators.
#[derive(Clone, Debug)]
pub struct CreatorTraining {
    /// Yearly budget, M KRW.
    budget: Schedule,
    /// Cost of a place for a year.
    cost_per_place: KrwMillion,
    /// Skill gained by a creator of skill 0, sd.
    skill_gain: f64,
    /// Part of the gain that does not fade.
    lasting_share: Share,
    /// Network gained by a creator of network 0, index.
    network_gain: f64,
    eligible: PerTier<bool>,
    take_up: TakeUp,
    admin_share: Share,
}

impl CreatorTraining {
    /// Reads the rule from values that were checked.
    pub fn read(values: &dyn Values) -> Self {
        let share = |key: &str| Share::new(values.number(key)).expect("checked when the scenario was read");
        Self {
            budget: values.yearly("budget"),
            cost_per_place: KrwMillion::new(values.number("cost_per_place")).expect("checked when the scenario was read"),
            skill_gain: values.number("skill_gain"),
            lasting_share: share("lasting_share"),
            network_gain: values.number("network_gain"),
            eligible: values.tiers("eligible"),
            take_up: TakeUp::read(values),
            admin_share: share("admin_share"),
        }
    }
}

/// What is left to learn: `(1 - level / ceiling)+`.
fn room(level: f64, ceiling: f64) -> f64 { (1.0 - level / ceiling).max(0.0) }

impl Instrument for CreatorTraining {
    fn seams(&self) -> &'static [Seam] { &[Seam::Training] }
    fn has_strength(&self, year: usize) -> bool { (self.skill_gain > 0.0 || self.network_gain > 0.0) && self.budget.of_year(year) > 0.0 }
    fn tiers(&self) -> PerTier<bool> { self.eligible }
    fn take_up(&self) -> Option<&TakeUp> { Some(&self.take_up) }
    fn budget(&self) -> Budget<'_> { Budget::YearEnd(&self.budget) }
    fn admin_share(&self) -> f64 { self.admin_share.get() }
    fn cost_per_place(&self) -> Option<f64> { Some(self.cost_per_place.get()) }

    fn creator_places(&self, _label: &LabelFacts, creator: &CreatorFacts) -> CreatorGains {
        CreatorGains {
            skill: self.skill_gain * room(creator.skill, creator.skill_ceiling),
            starting_skill: self.lasting_share.get() * self.skill_gain * room(creator.starting_skill, creator.skill_ceiling),
            network: self.network_gain * room(creator.network, creator.network_ceiling),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::example::{changes_nothing, creator, given, small_label};
    use super::*;

    fn school() -> CreatorTraining {
        CreatorTraining::read(&given(&[
            ("budget", 5000.0),
            ("cost_per_place", 70.0),
            ("skill_gain", 0.06),
            ("lasting_share", 0.5),
            ("network_gain", 0.15),
            ("eligible.startup", 0.0),
        ]))
    }

    #[test]
    fn a_school_that_teaches_nothing_changes_nothing() {
        let zero = [("budget", 0.0), ("cost_per_place", 70.0), ("skill_gain", 0.0), ("lasting_share", 0.5), ("network_gain", 0.0)];
        changes_nothing(&CreatorTraining::read(&given(&zero)));
    }

    #[test]
    fn a_creator_gains_in_proportion_to_what_is_left_to_learn() {
        let gains = school().creator_places(&small_label(), &creator());
        assert_eq!(gains.skill, 0.06 * 0.75, "skill 1 of 4");
        assert_eq!(gains.starting_skill, 0.5 * 0.06, "started at 0");
        assert_eq!(gains.network, 0.15 * (1.0 - 0.5 / 3.0), "network 0.5 of 3");
    }

    #[test]
    fn who_stands_at_the_ceiling_learns_nothing_and_forgets_nothing() {
        let master = CreatorFacts { skill: 4.5, starting_skill: 4.0, network: 3.0, ..creator() };
        assert_eq!(school().creator_places(&small_label(), &master), CreatorGains::default());
    }

    #[test]
    fn a_budget_of_5_billion_at_70_million_a_place_is_settled_at_the_years_end() {
        assert_eq!(school().cost_per_place(), Some(70.0));
        assert_eq!(school().budget(), Budget::YearEnd(&Schedule::Constant(5000.0)));
    }

    #[test]
    fn a_tier_that_is_left_out_has_no_places() { assert_eq!(school().tiers(), PerTier([true, true, true, false])); }
}
