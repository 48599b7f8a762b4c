//! Which cost is taken off money where scenarios are ranked: decisions, worlds, break-even and the report have one rule.

use crate::outcome::OUTCOMES;

/// A cost of policy, an outcome in bn KRW a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CostBasis {
    /// What programmes cost the public.
    #[default]
    Public,
    /// The same less the taxes that the industry brings.
    Fiscal,
}

impl CostBasis {
    /// All costs.
    pub const ALL: [Self; 2] = [Self::Public, Self::Fiscal];

    /// Name of the outcome.
    pub fn outcome(self) -> &'static str {
        match self {
            Self::Public => "public_cost",
            Self::Fiscal => "net_fiscal_cost",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Public => "public cost",
            Self::Fiscal => "fiscal cost",
        }
    }

    /// One word for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Fiscal => "fiscal",
        }
    }

    /// The cost with the name of an outcome.
    pub fn named(outcome: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cost| cost.outcome() == outcome)
    }

    /// Whether an outcome is such a cost.
    pub fn is(outcome: &str) -> bool {
        Self::named(outcome).is_some()
    }

    /// Position of the outcome in the table.
    pub fn position(self) -> usize {
        OUTCOMES.iter().position(|o| o.name == self.outcome()).expect("a cost is an outcome")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_is_an_outcome_of_which_less_is_better_in_the_unit_of_what_it_is_taken_off() {
        for cost in CostBasis::ALL {
            let outcome = &OUTCOMES[cost.position()];
            assert_eq!((outcome.unit, outcome.better), ("bn KRW/yr", crate::outcome::Better::Lower));
            assert_eq!(CostBasis::named(outcome.name), Some(cost));
        }
        assert!(!CostBasis::is("tax_revenue"));
    }
}
