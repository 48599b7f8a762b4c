//! What the tests of all instruments are told: values, a label, and how "nothing changes" is held.

use super::facts::{Claim, CreatorFacts, Industry, LabelFacts, Stage, YearCost};
use super::instrument::{Instrument, Seam};
use super::terms::{Schedule, Values};
use crate::units::{Market, PerStrategy, Strategy, Tier};

/// Values as a test states them. A row of a table that is not stated takes the table's number
/// (`rate.mid` that of `rate`); who may apply and who does is everybody unless stated.
pub struct Given {
    pub numbers: Vec<(&'static str, f64)>,
    pub words: Vec<(&'static str, &'static str)>,
}

/// Values with these numbers.
pub fn given(numbers: &[(&'static str, f64)]) -> Given {
    Given { numbers: numbers.to_vec(), words: vec![("selection", "merit")] }
}

const EVERYBODY: [(&str, f64); 5] = [("eligible", 1.0), ("take_up", 1.0), ("take_up_rise", 0.0), ("take_up_ceiling", 1.0), ("admin_share", 0.06)];

impl Values for Given {
    fn number(&self, key: &str) -> f64 {
        let table = key.split_once('.').map_or(key, |(table, _)| table);
        let stated = |key: &str| self.numbers.iter().chain(&EVERYBODY).find(|(name, _)| *name == key).map(|(_, number)| *number);
        stated(key).or_else(|| stated(table)).unwrap_or_else(|| panic!("the test does not state `{key}`"))
    }
    fn word(&self, key: &str) -> String {
        self.words.iter().find(|(name, _)| *name == key).unwrap_or_else(|| panic!("the test does not state `{key}`")).1.to_owned()
    }
    fn yearly(&self, key: &str) -> Schedule {
        Schedule::Constant(self.number(key))
    }
}

/// What all labels have in common.
const INDUSTRY: Industry = Industry {
    identity_loss: PerStrategy([0.08, 0.3, 0.18, 0.13]),
    strategy_cost: PerStrategy([1.0, 0.6, 0.9, 1.1]),
    touring_intensity: PerStrategy([1.0, 0.0, 0.15, 0.8]),
    coordination_cost: 0.25,
};

/// A small label with works of 130 M KRW and 500 M KRW of revenue a year.
pub fn small_label() -> LabelFacts<'static> {
    LabelFacts {
        industry: &INDUSTRY,
        tier: Tier::Small,
        identity: 0.7,
        reference_budget: 130.0,
        works_a_year: 4.0,
        revenue_year: 500.0,
        guaranteed_debt: 0.0,
        platform_capability: 0.2,
        has_partner: false,
        has_place: true,
        localisation_share: 0.1,
        visit_share: 0.4,
        tax_factor: 0.1,
    }
}

/// A creator of skill 1 who started at 0, with network 0.5.
pub fn creator() -> CreatorFacts {
    CreatorFacts { skill: 1.0, starting_skill: 0.0, network: 0.5, skill_ceiling: 4.0, network_ceiling: 3.0 }
}

/// A rule with every default: what nothing is.
#[derive(Debug)]
struct Nothing;
impl Instrument for Nothing {
    fn seams(&self) -> &'static [Seam] {
        &[]
    }
    fn has_strength(&self, _year: usize) -> bool {
        false
    }
}

/// Holds a rule's ten seams to the defaults for labels of every tier. Left out are the terms
/// of debt and the cost of places: they say the price of something that then nobody has.
pub fn changes_nothing(rule: &dyn Instrument) {
    let year = YearCost { works: PerStrategy([90.0; 4]), visits: PerStrategy([40.0; 4]) };
    let stages = Market::FOREIGN.map(Stage::Visit).into_iter().chain([Stage::Localisation]);
    assert!(Market::ALL.iter().all(|market| rule.streaming_levy(*market) == 0.0));
    for tier in Tier::ALL {
        let label = LabelFacts { tier, ..small_label() };
        for k in Strategy::ALL {
            assert_eq!(rule.eligibility(&label, Claim::Work(k)), Nothing.eligibility(&label, Claim::Work(k)));
            assert_eq!(rule.announced_support(&label, k, 1.2, 0.9), Nothing.announced_support(&label, k, 1.2, 0.9));
            assert_eq!(rule.work_grant(&label, 100.0, k, 1.2), Nothing.work_grant(&label, 100.0, k, 1.2));
        }
        assert_eq!(rule.eligibility(&label, Claim::Label), Nothing.eligibility(&label, Claim::Label));
        assert_eq!(rule.finance_offer(&label, 80.0), Nothing.finance_offer(&label, 80.0));
        assert_eq!(rule.platform_terms(&label), Nothing.platform_terms(&label));
        for stage in stages.clone() {
            assert_eq!(rule.cost_voucher(&label, stage, 50.0), Nothing.cost_voucher(&label, stage, 50.0));
        }
        assert_eq!(rule.tax_relief(&label, &year), Nothing.tax_relief(&label, &year));
        assert_eq!(rule.creator_places(&label, &creator()), Nothing.creator_places(&label, &creator()));
        assert_eq!(rule.contract_terms(&label), Nothing.contract_terms(&label));
    }
    assert_eq!(rule.platform_wide(), Nothing.platform_wide());
    assert!(!rule.has_strength(0), "it is not off");
}
